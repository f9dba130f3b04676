//! What would change a text: completion, formatting, fixes.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use crate::ide::{self, Analysis, CompletionKind};
use crate::lsp::convert;
use crate::lsp::diagnostics;
use crate::lsp::server::{Answer, Server, View, json, read};
use crate::source::Span;

/// Completion must not wait for an analysis: the newest there is will do for its names.
pub(super) fn completion(server: &mut Server<'_>, params: Value) -> Answer {
    let params: lsp::TextDocumentPositionParams = read(params)?;
    let uri = params.text_document.uri.0;
    if let Some(files) = imports(server, &uri, params.position) {
        return Ok(files);
    }
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

/// The files that may be imported, when that is what is being written: their paths as they are
/// written here.
fn imports(server: &Server<'_>, uri: &str, position: lsp::Position) -> Option<Value> {
    let document = server.documents.get(uri)?;
    let encoding = server.client.encoding;
    let offset = document.lines.offset(encoding, position) as usize;
    let span = ide::import_path(document.text(), offset)?;
    let own = convert::path(uri);
    let (folder, _) = own.rsplit_once('/')?;
    let roots = server.client.folders.iter().map(|root| convert::path(root));
    let root = roots.filter(|root| own.starts_with(&format!("{}/", root.trim_end_matches('/')))).min();
    let files = (server.host.files)(root.as_deref().unwrap_or(folder));
    let mut paths: Vec<String> = files.iter().filter(|file| **file != own).map(|file| relative(folder, file)).collect();
    // The nearest first.
    paths.sort_by_key(|path| (path.matches('/').count(), path.clone()));
    let range = document.lines.range(encoding, span);
    let item = |(at, path): (usize, &String)| {
        json!({
            "label": path,
            "kind": FILE,
            "sortText": format!("{at:04}"),
            "textEdit": { "range": range, "newText": path },
        })
    };
    let items: Vec<Value> = paths.iter().take(MAX_FILES).enumerate().map(item).collect();
    Some(json!({ "isIncomplete": false, "items": items }))
}

/// How many files are offered.
const MAX_FILES: usize = 200;

/// As the protocol numbers kinds of completions.
const FILE: u32 = 17;

/// A path as it is written in a file of a folder.
fn relative(folder: &str, path: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), path.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
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

/// What a range touches in canonical form.
pub(super) fn range_formatting(server: &mut Server<'_>, params: Value) -> Answer {
    let range: lsp::Range = read(params.get("range").cloned().unwrap_or_default())?;
    server.of_document(&params, |view| {
        let span = Span { start: view.offset(range.start), end: view.offset(range.end) };
        let edits = match formatted(view.analysis) {
            Some(new) => ide::reformatted(view.analysis, &new, span),
            // A file with mistakes of form: its signs can be mended all the same.
            None => ide::canonical_signs(view.analysis, span),
        };
        json(text_edits(view, &edits))
    })
}

/// The sign just typed, in canonical form; the analysis may be of an earlier text.
pub(super) fn on_type_formatting(server: &mut Server<'_>, params: Value) -> Answer {
    let params: lsp::TextDocumentPositionParams = read(params)?;
    let Some(document) = server.documents.get(&params.text_document.uri.0) else { return Ok(Value::Null) };
    let encoding = server.client.encoding;
    let offset = document.lines.offset(encoding, params.position) as usize;
    let edits = ide::typed(document.text(), offset);
    let edit = |(span, text): &(Span, String)| lsp::TextEdit::new(document.lines.range(encoding, *span), text.clone());
    json(edits.iter().map(edit).collect::<Vec<_>>())
}

fn text_edits(view: &View<'_>, edits: &[(Span, String)]) -> Vec<lsp::TextEdit> {
    edits.iter().map(|(span, text)| lsp::TextEdit::new(view.range(*span), text.clone())).collect()
}

/// The canonical form; none for a file with mistakes of form, which is left alone.
fn formatted(analysis: &Analysis) -> Option<String> {
    crate::format::format(analysis.parsed()?).ok()
}

/// The kinds of actions, as the protocol names them.
pub(in crate::lsp) const KINDS: [&str; 3] = ["quickfix", "refactor.rewrite", FIX_ALL];
const FIX_ALL: &str = "source.fixAll.heng";

pub(super) fn code_actions(server: &mut Server<'_>, params: Value) -> Answer {
    let only: Option<Vec<String>> =
        params.pointer("/context/only").cloned().and_then(|only| serde_json::from_value(only).ok());
    let wants = |kind: &str| only.as_ref().is_none_or(|only| only.iter().any(|wanted| covers(wanted, kind)));
    let asked_for_all = only.is_some() && wants(FIX_ALL);
    let range: lsp::Range = read(params.get("range").cloned().unwrap_or_default())?;
    server.of_document(&params, |view| {
        let (start, end) = (view.offset(range.start), view.offset(range.end));
        let span = Span { start, end: end.max(start) };
        let mut actions: Vec<Value> = Vec::new();
        if wants("quickfix") {
            actions.extend(ide::actions(view.analysis, span).iter().map(|one| action(view, one, "quickfix")));
        }
        if wants("refactor.rewrite") {
            actions.extend(ide::rewrites(view.analysis, span).iter().map(|one| action(view, one, "refactor.rewrite")));
        }
        if asked_for_all {
            actions.extend(ide::fix_all(view.analysis).iter().map(|one| action(view, one, FIX_ALL)));
        }
        Ok(actions.into())
    })
}

/// Whether a kind that is asked for is a kind or one above it.
fn covers(wanted: &str, kind: &str) -> bool {
    kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
}

fn action(view: &View<'_>, action: &ide::Action, kind: &str) -> Value {
    let edits = text_edits(view, &action.edits);
    let edit = match (view.client.versioned_edits, view.documents.get(view.uri)) {
        (true, Some(document)) => {
            let about = json!({ "uri": view.uri, "version": document.version });
            json!({ "documentChanges": [{ "textDocument": about, "edits": edits }] })
        }
        _ => json!({ "changes": { view.uri: edits } }),
    };
    let found = action.finding.and_then(|at| view.analysis.linted.findings.get(at));
    let found: Vec<Value> = found.into_iter().map(|finding| diagnostics::one(view, finding)).collect();
    let mut value = json!({ "title": action.title, "kind": kind, "isPreferred": action.preferred, "edit": edit });
    if let (Some(object), false) = (value.as_object_mut(), found.is_empty()) {
        object.insert("diagnostics".to_owned(), found.into());
    }
    value
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_path_is_written_from_the_folder_of_the_file() {
        assert_eq!(relative("/局/甲", "/局/甲/2024.heng"), "2024.heng");
        assert_eq!(relative("/局/甲", "/局/公共/计分规则.heng"), "../公共/计分规则.heng");
        assert_eq!(relative("/局/甲", "/局/甲乙/2024.heng"), "../甲乙/2024.heng");
    }
}
