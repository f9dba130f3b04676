//! Findings as a GitLab Code Quality report: an array of issues.

use serde::Serialize;

use crate::diag::Severity;
use crate::report::findings::{Record, Run};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Equal for the same finding after lines were moved.
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

pub(super) fn document(run: Run<'_>) -> String {
    let mut seen = std::collections::BTreeMap::new();
    let issues: Vec<Issue<'_>> = run
        .open()
        .map(|record| {
            // The same finding twice in a file needs two fingerprints.
            let key = fingerprint(record);
            let count = seen.entry(key.clone()).and_modify(|count| *count += 1).or_insert(0_u32);
            issue(record, if *count == 0 { key } else { format!("{key}-{count}") })
        })
        .collect();
    serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n"
}

fn issue(record: &Record, fingerprint: String) -> Issue<'_> {
    let path = record.primary.file.strip_prefix("./").unwrap_or(&record.primary.file);
    Issue {
        description: format!("{} {}", record.code, record.message),
        check_name: &record.code,
        fingerprint,
        severity: match record.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location {
            path,
            positions: Positions {
                begin: Point { line: record.primary.start.line, column: record.primary.start.column },
                end: Point { line: record.primary.end.line, column: record.primary.end.column },
            },
        },
    }
}

/// FNV-1a of what the finding means; the same on every machine and in every version.
pub(super) fn fingerprint(record: &Record) -> String {
    let parts = [&*record.code, &record.primary.file, &record.declaration, &record.indicator, &record.expression];
    let hash = parts
        .iter()
        .flat_map(|part| part.bytes().chain([0]))
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}
