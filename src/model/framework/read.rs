//! 框架 declarations → [`Framework`]s, with 继承.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Execution, Framework, Grade, Level, Light, Lights, TargetKind, Vacancy};
use crate::diag::{Diagnostic, Safety, suggest};
use crate::exact::{Exact, Rounding};
use crate::model::context::Context;
use crate::model::fit::{self, GoalKind};
use crate::model::name::normal;
use crate::model::outline::{Doubled, doubled_attribute};
use crate::model::placement::{Site, parts};
use crate::model::rule::{Method, Rule};
use crate::model::scoring::{self, Rules, Written, basis_of};
use crate::source::{Place, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::{self, AmountKind, Clause, Name, SectionKind, Stmt, Target, TextKind, Value};
use crate::terms::Sign;

/// The group that stands for the budget's execution in a framework.
pub(crate) const EXECUTION: &str = "预算执行率";

/// The word for whatever is left.
const REST: &str = "其余";

/// Decimal places beyond which a score means nothing.
const MAX_PLACES: i128 = 6;

/// How deep 继承 may go; real chains are three long.
const MAX_INHERITANCE: usize = 32;

/// The frameworks of a compilation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frameworks<'a> {
    pub list: Vec<Arc<Framework>>,
    by_name: FxHashMap<&'a str, State>,
    names: Vec<&'a str>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// Being built: met again, it is a cycle.
    Open,
    Built(usize),
    /// In a cycle, or without a parent; reported.
    Bad,
}

struct Declared<'a> {
    parsed: &'a Parsed,
    stmt: &'a Stmt,
    name: Name,
    parent: Option<Name>,
}

impl Frameworks<'_> {
    /// A framework by name; `Err(true)` when it is declared and was reported.
    pub fn find(&self, name: &str) -> Result<usize, bool> {
        match self.by_name.get(name).or_else(|| self.by_name.get(&*normal(name))) {
            Some(State::Built(at)) => Ok(*at),
            Some(State::Open | State::Bad) => Err(true),
            None => Err(false),
        }
    }

    /// Where a framework of the prelude is declared.
    fn place(&self, name: &str) -> Option<Place> {
        let at = self.find(name).ok()?;
        self.list.get(at).map(|framework| framework.place)
    }

    /// Their names in the order of declaration, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().copied()
    }
}

/// Builds the frameworks of the files, beside those that there are already.
pub(crate) fn build<'a>(cx: &mut Context<'a>, rules: &Rules<'a>, frameworks: Frameworks<'a>) -> Frameworks<'a> {
    let mut frameworks = frameworks;
    let declared = collect(cx, &frameworks);
    frameworks.names.extend(&declared.names);
    for name in &declared.names {
        let mut chain = Vec::new();
        resolve(cx, rules, &declared, &mut frameworks, name, &mut chain);
    }
    frameworks
}

#[derive(Default)]
struct Sources<'a> {
    by_name: FxHashMap<&'a str, Declared<'a>>,
    names: Vec<&'a str>,
}

fn collect<'a>(cx: &mut Context<'a>, known: &Frameworks<'a>) -> Sources<'a> {
    let mut sources = Sources::default();
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            let Clause::Framework { name, parent, .. } = &stmt.clause else { continue };
            let text = cx.name(*name);
            if stmt.block.is_none() && parent.is_none() {
                let diagnostic = Diagnostic::error("E0416", cx.place(name.span), format!("框架 `{text}` 没有内容"));
                cx.report(diagnostic.help("选用框架写在 `部门` 或 `项目` 里；声明框架要带花括号"));
                continue;
            }
            let first = sources.by_name.get(text).map(place_of);
            if let Some(first) = first.or_else(|| known.place(text)) {
                let diagnostic = Diagnostic::error("E0209", cx.place(name.span), format!("框架 `{text}` 声明了两次"));
                cx.report(diagnostic.label("第二次").related(first, "第一次在这里"));
                continue;
            }
            sources.by_name.insert(text, Declared { parsed, stmt, name: *name, parent: *parent });
            sources.names.push(text);
        }
    }
    sources
}

fn resolve<'a>(
    cx: &mut Context<'a>,
    rules: &Rules<'a>,
    sources: &Sources<'a>,
    frameworks: &mut Frameworks<'a>,
    name: &'a str,
    chain: &mut Vec<&'a str>,
) -> Option<usize> {
    match frameworks.by_name.get(name) {
        Some(State::Built(at)) => return Some(*at),
        Some(State::Bad) => return None,
        Some(State::Open) | None => {}
    }
    let declared = sources.by_name.get(name)?;
    frameworks.by_name.insert(name, State::Open);
    chain.push(name);
    let base = match declared.parent {
        None => Some(blank(declared)),
        Some(parent) => inherit(cx, rules, sources, frameworks, declared, parent, chain),
    };
    chain.pop();
    let Some(base) = base else {
        frameworks.by_name.insert(name, State::Bad);
        return None;
    };
    cx.parsed = declared.parsed;
    let reader = Reader { cx, rules, framework: base, seen: Doubled::default(), groups: Vec::new() };
    let framework = reader.read(declared);
    let at = frameworks.list.len();
    frameworks.list.push(Arc::new(framework));
    frameworks.by_name.insert(name, State::Built(at));
    Some(at)
}

fn inherit<'a>(
    cx: &mut Context<'a>,
    rules: &Rules<'a>,
    sources: &Sources<'a>,
    frameworks: &mut Frameworks<'a>,
    declared: &Declared<'a>,
    parent: Name,
    chain: &mut Vec<&'a str>,
) -> Option<Framework> {
    let text = declared.parsed.name(parent);
    let place = Place { file: declared.parsed.file, span: parent.span };
    if let Some(at) = chain.iter().position(|seen| *seen == text) {
        let path: Vec<&str> = chain.iter().skip(at).copied().chain(std::iter::once(text)).collect();
        let message = format!("框架继承成了一圈：{}", path.join(" → "));
        cx.report(Diagnostic::error("E0404", place, message).label("又回到了前面的框架"));
        return None;
    }
    if chain.len() > MAX_INHERITANCE {
        cx.report(Diagnostic::error("E0404", place, format!("框架继承超过 {MAX_INHERITANCE} 层")));
        return None;
    }
    if !sources.by_name.contains_key(text) && frameworks.find(text) == Err(false) {
        cx.parsed = declared.parsed;
        unknown(cx, parent.span, text, frameworks);
        return None;
    }
    let at = resolve(cx, rules, sources, frameworks, text, chain)?;
    let parent = Framework::clone(frameworks.list.get(at)?);
    let mut ancestors = parent.ancestors.clone();
    ancestors.push(parent.name.clone());
    Some(Framework { name: declared.parsed.name(declared.name).into(), place: place_of(declared), ancestors, ..parent })
}

/// Reports a framework that is not declared.
pub(crate) fn unknown(cx: &mut Context<'_>, span: Span, text: &str, frameworks: &Frameworks<'_>) {
    let nearest = suggest::nearest(text, frameworks.names());
    let known: Vec<String> = frameworks.names().map(|name| format!("`{name}`")).collect();
    let otherwise = format!("现有框架：{}", known.join("、"));
    cx.unknown("E0401", span, format!("没有框架 `{text}`"), nearest, Some(otherwise));
}

fn place_of(declared: &Declared<'_>) -> Place {
    Place { file: declared.parsed.file, span: declared.name.span }
}

fn blank(declared: &Declared<'_>) -> Framework {
    Framework {
        name: declared.parsed.name(declared.name).into(),
        place: place_of(declared),
        ancestors: Vec::new(),
        basis: None,
        assumptions: Vec::new(),
        full: Exact::int(100),
        execution: None,
        groups: Vec::new(),
        defaults: Default::default(),
        grades: Vec::new(),
        lights: None,
        places: 2,
        rounding: Rounding::HalfUp,
        over: None,
        vacancies: Vec::new(),
    }
}

struct Reader<'c, 'a> {
    cx: &'c mut Context<'a>,
    rules: &'c Rules<'a>,
    framework: Framework,
    /// What this declaration, not its parent, has written.
    seen: Doubled,
    groups: Vec<Level>,
}

/// What a framework says once, and its keyword.
fn only_once(clause: &Clause) -> Option<(&'static str, Span)> {
    match clause {
        Clause::Amount { kind: AmountKind::Full, keyword, .. } => Some(("满分", *keyword)),
        Clause::Rounding { keyword, .. } => Some(("舍入", *keyword)),
        Clause::Over { keyword, .. } => Some(("超额", *keyword)),
        Clause::Text { kind: TextKind::Basis, keyword, .. } => Some(("依据", *keyword)),
        Clause::Section { kind: SectionKind::Defaults, keyword } => Some(("默认计分", *keyword)),
        Clause::Section { kind: SectionKind::Grades, keyword } => Some(("等级", *keyword)),
        Clause::Section { kind: SectionKind::Lights, keyword } => Some(("监控灯", *keyword)),
        _ => None,
    }
}

impl<'a> Reader<'_, 'a> {
    fn read(mut self, declared: &Declared<'a>) -> Framework {
        // A child that names its own document states its own rules; the parent's stay its parent's.
        let own = basis_of(self.cx, declared.stmt.block.as_deref());
        if own.is_some() {
            self.framework.basis = own;
        }
        let mut notes = Vec::new();
        let before = self.cx.diagnostics.len();
        let mut vacancies = Vec::new();
        for part in parts(&declared.stmt.attrs, declared.stmt.block.as_deref()) {
            if !self.cx.admits(Site::Framework, part) {
                continue;
            }
            if let Some((word, keyword)) = only_once(part.0) {
                self.seen.once(self.cx, word, keyword);
            }
            match part {
                (Clause::Text { kind: TextKind::Note, text, .. }, _) => notes.push(self.cx.text(*text)),
                (Clause::Vacant { from, to, .. }, _) => vacancies.push((*from, *to)),
                (Clause::Section { kind: SectionKind::Defaults, .. }, Some(stmt)) => self.defaults(stmt),
                (Clause::Section { kind: SectionKind::Grades, .. }, Some(stmt)) => self.grades(stmt),
                (Clause::Section { kind: SectionKind::Lights, .. }, Some(stmt)) => self.lights(stmt),
                (Clause::Item { name, value, aliases }, Some(stmt)) => self.group(stmt, *name, value.as_ref(), aliases),
                (clause, _) => self.setting(clause),
            }
        }
        if !notes.is_empty() {
            self.framework.assumptions = notes;
        }
        let inherited = self.framework.vacancies.len();
        let mut spans: Vec<Span> = Vec::new();
        for (from, to) in vacancies {
            let Some(vacancy) = vacancy(self.cx, &self.framework, from, to) else { continue };
            let own = self.framework.vacancies.iter().skip(inherited);
            let same = own.zip(&spans).find(|(other, _)| other.from == vacancy.from);
            if let Some((_, first)) = same {
                doubled_attribute(self.cx, &format!("空缺 {}", self.cx.name(from)), from.span, *first);
                continue;
            }
            self.framework.vacancies.push(vacancy);
            spans.push(from.span);
        }
        // A weight may be among what was reported.
        if self.cx.diagnostics.len() == before && !self.cx.misread(declared.stmt.span) {
            self.balance(declared);
        }
        self.framework
    }

    fn setting(&mut self, clause: &Clause) {
        match clause {
            Clause::Amount { kind: AmountKind::Full, quantity, .. } => {
                let Some(full) = self.cx.points(*quantity, "满分") else { return };
                if !full.is_positive() {
                    return self.cx.error("E0415", quantity.span(), "满分要大于 0");
                }
                self.framework.full = full;
            }
            Clause::Rounding { places, mode, .. } => self.rounding(*places, *mode),
            Clause::Over { threshold, word, .. } => {
                self.framework.over = self.cx.ratio(*threshold, "超额的界限");
                if let Some(word) = word {
                    self.over_word(*word);
                }
            }
            _ => {}
        }
    }

    fn over_word(&mut self, word: Name) {
        let text = self.cx.name(word);
        if text != "需说明" {
            let nearest = suggest::nearest(text, ["需说明"]);
            self.cx.unknown(
                "E0416",
                word.span,
                format!("`超额` 后面不认识 `{text}`"),
                nearest,
                Some("写 `需说明`".into()),
            );
        }
    }

    fn rounding(&mut self, places: ast::Quantity, mode: Option<Name>) {
        let whole = Exact::from(places.number).as_pair().filter(|(_, den)| *den == 1).map(|(num, _)| num);
        match whole.filter(|num| (0..=MAX_PLACES).contains(num)).and_then(|num| u32::try_from(num).ok()) {
            Some(places) => self.framework.places = places,
            None => self.cx.error("E0315", places.span(), format!("舍入的位数在 0 到 {MAX_PLACES} 之间")),
        }
        let Some(mode) = mode else { return };
        let text = self.cx.name(mode);
        match MODES.iter().find(|(word, _)| *word == text) {
            Some((_, rounding)) => self.framework.rounding = *rounding,
            None => {
                let nearest = suggest::nearest(text, MODES.iter().map(|(word, _)| *word));
                let help = "舍入方式有 `四舍五入`、`四舍六入`、`截断`、`进位`".to_owned();
                self.cx.unknown("E0416", mode.span, format!("不认识的舍入方式 `{text}`"), nearest, Some(help));
            }
        }
    }

    fn defaults(&mut self, stmt: &'a Stmt) {
        let mut seen = Doubled::default();
        for part in parts(&stmt.attrs, stmt.block.as_deref()) {
            if !self.cx.admits(Site::Defaults, part) {
                continue;
            }
            let (Clause::Item { name, value, .. }, Some(line)) = part else { continue };
            let text = self.cx.name(*name);
            let Some(kind) = TargetKind::ALL.into_iter().find(|kind| kind.word() == text) else {
                let nearest = suggest::nearest_keyword(text, TargetKind::ALL.iter().map(|kind| kind.word()));
                let help = "默认计分按 `正向`、`反向`、`区间`、`日期`、`是否`、`定性` 规定".to_owned();
                self.cx.unknown("E0416", name.span, format!("`默认计分` 里没有 `{text}`"), nearest, Some(help));
                continue;
            };
            seen.once(self.cx, kind.word(), name.span);
            if let Some(rule) = self.default_rule(kind, name.span, value.as_ref(), line)
                && let Some(slot) = self.framework.defaults.get_mut(kind as usize)
            {
                *slot = Some(rule);
            }
        }
    }

    fn default_rule(
        &mut self,
        kind: TargetKind,
        name: Span,
        value: Option<&'a Value>,
        line: &'a Stmt,
    ) -> Option<Arc<Rule>> {
        let named;
        let method = match value {
            Some(Value::Word { span, quantity }) => {
                named = ast::Method::Named {
                    name: Name { span: *span, quoted: false },
                    quantity: quantity.as_deref().copied(),
                };
                &named
            }
            Some(Value::Method(method)) => &**method,
            _ => {
                let diagnostic =
                    Diagnostic::error("E0416", self.cx.place(name), format!("`{}` 后面要写计分方法", kind.word()));
                let usual = match kind {
                    TargetKind::Positive | TargetKind::Negative | TargetKind::Range => "比例",
                    TargetKind::Date | TargetKind::YesNo => "达标",
                    TargetKind::Qualitative => "等级",
                };
                let help = format!("如 `{} {usual}`", kind.word());
                self.cx.report(diagnostic.help(help));
                return None;
            }
        };
        let rule = self.rule(method, name, line)?;
        fit::accepts(self.cx, &rule, GoalKind::of_default(kind), name).then_some(rule)
    }

    /// The rule of a line; it rests on this framework's document unless it has its own.
    fn rule(&mut self, method: &ast::Method, keyword: Span, line: &'a Stmt) -> Option<Arc<Rule>> {
        let basis = self.framework.basis.clone();
        let mut written = Written::in_line(method, keyword, line.block.as_deref());
        for part in parts(&line.attrs, None) {
            if !matches!(part.0, Clause::Scoring { .. }) && self.cx.admits(Site::Rule, part) {
                written.take(part.0);
            }
        }
        let rule = scoring::read(self.cx, self.rules, written)?;
        if rule.basis.is_some() || basis.is_none() {
            return Some(rule);
        }
        Some(Arc::new(Rule { basis, ..(*rule).clone() }))
    }

    fn grades(&mut self, stmt: &'a Stmt) {
        let mut grades: Vec<Grade> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        for part in parts(&stmt.attrs, stmt.block.as_deref()) {
            if !self.cx.admits(Site::Grades, part) {
                continue;
            }
            let (at_least, name) = match part.0 {
                Clause::Entry {
                    name,
                    target: Target::Compare { sign: Sign::Ge, value: Value::Quantity(quantity), .. },
                } => {
                    let Some(points) = self.cx.points(*quantity, "等级界限") else { continue };
                    (Some(points), *name)
                }
                Clause::Entry { name, target } => {
                    let diagnostic = Diagnostic::error("E0416", self.cx.place(name.span), "等级写成“不低于多少分”");
                    let text = self.cx.name(*name);
                    let lowest = matches!(target, Target::Compare { sign: Sign::Lt | Sign::Le, .. });
                    if let Target::Compare { sign: Sign::Gt | Sign::Eq, sign_span, .. } = target {
                        self.cx.report(diagnostic.fix(Safety::Unsafe, *sign_span, ">=", "改为 `>=`"));
                        continue;
                    }
                    self.cx.report(diagnostic.help(if lowest {
                        format!("最低一级写 `{text} 其余`，上一级的界限就是它的上限")
                    } else {
                        format!("如 `{text} >= 90 分`，最低一级写 `{text} 其余`")
                    }));
                    continue;
                }
                Clause::Item { name, value: Some(Value::Word { span, quantity: None }), .. }
                    if self.cx.slice(*span) == REST =>
                {
                    (None, *name)
                }
                Clause::Item { name, .. } => {
                    let text = self.cx.name(*name);
                    let diagnostic =
                        Diagnostic::error("E0416", self.cx.place(name.span), format!("等级 `{text}` 没有界限"));
                    self.cx.report(diagnostic.help(format!("如 `{text} >= 60 分`，最低一级写 `{text} 其余`")));
                    continue;
                }
                _ => continue,
            };
            let same = grades.iter().position(|grade| grade.name == self.cx.name(name));
            if let Some(first) = same.and_then(|at| spans.get(at)) {
                doubled_attribute(self.cx, self.cx.name(name), name.span, *first);
                continue;
            }
            let falls = match (grades.last().map(|grade| &grade.at_least), &at_least) {
                (None, _) => true,
                (Some(Some(above)), Some(bound)) => bound < above,
                (Some(Some(_)), None) => true,
                (Some(None), _) => false,
            };
            if !falls {
                self.cx.error("E0416", name.span, format!("等级从高到低排列，`{}` 没有低于上一级", self.cx.name(name)));
                continue;
            }
            spans.push(name.span);
            grades.push(Grade { name: self.cx.name(name).to_owned(), at_least });
        }
        self.framework.grades = grades;
    }

    /// 监控灯: from the worst, each below a ratio, the last for the rest.
    fn lights(&mut self, stmt: &'a Stmt) {
        let mut steps: Vec<Light> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        let basis = basis_of(self.cx, stmt.block.as_deref());
        for part in parts(&stmt.attrs, stmt.block.as_deref()) {
            if !self.cx.admits(Site::Lights, part) {
                continue;
            }
            let (below, name) = match part.0 {
                Clause::Entry {
                    name,
                    target: Target::Compare { sign: Sign::Lt, value: Value::Quantity(quantity), .. },
                } => {
                    let Some(below) = self.cx.ratio(*quantity, "灯的界限") else { continue };
                    (Some(below), *name)
                }
                Clause::Item { name, value: Some(Value::Word { span, quantity: None }), .. }
                    if self.cx.slice(*span) == REST =>
                {
                    (None, *name)
                }
                Clause::Entry { name, .. } | Clause::Item { name, .. } => {
                    let text = self.cx.name(*name);
                    let message = format!("监控灯 `{text}` 写成“低于多少”");
                    let diagnostic = Diagnostic::error("E0416", self.cx.place(name.span), message);
                    self.cx.report(diagnostic.help(format!("如 `{text} < 60%`，最好的一种写 `{text} 其余`")));
                    continue;
                }
                _ => continue,
            };
            let text = self.cx.name(name);
            if let Some(first) = steps.iter().position(|light| light.name == text).and_then(|at| spans.get(at)) {
                doubled_attribute(self.cx, text, name.span, *first);
                continue;
            }
            let rises = match (steps.last().map(|light| &light.below), &below) {
                (None, _) | (Some(Some(_)), None) => true,
                (Some(Some(worse)), Some(bound)) => worse < bound,
                (Some(None), _) => false,
            };
            if !rises {
                let message = format!("监控灯从最差的写起，`{text}` 没有高于上一种");
                self.cx.error("E0416", name.span, message);
                continue;
            }
            spans.push(name.span);
            steps.push(Light { name: text.to_owned(), below });
        }
        self.framework.lights = (!steps.is_empty()).then_some(Lights { steps, basis });
    }

    fn group(&mut self, stmt: &'a Stmt, name: Name, value: Option<&Value>, aliases: &[Name]) {
        let text = normal(self.cx.name(name));
        if self.cx.unfinished(name, value) {
            return;
        }
        let weight = match self.weight(name, value) {
            Ok(weight) => weight,
            Err(()) => return,
        };
        if text == EXECUTION {
            self.seen.once(self.cx, EXECUTION, name.span);
            return self.execution(stmt, name, weight);
        }
        if let Some(first) = self.groups.iter().find(|group| group.answers_to(&text)) {
            return self.doubled_group("一级", name, first.place);
        }
        let mut level = self.level(name, weight, aliases);
        self.groups.push(level.clone());
        let children = stmt.block.as_ref().map(|_| self.children(stmt));
        match self.framework.level1(&text) {
            Some(at) => {
                if let Some(existing) = self.framework.groups.get_mut(at) {
                    // A child changes what it names: the weight, the level-2 names, the synonyms.
                    level.weight = level.weight.or_else(|| existing.weight.clone());
                    level.children = children.unwrap_or_else(|| std::mem::take(&mut existing.children));
                    if level.aliases.is_empty() {
                        level.aliases = std::mem::take(&mut existing.aliases);
                    }
                    *existing = level;
                }
            }
            None => {
                level.children = children.unwrap_or_default();
                self.framework.groups.push(level);
            }
        }
    }

    fn level(&self, name: Name, weight: Option<Exact>, aliases: &[Name]) -> Level {
        let aliases = aliases.iter().map(|alias| normal(self.cx.name(*alias)).into()).collect();
        let text = normal(self.cx.name(name));
        Level { name: text.into(), aliases, weight, place: self.cx.place(name.span), children: Vec::new() }
    }

    fn children(&mut self, stmt: &'a Stmt) -> Vec<Level> {
        let mut children: Vec<Level> = Vec::new();
        for part in parts(&[], stmt.block.as_deref()) {
            if !self.cx.admits(Site::FrameworkGroup, part) {
                continue;
            }
            let Clause::Item { name, value, aliases } = part.0 else { continue };
            let Ok(weight) = self.weight(*name, value.as_ref()) else { continue };
            if let Some(first) = children.iter().find(|child| child.answers_to(&normal(self.cx.name(*name)))) {
                self.doubled_group("二级", *name, first.place);
                continue;
            }
            children.push(self.level(*name, weight, aliases));
        }
        children
    }

    fn doubled_group(&mut self, level: &str, name: Name, first: Place) {
        let message = format!("{level}指标 `{}` 写了两次", self.cx.name(name));
        let diagnostic = Diagnostic::error("E0204", self.cx.place(name.span), message).label("第二次");
        self.cx.report(diagnostic.related(first, "第一次在这里"));
    }

    fn weight(&mut self, name: Name, value: Option<&Value>) -> Result<Option<Exact>, ()> {
        match value {
            None => Ok(None),
            Some(Value::Quantity(quantity)) => {
                let points = self.cx.points(*quantity, "分值").ok_or(())?;
                if points.is_negative() {
                    self.cx.error("E0415", quantity.span(), "分值不能小于 0");
                    return Err(());
                }
                Ok(Some(points))
            }
            Some(_) => {
                self.cx.error("E0416", name.span, format!("`{}` 后面写分值，如 `50 分`", self.cx.name(name)));
                Err(())
            }
        }
    }

    fn execution(&mut self, stmt: &'a Stmt, name: Name, weight: Option<Exact>) {
        let scoring = parts(&stmt.attrs, stmt.block.as_deref()).find_map(|(clause, line)| match clause {
            Clause::Scoring { keyword, method, .. } => Some((*keyword, method, line)),
            _ => None,
        });
        let rule = match scoring {
            Some((keyword, method, line)) => self.rule(method, keyword, line.unwrap_or(stmt)),
            None => self
                .framework
                .execution
                .as_ref()
                .map(|execution| execution.rule.clone())
                .or_else(|| Some(self.proportional(name))),
        };
        let weight = weight.or_else(|| self.framework.execution.as_ref().map(|execution| execution.weight.clone()));
        if let (Some(rule), Some(weight)) = (rule, weight) {
            self.framework.execution = weight.is_positive().then_some(Execution { weight, rule });
        }
    }

    fn proportional(&self, name: Name) -> Arc<Rule> {
        let place = self.cx.place(name.span);
        let basis = self.framework.basis.clone();
        Arc::new(Rule { name: "比例".into(), method: Method::Proportional, pass: None, basis, place })
    }

    /// The weights a framework gives have to add up, when it gives all of them.
    fn balance(&mut self, declared: &Declared<'a>) {
        let weights: Option<Vec<&Exact>> = self.framework.groups.iter().map(|group| group.weight.as_ref()).collect();
        let Some(weights) = weights.filter(|weights| !weights.is_empty()) else { return };
        let (sum, wanted) = (weights.into_iter().sum::<Exact>(), self.framework.for_indicators());
        if sum == wanted {
            return;
        }
        let message = format!(
            "框架 `{}` 的一级指标合计 {sum} 分，满分减去预算执行率是 {wanted} 分，{}",
            self.framework.name,
            crate::model::weights::gap(&sum, &wanted)
        );
        self.cx.error("E0416", declared.name.span, message);
    }
}

const MODES: [(&str, Rounding); 4] = [
    ("四舍五入", Rounding::HalfUp),
    ("四舍六入", Rounding::HalfEven),
    ("截断", Rounding::Down),
    ("进位", Rounding::Up),
];

/// Reads `空缺 a 归 b` of a framework or a declaration.
pub(crate) fn vacancy(cx: &mut Context<'_>, framework: &Framework, from: Name, to: Name) -> Option<Vacancy> {
    let mut find = |name: Name| {
        let text = cx.name(name);
        let found = framework.level1(&normal(text));
        if found.is_none() {
            let nearest = suggest::nearest(text, framework.groups.iter().map(|group| &*group.name));
            let message = format!("框架 `{}` 没有一级指标 `{text}`", framework.name);
            cx.unknown("E0402", name.span, message, nearest, Some(level1_names(framework)));
        }
        found
    };
    let (from_index, to_index) = (find(from)?, find(to)?);
    if from_index == to_index {
        cx.error("E0416", to.span, "空缺的分值不能归它自己");
        return None;
    }
    Some(Vacancy { from: from_index, to: to_index })
}

/// `一级指标有 …`, for a help.
pub(crate) fn level1_names(framework: &Framework) -> String {
    let names: Vec<String> = framework.groups.iter().map(|group| format!("`{}`", group.name)).collect();
    format!("框架 `{}` 的一级指标有 {}", framework.name, names.join("、"))
}
