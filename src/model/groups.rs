//! Level-1 and level-2 groups of a declaration, held against the names of its framework.
//!
//! A group under a wrong name is reported once and read on where it was meant to be, so
//! that its indicators are known; one whose meaning cannot be told is left out whole.

use crate::diag::{Diagnostic, Safety, suggest};
use crate::model::declaration::{Group, Origin, Weight};
use crate::model::framework::Framework;
use crate::model::framework::read::{EXECUTION, level1_names};
use crate::model::name::normal;
use crate::model::outline::{Outline, doubled_attribute};
use crate::model::placement::{Site, parts};
use crate::model::value::YEARS;
use crate::model::{indicator, quoted_name, target};
use crate::source::Span;
use crate::syntax::ast::{self, Clause, Name, Stmt, Value};
use crate::syntax::is_column_title;

/// Where a group belongs: a level-1 group of the framework, and one of its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Home {
    level1: usize,
    level2: Option<usize>,
}

/// A group as it is written.
#[derive(Clone, Copy)]
struct Written<'a> {
    stmt: &'a Stmt,
    name: Name,
    value: Option<&'a Value>,
}

impl<'a> Outline<'_, 'a> {
    /// A name at the top of a declaration: a level-1 group, or 预算执行率.
    pub fn top_group(&mut self, stmt: &'a Stmt, name: Name, value: Option<&'a Value>) {
        let text = normal(self.cx.name(name));
        if text == EXECUTION {
            return self.execution(name, value);
        }
        let written = Written { stmt, name, value };
        let Some(framework) = self.framework else { return self.foreign(written, None) };
        if let Some(of) = framework.level1(&text) {
            let at = self.group(written, 1, None, Some(of));
            return self.members(stmt, at);
        }
        if self.framework.is_none_or(|framework| framework.level1(&text).is_none()) && self.cx.unfinished(name, value) {
            return;
        }
        if let Some(Value::Text(_)) = value {
            return target::text_without_keyword(self.cx, name);
        }
        if self.meant_keyword(stmt, name, value) {
            self.broken = true;
            return self.lose(stmt);
        }
        let signless = match value {
            Some(Value::Quantity(quantity)) => !self.is_points(*quantity),
            Some(Value::Date(_) | Value::Range(_) | Value::YesNo { .. } | Value::Previous { .. }) => true,
            Some(Value::Text(_) | Value::Word { .. } | Value::Method(_)) | None => false,
        };
        if let (Some(value), true) = (value, signless) {
            if target::section_as_indicator(self.cx, name, value) {
                self.broken = true;
                return;
            }
            // `验收合格率 100%` outside of any group: its sign is what is missing first.
            target::without_sign(self.cx, name, value);
            self.broken = true;
            return self.lose(stmt);
        }
        if self.foreign_names {
            return self.foreign(written, None);
        }
        self.broken = true;
        if let Some((whole, span)) = self.parted(name, value)
            && let Some(level1) = framework.level1(&whole)
        {
            self.report_parted(span, framework.groups.get(level1).map(|group| &*group.name));
            return self.adopt(Written { value: None, ..written }, Home { level1, level2: None });
        }
        match self.report_level1(framework, name, &text) {
            Some(home) => self.adopt(written, home),
            None => self.lose(stmt),
        }
    }

    /// `年渡 2024`, `框架财政部2020`, `预祘 {`: a keyword that is mistyped, or glued to what
    /// follows, where nothing else of that shape may stand.
    fn meant_keyword(&mut self, stmt: &Stmt, name: Name, value: Option<&Value>) -> bool {
        let text = self.cx.slice(name.span);
        let known = |name: &str| self.law.frameworks.find(name).is_ok();
        let is_year = |text: &str| text.len() == 4 && text.parse().is_ok_and(|year| YEARS.contains(&year));
        let near = |keyword: &'static str| suggest::nearest_keyword(text, [keyword]).is_some();
        let glued = [("年度", &is_year as &dyn Fn(&str) -> bool), ("框架", &known)];
        let glued = glued.into_iter().find_map(|(word, fits)| {
            let rest = text.strip_prefix(word).filter(|rest| fits(rest))?;
            Some(format!("{word} {rest}"))
        });
        let meant = match value {
            Some(Value::Quantity(quantity)) if is_year(self.cx.slice(quantity.span())) && near("年度") => {
                Some("年度")
            }
            Some(Value::Word { span, quantity })
                if near("框架")
                    && known(self.cx.slice(quantity.as_ref().map_or(*span, |digits| span.to(digits.span())))) =>
            {
                Some("框架")
            }
            // `年度重点工作任务 试点建设 {`, as the form titles its part.
            Some(Value::Word { .. }) if stmt.block.is_some() && text.ends_with("任务") => Some("任务"),
            None if stmt.block.is_some() => ["预算", "数据"].into_iter().find(|word| near(word)),
            _ => None,
        };
        let place = self.cx.place(name.span);
        // `一级指标 产出指标 {`, as the form titles its columns.
        if let (Some(Value::Word { span, .. }), true) = (value, is_column_title(text)) {
            let message = format!("`{text}` 是表格里的栏目，不写在名称前面");
            let gone = Span { start: name.span.start, end: span.start };
            self.cx.report(Diagnostic::error("E0108", place, message).fix(Safety::Safe, gone, "", "删去"));
            return true;
        }
        let diagnostic = match (glued, meant) {
            (Some(apart), _) if value.is_none() => {
                let diagnostic = Diagnostic::error("E0113", place, format!("`{text}` 中间缺少空格"));
                diagnostic.fix(Safety::Safe, name.span, apart, "写成")
            }
            (_, Some(meant)) => {
                let diagnostic = Diagnostic::error("E0118", place, format!("没有关键字 `{text}`"));
                diagnostic.fix(Safety::Unsafe, name.span, meant, "是不是")
            }
            _ => return false,
        };
        self.cx.report(diagnostic);
        true
    }

    /// 预算执行率 20 分.
    fn execution(&mut self, name: Name, value: Option<&Value>) {
        let Some(Value::Quantity(quantity)) = value else {
            let diagnostic = Diagnostic::error("E0415", self.cx.place(name.span), "`预算执行率` 后面写分值");
            return self.cx.report(diagnostic.help("如 `预算执行率 10 分`；执行数写在 `实际` 里"));
        };
        if let Some((_, first)) = &self.declaration.execution {
            self.broken = true;
            return doubled_attribute(self.cx, EXECUTION, quantity.span(), *first);
        }
        let full = self.framework.map(|framework| (framework.full.clone(), framework.place));
        match self.cx.points(*quantity, "分值") {
            Some(points) if points.is_negative() => {
                self.broken = true;
                self.cx.error("E0415", quantity.span(), "分值不能小于 0");
            }
            Some(points) => match full.filter(|(full, _)| *full < points) {
                Some((full, place)) => {
                    self.broken = true;
                    let message = format!("预算执行率的 {points} 分超过了满分 {full} 分");
                    let diagnostic = Diagnostic::error("E0415", self.cx.place(quantity.span()), message);
                    self.cx.report(diagnostic.related(place, "满分由框架规定"));
                }
                None => self.declaration.execution = Some((points, quantity.span())),
            },
            None => self.broken = true,
        }
    }

    /// A group of a framework that is not known: taken as it is, without a weight.
    fn foreign(&mut self, written: Written<'a>, parent: Option<usize>) {
        let level = if parent.is_none() { 1 } else { 2 };
        let at = self.group(written, level, parent, None);
        self.members(written.stmt, at);
    }

    /// `效益 指标 {`: a name with the word after it, as one.
    fn parted(&self, name: Name, value: Option<&Value>) -> Option<(String, Span)> {
        let Some(Value::Word { span, quantity: None }) = value else { return None };
        let whole = format!("{}{}", self.cx.name(name), self.cx.slice(*span));
        Some((normal(&whole).into_owned(), name.span.to(*span)))
    }

    /// Reports the name of a group that is written as two words.
    fn report_parted(&mut self, span: Span, meant: Option<&str>) {
        let Some(meant) = meant else { return };
        let message = format!("`{}` 中间多了空格", self.cx.slice(span));
        let diagnostic = Diagnostic::error("E0402", self.cx.place(span), message);
        self.cx.report(diagnostic.fix(Safety::Unsafe, span, quoted_name(meant), "写成"));
    }

    /// Reports a level-1 name that the framework does not have; where it was meant to be.
    fn report_level1(&mut self, framework: &Framework, name: Name, text: &str) -> Option<Home> {
        let shown = self.cx.name(name);
        let parents: Vec<usize> = framework.parents_of(text).collect();
        if parents.is_empty() {
            let nearest = suggest::nearest(text, framework.groups.iter().flat_map(|group| group.names()));
            let message = format!("框架 `{}` 没有一级指标 `{shown}`", framework.name);
            self.cx.unknown("E0402", name.span, message, nearest, Some(level1_names(framework)));
            return Some(Home { level1: framework.level1(nearest?)?, level2: None });
        }
        let groups: Vec<&str> =
            parents.iter().filter_map(|at| framework.groups.get(*at)).map(|group| &*group.name).collect();
        let message = format!("`{shown}` 是二级指标，要写在一级指标 `{}` 里", groups.join("` 或 `"));
        let home = groups.first().copied().unwrap_or_default();
        let diagnostic = Diagnostic::error("E0403", self.cx.place(name.span), message);
        self.cx.report(diagnostic.help(format!("{home} {{\n    {shown} {{ … }}\n}}")));
        let level1 = parents.first().copied()?;
        Some(Home { level1, level2: child_of(framework, level1, text) })
    }

    fn is_points(&self, quantity: ast::Quantity) -> bool {
        quantity.unit.is_some_and(|unit| self.cx.slice(unit) == "分")
    }

    /// Reads a group where it was meant to be.
    fn adopt(&mut self, written: Written<'a>, home: Home) {
        let level1 = self.find_or_add(written, 1, None, home.level1);
        let at = match home.level2 {
            Some(level2) => self.find_or_add(written, 2, Some(level1), level2),
            None => level1,
        };
        self.mark_broken(at);
        self.members(written.stmt, at);
    }

    fn find_or_add(&mut self, written: Written<'a>, level: u8, parent: Option<usize>, of: usize) -> usize {
        let name = self.cx.name(written.name).into();
        let groups = &mut self.declaration.groups;
        let same = |group: &Group| group.level == level && group.parent == parent && group.of_framework == Some(of);
        if let Some(at) = groups.iter().position(same) {
            return at;
        }
        let at = groups.len();
        groups.push(Group {
            name,
            span: written.name.span,
            level,
            parent,
            of_framework: Some(of),
            weight: Weight::NOTHING,
            broken: true,
        });
        self.adopted.push(at);
        at
    }

    /// Keeps the names of what cannot be placed, so that their uses are not reported.
    fn lose(&mut self, stmt: &'a Stmt) {
        let mut waiting = vec![stmt];
        while let Some(stmt) = waiting.pop() {
            if let Clause::Entry { name, .. } | Clause::Item { name, .. } = &stmt.clause {
                self.lost.insert(normal(self.cx.name(*name)));
            }
            waiting.extend(stmt.children());
        }
    }

    /// Adds a group, or finds the one that is there already and reports the second.
    fn group(&mut self, written: Written<'a>, level: u8, parent: Option<usize>, of: Option<usize>) -> usize {
        let text = normal(self.cx.name(written.name));
        let weight = self.group_weight(written.stmt, written.value);
        let same = |group: &Group| {
            group.parent == parent
                && group.level == level
                && match of {
                    Some(_) => group.of_framework == of,
                    None => group.of_framework.is_none() && normal(&group.name) == text,
                }
        };
        let span = written.name.span;
        if let Some(at) = self.declaration.groups.iter().position(same) {
            let first = self.declaration.groups.get(at).map(|group| group.span).unwrap_or_default();
            if !self.adopted.contains(&at) {
                let first = self.cx.place(first);
                let message = format!("`{}` 写了两次", self.cx.name(written.name));
                let diagnostic = Diagnostic::error("E0204", self.cx.place(span), message).label("第二次");
                self.cx.report(diagnostic.related(first, "第一次在这里").help("把指标并到第一处"));
            }
            self.broken = true;
            return at;
        }
        let broken = of.is_none();
        self.declaration.groups.push(Group {
            name: self.cx.name(written.name).into(),
            span,
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
            Some(other) => {
                self.no_weight(other);
                None
            }
            None => None,
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

    /// What stands after the name of a group and is no weight.
    fn no_weight(&mut self, value: &Value) {
        self.broken = true;
        let Some(span) = value.span() else { return };
        let message = format!("一级、二级指标的名称后面只写分值，这里写的是 `{}`", self.cx.slice(span));
        let diagnostic = Diagnostic::error("E0113", self.cx.place(span), message).fix(Safety::Unsafe, span, "", "删去");
        self.cx.report(diagnostic.help("写成 `产出指标 50 分 {`，没有分值就写 `产出指标 {`"));
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
        self.declaration.indicators.reserve(stmt.children().len());
        self.names.reserve(stmt.children().len(), &self.declaration.indicators);
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
        let written = Written { stmt, name, value };
        let text = normal(self.cx.name(name));
        let Some(group) = self.declaration.groups.get(at) else { return };
        let (level, of) = (group.level, group.of_framework);
        let weighs = match value {
            None => true,
            Some(Value::Quantity(quantity)) => self.is_points(*quantity),
            Some(_) => false,
        };
        let child = self.framework.zip(of).and_then(|(framework, of)| child_of(framework, of, &text));
        if level == 1 && weighs && child.is_some() {
            let inner = self.group(written, 2, Some(at), child);
            return self.members(stmt, inner);
        }
        let known = self
            .framework
            .is_some_and(|framework| framework.level1(&text).is_some() || framework.parents_of(&text).next().is_some());
        if weighs && (stmt.block.is_some() || known) {
            return self.misplaced_group(written, &text, at);
        }
        if let Some((framework, of)) = self.framework.zip(of).filter(|_| level == 1)
            && let Some((whole, span)) = self.parted(name, value)
            && let Some(child) = child_of(framework, of, &whole)
        {
            let meant = framework.groups.get(of).and_then(|group| group.children.get(child));
            self.report_parted(span, meant.map(|level| &*level.name));
            self.mark_broken(at);
            return self.adopt(Written { value: None, ..written }, Home { level1: of, level2: Some(child) });
        }
        match value {
            _ if self.cx.unfinished(name, value) => {}
            Some(value) if target::section_as_indicator(self.cx, name, value) => {}
            Some(value) => target::without_sign(self.cx, name, value),
            None => target::without_value(self.cx, name),
        }
        self.lose(stmt);
        self.mark_broken(at);
    }

    /// A group inside a group that does not hold it.
    fn misplaced_group(&mut self, written: Written<'a>, text: &str, at: usize) {
        let Some(group) = self.declaration.groups.get(at) else { return };
        let (level1, of) = (group.parent.unwrap_or(at), group.of_framework);
        let (Some(framework), Some(_)) = (self.framework, of) else {
            // Inside a group that was reported: taken as it is.
            return if level1 == at { self.foreign(written, Some(at)) } else { self.lose(written.stmt) };
        };
        self.mark_broken(at);
        if self.adopted.contains(&at) {
            // Its names are those of another level, or of another framework.
            return self.lose(written.stmt);
        }
        match self.report_level2(framework, written.name, text, at) {
            Some(home) => self.adopt(written, home),
            None => self.lose(written.stmt),
        }
    }

    /// Reports a level-2 name that does not belong here; where it was meant to be.
    fn report_level2(&mut self, framework: &Framework, name: Name, text: &str, at: usize) -> Option<Home> {
        let group = self.declaration.groups.get(at)?;
        let (parent, level) = (group.name.clone(), group.level);
        let level1 = self.declaration.groups.get(group.parent.unwrap_or(at))?.of_framework?;
        let (shown, place) = (self.cx.name(name), self.cx.place(name.span));
        if let Some(of) = framework.level1(text) {
            let message = format!("`{shown}` 是一级指标，不能写在 `{parent}` 里");
            let help = format!("先用 `}}` 结束 `{parent}`，再写 `{shown}`");
            self.cx.report(Diagnostic::error("E0403", place, message).help(help));
            return Some(Home { level1: of, level2: None });
        }
        if let Some(of) = framework.parents_of(text).next() {
            let home = framework.groups.get(of).map_or("", |home| &*home.name);
            let (message, help) = if level == 1 {
                (format!("`{shown}` 属于一级指标 `{home}`，不能写在 `{parent}` 里"), format!("移到 `{home}` 里"))
            } else {
                let message = format!("`{shown}` 是二级指标，不能写在二级指标 `{parent}` 里");
                (message, format!("先用 `}}` 结束 `{parent}`，再写 `{shown}`"))
            };
            self.cx.report(Diagnostic::error("E0403", place, message).help(help));
            return Some(Home { level1: of, level2: child_of(framework, of, text) });
        }
        let children = framework.groups.get(level1).filter(|_| level == 1).map_or(&[][..], |group| &group.children);
        let nearest = suggest::nearest(text, children.iter().flat_map(|child| child.names()));
        let known: Vec<String> = children.iter().map(|child| format!("`{}`", child.name)).collect();
        let otherwise = if known.is_empty() {
            format!("`{parent}` 下面直接写指标，如 `{shown} >= 100 件`")
        } else {
            format!("`{parent}` 的二级指标有 {}", known.join("、"))
        };
        let message = format!("框架 `{}` 的 `{parent}` 没有二级指标 `{shown}`", framework.name);
        self.cx.unknown("E0402", name.span, message, nearest, Some(otherwise));
        Some(Home { level1, level2: Some(child_of(framework, level1, nearest?)?) })
    }
}

fn child_of(framework: &Framework, level1: usize, name: &str) -> Option<usize> {
    framework.groups.get(level1)?.children.iter().position(|child| child.answers_to(name))
}
