//! What is wrong or worth knowing about actual values: a code, a sentence, the cell.
//!
//! The counterpart of [`crate::diag::Diagnostic`] for values that stand in tables: it points
//! at an [`Origin`], which is a cell as often as a place in a heng file.

use crate::diag::Severity;
use crate::score::actuals::Origin;

/// One thing to report about an actual value or about scoring with it.
///
/// `Error` means that a value could not be used or a line not be decided, `Warning` that it
/// was used and is likely wrong, `Note` that it was read for what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `E05xx`, a key of the code pages.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that stands alone, without a full stop.
    pub message: String,
    /// Where the value stands; the indicator's own place when there is no value.
    pub origin: Origin,
    /// The other places involved, each with a few words.
    pub related: Vec<(Origin, String)>,
    /// What to do, with the text to write.
    pub help: Option<String>,
    /// The line of the plan it is about.
    pub line: Option<usize>,
}

impl Finding {
    /// A value that could not be used, or a line that could not be decided.
    pub fn error(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        let (severity, message) = (Severity::Error, message.into());
        Self { code, severity, message, origin, related: Vec::new(), help: None, line: None }
    }

    /// A value that is used and likely wrong.
    pub fn warning(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, origin, message) }
    }

    /// A value that was read for what it means.
    pub fn note(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, origin, message) }
    }

    /// What to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// A second place.
    pub fn related(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.related.push((origin, text.into()));
        self
    }

    /// The line it is about.
    pub fn line(mut self, index: Option<usize>) -> Self {
        self.line = index;
        self
    }
}
