//! A framework as a person reads it: its basis, its levels with their weights, what a target
//! without a rule is scored by, its grades.

use std::fmt::Write;

use crate::model::framework::{Framework, Level, TargetKind};
use crate::model::print;
use crate::model::unit::Units;
use crate::score::show;

/// A framework in Markdown.
pub(super) fn about(units: &Units, framework: &Framework) -> String {
    let mut out = format!("**{}**\n\n", framework.name);
    if let Some(basis) = &framework.basis {
        let _ = writeln!(out, "- 依据：{basis}");
    }
    if let Some(parent) = framework.ancestors.last() {
        let _ = writeln!(out, "- 继承：{parent}");
    }
    let (full, rounding) = (show::number(&framework.full), framework.rounding.word());
    let _ = writeln!(out, "- 满分 {full} 分，得分保留 {} 位小数，{rounding}", framework.places);
    if let Some(execution) = &framework.execution {
        let weight = show::number(&execution.weight);
        let _ = writeln!(out, "- 预算执行率 {weight} 分：{}", print::rule(units, &execution.rule));
    }
    for vacancy in &framework.vacancies {
        let name = |at: usize| framework.groups.get(at).map_or("?", |group| &*group.name);
        let _ = writeln!(out, "- 没有{}时，它的分值归{}", name(vacancy.from), name(vacancy.to));
    }
    if let Some(over) = &framework.over {
        let _ = writeln!(out, "- 完成率超过 {} 时要写明原因", show::percent(over));
    }
    for note in &framework.assumptions {
        let _ = writeln!(out, "- 说明：{note}");
    }
    if !framework.groups.is_empty() {
        let _ = writeln!(out, "\n| 一级指标 | 分值 | 二级指标 |\n|---|---|---|");
    }
    for group in &framework.groups {
        let weight = group.weight.as_ref().map_or("不定".to_owned(), |weight| format!("{} 分", show::number(weight)));
        let children: Vec<String> = group.children.iter().map(names).collect();
        let children = if children.is_empty() { "不定".to_owned() } else { children.join("、") };
        let _ = writeln!(out, "| {} | {weight} | {children} |", names(group));
    }
    let defaults = TargetKind::ALL.into_iter().filter_map(|kind| Some((kind, framework.default_rule(kind)?)));
    let defaults: Vec<String> =
        defaults.map(|(kind, rule)| format!("| {} | {} |", kind.word(), print::rule(units, rule))).collect();
    if !defaults.is_empty() {
        let _ = writeln!(out, "\n| 指标值 | 不写计分时的规则 |\n|---|---|\n{}", defaults.join("\n"));
    }
    let grades = framework.grades.iter().map(|grade| match &grade.at_least {
        Some(bound) => format!("{} ≥ {} 分", grade.name, show::number(bound)),
        None => format!("其余为{}", grade.name),
    });
    let grades: Vec<String> = grades.collect();
    if !grades.is_empty() {
        let _ = writeln!(out, "\n等级：{}", grades.join("，"));
    }
    if let Some(lights) = &framework.lights {
        let steps = lights.steps.iter().map(|light| match &light.below {
            Some(below) => format!("{} ＜ {}", light.name, show::percent(below)),
            None => format!("其余为{}", light.name),
        });
        let _ = writeln!(out, "\n监控灯：{}", steps.collect::<Vec<_>>().join("，"));
    }
    out
}

/// The name of a level, with the others it goes by.
fn names(level: &Level) -> String {
    let others: Vec<&str> = level.aliases.iter().map(|alias| &**alias).collect();
    if others.is_empty() { level.name.to_string() } else { format!("{}（又名{}）", level.name, others.join("、")) }
}
