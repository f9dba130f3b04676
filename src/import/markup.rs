//! Tables in web pages and in Word documents, as one grid with the words above them.
//!
//! Pages are no XML: end tags are missing and entities are HTML's. Only tables, rows, cells
//! and line ends are looked at, so whatever else is wrong does not matter.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::grid::{Cell, Grid, Row};
use crate::table::TableFinding;
use crate::table::sheet::{self, address};

/// The most bytes of a document: a form is a few pages.
const MAX_DOCUMENT_BYTES: u64 = 64 << 20;
/// A page with more broken tags is none.
const MAX_ERRORS: usize = 1000;
/// The most columns and rows that a cell may span; forms have some thirty columns.
const MAX_SPAN: usize = 1000;
/// Cells beyond so many columns are not read: no sheet has more.
const MAX_COLUMNS: usize = 16_384;

/// The grid of a web page or a Word document; nothing when the file is neither.
pub(super) fn grid(bytes: &[u8], file: &str) -> Result<Option<Grid>, TableFinding> {
    if bytes.starts_with(b"PK") {
        return document(bytes, file).map(|xml| xml.map(|xml| read(&xml)));
    }
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start = head.get(..4096.min(head.len())).unwrap_or_default().to_ascii_lowercase();
    let is_page = [&b"<!doctype html"[..], b"<html", b"<table", b"<head", b"<meta", b"<body", b"<div"]
        .iter()
        .any(|tag| start.starts_with(tag))
        || (start.starts_with(b"<") && memchr::memmem::find(&start, b"<table").is_some());
    if !is_page || bytes.len() as u64 > MAX_DOCUMENT_BYTES {
        return Ok(None);
    }
    // A page has a DOCTYPE, but no form declares what its letters stand for.
    if memchr::memmem::find(bytes, b"<!ENTITY").is_some() {
        return Err(sheet::with_entities(file));
    }
    Ok(Some(read(&without_scripts(&sheet::decoded(bytes, file)?))))
}

/// The main part of a Word document.
fn document(bytes: &[u8], file: &str) -> Result<Option<String>, TableFinding> {
    let damaged = || {
        TableFinding::of_file("E0533", file, "Word 文档打不开，文件可能没有下载完整或已损坏")
            .help("用 Word 或 WPS 打开，另存为 .docx 后再试")
    };
    let is_word = [".docx", ".doc", ".wps"].iter().any(|suffix| file.to_ascii_lowercase().ends_with(suffix));
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return if is_word { Err(damaged()) } else { Ok(None) };
    };
    let Ok(part) = archive.by_name("word/document.xml") else { return Ok(None) };
    let mut xml = Vec::new();
    part.take(MAX_DOCUMENT_BYTES + 1).read_to_end(&mut xml).map_err(|_| damaged())?;
    if xml.len() as u64 > MAX_DOCUMENT_BYTES {
        return Err(TableFinding::of_file("E0535", file, "Word 文档太大").help("只留要用的表格，另存后再试"));
    }
    if memchr::memmem::find(&xml, b"<!DOCTYPE").is_some() || memchr::memmem::find(&xml, b"<!ENTITY").is_some() {
        return Err(sheet::with_entities(file));
    }
    String::from_utf8(xml).map(Some).map_err(|_| damaged())
}

/// Scripts and styles hold what looks like tags.
fn without_scripts(page: &str) -> String {
    // Of the same length, so that a place in one is a place in the other.
    let lower = page.to_ascii_lowercase();
    let find = |tag: &str, from: usize| {
        let rest = lower.get(from..)?;
        memchr::memmem::find(rest.as_bytes(), tag.as_bytes()).map(|at| from + at)
    };
    let mut out = String::with_capacity(page.len());
    let mut from = 0;
    let mut next = [("<script", "</script"), ("<style", "</style")].map(|(open, close)| (find(open, 0), open, close));
    while let Some((at, open, close)) =
        next.iter().filter_map(|(at, open, close)| Some(((*at)?, *open, *close))).min_by_key(|(at, ..)| *at)
    {
        out.push_str(page.get(from..at).unwrap_or_default());
        let end = find(close, at).and_then(|end| find(">", end)).map_or(page.len(), |end| end + 1);
        from = end;
        for slot in &mut next {
            if slot.1 == open || slot.0.is_some_and(|at| at < end) {
                slot.0 = find(slot.1, end);
            }
        }
    }
    out + page.get(from..).unwrap_or_default()
}

#[derive(Default)]
struct Open {
    rows: Vec<Vec<Spanned>>,
    row: Option<Vec<Spanned>>,
    cell: Option<Spanned>,
    /// The words of its caption, while it is open.
    caption: Option<String>,
}

#[derive(Default)]
struct Spanned {
    text: String,
    columns: usize,
    rows: usize,
    /// A continuation of the cell above it.
    covered: bool,
}

impl Open {
    /// Where words go: into the caption, or into the cell that is open.
    fn words(&mut self) -> Option<&mut String> {
        self.caption.as_mut().or(self.cell.as_mut().map(|cell| &mut cell.text))
    }

    /// A caption stands above its table, like a heading.
    fn end_caption(&mut self, grid: &mut Vec<Vec<(usize, String)>>) {
        if let Some(mut caption) = self.caption.take() {
            flush(&mut caption, grid);
        }
    }

    fn end_cell(&mut self) {
        if let Some(cell) = self.cell.take() {
            self.row.get_or_insert_default().push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(row) = self.row.take() {
            self.rows.push(row);
        }
    }
}

fn read(text: &str) -> Grid {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut grid: Vec<Vec<(usize, String)>> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut outside = String::new();
    let mut errors = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => start(&tag, &mut open, &mut outside, &mut grid),
            Ok(Event::Empty(tag)) => {
                start(&tag, &mut open, &mut outside, &mut grid);
                end(&local(tag.local_name().as_ref()), &mut open, &mut outside, &mut grid);
            }
            Ok(Event::End(tag)) => end(&local(tag.local_name().as_ref()), &mut open, &mut outside, &mut grid),
            Ok(Event::Text(found)) => push(&found, &mut open, &mut outside),
            Ok(Event::CData(found)) => push(&found, &mut open, &mut outside),
            Ok(Event::GeneralRef(found)) => {
                let meant = found.resolve_char_ref().ok().flatten().map(String::from);
                let meant = meant.or_else(|| entity(&found).map(str::to_owned));
                let meant = meant.unwrap_or_else(|| format!("&{};", &*found));
                push(&meant, &mut open, &mut outside);
            }
            Ok(Event::Eof) => break,
            // What cannot be read is passed over, as far as that leads anywhere.
            Err(_) if errors > MAX_ERRORS => break,
            Err(_) => errors += 1,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
        }
    }
    while let Some(mut table) = open.pop() {
        table.end_caption(&mut grid);
        lay_out(table, &mut grid);
    }
    flush(&mut outside, &mut grid);
    of_rows(grid)
}

fn local(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// HTML's own names of characters that forms have.
fn entity(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "ge" => "≥",
        "le" => "≤",
        "ldquo" => "“",
        "rdquo" => "”",
        "mdash" => "—",
        "hellip" => "…",
        "middot" => "·",
        "times" => "×",
        "permil" => "‰",
        "deg" => "°",
        "plusmn" => "±",
        "sup2" => "²",
        "sup3" => "³",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ndash" => "–",
        "bull" => "•",
        "yen" => "¥",
        "radic" => "√",
        "nbsp" | "ensp" | "emsp" | "thinsp" => " ",
        _ => return None,
    })
}

fn push(text: &str, open: &mut [Open], outside: &mut String) {
    // Line ends of the source are blanks; those of the text are tags.
    let text = text.replace(['\r', '\n', '\t'], "");
    match open.last_mut() {
        Some(table) => {
            if let Some(words) = table.words() {
                words.push_str(&text);
            }
        }
        None => outside.push_str(&text),
    }
}

fn start(tag: &BytesStart<'_>, open: &mut Vec<Open>, outside: &mut String, grid: &mut Vec<Vec<(usize, String)>>) {
    let name = local(tag.local_name().as_ref());
    match name.as_str() {
        "table" | "tbl" => {
            flush(outside, grid);
            open.push(Open::default());
        }
        "caption" => {
            if let Some(table) = open.last_mut() {
                table.end_row();
                table.caption = Some(String::new());
            }
        }
        "tr" => {
            if let Some(table) = open.last_mut() {
                table.end_caption(grid);
                table.end_row();
                table.row = Some(Vec::new());
            }
        }
        "td" | "th" | "tc" => {
            if let Some(table) = open.last_mut() {
                table.end_caption(grid);
                table.end_cell();
                let span = |name| attribute(tag, name).and_then(|value| value.trim().parse().ok());
                let span = |name| span(name).unwrap_or(1).clamp(1, MAX_SPAN);
                table.cell = Some(Spanned { columns: span("colspan"), rows: span("rowspan"), ..Spanned::default() });
            }
        }
        "gridspan" => {
            if let Some(cell) = open.last_mut().and_then(|table| table.cell.as_mut()) {
                let span = attribute(tag, "val").and_then(|value| value.parse().ok());
                cell.columns = span.unwrap_or(1).clamp(1, MAX_SPAN);
            }
        }
        "vmerge" => {
            if let Some(cell) = open.last_mut().and_then(|table| table.cell.as_mut()) {
                cell.covered = attribute(tag, "val").is_none_or(|value| value != "restart");
            }
        }
        "br" => push_line(open, outside),
        _ => {}
    }
}

fn end(name: &str, open: &mut Vec<Open>, outside: &mut String, grid: &mut Vec<Vec<(usize, String)>>) {
    match name {
        "table" | "tbl" => {
            if let Some(mut table) = open.pop() {
                table.end_caption(grid);
                lay_out(table, grid);
            }
        }
        "caption" => {
            if let Some(table) = open.last_mut() {
                table.end_caption(grid);
            }
        }
        "tr" => {
            if let Some(table) = open.last_mut() {
                table.end_row();
            }
        }
        "td" | "th" | "tc" => {
            if let Some(table) = open.last_mut() {
                table.end_cell();
            }
        }
        "p" | "div" | "h1" | "h2" | "h3" | "title" | "li" => {
            if open.is_empty() {
                flush(outside, grid);
            } else {
                push_line(open, outside);
            }
        }
        _ => {}
    }
}

fn push_line(open: &mut [Open], outside: &mut String) {
    match open.last_mut() {
        Some(table) => {
            if let Some(words) = table.words() {
                words.push('\n');
            }
        }
        None => outside.push('\n'),
    }
}

/// An attribute, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = tag.html_attributes().with_checks(false).flatten().find(|attribute| {
        let name: &str = attribute.key.as_ref();
        name.rsplit(':').next().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
    })?;
    Some(found.value.to_string())
}

/// The words between tables, a paragraph a row.
fn flush(outside: &mut String, grid: &mut Vec<Vec<(usize, String)>>) {
    let text = std::mem::take(outside);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        grid.push(vec![(0, line.to_owned())]);
    }
}

/// Puts the cells of a table into columns.
fn lay_out(mut table: Open, grid: &mut Vec<Vec<(usize, String)>>) {
    table.end_row();
    // How many more rows each column is covered from above.
    let mut covered: Vec<usize> = Vec::new();
    for row in table.rows {
        let mut cells = Vec::new();
        let mut column = 0;
        for cell in row {
            while let Some(left) = covered.get_mut(column).filter(|left| **left > 0) {
                *left -= 1;
                column += 1;
            }
            let text = cell.text.trim().to_owned();
            if !cell.covered && !text.is_empty() {
                cells.push((column, text));
            }
            if column + cell.columns > MAX_COLUMNS {
                break;
            }
            covered.resize(covered.len().max(column + cell.columns), 0);
            for left in covered.iter_mut().skip(column).take(cell.columns) {
                *left = cell.rows - 1;
            }
            column += cell.columns;
        }
        for left in covered.iter_mut().skip(column) {
            *left = left.saturating_sub(1);
        }
        grid.push(cells);
    }
}

fn of_rows(rows: Vec<Vec<(usize, String)>>) -> Grid {
    let row = |(index, cells): (usize, Vec<(usize, String)>)| {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let cell = |(column, text): (usize, String)| {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            Cell { column, text, at: address(index, column) }
        };
        Row { index, cells: cells.into_iter().map(cell).collect() }
    };
    let rows = rows.into_iter().enumerate().map(row).filter(|row| !row.cells.is_empty());
    Grid { sheet: None, rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_keep_their_columns() {
        let page =
            "<table><tr><td rowspan=2>甲<td colspan='2'>乙&ge;1</tr><tr><td>丙</td><td>丁<br>戊</td></tr></table>";
        let grid = read(page);
        let shown: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|cell| format!("{} {}", cell.at, cell.text.replace('\n', "/"))))
            .collect();
        assert_eq!(shown, ["A1 甲", "B1 乙≥1", "B2 丙", "C2 丁/戊"]);
        let page = "<table><caption><b>甲<br>乙</b></caption><tr><td>丙</table><table><caption>丁<tr><td>戊</table>";
        let texts: Vec<String> = read(page).rows.into_iter().map(|row| row.cells[0].text.clone()).collect();
        assert_eq!(texts, ["甲", "乙", "丙", "丁", "戊"], "captions stand above their tables");
        assert_eq!(without_scripts("a<SCRIPT>1<2</script>b"), "ab");
    }
}
