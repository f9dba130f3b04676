// What the manifest promises is there, and a snippet is heng.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const home = path.join(__dirname, '..');
const read = (file) => fs.readFileSync(path.join(home, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const snippets = JSON.parse(read('snippets/heng.json'));

test('every command of the manifest is registered, and none besides', () => {
  const source = read('src/extension.js') + read('src/commands.js');
  const registered = new Set([...source.matchAll(/(?:open|registerCommand)\('(heng\.\w+)'/g)].map((found) => found[1]));
  const promised = new Set(manifest.contributes.commands.map((command) => command.command));
  assert.deepEqual(registered, promised);
});

test('what people see is Chinese', () => {
  const seen = [
    manifest.displayName,
    manifest.description,
    ...manifest.contributes.commands.map((command) => command.title),
    ...Object.values(manifest.contributes.configuration.properties).map((one) => one.description ?? one.markdownDescription),
    ...Object.values(snippets).map((one) => one.description),
  ];
  for (const text of seen) assert.match(text, /\p{Script=Han}/u);
});

test('the lock file names no host', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved":/);
});

test('the word pattern takes a name whole and parts a number from its unit', () => {
  const { pattern, flags } = JSON.parse(read('language-configuration.json')).wordPattern;
  const words = (line) => line.match(new RegExp(pattern, `g${flags}`));
  assert.deepEqual(words('PCT国际专利申请量 >= 1,800 件, 10 分'), ['PCT国际专利申请量', '1,800', '件', '10', '分']);
  assert.deepEqual(words('期望 总分.得分 = 9.5分'), ['期望', '总分', '得分', '9.5', '分']);
});

test('indentation follows braces, not texts', () => {
  const { increaseIndentPattern, decreaseIndentPattern } = JSON.parse(read('language-configuration.json')).indentationRules;
  const [more, less] = [new RegExp(increaseIndentPattern), new RegExp(decreaseIndentPattern)];
  for (const line of ['部门 甲 {', '    数量指标 18 分 ｛  # 注', '"名称（一）" >= 3 件 {']) assert.match(line, more);
  for (const line of ['# 部门 甲 {', '专利 >= 3 件', '差 { 其余 }']) assert.doesNotMatch(line, more);
  assert.match('    }', less);
});

const heng = process.env.HENG;
test('a snippet, filled in as it is offered, is read without a mistake of form', { skip: !heng && 'HENG is not set' }, () => {
  for (const [name, { body }] of Object.entries(snippets)) {
    const text = body
      .join('\n')
      .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
      .replaceAll('$CURRENT_YEAR', '2024')
      .replace(/\$\{\d+:([^}]*)\}/g, '$1')
      .replace(/\$\d/g, '');
    const said = spawnSync(heng, ['check', '--isolated', '--color', 'never', '-'], { input: `${text}\n`, encoding: 'utf8' });
    assert.doesNotMatch(said.stdout + said.stderr, /\[E01/, `${name}\n${text}\n${said.stdout}`);
  }
  assert.match(execFileSync(heng, ['--version'], { encoding: 'utf8' }), /\d/);
});
