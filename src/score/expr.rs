//! Values of formulas: 公式 of an indicator and 公式 as a scoring rule.
//!
//! Everything is computed in base units, so that `万元` and `亿元`, `件` and `万人` meet
//! rightly; the model has checked the dimensions before.

use crate::exact::Exact;
use crate::model::unit::Units;
use crate::plan::{BinaryOp, Expr, Plan, ScoringWord};
use crate::score::actuals::{Actuals, Value};
use crate::score::card::Gap;
use crate::score::measure::own_unit;

/// How far lines may be computed from lines below them, and how deep an expression may
/// nest; both bound the stack. Lines above are ready when they are needed.
const MAX_DEPTH: usize = 256;

/// What an expression refers to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf {
    Data(usize),
    Line(usize),
    Word(ScoringWord),
}

/// The value of an expression in base units; `lookup` gives the leaves, in base units too.
pub(super) fn evaluate(
    expr: &Expr,
    units: &Units,
    depth: usize,
    lookup: &mut dyn FnMut(Leaf) -> Result<Exact, Gap>,
) -> Result<Exact, Gap> {
    if depth > MAX_DEPTH {
        return Err(Gap::Depth);
    }
    match expr {
        Expr::Quantity(quantity) => Ok(units.in_base(quantity.number, quantity.unit)),
        Expr::Data(item) => lookup(Leaf::Data(*item)),
        Expr::Line(line) => lookup(Leaf::Line(*line)),
        Expr::Word(word) => lookup(Leaf::Word(*word)),
        Expr::Negate(operand) => Ok(-&evaluate(operand, units, depth + 1, lookup)?),
        Expr::Binary { op, left, right } => {
            let left = evaluate(left, units, depth + 1, lookup)?;
            let right = evaluate(right, units, depth + 1, lookup)?;
            match op {
                BinaryOp::Add => Ok(&left + &right),
                BinaryOp::Sub => Ok(&left - &right),
                BinaryOp::Mul => Ok(&left * &right),
                BinaryOp::Div => left.div(&right).ok_or(Gap::ByZero),
                BinaryOp::Ne | BinaryOp::Compare(_) | BinaryOp::And | BinaryOp::Or => Err(Gap::Operator),
            }
        }
    }
}

/// The computed values of all lines with a formula, in the lines' own units; empty when no
/// line has one.
pub(super) fn compute_all(plan: &Plan, actuals: &Actuals) -> Vec<Option<Result<Exact, Gap>>> {
    if plan.lines.iter().all(|line| line.formula.is_none()) {
        return Vec::new();
    }
    let mut computed = vec![None; plan.lines.len()];
    for (index, line) in plan.lines.iter().enumerate() {
        if line.formula.is_some() {
            // The result is kept in `computed`.
            let _ = compute(plan, actuals, &mut computed, index, 0);
        }
    }
    computed
}

/// The value of one line in its own unit: computed, or as filled in.
fn compute(
    plan: &Plan,
    actuals: &Actuals,
    computed: &mut [Option<Result<Exact, Gap>>],
    index: usize,
    depth: usize,
) -> Result<Exact, Gap> {
    let line = plan.lines.get(index).ok_or(Gap::Line(index))?;
    let filled_in = || number(actuals.lines.get(index).map(|actual| &actual.value)).ok_or(Gap::Line(index));
    let Some(formula) = &line.formula else { return filled_in() };
    if let Some(Some(ready)) = computed.get(index) {
        return ready.clone();
    }
    if depth > MAX_DEPTH {
        return Err(Gap::Depth);
    }
    // Whoever comes back here while this line is being computed goes in a circle.
    keep(computed, index, Err(Gap::Depth));
    let value = evaluate(formula, &plan.units, 0, &mut |leaf| match leaf {
        Leaf::Data(item) => data_in_base_units(plan, actuals, item),
        Leaf::Line(other) => {
            let value = compute(plan, actuals, computed, other, depth + 1)?;
            Ok(line_in_base_units(plan, other, &value))
        }
        Leaf::Word(_) => Err(Gap::Word),
    });
    let in_own_unit = value.and_then(|value| match own_unit(line) {
        Some(unit) => value.div(&plan.units.get(unit).scale).ok_or(Gap::ByZero),
        None => Ok(value),
    });
    // A value that was filled in stands in for one that cannot be computed.
    let result = in_own_unit.or_else(|gap| filled_in().map_err(|_| gap));
    keep(computed, index, result.clone());
    result
}

fn keep(computed: &mut [Option<Result<Exact, Gap>>], index: usize, value: Result<Exact, Gap>) {
    if let Some(slot) = computed.get_mut(index) {
        *slot = Some(value);
    }
}

/// A line's value, given in its own unit, in base units.
pub(super) fn line_in_base_units(plan: &Plan, index: usize, value: &Exact) -> Exact {
    match plan.lines.get(index).and_then(own_unit) {
        Some(unit) => value * &plan.units.get(unit).scale,
        None => value.clone(),
    }
}

/// A data item's value in base units.
pub(super) fn data_in_base_units(plan: &Plan, actuals: &Actuals, item: usize) -> Result<Exact, Gap> {
    let value = number(actuals.data.get(item).map(|actual| &actual.value)).ok_or(Gap::Data(item))?;
    let declared = plan.data.get(item).ok_or(Gap::Data(item))?;
    Ok(&value * &plan.units.get(declared.unit).scale)
}

fn number(value: Option<&Value>) -> Option<Exact> {
    match value? {
        Value::Number(measure) => Some(measure.value.clone()),
        Value::Missing
        | Value::Unusable(_)
        | Value::Growth(_)
        | Value::Date(_)
        | Value::YesNo(_)
        | Value::Judged { .. } => None,
    }
}

/// The data items an expression needs.
pub(super) fn data_of(expr: &Expr, items: &mut Vec<usize>) {
    match expr {
        Expr::Data(item) => {
            if !items.contains(item) {
                items.push(*item);
            }
        }
        Expr::Quantity(_) | Expr::Line(_) | Expr::Word(_) => {}
        Expr::Negate(operand) => data_of(operand, items),
        Expr::Binary { left, right, .. } => {
            data_of(left, items);
            data_of(right, items);
        }
    }
}

/// The lines that an expression names, each once.
pub(super) fn lines_of(expr: &Expr, lines: &mut Vec<usize>) {
    match expr {
        Expr::Line(line) => {
            if !lines.contains(line) {
                lines.push(*line);
            }
        }
        Expr::Quantity(_) | Expr::Data(_) | Expr::Word(_) => {}
        Expr::Negate(operand) => lines_of(operand, lines),
        Expr::Binary { left, right, .. } => {
            lines_of(left, lines);
            lines_of(right, lines);
        }
    }
}
