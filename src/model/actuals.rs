//! 实际 blocks and the inputs of 测试: entries → [`RawActuals`], as a table would give them.

use crate::diag::{Diagnostic, Safety, suggest};
use crate::model::context::{Context, quoted_name};
use crate::model::name::normal;
use crate::model::outline::{Doubled, Read, fiscal_year};
use crate::model::placement::{Part, Site, parts};
use crate::score::actuals::{Origin, RawActual, RawActuals, RawBudget, RawValue};
use crate::source::{Place, Span};
use crate::syntax::ast::{self, AmountKind, Clause, Name, SectionKind, Stmt, Target, TextKind, Value};
use crate::terms::{Judgement, Sign};

/// An 实际 block.
#[derive(Debug, Clone)]
pub struct Block {
    /// The department or project it is about.
    pub name: Box<str>,
    /// Where that name stands.
    pub place: Place,
    /// The year after the name.
    pub year: Option<i16>,
    /// The declaration it is about, an index into the model's declarations; none when the
    /// compilation has no declaration to match.
    pub declaration: Option<usize>,
    /// Its values.
    pub raw: RawActuals,
}

/// What the budget lines of 实际 are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Initial,
    Whole,
    Executed,
}

const FIGURES: [(&str, Figure); 5] = [
    ("年初预算数", Figure::Initial),
    ("全年预算数", Figure::Whole),
    ("全年执行数", Figure::Executed),
    ("预算数", Figure::Whole),
    ("执行数", Figure::Executed),
];

/// Other words for the judgements, as forms print them.
const JUDGEMENTS: [(&str, Judgement); 6] = [
    ("达成", Judgement::Met),
    ("达成预期指标", Judgement::Met),
    ("部分达成", Judgement::Partly),
    ("部分达成预期指标并具有一定效果", Judgement::Partly),
    ("未达成", Judgement::Missed),
    ("未达成预期指标且效果较差", Judgement::Missed),
];

/// Reads every 实际 block of the compilation.
pub(crate) fn read<'a>(cx: &mut Context<'a>, declarations: &[Read<'a>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            if let Clause::Actuals { name, year, .. } = &stmt.clause {
                let block = block(cx, declarations, stmt, *name, *year);
                blocks.push(block);
            }
        }
    }
    blocks
}

fn block(
    cx: &mut Context<'_>,
    declarations: &[Read<'_>],
    stmt: &Stmt,
    name: Name,
    year: Option<ast::Quantity>,
) -> Block {
    let year = year.and_then(|year| fiscal_year(cx, year));
    let declaration = about(cx, declarations, name, year);
    let text = normal(cx.name(name));
    let fiscal =
        year.or_else(|| declaration.and_then(|at| declarations.get(at)).and_then(|read| read.declaration.year));
    let raw = values(cx, stmt, Site::Actuals, format!("实际 {text}"), fiscal);
    Block { name: text.into(), place: cx.place(name.span), year, declaration, raw }
}

/// The declaration of that name, and of that year when there are several.
fn about(cx: &mut Context<'_>, declarations: &[Read<'_>], name: Name, year: Option<i16>) -> Option<usize> {
    if declarations.is_empty() {
        return None;
    }
    let text = normal(cx.name(name));
    let named: Vec<usize> = (0..declarations.len())
        .filter(|at| declarations.get(*at).is_some_and(|read| normal(&read.declaration.name) == text))
        .collect();
    let year_of = |at: &usize| declarations.get(*at).and_then(|read| read.declaration.year);
    let same_year = |at: &&usize| year.is_none() || year_of(at).is_none() || year_of(at) == year;
    match (named.first(), named.iter().find(same_year)) {
        (_, Some(at)) => Some(*at),
        (Some(at), None) => {
            let declared = declarations.get(*at).map(|read| read.declaration.place)?;
            let (year, other) = (year.unwrap_or_default(), year_of(at).unwrap_or_default());
            let message = format!("`{text}` 的绩效目标是 {other} 年度的，这里写的是 {year}");
            let diagnostic = Diagnostic::error("E0606", cx.place(name.span), message);
            cx.report(diagnostic.related(declared, format!("{other} 年度的绩效目标")));
            None
        }
        (None, _) => {
            let known = declarations.iter().map(|read| &*read.declaration.name);
            let nearest = suggest::nearest(&text, known.clone()).map(str::to_owned);
            let mut known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
            known.dedup();
            let help = format!("有绩效目标的是 {}", known.join("、"));
            cx.unknown("E0606", name.span, format!("没有部门或项目 `{text}`"), nearest.as_deref(), Some(help));
            None
        }
    }
}

/// The entries of a block.
pub(crate) fn values(cx: &mut Context<'_>, stmt: &Stmt, site: Site, title: String, year: Option<i16>) -> RawActuals {
    let mut raw = RawActuals { title, ..RawActuals::default() };
    let mut budget = None;
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if !cx.admits(site, part) {
            continue;
        }
        match part {
            (Clause::Entry { name, target }, Some(line)) => {
                if let Some(value) = target_value(cx, target, year) {
                    let row = row(cx, line, *name, value);
                    raw.rows.push(row);
                }
            }
            (Clause::Item { name, value, .. }, Some(_)) => without_sign(cx, *name, value.as_ref()),
            (Clause::Section { kind: SectionKind::Budget, keyword }, Some(line)) => match budget {
                Some(first) => {
                    let diagnostic = Diagnostic::error("E0205", cx.place(*keyword), "`预算` 写了两次");
                    cx.report(diagnostic.label("第二次").related(cx.place(first), "第一次在这里"));
                }
                None => {
                    budget = Some(*keyword);
                    raw.budget = figures(cx, line, *keyword);
                }
            },
            _ => {}
        }
    }
    raw
}

/// A value with its text.
type Valued = (RawValue, Span);

fn target_value(cx: &mut Context<'_>, target: &Target, year: Option<i16>) -> Option<Valued> {
    match target {
        Target::Compare { sign, sign_span, value } => {
            if *sign != Sign::Eq {
                let message = format!("实际完成值用 `=`，这里写的是 `{}`", cx.slice(*sign_span));
                let diagnostic = Diagnostic::error("E0608", cx.place(*sign_span), message);
                cx.report(diagnostic.help("改为 `=`").fix(Safety::Unsafe, *sign_span, "=", "改为 `=`"));
                return None;
            }
            self::value(cx, value, *sign_span, year)
        }
        // The growth itself is a value of an indicator that is held to one.
        Target::Growth { sign: Sign::Eq, value, .. } => self::value(cx, &Value::Quantity(*value), value.span(), year),
        Target::Growth { sign_span, .. } => {
            cx.error("E0608", *sign_span, "实际完成值用 `=`");
            None
        }
        Target::Qualitative { keyword, text } => Some((RawValue::Text(cx.text(*text)), keyword.to(text.span))),
        Target::NotApplicable { keyword, .. } => {
            let diagnostic = Diagnostic::error("E0608", cx.place(*keyword), "`不适用` 写在绩效目标里，不是实际完成值");
            cx.report(diagnostic.help("没有实际完成值时不写这一行"));
            None
        }
    }
}

fn value(cx: &mut Context<'_>, value: &Value, sign: Span, year: Option<i16>) -> Option<Valued> {
    match value {
        Value::Quantity(quantity) => {
            let unit = cx.unit(quantity.unit)?;
            let unit = Some(cx.units.get(unit).text.to_string()).filter(|text| !text.is_empty());
            Some((RawValue::Number { number: quantity.number, unit, sign: None }, quantity.span()))
        }
        Value::Date(literal) => {
            let date = cx.date(*literal, year)?;
            Some((
                RawValue::Date { date, from: if literal.day.is_some() { date } else { date.first_of_month() } },
                literal.span,
            ))
        }
        Value::YesNo { yes, span } => Some((RawValue::YesNo(*yes), *span)),
        Value::Text(text) => {
            let words = cx.text(*text);
            let value =
                judgement(&words).map_or(RawValue::Text(words), |judgement| RawValue::Judgement(judgement, None));
            Some((value, text.span))
        }
        Value::Word { span, quantity } => word(cx, *span, quantity.as_deref().copied()),
        Value::Range(range) => {
            let span = range.low.span().to(range.high.span());
            not_a_value(cx, span, "实际完成值是一个数，不是区间")
        }
        Value::Previous { span, .. } => not_a_value(cx, *span, "实际完成值要写出数来，不能写 `上年`"),
        Value::Method(_) => not_a_value(cx, sign, "等号后面没有实际完成值"),
    }
}

fn not_a_value(cx: &mut Context<'_>, span: Span, message: &str) -> Option<Valued> {
    cx.error("E0608", span, message);
    None
}

/// `达成`, `部分达成 75%`, or another word.
fn word(cx: &mut Context<'_>, span: Span, quantity: Option<ast::Quantity>) -> Option<Valued> {
    let text = cx.slice(span);
    match (judgement(text), quantity) {
        (Some(judgement), None) => Some((RawValue::Judgement(judgement, None), span)),
        (Some(judgement), Some(quantity)) => {
            let share = cx.ratio(quantity, "评判的比例")?;
            Some((RawValue::Judgement(judgement, Some(share)), span.to(quantity.span())))
        }
        (None, None) => Some((RawValue::Text(text.to_owned()), span)),
        (None, Some(quantity)) => {
            let span = span.to(quantity.span());
            not_a_value(cx, span, &format!("看不懂实际完成值 `{}`", cx.slice(span)))
        }
    }
}

fn judgement(text: &str) -> Option<Judgement> {
    JUDGEMENTS.iter().find(|(word, _)| *word == text.trim()).map(|(_, judgement)| *judgement)
}

fn row(cx: &mut Context<'_>, stmt: &Stmt, name: Name, (value, span): Valued) -> RawActual {
    let mut row = empty_row(cx, name, value, span);
    let mut seen = Doubled::default();
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if cx.admits(Site::Actual, part) {
            attribute(cx, &mut row, &mut seen, part);
        }
    }
    row
}

fn empty_row(cx: &Context<'_>, name: Name, value: RawValue, span: Span) -> RawActual {
    RawActual {
        name: normal(cx.name(name)).into_owned(),
        group: Vec::new(),
        value,
        text: cx.slice(span).to_owned(),
        heading_unit: None,
        judged: None,
        reason: None,
        origin: Origin::Heng(cx.place(span)),
    }
}

fn attribute(cx: &mut Context<'_>, row: &mut RawActual, seen: &mut Doubled, (clause, _): Part<'_>) {
    match clause {
        Clause::Text { kind, keyword, text } => {
            seen.once(cx, kind.word(), *keyword);
            if *kind == TextKind::Reason {
                row.reason = Some(cx.text(*text));
            }
        }
        Clause::Amount { kind: AmountKind::Score, keyword, quantity } => {
            seen.once(cx, "得分", *keyword);
            row.judged = cx.points(*quantity, "得分").map(|_| quantity.number);
        }
        _ => {}
    }
}

/// `X 760 件` where `X = 760 件` is meant.
fn without_sign(cx: &mut Context<'_>, name: Name, value: Option<&Value>) {
    let text = cx.name(name);
    let span = match value {
        Some(Value::Quantity(quantity)) => Some(quantity.span()),
        Some(Value::Word { span, .. } | Value::YesNo { span, .. } | Value::Previous { span, .. }) => Some(*span),
        Some(Value::Date(date)) => Some(date.span),
        Some(Value::Text(text)) => Some(text.span),
        Some(Value::Range(range)) => Some(range.low.span().to(range.high.span())),
        Some(Value::Method(_)) | None => None,
    };
    match span {
        Some(span) => {
            let message = format!("`{text}` 和实际完成值之间缺 `=`");
            let replacement = format!("= {}", cx.slice(span));
            let diagnostic = Diagnostic::error("E0608", cx.place(span), message);
            cx.report(diagnostic.fix(Safety::Safe, span, replacement, "补上 `=`"));
        }
        None => {
            let diagnostic = Diagnostic::error("E0608", cx.place(name.span), format!("`{text}` 没有实际完成值"));
            cx.report(diagnostic.help(format!("如 `{} = 760 件`", quoted_name(text))));
        }
    }
}

/// 预算 { 全年预算数 …; 全年执行数 … }.
fn figures(cx: &mut Context<'_>, stmt: &Stmt, keyword: Span) -> Option<RawBudget> {
    let mut found: Vec<(Figure, RawActual)> = Vec::new();
    let before = cx.diagnostics.len();
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if !cx.admits(Site::ActualBudget, part) {
            continue;
        }
        let (name, quantity) = match part.0 {
            Clause::Item { name, value: Some(Value::Quantity(quantity)), .. }
            | Clause::Entry {
                name,
                target: Target::Compare { sign: Sign::Eq, value: Value::Quantity(quantity), .. },
            } => (*name, *quantity),
            Clause::Item { name, .. } | Clause::Entry { name, .. } => {
                let diagnostic =
                    Diagnostic::error("E0608", cx.place(name.span), format!("`{}` 后面写金额", cx.name(*name)));
                cx.report(diagnostic.help(format!("如 `{} 10,125.93 万元`", cx.name(*name))));
                continue;
            }
            _ => continue,
        };
        if let Some(row) = figure(cx, name, quantity, &found) {
            found.push(row);
        }
    }
    let take = |wanted: Figure| found.iter().find(|(figure, _)| *figure == wanted).map(|(_, row)| row.clone());
    let budget = take(Figure::Whole).or_else(|| take(Figure::Initial));
    let executed = take(Figure::Executed);
    if cx.diagnostics.len() == before && (budget.is_none() || executed.is_none()) {
        let missing = if executed.is_none() { "全年执行数" } else { "全年预算数" };
        let diagnostic = Diagnostic::error("E0608", cx.place(keyword), format!("算预算执行率还缺 `{missing}`"));
        cx.report(diagnostic.help(format!("加一行：`{missing} 10,125.93 万元`")));
    }
    Some(RawBudget { budget: budget?, executed: executed? })
}

fn figure(
    cx: &mut Context<'_>,
    name: Name,
    quantity: ast::Quantity,
    found: &[(Figure, RawActual)],
) -> Option<(Figure, RawActual)> {
    let text = normal(cx.name(name));
    let Some((_, figure)) = FIGURES.iter().find(|(word, _)| *word == text) else {
        let nearest = suggest::nearest(&text, FIGURES.iter().map(|(word, _)| *word));
        let help = "这里写 `年初预算数`、`全年预算数`、`全年执行数`".to_owned();
        cx.unknown("E0608", name.span, format!("预算执行里没有 `{text}`"), nearest, Some(help));
        return None;
    };
    if let Some((_, first)) = found.iter().find(|(seen, _)| seen == figure) {
        let diagnostic = Diagnostic::error("E0205", cx.place(name.span), format!("`{text}` 写了两次")).label("第二次");
        let first = match &first.origin {
            Origin::Heng(place) => Some(*place),
            Origin::Cell { .. } => None,
        };
        cx.report(match first {
            Some(first) => diagnostic.related(first, "第一次在这里"),
            None => diagnostic,
        });
        return None;
    }
    let amount = cx.money(quantity, &format!("`{text}` "))?;
    let unit = Some(cx.units.get(amount.unit).text.to_string());
    let value = RawValue::Number { number: quantity.number, unit, sign: None };
    Some((*figure, empty_row(cx, name, value, quantity.span())))
}
