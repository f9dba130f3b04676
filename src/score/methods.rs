//! The scoring methods for measured values: one function each, exact, without words.
//!
//! Every method returns points between nothing and the full weight, and how it came to
//! them, so that a derivation can be written later without deciding anything again.

use crate::exact::{Exact, Rounding};
use crate::model::unit::{UnitId, Units};
use crate::plan::{Band, Expr, Method, Point, Quantity, Remainder, Rule, ScoringWord, Side, Subject, Worth};
use crate::score::card::Gap;
use crate::score::expr::{self, Leaf};
use crate::score::measure::{Assessed, Measured, Standing};

/// How points were come by. Small, because every line is scored through it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum How {
    /// The target is reached: everything.
    Full,
    /// All or nothing, by the verdict.
    ByVerdict,
    /// The attainment, times the weight.
    Attainment,
    /// `1 − (actual − target) ÷ target`, times the weight.
    LinearExcess,
    /// Twice the target or more: nothing.
    Twice,
    /// Attainment does not exceed 门槛.
    BelowThreshold,
    /// `(attainment − p) ÷ (1 − p)`, times the weight.
    Threshold,
    /// Below 及格.
    BelowPass,
    /// The band of that index, compared with its subject.
    Band(usize, Subject),
    /// No band holds.
    NoBand,
    /// At or outside the point of that index.
    AtPoint(usize, Subject),
    /// Between the point of that index and the next.
    BetweenPoints(usize, Subject),
    /// Deducted for [`Case::steps`].
    Deducted,
    /// The expression, before it is held between nothing and the weight.
    Formula(Box<Exact>),
}

/// Points and how they were come by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    pub points: Exact,
    pub how: How,
}

impl Outcome {
    fn new(points: Exact, how: How) -> Self {
        Outcome { points, how }
    }
}

/// What a rule is applied to.
pub(super) struct Case<'a> {
    pub rule: &'a Rule,
    pub measured: &'a Measured,
    pub assessed: &'a Assessed,
    pub weight: &'a Exact,
    pub units: &'a Units,
}

/// What a bound is compared with, when its rule does not say: the actual value when the
/// bound has a unit of the line's own kind (or none), 完成率 when the bound is a ratio and
/// the line is not a rate. Nothing when the units do not fit.
pub fn subject_for(
    units: &Units,
    explicit: Option<Subject>,
    bound: UnitId,
    own: UnitId,
    rate: bool,
) -> Option<Subject> {
    if explicit.is_some() {
        return explicit;
    }
    if bound == own || bound == UnitId::NONE {
        return Some(Subject::Actual);
    }
    let (bound, own) = (&units.get(bound).dimension, &units.get(own).dimension);
    match (bound.is_empty(), bound == own) {
        (true, true) => Some(if rate { Subject::Actual } else { Subject::Attainment }),
        (true, false) => Some(Subject::Attainment),
        (false, true) => Some(Subject::Actual),
        (false, false) => None,
    }
}

/// The points of a case. `lookup` gives data items and other lines to 公式, in base units.
pub(super) fn points(case: &Case<'_>, lookup: &mut dyn FnMut(Leaf) -> Result<Exact, Gap>) -> Result<Outcome, Gap> {
    match &case.rule.method {
        Method::Proportional => Ok(case.proportional()),
        Method::Linear => Ok(case.linear()),
        Method::Threshold(bar) => Ok(case.threshold(bar)),
        // Whoever only knows 等级 for a number is judged by the caller; the verdict is left.
        Method::AllOrNothing | Method::Judged(_) => Ok(case.by_verdict()),
        Method::Bands(bands) => case.bands(bands),
        Method::Interpolate(points) => case.interpolate(points),
        Method::Deduct { side, step, points, remainder } => case.deduct(*side, *step, points, *remainder),
        Method::Formula(expr) => case.formula(expr, lookup),
    }
}

impl Case<'_> {
    fn full(&self) -> Outcome {
        Outcome::new(self.weight.clone(), How::Full)
    }

    /// All or nothing; for targets of which no proportion can be taken.
    fn by_verdict(&self) -> Outcome {
        Outcome::new(if self.assessed.met { self.weight.clone() } else { Exact::ZERO }, How::ByVerdict)
    }

    /// A ratio below one of the weight, unless it is below 及格.
    fn passing(&self, ratio: &Exact, how: How) -> Outcome {
        match &self.rule.pass {
            Some(pass) if ratio < pass => Outcome::new(Exact::ZERO, How::BelowPass),
            Some(_) | None => Outcome::new(self.weight * ratio, how),
        }
    }

    /// 及格 for the methods that do not score by a ratio: it is compared with 完成率.
    fn passing_outcome(&self, outcome: Outcome) -> Outcome {
        match (&self.rule.pass, &self.assessed.attainment) {
            (Some(pass), Some(attainment)) if attainment < pass => Outcome::new(Exact::ZERO, How::BelowPass),
            _ => outcome,
        }
    }

    /// 完成率 of a missed target; none when no proportion can be taken.
    fn missed_ratio(&self) -> Option<&Exact> {
        match self.assessed.standing {
            Standing::Below | Standing::Above => self.assessed.attainment.as_ref(),
            Standing::Reached | Standing::Missed => None,
        }
    }

    /// 比例: actual over target, target over actual where less is better.
    fn proportional(&self) -> Outcome {
        match (self.assessed.standing, self.missed_ratio()) {
            (_, Some(ratio)) => self.passing(ratio, How::Attainment),
            (Standing::Reached, None) if self.measured.upper().is_positive() => self.full(),
            (_, None) => self.by_verdict(),
        }
    }

    /// 门槛 p: `(attainment − p) ÷ (1 − p)`, nothing up to p.
    fn threshold(&self, bar: &Exact) -> Outcome {
        let Some(ratio) = self.missed_ratio() else { return self.proportional() };
        if let Some(pass) = &self.rule.pass
            && ratio < pass
        {
            return Outcome::new(Exact::ZERO, How::BelowPass);
        }
        if ratio <= bar {
            return Outcome::new(Exact::ZERO, How::BelowThreshold);
        }
        match (ratio - bar).div(&(&Exact::ONE - bar)) {
            Some(share) => Outcome::new(self.weight * &share, How::Threshold),
            None => Outcome::new(Exact::ZERO, How::BelowThreshold),
        }
    }

    /// 线性: like 比例 below the target, `1 − (actual − target) ÷ target` above it.
    fn linear(&self) -> Outcome {
        if self.assessed.standing != Standing::Above {
            return self.proportional();
        }
        let bound = self.measured.upper();
        let left = &(bound + bound) - &self.measured.actual;
        if !left.is_positive() {
            return Outcome::new(Exact::ZERO, How::Twice);
        }
        match left.div(bound) {
            Some(share) => self.passing(&share, How::LinearExcess),
            None => self.by_verdict(),
        }
    }

    /// What a bound is compared with, and the bound in the same terms.
    pub(super) fn subject(&self, explicit: Option<Subject>, bound: Quantity) -> Result<(Subject, Exact), Gap> {
        let rate = self.measured.is_rate(self.units);
        let own = self.measured.unit;
        match subject_for(self.units, explicit, bound.unit, own, rate).ok_or(Gap::RuleUnit)? {
            Subject::Attainment => {
                let factor = self.units.factor_between(bound.unit, UnitId::NONE).ok_or(Gap::RuleUnit)?;
                Ok((Subject::Attainment, &Exact::from(bound.number) * &factor))
            }
            Subject::Actual if bound.unit == UnitId::NONE => Ok((Subject::Actual, Exact::from(bound.number))),
            Subject::Actual => {
                let factor = self.units.factor_between(bound.unit, own).ok_or(Gap::RuleUnit)?;
                Ok((Subject::Actual, &Exact::from(bound.number) * &factor))
            }
        }
    }

    /// How what a bound is compared with lies to it. Without a value, 完成率 is above any bound.
    fn compared(&self, subject: Subject, bound: &Exact) -> std::cmp::Ordering {
        self.value_of(subject).map_or(std::cmp::Ordering::Greater, |value| value.cmp(bound))
    }

    /// The value that bounds are compared with; none for a 完成率 that has no bound.
    fn value_of(&self, subject: Subject) -> Option<&Exact> {
        match subject {
            Subject::Attainment => self.assessed.attainment.as_ref(),
            Subject::Actual => Some(&self.measured.actual),
        }
    }

    fn worth(&self, worth: &Worth) -> Exact {
        match worth {
            Worth::Share(share) => self.held(self.weight * share),
            Worth::Points(points) => self.held(points.clone()),
        }
    }

    /// Held between nothing and the weight.
    fn held(&self, points: Exact) -> Exact {
        points.max(Exact::ZERO).min(self.weight.clone())
    }

    /// 分档: the first band that holds; nothing when none does.
    fn bands(&self, bands: &[Band]) -> Result<Outcome, Gap> {
        for (index, band) in bands.iter().enumerate() {
            let Some((sign, bound)) = &band.bound else {
                let subject = band.subject.unwrap_or(Subject::Actual);
                let outcome = Outcome::new(self.worth(&band.worth), How::Band(index, subject));
                return Ok(self.passing_outcome(outcome));
            };
            let (subject, bound) = self.subject(band.subject, *bound)?;
            if sign.holds(self.compared(subject, &bound)) {
                let outcome = Outcome::new(self.worth(&band.worth), How::Band(index, subject));
                return Ok(self.passing_outcome(outcome));
            }
        }
        Ok(Outcome::new(Exact::ZERO, How::NoBand))
    }

    /// 插值: linear between neighbouring points, level outside.
    fn interpolate(&self, points: &[Point]) -> Result<Outcome, Gap> {
        let mut before: Option<(usize, Exact, Exact)> = None;
        for (index, point) in points.iter().enumerate() {
            let (subject, at) = self.subject(point.subject, point.at)?;
            let worth = self.worth(&point.worth);
            if self.compared(subject, &at).is_gt() && index + 1 < points.len() {
                before = Some((index, at, worth));
                continue;
            }
            let outcome = match (before, self.value_of(subject)) {
                (Some((left, from, base)), Some(value)) if *value < at => {
                    let rise = &worth - &base;
                    // The points rise, so that they are never equal here.
                    let part = (value - &from).div(&(&at - &from)).ok_or(Gap::ByZero)?;
                    Outcome::new(&base + &(&rise * &part), How::BetweenPoints(left, subject))
                }
                _ => Outcome::new(worth, How::AtPoint(index, subject)),
            };
            return Ok(self.passing_outcome(outcome));
        }
        Ok(Outcome::new(Exact::ZERO, How::NoBand))
    }

    /// 扣分: points off for each step on one side of the target, until nothing is left.
    fn deduct(&self, side: Side, step: Quantity, points: &Exact, remainder: Remainder) -> Result<Outcome, Gap> {
        let Some(steps) = self.steps(side, step, remainder)? else { return Ok(self.by_verdict()) };
        let left = self.weight - &(&steps * points);
        Ok(self.passing_outcome(Outcome::new(self.held(left), How::Deducted)))
    }

    /// How many steps of 扣分 the actual value is off; none when there is nothing to take
    /// percents of.
    pub(super) fn steps(&self, side: Side, step: Quantity, remainder: Remainder) -> Result<Option<Exact>, Gap> {
        let (subject, step) = self.subject(None, step)?;
        let bound = match side {
            Side::Below => &self.measured.target,
            Side::Above | Side::Late => self.measured.upper(),
        };
        let distance = match side {
            Side::Below => bound - &self.measured.actual,
            Side::Above | Side::Late => &self.measured.actual - bound,
        };
        match subject {
            Subject::Actual => count_steps(&distance, &step, remainder).map(Some),
            // `每低 1%` of a number of pieces is a percent of the target.
            Subject::Attainment if bound.is_positive() => {
                let share = distance.div(bound).ok_or(Gap::ByZero)?;
                count_steps(&share, &step, remainder).map(Some)
            }
            Subject::Attainment => Ok(None),
        }
    }

    /// 公式 over 实际, 目标, 完成率, 分值. There is no reckoning without a bound, so that 完成率 is
    /// 100% there.
    fn formula(&self, expr: &Expr, lookup: &mut dyn FnMut(Leaf) -> Result<Exact, Gap>) -> Result<Outcome, Gap> {
        let scale = &self.units.get(self.measured.unit).scale;
        let value = expr::evaluate(expr, self.units, 0, &mut |leaf| match leaf {
            Leaf::Word(ScoringWord::Actual) => Ok(&self.measured.actual * scale),
            Leaf::Word(ScoringWord::Target) if self.measured.high.is_some() => Err(Gap::Word),
            Leaf::Word(ScoringWord::Target) => Ok(&self.measured.target * scale),
            Leaf::Word(ScoringWord::Attainment) => Ok(self.assessed.attainment.clone().unwrap_or(Exact::ONE)),
            Leaf::Word(ScoringWord::Weight) => Ok(self.weight.clone()),
            Leaf::Data(_) | Leaf::Line(_) => lookup(leaf),
        })?;
        Ok(self.passing_outcome(Outcome::new(self.held(value.clone()), How::Formula(Box::new(value)))))
    }
}

/// How many steps a distance is; none on the good side.
pub(super) fn count_steps(distance: &Exact, step: &Exact, remainder: Remainder) -> Result<Exact, Gap> {
    if !distance.is_positive() {
        return Ok(Exact::ZERO);
    }
    let steps = distance.div(&step.abs()).ok_or(Gap::ByZero)?;
    Ok(match remainder {
        Remainder::Proportional => steps,
        Remainder::Drop => steps.round(0, Rounding::Down),
        Remainder::Whole => steps.round(0, Rounding::Up),
    })
}
