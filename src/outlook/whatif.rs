//! Other values in the place of those that there are, and which scores move with them.

use super::lever::Subject;
use crate::exact::Exact;
use crate::plan::Plan;
use crate::score::actuals::{Actual, Actuals, RawActual, RawActuals, RawBudget, RawValue, Value};
use crate::score::{Finding, Points, Scorecard, bind};

/// One value that is to be another.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// Of an indicator or a data item, by its name.
    Row(RawActual),
    /// 全年预算数.
    Planned(RawActual),
    /// 全年执行数.
    Executed(RawActual),
}

impl Other {
    fn row(&self) -> &RawActual {
        match self {
            Other::Row(row) | Other::Planned(row) | Other::Executed(row) => row,
        }
    }
}

/// Values with others in their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The values.
    pub actuals: Actuals,
    /// What came up about the others, as about cells of a table.
    pub findings: Vec<Finding>,
    /// Which of the others name something here.
    pub known: Vec<bool>,
    /// Lines that were given a value and are computed from data; indices into the plan's lines.
    pub computed: Vec<usize>,
}

/// The code of a row that names nothing of a plan.
const UNKNOWN: &str = "E0501";

/// Puts other values in the place of those that there are. What was said of the old ones, reasons
/// and scores that a person gave, goes with them.
pub fn apply(plan: &Plan, actuals: &Actuals, others: &[Other]) -> Applied {
    let source = RawActuals { title: String::new(), rows: rows(others), budget: budget(actuals, others) };
    let bound = bind(plan, &[source]);
    let about = |finding: &&Finding| others.iter().any(|other| other.row().origin == finding.origin);
    let findings: Vec<Finding> = bound.findings.iter().filter(about).cloned().collect();
    let is_unknown =
        |other: &Other| findings.iter().any(|found| found.code == UNKNOWN && found.origin == other.row().origin);
    let scores_budget = plan.framework.execution.is_some();
    let known = others.iter().map(|other| match other {
        Other::Row(_) => !is_unknown(other),
        Other::Planned(_) | Other::Executed(_) => scores_budget,
    });
    let known = known.collect();
    let mut changed = actuals.clone();
    changed.lines.resize(plan.lines.len().max(changed.lines.len()), Actual::default());
    changed.data.resize(plan.data.len().max(changed.data.len()), Actual::default());
    let mut computed = Vec::new();
    for (index, (line, value)) in plan.lines.iter().zip(bound.actuals.lines).enumerate() {
        if value.value == Value::Missing {
            continue;
        }
        if line.formula.is_some() {
            computed.push(index);
        }
        if let Some(slot) = changed.lines.get_mut(index) {
            *slot = value;
        }
    }
    for (slot, value) in changed.data.iter_mut().zip(bound.actuals.data) {
        if value.value != Value::Missing {
            *slot = value;
        }
    }
    changed.budget = bound.actuals.budget.or(changed.budget);
    Applied { actuals: changed, findings, known, computed }
}

fn rows(others: &[Other]) -> Vec<RawActual> {
    let rows = others.iter().filter_map(|other| match other {
        Other::Row(row) => Some(row.clone()),
        Other::Planned(_) | Other::Executed(_) => None,
    });
    rows.collect()
}

/// Both figures, the one that is not changed as it was.
fn budget(actuals: &Actuals, others: &[Other]) -> Option<RawBudget> {
    let (mut planned, mut executed) = (None, None);
    for other in others {
        match other {
            Other::Row(_) => {}
            Other::Planned(row) => planned = Some(row),
            Other::Executed(row) => executed = Some(row),
        }
    }
    let given = planned.or(executed)?;
    let old = actuals.budget.as_ref();
    Some(RawBudget {
        budget: planned.cloned().unwrap_or_else(|| as_it_was(old.map(|old| &old.planned), given)),
        executed: executed.cloned().unwrap_or_else(|| as_it_was(old.map(|old| &old.executed), given)),
    })
}

/// A figure that was matched before, as a table would give it; that there is none is said of the
/// figure that was given.
fn as_it_was(old: Option<&Actual>, given: &RawActual) -> RawActual {
    let value = match old.map(|old| &old.value) {
        Some(Value::Number(measure)) => {
            RawValue::Number { number: measure.number, unit: measure.unit.as_deref().map(str::to_owned), sign: None }
        }
        _ => RawValue::Empty,
    };
    let old = old.cloned().unwrap_or_default();
    let origin = old.origin.unwrap_or_else(|| given.origin.clone());
    RawActual { value, text: old.text, origin, judged: None, reason: None, ..given.clone() }
}

/// One score before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Whose.
    pub what: Shifted,
    /// Before.
    pub before: Points,
    /// After.
    pub after: Points,
}

/// What may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shifted {
    /// 预算执行率 or a line.
    Score(Subject),
    /// A group, an index into the plan's groups.
    Group(usize),
    /// The total.
    Total,
}

impl Shift {
    /// How much more the least and the most of it are.
    pub fn difference(&self) -> (Exact, Exact) {
        (self.after.low() - self.before.low(), self.after.high() - self.before.high())
    }

    /// Whether anything moves.
    pub fn moves(&self) -> bool {
        self.before != self.after
    }
}

/// Every score of one plan, as it was and as it is.
pub fn shifts(before: &Scorecard, after: &Scorecard) -> Vec<Shift> {
    let shift = |what, before: &Points, after: &Points| Shift { what, before: before.clone(), after: after.clone() };
    let execution = before
        .execution
        .iter()
        .zip(&after.execution)
        .map(|(before, after)| shift(Shifted::Score(Subject::Execution), &before.rounded, &after.rounded));
    let groups = before.groups.iter().zip(&after.groups).enumerate();
    let groups = groups.map(|(at, (before, after))| shift(Shifted::Group(at), &before.score, &after.score));
    let lines = before.lines.iter().zip(&after.lines).enumerate();
    let lines =
        lines.map(|(at, (before, after))| shift(Shifted::Score(Subject::Line(at)), &before.rounded, &after.rounded));
    let total = shift(Shifted::Total, &before.total, &after.total);
    execution.chain(groups).chain(lines).chain([total]).collect()
}
