//! Targets without their sign, `完工时间 2024-12-31, 10 分`, and texts without their
//! first mark, `来源 政务系统"`.
//!
//! And the guard that nothing is lost in silence.
//!
//! The grammar takes such a line for a name with something behind; the same productions
//! read the rest of it again. What is wrong with it, the model says, which knows whether an
//! indicator may stand there.

use super::ast::{Attr, Clause, Stmt, Value};
use super::grammar::Rule;
use super::lower::{Children, Lowerer};
use super::{quoting, recover};
use crate::source::Span;

impl Lowerer<'_> {
    /// `完工时间 2024-12-31, 10 分`: a name and a target's value without its sign, which the
    /// grammar takes for a name with something behind. Whether it is read as one; the sign
    /// is missed where indicators stand, by the model.
    pub fn unsigned(&mut self, stmt: &mut Stmt, junk: Span) -> bool {
        let Clause::Item { value, aliases, .. } = &stmt.clause else { return false };
        let start = match value {
            Some(Value::Quantity(quantity)) => quantity.number_span.start,
            Some(Value::Word { span, quantity: None }) => span.start,
            None if junk.start > stmt.span.end => junk.start,
            None => {
                let keyword = recover::takes_text(self.slice(stmt.span));
                let Some(value) = self.slice(junk).strip_prefix([':', '：']).filter(|_| !keyword) else {
                    return false;
                };
                junk.end - value.trim_start().len() as u32
            }
            _ => return false,
        };
        if !stmt.attrs.is_empty() || !aliases.is_empty() || recover::is_misspelt_keyword(self.text, &stmt.span) {
            return false;
        }
        let said = self.out.diagnostics.len();
        let Some((found, mut end)) = self.part(Rule::value, start, junk.end, Self::value) else { return false };
        if !stands_alone(&found, self.slice(Span { start, end })) {
            return false;
        }
        let mut attrs = Vec::new();
        while let Some(comma) = self.slice(Span { start: end, end: junk.end }).trim_start().strip_prefix([',', '，']) {
            let from = junk.end - comma.trim_start().len() as u32;
            let read = |lowerer: &mut Self, inner: &mut Children<'_>| lowerer.clause(inner.next()?);
            let Some((clause, to)) = self.part(Rule::attribute, from, junk.end, read) else { break };
            attrs.push(Attr { span: Span { start: from, end: to }, clause });
            end = to;
        }
        // What it says of numbers was said when they were first read.
        self.out.diagnostics.truncate(said);
        if end < junk.end {
            return false;
        }
        if let Clause::Item { value, .. } = &mut stmt.clause {
            *value = Some(found);
        }
        stmt.attrs = attrs;
        stmt.span = stmt.span.to(junk);
        true
    }

    /// `来源 政务系统"`: the mark that opens the text is missing. What was said of the text
    /// as if it were something else is taken back.
    pub fn quote_without_start(&mut self, stmt: &mut Stmt, junk: Span) -> bool {
        let Some((keyword, found)) = quoting::quote_without_start(self.text, self.file, stmt, junk) else {
            return false;
        };
        self.out.diagnostics.retain(|said| said.primary.place.span.start < keyword.end);
        self.out.report(self.room, || found);
        stmt.attrs.retain(|attr| attr.span.end < keyword.start);
        if keyword.start == stmt.span.start {
            stmt.clause = Clause::Broken;
        }
        stmt.span = stmt.span.to(junk);
        true
    }

    /// A broken statement always comes with a mistake; without one it would silently be lost.
    pub fn never_silent(&mut self, stmt: &Stmt) {
        let broken = stmt.clauses().any(|clause| matches!(clause, Clause::Broken));
        let inside = |at: Span| stmt.span.start <= at.start && at.start <= stmt.span.end;
        if broken && self.out.dropped == 0 && !self.out.diagnostics.iter().any(|said| inside(said.primary.place.span)) {
            self.out.report(self.room, || recover::broken_line(self.text, self.file, stmt.span));
        }
    }
}

/// Whether a value that follows a name without a sign can only be a target's.
fn stands_alone(value: &Value, text: &str) -> bool {
    match value {
        // Not `3-5`, which is a range written with the wrong mark.
        Value::Date(_) => text.contains('月') || text.find(['-', '年']).is_some_and(|at| at >= "2024".len()),
        Value::Range(_) | Value::Previous { .. } | Value::YesNo { .. } | Value::Text(_) => true,
        Value::Quantity(_) | Value::Word { .. } | Value::Method(_) => false,
    }
}
