"""Sessions with the capabilities of real editors: each editor asks differently, the answers
have to suit all of them."""

import asyncio
import re
import time

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from conftest import PLAN



def opened(client, uri, text, version=1):
    document = lsp.TextDocumentItem(uri=uri, language_id="heng", version=version, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=document))


def changed(client, uri, version, *changes):
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=version),
            content_changes=list(changes),
        )
    )


def insert(line, character, text):
    at = lsp.Position(line=line, character=character)
    return lsp.TextDocumentContentChangePartial(range=lsp.Range(start=at, end=at), text=text)


async def published(client, uri, version=None):
    """The diagnostics sent for a version of a document."""
    for _ in range(200):
        last = client.diagnostics.get(uri)
        if last is not None and version is None:
            return last
        versions = getattr(client, "versions", {})
        if last is not None and versions.get(uri) == version:
            return last
        await asyncio.sleep(0.02)
    raise AssertionError(f"no diagnostics for {uri}")


def at(uri, line, character):
    document = lsp.TextDocumentIdentifier(uri=uri)
    return {"text_document": document, "position": lsp.Position(line=line, character=character)}



@pytest.mark.asyncio
async def test_the_original_declaration(client: LanguageClient):
    text = PLAN.read_text(encoding="utf-8")
    uri = PLAN.as_uri()
    opened(client, uri, text)
    found = await published(client, uri)
    assert {"L301", "L103"} <= {one.code for one in found}
    lines = text.split("\n")
    line = next(at for at, text in enumerate(lines) if "PCT国际专利申请量 >=" in text)
    # The name begins behind blanks alone, whatever a column counts.
    hover = await client.text_document_hover_async(lsp.HoverParams(**at(uri, line, 13)))
    assert "不低于 800 件" in hover.contents.value
    symbols = await client.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(text_document=lsp.TextDocumentIdentifier(uri=uri))
    )
    assert symbols[0].name == "广州开发区知识产权局"
    references = await client.text_document_references_async(
        lsp.ReferenceParams(context=lsp.ReferenceContext(include_declaration=True), **at(uri, line, 13))
    )
    # The file of actual values beside it imports it and is not open.
    assert any(one.uri.endswith("%E5%AE%9E%E9%99%85.heng") for one in references), references
    lenses = await client.text_document_code_lens_async(
        lsp.CodeLensParams(text_document=lsp.TextDocumentIdentifier(uri=uri))
    )
    command = lenses[0].command
    answer = await client.workspace_execute_command_async(
        lsp.ExecuteCommandParams(command=command.command, arguments=command.arguments)
    )
    value = answer["value"] if isinstance(answer, dict) else answer.value
    assert "98.88" in value


@pytest.mark.asyncio
async def test_writing_the_first_indicator(client: LanguageClient):
    uri = "file:///tmp/heng-first.heng"
    opened(client, uri, "")
    await published(client, uri)
    text = "项目 𠮷祥 {\n    年度 2024\n    产出指标 {\n        数量指标 {\n            服务企业数量 》= 400 \n        }\n    }\n}\n"
    changed(client, uri, 2, lsp.TextDocumentContentChangeWholeDocument(text=text))
    # Past the end of a line means its end, in every encoding.
    offered = await client.text_document_completion_async(lsp.CompletionParams(**at(uri, 4, 999)))
    items = offered.items if hasattr(offered, "items") else offered
    assert items[0].label == "家", [item.label for item in items[:3]]
    edits = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(
            text_document=lsp.TextDocumentIdentifier(uri=uri),
            options=lsp.FormattingOptions(tab_size=4, insert_spaces=True),
        )
    )
    assert "服务企业数量 >= 400" in edits[0].new_text


@pytest.mark.asyncio
async def test_diagnostics_that_are_fetched(client: LanguageClient):
    uri = "file:///tmp/heng-fetched.heng"
    opened(client, uri, "项目 甲 {\n年度 2024\n!!!\n}\n")
    report = await client.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(text_document=lsp.TextDocumentIdentifier(uri=uri))
    )
    assert any(str(item.code).startswith("E") for item in report.items)


@pytest.mark.asyncio
async def test_ten_thousand_indicators(client: LanguageClient):
    rows = "\n".join(f"            第{at}村道路改造里程 >= {at + 1} 公里" for at in range(10_000))
    text = f"项目 大项目 {{\n    年度 2024\n    产出指标 {{\n        数量指标 {{\n{rows}\n        }}\n    }}\n}}\n"
    uri = "file:///tmp/heng-large.heng"
    opened(client, uri, text)
    await published(client, uri)
    version = 1
    for line in (10, 5000, 9000):
        version += 1
        # Blanks come first in each line, so that columns count alike in every encoding.
        changed(client, uri, version, insert(line, 12, "新"))
        start = time.perf_counter()
        offered = await client.text_document_completion_async(lsp.CompletionParams(**at(uri, line, 0)))
        assert offered is not None
        assert time.perf_counter() - start < 5
    hover = await client.text_document_hover_async(lsp.HoverParams(**at(uri, 9000, 13)))
    assert re.search(r"新第\d+村", hover.contents.value)
