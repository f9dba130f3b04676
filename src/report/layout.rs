//! Columns on a terminal that fit a width: aligned by display width, texts wrap, numbers never do.

use anstyle::Style;

use crate::diag::wrap::{columns, pad, wrap};

/// Blanks between columns.
const GAP: usize = 2;

/// Below this a wrapped column is unreadable (a date takes ten); a narrower terminal gets a
/// wider table.
const NARROWEST: usize = 10;

/// How a column takes the room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As wide as its widest text, which stands at the left.
    Word,
    /// The same, at the right.
    Number,
    /// Gives way where the whole is too wide, the widest first. Values are short and hard to
    /// read in pieces, so that a name counts for less than its width: 3 to 5.
    Text(usize),
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub head: &'static str,
    pub kind: Kind,
}

/// A row, each cell with how it is painted.
pub(super) type Row = Vec<(String, Style)>;

/// The heads, a rule, and the rows.
pub(super) fn push(heads: &[Column], rows: &[Row], width: usize, paint: Paint, out: &mut String) {
    let widths = widths(heads, rows, width);
    let head: Row = heads.iter().map(|column| (column.head.to_owned(), Style::new().bold())).collect();
    push_row(heads, &head, &widths, paint, out);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    out.push_str(&rule.join(&" ".repeat(GAP)));
    out.push('\n');
    for row in rows {
        push_row(heads, row, &widths, paint, out);
    }
}

/// Widths of the columns: as wide as needed, and where that is too wide, the texts give way.
fn widths(heads: &[Column], rows: &[Row], width: usize) -> Vec<usize> {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at)).map(|(text, _)| text.as_str());
    let widest = |at: usize, head: &str| cells(at).map(columns).max().unwrap_or(0).max(columns(head));
    let mut widths: Vec<usize> = heads.iter().enumerate().map(|(at, column)| widest(at, column.head)).collect();
    let gaps = GAP * heads.len().saturating_sub(1);
    // Half a number is another number; in names, which come first, they are few and short.
    let narrowest: Vec<usize> = (0..heads.len())
        .map(|at| match at {
            0 => NARROWEST,
            _ => cells(at).map(longest_number).max().unwrap_or(0).max(NARROWEST),
        })
        .collect();
    while widths.iter().sum::<usize>() + gaps > width {
        let wide =
            heads.iter().zip(widths.iter_mut()).zip(&narrowest).filter_map(|((column, width), narrowest)| match column
                .kind
            {
                Kind::Text(share) if *width > *narrowest => Some((*width * share, width)),
                Kind::Text(_) | Kind::Word | Kind::Number => None,
            });
        let Some((_, widest)) = wide.max_by_key(|(weight, _)| *weight) else { break };
        *widest -= 1;
    }
    widths
}

/// How many columns the longest number in a text takes.
fn longest_number(text: &str) -> usize {
    text.split(|letter: char| !(letter.is_ascii_digit() || letter == '.')).map(str::len).max().unwrap_or(0)
}

fn push_row(heads: &[Column], cells: &Row, widths: &[usize], paint: Paint, out: &mut String) {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|((cell, _), width)| wrap_cell(cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    for at in 0..height {
        let mut line = String::new();
        for (place, ((lines, width), ((_, style), column))) in
            wrapped.iter().zip(widths).zip(cells.iter().zip(heads)).enumerate()
        {
            if place > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let text = lines.get(at).map_or("", String::as_str);
            let padded = match column.kind {
                Kind::Number => format!("{}{text}", " ".repeat(width.saturating_sub(columns(text)))),
                Kind::Word | Kind::Text(_) => pad(text, *width),
            };
            line.push_str(&paint.with(*style, &padded));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A wrapped cell; its indentation hangs.
fn wrap_cell(text: &str, width: usize) -> Vec<String> {
    let body = text.trim_start_matches(' ');
    let indent = text.len() - body.len();
    let lines = wrap(body, width.saturating_sub(indent));
    lines.into_iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
}

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub on: bool,
}

impl Paint {
    pub fn with(self, style: Style, text: &str) -> String {
        if !self.on || style == Style::new() || text.is_empty() {
            return text.to_owned();
        }
        format!("{style}{text}{style:#}")
    }

    pub fn bold(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// Each line by itself, so that a pager can cut between them.
    pub fn bold_lines(self, text: &str) -> String {
        text.lines().map(|line| format!("{}\n", self.bold(line))).collect()
    }
}
