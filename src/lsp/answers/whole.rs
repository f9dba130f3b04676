//! What is asked of a whole text.

use serde_json::{Value, json};

use crate::ide;
use crate::lsp::convert;
use crate::lsp::server::{Answer, Server, View, json};

pub(super) fn symbols(server: &mut Server<'_>, params: Value) -> Answer {
    server.of_document(&params, |view| {
        json(ide::symbols(view.analysis).iter().map(|one| symbol(view, one)).collect::<Vec<_>>())
    })
}

fn symbol(view: &View<'_>, symbol: &ide::Symbol) -> Value {
    json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": convert::symbol_kind(symbol.kind),
        "range": view.range(symbol.span),
        "selectionRange": view.range(symbol.name_span),
        "children": symbol.children.iter().map(|child| self::symbol(view, child)).collect::<Vec<_>>(),
    })
}

pub(super) fn folds(server: &mut Server<'_>, params: Value) -> Answer {
    server.of_document(&params, |view| {
        let fold = |fold: &ide::Fold| {
            let range = view.range(fold.span);
            let mut value = json!({ "startLine": range.start.line, "endLine": range.end.line });
            if let (true, Some(object)) = (fold.comment, value.as_object_mut()) {
                object.insert("kind".to_owned(), "comment".into());
            }
            value
        };
        json(ide::folds(view.analysis).iter().map(fold).collect::<Vec<_>>())
    })
}
