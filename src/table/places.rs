//! Where the cells of a self-evaluation form are that are written rather than read: 得分 beside
//! each indicator, 完成率, 总分, and the figures of 项目资金.

use super::actuals::{self, Head};
use super::columns::{self, Figure, Role};
use super::sheet::{Content, Row, Sheet, Workbook, address, place};
use crate::reading::normal::normalised;
use crate::score::actuals::Origin;

/// Rows below the names of the budget figures in which 年度资金总额 is looked for.
const BLOCK_ROWS: usize = 6;
/// Rows above them in which the unit is looked for.
const UNIT_ROWS: usize = 6;
/// What the row of all points is called.
const TOTALS: &[&str] = &["总分", "合计", "总计", "得分合计", "自评总分", "总得分", "合计得分"];

/// A cell that may be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Its sheet.
    pub sheet: String,
    /// `E12`.
    pub cell: String,
    /// What it holds.
    pub content: Content,
}

/// The cells of an indicator's row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSlots {
    /// Which table it stands in.
    pub table: usize,
    /// 实际完成值.
    pub actual: Option<Slot>,
    /// 得分.
    pub score: Option<Slot>,
    /// 完成率.
    pub attainment: Option<Slot>,
    /// 偏差原因.
    pub reason: Option<Slot>,
    /// Whether the unit stands in a column of its own.
    pub has_unit: bool,
}

/// The cells of 项目资金 in the row of 年度资金总额.
#[derive(Debug, Clone, PartialEq)]
pub struct FundSlots {
    /// 全年预算数.
    pub planned: Option<Slot>,
    /// 全年执行数.
    pub executed: Option<Slot>,
    /// 执行率.
    pub rate: Option<Slot>,
    /// 得分.
    pub score: Option<Slot>,
    /// The unit of the amounts, as far as the form says.
    pub unit: Option<String>,
}

/// The cells of a workbook.
pub struct Places<'w> {
    workbook: &'w Workbook,
    heads: Vec<Head>,
}

impl<'w> Places<'w> {
    /// Finds the tables of a workbook. `owners` are the departments and projects in question.
    pub fn of(workbook: &'w Workbook, owners: &[&str]) -> Self {
        Places { workbook, heads: actuals::from_workbook(workbook, None, owners).heads }
    }

    /// The cells of the row in which a value stands.
    pub fn row(&self, origin: &Origin) -> Option<RowSlots> {
        let Origin::Cell { sheet: Some(name), cell, .. } = origin else { return None };
        let (index, _) = place(cell)?;
        let sheet = self.sheet(name)?;
        let row = row_at(sheet, index)?;
        let above = |head: &&Head| head.sheet.as_ref() == Some(name) && head.rows.1 < index;
        let (table, head) = self.heads.iter().enumerate().rev().find(|(_, head)| above(head))?;
        let column = |role| head.columns.iter().find(|(known, _)| *known == role).map(|(_, column)| *column);
        let slot = |column: Option<u32>| Some(slot(sheet, row, column?));
        let labels = sheet.rows.iter().filter(|row| (head.rows.0..=head.rows.1).contains(&row.index));
        let attainment =
            labels.rev().find_map(|labels| labelled(labels, &["完成率", "完成率(%)", "完成比例", "指标完成率"]));
        Some(RowSlots {
            table,
            actual: slot(column(Role::Actual)),
            score: slot(column(Role::Score)),
            attainment: slot(attainment),
            reason: slot(column(Role::Reason)),
            has_unit: column(Role::Unit).is_some(),
        })
    }

    /// What stands in the row of a value, in the column of one of the names.
    pub fn beside(&self, origin: &Origin, names: &[&str]) -> Option<String> {
        let Origin::Cell { file, sheet: name, cell } = origin else { return None };
        let (index, _) = place(cell)?;
        // A text has one sheet, without a name.
        let sheet = match name {
            Some(name) => self.sheet(name),
            None => self.workbook.sheets.first(),
        };
        let sheet = sheet.filter(|_| *file == self.workbook.file)?;
        let row = row_at(sheet, index)?;
        let head = self.heads.iter().rev().find(|head| head.sheet == *name && head.rows.1 < index)?;
        let labels = sheet.rows.iter().filter(|row| (head.rows.0..=head.rows.1).contains(&row.index));
        let column = labels.rev().find_map(|labels| labelled(labels, names))?;
        Some(row.get(column).text()).filter(|text| !text.is_empty())
    }

    /// 总分 under a table, in the column of the scores.
    pub fn total(&self, table: usize) -> Option<Slot> {
        let head = self.heads.get(table)?;
        let sheet = self.sheet(head.sheet.as_deref()?)?;
        let next =
            self.heads.get(table + 1).filter(|next| next.sheet == head.sheet).map_or(u32::MAX, |next| next.rows.0);
        let (_, column) = head.columns.iter().find(|(role, _)| *role == Role::Score)?;
        let is_total = |row: &&Row| {
            row.cells.first().is_some_and(|(_, cell)| {
                let label: String = normalised(&cell.text()).chars().filter(|letter| !letter.is_whitespace()).collect();
                let label = label.split('(').next().unwrap_or_default();
                TOTALS.contains(&label)
            })
        };
        let row = sheet.rows.iter().filter(|row| head.rows.1 < row.index && row.index < next).find(is_total)?;
        Some(slot(sheet, row, *column))
    }

    /// 项目资金 of each sheet, above the table of a number.
    pub fn funds(&self, table: usize) -> Option<FundSlots> {
        let head = self.heads.get(table)?;
        let sheet = self.sheet(head.sheet.as_deref()?)?;
        let before = self.heads.get(..table).unwrap_or_default().iter().rev();
        let from = before.into_iter().find(|other| other.sheet == head.sheet).map_or(0, |other| other.rows.0);
        let rows = sheet.rows.iter().enumerate().filter(|(_, row)| from <= row.index && row.index < head.rows.1);
        rows.rev().find_map(|(at, row)| funds_at(sheet, at, row))
    }

    fn sheet(&self, name: &str) -> Option<&'w Sheet> {
        self.workbook.sheets.iter().find(|sheet| sheet.name.as_deref() == Some(name))
    }
}

/// The block of figures whose names stand in a row.
fn funds_at(sheet: &Sheet, at: usize, row: &Row) -> Option<FundSlots> {
    let figure = |wanted: Figure| {
        let named = |cell: &Content| columns::figure(&cell.text()).is_some_and(|(figure, _)| figure == wanted);
        row.cells.iter().find(|(_, cell)| named(cell)).map(|(column, _)| *column)
    };
    let (planned, executed) = (figure(Figure::Budget).or_else(|| figure(Figure::Initial)), figure(Figure::Executed)?);
    let below = sheet.rows.iter().skip(at + 1).take(BLOCK_ROWS);
    let is_total = |row: &&Row| row.cells.iter().any(|(_, cell)| squeezed(cell).contains("资金总额"));
    let total = below.clone().find(is_total).or_else(|| sheet.rows.get(at + 1))?;
    let score = row.cells.iter().find(|(_, cell)| columns::role(&cell.text()) == Some(Role::Score));
    let rate = labelled(row, &["执行率", "执行率(%)", "预算执行率", "预算执行率(%)", "资金执行率"]);
    let near = sheet.rows.iter().skip(at.saturating_sub(UNIT_ROWS)).take(UNIT_ROWS + 2).flat_map(|row| &row.cells);
    let unit = near.filter_map(|(_, cell)| columns::unit_in_brackets(&squeezed(cell))).next_back();
    let cell = |column: Option<u32>| column.map(|column| slot(sheet, total, column));
    Some(FundSlots {
        planned: cell(planned),
        executed: cell(Some(executed)),
        rate: cell(rate),
        score: cell(score.map(|(column, _)| *column)),
        unit,
    })
}

/// Rows stand in their order.
fn row_at(sheet: &Sheet, index: u32) -> Option<&Row> {
    sheet.rows.binary_search_by_key(&index, |row| row.index).ok().and_then(|at| sheet.rows.get(at))
}

fn slot(sheet: &Sheet, row: &Row, column: u32) -> Slot {
    let name = sheet.name.clone().unwrap_or_default();
    Slot { sheet: name, cell: address(row.index, column), content: row.get(column).clone() }
}

/// The column of a row that is called so.
fn labelled(row: &Row, names: &[&str]) -> Option<u32> {
    let found = row.cells.iter().find(|(_, cell)| names.contains(&normalised(&squeezed(cell)).as_str()));
    found.map(|(column, _)| *column)
}

fn squeezed(content: &Content) -> String {
    match content {
        Content::Text(text) => text.split_whitespace().collect(),
        _ => String::new(),
    }
}
