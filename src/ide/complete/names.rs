//! Names: of levels, frameworks, declarations, and of what formulas are made of.

use super::place::Place;
use super::{CompletionKind, MAX_NAMES, Offer};
use crate::model::framework::Level;
use crate::model::placement::Site;
use crate::model::print;

/// What stands in a scoring formula besides names.
const OF_SCORING: [&str; 4] = ["实际", "目标", "完成率", "分值"];
/// What an expectation looks at.
const OF_TESTS: [&str; 3] = ["总分", "等级", "预算执行率"];
/// What 核对 and 检查 are made of.
const FUNCTIONS: [(&str, &str, &str); 3] = [
    ("个数", "个数(${1:产出指标})", "有多少条指标"),
    ("合计", "合计(${1:产出指标})", "分值之和"),
    ("有", "有(${1:产出指标})", "有没有"),
];
/// The facts of an indicator, behind its name and a dot.
const FACTS: [&str; 6] = ["得分", "完成率", "结论", "分值", "目标", "实际"];

/// Level-1 names in a declaration, level-2 names in a level-1 group; what is there already
/// comes last.
pub(super) fn levels(place: &Place<'_>, offer: &mut Offer<'_>) {
    let Some(framework) = place.framework else { return };
    let levels: &[Level] = match place.groups.as_slice() {
        [] => &framework.groups,
        [level1] => match framework.groups.iter().find(|group| group.answers_to(level1)) {
            Some(group) => &group.children,
            None => return,
        },
        _ => return,
    };
    let (there, missing): (Vec<&Level>, Vec<&Level>) =
        levels.iter().partition(|level| level.names().any(|name| place.has(name)));
    for level in missing.into_iter().chain(there) {
        let snippet = format!("{} {{\n    $0\n}}", level.name);
        let detail = match &level.weight {
            Some(weight) => format!("{}，{} 分", framework.name, crate::score::show::number(weight)),
            None => framework.name.to_string(),
        };
        offer.item(&level.name, CompletionKind::Group, &detail, &level.name, Some(snippet));
    }
}

/// The names of the level-1 groups.
pub(super) fn level1(place: &Place<'_>, offer: &mut Offer<'_>) {
    for level in place.framework.iter().flat_map(|framework| &framework.groups) {
        offer.word(&level.name, CompletionKind::Group, "一级指标");
    }
}

pub(super) fn frameworks(place: &Place<'_>, offer: &mut Offer<'_>) {
    for framework in &place.analysis.model.frameworks {
        offer.word(&framework.name, CompletionKind::Framework, framework.basis.as_deref().unwrap_or_default());
    }
}

pub(super) fn declarations(place: &Place<'_>, offer: &mut Offer<'_>) {
    for declaration in &place.analysis.model.declarations {
        let year = declaration.year.map_or_else(String::new, |year| year.to_string());
        offer.word(&quoted(&declaration.name), CompletionKind::Name, &year);
    }
}

/// What an expression may name.
pub(super) fn expression(place: &Place<'_>, text: &str, offer: &mut Offer<'_>) {
    let before = text.get(..offer.typed.start as usize).unwrap_or_default();
    if before.ends_with(['.', '。']) {
        return members(place, before, offer);
    }
    match place.site {
        Site::Indicator | Site::Group => {}
        Site::Rule | Site::Defaults => return OF_SCORING.iter().for_each(|word| value(word, offer)),
        Site::Test => OF_TESTS.iter().for_each(|word| value(word, offer)),
        _ => {
            offer.word("预算", CompletionKind::Keyword, "预算的一行，如 预算.支出");
            offer.word("任务", CompletionKind::Keyword, "如 任务.资金");
            for (label, snippet, detail) in FUNCTIONS {
                let plain = format!("{label}(");
                offer.item(label, CompletionKind::Keyword, detail, &plain, Some(snippet.to_owned()));
            }
            levels_used(place, offer);
        }
    }
    if text.get(before.rfind('\n').unwrap_or(0)..before.len()).is_some_and(|line| line.contains("计分")) {
        OF_SCORING.iter().for_each(|word| value(word, offer));
    }
    named(place, &|_| false, offer);
}

fn value(word: &str, offer: &mut Offer<'_>) {
    offer.word(word, CompletionKind::Value, "");
}

/// What stands behind `name.`: a budget line of that line, a fact of that indicator.
fn members(place: &Place<'_>, before: &str, offer: &mut Offer<'_>) {
    let path = before.trim_end_matches(['.', '。']);
    let path = path.rsplit(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '·' | '.' | '。')));
    let names: Vec<&str> = path.take(1).flat_map(|path| path.split(['.', '。'])).collect();
    let declarations = || place.declaration.into_iter().chain(&place.analysis.model.declarations);
    match names.as_slice() {
        ["预算", rest @ ..] => {
            for declaration in declarations().take(1) {
                let mut parent = None;
                for name in rest {
                    parent = declaration.budget_under(parent).find(|(_, line)| *line.name == **name).map(|(at, _)| at);
                }
                for (_, line) in declaration.budget_under(parent).filter(|_| rest.is_empty() || parent.is_some()) {
                    offer.word(&quoted(&line.name), CompletionKind::Name, "预算");
                }
            }
        }
        ["任务"] => offer.word("资金", CompletionKind::Value, "各项任务的资金之和"),
        _ => FACTS.iter().for_each(|word| value(word, offer)),
    }
}

/// The names of the levels that declarations have.
fn levels_used(place: &Place<'_>, offer: &mut Offer<'_>) {
    for declaration in &place.analysis.model.declarations {
        for group in &declaration.groups {
            offer.word(&group.name, CompletionKind::Group, "");
        }
    }
}

/// The names that a 实际 or a 测试 has no line for yet.
pub(super) fn to_fill_in(place: &Place<'_>, offer: &mut Offer<'_>) {
    named(place, &|name| place.has(name), offer);
    for item in &mut offer.items {
        item.snippet = Some(format!("{} = $0", item.insert));
    }
}

/// Indicators and data items.
fn named(place: &Place<'_>, skip: &dyn Fn(&str) -> bool, offer: &mut Offer<'_>) {
    let model = &place.analysis.model;
    let own: Vec<_> = match place.declaration {
        Some(declaration) => vec![declaration],
        None => model.declarations.iter().collect(),
    };
    let at = offer.items.len();
    for declaration in own {
        for item in &declaration.data {
            if offer.fits(&item.name) && !skip(&item.name) {
                offer.word(&quoted(&item.name), CompletionKind::Name, &model.units.get(item.unit).text);
            }
        }
        for line in &declaration.indicators {
            if offer.items.len() - at >= MAX_NAMES {
                offer.incomplete = true;
                return;
            }
            if offer.fits(&line.name) && place.indicator != Some(&*line.name) && !skip(&line.name) {
                let goal = line.goal.as_ref().map_or_else(String::new, |goal| print::goal(&model.units, goal));
                offer.word(&quoted(&line.name), CompletionKind::Name, &goal);
            }
        }
    }
    offer.incomplete = true;
}

/// A name as it is written.
pub(super) fn quoted(name: &str) -> String {
    crate::model::quoted_name(name)
}
