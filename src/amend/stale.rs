//! Results of formulas that no longer hold once other cells were written: they are taken out, so
//! that every program calculates them. LibreOffice shows what is stored, whatever the workbook
//! says about calculating, and a wrong sum is worse than none.
//!
//! Which formulas are concerned is read from their references. What cannot be read that way (names,
//! `INDIRECT`, formulas shared with a cell above) counts as concerned.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Refusal;
use super::package::{Package, Sheet};
use super::xml::{Shape, escaped, splice, tags};
use crate::table::sheet::place;

/// Rounds of following formulas to formulas; what is open after that counts as concerned.
const MAX_ROUNDS: usize = 64;

/// Cells by sheet, row and column, from 0.
pub(super) type Cells = BTreeSet<(usize, u32, u32)>;

struct Formula {
    cell: (usize, u32, u32),
    /// Where the result stands.
    result: Option<Range<usize>>,
    /// What it refers to; none where that cannot be told.
    refs: Option<Vec<Reference>>,
}

/// A range of cells on a sheet.
struct Reference {
    sheet: usize,
    rows: (u32, u32),
    columns: (u32, u32),
}

/// Takes out the results of all formulas that depend on the cells written.
pub(super) fn clear(package: &mut Package<'_>, sheets: &[Sheet], written: &Cells) -> Result<(), Refusal> {
    let mut formulas: Vec<Formula> = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let text = package.text(&sheet.part)?.unwrap_or_default();
        formulas.extend(formulas_of(&text, at, sheets)?);
    }
    let mut changed = written.clone();
    let mut open: Vec<&Formula> = formulas.iter().filter(|formula| !written.contains(&formula.cell)).collect();
    let mut stale: Vec<&Formula> = Vec::new();
    for round in 0..=MAX_ROUNDS {
        let (hit, rest): (Vec<&Formula>, Vec<&Formula>) =
            open.into_iter().partition(|formula| round == MAX_ROUNDS || formula.depends_on(&changed));
        open = rest;
        if hit.is_empty() {
            break;
        }
        changed.extend(hit.iter().map(|formula| formula.cell));
        stale.extend(hit);
    }
    let mut by_sheet: BTreeMap<usize, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for formula in stale {
        let changes = by_sheet.entry(formula.cell.0).or_default();
        changes.extend(formula.result.clone().map(|range| (range, String::new())));
    }
    for (at, changes) in by_sheet {
        let Some(sheet) = sheets.get(at).filter(|_| !changes.is_empty()) else { continue };
        let text = package.text(&sheet.part)?.ok_or(Refusal::Broken)?;
        package.put(&sheet.part, splice(&text, changes));
    }
    Ok(())
}

impl Formula {
    fn depends_on(&self, changed: &Cells) -> bool {
        let Some(refs) = &self.refs else { return true };
        refs.iter().any(|reference| {
            let (first, last) = (reference.rows, reference.columns);
            let rows = changed.range((reference.sheet, first.0, 0)..=(reference.sheet, first.1, u32::MAX));
            rows.into_iter().any(|(_, _, column)| (last.0..=last.1).contains(column))
        })
    }
}

fn formulas_of(text: &str, sheet: usize, sheets: &[Sheet]) -> Result<Vec<Formula>, Refusal> {
    let mut found = Vec::new();
    if !["<f>", "<f ", ":f>", ":f "].iter().any(|mark| text.contains(mark)) {
        return Ok(found);
    }
    let mut reader = tags(text);
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut current: Option<Formula> = None;
    let mut from = 0;
    while let Some(tag) = reader.next()? {
        match (tag.name(), tag.shape) {
            ("row", Shape::Open) => {
                row = tag.exact_attribute("r").and_then(|text| text.parse().ok()).unwrap_or(row + 1);
                column = 0;
            }
            ("c", Shape::Open | Shape::Empty) => {
                let own = tag.exact_attribute("r").and_then(|name| place(&name)).map(|(_, column)| column + 1);
                column = own.unwrap_or(column + 1);
            }
            ("f", Shape::Open) => from = tag.range.end,
            ("f", Shape::Close | Shape::Empty) => {
                let written = if tag.shape == Shape::Close { text.get(from..tag.range.start) } else { None };
                let formula = written.map(|text| quick_xml::escape::unescape(text).unwrap_or_default());
                let refs = formula.filter(|text| !text.is_empty()).and_then(|text| references(&text, sheet, sheets));
                let cell = (sheet, row.saturating_sub(1), column.saturating_sub(1));
                current = Some(Formula { cell, result: None, refs });
            }
            ("v", Shape::Open) => from = tag.range.start,
            ("v", Shape::Close) => {
                if let Some(formula) = &mut current {
                    formula.result = Some(from..tag.range.end);
                }
            }
            ("c", Shape::Close) => found.extend(current.take()),
            _ => {}
        }
    }
    Ok(found)
}

/// The cells that a formula refers to; none where it has anything else than cells, numbers, texts,
/// signs and functions that look at their arguments alone.
fn references(formula: &str, own: usize, sheets: &[Sheet]) -> Option<Vec<Reference>> {
    let mut found = Vec::new();
    let mut rest = formula;
    let mut sheet = own;
    while let Some(letter) = rest.chars().next() {
        if letter == '"' {
            let end = rest.get(1..)?.find('"')?;
            rest = rest.get(end + 2..)?;
            continue;
        }
        if letter == '\'' {
            let end = rest.get(1..)?.find("'!")?;
            sheet = named(rest.get(1..end + 1)?, sheets)?;
            rest = rest.get(end + 3..)?;
            continue;
        }
        let is_word = |letter: char| letter.is_alphanumeric() || "_$.".contains(letter);
        if !is_word(letter) {
            if "[]{}#@!".contains(letter) {
                return None;
            }
            rest = rest.get(letter.len_utf8()..)?;
            continue;
        }
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        if after.starts_with('(') {
            if ["INDIRECT", "OFFSET"].contains(&word.to_ascii_uppercase().as_str()) {
                return None;
            }
        } else if let Some(next) = after.strip_prefix('!') {
            sheet = named(word, sheets)?;
            rest = next;
        } else if !is_number(word) && !["TRUE", "FALSE"].contains(&word) {
            let (first_row, first_column) = place(&word.replace('$', ""))?;
            let (mut rows, mut columns) = ((first_row, first_row), (first_column, first_column));
            if let Some(next) = after.strip_prefix(':') {
                let end = next.find(|letter| !is_word(letter)).unwrap_or(next.len());
                let (word, after) = next.split_at_checked(end)?;
                let (row, column) = place(&word.replace('$', ""))?;
                rows = (first_row.min(row), first_row.max(row));
                columns = (first_column.min(column), first_column.max(column));
                rest = after;
            }
            found.push(Reference { sheet, rows, columns });
            sheet = own;
        }
    }
    Some(found)
}

/// `1.5`, `2E`: all that begins with a digit.
fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.')
}

fn named(name: &str, sheets: &[Sheet]) -> Option<usize> {
    let name = name.replace("''", "'");
    sheets.iter().position(|sheet| sheet.name.eq_ignore_ascii_case(&name) || escaped(&sheet.name) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets() -> Vec<Sheet> {
        let sheet =
            |name: &str, number| Sheet { name: name.to_owned(), part: String::new(), number, relations: String::new() };
        vec![sheet("自评", 1), sheet("汇总 表", 2)]
    }

    #[test]
    fn references_are_found_or_doubted() {
        for (formula, cell, depends) in [
            ("SUM(D3:D4)+H4", (0, 2, 3), Some(true)),
            ("SUM(D3:D4)+H4", (0, 3, 7), Some(true)),
            ("SUM(D3:D4)+H4", (0, 4, 3), Some(false)),
            ("SUM($D$3:$D$4)", (0, 3, 3), Some(true)),
            ("自评!D3*2", (0, 2, 3), Some(true)),
            ("'汇总 表'!D3*2", (0, 2, 3), Some(false)),
            ("'汇总 表'!D3*2", (1, 2, 3), Some(true)),
            ("IF(A1=\"D3\",1.5,\"\")", (0, 2, 3), Some(false)),
            ("ROUND(10*E5/D5,2)", (0, 4, 3), Some(true)),
            ("预算*2", (0, 0, 0), None),
            ("SUM(D:D)", (0, 0, 3), None),
            ("INDIRECT(\"D3\")", (0, 0, 0), None),
            ("表1[得分]", (0, 0, 0), None),
        ] {
            let refs = references(formula, 0, &sheets());
            let formula_of = |refs| Formula { cell: (0, 99, 0), result: None, refs };
            let found = refs.map(|refs| formula_of(Some(refs)).depends_on(&Cells::from([cell])));
            assert_eq!(found, depends, "{formula}");
        }
    }
}
