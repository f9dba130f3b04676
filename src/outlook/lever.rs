//! What of a line can be another value: its own actual value, the data that it is computed from, a
//! date, a judgement, the money executed. Each is a lever, with the steps that it moves in.
//!
//! A value moves in whole things where its unit counts them (件, 家, 万人次, see
//! [`Units::is_counted`]) and target and value are whole, else in hundredths of its unit or finer
//! where the target or the value is. What has been counted does not become less: of such values
//! only more is proposed, as of money executed.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::curve::{self, Bar, Curve, Stretch, greatest_below, least_above};
use crate::exact::Exact;
use crate::model::unit::{UnitId, Units};
use crate::plan::{Goal, Plan};
use crate::score::actuals::{Actuals, Budget, Measure, Value};
use crate::score::own_unit;
use crate::score::trial::{Trials, Tried, degree, number, uses};
use crate::terms::Judgement;

/// Decimal places of a value that is not counted, unless it is written with more.
const PLACES: u32 = 2;
/// Places beyond which a written value is not followed.
const MOST_PLACES: u32 = 8;
/// How much finer growth moves, which is shown as a percentage.
const RATIO_PLACES: u32 = 4;

/// What has a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// 预算执行率.
    Execution,
    /// A line of the plan.
    Line(usize),
}

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// The actual value, in the unit of the line.
    Own(UnitId),
    /// The growth over last year, a ratio.
    Growth,
    /// The day of completion, in days after this date.
    Days(Date),
    /// A data item, in its unit.
    Data(usize),
    /// 全年执行数, in the unit it is written in: so many base units.
    Executed,
    /// Yes or no, or a judgement.
    Choice,
}

/// What it is changed to.
#[derive(Debug, Clone, PartialEq)]
pub enum To {
    /// At least this.
    Least(Exact),
    /// At most this.
    Most(Exact),
    /// Yes or no.
    YesNo(bool),
    /// A judgement.
    Judged(Judgement),
}

impl To {
    /// The number, where it is one.
    pub fn number(&self) -> Option<&Exact> {
        match self {
            To::Least(value) | To::Most(value) => Some(value),
            To::YesNo(_) | To::Judged(_) => None,
        }
    }
}

/// One change of one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// What is changed.
    pub variable: Variable,
    /// What it is now; none where it is missing, or no number.
    pub from: Option<Exact>,
    /// What it is to be.
    pub to: To,
    /// What it moves in.
    pub step: Exact,
    /// By how much of the target (of a data item: of itself, of the budget: of it) it is changed;
    /// none where the value is missing, or nothing says what much is.
    pub effort: Option<Exact>,
    /// The points then, before rounding.
    pub points: Exact,
    /// Whether the target is met then.
    pub met: bool,
}

/// Why nothing more can be had, or nothing can be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Barrier {
    /// The work was done on a day, and the score of a day does not change.
    DayPassed,
    /// What has been counted is above the bound, or the money is spent.
    CountedAlready,
    /// The rule gives no more, whatever the value.
    RuleGivesNoMore,
    /// The rule cannot be solved for the value.
    Unsolvable,
    /// It is computed from several data items that are missing; indices into the plan's data.
    NoData(Vec<usize>),
    /// The line is not assessed.
    NotApplicable,
    /// It cannot be scored whatever the value, as without last year's value.
    NotScored,
}

/// A value that can be any number.
pub(super) struct Axis {
    variable: Variable,
    now: Option<Exact>,
    step: Exact,
    /// Whether it can become less than it is.
    falls: bool,
    /// What an effort is measured against.
    size: Exact,
    curve: Curve,
}

/// A value that can be one of a few.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    to: To,
    points: Exact,
}

/// What can be changed of a line.
pub(super) enum Lever {
    Axes(Vec<Axis>),
    Choice(Choice),
    Closed(Barrier),
}

/// What can be changed of a line, or of the execution of the budget.
pub(super) fn lever(trials: &Trials<'_>, subject: Subject) -> Lever {
    match subject {
        Subject::Execution => of_execution(trials),
        Subject::Line(index) => of_line(trials, index),
    }
}

fn of_line(trials: &Trials<'_>, index: usize) -> Lever {
    let Some(line) = trials.plan().lines.get(index) else { return Lever::Closed(Barrier::NotScored) };
    let choice = |to: To, value: Value| match trials.line(index, value) {
        Some(tried) => Lever::Choice(Choice { to, points: tried.points.low().clone() }),
        None => Lever::Closed(Barrier::NotScored),
    };
    match &line.goal {
        Goal::NotApplicable(_) => Lever::Closed(Barrier::NotApplicable),
        Goal::YesNo(wanted) => choice(To::YesNo(*wanted), Value::YesNo(*wanted)),
        Goal::Qualitative(_) => {
            let judgement = Judgement::Met;
            choice(To::Judged(judgement), Value::Judged { judgement: Some(judgement), share: None })
        }
        Goal::Date { date, .. } => match value_of(trials.actuals(), index) {
            Value::Date(_) => Lever::Closed(Barrier::DayPassed),
            _ => axes([by_days(trials, index, *date)]),
        },
        Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {
            of_number(trials, index)
        }
    }
}

fn axes(found: impl IntoIterator<Item = Option<Axis>>) -> Lever {
    let axes: Vec<Axis> = found.into_iter().flatten().collect();
    if axes.is_empty() { Lever::Closed(Barrier::Unsolvable) } else { Lever::Axes(axes) }
}

fn value_of(actuals: &Actuals, index: usize) -> &Value {
    actuals.lines.get(index).map_or(&Value::Missing, |actual| &actual.value)
}

/// A line about numbers: by its own value, or by each of the data items of its formula.
fn of_number(trials: &Trials<'_>, index: usize) -> Lever {
    let (plan, actuals) = (trials.plan(), trials.actuals());
    let Some(line) = plan.lines.get(index) else { return Lever::Closed(Barrier::NotScored) };
    let own = own_unit(line);
    let is_scored = |value: Value| trials.line(index, value).is_some();
    if let Some(formula) = &line.formula {
        let items: Vec<usize> = (0..plan.data.len()).filter(|item| uses(formula, *item) > 0).collect();
        let missing: Vec<usize> = items.iter().copied().filter(|item| data_value(actuals, *item).is_none()).collect();
        match (missing.as_slice(), value_of(actuals, index)) {
            ([], _) => return axes(items.into_iter().map(|item| by_data(trials, index, item))),
            // A value that was filled in stands in for one that cannot be computed.
            (_, Value::Number(_) | Value::Growth(_)) => {}
            ([only], _) => return axes([by_data(trials, index, *only)]),
            _ => return Lever::Closed(Barrier::NoData(missing)),
        }
    }
    match (value_of(actuals, index), own) {
        (Value::Growth(measure), _) => axes([by_growth(trials, index, Some(&measure.value))]),
        (Value::Number(measure), Some(unit)) => axes([by_value(trials, index, unit, Some(&measure.value))]),
        (_, Some(unit)) if is_scored(number(Exact::ONE)) => axes([by_value(trials, index, unit, None)]),
        (_, None) if matches!(line.goal, Goal::Growth { .. }) => axes([by_growth(trials, index, None)]),
        _ => Lever::Closed(Barrier::NotScored),
    }
}

fn data_value(actuals: &Actuals, item: usize) -> Option<&Exact> {
    match &actuals.data.get(item)?.value {
        Value::Number(measure) => Some(&measure.value),
        _ => None,
    }
}

/// The bound that a change is measured against, in the unit of the line.
pub(super) fn target_of(plan: &Plan, index: usize) -> Option<Exact> {
    let line = plan.lines.get(index)?;
    let measured = crate::score::measure(line, &plan.units, &Exact::ZERO, false).ok()?;
    match (&line.goal, line.previous) {
        (Goal::Growth { rate, .. }, Some(previous)) => {
            Some(&Exact::from(previous.number) * &(&Exact::ONE + rate.as_ref()))
        }
        _ => Some(measured.upper().clone()),
    }
}

/// What an effort is measured against: the first that is not zero.
fn size(candidates: [Option<&Exact>; 2]) -> Exact {
    let size = candidates.into_iter().flatten().find(|size| !size.is_zero());
    size.map_or(Exact::ONE, Exact::abs)
}

fn by_value(trials: &Trials<'_>, index: usize, unit: UnitId, now: Option<&Exact>) -> Option<Axis> {
    let plan = trials.plan();
    let line = plan.lines.get(index)?;
    let target = target_of(plan, index);
    let value = |x: &Exact| Some(trials.line(index, number(x.clone()))?.raw);
    let curve = Curve::of(trials.breaks(index, false)?, degree(&line.rule.method), &value)?;
    let step = step(&plan.units, unit, &[target.as_ref(), now]);
    Some(Axis {
        variable: Variable::Own(unit),
        now: now.cloned(),
        step,
        falls: !plan.units.is_counted(unit),
        size: size([target.as_ref(), now]),
        curve,
    })
}

fn by_growth(trials: &Trials<'_>, index: usize, now: Option<&Exact>) -> Option<Axis> {
    let line = trials.plan().lines.get(index)?;
    let Goal::Growth { rate, .. } = &line.goal else { return None };
    let value = |x: &Exact| Some(trials.line(index, growth(x.clone()))?.raw);
    let curve = Curve::of(trials.breaks(index, true)?, degree(&line.rule.method), &value)?;
    Some(Axis {
        variable: Variable::Growth,
        now: now.cloned(),
        step: curve::unit(RATIO_PLACES),
        falls: true,
        size: size([Some(&(&Exact::ONE + rate.as_ref())), None]),
        curve,
    })
}

fn growth(value: Exact) -> Value {
    Value::Growth(Measure { number: Decimal::ZERO, unit: None, value })
}

fn by_days(trials: &Trials<'_>, index: usize, date: Date) -> Option<Axis> {
    let value = |x: &Exact| Some(trials.days_after(index, x)?.raw);
    let curve = Curve::of(trials.day_breaks(index)?, 1, &value)?;
    let (step, size) = (Exact::ONE, Exact::ONE);
    Some(Axis { variable: Variable::Days(date), now: None, step, falls: true, size, curve })
}

/// The score of a computed line by one of its data items: the shape of the score, seen through the
/// formula, which is a quotient of the first degree in the item or cannot be solved.
fn by_data(trials: &Trials<'_>, index: usize, item: usize) -> Option<Axis> {
    let (plan, now) = (trials.plan(), data_value(trials.actuals(), item));
    let line = plan.lines.get(index)?;
    let is_growth = line.previous.is_none() && matches!(line.goal, Goal::Growth { .. });
    let of_item = |x: &Exact| trials.computed_with(index, item, x);
    let formula = Curve::quotient(uses(line.formula.as_ref()?, item), &of_item)?;
    let mut breaks = formula.breaks();
    for at in trials.breaks(index, is_growth)? {
        breaks.extend(formula.where_equal(&at));
    }
    let value = |x: &Exact| Some(trials.line(index, number(of_item(x)?))?.raw);
    let curve = Curve::of(breaks, degree(&line.rule.method), &value)?;
    let unit = plan.data.get(item)?.unit;
    Some(Axis {
        variable: Variable::Data(item),
        now: now.cloned(),
        step: step(&plan.units, unit, &[now]),
        falls: !plan.units.is_counted(unit),
        size: size([now, None]),
        curve,
    })
}

fn of_execution(trials: &Trials<'_>) -> Lever {
    let Some(budget) = &trials.actuals().budget else { return Lever::Closed(Barrier::NotScored) };
    let Value::Number(planned) = &budget.planned.value else { return Lever::Closed(Barrier::NotScored) };
    if !planned.value.is_positive() {
        return Lever::Closed(Barrier::NotScored);
    }
    axes([by_money(trials, planned)])
}

fn by_money(trials: &Trials<'_>, planned: &Measure) -> Option<Axis> {
    let plan = trials.plan();
    let budget = trials.actuals().budget.as_ref()?;
    let executed = match &budget.executed.value {
        Value::Number(measure) => Some(&measure.value),
        _ => None,
    };
    let factor = money_factor(plan, budget);
    let in_unit = |base: &Exact| base.div(&factor);
    let budgeted = in_unit(&planned.value)?;
    let now = executed.and_then(in_unit);
    let value = |x: &Exact| Some(trials.execution(x.div(&budgeted)?)?.raw);
    let breaks = trials.execution_breaks()?.into_iter().map(|rate| &rate * &budgeted);
    let curve = Curve::of(breaks, degree(&plan.framework.execution.as_ref()?.rule.method), &value)?;
    let step = curve::unit(places(&[Some(&budgeted), now.as_ref()]).max(PLACES));
    Some(Axis { variable: Variable::Executed, now, step, falls: false, size: size([Some(&budgeted), None]), curve })
}

/// How many base units one unit of the money executed is, as it is written.
pub(super) fn money_factor(plan: &Plan, budget: &Budget) -> Exact {
    budget.unit().and_then(|unit| plan.units.read(unit).ok()).map_or(Exact::ONE, |unit| unit.scale)
}

/// What a value in a unit moves in.
fn step(units: &Units, unit: UnitId, values: &[Option<&Exact>]) -> Exact {
    if units.is_counted(unit)
        && let Some(one) = Exact::ONE.div(&units.get(unit).scale)
    {
        let is_whole =
            |value: &&Exact| value.div(&one).is_some_and(|count| count.round(0, Default::default()) == count);
        if values.iter().flatten().all(is_whole) {
            return one;
        }
    }
    curve::unit(places(values).max(PLACES))
}

/// The most decimal places of the values.
pub(super) fn places(values: &[Option<&Exact>]) -> u32 {
    let of = |value: &Exact| (0..MOST_PLACES).find(|places| value.round(*places, Default::default()) == *value);
    values.iter().flatten().filter_map(|value| of(value)).max().unwrap_or(0)
}

impl Lever {
    /// The scores, rounded, that come into question as the highest that can be had, highest first.
    pub(super) fn highest(&self, weight: &Exact, round: &dyn Fn(&Exact) -> Exact, unit: &Exact) -> Vec<Exact> {
        let mut scores = vec![round(weight)];
        match self {
            Lever::Axes(axes) => {
                for end in axes.iter().flat_map(|axis| axis.curve.ends()) {
                    let score = round(&end.max(Exact::ZERO).min(weight.clone()));
                    // An end that is only come near to may be one less when it is rounded.
                    scores.push(&score - unit);
                    scores.push(score);
                }
            }
            Lever::Choice(choice) => scores = vec![round(&choice.points)],
            Lever::Closed(_) => scores.clear(),
        }
        scores.sort_by(|a, b| b.cmp(a));
        scores.dedup();
        scores
    }

    /// The smallest change that earns at least what reaches a bar, measured by effort, then the
    /// others that do; each is held against the score itself.
    pub(super) fn moves(&self, trials: &Trials<'_>, subject: Subject, bar: &Bar) -> Vec<Move> {
        let mut moves: Vec<Move> = match self {
            Lever::Axes(axes) => axes.iter().filter_map(|axis| axis.reach(trials, subject, bar)).collect(),
            Lever::Choice(choice) => {
                let reached = if bar.above { choice.points > bar.at } else { choice.points >= bar.at };
                let chosen = Move {
                    variable: Variable::Choice,
                    from: None,
                    to: choice.to.clone(),
                    step: Exact::ONE,
                    effort: None,
                    points: choice.points.clone(),
                    met: true,
                };
                if reached { vec![chosen] } else { Vec::new() }
            }
            Lever::Closed(_) => Vec::new(),
        };
        moves.sort_by(|a, b| (a.effort.is_none(), &a.effort).cmp(&(b.effort.is_none(), &b.effort)));
        moves
    }

    /// Whether more could be had of a value that was less than it is.
    pub(super) fn is_past(&self, bar: &Bar) -> bool {
        let Lever::Axes(axes) = self else { return false };
        axes.iter().any(|axis| {
            let below = |now: &Exact| greatest_below(&axis.curve.reaching(bar), Some(now), &axis.step);
            !axis.falls && axis.now.as_ref().and_then(below).is_some()
        })
    }
}

impl Axis {
    fn reach(&self, trials: &Trials<'_>, subject: Subject, bar: &Bar) -> Option<Move> {
        let stretches = self.curve.reaching(bar);
        let now = self.now.as_ref();
        let more = least_above(&stretches, now, &self.step).map(To::Least);
        let less = if self.falls || now.is_none() { greatest_below(&stretches, now, &self.step) } else { None };
        let less = less.map(To::Most);
        let distance = |to: &To| match (to.number(), now) {
            (Some(to), Some(now)) => (to - now).abs(),
            _ => Exact::ZERO,
        };
        let to = match (more, less) {
            // Of a value that is missing, the bound is told.
            (Some(_), Some(less)) if now.is_none() && stretches.iter().any(Stretch::has_no_low) => less,
            (Some(more), Some(less)) if distance(&less) < distance(&more) => less,
            (Some(more), _) => more,
            (None, less) => less?,
        };
        let value = to.number()?;
        let Tried { points, met, .. } = self.checked(trials, subject, value, bar)?;
        let effort = now.and_then(|now| (value - now).abs().div(&self.size));
        let points = points.low().clone();
        Some(Move { variable: self.variable, from: self.now.clone(), step: self.step.clone(), effort, points, met, to })
    }

    /// What a value scores; none where that does not reach the bar after all, which a curve that was
    /// proved never lets happen.
    fn checked(&self, trials: &Trials<'_>, subject: Subject, value: &Exact, bar: &Bar) -> Option<Tried> {
        let tried = match (self.variable, subject) {
            (Variable::Own(_), Subject::Line(index)) => trials.line(index, number(value.clone())),
            (Variable::Growth, Subject::Line(index)) => trials.line(index, growth(value.clone())),
            (Variable::Days(_), Subject::Line(index)) => trials.days_after(index, value),
            (Variable::Data(item), Subject::Line(index)) => {
                trials.line(index, number(trials.computed_with(index, item, value)?))
            }
            // The size of money executed is the budget.
            (Variable::Executed, Subject::Execution) => trials.execution(value.div(&self.size)?),
            _ => None,
        }?;
        let points = tried.points.low();
        let reached = if bar.above { *points > bar.at } else { *points >= bar.at };
        reached.then_some(tried)
    }
}
