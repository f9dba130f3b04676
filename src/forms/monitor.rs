//! 绩效运行监控表: what has been done so far, what is expected, and how likely the targets are.
//! Blank, or with what a fill-in table says. How likely a target is comes from a person: a limit that
//! is kept in July says nothing about December. What the year comes to is what a person expects, else
//! where the present pace leads, and then says so.

use super::assess::at;
use super::declare::{goal_text, indicator_name};
use super::ladder::rungs;
use super::{Allowed, Cell, Content, Form, Shown, Style, actual, initial};
use crate::exact::Rounding;
use crate::model::declaration::Indicator;
use crate::model::{Declaration, Model};
use crate::outlook::Subject;
use crate::outlook::pace::{Pace, State, Watch};
use crate::plan::Plan;
use crate::score::actuals::{Actuals, Origin};
use crate::score::{Scorecard, own_unit, show};
use crate::syntax::ast::{DeclarationKind, TextKind};

const WIDTHS: [u16; 17] = [8, 13, 16, 26, 16, 16, 16, 7, 7, 7, 7, 7, 16, 8, 8, 8, 12];
const LAST: u16 = 16;

/// The month whose end the form is filled in at, when no day is named.
const USUAL_MONTH: i8 = 7;

/// Causes of a deviation; the last column of them takes words.
const CAUSES: [&str; 6] = ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"];
/// How likely a target is.
const LIKELY: [&str; 3] = ["确定能", "有可能", "完全不可能"];

/// What is known in the middle of the year.
#[derive(Clone, Copy)]
pub struct Watched<'a> {
    /// What the values were matched with.
    pub plan: &'a Plan,
    /// The values.
    pub actuals: &'a Actuals,
    /// What they come to, for what is computed from data.
    pub card: &'a Scorecard,
    /// What a table says in the row of a value, in the column of a name.
    pub beside: &'a dyn Fn(&Origin, &str) -> Option<String>,
    /// How the year goes on the day that was named; none where the form is that of July.
    pub pace: Option<&'a Pace>,
}

/// The columns that a fill-in table has for this form.
pub const BESIDE: [&str; 3] = ["全年预计完成情况", "完成目标可能性", "偏差类别"];

/// The form of one declaration, with what is known.
pub fn form(model: &Model, declaration: &Declaration, watched: Option<&Watched<'_>>) -> Form {
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
    rows.extend(funds(model, declaration, watched, u32::try_from(rows.len()).unwrap_or(0) + 1));
    let goal = declaration.texts.iter().find(|text| text.kind == TextKind::Goal);
    rows.push(vec![
        Cell::text(0, Style::Label, "年度总体目标").across(2),
        Cell::text(2, Style::Text, goal.map_or("", |text| &text.text)).across(LAST - 1),
    ]);
    let head = u32::try_from(rows.len()).ok();
    let mut table = head_rows(watched);
    table.extend(indicators(model, declaration, watched));
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
fn funds(model: &Model, declaration: &Declaration, watched: Option<&Watched<'_>>, row: u32) -> Vec<Vec<Cell>> {
    let blank = || Content::Number(String::new(), Shown::Money);
    let until = until(watched);
    let heads = [
        ("年初预算数".to_owned(), 4, 1),
        (format!("{until}执行数"), 5, 1),
        (format!("{until}执行率"), 6, 1),
        ("全年预计执行数".to_owned(), 7, LAST - 6),
    ];
    let mut head =
        vec![Cell::text(0, Style::Label, "项目资金（万元）").down(5), Cell::text(1, Style::Label, "").across(3)];
    head.extend(heads.map(|(name, column, across)| Cell::text(column, Style::Label, name).across(across)));
    let mut rows = vec![head];
    let budget = watched.and_then(|watched| Some((watched, watched.actuals.budget.as_ref()?)));
    let spent = budget.map(|(watched, budget)| {
        let [_, executed] = actual::budget(watched.plan, budget);
        let rate = watched.card.execution.as_ref().and_then(|execution| execution.rate.as_ref());
        let rate = rate.map(|rate| rate.to_fixed(6, Rounding::HalfUp));
        (executed, Content::Number(rate.unwrap_or_default(), Shown::Percent))
    });
    let mut spent = spent.into_iter();
    for (row, (name, initial)) in
        (row..).zip(initial::ROWS.into_iter().zip(initial::amounts(declaration, &model.units)))
    {
        let (planned, executed) = (at(row, 4), at(row, 5));
        let rate = format!("IF(COUNT({planned},{executed})=2,IF({planned}>0,{executed}/{planned},\"\"),\"\")");
        let (spent, now) = spent.next().unwrap_or((blank(), Content::Number(String::new(), Shown::Percent)));
        rows.push(vec![
            Cell::text(1, Style::Label, name).across(3),
            Cell::new(4, Style::Input, initial),
            Cell::new(5, Style::Input, spent),
            Cell::new(6, Style::Centre, Content::Live(rate, Box::new(now))),
            Cell::new(7, Style::Input, blank()).across(LAST - 6),
        ]);
    }
    rows
}

/// The months that the form is about.
fn until(watched: Option<&Watched<'_>>) -> String {
    let month = watched.and_then(|watched| watched.pace).map_or(USUAL_MONTH, |pace| pace.day.month());
    if month == 1 { "1月".to_owned() } else { format!("1-{month}月") }
}

fn head_rows(watched: Option<&Watched<'_>>) -> Vec<Vec<Cell>> {
    let done = format!("{}执行情况", until(watched));
    let single = ["一级指标", "二级指标", "三级指标", "年度指标值", &*done, "全年预计完成情况"];
    let mut upper: Vec<Cell> =
        (1..).zip(single).map(|(column, name)| Cell::text(column, Style::Label, name).down(2)).collect();
    upper.push(Cell::text(7, Style::Label, "偏差原因分析").across(6));
    upper.push(Cell::text(13, Style::Label, "完成目标可能性").across(3));
    upper.push(Cell::text(LAST, Style::Label, "备注").down(2));
    let lower = (7..).zip(CAUSES.into_iter().chain(LIKELY));
    vec![upper, lower.map(|(column, name)| Cell::text(column, Style::Label, name)).collect()]
}

/// The value of an indicator, and what the table says beside it.
fn known(indicator: &Indicator, watched: Option<&Watched<'_>>) -> [Content; 12] {
    let mut known: [Content; 12] = Default::default();
    let Some(watched) = watched else { return known };
    let plan = watched.plan;
    let Some(index) = plan.lines.iter().position(|line| line.place.span == indicator.name_span) else { return known };
    let (Some(line), Some(value)) = (plan.lines.get(index), watched.actuals.lines.get(index)) else { return known };
    let computed = watched.card.lines.get(index).and_then(|scored| scored.computed.as_deref());
    let done = match (computed, actual::terms(plan, line, value)) {
        (Some(computed), Some(terms)) => actual::number(computed, &terms),
        _ => actual::content(plan, line, value),
    };
    let says = |name: &str| value.origin.as_ref().and_then(|origin| (watched.beside)(origin, name)).unwrap_or_default();
    let [expected, likely, cause] = BESIDE.map(says);
    let expected = if expected.is_empty() { projected(watched, index).unwrap_or_default() } else { expected };
    let text = |text: &str| if text.is_empty() { Content::Empty } else { Content::Text(text.to_owned()) };
    let tick = |word: &str, said: &str| text(if word == said { "√" } else { "" });
    let reason = text(value.reason.as_deref().unwrap_or_default());
    let causes = CAUSES.iter().take(5).map(|word| tick(word, &cause));
    let all = [done, text(&expected)].into_iter().chain(causes).chain([reason]);
    for (slot, content) in known.iter_mut().zip(all.chain(LIKELY.iter().map(|word| tick(word, &likely)))) {
        *slot = content;
    }
    known
}

/// Where the present pace leads.
fn projected(watched: &Watched<'_>, index: usize) -> Option<String> {
    let is_own = |watch: &&Watch| watch.subject == Subject::Line(index);
    let State::Going(going) = &watched.pace?.watched.iter().find(is_own)?.state else { return None };
    let unit = own_unit(watched.plan.lines.get(index)?)?;
    Some(format!("{}（推算）", show::value(&going.expected, unit, &watched.plan.units)))
}

fn indicators(model: &Model, declaration: &Declaration, watched: Option<&Watched<'_>>) -> Vec<Vec<Cell>> {
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
        row.extend((5..=LAST).zip(known(indicator, watched)).map(|(column, content)| {
            let cell = Cell::new(column, Style::Input, content);
            let ticked = (7..12).contains(&column) || (13..16).contains(&column);
            if ticked { cell.checked(Allowed::Words(vec!["√".to_owned()]), "是就选 √") } else { cell }
        }));
        row
    };
    rungs(&parents, &groups).into_iter().map(row).collect()
}
