//! Text as people type it, brought to one spelling, with the way back to the bytes found.
//!
//! Full-width signs become half-width, the look-alikes of `>=`, `-`, `~` and `:` become
//! one, blanks go. It decides nothing about meaning; the readers do.

use std::ops::Range;

use crate::source::half_width;

/// A normalised text that knows where each of its bytes stood.
#[derive(Debug, Clone)]
pub(crate) struct Normal {
    text: String,
    /// For every byte of `text`, the bytes of the character it came from.
    origins: Vec<(u32, u32)>,
}

/// Characters that look alike, and the one that is meant.
const LOOK_ALIKES: &[(&str, char)] = &[
    ("〉》﹥›≻", '>'),
    ("〈《﹤‹≺", '<'),
    ("═﹦", '='),
    ("≧⩾≽", '≥'),
    ("≦⩽≼", '≤'),
    ("∶﹕︰", ':'),
    ("﹪٪", '%'),
    ("﹐", ','),
    ("﹔", ';'),
    ("〜∼∽∿", '~'),
    ("—–―−‐‑‒─━﹣", '-'),
    ("•∙⋅・", '·'),
    ("【〔〖", '['),
    ("】〕〗", ']'),
    ("﹙", '('),
    ("﹚", ')'),
    ("〇", '零'),
];

/// Characters that stand for several.
const LIGATURES: &[(char, &str)] =
    &[('㎡', "平方米"), ('㎥', "立方米"), ('㎞', "公里"), ('㎏', "公斤"), ('…', "..."), ('⅓', "三分之一")];

impl Normal {
    /// Normalises a text; total and linear.
    pub(crate) fn new(source: &str) -> Self {
        let mut normal =
            Normal { text: String::with_capacity(source.len()), origins: Vec::with_capacity(source.len()) };
        let mut blank: Option<(u32, u32)> = None;
        for (at, found) in source.char_indices() {
            let origin = (at as u32, (at + found.len_utf8()) as u32);
            if is_blank(found) {
                blank = blank.or(Some(origin));
                continue;
            }
            let meant = canonical(found);
            // A blank only says something between two digits or letters: `2 95%`.
            if let Some(origin) = blank.take()
                && meant.is_ascii_alphanumeric()
                && normal.text.ends_with(|before: char| before.is_ascii_alphanumeric())
            {
                normal.push(' ', origin);
            }
            let ligature = LIGATURES.iter().find(|(ligature, _)| !meant.is_ascii() && *ligature == meant);
            match ligature {
                Some((_, letters)) => letters.chars().for_each(|letter| normal.push(letter, origin)),
                None => normal.push(meant, origin),
            }
        }
        normal
    }

    /// The normalised text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the normalised text stood; an empty range stands after what is before it.
    pub(crate) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let end = |at: usize| at.checked_sub(1).and_then(|last| self.origins.get(last)).map_or(0, |origin| origin.1);
        if range.is_empty() {
            let at = end(range.start) as usize;
            return at..at;
        }
        let start = self.origins.get(range.start).map_or(0, |origin| origin.0);
        start as usize..end(range.end).max(start) as usize
    }

    fn push(&mut self, letter: char, origin: (u32, u32)) {
        self.text.push(letter);
        self.origins.extend(std::iter::repeat_n(origin, letter.len_utf8()));
    }
}

/// A text in its one spelling, when nobody asks where it stood.
pub(crate) fn normalised(source: &str) -> String {
    // Most texts are as they should be; a form has tens of thousands of them.
    let is_plain = |letter: char| letter.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&letter);
    if source.chars().all(is_plain) { source.to_owned() } else { Normal::new(source).text }
}

fn canonical(found: char) -> char {
    // Nearly every character of a form is one of these, and none of them looks like a sign.
    if found.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&found) {
        return found;
    }
    let half = half_width(found);
    if half != found {
        return half;
    }
    LOOK_ALIKES.iter().find(|(forms, _)| forms.chars().any(|form| form == found)).map_or(found, |(_, meant)| *meant)
}

fn is_blank(found: char) -> bool {
    found.is_whitespace()
        || found.is_control()
        || matches!(found, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_become_one_and_keep_their_place() {
        let normal = Normal::new(" ＞＝ １，２００ 人次。");
        assert_eq!(normal.text(), ">=1,200人次。");
        let at = normal.text().find("人").unwrap();
        assert_eq!(normal.origin(at..at + 6), 24..30);
        assert_eq!(normalised("》= 3 ㎡"), ">=3平方米");
        assert_eq!(normalised("2 95 ％"), "2 95%");
    }
}
