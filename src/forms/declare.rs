//! 绩效目标申报表: a declaration as it is handed in with the budget.
//!
//! The layout is that of 部门整体预算绩效目标申报表; a project has the same blocks under its own
//! names. Nothing is added to what the declaration says.

use super::ladder::{Rung, rungs};
use super::{Cell, Content, Form, Shown, Style};
use crate::exact::Exact;
use crate::model::Model;
use crate::model::declaration::{BudgetLine, Declaration, Indicator, TextAttr};
use crate::model::unit::Units;
use crate::model::value::{Goal, Quantity};
use crate::reading::{self, TargetKind};
use crate::score::show;
use crate::syntax::ast::{DeclarationKind, TextKind};

/// Columns: the block's name, then seven that the blocks divide among themselves.
const WIDTHS: [u16; 8] = [12, 16, 18, 16, 16, 16, 17, 17];
const LAST: u16 = 7;

/// What the form calls budget lines that a declaration calls shorter.
const BUDGET_HEADS: &[(&str, &str)] = &[("支出", "部门预算支出"), ("按预算级次", "按预算级次划分")];

/// The unit in which the form gives money.
const MONEY: &str = "万元";

/// The names of the form and its first rows.
struct Names {
    title: &'static str,
    name: &'static str,
    budget: &'static str,
}

fn names(kind: DeclarationKind) -> Names {
    match kind {
        DeclarationKind::Department => {
            Names {
                title: "部门整体预算绩效目标申报表", name: "部门名称", budget: "预算整体情况"
            }
        }
        DeclarationKind::Project => {
            Names { title: "项目支出绩效目标申报表", name: "项目名称", budget: "项目资金情况" }
        }
    }
}

/// The form of one declaration.
pub fn form(model: &Model, declaration: &Declaration) -> Form {
    let names = names(declaration.kind);
    let mut rows = vec![vec![Cell::text(0, Style::Title, names.title).across(LAST + 1)]];
    if let Some(year) = declaration.year {
        rows.push(vec![Cell::text(0, Style::Note, format!("（{year}年度）")).across(LAST + 1)]);
    }
    rows.push(row_of_text(names.name, &declaration.name, Style::Centre));
    if declaration.kind == DeclarationKind::Project {
        let department = declaration.parent.and_then(|parent| model.declarations.get(parent));
        let owner = text_of(&declaration.texts, TextKind::Owner);
        if department.is_some() || !owner.is_empty() {
            rows.push(vec![
                Cell::text(0, Style::Label, "主管部门"),
                Cell::text(1, Style::Centre, department.map_or("", |department| &department.name)).across(3),
                Cell::text(4, Style::Label, "实施单位"),
                Cell::text(5, Style::Centre, owner).across(3),
            ]);
        }
    }
    rows.extend(budget(names.budget, declaration, &model.units));
    let goal = text_of(&declaration.texts, TextKind::Goal);
    rows.push(row_of_text("总体绩效目标", goal, Style::Text));
    if declaration.kind == DeclarationKind::Department || !declaration.tasks.is_empty() {
        rows.extend(tasks(declaration, &model.units));
        rows.push(row_of_text("其他需完成的任务（可选填）", "", Style::Text));
    }
    let head = u32::try_from(rows.len()).ok();
    rows.extend(indicators(declaration, &model.units));
    Form {
        sheet: "申报表".to_owned(),
        widths: WIDTHS.to_vec(),
        rows,
        printed: LAST + 1,
        repeated: head,
        ..Form::default()
    }
}

fn row_of_text(label: &str, text: &str, style: Style) -> Vec<Cell> {
    vec![Cell::text(0, Style::Label, label), Cell::text(1, style, text).across(LAST)]
}

fn text_of(texts: &[TextAttr], kind: TextKind) -> &str {
    texts.iter().find(|text| text.kind == kind).map_or("", |text| &text.text)
}

/// Names with amounts under a head.
struct Block {
    head: String,
    lines: Vec<(String, Content)>,
}

/// 预算整体情况: what is spent on the left, where it comes from on the right.
fn budget(label: &str, declaration: &Declaration, units: &Units) -> Vec<Vec<Cell>> {
    let tops: Vec<(usize, &BudgetLine)> = declaration.budget_under(None).collect();
    let mut sides: [Vec<Block>; 2] = Default::default();
    let [left, right] = &mut sides;
    let mut loose = Block { head: "资金".to_owned(), lines: Vec::new() };
    for (order, (at, line)) in tops.iter().enumerate() {
        if declaration.budget_under(Some(*at)).next().is_none() {
            loose.lines.push((line.name.to_string(), amount(line.amount, units)));
        } else {
            blocks(declaration, units, *at, line, if order == 0 { &mut *left } else { &mut *right });
        }
    }
    if !loose.lines.is_empty() {
        left.push(loose);
    }
    let count = left.len().max(right.len());
    let mut rows = Vec::new();
    let mut sides = (std::mem::take(left).into_iter(), std::mem::take(right).into_iter());
    for _ in 0..count {
        let (left, right) = (sides.0.next(), sides.1.next());
        let lines = |block: &Option<Block>| block.as_ref().map_or(0, |block| block.lines.len());
        let height = lines(&left).max(lines(&right));
        for at in 0..=height {
            let mut row = Vec::new();
            row.extend(side(left.as_ref(), at, [(1, 2), (3, 1)]));
            row.extend(side(right.as_ref(), at, [(4, 2), (6, 2)]));
            rows.push(row);
        }
    }
    labelled(label, rows)
}

/// One row of a block in its two columns: the head, a line, or nothing.
fn side(block: Option<&Block>, at: usize, places: [(u16, u16); 2]) -> [Cell; 2] {
    let [(name_at, name_across), (amount_at, amount_across)] = places;
    let (style, name, amount) = match (block, at.checked_sub(1)) {
        (Some(block), None) => {
            let head = Content::Text(format!("预算金额（{MONEY}）"));
            (Style::Label, block.head.clone(), Cell::new(amount_at, Style::Label, head))
        }
        (Some(block), Some(at)) => {
            let (name, amount) = block.lines.get(at).cloned().unwrap_or_default();
            (Style::Centre, name, Cell::new(amount_at, Style::Amount, amount))
        }
        (None, _) => (Style::Centre, String::new(), Cell::new(amount_at, Style::Amount, Content::Empty)),
    };
    [Cell::text(name_at, style, name).across(name_across), amount.across(amount_across)]
}

/// The blocks of a budget line with parts: its plain lines, then each part with parts.
fn blocks(declaration: &Declaration, units: &Units, at: usize, line: &BudgetLine, into: &mut Vec<Block>) {
    let known = BUDGET_HEADS.iter().find(|(name, _)| *name == &*line.name);
    let head = match known {
        Some((_, head)) if declaration.kind == DeclarationKind::Department => (*head).to_owned(),
        Some(_) | None => line.name.to_string(),
    };
    let (mut block, mut parts) = (Block { head, lines: Vec::new() }, Vec::new());
    for (at, part) in declaration.budget_under(Some(at)) {
        if declaration.budget_under(Some(at)).next().is_none() {
            block.lines.push((part.name.to_string(), amount(part.amount, units)));
        } else {
            parts.push((at, part));
        }
    }
    if !block.lines.is_empty() {
        into.push(block);
    }
    // Parts stand after their whole, so this ends.
    for (at, part) in parts {
        blocks(declaration, units, at, part, into);
    }
}

/// An amount in the form's unit.
fn amount(quantity: Option<Quantity>, units: &Units) -> Content {
    let Some(quantity) = quantity else { return Content::Empty };
    let scale = units.read(MONEY).map(|unit| unit.scale).unwrap_or(Exact::ONE);
    let value = units.in_base(quantity.number, quantity.unit).div(&scale);
    match value.and_then(|value| value.to_decimal(12)) {
        Some(number) => Content::Number(number, Shown::Money),
        None => Content::Text(show::quantity(quantity, units)),
    }
}

fn tasks(declaration: &Declaration, units: &Units) -> Vec<Vec<Cell>> {
    let mut rows = vec![vec![
        Cell::text(1, Style::Label, "名称"),
        Cell::text(2, Style::Label, "主要实施内容").across(3),
        Cell::text(5, Style::Label, format!("拟投入的资金（{MONEY}）")),
        Cell::text(6, Style::Label, "期望达到的目标（概述）").across(2),
    ]];
    for task in &declaration.tasks {
        let funds = amount(task.funds.map(|(funds, _)| funds), units);
        rows.push(vec![
            Cell::text(1, Style::Text, &*task.name),
            Cell::text(2, Style::Text, text_of(&task.texts, TextKind::Content)).across(3),
            Cell::new(5, Style::Amount, funds),
            Cell::text(6, Style::Text, text_of(&task.texts, TextKind::Aim)).across(2),
        ]);
    }
    labelled("年度重点工作任务", rows)
}

/// The rows with the name of their block on the left.
fn labelled(label: &str, mut rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let height = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    if let Some(first) = rows.first_mut() {
        first.insert(0, Cell::text(0, Style::Label, label).down(height));
    }
    rows
}

fn indicators(declaration: &Declaration, units: &Units) -> Vec<Vec<Cell>> {
    let parents: Vec<Option<usize>> = declaration.groups.iter().map(|group| group.parent).collect();
    let groups: Vec<usize> = declaration.indicators.iter().map(|indicator| indicator.group as usize).collect();
    let mut rows = vec![vec![
        Cell::text(1, Style::Label, "一级指标"),
        Cell::text(2, Style::Label, "二级指标"),
        Cell::text(3, Style::Label, "三级指标").across(3),
        Cell::text(6, Style::Label, "实施周期指标值"),
        Cell::text(7, Style::Label, "年度指标值"),
    ]];
    rows.extend(rungs(&parents, &groups).iter().map(|rung| indicator_row(declaration, units, rung)));
    labelled("绩效指标", rows)
}

fn indicator_row(declaration: &Declaration, units: &Units, rung: &Rung) -> Vec<Cell> {
    let name = |group: usize| declaration.groups.get(group).map_or("", |group| &group.name);
    let mut row = Vec::new();
    if let Some((group, rows)) = rung.level1 {
        row.push(Cell::text(1, Style::Centre, name(group)).down(rows));
    }
    if let Some((group, rows)) = rung.level2 {
        row.push(Cell::text(2, Style::Centre, group.map_or("", name)).down(rows));
    }
    let indicator = rung.line.and_then(|line| declaration.indicators.get(line));
    let extras = indicator.and_then(|indicator| indicator.extras.as_deref());
    let cycle = extras.and_then(|extras| extras.cycle.as_ref());
    let annual = indicator.and_then(|indicator| indicator.goal.as_ref());
    row.push(Cell::text(3, Style::Text, indicator.map_or_else(String::new, indicator_name)).across(3));
    row.push(Cell::text(6, Style::Centre, cycle.map_or_else(String::new, |goal| goal_text(goal, units))));
    row.push(Cell::text(7, Style::Centre, annual.map_or_else(String::new, |goal| goal_text(goal, units))));
    row
}

/// The name of an indicator, with the star of a core one.
pub(super) fn indicator_name(indicator: &Indicator) -> String {
    format!("{}{}", if indicator.core { "★" } else { "" }, indicator.name)
}

/// A target as forms print it, without blanks: `≥800件`.
pub(super) fn goal_text(goal: &Goal, units: &Units) -> String {
    let text = show::goal(goal, units);
    match goal {
        Goal::Qualitative(words) if !is_plainly_qualitative(words) => format!("定性：{text}"),
        Goal::NotApplicable(Some(reason)) => format!("{text}（{reason}）"),
        Goal::Qualitative(_) | Goal::NotApplicable(None) => text,
        Goal::Quantity { .. }
        | Goal::Range { .. }
        | Goal::Date { .. }
        | Goal::YesNo(_)
        | Goal::Previous { .. }
        | Goal::Growth { .. } => text.replace(' ', ""),
    }
}

/// Whether words are read as a qualitative target without saying so: `30 分钟内到场` is a number of
/// minutes to whoever reads the form.
fn is_plainly_qualitative(words: &str) -> bool {
    let reading = reading::read(words, None, None);
    reading.kind == TargetKind::Qualitative && reading.diagnostics.is_empty()
}
