//! Quotation marks that are missing: around names with signs or blanks in them, and around
//! texts.

use super::ast::{Name, Stmt, TextKind};
use super::lower::place;
use super::recover;
use super::recover::{LONGEST_NAME, OTHER_KEYWORDS, SIGN_CHARS, TEXT_WORDS, meant_keyword, shown, slice, takes_text};
use crate::diag::{Diagnostic, Safety};
use crate::source::{FileId, Span};

/// A name with characters that need quotation marks: `满意度（%） >= 95%`.
pub(super) fn unquoted_name(text: &str, file: FileId, name: Span, junk: Span) -> Diagnostic {
    let rest = slice(text, junk);
    let mark = rest.chars().next().unwrap_or(' ');
    let mark_span = Span { start: junk.start, end: junk.start + mark.len_utf8() as u32 };
    let name_end = rest.find(|c: char| SIGN_CHARS.contains(c)).unwrap_or(rest.len());
    let tail = rest.get(..name_end).unwrap_or_default().trim_end();
    let whole = Span { start: name.start, end: junk.start + tail.len() as u32 };
    let after = rest.trim_start_matches([':', '：', ' ', '\u{3000}']);
    if matches!(mark, ':' | '：') && after.starts_with(|c: char| SIGN_CHARS.contains(c) || c.is_ascii_digit()) {
        let found = Diagnostic::error("E0113", place(file, mark_span), format!("名称后面不写 `{mark}`"));
        let gap = Span { start: junk.start, end: junk.end - after.len() as u32 };
        let signed = after.starts_with(|c: char| SIGN_CHARS.contains(c));
        let line = format!("{}{} {after}", slice(text, name), if signed { "" } else { " >=" });
        let comes = if signed { " " } else { " >= " };
        return found.help(format!("写成 `{line}`")).fix(Safety::Unsafe, gap, comes, "改写");
    }
    let found = Diagnostic::error("E0108", place(file, mark_span), format!("名称里有 `{mark}`，要加引号"))
        .label("不加引号的名称只含文字、数字、`_` 和 `·`");
    if whole.len() > LONGEST_NAME {
        return found;
    }
    let quoted = format!("\"{}\"", slice(text, whole));
    if quoted.matches('"').count() > 2 {
        return found.help("名称里有英文引号时，外面用中文引号 `“…”`");
    }
    // `培训（线上）合格率 90%`: the sign is missing as well, and the name ends before the number.
    let first_part = rest.split([',', '，']).next().unwrap_or_default();
    let number = first_part.match_indices([' ', '\u{3000}']).map(|(at, blank)| at + blank.len()).rfind(|at| {
        first_part
            .get(*at..)
            .is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)))
    });
    if let Some(at) = number.filter(|_| !rest.contains(|c: char| SIGN_CHARS.contains(c))) {
        let before = Span { start: name.start, end: junk.start + at as u32 };
        let quoted = format!("\"{}\" >= ", slice(text, before).trim_end());
        return found.fix(Safety::Unsafe, before, quoted, "给名称加引号，补上符号");
    }
    found.fix(Safety::Safe, whole, quoted, "给整个名称加引号")
}

/// A mark that closes a text whose opening mark is missing, with the keyword of the text:
/// the last one before it on the line.
pub(super) fn quote_without_start(text: &str, file: FileId, stmt: &Stmt, junk: Span) -> Option<(Span, Diagnostic)> {
    let mark = slice(text, junk);
    if !mark.starts_with(is_quote) || mark.chars().count() > 1 {
        return None;
    }
    let head = slice(text, Span { start: stmt.span.start, end: junk.start });
    let words = TextKind::ALL.into_iter().map(TextKind::word).chain(TEXT_WORDS);
    let begins = |at: usize| {
        head.get(..at).is_some_and(|before| before.trim_end().is_empty() || before.trim_end().ends_with([',', '，']))
    };
    let found = words.filter_map(|word| {
        let at = head.rfind(word).filter(|at| begins(*at))?;
        head.get(at + word.len()..)?.starts_with([' ', '\u{3000}']).then_some((at, word))
    });
    let (at, word) = found.max_by_key(|(at, _)| *at)?;
    let start = stmt.span.start + at as u32;
    let keyword = Span { start, end: start + word.len() as u32 };
    let after = slice(text, Span { start: keyword.end, end: junk.start });
    if after.contains(is_quote) {
        return None;
    }
    let first = keyword.end + (after.len() - after.trim_start().len()) as u32;
    let whole = Span { start: first, end: junk.end };
    let diagnostic = Diagnostic::error("E0105", place(file, whole), "引号没有开头")
        .label("这段文本只有后面的引号")
        .help("在文本前面补上 `\"`")
        .fix(Safety::Safe, Span { start: first, end: first }, "\"", "补上 `\"`");
    Some((keyword, diagnostic))
}

/// `群众 满意度 >= 90%`: a name with a blank in it, up to its sign.
pub(super) fn spaced_name(text: &str, file: FileId, name: Name, junk: Span) -> Option<Diagnostic> {
    let rest = text.get(name.span.end as usize..junk.end as usize)?;
    let second = rest.trim_start();
    let sign = second.find(|c: char| SIGN_CHARS.contains(c)).filter(|at| *at > 0)?;
    let word = second.get(..sign)?.trim_end();
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '·' | ' '));
    let keyword = OTHER_KEYWORDS.contains(&slice(text, name.span)) || takes_text(slice(text, name.span));
    if rest.len() == second.len() || name.quoted || !plain || keyword || rest.len() > LONGEST_NAME {
        return None;
    }
    let end = name.span.end + (rest.len() - second.len() + word.len()) as u32;
    let whole = Span { start: name.span.start, end };
    let gap = Span { start: name.span.end, end: junk.end - second.len() as u32 };
    let found = Diagnostic::error("E0108", place(file, gap), "名称里有空格，要加引号");
    if COMPARED.iter().any(|verb| word.starts_with(verb)) {
        let (head, tail) = (slice(text, name.span), second);
        let help = format!("`{word}` 是名称的，写成 `\"{head} {word}\"`；是和上年比的，写成 `{head} 同比 >= 5%`");
        return Some(found.label(format!("`{tail}` 里写不写 `{word}`，意思不同")).help(help));
    }
    Some(found.label("空格").fix(Safety::Safe, whole, format!("\"{}\"", slice(text, whole)), "给整个名称加引号"))
}

/// Words between a name and its sign that are perhaps no part of the name.
const COMPARED: [&str; 14] =
    ["较", "比", "同比", "环比", "上年", "去年", "增长", "增加", "提高", "提升", "下降", "降低", "减少", "压减"];

/// A text behind a word that takes none: a mistyped keyword, or an open quotation mark.
pub(super) fn text_without_keyword(text: &str, file: FileId, name: Name, span: Span) -> Diagnostic {
    let rest = slice(text, span);
    if !closes(rest) {
        return open_quote(text, file, span);
    }
    let word = slice(text, name.span);
    let found = Diagnostic::error("E0118", place(file, name.span), format!("`{}` 不是带文本的关键字", shown(word)))
        .label("文本前面应当是 `来源`、`说明`、`负责` 等关键字");
    match recover::other_name(text, name.span).or_else(|| meant_keyword(word)) {
        Some(meant) => found.fix(Safety::Unsafe, name.span, meant, "是否要写"),
        None => found,
    }
}

/// A quotation mark without its other half.
pub(super) fn open_quote(text: &str, file: FileId, span: Span) -> Diagnostic {
    let written = slice(text, span).trim_end();
    let inner = written.trim_matches(is_quote);
    if let (Some(first), Some(last)) = (written.chars().next(), written.chars().next_back())
        && is_quote(last)
        && !inner.is_empty()
        && !inner.contains(is_quote)
    {
        let whole = Span { start: span.start, end: span.start + written.len() as u32 };
        return Diagnostic::error("E0105", place(file, whole), format!("两边的引号 `{first}` 和 `{last}` 不是一对"))
            .fix(Safety::Safe, whole, format!("\"{inner}\""), "写成");
    }
    Diagnostic::error("E0105", place(file, span), "引号没有闭合")
        .label("从这里开始")
        .help("在同一行补上 `\"`；几行的文本用 `\"\"\"…\"\"\"`")
}

/// A text without quotation marks up to the comma before an attribute with a keyword.
pub(super) fn text_part(rest: &str) -> &str {
    let comma = rest.char_indices().find(|(at, letter)| {
        let after = rest.get(at + letter.len_utf8()..).unwrap_or_default();
        matches!(letter, ',' | '，') && recover::reads_attribute(after.trim())
    });
    rest.get(..comma.map_or(rest.len(), |(at, _)| at)).unwrap_or_default().trim_end()
}

/// An item that is a keyword with an unquoted text behind: `来源 政策系统`.
pub(super) fn unquoted_text(text: &str, file: FileId, name: Name, value: Span) -> Diagnostic {
    let (word, found) = (slice(text, name.span), slice(text, value));
    Diagnostic::error("E0110", place(file, value), format!("`{word}` 后面的文本要加引号"))
        .label(format!("应当是 `{word} \"…\"`"))
        .fix(Safety::Safe, value, format!("\"{}\"", found.trim_matches(['\'', '‘', '’'])), "写成")
}

/// Whether a quotation mark follows on the line: one that is not closed is reported as such.
pub(super) fn quote_follows(text: &str, word: Span) -> bool {
    text.get(word.end as usize..)
        .is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\u{3000}']).starts_with(is_quote))
}

/// A keyword that takes a text and has none.
pub(super) fn missing_text(text: &str, file: FileId, name: Name) -> Diagnostic {
    let word = slice(text, name.span);
    Diagnostic::error("E0110", place(file, name.span), format!("`{word}` 后面缺少文本"))
        .help(format!("写成 `{word} \"…\"`；几行的文本用 `\"\"\"…\"\"\"`，与 `{word}` 同一行开始"))
}

/// The place of the mark in a text that is never closed.
pub(super) fn text_mark(text: &str, span: Span) -> Span {
    let swallowed = slice(text, span);
    let at = swallowed.find(['"', '“', '”']).unwrap_or(0) as u32;
    let tail = slice(text, Span { start: span.start + at, end: span.end });
    let len: usize = tail.chars().take(3).map(char::len_utf8).sum();
    Span { start: span.start + at, end: span.start + at + len as u32 }
}

/// Whether a text that begins with a quotation mark is closed on its line.
pub(super) fn closes(text: &str) -> bool {
    let mut chars = text.chars();
    let close = match chars.next() {
        Some('“' | '”') => '”',
        Some('「') => '」',
        Some(mark) => mark,
        None => return true,
    };
    chars.any(|c| c == close)
}

/// Marks that names of real indicators contain.
pub(super) fn is_name_mark(c: char) -> bool {
    matches!(
        c,
        '（' | '(' | '、' | '-' | '—' | '–' | '/' | '+' | '&' | '《' | '【' | '[' | '：' | ':' | '★' | '．' | '.'
    )
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂' | '「')
}
