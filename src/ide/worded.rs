//! Targets and weights in words.

use crate::exact::Exact;
use crate::model::declaration::{Origin, Weight};
use crate::model::unit::Units;
use crate::model::value::{Goal, Quantity};
use crate::model::{Model, print};
use crate::score::show;
use crate::terms::Sign;

/// A weight with how it came about.
pub(super) fn weight(weight: &Weight) -> String {
    match origin(weight) {
        Some(how) => format!("{} 分（{how}）", show::number(&weight.value)),
        None => "不计分".to_owned(),
    }
}

/// How a weight came about; none where nothing is scored.
pub(super) fn origin(weight: &Weight) -> Option<String> {
    Some(match weight.origin {
        Origin::Written(_) => "写明".to_owned(),
        Origin::Sum => "各项之和".to_owned(),
        Origin::Framework => "框架规定".to_owned(),
        Origin::Received => "框架规定，含空缺类别转来的分".to_owned(),
        Origin::Shared { among: 1, .. } => "上一级只有这一项，分值都归它".to_owned(),
        Origin::Shared { among, last } => {
            let last = if last { "，末项含余数" } else { "" };
            format!("由上一级平均分摊，共 {among} 项{last}")
        }
        Origin::Nothing => return None,
    })
}

/// A target, with what it comes to where it is held against last year's value.
pub(super) fn goal(model: &Model, goal: &Goal, previous: Option<Quantity>) -> String {
    let units = &model.units;
    match goal {
        Goal::Quantity { sign, value } => format!("{} {}", sign.word(), print::quantity(units, *value)),
        Goal::Range { low, high } if low.unit == high.unit => {
            format!("在 {} 到 {}之间，两端都算", low.number, print::quantity(units, *high))
        }
        Goal::Range { low, high } => {
            let (low, high) = (print::quantity(units, *low), print::quantity(units, *high));
            format!("在 {low} 到 {high}之间，两端都算")
        }
        Goal::Date { sign, date } => match sign {
            Sign::Le => format!("不晚于 {date}"),
            Sign::Lt => format!("早于 {date}"),
            Sign::Ge => format!("不早于 {date}"),
            Sign::Gt => format!("晚于 {date}"),
            Sign::Eq => format!("在 {date}"),
        },
        Goal::YesNo(true) => "要做到（实际为“是”）".to_owned(),
        Goal::YesNo(false) => "不发生（实际为“否”）".to_owned(),
        Goal::Previous { sign, factor, plus } => {
            let text = format!("{} {}", sign.word(), relative(units, factor, *plus));
            match previous.and_then(|previous| Some((previous, amount(units, previous, factor, *plus)?))) {
                Some((previous, value)) => {
                    let value = show::value(&value, previous.unit, units);
                    format!(
                        "{} {value}（{}，上年 {}）",
                        sign.word(),
                        relative(units, factor, *plus),
                        print::quantity(units, previous)
                    )
                }
                None => text,
            }
        }
        Goal::Growth { sign, rate } => {
            let text = format!("比上年增长{} {}", sign.word(), show::percent(rate));
            match previous.and_then(|previous| Some((previous, amount(units, previous, &(&Exact::ONE + rate), None)?)))
            {
                Some((previous, value)) => {
                    let value = show::value(&value, previous.unit, units);
                    format!("{text}，即{} {value}（上年 {}）", sign.word(), print::quantity(units, previous))
                }
                None => text,
            }
        }
        Goal::Qualitative(text) => format!("定性：{text}"),
        Goal::NotApplicable(Some(reason)) => format!("不适用：{reason}"),
        Goal::NotApplicable(None) => "不适用".to_owned(),
    }
}

/// `上年的 105%`, `上年加 20 家`.
fn relative(units: &Units, factor: &Exact, plus: Option<Quantity>) -> String {
    let times =
        if *factor == Exact::ONE { "上年".to_owned() } else { format!("上年的 {}", show::percent(factor)) };
    let Some(plus) = plus else { return times };
    let word = if plus.number.is_sign_negative() { "减" } else { "加" };
    let plus = Quantity { number: plus.number.abs(), unit: plus.unit };
    format!("{times}{word} {}", print::quantity(units, plus))
}

/// What a target over last year's value comes to, in the unit of that value.
fn amount(units: &Units, previous: Quantity, factor: &Exact, plus: Option<Quantity>) -> Option<Exact> {
    let value = &Exact::from(previous.number) * factor;
    let Some(plus) = plus else { return Some(value) };
    let (own, unit) = (units.get(previous.unit), units.get(plus.unit));
    let ratio = unit.scale.div(&own.scale).filter(|_| unit.dimension == own.dimension)?;
    Some(&value + &(&Exact::from(plus.number) * &ratio))
}
