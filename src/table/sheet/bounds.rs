//! What a zipped workbook would unpack to, looked at before it is unpacked.
//!
//! The directory of a zip can lie about sizes, so parts are unpacked into nothing and
//! counted. OpenDocument can repeat one cell a million times, so repeats are counted too.

use std::io::{Cursor, Read};

use rustc_hash::FxHashSet;
use zip::ZipArchive;

use super::{MAX_CELLS, MAX_UNPACKED_BYTES};

/// What a zip file turned out to be.
pub(super) enum Package {
    Xlsx,
    Ods,
    /// Some other kind, in words.
    Other(&'static str),
}

/// Why a zip file is not read.
pub(super) enum Refusal {
    /// It cannot be unpacked.
    Broken,
    /// A part needs a password.
    Encrypted,
    /// It unpacks to more than [`MAX_UNPACKED_BYTES`].
    TooLarge,
    /// A part declares entities.
    Entities,
    /// It repeats cells beyond [`MAX_CELLS`].
    TooManyCells,
}

/// Parts that tell what a package is.
const MARKS: &[(&str, Package)] = &[
    ("xl/workbook.bin", Package::Other(" .xlsb 工作簿")),
    ("xl/workbook.xml", Package::Xlsx),
    ("word/document.xml", Package::Other(" Word 文档")),
    ("ppt/presentation.xml", Package::Other(" PowerPoint 文稿")),
];

/// So much of a part is looked at for a DOCTYPE, in front of which only comments may stand.
const HEAD_BYTES: u64 = 64 << 10;

/// Looks at a zip file's parts and measures them.
pub(super) fn inspect(bytes: &[u8]) -> Result<Package, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    let mut package = Package::Other("压缩包");
    for (mark, kind) in MARKS {
        if names.iter().any(|name| name.eq_ignore_ascii_case(mark)) {
            package = match kind {
                Package::Xlsx => Package::Xlsx,
                Package::Ods => Package::Ods,
                Package::Other(what) => Package::Other(what),
            };
            break;
        }
    }
    if names.iter().any(|name| name == "content.xml") && names.iter().any(|name| name == "mimetype") {
        package = Package::Ods;
    }
    if let Package::Other(_) = package {
        return Ok(package);
    }
    let mut left = MAX_UNPACKED_BYTES;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text.contains("assword") => Refusal::Encrypted,
            _ => Refusal::Broken,
        })?;
        if part.size() > left {
            return Err(Refusal::TooLarge);
        }
        let is_content = part.name().is_ok_and(|name| name == "content.xml") && matches!(package, Package::Ods);
        let mut limited = part.take(left + 1);
        let unpacked = if is_content {
            let mut content = Vec::new();
            limited.read_to_end(&mut content).map_err(|_| Refusal::Broken)?;
            if repeated_cells(&content) > MAX_CELLS {
                return Err(Refusal::TooManyCells);
            }
            content.len() as u64
        } else {
            // A declaration stands in front of everything else.
            let mut head = Vec::new();
            (&mut limited).take(HEAD_BYTES).read_to_end(&mut head).map_err(|_| Refusal::Broken)?;
            if memchr::memmem::find(&head, b"<!DOCTYPE").is_some() {
                return Err(Refusal::Entities);
            }
            head.len() as u64 + std::io::copy(&mut limited, &mut std::io::sink()).map_err(|_| Refusal::Broken)?
        };
        left = left.checked_sub(unpacked).ok_or(Refusal::TooLarge)?;
    }
    Ok(package)
}

/// How many cells an OpenDocument content unrolls to, empty ends of rows not counted.
fn repeated_cells(content: &[u8]) -> usize {
    let (mut total, mut row, mut pending, mut row_repeat) = (0usize, 0usize, 0usize, 1usize);
    for tag in memchr::memchr_iter(b'<', content).filter_map(|at| content.get(at + 1..)) {
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        let tag = tag.get(..end).unwrap_or_default();
        if tag.starts_with(b"table:table-row") {
            (row, pending) = (0, 0);
            row_repeat = attribute(tag, b"number-rows-repeated");
        } else if tag.starts_with(b"/table:table-row") {
            // A long run of empty rows at the end of a sheet costs nothing.
            total = total.saturating_add(row.saturating_mul(row_repeat));
        } else if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            let repeat = attribute(tag, b"number-columns-repeated");
            if tag.ends_with(b"/") {
                pending = pending.saturating_add(repeat);
            } else {
                row = row.saturating_add(pending).saturating_add(repeat);
                pending = 0;
            }
        }
    }
    total
}

/// The cells of an OpenDocument workbook that are percentages, sheet by sheet in the order of the file.
pub(super) fn percent_cells(bytes: &[u8]) -> Vec<FxHashSet<(u32, u32)>> {
    let content = || {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut content = Vec::new();
        archive.by_name("content.xml").ok()?.take(MAX_UNPACKED_BYTES).read_to_end(&mut content).ok()?;
        Some(content)
    };
    content().map(|content| percents(&content)).unwrap_or_default()
}

fn percents(content: &[u8]) -> Vec<FxHashSet<(u32, u32)>> {
    let mut sheets: Vec<FxHashSet<(u32, u32)>> = Vec::new();
    let (mut row, mut column, mut row_repeat) = (0usize, 0usize, 0usize);
    for tag in memchr::memchr_iter(b'<', content).filter_map(|at| content.get(at + 1..)) {
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        let tag = tag.get(..end).unwrap_or_default();
        if tag.starts_with(b"table:table ") {
            sheets.push(FxHashSet::default());
            (row, column, row_repeat) = (0, 0, 0);
        } else if tag.starts_with(b"table:table-row") && !tag.starts_with(b"table:table-rows") {
            (row, column) = (row.saturating_add(row_repeat), 0);
            row_repeat = attribute(tag, b"number-rows-repeated");
        } else if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            let repeat = attribute(tag, b"number-columns-repeated");
            let is_percent = memchr::memmem::find(tag, b"value-type=\"percentage\"").is_some();
            if let Some(sheet) = sheets.last_mut().filter(|_| is_percent) {
                // What is repeated more often than that was refused before.
                let places = (row..row.saturating_add(row_repeat.min(MAX_CELLS)))
                    .flat_map(|row| (column..column.saturating_add(repeat)).map(move |column| (row, column)));
                sheet.extend(places.take(MAX_CELLS).map(|(row, column)| (row as u32, column as u32)));
            }
            column = column.saturating_add(repeat);
        }
    }
    sheets
}

/// The number of an attribute; 1 when it is absent, a great deal when it is no number.
fn attribute(tag: &[u8], name: &[u8]) -> usize {
    let Some(at) = memchr::memmem::find(tag, name) else { return 1 };
    let value = tag.get(at + name.len()..).unwrap_or_default();
    let digits: Vec<u8> =
        value.iter().copied().skip_while(|byte| b"= '\"".contains(byte)).take_while(u8::is_ascii_digit).collect();
    std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_counted_and_empty_ends_are_not() {
        let honest = br#"<table:table-row><table:table-cell>a</table:table-cell><table:table-cell table:number-columns-repeated="16383"/></table:table-row>"#;
        assert_eq!(repeated_cells(honest), 1);
        let bomb = br#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000">a</table:table-cell></table:table-row>"#;
        assert_eq!(repeated_cells(bomb), 16_000_000_000);
    }
}
