//! One line: from its goal and actual value to a verdict and points.
//!
//! [`trace`] does it with everything a derivation needs; [`score`](super::score) keeps the
//! result, [`explain`](super::explain) the trace. So nothing is decided twice.

use jiff::civil::Date;

use crate::exact::Exact;
use crate::model::unit::{UnitId, Units};
use crate::plan::{Goal, Line, Method, Plan, Remainder, Rule};
use crate::score::actuals::{Actual, Actuals, Budget, Unusable, Value};
use crate::score::card::{Gap, Points, Problem};
use crate::score::expr::{self, Leaf};
use crate::score::judged::{Judged, judge};
use crate::score::measure::{Assessed, Measured, measure};
use crate::score::methods::{self, Case, How, Outcome, count_steps};
use crate::terms::{Judgement, Sign, Verdict};

/// How a line came to its points.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trace {
    /// By numbers.
    Measured { measured: Measured, assessed: Assessed, how: How },
    /// By numbers, where 等级 is the rule.
    MeasuredAndJudged { measured: Measured, assessed: Assessed, judged: Judged },
    /// All or nothing: dates, yes and no, judgements under a rule that knows no bands.
    Plain,
    /// A date and points for being late.
    Late { days: Exact, steps: Exact },
    /// By a judgement.
    Judged(Judged),
    /// Nothing to compute with.
    Open,
}

/// Everything about a line before rounding.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Traced {
    pub verdict: Verdict,
    pub points: Points,
    pub attainment: Option<Exact>,
    pub problem: Option<Problem>,
    pub trace: Trace,
}

/// What is the same for every line of a plan.
pub(super) struct Scope<'a> {
    pub plan: &'a Plan,
    pub actuals: &'a Actuals,
    /// The unit in which 每晚 counts, when it is declared.
    pub day: Option<Exact>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(plan: &'a Plan, actuals: &'a Actuals) -> Self {
        let day = plan.units.read("天").ok().map(|unit| unit.scale);
        Scope { plan, actuals, day }
    }

    fn units(&self) -> &'a Units {
        &self.plan.units
    }
}

/// Scores a line. `computed` is what its formula gave, `of_line` the values of other lines
/// in their own units, for rules that refer to them.
pub(super) fn trace(
    scope: &Scope<'_>,
    line: &Line,
    actual: &Actual,
    computed: Option<&Result<Exact, Gap>>,
    of_line: &dyn Fn(usize) -> Result<Exact, Gap>,
) -> Traced {
    match &line.goal {
        Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {
            let (number, is_growth) = match (computed, &actual.value) {
                // A formula without last year's value can only compute the growth itself.
                (Some(Ok(value)), _) => (value, line.previous.is_none()),
                (_, Value::Number(measure)) => (&measure.value, false),
                (_, Value::Growth(measure)) => (&measure.value, true),
                (Some(Err(gap)), _) => return undecided(&line.weight, Problem::Gap(*gap)),
                (None, other) => return undecided(&line.weight, not_usable(other)),
            };
            match measure(line, scope.units(), number, is_growth) {
                Ok(measured) => trace_measured(scope, &line.rule, &line.weight, actual, measured, of_line),
                Err(problem) => undecided(&line.weight, problem),
            }
        }
        Goal::Date { sign, date } => match &actual.value {
            Value::Date(done) => trace_date(scope, line, *sign, *date, *done),
            other => undecided(&line.weight, not_usable(other)),
        },
        Goal::YesNo(wanted) => match &actual.value {
            Value::YesNo(found) => all_or_nothing(&line.weight, wanted == found),
            Value::Judged { judgement: Some(judgement), .. } => {
                all_or_nothing(&line.weight, *judgement == Judgement::Met)
            }
            other => undecided(&line.weight, not_usable(other)),
        },
        Goal::Qualitative(_) => match &actual.value {
            Value::Judged { judgement, share } => trace_judged(line, *judgement, share.as_ref(), actual),
            other => undecided(&line.weight, not_usable(other)),
        },
        Goal::NotApplicable(_) => not_applicable(&line.weight),
    }
}

/// Scores the execution of the budget.
pub(super) fn trace_execution(scope: &Scope<'_>, rule: &Rule, weight: &Exact) -> Traced {
    match scope.actuals.budget.as_ref().map(execution_rate) {
        None => undecided(weight, Problem::NoValue),
        Some(Err(problem)) => undecided(weight, problem),
        Some(Ok(rate)) => {
            let (measured, nothing) = (Measured::execution(rate), Actual::default());
            trace_measured(scope, rule, weight, &nothing, measured, &|line| Err(Gap::Line(line)))
        }
    }
}

/// 执行数 over 预算数.
pub(super) fn execution_rate(budget: &Budget) -> Result<Exact, Problem> {
    let number = |actual: &Actual| match &actual.value {
        Value::Number(measure) => Ok(measure.value.clone()),
        other => Err(not_usable(other)),
    };
    let (planned, executed) = (number(&budget.planned)?, number(&budget.executed)?);
    if !planned.is_positive() {
        return Err(Problem::Gap(Gap::ByZero));
    }
    executed.div(&planned).ok_or(Problem::Gap(Gap::ByZero))
}

fn trace_measured(
    scope: &Scope<'_>,
    rule: &Rule,
    weight: &Exact,
    actual: &Actual,
    measured: Measured,
    of_line: &dyn Fn(usize) -> Result<Exact, Gap>,
) -> Traced {
    let assessed = measured.assess();
    let verdict = if assessed.met { Verdict::Met } else { Verdict::Missed };
    if let Method::Judged(bands) = &rule.method {
        // The number decides the verdict; a missed target still needs a person's points.
        let judgement = assessed.met.then_some(Judgement::Met);
        let judged = judge(bands, weight, judgement, None, actual.stated);
        return Traced {
            verdict: if judged.problem == Some(Problem::OutOfBand) { Verdict::Undecided } else { verdict },
            points: judged.points.clone(),
            attainment: assessed.attainment.clone(),
            problem: judged.problem,
            trace: Trace::MeasuredAndJudged { measured, assessed, judged },
        };
    }
    let case = Case { rule, measured: &measured, assessed: &assessed, weight, units: scope.units() };
    let outcome = methods::points(&case, &mut |leaf| match leaf {
        Leaf::Data(item) => expr::data_in_base_units(scope.plan, scope.actuals, item),
        Leaf::Line(other) => Ok(expr::line_in_base_units(scope.plan, other, &of_line(other)?)),
        Leaf::Word(_) => Err(Gap::Word),
    });
    let attainment = assessed.attainment.clone();
    match outcome {
        Ok(Outcome { points, how }) => Traced {
            verdict,
            points: Points::Exactly(points),
            attainment,
            problem: None,
            trace: Trace::Measured { measured, assessed, how },
        },
        Err(gap) => Traced { attainment, ..undecided(weight, Problem::Gap(gap)) },
    }
}

/// A date: all or nothing, unless the rule takes points off for each day.
fn trace_date(scope: &Scope<'_>, line: &Line, sign: Sign, target: Date, done: Date) -> Traced {
    let met = sign.holds(done.cmp(&target));
    let Method::Deduct { side: crate::plan::Side::Late, step, points, remainder } = &line.rule.method else {
        return all_or_nothing(&line.weight, met);
    };
    let late = Exact::int(days_between(target, done));
    match late_steps(scope, &late, Exact::from(step.number), step.unit, *remainder) {
        Ok(steps) => {
            let left = &line.weight - &(&steps * points);
            let points = Points::Exactly(left.max(Exact::ZERO).min(line.weight.clone()));
            let verdict = if met { Verdict::Met } else { Verdict::Missed };
            let trace = Trace::Late { days: late, steps };
            Traced { verdict, points, attainment: None, problem: None, trace }
        }
        Err(gap) => undecided(&line.weight, Problem::Gap(gap)),
    }
}

fn days_between(from: Date, to: Date) -> i128 {
    i128::from(from.duration_until(to).as_hours() / 24)
}

fn late_steps(scope: &Scope<'_>, days: &Exact, step: Exact, unit: UnitId, remainder: Remainder) -> Result<Exact, Gap> {
    let step_in_days = match &scope.day {
        _ if unit == UnitId::NONE => step,
        // The model lets only units of time follow 每晚.
        Some(day) => (&step * &scope.units().get(unit).scale).div(day).ok_or(Gap::RuleUnit)?,
        None => return Err(Gap::RuleUnit),
    };
    count_steps(days, &step_in_days, remainder)
}

fn trace_judged(line: &Line, judgement: Option<Judgement>, share: Option<&Exact>, actual: &Actual) -> Traced {
    if let Method::Judged(bands) = &line.rule.method {
        let judged = judge(bands, &line.weight, judgement, share, actual.stated);
        return Traced {
            verdict: judged.verdict,
            points: judged.points.clone(),
            attainment: None,
            problem: judged.problem,
            trace: Trace::Judged(judged),
        };
    }
    match judgement {
        Some(judgement) => all_or_nothing(&line.weight, judgement == Judgement::Met),
        None => undecided(&line.weight, Problem::Unjudged),
    }
}

fn all_or_nothing(weight: &Exact, met: bool) -> Traced {
    Traced {
        verdict: if met { Verdict::Met } else { Verdict::Missed },
        points: if met { Points::Exactly(weight.clone()) } else { Points::ZERO },
        attainment: None,
        problem: None,
        trace: Trace::Plain,
    }
}

/// A line that is not assessed has no weight in a form that adds up. When it has, nobody
/// can say whether the points are given or lost.
fn not_applicable(weight: &Exact) -> Traced {
    let problem = (!weight.is_zero()).then_some(Problem::NotApplicable);
    let points = Points::between(Exact::ZERO, weight.clone());
    Traced { verdict: Verdict::NotApplicable, points, attainment: None, problem, trace: Trace::Open }
}

fn undecided(weight: &Exact, problem: Problem) -> Traced {
    Traced {
        verdict: Verdict::Undecided,
        points: Points::between(Exact::ZERO, weight.clone()),
        attainment: None,
        problem: Some(problem),
        trace: Trace::Open,
    }
}

fn not_usable(value: &Value) -> Problem {
    match value {
        Value::Missing => Problem::NoValue,
        Value::Unusable(why) => Problem::Unusable(*why),
        Value::Number(_) | Value::Growth(_) | Value::Date(_) | Value::YesNo(_) | Value::Judged { .. } => {
            Problem::Unusable(Unusable::OtherKind)
        }
    }
}
