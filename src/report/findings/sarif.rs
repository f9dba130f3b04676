//! Findings as SARIF 2.1.0. Columns count UTF-16 code units, which the log says.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use serde_sarif::sarif;

use crate::diag::{Safety, Severity, codes};
use crate::lint;
use crate::report::findings::{FROM_BASELINE, Record, Run, Spot, gitlab};
use crate::source::percent_encoded;

pub(super) fn document(run: Run<'_>) -> String {
    // The types check the shape; what they cannot hold would be a defect of this file.
    let log: Result<sarif::Sarif, _> = serde_json::from_value(log(run));
    match log {
        Ok(log) => serde_json::to_string_pretty(&log).unwrap_or_default() + "\n",
        Err(error) => format!("{error}\n"),
    }
}

fn log(run: Run<'_>) -> Value {
    let codes: BTreeSet<&str> = run.records.iter().map(|record| &*record.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> = run.records.iter().map(|record| result(record, &codes)).collect();
    let artifacts: Vec<Value> = run.files.iter().map(|file| json!({ "location": { "uri": uri(file) } })).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "heng",
                "semanticVersion": run.version,
                "language": "zh-CN",
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "artifacts": artifacts,
            "results": results,
        }],
    })
}

fn rule(code: &str) -> Value {
    match lint::find(code) {
        Some(rule) => json!({
            "id": rule.code,
            "name": pascal(rule.name),
            "shortDescription": { "text": rule.title },
            "fullDescription": { "text": rule.why },
            "help": { "text": lint::markdown(rule), "markdown": lint::markdown(rule) },
            "properties": { "tags": lint::family(rule).map(|family| vec![family.title]).unwrap_or_default() },
        }),
        None => {
            let page = codes::page(code);
            let (title, text) = page.map_or(("", ""), |page| (page.title, page.text));
            json!({
                "id": code,
                "shortDescription": { "text": title },
                "fullDescription": { "text": title },
                "help": { "text": text, "markdown": text },
                "properties": { "tags": [codes::stage(code)] },
            })
        }
    }
}

/// `vague-target` → `VagueTarget`, as SARIF wants names.
fn pascal(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

fn result(record: &Record, codes: &[&str]) -> Value {
    let level = match record.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let help = record.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
    let mut result = json!({
        "ruleId": record.code,
        "ruleIndex": codes.binary_search(&&*record.code).unwrap_or_default(),
        "level": level,
        "message": { "text": format!("{}{help}", record.message) },
        "locations": [location(&record.primary, None)],
        "partialFingerprints": { "hengMeaning/v1": gitlab::fingerprint(record) },
    });
    let Some(object) = result.as_object_mut() else { return result };
    if !record.related.is_empty() {
        let related = record.related.iter().enumerate().map(|(id, spot)| location(spot, Some(id)));
        object.insert("relatedLocations".to_owned(), related.collect());
    }
    if let Some(fix) = record.fix.as_ref().filter(|fix| fix.safety != Safety::Shown) {
        object.insert("fixes".to_owned(), json!([fix_value(fix)]));
    }
    if let Some(reason) = &record.suppressed {
        let kind = if reason.starts_with(FROM_BASELINE) { "external" } else { "inSource" };
        object.insert("suppressions".to_owned(), json!([{ "kind": kind, "justification": reason }]));
    }
    result
}

fn fix_value(fix: &super::RecordFix) -> Value {
    let file = fix.edits.first().map_or("", |(spot, _)| &spot.file);
    let replacements = fix
        .edits
        .iter()
        .map(|(spot, text)| json!({ "deletedRegion": region(spot), "insertedContent": { "text": text } }));
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(file) },
            "replacements": replacements.collect::<Vec<_>>(),
        }],
    })
}

fn location(spot: &Spot, id: Option<usize>) -> Value {
    let mut value = json!({
        "physicalLocation": { "artifactLocation": { "uri": uri(&spot.file) }, "region": region(spot) },
    });
    if let Some(object) = value.as_object_mut() {
        if let Some(id) = id {
            object.insert("id".to_owned(), json!(id));
        }
        if !spot.text.is_empty() {
            object.insert("message".to_owned(), json!({ "text": spot.text }));
        }
    }
    value
}

fn region(spot: &Spot) -> Value {
    json!({
        "startLine": spot.start.line,
        "startColumn": spot.start.utf16,
        "endLine": spot.end.line,
        "endColumn": spot.end.utf16,
    })
}

/// A path as a URI reference: what is not plain is percent-encoded.
fn uri(path: &str) -> String {
    let out = percent_encoded(&path.replace('\\', "/"));
    if path.starts_with('/') { format!("file://{out}") } else { out }
}
