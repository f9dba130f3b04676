//! Names copied from a form together with what stands around them there: the number of a
//! row, the title of a column, points in brackets, a colon. The name is what is left.

use super::ast::{Clause, Stmt};
use super::lower::place;
use super::quoting::is_quote;
use super::recover::{LONGEST_NAME, OTHER_KEYWORDS, SIGN_CHARS, reads, reads_attribute, shown, slice, takes_text};
use crate::diag::{Diagnostic, Safety};
use crate::source::{FileId, Span};

/// Titles of the column of names, which stand in front of a name.
const TITLES: [&str; 9] =
    ["一级指标", "二级指标", "三级指标", "指标名称", "绩效指标", "具体指标", "指标内容", "指标", "序号"];
/// Titles of the column of values, which stand behind it.
const VALUE_TITLES: [&str; 8] =
    ["年度指标值", "年初目标值", "年度目标值", "绩效指标值", "指标值", "目标值", "计划值", "预期值"];
/// The title that a name may begin with unless a number follows it.
const NUMBERED_TITLE: &str = "指标";
/// What stands before points in brackets: `（满分10分）`.
const POINT_WORDS: [&str; 6] = ["满分", "分值", "权重", "共", "计", "占"];
/// Brackets around points.
const BRACKETS: [(char, char); 5] = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕')];
const CHINESE: &str = "一二三四五六七八九十";

/// A name and what stood around it.
#[derive(Debug, PartialEq, Eq)]
struct Copied<'t> {
    /// The number of the row or the title of the column in front.
    lead: &'t str,
    name: &'t str,
    /// `10分`, of a bracket behind.
    points: Option<&'t str>,
    /// Whether the title of the column of values stood behind.
    titled: bool,
}

/// The beginning of a line up to its sign, which was not understood: `1. 演出场次 >= 100 场`,
/// `三级指标：演出场次 ≥100场`, `演出场次（10分） >= 100 场`, `场次（场）：≥3场`.
pub(super) fn name(text: &str, file: FileId, line: Span) -> Option<Diagnostic> {
    let written = slice(text, line);
    let sign = written.find(|c: char| SIGN_CHARS.contains(c)).filter(|at| *at > 0);
    let (head, rest) = written.split_at_checked(sign.unwrap_or(written.len()))?;
    if head.len() > LONGEST_NAME || head.contains(is_quote) {
        return sign.is_none().then(|| numbered_line(text, file, line)).flatten();
    }
    if let Some(found) = in_brackets(file, line, head, rest).or_else(|| in_cells(text, file, line)) {
        return Some(found);
    }
    let copied = copied(head);
    let bare = reads(&format!("{} >= 1", copied.name));
    let name = if bare { copied.name.to_owned() } else { format!("\"{}\"", copied.name) };
    let points = copied.points.map(|points| format!(", {points}")).unwrap_or_default();
    if sign.is_none() {
        let (None, Some(points)) = (numbered_line(text, file, line), copied.points) else {
            return numbered_line(text, file, line);
        };
        let found = Diagnostic::error("E0108", place(file, line), "分值写在名称后面，不写括号");
        let meant = format!("{name} {points}");
        return reads(&meant).then(|| found.fix(Safety::Safe, line, meant, "写成"));
    }
    let meant = format!("{name} {rest}{points}");
    let colon = head.trim_end().ends_with([':', '：']);
    if copied.name.is_empty()
        || !reads(&meant)
        || (copied.lead.is_empty() && copied.points.is_none() && !copied.titled && (bare || !colon))
    {
        return None;
    }
    let start = line.start;
    let at = |from: usize, len: usize| Span { start: start + from as u32, end: start + (from + len) as u32 };
    let found = match (copied.lead, copied.points) {
        ("", Some(points)) => {
            let from = head.find(points)?;
            Diagnostic::error("E0113", place(file, at(from, points.len())), "分值写在指标值后面")
        }
        ("", None) if copied.titled => {
            let gone = head.get(copied.name.len()..)?;
            let title = gone.trim_matches([' ', '　', '\t', ':', '：']);
            let at = at(head.find(title)?, title.len());
            Diagnostic::error("E0108", place(file, at), format!("`{title}` 是表格里的栏目，不写在名称后面"))
        }
        ("", None) => {
            let mark = copied.name.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '_' | '·')))?;
            let from = head.find(mark)?;
            Diagnostic::error("E0108", place(file, at(from, mark.len_utf8())), format!("名称里有 `{mark}`，要加引号"))
                .label("不加引号的名称只含文字、数字、`_` 和 `·`")
        }
        (lead, _) => in_front(file, at(0, lead.len()), lead),
    };
    let (span, with) = match copied.points {
        Some(_) => (line, meant),
        None => (at(0, head.len()), format!("{name} ")),
    };
    Some(found.fix(Safety::Safe, span, with, "写成"))
}

/// `演出场次（≥100场）`: a name and its target in brackets.
fn in_brackets(file: FileId, line: Span, head: &str, rest: &str) -> Option<Diagnostic> {
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| head.trim_end().ends_with(*open))?;
    let name = head.trim_end().strip_suffix(open)?.trim_end();
    let inner = rest.trim_end().strip_suffix(close)?.trim_end();
    let meant = format!("{name} {inner}");
    let at = Span { start: line.start + name.len() as u32, end: line.end };
    let found = Diagnostic::error("E0113", place(file, at), "指标值直接写在名称后面，不写括号");
    (!name.is_empty() && reads(&meant)).then(|| found.fix(Safety::Safe, line, meant, "写成"))
}

/// `演出场次 | ≥100场 | 10分`: the cells of a row with strokes between them.
fn in_cells(text: &str, file: FileId, line: Span) -> Option<Diagnostic> {
    let written = slice(text, line);
    let stroke = written.find(['|', '｜'])?;
    let cells: Vec<&str> = written.split(['|', '｜']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let (name, rest) = cells.split_first()?;
    let meant = format!("{name} {}", rest.join(", "));
    let mark = Span { start: line.start + stroke as u32, end: line.start + stroke as u32 + 1 };
    let found = Diagnostic::error("E0113", place(file, mark), "一行的各项之间不写竖线");
    (!rest.is_empty() && reads(&meant)).then(|| found.fix(Safety::Safe, line, meant, "写成"))
}

/// `（1）演出效果 定性 "良好"`: a line without a sign that is understood without its number.
fn numbered_line(text: &str, file: FileId, line: Span) -> Option<Diagnostic> {
    let written = slice(text, line);
    let lead = lead(written);
    let rest = written.get(lead.len()..)?;
    // A name alone is no line that was mended.
    let says = rest.contains([' ', '：', ':'])
        || rest.trim_end().ends_with("指标")
        || rest.contains(|c: char| c.is_ascii_digit());
    if lead.is_empty() || !says || !reads(rest) {
        return None;
    }
    let at = Span { start: line.start, end: line.start + lead.len() as u32 };
    Some(in_front(file, at, lead).fix(Safety::Safe, at, "", "删去"))
}

fn in_front(file: FileId, at: Span, lead: &str) -> Diagnostic {
    let lead = lead.trim_end();
    let at = Span { start: at.start, end: at.start + lead.len() as u32 };
    let what = if TITLES.iter().any(|title| lead.starts_with(title)) { "栏目" } else { "编号" };
    Diagnostic::error("E0108", place(file, at), format!("`{}` 是表格里的{what}，不写在名称前面", shown(lead)))
}

/// Whether a name is the title of a column, with or without a number: `三级指标`, `指标1`.
pub(crate) fn is_column_title(name: &str) -> bool {
    without_title(&format!("{name} 甲")) == Some("甲")
}

/// Whether a statement may be an indicator with a copied name: one that begins with a number,
/// or with a name that is no keyword.
pub(super) fn may_be(text: &str, stmt: &Stmt) -> bool {
    stmt.attrs.is_empty()
        && match &stmt.clause {
            Clause::Weight(_) => true,
            Clause::Item { name, aliases, .. } => {
                let word = slice(text, name.span);
                !name.quoted && aliases.is_empty() && !OTHER_KEYWORDS.contains(&word) && !takes_text(word)
            }
            _ => false,
        }
}

fn copied(head: &str) -> Copied<'_> {
    let lead = lead(head);
    let mut name = head.get(lead.len()..).unwrap_or_default();
    let (mut points, mut titled) = (None, false);
    loop {
        let before = name;
        name = name.trim_end().trim_end_matches([':', '：']).trim_end();
        if let Some(inner) = VALUE_TITLES.iter().find_map(|title| name.strip_suffix(title))
            && inner.ends_with([' ', '　', '\t', ':', '：'])
        {
            (name, titled) = (inner, true);
        }
        if points.is_none()
            && let Some((inner, found)) = points_behind(name)
        {
            (name, points) = (inner, Some(found));
        }
        if name == before {
            return Copied { lead, name, points, titled };
        }
    }
}

/// `（10分）` at the end of a name.
fn points_behind(name: &str) -> Option<(&str, &str)> {
    let (open, close) = BRACKETS.into_iter().find(|(_, close)| name.ends_with(*close))?;
    let (before, inner) = name.strip_suffix(close)?.rsplit_once(open)?;
    let inner = inner.trim().trim_start_matches([':', '：']);
    let word = POINT_WORDS.iter().find_map(|word| inner.strip_prefix(word)).unwrap_or(inner);
    let points = word.trim_start_matches([':', '：', ' ']);
    is_points(points).then_some((before, points))
}

/// Whether a text is `10 分`.
pub(super) fn is_points(text: &str) -> bool {
    let number = text.trim().strip_suffix('分').unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) && reads_attribute(text)
}

/// The number of a row and the title of a column in front of a name, with the blanks behind.
fn lead(head: &str) -> &str {
    let mut rest = head;
    loop {
        let next = without_title(rest).or_else(|| without_number(rest)).or_else(|| without_bullet(rest));
        match next {
            Some(next) if !next.is_empty() && !next.starts_with(|c: char| SIGN_CHARS.contains(c)) => rest = next,
            _ => return head.get(..head.len() - rest.len()).unwrap_or_default(),
        }
    }
}

fn without_title(text: &str) -> Option<&str> {
    let (title, rest) = TITLES.iter().find_map(|title| Some((*title, text.strip_prefix(title)?)))?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || CHINESE.contains(c));
    let inner = after.trim_start_matches([':', '：', ' ', '　', '\t', '、', '.', '．']);
    let sound = inner.len() < after.len() && (title != NUMBERED_TITLE || after.len() < rest.len());
    sound.then_some(inner)
}

fn without_number(text: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit() || CHINESE.contains(c);
    let blanks = |rest: &'_ str| rest.trim_start_matches([' ', '　', '\t']).len();
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let rest = inner.trim_start_matches(is_digit);
        let after = rest.strip_prefix(['）', ')']).filter(|_| rest.len() < inner.len())?;
        return after.get(after.len() - blanks(after)..);
    }
    if text.starts_with(|c: char| ('①'..='⑳').contains(&c)) {
        let after = text.get('①'.len_utf8()..)?.trim_start_matches(['、', '.', '．']);
        return (blanks(after) < after.len()).then(|| after.trim_start());
    }
    let rest = text.trim_start_matches(is_digit);
    if rest.len() == text.len() || text.chars().take_while(|c| is_digit(*c)).count() > 2 {
        return None;
    }
    let chinese = text.starts_with(|c: char| CHINESE.contains(c));
    let after = rest.strip_prefix(if chinese { &['、'][..] } else { &['、', '.', '．', ')', '）'][..] })?;
    // `1.5米跳板`, `1、2号线客流量`.
    let after = after.get(after.len() - blanks(after)..)?;
    (!after.starts_with(|c: char| c.is_ascii_digit())).then_some(after)
}

/// `- 演出场次`, `• 演出场次`.
fn without_bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '－', '—', '•', '●', '◆', '※', '*'])?;
    let after = rest.trim_start_matches([' ', '　', '\t']);
    (after.len() < rest.len() && after.starts_with(char::is_alphabetic)).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_freed_of_what_forms_put_around_them() {
        let cases = [
            ("1. 演出场次 ", "1. ", "演出场次", None),
            ("1、演出场次", "1、", "演出场次", None),
            ("（1）演出场次：", "（1）", "演出场次", None),
            ("(一) 演出场次", "(一) ", "演出场次", None),
            ("① 演出场次", "① ", "演出场次", None),
            ("三级指标：演出场次", "三级指标：", "演出场次", None),
            ("指标1：演出场次", "指标1：", "演出场次", None),
            ("- 演出场次 ", "- ", "演出场次", None),
            ("演出场次 指标值：", "", "演出场次", None),
            ("演出场次（10分）：", "", "演出场次", Some("10分")),
            ("1.演出场次【满分 10 分】", "1.", "演出场次", Some("10 分")),
            ("场次（场）：", "", "场次（场）", None),
            ("1.5米跳板数", "", "1.5米跳板数", None),
            ("1、2号线客流量", "", "1、2号线客流量", None),
            ("3.15活动场次", "", "3.15活动场次", None),
            ("指标完成率", "", "指标完成率", None),
            ("十五分钟便民圈数", "", "十五分钟便民圈数", None),
        ];
        for (head, lead, name, points) in cases {
            let found = copied(head);
            assert_eq!((found.lead, found.name, found.points), (lead, name, points), "{head}");
        }
    }
}
