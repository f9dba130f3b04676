//! The repair list of an import as a table for a terminal.

use crate::diag::wrap::{columns, hang, pad, wrap};
use crate::import::{Certainty, Part, Repair};

/// Blanks between columns.
const GAP: usize = 2;
/// Texts of a form can be pages long; the list shows how they begin.
const LONGEST: usize = 60;

/// The list, with its sum. Without `all`, what is certain is only counted.
///
/// `names` are those of the two files that were written, with the lines in front of the text of
/// the second; without them no line is told.
pub fn table(repairs: &[Repair], all: bool, names: Option<[(&str, usize); 2]>, width: usize) -> String {
    let shown: Vec<&Repair> = repairs.iter().filter(|line| all || line.certainty > Certainty::Sure).collect();
    let mut out = String::new();
    if !shown.is_empty() {
        rows(&shown, names, width, &mut out);
        out.push('\n');
    }
    let count = |certainty| repairs.iter().filter(|line| line.certainty == certainty).count();
    let all = [Certainty::Sure, Certainty::Supposed, Certainty::Doubtful, Certainty::Kept];
    let counts: Vec<String> = all
        .into_iter()
        .map(|certainty| (certainty.word(), count(certainty)))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{word} {count} 处"))
        .collect();
    out.push_str(&hang("", &format!("读出 {} 处：{}", repairs.len(), counts.join("，")), width));
    out
}

fn rows(shown: &[&Repair], names: Option<[(&str, usize); 2]>, width: usize, out: &mut String) {
    let several = {
        let mut sheets: Vec<&str> = shown.iter().filter_map(|line| line.sheet.as_deref()).collect();
        sheets.dedup();
        sheets.len() > 1
    };
    let heads = ["单元格", "内容", "原文", "读作", "把握"].map(str::to_owned);
    let cells: Vec<[String; 5]> = shown.iter().map(|line| cells(line, several)).collect();
    let widest = |at: usize, most: usize| {
        let texts = cells.iter().chain([&heads]).filter_map(|row| row.get(at));
        texts.map(|text| columns(text)).max().unwrap_or(0).min(most)
    };
    let (place, field) = (widest(0, 14), widest(1, 14));
    let left = width.saturating_sub(place + field + 4 + 4 * GAP);
    let found = widest(2, left / 2);
    let widths = [place, field, found, widest(3, left.saturating_sub(found)), 4];
    row(&heads, widths, out);
    let rule = widths.map(|width| "─".repeat(width));
    out.push_str(&rule.join(&" ".repeat(GAP)));
    out.push('\n');
    for (line, cells) in shown.iter().zip(&cells) {
        row(cells, widths, out);
        if let Some(message) = &line.message {
            let code = line.code.map(|code| format!("{code} ")).unwrap_or_default();
            out.push_str(&hang("    ", &format!("{code}{message}"), width));
        }
        if let Some(help) = line.help.as_ref().filter(|_| line.certainty.needs_a_look()) {
            out.push_str(&hang("    帮助: ", help, width));
        }
        excerpt(line, width, out);
        if let (Some([plan, actuals]), Some(found)) = (names, &line.line) {
            let (name, before) = match found.of {
                Part::Plan => plan,
                Part::Actuals => actuals,
            };
            let at = format!("    {name}:{}  {}", found.number + before, short(&found.text));
            out.push_str(&hang("", &at, width));
        }
    }
}

/// The most columns of a cell in an excerpt.
const WIDEST_CELL: usize = 20;

/// The cells beside a doubtful one, as a piece of the sheet.
fn excerpt(line: &Repair, width: usize, out: &mut String) {
    let own: Vec<&str> = line.cell.split(' ').collect();
    if line.beside.len() < 2 {
        return;
    }
    let cells: Vec<(String, String, bool)> = line
        .beside
        .iter()
        .map(|beside| {
            let text = beside.text.replace(['\n', '\r'], " ");
            let text = wrap(&text, WIDEST_CELL).into_iter().next().unwrap_or_default();
            (beside.cell.clone(), text, own.contains(&beside.cell.as_str()))
        })
        .collect();
    let widths: Vec<usize> = cells.iter().map(|(at, text, _)| columns(text).max(columns(at)).max(4)).collect();
    let fits = widths.iter().map(|width| width + 3).sum::<usize>() + 5 <= width;
    if !fits {
        return;
    }
    let mut push = |texts: Vec<String>| {
        let padded: Vec<String> = texts.iter().zip(&widths).map(|(text, width)| pad(text, *width)).collect();
        out.push_str(format!("    │ {}", padded.join(" │ ")).trim_end());
        out.push('\n');
    };
    push(cells.iter().map(|(at, ..)| at.clone()).collect());
    push(cells.iter().map(|(_, text, _)| text.clone()).collect());
    let marks = cells
        .iter()
        .zip(&widths)
        .map(|((_, text, own), _)| if *own { "^".repeat(columns(text).max(1)) } else { String::new() });
    let marks: Vec<String> = marks.zip(&widths).map(|(mark, width)| pad(&mark, *width)).collect();
    out.push_str(format!("      {}", marks.join("   ")).trim_end());
    out.push('\n');
}

fn cells(line: &Repair, several: bool) -> [String; 5] {
    let place = match &line.sheet {
        Some(sheet) if several => format!("{sheet}!{}", line.cell),
        Some(_) | None => line.cell.clone(),
    };
    [place, line.field.clone(), short(&line.found), short(&line.understood), line.certainty.word().to_owned()]
}

fn short(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST - 1).chain(['…']).collect() }
}

fn row(cells: &[String; 5], widths: [usize; 5], out: &mut String) {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(text, width)| wrap(text, width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let parts: Vec<String> = wrapped
            .iter()
            .zip(widths)
            .map(|(lines, width)| pad(lines.get(at).map_or("", String::as_str), width))
            .collect();
        out.push_str(parts.join(&" ".repeat(GAP)).trim_end());
        out.push('\n');
    }
}
