// VS Code itself (code-server) in Chromium, with the packed extension and the real server, on a
// copy of the original declaration: findings, hover, completion, a fix, formatting, a score.
// Screenshots of each step are written for a person to look at.
//
//   HENG         the program            VSIX       the packed extension
//   CODE_SERVER  its entry.js           CHROMIUM   the browser
//   MODULES      where playwright-core is installed
//   SHOTS        the folder for screenshots
//   HENG_ALL     what the server does not offer fails, where it is otherwise skipped

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const { HENG, VSIX, CODE_SERVER, CHROMIUM, MODULES, SHOTS, ROOT, HENG_ALL } = process.env;
const { chromium } = createRequire(path.join(MODULES, 'package.json'))('playwright-core');
const PORT = 8000 + (process.pid % 1000);
const LONG = 30_000;

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'heng-code-'));
const folder = path.join(home, '绩效');
const file = path.join(folder, '2024.heng');
fs.mkdirSync(folder);
fs.mkdirSync(SHOTS, { recursive: true });
const example = path.join(ROOT, 'examples/知识产权局');
for (const name of ['2024.heng', '2024实际.csv']) fs.copyFileSync(path.join(example, name), path.join(folder, name));
const original = fs.readFileSync(file, 'utf8');

const dirs = ['--user-data-dir', path.join(home, 'data'), '--extensions-dir', path.join(home, 'extensions')];
fs.mkdirSync(path.join(home, 'data/User'), { recursive: true });
fs.mkdirSync(path.join(home, 'data/Machine'), { recursive: true });
const settings = {
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'editor.fontFamily': "'Noto Sans Mono CJK SC', monospace",
  'editor.minimap.enabled': false,
  'editor.quickSuggestionsDelay': 0,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
};
fs.writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify(settings));
// Where a program is, is a setting of the machine.
const machine = { 'heng.path': HENG, 'heng.arguments': ['--isolated'] };
fs.writeFileSync(path.join(home, 'data/Machine/settings.json'), JSON.stringify(machine));

const config = path.join(home, 'config.yaml');
fs.writeFileSync(config, `bind-addr: 127.0.0.1:${PORT}\nauth: none\ncert: false\n`);
const base = [CODE_SERVER, '--config', config, ...dirs];
execFileSync(process.execPath, [...base, '--install-extension', VSIX], { stdio: 'inherit' });
const server = spawn(process.execPath, [...base, '--disable-telemetry', '--disable-update-check', folder], { stdio: 'ignore' });

let failures = 0;
let skipped = 0;
let shot = 0;
const say = (text) => console.log(text);
const check = (name, held, more) => {
  if (!held) failures += 1;
  say(`${held ? 'ok    ' : 'FAIL  '}${name}${held ? '' : `: ${JSON.stringify(more)}`}`);
};
const skip = (name, why) => {
  skipped += 1;
  if (HENG_ALL) failures += 1;
  say(`skip  ${name}: ${why}`);
};

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1500, height: 950 }, locale: 'zh-CN' });
const look = async (name) => page.screenshot({ path: path.join(SHOTS, `${String(++shot).padStart(2, '0')}-${name}.png`) });
const settle = (time = 400) => page.waitForTimeout(time);
const texts = async (selector) => (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\u00a0/g, ' '));
const until = async (ask, time = LONG) => {
  const end = Date.now() + time;
  for (;;) {
    const answer = await ask();
    if (answer || Date.now() > end) return answer;
    await settle(200);
  }
};

/** Takes the first offer of the box at the top, once it is what was asked for. */
async function pick(asked, shown) {
  await page.locator('.quick-input-widget input').first().fill(asked);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: shown }).first().waitFor({ timeout: 10_000 });
  await settle(150);
  await page.keyboard.press('Enter');
  await settle();
}
async function command(title) {
  await page.keyboard.press('F1');
  await pick(`>${title}`, title);
}
async function open(name) {
  await page.keyboard.press('Control+p');
  await pick(name, name);
  await page.locator('.view-lines .view-line').first().waitFor({ timeout: LONG });
  await settle(1000);
}
/** The box counts columns as they are seen: a Chinese character takes two. */
async function goTo(line, character = 1) {
  const before = original.split('\n')[line - 1].slice(0, character - 1);
  const column = before.replace(/[\u1100-\uffe6]/g, '..').length + 1;
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget input').first().fill(`:${line}:${column}`);
  await settle(200);
  await page.keyboard.press('Enter');
  await settle();
}
/** The line and the UTF-16 column of a text in the original. */
function place(text, into = 0) {
  const at = original.indexOf(text);
  const before = original.slice(0, at);
  return [before.split('\n').length, at - before.lastIndexOf('\n') + into];
}
async function saved() {
  await page.keyboard.press('Control+s');
  await settle(800);
  return fs.readFileSync(file, 'utf8');
}
/** Puts the original back into the editor. */
async function restore() {
  fs.writeFileSync(file, original);
  await settle(300);
  await command('File: Revert File');
  await settle(1200);
}
/** The text of a preview that holds some words. */
const frameWith = (words) => until(async () => {
  for (const frame of page.frames().slice(1)) {
    const text = await frame.locator('body').innerText({ timeout: 500 }).catch(() => '');
    if (text.includes(words)) return text;
  }
}, 15_000);
/** Types what an input method hands over, without the helps of a keyboard. */
const type = (text) => page.keyboard.insertText(text);

/** What heng prints; its findings make it end with 1. */
function heng(args) {
  return spawnSync(HENG, args, { encoding: 'utf8' }).stdout;
}

/** What is drawn under the squiggles on the screen: the text within the bounds of each. */
function underlined() {
  return page.evaluate(() => {
    const found = [];
    const lines = [...document.querySelectorAll('.editor-instance .view-lines > .view-line')];
    for (const squiggle of document.querySelectorAll('.editor-instance .cdr[class*=squiggly]')) {
      const box = squiggle.getBoundingClientRect();
      const line = lines.find((line) => Math.abs(line.getBoundingClientRect().top - squiggle.parentElement.getBoundingClientRect().top) < 3);
      if (!line) continue;
      let text = '';
      const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        for (let at = 0; at < node.length; at += 1) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const one = range.getBoundingClientRect();
          const middle = (one.left + one.right) / 2;
          if (one.width > 0 && box.left <= middle && middle <= box.right) text += node.data[at];
        }
      }
      found.push(text.replace(/\u00a0/g, ' '));
    }
    return found;
  });
}

async function session() {
  await until(() => page.goto(`http://127.0.0.1:${PORT}/?folder=${encodeURIComponent(folder)}`).then(() => true, () => false));
  await page.locator('.monaco-workbench').waitFor({ timeout: LONG });
  await settle(3000);
  await open('2024.heng');

  // ---- findings under the right characters -------------------------------------------------
  await command('View: Focus Problems');
  const rows = async () => (await texts('.markers-panel .monaco-list-row')).map((row) => row.replace(/\s+/g, ' '));
  check('the findings come', await until(async () => (await rows()).some((row) => row.includes('L301'))), await rows());
  await command('View: Focus Active Editor Group');
  const said = JSON.parse(heng(['check', '--isolated', '--quiet', '--format', 'json', file]));
  await page.keyboard.press('Control+j');
  const seen = new Set();
  for (const finding of said.findings) {
    const line = original.split('\n')[finding.start.line - 1];
    const text = [...line].slice(finding.start.column - 1, finding.start.line === finding.end.line ? finding.end.column - 1 : undefined).join('');
    await goTo(finding.start.line, 1);
    const drawn = await until(async () => { const all = await underlined(); return all.includes(text) && all; }, 4000) || (await underlined());
    check(`${finding.code} stands under \`${text}\``, drawn.includes(text), drawn);
    seen.add(text);
    if (finding.code === 'L301') await look('findings');
  }
  check('there are findings', seen.size >= 8, [...seen]);

  // ---- colours ---------------------------------------------------------------------------------
  const classes = await page.evaluate(() => new Set([...document.querySelectorAll('.view-line span[class*=mtk]')].map((span) => span.className)).size);
  check('a file has colours', classes >= 5, classes);

  // ---- hover -------------------------------------------------------------------------------------
  await goTo(...place('年度知识产权质押融资金额 >= 80', 2));
  await command('Show or Focus Hover');
  const hover = await until(async () => (await texts('.monaco-hover:not(.hidden)')).join('\n').includes('年度知识产权质押融资金额') && (await texts('.monaco-hover:not(.hidden)')).join('\n'), 8000);
  check('a hover names the indicator', hover, await texts('.monaco-hover'));
  await look('hover');
  await page.keyboard.press('Escape');

  // ---- the prelude, read-only --------------------------------------------------------------------
  await goTo(...place('框架 部门整体', 4));
  await page.keyboard.press('F12');
  await settle(2500);
  const opened = (await texts('.editor-instance .view-lines'))[0] ?? '';
  const tab = (await texts('.tab.active')).join();
  await look('prelude');
  if (opened.includes('框架 部门整体') && tab.includes('frameworks')) {
    check('the prelude opens at the framework', true);
    await page.keyboard.press('Control+F4');
    await command('View: Close Editor');
  } else skip('the prelude', 'the server does not answer heng/virtualDocument');
  await command('View: Close All Editors');
  await open('2024.heng');

  // ---- completion of a unit ------------------------------------------------------------------------
  const [row] = place('年度专利授权量 >= 18000 件 {');
  await goTo(row, original.split('\n')[row - 1].indexOf(' 件 {') + 1);
  for (let n = 0; n < ' 件'.length; n += 1) await page.keyboard.press('Delete');
  await page.keyboard.type(' ');
  const offers = () => texts('.suggest-widget.visible .monaco-list-row');
  if (!(await until(async () => (await offers()).length > 0, 2000))) await page.keyboard.press('Control+Space');
  await until(async () => (await offers()).length > 0, 4000);
  await look('completion');
  const units = (await offers()).map((row) => row.trim().split(/\s/)[0]);
  const wanted = units.indexOf('件');
  if (wanted >= 0) {
    for (let n = 0; n < wanted; n += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await settle(500);
    const text = await saved();
    check('a unit is completed', text === original, text.split('\n')[row - 1]);
  } else skip('completion of a unit', `the server offered ${JSON.stringify(units)}`);
  await page.keyboard.press('Escape');
  await restore();

  // ---- a fix ----------------------------------------------------------------------------------------
  const sign = original.split('\n')[row - 1].indexOf('>= 18000') + 1;
  await goTo(row, sign);
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Delete');
  check('a missing sign is found while it is typed', await until(async () => (await underlined()).includes('18000 件'), 8000), await underlined());
  await goTo(row, sign + 1);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').waitFor({ timeout: 8000 }).catch(() => {});
  await settle(600);
  const fixes = await texts('.action-widget .monaco-list-row.action');
  await look('fix');
  check('a fix is offered', fixes.some((fix) => fix.includes('>=')), fixes);
  await page.keyboard.press('Enter');
  await settle(1000);
  const mended = await saved();
  check('the fix mends the line', mended === original, mended.split('\n')[row - 1]);
  await restore();

  // ---- rename ------------------------------------------------------------------------------------------
  await goTo(...place('获奖数量 >= 40', 2));
  await page.keyboard.press('F2');
  await settle(1200);
  const box = page.locator('.rename-box input');
  if (await box.isVisible().catch(() => false)) {
    await box.fill('省级以上获奖数量');
    await look('rename');
    await page.keyboard.press('Enter');
    await settle(1200);
    const text = await saved();
    const count = (needle) => text.split(needle).length - 1;
    check('every mention is renamed', count('省级以上获奖数量') >= 3 && count('获奖数量') === count('省级以上获奖数量'), count('获奖数量'));
  } else skip('rename', 'the server does not offer it');
  await page.keyboard.press('Escape');
  await restore();

  // ---- format, on what an input method writes --------------------------------------------------------------
  await goTo(row, original.split('\n')[row - 1].indexOf(' >=') + 1);
  await page.keyboard.press('Shift+End');
  for (let n = 0; n < ' {'.length; n += 1) await page.keyboard.press('Shift+ArrowLeft');
  await type('》=１８０００件');
  await settle(800);
  await look('input-method');
  await command('Format Document');
  await settle(1500);
  await look('formatted');
  const formatted = await saved();
  check('formatting writes the canonical form', formatted === original, formatted.split('\n').slice(row - 1, row + 1));
  await restore();

  // ---- typing: an opened block is indented and closed, quotes are paired once ---------------------------------
  const [group] = place('生态效益指标 {');
  await goTo(group, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('森林覆盖率 >= 40% {', { delay: 30 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.keyboard.type('来源 "林业年报"', { delay: 30 });
  await settle();
  await look('typing');
  const typed = (await saved()).split('\n').slice(group - 1, group + 4).map((line) => line.trimEnd());
  const indent = (depth) => ' '.repeat(4 * depth);
  check('braces and indentation come by themselves', JSON.stringify(typed) === JSON.stringify([
    `${indent(2)}生态效益指标 {`, `${indent(3)}森林覆盖率 >= 40% {`, `${indent(4)}来源 "林业年报"`, `${indent(3)}}`, `${indent(2)}}`,
  ]), typed);
  await restore();

  // ---- the first indicator with the signs of a Chinese input method, one by one ---------------------------------
  await goTo(group, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const byHand = async (text) => {
    for (const sign of text) {
      await type(sign);
      await settle(60);
    }
    await page.keyboard.press('Escape');
  };
  await byHand('森林覆盖率》＝４０％，１０分｛');
  await page.keyboard.press('Enter');
  await byHand('来源：“林业年报”；负责 「一科」');
  await settle();
  await look('by-hand');
  const quotes = (await saved()).split('\n').slice(group - 1, group + 4);
  check('quotes are not doubled', /“林业年报”|"林业年报"/.test(quotes[2]) && !/””|""/.test(quotes[2]) && /[「"]一科[」"]$/.test(quotes[2].trimEnd()), quotes);
  await command('Format Document');
  await settle(1200);
  const canonical = (await saved()).split('\n').slice(group, group + 5).map((line) => line.trim());
  check('what was typed is an indicator', JSON.stringify(canonical) === JSON.stringify([
    '森林覆盖率 >= 40%, 10 分 {', '来源 "林业年报"', '负责 "一科"', '}', '}',
  ]), canonical);
  await look('by-hand-formatted');
  await restore();

  // ---- the same slowly: signs, digits and braces become canonical by themselves ----------------------------------
  await goTo(group, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  // What an editor is answered after the next sign is typed, it drops.
  for (const sign of '森林面积》＝４０亩，１０分｛') {
    await type(sign);
    await settle(1000);
  }
  await page.keyboard.press('Escape');
  await look('by-hand-slowly');
  await page.keyboard.press('Enter');
  await type('核心');
  await page.keyboard.press('Escape');
  await settle();
  const slowly = (await saved()).split('\n').slice(group, group + 3).map((line) => line.trim());
  check('signs, digits and braces become canonical by themselves', /^森林面积\s?>=\s?40亩, 10分 ?\{$/.test(slowly[0]) && slowly[1] === '核心' && slowly[2] === '}', slowly);
  await restore();

  // ---- titles and comments are no signs ------------------------------------------------------------------------
  for (const [written, kept] of [
    ['《条例》知晓率》＝９０％', /^《条例》知晓率.=/],
    ['甲数》＝３件　＃　依据《办法》第三条；见附件，共５％', /　＃　依据《办法》第三条；见附件，共５％$/],
  ]) {
    await goTo(group, 1);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    // Slowly: what an editor is answered after the next sign is typed, it drops.
    for (const sign of written) {
      await type(sign);
      await settle(200);
    }
    await page.keyboard.press('Escape');
    await settle();
    const line = (await saved()).split('\n')[group].trim();
    check(`${written} keeps its titles`, kept.test(line), line);
    await look('titles');
    await restore();
  }

  // ---- templates -----------------------------------------------------------------------------------------------
  const inList = () => texts('.suggest-widget.visible .monaco-list-row');
  await goTo(group, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('ceshi', { delay: 60 });
  await settle(1200);
  await look('template-misplaced');
  check('a test is not offered among indicators', !(await inList()).some((row) => row.includes('测试')), await inList());
  await page.keyboard.press('Escape');
  await restore();
  // The blank of an input method asks as well, and a framework comes before whole files.
  await goTo(place('框架 部门整体')[0], 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('框架');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText('　');
  await settle(1200);
  const offered = await inList();
  check('the blank of an input method asks for frameworks', offered.some((row) => row.includes('部门整体')), offered);
  await page.keyboard.press('Escape');
  await page.keyboard.insertText('部');
  await settle(300);
  await page.keyboard.insertText('门');
  await settle(1500);
  await look('framework-typed');
  const first = await inList();
  check('a framework is offered first', first.length > 0 && first[0].includes('部门整体') && !first.some((row) => row.includes('整个文件')), first);
  await page.keyboard.press('Escape');
  await restore();

  // ---- a lens ----------------------------------------------------------------------------------------------------
  await goTo(1);
  const lens = page.locator('.codelens-decoration a', { hasText: '评价' }).first();
  await goTo(place('部门 广州')[0]);
  await settle(1500);
  await look('lens');
  if (await lens.isVisible().catch(() => false)) {
    await lens.click();
    check('a lens shows the score', await frameWith('98.88'), 'nothing shown');
    await look('lens-score');
    await command('View: Close All Editors');
    await open('2024.heng');
  } else skip('a lens', 'the server does not offer it');

  // ---- the score -------------------------------------------------------------------------------------------------
  await command('衡: 评价');
  await settle(1500);
  await look('score-choice');
  await page.keyboard.press('Enter');
  const told = await until(async () => (await texts('.notification-list-item-message')).find((text) => text.includes('总分')), 8000);
  check('the score is told', told && told.includes('98.88'), told || (await texts('.notification-list-item-message')));
  await look('score');
  const report = page.getByRole('button', { name: '打开报告' }).last();
  await report.click({ timeout: 5000 }).catch(() => {});
  const preview = await frameWith('11.88');
  check('the report opens beside', preview, 'no report');
  await settle(1000);
  await look('report');
  await command('View: Focus First Editor Group');
  await command('衡: 运行测试');
  const tests = await until(async () => (await texts('.notification-list-item-message')).find((text) => text.includes('测试通过')), 8000);
  check('the tests are run', tests, await texts('.notification-list-item-message'));
  await goTo(...place('获奖数量 >= 40', 2));
  await command('衡: 解释');
  const explained = await until(async () => (await texts('.editor-instance .view-lines')).find((text) => /L210|L409/.test(text)), 8000);
  check('a finding is explained', explained, await texts('.tab'));
  await look('explained');
}

try {
  await session();
} catch (error) {
  failures += 1;
  say(`FAIL  ${error.stack}`);
  await look('failure').catch(() => {});
} finally {
  await browser.close();
  server.kill();
  fs.rmSync(home, { recursive: true, force: true });
}
say(`VS Code: ${failures} failures, ${skipped} skipped; screenshots in ${SHOTS}`);
process.exit(failures ? 1 : 0);
