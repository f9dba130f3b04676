//! Formatting a part of a file: the lines and comments that a span touches, in canonical form,
//! and nothing else.
//!
//! The canonical text of the whole file has the same statements and comments in the same
//! order. Both texts are cut into the same pieces, and those of the span are exchanged.

use super::{Analysis, lines_between};
use crate::source::Span;
use crate::syntax::ast::Stmt;
use crate::syntax::{self, Parsed};

/// The edits that write what a span touches as it stands in `formatted`, the canonical text of
/// the whole file; an empty span touches the statement it stands in.
pub fn reformatted(analysis: &Analysis, formatted: &str, span: Span) -> Vec<(Span, String)> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let source = crate::source::Source::new(parsed.source.name.clone(), formatted);
    let new = syntax::parse(source, parsed.file);
    let (old_pieces, new_pieces) = (pieces(parsed), pieces(&new));
    if old_pieces.len() != new_pieces.len() {
        return Vec::new();
    }
    let text = analysis.text();
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    let mut run: Option<(Span, Span)> = None;
    let mut runs = Vec::new();
    for (old, new) in old_pieces.iter().zip(&new_pieces) {
        let old = with_indent(text, *old);
        run = match (run, touches(old, span)) {
            (Some((from, to)), true) => Some((from.to(old), to.to(*new))),
            (None, true) => Some((old, with_indent(formatted, *new))),
            (found, false) => {
                runs.extend(found);
                None
            }
        };
    }
    for (old, new) in runs.into_iter().chain(run) {
        changed.push_str(text.get(at..old.start as usize).unwrap_or_default());
        // What stood behind something else on its line goes on standing there.
        let alone = old.start == 0 || text.get(..old.start as usize).is_some_and(|head| head.ends_with(['\n', '\r']));
        let written = formatted.get(new.range()).unwrap_or_default();
        changed.push_str(if alone { written } else { written.trim_start() });
        at = old.end as usize;
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    lines_between(text, &changed, Span::new(0, text.len()))
}

/// Whether a span reaches into a piece.
fn touches(piece: Span, span: Span) -> bool {
    if span.is_empty() {
        return piece.start <= span.start && span.start <= piece.end;
    }
    piece.start < span.end && span.start < piece.end
}

/// A piece with the blanks before it, when nothing else stands there.
fn with_indent(text: &str, piece: Span) -> Span {
    let head = text.get(..piece.start as usize).unwrap_or_default();
    let trimmed = head.trim_end_matches([' ', '\t', '\u{3000}']);
    let first = trimmed.is_empty() || trimmed.ends_with(['\n', '\r']);
    Span { start: if first { trimmed.len() as u32 } else { piece.start }, end: piece.end }
}

/// The parts of a file between which nothing is written: statements up to their blocks,
/// closing braces and comments.
fn pieces(parsed: &Parsed) -> Vec<Span> {
    let mut found = Vec::new();
    let mut left: Vec<&Stmt> = parsed.stmts.iter().rev().collect();
    while let Some(stmt) = left.pop() {
        let head = stmt.block.as_ref().map_or(stmt.span.end, |block| block.open.end);
        found.push(Span { start: stmt.span.start, end: head });
        found.extend(stmt.block.as_ref().and_then(|block| block.close));
        left.extend(stmt.children().iter().rev());
    }
    // A comment between the attributes of a statement belongs to it.
    found.sort_by_key(|piece| piece.start);
    let within = |comment: Span| {
        let before = found.partition_point(|piece| piece.start <= comment.start);
        before.checked_sub(1).and_then(|at| found.get(at)).is_some_and(|piece| comment.end <= piece.end)
    };
    let comments: Vec<Span> = parsed.comments.iter().map(|one| one.span).filter(|one| !within(*one)).collect();
    found.extend(comments);
    found.sort_by_key(|piece| piece.start);
    for piece in &mut found {
        let written = parsed.slice(*piece).trim_end();
        piece.end = piece.start + written.len() as u32;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::applied;
    use crate::ide::testing::{at_cursor, project};

    /// Formats what stands between two cursors, or at one.
    fn after(marked: &str) -> String {
        let (first, rest) = marked.split_once('‸').unwrap();
        let end = rest.find('‸').map_or(first.len(), |at| first.len() + at);
        let text = marked.replace('‸', "");
        let (analysis, _) = at_cursor(&format!("‸{text}"));
        let formatted = crate::format::format(analysis.parsed().unwrap()).unwrap();
        applied(&text, &reformatted(&analysis, &formatted, Span::new(first.len(), end)))
    }

    #[test]
    fn only_what_is_touched_changes() {
        let three = |marked: &str| after(&project(marked)).split("数量指标 {\n").nth(1).unwrap().to_owned();
        let text = three("甲》=３件\n乙‸》=４‸件，核心 # 注\n丙》=５件");
        assert!(text.starts_with("甲》=３件\n            乙 >= 4 件, 核心 # 注\n丙》=５件\n}"), "{text}");
        let text = three("甲》=３件\n‸乙》=４件\n# 注\n‸丙》=５件");
        assert!(text.starts_with("甲》=３件\n            乙 >= 4 件\n            # 注\n丙》=５件\n}"), "{text}");
        let text = three("甲》=３件\n乙》=‸４件 {\n核心\n}\n丙》=５件");
        assert!(text.starts_with("甲》=３件\n            乙 >= 4 件 {\n核心\n}\n丙》=５件\n}"), "{text}");
    }

    #[test]
    fn a_blank_line_touches_nothing_and_everything_is_the_canonical_form() {
        let text = "部门 甲 {\n年度   2024\n\n‸\n总体目标 \"\"\"\n做好\n\"\"\"\n}\n";
        assert_eq!(after(text), text.replace('‸', ""));
        let text = "部门 甲 {\n年度   2024\n\n总体目标 \"\"\"\n做好\n\"\"\" # 一\n产出指标 { 数量指标 {甲》=３件；乙 = 4 件} }\n}";
        let (analysis, _) = at_cursor(&format!("‸{text}"));
        let formatted = crate::format::format(analysis.parsed().unwrap()).unwrap();
        assert_eq!(after(&format!("‸{text}‸")).trim_end(), formatted.trim_end());
    }
}
