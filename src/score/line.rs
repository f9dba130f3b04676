//! One line: from its goal and actual value to a verdict and points.
//!
//! [`settle`] decides; [`score`](super::score) keeps the result, [`explain`](super::explain)
//! asks for the trace as well. So nothing is decided twice.

use jiff::civil::Date;

use crate::exact::Exact;
use crate::model::unit::{UnitId, Units};
use crate::plan::{Goal, Line, Method, Plan, Quantity, Rule};
use crate::score::actuals::{Actual, Actuals, Budget, Unusable, Value};
use crate::score::card::{Gap, Points, Problem};
use crate::score::expr::{self, Leaf};
use crate::score::judged::{Judged, judge};
use crate::score::measure::{Assessed, Measured, measure};
use crate::score::methods::{self, Case, How, Outcome, count_steps};
use crate::terms::{Judgement, Sign, Verdict};

/// How a line came to its points.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Trace {
    /// By numbers.
    Measured { measured: Measured, assessed: Assessed, how: How },
    /// By numbers, where 等级 is the rule.
    MeasuredAndJudged { measured: Measured, assessed: Assessed, judged: Judged },
    /// A date and points for being late.
    Late { days: Exact, steps: Exact },
    /// By a judgement.
    Judged(Judged),
    /// All or nothing (dates, yes and no, judgements under a rule that knows no bands), or
    /// nothing to compute with.
    #[default]
    Plain,
}

/// The result of a line before rounding.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settled {
    pub verdict: Verdict,
    pub points: Points,
    pub attainment: Option<Exact>,
    pub problem: Option<Problem>,
}

/// Where the trace goes, when it is wanted.
pub(super) type Keep<'a> = Option<&'a mut Trace>;

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
pub(super) fn settle(
    scope: &Scope<'_>,
    line: &Line,
    actual: &Actual,
    computed: Option<&Result<Exact, Gap>>,
    of_line: &dyn Fn(usize) -> Result<Exact, Gap>,
    keep: Keep<'_>,
) -> Settled {
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
                Ok(measured) => settle_measured(scope, &line.rule, &line.weight, actual, measured, of_line, keep),
                Err(problem) => undecided(&line.weight, problem),
            }
        }
        Goal::Date { sign, date } => match &actual.value {
            Value::Date(done) => settle_date(scope, line, *sign, *date, *done, keep),
            other => undecided(&line.weight, not_usable(other)),
        },
        Goal::YesNo(wanted) => match &actual.value {
            Value::YesNo(found) => whole_or_none(all_or_nothing(&line.weight, wanted == found)),
            Value::Judged { judgement: Some(judgement), .. } => {
                whole_or_none(all_or_nothing(&line.weight, *judgement == Judgement::Met))
            }
            other => undecided(&line.weight, not_usable(other)),
        },
        Goal::Qualitative(_) => match &actual.value {
            Value::Judged { judgement, share } => settle_judged(line, *judgement, share.as_ref(), actual, keep),
            other => undecided(&line.weight, not_usable(other)),
        },
        Goal::NotApplicable(_) => not_applicable(&line.weight),
    }
}

/// Scores the execution of the budget.
pub(super) fn settle_execution(scope: &Scope<'_>, rule: &Rule, weight: &Exact, keep: Keep<'_>) -> Settled {
    match scope.actuals.budget.as_ref().map(execution_rate) {
        None => undecided(weight, Problem::NoValue),
        Some(Err(problem)) => undecided(weight, problem),
        Some(Ok(rate)) => settle_by_rate(scope, rule, weight, rate, keep),
    }
}

/// Scores a rate of execution.
pub(super) fn settle_by_rate(scope: &Scope<'_>, rule: &Rule, weight: &Exact, rate: Exact, keep: Keep<'_>) -> Settled {
    let (measured, nothing) = (Measured::execution(rate), Actual::default());
    settle_measured(scope, rule, weight, &nothing, measured, &|line| Err(Gap::Line(line)), keep)
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

fn settle_measured(
    scope: &Scope<'_>,
    rule: &Rule,
    weight: &Exact,
    actual: &Actual,
    measured: Measured,
    of_line: &dyn Fn(usize) -> Result<Exact, Gap>,
    keep: Keep<'_>,
) -> Settled {
    let assessed = measured.assess();
    let verdict = if assessed.met { Verdict::Met } else { Verdict::Missed };
    if let Method::Judged(bands) = &rule.method {
        // The number decides the verdict; a missed target still needs a person's points.
        let judgement = assessed.met.then_some(Judgement::Met);
        let judged = judge(bands, weight, judgement, None, actual.stated);
        let settled = Settled {
            verdict: if judged.problem == Some(Problem::OutOfBand) { Verdict::Undecided } else { verdict },
            points: judged.points.clone(),
            attainment: assessed.attainment.clone(),
            problem: judged.problem,
        };
        if let Some(keep) = keep {
            *keep = Trace::MeasuredAndJudged { measured, assessed, judged };
        }
        return settled;
    }
    let case = Case { rule, measured: &measured, assessed: &assessed, weight, units: scope.units() };
    let outcome = methods::points(&case, &mut |leaf| match leaf {
        Leaf::Data(item) => expr::data_in_base_units(scope.plan, scope.actuals, item),
        Leaf::Line(other) => Ok(expr::line_in_base_units(scope.plan, other, &of_line(other)?)),
        Leaf::Word(_) => Err(Gap::Word),
    });
    match outcome {
        Ok(Outcome { points, how }) => match keep {
            None => {
                Settled { verdict, points: Points::Exactly(points), attainment: assessed.attainment, problem: None }
            }
            Some(keep) => {
                let attainment = assessed.attainment.clone();
                *keep = Trace::Measured { measured, assessed, how };
                Settled { verdict, points: Points::Exactly(points), attainment, problem: None }
            }
        },
        Err(gap) => Settled { attainment: assessed.attainment, ..undecided(weight, Problem::Gap(gap)) },
    }
}

/// A date: all or nothing, unless the rule takes points off for each day.
fn settle_date(scope: &Scope<'_>, line: &Line, sign: Sign, target: Date, done: Date, keep: Keep<'_>) -> Settled {
    settle_days(scope, line, sign, &Exact::int(days_between(target, done)), keep)
}

/// The same by the days after the date.
pub(super) fn settle_days(scope: &Scope<'_>, line: &Line, sign: Sign, late: &Exact, keep: Keep<'_>) -> Settled {
    let met = sign.holds(late.cmp(&Exact::ZERO));
    let Method::Deduct { side: crate::plan::Side::Late, step, points, remainder } = &line.rule.method else {
        return whole_or_none(all_or_nothing(&line.weight, met));
    };
    let steps = step_in_days(scope, *step).and_then(|step| count_steps(late, &step, *remainder));
    match steps {
        Ok(steps) => {
            let left = &line.weight - &(&steps * points);
            let points = Points::Exactly(left.max(Exact::ZERO).min(line.weight.clone()));
            let verdict = if met { Verdict::Met } else { Verdict::Missed };
            if let Some(keep) = keep {
                *keep = Trace::Late { days: late.clone(), steps };
            }
            whole_or_none(Settled { verdict, points, attainment: None, problem: None })
        }
        Err(gap) => undecided(&line.weight, Problem::Gap(gap)),
    }
}

/// With 完成率 100% or 0%, by the verdict: a date and a yes or no have no proportion.
fn whole_or_none(settled: Settled) -> Settled {
    let met = settled.verdict == Verdict::Met;
    Settled { attainment: Some(if met { Exact::ONE } else { Exact::ZERO }), ..settled }
}

/// Days from one date to another; negative when the other is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i128 {
    i128::from(from.duration_until(to).as_hours() / 24)
}

/// The step of 每晚 in days.
pub(super) fn step_in_days(scope: &Scope<'_>, step: Quantity) -> Result<Exact, Gap> {
    let number = Exact::from(step.number);
    match &scope.day {
        _ if step.unit == UnitId::NONE => Ok(number),
        // The model lets only units of time follow 每晚.
        Some(day) => (&number * &scope.units().get(step.unit).scale).div(day).ok_or(Gap::RuleUnit),
        None => Err(Gap::RuleUnit),
    }
}

fn settle_judged(
    line: &Line,
    judgement: Option<Judgement>,
    share: Option<&Exact>,
    actual: &Actual,
    keep: Keep<'_>,
) -> Settled {
    if let Method::Judged(bands) = &line.rule.method {
        let judged = judge(bands, &line.weight, judgement, share, actual.stated);
        let points = judged.points.clone();
        let settled = Settled { verdict: judged.verdict, points, attainment: None, problem: judged.problem };
        if let Some(keep) = keep {
            *keep = Trace::Judged(judged);
        }
        return settled;
    }
    match judgement {
        Some(judgement) => all_or_nothing(&line.weight, judgement == Judgement::Met),
        None => undecided(&line.weight, Problem::Unjudged),
    }
}

fn all_or_nothing(weight: &Exact, met: bool) -> Settled {
    Settled {
        verdict: if met { Verdict::Met } else { Verdict::Missed },
        points: if met { Points::Exactly(weight.clone()) } else { Points::ZERO },
        attainment: None,
        problem: None,
    }
}

/// A line that is not assessed has no weight in a form that adds up. When it has, nobody
/// can say whether the points are given or lost.
fn not_applicable(weight: &Exact) -> Settled {
    let problem = (!weight.is_zero()).then_some(Problem::NotApplicable);
    let points = Points::between(Exact::ZERO, weight.clone());
    Settled { verdict: Verdict::NotApplicable, points, attainment: None, problem }
}

fn undecided(weight: &Exact, problem: Problem) -> Settled {
    Settled {
        verdict: Verdict::Undecided,
        points: Points::between(Exact::ZERO, weight.clone()),
        attainment: None,
        problem: Some(problem),
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
