//! 年初预算数 of 自评表 and 监控表: what the declaration says of its budget.

use super::{Content, Shown};
use crate::exact::Exact;
use crate::model::declaration::Declaration;
use crate::model::unit::Units;

/// The rows of 项目资金.
pub(super) const ROWS: [&str; 4] = ["年度资金总额", "其中：本年财政拨款", "上年结转资金", "其他资金"];
/// What declarations call the sources that have a row; what else there is has none.
const SOURCES: [&[&str]; 3] =
    [&["财政拨款", "本年财政拨款", "当年财政拨款"], &["上年结转", "上年结转资金", "结转资金"], &["其他资金"]];
/// The unit in which the forms give money.
const MONEY: &str = "万元";

/// The amounts of the rows. The whole is written where all sides of the budget come to it.
pub(super) fn amounts(declaration: &Declaration, units: &Units) -> [Content; 4] {
    let mut wholes: Vec<Exact> = Vec::new();
    let mut loose: Option<Exact> = None;
    for (at, line) in declaration.budget_under(None) {
        let Some(total) = total(declaration, units, at) else { continue };
        match declaration.budget_under(Some(at)).next() {
            Some(_) => wholes.push(total),
            None if line.amount.is_some() => loose = Some(loose.map_or(total.clone(), |sum| &sum + &total)),
            None => {}
        }
    }
    let whole = match (wholes.split_first(), loose) {
        (Some((first, others)), _) => others.iter().all(|other| other == first).then(|| first.clone()),
        (None, loose) => loose,
    };
    let [grant, carried, other] = SOURCES.map(|names| {
        let mut found = declaration.budget.iter().enumerate().filter(|(_, line)| names.contains(&&*line.name));
        let (at, _) = found.next()?;
        if found.next().is_some() { None } else { total(declaration, units, at) }
    });
    [whole, grant, carried, other].map(|amount| money(amount, units))
}

/// What a line comes to in base units: as written, else its parts.
fn total(declaration: &Declaration, units: &Units, at: usize) -> Option<Exact> {
    let line = declaration.budget.get(at)?;
    if let Some(amount) = line.amount {
        return Some(units.in_base(amount.number, amount.unit));
    }
    // Parts stand after their whole, so this ends.
    let parts = declaration.budget_under(Some(at)).map(|(part, _)| total(declaration, units, part));
    parts.reduce(|sum, part| Some(&sum? + &part?))?
}

fn money(amount: Option<Exact>, units: &Units) -> Content {
    let scale = units.read(MONEY).map(|unit| unit.scale).unwrap_or(Exact::ONE);
    let number = amount.and_then(|amount| amount.div(&scale)?.to_decimal(12));
    Content::Number(number.unwrap_or_default(), Shown::Money)
}
