//! What is wrong with a document, as the protocol says it: sent by the server, or fetched by
//! the client. Who fetches is not sent what it fetches, or it would see everything twice.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::convert;
use super::server::{Answer, Refused, Server, View, uri_of};
use super::unopened;
use crate::diag::{Diagnostic, Severity};
use crate::ide::{self, Known, Since};

/// How many findings of a document are sent: the worst, and of those the nearest to where the
/// author is. Nobody reads more at once, and a file of which every line is wrong would
/// otherwise cost megabytes for each keystroke.
const MAX_SENT: usize = 300;

impl Server<'_> {
    /// Sends the diagnostics of the documents that were changed.
    pub fn publish_due(&mut self) {
        for uri in self.documents.uris() {
            let due = self.documents.get(&uri).is_some_and(|document| document.due);
            if due && !self.pulled.contains(&uri) {
                self.publish(&uri);
            } else if due {
                // Each change is looked at for itself: two of them may lie far apart.
                let _ = self.touched(&uri);
                self.documents.get_mut(&uri).into_iter().for_each(|document| document.due = false);
            }
        }
        self.refresh();
    }

    /// Has the client fetch what has changed without its knowing.
    fn refresh(&mut self) {
        let mut wanted = false;
        for uri in self.documents.uris() {
            let pulled = self.pulled.contains(&uri);
            let Some(document) = self.documents.get_mut(&uri) else { continue };
            let affected = std::mem::take(&mut document.affected) && pulled;
            let told = document.told.take();
            wanted |= affected;
            if let Some(told) = told.filter(|_| affected && !self.client.refreshes_diagnostics) {
                self.send_rest(&uri, &told);
            }
        }
        if wanted && self.client.refreshes_diagnostics {
            self.ask("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Sends what a client was answered without, and cannot be told to fetch, until it does.
    fn send_rest(&mut self, uri: &str, told: &[Diagnostic]) {
        let key = |finding: &Diagnostic| (finding.primary.place, finding.code);
        let told: BTreeSet<_> = told.iter().map(key).collect();
        let rest = self.with(uri, |view| {
            let found = view.analysis.linted.findings.iter().filter(|finding| !told.contains(&key(finding)));
            Ok(of_view(view, &found.cloned().collect::<Vec<_>>()).into())
        });
        let (Ok(rest), Some(document)) = (rest, self.documents.get_mut(uri)) else { return };
        document.belated = true;
        let version = document.version;
        self.tell("textDocument/publishDiagnostics", json!({ "uri": uri, "version": version, "diagnostics": rest }));
    }

    /// Takes that back once it is fetched.
    fn take_rest_back(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        if std::mem::take(&mut document.belated) {
            self.tell("textDocument/publishDiagnostics", json!({ "uri": uri, "diagnostics": [] }));
        }
    }

    fn publish(&mut self, uri: &str) {
        let found = match self.touched(uri) {
            Touched::Found(found) => Ok(found),
            Touched::Wait => return,
            Touched::Unknown => self.with(uri, |view| Ok(of_view(view, &view.analysis.linted.findings).into())),
        };
        let Ok(diagnostics) = found else { return };
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.due = false;
        let version = document.version;
        let params = json!({ "uri": uri, "version": version, "diagnostics": diagnostics });
        self.tell("textDocument/publishDiagnostics", params);
    }
}

/// What is known of a large text right after a change.
enum Touched {
    /// What the statement that was changed is found to be, and what was known of the others.
    Found(Value),
    /// Nothing before a worker is done.
    Wait,
    /// Nothing: the whole text has to be read.
    Unknown,
}

impl Server<'_> {
    /// Looks at the statement that was changed alone, when the text is large.
    fn touched(&mut self, uri: &str) -> Touched {
        if !self.has_to_wait(uri) {
            return Touched::Unknown;
        }
        let configured = self.configured(&convert::path(uri));
        let Some(document) = self.documents.get_mut(uri) else { return Touched::Wait };
        let (Some(analysis), Some(all)) = (document.analysis.clone(), document.change) else { return Touched::Wait };
        let lines = Arc::clone(&document.lines);
        let known = document.known.take();
        let found = match (document.last, known) {
            // Nothing has changed since it was told.
            (None, Some(known)) => known.findings,
            (None, None) => return Touched::Wait,
            (Some(last), known) => {
                let since = Since { analysis: &analysis, all, known, last };
                let read = &mut |path: &str| self.source(path);
                let Some(found) = ide::touched(since, &lines.text, &configured, read) else {
                    // What was known is gone; what is left is what the analysis says.
                    self.documents.get_mut(uri).into_iter().for_each(|document| document.last = document.change);
                    return Touched::Unknown;
                };
                found
            }
        };
        let view = View::new(uri, &analysis, &lines, &self.documents, &self.client);
        let sent = of_view(&view, &found);
        if let Some(document) = self.documents.get_mut(uri) {
            document.known = Some(Known { text: lines.text.clone(), findings: found });
            document.last = None;
        }
        Touched::Found(sent.into())
    }
}

/// The diagnostics of a document, for a client that fetches them. From then on it is not
/// sent any, and what it was sent before is taken back.
pub(super) fn pull(server: &mut Server<'_>, params: Value) -> Answer {
    let uri = uri_of(&params).to_owned();
    server.reconfigure(&uri);
    if server.documents.get(&uri).is_none() {
        return Ok(json!({ "kind": "full", "items": [] }));
    }
    if server.pulled.insert(uri.clone()) {
        server.tell("textDocument/publishDiagnostics", json!({ "uri": uri, "diagnostics": [] }));
    }
    if server.has_to_wait(&uri) {
        return passing(server, &uri);
    }
    let before = params.get("previousResultId").and_then(Value::as_str).map(str::to_owned);
    report(server, &uri, before.as_deref())
}

/// What a large text comes to right after a change: what the statement that was changed is found
/// to be, and what was known of the others. The rest is fetched or sent later.
fn passing(server: &mut Server<'_>, uri: &str) -> Answer {
    let Touched::Found(items) = server.touched(uri) else { return Err(Refused::later()) };
    let Some(document) = server.documents.get_mut(uri) else { return Err(Refused::later()) };
    document.passing = true;
    document.due = false;
    server.take_rest_back(uri);
    let Some(document) = server.documents.get(uri) else { return Err(Refused::later()) };
    // Not the number of the whole report, which is still to come.
    Ok(json!({ "kind": "full", "resultId": format!("{}~", document.revision), "items": items }))
}

/// The diagnostics of everything that is open, and of the other files of the workspace.
pub(super) fn pull_workspace(server: &mut Server<'_>, params: Value) -> Answer {
    let known = params.get("previousResultIds").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut items = Vec::new();
    for uri in server.documents.uris() {
        // What is being typed is fetched for itself; the rest of it is not waited for.
        if server.has_to_wait(&uri) {
            continue;
        }
        let before = known.iter().find(|one| one.get("uri").and_then(Value::as_str) == Some(&uri));
        let before = before.and_then(|one| one.get("value")).and_then(Value::as_str);
        let mut item = report(server, &uri, before)?;
        let version = server.documents.get(&uri).map(|document| document.version);
        if let Some(object) = item.as_object_mut() {
            object.insert("uri".to_owned(), uri.into());
            object.insert("version".to_owned(), json!(version));
        }
        items.push(item);
    }
    let before = |uri: &str| {
        let known = known.iter().find(|one| one.get("uri").and_then(Value::as_str) == Some(uri));
        known.and_then(|one| one.get("value")).and_then(Value::as_str).map(str::to_owned)
    };
    items.extend(unopened::reports(server, &before));
    Ok(json!({ "items": items }))
}

/// A full report, or that nothing has changed since the one before.
fn report(server: &mut Server<'_>, uri: &str, before: Option<&str>) -> Answer {
    let id = server.documents.get(uri).map_or_else(String::new, |document| document.revision.to_string());
    if before == Some(&id) {
        return Ok(json!({ "kind": "unchanged", "resultId": id }));
    }
    let items = server.with(uri, |view| Ok(of_view(view, &view.analysis.linted.findings).into()))?;
    server.take_rest_back(uri);
    if let Some(document) = server.documents.get_mut(uri) {
        document.due = false;
        document.affected = false;
    }
    Ok(json!({ "kind": "full", "resultId": id, "items": items }))
}

/// The findings of a document itself.
pub(super) fn of_view(view: &View<'_>, findings: &[Diagnostic]) -> Vec<Value> {
    let own = || findings.iter().filter(|finding| view.is_entry(finding.primary.place.file));
    let count = own().count();
    if count <= MAX_SENT {
        return own().map(|finding| one(view, finding)).collect();
    }
    let here = view.documents.get(view.uri).map_or(0, |document| document.edited);
    let mut worst: Vec<&Diagnostic> = own().collect();
    let order = |finding: &&Diagnostic| {
        let place = finding.primary.place.span;
        (Reverse(finding.severity), place.start.abs_diff(here), place.start)
    };
    worst.select_nth_unstable_by_key(MAX_SENT, order);
    worst.truncate(MAX_SENT);
    worst.sort_by_key(|finding| finding.primary.place);
    let more = format!("另有 {} 处没有列出，`heng check` 列出全部", count - worst.len());
    let place = worst.last().map(|finding| finding.primary.place).unwrap_or_default();
    let more = Diagnostic { severity: Severity::Note, ..Diagnostic::note("", place, more) };
    worst.into_iter().chain([&more]).map(|finding| one(view, finding)).collect()
}

pub(super) fn one(view: &View<'_>, finding: &Diagnostic) -> Value {
    let related = finding.related.iter().filter_map(|label| {
        let location = view.location(label.place)?;
        Some(json!({ "location": location, "message": label.text }))
    });
    let related: Vec<Value> = related.collect();
    let help = finding.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
    json!({
        "range": view.range(finding.primary.place.span),
        "severity": convert::severity(finding.severity),
        "code": finding.code,
        "source": "heng",
        "message": format!("{}{help}", finding.message),
        "relatedInformation": related,
    })
}
