//! Marks that people type for others, in the same place and of the same width: a text with
//! mistakes is read once more with the marks that were meant, so that what stands between
//! them is understood and each pair is one mistake.
//!
//! Blocks in `【 】` or `（ ）`, and texts over several lines between one-line quotation marks.

use super::ast::Stmt;
use super::lower::place;
use super::quoting::closes;
use super::recover::{SIGN_CHARS, slice};
use crate::diag::{Diagnostic, Safety};
use crate::source::{FileId, Span};

/// A text with the marks that were meant. Every character stands where it stood.
pub(super) struct Respelt {
    pub text: String,
    /// The marks of texts over several lines, which are on one line now.
    texts: Vec<(Span, Span)>,
    /// Whether brackets were read as braces.
    brackets: bool,
}

/// How many lines a text is followed for its closing mark; texts of forms are shorter.
const MAX_TEXT_LINES: usize = 100;

/// Brackets, and the braces of the same width in bytes.
const BRACKETS: [(char, char, char, char); 8] = [
    ('【', '】', '｛', '｝'),
    ('（', '）', '｛', '｝'),
    ('［', '］', '｛', '｝'),
    ('〔', '〕', '｛', '｝'),
    ('〖', '〗', '｛', '｝'),
    ('「', '」', '｛', '｝'),
    ('(', ')', '{', '}'),
    ('[', ']', '{', '}'),
];

/// The text with other marks, when there are any to blame for some of the mistakes in it.
pub(super) fn respell(text: &str, mistakes: &[Diagnostic]) -> Option<Respelt> {
    let mut letters = text.as_bytes().to_vec();
    let texts = open_texts(text, mistakes);
    for (open, close) in &texts {
        let inside = letters.get_mut(open.end as usize..close.start as usize)?;
        inside.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    }
    let mut brackets = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((at, found, brace)) = bracket(line) {
            let mut bytes = [0; 4];
            let meant = brace.encode_utf8(&mut bytes).as_bytes();
            let place = letters.get_mut(start + at..start + at + found.len_utf8())?;
            if place.len() == meant.len() {
                place.copy_from_slice(meant);
                brackets = true;
            }
        }
        start += line.len();
    }
    if !brackets && texts.is_empty() {
        return None;
    }
    Some(Respelt { text: String::from_utf8(letters).ok()?, texts, brackets })
}

/// The bracket that a line ends with or consists of: where, which, and the brace it stands for.
fn bracket(line: &str) -> Option<(usize, char, char)> {
    let code = line.split(['#', '＃']).next().unwrap_or_default().trim_end();
    let last = code.chars().next_back()?;
    let at = code.len() - last.len_utf8();
    let alone = code.get(..at)?.trim().is_empty();
    BRACKETS.iter().find_map(|(open, close, open_brace, close_brace)| match last {
        _ if last == *open && !alone => Some((at, last, *open_brace)),
        _ if last == *close && alone => Some((at, last, *close_brace)),
        _ => None,
    })
}

/// Where texts lie that a one-line mark opens and one on a later line closes.
fn open_texts(text: &str, mistakes: &[Diagnostic]) -> Vec<(Span, Span)> {
    let mut starts: Vec<u32> =
        mistakes.iter().filter(|found| found.code == "E0105").map(|found| found.primary.place.span.start).collect();
    starts.sort_unstable();
    let mut found: Vec<(Span, Span)> = Vec::new();
    for start in starts {
        if found.last().is_some_and(|(_, close)| start < close.end) {
            continue;
        }
        found.extend(open_text(text, start));
    }
    found
}

fn open_text(text: &str, start: u32) -> Option<(Span, Span)> {
    let rest = text.get(start as usize..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '"' | '“' | '”' | '＂' | '「'))?;
    let mut lines = rest.split_inclusive('\n').take(MAX_TEXT_LINES);
    let first = lines.next()?;
    if closes(first) {
        return None;
    }
    let open = Span { start, end: start + mark.len_utf8() as u32 };
    let mut at = start + first.len() as u32;
    for line in lines {
        // Lines of statements: a mark was forgotten on one line, and another elsewhere.
        if line.contains(['{', '}', '｛', '｝'])
            || line.contains(|c: char| SIGN_CHARS.contains(c) && c != '《' && c != '》')
        {
            return None;
        }
        if let Some(from) = closing_mark(line, mark) {
            let close = line.get(from..)?.chars().next()?;
            let after = line.get(from + close.len_utf8()..)?.trim_start();
            let ends = after.is_empty() || after.starts_with([',', '，', ';', '；', '#', '＃']);
            let close = Span { start: at + from as u32, end: at + (from + close.len_utf8()) as u32 };
            return ends.then_some((open, close));
        }
        at += line.len() as u32;
    }
    None
}

/// The first mark of a line that closes what `open` opened, pairs of others left aside.
fn closing_mark(line: &str, open: char) -> Option<usize> {
    let (again, close) = match open {
        '“' | '”' => (Some('“'), '”'),
        '「' => (Some('「'), '」'),
        mark => (None, mark),
    };
    let mut depth = 0usize;
    line.char_indices().find_map(|(at, letter)| match letter {
        _ if letter == close && depth == 0 => Some(at),
        _ if letter == close => {
            depth -= 1;
            None
        }
        _ => {
            depth += usize::from(Some(letter) == again);
            None
        }
    })
}

impl Respelt {
    /// What to say of the marks, by the text as it was typed; nothing when reading it so has
    /// not made blocks of all brackets.
    pub fn mistakes(&self, text: &str, file: FileId, stmts: &[Stmt]) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> =
            self.texts.iter().map(|(open, close)| several_lines(text, file, *open, *close)).collect();
        if self.brackets {
            blocks(text, file, stmts, &mut found);
        }
        found
    }
}

fn several_lines(text: &str, file: FileId, open: Span, close: Span) -> Diagnostic {
    let found = Diagnostic::error("E0105", place(file, open), "几行的文本前后都用 `\"\"\"`");
    let found =
        found.label(format!("这里用的是 `{}`", slice(text, open))).related(place(file, close), "文本在这里结束");
    let edits = vec![(open, "\"\"\"".to_owned()), (close, "\"\"\"".to_owned())];
    found.help("把前后两个引号都写成 `\"\"\"`").fix_all(Safety::Safe, edits, "写成 `\"\"\"`")
}

fn blocks(text: &str, file: FileId, stmts: &[Stmt], found: &mut Vec<Diagnostic>) {
    for block in stmts.iter().filter_map(|stmt| stmt.block.as_deref()) {
        let wrong = |span: Span| !matches!(slice(text, span), "{" | "}" | "｛" | "｝" | "");
        let mut edits: Vec<(Span, String)> = Vec::new();
        if wrong(block.open) {
            let glued = !text.get(..block.open.start as usize).is_some_and(|head| head.ends_with(char::is_whitespace));
            edits.push((block.open, if glued { " {" } else { "{" }.to_owned()));
        }
        edits.extend(block.close.filter(|close| wrong(*close)).map(|close| (close, "}".to_owned())));
        if let Some((first, _)) = edits.first() {
            let written = slice(text, *first);
            let said = Diagnostic::error("E0123", place(file, *first), format!("块用花括号，这里写的是 `{written}`"));
            let said = match edits.get(1) {
                Some((last, _)) => said.related(place(file, *last), "这一块在这里结束"),
                None => said,
            };
            found.push(said.help("写成 `{` 和 `}`").fix_all(Safety::Safe, edits, "写成花括号"));
        }
        blocks(text, file, &block.stmts, found);
    }
}
