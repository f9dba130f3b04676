//! Fonts: how wide texts are, and where their lines break.

use std::sync::Arc;

use super::Faces;

/// A font as its file holds it.
#[derive(Debug, Clone)]
pub struct Face {
    /// The bytes of the file.
    pub data: Arc<Vec<u8>>,
    /// Which of its fonts, where it holds several.
    pub index: u32,
}

/// Where a line of text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// Signs that a font may lack, each with one that every Chinese font has.
const INSTEAD: [(char, char); 8] =
    [('✓', '√'), ('✗', '×'), ('−', '-'), ('–', '-'), ('〔', '['), ('〕', ']'), ('？', '?'), ('★', '*')];

/// What stands for a letter that a font lacks.
const LACKING: char = '□';

/// Letters that begin no line.
const CLOSING: &str = "，。；：、！？）》〉”’】〕％%,.;:!?)]}";

/// Letters that end no line.
const OPENING: &str = "（《〈“‘【〔([{";

/// The fonts, parsed.
pub(super) struct Measured<'a> {
    regular: ttf_parser::Face<'a>,
    bold: ttf_parser::Face<'a>,
}

/// A letter as a font draws it: its glyph, and how wide it is in thousandths of its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub id: u16,
    pub advance: i64,
}

impl<'a> Measured<'a> {
    pub(super) fn new(faces: &'a Faces) -> Result<Self, String> {
        let parsed = |face: &'a Face| {
            ttf_parser::Face::parse(&face.data, face.index).map_err(|error| format!("字体不能用：{error}"))
        };
        Ok(Measured { regular: parsed(&faces.regular)?, bold: parsed(&faces.bold)? })
    }

    /// A letter, or what stands for it.
    pub(super) fn glyph(&self, letter: char, bold: bool) -> Glyph {
        let face = if bold { &self.bold } else { &self.regular };
        let instead = INSTEAD.iter().find(|(lacking, _)| *lacking == letter).map(|(_, instead)| *instead);
        let found = [Some(letter), instead, Some(LACKING)].into_iter().flatten();
        let id = found.filter_map(|letter| face.glyph_index(letter)).next().unwrap_or(ttf_parser::GlyphId(0));
        let per_em = i64::from(face.units_per_em()).max(1);
        let advance = face.glyph_hor_advance(id).map_or(0, |advance| i64::from(advance) * 1000 / per_em);
        Glyph { id: id.0, advance }
    }

    pub(super) fn width(&self, text: &str, size: i64, bold: bool) -> i64 {
        text.chars().map(|letter| self.glyph(letter, bold).advance * size / 1000).sum()
    }

    /// The lines of a text in so much room: broken between Chinese letters and between words, and
    /// in a word where it alone is too long.
    pub(super) fn wrap(&self, text: &str, size: i64, bold: bool, room: i64) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            let mut used = 0;
            for piece in pieces(paragraph) {
                let wide = self.width(&piece, size, bold);
                if used + wide > room && !line.is_empty() {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                    used = 0;
                }
                if wide <= room {
                    line.push_str(if line.is_empty() { piece.trim_start() } else { &piece });
                    used += wide;
                    continue;
                }
                for letter in piece.chars() {
                    let wide = self.glyph(letter, bold).advance * size / 1000;
                    if used + wide > room && !line.is_empty() {
                        lines.push(std::mem::take(&mut line));
                        used = 0;
                    }
                    line.push(letter);
                    used += wide;
                }
            }
            lines.push(line.trim_end().to_owned());
        }
        lines
    }
}

/// What stays on one line: a word, or a Chinese letter with the marks that go with it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let is_word = |letter: char| letter.is_ascii_graphic() && !"/-_".contains(letter);
    for letter in text.chars() {
        let joins = pieces.last().and_then(|piece| piece.chars().next_back()).is_some_and(|before| {
            CLOSING.contains(letter) || OPENING.contains(before) || (is_word(before) && is_word(letter))
        });
        match pieces.last_mut().filter(|_| joins) {
            Some(piece) => piece.push(letter),
            None => pieces.push(letter.to_string()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_and_marks_stay_together() {
        let pieces = super::pieces("共 12.50 分（少 40 件），heng/2024.heng");
        assert_eq!(pieces, ["共", " ", "12.50", " ", "分", "（少", " ", "40", " ", "件），", "heng", "/", "2024.heng"]);
    }
}
