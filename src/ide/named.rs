//! What a name stands for, in words: groups, data items, budget lines, tasks, rules, frameworks,
//! declarations. Indicators have more to say ([`super::hover`]).

use std::fmt::Write;

use super::names::{NameKind, Occurrence};
use super::{Analysis, frameworks, worded};
use crate::model::declaration::{Declaration, TextAttr};
use crate::model::framework::Level;
use crate::model::print;
use crate::score::show;
use crate::source::{Place, Span};

/// What is named, in Markdown; none where nothing is known of it.
pub(super) fn about(analysis: &Analysis, found: &Occurrence) -> Option<String> {
    let model = &analysis.model;
    let target = found.target;
    match found.kind {
        NameKind::Level => level(analysis, found),
        NameKind::Data => {
            let (_, item) = declared(analysis, target, |one| &one.data, |item| item.span)?;
            let unit = &model.units.get(item.unit).text;
            let unit = if unit.is_empty() { "没有单位" } else { unit };
            Some(format!("**{}**\n\n- 数据项，单位：{unit}\n{}", item.name, texts(&item.texts)))
        }
        NameKind::Budget => {
            let (declaration, line) = declared(analysis, target, |one| &one.budget, |line| line.span)?;
            Some(budget(analysis, declaration, line.span))
        }
        NameKind::Task => {
            let (_, task) = declared(analysis, target, |one| &one.tasks, |task| task.span)?;
            let mut out = format!("**{}**\n\n- 任务\n", task.name);
            if let Some((funds, _)) = task.funds {
                let _ = writeln!(out, "- 资金：{}", print::quantity(&model.units, funds));
            }
            Some(out + &texts(&task.texts))
        }
        NameKind::Rule => {
            let rule = model.rules.iter().find(|rule| rule.place == target)?;
            let method = print::rule(&model.units, rule);
            let method = method.strip_prefix(&format!("{}：", rule.name)).unwrap_or(&method);
            Some(format!("**{}**\n\n- 计分规则：{method}\n", rule.name))
        }
        NameKind::Framework => {
            let framework = model.frameworks.iter().find(|framework| framework.place == target)?;
            Some(frameworks::about(&model.units, framework))
        }
        NameKind::Declaration => {
            let declaration = model.declarations.iter().find(|declaration| declaration.place == target)?;
            let mut out = format!("**{}**\n\n- {}", declaration.name, declaration.kind.word());
            if let Some(year) = declaration.year {
                let _ = write!(out, "，{year} 年度");
            }
            if let Some(framework) = model.framework_of(declaration) {
                let _ = write!(out, "，框架 {}", framework.name);
            }
            let _ = writeln!(out, "\n- {} 条指标", declaration.indicators.len());
            Some(out)
        }
        NameKind::Indicator | NameKind::Unit => None,
    }
}

/// What a declaration holds at a place.
fn declared<'m, T>(
    analysis: &'m Analysis,
    place: Place,
    all: impl Fn(&'m Declaration) -> &'m [T],
    span: impl Fn(&T) -> Span,
) -> Option<(&'m Declaration, &'m T)> {
    let mut own = analysis.model.declarations.iter().filter(|declaration| declaration.place.file == place.file);
    own.find_map(|declaration| Some((declaration, all(declaration).iter().find(|one| span(one) == place.span)?)))
}

fn texts(texts: &[TextAttr]) -> String {
    texts.iter().map(|text| format!("- {}：{}\n", text.kind.word(), text.text.trim().replace('\n', "\n  "))).collect()
}

/// A budget line: its amount, its parts.
fn budget(analysis: &Analysis, declaration: &Declaration, span: Span) -> String {
    let units = &analysis.model.units;
    let Some(at) = declaration.budget.iter().position(|line| line.span == span) else { return String::new() };
    let Some(line) = declaration.budget.get(at) else { return String::new() };
    let mut out = format!("**{}**\n\n- 预算科目", line.name);
    if let Some(parent) = line.parent.and_then(|parent| declaration.budget.get(parent)) {
        let _ = write!(out, "，属于 {}", parent.name);
    }
    let amount =
        line.amount.map_or("没有写，由下面各行合计".to_owned(), |amount| print::quantity(units, amount));
    let _ = writeln!(out, "\n- 金额：{amount}");
    for (_, part) in declaration.budget_under(Some(at)) {
        let amount = part.amount.map_or(String::new(), |amount| format!("：{}", print::quantity(units, amount)));
        let _ = writeln!(out, "  - {}{amount}", part.name);
    }
    out
}

/// A group: its weight, what the framework says of it, and what it holds.
fn level(analysis: &Analysis, found: &Occurrence) -> Option<String> {
    let model = &analysis.model;
    let framework = model.frameworks.iter().find(|framework| {
        let levels = framework.groups.iter();
        levels.flat_map(|level| std::iter::once(level).chain(&level.children)).any(|level| level.place == found.target)
    })?;
    let parent = framework.groups.iter().find(|level| level.children.iter().any(|child| child.place == found.target));
    let known = match parent {
        Some(parent) => parent.children.iter().find(|child| child.place == found.target)?,
        None => framework.groups.iter().find(|level| level.place == found.target)?,
    };
    let mut out = format!("**{}**\n\n", known.name);
    if let Some((declaration, group)) = declared(analysis, found.place, |one| &one.groups, |group| group.span) {
        let _ = writeln!(out, "- 分值：{}", worded::weight(&group.weight));
        let at = declaration.groups.iter().position(|one| one.span == group.span)?;
        let inside = |line: u32| {
            let own = declaration.groups.get(line as usize);
            line as usize == at || own.is_some_and(|own| own.parent == Some(at))
        };
        let count = declaration.indicators.iter().filter(|line| inside(line.group)).count();
        let _ = writeln!(out, "- {count} 条指标");
    }
    let place = parent.map_or("一级指标".to_owned(), |parent| format!("{} 的二级指标", parent.name));
    let _ = writeln!(out, "- 框架 {}：{place}{}", framework.name, ruled(known));
    if !known.children.is_empty() {
        let children: Vec<&str> = known.children.iter().map(|child| &*child.name).collect();
        let _ = writeln!(out, "- 二级指标：{}", children.join("、"));
    }
    for vacancy in &framework.vacancies {
        let name = |at: usize| framework.groups.get(at).map_or("?", |group| &*group.name);
        if *name(vacancy.from) == *known.name {
            let _ = writeln!(out, "- 没有它时，它的分值归{}", name(vacancy.to));
        }
    }
    if let Some(basis) = &framework.basis {
        let _ = writeln!(out, "- 依据：{basis}");
    }
    Some(out)
}

/// What a framework says of a level's name and weight.
fn ruled(level: &Level) -> String {
    let weight = level.weight.as_ref().map_or(String::new(), |weight| format!("，{} 分", show::number(weight)));
    let others: Vec<&str> = level.aliases.iter().map(|alias| &**alias).collect();
    if others.is_empty() { weight } else { format!("{weight}，又名{}", others.join("、")) }
}
