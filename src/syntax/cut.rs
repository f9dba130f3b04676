//! Where a source is cut into pieces that are read one after the other: at line ends that no
//! statement and no text runs across.

use super::is_comment_mark;

/// Bytes of source per chunk: large enough to make the cost of starting a parse vanish,
/// small enough for pest's tokens to stay in the cache.
const CHUNK_BYTES: usize = 32 * 1024;

/// The longest line that is read. Paragraphs of real files reach some thousand bytes; a line
/// beyond this is no line of an indicator file, and the tokens of a statement of that size
/// would take a hundred times its memory.
pub(super) const MAX_LINE_BYTES: usize = 64 * 1024;

/// How far a statement may go on over lines that end with a comma, for the same reason.
const MAX_STATEMENT_BYTES: usize = 1024 * 1024;

/// Bytes of a source that are read at once, or one line that is not read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub too_long: bool,
}

/// Pieces that cover the text and break only at line ends between statements.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(text.len() / CHUNK_BYTES + 1);
    let mut at = 0;
    for (start, end) in long_lines(text.as_bytes()) {
        cut_between(text, at, start, &mut pieces);
        pieces.push(Piece { start, end, too_long: true });
        at = end;
    }
    cut_between(text, at, text.len(), &mut pieces);
    pieces
}

/// Where the lines beyond [`MAX_LINE_BYTES`] lie. Looks at one place in as many bytes.
fn long_lines(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(window) = bytes.get(start..start + MAX_LINE_BYTES) {
        if let Some(newline) = memchr::memrchr(b'\n', window) {
            start += newline + 1;
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |newline| start + newline + 1);
        found.push((start, end));
        start = end;
    }
    found
}

fn cut_between(text: &str, from: usize, to: usize, pieces: &mut Vec<Piece>) {
    let text = text.get(..to).unwrap_or_default();
    let blocks = block_texts(text, from);
    let mut start = from;
    let mut wanted = start + CHUNK_BYTES;
    while wanted < to {
        let rest = text.as_bytes().get(wanted..).unwrap_or_default();
        let Some(newline) = memchr::memchr(b'\n', rest) else { break };
        let end = wanted + newline + 1;
        let block = blocks.partition_point(|&(_, block_end)| block_end < end);
        if let Some(&(block_start, block_end)) = blocks.get(block)
            && block_start < end
        {
            wanted = block_end.max(end);
            continue;
        }
        let size = end - start;
        if size < MAX_STATEMENT_BYTES && continues(text.get(start..end).unwrap_or_default()) {
            // Twice as far, so that a long run of such lines is looked at a few times only.
            wanted = end + size;
            continue;
        }
        pieces.push(Piece { start, end, too_long: false });
        start = end;
        wanted = start + CHUNK_BYTES;
    }
    if start < to {
        pieces.push(Piece { start, end: to, too_long: false });
    }
}

/// Whether the last line ends with a comma, so that its attributes go on below.
fn continues(head: &str) -> bool {
    let mut lines = head.trim_end_matches(['\n', '\r']).rsplit('\n');
    // Blank lines and comments may stand between a comma and the next attribute.
    let last = lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with(is_comment_mark));
    last.is_some_and(|line| {
        let code = line.trim_end();
        code.ends_with([',', '，']) || (code.contains(is_comment_mark) && code.contains([',', '，']))
    })
}

/// Where `"""` texts lie, from mark to mark. A line is scanned only when it holds a mark;
/// marks in comments and one-line texts do not count.
fn block_texts(text: &str, from: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(mark) = next_mark(text, at) {
        let head = text.get(at..mark).and_then(|head| head.rsplit('\n').next()).unwrap_or_default();
        if hides(head) {
            let rest = text.get(mark..).unwrap_or_default();
            at = mark + rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let after = mark + mark_len(text, mark);
        let end = next_mark(text, after).map_or(text.len(), |close| close + mark_len(text, close));
        found.push((mark, end));
        at = end;
    }
    found
}

/// The next of the marks that open and close such a text, in its spellings.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    const MARKS: [&[u8]; 5] = [b"\"\"\"", "“”“".as_bytes(), "“““".as_bytes(), "”””".as_bytes(), "““”".as_bytes()];
    /// The first byte of a curly quotation mark.
    const CURLY: u8 = 0xE2;
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', CURLY, bytes.get(at..)?)?;
        let rest = bytes.get(at..)?;
        if MARKS.iter().any(|mark| rest.starts_with(mark)) {
            return Some(at);
        }
        at += 1;
    }
}

fn mark_len(text: &str, mark: usize) -> usize {
    text.get(mark..).map_or(0, |rest| rest.chars().take(3).map(char::len_utf8).sum())
}

/// Whether the head of a line opens a comment or a one-line text.
fn hides(head: &str) -> bool {
    let mut close = None;
    for c in head.chars() {
        match (close, c) {
            (Some(mark), _) if c == mark => close = None,
            (Some(_), _) => {}
            (None, '#' | '＃') => return true,
            (None, '"') => close = Some('"'),
            (None, '“') => close = Some('”'),
            (None, _) => {}
        }
    }
    close.is_some()
}
