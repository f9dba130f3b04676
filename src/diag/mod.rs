//! Diagnostics: what is wrong, where, what the second place is and the text to paste.
//!
//! A diagnostic is built where the problem is found and is plain data. [`render`] alone
//! knows miette; [`codes`] holds the page of every code.

pub mod codes;
mod excerpt;
pub mod render;
pub mod suggest;
pub mod wrap;

use crate::source::{Place, Span};

/// How bad it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Information that needs no action.
    Note,
    /// Likely wrong; the result stands.
    Warning,
    /// Wrong; the plan cannot be scored before it is mended.
    Error,
}

impl Severity {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }

    /// The word of formats and of style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place with a few words said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What about it; may be empty.
    pub text: String,
}

/// Whether a fix may be applied without being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Safety {
    /// Keeps the meaning.
    Safe,
    /// May change the meaning.
    Unsafe,
    /// Only shown; the reader decides.
    Shown,
}

impl Safety {
    /// As the published formats write it.
    pub fn key(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::Shown => "shown",
        }
    }
}

/// One replacement in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text that goes.
    pub place: Place,
    /// The text that comes.
    pub replacement: String,
}

/// The text to paste: replacements that belong together, in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// What is replaced, in the order of the text; all of it or nothing.
    pub edits: Vec<Edit>,
    /// Whether it is safe.
    pub safety: Safety,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A key of [`codes::PAGES`], such as `E0301`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that stands alone, without a full stop.
    pub message: String,
    /// The smallest text that is wrong.
    pub primary: Label,
    /// The other places involved.
    pub related: Vec<Label>,
    /// What to do, with the text to paste.
    pub help: Option<String>,
    /// The same as an edit.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label { place, text: String::new() },
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// A note at a place.
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, place, message) }
    }

    /// The words under the underlined text.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// A second place.
    pub fn related(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(Label { place, text: text.into() });
        self
    }

    /// What to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The edit that mends it; its text is also what the help shows when there is none.
    pub fn fix(mut self, safety: Safety, span: Span, replacement: impl Into<String>, title: impl Into<String>) -> Self {
        let (replacement, title) = (replacement.into(), title.into());
        let place = Place { file: self.primary.place.file, span };
        if self.help.is_none() {
            let gone = replacement.is_empty();
            self.help = Some(if gone { title.clone() } else { format!("{title}：`{replacement}`") });
        }
        self.fix = Some(Fix { title, edits: vec![Edit { place, replacement }], safety });
        self
    }

    /// Several edits in the file of this diagnostic that belong together. The help has to
    /// say what they come to.
    pub fn fix_all(mut self, safety: Safety, edits: Vec<(Span, String)>, title: impl Into<String>) -> Self {
        let file = self.primary.place.file;
        let edit = |(span, replacement)| Edit { place: Place { file, span }, replacement };
        self.fix = Some(Fix { title: title.into(), edits: edits.into_iter().map(edit).collect(), safety });
        self
    }
}
