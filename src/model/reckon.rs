//! Expressions of 核对, 检查 and 期望 over what a declaration says: its budget, its tasks,
//! its groups, its indicators' targets and weights.

use crate::diag::{Diagnostic, Safety, suggest};
use crate::exact::Exact;
use crate::model::budget;
use crate::model::context::Context;
use crate::model::declaration::{Declaration, Group, Indicator};
use crate::model::framework::Framework;
use crate::model::name::normal;
use crate::model::outline::Names;
use crate::model::unit::{Dimension, UnitId, multiply};
use crate::model::value::{Goal, Quantity};
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, Name, UnaryOp};
use crate::terms::Sign;

/// What an expression comes to.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Number(Number),
    YesNo(bool),
}

/// A number in base units.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub value: Exact,
    pub dimension: Dimension,
    /// The unit it is shown in.
    pub unit: UnitId,
}

/// Why there is no value.
pub(crate) enum Stop {
    /// It was reported, here or where the cause is.
    Reported,
}

/// The declaration an expression is about.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'s, 'a> {
    pub declaration: &'s Declaration,
    pub names: &'s Names<'a>,
    pub framework: Option<&'s Framework>,
}

/// One comparison with both sides worked out.
pub(crate) struct Comparison {
    pub op: BinaryOp,
    pub left: (Number, Span),
    pub right: (Number, Span),
    pub holds: bool,
}

/// How an expression that asks something turned out.
pub(crate) struct Outcome {
    pub holds: bool,
    /// The comparison it consists of, when it is a single one.
    pub comparison: Option<Comparison>,
}

/// Words after the name of an indicator.
const FACTS: [&str; 5] = ["目标", "指标值", "分值", "上年", "周期"];

const FUNCTIONS: [&str; 3] = ["个数", "合计", "有"];

fn is_number(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Works out an expression that holds or does not.
pub(crate) fn ask(cx: &mut Context<'_>, subject: Subject<'_, '_>, expr: &Expr) -> Result<Outcome, Stop> {
    if let ExprKind::Binary { op: op @ (BinaryOp::Compare(_) | BinaryOp::Ne), left, right, .. } = &expr.kind {
        let comparison = compare(cx, subject, *op, left, right)?;
        return Ok(Outcome { holds: comparison.holds, comparison: Some(comparison) });
    }
    match value(cx, subject, expr)? {
        Value::YesNo(holds) => Ok(Outcome { holds, comparison: None }),
        Value::Number(_) => {
            let diagnostic = Diagnostic::error("E0605", cx.place(expr.span), "这里要写一个成立或不成立的式子");
            cx.report(diagnostic.help("如 `预算.支出 = 预算.收入来源`、`个数(产出指标) >= 3`"));
            Err(Stop::Reported)
        }
    }
}

fn compare(
    cx: &mut Context<'_>,
    subject: Subject<'_, '_>,
    op: BinaryOp,
    left_expr: &Expr,
    right_expr: &Expr,
) -> Result<Comparison, Stop> {
    if let ExprKind::Binary { op: BinaryOp::Compare(_) | BinaryOp::Ne, right: middle, .. } = &left_expr.kind {
        return Err(chained(cx, left_expr, middle, right_expr));
    }
    let (left, right) = (number(cx, subject, left_expr), number(cx, subject, right_expr));
    let (left, right) = (left?, right?);
    // Nothing of anything is nothing, whatever it is counted in.
    let zero = |number: &Number| number.value.is_zero() && number.unit == UnitId::NONE;
    if left.dimension != right.dimension && !zero(&left) && !zero(&right) {
        return Err(unlike(cx, "比较", (&left, left_expr.span), (&right, right_expr.span)));
    }
    let order = left.value.cmp(&right.value);
    let holds = match op {
        BinaryOp::Compare(sign) => sign.holds(order),
        _ => order.is_ne(),
    };
    Ok(Comparison { op, left: (left, left_expr.span), right: (right, right_expr.span), holds })
}

/// `1 < a < 3`.
fn chained(cx: &mut Context<'_>, left: &Expr, middle: &Expr, right: &Expr) -> Stop {
    let whole = left.span.to(right.span);
    let diagnostic = Diagnostic::error("E0605", cx.place(whole), "比较不能连着写");
    let text = format!("{} 且 {}", cx.slice(left.span), cx.slice(middle.span.to(right.span)));
    cx.report(diagnostic.help(format!("写成 `{text}`")).fix(Safety::Safe, whole, text, "分成两个比较"));
    Stop::Reported
}

fn unlike(cx: &mut Context<'_>, verb: &str, left: (&Number, Span), right: (&Number, Span)) -> Stop {
    let (a, b) = (measure(cx, left.0), measure(cx, right.0));
    let message =
        format!("`{}` 是{}，`{}` 是{}，不能{verb}", cx.slice(left.1), a.trim_end(), cx.slice(right.1), b.trim_end());
    let (a, b) = (a.trim_end(), b.trim_end());
    let place = cx.place(left.1);
    let diagnostic = Diagnostic::error("E0605", cx.place(right.1), message).label(format!("这里是{b}"));
    let diagnostic = diagnostic.related(place, format!("这里是{a}"));
    // A bare number beside an amount is an amount whose unit was forgotten.
    let written = |span: Span| cx.slice(span).chars().all(|letter| letter.is_ascii_digit() || ",.-".contains(letter));
    let forgotten = match (left.0.dimension.is_empty(), right.0.dimension.is_empty()) {
        (true, false) if written(left.1) => Some((left.1, right.0)),
        (false, true) if written(right.1) => Some((right.1, left.0)),
        _ => None,
    };
    let forgotten = forgotten.and_then(|(span, other)| Some((span, unit_text(cx, other)?)));
    cx.report(match forgotten {
        Some((span, unit)) => diagnostic.help(format!("写上单位，如 `{} {unit}`", cx.slice(span))),
        None => diagnostic,
    });
    Stop::Reported
}

/// The unit a number is shown in, when it has a name.
fn unit_text(cx: &Context<'_>, number: &Number) -> Option<String> {
    let text = &cx.units.get(number.unit).text;
    (!text.is_empty()).then(|| text.to_string())
}

fn measure(cx: &Context<'_>, number: &Number) -> String {
    if number.dimension.is_empty() {
        let bare = unit_text(cx, number).is_none();
        return if bare { "没有单位的数" } else { "比率" }.to_owned();
    }
    let unit = unit_text(cx, number).unwrap_or_else(|| cx.units.describe(&number.dimension));
    format!(" `{unit}` ")
}

fn number(cx: &mut Context<'_>, subject: Subject<'_, '_>, expr: &Expr) -> Result<Number, Stop> {
    match value(cx, subject, expr)? {
        Value::Number(number) => Ok(number),
        Value::YesNo(_) => {
            cx.error("E0605", expr.span, format!("`{}` 不是数", cx.slice(expr.span)));
            Err(Stop::Reported)
        }
    }
}

fn holds(cx: &mut Context<'_>, subject: Subject<'_, '_>, expr: &Expr) -> Result<bool, Stop> {
    ask(cx, subject, expr).map(|outcome| outcome.holds)
}

fn value(cx: &mut Context<'_>, subject: Subject<'_, '_>, expr: &Expr) -> Result<Value, Stop> {
    match &expr.kind {
        ExprKind::Quantity(written) => {
            let quantity = cx.quantity(*written).ok_or(Stop::Reported)?;
            Ok(Value::Number(of_quantity(cx, quantity)))
        }
        ExprKind::YesNo(yes) => Ok(Value::YesNo(*yes)),
        // `"3"`, in quotation marks that make it a name.
        ExprKind::Path(names) if matches!(names[..], [name] if name.quoted && is_number(cx.name(name))) => {
            let bare = cx.slice(expr.span).trim_matches(['"', '“', '”']);
            let message = format!("`{}` 加了引号，不是数", cx.slice(expr.span));
            let diagnostic = Diagnostic::error("E0605", cx.place(expr.span), message);
            cx.report(diagnostic.help(format!("写成 `{bare}`")).fix(Safety::Safe, expr.span, bare, "去掉引号"));
            Err(Stop::Reported)
        }
        ExprKind::Path(names)
            if !subject.names.knows(&normal(cx.slice(expr.span)), &subject.declaration.indicators) =>
        {
            match cx.glued(expr) {
                Some(written) => {
                    let quantity = cx.quantity(written).ok_or(Stop::Reported)?;
                    Ok(Value::Number(of_quantity(cx, quantity)))
                }
                None => path(cx, subject, names).map(Value::Number),
            }
        }
        ExprKind::Path(names) => path(cx, subject, names).map(Value::Number),
        ExprKind::Call { function, args } => call(cx, subject, *function, args),
        ExprKind::Unary { op: UnaryOp::Minus, operand } => {
            let inner = number(cx, subject, operand)?;
            Ok(Value::Number(Number { value: -&inner.value, ..inner }))
        }
        ExprKind::Unary { op: UnaryOp::Not, operand } => Ok(Value::YesNo(!holds(cx, subject, operand)?)),
        ExprKind::Binary { op, left, right, .. } => binary(cx, subject, *op, left, right),
        ExprKind::Date(_) | ExprKind::Text(_) => {
            cx.error("E0605", expr.span, "这里只能写数、名称和算式");
            Err(Stop::Reported)
        }
    }
}

fn binary(
    cx: &mut Context<'_>,
    subject: Subject<'_, '_>,
    op: BinaryOp,
    left: &Expr,
    right: &Expr,
) -> Result<Value, Stop> {
    match op {
        BinaryOp::Compare(_) | BinaryOp::Ne => {
            compare(cx, subject, op, left, right).map(|comparison| Value::YesNo(comparison.holds))
        }
        BinaryOp::And | BinaryOp::Or => {
            let (a, b) = (holds(cx, subject, left), holds(cx, subject, right));
            let (a, b) = (a?, b?);
            Ok(Value::YesNo(if op == BinaryOp::And { a && b } else { a || b }))
        }
        BinaryOp::Add | BinaryOp::Sub => {
            let (a, b) = (number(cx, subject, left), number(cx, subject, right));
            let (a, b) = (a?, b?);
            if a.dimension != b.dimension {
                let verb = if op == BinaryOp::Add { "相加" } else { "相减" };
                return Err(unlike(cx, verb, (&a, left.span), (&b, right.span)));
            }
            let value = if op == BinaryOp::Add { &a.value + &b.value } else { &a.value - &b.value };
            Ok(Value::Number(Number { value, ..a }))
        }
        BinaryOp::Mul | BinaryOp::Div => {
            let (a, b) = (number(cx, subject, left), number(cx, subject, right));
            let (a, b) = (a?, b?);
            let value = if op == BinaryOp::Mul { Some(&a.value * &b.value) } else { a.value.div(&b.value) };
            let Some(value) = value else {
                let message = match &right.kind {
                    ExprKind::Quantity(_) => "除数不能是 0".to_owned(),
                    _ => format!("`{}` 是 0，不能作除数", cx.slice(right.span)),
                };
                cx.error("E0605", right.span, message);
                return Err(Stop::Reported);
            };
            let mut dimension = a.dimension.clone();
            multiply(&mut dimension, &b.dimension, if op == BinaryOp::Mul { 1 } else { -1 });
            let unit = if b.dimension.is_empty() {
                a.unit
            } else if a.dimension.is_empty() && op == BinaryOp::Mul {
                b.unit
            } else {
                UnitId::NONE
            };
            Ok(Value::Number(Number { value, dimension, unit }))
        }
    }
}

pub(crate) fn of_quantity(cx: &Context<'_>, quantity: Quantity) -> Number {
    Number {
        value: cx.in_base(quantity),
        dimension: cx.units.get(quantity.unit).dimension.clone(),
        unit: quantity.unit,
    }
}

fn points(cx: &Context<'_>, value: Exact) -> Number {
    Number { value, dimension: cx.units.get(cx.known.points).dimension.clone(), unit: cx.known.points }
}

fn plain(count: usize) -> Number {
    Number { value: Exact::int(i128::try_from(count).unwrap_or(i128::MAX)), dimension: Vec::new(), unit: UnitId::NONE }
}

fn path(cx: &mut Context<'_>, subject: Subject<'_, '_>, path: &[Name]) -> Result<Number, Stop> {
    let Some((first, rest)) = path.split_first() else { return Err(Stop::Reported) };
    let text = normal(cx.name(*first));
    match (&*text, rest) {
        ("预算", [_, ..]) => amount(cx, subject, rest),
        ("任务", [.., last]) if cx.name(*last) == "资金" => funds(cx, subject, rest),
        ("满分", []) => Ok(points(cx, subject.framework.map_or(Exact::ZERO, |framework| framework.full.clone()))),
        (_, [fact]) => match subject.names.indicators.get(&text, &subject.declaration.indicators) {
            Some(at) => fact_of(cx, subject, at, *fact),
            None => Err(unknown(cx, subject, path)),
        },
        (_, _) => Err(unknown(cx, subject, path)),
    }
}

fn unknown(cx: &mut Context<'_>, subject: Subject<'_, '_>, path: &[Name]) -> Stop {
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return Stop::Reported };
    let text = normal(cx.name(*first));
    if subject.names.lost.contains(&text) {
        return Stop::Reported;
    }
    let span = first.span.to(last.span);
    if subject.names.indicators.get(&text, &subject.declaration.indicators).is_some()
        || subject.framework.is_some_and(|framework| framework.level1(&text).is_some())
    {
        let shown = cx.slice(span);
        let help = format!("指标写 `{shown}.目标`、`{shown}.分值`；指标类别写 `个数({shown})`、`合计({shown})`");
        cx.report(Diagnostic::error("E0605", cx.place(span), format!("`{shown}` 不是一个数")).help(help));
        return Stop::Reported;
    }
    if matches!(&*text, "预算" | "任务") {
        let help = match &*text {
            "任务" => "写 `任务.资金` 或 `任务.任务名称.资金`",
            _ => "写预算的哪一项，如 `预算.支出`",
        };
        let message = format!("看不懂 `{}`", cx.slice(span));
        cx.report(Diagnostic::error("E0605", cx.place(span), message).help(help));
        return Stop::Reported;
    }
    let known = subject.declaration.indicators.iter().map(|indicator| &*indicator.name);
    let nearest = suggest::nearest(&text, ["预算", "任务", "满分"].into_iter().chain(known)).map(str::to_owned);
    let help = "可用 `预算.…`、`任务.资金`、`指标名称.目标`、`个数(…)`、`合计(…)`".to_owned();
    cx.unknown("E0206", first.span, format!("没有 `{}`", cx.slice(first.span)), nearest.as_deref(), Some(help));
    Stop::Reported
}

/// 预算.支出.基本支出.
fn amount(cx: &mut Context<'_>, subject: Subject<'_, '_>, path: &[Name]) -> Result<Number, Stop> {
    let declaration = subject.declaration;
    if subject.names.budget_broken {
        return Err(Stop::Reported);
    }
    let mut at = None;
    for name in path {
        let text = normal(cx.name(*name));
        let Some((found, _)) = declaration.budget_under(at).find(|(_, line)| normal(&line.name) == text) else {
            let known: Vec<&str> = declaration.budget_under(at).map(|(_, line)| &*line.name).collect();
            let nearest = suggest::nearest(&text, known.iter().copied());
            let whole = at.and_then(|at| declaration.budget.get(at)).map_or("预算", |line| &*line.name);
            let otherwise = if known.is_empty() {
                format!("`{whole}` 里没有别的科目")
            } else {
                format!("`{whole}` 里有 `{}`", known.join("`、`"))
            };
            cx.unknown("E0206", name.span, format!("`{whole}` 里没有 `{}`", cx.name(*name)), nearest, Some(otherwise));
            return Err(Stop::Reported);
        };
        at = Some(found);
    }
    let at = at.ok_or(Stop::Reported)?;
    let Some(value) = budget::total(cx, declaration, at) else {
        let span = path.last().map(|name| name.span).unwrap_or_default();
        cx.error("E0605", span, format!("`{}` 没有写金额", cx.slice(span)));
        return Err(Stop::Reported);
    };
    let dimension = cx.units.get(cx.known.money).dimension.clone();
    Ok(Number { value, dimension, unit: budget::unit_of(declaration, at).unwrap_or(cx.known.money) })
}

/// 任务.资金 of all tasks, 任务.X.资金 of one.
fn funds(cx: &mut Context<'_>, subject: Subject<'_, '_>, path: &[Name]) -> Result<Number, Stop> {
    let only = match path {
        [name, _] => Some(*name),
        _ => None,
    };
    let tasks = &subject.declaration.tasks;
    if let Some(name) = only
        && !tasks.iter().any(|task| *task.name == *cx.name(name))
    {
        let nearest = suggest::nearest(cx.name(name), tasks.iter().map(|task| &*task.name));
        cx.unknown("E0206", name.span, format!("没有任务 `{}`", cx.name(name)), nearest, None);
        return Err(Stop::Reported);
    }
    if subject.names.tasks_broken {
        return Err(Stop::Reported);
    }
    let wanted = tasks.iter().filter(|task| only.is_none_or(|name| *task.name == *cx.name(name)));
    let funds: Vec<Quantity> = wanted.filter_map(|task| task.funds.map(|(funds, _)| funds)).collect();
    let value = funds.iter().map(|funds| cx.in_base(*funds)).fold(Exact::ZERO, |sum, funds| &sum + &funds);
    let unit = funds.first().map_or(cx.known.money, |funds| funds.unit);
    Ok(Number { value, dimension: cx.units.get(cx.known.money).dimension.clone(), unit })
}

fn fact_of(cx: &mut Context<'_>, subject: Subject<'_, '_>, at: u32, fact: Name) -> Result<Number, Stop> {
    let Some(indicator) = subject.declaration.indicators.get(at as usize) else { return Err(Stop::Reported) };
    let quantity = match cx.name(fact) {
        "分值" if subject.names.weights_broken => return Err(Stop::Reported),
        "分值" => return Ok(points(cx, indicator.weight.value.clone())),
        "目标" | "指标值" => limit(indicator.goal.as_ref()),
        "周期" => limit(indicator.extras.as_ref().and_then(|extras| extras.cycle.as_ref())),
        "上年" => indicator.extras.as_ref().and_then(|extras| extras.previous),
        other => {
            let nearest = suggest::nearest(other, FACTS);
            let help = format!("指标后面可写 `{}`", FACTS.join("`、`"));
            cx.unknown("E0206", fact.span, format!("指标没有 `{other}`"), nearest, Some(help));
            return Err(Stop::Reported);
        }
    };
    match quantity {
        Some(quantity) => Ok(of_quantity(cx, quantity)),
        None => {
            absent(cx, indicator, fact);
            Err(Stop::Reported)
        }
    }
}

fn absent(cx: &mut Context<'_>, indicator: &Indicator, fact: Name) {
    if indicator.goal.is_some() {
        let message = format!("指标 `{}` 的 `{}` 没有写，或者不是数", indicator.name, cx.name(fact));
        cx.error("E0605", fact.span, message);
    }
}

fn limit(goal: Option<&Goal>) -> Option<Quantity> {
    match goal? {
        Goal::Quantity { value, .. } => Some(*value),
        Goal::Range { .. }
        | Goal::Date { .. }
        | Goal::YesNo(_)
        | Goal::Previous { .. }
        | Goal::Growth { .. }
        | Goal::Qualitative(_)
        | Goal::NotApplicable(_) => None,
    }
}

fn call(cx: &mut Context<'_>, subject: Subject<'_, '_>, function: Name, args: &[Expr]) -> Result<Value, Stop> {
    let text = cx.name(function);
    if !FUNCTIONS.contains(&text) {
        let nearest = suggest::nearest(text, FUNCTIONS);
        let help = format!("可用的函数有 `{}`", FUNCTIONS.join("`、`"));
        cx.unknown("E0206", function.span, format!("没有函数 `{text}`"), nearest, Some(help));
        return Err(Stop::Reported);
    }
    let [Expr { kind: ExprKind::Path(names), .. }] = args else {
        let diagnostic = Diagnostic::error("E0605", cx.place(function.span), format!("`{text}` 的括号里写一个名称"));
        cx.report(diagnostic.help(format!("如 `{text}(产出指标.数量指标)`")));
        return Err(Stop::Reported);
    };
    let members = members(cx, subject, names)?;
    match text {
        "个数" => Ok(Value::Number(plain(members.count))),
        "有" => Ok(Value::YesNo(members.count > 0)),
        _ => match members.sum {
            Some(_) if subject.names.weights_broken => Err(Stop::Reported),
            Some(sum) => Ok(Value::Number(sum)),
            None => path(cx, subject, names).map(Value::Number),
        },
    }
}

/// What a path inside a function stands for.
struct Members {
    count: usize,
    /// Their weights together; none where that means nothing.
    sum: Option<Number>,
}

fn members(cx: &mut Context<'_>, subject: Subject<'_, '_>, path: &[Name]) -> Result<Members, Stop> {
    let declaration = subject.declaration;
    let names: Vec<_> = path.iter().map(|name| normal(cx.name(*name))).collect();
    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
    match names[..] {
        ["指标"] => return Ok(weighed(cx, declaration, |_| true)),
        ["核心" | "核心指标"] => return Ok(weighed(cx, declaration, |indicator| indicator.core)),
        ["任务"] => return Ok(Members { count: declaration.tasks.len(), sum: None }),
        ["任务", "资金"] => return Ok(Members { count: declaration.tasks.len(), sum: None }),
        ["预算", ..] if names.len() > 1 => {
            let inner: Vec<&str> = names.iter().skip(1).copied().collect();
            let found = budget::find(declaration, &inner);
            return Ok(Members { count: found.map_or(0, |at| declaration.budget_under(Some(at)).count()), sum: None });
        }
        _ => {}
    }
    let Some(wanted) = subject.framework.and_then(|framework| Wanted::find(framework, &names)) else {
        return Err(unknown_group(cx, subject, path));
    };
    let inside = |at: usize| {
        let group = declaration.groups.get(at)?;
        let parent = group.parent.and_then(|parent| declaration.groups.get(parent));
        Some(wanted.holds(parent.unwrap_or(group).of_framework, parent.and(group.of_framework)))
    };
    let unsure = |at: usize, group: &Group| group.broken && (group.of_framework.is_none() || inside(at) != Some(false));
    if declaration.groups.iter().enumerate().any(|(at, group)| unsure(at, group)) {
        return Err(Stop::Reported);
    }
    Ok(weighed(cx, declaration, |indicator| inside(indicator.group as usize) == Some(true)))
}

fn weighed(cx: &Context<'_>, declaration: &Declaration, wanted: impl Fn(&Indicator) -> bool) -> Members {
    let inside: Vec<&Indicator> = declaration.indicators.iter().filter(|indicator| wanted(indicator)).collect();
    let sum: Exact = inside.iter().map(|indicator| &indicator.weight.value).sum();
    Members { count: inside.len(), sum: Some(points(cx, sum)) }
}

/// A level-1 group, or a level-2 group of one or any level-1 group.
struct Wanted {
    pairs: Vec<(usize, Option<usize>)>,
}

impl Wanted {
    fn find(framework: &Framework, names: &[&str]) -> Option<Wanted> {
        let pairs: Vec<(usize, Option<usize>)> = match names {
            [name] => match framework.level1(name) {
                Some(at) => vec![(at, None)],
                None => framework.parents_of(name).flat_map(|parent| child_of(framework, parent, name)).collect(),
            },
            [parent, name] => child_of(framework, framework.level1(parent)?, name).into_iter().collect(),
            _ => Vec::new(),
        };
        (!pairs.is_empty()).then_some(Wanted { pairs })
    }

    fn holds(&self, level1: Option<usize>, level2: Option<usize>) -> bool {
        self.pairs.iter().any(|(parent, child)| Some(*parent) == level1 && (child.is_none() || *child == level2))
    }
}

fn child_of(framework: &Framework, parent: usize, name: &str) -> Option<(usize, Option<usize>)> {
    let children = &framework.groups.get(parent)?.children;
    let at = children.iter().position(|child| child.answers_to(name))?;
    Some((parent, Some(at)))
}

fn unknown_group(cx: &mut Context<'_>, subject: Subject<'_, '_>, path: &[Name]) -> Stop {
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return Stop::Reported };
    let groups = subject.framework.map_or(&[][..], |framework| &framework.groups);
    let known =
        groups.iter().flat_map(|group| group.names().chain(group.children.iter().flat_map(|child| child.names())));
    // The first name that is not a level-1 group is the one that is wrong.
    let wrong = if groups.iter().any(|group| group.answers_to(&normal(cx.name(*first)))) { *last } else { *first };
    let text = normal(cx.name(wrong));
    let nearest = suggest::nearest(&text, known);
    let help = "写一级指标或“一级指标.二级指标”，也可写 `指标`、`核心`、`任务`".to_owned();
    cx.unknown("E0206", wrong.span, format!("没有指标类别 `{}`", cx.name(wrong)), nearest, Some(help));
    Stop::Reported
}

/// A number as messages show it.
pub(crate) fn shown(cx: &Context<'_>, number: &Number) -> String {
    let unit = cx.units.get(number.unit);
    if number.unit == UnitId::NONE {
        return number.value.to_string();
    }
    if unit.dimension == cx.units.get(cx.known.money).dimension {
        return format!("{} {}", budget::money(&number.value, &unit.scale), unit.text);
    }
    let value = number.value.div(&unit.scale).unwrap_or(Exact::ZERO);
    if unit.dimension.is_empty() { format!("{value}{}", unit.text) } else { format!("{value} {}", unit.text) }
}

/// How far the left side is from the right: `少 12.50 万元`.
pub(crate) fn gap(cx: &Context<'_>, comparison: &Comparison) -> String {
    let (left, right) = (&comparison.left.0, &comparison.right.0);
    let (word, value) = if left.value < right.value {
        ("少", &right.value - &left.value)
    } else {
        ("多", &left.value - &right.value)
    };
    let unit = if left.unit == UnitId::NONE { right.unit } else { left.unit };
    format!("{word} {}", shown(cx, &Number { value, dimension: left.dimension.clone(), unit }))
}

/// Whether a difference says something: `=`, `>=` and `<=` ask for an amount.
pub(crate) fn has_gap(comparison: &Comparison) -> bool {
    matches!(comparison.op, BinaryOp::Compare(Sign::Eq | Sign::Ge | Sign::Le))
}
