//! From text to syntax tree; never fails.
//!
//! `grammar` is the generated parser, `lower` turns its pairs into statements, `tree` puts
//! statements into blocks, `literal` reads numbers and dates, `unsigned` and `lost` find
//! targets without a sign and texts without a start, `phrase` says in heng what was said in
//! words, `respelt` reads marks that were typed for others, `habits`, `slips`, `copied`, `quoting`, `bounds` and `recover` word what could not be read. `kept` is a tree as bytes.

pub mod ast;
mod bounds;
mod copied;
mod cut;
mod dump;
mod grammar;
mod habits;
mod kept;
mod literal;
mod lost;
mod lower;
pub(crate) mod phrase;
mod quoting;
mod recover;
mod respelt;
mod slips;
mod tree;
mod unsigned;

pub(crate) use copied::is_column_title;
pub use dump::dump;
pub(crate) use dump::{is_plain_year, operator};
#[cfg(test)]
pub(crate) use kept::keep;
pub(crate) use kept::kept;
pub(crate) use lower::precedence;
pub(crate) use recover::other_name;
pub use tree::{parse, parse_on, recognize};

use crate::diag::Diagnostic;
use crate::source::{self, FileId, Source, Span};
use ast::{Name, Stmt, Text};

/// What parsing made of a source: the tree, what stands between, and what is wrong.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The text.
    pub source: Source,
    /// Its number in the compilation.
    pub file: FileId,
    /// The statements at the top level.
    pub stmts: Vec<Stmt>,
    /// Comments in order.
    pub comments: Vec<Comment>,
    /// Mistakes of form.
    pub diagnostics: Vec<Diagnostic>,
}

/// A `#` comment, to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Comment {
    /// From the sign to the end of the line, without the newline.
    pub span: Span,
    /// `##`: documents the item that follows.
    pub doc: bool,
}

impl Parsed {
    /// The characters a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// A comment with half-width signs at its start.
    pub fn comment(&self, comment: &Comment) -> String {
        let written = self.slice(comment.span);
        let rest = written.trim_start_matches(is_comment_mark);
        let marks = written.chars().take_while(|c| is_comment_mark(*c)).map(|_| '#');
        marks.chain(rest.chars()).collect()
    }

    /// A name without its quotation marks.
    pub fn name(&self, name: Name) -> &str {
        let text = self.slice(name.span);
        if name.quoted { unquote(text) } else { text }
    }

    /// A text without its quotation marks; a block text without its common indentation
    /// and without the line ends next to its marks.
    pub fn text(&self, text: Text) -> String {
        let written = self.slice(text.span);
        if !text.block {
            return unquote(written).to_owned();
        }
        let mut inner = written.chars();
        for _ in 0..3 {
            inner.next();
            inner.next_back();
        }
        dedent(inner.as_str())
    }
}

/// What begins a comment.
pub(crate) fn is_comment_mark(letter: char) -> bool {
    matches!(letter, '#' | '＃')
}

fn unquote(text: &str) -> &str {
    let mut inner = text.chars();
    inner.next();
    inner.next_back();
    inner.as_str()
}

/// Removes the indentation that all lines but the first share, and the blank ends.
fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let depth = |line: &&str| line.chars().take_while(|c| c.is_whitespace()).count();
    let later = lines.iter().skip(1).filter(|line| !line.is_empty());
    let common = later.map(depth).min().unwrap_or(0);
    let cut = |(index, line): (usize, &&str)| -> String {
        if index == 0 { line.trim_start().to_owned() } else { line.chars().skip(common).collect() }
    };
    let cut: Vec<String> = lines.iter().enumerate().map(cut).collect();
    cut.join("\n").trim_matches('\n').to_owned()
}

/// Full-width digits, letters and marks as half-width ones.
pub(crate) fn half_width(text: &str) -> String {
    let half = |c: char| if c == '−' { '-' } else { source::half_width(c) };
    text.chars().map(half).collect()
}
