//! The plan as stable text, for `heng debug plan` and snapshot tests.

use std::fmt::Write as _;

use super::{Group, Line, Plan};
use crate::model::print;

/// A plan in full.
pub fn print(plan: &Plan) -> String {
    let mut out = String::new();
    let year = plan.year.map_or("?".to_owned(), |year| year.to_string());
    let _ = writeln!(out, "{} {} {year}", plan.kind, plan.name);
    print_framework(&mut out, plan);
    for item in &plan.data {
        let _ = writeln!(out, "数据 {} {}", item.name, plan.units.get(item.unit).text);
    }
    for (at, group) in plan.groups.iter().enumerate() {
        print_group(&mut out, group);
        for line in plan.lines.iter().filter(|line| line.group == at) {
            print_line(&mut out, plan, line);
        }
    }
    out
}

fn print_framework(out: &mut String, plan: &Plan) {
    let framework = &plan.framework;
    let _ = writeln!(
        out,
        "框架 {}〔{}〕满分 {} 舍入 {} 位 {}",
        framework.name,
        framework.basis.as_deref().unwrap_or("—"),
        framework.full,
        framework.places,
        framework.rounding.word()
    );
    for assumption in &framework.assumptions {
        let _ = writeln!(out, "  说明 {assumption}");
    }
    for grade in &framework.grades {
        let bound = grade.at_least.as_ref().map_or("其余".to_owned(), |bound| format!(">= {bound}"));
        let _ = writeln!(out, "  {} {bound}", grade.name);
    }
    for light in framework.lights.iter().flat_map(|lights| &lights.steps) {
        let bound = light.below.as_ref().map_or("其余".to_owned(), |below| format!("< {below}"));
        let _ = writeln!(out, "  监控灯 {} {bound}", light.name);
    }
    if let Some(over) = &framework.over {
        let _ = writeln!(out, "  超额 {over}");
    }
    if let Some(execution) = &framework.execution {
        let _ = writeln!(out, "预算执行率 {} 分 | {}", execution.weight, print::rule(&plan.units, &execution.rule));
    }
}

fn print_group(out: &mut String, group: &Group) {
    let _ =
        writeln!(out, "{}{} {} 分", "  ".repeat(usize::from(group.level.saturating_sub(1))), group.name, group.weight);
}

fn print_line(out: &mut String, plan: &Plan, line: &Line) {
    let shared = if line.shared { "（均分）" } else { "" };
    let core = if line.core { " 核心" } else { "" };
    let goal = print::goal(&plan.units, &line.goal);
    let rule = print::rule(&plan.units, &line.rule);
    let _ = writeln!(out, "    {} {goal} | {} 分{shared} | {rule}{core}", line.name, line.weight);
    if let Some(previous) = line.previous {
        let _ = writeln!(out, "      上年 {}", print::quantity(&plan.units, previous));
    }
    if let Some(formula) = &line.formula {
        let data = |at: usize| plan.data.get(at).map_or("?".to_owned(), |item| item.name.to_string());
        let other = |at: usize| plan.lines.get(at).map_or("?".to_owned(), |line| line.name.to_string());
        let _ = writeln!(out, "      公式 {}", print::expr(&plan.units, formula, &data, &other));
    }
}
