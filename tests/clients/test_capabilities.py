"""Each thing that the server says it can do, asked for by clients of several editors.

Texts mark the place that is meant with `‸`; names begin with a character of the supplementary
plane, so that an answer in wrong columns does not pass."""

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from conftest import PLAN, ROOT
from test_sessions import changed, opened, published


URI = "file:///tmp/heng-capability.heng"

FORMULA = """项目 𠮷祥 {
    年度 2024
    数据 {
        𠮷病床 张
        常住人口 万人
    }
    产出指标 {
        数量指标 {
            千人床位 >= 5 张/千人 {
                公式 𠮷病床 / 常住人口
            }
        }
    }
}
"""


def units(client, text):
    """How many columns a text takes in the encoding that was agreed."""
    encoding = client.answered.position_encoding or lsp.PositionEncodingKind.Utf16
    return {
        "utf-8": lambda: len(text.encode("utf-8")),
        "utf-16": lambda: len(text.encode("utf-16-le")) // 2,
        "utf-32": lambda: len(text),
    }[getattr(encoding, "value", encoding)]()


def cut(client, text, start, end):
    """The text between two positions of one line."""
    line = text.split("\n")[start.line]
    if end.line != start.line:
        line, end = line, lsp.Position(line=start.line, character=units(client, line))
    left = next(at for at in range(len(line) + 1) if units(client, line[:at]) == start.character)
    right = next(at for at in range(len(line) + 1) if units(client, line[:at]) == end.character)
    return line[left:right]


def spot(client, text, needle, inside=1):
    """The position `inside` characters into the first occurrence of a text."""
    before = text[: text.index(needle) + inside]
    line = before.count("\n")
    return lsp.Position(line=line, character=units(client, before.rsplit("\n", 1)[-1]))


def document(uri=URI):
    return lsp.TextDocumentIdentifier(uri=uri)


async def shown(client, text, uri=URI):
    opened(client, uri, text)
    return await published(client, uri)


def applied(client, text, edits):
    """A text with edits applied, the last first."""
    lines = text.split("\n")

    def offset(position):
        line = lines[position.line]
        column = next(at for at in range(len(line) + 1) if units(client, line[:at]) == position.character)
        return sum(len(one) + 1 for one in lines[: position.line]) + column

    places = sorted(((offset(one.range.start), offset(one.range.end), one.new_text) for one in edits), reverse=True)
    for start, end, new in places:
        text = text[:start] + new + text[end:]
    return text


def edits_of(edit, uri=URI):
    if edit.changes:
        return edit.changes[uri]
    return [one for change in edit.document_changes if change.text_document.uri == uri for one in change.edits]


@pytest.mark.asyncio
async def test_diagnostics_stand_under_the_characters(client: LanguageClient):
    text = FORMULA.replace("5 张/千人", "5 锅")
    found = await shown(client, text)
    unit = next(one for one in found if one.code == "E0301")
    assert cut(client, text, unit.range.start, unit.range.end) == "锅"


@pytest.mark.asyncio
async def test_diagnostics_of_the_workspace(client: LanguageClient):
    report = await client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams(previous_result_ids=[]))
    original = next(one for one in report.items if one.uri == PLAN.as_uri())
    assert "L301" in {one.code for one in original.items}


@pytest.mark.asyncio
async def test_hover(client: LanguageClient):
    await shown(client, FORMULA)
    async def words(needle):
        at = spot(client, FORMULA, needle)
        answer = await client.text_document_hover_async(lsp.HoverParams(text_document=document(), position=at))
        return answer.contents.value
    assert "不低于 5 张/千人" in await words("千人床位")
    assert "𠮷病床 / 常住人口" in await words("千人床位")
    assert "千" in await words("千人 {")


@pytest.mark.asyncio
async def test_completion(client: LanguageClient):
    text = FORMULA.replace("常住人口\n            }", "常\n            }")
    await shown(client, text)
    at = spot(client, text, "/ 常\n", 3)
    answer = await client.text_document_completion_async(lsp.CompletionParams(text_document=document(), position=at))
    items = answer.items if hasattr(answer, "items") else answer
    assert "常住人口" in [item.label for item in items]


@pytest.mark.asyncio
async def test_signature_help(client: LanguageClient):
    text = "计分 𠮷 = 扣分 每低 1 个百分点 扣 "
    await shown(client, text)
    at = lsp.Position(line=0, character=units(client, text))
    answer = await client.text_document_signature_help_async(
        lsp.SignatureHelpParams(text_document=document(), position=at)
    )
    assert answer.active_parameter == 2
    assert "扣分" in answer.signatures[0].label


@pytest.mark.asyncio
async def test_definition_references_highlights_and_rename(client: LanguageClient):
    await shown(client, FORMULA)
    use = {"text_document": document(), "position": spot(client, FORMULA, "𠮷病床 /")}
    place = await client.text_document_definition_async(lsp.DefinitionParams(**use))
    place = place[0] if isinstance(place, list) else place
    span = getattr(place, "range", None) or place.target_selection_range
    assert cut(client, FORMULA, span.start, span.end) == "𠮷病床"
    assert span.start.line == 3
    context = lsp.ReferenceContext(include_declaration=True)
    all_of = await client.text_document_references_async(lsp.ReferenceParams(context=context, **use))
    assert [one.range.start.line for one in all_of] == [3, 9]
    marked = await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(**use))
    assert len(marked) == 2
    assert await client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**use))
    edit = await client.text_document_rename_async(lsp.RenameParams(new_name="实有病床", **use))
    assert applied(client, FORMULA, edits_of(edit)) == FORMULA.replace("𠮷病床", "实有病床")


@pytest.mark.asyncio
async def test_the_prelude_is_shown(client: LanguageClient):
    await shown(client, FORMULA)
    at = spot(client, FORMULA, "万人\n")
    place = await client.text_document_definition_async(lsp.DefinitionParams(text_document=document(), position=at))
    place = place[0] if isinstance(place, list) else place
    uri = getattr(place, "uri", None) or place.target_uri
    assert uri.startswith("heng:/")
    answer = await client.protocol.send_request_async("heng/virtualDocument", {"uri": uri})
    text = answer["text"] if isinstance(answer, dict) else answer.text
    assert "人" in text.split("\n")[place.range.start.line]


@pytest.mark.asyncio
async def test_symbols(client: LanguageClient):
    await shown(client, FORMULA)
    outline = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(text_document=document()))
    names, rest = [], list(outline)
    while rest:
        one = rest.pop()
        names.append(one.name)
        rest += getattr(one, "children", None) or []
    assert {"𠮷祥", "千人床位", "𠮷病床"} <= set(names)
    found = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query="千人床位"))
    assert found[0].location.uri == URI


@pytest.mark.asyncio
async def test_folding_and_selection(client: LanguageClient):
    await shown(client, FORMULA)
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(text_document=document()))
    # From the line of a brace to the one before its counterpart.
    assert {one.start_line for one in folds} == {0, 2, 6, 7, 8}
    at = spot(client, FORMULA, "5 张/千人", 3)
    grown = await client.text_document_selection_range_async(
        lsp.SelectionRangeParams(text_document=document(), positions=[at])
    )
    texts, one = [], grown[0]
    while one is not None and one.range.start.line == one.range.end.line:
        texts.append(cut(client, FORMULA, one.range.start, one.range.end))
        one = one.parent
    assert "5 张/千人" in [text.strip() for text in texts], texts
    assert all(inner in outer for inner, outer in zip(texts, texts[1:])), texts


def tokens(client, data, text):
    """The texts of semantic tokens with their kinds."""
    kinds = client.answered.semantic_tokens_provider.legend.token_types
    lines, line, column, found = text.split("\n"), 0, 0, []
    for at in range(0, len(data), 5):
        down, right, length, kind, _ = data[at : at + 5]
        line, column = (line + down, right) if down else (line, column + right)
        span = lsp.Position(line=line, character=column), lsp.Position(line=line, character=column + length)
        found.append((cut(client, "\n".join(lines), *span), kinds[kind]))
    return found


@pytest.mark.asyncio
async def test_semantic_tokens(client: LanguageClient):
    await shown(client, FORMULA)
    whole = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document()))
    found = tokens(client, whole.data, FORMULA)
    assert ("项目", "keyword") in found
    assert ("𠮷祥", "class") in found
    first = lsp.Range(start=lsp.Position(line=0, character=0), end=lsp.Position(line=1, character=0))
    part = await client.text_document_semantic_tokens_range_async(
        lsp.SemanticTokensRangeParams(text_document=document(), range=first)
    )
    assert tokens(client, part.data, FORMULA) == found[:2]
    text = FORMULA.replace("项目 𠮷祥", "项目 𠮷祥新")
    changed(client, URI, 2, lsp.TextDocumentContentChangeWholeDocument(text=text))
    delta = await client.text_document_semantic_tokens_full_delta_async(
        lsp.SemanticTokensDeltaParams(text_document=document(), previous_result_id=whole.result_id)
    )
    data = list(whole.data)
    for edit in sorted(delta.edits, key=lambda one: -one.start):
        data[edit.start : edit.start + edit.delete_count] = edit.data or []
    assert ("𠮷祥新", "class") in tokens(client, data, text)


@pytest.mark.asyncio
async def test_inlay_hints_code_lenses_and_commands(client: LanguageClient):
    text = PLAN.read_text(encoding="utf-8")
    uri = PLAN.as_uri()
    await shown(client, text, uri)
    everything = lsp.Range(start=lsp.Position(line=0, character=0), end=lsp.Position(line=9999, character=0))
    hints = await client.text_document_inlay_hint_async(
        lsp.InlayHintParams(text_document=document(uri), range=everything)
    )
    line = spot(client, text, "PCT国际专利申请量 >=").line
    labels = [one.label for one in hints if one.position.line == line]
    assert labels == ["12.5 分", "实际 760 件 · 95% · 得 11.88 分"]
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(text_document=document(uri)))
    titles = [one.command.title for one in lenses]
    assert titles[:2] == ["评价", "解释"] and "运行全部测试" in titles[2]
    answer = await client.workspace_execute_command_async(
        lsp.ExecuteCommandParams(command=lenses[1].command.command, arguments=lenses[1].command.arguments)
    )
    assert "760 ÷ 800" in (answer["value"] if isinstance(answer, dict) else answer.value)


FLAWED = """项目 𠮷祥 {
    年度 2024
    产出指标 {
        数量指标 {
            𠮷服务企业数量 》= ４
            甲覆盖率 >= 0.95
        }
    }
}
"""


@pytest.mark.asyncio
async def test_code_actions(client: LanguageClient):
    found = await shown(client, FLAWED)
    async def offered(needle, only=None):
        at = spot(client, FLAWED, needle, 3)
        context = lsp.CodeActionContext(diagnostics=[one for one in found if one.range.start.line == at.line], only=only)
        return await client.text_document_code_action_async(
            lsp.CodeActionParams(text_document=document(), range=lsp.Range(start=at, end=at), context=context)
        )
    at_amount = await offered("𠮷服务企业数量")
    unit = next(one for one in at_amount if "补上单位 `家`" in one.title)
    assert "𠮷服务企业数量 》= ４ 家\n" in applied(client, FLAWED, edits_of(unit.edit))
    signs = next(one for one in at_amount if "规范" in one.title)
    assert "𠮷服务企业数量 >= 4\n" in applied(client, FLAWED, edits_of(signs.edit))
    assert any("分摊" in one.title for one in at_amount)
    at_rate = await offered("0.95", [lsp.CodeActionKind.QuickFix])
    percent = next(one for one in at_rate if "95%" in one.title)
    assert "甲覆盖率 >= 95%\n" in applied(client, FLAWED, edits_of(percent.edit))
    assert any("忽略" in one.title for one in at_rate), [one.title for one in at_rate]


@pytest.mark.asyncio
async def test_formatting_whole_in_part_and_while_typing(client: LanguageClient):
    await shown(client, FLAWED)
    options = lsp.FormattingOptions(tab_size=4, insert_spaces=True)
    whole = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(text_document=document(), options=options)
    )
    assert applied(client, FLAWED, whole) == FLAWED.replace("》= ４", ">= 4")
    at = spot(client, FLAWED, "𠮷服务企业数量")
    part = await client.text_document_range_formatting_async(
        lsp.DocumentRangeFormattingParams(text_document=document(), range=lsp.Range(start=at, end=at), options=options)
    )
    assert applied(client, FLAWED, part) == FLAWED.replace("》= ４", ">= 4")
    typed = lsp.DocumentOnTypeFormattingParams(
        text_document=document(), position=spot(client, FLAWED, "》=", 2), ch="=", options=options
    )
    edits = await client.text_document_on_type_formatting_async(typed)
    assert applied(client, FLAWED, edits) == FLAWED.replace("》=", ">=")


@pytest.mark.asyncio
async def test_links(client: LanguageClient):
    uri = (ROOT / "examples" / "公共" / "甲.heng").as_uri()
    await shown(client, '引用 "计分规则.heng"\n框架 甲 继承 财政部2020 {\n    依据 "https://www.mof.gov.cn/1"\n}\n', uri)
    links = await client.text_document_document_link_async(lsp.DocumentLinkParams(text_document=document(uri)))
    assert links[0].target == (ROOT / "examples" / "公共" / "计分规则.heng").as_uri()
    assert links[1].target == "https://www.mof.gov.cn/1"


@pytest.mark.asyncio
async def test_call_hierarchy(client: LanguageClient):
    await shown(client, FORMULA)
    at = spot(client, FORMULA, "𠮷病床 张")
    items = await client.text_document_prepare_call_hierarchy_async(
        lsp.CallHierarchyPrepareParams(text_document=document(), position=at)
    )
    assert items[0].name == "𠮷病床"
    callers = await client.call_hierarchy_incoming_calls_async(lsp.CallHierarchyIncomingCallsParams(item=items[0]))
    assert [one.from_.name for one in callers] == ["千人床位"]
    called = await client.call_hierarchy_outgoing_calls_async(
        lsp.CallHierarchyOutgoingCallsParams(item=callers[0].from_)
    )
    assert [one.to.name for one in called] == ["𠮷病床", "常住人口"]
