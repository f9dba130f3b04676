//! Findings as JSON: one versioned document, or one finding a line.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::diag::{Safety, Severity};
use crate::report::findings::{Position, Record, Run, Spot, Unchecked};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// What `heng check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// The version of this shape.
    schema_version: u32,
    /// The version of heng.
    heng: &'a str,
    /// How many findings count.
    summary: Summary,
    /// Those that count, in the order of the inputs, and in each by place.
    findings: Vec<Finding<'a>>,
    /// Those that a comment or the baseline explains, with the reason.
    suppressed: Vec<Finding<'a>>,
    /// The files that could not be checked; heng then exits with 2.
    failures: &'a [Unchecked],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Files that were asked for.
    files: usize,
    /// Files that could not be checked.
    failed: usize,
    /// Errors that count.
    errors: usize,
    /// Warnings that count.
    warnings: usize,
    /// Notes that count.
    notes: usize,
    /// Findings that a comment or the baseline explains.
    suppressed: usize,
}

/// A finding. Lines and columns are from 1; columns count code points.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding<'a> {
    /// `L203`; compile errors begin with E.
    code: &'a str,
    /// `vague-target`; of compile errors the title.
    name: &'a str,
    /// `error`, `warning` or `note`.
    severity: Severity,
    /// One sentence.
    message: &'a str,
    /// The file, as it was named on the command line or found.
    file: &'a str,
    /// The first character.
    start: Point,
    /// One past the last character.
    end: Point,
    /// Whether `--fix` mends it, or `--unsafe-fixes` does.
    fixable: bool,
    /// The words under the place.
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// The department or project.
    #[serde(skip_serializing_if = "str::is_empty")]
    declaration: &'a str,
    /// The indicator.
    #[serde(skip_serializing_if = "str::is_empty")]
    indicator: &'a str,
    /// Other places involved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    /// The edits that mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    /// Why it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Related<'a> {
    message: &'a str,
    file: &'a str,
    start: Point,
    end: Point,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Fix<'a> {
    title: &'a str,
    /// `safe`, `unsafe` or `shown`.
    safety: &'static str,
    edits: Vec<Change<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Change<'a> {
    file: &'a str,
    start: Point,
    end: Point,
    replacement: &'a str,
}

pub(super) fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Document<'_>>().to_value()
}

pub(super) fn document(run: Run<'_>) -> String {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        heng: run.version,
        summary: Summary {
            files: run.files.len(),
            failed: run.failures.len(),
            errors: run.count(Severity::Error),
            warnings: run.count(Severity::Warning),
            notes: run.count(Severity::Note),
            suppressed: run.records.len() - run.open().count(),
        },
        findings: run.open().map(finding).collect(),
        suppressed: run.records.iter().filter(|record| record.suppressed.is_some()).map(finding).collect(),
        failures: run.failures,
    };
    // Plain structs of strings and numbers always serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

pub(super) fn lines(run: Run<'_>) -> String {
    let lines = run.open().map(|record| serde_json::to_string(&finding(record)).unwrap_or_default() + "\n");
    lines.collect()
}

fn finding(record: &Record) -> Finding<'_> {
    let (start, end) = ends(&record.primary);
    Finding {
        code: &record.code,
        name: record.name(),
        severity: record.severity,
        message: &record.message,
        file: &record.primary.file,
        start,
        end,
        fixable: record.fix.as_ref().is_some_and(|fix| fix.safety != Safety::Shown),
        label: &record.primary.text,
        help: record.help.as_deref(),
        declaration: &record.declaration,
        indicator: &record.indicator,
        related: record.related.iter().map(related).collect(),
        fix: record.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            safety: fix.safety.key(),
            edits: fix.edits.iter().map(|(spot, text)| change(spot, text)).collect(),
        }),
        suppressed: record.suppressed.as_deref(),
    }
}

fn related(spot: &Spot) -> Related<'_> {
    let (start, end) = ends(spot);
    Related { message: &spot.text, file: &spot.file, start, end }
}

fn change<'a>(spot: &'a Spot, replacement: &'a str) -> Change<'a> {
    let (start, end) = ends(spot);
    Change { file: &spot.file, start, end, replacement }
}

fn ends(spot: &Spot) -> (Point, Point) {
    let point = |position: Position| Point { line: position.line, column: position.column };
    (point(spot.start), point(spot.end))
}
