//! Names: where they are used, and giving them another.

use std::collections::BTreeMap;
use std::sync::Arc;

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::ide::{self, Analysis};
use crate::lsp::convert::{self, Lines};
use crate::lsp::server::{Answer, Refused, Server, json, read};
use crate::source::{Source, Span};

/// How many symbols of a workspace are listed; typing on narrows them down.
const MAX_SYMBOLS: usize = 500;

/// Where a name stands: its file and its span there.
type Spelled = (String, Span);

pub(super) fn highlights(server: &mut Server<'_>, params: Value) -> Answer {
    server.at_position(params, |view, offset| {
        let Some(found) = ide::name_at(view.analysis, offset) else { return Ok(Value::Null) };
        let all = ide::occurrences(view.analysis).into_iter();
        let own = all.filter(|one| one.target == found.target && view.is_entry(one.place.file));
        let one = |one: ide::Occurrence| {
            let kind = if one.declares() { 3 } else { 2 };
            json!({ "range": view.range(one.place.span), "kind": kind })
        };
        json(own.map(one).collect::<Vec<_>>())
    })
}

pub(super) fn references(server: &mut Server<'_>, params: Value) -> Answer {
    let declared = params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
    let position: lsp::TextDocumentPositionParams = read(params)?;
    let uri = position.text_document.uri.0;
    let analysis = server.analysis(&uri)?;
    let Some(offset) = offset(server, &uri, position.position) else { return Ok(Value::Null) };
    let Some(found) = ide::name_at(&analysis, offset) else { return Ok(Value::Null) };
    let Some(target) = ide::spelled(&analysis, found.target) else { return Ok(Value::Null) };
    let mut places = everywhere(server, &analysis, &target)?;
    if declared {
        places.entry(target).or_insert(found);
    } else {
        places.remove(&target);
    }
    let mut locations = Vec::new();
    for (path, span) in places.into_keys() {
        if let Some((uri, range)) = located(server, &path, span) {
            locations.push(json!({ "uri": uri, "range": range }));
        }
    }
    json(locations)
}

pub(super) fn prepare_rename(server: &mut Server<'_>, params: Value) -> Answer {
    server.at_position(params, |view, offset| {
        let (_, span, name) = ide::renameable(view.analysis, offset).map_err(refused)?;
        Ok(json!({ "range": view.range(span), "placeholder": name }))
    })
}

pub(super) fn rename(server: &mut Server<'_>, params: Value) -> Answer {
    let new = params.get("newName").and_then(Value::as_str).unwrap_or_default().to_owned();
    let position: lsp::TextDocumentPositionParams = read(params)?;
    let uri = position.text_document.uri.0;
    let analysis = server.analysis(&uri)?;
    let Some(offset) = offset(server, &uri, position.position) else { return Ok(Value::Null) };
    let (found, ..) = ide::renameable(&analysis, offset).map_err(refused)?;
    let written = ide::renamed(&analysis, &found, &new).map_err(refused)?;
    let Some(target) = ide::spelled(&analysis, found.target) else { return Ok(Value::Null) };
    let all = compilations(server, Some(&analysis))?;
    let places = named(&all, &target);
    let mut why = None;
    for text in written {
        let renaming = Renaming { kind: found.kind, target: &target, places: &places, text: &text };
        match renaming.broken(server, &all) {
            Some(wrong) => why = why.or(Some(wrong)),
            None => {
                let mut edits: BTreeMap<String, Vec<lsp::TextEdit>> = BTreeMap::new();
                for (path, span) in places.keys() {
                    if let Some((uri, range)) = located(server, path, *span) {
                        edits.entry(uri).or_default().push(lsp::TextEdit::new(range, text.clone()));
                    }
                }
                return Ok(workspace_edit(server, edits));
            }
        }
    }
    Err(refused(format!("不能改成 `{}`：{}", new.trim(), why.unwrap_or_default())))
}

/// A new name for a declaration, with every place that names it.
struct Renaming<'a> {
    kind: ide::NameKind,
    target: &'a Spelled,
    places: &'a BTreeMap<Spelled, ide::Occurrence>,
    text: &'a str,
}

impl Renaming<'_> {
    /// Compiles what is renamed, and says why it cannot be.
    fn broken(&self, server: &mut Server<'_>, all: &[Arc<Analysis>]) -> Option<String> {
        let mut texts: BTreeMap<&str, Vec<(Span, String)>> = BTreeMap::new();
        for (path, span) in self.places.keys() {
            texts.entry(path).or_default().push((*span, self.text.to_owned()));
        }
        all.iter().find_map(|before| {
            let uses = ide::references(before, &self.target.0, self.target.1).len();
            let own = before.parsed().map(|parsed| parsed.source.name.to_string()).filter(|_| uses > 0)?;
            let configured = server.configured(&own);
            let renamed = |path: &str| {
                let source = server.source(path)?;
                let edits = texts.get(path);
                Ok(edits.map_or(source.clone(), |edits| Source::new(path, ide::applied(&source.text, edits))))
            };
            // What it is held against is compiled in the same way.
            let before = ide::analyse(server.source(&own).ok()?, &configured, &mut |path| server.source(path));
            let after = ide::analyse(renamed(&own).ok()?, &configured, &mut |path| renamed(path));
            ide::broken(&ide::Made { before: &before, after: &after, kind: self.kind, uses, written: self.text })
        })
    }
}

/// Edits of several files; with the versions they are about where the client wants them.
pub(super) fn workspace_edit(server: &Server<'_>, edits: BTreeMap<String, Vec<lsp::TextEdit>>) -> Value {
    if !server.client.versioned_edits {
        return json!({ "changes": edits });
    }
    let of_file = |(uri, edits): (String, Vec<lsp::TextEdit>)| {
        let version = server.documents.get(&uri).map(|document| document.version);
        json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits })
    };
    json!({ "documentChanges": edits.into_iter().map(of_file).collect::<Vec<_>>() })
}

pub(super) fn workspace_symbols(server: &mut Server<'_>, params: Value) -> Answer {
    let query = params.get("query").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for analysis in compilations(server, None)? {
        let Some(parsed) = analysis.parsed() else { continue };
        let lines = Lines::new(parsed.source.text.clone());
        let path = parsed.source.name.to_string();
        let uri = server.documents.uri_of(&path).unwrap_or_else(|| convert::uri(&path));
        for symbol in &ide::symbols(&analysis) {
            listed(server, &lines, &uri, (symbol, ""), &query, &mut found);
        }
    }
    found.truncate(MAX_SYMBOLS);
    json(found)
}

fn listed(
    server: &Server<'_>,
    lines: &Lines,
    uri: &str,
    (symbol, holder): (&ide::Symbol, &str),
    query: &str,
    found: &mut Vec<Value>,
) {
    if found.len() < MAX_SYMBOLS && ide::resembles(&symbol.name, query) {
        found.push(json!({
            "name": symbol.name,
            "kind": convert::symbol_kind(symbol.kind),
            "containerName": holder,
            "location": { "uri": uri, "range": lines.range(server.client.encoding, symbol.name_span) },
        }));
    }
    for child in &symbol.children {
        listed(server, lines, uri, (child, &symbol.name), query, found);
    }
}

fn refused(why: String) -> Refused {
    Refused(ErrorCode::RequestFailed, why)
}

pub(super) fn offset(server: &Server<'_>, uri: &str, position: lsp::Position) -> Option<u32> {
    Some(server.documents.get(uri)?.lines.offset(server.client.encoding, position))
}

/// The URI and range of a span in a file, open or not.
pub(super) fn located(server: &Server<'_>, path: &str, span: Span) -> Option<(String, lsp::Range)> {
    let encoding = server.client.encoding;
    if let Some(uri) = server.documents.uri_of(path) {
        let range = server.documents.get(&uri)?.lines.range(encoding, span);
        return Some((uri, range));
    }
    let source = match ide::shipped(path) {
        Some(source) => source,
        None => (server.host.read)(path).ok()?,
    };
    Some((convert::uri(path), Lines::new(source.text).range(encoding, span)))
}

/// Every place that names a declaration: in the file itself, in what is open and in the
/// files of the folders that import something.
fn everywhere(
    server: &mut Server<'_>,
    own: &Arc<Analysis>,
    target: &Spelled,
) -> Result<BTreeMap<Spelled, ide::Occurrence>, Refused> {
    Ok(named(&compilations(server, Some(own))?, target))
}

/// The places of some compilations that name a declaration.
fn named(all: &[Arc<Analysis>], target: &Spelled) -> BTreeMap<Spelled, ide::Occurrence> {
    let mut places = BTreeMap::new();
    for analysis in all {
        for one in ide::references(analysis, &target.0, target.1) {
            if let Some(place) = ide::spelled(analysis, one.place) {
                places.entry(place).or_insert(one);
            }
        }
    }
    places
}

/// The compilations whose names are looked at: of what is open, and of the other files of
/// the folders. Of those, only files that import something can name what stands elsewhere;
/// they are all wanted when no file is given.
fn compilations(server: &mut Server<'_>, own: Option<&Arc<Analysis>>) -> Result<Vec<Arc<Analysis>>, Refused> {
    let mut all: Vec<Arc<Analysis>> = own.into_iter().cloned().collect();
    for uri in server.documents.uris() {
        let analysis = server.analysis(&uri)?;
        if !all.iter().any(|known| Arc::ptr_eq(known, &analysis)) {
            all.push(analysis);
        }
    }
    let open = server.documents.texts();
    let folders: Vec<String> = server.client.folders.iter().map(|folder| convert::path(folder)).collect();
    for path in folders.iter().flat_map(|folder| (server.host.files)(folder)) {
        if open.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let Ok(source) = (server.host.read)(&path) else { continue };
        if own.is_some() && !source.text.contains("引用") {
            continue;
        }
        let host = &server.host.read;
        let mut find = |path: &str| match open.iter().find(|(known, _)| known == path) {
            Some((_, text)) => Ok(Source::new(path, text.clone())),
            None => host(path),
        };
        all.push(Arc::new(ide::compiled(source, &mut find)));
    }
    Ok(all)
}
