//! What every stage of model building carries: the files, the units read so far, the
//! diagnostics found so far and the file at hand.

use rustc_hash::FxHashSet;

use crate::diag::{Diagnostic, Safety};
use crate::model::files::Files;
use crate::model::unit::{UnitId, Units};
use crate::source::{Place, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::{Name, Text};

/// How many mistakes of one compilation are listed. Nobody mends more at once, and a file that is
/// none of indicators would fill the memory with them.
pub(crate) const MAX_MISTAKES: usize = 10_000;

/// The state of building; borrows the files, so that names live as long as they do.
pub(crate) struct Context<'a> {
    pub files: &'a Files,
    /// How many of the files were read before: those of the prelude, but for itself.
    pub settled: usize,
    /// The file whose statements are being read.
    pub parsed: &'a Parsed,
    pub units: Units,
    pub known: KnownUnits,
    pub diagnostics: Vec<Diagnostic>,
    /// Mistakes beyond [`MAX_MISTAKES`].
    pub dropped: usize,
    /// What was said of unknown names that nothing resembles; said once.
    pub said: FxHashSet<String>,
}

/// Units that the language itself speaks of; declared in the prelude like any other.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KnownUnits {
    pub points: UnitId,
    pub money: UnitId,
    pub day: UnitId,
}

impl KnownUnits {
    pub fn find(units: &mut Units) -> KnownUnits {
        let mut find = |text| units.intern(text).unwrap_or(UnitId::NONE);
        KnownUnits { points: find("分"), money: find("元"), day: find("天") }
    }
}

impl<'a> Context<'a> {
    /// The files that are to be read.
    pub fn own_files(&self) -> impl Iterator<Item = &'a Parsed> + use<'a> {
        self.files.iter().skip(self.settled)
    }

    pub fn place(&self, span: Span) -> Place {
        Place { file: self.parsed.file, span }
    }

    pub fn slice(&self, span: Span) -> &'a str {
        self.parsed.slice(span)
    }

    pub fn name(&self, name: Name) -> &'a str {
        self.parsed.name(name)
    }

    pub fn text(&self, text: Text) -> String {
        self.parsed.text(text)
    }

    /// Whether the parser has reported something inside a statement.
    pub fn misread(&self, span: Span) -> bool {
        let inside = |found: Span| span.start <= found.start && found.end <= span.end;
        self.parsed.diagnostics.iter().any(|found| inside(found.primary.place.span))
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_MISTAKES {
            self.diagnostics.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    pub fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        let place = self.place(span);
        self.report(Diagnostic::error(code, place, message));
    }

    /// An error whose help is the nearest known name, when there is one.
    pub fn unknown(
        &mut self,
        code: &'static str,
        span: Span,
        message: String,
        nearest: Option<&str>,
        otherwise: Option<String>,
    ) {
        // The line that declares it may be one that could not be read.
        let excused = code == "E0206" && !self.parsed.diagnostics.is_empty();
        if nearest.is_none() && (excused || !self.said.insert(message.clone())) {
            return;
        }
        let diagnostic = Diagnostic::error(code, self.place(span), message);
        self.report(match (nearest, otherwise) {
            (Some(name), _) => diagnostic.help(format!("是不是 `{name}`？")).fix(
                Safety::Unsafe,
                span,
                quoted_name(name),
                format!("改为 `{name}`"),
            ),
            (None, Some(help)) => diagnostic.help(help),
            (None, None) => diagnostic,
        });
    }
}

/// A name as it is written: in quotation marks when it needs them.
pub(crate) fn quoted_name(name: &str) -> String {
    let bare = !name.is_empty()
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '·'))
        && name.chars().any(|letter| !letter.is_ascii_digit());
    if bare { name.to_owned() } else { format!("\"{name}\"") }
}
