//! Numbers, targets and values as people read them in a report.

use crate::exact::{Exact, Rounding};
use crate::model::unit::{UnitId, Units};
use crate::plan::{Goal, Line, Plan, Quantity};
use crate::score::actuals::{Actual, Value};
use crate::score::card::{LineScore, Points};
use crate::score::measure::own_unit;

/// Decimal places that an endless decimal is shown with.
const SHOWN_PLACES: u32 = 4;

/// Finite decimals up to this length are shown in full.
const FULL_PLACES: u32 = 8;

/// A number is never shown with more decimal places than this.
const MOST_PLACES: u32 = 28;

/// A number: in full when it is short, else about.
pub fn number(value: &Exact) -> String {
    value.to_decimal(FULL_PLACES).unwrap_or_else(|| about(value, SHOWN_PLACES, &[Exact::ZERO]))
}

/// A ratio as a percentage: `95%`, `≈90.91%`.
pub fn percent(ratio: &Exact) -> String {
    let hundredfold = ratio * &Exact::int(100);
    let text = hundredfold.to_decimal(SHOWN_PLACES);
    format!("{}%", text.unwrap_or_else(|| about(&hundredfold, 2, &[Exact::ZERO, Exact::int(100)])))
}

/// A number with so many places, or as many more as keep it apart from what it is not: a
/// small distance is not `≈0.0000`, and what is just missed is not `≈100.00%`.
fn about(value: &Exact, places: u32, not: &[Exact]) -> String {
    let apart = |places: &u32| !not.contains(&value.round(*places, Rounding::HalfUp));
    let places = (places..=MOST_PLACES).find(apart).unwrap_or(places);
    match value.to_decimal(places) {
        Some(decimal) => decimal,
        None => format!("≈{}", value.to_fixed(places, Rounding::HalfUp)),
    }
}

/// A value behind what it equals: `= 9.5`, `≈ 90.91%`.
pub fn equals(value: &str) -> String {
    match value.strip_prefix('≈') {
        Some(about) => format!("≈ {about}"),
        None => format!("= {value}"),
    }
}

/// A number with the text of its unit: `800 件`, `95%`.
pub fn with_unit(number: &str, unit: &str) -> String {
    let close = unit.is_empty() || unit == "%" || unit == "‰" || unit == "％";
    if close { format!("{number}{unit}") } else { format!("{number} {unit}") }
}

/// A quantity as written.
pub fn quantity(quantity: Quantity, units: &Units) -> String {
    with_unit(&quantity.number.to_string(), unit(quantity.unit, units))
}

/// A value in a unit.
pub fn value(value: &Exact, id: UnitId, units: &Units) -> String {
    with_unit(&number(value), unit(id, units))
}

/// How far two values are apart: of two percentages, or of two growths, in percentage points.
pub fn distance(distance: &Exact, id: UnitId, growth: bool, units: &Units) -> String {
    if growth || unit(id, units) == "%" {
        let points = if growth { distance * &Exact::int(100) } else { distance.clone() };
        return with_unit(&number(&points), "个百分点");
    }
    value(distance, id, units)
}

/// The text of a unit.
pub fn unit(id: UnitId, units: &Units) -> &str {
    &units.get(id).text
}

/// A target as forms print it: `≥ 800 件`.
pub fn goal(goal: &Goal, units: &Units) -> String {
    match goal {
        Goal::Quantity { sign, value } => format!("{} {}", sign.printed(), quantity(*value, units)),
        Goal::Range { low, high } if low.unit == high.unit => {
            format!("{} ~ {}", low.number, quantity(*high, units))
        }
        Goal::Range { low, high } => format!("{} ~ {}", quantity(*low, units), quantity(*high, units)),
        Goal::Date { sign, date } => format!("{} {date}", sign.printed()),
        Goal::YesNo(yes) => yes_no(*yes).to_owned(),
        Goal::Previous { sign, factor, plus } => {
            let mut text = format!("{} 上年", sign.printed());
            if **factor != Exact::ONE {
                text.push_str(&format!(" × {}", percent(factor)));
            }
            if let Some(plus) = plus {
                let sign = if plus.number.is_sign_negative() { '-' } else { '+' };
                let plus = Quantity { number: plus.number.abs(), unit: plus.unit };
                text.push_str(&format!(" {sign} {}", quantity(plus, units)));
            }
            text
        }
        Goal::Growth { sign, rate } => format!("同比 {} {}", sign.printed(), percent(rate)),
        Goal::Qualitative(text) => text.clone(),
        Goal::NotApplicable(_) => "不适用".to_owned(),
    }
}

/// 是 or 否.
pub fn yes_no(yes: bool) -> &'static str {
    if yes { "是" } else { "否" }
}

/// An actual value: the computed one, else as written; nothing when there is none.
pub fn actual(plan: &Plan, line: &Line, actual: &Actual, scored: &LineScore) -> Option<String> {
    if let (Some(computed), Some(unit)) = (&scored.computed, own_unit(line)) {
        return Some(value(computed, unit, &plan.units));
    }
    value_text(plan, own_unit(line), actual)
}

/// A value as written, with the unit it takes.
pub fn value_text(plan: &Plan, own: Option<UnitId>, actual: &Actual) -> Option<String> {
    match &actual.value {
        Value::Number(measure) => {
            let own = own.map_or("", |id| unit(id, &plan.units));
            Some(with_unit(&measure.number.to_string(), measure.unit.as_deref().unwrap_or(own)))
        }
        Value::Growth(measure) => {
            let unit = measure.unit.as_deref().unwrap_or_default();
            Some(format!("同比 {}", with_unit(&measure.number.to_string(), unit)))
        }
        Value::Date(date) => Some(date.to_string()),
        Value::YesNo(yes) => Some(yes_no(*yes).to_owned()),
        Value::Judged { judgement, share } => match (judgement, share) {
            (Some(judgement), Some(share)) => Some(format!("{} {}", judgement.word(), percent(share))),
            (Some(judgement), None) => Some(judgement.word().to_owned()),
            (None, Some(share)) => Some(percent(share)),
            (None, None) => text(actual),
        },
        Value::Missing => None,
        Value::Unusable(_) => text(actual),
    }
}

fn text(actual: &Actual) -> Option<String> {
    (!actual.text.is_empty()).then(|| actual.text.clone())
}

/// Points with the framework's places: `9.50`, `0.00 – 10.00`.
pub fn points(points: &Points, plan: &Plan) -> String {
    let (places, mode) = (plan.framework.places, plan.framework.rounding);
    match points {
        Points::Exactly(points) => points.to_fixed(places, mode),
        Points::Between(bounds) => {
            format!("{} – {}", bounds.0.to_fixed(places, mode), bounds.1.to_fixed(places, mode))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{PlanMaker, exact};

    #[test]
    fn targets_read_as_forms_print_them() {
        for (written, printed) in [
            (">= 800 件", "≥ 800 件"),
            ("= 100 %", "＝ 100%"),
            ("100 ~ 120 人次", "100 ~ 120 人次"),
            ("<= 2024-12-31", "≤ 2024-12-31"),
            (">= 上年 * 105%", "≥ 上年 × 105%"),
            (">= 上年 + 20 家", "≥ 上年 + 20 家"),
            (">= 上年 + -2 家", "≥ 上年 - 2 家"),
            ("同比 >= 5%", "同比 ≥ 5%"),
            ("定性 显著提升", "显著提升"),
            ("不适用", "不适用"),
        ] {
            let mut maker = PlanMaker::new();
            maker.line("甲", written, "10");
            let plan = maker.plan();
            assert_eq!(goal(&plan.lines[0].goal, &plan.units), printed);
        }
    }

    #[test]
    fn numbers_are_full_or_about() {
        assert_eq!(number(&exact("9.5")), "9.5");
        assert_eq!(number(&exact("100/11")), "≈9.0909");
        assert_eq!(percent(&exact("10/11")), "≈90.91%");
        assert_eq!(percent(&exact("1.025")), "102.5%");
        assert_eq!(number(&exact("0.0000000000000001")), "0.0000000000000001");
        assert_eq!(number(&exact("1/3000000")), "≈0.0000003");
        assert_eq!(percent(&exact("0.99999999")), "99.999999%");
        assert_eq!(percent(&exact("299999999/300000000")), "≈99.9999997%");
    }
}
