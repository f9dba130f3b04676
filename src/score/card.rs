//! The scorecard (得分明细) as data: points, lines, groups, total and grade.

use crate::exact::{Exact, Rounding};
use crate::plan::Grade;
use crate::score::actuals::Unusable;
use crate::score::finding::Finding;
use crate::terms::Verdict;

/// Points that are known, or known to lie between two bounds.
#[derive(Debug, Clone, PartialEq)]
pub enum Points {
    /// Known.
    Exactly(Exact),
    /// From the first to the second, which is larger.
    Between(Box<(Exact, Exact)>),
}

impl Points {
    /// No points.
    pub const ZERO: Points = Points::Exactly(Exact::ZERO);

    /// From two bounds; equal bounds are known points.
    pub fn between(low: Exact, high: Exact) -> Points {
        if low < high { Points::Between(Box::new((low, high))) } else { Points::Exactly(low) }
    }

    /// The least they can be.
    pub fn low(&self) -> &Exact {
        match self {
            Points::Exactly(points) => points,
            Points::Between(bounds) => &bounds.0,
        }
    }

    /// The most they can be.
    pub fn high(&self) -> &Exact {
        match self {
            Points::Exactly(points) => points,
            Points::Between(bounds) => &bounds.1,
        }
    }

    /// The points, when they are known.
    pub fn decided(&self) -> Option<&Exact> {
        match self {
            Points::Exactly(points) => Some(points),
            Points::Between(_) => None,
        }
    }

    /// Rounded to what is printed.
    pub fn round(&self, places: u32, mode: Rounding) -> Points {
        match self {
            Points::Exactly(points) => Points::Exactly(points.round(places, mode)),
            Points::Between(bounds) => Points::between(bounds.0.round(places, mode), bounds.1.round(places, mode)),
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Points) -> Points {
        match (self, other) {
            (Points::Exactly(left), Points::Exactly(right)) => Points::Exactly(left + right),
            _ => Points::between(self.low() + other.low(), self.high() + other.high()),
        }
    }
}

/// What a plan and actual values come to.
#[derive(Debug, Clone)]
pub struct Scorecard {
    /// One per line of the plan, in its order.
    pub lines: Vec<LineScore>,
    /// One per group of the plan, in its order.
    pub groups: Vec<GroupScore>,
    /// 预算执行率, when the framework scores it.
    pub execution: Option<ExecutionScore>,
    /// The sum of the rounded scores.
    pub total: Points,
    /// None when the framework has no grades.
    pub grade: Option<Grading>,
    /// How many lines (and the execution) have no decided score.
    pub undecided: usize,
    /// What came up while scoring; what came up while matching is in [`super::Bound`].
    pub findings: Vec<Finding>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct LineScore {
    /// Whether the target is met.
    pub verdict: Verdict,
    /// Before rounding.
    pub exact: Points,
    /// As printed and summed.
    pub rounded: Points,
    /// 完成率, not capped; none where it means nothing (target zero, dates, judgements).
    pub attainment: Option<Exact>,
    /// The actual value in the line's unit, where a formula computed it.
    pub computed: Option<Box<Exact>>,
    /// 偏差原因 is required and not given.
    pub needs_reason: Option<ReasonFor>,
    /// Why the score is not decided.
    pub problem: Option<Problem>,
}

/// Why 偏差原因 is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonFor {
    /// The target is missed.
    Missed,
    /// Attainment reaches the framework's threshold.
    Over,
}

/// Why a score is not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No actual value.
    NoValue,
    /// A value that cannot be used.
    Unusable(Unusable),
    /// The target refers to last year's value, which is not there.
    NoPrevious,
    /// Growth over a value that is not above zero.
    PreviousNotPositive,
    /// A computation has no result.
    Gap(Gap),
    /// 不适用, but the line has weight.
    NotApplicable,
    /// The score a person gave contradicts the judgement or the weight.
    OutOfBand,
    /// Judged without a score: anywhere in the band.
    BandOnly,
    /// Nobody judged it.
    Unjudged,
}

/// Why a computation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A data item has no value; an index into the plan's data.
    Data(usize),
    /// Another line has no value; an index into the plan's lines.
    Line(usize),
    /// Division by zero.
    ByZero,
    /// 目标 or 完成率 means nothing here.
    Word,
    /// The rule's unit does not fit the line.
    RuleUnit,
    /// Lines are computed from each other too deeply, or in a circle.
    Depth,
    /// An operator that does not compute a number.
    Operator,
}

/// The sum of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupScore {
    /// Of the rounded scores of its lines and groups.
    pub score: Points,
    /// How many of its lines have no decided score.
    pub undecided: usize,
}

/// 预算执行率.
#[derive(Debug, Clone)]
pub struct ExecutionScore {
    /// Executed over budget; none without figures.
    pub rate: Option<Exact>,
    /// Whether the whole budget is executed.
    pub verdict: Verdict,
    /// Before rounding.
    pub exact: Points,
    /// As printed and summed.
    pub rounded: Points,
    /// Why the score is not decided.
    pub problem: Option<Problem>,
}

/// The grade at either end of the total; indices into the framework's grades, none where
/// the total is below them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grading {
    /// Of the lowest total.
    pub at_low: Option<usize>,
    /// Of the highest total.
    pub at_high: Option<usize>,
}

impl Grading {
    /// Grades both ends of a total.
    pub fn of(total: &Points, grades: &[Grade]) -> Option<Grading> {
        let grade = |points: &Exact| {
            grades.iter().position(|grade| grade.at_least.as_ref().is_none_or(|at_least| points >= at_least))
        };
        (!grades.is_empty()).then(|| Grading { at_low: grade(total.low()), at_high: grade(total.high()) })
    }

    /// Whether the grade is the same at both ends.
    pub fn is_decided(&self) -> bool {
        self.at_low == self.at_high
    }

    /// Whether no grade lies between both ends.
    pub fn is_between_neighbours(&self, grades: &[Grade]) -> bool {
        let at = |at: Option<usize>| at.unwrap_or(grades.len());
        at(self.at_low).abs_diff(at(self.at_high)) <= 1
    }

    /// The name at the low and at the high end.
    pub fn names<'a>(&self, grades: &'a [Grade]) -> (&'a str, &'a str) {
        let name = |at: Option<usize>| at.and_then(|at| grades.get(at)).map_or("等外", |grade| grade.name.as_str());
        (name(self.at_low), name(self.at_high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{exact, framework};

    #[test]
    fn sums_keep_both_ends() {
        let unknown = Points::between(Exact::ZERO, Exact::int(10));
        let sum = Points::Exactly(exact("82.5")).plus(&unknown);
        assert_eq!((sum.low(), sum.high()), (&exact("82.5"), &exact("92.5")));
        assert_eq!(Points::between(Exact::ONE, Exact::ONE), Points::Exactly(Exact::ONE));
    }

    #[test]
    fn grades_at_their_bounds() {
        let grades = framework().grades;
        for (total, name) in [("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差"), ("0", "差")]
        {
            let grading = Grading::of(&Points::Exactly(exact(total)), &grades).unwrap();
            assert_eq!(grading.names(&grades), (name, name), "{total}");
        }
        let open = Grading::of(&Points::between(exact("82.5"), exact("90")), &grades).unwrap();
        assert!(!open.is_decided());
        assert_eq!(open.names(&grades), ("良", "优"));
    }
}
