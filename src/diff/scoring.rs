//! Two scoring rules: which of them gives more for the same achievement. The scorer is asked,
//! so that nothing about a score is decided here.
//!
//! A rule is compared apart from its target: 70 of 100 under the old one is held against 70.7 of
//! 101 under the new one, and three days late against three days late.

use std::cmp::Ordering;

use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::model::unit::UnitId;
use crate::model::value::{Goal, Quantity};
use crate::model::{Declaration, Model};
use crate::plan::{self, Expr, Line, Method, Plan, Subject};
use crate::score::actuals::{Actual, Actuals, Measure, Value};
use crate::score::{self, own_unit, show};
use crate::terms::Sign;

/// A step of the achievements that are tried is so much of the target.
const STEPS_TO_TARGET: i128 = 40;
/// Twice the target; beyond it only what [`FAR`] says.
const STEPS: i128 = 80;
/// Achievements far from the target, in percent of it: no rule that people write looks closer.
const FAR: [i128; 8] = [99, 101, 250, 300, 400, 500, 1000, 10_000];
/// Distances from a target of zero and below, in its unit: percents, cases, ten thousands.
const DISTANCES: [i128; 20] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 50, 100, 500, 1000];
/// Days from a date that are tried one by one, and those further off: a quarter, half a year, a year.
const DAYS: std::ops::RangeInclusive<i128> = -7..=62;
const FAR_DAYS: [i128; 8] = [-366, -92, -31, 90, 92, 120, 180, 365];
/// Stands for a value of last year, or a weight, that nobody has written.
const ASSUMED: i128 = 100;

/// How a new rule compares with the old one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Moved {
    /// The same points for everything that was tried.
    Same,
    /// Never more, and less for something.
    Less,
    /// Never less, and more for something.
    More,
    /// More for this achievement, and less for another one.
    Both(Example),
}

/// An achievement with the shares of the weight that it is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Example {
    /// In words, under the new target: `实际值 3 起`.
    pub achieved: String,
    pub was: Exact,
    pub is: Exact,
}

/// What an achievement is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    /// A number in base units.
    Number,
    /// The growth over last year itself, where both targets are one.
    Growth,
    /// Days from the target.
    Days,
}

/// One indicator of one version, scored on its own.
pub(super) struct Alone {
    plan: Plan,
}

impl Alone {
    /// None for an indicator whose score is no function of one number or day.
    pub(super) fn new(model: &Model, declaration: &Declaration, at: usize) -> Option<Alone> {
        let place = model.declarations.iter().position(|other| std::ptr::eq(other, declaration))?;
        let mut plan = plan::plan(model, place)?;
        let mut line = plan.lines.get(at)?.clone();
        let rests_on_others = matches!(&line.rule.method, Method::Formula(expr) if names_others(expr));
        if rests_on_others || matches!(line.rule.method, Method::Judged(_)) {
            return None;
        }
        if line.weight.is_zero() {
            line.weight = Exact::int(ASSUMED);
        }
        if matches!(line.goal, Goal::Previous { .. } | Goal::Growth { .. }) && line.previous.is_none() {
            line.previous = Some(Quantity { number: Decimal::from(ASSUMED), unit: unit_of_rule(&line) });
        }
        if own_unit(&line).is_none() && !matches!(line.goal, Goal::Date { .. }) {
            return None;
        }
        plan.lines = vec![Line { formula: None, ..line }];
        Some(Alone { plan })
    }

    fn line(&self) -> Option<&Line> {
        self.plan.lines.first()
    }

    fn in_base(&self, quantity: Quantity) -> Exact {
        self.plan.units.in_base(quantity.number, quantity.unit)
    }

    /// What one of its unit is in base units.
    fn scale(&self) -> Exact {
        let unit = self.line().and_then(own_unit);
        unit.map_or(Exact::ONE, |unit| self.plan.units.get(unit).scale.clone())
    }

    fn is_growth(&self) -> bool {
        self.line().is_some_and(|line| matches!(line.goal, Goal::Growth { .. }))
    }

    fn date(&self) -> Option<Date> {
        match self.line()?.goal {
            Goal::Date { date, .. } => Some(date),
            _ => None,
        }
    }

    /// What its target comes to on an axis, from below and from above; of most targets only one
    /// of them is a bound.
    fn bounds(&self, axis: Axis) -> Option<(Option<Exact>, Option<Exact>)> {
        let line = self.line()?;
        let previous = line.previous.map(|previous| self.in_base(previous));
        let of = |sign: Sign, value: Exact| match sign {
            Sign::Ge | Sign::Gt => (Some(value), None),
            Sign::Le | Sign::Lt => (None, Some(value)),
            Sign::Eq => (Some(value.clone()), Some(value)),
        };
        Some(match (&line.goal, previous) {
            (Goal::Quantity { sign, value }, _) => of(*sign, self.in_base(*value)),
            (Goal::Range { low, high }, _) => (Some(self.in_base(*low)), Some(self.in_base(*high))),
            (Goal::Previous { sign, factor, plus }, Some(previous)) => {
                let plus = plus.map_or(Exact::ZERO, |plus| self.in_base(plus));
                of(*sign, &(&previous * factor) + &plus)
            }
            (Goal::Growth { sign, rate }, _) if axis == Axis::Growth => of(*sign, (**rate).clone()),
            (Goal::Growth { sign, rate }, Some(previous)) => of(*sign, &previous * &(&Exact::ONE + rate)),
            (Goal::Date { sign, .. }, _) => of(*sign, Exact::ZERO),
            _ => return None,
        })
    }

    /// The value that an achievement is; none for what cannot be.
    fn value(&self, axis: Axis, achieved: &Exact) -> Option<Value> {
        let measure = |value: Exact| Measure { number: Decimal::ZERO, unit: None, value };
        Some(match axis {
            Axis::Number => Value::Number(measure(achieved.div(&self.scale())?)),
            Axis::Growth => Value::Growth(measure(achieved.clone())),
            Axis::Days => {
                let days = i64::try_from(achieved.as_pair()?.0).ok()?;
                Value::Date(self.date()?.checked_add(Span::new().days(days)).ok()?)
            }
        })
    }

    /// The share of the weight that an achievement is given.
    fn share(&self, axis: Axis, achieved: &Exact) -> Option<Exact> {
        let line = self.line()?;
        let value = self.value(axis, achieved)?;
        let actuals = Actuals { lines: vec![Actual { value, ..Actual::default() }], ..Actuals::default() };
        let card = score::score(&self.plan, &actuals);
        card.lines.first()?.exact.decided()?.div(&line.weight)
    }

    /// Where its rule turns on an axis: 及格, bounds of bands and points, and so many steps of a
    /// deduction from the target.
    fn turns(&self, axis: Axis) -> Vec<Exact> {
        let Some(line) = self.line() else { return Vec::new() };
        let (low, high) = self.bounds(axis).unwrap_or_default();
        let targets = || low.iter().chain(&high);
        // 完成率 of a cost is the target over what was spent.
        let attained = |bound: &Exact| -> Vec<Exact> {
            targets().flat_map(|target| [Some(target * bound), target.div(bound)]).flatten().collect()
        };
        let of = |subject: Option<Subject>, bound: Quantity| {
            let bound = self.in_base(bound);
            let own = (subject != Some(Subject::Attainment)).then(|| bound.clone());
            attained(&bound).into_iter().chain(own).collect::<Vec<_>>()
        };
        let mut out: Vec<Exact> = line.rule.pass.iter().flat_map(attained).collect();
        match &line.rule.method {
            Method::Bands(bands) => {
                let bounds = bands.iter().filter_map(|band| Some((band.subject, band.bound?.1)));
                out.extend(bounds.flat_map(|(subject, bound)| of(subject, bound)));
            }
            Method::Interpolate(points) => out.extend(points.iter().flat_map(|point| of(point.subject, point.at))),
            Method::Deduct { step, .. } => {
                let step = match axis {
                    // Steps of a number are in its own unit where they have none.
                    Axis::Number if step.unit == UnitId::NONE => &Exact::from(step.number) * &self.scale(),
                    Axis::Days => return out,
                    Axis::Number | Axis::Growth => self.in_base(*step),
                };
                let half = step.div(&Exact::int(2)).unwrap_or_else(|| step.clone());
                let away = [half.clone(), step.clone(), &step + &half, &step * &Exact::int(3), &step * &Exact::int(10)];
                for target in targets() {
                    out.extend(away.iter().flat_map(|by| [target + by, target - by]));
                }
            }
            Method::AllOrNothing | Method::Proportional | Method::Threshold(_) | Method::Linear => {}
            Method::Judged(_) | Method::Formula(_) => {}
        }
        out
    }

    fn words(&self, axis: Axis, achieved: &Exact) -> String {
        match axis {
            Axis::Growth => format!("增幅 {}%", show::number(&(achieved * &Exact::int(100)))),
            Axis::Days => match achieved.cmp(&Exact::ZERO) {
                Ordering::Equal => "如期".to_owned(),
                Ordering::Greater => format!("晚 {} 天", show::number(achieved)),
                Ordering::Less => format!("早 {} 天", show::number(&achieved.abs())),
            },
            Axis::Number => {
                let unit = self.line().and_then(own_unit).unwrap_or(UnitId::NONE);
                let number = achieved.div(&self.scale()).unwrap_or_else(|| achieved.clone());
                format!("实际值 {}", show::with_unit(&show::number(&number), &self.plan.units.get(unit).text))
            }
        }
    }
}

/// The unit that a rule of a line reckons in, for a value of last year that nobody has written.
fn unit_of_rule(line: &Line) -> UnitId {
    let plus = match &line.goal {
        Goal::Previous { plus: Some(plus), .. } => Some(plus.unit),
        _ => None,
    };
    let of_rule = match &line.rule.method {
        Method::Bands(bands) => bands.iter().find_map(|band| Some(band.bound?.1.unit)),
        Method::Interpolate(points) => points.first().map(|point| point.at.unit),
        Method::Deduct { step, .. } => Some(step.unit),
        _ => None,
    };
    plus.or(of_rule).unwrap_or(UnitId::NONE)
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

/// The same achievement under two targets: a share of either, or so much off it where one of them
/// is not above zero.
struct Scale {
    old: Exact,
    new: Exact,
    /// Whether nothing below zero can be achieved.
    counted: bool,
}

impl Scale {
    fn in_proportion(&self) -> bool {
        self.old.is_positive() && self.new.is_positive()
    }

    fn of_old(&self, achieved: &Exact) -> Option<(Exact, Exact)> {
        let new = if self.in_proportion() {
            (achieved * &self.new).div(&self.old)?
        } else {
            &(achieved - &self.old) + &self.new
        };
        Some((achieved.clone(), new))
    }

    fn of_new(&self, achieved: &Exact) -> Option<(Exact, Exact)> {
        let swapped = Scale { old: self.new.clone(), new: self.old.clone(), counted: self.counted };
        swapped.of_old(achieved).map(|(new, old)| (old, new))
    }

    /// Achievements near and far, so much below and above the target; `units` are what one is on
    /// either side.
    fn tried(&self, units: (&Exact, &Exact)) -> Vec<(Exact, Exact)> {
        if self.in_proportion() {
            let near = (0..=STEPS).filter_map(|step| Exact::ratio(step, STEPS_TO_TARGET));
            let far = FAR.into_iter().filter_map(|percent| Exact::ratio(percent, 100));
            return near.chain(far).map(|share| (&self.old * &share, &self.new * &share)).collect();
        }
        let whole = DISTANCES.into_iter().map(Exact::int);
        let parts = [(1, 10), (1, 2), (3, 2)].into_iter().filter_map(|(num, den)| Exact::ratio(num, den));
        let away = whole.chain(parts).flat_map(|by| [-&by, by]);
        let pair = |by: Exact| (&self.old + &(units.0 * &by), &self.new + &(units.1 * &by));
        away.map(pair).filter(|(old, new)| !self.counted || !(old.is_negative() || new.is_negative())).collect()
    }
}

/// The pairs of achievements that are compared; none where the targets have no side in common.
fn pairs(old: &Alone, new: &Alone, axis: Axis) -> Option<Vec<(Exact, Exact)>> {
    if axis == Axis::Days {
        return Some(DAYS.chain(FAR_DAYS).map(|days| (Exact::int(days), Exact::int(days))).collect());
    }
    let (was, is) = (old.bounds(axis)?, new.bounds(axis)?);
    let counted =
        axis == Axis::Number && [&was.0, &was.1, &is.0, &is.1].into_iter().flatten().all(|bound| !bound.is_negative());
    let side = |old: &Option<Exact>, new: &Option<Exact>| Some(Scale { old: old.clone()?, new: new.clone()?, counted });
    let one = match axis {
        Axis::Growth => (Exact::ratio(1, 100)?, Exact::ratio(1, 100)?),
        Axis::Number | Axis::Days => (old.scale(), new.scale()),
    };
    let mut out = Vec::new();
    let (low, high) = (side(&was.0, &is.0), side(&was.1, &is.1));
    let range = |(low, high): &(Option<Exact>, Option<Exact>)| low.is_some() && high.is_some() && low != high;
    // Of a range, what is below goes by its low end and what is above by its high one.
    let apart = range(&was) || range(&is);
    for (scale, below) in [(low, true), (high, false)] {
        let Some(scale) = scale else { continue };
        let turning = old.turns(axis).into_iter().filter_map(|turn| scale.of_old(&turn));
        let turning = turning.chain(new.turns(axis).into_iter().filter_map(|turn| scale.of_new(&turn)));
        let all = scale.tried((&one.0, &one.1)).into_iter().chain(turning);
        out.extend(all.filter(|(achieved, _)| !apart || (*achieved <= scale.old) == below || *achieved == scale.old));
    }
    (!out.is_empty()).then_some(out)
}

/// How the new rule compares with the old one for the same achievements; none where that cannot
/// be told.
pub(super) fn moved(old: &Alone, new: &Alone) -> Option<Moved> {
    let axis = match (old.date(), new.date()) {
        (Some(_), Some(_)) => Axis::Days,
        (None, None) if old.is_growth() && new.is_growth() => Axis::Growth,
        (None, None) => Axis::Number,
        _ => return None,
    };
    // Points off for a step are as many under any weight.
    let deducts = |alone: &Alone| alone.line().is_some_and(|line| matches!(line.rule.method, Method::Deduct { .. }));
    let mut levelled = Alone { plan: new.plan.clone() };
    if deducts(old) || deducts(new) {
        let weight = old.line()?.weight.clone();
        levelled.plan.lines.iter_mut().for_each(|line| line.weight = weight.clone());
    }
    let (mut more, mut less) = (None, false);
    for (before, after) in pairs(old, &levelled, axis)? {
        let (was, is) = (old.share(axis, &before)?, levelled.share(axis, &after)?);
        match is.cmp(&was) {
            Ordering::Greater if more.is_none() => {
                more = Some(Example { achieved: levelled.words(axis, &after), was, is });
            }
            Ordering::Less => less = true,
            Ordering::Greater | Ordering::Equal => {}
        }
    }
    Some(match (more, less) {
        (None, false) => Moved::Same,
        (Some(_), false) => Moved::More,
        (None, true) => Moved::Less,
        (Some(example), true) => Moved::Both(example),
    })
}

/// Two ladders of judgements: which of them allows more.
pub(super) fn judged(old: &Method, new: &Method) -> Option<Moved> {
    let (Method::Judged(old), Method::Judged(new)) = (old, new) else { return None };
    let (mut more, mut less) = (None, false);
    for was in old {
        let is = new.iter().find(|band| band.judgement == was.judgement)?;
        for (was_end, is_end) in [(&was.low, &is.low), (&was.high, &is.high)] {
            match is_end.cmp(was_end) {
                Ordering::Greater if more.is_none() => {
                    let achieved = was.judgement.word().to_owned();
                    more = Some(Example { achieved, was: was_end.clone(), is: is_end.clone() });
                }
                Ordering::Less => less = true,
                Ordering::Greater | Ordering::Equal => {}
            }
        }
    }
    Some(match (more, less) {
        (None, false) => Moved::Same,
        (Some(_), false) => Moved::More,
        (None, true) => Moved::Less,
        (Some(example), true) => Moved::Both(example),
    })
}
