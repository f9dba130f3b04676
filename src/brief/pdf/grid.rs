//! Tables with cells over several rows and columns, broken between pages at their rows.

use std::ops::Range;

use super::face::{Align, Measured};
use super::{BAND, INK, LINE, Layout, MARGIN, Mark, leading};

/// Between a cell's border and its text.
const PAD: i64 = 300;

/// One cell, or several merged.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub across: usize,
    pub down: usize,
    pub text: String,
    pub bold: bool,
    /// On a grey band.
    pub band: bool,
    /// Without a border.
    pub bare: bool,
    pub align: Align,
    /// Its text in lines, once it is laid out.
    pub lines: Vec<String>,
}

impl Cell {
    pub(super) fn at(row: usize, column: usize) -> Cell {
        Cell { row, column, across: 1, down: 1, ..Cell::default() }
    }

    fn end(&self) -> usize {
        self.row + self.down
    }
}

/// A table with the heights of its rows.
pub(super) struct Laid {
    cells: Vec<Cell>,
    heights: Vec<i64>,
}

/// Breaks the texts into lines, and the rows that no page holds into several.
pub(super) fn lay_out(mut cells: Vec<Cell>, widths: &[i64], size: i64, measured: &Measured<'_>, page: i64) -> Laid {
    for cell in &mut cells {
        let width: i64 = widths.iter().skip(cell.column).take(cell.across).sum();
        cell.lines = measured.wrap(&cell.text, size, cell.bold, width - 2 * PAD);
    }
    let most = usize::try_from((page - 2 * PAD) / leading(size)).unwrap_or(1).max(1);
    let mut rows = cells.iter().map(Cell::end).max().unwrap_or(0);
    let mut row = 0;
    while row < rows {
        let tall = cells.iter().filter(|cell| cell.row == row && cell.down == 1).map(|cell| cell.lines.len()).max();
        let parts = tall.unwrap_or(0).div_ceil(most).max(1);
        if parts > 1 {
            cells = split(cells, row, parts, most);
            rows += parts - 1;
        }
        row += parts;
    }
    let height = |lines: usize| i64::try_from(lines).unwrap_or(0).max(1) * leading(size) + 2 * PAD;
    let mut heights = vec![height(1); rows];
    for cell in cells.iter().filter(|cell| cell.down == 1) {
        if let Some(row) = heights.get_mut(cell.row) {
            *row = (*row).max(height(cell.lines.len()));
        }
    }
    for cell in cells.iter().filter(|cell| cell.down > 1) {
        let has: i64 = heights.iter().skip(cell.row).take(cell.down).sum();
        // What the rows do not give, the last gives.
        if let Some(last) = heights.get_mut(cell.end() - 1) {
            *last += (height(cell.lines.len()) - has).max(0).min(page / 2);
        }
    }
    Laid { cells, heights }
}

/// One row made into several, each with a part of what is too long.
fn split(cells: Vec<Cell>, row: usize, parts: usize, most: usize) -> Vec<Cell> {
    let mut out = Vec::with_capacity(cells.len() + parts);
    for mut cell in cells {
        if cell.row > row {
            cell.row += parts - 1;
            out.push(cell);
        } else if cell.end() <= row {
            out.push(cell);
        } else if cell.row == row && cell.down == 1 && cell.lines.len() > most {
            let chunks = cell.lines.chunks(most).map(<[String]>::to_vec).collect::<Vec<_>>();
            for part in 0..parts {
                let lines = chunks.get(part).cloned().unwrap_or_default();
                out.push(Cell { row: row + part, lines, ..cell.clone() });
            }
        } else {
            cell.down += parts - 1;
            out.push(cell);
        }
    }
    out
}

/// Draws the rows; the one that is a head is drawn on every page.
pub(super) fn draw(layout: &mut Layout<'_>, laid: &Laid, widths: &[i64], size: i64, head: Option<usize>) {
    let mut first = 0;
    while first < laid.heights.len() {
        layout.room(laid.heights.iter().skip(first).take(2).sum());
        if let Some(head) = head.filter(|head| *head < first) {
            rows(layout, laid, widths, size, head..head + 1, true);
        }
        let mut room = layout.bottom() - layout.y;
        let mut next = first;
        while let Some(height) = laid.heights.get(next).filter(|height| next == first || **height <= room) {
            room -= height;
            next += 1;
        }
        rows(layout, laid, widths, size, first..next, false);
        first = next;
    }
}

/// Draws some rows below each other; cells that began above or go on below are cut. Of a head that
/// is drawn again, what goes on below is left blank.
fn rows(layout: &mut Layout<'_>, laid: &Laid, widths: &[i64], size: i64, rows: Range<usize>, again: bool) {
    let top = layout.y;
    let above = |row: usize| laid.heights.iter().take(row).skip(rows.start).sum::<i64>();
    for cell in laid.cells.iter().filter(|cell| cell.row < rows.end && cell.end() > rows.start) {
        let (from, to) = (cell.row.max(rows.start), cell.end().min(rows.end));
        let y = top + above(from);
        let height: i64 = laid.heights.iter().take(to).skip(from).sum();
        let x = MARGIN + widths.iter().take(cell.column).sum::<i64>();
        let width: i64 = widths.iter().skip(cell.column).take(cell.across).sum();
        if cell.band {
            layout.mark(Mark::Box { x, y, width, height, colour: BAND, filled: true });
        }
        if !cell.bare {
            layout.mark(Mark::Box { x, y, width, height, colour: LINE, filled: false });
        }
        let tall = i64::try_from(cell.lines.len()).unwrap_or(0) * leading(size);
        let mut base = y + ((height - tall) / 2).max(PAD) + size;
        let blank = again && cell.end() > rows.end;
        for line in cell.lines.iter().filter(|_| !blank) {
            let wide = layout.measured.width(line, size, cell.bold);
            let x = match cell.align {
                Align::Left => x + PAD,
                Align::Centre => x + (width - wide) / 2,
                Align::Right => x + width - PAD - wide,
            };
            layout.words(x, base, line, (size, cell.bold, INK));
            base += leading(size);
        }
    }
    layout.y = top + above(rows.end);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: usize, column: usize, down: usize, lines: usize) -> Cell {
        let lines = (0..lines).map(|at| format!("{row}.{column}.{at}")).collect();
        Cell { down, lines, ..Cell::at(row, column) }
    }

    #[test]
    fn a_row_that_no_page_holds_becomes_several_and_loses_no_line() {
        let before = vec![cell(0, 0, 3, 1), cell(0, 1, 1, 1), cell(1, 1, 1, 25), cell(1, 2, 1, 1), cell(2, 1, 1, 1)];
        let after = split(before.clone(), 1, 3, 10);
        let shown: Vec<_> = after.iter().map(|cell| (cell.row, cell.column, cell.down, cell.lines.len())).collect();
        assert_eq!(
            shown,
            [(0, 0, 5, 1), (0, 1, 1, 1), (1, 1, 1, 10), (2, 1, 1, 10), (3, 1, 1, 5), (1, 2, 3, 1), (4, 1, 1, 1)]
        );
        let lines = |cells: &[Cell]| cells.iter().flat_map(|cell| cell.lines.clone()).collect::<Vec<_>>();
        assert_eq!(lines(&before), lines(&after));
    }
}
