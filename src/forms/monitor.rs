//! 绩效运行监控表: what has been done so far, what is expected, and how likely the targets are.
//! It is written to be filled in; nothing in it is computed but the rate of execution.

use super::assess::at;
use super::declare::{goal_text, indicator_name};
use super::ladder::rungs;
use super::{Allowed, Cell, Content, Form, Shown, Style};
use crate::model::{Declaration, Model};
use crate::syntax::ast::{DeclarationKind, TextKind};

const WIDTHS: [u16; 17] = [8, 13, 16, 26, 16, 16, 16, 7, 7, 7, 7, 7, 16, 8, 8, 8, 12];
const LAST: u16 = 16;

/// Causes of a deviation; the last column of them takes words.
const CAUSES: [&str; 6] = ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"];
/// How likely a target is.
const LIKELY: [&str; 3] = ["确定能", "有可能", "完全不可能"];

/// The form of one declaration.
pub fn form(model: &Model, declaration: &Declaration) -> Form {
    let is_project = declaration.kind == DeclarationKind::Project;
    let title = if is_project {
        "项目支出绩效目标执行监控表"
    } else {
        "部门整体支出绩效目标执行监控表"
    };
    let mut rows = vec![vec![Cell::text(0, Style::Title, title).across(LAST + 1)]];
    if let Some(year) = declaration.year {
        rows.push(vec![Cell::text(0, Style::Note, format!("（{year}年度）")).across(LAST + 1)]);
    }
    rows.push(vec![
        Cell::text(0, Style::Label, if is_project { "项目名称" } else { "部门名称" }).across(2),
        Cell::text(2, Style::Centre, &*declaration.name).across(LAST - 1),
    ]);
    rows.extend(funds(u32::try_from(rows.len()).unwrap_or(0) + 1));
    let goal = declaration.texts.iter().find(|text| text.kind == TextKind::Goal);
    rows.push(vec![
        Cell::text(0, Style::Label, "年度总体目标").across(2),
        Cell::text(2, Style::Text, goal.map_or("", |text| &text.text)).across(LAST - 1),
    ]);
    let head = u32::try_from(rows.len()).ok();
    let mut table = head_rows();
    table.extend(indicators(model, declaration));
    let height = u32::try_from(table.len()).unwrap_or(1);
    if let Some(first) = table.first_mut() {
        first.insert(0, Cell::text(0, Style::Label, "绩效指标").down(height));
    }
    rows.extend(table);
    Form {
        sheet: "监控表".to_owned(),
        widths: WIDTHS.to_vec(),
        rows,
        printed: LAST + 1,
        repeated: head,
        landscape: true,
        ..Form::default()
    }
}

/// 项目资金; `row` is that of 年度资金总额.
fn funds(row: u32) -> Vec<Vec<Cell>> {
    let blank = || Content::Number(String::new(), Shown::Money);
    let heads: [(&str, u16, u16); 4] =
        [("年初预算数", 4, 1), ("1-7月执行数", 5, 1), ("1-7月执行率", 6, 1), ("全年预计执行数", 7, LAST - 6)];
    let mut head =
        vec![Cell::text(0, Style::Label, "项目资金（万元）").down(5), Cell::text(1, Style::Label, "").across(3)];
    head.extend(heads.map(|(name, column, across)| Cell::text(column, Style::Label, name).across(across)));
    let mut rows = vec![head];
    let names = ["年度资金总额", "其中：本年财政拨款", "上年结转资金", "其他资金"];
    for (row, name) in (row..).zip(names) {
        let (planned, executed) = (at(row, 4), at(row, 5));
        let rate = format!("IF(COUNT({planned},{executed})=2,IF({planned}>0,{executed}/{planned},\"\"),\"\")");
        let none = Box::new(Content::Number(String::new(), Shown::Percent));
        rows.push(vec![
            Cell::text(1, Style::Label, name).across(3),
            Cell::new(4, Style::Input, blank()),
            Cell::new(5, Style::Input, blank()),
            Cell::new(6, Style::Centre, Content::Live(rate, none)),
            Cell::new(7, Style::Input, blank()).across(LAST - 6),
        ]);
    }
    rows
}

fn head_rows() -> Vec<Vec<Cell>> {
    let single = ["一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况", "全年预计完成情况"];
    let mut upper: Vec<Cell> =
        (1..).zip(single).map(|(column, name)| Cell::text(column, Style::Label, name).down(2)).collect();
    upper.push(Cell::text(7, Style::Label, "偏差原因分析").across(6));
    upper.push(Cell::text(13, Style::Label, "完成目标可能性").across(3));
    upper.push(Cell::text(LAST, Style::Label, "备注").down(2));
    let lower = (7..).zip(CAUSES.into_iter().chain(LIKELY));
    vec![upper, lower.map(|(column, name)| Cell::text(column, Style::Label, name)).collect()]
}

fn indicators(model: &Model, declaration: &Declaration) -> Vec<Vec<Cell>> {
    let parents: Vec<Option<usize>> = declaration.groups.iter().map(|group| group.parent).collect();
    let groups: Vec<usize> = declaration.indicators.iter().map(|indicator| indicator.group as usize).collect();
    let name = |group: usize| declaration.groups.get(group).map_or("", |group| &group.name);
    let row = |rung: super::ladder::Rung| {
        let mut row = Vec::new();
        if let Some((group, rows)) = rung.level1 {
            row.push(Cell::text(1, Style::Centre, name(group)).down(rows));
        }
        if let Some((group, rows)) = rung.level2 {
            row.push(Cell::text(2, Style::Centre, group.map_or("", name)).down(rows));
        }
        let Some(indicator) = rung.line.and_then(|line| declaration.indicators.get(line)) else {
            row.extend((3..=LAST).map(|column| Cell::text(column, Style::Text, "")));
            return row;
        };
        let target = indicator.goal.as_ref().map_or_else(String::new, |goal| goal_text(goal, &model.units));
        row.push(Cell::text(3, Style::Text, indicator_name(indicator)));
        row.push(Cell::text(4, Style::Centre, target));
        row.extend((5..=LAST).map(|column| {
            let cell = Cell::text(column, Style::Input, "");
            let ticked = (7..12).contains(&column) || (13..16).contains(&column);
            if ticked { cell.checked(Allowed::Words(vec!["√".to_owned()]), "是就选 √") } else { cell }
        }));
        row
    };
    rungs(&parents, &groups).into_iter().map(row).collect()
}
