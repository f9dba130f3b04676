//! The cells around a cell, for messages about it: its neighbours, and the header above it.

use std::cell::OnceCell;

use super::actuals::{self, Head};
use super::columns::Role;
use super::sheet::{Sheet, Workbook, place};
use crate::score::actuals::Origin;

/// Rows above and below the cell.
const ROWS: u32 = 1;
/// Columns to its left and right.
const COLUMNS: u32 = 2;

/// A few cells of a sheet. Rows and columns are from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Where: `自评.xlsx!自评!E12`.
    pub name: String,
    /// The columns, that of the cell first, then the others by how much they say.
    pub columns: Vec<u32>,
    /// The rows from the top, each with one text a column.
    pub rows: Vec<(u32, Vec<String>)>,
    /// The row of the cell.
    pub row: u32,
}

/// A workbook with the headers of its tables, which are looked for once.
pub struct Headed<'w> {
    workbook: &'w Workbook,
    heads: OnceCell<Vec<Head>>,
}

impl<'w> Headed<'w> {
    /// Looks for nothing yet.
    pub fn new(workbook: &'w Workbook) -> Self {
        Headed { workbook, heads: OnceCell::new() }
    }
}

/// The cells around the one that a message is about; none where the file has no cells.
pub fn around(headed: &Headed<'_>, origin: &Origin) -> Option<Around> {
    let workbook = headed.workbook;
    let Origin::Cell { file, sheet: name, cell } = origin else { return None };
    if *file != workbook.file {
        return None;
    }
    let (row, column) = place(cell)?;
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == *name && sheet.pointers.is_none())?;
    let heads = headed.heads.get_or_init(|| actuals::from_workbook(workbook, None, &[]).heads);
    let head = heads.iter().rev().find(|head| head.sheet == *name && head.rows.0 <= row);
    let named = |role| head?.columns.iter().find(|(known, _)| *known == role).map(|(_, column)| *column);
    let mut columns = vec![column];
    let telling = [Role::Name, Role::Actual, Role::Target].into_iter().filter_map(named);
    let beside = (1..=COLUMNS).flat_map(|step| [column.checked_sub(step), column.checked_add(step)]).flatten();
    for next in telling.chain(beside) {
        if !columns.contains(&next) && has_column(sheet, next) {
            columns.push(next);
        }
    }
    let mut wanted: Vec<u32> = (row.saturating_sub(ROWS)..=row.saturating_add(ROWS)).collect();
    wanted.extend(head.map(|head| head.rows.1));
    wanted.sort_unstable();
    wanted.dedup();
    let rows = wanted.into_iter().filter_map(|index| {
        let found = sheet.rows.iter().find(|found| found.index == index);
        let found = found.or_else(|| (index == row).then_some(&EMPTY))?;
        let texts = columns.iter().map(|column| one_line(&found.get(*column).text()));
        Some((index, texts.collect()))
    });
    Some(Around { name: origin.to_string(), rows: rows.collect(), columns, row })
}

static EMPTY: super::sheet::Row = super::sheet::Row { index: 0, cells: Vec::new() };

/// Whether anything stands in a column near the top of a sheet or below it.
fn has_column(sheet: &Sheet, column: u32) -> bool {
    sheet.rows.iter().any(|row| !row.get(column).is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
