//! From a plan and actual values to a scorecard.
//!
//! [`bind`] matches the rows of tables with the lines of a plan, [`score`] computes, and
//! [`explain`] says how a score came about, line by line and only when asked. A score is
//! computed from a [`Plan`] and [`Actuals`](actuals::Actuals) alone; inside everything is
//! exact, and each line is rounded once, as the framework says.
//!
//! What the rules leave open is decided here so:
//!
//! - A missing or unusable value leaves the score anywhere from nothing to the weight.
//! - 达成预期指标 beside a numeric target is a claim, not a value: undecided.
//! - A line that is 不适用 and still has weight is undecided: forms that add up give it none.
//! - `=` with a target above zero is met by more (by less, where less is better); zero and
//!   negative targets are all or nothing.
//! - 及格 is compared with the ratio that the method scores by (线性 of an excess: what is
//!   left of the weight), for methods without one with 完成率.

pub mod actuals;
mod bind;
mod breaks;
mod card;
mod diagram;
mod explain;
mod expr;
mod finding;
mod judged;
mod line;
mod measure;
mod methods;
mod names;
mod problems;
mod read;
pub mod show;
#[cfg(test)]
#[path = "../../tests/plan_maker.rs"]
pub(crate) mod testing;
pub(crate) mod trial;
mod wording;

use crate::exact::Exact;
use crate::plan::{Goal, Line, Plan, Rule};
use crate::score::actuals::{Actual, Actuals, Measure, Origin, Value};
pub use crate::score::bind::{Bound, bind};
pub use crate::score::card::{
    ExecutionScore, Gap, Grading, GroupScore, LineScore, Points, Problem, ReasonFor, Scorecard,
};
pub use crate::score::diagram::{Drawing, Part, draw, draw_execution};
pub use crate::score::explain::{Derivation, Input, explain, explain_execution};
pub use crate::score::finding::Finding;
use crate::score::line::{Scope, Settled, settle, settle_execution};
pub use crate::score::measure::own_unit;
pub(crate) use crate::score::measure::{Measured, in_unit, measure};
pub use crate::score::methods::subject_for;
pub use crate::score::problems::reason;
use crate::terms::Verdict;

/// What a line has when the values end before it.
static NO_VALUE: Actual =
    Actual { value: Value::Missing, stated: None, reason: None, text: String::new(), origin: None };

/// Scores every line, the groups, the execution of the budget and the total.
pub fn score(plan: &Plan, actuals: &Actuals) -> Scorecard {
    let computed = expr::compute_all(plan, actuals);
    let scope = Scope::new(plan, actuals);
    let of_line = |index: usize| value_of_line(actuals, &computed, index);
    let mut findings = Vec::new();
    let mut lines = Vec::with_capacity(plan.lines.len());
    for (index, line) in plan.lines.iter().enumerate() {
        let actual = actuals.lines.get(index).unwrap_or(&NO_VALUE);
        let computed = computed.get(index).and_then(Option::as_ref);
        let settled = settle(&scope, line, actual, computed, &of_line, None);
        let scored = finish(plan, line, actual, settled, computed);
        report(plan, index, line, actual, &scored, &mut findings);
        lines.push(scored);
    }
    let execution = plan.framework.execution.as_ref().map(|execution| {
        let settled = settle_execution(&scope, &execution.rule, &execution.weight, None);
        score_execution(&scope, settled, &execution.rule, &mut findings)
    });
    let groups = sum_groups(plan, &lines);
    let total = sum_total(plan, &groups, &lines, execution.as_ref());
    let grade = Grading::of(&total, &plan.framework.grades);
    let open = |points: &Points, verdict| points.decided().is_none() || verdict == Verdict::Undecided;
    let undecided = lines.iter().filter(|line| open(&line.rounded, line.verdict)).count()
        + execution.iter().filter(|execution| open(&execution.rounded, execution.verdict)).count();
    Scorecard { lines, groups, execution, total, grade, undecided, findings }
}

/// A line's value in its own unit, for rules and formulas of other lines.
fn value_of_line(actuals: &Actuals, computed: &[Option<Result<Exact, Gap>>], index: usize) -> Result<Exact, Gap> {
    if let Some(Some(value)) = computed.get(index) {
        return value.clone();
    }
    match actuals.lines.get(index).map(|actual| &actual.value) {
        Some(Value::Number(measure)) => Ok(measure.value.clone()),
        _ => Err(Gap::Line(index)),
    }
}

/// Rounds, and says whether a reason is owed.
fn finish(
    plan: &Plan,
    line: &Line,
    actual: &Actual,
    settled: Settled,
    computed: Option<&Result<Exact, Gap>>,
) -> LineScore {
    let framework = &plan.framework;
    let rounded = settled.points.round(framework.places, framework.rounding);
    let over = || match (&framework.over, &settled.attainment) {
        (Some(over), Some(attainment)) => attainment >= over,
        _ => false,
    };
    let needs_reason = match settled.verdict {
        Verdict::Missed => Some(ReasonFor::Missed),
        Verdict::Met if over() => Some(ReasonFor::Over),
        Verdict::Met | Verdict::Undecided | Verdict::NotApplicable => None,
    };
    let given = actual.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
    let computed = match (line.formula.is_some(), computed) {
        (true, Some(Ok(value))) => Some(Box::new(value.clone())),
        _ => None,
    };
    LineScore {
        verdict: settled.verdict,
        exact: settled.points,
        rounded,
        attainment: settled.attainment,
        computed,
        needs_reason: needs_reason.filter(|_| !given),
        problem: settled.problem,
    }
}

/// What only shows while scoring. Nothing is written for a line that is as it should be.
fn report(plan: &Plan, index: usize, line: &Line, actual: &Actual, scored: &LineScore, findings: &mut Vec<Finding>) {
    let origin = || actual.origin.clone().unwrap_or(Origin::Heng(line.place));
    if let Some(problem) = scored.problem
        && let Some(finding) = problems::finding(plan, line, actual, problem, origin())
    {
        findings.push(finding.line(Some(index)));
    }
    if let (Some(computed), Value::Number(filled_in)) = (&scored.computed, &actual.value)
        && !agrees(computed, filled_in)
    {
        findings.push(problems::computed_differs(plan, line, computed, filled_in, origin()).line(Some(index)));
    }
    if let Some(stated) = actual.stated
        && scored.problem.is_none()
        && let Points::Exactly(exact) = &scored.exact
    {
        // A score printed with one decimal agrees as far as it goes; a whole number that only
        // rounding up makes right is a difference.
        let places = plan.framework.places.min(stated.scale().max(1));
        let (mode, stated_points) = (plan.framework.rounding, Exact::from(stated));
        let rounded = Some(&stated_points) == scored.rounded.decided();
        if !rounded && exact.round(places, mode) != stated_points {
            findings.push(problems::stated_differs(plan, line, scored, stated, origin()).line(Some(index)));
        }
    }
}

/// Whether a value that was filled in is the computed one, as far as it was written out.
fn agrees(computed: &Exact, filled_in: &Measure) -> bool {
    if *computed == filled_in.value {
        return true;
    }
    let number = Exact::from(filled_in.number);
    let as_written = match filled_in.value.div(&number) {
        Some(factor) => computed.div(&factor).unwrap_or_else(|| computed.clone()),
        None => computed.clone(),
    };
    as_written.round(filled_in.number.scale(), crate::exact::Rounding::HalfUp) == number
}

fn score_execution(scope: &Scope<'_>, settled: Settled, rule: &Rule, findings: &mut Vec<Finding>) -> ExecutionScore {
    let framework = &scope.plan.framework;
    let budget = scope.actuals.budget.as_ref();
    if let Some(problem) = settled.problem
        && let Some(budget) = budget
    {
        let origin = budget.planned.origin.clone().unwrap_or(Origin::Heng(rule.place));
        findings.extend(problems::execution_finding(problem, origin));
    }
    ExecutionScore {
        rate: budget.and_then(|budget| line::execution_rate(budget).ok()),
        verdict: settled.verdict,
        rounded: settled.points.round(framework.places, framework.rounding),
        exact: settled.points,
        problem: settled.problem,
    }
}

/// Sums of rounded scores, level 2 into level 1.
fn sum_groups(plan: &Plan, lines: &[LineScore]) -> Vec<GroupScore> {
    let mut groups = vec![GroupScore { score: Points::ZERO, undecided: 0 }; plan.groups.len()];
    for (line, scored) in plan.lines.iter().zip(lines) {
        if let Some(group) = groups.get_mut(line.group) {
            group.score = group.score.plus(&scored.rounded);
            group.undecided += usize::from(scored.rounded.decided().is_none());
        }
    }
    for (index, group) in plan.groups.iter().enumerate().rev() {
        let (Some(parent), Some(sum)) = (group.parent, groups.get(index).cloned()) else { continue };
        if let Some(parent) = groups.get_mut(parent) {
            parent.score = parent.score.plus(&sum.score);
            parent.undecided += sum.undecided;
        }
    }
    groups
}

/// The sum of the level-1 groups, of lines in no group, and of the execution.
fn sum_total(plan: &Plan, groups: &[GroupScore], lines: &[LineScore], execution: Option<&ExecutionScore>) -> Points {
    let tops = plan.groups.iter().zip(groups).filter(|(group, _)| group.parent.is_none());
    let strays = plan.lines.iter().zip(lines).filter(|(line, _)| line.group >= plan.groups.len());
    let parts = tops.map(|(_, sum)| &sum.score).chain(strays.map(|(_, line)| &line.rounded));
    let parts = parts.chain(execution.map(|execution| &execution.rounded));
    parts.fold(Points::ZERO, |total, part| total.plus(part))
}

/// Whether a line is judged by a person.
pub(crate) fn is_qualitative(line: &Line) -> bool {
    matches!(line.goal, Goal::Qualitative(_))
}
