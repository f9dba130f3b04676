//! What would change a text: completion, formatting, fixes.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use crate::ide::{self, Analysis, CompletionKind};
use crate::lsp::server::{Answer, Server, json, read};
use crate::source::{FileId, Span};
use crate::syntax;

/// Completion must not wait for an analysis: the newest there is will do for its names.
pub(super) fn completion(server: &mut Server<'_>, params: Value) -> Answer {
    let params: lsp::TextDocumentPositionParams = read(params)?;
    let uri = params.text_document.uri.0;
    let newest = server.documents.get(&uri).and_then(|document| document.analysis.clone());
    let large = server.documents.get(&uri).is_some_and(|document| document.is_large());
    let analysis = match newest.filter(|_| large) {
        Some(analysis) => analysis,
        None => server.analysis(&uri)?,
    };
    let Some(document) = server.documents.get(&uri) else { return Ok(Value::Null) };
    let lines = Arc::clone(&document.lines);
    let encoding = server.client.encoding;
    let offset = lines.offset(encoding, params.position) as usize;
    let found = ide::completions(&analysis, &lines.text, offset);
    let snippets = server.client.snippets;
    let item = |(at, item): (usize, &ide::Completion)| {
        let (text, format) = match item.snippet.as_ref().filter(|_| snippets) {
            Some(snippet) => (snippet, 2),
            None => (&item.insert, 1),
        };
        json!({
            "label": item.label,
            "kind": kind(item.kind),
            "detail": item.detail,
            "filterText": item.filter,
            "sortText": format!("{at:04}"),
            "insertTextFormat": format,
            // Lines of a snippet are indented like the line they are put in.
            "insertTextMode": 2,
            "textEdit": { "range": lines.range(encoding, item.replaces), "newText": text },
        })
    };
    let items: Vec<Value> = found.items.iter().enumerate().map(item).collect();
    Ok(json!({ "isIncomplete": found.incomplete, "items": items }))
}

/// As the protocol numbers them.
fn kind(kind: CompletionKind) -> u32 {
    match kind {
        CompletionKind::Keyword => 14,
        CompletionKind::Group => 9,
        CompletionKind::Unit => 11,
        CompletionKind::Name => 6,
        CompletionKind::Method => 3,
        CompletionKind::Framework => 7,
        CompletionKind::Value => 12,
    }
}

pub(super) fn formatting(server: &mut Server<'_>, params: Value) -> Answer {
    server.of_document(&params, |view| {
        json(formatted(view.analysis).map(|text| {
            let whole = Span::new(0, view.analysis.text().len());
            vec![lsp::TextEdit::new(view.range(whole), text)]
        }))
    })
}

/// The canonical form; none for a file with mistakes of form, which is left alone.
fn formatted(analysis: &Analysis) -> Option<String> {
    let source = analysis.parsed()?.source.clone();
    crate::format::format(&syntax::parse(source, FileId(0))).ok()
}

pub(super) fn code_actions(server: &mut Server<'_>, params: Value) -> Answer {
    let params: lsp::CodeActionParams = read(params)?;
    let uri = params.text_document.uri.0.clone();
    server.with(&uri, |view| {
        let (start, end) = (view.offset(params.range.start), view.offset(params.range.end));
        let actions = ide::actions(view.analysis, Span { start, end: end.max(start) });
        let action = |action: &ide::Action| {
            let edit = |(span, text): &(Span, String)| lsp::TextEdit::new(view.range(*span), text.clone());
            let edits: Vec<lsp::TextEdit> = action.edits.iter().map(edit).collect();
            json!({
                "title": action.title,
                "kind": "quickfix",
                "isPreferred": action.preferred,
                "edit": { "changes": { uri.as_str(): edits } },
            })
        };
        json(actions.iter().map(action).collect::<Vec<_>>())
    })
}
