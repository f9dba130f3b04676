//! 公式 of indicators: names, dimensions, cycles.

use std::sync::Arc;

use crate::diag::{Diagnostic, Safety, suggest};
use crate::model::context::Context;
use crate::model::declaration::{DataItem, Extras, Indicator};
use crate::model::expr::{self, Expr, Typed};
use crate::model::name::normal;
use crate::model::outline::Outline;
use crate::model::unit::UnitId;
use crate::model::value::{Goal, difference, stacked};
use crate::source::Span;
use crate::syntax::ast::{self, Name, Target, Value};

/// A formula that waits until all names are known.
#[derive(Clone, Copy)]
pub(crate) struct Pending<'a> {
    pub indicator: u32,
    pub expr: &'a ast::Expr,
    pub target: &'a Target,
}

/// Checks every formula of a declaration and puts it into its indicator.
pub(crate) fn check(out: &mut Outline<'_, '_>) {
    let pending = std::mem::take(&mut out.formulas);
    let mut sound: Vec<(Pending<'_>, Expr)> = Vec::new();
    for formula in pending {
        if let Some(typed) = typed(out, formula)
            && fits_target(out, formula, &typed)
        {
            hundredfold(out, formula);
            sound.push((formula, typed.expr));
        }
    }
    let in_cycle = cycles(out, &sound);
    for (formula, expr) in sound {
        if in_cycle.contains(&formula.indicator) {
            continue;
        }
        if let Some(indicator) = out.declaration.indicators.get_mut(formula.indicator as usize) {
            let extras = indicator.extras.get_or_insert_with(|| Box::new(Extras::default()));
            extras.formula = Some(Arc::new(expr));
        }
    }
}

fn typed(out: &mut Outline<'_, '_>, formula: Pending<'_>) -> Option<Typed> {
    let Outline { cx, declaration, names, data, lost, .. } = out;
    expr::check(cx, formula.expr, &mut |cx, path| {
        let (first, last) = (path.first()?, path.last()?);
        let span = first.span.to(last.span);
        let text = normal(cx.name(*last));
        if path.len() == 1 {
            if let Some(&at) = data.get(&text) {
                let unit = declaration.data.get(at).map_or(UnitId::NONE, |item| item.unit);
                return Some(of_unit(cx, Expr::Data(at), unit));
            }
            if let Some(at) = names.get(&text, &declaration.indicators) {
                let indicator = declaration.indicators.get(at as usize)?;
                return line(cx, indicator, at, *last);
            }
            if lost.contains(&text) {
                return None;
            }
        }
        let known = declaration.data.iter().map(|item| &*item.name);
        // Not the indicator itself, whose name is often the nearest.
        let others = declaration.indicators.iter().enumerate().filter(|(at, _)| *at != formula.indicator as usize);
        let known = known.chain(others.map(|(_, indicator)| &*indicator.name));
        let shown = cx.slice(span);
        let nearest = suggest::nearest(&text, known).map(str::to_owned);
        let help = format!("在 `数据` 里声明它和它的单位：`{shown} 件`");
        cx.unknown("E0206", span, format!("没有指标或数据项 `{shown}`"), nearest.as_deref(), Some(help));
        None
    })
}

fn of_unit(cx: &Context<'_>, expr: Expr, unit: UnitId) -> Typed {
    let unit = cx.units.get(unit);
    Typed { expr, dimension: unit.dimension.clone(), unit: Some(unit.text.to_string()) }
}

fn line(cx: &mut Context<'_>, indicator: &Indicator, at: u32, name: Name) -> Option<Typed> {
    match unit_of(indicator) {
        Measured::In(unit) => Some(of_unit(cx, Expr::Line(at as usize), unit)),
        Measured::Unknown => None,
        Measured::Nothing => {
            cx.error("E0308", name.span, format!("指标 `{}` 不是数值，不能用在公式里", indicator.name));
            None
        }
    }
}

enum Measured {
    In(UnitId),
    /// Not a number.
    Nothing,
    /// Its target was reported, or follows from a value not written.
    Unknown,
}

fn unit_of(indicator: &Indicator) -> Measured {
    let previous = indicator.extras.as_ref().and_then(|extras| extras.previous);
    match &indicator.goal {
        Some(Goal::Quantity { value, .. }) => Measured::In(value.unit),
        Some(Goal::Range { high, .. }) => Measured::In(high.unit),
        Some(Goal::Previous { plus, .. }) => {
            plus.or(previous).map_or(Measured::Unknown, |value| Measured::In(value.unit))
        }
        Some(Goal::Growth { .. }) => previous.map_or(Measured::Unknown, |value| Measured::In(value.unit)),
        Some(Goal::NotApplicable(_)) | None => Measured::Unknown,
        Some(Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_)) => Measured::Nothing,
    }
}

/// Whether the result is what the target measures.
fn fits_target(out: &mut Outline<'_, '_>, formula: Pending<'_>, typed: &Typed) -> bool {
    let Some(indicator) = out.declaration.indicators.get(formula.indicator as usize) else { return false };
    let unit = match unit_of(indicator) {
        Measured::In(unit) => unit,
        Measured::Unknown => return true,
        Measured::Nothing => {
            let message = format!("指标 `{}` 的指标值不是数，不能用公式计算", indicator.name);
            out.cx.error("E0308", formula.expr.span, message);
            return false;
        }
    };
    let target = out.cx.units.get(unit);
    if target.dimension == typed.dimension {
        return true;
    }
    let written = written_value(formula.target);
    let result = result_unit(out.cx, typed);
    if unit == UnitId::NONE
        && let Some((span, _)) = written
    {
        let diagnostic =
            Diagnostic::error("E0310", out.cx.place(span), format!("指标值 `{}` 缺单位", out.cx.slice(span)))
                .label(format!("公式的结果是 `{result}`"));
        let place = out.cx.place(formula.expr.span);
        let diagnostic = diagnostic.related(place, "由这个公式得来");
        let diagnostic = diagnostic.help(format!("写成 `{} {result}`", out.cx.slice(span)));
        out.cx.report(diagnostic.fix(Safety::Unsafe, span.after(), format!(" {result}"), "补上单位"));
        return false;
    }
    if let Some(item) = without_unit(&typed.expr, &out.declaration.data) {
        let (name, place) = (item.name.to_string(), out.cx.place(item.span));
        let message = format!("数据 `{name}` 没有写单位，公式的结果不知道是什么");
        let found =
            Diagnostic::error("E0309", place, message).related(out.cx.place(formula.expr.span), "用在这个公式里");
        let wanted = &out.cx.units.get(unit).text;
        let example = if wanted.is_empty() || matches!(&**wanted, "%" | "‰") { "件" } else { wanted };
        out.cx.report(found.help(format!("在名称后面写上单位，如 `{name} {example}`")));
        return false;
    }
    mismatch(out.cx, formula, typed, unit, &result);
    false
}

/// The first data item of a formula that was declared without a unit.
fn without_unit<'d>(expr: &Expr, data: &'d [DataItem]) -> Option<&'d DataItem> {
    match expr {
        Expr::Data(at) => data.get(*at).filter(|item| item.unit == UnitId::NONE),
        Expr::Negate(inner) => without_unit(inner, data),
        Expr::Binary { left, right, .. } => without_unit(left, data).or_else(|| without_unit(right, data)),
        Expr::Quantity(_) | Expr::Line(_) | Expr::Word(_) => None,
    }
}

/// Warns of a rate that is multiplied by 100 and held against a percentage: `95%` is 0.95.
fn hundredfold(out: &mut Outline<'_, '_>, formula: Pending<'_>) {
    let ast::ExprKind::Binary { op: ast::BinaryOp::Mul, right, op_span, .. } = &formula.expr.kind else { return };
    let ast::ExprKind::Quantity(ast::Quantity { number, unit: None, .. }) = right.kind else { return };
    let percent = written_value(formula.target).and_then(|(_, unit)| unit);
    let Some(unit) = percent.filter(|unit| matches!(out.cx.slice(*unit), "%" | "％")) else { return };
    if number == rust_decimal::Decimal::ONE_HUNDRED {
        let span = op_span.to(right.span);
        let message = "公式里乘了 100，指标值又以 `%` 为单位，结果会大 100 倍";
        let diagnostic = Diagnostic::warning("E0309", out.cx.place(span), message);
        let diagnostic = diagnostic.related(out.cx.place(unit), "`%` 就是除以 100");
        let gone = Span { start: op_span.start, end: right.span.end };
        out.cx.report(diagnostic.help("删去 `* 100`").fix(Safety::Unsafe, gone, "", "删去 `* 100`"));
    }
}

fn mismatch(cx: &mut Context<'_>, formula: Pending<'_>, typed: &Typed, unit: UnitId, result: &str) {
    let wanted = cx.units.get(unit);
    let apart = difference(&typed.dimension, &wanted.dimension);
    let wanted_factors = wanted.dimension.len();
    let wanted_text = match &*wanted.text {
        "" => "比率".to_owned(),
        text => text.to_owned(),
    };
    let shown = if typed.dimension.is_empty() { "比率" } else { result };
    let message = format!("公式的结果是 `{shown}`，指标值的单位是 `{wanted_text}`，两者不是一回事");
    let mut diagnostic =
        Diagnostic::error("E0309", cx.place(formula.expr.span), message).label(format!("这里得到 `{shown}`"));
    let help = stacked(&[("公式", shown), ("指标值", &wanted_text)]);
    let value = written_value(formula.target);
    if let Some((span, _)) = value {
        diagnostic = diagnostic.related(cx.place(span), format!("这里是 `{wanted_text}`"));
    }
    let diagnostic = match value {
        // One factor mends it; where more are wrong, there is no guess.
        // Fewer factors than the target: what is lacking is in the formula.
        Some(_) if typed.dimension.len() < wanted_factors => {
            diagnostic.help(format!("{help}\n公式像是少除了一项，看看 `{wanted_text}` 里除以的是什么"))
        }
        // A share against a count: whether the target or the formula is meant, nobody can say.
        Some(_) if wanted_factors == 0 || typed.dimension.is_empty() => diagnostic.help(help),
        Some((span, Some(unit))) if apart.len() == 1 && !result.is_empty() => {
            let number = cx.slice(Span { start: span.start, end: unit.start });
            let blank = if number.ends_with(' ') || result.starts_with(['%', '‰']) { "" } else { " " };
            diagnostic.help(format!("{help}\n指标值写成 `{number}{blank}{result}`")).fix(
                Safety::Unsafe,
                unit,
                format!("{blank}{result}"),
                format!("指标值的单位改为 `{result}`"),
            )
        }
        _ => diagnostic.help(help),
    };
    cx.report(diagnostic);
}

fn result_unit(cx: &Context<'_>, typed: &Typed) -> String {
    match &typed.unit {
        Some(unit) => unit.clone(),
        None => cx.units.describe(&typed.dimension),
    }
}

/// The value of a target and its unit, where a unit can stand.
fn written_value(target: &Target) -> Option<(Span, Option<Span>)> {
    match target {
        Target::Compare { value: Value::Quantity(quantity), .. } => Some((quantity.span(), quantity.unit)),
        Target::Compare { value: Value::Range(range), .. } => {
            Some((range.low.span().to(range.high.span()), range.high.unit))
        }
        _ => None,
    }
}

/// Reports formulas that lead back to themselves; the indicators whose formulas do.
fn cycles(out: &mut Outline<'_, '_>, sound: &[(Pending<'_>, Expr)]) -> Vec<u32> {
    let edges: rustc_hash::FxHashMap<u32, Vec<u32>> = sound
        .iter()
        .map(|(formula, expr)| {
            let mut lines = Vec::new();
            collect(expr, &mut lines);
            (formula.indicator, lines)
        })
        .collect();
    let mut settled: rustc_hash::FxHashSet<u32> = Default::default();
    let mut bad = Vec::new();
    for (formula, _) in sound {
        if let Some(path) = cycle_from(formula.indicator, &edges, &mut settled) {
            report_cycle(out, sound, &path);
            bad.extend(path);
        }
    }
    bad
}

fn collect(expr: &Expr, lines: &mut Vec<u32>) {
    match expr {
        Expr::Line(at) => lines.push(u32::try_from(*at).unwrap_or(u32::MAX)),
        Expr::Negate(inner) => collect(inner, lines),
        Expr::Binary { left, right, .. } => {
            collect(left, lines);
            collect(right, lines);
        }
        Expr::Quantity(_) | Expr::Data(_) | Expr::Word(_) => {}
    }
}

/// A depth-first walk with its own stack, because chains may be as long as the file.
fn cycle_from(
    start: u32,
    edges: &rustc_hash::FxHashMap<u32, Vec<u32>>,
    settled: &mut rustc_hash::FxHashSet<u32>,
) -> Option<Vec<u32>> {
    if settled.contains(&start) {
        return None;
    }
    let mut path: Vec<(u32, usize)> = vec![(start, 0)];
    let mut open: rustc_hash::FxHashSet<u32> = std::iter::once(start).collect();
    while let Some((node, next)) = path.last_mut() {
        let target = edges.get(node).and_then(|edges| edges.get(*next)).copied();
        *next += 1;
        match target {
            None => {
                settled.insert(*node);
                open.remove(node);
                path.pop();
            }
            Some(target) if open.contains(&target) => {
                let at = path.iter().position(|(node, _)| *node == target).unwrap_or(0);
                let cycle: Vec<u32> = path.iter().skip(at).map(|(node, _)| *node).collect();
                settled.extend(path.iter().map(|(node, _)| *node));
                return Some(cycle);
            }
            Some(target) if !settled.contains(&target) => {
                open.insert(target);
                path.push((target, 0));
            }
            Some(_) => {}
        }
    }
    None
}

fn report_cycle(out: &mut Outline<'_, '_>, sound: &[(Pending<'_>, Expr)], path: &[u32]) {
    let name = |at: &u32| out.declaration.indicators.get(*at as usize).map_or("", |indicator| &*indicator.name);
    let names: Vec<&str> = path.iter().chain(path.first()).map(name).collect();
    let Some(formula) = sound.iter().find(|(formula, _)| path.first() == Some(&formula.indicator)) else { return };
    let message = format!("公式绕成了一圈：{}", names.join(" → "));
    let mut diagnostic = Diagnostic::error("E0207", out.cx.place(formula.0.expr.span), message);
    for (other, _) in
        sound.iter().filter(|(other, _)| path.contains(&other.indicator) && path.first() != Some(&other.indicator))
    {
        diagnostic = diagnostic.related(out.cx.place(other.expr.span), "经过这个公式");
    }
    out.cx.report(diagnostic);
}
