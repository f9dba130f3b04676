//! L1: what a declaration has to have, and has once.

use crate::lint::cx::{Cx, official};
use crate::lint::noun::Noun;
use crate::model::Declaration;
use crate::model::declaration::Group;
use crate::source::Place;

family!(
    no_output_indicator,
    no_benefit_indicator,
    no_cost_indicator,
    no_cost_indicator_for_construction,
    no_satisfaction_indicator,
    no_quality_indicator,
    no_timeliness_indicator,
    too_few_indicators,
    group_synonym,
    mixed_editions,
    placeholder_target,
    not_applicable_without_reason,
    near_duplicate_indicator,
    no_overall_goal,
    no_budget,
    no_year,
);

pub(in crate::lint::rules) use placeholder_target::is_blank;

/// The groups whose absence says something. Frameworks name and nest them differently:
/// 成本指标 is a level of its own in some and part of 产出指标 in others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Output,
    Benefit,
    Cost,
    Satisfaction,
    Quality,
    Timeliness,
}

impl Part {
    /// Whether a group with these official names is one of them.
    fn is(self, level1: &str, level2: Option<&str>) -> bool {
        let inside = |word: &str| level1.contains("产出") && level2.is_some_and(|level2| level2.contains(word));
        match self {
            Part::Output => level1.contains("产出"),
            Part::Benefit => level1.contains("效益"),
            Part::Cost => level1.contains("成本") || inside("成本"),
            Part::Satisfaction => level1.contains("满意") || level2.is_some_and(|level2| level2.contains("满意")),
            Part::Quality => inside("质量"),
            Part::Timeliness => inside("时效") || inside("进度"),
        }
    }

    fn holds(self, cx: &Cx<'_>, declaration: &Declaration, group: &Group) -> bool {
        let own = official(cx.model, declaration, group);
        match group.parent.and_then(|parent| declaration.groups.get(parent)) {
            Some(parent) => self.is(official(cx.model, declaration, parent), Some(own)),
            None => self.is(own, None),
        }
    }
}

/// What is missing.
struct Missing<'a> {
    /// The empty group when one is written, else the name of the declaration.
    place: Place,
    /// The official name of the group.
    group: &'a str,
}

/// The group of a kind in which a declaration has no indicator. None when it has one, when its
/// framework has no such group, when it has no indicators at all, and when the compiler has
/// said so, because the weight of the group is left over.
fn missing<'a>(cx: &Cx<'a>, declaration: &Declaration, part: Part) -> Option<Missing<'a>> {
    let has = |group: &Group| part.holds(cx, declaration, group);
    if declaration.indicators.is_empty() || indicators_in(declaration, has) {
        return None;
    }
    let framework = cx.model.frameworks.get(declaration.framework?)?;
    let group = framework.groups.iter().find_map(|level1| {
        let inner = || level1.children.iter().find(|level2| part.is(&level1.name, Some(&level2.name)));
        let group = if part.is(&level1.name, None) { Some(level1) } else { inner() };
        group.map(|group| &*group.name)
    })?;
    let quoted = format!("`{group}`");
    let said = |diagnostic: &crate::diag::Diagnostic| {
        let place = diagnostic.primary.place;
        diagnostic.code == "E0407"
            && place.file == declaration.place.file
            && declaration.span.start <= place.span.start
            && place.span.end <= declaration.span.end
            && diagnostic.message.contains(&quoted)
    };
    if cx.model.diagnostics.iter().any(said) {
        return None;
    }
    let empty = declaration.groups.iter().find(|group| part.holds(cx, declaration, group));
    Some(Missing { place: empty.map_or(declaration.place, |group| declaration.at(group.span)), group })
}

/// Whether an indicator stands in a group of a kind.
fn indicators_in(declaration: &Declaration, has: impl Fn(&Group) -> bool) -> bool {
    let mut last = None;
    declaration.indicators.iter().any(|indicator| {
        // Indicators of one group follow each other.
        if last.replace(indicator.group) == Some(indicator.group) {
            return false;
        }
        declaration.groups.get(indicator.group as usize).is_some_and(&has)
    })
}

/// Whether an indicator somewhere is one by its name: that it stands in the wrong group is
/// another rule's business.
fn named(cx: &Cx<'_>, declaration: &Declaration, is: impl Fn(Noun, &str) -> bool) -> bool {
    declaration.indicators.iter().any(|indicator| is(cx.words.noun(&indicator.name), &indicator.name))
}

/// Whether an output is one by its name.
fn in_outputs(cx: &Cx<'_>, declaration: &Declaration, is: impl Fn(Noun, &str) -> bool) -> bool {
    declaration.indicators.iter().any(|indicator| {
        let group = declaration.groups.get(indicator.group as usize);
        group.is_some_and(|group| Part::Output.holds(cx, declaration, group))
            && is(cx.words.noun(&indicator.name), &indicator.name)
    })
}

/// Whether the outputs of a declaration are divided into level-2 groups, so that an absent
/// one says something.
fn outputs_are_divided(cx: &Cx<'_>, declaration: &Declaration) -> bool {
    let output = |group: &Group| Part::Output.holds(cx, declaration, group);
    indicators_in(declaration, output) && !indicators_in(declaration, |group| output(group) && group.level == 1)
}

/// The construction word in the name of a project that builds, repairs or buys.
fn construction<'a>(cx: &Cx<'_>, declaration: &'a Declaration) -> Option<&'a str> {
    let project = declaration.kind == crate::syntax::ast::DeclarationKind::Project;
    let mut names = std::iter::once(&*declaration.name).chain(declaration.tasks.iter().map(|task| &*task.name));
    let word = |name: &'a str| match cx.words.find("soft", name) {
        Some(_) => None,
        None => cx.words.find("construction", name),
    };
    if project { names.find_map(word) } else { None }
}
