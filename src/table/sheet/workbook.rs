//! Workbooks: .xlsx cell by cell with its percent formats, .xls and .ods as ranges.

use std::cell::Cell;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetVisible, Xls, Xlsx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::bounds::{self, Package, Refusal};
use super::ole::{self, Container};
use super::text::too_many_cells;
use super::{Content, MAX_CELLS, Row, Sheet, Workbook, decimal_of_float};
use crate::table::TableFinding;

pub(super) fn read_zip(bytes: &[u8], file: &str) -> Result<Workbook, TableFinding> {
    let package = bounds::inspect(bytes).map_err(|refusal| match refusal {
        Refusal::Broken => damaged(file),
        Refusal::Encrypted => password(file),
        Refusal::TooLarge => {
            TableFinding::of_file("E0535", file, "工作簿解压后超过 1 GB").help("删掉用不到的工作表和图片，另存后再试")
        }
        Refusal::TooManyCells => too_many_cells(file),
        Refusal::Entities => super::with_entities(file),
    })?;
    let sheets = match package {
        Package::Xlsx => guarded(file, || xlsx(bytes, file)),
        Package::Ods => guarded(file, || {
            let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
                calamine::OdsError::Password => password(file),
                _ => damaged(file),
            })?;
            ranges(&mut book, file, Results::MayLack, &bounds::percent_cells(bytes))
        }),
        Package::Other(what) => Err(other(file, what)),
    }?;
    Ok(Workbook { file: file.to_owned(), sheets, findings: Vec::new() })
}

pub(super) fn read_ole(bytes: &[u8], file: &str) -> Result<Workbook, TableFinding> {
    let sheets = match ole::inspect(bytes) {
        Container::Xls => guarded(file, || {
            let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
                calamine::XlsError::Password => password(file),
                _ => damaged(file),
            })?;
            ranges(&mut book, file, Results::Stored, &ole::percent_cells(bytes))
        }),
        Container::TooManyCells => Err(too_many_cells(file)),
        Container::Encrypted => Err(password(file)),
        Container::Other(what) => Err(other(file, what)),
        Container::Broken => Err(damaged(file)),
    }?;
    Ok(Workbook { file: file.to_owned(), sheets, findings: Vec::new() })
}

/// Damaged files can make the workbook reader panic; that is a damaged file, not our end.
fn guarded<T>(file: &str, read: impl FnOnce() -> Result<T, TableFinding>) -> Result<T, TableFinding> {
    let _guard = Guard::new();
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged(file)))
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is caught and told as a damaged file, so that a panic hook
/// has nothing to say about it.
pub fn panics_are_caught() -> bool {
    GUARDED.with(Cell::get)
}

/// Panics are caught as long as this lives.
struct Guard;

impl Guard {
    fn new() -> Self {
        GUARDED.with(|guarded| guarded.set(true));
        Guard
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        GUARDED.with(|guarded| guarded.set(false));
    }
}

/// Cell by cell, so that a lone cell far out costs one cell, and with each cell's format.
fn xlsx(bytes: &[u8], file: &str) -> Result<Vec<Sheet>, TableFinding> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => password(file),
        _ => damaged(file),
    })?;
    let mut sheets = Vec::new();
    let mut left = MAX_CELLS;
    for name in visible_sheets(&book, &mut sheets) {
        // Chart sheets have no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let percent: Vec<bool> = cells
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code)))
            .collect();
        let mut found: Vec<(u32, u32, Content)> = Vec::new();
        let mut any_blank = false;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| damaged(file))? {
            let (row, column) = cell.get_position();
            let content = content_of(cell.get_value(), percent.get(style).copied().unwrap_or(false));
            any_blank |= content == Content::Empty;
            if !content.is_empty() {
                left = left.checked_sub(1).ok_or_else(|| too_many_cells(file))?;
                found.push((row, column, content));
            }
        }
        drop(cells);
        if any_blank {
            found.extend(uncalculated(&mut book, &name, file)?);
        }
        sheets.push(Sheet { name: Some(name), rows: rows(found), ..Sheet::default() });
    }
    Ok(sheets)
}

/// The cells that hold a formula and no result.
fn uncalculated(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    file: &str,
) -> Result<Vec<(u32, u32, Content)>, TableFinding> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| damaged(file))?;
    let mut found = Vec::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| damaged(file))? {
        if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) {
            found.push((cell.pos.0, cell.pos.1, Content::Uncalculated));
        }
    }
    Ok(found)
}

/// Sheets of readers that unroll whole ranges, which were measured before.
fn ranges<'b, R: Reader<Cursor<&'b [u8]>>>(
    book: &mut R,
    file: &str,
    results: Results,
    percents: &[FxHashSet<(u32, u32)>],
) -> Result<Vec<Sheet>, TableFinding> {
    let mut sheets = Vec::new();
    let names = book.sheet_names();
    for name in visible_sheets(book, &mut sheets) {
        let percent = names.iter().position(|known| *known == name).and_then(|at| percents.get(at));
        let range = book.worksheet_range(&name).map_err(|_| damaged(file))?;
        let (top, left) = range.start().unwrap_or_default();
        let found = range.used_cells().map(|(row, column, value)| (top + row as u32, left + column as u32, value)).map(
            |(row, column, value)| {
                let is_percent = percent.is_some_and(|cells| cells.contains(&(row, column)));
                (row, column, content_of_data(value, is_percent))
            },
        );
        let mut cells: Vec<_> = found.filter(|(_, _, content)| !content.is_empty()).collect();
        if let (Results::MayLack, Ok(formulas)) = (results, book.worksheet_formula(&name)) {
            let (top, left) = formulas.start().unwrap_or_default();
            let places = formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty());
            let places = places.map(|(row, column, _)| (top + row as u32, left + column as u32));
            let lacking = places.filter(|place| matches!(range.get_value(*place), None | Some(Data::Empty)));
            cells.extend(lacking.map(|(row, column)| (row, column, Content::Uncalculated)));
        }
        sheets.push(Sheet { name: Some(name), rows: rows(cells), ..Sheet::default() });
    }
    Ok(sheets)
}

/// Whether a kind of workbook always stores what its formulas gave.
#[derive(Clone, Copy)]
enum Results {
    Stored,
    MayLack,
}

/// The sheets that people see, by name; of the others only the names are kept, in `sheets`.
fn visible_sheets<RS: std::io::Read + std::io::Seek>(book: &impl Reader<RS>, sheets: &mut Vec<Sheet>) -> Vec<String> {
    let (visible, hidden): (Vec<_>, Vec<_>) =
        book.sheets_metadata().iter().partition(|sheet| sheet.visible == SheetVisible::Visible);
    let unread = |sheet: &calamine::Sheet| Sheet { name: Some(sheet.name.clone()), hidden: true, ..Sheet::default() };
    sheets.extend(hidden.into_iter().map(unread));
    visible.into_iter().map(|sheet| sheet.name.clone()).collect()
}

fn rows(mut cells: Vec<(u32, u32, Content)>) -> Vec<Row> {
    cells.sort_by_key(|(row, column, _)| (*row, *column));
    let mut rows: Vec<Row> = Vec::new();
    for (index, column, content) in cells {
        match rows.last_mut() {
            Some(row) if row.index == index => row.cells.push((column, content)),
            _ => rows.push(Row { index, cells: vec![(column, content)] }),
        }
    }
    rows
}

fn content_of(value: &DataRef, percent: bool) -> Content {
    match value {
        DataRef::Empty => Content::Empty,
        DataRef::Int(number) => number_of(Some(Decimal::from(*number)), percent),
        DataRef::Float(number) => number_of(decimal_of_float(*number), percent),
        DataRef::String(text) => Content::Text(text.clone()),
        DataRef::SharedString(text) => Content::Text((*text).to_owned()),
        DataRef::Bool(answer) => Content::Bool(*answer),
        DataRef::DateTime(moment) => day_of(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso(text),
        DataRef::Error(error) => Content::Broken(error.to_string()),
    }
}

fn content_of_data(value: &Data, percent: bool) -> Content {
    match value {
        Data::Empty => Content::Empty,
        Data::Int(number) => number_of(Some(Decimal::from(*number)), percent),
        Data::Float(number) => number_of(decimal_of_float(*number), percent),
        Data::String(text) => Content::Text(text.clone()),
        Data::Bool(answer) => Content::Bool(*answer),
        Data::DateTime(moment) => day_of(moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Error(error) => Content::Broken(error.to_string()),
    }
}

fn number_of(number: Option<Decimal>, percent: bool) -> Content {
    let Some(number) = number else { return Content::Broken("数字位数太多".to_owned()) };
    if !percent {
        return Content::Number(number);
    }
    match number.checked_mul(Decimal::ONE_HUNDRED) {
        Some(number) => Content::Percent(number.normalize()),
        None => Content::Broken("数字位数太多".to_owned()),
    }
}

fn day_of(moment: &ExcelDateTime) -> Content {
    if moment.is_duration() {
        return decimal_of_float(moment.as_f64()).map_or(Content::Empty, Content::Number);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, day as i8).ok());
    date.map_or_else(|| Content::Broken("日期不存在".to_owned()), Content::Date)
}

/// `2024-12-10T00:00:00` of OpenDocument; other texts stay texts.
fn iso(text: &str) -> Content {
    let date = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    date.map_or_else(|| Content::Text(text.to_owned()), Content::Date)
}

/// Whether a number format shows percent; a quoted `%` is only a letter.
fn is_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    format.split(';').next().unwrap_or_default().chars().any(|letter| {
        let shown = !quoted && !escaped && letter == '%';
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        shown
    })
}

fn damaged(file: &str) -> TableFinding {
    TableFinding::of_file("E0533", file, "工作簿打不开，文件可能没有下载完整或已损坏")
        .help("用 Excel 或 WPS 打开，另存为 .xlsx 后再试")
}

fn password(file: &str) -> TableFinding {
    TableFinding::of_file("E0534", file, "工作簿有密码").help("在 Excel 或 WPS 里去掉打开密码，另存后再试")
}

fn other(file: &str, what: &str) -> TableFinding {
    TableFinding::of_file("E0533", file, format!("文件内容是{what}，不是能读的表格"))
        .help("用 Excel 或 WPS 打开，另存为 .xlsx 后再试")
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_reader_is_a_damaged_file() {
        let read = guarded("坏.xlsx", || -> Result<(), TableFinding> {
            assert!(panics_are_caught());
            panic!("slice index out of range")
        });
        assert_eq!(read, Err(damaged("坏.xlsx")));
        assert!(!panics_are_caught());
    }
}
