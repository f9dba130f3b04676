//! What a form said against what the form exported from its plan says, field by field.
//!
//! Texts count as the same when they mean the same: `20` under a name that is at least and
//! `≥20`, `1,097.01` and `1097.01`. Nothing is exported here; the caller does that.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::form::{Budget, Form, Found, Row};
use super::repair::Repair;
use super::{Forms, grids, labels, meaning, text};
use crate::reading::normal::normalised;
use crate::table::columns;
use crate::terms::Judgement;

/// How a form and its export differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Change {
    /// The two say different things.
    #[serde(rename = "不同")]
    Differs,
    /// The form says it, the export does not.
    #[serde(rename = "丢失")]
    Lost,
    /// The export says it, the form does not.
    #[serde(rename = "多出")]
    Added,
    /// A cell that was neither read nor is a label.
    #[serde(rename = "没有读")]
    Unread,
    /// Kept in the plan, but the exported form has no place for it.
    #[serde(rename = "表上没有一栏")]
    NoPlace,
    /// Scores of the export are computed, those of the form were printed.
    #[serde(rename = "得分重算")]
    Recomputed,
}

impl Change {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Change::Differs => "不同",
            Change::Lost => "丢失",
            Change::Added => "多出",
            Change::Unread => "没有读",
            Change::NoPlace => "表上没有一栏",
            Change::Recomputed => "得分重算",
        }
    }

    /// Whether the import or the export has a fault.
    pub fn is_fault(self) -> bool {
        matches!(self, Change::Differs | Change::Lost | Change::Added | Change::Unread)
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What became of it.
    pub change: Change,
    /// The sheet of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell of the form.
    pub cell: String,
    /// What it is: `养护里程的指标值`.
    pub field: String,
    /// What the form says.
    pub found: String,
    /// What the export says.
    pub exported: String,
}

/// Which form was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exported {
    /// 申报表.
    Declaration,
    /// 自评表.
    Assessment,
}

/// The form that holds most of what a form says.
pub fn kind(form: &Form) -> Exported {
    let filled = |found: &Option<Found>| found.as_ref().is_some_and(|found| !found.is_blank());
    let any = form.rows.iter().any(|row| filled(&row.actual) || filled(&row.score) || filled(&row.weight));
    if any || form.total.is_some() { Exported::Assessment } else { Exported::Declaration }
}

/// Compares a form with its export.
pub fn differences(form: &Form, again: &Form, exported: Exported) -> Vec<Difference> {
    let mut form = form.clone();
    super::settle::execution(&mut form, &mut Vec::new());
    let form = &form;
    let mut list = List { sheet: form.sheet.clone(), differences: Vec::new() };
    let is_declaration = exported == Exported::Declaration;
    if form.name.is_some() {
        list.both("名称", form.name.as_ref(), again.name.as_ref(), |text| same(bare_name(text)));
    }
    if let (Some(own), Some(other)) = (form.year, again.year)
        && own != other
    {
        let year = |year: i16| Found { text: year.to_string(), at: String::new() };
        list.push(Change::Differs, "年度", &year(own), &year(other).text);
    }
    list.text("总体目标", form.goal.as_ref(), again.goal.as_ref());
    list.no_place("总体目标完成情况", form.goal_done.as_ref());
    list.no_place("项目编码", form.code.as_ref());
    if is_declaration {
        list.budget(form, again);
        list.tasks(form, again);
    } else {
        list.funds(form, again);
        for task in &form.tasks {
            list.no_place("重点工作任务", Some(&task.name));
        }
        form.budget.iter().for_each(|group| list.no_place("预算", Some(&group.found)));
    }
    list.rows(form, again, is_declaration);
    for (label, found) in &form.others {
        list.no_place(label, Some(found));
    }
    list.differences
}

struct List {
    sheet: Option<String>,
    differences: Vec<Difference>,
}

impl List {
    fn push(&mut self, change: Change, field: impl Into<String>, found: &Found, exported: &str) {
        self.differences.push(Difference {
            change,
            sheet: self.sheet.clone(),
            cell: found.at.clone(),
            field: field.into(),
            found: found.text.clone(),
            exported: exported.to_owned(),
        });
    }

    fn text(&mut self, field: impl Into<String>, found: Option<&Found>, exported: Option<&Found>) {
        self.both(field, found, exported, same);
    }

    /// Compares two texts by what they come to; what is blank is not there.
    fn both(
        &mut self,
        field: impl Into<String>,
        found: Option<&Found>,
        exported: Option<&Found>,
        meaning: impl Fn(&str) -> String,
    ) {
        let there = |found: &&Found| !found.is_blank();
        match (found.filter(there), exported.filter(there)) {
            (Some(found), Some(other)) if meaning(&found.text) == meaning(&other.text) => {}
            (Some(found), Some(other)) => self.push(Change::Differs, field, found, &other.text),
            (Some(found), None) => self.push(Change::Lost, field, found, ""),
            (None, Some(other)) => {
                let nothing = Found { text: String::new(), at: String::new() };
                self.push(Change::Added, field, &nothing, &other.text);
            }
            (None, None) => {}
        }
    }

    fn no_place(&mut self, field: &str, found: Option<&Found>) {
        if let Some(found) = found.filter(|found| !found.is_blank()) {
            self.push(Change::NoPlace, field, found, "");
        }
    }

    /// The amounts by the names of their lines, whatever blocks they stand in.
    fn budget(&mut self, form: &Form, again: &Form) {
        let (own, other) = (amounts(form), amounts(again));
        let mut used = FxHashSet::default();
        for (name, unit, amount) in &own {
            let at = other.iter().enumerate().find(|(at, (known, ..))| known == name && !used.contains(at));
            let (exported, other_unit) = match at {
                Some((at, (_, unit, amount))) => {
                    used.insert(at);
                    (Some(amount), unit.clone())
                }
                None => (None, None),
            };
            let (found, exported) =
                (in_yuan(amount, unit.as_deref()), exported.map(|at| in_yuan(at, other_unit.as_deref())));
            self.text(format!("{name}的金额"), Some(&found), exported.as_ref());
        }
        // A sum is not handed on where its parts are.
        self.differences.retain(|found| found.change != Change::Lost || !found.field.ends_with("总额的金额"));
    }

    fn funds(&mut self, form: &Form, again: &Form) {
        let whole = |form: &Form| form.funds.iter().find(|fund| fund.executed.is_some()).cloned();
        let (Some(own), other) = (whole(form), whole(again)) else { return };
        let other = other.unwrap_or_default();
        let pairs = [
            ("全年预算数", own.budget.as_ref().or(own.initial.as_ref()), other.budget.as_ref()),
            ("全年执行数", own.executed.as_ref(), other.executed.as_ref()),
        ];
        for (field, found, exported) in pairs {
            let money =
                |found: Option<&Found>, unit: &Option<String>| found.map(|found| in_yuan(found, unit.as_deref()));
            let (found, exported) = (money(found, &own.unit), money(exported, &other.unit));
            self.text(field, found.as_ref(), exported.as_ref());
        }
        if own.weight.is_some() {
            self.text("预算执行率的分值", own.weight.as_ref(), other.weight.as_ref());
        }
        self.no_place("年初预算数", own.initial.as_ref().filter(|_| own.budget.is_some()));
        for fund in form.funds.iter().filter(|fund| fund.name.text != own.name.text) {
            for found in [&fund.initial, &fund.budget, &fund.executed] {
                self.no_place(&fund.name.text, found.as_ref());
            }
        }
    }

    fn tasks(&mut self, form: &Form, again: &Form) {
        for (at, task) in form.tasks.iter().enumerate() {
            let other = again.tasks.get(at).cloned().unwrap_or_default();
            let name = &task.name.text;
            self.text("任务名称", Some(&task.name), Some(&other.name));
            self.text(format!("任务 {name} 的内容"), task.content.as_ref(), other.content.as_ref());
            self.text(format!("任务 {name} 的目标"), task.aim.as_ref(), other.aim.as_ref());
            let money = |found: &Option<Found>, unit: &Option<String>| {
                found.as_ref().map(|found| in_yuan(found, unit.as_deref()))
            };
            let (found, exported) = (money(&task.funds, &task.unit), money(&other.funds, &other.unit));
            self.text(format!("任务 {name} 的资金"), found.as_ref(), exported.as_ref());
        }
        for task in again.tasks.iter().skip(form.tasks.len()) {
            self.text("任务名称", None, Some(&task.name));
        }
    }

    /// The indicators, each with the next of the same name in the same groups.
    fn rows(&mut self, form: &Form, again: &Form, is_declaration: bool) {
        let mut left: Vec<Option<&Row>> = again.rows.iter().map(Some).collect();
        for row in &form.rows {
            let key = path(row, form);
            let found = left.iter_mut().find(|other| other.is_some_and(|other| path(other, again) == key));
            match found.and_then(Option::take) {
                Some(other) => self.row(row, form, other, again, is_declaration),
                None => self.push(Change::Lost, format!("指标 {}", key.join("/")), &row.name, ""),
            }
        }
        for row in left.into_iter().flatten() {
            self.text(format!("指标 {}", path(row, again).join("/")), None, Some(&row.name));
        }
    }

    fn row(&mut self, row: &Row, form: &Form, other: &Row, again: &Form, is_declaration: bool) {
        let name = &row.name.text;
        let (own, exported) = (meaning(row, form), meaning(other, again));
        let heng = |heng: &Option<String>, text: &str| heng.as_deref().map_or_else(|| same(text), same);
        let (found, again) = (heng(&own.target_heng, &own.target), heng(&exported.target_heng, &exported.target));
        if found != again {
            let at = row.target.clone().unwrap_or_else(|| row.name.clone());
            let whole = Found { text: own.target.clone(), at: at.at };
            self.push(Change::Differs, format!("{name}的指标值"), &whole, &exported.target);
        }
        if row.core != other.core {
            self.push(Change::Differs, format!("{name}的核心标记"), &row.name, &other.name.text);
        }
        let cycle = row.cycle.as_ref().filter(|cycle| !cycle.is_blank());
        if is_declaration {
            let year = form.year;
            self.both(format!("{name}的周期指标值"), cycle, other.cycle.as_ref(), |text| {
                same(&super::target::write(text, name, year).heng)
            });
        } else {
            self.no_place(&format!("{name}的周期指标值"), cycle);
            let (found, again) = (heng(&own.actual_heng, &own.actual), heng(&exported.actual_heng, &exported.actual));
            let is_open = |text: &str| super::rows::is_open(text);
            // The words of a grade may be those of its target.
            let is_met =
                same(&own.actual) == same(own.target.trim_start_matches("定性")) && again == Judgement::Met.word();
            if !value_agrees(&found, &again) && !is_open(&own.actual) && !is_met {
                let at = row.actual.clone().unwrap_or_default();
                self.push(Change::Differs, format!("{name}的实际完成值"), &at, &exported.actual);
            }
            if row.weight.as_ref().is_some_and(|weight| !weight.is_blank()) {
                self.text(format!("{name}的分值"), row.weight.as_ref(), other.weight.as_ref());
            }
            if let (Some(score), Some(computed)) = (&row.score, &other.score)
                && !score.is_blank()
                && same(&score.text) != same(&computed.text)
            {
                self.push(Change::Recomputed, format!("{name}的得分"), score, &computed.text);
            }
            let reason = row.reason.as_ref().filter(|reason| reason.text != "无");
            self.text(format!("{name}的偏差原因"), reason, other.reason.as_ref());
        }
        for (label, found) in &row.notes {
            self.no_place(&format!("{name}的{label}"), Some(found));
        }
    }
}

/// A name without what the import takes off it: the code in front, （部门） behind.
fn bare_name(name: &str) -> &str {
    let name = name.trim_end_matches("（部门）").trim_end_matches("(部门)");
    match name.split_once(['-', '－', '—']) {
        Some((code, rest)) if super::write::is_code(code) && !rest.is_empty() => rest,
        Some(_) | None => name,
    }
}

/// A bare number is in the unit of its target, with which the export prints it.
fn value_agrees(own: &str, exported: &str) -> bool {
    let bare = |text: &str| text.trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned();
    // A month is its last day.
    if let Some((year, month)) = own.trim_end_matches('月').split_once('年')
        && let Some(rest) = exported.strip_prefix(year).and_then(|rest| rest.strip_prefix('-'))
    {
        return rest.trim_start_matches('0').split('-').next() == Some(month);
    }
    own == exported || (bare(own) == own || bare(exported) == exported) && bare(own) == bare(exported)
}

fn path(row: &Row, form: &Form) -> Vec<String> {
    let groups = row.group.and_then(|at| form.groups.get(at));
    let names = groups.into_iter().flatten().flatten().map(|group| group.name.clone());
    names.chain([normalised(&row.name.text)]).collect()
}

/// A text without blanks and line ends, a number without the commas and zeros that do not count.
fn same(found: &str) -> String {
    let words = found.split_whitespace().map(|word| {
        let Some((digits, value, unit)) = text::number(word) else { return normalised(word) };
        if digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.") {
            return normalised(word);
        }
        format!("{}{unit}", value.normalize())
    });
    words.collect()
}

/// Every line of the budget and the funds with an amount: name, unit, amount.
fn amounts(form: &Form) -> Vec<(String, Option<String>, Found)> {
    fn walk(group: &Budget, unit: Option<&String>, list: &mut Vec<(String, Option<String>, Found)>) {
        let unit = group.unit.as_ref().or(unit);
        if let Some(amount) = &group.amount {
            list.push((bare(&group.name), unit.cloned(), amount.clone()));
        }
        group.parts.iter().for_each(|part| walk(part, unit, list));
    }
    let mut list = Vec::new();
    form.budget.iter().for_each(|group| walk(group, None, &mut list));
    if form.budget.is_empty() {
        for fund in &form.funds {
            if let Some(amount) = fund.initial.as_ref().or(fund.budget.as_ref()) {
                list.push((bare(&fund.name.text), fund.unit.clone(), amount.clone()));
            }
        }
    }
    list.retain(|(_, _, amount)| !amount.is_blank());
    list
}

fn bare(name: &str) -> String {
    let name = labels::plain(name);
    let name = name.trim_start_matches("其中").trim_start_matches(':');
    name.split('(').next().unwrap_or(name).trim_end_matches(':').to_owned()
}

/// An amount in 元, so that two forms with other units compare.
fn in_yuan(found: &Found, unit: Option<&str>) -> Found {
    let Some((_, value, own)) = text::number(&found.text) else { return found.clone() };
    let unit = if own.is_empty() { unit.unwrap_or("万元") } else { &own };
    let scale = match unit {
        "亿元" => 100_000_000,
        "百万元" => 1_000_000,
        "万元" => 10_000,
        "千元" => 1_000,
        _ => 1,
    };
    let value = value.checked_mul(rust_decimal::Decimal::from(scale)).unwrap_or(value);
    Found { text: format!("{} 元", value.normalize()), at: found.at.clone() }
}

/// Cells of tables that no line of the list names and that are no labels.
pub fn unread(bytes: &[u8], file: &str, read: &Forms, repairs: &[Repair]) -> Vec<Difference> {
    let Ok((grids, _)) = grids(bytes, file) else { return Vec::new() };
    let told: FxHashSet<(Option<&str>, &str)> = repairs
        .iter()
        .flat_map(|line| line.cell.split(' ').map(move |cell| (line.sheet.as_deref(), cell)))
        .chain(read.forms.iter().flat_map(|form| form.passed.iter().map(|cell| (form.sheet.as_deref(), cell.as_str()))))
        .collect();
    // Lines of a text are no cells.
    if repairs.iter().any(|line| line.cell.starts_with("第 ")) {
        return Vec::new();
    }
    let labels: FxHashSet<&str> = repairs.iter().map(|line| line.field.as_str()).collect();
    let mut list = Vec::new();
    for grid in &grids {
        for cell in grid.rows.iter().flat_map(|row| &row.cells) {
            let is_told = told.contains(&(grid.sheet.as_deref(), cell.at.as_str()));
            let found = Found { text: cell.text.clone(), at: cell.at.clone() };
            let is_label = labels.contains(super::sheet::short(&cell.text).as_str()) || is_of_form(&cell.text);
            if !is_told && !is_label && !found.is_blank() {
                list.push(Difference {
                    change: Change::Unread,
                    sheet: grid.sheet.clone(),
                    cell: found.at,
                    field: "单元格".to_owned(),
                    found: found.text,
                    exported: String::new(),
                });
            }
        }
    }
    list
}

/// A word that the form itself prints.
fn is_of_form(text: &str) -> bool {
    super::tokens::is_label(text)
        || labels::is_title(text)
        || labels::is_place_holder(text)
        || labels::task_column(text).is_some()
        || columns::is_sum(text)
        || super::sheet::is_fund_label(text)
        || super::sheet::is_amount_label(text)
        || ["月执行数", "月执行率", "预计执行数"].iter().any(|word| labels::plain(text).contains(word))
        || super::sheet::year_in(text).is_some() && labels::plain(text).chars().count() < 12
        || columns::unit_in_brackets(text).is_some_and(|_| labels::plain(text).starts_with("单位"))
        || ["附件", "附表"].iter().any(|word| labels::plain(text).starts_with(word))
}
