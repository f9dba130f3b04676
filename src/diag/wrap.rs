//! Text that fits a width in terminal columns, where a Chinese character takes two.
//!
//! Lines break between Chinese characters and at blanks, never inside a Latin word or a
//! number that fits, never in front of a closing mark or behind an opening one, and not between
//! a sign of comparison and its number.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that may not begin a line.
const CLOSING: &str = "，。、；：！？）》」』】〕”’…％,.;:!?)]}%";
/// Marks that may not end a line.
const OPENING: &str = "（《「『【〔“‘([{";
/// Signs that stay with the number behind them, over a blank.
const SIGNS: &str = "<>=≥≤";

/// How many columns a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// The lines of a text, each at most `width` columns wide; line ends in the text are kept.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(line, width.max(2))).collect()
}

/// `wrap`, with `first` in front of the first line and blanks of its width before the others.
pub fn hang(first: &str, text: &str, width: usize) -> String {
    let indent = columns(first);
    let lines = wrap(text, width.saturating_sub(indent));
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        if number == 0 {
            out.push_str(first);
        } else if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// A text with blanks behind it, up to a width.
pub fn pad(text: &str, width: usize) -> String {
    let mut out = text.to_owned();
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(columns(text))));
    out
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let trimmed = line.trim_end();
    if columns(trimmed) <= width {
        return vec![trimmed.to_owned()];
    }
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut used = 0;
    for piece in pieces(line) {
        let piece_width = columns(piece.trim_end());
        if used > 0 && used + piece_width > width {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        if piece_width > width {
            // A word longer than a line is the one thing that is cut inside.
            for letter in piece.chars() {
                let letter_width = letter.width().unwrap_or(0);
                if used > 0 && used + letter_width > width {
                    lines.push(std::mem::take(&mut current));
                    used = 0;
                }
                current.push(letter);
                used += letter_width;
            }
        } else {
            current.push_str(piece);
            used += columns(piece);
        }
    }
    lines.push(current);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// The parts of a line that stay together, each with the blanks that follow it.
fn pieces(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut code = false;
    let mut signed = false;
    for (at, letter) in line.char_indices() {
        // A backtick stays with the first or last letter of what it marks.
        code ^= before == Some('`');
        signed = before.is_some_and(|before| SIGNS.contains(before) || (signed && before == ' '));
        if let Some(before) = before
            && may_break(before, letter)
            && !(code && (before == '`' || letter == '`'))
            && !(signed && (letter.is_ascii_digit() || letter == ' '))
        {
            out.extend(line.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    out.extend(line.get(start..).filter(|rest| !rest.is_empty()));
    out
}

fn may_break(before: char, after: char) -> bool {
    let is_mark = |marks: &str, letter: char| !is_ideograph(letter) && marks.contains(letter);
    if after == ' ' || is_mark(CLOSING, after) || is_mark(OPENING, before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

fn is_wide(letter: char) -> bool {
    is_ideograph(letter) || letter.width() == Some(2)
}

/// Most letters of these texts; no table is needed for them.
fn is_ideograph(letter: char) -> bool {
    ('一'..='鿿').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_between_characters_but_not_before_marks() {
        assert_eq!(wrap("目标值的单位不对，应为件", 10), ["目标值的单", "位不对，应", "为件"]);
        assert_eq!(wrap("目标值的单位，应为件", 12), ["目标值的单", "位，应为件"]);
        assert_eq!(wrap("算出是 0，要求 > 0", 17), ["算出是 0，要求", "> 0"]);
        assert_eq!(wrap("指标 PCT国际 1,234.5 件", 9), ["指标 PCT", "国际", "1,234.5", "件"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn hanging_lines_stand_under_the_first() {
        assert_eq!(hang("  帮助: ", "改为万元或者亿元", 18), "  帮助: 改为万元或\n        者亿元\n");
    }
}
