//! Between the protocol and us: positions in the negotiated encoding, URIs, kinds.

use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::Value;

use crate::diag::Severity;
use crate::ide::SymbolKind;
use crate::source::{LineIndex, Span, percent_encoded};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The first that the client offers and we know, as it lists them in the order it likes
    /// them; else the default.
    pub fn offered(params: &Value) -> Encoding {
        let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let known = |name: &Value| {
            let all = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
            all.into_iter().find(|one| name.as_str() == Some(one.name()))
        };
        offered.into_iter().flatten().find_map(known).unwrap_or(Encoding::Utf16)
    }

    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    fn len(self, letter: char) -> usize {
        match self {
            Encoding::Utf8 => letter.len_utf8(),
            Encoding::Utf16 => letter.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A text with its lines.
pub(super) struct Lines {
    pub text: Arc<str>,
    index: LineIndex,
}

impl Lines {
    pub fn new(text: Arc<str>) -> Lines {
        Lines { index: LineIndex::new(&text), text }
    }

    /// The byte offset of a position; positions past the end of a line mean its end.
    pub fn offset(&self, encoding: Encoding, position: lsp::Position) -> u32 {
        let start = self.index.line_start(position.line as usize, &self.text);
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let mut column = 0;
        for (at, letter) in line.char_indices() {
            if column >= position.character as usize {
                return (start + at) as u32;
            }
            column += encoding.len(letter);
        }
        (start + line.len()) as u32
    }

    pub fn range(&self, encoding: Encoding, span: Span) -> lsp::Range {
        lsp::Range { start: self.position(encoding, span.start), end: self.position(encoding, span.end) }
    }

    fn position(&self, encoding: Encoding, offset: u32) -> lsp::Position {
        let line = self.index.line(offset);
        let start = self.index.line_start(line, &self.text);
        let head = self.text.get(start..offset as usize).unwrap_or_default();
        let character: usize = head.chars().map(|letter| encoding.len(letter)).sum();
        lsp::Position { line: line as u32, character: character as u32 }
    }
}

/// 1 to 4, as the protocol numbers them.
pub(super) fn severity(severity: Severity) -> u32 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    }
}

/// As the protocol numbers them.
pub(super) fn symbol_kind(kind: SymbolKind) -> u32 {
    match kind {
        SymbolKind::Department => 4,
        SymbolKind::Project => 2,
        SymbolKind::Group => 3,
        SymbolKind::Line => 13,
        SymbolKind::Task => 24,
        SymbolKind::Framework => 5,
        SymbolKind::Rule => 12,
        SymbolKind::Check => 17,
        SymbolKind::Actuals => 19,
        SymbolKind::Unit => 14,
    }
}

/// The path of a `file:` URI, the name of a file of the prelude; any other URI as it is.
pub(super) fn path(uri: &str) -> String {
    if let Some(name) = uri.strip_prefix("heng:") {
        return format!("<heng>/{}", name.trim_start_matches('/'));
    }
    let Some(rest) = uri.strip_prefix("file://") else { return uri.to_owned() };
    let mut bytes = Vec::new();
    let mut letters = rest.bytes();
    while let Some(byte) = letters.next() {
        let hex = |byte: u8| char::from(byte).to_digit(16);
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let ahead = letters.clone().next().and_then(hex).zip(letters.clone().nth(1).and_then(hex));
        match ahead {
            Some((high, low)) => {
                bytes.push((high * 16 + low) as u8);
                letters.next();
                letters.next();
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The URI of a path; the prelude's files get a scheme of their own.
pub(super) fn uri(path: &str) -> String {
    match path.strip_prefix("<heng>/") {
        Some(name) => format!("heng:/{}", percent_encoded(name)),
        None => format!("file://{}", percent_encoded(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_what_was_agreed() {
        let lines = Lines::new("甲𠮷乙\r\n丙".into());
        let at = |encoding, line, character| lines.offset(encoding, lsp::Position { line, character });
        assert_eq!(at(Encoding::Utf16, 0, 3), 7);
        assert_eq!(at(Encoding::Utf32, 0, 2), 7);
        assert_eq!(at(Encoding::Utf8, 0, 7), 7);
        // Past the end of the line, and past the end of the text.
        assert_eq!(at(Encoding::Utf16, 0, 99), 10);
        assert_eq!(at(Encoding::Utf16, 9, 0), 15);
        // A carriage return alone ends a line.
        let old = Lines::new("# 一\r# 二\n部".into());
        assert_eq!(old.offset(Encoding::Utf16, lsp::Position { line: 2, character: 0 }), 12);
        assert_eq!(old.range(Encoding::Utf16, Span { start: 8, end: 11 }).start.line, 1);
        let range = lines.range(Encoding::Utf16, Span { start: 7, end: 10 });
        assert_eq!((range.start.character, range.end.character), (3, 4));
    }

    #[test]
    fn paths_and_uris_go_there_and_back() {
        for name in ["/局/2024 年.heng", "/a%b.heng", "<heng>/units.heng"] {
            assert_eq!(path(&uri(name)), name);
        }
        assert_eq!(uri("<heng>/units.heng"), "heng:/units.heng");
    }
}
