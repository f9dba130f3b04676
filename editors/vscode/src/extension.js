// The client: starts `heng lsp`, shows the read-only files of the server, and runs heng for
// what a person asks for by name. All knowledge of the language is in the server.

const vscode = require('vscode');
const { LanguageClient, RevealOutputChannelOn } = require('vscode-languageclient/node');
const commands = require('./commands');

/** The scheme of what is shown and not stored: the server's prelude. */
const SCHEME = 'heng';

let client;

async function activate(context) {
  const output = vscode.window.createOutputChannel('衡', 'heng-output');
  context.subscriptions.push(
    output,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent }),
    ...commands.register(context, output),
    vscode.commands.registerCommand('heng.restart', () => restart(output)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const restarts = ['heng.path', 'heng.arguments', 'heng.actuals'];
      if (restarts.some((name) => event.affectsConfiguration(name))) return restart(output);
    }),
  );
  await start(output);
}

async function start(output) {
  const program = commands.program();
  const version = await commands.run(program, ['--version']);
  if (version.failed) return missing(program, version.failed);
  const set = vscode.workspace.getConfiguration('heng');
  const server = { command: program, args: ['lsp', ...set.get('arguments', [])] };
  client = new LanguageClient('heng', '衡', server, {
    documentSelector: [
      { scheme: 'file', language: 'heng' },
      { scheme: 'untitled', language: 'heng' },
    ],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // Where the actual values are, for the scores at the ends of lines; else the server looks itself.
    initializationOptions: { actuals: set.get('actuals') || undefined },
    middleware: { executeCommand },
  });
  try {
    await client.start();
  } catch (error) {
    output.appendLine(String(error));
    vscode.window.showErrorMessage(`衡的编辑器服务没有启动：${error.message ?? error}`);
  }
}

async function restart(output) {
  const old = client;
  client = undefined;
  await old?.dispose();
  await start(output);
}

async function missing(program, reason) {
  const settings = '打开设置';
  const chosen = await vscode.window.showErrorMessage(
    `没有找到 heng 程序（${program}：${reason}）。着色和代码片段照常可用；要检查、提示、评价，请把设置 heng.path 改成 heng 程序的位置。`,
    settings,
  );
  if (chosen === settings) vscode.commands.executeCommand('workbench.action.openSettings', 'heng.path');
}

async function provideTextDocumentContent(uri, token) {
  if (!client) return '衡的编辑器服务没有启动。';
  const asked = client.code2ProtocolConverter.asUri(uri);
  const answer = await client.sendRequest('heng/virtualDocument', { uri: asked }, token);
  return answer?.text ?? '';
}

/** What a lens names is done by the server; what it answers is shown. */
const LENSES = { 'heng.score': '评价', 'heng.explain': '解释', 'heng.test': '测试' };
async function executeCommand(command, args, next) {
  const answer = await next(command, args);
  const about = typeof args[1] === 'string' ? ` ${args[1]}` : '';
  await commands.shown(`${LENSES[command] ?? '衡'}${about}`, answer);
  return answer;
}

async function deactivate() {
  await client?.stop();
}

module.exports = { activate, deactivate };
