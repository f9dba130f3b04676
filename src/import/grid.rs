//! A form as rows of texts: what every kind of file comes down to before anything is recognised.
//!
//! A cell keeps where it stood, for the repair list. Whether the columns mean anything is for
//! [`Grid::aligned`] to say: text that was flattened has cells in order, but no columns.

use super::labels;
use crate::table::sheet::{Content, Sheet, address};

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Column, from 0.
    pub column: u32,
    /// As a person reads it.
    pub text: String,
    /// `E12`; of a text its line: `第 3 行`.
    pub at: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// From 0.
    pub index: u32,
    /// What holds something, in the order of columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column.
    pub(super) fn get(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

/// One sheet, table or text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Grid {
    /// The sheet it was.
    pub sheet: Option<String>,
    /// Rows that hold something.
    pub rows: Vec<Row>,
}

impl Grid {
    /// A sheet of a workbook.
    pub(super) fn of_sheet(sheet: &Sheet) -> Grid {
        let rows = sheet.rows.iter().map(|row| Row {
            index: row.index,
            cells: row
                .cells
                .iter()
                .filter(|(_, content)| !content.is_empty())
                .map(|(column, content)| Cell {
                    column: *column,
                    text: shown(content),
                    at: address(row.index, *column),
                })
                .collect(),
        });
        Grid { sheet: sheet.name.clone(), rows: rows.filter(|row| !row.cells.is_empty()).collect() }
    }
}

/// Names of the columns that heng puts beside a form for its formulas.
const ASIDE: &[&str] = &["完成率", "结论", "最低得分", "最高得分"];

impl Grid {
    /// The grid without the columns beside a form of heng's own, which only its formulas use.
    pub(super) fn printed(mut self) -> Grid {
        let named = |row: &Row, name: &str| row.cells.iter().find(|cell| cell.text == name).map(|cell| cell.column);
        let first = self.rows.iter().find_map(|row| {
            let places: Option<Vec<u32>> = ASIDE.iter().map(|name| named(row, name)).collect();
            places?.into_iter().min()
        });
        if let Some(first) = first {
            self.rows.iter_mut().for_each(|row| row.cells.retain(|cell| cell.column < first));
            self.rows.retain(|row| !row.cells.is_empty());
        }
        self
    }
}

impl Grid {
    /// Tables side by side, each as a grid of its own: where a header says 一级指标 again behind a column that
    /// is empty from top to bottom.
    pub(super) fn apart(&self) -> Vec<Grid> {
        let again = |row: &Row| {
            let mut ones = row
                .cells
                .iter()
                .filter(|cell| labels::column(&cell.text).is_some_and(|(column, _)| column == labels::Column::Level1));
            let (first, second) = (ones.next()?, ones.next()?);
            (labels::plain(&first.text) == labels::plain(&second.text)).then_some(second.column)
        };
        let is_empty = |column: u32| self.rows.iter().all(|row| row.get(column).is_none());
        let split = self.rows.iter().filter_map(again).find(|at| at.checked_sub(1).is_some_and(is_empty));
        let Some(split) = split else { return vec![self.clone()] };
        let part = |wanted: &dyn Fn(u32) -> bool| {
            let cells = |row: &Row| row.cells.iter().filter(|cell| wanted(cell.column)).cloned().collect();
            let rows = self.rows.iter().map(|row| Row { index: row.index, cells: cells(row) });
            Grid { sheet: self.sheet.clone(), rows: rows.filter(|row| !row.cells.is_empty()).collect() }
        };
        let mut parts = vec![part(&|column| column < split)];
        parts.extend(part(&|column| column >= split).apart());
        parts
    }
}

/// A failed formula is shown as the sheet shows it.
fn shown(content: &Content) -> String {
    match content {
        Content::Number(number) => number.normalize().to_string(),
        Content::Empty
        | Content::Text(_)
        | Content::Percent(_)
        | Content::Date(_)
        | Content::Bool(_)
        | Content::Broken(_)
        | Content::Uncalculated => content.text(),
    }
}
