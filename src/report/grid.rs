//! A few cells of a sheet, drawn with their rows and columns, the one in question underlined.

use crate::diag::wrap::{columns, pad};
use crate::table::around::Around;
use crate::table::sheet::address;

/// A column is drawn no wider.
const MAX_COLUMN: usize = 22;
/// What stands for the rest of a text.
const CUT: &str = "…";

/// The cells in so many terminal columns, every line with a line end.
pub fn draw(around: &Around, width: usize, unicode: bool) -> String {
    let bar = if unicode { "│" } else { "|" };
    let margin = around.rows.iter().map(|(row, _)| (row + 1).to_string().len()).max().unwrap_or(1);
    // Every column takes its text, a bar and two blanks.
    let mut left = width.saturating_sub(margin + 1);
    let mut shown: Vec<(usize, u32, usize)> = Vec::new();
    for (at, column) in around.columns.iter().enumerate() {
        let texts = around.rows.iter().filter_map(|(_, texts)| texts.get(at));
        let widest = texts.map(|text| columns(text)).max().unwrap_or(0).clamp(2, MAX_COLUMN);
        if left < widest + 3 {
            break;
        }
        left -= widest + 3;
        shown.push((at, *column, widest));
    }
    shown.sort_by_key(|(_, column, _)| *column);
    let mut out = String::new();
    let mut line = |head: &str, cells: &mut dyn FnMut(usize, u32, usize) -> String| {
        let blanks = margin.saturating_sub(columns(head));
        let mut text = format!("{}{head}", " ".repeat(blanks));
        for (at, column, widest) in &shown {
            text.push_str(&format!(" {bar} {}", pad(&cells(*at, *column, *widest), *widest)));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line("", &mut |_, column, _| letters(column));
    let mut before: Option<u32> = None;
    for (row, texts) in &around.rows {
        if before.is_some_and(|before| before + 1 < *row) {
            line("", &mut |_, _, _| if unicode { "⋮".to_owned() } else { "..".to_owned() });
        }
        let text = |at: usize, room: usize| cut(texts.get(at).map_or("", String::as_str), room);
        line(&(row + 1).to_string(), &mut |at, _, room| text(at, room));
        if *row == around.row {
            line("", &mut |at, _, room| match at {
                0 => (if unicode { "‾" } else { "^" }).repeat(columns(&text(0, room)).max(2)),
                _ => String::new(),
            });
        }
        before = Some(*row);
    }
    out
}

/// `AB`.
fn letters(column: u32) -> String {
    address(0, column).trim_end_matches('1').to_owned()
}

fn cut(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if columns(&out) + columns(letter.encode_utf8(&mut [0; 4])) + columns(CUT) > room {
            break;
        }
        out.push(letter);
    }
    out + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Around {
        let row = |texts: [&str; 4]| texts.map(str::to_owned).to_vec();
        Around {
            name: "自评.xlsx!自评!E12".to_owned(),
            columns: vec![4, 2, 3, 5],
            rows: vec![
                (4, row(["实际完成值", "三级指标", "年度指标值", "分值"])),
                (10, row(["", "年度专利授权量", "≥18000件", "12.5"])),
                (11, row(["约760件", "PCT国际专利申请量和其他很长很长的名称", "≥800件", "12.5"])),
            ],
            row: 11,
        }
    }

    #[test]
    fn cells_stand_under_each_other() {
        insta::assert_snapshot!(draw(&example(), 80, true) + "\n" + &draw(&example(), 40, false));
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for width in [20, 40, 60, 80] {
            for line in draw(&example(), width, true).lines() {
                assert!(columns(line) <= width, "{width}: {line}");
            }
        }
    }
}
