//! The budget figures of a file: a block (项目资金) with its figures in one row, or lines of
//! their own.

use super::TableFinding;
use super::cell::{self, CellContext};
use super::columns::{self, Figure};
use super::sheet::{Content, Row, Sheet, Workbook};
use crate::score::actuals::{RawActual, RawBudget, RawValue};

/// Rows below the figures' names in which 年度资金总额 is looked for.
const BLOCK_ROWS: usize = 6;
/// Rows above the figures' names in which the unit is looked for.
const UNIT_ROWS: usize = 6;
/// Labels of the row that holds the whole.
const TOTALS: &[&str] = &["年度资金总额", "资金总额", "年度资金", "总额", "合计", "预算资金"];

/// Figures found so far; the first of a kind stands.
#[derive(Debug, Default)]
pub(super) struct Figures {
    found: Vec<(Figure, RawActual)>,
}

impl Figures {
    /// Takes a figure whose label may carry the unit.
    pub(super) fn add(&mut self, figure: Figure, label_unit: Option<String>, mut actual: RawActual) {
        if let RawValue::Number { unit: unit @ None, .. } = &mut actual.value {
            *unit = label_unit;
        }
        let usable = actual.value != RawValue::Empty && !self.found.iter().any(|(known, _)| *known == figure);
        if usable {
            self.found.push((figure, actual));
        }
    }

    /// Looks for a row that names two figures or more, and takes the numbers under them.
    pub(super) fn block(
        &mut self,
        workbook: &Workbook,
        sheet: &Sheet,
        year: Option<i16>,
        findings: &mut Vec<TableFinding>,
    ) {
        for (at, row) in sheet.rows.iter().enumerate() {
            // Names of figures are short; a long table is not searched cell by cell.
            let named: Vec<(u32, Figure, Option<String>)> = row
                .cells
                .iter()
                .filter_map(|(column, cell)| match cell {
                    Content::Text(text) if text.len() <= 60 && text.contains(['算', '执', '支']) => {
                        columns::figure(text).map(|(figure, unit)| (*column, figure, unit))
                    }
                    _ => None,
                })
                .collect();
            if named.len() < 2 {
                continue;
            }
            let below: Vec<&Row> = sheet.rows.iter().skip(at + 1).take(BLOCK_ROWS).collect();
            let has_number = |row: &&Row| named.iter().any(|(column, ..)| is_number(row.get(*column)));
            let is_total = |row: &&Row| {
                row.cells.iter().any(|(_, cell)| TOTALS.iter().any(|total| squeezed(cell).contains(total)))
            };
            let Some(total) = below
                .iter()
                .copied()
                .find(|row| is_total(row) && has_number(row))
                .or_else(|| below.iter().copied().find(has_number))
            else {
                continue;
            };
            let around = unit_around(sheet, at);
            for (column, figure, unit) in named {
                let label = row.get(column).text();
                if let Some(actual) = figure_of(workbook, sheet, total, column, label, year, findings) {
                    self.add(figure, unit.or_else(|| around.clone()), actual);
                }
            }
        }
    }

    /// A line outside any table: a label, and the number to its right.
    pub(super) fn free_row(
        &mut self,
        workbook: &Workbook,
        sheet: &Sheet,
        row: &Row,
        year: Option<i16>,
        findings: &mut Vec<TableFinding>,
    ) {
        for (at, (_, cell)) in row.cells.iter().enumerate() {
            let Some((figure, unit)) = columns::figure(&cell.text()) else { continue };
            let Some((column, value)) = row.cells.get(at + 1) else { continue };
            if is_number(value)
                && let Some(actual) = figure_of(workbook, sheet, row, *column, cell.text(), year, findings)
            {
                self.add(figure, unit, actual);
            }
        }
    }

    /// The two figures that the execution rate needs.
    pub(super) fn finish(mut self, findings: &mut Vec<TableFinding>) -> Option<RawBudget> {
        let mut take = |wanted: Figure| {
            let at = self.found.iter().position(|(figure, _)| *figure == wanted)?;
            Some(self.found.swap_remove(at).1)
        };
        let budget = take(Figure::Budget);
        let initial = take(Figure::Initial);
        match (budget.or(initial), take(Figure::Executed)) {
            (Some(budget), Some(executed)) => Some(RawBudget { budget, executed }),
            (Some(found), None) => {
                let message = format!("有{}，没有全年执行数，算不出预算执行率", found.name);
                findings.push(TableFinding::at("E0530", found.origin, message).help("补上“全年执行数”一行"));
                None
            }
            (None, Some(found)) => {
                let message = format!("有{}，没有全年预算数，算不出预算执行率", found.name);
                findings.push(TableFinding::at("E0530", found.origin, message).help("补上“全年预算数”一行"));
                None
            }
            (None, None) => None,
        }
    }
}

fn figure_of(
    workbook: &Workbook,
    sheet: &Sheet,
    row: &Row,
    column: u32,
    name: String,
    year: Option<i16>,
    findings: &mut Vec<TableFinding>,
) -> Option<RawActual> {
    let content = row.get(column);
    if content.is_empty() {
        return None;
    }
    let origin = workbook.origin(sheet, row.index, column);
    let reading = cell::read(content, CellContext { name: "", year });
    for note in reading.notes {
        findings.push(TableFinding {
            severity: note.severity,
            help: note.help,
            ..TableFinding::at(note.code, origin.clone(), note.message)
        });
    }
    Some(RawActual {
        name,
        group: Vec::new(),
        value: reading.value,
        text: content.text(),
        judged: None,
        reason: None,
        origin,
    })
}

fn is_number(content: &Content) -> bool {
    matches!(cell::read(content, CellContext::default()).value, RawValue::Number { .. })
}

/// The unit named beside a block: `项目资金（万元）`, `单位：万元`.
fn unit_around(sheet: &Sheet, at: usize) -> Option<String> {
    let near = sheet.rows.iter().skip(at.saturating_sub(UNIT_ROWS)).take(UNIT_ROWS + 2);
    let texts = near
        .flat_map(|row| &row.cells)
        .filter(|(_, cell)| ["资金", "预算", "金额", "单位"].iter().any(|word| squeezed(cell).contains(word)));
    texts.filter_map(|(_, cell)| columns::unit_in_brackets(&cell.text())).next_back()
}

fn squeezed(content: &Content) -> String {
    match content {
        Content::Text(text) => text.split_whitespace().collect(),
        _ => String::new(),
    }
}
