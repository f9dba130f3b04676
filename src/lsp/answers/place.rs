//! What is asked of one place in a text.

use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::ide;
use crate::lsp::convert;
use crate::lsp::server::{Answer, Refused, Server, json};

pub(super) fn hover(server: &mut Server<'_>, params: Value) -> Answer {
    server.at_position(params, |view, offset| {
        json(ide::hover(view.analysis, offset).map(|hover| {
            json!({
                "contents": { "kind": "markdown", "value": hover.markdown },
                "range": view.range(hover.span),
            })
        }))
    })
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
