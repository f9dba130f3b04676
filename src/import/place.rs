//! Where a doubtful line of the repair list stands, on both sides: the line that was written, and
//! the cells around the one it came from.

use super::grid::Grid;
use super::repair::{Beside, Line, Part, Repair};

/// So many cells are shown on either side.
const NEAR: usize = 2;

/// Finds both for every line that a person has to look at.
pub(super) fn place(repairs: &mut [Repair], grids: &[Grid], plan: &str, actuals: Option<&str>) {
    let mut comments = [Comments::of(plan, Part::Plan), Comments::of(actuals.unwrap_or_default(), Part::Actuals)];
    for line in repairs.iter_mut().filter(|line| line.certainty.needs_a_look()) {
        line.beside = beside(line, grids);
        line.line = comments.iter_mut().find_map(|comments| comments.line_of(line));
    }
}

/// The cells on the row of a line's first cell.
fn beside(line: &Repair, grids: &[Grid]) -> Vec<Beside> {
    let cell = line.cell.split(' ').next().unwrap_or_default();
    let found = || {
        let digits = cell.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let index = digits.parse::<u32>().ok()?.checked_sub(1)?;
        let grid = grids.iter().find(|grid| grid.sheet == line.sheet)?;
        let row = grid.rows.get(grid.rows.binary_search_by_key(&index, |row| row.index).ok()?)?;
        let at = row.cells.iter().position(|found| found.at == cell)?;
        let near = row.cells.iter().skip(at.saturating_sub(NEAR)).take(NEAR + 1 + at.min(NEAR));
        Some(near.map(|found| Beside { cell: found.at.clone(), text: found.text.clone() }).collect())
    };
    found().unwrap_or_default()
}

/// The comments that the writer put above what is doubtful, each with what follows it.
struct Comments {
    lines: Vec<(String, Line)>,
}

impl Comments {
    fn of(text: &str, of: Part) -> Comments {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let is_comment = |line: &&str| line.starts_with('#');
        let comment = |(at, line): (usize, &&str)| {
            let words = line.strip_prefix("# ")?;
            let (next, text) = lines.iter().enumerate().skip(at + 1).find(|(_, line)| !is_comment(line))?;
            Some((words.to_owned(), Line { of, number: next + 1, text: (*text).to_owned() }))
        };
        Comments { lines: lines.iter().enumerate().filter_map(comment).collect() }
    }

    /// The line below the comment on a line of the list; each comment is used once.
    fn line_of(&mut self, line: &Repair) -> Option<Line> {
        let message = line.message.as_deref()?.lines().next()?;
        let cell = if line.cell.is_empty() { String::new() } else { format!("（{}）", line.cell) };
        let words = format!("{}{cell}：{message}", line.certainty.word());
        let at = self.lines.iter().position(|(known, _)| *known == words)?;
        Some(self.lines.swap_remove(at).1)
    }
}
