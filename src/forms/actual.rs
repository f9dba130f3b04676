//! The cell of an actual value: its number in the terms that people type, how it is shown,
//! what may be filled in, and what its number means.

use super::literal::decimal;
use super::{Allowed, Cell, Content, Shown};
use crate::exact::Exact;
use crate::model::unit::UnitId;
use crate::plan::{DataItem, Goal, Line, Plan};
use crate::score::actuals::{Actual, Budget, Value};
use crate::score::{own_unit, show};
use crate::terms::Judgement;

/// How the number of a line's cell relates to the line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Terms {
    pub shown: Shown,
    /// What the cell's number is multiplied with to be in the unit of the line.
    pub factor: Exact,
    /// Whether the number is the growth over last year rather than the value.
    pub growth: bool,
}

/// Whether people write a unit behind the number as `%`, which spreadsheets know.
fn is_percent(plan: &Plan, unit: UnitId) -> bool {
    matches!(show::unit(unit, &plan.units), "%" | "％")
}

/// The terms of a unit.
pub(super) fn terms_of_unit(plan: &Plan, unit: UnitId) -> Terms {
    if is_percent(plan, unit) {
        return Terms { shown: Shown::Percent, factor: Exact::int(100), growth: false };
    }
    let shown = Shown::Unit(show::unit(unit, &plan.units).to_owned());
    Terms { shown, factor: Exact::ONE, growth: false }
}

/// The terms of a line that is about a number; none for other lines.
pub(super) fn terms(plan: &Plan, line: &Line, actual: &Actual) -> Option<Terms> {
    match &line.goal {
        Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {}
        Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_) | Goal::NotApplicable(_) => return None,
    }
    match (own_unit(line), &actual.value) {
        (None, _) | (Some(_), Value::Growth(_)) if matches!(line.goal, Goal::Growth { .. }) => {
            Some(Terms { shown: Shown::Percent, factor: Exact::ONE, growth: true })
        }
        (Some(unit), _) => Some(terms_of_unit(plan, unit)),
        (None, _) => None,
    }
}

/// What the cell of a line's actual value holds.
pub(super) fn content(plan: &Plan, line: &Line, actual: &Actual) -> Content {
    let number = |value: &Exact| match terms(plan, line, actual) {
        Some(terms) => number(value, &terms),
        None => Content::Empty,
    };
    match &actual.value {
        Value::Number(measure) | Value::Growth(measure) => number(&measure.value),
        Value::Date(date) => Content::Date(*date),
        Value::YesNo(yes) => Content::Text(show::yes_no(*yes).to_owned()),
        Value::Judged { judgement: Some(judgement), .. } => match line.goal {
            Goal::YesNo(wanted) => Content::Text(show::yes_no(wanted == (*judgement == Judgement::Met)).to_owned()),
            _ => Content::Text(judgement.word().to_owned()),
        },
        Value::Missing => match (&line.goal, terms(plan, line, actual)) {
            (Goal::NotApplicable(_), _) => Content::Text("—".to_owned()),
            (Goal::Date { .. }, _) => Content::Number(String::new(), Shown::Day),
            (_, Some(terms)) => Content::Number(String::new(), terms.shown),
            (_, None) => Content::Empty,
        },
        Value::Judged { judgement: None, .. } | Value::Unusable(_) => Content::Text(unquoted(&actual.text).to_owned()),
    }
}

/// What the cell of a data item holds, where it is a number.
pub(super) fn data_content(plan: &Plan, item: &DataItem, actual: &Actual) -> Option<Content> {
    match &actual.value {
        Value::Number(measure) => Some(number(&measure.value, &terms_of_unit(plan, item.unit))),
        _ => None,
    }
}

/// A text without the quotation marks that heng writes around it.
fn unquoted(text: &str) -> &str {
    let pairs = [("\"\"\"", "\"\"\""), ("\"", "\""), ("“", "”"), ("「", "」"), ("＂", "＂")];
    let inner = pairs.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.map_or(text, str::trim)
}

/// A number in the terms of its cell; a fraction that has no end is a quotient.
pub(super) fn number(value: &Exact, terms: &Terms) -> Content {
    let value = value.div(&terms.factor).unwrap_or(Exact::ZERO);
    match decimal(&value) {
        Some(decimal) => Content::Number(decimal, terms.shown.clone()),
        None => {
            let near = value.to_fixed(12, crate::exact::Rounding::HalfUp);
            Content::Live(value.to_fraction(), Box::new(Content::Number(near, terms.shown.clone())))
        }
    }
}

/// The points that a person gave, or that follow from the share beside a judgement.
pub(super) fn points(line: &Line, actual: &Actual) -> Option<Exact> {
    let share = match &actual.value {
        Value::Judged { share, .. } => share.as_ref().map(|share| &line.weight * share),
        _ => None,
    };
    actual.stated.map(Exact::from).or(share)
}

/// The cell with what may be filled in.
pub(super) fn checked(cell: Cell, plan: &Plan, line: &Line) -> Cell {
    let words = |words: &[&str]| Allowed::Words(words.iter().map(|word| (*word).to_owned()).collect());
    match &line.goal {
        Goal::YesNo(_) => cell.checked(words(&["是", "否"]), "选“是”或“否”"),
        Goal::Qualitative(_) => {
            let grades = super::judged::JUDGEMENTS.map(Judgement::word);
            cell.checked(words(&grades), "选 达成、部分达成 或 未达成")
        }
        Goal::Date { .. } => cell.checked(Allowed::Date, "填日期，如 2024-12-31"),
        Goal::NotApplicable(_) => cell,
        Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {
            match terms(plan, line, &Actual::default()) {
                Some(Terms { shown: Shown::Percent, .. }) => cell.checked(Allowed::Percent, "填百分数，如 97.2%"),
                Some(Terms { shown: Shown::Unit(unit), .. }) if !unit.is_empty() => {
                    cell.checked(Allowed::Number, format!("填数字，单位是 {unit}，单位不用写"))
                }
                Some(_) | None => cell.checked(Allowed::Number, "填数字"),
            }
        }
    }
}

/// 全年预算数 and 全年执行数 in 万元, where their unit is known.
pub(super) fn budget(plan: &Plan, budget: &Budget) -> [Content; 2] {
    let unit = |actual: &Actual| match &actual.value {
        Value::Number(measure) => measure.unit.is_some(),
        _ => false,
    };
    let known = unit(&budget.planned) || unit(&budget.executed);
    let scale = plan.units.read("万元").map(|unit| unit.scale).ok().filter(|_| known);
    let terms = Terms { shown: Shown::Money, factor: scale.unwrap_or(Exact::ONE), growth: false };
    [&budget.planned, &budget.executed].map(|actual| match &actual.value {
        Value::Number(measure) => number(&measure.value, &terms),
        _ if actual.text.is_empty() => Content::Number(String::new(), Shown::Money),
        _ => Content::Text(actual.text.clone()),
    })
}
