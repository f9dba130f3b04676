//! Separated text: encoding and separator are recognised, rows numbered as a spreadsheet would.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::{Content, MAX_CELL_CHARS, MAX_CELLS, Row, Sheet, Workbook, address, json};
use crate::score::actuals::Origin;
use crate::table::{TableFinding, columns};

/// What may separate cells; on a tie the earlier one is taken.
const SEPARATORS: &[u8] = b",\t;|";
/// Lines looked at to find the separator.
const SNIFFED_LINES: usize = 40;

pub(super) fn read(bytes: &[u8], file: &str) -> Result<Workbook, TableFinding> {
    let (text, encoding) = decode(bytes, file)?;
    if text.contains('\0') {
        return Err(TableFinding::of_file("E0533", file, "文件不是文本，也不是工作簿")
            .help("要 .xlsx、.xls、.ods、.csv 或 .json"));
    }
    let mut workbook = Workbook { file: file.to_owned(), ..Workbook::default() };
    if let Some(encoding) = encoding {
        let message = format!("文件是 {encoding} 编码，已按它读成 UTF-8");
        workbook.findings.push(TableFinding::of_file("E0524", file, message).help("另存为 UTF-8 编码，别的程序也能读"));
    }
    let is_json = text.trim_start().starts_with(['{', '[']) && !file.to_ascii_lowercase().ends_with(".csv");
    if is_json {
        workbook.sheets = json::sheets(&text, file)?;
    } else {
        let sheet = separated(&text, file)?;
        workbook.findings.extend(open_quote(&text, &sheet, file));
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// The text, and the name of its encoding when that is not UTF-8.
pub(super) fn decode(bytes: &[u8], file: &str) -> Result<(String, Option<&'static str>), TableFinding> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        let (text, broken) = encoding.decode_without_bom_handling(body);
        let name = if encoding == UTF_16LE || encoding == UTF_16BE { Some("UTF-16") } else { None };
        if !broken {
            return Ok((text.into_owned(), name));
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), None));
    }
    // GBK as such: only when every byte fits and the words are those of the field.
    let (text, broken) = GB18030.decode_without_bom_handling(bytes);
    if !broken && columns::has_field_words(&text) {
        return Ok((text.into_owned(), Some("GBK")));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let encoding = if guess == GBK { GB18030 } else { guess };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken
        || encoding == UTF_8
        || text.chars().filter(|letter| letter.is_control() && !letter.is_whitespace()).count() > 0
    {
        return Err(TableFinding::of_file("E0533", file, "认不出文件的编码，或文件不是文本")
            .help("另存为 UTF-8 编码的 .csv，或 .xlsx"));
    }
    Ok((text.into_owned(), Some(encoding.name())))
}

/// A quotation mark without its counterpart takes the rest of the file into its cell.
fn open_quote(text: &str, sheet: &Sheet, file: &str) -> Option<TableFinding> {
    let row = sheet.rows.last().filter(|_| memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1)?;
    let (column, _) = row.cells.iter().rfind(|(_, content)| content.text().contains('\n'))?;
    let cell = address(row.index, *column);
    let origin = Origin::Cell { file: file.to_owned(), sheet: None, cell };
    let message = "引号没有成对，从这一格起到文件末尾成了一格".to_owned();
    Some(TableFinding::at("E0531", origin, message).help("补上后引号 `\"`，或删去前引号"))
}

/// Rows and cells of a separated text.
fn separated(text: &str, file: &str) -> Result<Sheet, TableFinding> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let (mut cells, mut broken_lines) = (0usize, 0u64);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(TableFinding::of_file("E0533", file, format!("表格读到一半出错：{error}"))
                    .help("另存为 .xlsx 后再试"));
            }
        }
        // A line break inside quotes is a line of the file and no row of the table.
        let line = record
            .position()
            .map_or(0, |position| position.line().saturating_sub(1) + blank_lines(text, position.byte()));
        let index = u32::try_from(line.saturating_sub(broken_lines)).unwrap_or(u32::MAX);
        broken_lines +=
            record.iter().map(|field| field.bytes().filter(|byte| *byte == b'\n').count() as u64).sum::<u64>();
        let row: Vec<(u32, Content)> = record
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.trim().is_empty())
            .map(|(column, field)| (column as u32, cell(field)))
            .collect();
        cells += row.len();
        if cells > MAX_CELLS {
            return Err(too_many_cells(file));
        }
        if !row.is_empty() {
            sheet.rows.push(Row { index, cells: row });
        }
    }
    Ok(sheet)
}

/// A field as a cell.
fn cell(field: &str) -> Content {
    match field.char_indices().nth(MAX_CELL_CHARS) {
        None => Content::Text(field.to_owned()),
        Some(_) => {
            Content::Broken(format!("一格有 {} 个字，多于表格能放的 {MAX_CELL_CHARS} 个", field.chars().count()))
        }
    }
}

/// Line breaks that the reader passes over in front of a record.
fn blank_lines(text: &str, start: u64) -> u64 {
    let rest = usize::try_from(start).ok().and_then(|start| text.as_bytes().get(start..)).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count() as u64
}

pub(super) fn too_many_cells(file: &str) -> TableFinding {
    let message = format!("表格的单元格超过上限 {MAX_CELLS} 个");
    TableFinding::of_file("E0535", file, message).help("删掉用不到的行列和工作表，另存后再试")
}

/// The separator that splits the most of the first lines.
fn separator(text: &str) -> u8 {
    let count = |separator: &u8| -> usize {
        let mut quoted = false;
        let mut lines = 0;
        let mut found = 0;
        for byte in text.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' => lines += 1,
                _ if byte == *separator && !quoted => found += 1,
                _ => {}
            }
            if lines == SNIFFED_LINES {
                break;
            }
        }
        found
    };
    // max_by_key keeps the last of equals; the first separator is the usual one.
    SEPARATORS.iter().rev().copied().max_by_key(|separator| count(separator)).unwrap_or(b',')
}
