//! 公式 as spreadsheets write it, in base units as the score computes it.

use super::literal::literal;
use crate::exact::Exact;
use crate::plan::{BinaryOp, Expr, Plan, ScoringWord};

/// Expressions nest no deeper: spreadsheets have a limit of their own.
const MAX_DEPTH: usize = 40;

/// What the formulas of a form refer to.
pub(super) struct Cells<'a> {
    /// A data item's cell, and what its number is multiplied with to be in base units.
    pub data: &'a dyn Fn(usize) -> Option<(String, Exact)>,
    /// The cell of a line's actual value, likewise.
    pub line: &'a dyn Fn(usize) -> Option<(String, Exact)>,
}

/// The value of an expression in base units; none where a reference has no cell.
pub(super) fn expression(
    plan: &Plan,
    cells: &Cells<'_>,
    expr: &Expr,
    depth: usize,
    word: &dyn Fn(ScoringWord) -> Option<String>,
) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    let scaled = |(cell, scale): (String, Exact)| times(&cell, &scale);
    let inner = |expr: &Expr| expression(plan, cells, expr, depth + 1, word);
    Some(match expr {
        Expr::Quantity(quantity) => literal(&plan.units.in_base(quantity.number, quantity.unit)),
        Expr::Data(item) => scaled((cells.data)(*item)?),
        Expr::Line(line) => scaled((cells.line)(*line)?),
        Expr::Word(found) => word(*found)?,
        Expr::Negate(operand) => format!("(0-{})", inner(operand)?),
        Expr::Binary { op, left, right } => {
            let sign = match op {
                BinaryOp::Add => '+',
                BinaryOp::Sub => '-',
                BinaryOp::Mul => '*',
                BinaryOp::Div => '/',
                BinaryOp::Ne | BinaryOp::Compare(_) | BinaryOp::And | BinaryOp::Or => return None,
            };
            format!("({}{sign}{})", inner(left)?, inner(right)?)
        }
    })
}

/// What an expression refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ref {
    Data(usize),
    Line(usize),
}

/// Everything an expression refers to, once.
pub(super) fn refs(expr: &Expr, into: &mut Vec<Ref>) {
    let mut push = |found: Ref| {
        if !into.contains(&found) {
            into.push(found);
        }
    };
    match expr {
        Expr::Data(item) => push(Ref::Data(*item)),
        Expr::Line(line) => push(Ref::Line(*line)),
        Expr::Quantity(_) | Expr::Word(_) => {}
        Expr::Negate(operand) => refs(operand, into),
        Expr::Binary { left, right, .. } => {
            refs(left, into);
            refs(right, into);
        }
    }
}

/// A cell times a number that may be one.
pub(super) fn times(cell: &str, scale: &Exact) -> String {
    if *scale == Exact::ONE { cell.to_owned() } else { format!("({cell}*{})", literal(scale)) }
}
