//! The cells of one sheet: found by their names, replaced or put where they belong.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::package::{Package, Sheet, opened};
use super::styles::{Shows, Styles};
use super::xml::{Shape, Tag, escaped, splice, tags};
use super::{Edit, Edits, Refusal, Value};
use crate::table::sheet::{address, place};

/// Day 0 of spreadsheets, from March 1900 on.
const DAY_ZERO: Date = Date::constant(1899, 12, 30);

/// What is known of a sheet as far as its edits need it.
#[derive(Default)]
struct Found {
    prefix: String,
    /// Formats of whole columns: first, last, format.
    columns: Vec<(u32, u32, u32)>,
    /// The rows that have edits.
    rows: BTreeMap<u32, Row>,
    /// Where a row that is not there belongs.
    gaps: BTreeMap<u32, usize>,
    /// The first row that has not been passed.
    next: u32,
    /// `<sheetData/>`.
    no_rows: Option<(Range<usize>, String)>,
    /// What the sheet says it covers.
    extent: Option<(Range<usize>, String, String)>,
}

struct Row {
    open: Range<usize>,
    text: String,
    is_empty: bool,
    end: usize,
    style: Option<u32>,
    cells: Vec<(u32, Cell)>,
}

#[derive(Default)]
struct Cell {
    open: Range<usize>,
    text: String,
    end: usize,
    style: u32,
    formula: Option<Range<usize>>,
}

/// Makes the edits that concern cells themselves; gives the cells whose formula stayed.
pub(super) fn apply(
    package: &mut Package<'_>,
    sheet: &Sheet,
    edits: &Edits<'_>,
    styles: &mut Styles,
) -> Result<Vec<String>, Refusal> {
    let mut by_row: BTreeMap<u32, Vec<(u32, &Edit)>> = BTreeMap::new();
    for ((row, column), edit) in edits.iter().filter(|(_, edit)| edit.value.is_some() || edit.mark.is_some()) {
        by_row.entry(*row).or_default().push((*column, edit));
    }
    if by_row.is_empty() {
        return Ok(Vec::new());
    }
    let text = package.text(&sheet.part)?.ok_or(Refusal::Broken)?;
    let found = find(&text, &by_row)?;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut formulas = Vec::new();
    let mut new_rows = String::new();
    for (row, wanted) in &by_row {
        let Some(known) = found.rows.get(row) else {
            let cells: String =
                wanted.iter().map(|(column, edit)| new_cell(*row, *column, edit, &found, None, styles)).collect();
            let prefix = &found.prefix;
            let new = format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1);
            match found.gaps.get(row) {
                Some(at) => changes.push((*at..*at, new)),
                None => new_rows.push_str(&new),
            }
            continue;
        };
        let mut inserted = String::new();
        for (column, edit) in wanted {
            if let Some((_, cell)) = known.cells.iter().find(|(at, _)| at == column) {
                if cell.formula.is_some() && edit.value.is_some() {
                    formulas.push(address(*row, *column));
                }
                changes.push((cell.open.start..cell.end, changed_cell(&text, cell, edit, &found.prefix, styles)));
                continue;
            }
            let new = new_cell(*row, *column, edit, &found, known.style, styles);
            let next = known.cells.iter().find(|(at, _)| at > column).map(|(_, cell)| cell.open.start);
            match (next, known.is_empty) {
                (Some(at), _) => changes.push((at..at, new)),
                (None, false) => changes.push((known.end..known.end, new)),
                (None, true) => inserted.push_str(&new),
            }
        }
        let last = wanted.last().map_or(0, |(column, _)| *column);
        let open = widened(&known.text, wanted.first().map_or(0, |(column, _)| *column), last);
        if known.is_empty && !inserted.is_empty() {
            let mut row = tags(&open);
            let tag = row.next()?.ok_or(Refusal::Broken)?;
            changes.push((known.open.clone(), opened(&tag, &inserted)));
        } else if open != known.text {
            changes.push((known.open.clone(), open));
        }
    }
    if let Some((range, tag)) = found.no_rows.as_ref().filter(|_| !new_rows.is_empty()) {
        let mut data = tags(tag);
        let tag = data.next()?.ok_or(Refusal::Broken)?;
        changes.push((range.clone(), opened(&tag, &new_rows)));
    }
    changes.extend(extended(&found, &by_row));
    package.put(&sheet.part, splice(&text, changes));
    Ok(formulas)
}

/// Goes over the sheet once and remembers what the edits need.
fn find(text: &str, wanted: &BTreeMap<u32, Vec<(u32, &Edit)>>) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let mut tags = tags(text);
    let mut in_data = false;
    let (mut row_number, mut column_number) = (0, 0);
    let mut row: Option<Row> = None;
    let mut cell: Option<Cell> = None;
    let number = |tag: &Tag<'_>, name: &str| tag.exact_attribute(name).and_then(|text| text.parse::<u32>().ok());
    while let Some(tag) = tags.next()? {
        match tag.name() {
            "worksheet" if tag.shape == Shape::Open => found.prefix = tag.prefix().to_owned(),
            "dimension" if tag.shape != Shape::Close => {
                let extent = tag.exact_attribute("ref").unwrap_or_default();
                found.extent = Some((tag.range.clone(), tag.text.to_owned(), extent));
            }
            "col" if tag.shape != Shape::Close && !in_data => {
                if let (Some(first), Some(last), Some(style)) =
                    (number(&tag, "min"), number(&tag, "max"), number(&tag, "style"))
                {
                    found.columns.push((first.saturating_sub(1), last.saturating_sub(1), style));
                }
            }
            "sheetData" if tag.shape == Shape::Empty => {
                found.no_rows = Some((tag.range.clone(), tag.text.to_owned()));
            }
            "sheetData" if tag.shape == Shape::Open => in_data = true,
            "sheetData" => {
                in_data = false;
                gaps(&mut found, wanted, u32::MAX, tag.range.start);
            }
            _ if !in_data => {}
            "row" if tag.shape != Shape::Close => {
                // Rows without a number follow the one before them.
                row_number = number(&tag, "r").unwrap_or(row_number + 1);
                column_number = 0;
                let index = row_number.checked_sub(1).ok_or(Refusal::Broken)?;
                gaps(&mut found, wanted, index, tag.range.start);
                let has_format = tag.exact_attribute("customFormat").is_some_and(|text| text == "1" || text == "true");
                let new = Row {
                    open: tag.range.clone(),
                    text: tag.text.to_owned(),
                    is_empty: tag.shape == Shape::Empty,
                    end: tag.range.end,
                    style: number(&tag, "s").filter(|_| has_format),
                    cells: Vec::new(),
                };
                match (wanted.contains_key(&index), tag.shape) {
                    (true, Shape::Empty) => drop(found.rows.insert(index, new)),
                    (true, _) => row = Some(new),
                    (false, _) => row = None,
                }
            }
            "row" => {
                if let Some(done) = row.take() {
                    found.rows.insert(row_number.saturating_sub(1), Row { end: tag.range.start, ..done });
                }
            }
            "c" if row.is_some() => {
                if tag.shape != Shape::Close {
                    let own = tag.exact_attribute("r").and_then(|name| place(&name)).map(|(_, column)| column + 1);
                    column_number = own.unwrap_or(column_number + 1);
                    cell = Some(Cell {
                        open: tag.range.clone(),
                        text: tag.text.to_owned(),
                        end: tag.range.end,
                        style: number(&tag, "s").unwrap_or(0),
                        formula: None,
                    });
                }
                if tag.shape != Shape::Open
                    && let (Some(row), Some(cell)) = (&mut row, cell.take())
                {
                    row.cells.push((column_number - 1, Cell { end: tag.range.end, ..cell }));
                }
            }
            "f" => {
                if let Some(cell) = &mut cell {
                    let start = cell.formula.as_ref().map_or(tag.range.start, |range| range.start);
                    cell.formula = Some(start..tag.range.end);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The wanted rows before one that is there, and that are not there themselves, belong in front of it.
fn gaps(found: &mut Found, wanted: &BTreeMap<u32, Vec<(u32, &Edit)>>, before: u32, at: usize) {
    let from = found.next.min(before);
    found.gaps.extend(wanted.range(from..before).map(|(row, _)| (*row, at)));
    found.next = before.saturating_add(1);
}

/// A cell that is there, with its new look and value; a formula in it stays.
fn changed_cell(text: &str, cell: &Cell, edit: &Edit, prefix: &str, styles: &mut Styles) -> String {
    let style = edit.mark.and_then(|mark| styles.marked(cell.style, mark));
    let whole = text.get(cell.open.start..cell.end).unwrap_or_default();
    let inside = text.get(cell.open.end..cell.end).unwrap_or_default();
    let Some(value) = &edit.value else {
        return match style {
            Some(style) => super::xml::with_attribute(&cell.text, "s", &style.to_string()) + inside,
            None => whole.to_owned(),
        };
    };
    let formula = cell.formula.clone().and_then(|range| text.get(range)).unwrap_or_default();
    let (kind, content) = content(value, prefix, (styles, cell.style), !formula.is_empty());
    let style = style.unwrap_or(cell.style);
    let mut tag = without(&cell.text, &["t", "cm", "vm"]);
    if style != cell.style {
        tag = super::xml::with_attribute(&tag, "s", &style.to_string());
    }
    if let Some(kind) = kind {
        tag = super::xml::with_attribute(&tag, "t", kind);
    }
    let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
    format!("{open}>{formula}{content}</{prefix}c>")
}

/// A cell that is not there; it looks as its row or its column says.
fn new_cell(row: u32, column: u32, edit: &Edit, found: &Found, of_row: Option<u32>, styles: &mut Styles) -> String {
    let of_column = || {
        let own = found.columns.iter().find(|(first, last, _)| *first <= column && column <= *last);
        own.map(|(_, _, style)| *style)
    };
    let base = of_row.or_else(of_column).unwrap_or(0);
    let style = edit.mark.and_then(|mark| styles.marked(base, mark)).unwrap_or(base);
    let prefix = &found.prefix;
    let style = if style == 0 { String::new() } else { format!(" s=\"{style}\"") };
    let name = address(row, column);
    let Some(value) = &edit.value else { return format!("<{prefix}c r=\"{name}\"{style}/>") };
    let (kind, content) = content(value, prefix, (styles, base), false);
    let kind = kind.map(|kind| format!(" t=\"{kind}\"")).unwrap_or_default();
    format!("<{prefix}c r=\"{name}\"{style}{kind}>{content}</{prefix}c>")
}

/// The kind of a value, where it is not a number, and its elements.
fn content(
    value: &Value,
    prefix: &str,
    (styles, style): (&Styles, u32),
    computed: bool,
) -> (Option<&'static str>, String) {
    let shows = styles.shows(style);
    let number = |number: String| (None, format!("<{prefix}v>{number}</{prefix}v>"));
    let text = match value {
        Value::Number(value) => return number(value.normalize().to_string()),
        Value::Percent(value) if shows == Shows::Percent => {
            return number((value / Decimal::ONE_HUNDRED).normalize().to_string());
        }
        Value::Date(date) if shows == Shows::Day => {
            let days = date.since(DAY_ZERO).map_or(0, |span| span.get_days());
            return number(days.to_string());
        }
        Value::Measure(value, unit) if styles.shows_unit(style, unit) => {
            return number(value.normalize().to_string());
        }
        Value::Measure(value, unit) => format!("{}{unit}", value.normalize()),
        Value::Percent(value) => format!("{}%", value.normalize()),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => text.clone(),
    };
    let text = escaped(&text);
    if computed {
        return (Some("str"), format!("<{prefix}v>{text}</{prefix}v>"));
    }
    let inline = format!("<{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is>");
    (Some("inlineStr"), inline)
}

/// A tag without some of its attributes.
fn without(tag: &str, names: &[&str]) -> String {
    names.iter().fold(tag.to_owned(), |tag, name| {
        let found = [format!(" {name}=\""), format!(" {name}='")].into_iter().find_map(|key| {
            let start = tag.find(&key)?;
            let length = tag.get(start + key.len()..)?.find(['"', '\''])?;
            Some(start..start + key.len() + length + 1)
        });
        match found {
            Some(range) => splice(&tag, vec![(range, String::new())]),
            None => tag,
        }
    })
}

/// The tag of a row whose `spans` take in more columns.
fn widened(tag: &str, first: u32, last: u32) -> String {
    let mut read = tags(tag);
    let Ok(Some(row)) = read.next() else { return tag.to_owned() };
    let Some(spans) = row.exact_attribute("spans") else { return tag.to_owned() };
    let Some((from, to)) = spans.split_once(':') else { return tag.to_owned() };
    let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) else { return tag.to_owned() };
    let (new_from, new_to) = (from.min(first + 1), to.max(last + 1));
    if (new_from, new_to) == (from, to) { tag.to_owned() } else { row.with("spans", &format!("{new_from}:{new_to}")) }
}

/// The extent of the sheet, where the edits go beyond it.
fn extended(found: &Found, wanted: &BTreeMap<u32, Vec<(u32, &Edit)>>) -> Option<(Range<usize>, String)> {
    let (range, tag, extent) = found.extent.as_ref()?;
    let (first, last) = extent.split_once(':').unwrap_or((extent, extent));
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    let columns = || wanted.values().flatten().map(|(column, _)| *column);
    let new = (
        (top.min(*wanted.keys().next()?), left.min(columns().min()?)),
        (bottom.max(*wanted.keys().next_back()?), right.max(columns().max()?)),
    );
    if new == ((top, left), (bottom, right)) {
        return None;
    }
    let ((top, left), (bottom, right)) = new;
    let extent = format!("{}:{}", address(top, left), address(bottom, right));
    Some((range.clone(), super::xml::with_attribute(tag, "ref", &extent)))
}
