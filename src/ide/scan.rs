//! Where an offset stands, told by the characters before it alone.
//!
//! Completion is asked for while a line is half typed and the tree of the file is a version
//! behind. Braces, comments and texts are counted here in one pass over the bytes, and a
//! missing brace is made up for by the indentation, as the parser does.

use crate::source::Span;

/// What an offset stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    Code,
    Comment,
    /// A text or a quoted name that opens at this byte.
    Text(usize),
}

/// A block that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Where the statement begins that the block belongs to.
    pub start: usize,
    /// Its brace.
    pub open: usize,
    indent: usize,
}

/// Where an offset stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The blocks around it, the outermost first.
    pub frames: Vec<Frame>,
    pub inside: Inside,
    /// Where the statement begins that is being typed; blanks may stand there.
    pub start: usize,
}

impl Spot {
    /// The line of a block before its brace, without blanks.
    pub fn header<'t>(text: &'t str, frame: &Frame) -> &'t str {
        text.get(frame.start..frame.open).unwrap_or_default().trim()
    }
}

/// Walks a text up to an offset.
pub(super) fn spot(text: &str, offset: usize) -> Spot {
    let offset = offset.min(text.len());
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, frames: Vec::new(), start: 0, comma: false };
    let mut inside = Inside::Code;
    while scan.at < offset {
        match scan.step() {
            Step::On => {}
            Step::Comment(end) if offset <= end => {
                inside = Inside::Comment;
                break;
            }
            Step::Text { open, end } if offset < end => {
                inside = Inside::Text(open);
                break;
            }
            Step::Comment(end) | Step::Text { end, .. } => scan.at = end,
        }
    }
    Spot { frames: scan.frames, inside, start: scan.start.min(offset) }
}

/// The end of the statements that begin at an offset and reach at least as far as another,
/// blocks included; none when they close a block that they do not open.
pub(super) fn extent(text: &str, start: usize, at_least: usize) -> Option<usize> {
    let mut scan = Scan { bytes: text.as_bytes(), at: start, frames: Vec::new(), start, comma: false };
    while scan.at < text.len() && (scan.at < at_least || !scan.frames.is_empty()) {
        let (sign, _) = scan.sign(scan.at);
        if sign == b'}' && scan.frames.is_empty() {
            return None;
        }
        match scan.step() {
            Step::On => {}
            Step::Comment(end) | Step::Text { end, .. } => scan.at = end,
        }
    }
    (scan.frames.is_empty() && !scan.comma).then_some(scan.at.min(text.len()))
}

enum Step {
    On,
    /// A comment up to the end of its line.
    Comment(usize),
    /// A text up to behind its closing mark.
    Text {
        open: usize,
        end: usize,
    },
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    frames: Vec<Frame>,
    start: usize,
    /// Whether the last sign was a comma, behind which a statement goes on.
    comma: bool,
}

/// The spellings of a sign that takes three bytes, and what it stands for.
const WIDE: [([u8; 3], u8); 10] = [
    ([0xEF, 0xBC, 0x83], b'#'),
    ([0xEF, 0xBD, 0x9B], b'{'),
    ([0xEF, 0xBD, 0x9D], b'}'),
    ([0xEF, 0xBC, 0x9B], b';'),
    ([0xEF, 0xBC, 0x8C], b','),
    ([0xE2, 0x80, 0x9C], b'"'),
    ([0xE2, 0x80, 0x9D], b'"'),
    ([0xEF, 0xBC, 0x82], b'"'),
    ([0xE3, 0x80, 0x8C], b'"'),
    ([0xE3, 0x80, 0x80], b' '),
];

impl Scan<'_> {
    /// The sign at a byte, in its narrow spelling, and its length.
    fn sign(&self, at: usize) -> (u8, usize) {
        let Some(&first) = self.bytes.get(at) else { return (b'\n', 1) };
        match first {
            0..0xE2 => return (first, 1),
            0xE2 | 0xE3 | 0xEF => {}
            // Most of what is Chinese; its three bytes hold no sign.
            0xE4..=0xEE => return (first, 3),
            0xF0.. => return (first, 4),
        }
        let wide = self.bytes.get(at..at + 3).unwrap_or_default();
        WIDE.iter().find(|(spelled, _)| spelled == wide).map_or((first, 1), |(_, sign)| (*sign, 3))
    }

    fn step(&mut self) -> Step {
        let (sign, length) = self.sign(self.at);
        let open = self.at;
        self.at += length;
        match sign {
            // A carriage return alone ends a line as well.
            b'\r' if self.bytes.get(self.at) == Some(&b'\n') => {}
            b'\n' | b'\r' if self.comma => {}
            b'\n' | b'\r' | b';' => self.start = self.at,
            b'{' => {
                self.frames.push(Frame { start: self.start, open, indent: self.indent(self.start) });
                self.start = self.at;
                self.comma = false;
            }
            b'}' => {
                self.close(open);
                self.start = self.at;
                self.comma = false;
            }
            b'#' => return Step::Comment(self.line_end(open)),
            b'"' => {
                self.comma = false;
                return Step::Text { open, end: self.text_end(open, length) };
            }
            b',' => self.comma = true,
            b' ' | b'\t' => {}
            _ => self.comma = false,
        }
        Step::On
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |at| from + at)
    }

    /// Where a text ends: behind its mark, at the end of its line when it lacks one.
    fn text_end(&self, open: usize, length: usize) -> usize {
        let is_block = |at: usize| (0..3).all(|step| self.sign(at + step * length) == (b'"', length));
        if is_block(open) {
            let mut at = open + 3 * length;
            while at < self.bytes.len() {
                if is_block(at) {
                    return at + 3 * length;
                }
                at += 1;
            }
            return self.bytes.len() + 1;
        }
        let line_end = self.line_end(open);
        let mut at = open + length;
        while at < line_end {
            let closes = match self.bytes.get(open) {
                Some(b'"') => self.bytes.get(at) == Some(&b'"'),
                Some(0xE3) => self.bytes.get(at..at + 3) == Some(&[0xE3, 0x80, 0x8D]),
                _ => self.sign(at) == (b'"', 3),
            };
            if closes {
                return at + length;
            }
            at += 1;
        }
        // The cursor at the end of the line still stands in the text.
        line_end + 1
    }

    fn indent(&self, start: usize) -> usize {
        let head = self.bytes.get(..start).unwrap_or_default();
        let line = memchr::memrchr2(b'\n', b'\r', head).map_or(0, |at| at + 1);
        let rest = self.bytes.get(line..).unwrap_or_default();
        rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// Closes the innermost block, or the one that the brace is indented like.
    fn close(&mut self, brace: usize) {
        let head = self.bytes.get(..brace).unwrap_or_default();
        let line = memchr::memrchr2(b'\n', b'\r', head).map_or(0, |at| at + 1);
        let leads = head.get(line..).is_some_and(|head| head.iter().all(|byte| matches!(byte, b' ' | b'\t')));
        let column = brace - line;
        let owner = self.frames.iter().rposition(|frame| frame.indent == column).filter(|_| leads);
        self.frames.truncate(owner.unwrap_or(self.frames.len().saturating_sub(1)));
    }
}

/// A span of blanks and signs that a statement's head is cut at: the part behind the last
/// comma outside of texts, and whether it is the first part.
pub(super) fn last_part(head: &str) -> (&str, bool) {
    let mut quote: Option<char> = None;
    let mut start = None;
    for (at, letter) in head.char_indices() {
        match (quote, letter) {
            (Some(mark), _) if letter == mark => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '“') => quote = Some('”'),
            (None, '「') => quote = Some('」'),
            (None, ',' | '，') if !between_digits(head, at, letter) => start = Some(at + letter.len_utf8()),
            (None, _) => {}
        }
    }
    match start {
        Some(at) => (head.get(at..).unwrap_or_default(), false),
        None => (head, true),
    }
}

/// Whether a comma separates thousands.
fn between_digits(text: &str, at: usize, comma: char) -> bool {
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at + comma.len_utf8()..).and_then(|rest| rest.chars().next());
    digit(before) && digit(after)
}

/// The letters before an offset that a name, a unit or a word consists of.
pub(super) fn word_before(text: &str, offset: usize) -> Span {
    let head = text.get(..offset).unwrap_or_default();
    let kept = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '·' | '%' | '％' | '‰' | '㎡' | '℃');
    let start = head.trim_end_matches(kept).len();
    Span::new(start, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(marked: &str) -> (Vec<String>, Inside, String) {
        let offset = marked.find('‸').unwrap();
        let text = marked.replace('‸', "");
        let spot = spot(&text, offset);
        let headers = spot.frames.iter().map(|frame| Spot::header(&text, frame).to_owned()).collect();
        (headers, spot.inside, text.get(spot.start..offset).unwrap().to_owned())
    }

    #[test]
    fn blocks_comments_and_texts_are_told_apart() {
        let (frames, inside, head) = seen("项目 甲 {\n产出指标 ｛ 数量指标 {\n甲 >= 1 件, 核‸");
        assert_eq!(frames, ["项目 甲", "产出指标", "数量指标"]);
        assert_eq!((inside, head.as_str()), (Inside::Code, "甲 >= 1 件, 核"));
        assert_eq!(seen("# 一 {‸").1, Inside::Comment);
        assert_eq!(seen("甲 >= 3 件　＃　依据 {‸").1, Inside::Comment);
        assert_eq!(seen("# 一\r甲‸").1, Inside::Code);
        assert!(matches!(seen("来源 \"甲 {‸\"").1, Inside::Text(_)));
        assert!(matches!(seen("内容 \"\"\"\n甲 { # \"一\" ‸\n\"\"\"").1, Inside::Text(_)));
        assert_eq!(seen("内容 \"\"\"\n甲 {\n\"\"\" ‸").1, Inside::Code);
        assert_eq!(seen("来源 “甲” ‸").1, Inside::Code);
    }

    #[test]
    fn a_missing_brace_is_made_up_for_by_the_indentation() {
        let text = "项目 甲 {\n    产出指标 {\n        数量指标 {\n            甲 >= 1 件 {\n        }\n        质量‸";
        assert_eq!(seen(text).0, ["项目 甲", "产出指标"]);
    }

    #[test]
    fn a_statement_goes_on_behind_a_comma() {
        assert_eq!(seen("甲 >= 1 件,\n  核‸").2, "甲 >= 1 件,\n  核");
        assert_eq!(last_part("甲 >= 1,000 件, 来源 \"一,二\", 核"), (" 核", false));
        assert_eq!(last_part("甲 >= 1,000"), ("甲 >= 1,000", true));
    }
}
