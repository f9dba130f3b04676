//! The budget figures of a file: a block (项目资金) with its figures in one row, or lines of
//! their own.

use rust_decimal::Decimal;

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

/// Units of money, and how many 元 each is: all that two figures are compared by.
const MONEY: [(&str, i64); 5] =
    [("元", 1), ("千元", 1_000), ("万元", 10_000), ("百万元", 1_000_000), ("亿元", 100_000_000)];

/// Figures found so far, each with whose it is, where the file says so.
#[derive(Debug, Default)]
pub(super) struct Figures {
    found: Vec<Found>,
    /// Whose the figures are that come next.
    owner: Option<String>,
}

#[derive(Debug)]
struct Found {
    owner: Option<String>,
    figure: Figure,
    actual: RawActual,
    /// Another figure says something else: none of them is used.
    disputed: bool,
}

impl Figures {
    /// Says whose the figures are that come next.
    pub(super) fn of(&mut self, owner: Option<&String>) {
        self.owner = owner.cloned();
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Takes a figure whose label may carry the unit. Forms repeat their figures; two that
    /// differ are a mistake, and which of them is right is not known here.
    pub(super) fn add(
        &mut self,
        figure: Figure,
        label_unit: Option<String>,
        mut actual: RawActual,
        findings: &mut Vec<TableFinding>,
    ) {
        if let RawValue::Number { unit: unit @ None, .. } = &mut actual.value {
            *unit = label_unit;
        }
        if actual.value == RawValue::Empty {
            return;
        }
        let owner = self.owner.clone();
        let Some(first) = self.found.iter_mut().find(|known| known.figure == figure && known.owner == owner) else {
            self.found.push(Found { owner, figure, actual, disputed: false });
            return;
        };
        if first.actual.origin == actual.origin || same_amount(&first.actual.value, &actual.value) {
            return;
        }
        first.disputed = true;
        let (name, first) = (&first.actual.name, &first.actual);
        let message =
            format!("{name}填报了两次，`{}`（{}）和 `{}` 不一致，都没有采用", first.text, first.origin, actual.text);
        findings.push(TableFinding::at("E0504", actual.origin, message).help("核对后只留正确的一行"));
    }

    /// Looks for a row that names two figures or more, and takes the numbers under them.
    pub(super) fn block(
        &mut self,
        workbook: &Workbook,
        sheet: &Sheet,
        year: Option<i16>,
        titled: &dyn Fn(&Row) -> Option<String>,
        findings: &mut Vec<TableFinding>,
    ) {
        for (at, row) in sheet.rows.iter().enumerate() {
            if let Some(owner) = titled(row) {
                self.owner = Some(owner);
            }
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
                    self.add(figure, unit.or_else(|| around.clone()), actual, findings);
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
                self.add(figure, unit, actual, findings);
            }
        }
    }

    /// The two figures that the execution rate needs, of each owner.
    pub(super) fn finish(mut self, findings: &mut Vec<TableFinding>) -> Vec<(Option<String>, RawBudget)> {
        let mut budgets = Vec::new();
        while let Some(owner) = self.found.first().map(|found| found.owner.clone()) {
            let (own, others) = self.found.into_iter().partition(|found| found.owner == owner);
            self.found = others;
            budgets.extend(budget(own, findings).map(|budget| (owner, budget)));
        }
        budgets
    }
}

fn budget(mut found: Vec<Found>, findings: &mut Vec<TableFinding>) -> Option<RawBudget> {
    let mut take = |wanted: Figure| {
        let at = found.iter().position(|found| found.figure == wanted)?;
        Some(found.swap_remove(at))
    };
    let (budget, initial, executed) = (take(Figure::Budget), take(Figure::Initial), take(Figure::Executed));
    let budget = budget.or(initial);
    if [&budget, &executed].into_iter().flatten().any(|found| found.disputed) {
        return None;
    }
    match (budget, executed) {
        (Some(budget), Some(executed)) => Some(RawBudget { budget: budget.actual, executed: executed.actual }),
        (Some(found), None) => {
            let message = format!("有{}，没有全年执行数，算不出预算执行率", found.actual.name);
            findings.push(TableFinding::at("E0530", found.actual.origin, message).help("补上“全年执行数”一行"));
            None
        }
        (None, Some(found)) => {
            let message = format!("有{}，没有全年预算数，算不出预算执行率", found.actual.name);
            findings.push(TableFinding::at("E0530", found.actual.origin, message).help("补上“全年预算数”一行"));
            None
        }
        (None, None) => None,
    }
}

/// Whether two figures say the same: `0.88 亿元` and `8800 万元` do.
fn same_amount(first: &RawValue, second: &RawValue) -> bool {
    let in_yuan = |value: &RawValue| match value {
        RawValue::Number { number, unit: Some(unit), .. } => {
            let (_, yuan) = MONEY.iter().find(|(name, _)| name == unit)?;
            number.checked_mul(Decimal::from(*yuan)).map(|amount| amount.normalize())
        }
        _ => None,
    };
    first == second || in_yuan(first).is_some_and(|first| in_yuan(second) == Some(first))
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
        heading_unit: None,
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
