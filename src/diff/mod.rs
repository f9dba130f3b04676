//! What changed between two versions of the same declarations, in meaning: `80 亿元` written
//! as `800000 万元` is no change of the target, `>= 700 件` for `>= 800 件` is a loosened one.
//!
//! A target that is loosened or taken away needs a reason in the new file: `调整 "理由"` on
//! the indicator, or in the declaration with the name of the indicator in its text.

mod goal;
pub mod matching;
mod money;
mod narrative;
mod reason;
mod scoring;
mod weight;

use serde::Serialize;

use crate::exact::Exact;
use crate::model::declaration::{Extras, Indicator};
use crate::model::name::normal;
use crate::model::rule::Rule;
use crate::model::value::{Goal, Quantity};
use crate::model::{Declaration, Model, print};
use crate::reading::leaning;
use crate::score::show;
use crate::source::Place;
use crate::syntax::ast::TextKind;
use crate::terms::Direction;
use goal::{Directions, Move};
use matching::Scope;
use scoring::Moved;

/// One version: the declarations of one or several compilations.
pub type Version<'a> = [(&'a Model, &'a Declaration)];

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The target is less demanding.
    Loosened,
    /// An indicator, a task or a declaration is gone.
    Removed,
    /// What is counted, or how, is another.
    Redefined,
    /// The target is more demanding.
    Tightened,
    /// There is a new indicator, task or declaration.
    Added,
    /// It has another name.
    Renamed,
    /// It stands in another group.
    Regrouped,
    /// It weighs more or less.
    Reweighted,
    /// An amount of the budget or of a task is another.
    BudgetMoved,
    /// The same value in another unit or scale.
    Rewritten,
}

impl Kind {
    /// Every kind, in the order of reports.
    pub const ALL: [Kind; 10] = [
        Kind::Loosened,
        Kind::Removed,
        Kind::Redefined,
        Kind::Tightened,
        Kind::Added,
        Kind::Renamed,
        Kind::Regrouped,
        Kind::Reweighted,
        Kind::BudgetMoved,
        Kind::Rewritten,
    ];

    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Loosened => "放宽",
            Kind::Removed => "删去",
            Kind::Redefined => "口径变动",
            Kind::Tightened => "收紧",
            Kind::Added => "新增",
            Kind::Renamed => "更名",
            Kind::Regrouped => "改归类",
            Kind::Reweighted => "分值变动",
            Kind::BudgetMoved => "资金变动",
            Kind::Rewritten => "换了写法",
        }
    }

    /// Whether it has to be explained.
    pub fn needs_reason(self) -> bool {
        matches!(self, Kind::Loosened | Kind::Removed)
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What kind.
    pub kind: Kind,
    /// The department or project, by its new name when it has one.
    pub declaration: String,
    /// The indicator, task or budget line; empty when it is the declaration itself.
    pub subject: String,
    /// What of it: 年度指标值, 周期指标值, 分值, 计分方法, …
    pub aspect: &'static str,
    /// As it was.
    pub old: Option<String>,
    /// As it is.
    pub new: Option<String>,
    /// By how much, with unit and direction: `少 100 件`.
    pub by: Option<String>,
    /// The reason given (调整).
    pub reason: Option<String>,
    /// Where it stands in the old version, with the compilation's place in the version.
    pub old_place: Option<(usize, Place)>,
    /// Where it stands in the new one.
    pub new_place: Option<(usize, Place)>,
    /// Whether it only follows from others: weights shared out anew.
    pub derived: bool,
    /// Whether it may ask for less than before although its kind is another: a target that cannot
    /// be compared with the old one, a wider name, a weight of nothing.
    pub doubtful: bool,
}

impl Change {
    /// Whether it has to be explained and is not.
    pub fn is_error(&self) -> bool {
        (self.kind.needs_reason() || self.doubtful) && self.reason.is_none()
    }
}

/// Compares two versions.
pub fn compare(old: &Version<'_>, new: &Version<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let pairs = matching::declarations(old, new);
    for &(before, after) in &pairs.both {
        let (Some(&before_side), Some(&after_side)) = (old.get(before), new.get(after)) else { continue };
        let mut pair = Pair { old: side(before, before_side), new: side(after, after_side), changes: &mut changes };
        pair.compare();
    }
    for &at in &pairs.gone {
        let Some(&(_, declaration)) = old.get(at) else { continue };
        // Nothing of it is left: what stays may say why.
        let reason = new.iter().find_map(|(_, left)| reason::naming(left, &declaration.name));
        changes.push(Change {
            reason,
            old: Some(declaration.kind.word().to_owned()),
            old_place: Some((at, declaration.place)),
            ..blank(Kind::Removed, &declaration.name, "")
        });
    }
    for &at in &pairs.fresh {
        let Some(&(_, declaration)) = new.get(at) else { continue };
        changes.push(Change {
            new: Some(declaration.kind.word().to_owned()),
            new_place: Some((at, declaration.place)),
            ..blank(Kind::Added, &declaration.name, "")
        });
    }
    in_order(changes)
}

/// By declaration, and within one by kind: the order of every report.
fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    let mut names: Vec<String> = Vec::new();
    for change in &changes {
        if !names.contains(&change.declaration) {
            names.push(change.declaration.clone());
        }
    }
    changes.sort_by_key(|change| (names.iter().position(|name| *name == change.declaration), change.kind));
    changes
}

fn blank(kind: Kind, declaration: &str, subject: &str) -> Change {
    Change {
        kind,
        declaration: declaration.to_owned(),
        subject: subject.to_owned(),
        aspect: "",
        old: None,
        new: None,
        by: None,
        reason: None,
        old_place: None,
        new_place: None,
        derived: false,
        doubtful: false,
    }
}

/// A declaration in one version.
#[derive(Clone, Copy)]
struct Side<'a> {
    at: usize,
    model: &'a Model,
    declaration: &'a Declaration,
}

fn side<'a>(at: usize, (model, declaration): (&'a Model, &'a Declaration)) -> Side<'a> {
    Side { at, model, declaration }
}

/// The same declaration in both versions.
struct Pair<'a, 'c> {
    old: Side<'a>,
    new: Side<'a>,
    changes: &'c mut Vec<Change>,
}

impl<'a> Pair<'a, '_> {
    fn compare(&mut self) {
        if normal(&self.old.declaration.name) != normal(&self.new.declaration.name) {
            let (old, new) = (self.old.declaration, self.new.declaration);
            self.push(Change {
                old: Some(old.name.to_string()),
                new: Some(new.name.to_string()),
                old_place: Some((self.old.at, old.place)),
                new_place: Some((self.new.at, new.place)),
                ..blank(Kind::Renamed, &new.name, "")
            });
        }
        self.framework();
        self.year();
        self.narrative();
        let pairs = matching::indicators(self.old.declaration, self.new.declaration);
        for (before, after) in pairs.both {
            let old = self.old.declaration.indicators.get(before);
            let new = self.new.declaration.indicators.get(after);
            if let (Some(old), Some(new)) = (old, new) {
                self.indicator((before, old), (after, new));
            }
        }
        for at in pairs.gone {
            let Some(old) = self.old.declaration.indicators.get(at) else { continue };
            let reason = self.reason_naming(&old.name);
            let was = old.goal.as_ref().map(|goal| goal::shown((self.old.model, goal, None), false));
            let old_place = Some((self.old.at, self.old.declaration.at(old.name_span)));
            self.push(Change { old: was, reason, old_place, ..self.about(Kind::Removed, &old.name, "指标") });
        }
        for at in pairs.fresh {
            let Some(new) = self.new.declaration.indicators.get(at) else { continue };
            let is = new.goal.as_ref().map(|goal| goal::shown((self.new.model, goal, None), false));
            let new_place = Some((self.new.at, self.new.declaration.at(new.name_span)));
            self.push(Change { new: is, new_place, ..self.about(Kind::Added, &new.name, "指标") });
        }
        self.group_weights();
        self.budget();
        self.tasks();
    }

    fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    fn about(&self, kind: Kind, subject: &str, aspect: &'static str) -> Change {
        Change { aspect, ..blank(kind, &self.new.declaration.name, subject) }
    }

    /// A change of an indicator that both versions have.
    fn of(&self, kind: Kind, old: &Indicator, new: &Indicator, aspect: &'static str) -> Change {
        let own = match kind {
            // The old name is all that a new one has to be explained with.
            Kind::Renamed => reason::own(new).filter(|reason| !self.is_old(reason)).map(str::to_owned),
            _ => self.own_reason(old, new),
        };
        Change {
            reason: own.or_else(|| self.reason_naming(&new.name)),
            old_place: Some((self.old.at, self.old.declaration.at(old.name_span))),
            new_place: Some((self.new.at, self.new.declaration.at(new.name_span))),
            ..self.about(kind, &new.name, aspect)
        }
    }

    fn reason_naming(&self, name: &str) -> Option<String> {
        reason::naming(self.new.declaration, name).filter(|reason| !self.is_old(reason))
    }

    /// Whether a reason stands in the old version, wherever and however it is punctuated: it
    /// explains what was done before.
    fn is_old(&self, reason: &str) -> bool {
        let lines = self.old.declaration.indicators.iter().filter_map(|line| line.extras.as_ref());
        let of_lines = lines.flat_map(|extras| reason::given(&extras.texts));
        let reason = reason::letters(reason);
        reason::given(&self.old.declaration.texts).chain(of_lines).any(|old| reason::letters(old).ends_with(&reason))
    }

    /// The reason on an indicator, if it says more than its name and its old one.
    fn own_reason(&self, old: &Indicator, new: &Indicator) -> Option<String> {
        let given = reason::own(new).filter(|given| reason::says_why(given, &[&new.name, &old.name]))?;
        (!self.is_old(given)).then(|| given.to_owned())
    }

    fn framework(&mut self) {
        let name = |side: Side<'_>| side.model.framework_of(side.declaration).map(|found| found.name.to_string());
        let (old, new) = (name(self.old), name(self.new));
        if old != new {
            let change = Change {
                old,
                new,
                old_place: Some((self.old.at, self.old.declaration.place)),
                new_place: Some((self.new.at, self.new.declaration.place)),
                ..self.about(Kind::Redefined, "", "框架")
            };
            self.push(change);
        }
        for (aspect, of) in
            [("预算执行率", execution as fn(Side<'_>) -> Option<String>), ("等级", grades), ("监控灯", lights)]
        {
            let (was, is) = (of(self.old), of(self.new));
            if was != is {
                let change = Change {
                    old: was,
                    new: is,
                    old_place: Some((self.old.at, self.old.declaration.place)),
                    new_place: Some((self.new.at, self.new.declaration.place)),
                    ..self.about(Kind::Redefined, "", aspect)
                };
                self.push(change);
            }
        }
    }

    fn year(&mut self) {
        let (old, new) = (self.old.declaration, self.new.declaration);
        if old.year == new.year {
            return;
        }
        let shown = |year: Option<i16>| year.map(|year| year.to_string());
        let change = Change {
            old: shown(old.year),
            new: shown(new.year),
            old_place: Some((self.old.at, old.place)),
            new_place: Some((self.new.at, new.place)),
            ..self.about(Kind::Redefined, "", "年度")
        };
        self.push(change);
    }

    fn indicator(&mut self, (at_old, old): (usize, &'a Indicator), (at_new, new): (usize, &'a Indicator)) {
        let directions = Directions::of(old, new);
        self.name(old, new, directions);
        self.group(old, new);
        self.goal(old, new, "年度指标值", old.goal.as_ref(), new.goal.as_ref(), directions);
        let (before, after) = (extras(old), extras(new));
        self.goal(old, new, "周期指标值", before.cycle.as_ref(), after.cycle.as_ref(), directions);
        self.weight(old, new);
        self.rule((at_old, old), (at_new, new));
        self.direction(old, new);
        self.text(old, new, "公式", formula(self.old, old), formula(self.new, new));
        for (kind, aspect) in [(TextKind::Note, "说明"), (TextKind::Source, "来源")] {
            let text = |line: &Indicator| {
                extras(line).texts.iter().find(|text| text.kind == kind).map(|text| text.text.to_string())
            };
            self.text(old, new, aspect, text(old), text(new));
        }
    }

    /// A name that leaves out a word like 发明 counts more than before, one that adds it less.
    fn name(&mut self, old: &Indicator, new: &Indicator, directions: Directions) {
        if normal(&old.name) == normal(&new.name) {
            return;
        }
        let scope = matching::scope(&old.name, &new.name);
        let kind = if scope.is_some() { Kind::Redefined } else { Kind::Renamed };
        let mut change = self.of(kind, old, new, "名称");
        let ceiling = new.goal.as_ref().is_some_and(|goal| directions.is_ceiling(goal));
        change.doubtful = scope.is_some_and(|scope| (scope == Scope::Narrower) == ceiling);
        self.push(Change { old: Some(old.name.to_string()), new: Some(new.name.to_string()), ..change });
    }

    /// Whether more or less is better. Where the sign is another, the target says it.
    fn direction(&mut self, old: &Indicator, new: &Indicator) {
        let (Some(was), Some(is)) = (old.direction, new.direction) else { return };
        let sign = |line: &Indicator| line.goal.as_ref().and_then(goal::sign);
        if was == is || sign(old) != sign(new) {
            return;
        }
        // Under the same `=` the other half of all values is met.
        let same = old.goal.as_ref().zip(new.goal.as_ref()).is_some_and(|(old, new)| {
            print::goal(&self.old.model.units, old) == print::goal(&self.new.model.units, new)
        });
        let kind = match same {
            true if leaning(&new.name).certain() == Some(is) => Kind::Tightened,
            true => Kind::Loosened,
            false => Kind::Redefined,
        };
        let word = |direction| match direction {
            Direction::Positive => "正向".to_owned(),
            Direction::Negative => "反向".to_owned(),
        };
        let change = self.of(kind, old, new, "方向");
        self.push(Change { old: Some(word(was)), new: Some(word(is)), ..change });
    }

    /// The scoring rule, as far as it gives other points: what it is called and which document
    /// it rests on is no change of the target.
    fn rule(&mut self, (at_old, old): (usize, &Indicator), (at_new, new): (usize, &Indicator)) {
        let (Some(was), Some(is)) = (&old.goal, &new.goal) else { return };
        let number = |goal: &Goal| goal::sign(goal).is_some() || matches!(goal, Goal::Range { .. });
        // A target of another kind is scored by another default; that is no news of its own.
        if !(number(was) && number(is)) && std::mem::discriminant(was) != std::mem::discriminant(is) {
            return;
        }
        let computed = |side: Side<'_>, rule: &Rule| {
            print::rule(&side.model.units, &Rule { basis: None, name: String::new(), ..rule.clone() })
        };
        // What is short of a growth of 5% is a larger part of it than of 105% of last year.
        let growth = |goal: &Goal| matches!(goal, Goal::Growth { .. });
        let other_measure = growth(was) != growth(is);
        if !other_measure && computed(self.old, &old.rule) == computed(self.new, &new.rule) {
            return;
        }
        let alone = |side: Side<'_>, at: usize| scoring::Alone::new(side.model, side.declaration, at);
        let moved = match alone(self.old, at_old).zip(alone(self.new, at_new)) {
            Some((old, new)) => scoring::moved(&old, &new),
            None => scoring::judged(&old.rule.method, &new.rule.method),
        };
        let kind = match &moved {
            Some(Moved::More | Moved::Both(_)) => Kind::Loosened,
            Some(Moved::Less) => Kind::Tightened,
            Some(Moved::Same) => Kind::Rewritten,
            None => Kind::Redefined,
        };
        if other_measure && kind == Kind::Rewritten {
            return;
        }
        let shown = |side: Side<'_>, line: &Indicator, goal: &Goal| {
            let by_growth = if other_measure && growth(goal) { "，按增幅计" } else { "" };
            format!("{}{by_growth}", print::rule(&side.model.units, &line.rule))
        };
        let percent = |share: &Exact| format!("{}%", show::number(&(share * &Exact::int(100))));
        let by = match &moved {
            Some(Moved::Both(example)) => {
                Some(format!("{}，得分率由 {} 变为 {}", example.achieved, percent(&example.was), percent(&example.is)))
            }
            Some(Moved::Same | Moved::Less | Moved::More) | None => None,
        };
        let mut change = self.of(kind, old, new, "计分方法");
        change.doubtful = moved.is_none();
        change.by = by;
        self.push(Change { old: Some(shown(self.old, old, was)), new: Some(shown(self.new, new, is)), ..change });
    }

    fn text(
        &mut self,
        old: &Indicator,
        new: &Indicator,
        aspect: &'static str,
        was: Option<String>,
        is: Option<String>,
    ) {
        if was != is {
            let change = self.of(Kind::Redefined, old, new, aspect);
            self.push(Change { old: was, new: is, ..change });
        }
    }

    fn group(&mut self, old: &Indicator, new: &Indicator) {
        let path = |side: Side<'_>, line: &Indicator| weight::path(side.declaration, line.group as usize);
        let (was, is) = (path(self.old, old), path(self.new, new));
        if was != is {
            let change = self.of(Kind::Regrouped, old, new, "归类");
            self.push(Change { old: was, new: is, ..change });
        }
    }

    fn goal(
        &mut self,
        old: &Indicator,
        new: &Indicator,
        aspect: &'static str,
        was: Option<&Goal>,
        is: Option<&Goal>,
        directions: Directions,
    ) {
        let before = was.map(|was| (self.old.model, was, last_year(old)));
        let after = is.map(|is| (self.new.model, is, last_year(new)));
        // Days move along with the year of the budget.
        let years = self.new.declaration.year.zip(self.old.declaration.year).map_or(0, |(new, old)| new - old);
        let other_previous = before.zip(after).is_some_and(|(before, after)| goal::other_previous(before, after));
        let (kind, by) = match (before, after) {
            (None, None) => return,
            (Some(before), Some(after)) => match goal::compare(before, after, directions, years) {
                (Move::Same, _) => return,
                (Move::Rewritten, by) => (Kind::Rewritten, by),
                (Move::Tightened, by) => (Kind::Tightened, by),
                (Move::Loosened, by) => (Kind::Loosened, by),
                (Move::Dropped, by) => (Kind::Removed, by),
                (Move::Other, by) => (Kind::Redefined, by),
            },
            // The cycle's target was there and is not, or the other way round.
            (Some(_), None) => (Kind::Removed, None),
            (None, Some(_)) => (Kind::Added, None),
        };
        let mut change = self.of(kind, old, new, aspect);
        // Words for words are for a person to compare.
        let in_words = matches!((was, is), (Some(Goal::Qualitative(_)), Some(Goal::Qualitative(_))));
        change.doubtful = kind == Kind::Redefined && !in_words;
        change.old = before.map(|before| goal::shown(before, other_previous));
        change.new = after.map(|after| goal::shown(after, other_previous));
        change.by = by;
        // 不适用 gives its own reason.
        if let Some(Goal::NotApplicable(Some(reason))) = is
            && reason::says_why(reason, &[&old.name, &new.name])
        {
            change.reason.get_or_insert_with(|| reason.clone());
        }
        self.push(change);
    }
}

fn extras(indicator: &Indicator) -> Extras {
    indicator.extras.as_deref().cloned().unwrap_or_default()
}

fn last_year(indicator: &Indicator) -> Option<Quantity> {
    indicator.extras.as_ref()?.previous
}

fn formula(side: Side<'_>, line: &Indicator) -> Option<String> {
    let formula = line.extras.as_ref()?.formula.as_ref()?;
    let data = |at: usize| side.declaration.data.get(at).map_or("?".to_owned(), |item| item.name.to_string());
    let other = |at: usize| side.declaration.indicators.get(at).map_or("?".to_owned(), |line| line.name.to_string());
    Some(print::expr(&side.model.units, formula, &data, &other))
}

/// The weight of 预算执行率 and how it is scored.
fn execution(side: Side<'_>) -> Option<String> {
    let execution = side.model.framework_of(side.declaration)?.execution.as_ref()?;
    let rule = Rule { basis: None, ..(*execution.rule).clone() };
    Some(format!("{} 分，{}", show::number(&execution.weight), print::rule(&side.model.units, &rule)))
}

/// The grades with the totals from which they are given.
fn grades(side: Side<'_>) -> Option<String> {
    let grades = side.model.framework_of(side.declaration)?.grades.iter().map(|grade| match &grade.at_least {
        Some(least) => format!("{} >= {} 分", grade.name, show::number(least)),
        None => format!("{} 其余", grade.name),
    });
    Some(grades.collect::<Vec<_>>().join("；"))
}

/// The lights with the ratios below which they are given.
fn lights(side: Side<'_>) -> Option<String> {
    let lights = side.model.framework_of(side.declaration)?.lights.as_ref()?;
    let steps = lights.steps.iter().map(|light| match &light.below {
        Some(below) => format!("{} < {}", light.name, show::percent(below)),
        None => format!("{} 其余", light.name),
    });
    Some(steps.collect::<Vec<_>>().join("；"))
}
