//! A line and its actual value as numbers in one unit: what every scoring method starts from.
//!
//! Here it is decided whether a target is met and what 完成率 is. Nothing is rounded.

use crate::exact::Exact;
use crate::model::unit::{UnitId, Units};
use crate::plan::{Goal, Line, Quantity};
use crate::score::card::Problem;
use crate::terms::{Direction, Sign};

/// An actual value against a target, both in `unit`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub actual: Exact,
    /// The target; of a range its low end.
    pub target: Exact,
    /// The high end of a range.
    pub high: Option<Exact>,
    /// The sign; `=` for a range.
    pub sign: Sign,
    /// Whether less is better.
    pub reverse: bool,
    pub unit: UnitId,
    /// Whether it is a growth or an execution rate, whose unit is a plain ratio.
    pub growth: bool,
}

/// Where an actual value stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Reached, as far as the score goes: `>` is scored like `>=`.
    Reached,
    /// Below a target that proportions can be taken of.
    Below,
    /// Above a target that proportions can be taken of.
    Above,
    /// Missed, and the target is zero or less: no proportion means anything.
    Missed,
}

/// The verdict and what leads to the score.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assessed {
    /// Follows the sign exactly.
    pub met: bool,
    pub standing: Standing,
    /// 完成率, not capped.
    pub attainment: Option<Exact>,
}

/// The unit in which the actual values of a line are kept; none for lines that are not
/// about numbers, and where last year's value is needed and missing.
pub fn own_unit(line: &Line) -> Option<UnitId> {
    match &line.goal {
        Goal::Quantity { value, .. } => Some(value.unit),
        Goal::Range { low, .. } => Some(low.unit),
        Goal::Previous { .. } | Goal::Growth { .. } => line.previous.map(|previous| previous.unit),
        Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_) | Goal::NotApplicable(_) => None,
    }
}

/// A quantity in another unit of the same dimension; as it stands where the units differ,
/// which the model does not let through.
pub(crate) fn in_unit(quantity: Quantity, unit: UnitId, units: &Units) -> Exact {
    let number = Exact::from(quantity.number);
    if quantity.unit == unit {
        return number;
    }
    match units.factor_between(quantity.unit, unit) {
        Some(factor) => &number * &factor,
        None => number,
    }
}

/// Line and value as numbers; `actual` is in the line's own unit, or the growth itself.
pub(crate) fn measure(line: &Line, units: &Units, actual: &Exact, is_growth: bool) -> Result<Measured, Problem> {
    let reverse = |sign: Sign| match sign {
        Sign::Le | Sign::Lt => true,
        Sign::Ge | Sign::Gt => false,
        Sign::Eq => line.direction == Some(Direction::Negative),
    };
    let against = |sign: Sign, target: Exact, unit: UnitId| {
        let reverse = reverse(sign);
        Measured { actual: actual.clone(), target, high: None, sign, reverse, unit, growth: false }
    };
    match &line.goal {
        Goal::Quantity { sign, value: target } => Ok(against(*sign, Exact::from(target.number), target.unit)),
        Goal::Range { low, high } => {
            let measured = against(Sign::Eq, Exact::from(low.number), low.unit);
            Ok(Measured { high: Some(in_unit(*high, low.unit, units)), reverse: false, ..measured })
        }
        Goal::Previous { sign, factor, plus } => {
            let previous = line.previous.ok_or(Problem::NoPrevious)?;
            let product = &Exact::from(previous.number) * factor;
            let target = match plus {
                Some(plus) => &product + &in_unit(*plus, previous.unit, units),
                None => product,
            };
            Ok(against(*sign, target, previous.unit))
        }
        Goal::Growth { sign, rate } => {
            let measured = against(*sign, (**rate).clone(), UnitId::NONE);
            let actual = match line.previous {
                _ if is_growth => actual.clone(),
                Some(previous) => growth(actual, &Exact::from(previous.number))?,
                None => return Err(Problem::NoPrevious),
            };
            Ok(Measured { actual, growth: true, ..measured })
        }
        Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_) | Goal::NotApplicable(_) => Err(Problem::NoValue),
    }
}

/// `(actual − previous) ÷ previous`; growth over nothing or over a loss is no number.
pub(super) fn growth(actual: &Exact, previous: &Exact) -> Result<Exact, Problem> {
    if !previous.is_positive() {
        return Err(Problem::PreviousNotPositive);
    }
    (actual - previous).div(previous).ok_or(Problem::PreviousNotPositive)
}

impl Measured {
    /// The execution of a budget against 100%.
    pub(crate) fn execution(rate: Exact) -> Measured {
        Measured {
            actual: rate,
            target: Exact::ONE,
            high: None,
            sign: Sign::Ge,
            reverse: false,
            unit: UnitId::NONE,
            growth: true,
        }
    }

    /// Whether the line is itself a rate: `95%` is one, `5 万` and `3` are not.
    pub(crate) fn is_rate(&self, units: &Units) -> bool {
        let unit = units.get(self.unit);
        self.growth || (self.unit != UnitId::NONE && unit.dimension.is_empty() && unit.scale < Exact::ONE)
    }

    /// The bound that is missed when the actual value is above it.
    pub(crate) fn upper(&self) -> &Exact {
        self.high.as_ref().unwrap_or(&self.target)
    }

    /// The verdict, the standing and 完成率, which is all or nothing where the target is not above
    /// zero, and without bound where less is better and the actual value is not above zero.
    pub(super) fn assess(&self) -> Assessed {
        if let Some(high) = &self.high {
            return self.assess_range(high);
        }
        let order = self.actual.cmp(&self.target);
        if !self.target.is_positive() {
            let met = self.sign.holds(order);
            let standing = if met { Standing::Reached } else { Standing::Missed };
            let attainment = if met { Exact::ONE } else { Exact::ZERO };
            return Assessed { met, standing, attainment: Some(attainment) };
        }
        if self.reverse {
            let reached = order.is_le();
            return Assessed {
                met: if self.sign == Sign::Lt { order.is_lt() } else { reached },
                standing: if reached { Standing::Reached } else { Standing::Above },
                attainment: over(&self.target, &self.actual),
            };
        }
        let reached = order.is_ge();
        Assessed {
            met: if self.sign == Sign::Gt { order.is_gt() } else { reached },
            standing: if reached { Standing::Reached } else { Standing::Below },
            attainment: share(&self.actual, &self.target),
        }
    }

    fn assess_range(&self, high: &Exact) -> Assessed {
        let missed = |standing, attainment: Option<Exact>| {
            let standing = if attainment.is_some() { standing } else { Standing::Missed };
            Assessed { met: false, standing, attainment: attainment.or(Some(Exact::ZERO)) }
        };
        if self.actual < self.target {
            return missed(Standing::Below, share(&self.actual, &self.target));
        }
        if self.actual > *high {
            let attainment = if high.is_positive() { over(high, &self.actual) } else { None };
            return missed(Standing::Above, attainment);
        }
        Assessed { met: true, standing: Standing::Reached, attainment: Some(Exact::ONE) }
    }
}

/// `actual ÷ target`; a negative actual value counts as zero, a target that is not above
/// zero gives nothing.
fn share(actual: &Exact, target: &Exact) -> Option<Exact> {
    if !target.is_positive() {
        return None;
    }
    if actual.is_negative() { Some(Exact::ZERO) } else { actual.div(target) }
}

/// `target ÷ actual`, where the actual value is above zero.
fn over(target: &Exact, actual: &Exact) -> Option<Exact> {
    if actual.is_positive() { target.div(actual) } else { None }
}
