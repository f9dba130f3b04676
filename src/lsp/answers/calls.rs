//! Call hierarchy: formulas and 引用.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use crate::ide::{self, Analysis, NameKind};
use crate::lsp::convert::Lines;
use crate::lsp::server::{Answer, Refused, Server, View, json, read};
use crate::source::Place;

pub(super) fn prepare(server: &mut Server<'_>, params: Value) -> Answer {
    server.at_position(params, |view, offset| {
        let Some(found) = ide::callable(view.analysis, offset) else { return Ok(Value::Null) };
        json(item(view, &found).map(|item| vec![item]))
    })
}

pub(super) fn incoming(server: &mut Server<'_>, params: Value) -> Answer {
    let (uri, position) = named(&params)?;
    // The item may stand in a file that others import: they are asked too.
    let mut uris = server.documents.uris();
    uris.retain(|other| *other != uri);
    let mut calls = Vec::new();
    let Some(path) = own_path(server, &uri) else { return Ok(Value::Null) };
    for asked in std::iter::once(uri.clone()).chain(uris) {
        if server.documents.get(&asked).is_none() {
            continue;
        }
        server.with(&asked, |view| {
            for one in target(view.analysis, &path, position, view)
                .map(|at| ide::callers(view.analysis, at))
                .unwrap_or_default()
            {
                calls.extend(call(view, &one, "from", |place| place));
            }
            Ok(Value::Null)
        })?;
    }
    calls.sort_by_key(|call| call.pointer("/from/uri").map(Value::to_string));
    calls.dedup();
    json(calls)
}

pub(super) fn outgoing(server: &mut Server<'_>, params: Value) -> Answer {
    let (uri, position) = named(&params)?;
    if server.documents.get(&uri).is_none() {
        return Ok(Value::Null);
    }
    let whole = params.pointer("/item/kind") == Some(&json!(FILE));
    server.with(&uri, |view| {
        let called = if whole {
            ide::imports(view.analysis)
        } else {
            let offset = view.offset(position);
            match ide::callable(view.analysis, offset) {
                Some(found) => ide::callees(view.analysis, found.name_place),
                None => Vec::new(),
            }
        };
        json(called.iter().filter_map(|one| call(view, one, "to", |place| place)).collect::<Vec<_>>())
    })
}

/// Symbol kinds of the protocol.
const FILE: u32 = 1;
const FUNCTION: u32 = 12;
const VARIABLE: u32 = 13;
const EVENT: u32 = 24;

fn item(view: &View<'_>, called: &ide::Called) -> Option<Value> {
    let (uri, range) = view.place(called.place)?;
    let (_, selection) = view.place(called.name_place)?;
    let kind = match called.kind {
        Some(NameKind::Data) => VARIABLE,
        Some(_) => FUNCTION,
        None if called.name_place.span.is_empty() => FILE,
        None => EVENT,
    };
    Some(json!({ "name": called.name, "kind": kind, "uri": uri, "range": range, "selectionRange": selection }))
}

fn call(view: &View<'_>, called: &ide::Called, end: &str, at: impl Fn(Place) -> Place) -> Option<Value> {
    let ranges: Vec<lsp::Range> = called.calls.iter().filter_map(|place| Some(view.place(at(*place))?.1)).collect();
    Some(json!({ end: item(view, called)?, "fromRanges": ranges }))
}

/// The document of an item and where its name begins.
fn named(params: &Value) -> Result<(String, lsp::Position), Refused> {
    let uri = params.pointer("/item/uri").and_then(Value::as_str).unwrap_or_default().to_owned();
    let position = params.pointer("/item/selectionRange/start").cloned().unwrap_or_default();
    Ok((uri, read(position)?))
}

fn own_path(server: &Server<'_>, uri: &str) -> Option<String> {
    let _ = server.documents.get(uri)?;
    Some(crate::lsp::convert::path(uri))
}

/// The place of an item in a compilation that may be another file's.
fn target(analysis: &Arc<Analysis>, path: &str, position: lsp::Position, view: &View<'_>) -> Option<Place> {
    let parsed = analysis.model.files.iter().find(|parsed| *parsed.source.name == *path)?;
    let offset = Lines::new(parsed.source.text.clone()).offset(view.encoding, position);
    let all = ide::occurrences(analysis);
    let found = all.iter().find(|one| one.place.file == parsed.file && one.place.span.start == offset)?;
    Some(found.target)
}
