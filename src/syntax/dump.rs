//! The syntax tree as text, for `heng debug ast` and snapshots: one line a clause, blocks
//! indented, every part named.

use std::fmt::Write;

use super::ast::*;
use super::{Parsed, half_width};
use crate::source::Span;

/// The tree of a parsed source. Stable: the same tree gives the same text.
pub fn dump(parsed: &Parsed) -> String {
    let mut out = String::new();
    stmts(parsed, &parsed.stmts, 0, &mut out);
    for comment in &parsed.comments {
        let kind = if comment.doc { "doc" } else { "comment" };
        line(&mut out, 0, format_args!("{kind} {:?}", parsed.comment(comment)));
    }
    out
}

fn stmts(parsed: &Parsed, list: &[Stmt], depth: usize, out: &mut String) {
    for stmt in list {
        line(out, depth, format_args!("{}", clause(parsed, &stmt.clause)));
        for attr in &stmt.attrs {
            line(out, depth + 1, format_args!(", {}", clause(parsed, &attr.clause)));
        }
        if let Some(block) = &stmt.block {
            let mark = if block.close.is_some() { "{}" } else { "{ 未闭合" };
            line(out, depth + 1, format_args!("{mark}"));
            stmts(parsed, &block.stmts, depth + 1, out);
        }
    }
}

fn line(out: &mut String, depth: usize, text: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{:width$}{text}", "", width = depth * 2);
}

fn clause(parsed: &Parsed, clause: &Clause) -> String {
    let name = |name: &Name| format!("`{}`", parsed.name(*name));
    let span = |span: Span| format!("`{}`", parsed.slice(span));
    let optional = |part: Option<String>, label: &str| part.map_or(String::new(), |part| format!(" {label}={part}"));
    match clause {
        Clause::Entry { name: n, target: t } => format!("Entry {} {}", name(n), target(parsed, t)),
        Clause::Item { name: n, value: v, aliases } => {
            let aliases = if aliases.is_empty() {
                String::new()
            } else {
                format!(" aliases=[{}]", aliases.iter().map(name).collect::<Vec<_>>().join(", "))
            };
            format!("Item {}{}{aliases}", name(n), optional(v.as_ref().map(|v| value(parsed, v)), "value"))
        }
        Clause::Weight(q) => format!("Weight {}", quantity(parsed, q)),
        Clause::Band(band) => {
            let bound = match (&band.sign, &band.bound) {
                (Some((sign, _)), Some(bound)) => format!("{} {}", sign.ascii(), quantity(parsed, bound)),
                (None, Some(bound)) => quantity(parsed, bound),
                (_, None) => "其余".to_owned(),
            };
            let subject = band.subject.as_ref().map(name).unwrap_or_default();
            format!("Band {subject}{bound} points={}", quantity(parsed, &band.points))
        }
        Clause::Declaration { kind, name: n, .. } => format!("Declaration {kind:?} {}", name(n)),
        Clause::Framework { name: n, parent, .. } => {
            format!("Framework {}{}", name(n), optional(parent.as_ref().map(name), "parent"))
        }
        Clause::Task { name: n, .. } => format!("Task {}", name(n)),
        Clause::Section { kind, .. } => format!("Section {kind:?}"),
        Clause::Year { year: y, .. } => format!("Year {}", year(parsed, y)),
        Clause::Text { kind, text, .. } => format!("Text {kind:?} {:?}", parsed.text(*text)),
        Clause::Amount { kind, quantity: q, .. } => format!("Amount {kind:?} {}", quantity(parsed, q)),
        Clause::Cycle { target: t, .. } => format!("Cycle {}", target(parsed, t)),
        Clause::Word { kind, word, .. } => format!("Word {kind:?} {}", name(word)),
        Clause::Core { .. } => "Core".to_owned(),
        Clause::Scoring { name: n, method: m, .. } => {
            format!("Scoring{} {}", optional(n.as_ref().map(name), "name"), method(parsed, m))
        }
        Clause::Formula { expr: e, .. } => format!("Formula {}", expr(parsed, e)),
        Clause::Rounding { places, mode, .. } => {
            format!("Rounding {}{}", quantity(parsed, places), optional(mode.as_ref().map(name), "mode"))
        }
        Clause::Over { threshold, word, .. } => {
            format!("Over {}{}", quantity(parsed, threshold), optional(word.as_ref().map(name), "word"))
        }
        Clause::Vacant { from, to, .. } => format!("Vacant {} to={}", name(from), name(to)),
        Clause::Import { path, .. } => format!("Import {:?}", parsed.text(*path)),
        Clause::Reconcile { title, expr: e, .. } => {
            format!("Reconcile {:?} {}", parsed.text(*title), expr(parsed, e))
        }
        Clause::HouseRule { title, severity, expr: e, .. } => format!(
            "HouseRule {:?}{} {}",
            parsed.text(*title),
            optional(severity.as_ref().map(name), "severity"),
            expr(parsed, e)
        ),
        Clause::Test { title, .. } => format!("Test {:?}", parsed.text(*title)),
        Clause::Expect { expr: e, .. } => format!("Expect {}", expr(parsed, e)),
        Clause::Actuals { name: n, year: y, .. } => {
            format!("Actuals {}{}", name(n), optional(y.as_ref().map(|y| year(parsed, y)), "year"))
        }
        Clause::Unit { name: n, value: v, aliases, .. } => {
            let aliases = aliases.iter().map(|alias| span(*alias)).collect::<Vec<_>>().join(", ");
            let value = optional(v.as_ref().map(|v| quantity(parsed, v)), "value");
            format!("Unit {}{value} aliases=[{aliases}]", span(*n))
        }
        Clause::Prefix { name: n, value: v, .. } => format!("Prefix {} value={}", span(*n), quantity(parsed, v)),
        Clause::Broken => "Broken".to_owned(),
    }
}

fn target(parsed: &Parsed, target: &Target) -> String {
    match target {
        Target::Compare { sign, value: v, .. } => format!("{} {}", sign.ascii(), value(parsed, v)),
        Target::Growth { sign, value: v, .. } => format!("growth {} {}", sign.ascii(), quantity(parsed, v)),
        Target::Qualitative { text, .. } => format!("qualitative {:?}", parsed.text(*text)),
        Target::NotApplicable { reason, .. } => match reason {
            Some(reason) => format!("not-applicable {:?}", parsed.text(*reason)),
            None => "not-applicable".to_owned(),
        },
    }
}

fn value(parsed: &Parsed, value: &Value) -> String {
    match value {
        Value::Quantity(q) => quantity(parsed, q),
        Value::Range(range) => format!("{} ~ {}", quantity(parsed, &range.low), quantity(parsed, &range.high)),
        Value::Date(date) => self::date(date),
        Value::YesNo { yes, .. } => if *yes { "是" } else { "否" }.to_owned(),
        Value::Previous { change: None, .. } => "上年".to_owned(),
        Value::Previous { change: Some(change), .. } => {
            format!("上年 {} {}", operator(change.0), quantity(parsed, &change.1))
        }
        Value::Text(text) => format!("{:?}", parsed.text(*text)),
        Value::Word { span, quantity: None } => format!("word `{}`", half_width(parsed.slice(*span))),
        Value::Word { span, quantity: Some(q) } => {
            format!("word `{}` {}", half_width(parsed.slice(*span)), quantity(parsed, q))
        }
        Value::Method(m) => method(parsed, m),
    }
}

fn quantity(parsed: &Parsed, quantity: &Quantity) -> String {
    match quantity.unit {
        Some(unit) => format!("{} {}", quantity.number, half_width(parsed.slice(unit))),
        None => quantity.number.to_string(),
    }
}

/// Whether a year is written as `2024` or `2024 年`, which is the same.
pub(crate) fn is_plain_year(parsed: &Parsed, year: &Quantity) -> bool {
    year.unit.is_none_or(|unit| parsed.slice(unit) == "年")
}

fn year(parsed: &Parsed, year: &Quantity) -> String {
    if is_plain_year(parsed, year) { year.number.to_string() } else { quantity(parsed, year) }
}

fn date(date: &DateLiteral) -> String {
    let year = date.year.map_or("----".to_owned(), |year| format!("{year:04}"));
    let day = date.day.map_or("--".to_owned(), |day| format!("{day:02}"));
    format!("{year}-{:02}-{day}", date.month)
}

fn method(parsed: &Parsed, method: &Method) -> String {
    match method {
        Method::Named { name, quantity: None } => format!("method `{}`", parsed.name(*name)),
        Method::Named { name, quantity: Some(q) } => {
            format!("method `{}` {}", parsed.name(*name), quantity(parsed, q))
        }
        Method::Deduct { side, step, points, .. } => {
            format!("deduct {side:?} {} points={}", quantity(parsed, step), quantity(parsed, points))
        }
        Method::Formula { expr: e, .. } => format!("formula {}", expr(parsed, e)),
    }
}

fn expr(parsed: &Parsed, e: &Expr) -> String {
    match &e.kind {
        ExprKind::Quantity(q) => quantity(parsed, q),
        ExprKind::Date(d) => date(d),
        ExprKind::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
        ExprKind::Text(text) => format!("{:?}", parsed.text(*text)),
        ExprKind::Path(names) => names.iter().map(|name| parsed.name(*name)).collect::<Vec<_>>().join("."),
        ExprKind::Call { function, args } => {
            let args = args.iter().map(|arg| expr(parsed, arg)).collect::<Vec<_>>().join(", ");
            format!("{}({args})", parsed.name(*function))
        }
        ExprKind::Unary { op: UnaryOp::Minus, operand } => format!("(-{})", expr(parsed, operand)),
        ExprKind::Unary { op: UnaryOp::Not, operand } => format!("(非 {})", expr(parsed, operand)),
        ExprKind::Binary { op, left, right, .. } => {
            format!("({} {} {})", expr(parsed, left), operator(*op), expr(parsed, right))
        }
    }
}

/// An operator in its canonical spelling.
pub(crate) fn operator(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Ne => "!=",
        BinaryOp::Compare(sign) => sign.ascii(),
        BinaryOp::And => "且",
        BinaryOp::Or => "或",
    }
}
