// The commands of 衡: each runs the heng program on the file of the active editor and shows what
// it says. What a code lens asks is answered by the server; see `shown`.

const { execFile } = require('node:child_process');
const path = require('node:path');
const vscode = require('vscode');
const { actualsFirst, codeOf, summary } = require('./words');

/** A report of tens of thousands of lines. */
const MOST_OUTPUT = 64 * 1024 * 1024;
const ACTUALS = '**/*.{xlsx,xls,ods,csv,json,heng}';
const MOST_FILES = 200;

/** What the commands made, by its address under `heng-report:`. */
const made = new Map();
const changed = new vscode.EventEmitter();

function register(context, output) {
  const open = (name, act) =>
    vscode.commands.registerCommand(name, async (...args) => {
      try {
        return await act(context, output, ...args);
      } catch (error) {
        vscode.window.showErrorMessage(String(error.message ?? error));
      }
    });
  return [
    changed,
    vscode.workspace.registerTextDocumentContentProvider('heng-report', {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => made.get(uri.toString()) ?? '',
    }),
    open('heng.scoreFile', scoreFile),
    open('heng.openReport', openReport),
    open('heng.explainCode', explainCode),
    open('heng.runTests', runTests),
  ];
}

async function scoreFile(context, output, uri, name) {
  const file = await savedFile(uri);
  const scored = file && (await scoreWith(context, file, name, 'table'));
  if (!scored) return;
  output.appendLine(`$ heng ${scored.args.join(' ')}`);
  output.appendLine(scored.text);
  const report = '打开报告';
  const show = '看明细';
  const tell = scored.code === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  // Without scores there is nothing to report.
  const offered = scored.scored ? [report, show] : [show];
  tell(summary(scored.text), ...offered).then((chosen) => {
    if (chosen === show) output.show(true);
    if (chosen === report) return openReport(context, output, file, name);
  });
  return scored.text;
}

/** Shows what the server answers to a command of a lens: a text in Markdown. */
async function shown(title, answer) {
  if (answer?.kind !== 'markdown') return;
  await preview(vscode.Uri.from({ scheme: 'heng-report', path: `/${title}.md` }), answer.value);
}

async function preview(uri, text) {
  made.set(uri.toString(), text);
  changed.fire(uri);
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
}

async function openReport(context, output, uri, name) {
  const file = await savedFile(uri);
  const scored = file && (await scoreWith(context, file, name, 'md', true));
  if (!scored) return;
  if (!scored.scored) {
    // A drawing of errors is no Markdown.
    output.appendLine(scored.text);
    return void vscode.window.showWarningMessage(summary(scored.text), '看明细').then((chosen) => chosen && output.show(true));
  }
  const title = `${path.basename(file.fsPath, '.heng')}得分${name ? `（${name}）` : ''}.md`;
  await preview(vscode.Uri.from({ scheme: 'heng-report', path: `/${title}`, query: file.toString() }), scored.text);
}

async function explainCode(context, output, given) {
  const code = (typeof given === 'string' && codeOf(given)) || codeAtCursor() || (await askForCode());
  if (!code) return;
  const said = await run(program(), ['explain', code, '--color', 'never']);
  const text = said.failed || said.stdout || said.stderr;
  const page = vscode.Uri.from({ scheme: 'heng-report', path: `/解释 ${code}.txt` });
  made.set(page.toString(), text);
  changed.fire(page);
  const shown = await vscode.workspace.openTextDocument(page);
  await vscode.window.showTextDocument(shown, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

async function runTests(context, output, uri, name) {
  const file = await savedFile(uri);
  if (!file) return;
  const said = await run(program(), ['test', file.fsPath, '--color', 'never'], file);
  if (said.failed) throw new Error(said.failed);
  output.appendLine(`$ heng test ${file.fsPath}`);
  output.appendLine(said.stdout + said.stderr);
  const tell = said.code === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const last = `${said.stdout}${said.stderr}`.trim().split('\n').pop();
  const show = '看明细';
  tell(last, show).then((chosen) => chosen === show && output.show(true));
  return said.code;
}

/** Runs `heng score` with the actuals that the person chose; nothing when there are none. */
async function scoreWith(context, file, name, format, again = false) {
  const actuals = await chosenActuals(context, file, again);
  if (actuals === undefined) return undefined;
  const args = ['score', file.fsPath, '--format', format, '--color', 'never'];
  if (actuals) args.push('--actuals', actuals);
  if (name) args.push('--name', name);
  const said = await run(program(), args, file);
  // 2 means that nothing could be scored.
  if (said.failed || said.code === 2) throw new Error(said.failed || said.stderr.trim() || '没能计分');
  return { args, code: said.code, scored: Boolean(said.stdout.trim()), text: said.stdout || said.stderr };
}

/** The path of a table; an empty text for the file's own 实际; nothing when the person gave up. */
async function chosenActuals(context, file, again) {
  const key = `actuals:${file.toString()}`;
  const last = context.workspaceState.get(key);
  if (again && last !== undefined) return last;
  const own = { label: '$(file) 这个文件里的 实际', path: '' };
  const other = { label: '$(folder-opened) 选别的文件…', path: undefined };
  const folder = new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), ACTUALS);
  const near = await vscode.workspace.findFiles(folder, undefined, MOST_FILES);
  const found = actualsFirst(near.map((near) => near.fsPath), file.fsPath, last).map((near) => ({
    label: `$(table) ${path.basename(near)}`,
    description: path.relative(path.dirname(file.fsPath), path.dirname(near)),
    path: near,
  }));
  const text = (await vscode.workspace.openTextDocument(file)).getText();
  const offered = /^[ \t]*实际[ \t：:]/m.test(text) ? [own, ...found, other] : [...found, other];
  let chosen = offered.length === 1 ? other : await vscode.window.showQuickPick(offered, { title: '评价', placeHolder: '实际完成值在哪里？' });
  if (chosen === other) {
    const [opened] = (await vscode.window.showOpenDialog({
      title: '实际完成值的表格',
      defaultUri: vscode.Uri.joinPath(file, '..'),
      filters: { '实际完成值': ['xlsx', 'xls', 'ods', 'csv', 'json', 'heng'] },
    })) ?? [];
    chosen = opened && { path: opened.fsPath };
  }
  if (!chosen) return undefined;
  await context.workspaceState.update(key, chosen.path);
  return chosen.path;
}

/** The file that a command is about, saved, since heng reads it from the disk. */
async function savedFile(given) {
  const uri = given instanceof vscode.Uri ? given : typeof given === 'string' ? vscode.Uri.parse(given) : undefined;
  const file = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!file) return undefined;
  const document = await vscode.workspace.openTextDocument(file);
  if (document.isUntitled || document.uri.scheme !== 'file') {
    vscode.window.showWarningMessage('先把文件保存到磁盘上，再评价或运行测试。');
    return undefined;
  }
  if (document.isDirty) await document.save();
  return document.uri;
}

function codeAtCursor() {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const at = editor.selection.active;
  const all = vscode.languages.getDiagnostics(editor.document.uri);
  const here = all.find((one) => one.range.contains(at)) ?? all.find((one) => one.range.start.line === at.line);
  const code = here?.code;
  return codeOf(String((code && typeof code === 'object' ? code.value : code) ?? ''));
}

async function askForCode() {
  const given = await vscode.window.showInputBox({ title: '解释', prompt: '错误代码或规则，例如 E0301、L203' });
  return given && codeOf(given);
}

function program() {
  return vscode.workspace.getConfiguration('heng').get('path') || 'heng';
}

/** Runs the program beside a file. `failed` says why it did not run at all. */
function run(program, args, file) {
  const cwd = file ? path.dirname(file.fsPath) : undefined;
  return new Promise((resolve) => {
    execFile(program, args, { cwd, encoding: 'utf8', maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
      const started = !error || typeof error.code === 'number';
      resolve({ code: error ? error.code : 0, stdout, stderr, failed: started ? undefined : error.code ?? error.message });
    });
  });
}

module.exports = { register, shown, program, run };
