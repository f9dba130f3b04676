//! An audit as marks and comments in the workbook that was audited.

use crate::amend::{Edit, Mark};
use crate::audit::{Disagreement, Table, Verdict};

/// The marks of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked<'a> {
    /// What is done to the cells.
    pub edits: Vec<Edit>,
    /// What stands in no cell: a sum that is not printed, for one.
    pub nowhere: Vec<&'a Disagreement>,
}

/// What does not agree is red, what nobody can say is yellow, and the comment says why; what
/// agrees stays as it is.
pub fn marked(tables: &[Table]) -> Marked<'_> {
    let mut marked = Marked::default();
    for table in tables {
        let sheet = table.sheet.clone().unwrap_or_default();
        let edit = |cell: &str, mark, note| Edit {
            sheet: sheet.clone(),
            cell: cell.to_owned(),
            value: None,
            mark: Some(mark),
            note: Some(note),
        };
        for one in &table.disagreements {
            if one.cell.is_empty() {
                marked.nowhere.push(one);
            } else {
                let note = format!("heng 核查 {}：{}", one.code, one.message);
                marked.edits.push(edit(&one.cell, Mark::Wrong, note));
            }
        }
        // What has neither weight nor score is no indicator: the data of a computed one, for instance.
        let open = table.rows.iter().filter(|row| row.verdict == Verdict::Undecided && !row.cell.is_empty());
        for row in open.filter(|row| row.weight.is_some() || row.published.is_some()) {
            marked.edits.push(edit(&row.cell, Mark::Open, format!("heng 核查：无法判定，{}", row.reason)));
        }
    }
    marked
}

impl Marked<'_> {
    /// How many cells have a mark.
    pub fn count(&self, mark: Mark) -> usize {
        let mut cells: Vec<(&str, &str)> = self
            .edits
            .iter()
            .filter(|edit| edit.mark == Some(mark))
            .map(|edit| (edit.sheet.as_str(), edit.cell.as_str()))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        cells.len()
    }
}
