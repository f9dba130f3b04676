//! Findings as workflow commands of GitHub Actions: `::error file=…,line=…::…`.
//!
//! GitHub shows an annotation beside the line. It counts columns in UTF-16 code units and
//! takes an end column only within one line.

use std::fmt::Write;

use crate::diag::Severity;
use crate::report::findings::Run;

pub(super) fn commands(run: Run<'_>) -> String {
    let mut out = String::new();
    for record in run.open() {
        let command = match record.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (start, end) = (record.primary.start, record.primary.end);
        let _ = write!(out, "::{command} file={},line={}", property(&record.primary.file), start.line);
        let _ = write!(out, ",endLine={}", end.line);
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.utf16, end.utf16);
        }
        let _ = write!(out, ",title={}", property(&format!("{} {}", record.code, record.title())));
        let help = record.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
        let _ = writeln!(out, "::{}", data(&format!("{}{help}", record.message)));
    }
    out
}

/// What the runner takes back in the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What it takes back in a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
