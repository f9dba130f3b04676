//! Findings of a check as data that stands alone, and the formats that CI reads.
//!
//! A [`Record`] holds its file, lines and columns, so that a format needs no model and a
//! cache can keep it. Columns count code points, and UTF-16 code units where a format wants
//! those. The formats for people, with the source under the finding, are drawn by `diag`.

mod gitlab;
mod html;
mod json;
mod rdjson;
mod sarif;
mod workflow;
mod xml;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Edit, Fix, Label, Safety, Severity, codes};
use crate::lint;
use crate::model::Model;
use crate::source::{FileId, LineColumn, LineIndex, Place, Source, Span};

/// What the reason of a finding begins with that the baseline holds.
pub const FROM_BASELINE: &str = "基线：";

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// `L203`.
    pub code: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// Where, with the words under it.
    pub primary: Spot,
    /// The other places.
    pub related: Vec<Spot>,
    /// What to do.
    pub help: Option<String>,
    /// The edits that do it.
    pub fix: Option<RecordFix>,
    /// The department or project it is about.
    pub declaration: String,
    /// The indicator it is about; empty when it is about the whole.
    pub indicator: String,
    /// The underlined text without blanks and full-width signs.
    pub expression: String,
    /// Why it does not count, when a comment or the baseline says so.
    pub suppressed: Option<String>,
}

/// A place with the words said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// The name of the file.
    pub file: String,
    /// In bytes.
    pub span: (u32, u32),
    /// Its first character.
    pub start: Position,
    /// One past its last character.
    pub end: Position,
    /// The words under it.
    pub text: String,
}

/// A position, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column in code points.
    pub column: usize,
    /// Column in UTF-16 code units.
    pub utf16: usize,
    /// Column in bytes.
    pub byte: usize,
}

/// Edits that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordFix {
    /// What they do.
    pub title: String,
    /// Whether they may be applied unread.
    pub safety: Safety,
    /// The places and the texts that come there.
    pub edits: Vec<(Spot, String)>,
}

/// How a run ended, for the formats that say so.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The version of heng.
    pub version: &'a str,
    /// The findings, suppressed ones included, in the order of the inputs.
    pub records: &'a [Record],
    /// The names of the files that were checked.
    pub files: &'a [String],
    /// What could not be checked at all.
    pub failures: &'a [Unchecked],
}

/// A file that could not be checked, and why.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Unchecked {
    /// The file, as it was named on the command line or found.
    pub file: String,
    /// One sentence.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// The formats that programs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One document.
    Json,
    /// A finding a line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// Reviewdog Diagnostic Format.
    Rdjson,
    /// A page.
    Html,
}

/// The findings in a format.
pub fn write(run: Run<'_>, format: Format) -> String {
    match format {
        Format::Json => json::document(run),
        Format::Jsonl => json::lines(run),
        Format::Sarif => sarif::document(run),
        Format::Github => workflow::commands(run),
        Format::Gitlab => gitlab::document(run),
        Format::Junit => xml::junit(run),
        Format::Checkstyle => xml::checkstyle(run),
        Format::Rdjson => rdjson::document(run),
        Format::Html => html::page(run),
    }
}

/// The JSON Schema of [`Format::Json`].
pub fn schema() -> serde_json::Value {
    json::schema()
}

impl<'a> Run<'a> {
    /// The findings that count.
    fn open(&self) -> impl Iterator<Item = &'a Record> {
        self.records.iter().filter(|record| record.suppressed.is_none())
    }

    /// How many of a severity count.
    fn count(&self, severity: Severity) -> usize {
        self.open().filter(|record| record.severity == severity).count()
    }
}

impl Record {
    /// The kebab-case name of a rule; the title of a compile error, which has none.
    pub fn name(&self) -> &'static str {
        match lint::find(&self.code) {
            Some(rule) => rule.name,
            None => codes::page(&self.code).map_or("", |page| page.title),
        }
    }

    /// What the code says, in Chinese.
    pub fn title(&self) -> &'static str {
        match lint::find(&self.code) {
            Some(rule) => rule.title,
            None => codes::page(&self.code).map_or("", |page| page.title),
        }
    }

    /// The finding as a diagnostic again, for drawing; `file` gives the number of a file.
    pub fn diagnostic(&self, file: &dyn Fn(&str) -> FileId) -> Diagnostic {
        let code = match lint::find(&self.code) {
            Some(rule) => rule.code,
            None => codes::page(&self.code).map_or("", |page| page.code),
        };
        let label = |spot: &Spot| Label { place: spot.place(file), text: spot.text.clone() };
        let fix = |fix: &RecordFix| Fix {
            title: fix.title.clone(),
            safety: fix.safety,
            edits: fix
                .edits
                .iter()
                .map(|(spot, text)| Edit { place: spot.place(file), replacement: text.clone() })
                .collect(),
        };
        Diagnostic {
            code,
            severity: self.severity,
            message: self.message.clone(),
            primary: label(&self.primary),
            related: self.related.iter().map(label).collect(),
            help: self.help.clone(),
            fix: self.fix.as_ref().map(fix),
        }
    }
}

impl Spot {
    fn place(&self, file: &dyn Fn(&str) -> FileId) -> Place {
        Place { file: file(&self.file), span: Span { start: self.span.0, end: self.span.1 } }
    }
}

/// Turns diagnostics into records; keeps one table of lines for each file.
pub struct Recorder<'a> {
    model: &'a Model,
    lines: Vec<Option<LineIndex>>,
}

impl<'a> Recorder<'a> {
    /// For the diagnostics of a model.
    pub fn new(model: &'a Model) -> Self {
        Recorder { model, lines: Vec::new() }
    }

    /// One diagnostic; `reason` says why it does not count.
    pub fn record(&mut self, diagnostic: &Diagnostic, reason: Option<&str>) -> Record {
        let identity = lint::identity(self.model, diagnostic);
        let fix = diagnostic.fix.as_ref().map(|fix| RecordFix {
            title: fix.title.clone(),
            safety: fix.safety,
            edits: fix.edits.iter().map(|edit| (self.spot(edit.place, ""), edit.replacement.clone())).collect(),
        });
        Record {
            code: Cow::Borrowed(diagnostic.code),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            primary: self.spot(diagnostic.primary.place, &diagnostic.primary.text),
            related: diagnostic.related.iter().map(|label| self.spot(label.place, &label.text)).collect(),
            help: diagnostic.help.clone(),
            fix,
            declaration: identity.declaration,
            indicator: identity.indicator,
            expression: identity.expression,
            suppressed: reason.map(str::to_owned),
        }
    }

    fn spot(&mut self, place: Place, text: &str) -> Spot {
        let span = (place.span.start, place.span.end);
        let text = text.to_owned();
        let Some(source) = self.model.files.get(place.file).map(|parsed| &parsed.source) else {
            let nowhere = Position { line: 1, column: 1, utf16: 1, byte: 1 };
            return Spot { file: String::new(), span, start: nowhere, end: nowhere, text };
        };
        let at = place.file.0 as usize;
        if self.lines.len() <= at {
            self.lines.resize(at + 1, None);
        }
        let (start, end) = match self.lines.get_mut(at) {
            Some(slot) => {
                let index = slot.get_or_insert_with(|| LineIndex::new(&source.text));
                (position(source, index, span.0), position(source, index, span.1))
            }
            None => {
                let index = LineIndex::new(&source.text);
                (position(source, &index, span.0), position(source, &index, span.1))
            }
        };
        Spot { file: source.name.to_string(), span, start, end, text }
    }
}

/// A byte order mark is no column.
fn position(source: &Source, index: &LineIndex, offset: u32) -> Position {
    let LineColumn { line, column } = index.line_column(&source.text, offset);
    let (_, utf16) = index.utf16(&source.text, offset);
    let mark = usize::from(line == 1 && offset > 0 && source.text.starts_with('\u{feff}'));
    let byte = offset as usize + 1 - index.line_start(line - 1, &source.text);
    Position { line, column: column - mark, utf16: utf16 + 1 - mark, byte }
}
