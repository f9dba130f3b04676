//! Frameworks: which level-1 and level-2 names there are, what they weigh, and how each
//! kind of target is scored. All of it is data declared in heng.

pub(crate) mod read;

use std::sync::Arc;

use crate::exact::{Exact, Rounding};
use crate::model::rule::Rule;
use crate::source::Place;
use crate::syntax::ast::DeclarationKind;
use crate::terms::Direction;

/// A framework, inheritance applied.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its name.
    pub name: Box<str>,
    /// Where its name is declared.
    pub place: Place,
    /// What it inherits from, the nearest last.
    pub ancestors: Vec<Box<str>>,
    /// The document it rests on.
    pub basis: Option<String>,
    /// Assumptions that every result under it has to state (说明).
    pub assumptions: Vec<String>,
    /// 满分.
    pub full: Exact,
    /// How 预算执行率 is scored; none when it is not.
    pub execution: Option<Execution>,
    /// The level-1 groups.
    pub groups: Vec<Level>,
    /// The default rules, in the order of [`TargetKind::ALL`].
    pub defaults: [Option<Arc<Rule>>; 6],
    /// Grades from the best to the worst.
    pub grades: Vec<Grade>,
    /// How a year is watched (监控灯); none when the framework says nothing.
    pub lights: Option<Lights>,
    /// Decimal places of a score.
    pub places: u32,
    /// How ties are decided.
    pub rounding: Rounding,
    /// From which attainment on over-achievement needs an explanation.
    pub over: Option<Exact>,
    /// Where the weight of level-1 groups without indicators goes.
    pub vacancies: Vec<Vacancy>,
}

/// A level-1 or level-2 group of a framework.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its official name.
    pub name: Box<str>,
    /// Other names it goes by (又名).
    pub aliases: Vec<Box<str>>,
    /// Its weight, when the framework gives one.
    pub weight: Option<Exact>,
    /// Where its name is declared.
    pub place: Place,
    /// The level-2 groups of a level-1 group.
    pub children: Vec<Level>,
}

/// `空缺 满意度指标 归 效益指标`; indices of level-1 groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vacancy {
    /// The group without indicators.
    pub from: usize,
    /// The group that receives its weight.
    pub to: usize,
}

/// One grade.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// 优, 良, …
    pub name: String,
    /// Total from which it is given; none for the rest (其余).
    pub at_least: Option<Exact>,
}

/// The lights of monitoring: what is done, against what the time that has passed asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lights {
    /// From the worst; the last has no upper bound.
    pub steps: Vec<Light>,
    /// What they rest on.
    pub basis: Option<String>,
}

/// One light.
#[derive(Debug, Clone, PartialEq)]
pub struct Light {
    /// 红, 黄, …
    pub name: String,
    /// The ratio below which it is given; none for the rest (其余).
    pub below: Option<Exact>,
}

impl Lights {
    /// The light of a ratio, an index into the steps.
    pub fn of(&self, ratio: &Exact) -> Option<usize> {
        self.steps.iter().position(|light| light.below.as_ref().is_none_or(|below| ratio < below))
    }
}

/// How 预算执行率 is scored.
#[derive(Debug, Clone)]
pub struct Execution {
    /// Its weight.
    pub weight: Exact,
    /// Its rule; the target is 100%.
    pub rule: Arc<Rule>,
}

/// The kinds of targets that 默认计分 tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// 正向: a number, more is better.
    Positive,
    /// 反向: a number, less is better.
    Negative,
    /// 区间.
    Range,
    /// 日期.
    Date,
    /// 是否.
    YesNo,
    /// 定性.
    Qualitative,
}

impl TargetKind {
    /// Every kind.
    pub const ALL: [TargetKind; 6] = [
        TargetKind::Positive,
        TargetKind::Negative,
        TargetKind::Range,
        TargetKind::Date,
        TargetKind::YesNo,
        TargetKind::Qualitative,
    ];

    /// As 默认计分 writes it.
    pub fn word(self) -> &'static str {
        match self {
            TargetKind::Positive => "正向",
            TargetKind::Negative => "反向",
            TargetKind::Range => "区间",
            TargetKind::Date => "日期",
            TargetKind::YesNo => "是否",
            TargetKind::Qualitative => "定性",
        }
    }

    /// The kind of a directed number.
    pub fn directed(direction: Direction) -> TargetKind {
        match direction {
            Direction::Positive => TargetKind::Positive,
            Direction::Negative => TargetKind::Negative,
        }
    }
}

/// The framework of a declaration that names none: the form of departments as a whole has
/// names of its own; for projects the rule of 财预〔2020〕10号 is the one published forms use.
pub fn assumed(kind: DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::Department => "部门整体",
        DeclarationKind::Project => "财政部2020",
    }
}

impl Level {
    /// Whether a name in its normal form is one of its names.
    pub fn answers_to(&self, name: &str) -> bool {
        *self.name == *name || self.aliases.iter().any(|alias| **alias == *name)
    }

    /// All its names, the official one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name).chain(self.aliases.iter().map(|alias| &**alias))
    }
}

impl Framework {
    /// Whether it is made for departments as a whole: their projects do not take it over.
    pub fn is_for_departments(&self) -> bool {
        let whole = assumed(DeclarationKind::Department);
        *self.name == *whole || self.ancestors.iter().any(|name| **name == *whole)
    }

    /// The index of a level-1 group by any of its names.
    pub fn level1(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.answers_to(name))
    }

    /// Level-1 groups (by index) that have a level-2 group of this name.
    pub fn parents_of<'f>(&'f self, name: &'f str) -> impl Iterator<Item = usize> + 'f {
        let groups = self.groups.iter().enumerate();
        groups.filter(move |(_, group)| group.children.iter().any(|child| child.answers_to(name))).map(|(at, _)| at)
    }

    /// The default rule of a kind of target.
    pub fn default_rule(&self, kind: TargetKind) -> Option<&Arc<Rule>> {
        self.defaults.get(kind as usize).and_then(Option::as_ref)
    }

    /// Where the weight of an empty level-1 group goes.
    pub fn receiver(&self, from: usize) -> Option<usize> {
        self.vacancies.iter().rev().find(|vacancy| vacancy.from == from).map(|vacancy| vacancy.to)
    }

    /// What the level-1 groups weigh together.
    pub fn for_indicators(&self) -> Exact {
        match &self.execution {
            Some(execution) => &self.full - &execution.weight,
            None => self.full.clone(),
        }
    }
}
