//! 测试 blocks: inputs as actual values, and what is expected of the scores.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::{Diagnostic, suggest};
use crate::exact::Exact;
use crate::model::actuals;
use crate::model::context::Context;
use crate::model::framework::Framework;
use crate::model::name::normal;
use crate::model::outline::Read;
use crate::model::placement::{Kind, Site, kind, parts};
use crate::score::actuals::{Origin, RawActuals};
use crate::source::{Place, Span};
use crate::syntax::ast::{self, BinaryOp, Clause, Expr, ExprKind, Name, Stmt, Text};
use crate::terms::{Sign, Verdict};

/// A 测试 block.
#[derive(Debug, Clone)]
pub struct Test {
    /// Its title.
    pub title: String,
    /// Where the title stands.
    pub place: Place,
    /// The declaration it tries, an index into the model's declarations.
    pub declaration: usize,
    /// The actual values it gives; the others are missing.
    pub inputs: RawActuals,
    /// What is expected.
    pub expectations: Vec<Expectation>,
}

/// `期望 X.得分 = 9.5 分`.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The expression.
    pub place: Place,
    /// What is looked at.
    pub subject: Watched,
    /// How it is compared; `None` is `!=`.
    pub sign: Option<Sign>,
    /// With what.
    pub expected: Expected,
}

/// What an expectation looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// A fact of one indicator, an index into the declaration's indicators (in a plan: into
    /// its lines).
    Line(usize, Fact),
    /// The score of a group, an index into the declaration's groups.
    Group(usize),
    /// 预算执行率: its score or its rate.
    Execution(Fact),
    /// 总分.
    Total,
    /// 等级.
    Grade,
}

/// What can be expected of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// 得分, rounded as the framework says.
    Score,
    /// 完成率, exact.
    Attainment,
    /// 结论: 达成, 未达成, 无法判定, 不适用.
    Verdict,
    /// 分值.
    Weight,
}

/// What a fact is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// Points, or a ratio (0.95).
    Number(Exact),
    /// A verdict.
    Verdict(Verdict),
    /// A grade of the framework.
    Grade(String),
}

const FACTS: [(&str, Fact); 5] = [
    ("得分", Fact::Score),
    ("完成率", Fact::Attainment),
    ("执行率", Fact::Attainment),
    ("结论", Fact::Verdict),
    ("分值", Fact::Weight),
];

const VERDICTS: [Verdict; 4] = [Verdict::Met, Verdict::Missed, Verdict::Undecided, Verdict::NotApplicable];

/// The declaration that an expectation is about.
#[derive(Clone, Copy)]
struct Tried<'r, 'a> {
    read: &'r Read<'a>,
    framework: Option<&'r Framework>,
}

/// Reads every 测试 block of the compilation.
pub(crate) fn read<'a>(cx: &mut Context<'a>, frameworks: &[Arc<Framework>], declarations: &[Read<'a>]) -> Vec<Test> {
    let mut tests = Vec::new();
    let files = cx.files;
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            if let Clause::Test { keyword, title } = &stmt.clause {
                let declaration = tried(cx, declarations, stmt, *keyword);
                tests.extend(declaration.and_then(|at| test(cx, frameworks, declarations, stmt, *title, at)));
            }
        }
    }
    for (at, read) in declarations.iter().enumerate() {
        cx.parsed = files.get(read.declaration.place.file).unwrap_or(cx.parsed);
        for stmt in read.stmt.children() {
            if let Clause::Test { title, .. } = &stmt.clause {
                tests.extend(test(cx, frameworks, declarations, stmt, *title, at));
            }
        }
    }
    tests
}

/// What a test at the top of a file tries: the declaration that knows most of its names,
/// one of the same file before others.
fn tried(cx: &mut Context<'_>, declarations: &[Read<'_>], stmt: &Stmt, keyword: Span) -> Option<usize> {
    let names: Vec<Cow<'_, str>> = stmt.children().iter().filter_map(|line| named(cx, &line.clause)).collect();
    let known = |read: &Read<'_>| names.iter().filter(|name| read.knows(name)).count();
    let score = |read: &Read<'_>| (known(read), read.declaration.place.file == cx.parsed.file);
    let best = declarations.iter().enumerate().rev().max_by_key(|(_, read)| score(read));
    if best.is_none() {
        let diagnostic = Diagnostic::error("E0606", cx.place(keyword), "没有可以测试的部门或项目");
        cx.report(diagnostic.help("用 `引用` 引入绩效目标的文件"));
    }
    let (at, read) = best?;
    let equal = declarations.iter().filter(|other| score(other) == score(read));
    let equal: Vec<String> = equal.map(|other| format!("`{}`", other.declaration.name)).collect();
    if equal.len() > 1 {
        let message = format!("{} 都可以是这个测试要测的", equal.join("、"));
        let diagnostic = Diagnostic::error("E0606", cx.place(keyword), message);
        cx.report(diagnostic.help("把测试写进要测的部门或项目的花括号里"));
        return None;
    }
    Some(at)
}

/// The name a line of a test speaks of.
fn named<'a>(cx: &Context<'a>, clause: &Clause) -> Option<Cow<'a, str>> {
    match clause {
        Clause::Entry { name, .. } => Some(normal(cx.name(*name))),
        Clause::Expect { expr: Expr { kind: ExprKind::Binary { left, .. }, .. }, .. } => match &left.kind {
            ExprKind::Path(names) => names.first().map(|name| normal(cx.name(*name))),
            _ => None,
        },
        _ => None,
    }
}

fn test<'a>(
    cx: &mut Context<'a>,
    frameworks: &[Arc<Framework>],
    declarations: &[Read<'a>],
    stmt: &'a Stmt,
    title: Text,
    at: usize,
) -> Option<Test> {
    let read = declarations.get(at)?;
    let framework = read.declaration.framework.and_then(|at| frameworks.get(at)).map(|framework| &**framework);
    let tried = Tried { read, framework };
    let text = cx.text(title);
    let mut inputs = actuals::values(cx, stmt, Site::Test, format!("测试 {text}"), read.declaration.year);
    inputs.rows.retain(|row| {
        let known = read.knows(&row.name);
        if !known && !read.names.lost.contains(&*row.name) {
            unknown_input(cx, tried, stmt, &row.name, &row.origin);
        }
        known
    });
    let mut expectations = Vec::new();
    for (clause, _) in parts(&stmt.attrs, stmt.block.as_deref()) {
        if let Clause::Expect { expr, .. } = clause {
            expectations.extend(expectation(cx, tried, expr));
        }
    }
    let broken = stmt.children().iter().any(|line| kind(&line.clause) == Kind::Broken);
    if expectations.is_empty()
        && !broken
        && !stmt.children().iter().any(|line| matches!(line.clause, Clause::Expect { .. }))
    {
        let diagnostic = Diagnostic::error("E0607", cx.place(title.span), format!("测试 `{text}` 没有写 `期望`"));
        cx.report(diagnostic.help("如 `期望 总分 = 90 分`"));
    }
    Some(Test { title: text, place: cx.place(title.span), declaration: at, inputs, expectations })
}

fn unknown_input(cx: &mut Context<'_>, tried: Tried<'_, '_>, stmt: &Stmt, name: &str, origin: &Origin) {
    let span = stmt.children().iter().find_map(|line| match &line.clause {
        Clause::Entry { name: written, .. } if normal(cx.name(*written)) == name => Some(written.span),
        _ => None,
    });
    let Origin::Heng(value) = origin else { return };
    let nearest = suggest::nearest(name, known_names(tried)).map(str::to_owned);
    let message = format!("没有指标或数据项 `{}`", span.map_or(name, |span| cx.slice(span)));
    cx.unknown("E0206", span.unwrap_or(value.span), message, nearest.as_deref(), None);
}

fn known_names<'r>(tried: Tried<'r, '_>) -> impl Iterator<Item = &'r str> {
    let declaration = &tried.read.declaration;
    let indicators = declaration.indicators.iter().map(|indicator| &*indicator.name);
    indicators.chain(declaration.data.iter().map(|item| &*item.name))
}

fn expectation(cx: &mut Context<'_>, tried: Tried<'_, '_>, expr: &Expr) -> Option<Expectation> {
    let (sign, left, right) = match &expr.kind {
        ExprKind::Binary { op: BinaryOp::Compare(sign), left, right, .. } => (Some(*sign), left, right),
        ExprKind::Binary { op: BinaryOp::Ne, left, right, .. } => (None, left, right),
        _ => return misshapen(cx, expr.span),
    };
    let ExprKind::Path(path) = &left.kind else { return misshapen(cx, left.span) };
    let subject = subject(cx, tried, path)?;
    let expected = expected(cx, tried, subject, right)?;
    let ordered = matches!(sign, Some(Sign::Ge | Sign::Gt | Sign::Le | Sign::Lt));
    if ordered && !matches!(expected, Expected::Number(_)) {
        cx.error("E0607", expr.span, "结论和等级只能用 `=` 或 `!=` 比较");
        return None;
    }
    Some(Expectation { place: cx.place(expr.span), subject, sign, expected })
}

fn misshapen(cx: &mut Context<'_>, span: Span) -> Option<Expectation> {
    let diagnostic = Diagnostic::error("E0607", cx.place(span), "`期望` 后面写“什么 = 多少”");
    cx.report(diagnostic.help("如 `期望 总分 = 90 分`、`期望 年度专利授权量.得分 = 9.5 分`"));
    None
}

fn subject(cx: &mut Context<'_>, tried: Tried<'_, '_>, path: &[Name]) -> Option<Watched> {
    let names: Vec<Cow<'_, str>> = path.iter().map(|name| normal(cx.name(*name))).collect();
    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
    let (first, last) = (path.first()?, path.last()?);
    match names[..] {
        ["总分" | "得分"] => return Some(Watched::Total),
        ["等级"] => return Some(Watched::Grade),
        ["预算执行率", fact] => return fact_named(cx, *last, fact).map(Watched::Execution),
        [name, fact] => {
            if let Some(at) = tried.read.indicator(name) {
                return fact_named(cx, *last, fact).map(|fact| Watched::Line(at as usize, fact));
            }
        }
        _ => {}
    }
    if let [groups @ .., "得分"] = &names[..]
        && let Some(at) = group(tried, groups)
    {
        return Some(Watched::Group(at));
    }
    let text = names.first().copied().unwrap_or_default();
    if tried.read.names.lost.contains(text) {
        return None;
    }
    if tried.read.knows(text) || group(tried, &names).is_some() {
        let shown = cx.slice(first.span.to(last.span));
        let diagnostic =
            Diagnostic::error("E0607", cx.place(first.span.to(last.span)), format!("没有说明期望 `{shown}` 的什么"));
        cx.report(diagnostic.help(format!("如 `{shown}.得分`、`{shown}.完成率`、`{shown}.结论`")));
        return None;
    }
    let nearest =
        suggest::nearest(text, ["总分", "等级", "预算执行率"].into_iter().chain(known_names(tried))).map(str::to_owned);
    let help = "期望 `总分`、`等级`、`指标名称.得分`、`指标名称.完成率`、`指标名称.结论`".to_owned();
    cx.unknown(
        "E0206",
        first.span,
        format!("没有指标或数据项 `{}`", cx.slice(first.span)),
        nearest.as_deref(),
        Some(help),
    );
    None
}

/// A group of the declaration by its path of names.
fn group(tried: Tried<'_, '_>, names: &[&str]) -> Option<usize> {
    let groups = &tried.read.declaration.groups;
    let framework = tried.framework?;
    let find = |parent: Option<usize>, name: &str| {
        let levels = match parent {
            None => &framework.groups,
            Some(parent) => &framework.groups.get(groups.get(parent)?.of_framework?)?.children,
        };
        let of = levels.iter().position(|level| level.answers_to(name))?;
        groups.iter().position(|group| group.parent == parent && group.of_framework == Some(of))
    };
    match names {
        [name] => find(None, name),
        [parent, name] => find(Some(find(None, parent)?), name),
        _ => None,
    }
}

fn fact_named(cx: &mut Context<'_>, name: Name, text: &str) -> Option<Fact> {
    let found = FACTS.iter().find(|(word, _)| *word == text).map(|(_, fact)| *fact);
    if found.is_none() {
        let nearest = suggest::nearest(text, FACTS.iter().map(|(word, _)| *word));
        let help = "可以期望 `得分`、`完成率`、`结论`、`分值`".to_owned();
        cx.unknown("E0206", name.span, format!("指标没有 `{text}` 可以期望"), nearest, Some(help));
    }
    found
}

fn expected(cx: &mut Context<'_>, tried: Tried<'_, '_>, subject: Watched, right: &Expr) -> Option<Expected> {
    let what = match subject {
        Watched::Line(_, Fact::Verdict) | Watched::Execution(Fact::Verdict) => return verdict(cx, right),
        Watched::Grade => return grade(cx, tried, right),
        Watched::Line(_, Fact::Attainment) | Watched::Execution(Fact::Attainment) => {
            let Some(quantity) = quantity(cx, right) else { return not_a_number(cx, right, "95%") };
            return cx.ratio(quantity, "完成率").map(Expected::Number);
        }
        Watched::Line(_, Fact::Weight) | Watched::Execution(Fact::Weight) => "分值",
        Watched::Line(_, Fact::Score) | Watched::Execution(Fact::Score) | Watched::Group(_) | Watched::Total => "得分",
    };
    let Some(quantity) = quantity(cx, right) else { return not_a_number(cx, right, "9.5 分") };
    cx.points(quantity, what).map(Expected::Number)
}

fn quantity(cx: &mut Context<'_>, expr: &Expr) -> Option<ast::Quantity> {
    match &expr.kind {
        ExprKind::Quantity(quantity) => Some(*quantity),
        _ => cx.glued(expr),
    }
}

fn not_a_number(cx: &mut Context<'_>, right: &Expr, example: &str) -> Option<Expected> {
    let diagnostic = Diagnostic::error("E0607", cx.place(right.span), format!("这里要写数，如 `{example}`"));
    cx.report(diagnostic);
    None
}

/// The word on the right side, bare or as a text.
fn word(cx: &Context<'_>, right: &Expr) -> Option<String> {
    match &right.kind {
        ExprKind::Path(names) => match names[..] {
            [name] => Some(cx.name(name).to_owned()),
            _ => None,
        },
        ExprKind::Text(text) => Some(cx.text(*text)),
        _ => None,
    }
}

fn verdict(cx: &mut Context<'_>, right: &Expr) -> Option<Expected> {
    let text = word(cx, right);
    let found = VERDICTS.into_iter().find(|verdict| text.as_deref() == Some(verdict.word()));
    if found.is_none() {
        let shown = cx.slice(right.span);
        let nearest = suggest::nearest(shown, VERDICTS.iter().map(|verdict| verdict.word()));
        let help = "结论有 `达成`、`未达成`、`无法判定`、`不适用`".to_owned();
        cx.unknown("E0607", right.span, format!("没有结论 `{shown}`"), nearest, Some(help));
    }
    found.map(Expected::Verdict)
}

fn grade(cx: &mut Context<'_>, tried: Tried<'_, '_>, right: &Expr) -> Option<Expected> {
    let grades = tried.framework.map_or(&[][..], |framework| &framework.grades);
    let text = word(cx, right);
    if let Some(grade) = grades.iter().find(|grade| text.as_deref() == Some(&*grade.name)) {
        return Some(Expected::Grade(grade.name.clone()));
    }
    let known: Vec<String> = grades.iter().map(|grade| format!("`{}`", grade.name)).collect();
    let help = format!("框架的等级有 {}", known.join("、"));
    cx.unknown("E0607", right.span, format!("没有等级 `{}`", cx.slice(right.span)), None, Some(help));
    None
}
