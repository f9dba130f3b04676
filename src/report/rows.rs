//! The rows every report shows, as text: the execution, the groups, the indicators.

use crate::plan::{Goal, Line};
use crate::report::Report;
use crate::score::{LineScore, show};
use crate::terms::Verdict;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 预算执行率.
    Execution,
    /// A group, with its index.
    Group(usize),
    /// An indicator, with its index.
    Line(usize),
}

/// One row of a scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub kind: Kind,
    /// 0 for level-1 groups and the execution.
    pub depth: usize,
    pub name: String,
    pub target: String,
    pub actual: String,
    pub weight: String,
    pub score: String,
    /// None for groups.
    pub verdict: Option<Verdict>,
}

/// What stands where a value is missing.
pub(super) const MISSING: &str = "缺";

/// All rows, from top to bottom.
pub(crate) fn rows(report: &Report<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = execution(report).into_iter().collect();
    let plan = report.plan;
    let mut lines_of: Vec<Vec<usize>> = vec![Vec::new(); plan.groups.len()];
    let mut strays = Vec::new();
    for (index, line) in plan.lines.iter().enumerate() {
        match lines_of.get_mut(line.group) {
            Some(lines) => lines.push(index),
            None => strays.push(index),
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); plan.groups.len()];
    for (index, group) in plan.groups.iter().enumerate() {
        if let Some(list) = group.parent.and_then(|parent| children.get_mut(parent)) {
            list.push(index);
        }
    }
    for (index, group) in plan.groups.iter().enumerate() {
        if group.parent.is_none() {
            push_group(report, index, 0, &lines_of, &children, &mut rows);
        }
    }
    rows.extend(strays.iter().filter_map(|&index| line_row(report, index, 0)));
    rows
}

fn push_group(
    report: &Report<'_>,
    index: usize,
    depth: usize,
    lines_of: &[Vec<usize>],
    children: &[Vec<usize>],
    rows: &mut Vec<Row>,
) {
    rows.extend(group_row(report, index, depth));
    let lines = lines_of.get(index).map_or(&[][..], Vec::as_slice);
    rows.extend(lines.iter().filter_map(|&line| line_row(report, line, depth + 1)));
    // A parent stands before its children, so this ends.
    for &child in children.get(index).map_or(&[][..], Vec::as_slice) {
        if child > index {
            push_group(report, child, depth + 1, lines_of, children, rows);
        }
    }
}

fn group_row(report: &Report<'_>, index: usize, depth: usize) -> Option<Row> {
    let group = report.plan.groups.get(index)?;
    let sum = report.card.groups.get(index)?;
    Some(Row {
        kind: Kind::Group(index),
        depth,
        name: group.name.clone(),
        target: String::new(),
        actual: String::new(),
        weight: show::number(&group.weight),
        score: show::points(&sum.score, report.plan),
        verdict: None,
    })
}

fn line_row(report: &Report<'_>, index: usize, depth: usize) -> Option<Row> {
    let line = report.plan.lines.get(index)?;
    let scored = report.card.lines.get(index)?;
    Some(Row {
        kind: Kind::Line(index),
        depth,
        name: line.name.to_string(),
        target: show::goal(&line.goal, &report.plan.units),
        actual: actual(report, index, line, scored).unwrap_or_else(|| match line.goal {
            Goal::NotApplicable(_) => "—".to_owned(),
            _ => MISSING.to_owned(),
        }),
        weight: show::number(&line.weight),
        score: show::points(&scored.rounded, report.plan),
        verdict: Some(scored.verdict),
    })
}

/// The actual value of a line as text; none when there is none.
pub(super) fn actual(report: &Report<'_>, index: usize, line: &Line, scored: &LineScore) -> Option<String> {
    let actual = report.actuals.lines.get(index)?;
    show::actual(report.plan, line, actual, scored)
}

fn execution(report: &Report<'_>) -> Option<Row> {
    let execution = report.plan.framework.execution.as_ref()?;
    let scored = report.card.execution.as_ref()?;
    Some(Row {
        kind: Kind::Execution,
        depth: 0,
        name: "预算执行率".to_owned(),
        target: "100%".to_owned(),
        actual: scored.rate.as_ref().map_or_else(|| MISSING.to_owned(), show::percent),
        weight: show::number(&execution.weight),
        score: show::points(&scored.rounded, report.plan),
        verdict: Some(scored.verdict),
    })
}
