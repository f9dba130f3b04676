//! Attainment by group, as bars: all geometry in whole numbers.

use serde::Serialize;

use super::{Mark, id};
use crate::exact::{Exact, Rounding};
use crate::plan::Goal;
use crate::report::Report;
use crate::score::{Points, show};

/// What a bar is long that reaches its target.
pub const AT_TARGET: i128 = 1000;
/// The longest bar: half as much again. What goes beyond has an arrow and its number.
pub const LONGEST: i128 = 1500;

/// One level-1 group.
#[derive(Debug, Clone, Serialize)]
pub struct Bars {
    /// Its name.
    pub name: String,
    /// What it scored.
    pub score: String,
    /// The sum of its weights.
    pub weight: String,
    /// Its score as a share of its weight, and `98.3%`; none while it is not decided.
    pub share: Option<(i128, String)>,
    /// Its indicators.
    pub bars: Vec<Bar>,
}

/// One indicator.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// What links point to.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 达成, 未达成, …
    pub verdict: Mark,
    /// How long it is; none where there is no 完成率.
    pub length: Option<i128>,
    /// Whether it goes on beyond the end.
    pub beyond: bool,
    /// `95%`; empty where there is none.
    pub attainment: String,
    /// `760 件`, `缺`.
    pub actual: String,
    /// `≥ 800 件`.
    pub target: String,
}

/// The level-1 groups that hold indicators.
pub(super) fn groups(report: &Report<'_>) -> Vec<Bars> {
    let (plan, card) = (report.plan, report.card);
    let top = |group: usize| {
        let mut top = group;
        // A parent stands before its children, so this ends.
        while let Some(parent) = plan.groups.get(top).and_then(|group| group.parent).filter(|parent| *parent < top) {
            top = parent;
        }
        top
    };
    let mut bars_of: Vec<Vec<Bar>> = vec![Vec::new(); plan.groups.len()];
    for index in 0..plan.lines.len() {
        let Some(line) = plan.lines.get(index) else { continue };
        if let (Some(bars), Some(bar)) = (bars_of.get_mut(top(line.group)), bar(report, index)) {
            bars.push(bar);
        }
    }
    let groups = plan.groups.iter().zip(&card.groups).zip(bars_of).filter(|(_, bars)| !bars.is_empty());
    groups
        .map(|((group, sum), bars)| Bars {
            name: group.name.clone(),
            score: show::points(&sum.score, plan),
            weight: show::number(&group.weight),
            share: share(&sum.score, &group.weight),
            bars,
        })
        .collect()
}

fn share(score: &Points, weight: &Exact) -> Option<(i128, String)> {
    let share = score.decided()?.div(weight)?;
    Some((length(&share).min(AT_TARGET), show::percent(&share)))
}

fn bar(report: &Report<'_>, index: usize) -> Option<Bar> {
    let plan = report.plan;
    let (line, scored) = (plan.lines.get(index)?, report.card.lines.get(index)?);
    let actual = report.actuals.lines.get(index);
    let actual = actual.and_then(|actual| show::actual(plan, line, actual, scored));
    // A date, a yes or a judgement is met or not, and nothing between.
    let in_parts = !matches!(line.goal, Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_));
    let attainment = scored.attainment.as_ref().filter(|_| in_parts);
    let full = attainment.map(length);
    Some(Bar {
        id: id(index),
        name: line.name.to_string(),
        verdict: scored.verdict.into(),
        length: full.map(|length| length.min(LONGEST)),
        beyond: full.is_some_and(|length| length > LONGEST),
        attainment: attainment.map_or_else(String::new, show::percent),
        actual: actual.unwrap_or_else(|| "缺".to_owned()),
        target: show::goal(&line.goal, &plan.units),
    })
}

/// A ratio in thousandths, towards zero, so that nothing that is missed reaches the line.
fn length(ratio: &Exact) -> i128 {
    let scaled = (ratio * &Exact::int(AT_TARGET)).round(0, Rounding::Down);
    // More than an `i128` holds is beyond any end.
    scaled.as_pair().map_or(LONGEST + 1, |(whole, _)| whole.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_reaches_the_line_only_with_its_target() {
        for ((num, den), wanted) in
            [((760, 800), 950), ((799_999, 800_000), 999), ((1, 1), 1000), ((1036, 400), 2590), ((-1, 2), 0)]
        {
            assert_eq!(length(&Exact::ratio(num, den).unwrap()), wanted, "{num}/{den}");
        }
    }
}
