//! What is wrong with a document, as the protocol says it: sent by the server, or fetched by
//! the client. Who fetches is not sent anything any more, or it would see everything twice.

use serde_json::{Value, json};

use super::convert;
use super::server::{Server, View, json};
use crate::diag::{Diagnostic, Severity};

/// How many findings of a document are sent. Editors show no more, and a file of which every
/// line is wrong would otherwise cost megabytes for each keystroke.
const MAX_SENT: usize = 1000;

impl Server<'_> {
    /// Sends the diagnostics of the documents that were changed.
    pub fn publish_due(&mut self) {
        for uri in self.documents.uris() {
            let due = self.documents.get(&uri).is_some_and(|document| document.due);
            if due && !self.pulled.contains(&uri) {
                self.publish(&uri);
            }
        }
    }

    fn publish(&mut self, uri: &str) {
        if self.has_to_wait(uri) {
            return;
        }
        let found = self.with(uri, |view| json(of_view(view, &view.analysis.linted.findings)));
        let Ok(diagnostics) = found else { return };
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.due = false;
        let version = document.version;
        let params = json!({ "uri": uri, "version": version, "diagnostics": diagnostics });
        self.tell("textDocument/publishDiagnostics", params);
    }
}

/// The findings of a document itself.
fn of_view(view: &View<'_>, findings: &[Diagnostic]) -> Vec<Value> {
    let own: Vec<&Diagnostic> = findings.iter().filter(|finding| view.is_entry(finding.primary.place.file)).collect();
    if own.len() <= MAX_SENT {
        return own.into_iter().map(|finding| one(view, finding)).collect();
    }
    let mut worst = own.clone();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    worst.truncate(MAX_SENT);
    let more = format!("另有 {} 处没有列出，`heng check` 列出全部", own.len() - worst.len());
    let place = worst.last().map(|finding| finding.primary.place).unwrap_or_default();
    let more = Diagnostic { severity: Severity::Note, ..Diagnostic::note("", place, more) };
    worst.into_iter().chain([&more]).map(|finding| one(view, finding)).collect()
}

fn one(view: &View<'_>, finding: &Diagnostic) -> Value {
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
