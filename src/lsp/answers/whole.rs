//! What is asked of a whole text.

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use crate::ide;
use crate::lsp::convert;
use crate::lsp::server::{Answer, Server, View, read, uri_of};
use crate::source::{Place, Span};

pub(super) fn symbols(server: &mut Server<'_>, params: Value) -> Answer {
    server.of_document(&params, |view| Ok(ide::symbols(view.analysis).iter().map(|one| symbol(view, one)).collect()))
}

/// What is empty is left out: of a large file there is much of it.
fn symbol(view: &View<'_>, symbol: &ide::Symbol) -> Value {
    let mut value = json!({
        "name": symbol.name.as_str(),
        "kind": convert::symbol_kind(symbol.kind),
        "range": view.range(symbol.span),
        "selectionRange": view.range(symbol.name_span),
    });
    if let (Some(object), false) = (value.as_object_mut(), symbol.detail.is_empty()) {
        object.insert("detail".to_owned(), symbol.detail.as_str().into());
    }
    if let (Some(object), false) = (value.as_object_mut(), symbol.children.is_empty()) {
        object.insert("children".to_owned(), symbol.children.iter().map(|child| self::symbol(view, child)).collect());
    }
    value
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
        Ok(ide::folds(view.analysis).iter().map(fold).collect())
    })
}

/// How many numbers of the protocol a token takes.
const NUMBERS: usize = 5;

pub(super) fn tokens(server: &mut Server<'_>, params: Value) -> Answer {
    let uri = uri_of(&params).to_owned();
    let (id, data) = all_tokens(server, &uri)?;
    Ok(json!({ "resultId": id, "data": data }))
}

pub(super) fn tokens_in_range(server: &mut Server<'_>, params: Value) -> Answer {
    let range: lsp::Range = read(params.get("range").cloned().unwrap_or_default())?;
    server.of_document(&params, |view| {
        let span = Span { start: view.offset(range.start), end: view.offset(range.end) };
        Ok(json!({ "data": numbers(view, &ide::tokens(view.analysis, span)) }))
    })
}

/// What has changed since the tokens that the client has: one run of numbers.
pub(super) fn tokens_delta(server: &mut Server<'_>, params: Value) -> Answer {
    let uri = uri_of(&params).to_owned();
    let before = params.get("previousResultId").and_then(Value::as_str).unwrap_or_default();
    let before = server.tokens.get(&uri).filter(|(id, _)| id == before).map(|(_, data)| data.clone());
    let (id, data) = all_tokens(server, &uri)?;
    let Some(before) = before else { return Ok(json!({ "resultId": id, "data": data })) };
    let same = |pair: &(&u32, &u32)| pair.0 == pair.1;
    let head = before.iter().zip(&data).take_while(same).count() / NUMBERS * NUMBERS;
    let rest = before.len().min(data.len()) - head;
    let tail = before.iter().rev().zip(data.iter().rev()).take(rest).take_while(same).count() / NUMBERS * NUMBERS;
    let new = data.get(head..data.len() - tail).unwrap_or_default();
    let gone = before.len() - tail - head;
    let edits = if gone == 0 && new.is_empty() {
        Vec::new()
    } else {
        vec![json!({ "start": head, "deleteCount": gone, "data": new })]
    };
    Ok(json!({ "resultId": id, "edits": edits }))
}

fn all_tokens(server: &mut Server<'_>, uri: &str) -> Result<(String, Vec<u32>), crate::lsp::server::Refused> {
    let analysis = server.analysis(uri)?;
    let mut data = Vec::new();
    server.with(uri, |view| {
        let whole = Span::new(0, analysis.text().len());
        data = numbers(view, &ide::tokens(view.analysis, whole));
        Ok(Value::Null)
    })?;
    let revision = server.documents.get(uri).map_or(0, |document| document.revision);
    let id = revision.to_string();
    server.tokens.insert(uri.to_owned(), (id.clone(), data.clone()));
    Ok((id, data))
}

/// As the protocol counts: each token from the one before.
fn numbers(view: &View<'_>, tokens: &[ide::Token]) -> Vec<u32> {
    let mut data = Vec::with_capacity(tokens.len() * NUMBERS);
    let (mut line, mut column) = (0, 0);
    for token in tokens {
        let range = view.range(token.span);
        if range.start.line != line {
            column = 0;
        }
        let length = range.end.character.saturating_sub(range.start.character);
        let (down, right) = (range.start.line - line, range.start.character - column);
        data.extend([down, right, length, token.kind as u32, token.modifiers]);
        (line, column) = (range.start.line, range.start.character);
    }
    data
}

pub(super) fn hints(server: &mut Server<'_>, params: Value) -> Answer {
    let uri = uri_of(&params).to_owned();
    let range: lsp::Range = read(params.get("range").cloned().unwrap_or_default())?;
    let (scored, outcomes) = server.outcomes(&uri)?;
    server.with(&uri, |view| {
        let span = Span { start: view.offset(range.start), end: view.offset(range.end) };
        let path = convert::path(view.uri);
        let own = |place: Place| {
            let source = &scored.model.files.get(place.file)?.source;
            (*source.name == *path).then_some(place.span)
        };
        let outcomes: Vec<_> = outcomes.iter().map(|one| (one, &own as ide::Own<'_>)).collect();
        let hint = |hint: &ide::Hint| {
            let at = view.range(Span { start: hint.offset, end: hint.offset }).start;
            json!({ "position": at, "label": hint.label, "tooltip": hint.about, "paddingLeft": true })
        };
        Ok(ide::hints(view.analysis, &outcomes, span).iter().map(hint).collect())
    })
}

pub(super) fn lenses(server: &mut Server<'_>, params: Value) -> Answer {
    server.of_document(&params, |view| {
        let lens = |lens: &ide::Lens| {
            let (title, command, argument) = match lens.action {
                ide::LensAction::Score => ("评价".to_owned(), "heng.score", Some(&lens.name)),
                ide::LensAction::Explain => ("解释".to_owned(), "heng.explain", Some(&lens.name)),
                ide::LensAction::Test => ("运行测试".to_owned(), "heng.test", Some(&lens.name)),
                ide::LensAction::Tests(count) => (format!("运行全部测试（{count}）"), "heng.test", None),
            };
            let arguments: Vec<&str> = [view.uri].into_iter().chain(argument.map(String::as_str)).collect();
            json!({
                "range": view.range(lens.span),
                "command": { "title": title, "command": command, "arguments": arguments },
            })
        };
        Ok(ide::lenses(view.analysis).iter().map(lens).collect())
    })
}

pub(super) fn links(server: &mut Server<'_>, params: Value) -> Answer {
    server.of_document(&params, |view| {
        let folder = convert::path(view.uri).rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let link = |link: &ide::Link| {
            let target = match &link.leads_to {
                ide::LinkTarget::File(path) => view.documents.uri_of(path).unwrap_or_else(|| convert::uri(path)),
                ide::LinkTarget::Document(path) if path.starts_with('/') => convert::uri(path),
                ide::LinkTarget::Document(path) => convert::uri(&format!("{folder}{path}")),
                ide::LinkTarget::Address(address) => address.clone(),
            };
            json!({ "range": view.range(link.span), "target": target })
        };
        Ok(ide::links(view.analysis).iter().map(link).collect())
    })
}
