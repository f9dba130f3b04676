//! Where the score of a line, as a function of its actual value, may change its shape. Between two
//! of these places every method is one quotient of the first degree, except 公式.

use crate::exact::{Exact, Rounding};
use crate::model::unit::Units;
use crate::plan::{Goal, Method, Quantity, Remainder, Rule, Side, Subject};
use crate::score::line::step_in_days;
use crate::score::measure::{Measured, measure};
use crate::score::methods::Case;
use crate::score::trial::Trials;

/// Steps of a deduction that are looked at one by one; a weight has fewer.
const MAX_STEPS: i128 = 5000;

impl Trials<'_> {
    /// The breaks of a line about numbers, in the unit of the line, or in growth where its value
    /// is the growth. None where the rule does not fit the line, or has too many steps.
    pub(crate) fn breaks(&self, index: usize, is_growth: bool) -> Option<Vec<Exact>> {
        let plan = self.plan();
        let line = plan.lines.get(index)?;
        let measured = measure(line, &plan.units, &Exact::ZERO, is_growth).ok()?;
        let breaks = of(&line.rule, &measured, &line.weight, &plan.units)?;
        match (&line.goal, line.previous) {
            (Goal::Growth { .. }, Some(previous)) if !is_growth => {
                let before = Exact::from(previous.number);
                let value = |growth: &Exact| &before * &(&Exact::ONE + growth);
                Some(breaks.iter().map(value).chain([Exact::ZERO]).collect())
            }
            _ => Some(breaks),
        }
    }

    /// The breaks of the execution of the budget, as rates.
    pub(crate) fn execution_breaks(&self) -> Option<Vec<Exact>> {
        let plan = self.plan();
        let execution = plan.framework.execution.as_ref()?;
        of(&execution.rule, &Measured::execution(Exact::ZERO), &execution.weight, &plan.units)
    }

    /// The breaks of a line about a date, in days after it.
    pub(crate) fn day_breaks(&self, index: usize) -> Option<Vec<Exact>> {
        let line = self.plan().lines.get(index)?;
        let mut breaks = vec![Exact::ZERO];
        if let Method::Deduct { side: Side::Late, step, points, remainder } = &line.rule.method {
            let step = step_in_days(self.scope(), *step).ok()?;
            breaks.extend(deductions(&step.abs(), points, &line.weight, *remainder)?);
        }
        Some(breaks)
    }
}

/// Bounds of a rule are compared with the value or with the ratio that it is of the target.
#[derive(Default)]
struct Bounds {
    ratios: Vec<Exact>,
    values: Vec<Exact>,
}

fn of(rule: &Rule, measured: &Measured, weight: &Exact, units: &Units) -> Option<Vec<Exact>> {
    let (target, upper) = (&measured.target, measured.upper());
    let bounds = bounds(rule, measured, weight, units)?;
    let twice = upper + upper;
    let mut breaks = vec![Exact::ZERO, target.clone(), upper.clone(), twice.clone()];
    breaks.extend(bounds.values);
    for ratio in &bounds.ratios {
        // A ratio is taken of the target below it, and of the actual value above its upper bound.
        breaks.push(target * ratio);
        breaks.extend(upper.div(ratio));
        // What 线性 leaves of an excess.
        breaks.push(&twice - &(upper * ratio));
    }
    Some(breaks)
}

fn bounds(rule: &Rule, measured: &Measured, weight: &Exact, units: &Units) -> Option<Bounds> {
    let assessed = measured.assess();
    let case = Case { rule, measured, assessed: &assessed, weight, units };
    let mut bounds = Bounds { ratios: rule.pass.iter().cloned().collect(), ..Bounds::default() };
    let mut push = |explicit: Option<Subject>, bound: Quantity| {
        let (subject, value) = case.subject(explicit, bound).ok()?;
        match subject {
            Subject::Attainment => bounds.ratios.push(value),
            Subject::Actual => bounds.values.push(value),
        }
        Some(())
    };
    match &rule.method {
        Method::AllOrNothing | Method::Proportional | Method::Linear | Method::Judged(_) | Method::Formula(_) => {}
        Method::Threshold(bar) => bounds.ratios.push(bar.clone()),
        Method::Bands(bands) => {
            let mut bands = bands.iter().filter_map(|band| Some((band.subject, band.bound?.1)));
            bands.try_for_each(|(subject, bound)| push(subject, bound))?;
        }
        Method::Interpolate(points) => points.iter().try_for_each(|point| push(point.subject, point.at))?,
        Method::Deduct { side, step, points, remainder } => {
            let bound = if *side == Side::Below { &measured.target } else { measured.upper() };
            let (subject, step) = case.subject(None, *step).ok()?;
            let length = if subject == Subject::Attainment { &step * bound } else { step };
            let off = deductions(&length.abs(), points, weight, *remainder)?;
            let place = |off: &Exact| if *side == Side::Below { bound - off } else { bound + off };
            bounds.values.extend(off.iter().map(place));
        }
    }
    Some(bounds)
}

/// How far off a target points begin to be, or stop being, deducted: where each step ends, or only
/// where nothing is left when parts of a step count.
fn deductions(length: &Exact, points: &Exact, weight: &Exact, remainder: Remainder) -> Option<Vec<Exact>> {
    let most = weight.div(points)?;
    match remainder {
        Remainder::Proportional => Some(vec![length * &most]),
        Remainder::Drop | Remainder::Whole => {
            let (steps, _) = most.round(0, Rounding::Up).as_pair()?;
            (steps <= MAX_STEPS).then(|| (0..=steps + 1).map(|step| length * &Exact::int(step)).collect())
        }
    }
}
