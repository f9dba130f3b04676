//! 预算 and 任务: amounts of money that have to foot.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::exact::{Exact, Rounding};
use crate::model::context::Context;
use crate::model::declaration::{BudgetLine, Declaration, Task, TextAttr};
use crate::model::name::normal;
use crate::model::outline::Doubled;
use crate::model::placement::{Site, parts};
use crate::model::unit::UnitId;
use crate::model::value::Quantity;
use crate::source::Span;
use crate::syntax::ast::{AmountKind, Clause, Name, Stmt, Value};

/// How deep budget lines may nest; forms have three levels.
const MAX_DEPTH: usize = 16;

/// Decimal places of the smallest amount that forms show (0.01 元 in 亿元).
const MAX_PLACES: u32 = 10;

/// Reads a 预算 block; whether all of it could be read.
pub(crate) fn read(cx: &mut Context<'_>, declaration: &mut Declaration, stmt: &Stmt) -> bool {
    let before = cx.diagnostics.len();
    let whole = lines(cx, declaration, stmt, None, 0);
    whole && cx.diagnostics.len() == before
}

fn lines(
    cx: &mut Context<'_>,
    declaration: &mut Declaration,
    stmt: &Stmt,
    parent: Option<usize>,
    depth: usize,
) -> bool {
    let mut whole = true;
    let mut seen: FxHashMap<Cow<'_, str>, Span> = FxHashMap::default();
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if !cx.admits(Site::Budget, part) {
            whole = false;
            continue;
        }
        let (Clause::Item { name, value, .. }, Some(child)) = part else { continue };
        if depth > MAX_DEPTH {
            cx.error("E0201", name.span, format!("预算科目套得太深：超过 {MAX_DEPTH} 层"));
            return false;
        }
        let text = normal(cx.name(*name));
        if let Some(first) = seen.get(&text) {
            let first = cx.place(*first);
            let message = format!("预算科目 `{}` 写了两次", cx.name(*name));
            let diagnostic = Diagnostic::error("E0209", cx.place(name.span), message).label("第二次");
            cx.report(diagnostic.related(first, "第一次在这里"));
            continue;
        }
        let amount = amount(cx, *name, value.as_ref());
        if value.is_none() && child.block.is_none() {
            let message = format!("预算科目 `{}` 没有金额", cx.name(*name));
            let diagnostic = Diagnostic::error("E0314", cx.place(name.span), message);
            cx.report(diagnostic.help(format!("写成 `{} 1,097.01 万元`，没有时写 `0.00 万元`", cx.slice(name.span))));
        }
        seen.insert(text, name.span);
        let at = declaration.budget.len();
        declaration.budget.push(BudgetLine { name: cx.name(*name).into(), span: name.span, parent, amount });
        whole &= lines(cx, declaration, child, Some(at), depth + 1);
    }
    whole
}

fn amount(cx: &mut Context<'_>, name: Name, value: Option<&Value>) -> Option<Quantity> {
    match value? {
        Value::Quantity(quantity) => cx.money(*quantity, &format!("预算科目 `{}` ", cx.name(name))),
        _ => {
            let message = format!("预算科目 `{}` 后面写金额", cx.name(name));
            let diagnostic = Diagnostic::error("E0314", cx.place(name.span), message);
            cx.report(diagnostic.help("如 `基本支出 1,097.01 万元`"));
            None
        }
    }
}

/// Reads a 任务 block; whether its funds could be read.
pub(crate) fn task(cx: &mut Context<'_>, declaration: &mut Declaration, stmt: &Stmt, name: Name) -> bool {
    let before = cx.diagnostics.len();
    let broken = stmt.children().iter().any(|line| matches!(line.clause, Clause::Broken));
    if let Some(first) = declaration.tasks.iter().find(|task| normal(&task.name) == normal(cx.name(name))) {
        let first = cx.place(first.span);
        let message = format!("任务 `{}` 写了两次", cx.name(name));
        let diagnostic = Diagnostic::error("E0209", cx.place(name.span), message).label("第二次");
        cx.report(diagnostic.related(first, "第一次在这里").help("并到一处，或改名以示区别"));
    }
    let mut task = Task { name: cx.name(name).into(), span: name.span, funds: None, texts: Vec::new() };
    let mut seen = Doubled::default();
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if !cx.admits(Site::Task, part) {
            continue;
        }
        match part.0 {
            Clause::Amount { kind: AmountKind::Funds, keyword, quantity } => {
                seen.once(cx, "资金", *keyword);
                task.funds = cx.money(*quantity, "资金").map(|funds| (funds, quantity.span()));
            }
            Clause::Text { kind, keyword, text } => {
                seen.once(cx, kind.word(), *keyword);
                task.texts.push(TextAttr { kind: *kind, text: cx.text(*text).into(), span: text.span });
            }
            _ => {}
        }
    }
    declaration.tasks.push(task);
    !broken && cx.diagnostics.len() == before
}

/// A line with an amount and parts has to be their sum.
pub(crate) fn foot(cx: &mut Context<'_>, declaration: &Declaration) {
    let footed = totals(cx, declaration);
    for (line, Footed { parts, .. }) in declaration.budget.iter().zip(&footed) {
        let (Some(written), Parts::Sum(sum)) = (line.amount, parts) else { continue };
        let whole = cx.in_base(written);
        if *sum == whole {
            continue;
        }
        let scale = &cx.units.get(written.unit).scale;
        let unit = &cx.units.get(written.unit).text;
        let message = format!(
            "`{}` 是 {} {unit}，下面各项合计 {} {unit}，{}",
            line.name,
            money(&whole, scale),
            money(sum, scale),
            difference(sum, &whole, scale, unit)
        );
        cx.error("E0603", line.span, message);
    }
}

/// What a budget line amounts to in base units: as written, else the sum of its parts.
pub(crate) fn total(cx: &Context<'_>, declaration: &Declaration, at: usize) -> Option<Exact> {
    totals(cx, declaration).into_iter().nth(at)?.total
}

/// A line added up.
#[derive(Debug, Clone, Default)]
struct Footed {
    /// The amount as written, else that of the parts.
    total: Option<Exact>,
    parts: Parts,
}

/// What the parts of a line come to.
#[derive(Debug, Clone, Default)]
enum Parts {
    #[default]
    None,
    Sum(Exact),
    /// One of them has no amount.
    Unknown,
}

/// Every line added up, in one walk from the last to the first: parts follow their whole.
fn totals(cx: &Context<'_>, declaration: &Declaration) -> Vec<Footed> {
    let mut footed = vec![Footed::default(); declaration.budget.len()];
    for (at, line) in declaration.budget.iter().enumerate().rev() {
        let Some(own) = footed.get_mut(at) else { continue };
        own.total = match (line.amount, &own.parts) {
            (Some(amount), _) => Some(cx.in_base(amount)),
            (None, Parts::Sum(sum)) => Some(sum.clone()),
            (None, Parts::None | Parts::Unknown) => None,
        };
        let total = own.total.clone();
        let Some(whole) = line.parent.and_then(|parent| footed.get_mut(parent)) else { continue };
        whole.parts = match (std::mem::take(&mut whole.parts), total) {
            (Parts::None, Some(part)) => Parts::Sum(part),
            (Parts::Sum(sum), Some(part)) => Parts::Sum(&sum + &part),
            (Parts::Unknown, _) | (_, None) => Parts::Unknown,
        };
    }
    footed
}

/// `少 12.50 万元`.
pub(crate) fn difference(found: &Exact, wanted: &Exact, scale: &Exact, unit: &str) -> String {
    let (word, gap) = if found < wanted { ("少", wanted - found) } else { ("多", found - wanted) };
    format!("{word} {} {unit}", money(&gap, scale))
}

/// An amount in the unit of a scale, with at least two places and commas.
pub(crate) fn money(base: &Exact, scale: &Exact) -> String {
    let value = base.div(scale).unwrap_or(Exact::ZERO);
    let places = value.to_decimal(MAX_PLACES).and_then(|text| text.split_once('.').map(|(_, part)| part.len()));
    let places = u32::try_from(places.unwrap_or(0)).unwrap_or(0).max(2);
    let text = value.to_fixed(places, Rounding::HalfUp);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    format!("{}.{part}", grouped(whole))
}

/// `10,125`.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let count = digits.len();
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (count - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Where the line of a budget path stands.
pub(crate) fn find(declaration: &Declaration, names: &[&str]) -> Result<usize, usize> {
    let mut parent = None;
    for (depth, name) in names.iter().enumerate() {
        match declaration.budget_under(parent).find(|(_, line)| normal(&line.name) == **name) {
            Some((at, _)) => parent = Some(at),
            None => return Err(depth),
        }
    }
    parent.ok_or(0)
}

/// The unit the first amount of a line or its parts is written in.
pub(crate) fn unit_of(declaration: &Declaration, at: usize) -> Option<UnitId> {
    match declaration.budget.get(at)?.amount {
        Some(amount) => Some(amount.unit),
        None => declaration.budget_under(Some(at)).find_map(|(at, _)| unit_of(declaration, at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_like_the_form() {
        let wan = Exact::int(10_000);
        assert_eq!(money(&Exact::int(101_259_300), &wan), "10,125.93");
        assert_eq!(money(&Exact::int(125_000), &wan), "12.50");
        assert_eq!(difference(&Exact::int(0), &Exact::int(125_000), &wan, "万元"), "少 12.50 万元");
    }
}
