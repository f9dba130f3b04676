//! An existing .xlsx with some of its cells filled in, marked or commented; all else stays.
//!
//! Parts of the package that are not concerned are copied byte for byte, and in those that are,
//! only the elements meant are replaced: a library that reads a workbook and writes it again
//! drops what it does not know (data bars, sparklines, trend lines, check boxes, validations of
//! other programs). It decides nothing: what goes where is said by [`Edit`]s.

mod notes;
mod package;
mod sheet;
mod stale;
mod styles;
mod xml;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use package::Package;

use crate::table::sheet::place;

/// What is done to one cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// The name of its sheet.
    pub sheet: String,
    /// `E12`.
    pub cell: String,
    /// What it holds from now on. A formula stays, with this as its result until the workbook
    /// is calculated again.
    pub value: Option<Value>,
    /// The colour behind it from now on.
    pub mark: Option<Mark>,
    /// What is added to its comment.
    pub note: Option<String>,
}

/// What is written into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A number with its unit: the number alone where the cell shows the unit, else as text.
    Measure(Decimal, String),
    /// So many per cent: a share where the cell shows percentages, else as text.
    Percent(Decimal),
    /// A day: as a number where the cell shows days, else as text.
    Date(Date),
}

/// A colour behind a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Something does not agree.
    Wrong,
    /// Nobody can say.
    Open,
}

impl Mark {
    /// As spreadsheets write a colour: those of their own bad and neutral cells.
    fn argb(self) -> &'static str {
        match self {
            Mark::Wrong => "FFFFC7CE",
            Mark::Open => "FFFFEB9C",
        }
    }
}

/// A workbook after its edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// The file.
    pub bytes: Vec<u8>,
    /// The cells whose formula stayed where a value was to be written: sheet and cell.
    pub formulas: Vec<(String, String)>,
}

/// Why a workbook is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no .xlsx or .xlsm.
    NotAWorkbook,
    /// A part of it is missing or cannot be read.
    Broken,
    /// It has no such sheet.
    NoSheet(String),
    /// No cell is called so.
    NoCell(String),
}

impl Refusal {
    /// One sentence.
    pub fn message(&self) -> String {
        match self {
            Refusal::NotAWorkbook => "不是 .xlsx 工作簿，不能在里面改".to_owned(),
            Refusal::Broken => "工作簿的内容不完整，不能在里面改".to_owned(),
            Refusal::NoSheet(name) => format!("工作簿里没有工作表“{name}”"),
            Refusal::NoCell(cell) => format!("没有 `{cell}` 这样的单元格"),
        }
    }
}

/// The edits of one sheet by row and column, from 0.
type Edits<'e> = BTreeMap<(u32, u32), Edit>;

/// Makes the edits; two of one cell are both made, the later over the earlier.
///
/// # Errors
///
/// The bytes are no workbook that can be changed, or an edit names no cell of it.
pub fn amend(bytes: &[u8], edits: &[Edit]) -> Result<Amended, Refusal> {
    let mut package = Package::open(bytes)?;
    let sheets = package.sheets()?;
    let mut by_sheet: BTreeMap<usize, Edits<'_>> = BTreeMap::new();
    for edit in edits {
        let at = sheets.iter().position(|sheet| sheet.name == edit.sheet);
        let at = at.ok_or_else(|| Refusal::NoSheet(edit.sheet.clone()))?;
        let place = place(&edit.cell).ok_or_else(|| Refusal::NoCell(edit.cell.clone()))?;
        let slot = by_sheet.entry(at).or_default().entry(place).or_default();
        join(slot, edit);
    }
    let mut styles = styles::Styles::open(&mut package)?;
    let mut formulas = Vec::new();
    for (at, edits) in &by_sheet {
        let Some(sheet) = sheets.get(*at) else { continue };
        let kept = sheet::apply(&mut package, sheet, edits, &mut styles)?;
        formulas.extend(kept.into_iter().map(|cell| (sheet.name.clone(), cell)));
        notes::apply(&mut package, sheet, edits)?;
    }
    styles.close(&mut package);
    let written = by_sheet.iter().flat_map(|(at, edits)| {
        let valued = edits.iter().filter(|(_, edit)| edit.value.is_some());
        valued.map(|((row, column), _)| (*at, *row, *column))
    });
    let written: stale::Cells = written.collect();
    if !written.is_empty() {
        stale::clear(&mut package, &sheets, &written)?;
        package.recalculate(&sheets)?;
    }
    Ok(Amended { bytes: package.finish()?, formulas })
}

/// The later of two edits of one cell over the earlier; what they have to say stands below each other.
fn join(slot: &mut Edit, edit: &Edit) {
    let note = match (slot.note.take(), &edit.note) {
        (Some(first), Some(second)) => Some(format!("{first}\n{second}")),
        (first, second) => first.or_else(|| second.clone()),
    };
    *slot = Edit {
        sheet: edit.sheet.clone(),
        cell: edit.cell.clone(),
        value: edit.value.clone().or_else(|| slot.value.take()),
        // What is wrong is not covered by what is open.
        mark: [slot.mark, edit.mark].into_iter().flatten().min(),
        note,
    };
}
