//! From the cursor outwards: the word, the clause, the line, the block, and so on.

use super::visit::{Bit, bits};
use super::{Analysis, holds, path};
use crate::source::Span;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::{Clause, Expr};

/// The spans that hold an offset, the innermost first, each within the next.
pub fn selections(analysis: &Analysis, offset: u32) -> Vec<Span> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut spans = vec![Span::new(0, parsed.source.text.len())];
    for stmt in path(&parsed.stmts, offset) {
        spans.push(stmt.span);
        let head = stmt.block.as_ref().map_or(stmt.span, |block| {
            let end = parsed.slice(Span { start: stmt.span.start, end: block.open.start }).trim_end().len();
            Span::new(stmt.span.start as usize, stmt.span.start as usize + end)
        });
        if let Some(block) = &stmt.block
            && let Some(close) = block.close
        {
            spans.push(Span { start: block.open.start, end: close.end });
            spans.push(Span { start: block.open.end, end: close.start });
        }
        spans.push(head);
        spans.extend(stmt.attrs.iter().map(|attr| attr.span));
        for clause in stmt.clauses() {
            match clause {
                Clause::Formula { expr, .. } | Clause::Reconcile { expr, .. } | Clause::Expect { expr, .. } => {
                    expression(expr, offset, &mut spans);
                }
                Clause::HouseRule { expr, .. } => expression(expr, offset, &mut spans),
                _ => {}
            }
        }
        // What a sign, a number and a unit make together: `800 件`, `>= 800 件`.
        let (mut sign, mut number) = (None, None);
        let joined = |starts: [Option<Span>; 2], last: Span| -> Vec<Span> {
            starts.into_iter().flatten().map(|first: Span| Span { start: first.start, end: last.end }).collect()
        };
        bits(stmt, &mut |bit| match bit {
            Bit::Sign(span) => {
                (sign, number) = (Some(span), None);
                spans.push(span);
            }
            Bit::Number(span) => {
                number = Some(span);
                spans.extend(joined([sign, number], span));
            }
            Bit::Unit(span) => {
                spans.push(span);
                spans.extend(joined([sign.take(), number.take()], span));
            }
            Bit::Keyword(span) => spans.push(span),
            Bit::NewUnit(span) | Bit::Bare(span) => spans.push(span),
            Bit::Name(name, _) => spans.push(name.span),
            Bit::Text(text) => {
                spans.push(text.span);
                let mark = if text.block { 3 } else { 1 };
                let marks: usize = parsed.slice(text.span).chars().take(mark).map(char::len_utf8).sum();
                let inner = (text.span.start as usize + marks, (text.span.end as usize).saturating_sub(marks));
                spans.push(Span::new(inner.0, inner.1));
            }
            Bit::Path(names) => spans.extend(names.iter().map(|name| name.span)),
        });
    }
    spans.retain(|span| holds(*span, offset));
    spans.sort_by_key(|span| (span.len(), span.start));
    spans.dedup();
    // Of spans that only touch at the cursor, the first is taken.
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        if nested.last().is_none_or(|inner| span.start <= inner.start && inner.end <= span.end) {
            nested.push(span);
        }
    }
    nested
}

fn expression(expr: &Expr, offset: u32, spans: &mut Vec<Span>) {
    let mut next = Some(expr);
    while let Some(expr) = next.take().filter(|expr| holds(expr.span, offset)) {
        spans.push(expr.span);
        match &expr.kind {
            ExprKind::Binary { left, right, .. } => {
                expression(right, offset, spans);
                next = Some(left);
            }
            ExprKind::Unary { operand, .. } => next = Some(operand),
            ExprKind::Call { args, .. } => args.iter().for_each(|arg| expression(arg, offset, spans)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn a_selection_grows_outwards() {
        let (analysis, offset) = at_cursor(&project("千人床位 >= 5 张/千人 { 公式 病床‸数 / 人口 }"));
        let text = analysis.text();
        let grown: Vec<&str> =
            selections(&analysis, offset).iter().map(|span| text.get(span.range()).unwrap()).collect();
        assert_eq!(grown[..2], ["病床数", "病床数 / 人口"]);
        assert!(grown.contains(&"公式 病床数 / 人口") && grown.last() == Some(&text), "{grown:?}");
        assert!(grown.windows(2).all(|pair| pair[1].contains(pair[0])));

        let (analysis, offset) = at_cursor(&project("千人床位 >= 5 张‸/千人"));
        let text = analysis.text();
        let grown: Vec<&str> =
            selections(&analysis, offset).iter().map(|span| text.get(span.range()).unwrap()).collect();
        assert_eq!(grown[..4], ["张/千人", "5 张/千人", ">= 5 张/千人", "千人床位 >= 5 张/千人"]);
    }
}
