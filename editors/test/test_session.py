"""A session over the real server with the capabilities of three clients, one test for each capability.

Run by editors/test.sh: HENG is the program, ROOT the checkout. What the server does not offer
is skipped; with HENG_ALL it fails.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

HENG = os.environ["HENG"]
FOLDER = Path(os.environ["ROOT"]) / "examples" / "知识产权局"
FILE = FOLDER / "2024.heng"
TEXT = FILE.read_text("utf-8")
CLIENTS = ["visual_studio_code", "neovim", "emacs"]
UNITS = {"utf-8": lambda text: len(text.encode()), "utf-16": lambda text: len(text.encode("utf-16-le")) // 2, "utf-32": len}


class Document:
    """A text as the server has it, with positions in the encoding that was agreed on."""

    def __init__(self, client, text):
        self.client, self.text, self.version = client, text, 1
        self.uri = FILE.as_uri()
        encoding = client.offers.position_encoding or "utf-16"
        self.units = UNITS[str(getattr(encoding, "value", encoding))]
        item = lsp.TextDocumentItem(self.uri, "heng", self.version, text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    @property
    def id(self):
        return lsp.TextDocumentIdentifier(self.uri)

    def at(self, needle, into=0):
        before = self.text[: self.text.index(needle) + into]
        return lsp.Position(before.count("\n"), self.units(before.rpartition("\n")[2]))

    def slice(self, range):
        lines = self.text.splitlines()

        def offset(position):
            line, left, count = lines[position.line] if position.line < len(lines) else "", position.character, 0
            while left > 0:
                left -= self.units(line[count])
                count += 1
            assert left == 0, f"{position} is within a character of {line}"
            return sum(len(line) + 1 for line in lines[: position.line]) + count

        return self.text[offset(range.start) : offset(range.end)]

    def change(self, text):
        self.text, self.version = text, self.version + 1
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        name = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(name, [whole]))

    def applied(self, edits):
        """The text with edits, the last first."""
        text = self.text
        for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
            lines = text.splitlines(keepends=True)
            start, old = self.slice_start(edit.range.start, lines), self.slice(edit.range)
            assert text[start : start + len(old)] == old
            text = text[:start] + edit.new_text + text[start + len(old) :]
        return text

    def slice_start(self, position, lines):
        line, count = lines[position.line] if position.line < len(lines) else "", 0
        while self.units(line[:count]) < position.character:
            count += 1
        return sum(map(len, lines[: position.line])) + count


@pytest_lsp.fixture(params=CLIENTS, config=ClientServerConfig(server_command=[HENG, "lsp", "--isolated"]))
async def client(request, lsp_client: LanguageClient):
    folder = lsp.WorkspaceFolder(FOLDER.as_uri(), FOLDER.name)
    lsp_client.registered = {}

    # The library offers what it does not answer by itself.
    @lsp_client.feature("client/registerCapability")
    def register(params: lsp.RegistrationParams):
        lsp_client.registered.update((one.method, one.register_options) for one in params.registrations)

    asked = lsp.InitializeParams(client_capabilities(request.param), root_uri=FOLDER.as_uri(), workspace_folders=[folder], client_info=lsp.ClientInfo(request.param))
    lsp_client.offers = (await lsp_client.initialize_session(asked)).capabilities
    yield
    await lsp_client.shutdown_session()


def needs(client, capability):
    if not getattr(client.offers, capability):
        (pytest.fail if os.environ.get("HENG_ALL") else pytest.skip)(f"the server does not offer {capability}")


def own_edits(document, edit):
    """What a workspace edit, in either of its forms, does to the document."""
    if edit.changes:
        return edit.changes[document.uri]
    return [edit for one in edit.document_changes if one.text_document.uri == document.uri for edit in one.edits]


def checked(text):
    """What `heng check` finds: the code and the text that it underlines."""
    said = subprocess.run([HENG, "check", "--isolated", "--quiet", "--format", "json", "-"], input=text.encode(), capture_output=True)
    found = []
    for one in json.loads(said.stdout)["findings"]:
        line = text.splitlines()[one["start"]["line"] - 1]
        found.append((one["code"], line[one["start"]["column"] - 1 : one["end"]["column"] - 1]))
    return sorted(found)


@pytest.mark.asyncio
async def test_diagnostics(client):
    document = Document(client, TEXT)
    if client.offers.diagnostic_provider and client.capabilities.text_document.diagnostic:
        answer = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(document.id))
        found = answer.items
    else:
        await client.wait_for_notification("textDocument/publishDiagnostics")
        found = client.diagnostics[document.uri]
    assert sorted((one.code, document.slice(one.range)) for one in found) == checked(TEXT)


@pytest.mark.asyncio
async def test_watched_files(client):
    # An answer comes after what was asked on the way to it.
    await client.workspace_symbol_async(lsp.WorkspaceSymbolParams(""))
    watched = client.capabilities.workspace.did_change_watched_files
    wanted = bool(watched and watched.dynamic_registration)
    assert ("workspace/didChangeWatchedFiles" in client.registered) == wanted


@pytest.mark.asyncio
async def test_hover(client):
    needs(client, "hover_provider")
    document = Document(client, TEXT)
    answer = await client.text_document_hover_async(lsp.HoverParams(document.id, document.at("年度知识产权质押融资金额 >= 80", 2)))
    assert "80 亿元" in answer.contents.value
    assert document.slice(answer.range).startswith("年度知识产权质押融资金额")


@pytest.mark.asyncio
async def test_definition(client):
    needs(client, "definition_provider")
    document = Document(client, TEXT)
    asked = lsp.DefinitionParams(document.id, document.at("PCT国际专利申请量 = 760"))
    answer = await client.text_document_definition_async(asked)
    place = answer[0] if isinstance(answer, list) else answer
    assert place.range.start == document.at("PCT国际专利申请量 >= 800")


@pytest.mark.asyncio
async def test_references_and_highlights(client):
    needs(client, "references_provider")
    document = Document(client, TEXT)
    at = document.at("获奖数量 >= 40", 1)
    asked = lsp.ReferenceParams(lsp.ReferenceContext(True), document.id, at)
    found = await client.text_document_references_async(asked)
    # The actual values of the neighbouring file are a mention, too.
    assert len(found) == 4
    own = [one for one in found if one.uri == document.uri]
    assert len(own) == 3 and {document.slice(one.range) for one in own} == {"获奖数量"}
    if client.offers.document_highlight_provider:
        marked = await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(document.id, at))
        assert {document.slice(one.range) for one in marked} == {"获奖数量"}


@pytest.mark.asyncio
async def test_rename(client):
    needs(client, "rename_provider")
    document = Document(client, TEXT)
    asked = lsp.RenameParams(document.id, document.at("获奖数量 >= 40", 1), "省级以上获奖数量")
    answer = await client.text_document_rename_async(asked)
    text = document.applied(own_edits(document, answer))
    assert text.count("省级以上获奖数量") == 3 and text.count("获奖数量") == 3


@pytest.mark.asyncio
async def test_completion(client):
    needs(client, "completion_provider")
    typed = TEXT.replace("年度专利授权量 >= 18000 件", "年度专利授权量 >= 18000 ")
    document = Document(client, typed)
    at = document.at("年度专利授权量 >= 18000 ", len("年度专利授权量 >= 18000 "))
    answer = await client.text_document_completion_async(lsp.CompletionParams(document.id, at))
    items = getattr(answer, "items", answer)
    assert "件" in [item.label for item in items]


@pytest.mark.asyncio
async def test_symbols_and_folds(client):
    needs(client, "document_symbol_provider")
    document = Document(client, TEXT)
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document.id))
    assert symbols[0].name == "广州开发区知识产权局"
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(document.id))
    assert any(fold.start_line == document.at("部门 广州").line for fold in folds)


@pytest.mark.asyncio
async def test_code_action(client):
    needs(client, "code_action_provider")
    document = Document(client, TEXT.replace("年度专利授权量 >= 18000 件", "年度专利授权量 18000 件"))
    at = document.at("18000 件 {")
    context = lsp.CodeActionContext([])
    actions = await client.text_document_code_action_async(lsp.CodeActionParams(document.id, lsp.Range(at, at), context))
    fix = next(action for action in actions if action.edit and "18000 件" in action.title)
    assert document.applied(own_edits(document, fix.edit)) == TEXT


@pytest.mark.asyncio
async def test_formatting(client):
    needs(client, "document_formatting_provider")
    document = Document(client, TEXT.replace("年度专利授权量 >= 18000 件 {", "年度专利授权量》=１８０００件｛"))
    asked = lsp.DocumentFormattingParams(document.id, lsp.FormattingOptions(4, True))
    assert document.applied(await client.text_document_formatting_async(asked)) == TEXT


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "capability, method, params",
    [
        ("selection_range_provider", "selection_range", lambda d: lsp.SelectionRangeParams(d.id, [d.at("18000 件")])),
        ("semantic_tokens_provider", "semantic_tokens_full", lambda d: lsp.SemanticTokensParams(d.id)),
        ("inlay_hint_provider", "inlay_hint", lambda d: lsp.InlayHintParams(d.id, lsp.Range(lsp.Position(0, 0), d.at("核对 ")))),
        ("code_lens_provider", "code_lens", lambda d: lsp.CodeLensParams(d.id)),
        ("document_link_provider", "document_link", lambda d: lsp.DocumentLinkParams(d.id)),
    ],
)
async def test_answers_within_the_document(client, capability, method, params):
    needs(client, capability)
    document = Document(client, TEXT)
    answer = await getattr(client, f"text_document_{method}_async")(params(document))
    assert answer is not None
    lines = TEXT.splitlines()
    for one in answer if isinstance(answer, list) else []:
        if hasattr(one, "range"):
            document.slice(one.range)
        if hasattr(one, "position"):
            assert one.position.character <= document.units(lines[one.position.line])


@pytest.mark.asyncio
async def test_commands_of_lenses(client):
    needs(client, "code_lens_provider")
    document = Document(client, TEXT)
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(document.id))
    answers = {}
    for command in [lens.command for lens in lenses]:
        asked = lsp.ExecuteCommandParams(command.command, arguments=command.arguments)
        answers.setdefault(command.command, await client.workspace_execute_command_async(asked))
    text = {name: answer["value"] if isinstance(answer, dict) else answer.value for name, answer in answers.items()}
    assert "98.88" in text["heng.score"] and "PCT" in text["heng.test"]


@pytest.mark.asyncio
async def test_surrogate_pairs_and_combining_signs(client):
    document = Document(client, "# 𠮷\u0301\n项目 𠮷野家\u0301 {\n}\n")
    await client.wait_for_notification("textDocument/publishDiagnostics")
    for one in client.diagnostics[document.uri]:
        document.slice(one.range)
    document.change("𠮷 >= 3 仵\n")
    await client.wait_for_notification("textDocument/publishDiagnostics")
    texts = [document.slice(one.range) for one in client.diagnostics[document.uri]]
    assert "𠮷" in texts
