//! What a line would score with another value: the code that scores it, asked again.
//!
//! `outlook` learns the shape of a score from here, so that no rule is written down twice.

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::{Expr, Goal, Method, Plan, ScoringWord};
use crate::score::actuals::{Actual, Actuals, Measure, Value};
use crate::score::card::{Gap, Points};
use crate::score::expr::{self, Leaf};
use crate::score::line::{Scope, Settled, Trace, settle, settle_by_rate, settle_days};
use crate::score::measure::own_unit;
use crate::score::methods::How;
use crate::score::value_of_line;
use crate::terms::Verdict;

/// A plan with its values, of which one at a time is replaced.
pub(crate) struct Trials<'a> {
    scope: Scope<'a>,
    computed: Vec<Option<Result<Exact, Gap>>>,
}

/// What came of a trial.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tried {
    /// Before rounding.
    pub points: Points,
    /// The least of the points; of 公式 what it computes before it is held between nothing and
    /// the weight, so that its shape shows.
    pub raw: Exact,
    /// Whether the target is met.
    pub met: bool,
}

impl<'a> Trials<'a> {
    /// Trials with the values that there are.
    pub(crate) fn new(plan: &'a Plan, actuals: &'a Actuals) -> Self {
        Trials { scope: Scope::new(plan, actuals), computed: expr::compute_all(plan, actuals) }
    }

    pub(crate) fn plan(&self) -> &'a Plan {
        self.scope.plan
    }

    pub(super) fn scope(&self) -> &Scope<'a> {
        &self.scope
    }

    pub(crate) fn actuals(&self) -> &'a Actuals {
        self.scope.actuals
    }

    /// A line with another value, computed or not; none where nothing can be scored with it.
    /// The score that a person gave belongs to the old value and is left out.
    pub(crate) fn line(&self, index: usize, value: Value) -> Option<Tried> {
        let line = self.plan().lines.get(index)?;
        let computed = match (&line.formula, &value) {
            (Some(_), Value::Number(measure) | Value::Growth(measure)) => Some(Ok(measure.value.clone())),
            _ => None,
        };
        let actual = Actual { value, ..Actual::default() };
        let of_line = |other: usize| value_of_line(self.actuals(), &self.computed, other);
        let mut trace = Trace::default();
        let settled = settle(&self.scope, line, &actual, computed.as_ref(), &of_line, Some(&mut trace));
        tried(settled, &trace)
    }

    /// A line about a date, so many days after it.
    pub(crate) fn days_after(&self, index: usize, days: &Exact) -> Option<Tried> {
        let line = self.plan().lines.get(index)?;
        let Goal::Date { sign, .. } = &line.goal else { return None };
        tried(settle_days(&self.scope, line, *sign, days, None), &Trace::Plain)
    }

    /// The execution of the budget at another rate.
    pub(crate) fn execution(&self, rate: Exact) -> Option<Tried> {
        let execution = self.plan().framework.execution.as_ref()?;
        let mut trace = Trace::default();
        let settled = settle_by_rate(&self.scope, &execution.rule, &execution.weight, rate, Some(&mut trace));
        tried(settled, &trace)
    }

    /// What the formula of a line computes, in the line's own unit, with another value of a data
    /// item in the item's unit.
    pub(crate) fn computed_with(&self, index: usize, item: usize, value: &Exact) -> Option<Exact> {
        let plan = self.plan();
        let line = plan.lines.get(index)?;
        let formula = line.formula.as_ref()?;
        let in_base = value * &plan.units.get(plan.data.get(item)?.unit).scale;
        let found = expr::evaluate(formula, &plan.units, 0, &mut |leaf| match leaf {
            Leaf::Data(other) if other == item => Ok(in_base.clone()),
            Leaf::Data(other) => expr::data_in_base_units(plan, self.actuals(), other),
            Leaf::Line(other) => {
                let value = value_of_line(self.actuals(), &self.computed, other)?;
                Ok(expr::line_in_base_units(plan, other, &value))
            }
            Leaf::Word(_) => Err(Gap::Word),
        });
        let found = found.ok()?;
        match own_unit(line) {
            Some(unit) => found.div(&plan.units.get(unit).scale),
            None => Some(found),
        }
    }
}

fn tried(settled: Settled, trace: &Trace) -> Option<Tried> {
    if settled.verdict == Verdict::Undecided {
        return None;
    }
    let raw = match trace {
        Trace::Measured { how: How::Formula(value), .. } => (**value).clone(),
        _ => settled.points.low().clone(),
    };
    Some(Tried { raw, met: settled.verdict == Verdict::Met, points: settled.points })
}

/// A number in the unit of its line, for a trial.
pub(crate) fn number(value: Exact) -> Value {
    Value::Number(Measure { number: Decimal::ZERO, unit: None, value })
}

/// How often a scoring formula names what depends on the actual value: the degree of the
/// quotient of polynomials that it is at most. Other methods are quotients of the first degree.
pub(crate) fn degree(method: &Method) -> usize {
    match method {
        Method::Formula(formula) => {
            let depends = |leaf: &Expr| matches!(leaf, Expr::Word(ScoringWord::Actual | ScoringWord::Attainment));
            count(formula, &depends).max(1)
        }
        _ => 1,
    }
}

/// How often a formula names a data item.
pub(crate) fn uses(formula: &Expr, item: usize) -> usize {
    count(formula, &|leaf| matches!(leaf, Expr::Data(found) if *found == item))
}

fn count(expr: &Expr, wanted: &dyn Fn(&Expr) -> bool) -> usize {
    match expr {
        Expr::Negate(operand) => count(operand, wanted),
        Expr::Binary { left, right, .. } => count(left, wanted) + count(right, wanted),
        Expr::Quantity(_) | Expr::Data(_) | Expr::Line(_) | Expr::Word(_) => usize::from(wanted(expr)),
    }
}

/// The data items and the lines that a line is computed from, by its formula or its rule.
pub(crate) fn needs(plan: &Plan, index: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut items, mut lines) = (Vec::new(), Vec::new());
    let Some(line) = plan.lines.get(index) else { return (items, lines) };
    let rule = match &line.rule.method {
        Method::Formula(formula) => Some(formula),
        _ => None,
    };
    for formula in line.formula.as_deref().into_iter().chain(rule) {
        expr::data_of(formula, &mut items);
        expr::lines_of(formula, &mut lines);
    }
    (items, lines)
}
