//! What is wrong with braces, texts and sizes: what is missing, too deep, too long or too much.

use super::lower::place;
use super::recover::{shown, slice};
use crate::diag::{Diagnostic, Safety};
use crate::source::{FileId, Span};

/// A brace that is never closed.
pub(super) fn open_brace(file: FileId, brace: Span, meant: Option<Span>) -> Diagnostic {
    let found = Diagnostic::error("E0102", place(file, brace), "`{` 没有闭合").label("这里打开");
    let found = match meant {
        Some(close) => found.related(place(file, close), "按缩进看，这个 `}` 闭合的是更外层"),
        None => found,
    };
    found.help("在这一块的末尾另起一行补上 `}`")
}

/// A brace that closes nothing.
pub(super) fn extra_brace(file: FileId, brace: Span) -> Diagnostic {
    Diagnostic::error("E0103", place(file, brace), "多余的 `}`").label("没有与它对应的 `{`").fix(
        Safety::Unsafe,
        brace,
        "",
        "删去 `}`",
    )
}

/// A block whose opening brace is missing; `head` is the statement that owns it.
pub(super) fn missing_brace(text: &str, file: FileId, head: Span) -> Diagnostic {
    let words = slice(text, head).trim_end_matches([':', '：', ' ', '\t', '\u{3000}']);
    let (head, gap) = (Span { end: head.start + words.len() as u32, ..head }, head);
    let gap = Span { start: head.end, end: gap.end };
    Diagnostic::error("E0122", place(file, head), format!("`{}` 后面缺少 `{{`", shown(words)))
        .label("下面缩进的各行应当在它的花括号里")
        .fix(Safety::Unsafe, gap, " {", "补上 `{`")
}

/// A closing brace under lines that stand deeper and whose block nothing opened.
pub(super) fn headless(text: &str, file: FileId, brace: Span, first: Span) -> Diagnostic {
    let line = shown(slice(text, first).lines().next().unwrap_or_default());
    Diagnostic::error("E0103", place(file, brace), "多余的 `}`，或者它闭合的那一块少了开头")
        .label("没有与它对应的 `{`")
        .related(place(file, first), "按缩进看，从这里起是它的一块")
        .help(format!("在 `{line}` 的上面补一行这一块的名称和 `{{`，如 `质量指标 {{`；不是单独一块的，删去这个 `}}`"))
}

/// A brace without a statement in front.
pub(super) fn stray_brace(file: FileId, brace: Span) -> Diagnostic {
    Diagnostic::error("E0109", place(file, brace), "`{` 前面没有语句")
        .label("块属于它前面的语句")
        .help("例如 `产出指标 {`")
}

/// Blocks or parentheses nested beyond the limit.
pub(super) fn too_deep(file: FileId, span: Span) -> Diagnostic {
    Diagnostic::error("E0112", place(file, span), "嵌套太深").label("从这里起超过了上限")
}

/// A line beyond the limit.
pub(super) fn too_long(text: &str, file: FileId, span: Span, most: usize) -> Diagnostic {
    let line = slice(text, span);
    Diagnostic::error("E0101", place(file, span), format!("这一行太长，没有读：`{}`", shown(line)))
        .label(format!("一行最多 {} KB", most / 1024))
        .help("一条语句写一行；先检查它是不是指标文件（`*.heng`，UTF-8 文本）")
}

/// Lines beyond the limit.
pub(super) fn too_many_lines(file: FileId, end: Span, most: usize) -> Diagnostic {
    Diagnostic::error("E0115", place(file, end), format!("文件超过 {} 万行，后面的没有读", most / 10_000))
        .label("从这里起没有读")
        .help("先检查它是不是指标文件（`*.heng`，UTF-8 文本）；是的话分成几个文件，用 `引用` 连起来")
}

/// A `"""` that is never closed.
pub(super) fn open_text(file: FileId, mark: Span) -> Diagnostic {
    Diagnostic::error("E0104", place(file, mark), "`\"\"\"` 没有闭合")
        .label("从这里打开")
        .help("在文本的末尾另起一行补上 `\"\"\"`")
}

/// More mistakes than anyone reads.
pub(super) fn too_many(file: FileId, span: Span, shown: usize, left: usize) -> Diagnostic {
    Diagnostic::error("E0115", place(file, span), format!("错误太多：只列出前 {shown} 处，其余 {left} 处未列出"))
        .label("从这里起不再列出")
        .help("先检查它是不是指标文件（`*.heng`，UTF-8 文本）")
}
