//! From the bytes of a file to sheets of cells: workbooks, separated text, JSON.
//!
//! What a file is, its content says, not its name. Everything is bounded, and whatever a
//! broken file makes a reader do, it comes back as a finding.

mod bounds;
mod json;
mod ole;
mod text;
mod workbook;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use workbook::panics_are_caught;

use super::TableFinding;
use crate::score::actuals::Origin;

/// The largest file that is read, in bytes; a table of 100,000 rows is 20 MB.
pub const MAX_FILE_BYTES: usize = 256 << 20;
/// The most cells of a file; 100,000 rows of 20 columns are 2 million.
pub const MAX_CELLS: usize = 4_000_000;
/// The most bytes that the parts of a workbook may unpack to: guards against zip bombs.
pub const MAX_UNPACKED_BYTES: u64 = 1 << 30;

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text as found.
    Text(String),
    /// A number, exactly as it was written or, from a workbook, as it is shown at most.
    Number(Decimal),
    /// A number formatted as percent, times 100: a cell that shows 97.2% holds 97.2.
    Percent(Decimal),
    /// A day; a time of day is left out.
    Date(Date),
    /// TRUE or FALSE.
    Bool(bool),
    /// A failed formula (`#DIV/0!`) or a number beyond 28 digits.
    Broken(String),
    /// A formula whose result was not stored: a program wrote it and nobody opened the file since.
    Uncalculated,
}

impl Content {
    /// As a person would read it in the cell.
    pub fn text(&self) -> String {
        match self {
            Content::Empty => String::new(),
            Content::Text(text) => text.trim().to_owned(),
            Content::Number(number) => number.to_string(),
            Content::Percent(number) => format!("{number}%"),
            Content::Date(date) => date.to_string(),
            Content::Bool(answer) => if *answer { "是" } else { "否" }.to_owned(),
            Content::Broken(what) => what.clone(),
            Content::Uncalculated => "（公式）".to_owned(),
        }
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        match self {
            Content::Empty => true,
            Content::Text(text) => text.trim().is_empty(),
            Content::Number(_)
            | Content::Percent(_)
            | Content::Date(_)
            | Content::Bool(_)
            | Content::Broken(_)
            | Content::Uncalculated => false,
        }
    }
}

/// One row: the cells that hold something, by column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// From 0.
    pub index: u32,
    /// Column (from 0) and content, in the order of columns.
    pub cells: Vec<(u32, Content)>,
}

impl Row {
    /// The content of a column.
    pub fn get(&self, column: u32) -> &Content {
        let found = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok().and_then(|at| self.cells.get(at));
        found.map_or(&Content::Empty, |(_, content)| content)
    }
}

/// One sheet of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name; none in CSV and JSON.
    pub name: Option<String>,
    /// Rows that hold something, from the top.
    pub rows: Vec<Row>,
    /// For JSON: the pointer of each row and what each column adds to it.
    pub pointers: Option<Pointers>,
    /// Whether people do not see it; its rows are not read.
    pub hidden: bool,
}

/// Where the rows and columns of a sheet stand in a JSON document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pointers {
    /// By row index; the header row has the pointer of the list.
    pub rows: Vec<String>,
    /// By column; empty where the row is the value.
    pub columns: Vec<String>,
}

/// All sheets of a file, and what was found while reading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workbook {
    /// The file's name as given.
    pub file: String,
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
    /// Notes, such as an encoding that was converted.
    pub findings: Vec<TableFinding>,
}

impl Workbook {
    /// The place of a cell, for messages.
    pub fn origin(&self, sheet: &Sheet, row: u32, column: u32) -> Origin {
        let cell = match &sheet.pointers {
            None => address(row, column),
            Some(pointers) => {
                let part = |list: &[String], at: u32| list.get(at as usize).cloned().unwrap_or_default();
                part(&pointers.rows, row) + &part(&pointers.columns, column)
            }
        };
        Origin::Cell { file: self.file.clone(), sheet: sheet.name.clone(), cell }
    }
}

/// `E12` from row and column, both from 0.
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    let column: String = letters.into_iter().rev().collect();
    format!("{column}{}", u64::from(row) + 1)
}

/// Row and column of `E12`, from 0.
pub fn place(cell: &str) -> Option<(u32, u32)> {
    let split = cell.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, digits) = cell.split_at_checked(split)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.chars().try_fold(0_u32, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| column * 26 + (u32::from(letter) - u32::from('A') + 1))
    })?;
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

/// Reads a file's bytes. `file` is its name for messages; its extension is only a hint.
pub fn read(bytes: &[u8], file: &str) -> Result<Workbook, TableFinding> {
    if bytes.len() > MAX_FILE_BYTES {
        let message = format!("文件有 {} MB，超过上限 {} MB", bytes.len() >> 20, MAX_FILE_BYTES >> 20);
        return Err(TableFinding::of_file("E0535", file, message).help("只留要用的工作表，另存后再试"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(TableFinding::of_file("E0533", file, "文件是空的").help("要一张有“指标”和“实际完成值”两列的表"));
    }
    match kind(bytes) {
        Kind::Zip => workbook::read_zip(bytes, file),
        Kind::Ole => workbook::read_ole(bytes, file),
        Kind::Other(what) => {
            let message = format!("文件内容是{what}，不是表格");
            Err(TableFinding::of_file("E0533", file, message).help("用 Excel 或 WPS 打开，另存为 .xlsx 后再试"))
        }
        Kind::Text => text::read(bytes, file),
    }
}

/// The text of a file that is text; nothing for a workbook.
///
/// # Errors
///
/// Its encoding cannot be told.
pub(crate) fn text(bytes: &[u8], file: &str) -> Result<Option<String>, TableFinding> {
    match kind(bytes) {
        Kind::Text if bytes.len() <= MAX_FILE_BYTES => text::decode(bytes, file).map(|(text, _)| Some(text)),
        Kind::Text | Kind::Zip | Kind::Ole | Kind::Other(_) => Ok(None),
    }
}

/// The text of bytes in whatever encoding.
///
/// # Errors
///
/// Its encoding cannot be told.
pub(crate) fn decoded(bytes: &[u8], file: &str) -> Result<String, TableFinding> {
    text::decode(bytes, file).map(|(text, _)| text)
}

/// A file that declares entities: office programs write none, and unfolding them can take all memory.
pub(crate) fn with_entities(file: &str) -> TableFinding {
    TableFinding::of_file("E0533", file, "文件里声明了 XML 实体（DOCTYPE），不是 Office 或 WPS 写的文件，没有读")
        .help("用 Excel、Word 或 WPS 打开，另存后再试")
}

/// What the content of a file is, and the suffixes under which people expect it.
const CONTENTS: &[(&str, &[&str])] = &[
    (" Word 文档", &["docx", "docm", "wps"]),
    (" .xlsx 工作簿", &["xlsx", "xlsm", "xltx", "et"]),
    (" .ods 工作簿", &["ods"]),
    ("旧版 .xls 工作簿", &["xls", "et", "xlt"]),
    ("网页", &["html", "htm", "mht"]),
    ("文本", &["csv", "tsv", "txt", "json", "md", "heng"]),
];

/// A note on a file whose name says something else than its content, which systems that export
/// web pages as .xls make every day. It is read by its content all the same.
pub(crate) fn misnamed(bytes: &[u8], file: &str) -> Option<TableFinding> {
    let (_, suffix) = file.rsplit_once('.')?;
    let suffix = suffix.to_ascii_lowercase();
    let has = |part: &str| memchr::memmem::find(bytes, part.as_bytes()).is_some();
    let found = match kind(bytes) {
        Kind::Zip if has("word/document.xml") => 0,
        Kind::Zip if has("xl/workbook.xml") => 1,
        Kind::Zip if has("content.xml") => 2,
        Kind::Ole => 3,
        Kind::Other("网页或 XML") => 4,
        Kind::Text => 5,
        Kind::Zip | Kind::Other(_) => return None,
    };
    let (what, usual) = CONTENTS.get(found)?;
    let is_known = CONTENTS.iter().any(|(_, suffixes)| suffixes.contains(&&*suffix));
    if !is_known || usual.contains(&&*suffix) {
        return None;
    }
    let message = format!("文件名是 .{suffix}，内容是{what}，按内容读");
    Some(TableFinding::of_file("E0557", file, message).help(format!("把后缀改成 .{}", usual.first()?)))
}

enum Kind {
    Zip,
    Ole,
    Text,
    Other(&'static str),
}

/// First bytes of files that people take for tables.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF", " PDF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"Rar!", " RAR 压缩包"),
    (b"7z\xbc\xaf", " 7z 压缩包"),
    (b"\x1f\x8b", " gzip 压缩包"),
    (b"{\\rtf", " RTF 文档"),
];

fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Kind::Ole;
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Kind::Other(what);
    }
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start: Vec<u8> = head.iter().take(14).map(u8::to_ascii_lowercase).collect();
    if ["<!doctype", "<html", "<table", "<?xml", "<head", "<meta"].iter().any(|tag| start.starts_with(tag.as_bytes())) {
        return Kind::Other("网页或 XML");
    }
    Kind::Text
}

/// A number of a workbook as text in decimal: the shortest that reads back the same, and
/// never more than the 15 digits a workbook shows, so that 1.1×3 is 3.3.
pub(crate) fn decimal_of_float(value: f64) -> Option<Decimal> {
    let shortest = value.to_string();
    let digits = shortest.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if digits <= 15 {
        return Decimal::from_str_exact(&shortest).ok();
    }
    let rounded = format!("{value:.14e}");
    Decimal::from_scientific(&rounded).ok().map(|value| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_spreadsheets_write_them() {
        assert_eq!(address(11, 4), "E12");
        assert_eq!(address(0, 25), "Z1");
        assert_eq!(address(0, 26), "AA1");
        assert_eq!(address(1_048_575, 16_383), "XFD1048576");
        for (cell, found) in [
            ("E12", Some((11, 4))),
            ("a1", Some((0, 0))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("第 3 行", None),
            ("E0", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(place(cell), found, "{cell}");
        }
    }

    #[test]
    fn floats_without_binary_noise() {
        for (value, text) in [
            (0.1, "0.1"),
            (3.3000000000000003, "3.3"),
            (97.2, "97.2"),
            (10125.93, "10125.93"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(decimal_of_float(value).unwrap().to_string(), text);
        }
        assert_eq!(decimal_of_float(1.0 / 3.0).unwrap().to_string(), "0.333333333333333");
        assert_eq!(decimal_of_float(f64::NAN), None);
        assert_eq!(decimal_of_float(1e300), None);
    }
}
