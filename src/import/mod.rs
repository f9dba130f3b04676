//! What existing forms say, as plans in heng: 申报表, 自评表 and 监控表 of any layout seen.
//!
//! Bytes become grids of texts ([`grid`]), grids become forms ([`form`]), forms become heng
//! ([`write`]). Nothing is guessed in silence: each text that was understood, supposed or kept
//! has its line in the repair list. It reads no file and writes none.

mod actual;
pub mod form;
mod framework;
mod grid;
mod labels;
pub mod repair;
mod rows;
mod sheet;
mod target;
mod text;
mod write;

use crate::table::TableFinding;
use crate::table::sheet as tables;

pub use form::Form;
pub use repair::{CODES, Certainty, Repair};
pub use write::{Options, Written, write};

use grid::Grid;

/// Every form of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forms {
    /// In the order of the file.
    pub forms: Vec<Form>,
    /// What was said while they were read.
    pub repairs: Vec<Repair>,
    /// What was said about the file.
    pub findings: Vec<TableFinding>,
}

/// Reads the forms of a file. `file` is its name for messages.
///
/// # Errors
///
/// The file is none that can be read, or has no table of indicators.
pub fn read(bytes: &[u8], file: &str) -> Result<Forms, TableFinding> {
    let (grids, findings) = grids(bytes, file)?;
    let mut read = Forms { findings, ..Forms::default() };
    for grid in &grids {
        let before = read.repairs.len();
        let forms = sheet::forms(grid, &mut read.repairs);
        for line in read.repairs.iter_mut().skip(before) {
            line.sheet.clone_from(&grid.sheet);
        }
        read.forms.extend(forms);
    }
    let is_plan = |form: &Form| !form.rows.is_empty() || !form.groups.is_empty() || !form.tasks.is_empty();
    if !read.forms.iter().any(is_plan) {
        let message = "没有找到绩效指标表";
        return Err(TableFinding::of_file("E0801", file, message).help(
            "表里要有“三级指标”（或“指标名称”）和“年度指标值”（或“指标值”）两列，或“产出指标”“数量指标”这样的名称",
        ));
    }
    read.forms.retain(is_plan);
    Ok(read)
}

fn grids(bytes: &[u8], file: &str) -> Result<(Vec<Grid>, Vec<TableFinding>), TableFinding> {
    let workbook = tables::read(bytes, file)?;
    let merges = tables::merges(bytes);
    let of = |sheet: &tables::Sheet| {
        let own = merges.iter().find(|(name, _)| Some(name) == sheet.name.as_ref());
        Grid::of_sheet(sheet, own.map_or(&[], |(_, merges)| merges.as_slice()))
    };
    let grids = workbook.sheets.iter().filter(|sheet| !sheet.hidden).map(of).collect();
    Ok((grids, workbook.findings))
}
