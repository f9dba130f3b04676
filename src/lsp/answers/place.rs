//! What is asked of one place in a text.

use std::sync::Arc;

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::ide;
use crate::lsp::convert;
use crate::lsp::server::{Answer, Refused, Server, json, read, uri_of};
use crate::source::Span;

/// Of a large text that has just been changed, what is known of it, or what the statement alone
/// says.
pub(super) fn hover(server: &mut Server<'_>, params: Value) -> Answer {
    let at: lsp::TextDocumentPositionParams = read(params.clone())?;
    let uri = at.text_document.uri.0;
    if server.has_to_wait(&uri) {
        let Some(found) = passing(server, &uri, at.position) else { return Err(Refused::later()) };
        return Ok(found);
    }
    server.at_position(params, |view, offset| Ok(shown(ide::hover(view.analysis, offset), |span| view.range(span))))
}

fn shown(hover: Option<ide::Hover>, range: impl Fn(Span) -> lsp::Range) -> Value {
    let said = |hover: ide::Hover| {
        let contents = json!({ "kind": "markdown", "value": hover.markdown });
        json!({ "contents": contents, "range": range(hover.span) })
    };
    hover.map_or(Value::Null, said)
}

fn passing(server: &mut Server<'_>, uri: &str, position: lsp::Position) -> Option<Value> {
    let configured = server.configured(&convert::path(uri));
    let document = server.documents.get(uri)?;
    let (analysis, change) = (document.analysis.clone()?, document.change?);
    let lines = Arc::clone(&document.lines);
    let encoding = server.client.encoding;
    let offset = lines.offset(encoding, position);
    let read = &mut |path: &str| server.source(path);
    let found = ide::hover_since(&analysis, change, &lines.text, &configured, read, offset)?;
    Some(shown(found, |span| lines.range(encoding, span)))
}

pub(super) fn definition(server: &mut Server<'_>, params: Value) -> Answer {
    server.at_position(params, |view, offset| {
        json(ide::definition(view.analysis, offset).and_then(|place| view.location(place)))
    })
}

/// The text of a file of the prelude, by its `heng:` URI.
pub(super) fn shipped(_server: &mut Server<'_>, params: Value) -> Answer {
    let uri = params.get("uri").and_then(Value::as_str).unwrap_or_default();
    let Some(source) = ide::shipped(&convert::path(uri)) else {
        return Err(Refused(ErrorCode::InvalidParams, format!("没有 {uri}")));
    };
    Ok(json!({ "text": &*source.text }))
}

/// The spans around each position, each within the next.
pub(super) fn selections(server: &mut Server<'_>, params: Value) -> Answer {
    let uri = uri_of(&params).to_owned();
    let positions: Vec<lsp::Position> = read(params.get("positions").cloned().unwrap_or_default())?;
    server.with(&uri, |view| {
        let one = |position: lsp::Position| {
            let spans = ide::selections(view.analysis, view.offset(position));
            let outwards = spans.into_iter().rev().fold(Value::Null, |parent, span: Span| {
                let mut range = json!({ "range": view.range(span) });
                if let (Some(object), false) = (range.as_object_mut(), parent.is_null()) {
                    object.insert("parent".to_owned(), parent);
                }
                range
            });
            if outwards.is_null() { json!({ "range": { "start": position, "end": position } }) } else { outwards }
        };
        json(positions.into_iter().map(one).collect::<Vec<_>>())
    })
}

/// What is written decides; the analysis may be of an earlier text.
pub(super) fn signature(server: &mut Server<'_>, params: Value) -> Answer {
    let params: lsp::TextDocumentPositionParams = read(params)?;
    let Some(document) = server.documents.get(&params.text_document.uri.0) else { return Ok(Value::Null) };
    let offset = document.lines.offset(server.client.encoding, params.position) as usize;
    let Some(found) = ide::signature(document.text(), offset) else { return Ok(Value::Null) };
    let places = found.places.iter().map(|(place, about)| json!({ "label": place, "documentation": about }));
    Ok(json!({
        "signatures": [{
            "label": found.label,
            "documentation": found.about,
            "parameters": places.collect::<Vec<_>>(),
        }],
        "activeSignature": 0,
        "activeParameter": found.active,
    }))
}
