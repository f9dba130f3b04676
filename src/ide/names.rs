//! Which declaration each name of a compilation leads to.
//!
//! One walk over the files gives every occurrence; references, rename, highlights and call
//! hierarchy are questions to the list.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::visit::{Bit, Role, bits};
use super::{Analysis, holds};
use crate::model::Declaration;
use crate::model::name::normal;
use crate::source::{FileId, Place, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Name, SectionKind, Stmt};

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A department or project.
    Declaration,
    /// An indicator.
    Indicator,
    /// A data item.
    Data,
    /// A level-1 or level-2 name of a framework.
    Level,
    /// A line of 预算.
    Budget,
    /// A 任务.
    Task,
    /// A scoring rule.
    Rule,
    /// A framework.
    Framework,
    /// A unit or a magnitude word.
    Unit,
}

/// A name where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Where, quotation marks included.
    pub place: Place,
    /// Where it is declared.
    pub target: Place,
    /// What it names.
    pub kind: NameKind,
    /// Whether it is quoted.
    pub quoted: bool,
    /// The statement at the top of the file or the indicator it stands in.
    pub within: Span,
}

impl Occurrence {
    /// Whether this is the declaration itself.
    pub fn declares(&self) -> bool {
        self.place == self.target
    }
}

/// Every name of the files that are not shipped.
pub fn occurrences(analysis: &Analysis) -> Vec<Occurrence> {
    let model = &analysis.model;
    let known: Vec<Known<'_>> = model.declarations.iter().map(Known::of).collect();
    let mut found = Vec::new();
    for parsed in model.files.iter().filter(|parsed| !model.files.is_prelude(parsed.file)) {
        let mut walk = Walk { analysis, parsed, known: &known, found: &mut found, within: Span::default() };
        for stmt in &parsed.stmts {
            walk.stmt(stmt, Around::Top);
        }
    }
    found
}

/// The name at an offset of the file itself.
pub fn name_at(analysis: &Analysis, offset: u32) -> Option<Occurrence> {
    let entry = analysis.model.files.entry();
    let all = occurrences(analysis).into_iter();
    // Between two names that touch, as in 万元, the one that begins there.
    all.filter(|one| one.place.file == entry && holds(one.place.span, offset)).max_by_key(|one| one.place.span.start)
}

/// The names of one declaration.
struct Known<'m> {
    declaration: &'m Declaration,
    names: FxHashMap<Cow<'m, str>, (NameKind, Span)>,
}

impl<'m> Known<'m> {
    fn of(declaration: &'m Declaration) -> Known<'m> {
        let mut names = FxHashMap::default();
        for line in &declaration.indicators {
            names.entry(normal(&line.name)).or_insert((NameKind::Indicator, line.name_span));
        }
        for item in &declaration.data {
            names.entry(normal(&item.name)).or_insert((NameKind::Data, item.span));
        }
        Known { declaration, names }
    }
}

/// What a statement stands in.
#[derive(Clone, Copy)]
enum Around<'m> {
    Top,
    Declaration(Option<&'m Declaration>),
    /// A level-1 group or what stands in it.
    Group(Option<&'m Declaration>, usize),
    Data,
    Budget(&'m Declaration, Option<usize>),
    /// Values of a declaration: 实际, 测试.
    Values(Option<&'m Declaration>),
    /// A level of a framework that is declared, or the framework itself.
    Framework,
    Defaults,
    Other,
}

struct Walk<'w, 'm> {
    analysis: &'m Analysis,
    parsed: &'m Parsed,
    known: &'w [Known<'m>],
    found: &'w mut Vec<Occurrence>,
    within: Span,
}

impl<'m> Walk<'_, 'm> {
    fn stmt(&mut self, stmt: &'m Stmt, around: Around<'m>) {
        let is_line = matches!((around, &stmt.clause), (Around::Group(..), Clause::Entry { .. }));
        if is_line || matches!(around, Around::Top) {
            self.within = stmt.span;
        }
        bits(stmt, &mut |bit| self.bit(bit, around));
        let inside = self.inside(stmt, around);
        for child in stmt.children() {
            self.stmt(child, inside);
        }
    }

    fn inside(&self, stmt: &'m Stmt, around: Around<'m>) -> Around<'m> {
        match (around, &stmt.clause) {
            (Around::Top | Around::Declaration(_), Clause::Declaration { name, .. }) => {
                let place = self.place(name.span);
                let all = &self.analysis.model.declarations;
                Around::Declaration(all.iter().find(|declaration| declaration.place == place))
            }
            (Around::Top, Clause::Framework { .. }) => Around::Framework,
            (Around::Top, Clause::Actuals { name, .. }) => Around::Values(self.declared(*name)),
            (Around::Top, Clause::Test { .. }) => Around::Values(None),
            (Around::Declaration(own), Clause::Test { .. }) => Around::Values(own),
            (Around::Declaration(Some(own)), Clause::Section { kind: SectionKind::Budget, .. }) => {
                Around::Budget(own, None)
            }
            (Around::Declaration(_), Clause::Section { kind: SectionKind::Data, .. }) => Around::Data,
            (Around::Declaration(own), Clause::Item { .. }) => Around::Group(own, 1),
            (Around::Group(own, level), Clause::Item { .. }) => Around::Group(own, level + 1),
            (Around::Budget(own, parent), Clause::Item { name, .. }) => {
                let wanted = self.name(*name);
                let line = own.budget_under(parent).find(|(_, line)| normal(&line.name) == wanted);
                line.map_or(Around::Other, |(at, _)| Around::Budget(own, Some(at)))
            }
            (Around::Framework, Clause::Section { kind: SectionKind::Defaults, .. }) => Around::Defaults,
            (Around::Framework, Clause::Item { .. }) => Around::Framework,
            _ => Around::Other,
        }
    }

    fn bit(&mut self, bit: Bit<'m>, around: Around<'m>) {
        match bit {
            Bit::Name(name, role) => self.named(name, role, around),
            Bit::Path(names) => self.path(names, around),
            Bit::Unit(span) => self.unit(span),
            Bit::NewUnit(span) => self.found(span, false, NameKind::Unit, self.place(span)),
            Bit::Bare(span) if matches!(around, Around::Defaults) => {
                self.rule(Name { span, quoted: false });
            }
            Bit::Bare(span) => self.unit(span),
            Bit::Keyword(_) | Bit::Sign(_) | Bit::Number(_) | Bit::Text(_) => {}
        }
    }

    fn named(&mut self, name: Name, role: Role, around: Around<'m>) {
        let own = self.place(name.span);
        match role {
            Role::Declaration => self.name_found(name, NameKind::Declaration, own),
            Role::OfActuals => {
                if let Some(declaration) = self.declared(name) {
                    self.name_found(name, NameKind::Declaration, declaration.place);
                }
            }
            Role::Task => self.name_found(name, NameKind::Task, own),
            Role::NewFramework => self.name_found(name, NameKind::Framework, own),
            Role::Framework => {
                let wanted = self.name(name);
                let all = &self.analysis.model.frameworks;
                if let Some(known) = all.iter().find(|framework| normal(&framework.name) == wanted) {
                    self.name_found(name, NameKind::Framework, known.place);
                }
            }
            Role::NewRule => self.name_found(name, NameKind::Rule, own),
            Role::Method => self.rule(name),
            Role::Level1 => self.level1(name, around),
            Role::Entry => match around {
                Around::Group(..) => self.name_found(name, NameKind::Indicator, own),
                Around::Values(declaration) => self.value(name, declaration),
                _ => {}
            },
            Role::Item | Role::Alias => match around {
                Around::Data => self.name_found(name, NameKind::Data, own),
                Around::Budget(..) => self.name_found(name, NameKind::Budget, own),
                Around::Declaration(_) | Around::Group(..) | Around::Framework => self.level(name, around),
                Around::Values(declaration) => self.value(name, declaration),
                Around::Top | Around::Defaults | Around::Other => {}
            },
            Role::Word | Role::Function => {}
        }
    }

    /// A scoring rule by its name; the methods of the language are declared nowhere.
    fn rule(&mut self, name: Name) {
        let wanted = self.name(name);
        let all = &self.analysis.model.rules;
        if let Some(known) = all.iter().find(|rule| normal(&rule.name) == wanted) {
            self.name_found(name, NameKind::Rule, known.place);
        }
    }

    /// A level-1 or level-2 name: of the framework of the declaration, or where it is declared.
    fn level(&mut self, name: Name, around: Around<'m>) {
        let wanted = self.name(name);
        let model = &self.analysis.model;
        let frameworks: Vec<_> = match around {
            Around::Declaration(Some(own)) | Around::Group(Some(own), _) => {
                model.framework_of(own).into_iter().collect()
            }
            Around::Framework => model.frameworks.iter().map(|framework| &**framework).collect(),
            _ => return,
        };
        let levels = frameworks.iter().flat_map(|framework| &framework.groups);
        let mut levels = levels.flat_map(|level| std::iter::once(level).chain(&level.children));
        let own = self.place(name.span);
        let here = matches!(around, Around::Framework);
        let known = levels.find(|level| if here { level.place == own } else { *level.name == *wanted });
        if let Some(level) = known {
            self.name_found(name, NameKind::Level, level.place);
        }
    }

    /// A level-1 name where it is used: of the framework of the declaration, or of the one that
    /// is being declared.
    fn level1(&mut self, name: Name, around: Around<'m>) {
        let wanted = self.name(name);
        let model = &self.analysis.model;
        let framework = match around {
            Around::Declaration(Some(own)) => model.framework_of(own),
            Around::Framework => {
                let own = |place: Place| place.file == self.parsed.file && holds(self.within, place.span.start);
                model.frameworks.iter().map(|framework| &**framework).find(|framework| own(framework.place))
            }
            _ => None,
        };
        let known = framework.and_then(|framework| framework.groups.get(framework.level1(&wanted)?));
        if let Some(level) = known {
            self.name_found(name, NameKind::Level, level.place);
        }
    }

    /// The name of an actual value.
    fn value(&mut self, name: Name, declaration: Option<&'m Declaration>) {
        let wanted = self.name(name);
        if let Some((kind, target)) = self.look_up(&wanted, declaration) {
            self.name_found(name, kind, target);
        }
    }

    fn look_up(&self, wanted: &str, declaration: Option<&'m Declaration>) -> Option<(NameKind, Place)> {
        let own = declaration.map(|own| own.place);
        let of = |known: &Known<'m>| {
            let (kind, span) = known.names.get(wanted)?;
            Some((*kind, known.declaration.at(*span)))
        };
        let first = self.known.iter().find(|known| Some(known.declaration.place) == own).and_then(of);
        let here = || self.known.iter().filter(|known| known.declaration.place.file == self.parsed.file).find_map(of);
        first.or_else(here).or_else(|| self.known.iter().find_map(of))
    }

    fn path(&mut self, names: &'m [Name], around: Around<'m>) {
        let Some((&first, rest)) = names.split_first() else { return };
        let own = match around {
            Around::Declaration(own) | Around::Group(own, _) | Around::Values(own) => own,
            _ => self.known.iter().map(|known| known.declaration).find(|own| holds(own.span, self.within.start)),
        };
        let wanted = self.name(first);
        if wanted == "预算" {
            return self.budget(rest, own);
        }
        if let Some((kind, target)) = self.look_up(&wanted, own) {
            return self.name_found(first, kind, target);
        }
        let model = &self.analysis.model;
        let declarations = own.into_iter().chain(&model.declarations);
        let mut holding = declarations.filter(|one| one.groups.iter().any(|group| normal(&group.name) == wanted));
        if let Some(declaration) = holding.next() {
            for name in names {
                self.level(*name, Around::Declaration(Some(declaration)));
            }
        }
    }

    fn budget(&mut self, names: &'m [Name], own: Option<&'m Declaration>) {
        let all = own.into_iter().chain(&self.analysis.model.declarations);
        let Some(declaration) = all.into_iter().find(|declaration| !declaration.budget.is_empty()) else { return };
        let mut parent = None;
        for name in names {
            let wanted = self.name(*name);
            let line = declaration.budget_under(parent).find(|(_, line)| normal(&line.name) == wanted);
            let Some((at, line)) = line else { return };
            self.name_found(*name, NameKind::Budget, declaration.at(line.span));
            parent = Some(at);
        }
    }

    /// A unit as it is declared: as a whole, or factor by factor with the magnitude taken off.
    fn unit(&mut self, span: Span) {
        let units = &self.analysis.model.units;
        let written = self.parsed.slice(span).trim_end();
        let mut at = span.start as usize;
        for factor in written.split(['/', '／', '·']) {
            let length = factor.len();
            let found = factor.char_indices().find_map(|(skip, _)| {
                let rest = factor.get(skip..)?;
                Some((skip, units.named_at(rest)?))
            });
            if let Some((skip, place)) = found {
                // `万元`: the magnitude is a word of its own.
                if let Some(magnitude) = factor.get(..skip).and_then(|word| units.named_at(word)) {
                    self.found(Span::new(at, at + skip), false, NameKind::Unit, magnitude);
                }
                self.found(Span::new(at + skip, at + length), false, NameKind::Unit, place);
            }
            let joint = written.get(at + length - span.start as usize..).and_then(|rest| rest.chars().next());
            at += length + joint.map_or(0, char::len_utf8);
        }
    }

    fn declared(&self, name: Name) -> Option<&'m Declaration> {
        let wanted = self.name(name);
        self.analysis.model.declarations.iter().find(|declaration| normal(&declaration.name) == wanted)
    }

    fn name(&self, name: Name) -> Cow<'m, str> {
        normal(self.parsed.name(name))
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.parsed.file, span }
    }

    fn name_found(&mut self, name: Name, kind: NameKind, target: Place) {
        self.found(name.span, name.quoted, kind, target);
    }

    fn found(&mut self, span: Span, quoted: bool, kind: NameKind, target: Place) {
        let within = self.within;
        self.found.push(Occurrence { place: self.place(span), target, kind, quoted, within });
    }
}

/// The file a place lies in, by its name: places of two compilations are told apart by it.
pub fn spelled(analysis: &Analysis, place: Place) -> Option<(String, Span)> {
    let file: FileId = place.file;
    Some((analysis.model.files.get(file)?.source.name.to_string(), place.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    /// What the name under the cursor leads to, and how often it stands in the file.
    fn led(text: &str) -> (NameKind, String, usize) {
        let (analysis, offset) = at_cursor(text);
        let found = name_at(&analysis, offset).unwrap_or_else(|| panic!("nothing at {text}"));
        let all = occurrences(&analysis).into_iter().filter(|one| one.target == found.target).count();
        (found.kind, analysis.model.files.slice(found.target).to_owned(), all)
    }

    #[test]
    fn every_kind_of_name_is_followed() {
        let data = "数据 {\n病床数 张\n人口 万人\n}\n";
        let text = project("千人床位 >= 5 张/千人 { 公式 病床‸数 / 人口 }")
            .replace("年度 2024\n", &format!("年度 2024\n{data}"));
        let text = format!("{text}实际 示例 2024 {{\n病床数 = 3 张\n千人床位 = 4 张/千人\n}}\n");
        assert_eq!(led(&text), (NameKind::Data, "病床数".into(), 3));
        let other = text.replace('‸', "").replace("千人床位 = 4", "千人‸床位 = 4");
        assert_eq!(led(&other), (NameKind::Indicator, "千人床位".into(), 2));
        let whole = text.replace('‸', "").replace("实际 示例", "实际 示‸例");
        assert_eq!(led(&whole), (NameKind::Declaration, "示例".into(), 2));
        let unit = format!("单位 锅 又名 锅式\n{}", project("甲量 >= 5 万锅‸ {\n上年 3 锅/人\n}"));
        assert_eq!(led(&unit), (NameKind::Unit, "锅".into(), 3));
        let magnitude = format!("量级 大 = 20\n{}", project("甲量 >= 5 ‸大件 {\n上年 3 大件/人\n}"));
        assert_eq!(led(&magnitude).2, 3);
        let vacant = project("甲量 >= 5 件").replace("年度 2024", "年度 2024\n空缺 满意‸度指标 归 效益指标");
        assert_eq!(led(&vacant).0, NameKind::Level);
        let vacant = "框架 本地 继承 财政部2020 {\n空缺 满意度‸指标 归 效益指标\n}\n";
        assert_eq!(led(vacant).1, "满意度指标");
        let rule = format!("计分 三档 = 达标\n{}", project("甲量 >= 5 件, 计分 三‸档"));
        assert_eq!(led(&rule), (NameKind::Rule, "三档".into(), 2));
        let framework = project("甲量 >= 5 件").replace("年度 2024", "框架 本‸地");
        let framework = format!("框架 本地 继承 财政部2020 {{\n}}\n{framework}");
        assert_eq!(led(&framework), (NameKind::Framework, "本地".into(), 2));
    }

    #[test]
    fn levels_and_budget_lines_are_followed_through_expressions() {
        let text = format!("{}检查 \"一\" 个数(产出指标.数量‸指标) >= 1\n", project("甲量 >= 5 件"));
        assert_eq!(led(&text), (NameKind::Level, "数量指标".into(), 2));
        let budget = "预算 {\n支出 {\n基本支出 3 万元\n}\n收入 3 万元\n}\n";
        let text = project("甲量 >= 5 件").replace("年度 2024\n", &format!("年度 2024\n{budget}"));
        let text = format!("{text}核对 \"一\" 预算.支出.基本‸支出 = 预算.收入\n");
        assert_eq!(led(&text), (NameKind::Budget, "基本支出".into(), 2));
    }
}
