//! How a year is going: what is done against what the time that has passed asks for, what the
//! present pace would make of the year, and what pace is needed.
//!
//! A value is taken to add up evenly over the year. Rates, means, dates and judgements do not add
//! up, and are told apart by their targets and units; whether a number of things is a stock that
//! stands all year cannot be told, and a reader is told so.

use jiff::civil::Date;

use super::lever::{Subject, places, target_of};
use crate::exact::{Exact, Rounding};
use crate::model::unit::UnitId;
use crate::plan::{Goal, Plan};
use crate::score::actuals::{Actuals, Value};
use crate::score::trial::{Trials, number};
use crate::score::{Points, Scorecard, measure, own_unit};

/// Months of a year.
const MONTHS: i128 = 12;

/// Units of how long something takes, which is told as a mean.
const DURATIONS: [&str; 4] = ["天", "小时", "秒", "月"];

/// A year on one of its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    /// The day.
    pub day: Date,
    /// The part of the year that has passed, its end of the day included.
    pub passed: Exact,
    /// The execution of the budget, then the lines in the order of the plan.
    pub watched: Vec<Watch>,
}

/// One value watched.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Whose.
    pub subject: Subject,
    /// What it says.
    pub state: State,
}

/// What can be said of a value in the middle of the year.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It adds up over the year.
    Going(Box<Going>),
    /// It does not, or there is nothing to say.
    Still(Still),
}

/// A value that adds up.
#[derive(Debug, Clone, PartialEq)]
pub struct Going {
    /// What is done, in the unit of the line; of the budget, in base units.
    pub done: Exact,
    /// What the year asks for, or allows.
    pub target: Exact,
    /// Whether less is better.
    pub reverse: bool,
    /// Done over target.
    pub progress: Exact,
    /// What the light goes by: progress over the time that has passed; the other way round where
    /// less is better. None where nothing is done and less is better, which no bound can be above.
    pub ratio: Option<Exact>,
    /// The light, an index into the framework's; none where the framework has none.
    pub light: Option<usize>,
    /// What the year comes to at this pace, in whole things where they are counted.
    pub expected: Exact,
    /// What that would score, rounded.
    pub score: Option<Points>,
    /// How much a month the rest of the year still needs, or still allows; none when the year is
    /// over. Not above zero when the target is reached, or used up.
    pub needed: Option<Exact>,
    /// How much a month it has been.
    pub so_far: Exact,
}

/// Why a value is not projected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Still {
    /// There is no value yet.
    Missing,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// A judgement.
    Judged,
    /// A percentage or the like.
    Rate,
    /// So many of one thing for each of another.
    Quotient,
    /// How long something takes.
    Duration,
    /// A range: neither more nor less.
    Range,
    /// A bare number.
    NoUnit,
    /// Nothing of which a share can be taken.
    NoTarget,
    /// Not assessed.
    NotApplicable,
}

/// Watches a plan on a day of its year.
pub fn pace(plan: &Plan, actuals: &Actuals, card: &Scorecard, day: Date) -> Pace {
    let passed = passed(day);
    let watcher = Watcher { plan, actuals, card, trials: Trials::new(plan, actuals), passed: &passed };
    let execution = card.execution.as_ref().map(|_| Watch { subject: Subject::Execution, state: watcher.budget() });
    let lines = (0..plan.lines.len()).map(|at| Watch { subject: Subject::Line(at), state: watcher.line(at) });
    let watched = execution.into_iter().chain(lines).collect();
    Pace { day, watched, passed }
}

/// The part of a year that has passed at the end of a day, each month the same part of it.
fn passed(day: Date) -> Exact {
    let (month, all) = (i128::from(day.month()) - 1, i128::from(day.days_in_month()));
    let months = &Exact::int(month) + &Exact::ratio(i128::from(day.day()), all).unwrap_or(Exact::ZERO);
    months.div(&Exact::int(MONTHS)).unwrap_or(Exact::ONE)
}

struct Watcher<'a> {
    plan: &'a Plan,
    actuals: &'a Actuals,
    card: &'a Scorecard,
    trials: Trials<'a>,
    passed: &'a Exact,
}

impl Watcher<'_> {
    fn line(&self, index: usize) -> State {
        match self.going(index) {
            Ok(going) => State::Going(Box::new(going)),
            Err(still) => State::Still(still),
        }
    }

    fn going(&self, index: usize) -> Result<Going, Still> {
        let line = self.plan.lines.get(index).ok_or(Still::Missing)?;
        match &line.goal {
            Goal::Date { .. } => return Err(Still::Date),
            Goal::YesNo(_) => return Err(Still::YesNo),
            Goal::Qualitative(_) => return Err(Still::Judged),
            Goal::NotApplicable(_) => return Err(Still::NotApplicable),
            Goal::Range { .. } => return Err(Still::Range),
            Goal::Quantity { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {}
        }
        let unit = own_unit(line).ok_or(Still::Rate)?;
        self.adds_up(unit)?;
        let done = self.value(index)?;
        let target = target_of(self.plan, index).ok_or(Still::NoTarget)?;
        if !target.is_positive() {
            return Err(Still::NoTarget);
        }
        let reverse = measure(line, &self.plan.units, &Exact::ZERO, false).is_ok_and(|measured| measured.reverse);
        let mut going = self.at_pace(done, target, reverse).ok_or(Still::NoTarget)?;
        // Whole things, and of measures as many places as are written, or two.
        let units = &self.plan.units;
        let one = Exact::ONE.div(&units.get(unit).scale).filter(|_| units.is_counted(unit));
        going.expected = match one {
            Some(one) => &going.expected.div(&one).unwrap_or(Exact::ZERO).round(0, Rounding::Down) * &one,
            None => going.expected.round(places(&[Some(&going.done), Some(&going.target)]).max(2), Rounding::HalfUp),
        };
        let tried = self.trials.line(index, number(going.expected.clone()));
        going.score = tried.map(|tried| self.rounded(&tried.points));
        Ok(going)
    }

    /// Whether values of a unit add up over a year.
    fn adds_up(&self, unit: UnitId) -> Result<(), Still> {
        let units = &self.plan.units;
        let found = units.get(unit);
        match found.dimension.as_slice() {
            [] if unit == UnitId::NONE => Err(Still::NoUnit),
            [] => Err(Still::Rate),
            [(_, 1)] => {
                let same = |text: &str| units.read(text).is_ok_and(|other| other.dimension == found.dimension);
                if DURATIONS.iter().any(|text| same(text)) { Err(Still::Duration) } else { Ok(()) }
            }
            _ => Err(Still::Quotient),
        }
    }

    fn value(&self, index: usize) -> Result<Exact, Still> {
        let computed = self.card.lines.get(index).and_then(|line| line.computed.as_deref());
        match (computed, self.actuals.lines.get(index).map(|actual| &actual.value)) {
            (Some(computed), _) => Ok(computed.clone()),
            (None, Some(Value::Number(measure))) => Ok(measure.value.clone()),
            (None, Some(Value::Growth(_))) => Err(Still::Rate),
            (None, _) => Err(Still::Missing),
        }
    }

    fn rounded(&self, points: &Points) -> Points {
        points.round(self.plan.framework.places, self.plan.framework.rounding)
    }

    fn at_pace(&self, done: Exact, target: Exact, reverse: bool) -> Option<Going> {
        let progress = done.div(&target)?;
        let ratio = if reverse { (&target * self.passed).div(&done) } else { progress.div(self.passed) };
        let lights = self.plan.framework.lights.as_ref();
        let light = lights.and_then(|lights| match &ratio {
            Some(ratio) => lights.of(ratio),
            None => lights.steps.len().checked_sub(1),
        });
        let months = &Exact::int(MONTHS) * self.passed;
        let left = &Exact::int(MONTHS) - &months;
        Some(Going {
            light,
            expected: done.div(self.passed)?,
            score: None,
            needed: (&target - &done).div(&left),
            so_far: done.div(&months)?,
            done,
            target,
            reverse,
            progress,
            ratio,
        })
    }

    fn budget(&self) -> State {
        let number = |value: &Value| match value {
            Value::Number(measure) => Some(measure.value.clone()),
            _ => None,
        };
        let figures = self.actuals.budget.as_ref().and_then(|budget| {
            let (planned, executed) = (number(&budget.planned.value)?, number(&budget.executed.value)?);
            planned.is_positive().then_some((planned, executed))
        });
        let Some((planned, executed)) = figures else { return State::Still(Still::Missing) };
        let Some(mut going) = self.at_pace(executed, planned, false) else { return State::Still(Still::NoTarget) };
        let rate = going.expected.div(&going.target);
        let tried = rate.and_then(|rate| self.trials.execution(rate));
        going.score = tried.map(|tried| self.rounded(&tried.points));
        State::Going(Box::new(going))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_by_months_and_days() {
        for (day, part) in [("2024-07-31", "7/12"), ("2024-02-29", "1/6"), ("2024-12-31", "1"), ("2024-04-15", "7/24")]
        {
            assert_eq!(passed(day.parse().unwrap()).to_fraction(), part, "{day}");
        }
    }
}
