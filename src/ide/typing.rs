//! Signs as a Chinese input method types them, and the canonical ones.
//!
//! Only what the grammar reads as a sign is changed: never a text, a comment or a name. A
//! sign that is just typed is changed only where the characters before it say for certain
//! that it stands in code.

use super::Analysis;
use super::scan::{Inside, last_part, spot};
use super::visit::{Bit, bits};
use crate::source::Span;
use crate::syntax::ast::Stmt;

/// Signs of one character and what they are written as.
const SIGNS: [(char, &str); 14] = [
    ('，', ", "),
    ('；', "; "),
    ('｛', "{"),
    ('｝', "}"),
    ('％', "%"),
    ('≥', ">="),
    ('≤', "<="),
    ('≧', ">="),
    ('≦', "<="),
    ('＞', ">"),
    ('＜', "<"),
    ('＝', "="),
    ('》', ">"),
    ('《', "<"),
];

/// What an editor tells us of: the characters after which [`typed`] is asked.
pub const TYPED: [&str; 23] = [
    "，", "；", "｛", "｝", "％", "≥", "≤", "＝", "＞", "＜", "》", "=", "}", "０", "１", "２", "３", "４", "５", "６",
    "７", "８", "９",
];

/// Keywords that are followed by a number.
const COUNTING: [&str; 8] = ["年度", "上年", "周期", "及格", "满分", "资金", "得分", "舍入"];

/// Edits after a character was typed in front of an offset.
pub fn typed(text: &str, offset: usize) -> Vec<(Span, String)> {
    let head = text.get(..offset).unwrap_or_default();
    let Some(last) = head.chars().next_back() else { return Vec::new() };
    let at = offset - last.len_utf8();
    let spot = spot(text, at);
    if spot.inside != Inside::Code {
        return Vec::new();
    }
    let before = text.get(spot.start..at).unwrap_or_default();
    let (part, first) = last_part(before);
    match last {
        // The second brace of a pair that the editor closed by itself: `{ ｝}`.
        '｝' if text.get(offset..).is_some_and(|rest| rest.starts_with('}')) && just_opened(text, at, &spot.frames) => {
            replaced(at, offset + 1, "}")
        }
        '０'..='９' => digits(text, offset, part, first),
        '}' | '｝' => closing(text, at, last, &spot.frames),
        // An editor may have closed the block by itself. An edit of both braces would put the
        // cursor behind them, and one of the first alone would part the pair: formatting has time.
        '｛' if text.get(offset..).is_some_and(|rest| rest.starts_with('｝')) => Vec::new(),
        '｛' if !part.trim().is_empty() => replaced(at, offset, "{"),
        // It closes the title of a document: `《条例》`.
        '》' if is_titled(before) => Vec::new(),
        // `》=`, `＞=`, `>＝`: the second half of a sign.
        '=' | '＝' => {
            let first = part.chars().next_back().unwrap_or(' ');
            let narrow = narrow(first).filter(|sign| matches!(*sign, ">" | "<"));
            let narrow =
                narrow.filter(|_| !(first == '》' && is_titled(before.strip_suffix('》').unwrap_or_default())));
            match narrow {
                Some(sign) if first.len_utf8() > 1 || last == '＝' => {
                    vec![(Span::new(at - first.len_utf8(), offset), format!("{sign}="))]
                }
                None if last == '＝' && is_operand(part) => vec![(Span::new(at, offset), "=".to_owned())],
                _ => Vec::new(),
            }
        }
        '％' if part.ends_with(|letter: char| letter.is_numeric() || letter == ' ') => replaced(at, offset, "%"),
        '，' | '；' if !part.trim().is_empty() => {
            // A comma between digits may be meant for thousands.
            let digit = part.ends_with(|letter: char| letter.is_numeric());
            // At the end of a line more is about to be typed.
            let blank = text.get(offset..).is_some_and(|rest| rest.starts_with([' ', '\t', '\u{3000}']));
            match narrow(last) {
                Some(sign) if !digit => replaced(at, offset, if blank { sign.trim_end() } else { sign }),
                _ => Vec::new(),
            }
        }
        '≥' | '≤' | '＞' | '＜' | '》' if is_operand(part) => {
            narrow(last).map_or_else(Vec::new, |sign| replaced(at, offset, sign))
        }
        _ => Vec::new(),
    }
}

/// Whether nothing stands between an offset and the brace that opens its block, on one line.
fn just_opened(text: &str, at: usize, frames: &[super::scan::Frame]) -> bool {
    let inside =
        frames.last().and_then(|frame| text.get(frame.open..at)).and_then(|inside| inside.get('{'.len_utf8()..));
    inside.is_some_and(|inside| inside.chars().all(|letter| matches!(letter, ' ' | '\t' | '\u{3000}')))
}

/// Full-width digits behind a sign, a comma or a keyword that wants a number; a name may hold them.
fn digits(text: &str, offset: usize, part: &str, first: bool) -> Vec<(Span, String)> {
    let head = text.get(..offset).unwrap_or_default();
    let wide = |letter: char| matches!(letter, '０'..='９' | '．');
    let before = head.trim_end_matches(wide);
    let run = head.get(before.len()..).unwrap_or_default();
    let part = part.trim_end_matches(wide);
    let part = part.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ' ' | '-' | '~'));
    let weight = !first && part.trim().is_empty();
    let certain = weight || super::complete::ends_with_sign(part) || COUNTING.contains(&part.trim());
    if certain { replaced(before.len(), offset, &crate::syntax::half_width(run)) } else { Vec::new() }
}

/// Whether a title is open: a `《` that is not the first half of a sign.
fn is_titled(before: &str) -> bool {
    let mut open = false;
    let mut letters = before.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '《' => open = !matches!(letters.peek(), Some('=' | '＝')),
            '》' => open = false,
            _ => {}
        }
    }
    open
}

fn replaced(start: usize, end: usize, text: &str) -> Vec<(Span, String)> {
    vec![(Span::new(start, end), text.to_owned())]
}

fn narrow(sign: char) -> Option<&'static str> {
    SIGNS.iter().find(|(wide, _)| *wide == sign).map(|(_, narrow)| *narrow).or(match sign {
        '>' => Some(">"),
        '<' => Some("<"),
        _ => None,
    })
}

/// Whether a name or a number stands there, behind which a sign belongs.
fn is_operand(part: &str) -> bool {
    part.trim_end().ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '"' | '”' | '%' | ')'))
}

/// A closing brace goes to the column of the line that opened its block.
fn closing(text: &str, at: usize, brace: char, frames: &[super::scan::Frame]) -> Vec<(Span, String)> {
    let head = text.get(..at).unwrap_or_default();
    let line = head.rfind('\n').map_or(0, |newline| newline + 1);
    let blanks = head.get(line..).unwrap_or_default();
    let alone = blanks.trim().is_empty();
    let end = at + brace.len_utf8();
    let Some(frame) = frames.last().filter(|_| alone) else {
        return if brace == '｝' { replaced(at, end, "}") } else { Vec::new() };
    };
    let opener = text.get(..frame.start).unwrap_or_default();
    let opener = opener.rfind('\n').map_or(0, |newline| newline + 1);
    let indent: String =
        text.get(opener..).unwrap_or_default().chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    if indent == blanks && brace == '}' {
        return Vec::new();
    }
    vec![(Span::new(line, end), format!("{indent}}}"))]
}

/// The edits that write every sign in a span canonically; the file may have mistakes.
pub fn canonical_signs(analysis: &Analysis, span: Span) -> Vec<(Span, String)> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut edits = Vec::new();
    for stmt in &parsed.stmts {
        signs(analysis, stmt, span, &mut edits);
    }
    edits.retain(|(place, new)| parsed.slice(*place) != new && span.start <= place.start && place.end <= span.end);
    edits.sort_by_key(|(place, _)| *place);
    edits.dedup();
    edits
}

fn signs(analysis: &Analysis, stmt: &Stmt, span: Span, edits: &mut Vec<(Span, String)>) {
    let Some(parsed) = analysis.parsed() else { return };
    if stmt.span.end < span.start || span.end < stmt.span.start {
        return;
    }
    let spelled = [(">=", GE), ("<=", LE), (">", GT), ("<", LT), ("=", EQ)];
    bits(stmt, &mut |bit| match bit {
        Bit::Sign(at) => {
            let written = parsed.slice(at);
            if let Some((sign, _)) = spelled.iter().find(|(_, all)| all.contains(&written)) {
                edits.push((at, (*sign).to_owned()));
            }
        }
        Bit::Number(at) | Bit::Unit(at) => {
            let written = parsed.slice(at).trim_end();
            let at = Span { end: at.start + written.len() as u32, ..at };
            edits.push((at, crate::syntax::half_width(written)));
        }
        _ => {}
    });
    // Between two attributes stands a comma and nothing else that is written.
    let starts = stmt.attrs.iter().map(|attr| attr.span.start);
    for start in starts {
        let head = parsed.source.text.get(stmt.span.start as usize..start as usize).unwrap_or_default();
        let trimmed = head.trim_end();
        if let Some(before) = trimmed.strip_suffix('，') {
            let at = stmt.span.start as usize + before.len();
            let blank = if trimmed.len() == head.len() { ", " } else { "," };
            edits.push((Span::new(at, at + '，'.len_utf8()), blank.to_owned()));
        }
    }
    if let Some(block) = &stmt.block {
        edits.push((block.open, "{".to_owned()));
        edits.extend(block.close.map(|close| (close, "}".to_owned())));
    }
    for child in stmt.children() {
        signs(analysis, child, span, edits);
    }
}

const GE: &[&str] = &["≥", "》=", "》＝", "＞＝", "＞=", ">＝", "≧", "⩾", "=>", "=》", "＝》", "〉="];
const LE: &[&str] = &["≤", "《=", "《＝", "＜＝", "＜=", "<＝", "≦", "⩽", "=<", "=《", "＝《", "〈="];
const GT: &[&str] = &["＞", "》", "〉"];
const LT: &[&str] = &["＜", "《", "〈"];
const EQ: &[&str] = &["＝", "═", "﹦", "=="];

/// The smallest replacements that make one text of another, line by line, within a span of
/// lines: what formatting a part comes to.
pub fn lines_between(old: &str, new: &str, within: Span) -> Vec<(Span, String)> {
    let diff = similar::TextDiff::from_lines(old, new);
    let starts = |text: &str| -> Vec<usize> {
        let ends = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old_starts, new_starts) = (starts(old), starts(new));
    let at = |starts: &[usize], line: usize| starts.get(line).or(starts.last()).copied().unwrap_or(0);
    let mut edits = Vec::new();
    for op in diff.ops() {
        let (_, old_lines, new_lines) = op.as_tag_tuple();
        let span = Span::new(at(&old_starts, old_lines.start), at(&old_starts, old_lines.end));
        let text = new.get(at(&new_starts, new_lines.start)..at(&new_starts, new_lines.end)).unwrap_or_default();
        let touches = span.start <= within.end && within.start <= span.end;
        if touches && old.get(span.range()) != Some(text) {
            edits.push((span, text.to_owned()));
        }
    }
    edits
}

/// A change from edits of a text, for tests and for showing what they come to.
pub fn applied(text: &str, edits: &[(Span, String)]) -> String {
    let mut sorted: Vec<&(Span, String)> = edits.iter().collect();
    sorted.sort_by_key(|(span, _)| *span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in sorted {
        out.push_str(text.get(at..span.start as usize).unwrap_or_default());
        out.push_str(new);
        at = span.end as usize;
    }
    out + text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn after(marked: &str) -> String {
        let offset = marked.find('‸').unwrap();
        let text = marked.replace('‸', "");
        applied(&text, &typed(&text, offset))
    }

    #[test]
    fn a_sign_is_changed_where_it_is_certain() {
        assert_eq!(after("甲 》=‸ 3 件"), "甲 >= 3 件");
        assert_eq!(after("甲 ≥‸"), "甲 >=");
        assert_eq!(after("甲 >= 3 件，‸"), "甲 >= 3 件, ");
        assert_eq!(after("甲 >= 95％‸"), "甲 >= 95%");
        assert_eq!(after("项目 甲 {\n    产出指标 {\n        ｝‸"), "项目 甲 {\n    产出指标 {\n    }");
        assert_eq!(after("甲 >= 5 件｛‸"), "甲 >= 5 件{");
        assert_eq!(after("甲 >= 5 件 ｛‸｝"), "甲 >= 5 件 ｛｝");
        // The editor closes the brace with a canonical one; who types the other then means that.
        assert_eq!(after("甲 >= 5 件 ｛‸}"), "甲 >= 5 件 {}");
        assert_eq!(after("甲 >= 5 件 {｝‸}"), "甲 >= 5 件 {}");
        assert_eq!(after("甲 >= 5 件 { 核心 ｝‸ }"), "甲 >= 5 件 { 核心 } }");
        assert_eq!(after("甲 >= １８‸"), "甲 >= 18");
        assert_eq!(after("甲 = 1.5 ~ ２‸"), "甲 = 1.5 ~ 2");
        assert_eq!(after("甲 >= 3 件，１０‸"), "甲 >= 3 件，10");
        assert_eq!(after("年度 ２０２４‸"), "年度 2024");
        assert_eq!(after("“５Ｇ”基站 ５‸"), "“５Ｇ”基站 ５");
        assert_eq!(after("甲 >= 3 件，‸\n乙"), "甲 >= 3 件, \n乙");
        assert_eq!(after("甲 >= 3 件；‸ 10 分"), "甲 >= 3 件; 10 分");
        assert_eq!(after("《条例》知晓率》‸"), "《条例》知晓率>");
        assert_eq!(after("甲 《= 3 件, 同比 》=‸"), "甲 《= 3 件, 同比 >=");
        let titles = ["《条例》‸", "培训《办法》‸", "培训《办法》=‸", "甲 定性 《好》‸", "培训《‸"];
        let comments = ["＃ 见《办法》‸", "甲 >= 3 件　＃　第三条；‸", "＃ 共５％‸", "＃ 见 ｛‸"];
        for kept in titles.into_iter().chain(comments) {
            assert_eq!(after(kept), kept.replace('‸', ""), "{kept}");
        }
        for kept in ["# 甲，‸", "来源 \"甲，‸\"", "\"甲》‸", "甲 >= 1，‸", "内容 \"\"\"\n甲，‸", "，‸"]
        {
            assert_eq!(after(kept), kept.replace('‸', ""), "{kept}");
        }
    }

    #[test]
    fn every_sign_of_a_file_but_none_of_its_texts() {
        let (analysis, _) =
            at_cursor(&project("“甲，量” 》= １,８００件，来源 \"一，二》\" # 注，释\n乙量 ＜＝ 3％ ｛ 核心 ｝‸"));
        let all = canonical_signs(&analysis, Span::new(0, analysis.text().len()));
        let text = applied(analysis.text(), &all);
        assert!(text.contains("“甲，量” >= 1,800件, 来源 \"一，二》\" # 注，释\n乙量 <= 3% { 核心 }"), "{text}");
    }

    #[test]
    fn formatting_a_part_leaves_the_rest() {
        let edits = lines_between("一\n 二\n三\n 四\n", "一\n二\n三\n四\n", Span::new(5, 6));
        assert_eq!(edits.len(), 1);
        assert_eq!(applied("一\n 二\n三\n 四\n", &edits), "一\n二\n三\n 四\n");
    }
}
