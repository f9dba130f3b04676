//! Two scoring rules: which of them gives more for the same actual value. The scorer is asked,
//! so that nothing about a score is decided here.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::model::value::{Goal, Quantity};
use crate::model::{Declaration, Model};
use crate::plan::{self, Expr, Line, Method, Plan, Subject};
use crate::score::actuals::{Actual, Actuals, Measure, Value};
use crate::score::{self, own_unit};

/// A step of the actual values that are tried is so much of the target.
const STEPS_TO_TARGET: i128 = 40;
/// One and a half times the target: beyond it no rule of a target says anything new.
const STEPS: i128 = 60;

/// One indicator of one version, scored on its own.
pub(super) struct Alone {
    plan: Plan,
}

impl Alone {
    /// None for an indicator whose score is no function of one number.
    pub(super) fn new(model: &Model, declaration: &Declaration, at: usize) -> Option<Alone> {
        let place = model.declarations.iter().position(|other| std::ptr::eq(other, declaration))?;
        let mut plan = plan::plan(model, place)?;
        let line = plan.lines.get(at)?.clone();
        let rests_on_others = matches!(&line.rule.method, Method::Formula(expr) if names_others(expr));
        if rests_on_others || matches!(line.rule.method, Method::Judged(_)) || line.weight.is_zero() {
            return None;
        }
        own_unit(&line)?;
        plan.lines = vec![Line { formula: None, ..line }];
        Some(Alone { plan })
    }

    fn line(&self) -> Option<&Line> {
        self.plan.lines.first()
    }

    fn in_base(&self, quantity: Quantity) -> Exact {
        self.plan.units.in_base(quantity.number, quantity.unit)
    }

    /// The share of the weight that an actual value in base units is given.
    fn share(&self, actual: &Exact) -> Option<Exact> {
        let line = self.line()?;
        let unit = self.plan.units.get(own_unit(line)?);
        let measure = Measure { number: Decimal::ZERO, unit: None, value: actual.div(&unit.scale)? };
        let actuals = Actuals {
            lines: vec![Actual { value: Value::Number(measure), ..Actual::default() }],
            ..Actuals::default()
        };
        let card = score::score(&self.plan, &actuals);
        card.lines.first()?.exact.decided()?.div(&line.weight)
    }

    /// What its target comes to, in base units; both ends of a range.
    fn targets(&self) -> Vec<Exact> {
        let Some(line) = self.line() else { return Vec::new() };
        let previous = line.previous.map(|previous| self.in_base(previous));
        match (&line.goal, previous) {
            (Goal::Quantity { value, .. }, _) => vec![self.in_base(*value)],
            (Goal::Range { low, high }, _) => vec![self.in_base(*low), self.in_base(*high)],
            (Goal::Previous { factor, plus, .. }, Some(previous)) => {
                let plus = plus.map_or(Exact::ZERO, |plus| self.in_base(plus));
                vec![&(&previous * factor) + &plus]
            }
            (Goal::Growth { rate, .. }, Some(previous)) => vec![&previous * &(&Exact::ONE + rate)],
            _ => Vec::new(),
        }
    }

    /// Actual values at which its score may change, in base units.
    fn tried(&self) -> Vec<Exact> {
        let targets = self.targets();
        let step = |target: &Exact, step: i128| (target * &Exact::int(step)).div(&Exact::int(STEPS_TO_TARGET));
        let mut out: Vec<Exact> =
            targets.iter().flat_map(|target| (0..=STEPS).filter_map(move |at| step(target, at))).collect();
        let Some(line) = self.line() else { return out };
        let bounds: Vec<(Option<Subject>, Quantity)> = match &line.rule.method {
            Method::Bands(bands) => bands.iter().filter_map(|band| Some((band.subject, band.bound?.1))).collect(),
            Method::Interpolate(points) => points.iter().map(|point| (point.subject, point.at)).collect(),
            _ => Vec::new(),
        };
        for (subject, bound) in bounds {
            let bound = self.in_base(bound);
            match subject {
                Some(Subject::Attainment) => out.extend(targets.iter().map(|target| target * &bound)),
                Some(Subject::Actual) | None => out.push(bound),
            }
        }
        out
    }
}

/// Whether an expression needs more than the actual value, the target and the weight.
fn names_others(expr: &Expr) -> bool {
    match expr {
        Expr::Data(_) | Expr::Line(_) => true,
        Expr::Quantity(_) | Expr::Word(_) => false,
        Expr::Negate(operand) => names_others(operand),
        Expr::Binary { left, right, .. } => names_others(left) || names_others(right),
    }
}

/// Whether the new rule gives more (less is asked for) or less; none where it gives more for
/// some values and less for others, and full marks for none that did not have them.
pub(super) fn moved(old: &Alone, new: &Alone) -> Option<Ordering> {
    let (mut more, mut less, mut full) = (false, false, false);
    for actual in old.tried().into_iter().chain(new.tried()) {
        let (was, is) = (old.share(&actual)?, new.share(&actual)?);
        match is.cmp(&was) {
            Ordering::Greater => {
                more = true;
                full |= is == Exact::ONE;
            }
            Ordering::Less => less = true,
            Ordering::Equal => {}
        }
    }
    match (more, less) {
        (false, false) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        // Full marks are had for less than before.
        (true, true) => full.then_some(Ordering::Less),
    }
}
