//! Sources and places in them: what every later stage points back to.
//!
//! Offsets are bytes into UTF-8 text. Lines, columns and UTF-16 positions are worked out
//! from a [`LineIndex`] only when something is shown to a person or an editor.

use std::sync::Arc;

/// The longest source that is compiled, in bytes. Offsets are `u32`, and a declaration
/// of 100,000 indicators is 6 MB; a file beyond this is not an indicator file.
pub const MAX_SOURCE_BYTES: usize = 1 << 30;

/// A named text: a file, an editor buffer, standard input or a part of the prelude.
#[derive(Debug, Clone)]
pub struct Source {
    /// What messages call it, usually the path as the user wrote it.
    pub name: Arc<str>,
    /// The whole text, as found (byte order mark and carriage returns included), but for the line
    /// ends of old Mac systems, which are `\n` here.
    pub text: Arc<str>,
}

impl Source {
    /// A source from a name and its text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: with_line_feeds(text.into()) }
    }

    /// The text a span covers; empty when the span does not lie in this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// A text whose every line end holds a line feed: a carriage return alone becomes one, of the same
/// length, so that offsets stay.
fn with_line_feeds(text: Arc<str>) -> Arc<str> {
    let bytes = text.as_bytes();
    let is_alone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(|at| is_alone(&at)) {
        return text;
    }
    let mut letters = text.chars().peekable();
    let mut mended = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        mended.push(if letter == '\r' && letters.peek() != Some(&'\n') { '\n' } else { letter });
    }
    mended.into()
}

/// A half-open range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// From byte offsets; offsets past `u32` are clamped (see [`MAX_SOURCE_BYTES`]).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// As a range of `usize`, for slicing with `str::get`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The empty span at this span's end: where something missing belongs.
    pub fn after(self) -> Span {
        Span { start: self.end, end: self.end }
    }
}

/// Which of the files of one compilation; an index into [`crate::model::Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A place in one of the files of a compilation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

/// A path as the path of a URI: what is not plain is percent-encoded.
pub fn percent_encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The half-width form of a full-width sign, any other character as it is.
///
/// Chinese input methods produce both; every stage that compares or reads text folds them
/// with this, and adds what only it needs.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        other => other,
    }
}

/// A position as people count: from 1, columns in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// Where the lines of a text start.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Scans a text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // A carriage return alone ends a line, as it does for editors.
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect();
        Self { starts }
    }

    /// The number of lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds a byte offset.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The byte offset at which a line (from 0) starts; the text's end for lines past it.
    pub fn line_start(&self, line: usize, text: &str) -> usize {
        self.starts.get(line).map_or(text.len(), |&start| start as usize)
    }

    /// Line and column in code points, both from 1.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let start = self.line_start(line, text);
        let column = text.get(start..offset as usize).map_or(0, |head| head.chars().count());
        LineColumn { line: line + 1, column: column + 1 }
    }

    /// Line and column in UTF-16 code units, both from 0, as editors count.
    pub fn utf16(&self, text: &str, offset: u32) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.line_start(line, text);
        let column = text.get(start..offset as usize).map_or(0, |head| head.encode_utf16().count());
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_under_chinese_and_surrogates() {
        let text = "指标 >= 3 件\n𠮷a\n";
        let index = LineIndex::new(text);
        let at = text.find('a').unwrap() as u32;
        assert_eq!(index.line_column(text, at), LineColumn { line: 2, column: 2 });
        assert_eq!(index.utf16(text, at), (1, 2));
        assert_eq!(index.line_count(), 3);
    }
}
