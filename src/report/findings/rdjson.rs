//! Findings in the Reviewdog Diagnostic Format. Its columns count bytes.

use serde_json::{Value, json};

use crate::diag::{Safety, Severity};
use crate::report::findings::{Record, Run, Spot};

pub(super) fn document(run: Run<'_>) -> String {
    let diagnostics: Vec<Value> = run.open().map(diagnostic).collect();
    let document = json!({
        "source": { "name": "heng" },
        "diagnostics": diagnostics,
    });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn diagnostic(record: &Record) -> Value {
    let severity = match record.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    };
    let help = record.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
    let mut value = json!({
        "message": format!("{}{help}", record.message),
        "location": { "path": record.primary.file, "range": range(&record.primary) },
        "severity": severity,
        "code": { "value": record.code },
    });
    if !record.related.is_empty()
        && let Some(object) = value.as_object_mut()
    {
        let related = record
            .related
            .iter()
            .map(|spot| json!({ "message": spot.text, "location": { "path": spot.file, "range": range(spot) } }));
        object.insert("related_locations".to_owned(), related.collect());
    }
    let fix = record.fix.as_ref().filter(|fix| fix.safety != Safety::Shown);
    if let (Some(fix), Some(object)) = (fix, value.as_object_mut()) {
        let edits = fix.edits.iter().map(|(spot, text)| json!({ "range": range(spot), "text": text }));
        object.insert("suggestions".to_owned(), edits.collect());
    }
    value
}

fn range(spot: &Spot) -> Value {
    json!({
        "start": { "line": spot.start.line, "column": spot.start.byte },
        "end": { "line": spot.end.line, "column": spot.end.byte },
    })
}
