//! What existing forms say, as plans in heng: 申报表, 自评表 and 监控表 of any layout seen.
//!
//! Bytes become grids of texts ([`grid`]), grids become forms ([`form`]), forms become heng
//! ([`write`]). Nothing is guessed in silence: each text that was understood, supposed or kept
//! has its line in the repair list. It reads no file and writes none.

mod actual;
pub mod check;
mod foot;
pub mod form;
mod framework;
mod grid;
mod halves;
mod labels;
mod markup;
mod narrative;
mod place;
pub mod repair;
mod rows;
mod settle;
mod sheet;
mod stream;
mod target;
mod text;
mod tokens;
mod write;

use crate::table::TableFinding;
use crate::table::sheet as tables;

pub use form::Form;
pub use repair::{CODES, Certainty, Part, Repair};
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
    /// The cells, where the file has cells.
    grids: Vec<Grid>,
}

/// One row, read for what it says: its target and its actual value as texts and in heng.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowMeaning {
    /// The target in one piece: `≥20场`.
    pub target: String,
    /// The same in heng; none where it was kept as found, or only guessed.
    pub target_heng: Option<String>,
    /// Whether it has no sign, and the name does not say whether more is better.
    pub unsure: bool,
    /// The actual value; empty where there is none.
    pub actual: String,
    /// The same in heng.
    pub actual_heng: Option<String>,
}

/// Reads one row of a form.
pub fn meaning(row: &form::Row, form: &Form) -> RowMeaning {
    let [_, two] = row.group.and_then(|at| form.groups.get(at)).cloned().unwrap_or_default();
    let group = two.map(|two| two.name).unwrap_or_default();
    let (whole, _, written) = write::understood(row, &group, form.year);
    let actual = row.actual.as_ref().filter(|found| !found.is_blank());
    RowMeaning {
        target: whole.text,
        unsure: written.unsure,
        // A direction that is only guessed accuses nobody.
        target_heng: (!written.kept && !written.unsure).then_some(written.heng),
        actual: actual.map(|found| found.text.clone()).unwrap_or_default(),
        actual_heng: actual.map(|found| actual::value(found, row, form.year).0),
    }
}

/// The number in a cell of weights, scores or amounts, and what stands behind it.
pub fn number(text: &str) -> Option<(rust_decimal::Decimal, String)> {
    text::number(text).map(|(_, value, unit)| (value, unit))
}

/// Reads the forms of a file. `file` is its name for messages.
///
/// # Errors
///
/// The file is none that can be read, or has no table of indicators.
pub fn read(bytes: &[u8], file: &str) -> Result<Forms, TableFinding> {
    let mut read = read_by_content(bytes, file)?;
    read.findings.extend(tables::misnamed(bytes, file));
    Ok(read)
}

fn read_by_content(bytes: &[u8], file: &str) -> Result<Forms, TableFinding> {
    let mut read = Forms::default();
    if let Some(text) = tables::text(bytes, file)?
        && let Some(form) = narrative::form(&text, &mut read.repairs)
    {
        read.forms.push(form);
        return Ok(read);
    }
    if let Some(text) = flat_text(bytes, file)? {
        if let Some(form) = stream::form(&text, &mut read.repairs) {
            read.forms.push(form);
            return Ok(read);
        }
        read.repairs.clear();
    }
    let (grids, findings) = grids(bytes, file)?;
    read.findings = findings;
    for grid in &grids {
        let before = read.repairs.len();
        let parts = grid.apart();
        let mut forms: Vec<Form> = parts.iter().flat_map(|part| sheet::forms(part, &mut read.repairs)).collect();
        forms.iter_mut().for_each(|form| settle::shares(form, &mut read.repairs));
        for line in read.repairs.iter_mut().skip(before) {
            line.sheet.clone_from(&grid.sheet);
        }
        read.forms.extend(forms);
    }
    let is_plan = |form: &Form| !form.rows.is_empty() || !form.groups.is_empty() || !form.tasks.is_empty();
    if !read.forms.iter().any(is_plan) {
        // Bars in every line do not make a table that has a header.
        let text = tables::text(bytes, file)?.unwrap_or_else(|| as_text(&grids));
        let mut repairs = Vec::new();
        let form = narrative::form(&text, &mut repairs).or_else(|| stream::form(&text, &mut repairs));
        if let Some(form) = form {
            return Ok(Forms { forms: vec![form], repairs, findings: read.findings, grids: Vec::new() });
        }
        let message = "没有找到绩效指标表";
        return Err(TableFinding::of_file("E0801", file, message).help(
            "表里要有“三级指标”（或“指标名称”）和“年度指标值”（或“指标值”）两列，或“产出指标”“数量指标”这样的名称",
        ));
    }
    read.forms.retain(is_plan);
    read.grids = grids;
    Ok(read)
}

/// The paragraphs of a document without a table of indicators, each on the line of its row.
fn as_text(grids: &[Grid]) -> String {
    let mut out = String::new();
    let mut line = 0;
    for row in grids.iter().flat_map(|grid| &grid.rows) {
        while line < row.index && line < MAX_LINES {
            out.push('\n');
            line += 1;
        }
        let texts: Vec<String> = row.cells.iter().map(|cell| cell.text.replace('\n', " ")).collect();
        out.push_str(&texts.join("，"));
    }
    out
}

/// Rows of a document that are read as running text; more are no document of sentences.
const MAX_LINES: u32 = 100_000;

/// The text of a file whose rows are no rows of a table: a cell a line, bars, or nothing at all
/// between the cells.
fn flat_text(bytes: &[u8], file: &str) -> Result<Option<String>, TableFinding> {
    let Some(text) = tables::text(bytes, file)? else { return Ok(None) };
    let joined = without_line_ends_in_quotes(&text);
    let filled: Vec<&str> = joined.lines().filter(|line| !line.trim().is_empty()).collect();
    let with = |mark: &str| filled.iter().filter(|line| line.matches(mark).count() >= 2).count();
    let has_rows = ["\t", ",", ";"].into_iter().any(|mark| {
        with(mark) * 2 > filled.len() && !text.contains('|') || mark == "\t" && with(mark) * 4 > filled.len()
    });
    Ok((!has_rows && !is_regular(&filled)).then_some(text))
}

/// Cells in quotation marks go over several lines; those are one line of the table.
fn without_line_ends_in_quotes(text: &str) -> std::borrow::Cow<'_, str> {
    let opens = ["\n\"", ",\"", "\t\"", ";\""].iter().any(|open| text.contains(open)) || text.starts_with('"');
    if !opens || !text.matches('"').count().is_multiple_of(2) {
        return text.into();
    }
    let mut quoted = false;
    let letter = |letter: char| {
        quoted ^= letter == '"';
        if quoted && letter == '\n' { ' ' } else { letter }
    };
    text.chars().map(letter).collect::<String>().into()
}

/// Whether every line has as many bars as the first: a table after all.
fn is_regular(lines: &[&str]) -> bool {
    let bars = |line: &&str| line.trim().matches('|').count();
    let first = lines.first().map_or(0, bars);
    first >= 3 && lines.len() > 2 && lines.iter().all(|line| bars(line) == first)
}

fn grids(bytes: &[u8], file: &str) -> Result<(Vec<Grid>, Vec<TableFinding>), TableFinding> {
    if let Some(grid) = markup::grid(bytes, file)? {
        return Ok((vec![grid], Vec::new()));
    }
    let workbook = tables::read(bytes, file)?;
    let grids =
        workbook.sheets.iter().filter(|sheet| !sheet.hidden).map(|sheet| Grid::of_sheet(sheet).printed()).collect();
    Ok((grids, workbook.findings))
}
