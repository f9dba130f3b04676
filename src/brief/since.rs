//! This year's values against last year's, where 上年 is known.

use serde::Serialize;

use super::id;
use crate::exact::Exact;
use crate::plan::{Goal, Line};
use crate::report::Report;
use crate::score::actuals::Value;
use crate::score::{in_unit, own_unit, show};
use crate::terms::{Direction, Sign};

/// One indicator in two years.
#[derive(Debug, Clone, Serialize)]
pub struct Since {
    /// What links point to.
    pub id: String,
    /// The indicator.
    pub name: String,
    /// Last year's value.
    pub previous: String,
    /// This year's; empty when it is missing.
    pub actual: String,
    /// `+5 个`; empty when there is none.
    pub change: String,
    /// `+5.81%`; empty where it means nothing.
    pub growth: String,
    /// 好转, 变差, 持平; empty where no direction is better.
    pub word: &'static str,
}

/// The lines with a value of last year.
pub(super) fn since(report: &Report<'_>) -> Vec<Since> {
    (0..report.plan.lines.len()).filter_map(|index| line(report, index)).collect()
}

fn line(report: &Report<'_>, index: usize) -> Option<Since> {
    let plan = report.plan;
    let line = plan.lines.get(index)?;
    let scored = report.card.lines.get(index)?;
    let previous = line.previous?;
    let unit = own_unit(line)?;
    let actual = report.actuals.lines.get(index);
    let shown = actual.and_then(|actual| show::actual(plan, line, actual, scored));
    let before = in_unit(previous, unit, &plan.units);
    let now = match (&scored.computed, actual.map(|actual| &actual.value)) {
        (Some(computed), _) => Some((**computed).clone()),
        (None, Some(Value::Number(measure))) => Some(measure.value.clone()),
        // The growth itself was given.
        (None, Some(Value::Growth(measure))) => Some(&before + &(&before * &measure.value)),
        (None, _) => None,
    };
    let change = now.map(|now| &now - &before);
    let percent = show::unit(unit, &plan.units) == "%";
    let signed = |change: &Exact| {
        let sign = if change.is_negative() { "−" } else { "+" };
        let unit = if percent { "个百分点" } else { show::unit(unit, &plan.units) };
        let number = show::number(&change.abs());
        let (about, number) = number.strip_prefix('≈').map_or(("", &*number), |number| ("≈", number));
        format!("{about}{sign}{}", show::with_unit(number, unit))
    };
    let growth = change.as_ref().filter(|_| before.is_positive() && !percent).and_then(|change| {
        let growth = change.div(&before)?;
        let sign = if growth.is_negative() { "−" } else { "+" };
        let text = show::percent(&growth.abs());
        Some(match text.strip_prefix('≈') {
            Some(text) => format!("≈{sign}{text}"),
            None => format!("{sign}{text}"),
        })
    });
    Some(Since {
        id: id(index),
        name: line.name.to_string(),
        previous: show::quantity(previous, &plan.units),
        actual: shown.unwrap_or_default(),
        word: change.as_ref().map_or("", |change| word(line, change)),
        change: change
            .as_ref()
            .map_or_else(String::new, |change| if change.is_zero() { "没有变化".to_owned() } else { signed(change) }),
        growth: growth.unwrap_or_default(),
    })
}

/// Whether a change is for the better.
fn word(line: &Line, change: &Exact) -> &'static str {
    let less_is_better = match (line.direction, &line.goal) {
        (Some(direction), _) => direction == Direction::Negative,
        (None, Goal::Quantity { sign, .. } | Goal::Previous { sign, .. } | Goal::Growth { sign, .. }) => match sign {
            Sign::Ge | Sign::Gt => false,
            Sign::Le | Sign::Lt => true,
            Sign::Eq => return "",
        },
        (None, _) => return "",
    };
    match (change.is_zero(), change.is_negative() == less_is_better) {
        (true, _) => "持平",
        (false, true) => "好转",
        (false, false) => "变差",
    }
}
