//! Texts over several lines whose opening mark is missing: the mark that closes them is
//! read as one that opens another text and swallows what follows. Where they begin can be
//! told from the lines above.

use super::ast::TextKind;
use super::lower::place;
use super::quoting::is_quote;
use super::recover::slice;
use crate::diag::{Diagnostic, Safety};
use crate::source::{FileId, Span};

/// A text with its closing mark, but without the one that opens it beside its keyword.
#[derive(Debug, Clone, Copy)]
pub(super) struct LostText {
    /// The keyword it belongs to, or its first line when that lacks too.
    head: Span,
    lack: Lack,
    /// The mark that closes it.
    mark: Span,
}

/// What a text lacks in front.
#[derive(Debug, Clone, Copy)]
enum Lack {
    Mark,
    MarkAndKeyword,
    /// Nothing, but the mark stands on a line below the keyword.
    Line(Span),
}

impl LostText {
    /// From its first character to the mark.
    pub fn span(&self) -> Span {
        self.head.to(self.mark)
    }
}

/// How many lines up the start of a text is looked for; texts of forms are shorter.
const MAX_TEXT_LINES: usize = 100;

/// The text that a mark, read as an opening one, closes: nothing stands behind the mark on
/// its line, and above it plain lines, up to a keyword that takes a text or, when the mark
/// is alone on its line, as far as they are indented more.
pub(super) fn text_without_start(text: &str, mark: Span) -> Option<LostText> {
    let rest = text.get(mark.end as usize..)?;
    if !rest.lines().next().unwrap_or_default().trim().is_empty() {
        return None;
    }
    let mut end = mark.start as usize;
    let own = text.get(..end)?.rsplit('\n').next()?;
    // How far a mark that is alone on its line is indented.
    let margin = own.trim().is_empty().then_some(own.len());
    let (mut first, mut outside): (Option<Span>, bool) = (None, false);
    for _ in 0..MAX_TEXT_LINES {
        let start = text.get(..end)?.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..end)?.trim_end();
        let words = line.trim_start();
        let indent = line.len() - words.len();
        if let Some((word, rest)) = text_keyword(words)
            && !rest.starts_with(is_quote)
        {
            let head = Span::new(start + indent, start + indent + word.len());
            if !text.get(head.end as usize..mark.start as usize)?.trim().is_empty() {
                return Some(LostText { head, lack: Lack::Mark, mark });
            }
            let close = if words == word && end < mark.start as usize { next_mark(text, mark) } else { None };
            return Some(LostText { head, lack: Lack::Line(mark), mark: close? });
        }
        outside |= margin.is_none_or(|margin| !words.is_empty() && indent <= margin);
        if words.contains(['{', '}', '｛', '｝', '"']) || start == 0 {
            return first.map(|head| LostText { head, lack: Lack::MarkAndKeyword, mark });
        }
        if !words.is_empty() && !outside {
            first = Some(Span::new(start + indent, start + line.len()));
        }
        end = start - 1;
    }
    None
}

/// The keyword that a line begins with, when it takes a text, and what follows.
fn text_keyword(line: &str) -> Option<(&'static str, &str)> {
    TextKind::ALL.into_iter().map(TextKind::word).find_map(|word| {
        let rest = line.strip_prefix(word)?;
        (rest.is_empty() || rest.starts_with([' ', '\t', '\u{3000}'])).then_some((word, rest.trim_start()))
    })
}

/// The mark of the same kind behind one.
fn next_mark(text: &str, mark: Span) -> Option<Span> {
    let written = slice(text, mark);
    let at = text.get(mark.end as usize..)?.find(written)? + mark.end as usize;
    Some(Span::new(at, at + written.len()))
}

/// A text whose opening mark is missing, or on the wrong line.
pub(super) fn lost_text(file: FileId, text: &LostText) -> Diagnostic {
    let missing = || Diagnostic::error("E0119", place(file, text.head), "文本开头缺少 `\"\"\"`");
    match text.lack {
        Lack::Mark => missing()
            .label("后面是文本")
            .related(place(file, text.mark), "文本在这里结束")
            .help("在文本前面补上 `\"\"\"`")
            .fix(Safety::Unsafe, text.head.after(), " \"\"\"", "补上 `\"\"\"`"),
        Lack::MarkAndKeyword => missing()
            .label("文本的第一行")
            .related(place(file, text.mark), "文本在这里结束")
            .help("在它上面补一行关键字和 `\"\"\"`，例如 `总体目标 \"\"\"`、`内容 \"\"\"`"),
        Lack::Line(start) => {
            let gap = Span { start: text.head.end, end: start.start };
            Diagnostic::error("E0119", place(file, start), "文本开头的 `\"\"\"` 要和关键字写在同一行")
                .related(place(file, text.head), "写在它后面")
                .help("把 `\"\"\"` 移到上一行的末尾")
                .fix(Safety::Safe, gap, " ", "移到上一行")
        }
    }
}
