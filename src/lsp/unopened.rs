//! The files of the workspace that nobody has open: what is found in them, kept until they or
//! what they import change.

use std::sync::Arc;

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::Configuration;
use super::convert::{self, Lines};
use super::diagnostics::of_view;
use super::server::{Server, View};
use crate::ide;
use crate::source::Source;

/// How many bytes of such files are looked at; more is the business of `heng check`.
const MAX_BYTES: usize = 16 << 20;

/// What was found in a file.
pub(super) struct Looked {
    /// Of its text, of all it imports and of what is configured.
    id: String,
    imports: Vec<String>,
    items: Value,
}

/// A report for each such file; `before` gives the result that a client has of a URI.
pub(super) fn reports(server: &mut Server<'_>, before: &dyn Fn(&str) -> Option<String>) -> Vec<Value> {
    let folders: Vec<String> = server.client.folders.iter().map(|folder| convert::path(folder)).collect();
    let paths: Vec<String> = folders.iter().flat_map(|folder| (server.host.files)(folder)).collect();
    let mut left = MAX_BYTES;
    let mut reports = Vec::new();
    for path in paths {
        if server.documents.uri_of(&path).is_some() {
            continue;
        }
        let Ok(source) = server.source(&path) else { continue };
        let Some(rest) = left.checked_sub(source.text.len()) else { break };
        left = rest;
        let uri = convert::uri(&path);
        let looked = look(server, &path, &uri, source);
        let report = if before(&uri).as_ref() == Some(&looked.id) {
            json!({ "uri": uri, "version": null, "kind": "unchanged", "resultId": looked.id })
        } else {
            let items = &looked.items;
            json!({ "uri": uri, "version": null, "kind": "full", "resultId": looked.id, "items": items })
        };
        reports.push(report);
        server.unopened.insert(path, looked);
    }
    reports
}

/// What is found in a file: what is known, when nothing has changed.
fn look(server: &mut Server<'_>, path: &str, uri: &str, source: Source) -> Looked {
    let Configuration { configured, stamp, .. } = (server.host.configured)(path);
    if let Some(known) = server.unopened.remove(path)
        && known.id == id(server, &source, &known.imports, stamp)
    {
        return known;
    }
    let analysis = Arc::new(ide::analyse(source.clone(), &configured, &mut |path| server.source(path)));
    let files = analysis.model.files.iter().map(|parsed| parsed.source.name.to_string());
    let imports: Vec<String> = files.filter(|name| name != path && !name.starts_with("<heng>/")).collect();
    let lines = Lines::new(source.text.clone());
    let view = View::new(uri, &analysis, &lines, &server.documents, &server.client);
    let items = of_view(&view, &analysis.linted.findings).into();
    Looked { id: id(server, &source, &imports, stamp), imports, items }
}

fn id(server: &Server<'_>, source: &Source, imports: &[String], stamp: u64) -> String {
    let mut all = format!("{stamp:x}\0{}", source.text);
    for path in imports {
        all.push('\0');
        all.push_str(path);
        all.push('\0');
        all.push_str(&server.source(path).map(|source| source.text).unwrap_or_default());
    }
    format!("{:016x}", xxh3_64(all.as_bytes()))
}
