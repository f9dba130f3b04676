//! 部门 and 项目 blocks → [`Declaration`]s: who stands where. Values are read by `target`,
//! `indicator` and `budget`; weights are shared out afterwards by `weights`.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, suggest};
use crate::model::context::Context;
use crate::model::declaration::{Declaration, Group, Origin, TextAttr, Weight};
use crate::model::framework::read::{EXECUTION, Frameworks, level1_names, unknown, vacancy};
use crate::model::framework::{Framework, TargetKind, Vacancy, assumed};
use crate::model::name::normal;
use crate::model::placement::{Kind, Part, Site, kind, parts};
use crate::model::rule::{Method, Rule};
use crate::model::scoring::Rules;
use crate::model::{budget, formula, indicator, target, value, weights};
use crate::source::{Place, Span};
use crate::syntax::ast::{self, Clause, DeclarationKind, Name, SectionKind, Stmt, Text, TextKind, Value};

/// How deep projects may nest: a department, its project, the project's parts.
const MAX_NESTING: usize = 8;

/// What declarations are checked against.
pub(crate) struct Law<'c, 'a> {
    pub rules: &'c Rules<'a>,
    pub frameworks: &'c Frameworks<'a>,
}

/// A declaration being built.
pub(crate) struct Outline<'c, 'a> {
    pub cx: &'c mut Context<'a>,
    pub law: &'c Law<'c, 'a>,
    pub framework: Option<&'c Framework>,
    pub declaration: Declaration,
    /// The first indicator of each name, by the name's normal form.
    pub names: FxHashMap<Cow<'a, str>, u32>,
    pub data: FxHashMap<Cow<'a, str>, usize>,
    /// Formulas to be checked when all names are known.
    pub formulas: Vec<formula::Pending<'a>>,
    /// Names whose declaration was reported; uses of them are not reported again.
    pub lost: Vec<Cow<'a, str>>,
    pub vacancies: Vec<Vacancy>,
    /// The rules of indicators that write none, by kind of target.
    pub defaults: [Arc<Rule>; 6],
    /// Whether something that bears on the weights was reported already.
    pub broken: bool,
    pub budget_broken: bool,
    pub tasks_broken: bool,
}

/// What later stages need of a declaration beyond the model.
pub(crate) struct Names<'a> {
    pub indicators: FxHashMap<Cow<'a, str>, u32>,
    pub data: FxHashMap<Cow<'a, str>, usize>,
    pub lost: Vec<Cow<'a, str>>,
    /// Whether a part of 预算 was reported, so that sums say nothing.
    pub budget_broken: bool,
    /// The same of 任务.
    pub tasks_broken: bool,
}

impl Names<'_> {
    /// Whether a name in its normal form is an indicator or a data item.
    pub fn knows(&self, name: &str) -> bool {
        self.indicators.contains_key(name) || self.data.contains_key(name)
    }
}

/// A declaration with its statement, for the stages that read 核对, 检查 and 测试.
pub(crate) struct Read<'a> {
    pub declaration: Declaration,
    pub names: Names<'a>,
    pub stmt: &'a Stmt,
}

/// Reads every declaration of the compilation.
pub(crate) fn read<'a>(cx: &mut Context<'a>, law: &Law<'_, 'a>) -> Vec<Read<'a>> {
    let mut done = Vec::new();
    let files = cx.files;
    for parsed in files.iter() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            top(cx, stmt);
            declaration(cx, law, stmt, None, None, 0, &mut done);
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
    let mut seen: FxHashMap<(&str, Option<i16>, Option<usize>), Place> = FxHashMap::default();
    for read in done {
        let declaration = &read.declaration;
        let key = (&*declaration.name, declaration.year, declaration.parent);
        if let Some(first) = seen.get(&key) {
            let message = format!("{} `{}` 声明了两次", declaration.kind.word(), declaration.name);
            let diagnostic = Diagnostic::error("E0209", declaration.place, message).label("第二次");
            cx.report(diagnostic.related(*first, "第一次在这里"));
        } else {
            seen.insert(key, declaration.place);
        }
    }
}

fn declaration<'a>(
    cx: &mut Context<'a>,
    law: &Law<'_, 'a>,
    stmt: &'a Stmt,
    parent: Option<usize>,
    year: Option<i16>,
    depth: usize,
    done: &mut Vec<Read<'a>>,
) {
    let Clause::Declaration { kind, name, .. } = &stmt.clause else { return };
    if depth > MAX_NESTING {
        return cx.error("E0201", name.span, format!("项目套得太深：超过 {MAX_NESTING} 层"));
    }
    let year = self::year(cx, stmt).or(year);
    let (framework, framework_span, sound) = framework(cx, law, stmt, *kind);
    let place = cx.place(name.span);
    let declaration_ = Declaration {
        kind: *kind,
        name: normal(cx.name(*name)).into(),
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
    let framework = framework.and_then(|at| law.frameworks.list.get(at));
    let outline = Outline {
        cx,
        law,
        framework,
        declaration: declaration_,
        names: FxHashMap::default(),
        data: FxHashMap::default(),
        formulas: Vec::new(),
        lost: Vec::new(),
        vacancies: Vec::new(),
        defaults: defaults(framework, place),
        broken: !sound,
        budget_broken: false,
        tasks_broken: false,
    };
    let read = outline.read(stmt);
    let at = done.len();
    done.push(read);
    for child in stmt.children() {
        declaration(cx, law, child, Some(at), year, depth + 1, done);
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
        cx.report(diagnostic.help("写成四位数，如 `年度 2024`"));
    }
    year
}

/// The framework, where it is written, and whether it is the one that is meant.
fn framework(
    cx: &mut Context<'_>,
    law: &Law<'_, '_>,
    stmt: &Stmt,
    kind: DeclarationKind,
) -> (Option<usize>, Option<Span>, bool) {
    let written = parts(&stmt.attrs, stmt.block.as_deref()).find_map(|(clause, _)| match clause {
        Clause::Framework { name, .. } => Some(*name),
        _ => None,
    });
    let usual = law.frameworks.find(assumed(kind)).ok();
    let Some(name) = written else { return (usual, None, true) };
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
        for part in parts(&stmt.attrs, stmt.block.as_deref()) {
            if !self.cx.admits(Site::Declaration, part) {
                if let (Clause::Entry { name, .. }, _) = part {
                    self.lost.push(normal(self.cx.name(*name)));
                }
                self.broken |= matches!(part.0, Clause::Broken | Clause::Entry { .. });
                continue;
            }
            self.part(part, &mut seen);
        }
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
        };
        Read { declaration: self.declaration, names, stmt }
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
                seen.once(self.cx, kind.word(), *keyword);
                let attr = self.text(*kind, *text);
                self.declaration.texts.push(attr);
            }
            (Clause::Section { kind: SectionKind::Budget, .. }, Some(stmt)) => {
                self.budget_broken |= !budget::read(self.cx, &mut self.declaration, stmt);
            }
            (Clause::Section { kind: SectionKind::Data, .. }, Some(stmt)) => indicator::data(self, stmt),
            (Clause::Task { name, .. }, Some(stmt)) => {
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

    /// A level-1 group, or the weight of the budget's execution.
    fn top_group(&mut self, stmt: &'a Stmt, name: Name, value: Option<&'a Value>) {
        let text = normal(self.cx.name(name));
        if text == EXECUTION {
            return self.execution(name, value);
        }
        let found = self.framework.and_then(|framework| framework.level1(&text));
        let at = match found {
            Some(of) => self.group(name, value, stmt, 1, None, Some(of)),
            None => match self.misnamed_level1(name, &text, stmt, value) {
                Some(at) => at,
                None => return,
            },
        };
        self.members(stmt, at);
    }

    /// 预算执行率 20 分.
    fn execution(&mut self, name: Name, value: Option<&Value>) {
        let Some(Value::Quantity(quantity)) = value else {
            let diagnostic = Diagnostic::error("E0415", self.cx.place(name.span), "`预算执行率` 后面写分值");
            return self.cx.report(diagnostic.help("如 `预算执行率 10 分`；执行数写在 `实际` 里"));
        };
        match self.cx.points(*quantity, "分值") {
            Some(points) => self.declaration.execution = Some((points, quantity.span())),
            None => self.broken = true,
        }
    }

    /// Reports a level-1 name that the framework does not have; where the indicators in it go.
    fn misnamed_level1(&mut self, name: Name, text: &str, stmt: &'a Stmt, value: Option<&'a Value>) -> Option<usize> {
        let quiet = std::mem::replace(&mut self.broken, true);
        let framework = self.framework?;
        if let Some(Value::Quantity(quantity)) = value
            && !self.is_points(*quantity)
        {
            target::without_sign(self.cx, name, &Value::Quantity(*quantity));
            self.lost.push(normal(self.cx.name(name)));
            return None;
        }
        if !quiet || self.declaration.framework_span.is_none() {
            let parents: Vec<usize> = framework.parents_of(text).collect();
            let parent_names: Vec<String> = parents
                .iter()
                .filter_map(|at| framework.groups.get(*at))
                .map(|group| format!("`{}`", group.name))
                .collect();
            let shown = self.cx.name(name);
            if parents.is_empty() {
                let names = framework.groups.iter().flat_map(|group| group.names());
                let nearest = suggest::nearest(text, names);
                let message = format!("框架 `{}` 没有一级指标 `{shown}`", framework.name);
                self.cx.unknown("E0402", name.span, message, nearest, Some(level1_names(framework)));
            } else {
                let message = format!("`{shown}` 是二级指标，要写在一级指标{}里", parent_names.join("或"));
                let place = self.cx.place(name.span);
                let mut diagnostic = Diagnostic::error("E0403", place, message);
                if let Some(group) = parents.first().and_then(|at| framework.groups.get(*at)) {
                    diagnostic = diagnostic.help(format!("{} {{\n    {shown} {{ … }}\n}}", group.name));
                }
                self.cx.report(diagnostic);
            }
        }
        Some(self.group(name, value, stmt, 1, None, None))
    }

    fn is_points(&self, quantity: ast::Quantity) -> bool {
        quantity.unit.is_some_and(|unit| self.cx.slice(unit) == "分")
    }

    /// Adds a group, or finds the one that is there already and reports the second.
    fn group(
        &mut self,
        name: Name,
        value: Option<&Value>,
        stmt: &Stmt,
        level: u8,
        parent: Option<usize>,
        of: Option<usize>,
    ) -> usize {
        let text = normal(self.cx.name(name));
        let weight = self.group_weight(stmt, value);
        let same = |group: &Group| {
            group.parent == parent
                && group.level == level
                && match of {
                    Some(_) => group.of_framework == of,
                    None => group.of_framework.is_none() && *group.name == *text,
                }
        };
        if let Some(at) = self.declaration.groups.iter().position(same) {
            let first = self.declaration.groups.get(at).map(|group| group.span).unwrap_or_default();
            let place = self.cx.place(first);
            let message = format!("`{}` 写了两次", self.cx.name(name));
            let diagnostic = Diagnostic::error("E0204", self.cx.place(name.span), message).label("第二次");
            self.cx.report(diagnostic.related(place, "第一次在这里").help("把指标并到第一处"));
            self.broken = true;
            return at;
        }
        let broken = of.is_none();
        self.declaration.groups.push(Group {
            name: text.into(),
            span: name.span,
            level,
            parent,
            of_framework: of,
            weight,
            broken,
        });
        self.declaration.groups.len() - 1
    }

    /// The weight after a group's name or in its braces.
    fn group_weight(&mut self, stmt: &Stmt, value: Option<&Value>) -> Weight {
        let head = match value {
            Some(Value::Quantity(quantity)) => Some(*quantity),
            _ => None,
        };
        let inside = parts(&stmt.attrs, stmt.block.as_deref()).filter_map(|(clause, _)| match clause {
            Clause::Weight(quantity) => Some(*quantity),
            _ => None,
        });
        let mut written = head.into_iter().chain(inside);
        let Some(first) = written.next() else { return Weight::NOTHING };
        if let Some(second) = written.next() {
            doubled_attribute(self.cx, "分值", second.span(), first.span());
        }
        self.weight(first)
    }

    /// A written weight.
    pub fn weight(&mut self, quantity: ast::Quantity) -> Weight {
        let Some(value) = self.cx.points(quantity, "分值") else {
            self.broken = true;
            return Weight::NOTHING;
        };
        if value.is_negative() {
            self.broken = true;
            self.cx.error("E0415", quantity.span(), "分值不能小于 0");
            return Weight::NOTHING;
        }
        Weight { value, origin: Origin::Written(quantity.span()) }
    }

    /// What stands in the braces of a group.
    fn members(&mut self, stmt: &'a Stmt, at: usize) {
        for part in parts(&stmt.attrs, stmt.block.as_deref()) {
            if matches!(part.0, Clause::Broken) {
                self.mark_broken(at);
                continue;
            }
            if !self.cx.admits(Site::Group, part) {
                continue;
            }
            match part {
                (Clause::Entry { name, target }, Some(stmt)) => indicator::read(self, stmt, *name, target, at),
                (Clause::Item { name, value, .. }, Some(stmt)) => self.member_item(stmt, *name, value.as_ref(), at),
                _ => {}
            }
        }
    }

    pub fn mark_broken(&mut self, at: usize) {
        self.broken = true;
        if let Some(group) = self.declaration.groups.get_mut(at) {
            group.broken = true;
        }
    }

    /// A name without a target inside a group: a level-2 group, or a row that lacks its sign.
    fn member_item(&mut self, stmt: &'a Stmt, name: Name, value: Option<&'a Value>, at: usize) {
        let text = normal(self.cx.name(name));
        let level = self.declaration.groups.get(at).map_or(1, |group| group.level);
        let parent = self.declaration.groups.get(at).and_then(|group| group.of_framework);
        let of_parent = parent.and_then(|at| self.framework?.groups.get(at));
        let weighs = match value {
            None => true,
            Some(Value::Quantity(quantity)) => self.is_points(*quantity),
            Some(_) => false,
        };
        let child = of_parent.and_then(|group| group.children.iter().position(|child| child.answers_to(&text)));
        if level == 1 && weighs && child.is_some() {
            let inner = self.group(name, value, stmt, 2, Some(at), child);
            return self.members(stmt, inner);
        }
        let known = self
            .framework
            .is_some_and(|framework| framework.level1(&text).is_some() || framework.parents_of(&text).next().is_some());
        if weighs && (stmt.block.is_some() || known) {
            return self.misnamed_level2(stmt, name, value, at);
        }
        match value {
            Some(value) => target::without_sign(self.cx, name, value),
            None => target::without_value(self.cx, name),
        }
        self.lost.push(text);
        self.mark_broken(at);
    }

    fn misnamed_level2(&mut self, stmt: &'a Stmt, name: Name, value: Option<&'a Value>, at: usize) {
        let silent = self.declaration.groups.get(at).is_some_and(|group| group.of_framework.is_none());
        let inside = self
            .declaration
            .groups
            .get(at)
            .map(|group| (group.name.clone(), group.level, group.parent, group.of_framework));
        self.mark_broken(at);
        if let (Some(framework), Some((parent_name, level, _, of)), false) = (self.framework, inside, silent) {
            self.report_level2(framework, name, &parent_name, level, of);
        }
        let level1 = self.declaration.groups.get(at).and_then(|group| group.parent).unwrap_or(at);
        let inner = self.group(name, value, stmt, 2, Some(level1), None);
        // A block inside a block of the same unknown kind would be read as its own parent.
        if inner != at {
            self.members(stmt, inner);
        }
    }

    fn report_level2(&mut self, framework: &Framework, name: Name, parent: &str, level: u8, of: Option<usize>) {
        let shown = self.cx.name(name);
        let text = normal(shown);
        let place = self.cx.place(name.span);
        if framework.level1(&text).is_some() {
            let message = format!("`{shown}` 是一级指标，不能写在 `{parent}` 里");
            return self.cx.report(
                Diagnostic::error("E0403", place, message).help(format!("先用 `}}` 结束 `{parent}`，再写 `{shown}`")),
            );
        }
        let homes: Vec<&str> =
            framework.parents_of(&text).filter_map(|at| framework.groups.get(at)).map(|group| &*group.name).collect();
        if let Some(home) = homes.first() {
            let message = if level == 1 {
                format!("`{shown}` 属于一级指标 `{home}`，不能写在 `{parent}` 里")
            } else {
                format!("`{shown}` 是二级指标，不能写在 `{parent}` 里")
            };
            return self.cx.report(Diagnostic::error("E0403", place, message).help(format!("移到 `{home}` 里")));
        }
        let children =
            of.filter(|_| level == 1).and_then(|at| framework.groups.get(at)).map_or(&[][..], |group| &group.children);
        let nearest = suggest::nearest(&text, children.iter().flat_map(|child| child.names()));
        let known: Vec<String> = children.iter().map(|child| format!("`{}`", child.name)).collect();
        let otherwise = if known.is_empty() {
            format!("`{parent}` 下面直接写指标，如 `{shown} >= 100 件`")
        } else {
            format!("`{parent}` 的二级指标有{}", known.join("、"))
        };
        let message = format!("框架 `{}` 的 `{parent}` 没有二级指标 `{shown}`", framework.name);
        self.cx.unknown("E0402", name.span, message, nearest, Some(otherwise));
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
