//! 计分: reading scoring rules, in place or named, and whether they fit a target.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, suggest};
use crate::exact::Exact;
use crate::model::bands;
use crate::model::context::Context;
use crate::model::expr::{self, Expr, ScoringWord, Typed};
use crate::model::placement::{Kind, Part, Site, head, kind, parts};
use crate::model::rule::{Method, Remainder, Rule};
use crate::model::unit::Dimension;
use crate::source::Span;
use crate::syntax::ast::{self, AmountKind, Block, Clause, ExprKind, Name, Stmt, TextKind, WordKind};

/// The named rules of a compilation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules<'a> {
    by_name: FxHashMap<&'a str, Arc<Rule>>,
    names: Vec<&'a str>,
}

impl<'a> Rules<'a> {
    pub fn get(&self, name: &str) -> Option<&Arc<Rule>> {
        self.by_name.get(name)
    }

    /// The rules in the order of their declaration.
    pub fn in_order(&self) -> Vec<Arc<Rule>> {
        self.names.iter().filter_map(|name| self.by_name.get(name).cloned()).collect()
    }
}

/// The methods that are words, and whether a ratio follows.
const METHODS: [(&str, bool); 7] = [
    ("达标", false),
    ("比例", false),
    ("门槛", true),
    ("线性", false),
    (bands::BANDS, false),
    (bands::POINTS, false),
    (bands::JUDGED, false),
];

/// The base that stands for whatever the target measures, in formulas of named rules.
const TARGET_BASE: u32 = u32::MAX;

/// A rule as it is written: the method and what may accompany it.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    pub method: &'a ast::Method,
    pub keyword: Span,
    /// The block that holds its bands.
    pub block: Option<&'a Block>,
    pub pass: Option<ast::Quantity>,
    pub remainder: Option<Name>,
}

impl<'a> Written<'a> {
    pub fn new(method: &'a ast::Method, keyword: Span) -> Self {
        Written { method, keyword, block: None, pass: None, remainder: None }
    }

    /// The rule of a line whose block, when there is one, holds bands.
    pub fn in_line(method: &'a ast::Method, keyword: Span, block: Option<&'a Block>) -> Self {
        Written { block, ..Written::new(method, keyword) }
    }

    /// The rule of a statement that is about nothing else: `计分 X = 比例, 及格 60%`.
    pub fn of(cx: &mut Context<'_>, method: &'a ast::Method, keyword: Span, stmt: &'a Stmt) -> Self {
        let mut written = Written { block: stmt.block.as_deref(), ..Written::new(method, keyword) };
        for part in parts(&stmt.attrs, None) {
            if cx.admits(Site::Rule, part) {
                written.take(part.0);
            }
        }
        written
    }

    /// The step of a deduction, or the bounds in the braces, in order.
    pub fn spots(&self) -> Vec<Span> {
        if let ast::Method::Deduct { step, .. } = self.method {
            return vec![step.span()];
        }
        let bounds = lines(self.block).filter_map(|(clause, _)| match clause {
            Clause::Band(band) => band.bound.map(|bound| bound.span()),
            _ => None,
        });
        bounds.collect()
    }

    /// Takes a clause that accompanies a rule.
    pub fn take(&mut self, clause: &Clause) {
        match clause {
            Clause::Amount { kind: AmountKind::Pass, quantity, .. } => self.pass = Some(*quantity),
            Clause::Word { kind: WordKind::Remainder, word, .. } => self.remainder = Some(*word),
            _ => {}
        }
    }
}

/// Whether the block of a line whose last clause is this holds bands.
pub(crate) fn block_holds_bands(cx: &Context<'_>, clause: &Clause) -> bool {
    match clause {
        Clause::Scoring { method, .. } => match &**method {
            ast::Method::Named { name, .. } => bands::takes_bands(cx.name(*name)),
            ast::Method::Deduct { .. } | ast::Method::Formula { .. } => false,
        },
        _ => false,
    }
}

/// Reads the named rules of the files, wherever rules may be named, beside those that there
/// are already.
pub(crate) fn named<'a>(cx: &mut Context<'a>, rules: Rules<'a>) -> Rules<'a> {
    let mut rules = rules;
    let mut waiting: Vec<Declared<'a>> = Vec::new();
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            collect(cx, &mut waiting, stmt, None);
            let basis = match &stmt.clause {
                Clause::Framework { .. } => basis_of(cx, stmt.block.as_deref()),
                _ => None,
            };
            if matches!(kind(&stmt.clause), Kind::Framework | Kind::Declaration) {
                nested(cx, &mut waiting, stmt, basis.as_deref());
            }
        }
    }
    // A rule may be made of one that is declared further down.
    while !waiting.is_empty() {
        let ahead: Vec<&str> = waiting.iter().map(|rule| rule.name).collect();
        let (later, now): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|rule| rule.made_of.is_some_and(|other| ahead.contains(&other)));
        if now.is_empty() {
            in_a_circle(cx, &mut rules, &later);
            break;
        }
        for rule in now {
            cx.parsed = rule.parsed;
            declare(cx, &mut rules, &rule);
        }
        waiting = later;
    }
    rules
}

/// The declaration of a named rule, before it is read.
struct Declared<'a> {
    parsed: &'a crate::syntax::Parsed,
    stmt: &'a Stmt,
    name: &'a str,
    /// The named rule that it is a variant of.
    made_of: Option<&'a str>,
    basis: Option<String>,
}

fn collect<'a>(cx: &Context<'a>, waiting: &mut Vec<Declared<'a>>, stmt: &'a Stmt, basis: Option<&str>) {
    let Clause::Scoring { name: Some(name), method, .. } = &stmt.clause else { return };
    let made_of = match &**method {
        ast::Method::Named { name, .. } => Some(cx.name(*name)),
        ast::Method::Deduct { .. } | ast::Method::Formula { .. } => None,
    };
    let made_of = made_of.filter(|name| METHODS.iter().all(|(method, _)| method != name));
    let name = cx.name(*name);
    waiting.push(Declared { parsed: cx.parsed, stmt, name, made_of, basis: basis.map(str::to_owned) });
}

fn nested<'a>(cx: &Context<'a>, waiting: &mut Vec<Declared<'a>>, stmt: &'a Stmt, basis: Option<&str>) {
    for child in stmt.children() {
        collect(cx, waiting, child, basis);
        if kind(&child.clause) == Kind::Declaration {
            for inner in child.children() {
                collect(cx, waiting, inner, None);
            }
        }
    }
}

/// Rules that are made of each other: told once, and known, so that their uses say nothing more.
fn in_a_circle<'a>(cx: &mut Context<'a>, rules: &mut Rules<'a>, circle: &[Declared<'a>]) {
    let [first, rest @ ..] = circle else { return };
    let mut path = vec![first.name];
    while let Some(next) = circle.iter().find(|rule| Some(&rule.name) == path.last()).and_then(|rule| rule.made_of) {
        path.push(next);
        if path.iter().filter(|name| **name == next).count() > 1 {
            break;
        }
    }
    cx.parsed = first.parsed;
    let span = |rule: &Declared<'_>| match &rule.stmt.clause {
        Clause::Scoring { name: Some(name), .. } => name.span,
        _ => rule.stmt.span,
    };
    let message = format!("计分规则由自己定义：{}", path.join(" → "));
    let mut diagnostic = Diagnostic::error("E0408", cx.place(span(first)), message);
    for rule in rest {
        let place = crate::source::Place { file: rule.parsed.file, span: span(rule) };
        diagnostic = diagnostic.related(place, "这里也在其中");
    }
    cx.report(diagnostic.help("至少有一条写成自带的方法，如 `计分 甲则 = 比例`"));
    for rule in circle {
        cx.parsed = rule.parsed;
        let place = cx.place(span(rule));
        known(rules, rule.name, place);
    }
}

/// Known, so that its uses are not reported again; it scores nothing by itself.
fn known<'a>(rules: &mut Rules<'a>, name: &'a str, place: crate::source::Place) {
    let method = Method::AllOrNothing;
    rules.names.push(name);
    rules.by_name.insert(name, Arc::new(Rule { name: name.to_owned(), method, pass: None, basis: None, place }));
}

fn declare<'a>(cx: &mut Context<'a>, rules: &mut Rules<'a>, declared: &Declared<'a>) {
    let (stmt, basis) = (declared.stmt, declared.basis.as_deref());
    let Clause::Scoring { keyword, name: Some(name), method } = &stmt.clause else { return };
    let text = declared.name;
    if METHODS.iter().any(|(method, _)| *method == text) || matches!(text, "扣分" | "公式") {
        return cx.error("E0209", name.span, format!("`{text}` 是自带的计分方法，规则要另取名称"));
    }
    if let Some(first) = rules.by_name.get(text) {
        let message = format!("计分规则 `{text}` 声明了两次");
        let diagnostic = Diagnostic::error("E0209", cx.place(name.span), message).label("第二次");
        return cx.report(diagnostic.related(first.place, "第一次在这里"));
    }
    let written = Written::of(cx, method, *keyword, stmt);
    let Some(rule) = read(cx, rules, written) else {
        return known(rules, text, cx.place(name.span));
    };
    let mut rule = (*rule).clone();
    rule.name = text.to_owned();
    rule.place = cx.place(name.span);
    rule.basis = rule.basis.or_else(|| basis.map(str::to_owned));
    rules.names.push(text);
    rules.by_name.insert(text, Arc::new(rule));
}

/// The 依据 of a block.
pub(crate) fn basis_of(cx: &Context<'_>, block: Option<&Block>) -> Option<String> {
    parts(&[], block).find_map(|(clause, _)| match clause {
        Clause::Text { kind: TextKind::Basis, text, .. } => Some(cx.text(*text)),
        _ => None,
    })
}

/// Reads a rule; nothing when it was reported.
pub(crate) fn read(cx: &mut Context<'_>, rules: &Rules<'_>, written: Written<'_>) -> Option<Arc<Rule>> {
    let mut written = written;
    for part in parts(&[], written.block) {
        if cx.admits(Site::Rule, part) {
            written.take(part.0);
        }
    }
    let pass = match written.pass {
        Some(quantity) => Some(share(cx, quantity, "及格线")?),
        None => None,
    };
    accompanied(cx, rules, &written)?;
    let place = cx.place(written.keyword);
    let (name, method) = match written.method {
        ast::Method::Named { name, quantity } => {
            let text = cx.name(*name);
            let Some((_, takes_ratio)) = METHODS.iter().find(|(method, _)| *method == text) else {
                let remainder = remainder(cx, written.remainder)?;
                return reuse(cx, rules, *name, *quantity, pass, remainder);
            };
            word_method(cx, text, *name, *quantity, *takes_ratio, written.block)?
        }
        ast::Method::Deduct { side, side_span, step, points, .. } => {
            let remainder = remainder(cx, written.remainder)?.unwrap_or_default();
            let name = format!("{} {} 扣 {}", cx.slice(*side_span), cx.slice(step.span()), cx.slice(points.span()));
            let step = positive(cx, *step)?;
            let points = deducted(cx, *points)?;
            (name, Method::Deduct { side: *side, step, points, remainder })
        }
        ast::Method::Formula { expr, .. } => {
            let name = cx.slice(expr.span).to_owned();
            (name, Method::Formula(scoring_formula(cx, expr)?))
        }
    };
    Some(Arc::new(Rule { name, method, pass, basis: basis_of(cx, written.block), place }))
}

/// Whether what accompanies a rule means something to its method; reports it when not.
fn accompanied(cx: &mut Context<'_>, rules: &Rules<'_>, written: &Written<'_>) -> Option<()> {
    let (text, span) = match written.method {
        ast::Method::Named { name, .. } => (cx.name(*name), name.span),
        ast::Method::Deduct { keyword, .. } | ast::Method::Formula { keyword, .. } => (cx.slice(*keyword), *keyword),
    };
    let declared = rules.get(text);
    let deducts = match (written.method, declared) {
        (ast::Method::Deduct { .. }, _) => true,
        (_, Some(rule)) => matches!(rule.method, Method::Deduct { .. }),
        (_, None) => false,
    };
    if let (Some(word), false) = (written.remainder, deducts) {
        let message = format!("`零头` 只和 `扣分` 一起用，`{text}` 没有零头");
        let diagnostic = Diagnostic::error("E0412", cx.place(word.span), message);
        cx.report(diagnostic.help("删去 `零头`，或写成 `计分 扣分 每低 1 个百分点 扣 0.5 分, 零头 舍去`"));
        return None;
    }
    let known = declared.is_some() || METHODS.iter().any(|(method, _)| *method == text) || deducts;
    let known = known || matches!(written.method, ast::Method::Formula { .. });
    let stray = lines(written.block).find_map(|(clause, _)| match clause {
        Clause::Band(band) if !matches!(text, bands::BANDS | bands::POINTS) => Some((head(clause)?, Some(band.sign))),
        Clause::Item { .. } if text != bands::JUDGED => Some((head(clause)?, None)),
        _ => None,
    });
    let (Some((at, band)), true) = (stray, known) else { return Some(()) };
    let Some(sign) = band else {
        let message = format!("看不懂得分档 `{}`", cx.slice(at));
        let diagnostic = Diagnostic::error("E0411", cx.place(at), message);
        cx.report(diagnostic.help("`分档` 的一档如 `>= 90% 得 100%`，`插值` 的一点如 `60% 得 0%`"));
        return None;
    };
    let meant = if sign.is_some() { bands::BANDS } else { bands::POINTS };
    let place = cx.place(at);
    let diagnostic = Diagnostic::error("E0202", cx.place(span), format!("`{text}` 后面不带得分档"));
    let diagnostic = diagnostic.related(place, "得分档在这里");
    cx.report(diagnostic.help(format!("要按这些得分档计分时写 `计分 {meant} {{ … }}`；否则删去它们")));
    None
}

fn word_method(
    cx: &mut Context<'_>,
    text: &str,
    name: Name,
    quantity: Option<ast::Quantity>,
    takes_ratio: bool,
    block: Option<&Block>,
) -> Option<(String, Method)> {
    if takes_ratio {
        let Some(quantity) = quantity else {
            cx.error("E0412", name.span, format!("`{text}` 后面要写比率，如 `{text} 60%`"));
            return None;
        };
        let ratio = share(cx, quantity, "门槛")?;
        if ratio == Exact::ONE {
            cx.error("E0412", quantity.span(), "门槛要小于 100%");
            return None;
        }
        return Some((format!("{text} {}", cx.slice(quantity.span())), Method::Threshold(ratio)));
    }
    if let Some(extra) = quantity {
        let help = format!("及格线写成 `{text}, 及格 {}`", cx.slice(extra.span()));
        let diagnostic = Diagnostic::error("E0412", cx.place(extra.span()), format!("`{text}` 后面不带数"));
        cx.report(diagnostic.help(help));
        return None;
    }
    let method = match text {
        "达标" => Method::AllOrNothing,
        "比例" => Method::Proportional,
        "线性" => Method::Linear,
        bands::BANDS => bands::steps(cx, name.span, block)?,
        bands::POINTS => bands::points(cx, name.span, block)?,
        _ => bands::judged(cx, block)?,
    };
    Some((text.to_owned(), method))
}

/// A rule declared elsewhere, with its own pass mark when one is written.
fn reuse(
    cx: &mut Context<'_>,
    rules: &Rules<'_>,
    name: Name,
    quantity: Option<ast::Quantity>,
    pass: Option<Exact>,
    remainder: Option<Remainder>,
) -> Option<Arc<Rule>> {
    let text = cx.name(name);
    if let ("扣分" | "公式", None) = (text, rules.get(text)) {
        let example =
            if text == "扣分" { "扣分 每低 1 个百分点 扣 0.5 分" } else { "公式 分值 * 完成率" };
        let diagnostic = Diagnostic::error("E0412", cx.place(name.span), format!("`{text}` 没有写怎样计算"));
        cx.report(diagnostic.help(format!("如 `计分 {example}`")));
        return None;
    }
    let Some(rule) = rules.get(text) else {
        let builtin = METHODS.iter().map(|(method, _)| *method);
        let nearest = suggest::nearest(text, builtin.clone().chain(rules.names.iter().copied()));
        let nearest = nearest.or_else(|| suggest::nearest_keyword(text, builtin));
        let known: Vec<&str> = METHODS.iter().map(|(method, _)| *method).collect();
        let otherwise = format!(
            "自带的方法有 {}、扣分、公式；自己的规则要先声明：`计分 {text} = …`，或用 `引用` 引入声明它的文件",
            known.join("、")
        );
        cx.unknown("E0408", name.span, format!("没有计分方法或规则 `{text}`"), nearest, Some(otherwise));
        return None;
    };
    if let Some(extra) = quantity {
        cx.error("E0412", extra.span(), format!("计分规则 `{text}` 后面不带数"));
        return None;
    }
    if pass.is_none() && remainder.is_none() {
        return Some(rule.clone());
    }
    let mut own = (**rule).clone();
    own.pass = pass.or(own.pass);
    if let (Some(written), Method::Deduct { remainder, .. }) = (remainder, &mut own.method) {
        *remainder = written;
    }
    Some(Arc::new(own))
}

/// A ratio from 0 to 100%.
pub(crate) fn share(cx: &mut Context<'_>, quantity: ast::Quantity, what: &str) -> Option<Exact> {
    let ratio = cx.ratio(quantity, what)?;
    if ratio.is_negative() || ratio > Exact::ONE {
        let written = cx.slice(quantity.span());
        let diagnostic = Diagnostic::error(
            "E0412",
            cx.place(quantity.span()),
            format!("{what}在 0 到 100% 之间，这里写的是 `{written}`"),
        );
        cx.report(if quantity.unit.is_none() {
            diagnostic.help(format!("是不是 `{written}%`？"))
        } else {
            diagnostic
        });
        return None;
    }
    Some(ratio)
}

fn positive(cx: &mut Context<'_>, step: ast::Quantity) -> Option<crate::model::value::Quantity> {
    let quantity = cx.quantity(step)?;
    if Exact::from(quantity.number).is_positive() {
        return Some(quantity);
    }
    cx.error("E0413", step.span(), "扣分的步长要大于 0");
    None
}

/// The points of one step.
fn deducted(cx: &mut Context<'_>, written: ast::Quantity) -> Option<Exact> {
    let points = cx.points(written, "扣分")?;
    if points.is_positive() {
        return Some(points);
    }
    let diagnostic = Diagnostic::error("E0415", cx.place(written.span()), "扣的分数要大于 0");
    let plain = cx.slice(written.span()).trim_start_matches(['-', '－', '−']).trim_start();
    cx.report(if points.is_negative() { diagnostic.help(format!("写成 `扣 {plain}`")) } else { diagnostic });
    None
}

const REMAINDERS: [(&str, Remainder); 3] =
    [("按比例", Remainder::Proportional), ("舍去", Remainder::Drop), ("进位", Remainder::Whole)];

/// `Some(None)` when none is written; nothing when it was reported.
fn remainder(cx: &mut Context<'_>, word: Option<Name>) -> Option<Option<Remainder>> {
    let Some(name) = word else { return Some(None) };
    let text = cx.name(name);
    let found = REMAINDERS.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let nearest = suggest::nearest(text, REMAINDERS.iter().map(|(word, _)| *word));
        let help = "零头写 `按比例`、`舍去` 或 `进位`".to_owned();
        cx.unknown("E0408", name.span, format!("不认识的零头算法 `{text}`"), nearest, Some(help));
    }
    found.map(|(_, remainder)| Some(*remainder))
}

/// A formula over 实际, 目标, 完成率 and 分值 that gives points.
fn scoring_formula(cx: &mut Context<'_>, expr: &ast::Expr) -> Option<Expr> {
    let points = cx.units.get(cx.known.points).dimension.clone();
    let typed = expr::check(cx, expr, &mut |cx, names| scoring_word(cx, names))?;
    if typed.dimension == points {
        return Some(typed.expr);
    }
    let target: Dimension = vec![(TARGET_BASE, 1)];
    let found = if typed.dimension == target { "指标值的单位".to_owned() } else { expr::shown(cx, &typed) };
    let diagnostic =
        Diagnostic::error("E0417", cx.place(expr.span), format!("计分公式的结果要是 `分`，这里得到的是{found}"));
    let help = match (&expr.kind, typed.dimension.is_empty()) {
        (ExprKind::Path(_) | ExprKind::Call { .. }, true) => format!("乘上分值：`分值 * {}`", cx.slice(expr.span)),
        (_, true) => format!("乘上分值：`分值 * ({})`", cx.slice(expr.span)),
        (_, false) => "如 `分值 * 实际 / 目标`".to_owned(),
    };
    cx.report(diagnostic.help(help));
    None
}

fn scoring_word(cx: &mut Context<'_>, names: &[Name]) -> Option<Typed> {
    let (first, last) = (names.first()?, names.last()?);
    let span = first.span.to(last.span);
    let text = cx.slice(span);
    let Some(word) = ScoringWord::ALL.into_iter().find(|word| word.word() == text) else {
        let nearest = suggest::nearest(text, ScoringWord::ALL.iter().map(|word| word.word()));
        let help = "计分公式里可用 `实际`、`目标`、`完成率`、`分值`".to_owned();
        cx.unknown("E0206", span, format!("计分公式里没有 `{text}`"), nearest, Some(help));
        return None;
    };
    let (dimension, unit) = match word {
        ScoringWord::Actual | ScoringWord::Target => (vec![(TARGET_BASE, 1)], Some("指标值的单位".to_owned())),
        ScoringWord::Attainment => (Vec::new(), Some(String::new())),
        ScoringWord::Weight => (cx.units.get(cx.known.points).dimension.clone(), Some("分".to_owned())),
    };
    Some(Typed { expr: Expr::Word(word), dimension, unit })
}

/// The parts of a statement list that are bands or rule clauses.
pub(crate) fn lines<'a>(block: Option<&'a Block>) -> impl Iterator<Item = Part<'a>> {
    block.map_or(&[][..], |block| &block.stmts).iter().map(|stmt| (&stmt.clause, Some(stmt)))
}
