//! 部门 and 项目 blocks → [`Declaration`]s: who stands where. Values are read by `target`,
//! `indicator` and `budget`; weights are shared out afterwards by `weights`.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Diagnostic, Safety};
use crate::model::by_name::ByName;
use crate::model::context::Context;
use crate::model::declaration::{Declaration, Indicator, TextAttr};
use crate::model::framework::read::{Frameworks, unknown, vacancy};
use crate::model::framework::{Framework, TargetKind, Vacancy, assumed};
use crate::model::name::normal;
use crate::model::placement::{Kind, Part, Site, kind, parts};
use crate::model::rule::{Method, Rule};
use crate::model::scoring::Rules;
use crate::model::{budget, formula, indicator, value, weights};
use crate::source::{Place, Span};
use crate::syntax::ast::{self, Clause, DeclarationKind, SectionKind, Stmt, Text, TextKind};

/// How deep projects may nest: a department, its project, the project's parts.
const MAX_NESTING: usize = 8;

/// What declarations are checked against.
pub(crate) struct Law<'c, 'a> {
    pub rules: &'c Rules<'a>,
    pub frameworks: &'c Frameworks<'a>,
    /// The framework of declarations that name none, where one is configured.
    pub usual: Option<&'c str>,
}

/// A declaration being built.
pub(crate) struct Outline<'c, 'a> {
    pub cx: &'c mut Context<'a>,
    pub law: &'c Law<'c, 'a>,
    pub framework: Option<&'c Framework>,
    pub declaration: Declaration,
    /// The first indicator of each name, by the name's normal form.
    pub names: ByName,
    pub data: FxHashMap<Cow<'a, str>, usize>,
    /// Formulas to be checked when all names are known.
    pub formulas: Vec<formula::Pending<'a>>,
    /// Names whose declaration was reported; uses of them are not reported again.
    pub lost: FxHashSet<Cow<'a, str>>,
    pub vacancies: Vec<Vacancy>,
    /// The rules of indicators that write none, by kind of target.
    pub defaults: [Arc<Rule>; 6],
    /// Whether something that bears on the weights was reported already.
    pub broken: bool,
    /// Whether the framework that was meant is not known, so that its names are not either.
    pub foreign_names: bool,
    pub budget_broken: bool,
    pub tasks_broken: bool,
    /// Groups that were made to hold what stood under a wrong name.
    pub adopted: Vec<usize>,
}

/// What later stages need of a declaration beyond the model.
pub(crate) struct Names<'a> {
    pub indicators: ByName,
    pub data: FxHashMap<Cow<'a, str>, usize>,
    pub lost: FxHashSet<Cow<'a, str>>,
    /// Whether a part of 预算 was reported, so that sums say nothing.
    pub budget_broken: bool,
    /// The same of 任务.
    pub tasks_broken: bool,
    /// The same of the weights.
    pub weights_broken: bool,
}

impl Names<'_> {
    /// Whether a name in its normal form is an indicator or a data item.
    pub fn knows(&self, name: &str, indicators: &[Indicator]) -> bool {
        self.indicators.get(name, indicators).is_some() || self.data.contains_key(name)
    }
}

/// A declaration with its statement, for the stages that read 核对, 检查 and 测试.
pub(crate) struct Read<'a> {
    pub declaration: Declaration,
    pub names: Names<'a>,
    pub stmt: &'a Stmt,
}

impl Read<'_> {
    /// Whether a name in its normal form is an indicator or a data item.
    pub fn knows(&self, name: &str) -> bool {
        self.names.knows(name, &self.declaration.indicators)
    }

    /// The number of the indicator that has a name in its normal form.
    pub fn indicator(&self, name: &str) -> Option<u32> {
        self.names.indicators.get(name, &self.declaration.indicators)
    }
}

/// Reads every declaration of the compilation.
pub(crate) fn read<'a>(cx: &mut Context<'a>, law: &Law<'_, 'a>) -> Vec<Read<'a>> {
    let mut done = Vec::new();
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            top(cx, stmt);
            declaration(cx, law, stmt, Within::default(), 0, &mut done);
        }
    }
    doubled(cx, &done);
    done
}

/// Whether a statement may stand at the top of a file, and its attributes after it.
fn top(cx: &mut Context<'_>, stmt: &Stmt) {
    if !cx.admits(Site::File, (&stmt.clause, Some(stmt))) {
        return;
    }
    let site = match kind(&stmt.clause) {
        Kind::Unit => Site::Unit,
        Kind::Prefix | Kind::Import | Kind::Reconcile | Kind::HouseRule => Site::Plain,
        _ => return,
    };
    for part in parts(&stmt.attrs, None) {
        cx.admits(site, part);
    }
}

fn doubled(cx: &mut Context<'_>, done: &[Read<'_>]) {
    type Key<'n> = (Cow<'n, str>, Option<i16>, Option<usize>);
    let mut seen: FxHashMap<Key<'_>, Place> = FxHashMap::default();
    for read in done {
        let declaration = &read.declaration;
        let key = (normal(&declaration.name), declaration.year, declaration.parent);
        if let Some(first) = seen.get(&key) {
            let message = format!("{} `{}` 声明了两次", declaration.kind.word(), declaration.name);
            let diagnostic = Diagnostic::error("E0209", declaration.place, message).label("第二次");
            cx.report(diagnostic.related(*first, "第一次在这里"));
        } else {
            seen.insert(key, declaration.place);
        }
    }
}

/// What a declaration takes from the one it stands in.
#[derive(Clone, Copy, Default)]
struct Within {
    parent: Option<usize>,
    year: Option<i16>,
    /// The framework that is written there, and where.
    framework: Option<(usize, Span)>,
}

fn declaration<'a>(
    cx: &mut Context<'a>,
    law: &Law<'_, 'a>,
    stmt: &'a Stmt,
    within: Within,
    depth: usize,
    done: &mut Vec<Read<'a>>,
) {
    let Clause::Declaration { kind, name, .. } = &stmt.clause else { return };
    if depth > MAX_NESTING {
        return cx.error("E0201", name.span, format!("项目套得太深：超过 {MAX_NESTING} 层"));
    }
    let Within { parent, framework: above, .. } = within;
    let year = self::year(cx, stmt).or(within.year);
    let (framework, framework_span, sound) = framework(cx, law, stmt, *kind, above);
    let place = cx.place(name.span);
    let declaration_ = Declaration {
        kind: *kind,
        name: cx.name(*name).into(),
        place,
        span: stmt.span,
        parent,
        year,
        framework,
        framework_span,
        execution: None,
        texts: Vec::new(),
        budget: Vec::new(),
        tasks: Vec::new(),
        groups: Vec::new(),
        indicators: Vec::new(),
        data: Vec::new(),
    };
    let at = framework;
    let framework = at.and_then(|at| law.frameworks.list.get(at)).map(|framework| &**framework);
    let above = at.zip(framework_span).filter(|_| framework.is_some_and(|found| !found.is_for_departments()));
    let outline = Outline {
        cx,
        law,
        framework,
        declaration: declaration_,
        names: ByName::default(),
        data: FxHashMap::default(),
        formulas: Vec::new(),
        lost: FxHashSet::default(),
        vacancies: Vec::new(),
        defaults: defaults(framework, place),
        broken: !sound,
        foreign_names: !sound,
        adopted: Vec::new(),
        budget_broken: false,
        tasks_broken: false,
    };
    let read = outline.read(stmt);
    let inside = Within { parent: Some(done.len()), year, framework: above };
    done.push(read);
    for child in stmt.children() {
        declaration(cx, law, child, inside, depth + 1, done);
    }
}

/// The 年度 of a declaration, read before what needs it.
fn year(cx: &mut Context<'_>, stmt: &Stmt) -> Option<i16> {
    let quantity = parts(&stmt.attrs, stmt.block.as_deref()).find_map(|(clause, _)| match clause {
        Clause::Year { year, .. } => Some(*year),
        _ => None,
    })?;
    fiscal_year(cx, quantity)
}

/// A year as a whole number in the years budgets are made for.
pub(crate) fn fiscal_year(cx: &mut Context<'_>, written: ast::Quantity) -> Option<i16> {
    let year = written.number.is_integer().then(|| i16::try_from(written.number.mantissa()).ok()).flatten();
    let unit = written.unit.map_or("", |unit| cx.slice(unit));
    let year = year.filter(|year| value::YEARS.contains(year) && matches!(unit, "" | "年"));
    if year.is_none() {
        let message = format!("`{}` 不是年度", cx.slice(written.span()));
        let diagnostic = Diagnostic::error("E0315", cx.place(written.span()), message);
        let plain = cx.slice(written.number_span);
        let is_year = plain.len() == 4 && plain.parse().is_ok_and(|year: i16| value::YEARS.contains(&year));
        cx.report(match unit {
            "年度" if is_year => diagnostic.fix(Safety::Safe, written.span(), plain, "写成四位数"),
            _ => diagnostic.help("写成四位数，如 `年度 2024`"),
        });
    }
    year
}

/// The framework, where it is written, and whether it is the one that is meant.
fn framework(
    cx: &mut Context<'_>,
    law: &Law<'_, '_>,
    stmt: &Stmt,
    kind: DeclarationKind,
    above: Option<(usize, Span)>,
) -> (Option<usize>, Option<Span>, bool) {
    let written = parts(&stmt.attrs, stmt.block.as_deref()).find_map(|(clause, _)| match clause {
        Clause::Framework { name, .. } => Some(*name),
        _ => None,
    });
    let configured = law.usual.and_then(|name| law.frameworks.find(name).ok());
    let usual = configured.or_else(|| law.frameworks.find(assumed(kind)).ok());
    let Some(name) = written else {
        return above.map_or((usual, None, true), |(at, span)| (Some(at), Some(span), true));
    };
    let text = cx.name(name);
    match law.frameworks.find(text) {
        Ok(at) => (Some(at), Some(name.span), true),
        Err(true) => (usual, Some(name.span), false),
        Err(false) => {
            unknown(cx, name.span, text, law.frameworks);
            (usual, Some(name.span), false)
        }
    }
}

/// The framework's rules; where it names none, met or not met.
fn defaults(framework: Option<&Framework>, place: Place) -> [Arc<Rule>; 6] {
    TargetKind::ALL.map(|kind| {
        let stated = framework.and_then(|framework| framework.default_rule(kind)).cloned();
        stated.unwrap_or_else(|| {
            let name = "达标".to_owned();
            Arc::new(Rule { name, method: Method::AllOrNothing, pass: None, basis: None, place })
        })
    })
}

impl<'a> Outline<'_, 'a> {
    fn read(mut self, stmt: &'a Stmt) -> Read<'a> {
        let mut seen = Doubled::default();
        // A weight may be among what could not be read.
        self.broken |= self.cx.misread(stmt.span);
        for part in parts(&stmt.attrs, stmt.block.as_deref()) {
            if !self.cx.admits(Site::Declaration, part) {
                if let (Clause::Entry { name, .. }, _) = part {
                    self.lost.insert(normal(self.cx.name(*name)));
                }
                self.broken |= matches!(part.0, Clause::Broken | Clause::Entry { .. });
                continue;
            }
            self.part(part, &mut seen);
        }
        self.clashes();
        formula::check(&mut self);
        weights::share(&mut self);
        indicator::points_fit(&mut self);
        if !self.budget_broken {
            budget::foot(self.cx, &self.declaration);
        }
        let names = Names {
            indicators: self.names,
            data: self.data,
            lost: self.lost,
            budget_broken: self.budget_broken,
            tasks_broken: self.tasks_broken,
            weights_broken: self.broken,
        };
        Read { declaration: self.declaration, names, stmt }
    }

    /// Reports names that are both an indicator's and a data item's.
    fn clashes(&mut self) {
        for item in &self.declaration.data {
            let indicators = &self.declaration.indicators;
            let at = self.names.get(&normal(&item.name), indicators);
            let indicator = at.and_then(|at| indicators.get(at as usize));
            let Some(indicator) = indicator else { continue };
            let message = format!("`{}` 既是指标，又是数据项", self.cx.slice(item.span));
            let diagnostic = Diagnostic::error("E0209", self.cx.place(item.span), message).label("数据项");
            let diagnostic = diagnostic.related(self.cx.place(indicator.name_span), "指标");
            self.cx.report(diagnostic.help("公式可以直接用指标的名称，取它的实际完成值；是两件事时改名以示区别"));
        }
    }

    fn part(&mut self, part: Part<'a>, seen: &mut Doubled) {
        match part {
            (Clause::Item { name, value, .. }, Some(stmt)) => self.top_group(stmt, *name, value.as_ref()),
            (Clause::Year { keyword, .. }, _) => seen.once(self.cx, "年度", *keyword),
            (Clause::Framework { keyword, parent, .. }, stmt) => {
                seen.once(self.cx, "框架", *keyword);
                if parent.is_some() || stmt.is_some_and(|stmt| stmt.block.is_some()) {
                    let place = self.cx.place(*keyword);
                    let diagnostic = Diagnostic::error("E0201", place, "框架在文件的顶层声明，这里只写它的名称");
                    self.cx.report(diagnostic);
                }
            }
            (Clause::Text { kind, keyword, text }, _) => {
                // Each adjustment of a year has a reason of its own.
                if *kind != TextKind::Adjustment {
                    seen.once(self.cx, kind.word(), *keyword);
                }
                let attr = self.text(*kind, *text);
                self.declaration.texts.push(attr);
            }
            (Clause::Section { kind: SectionKind::Budget, .. }, Some(stmt)) => {
                self.budget_broken |= self.cx.misread(stmt.span);
                self.budget_broken |= !budget::read(self.cx, &mut self.declaration, stmt);
            }
            (Clause::Section { kind: SectionKind::Data, .. }, Some(stmt)) => indicator::data(self, stmt),
            (Clause::Task { name, .. }, Some(stmt)) => {
                self.tasks_broken |= self.cx.misread(stmt.span);
                self.tasks_broken |= !budget::task(self.cx, &mut self.declaration, stmt, *name);
            }
            (Clause::Vacant { from, to, .. }, _) => {
                if let Some(framework) = self.framework
                    && let Some(vacancy) = vacancy(self.cx, framework, *from, *to)
                {
                    self.vacancies.push(vacancy);
                }
            }
            _ => {}
        }
    }

    /// A text attribute without its quotation marks.
    pub fn text(&self, kind: TextKind, text: Text) -> TextAttr {
        TextAttr { kind, text: self.cx.text(text).into(), span: text.span }
    }
}

/// What may be written only once.
#[derive(Default)]
pub(crate) struct Doubled {
    seen: Vec<(&'static str, Span)>,
}

impl Doubled {
    /// Reports an attribute that was there before.
    pub fn once(&mut self, cx: &mut Context<'_>, word: &'static str, span: Span) {
        match self.seen.iter().find(|(seen, _)| *seen == word) {
            Some((_, first)) => doubled_attribute(cx, word, span, *first),
            None => self.seen.push((word, span)),
        }
    }
}

pub(crate) fn doubled_attribute(cx: &mut Context<'_>, word: &str, span: Span, first: Span) {
    let first = cx.place(first);
    let diagnostic = Diagnostic::error("E0205", cx.place(span), format!("`{word}` 写了两次")).label("第二次");
    cx.report(diagnostic.related(first, "第一次在这里"));
}
