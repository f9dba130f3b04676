//! Flattened text, cut into the cells that it once had: one a line, between bars, or glued.

use super::labels;
use super::rows::{self, has_sign, is_number};
use crate::reading::normal::normalised;

/// A cell of a flattened form; an empty one was an empty cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// As found, without the blanks around it.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
}

/// How the cells of a text were told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// By lines or bars: as the text has it.
    Given,
    /// By the words and numbers in a run without gaps.
    Glued,
}

/// A text of fewer lines is taken for a run of words, not for a cell a line.
const FEW_LINES: usize = 3;

/// Cuts a text into cells.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Cut) {
    let lines: Vec<&str> = text.lines().collect();
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let barred = lines.iter().filter(|line| line.contains('|')).count();
    if barred * 3 >= filled && barred > 0 {
        return (joined(between_bars(&lines)), Cut::Given);
    }
    if filled > FEW_LINES || lines.iter().any(|line| rows::inline(line).is_some()) {
        let cell = |(at, line): (usize, &&str)| {
            // A line of blanks is an empty cell, a line of nothing lies between cells.
            let texts = if line.is_empty() { Vec::new() } else { rows::inlines(line.trim()) };
            texts.into_iter().map(move |text| Token { text, line: at + 1 })
        };
        return (joined(lines.iter().enumerate().flat_map(cell).collect()), Cut::Given);
    }
    let mut tokens = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for word in line.split_whitespace() {
            let parts = if word.chars().count() > LONGEST_WORD { unglued(word) } else { vec![word.to_owned()] };
            tokens.extend(parts.into_iter().map(|text| Token { text, line: at + 1 }));
        }
    }
    (joined(tokens), Cut::Glued)
}

/// A longer run without a blank is glued.
const LONGEST_WORD: usize = 40;

fn between_bars(lines: &[&str]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut parts: Vec<&str> = line.trim().split('|').collect();
        // A bar at either end of a line closes a cell and opens none.
        if parts.len() > 1 && parts.last().is_some_and(|last| last.trim().is_empty()) {
            parts.pop();
        }
        if parts.len() > 1 && line.trim_start().starts_with('|') {
            parts.remove(0);
        }
        if line.trim().is_empty() {
            continue;
        }
        tokens.extend(parts.into_iter().map(|text| Token { text: text.trim().to_owned(), line: at + 1 }));
    }
    tokens
}

/// No label has more bytes, with its bracket.
const LONGEST_LABEL: usize = 120;

/// Labels that were broken over lines become one again.
fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let joint = [3, 2].into_iter().find_map(|count| {
            let parts = tokens.get(at..at + count)?;
            if parts.iter().any(|part| part.text.is_empty()) {
                return None;
            }
            if parts.iter().map(|part| part.text.len()).sum::<usize>() > LONGEST_LABEL {
                return None;
            }
            let text: String = parts.iter().map(|part| part.text.as_str()).collect();
            let rest = parts.get(1..)?;
            let whole = rest.iter().any(|part| is_label(&part.text) && labels::plain(&part.text) != "指标");
            let unit = rest.len() == 1
                && rest.iter().all(|part| part.text.starts_with(['(', '（']) && part.text.chars().count() < 6);
            let alone = is_label(&token.text)
                && !matches!(&*labels::plain(&token.text), "一级" | "二级" | "三级" | "年度")
                && !rest.iter().all(|part| labels::plain(&part.text) == "指标");
            let figure = crate::table::columns::figure(&text).is_some() && labels::fact(&token.text).is_none();
            (is_label(&text) && (figure || !whole && (!alone || unit))).then_some((text, count))
        });
        match joint {
            Some((text, count)) => {
                out.push(Token { text, line: token.line });
                at += count;
            }
            None => {
                out.push(token.clone());
                at += 1;
            }
        }
    }
    out
}

/// Whether a text is a word of the form itself.
pub(super) fn is_label(text: &str) -> bool {
    labels::level(text).is_some()
        || labels::column(text).is_some()
        || labels::fact(text).is_some()
        || labels::is_margin(text)
        || labels::goal(text).is_some()
        || crate::table::columns::figure(text).is_some()
}

/// Words at which a glued run is cut; the longest first where one begins another.
const CUTS: &[&str] = &[
    "未完成原因及拟采取的改进措施",
    "偏差原因分析及改进措施",
    "未完成原因分析及改进措施",
    "未完成原因分析",
    "偏差原因分析",
    "社会公众或服务对象满意度指标",
    "服务对象满意度指标",
    "生态环境成本指标",
    "可持续影响指标",
    "经济成本指标",
    "社会成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "年度总体目标",
    "全年实际完成值",
    "实际完成值",
    "年度指标值",
    "全年实际值",
    "年度目标值",
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "产出指标",
    "成本指标",
    "效益指标",
    "满意度指标",
    "数量指标",
    "质量指标",
    "时效指标",
    "项目名称",
    "主管部门",
    "实施单位",
    "指标性质",
    "计量单位",
    "度量单位",
    "目标值",
    "完成值",
    "指标值",
    "分值",
    "权重",
    "得分",
    "总分",
    "合计",
    "……",
    "注:",
    "注：",
];

/// Words that only a header has; behind the first level name they are part of a name.
const OF_HEADERS: &[&str] = &["指标值", "目标值", "完成值", "分值", "权重", "得分"];

/// Cuts a run without gaps at the words of forms, and what is between at its numbers.
fn unglued(run: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut between = String::new();
    let mut rest = run;
    let mut in_body = false;
    while let Some(letter) = rest.chars().next() {
        let cut = CUTS.iter().find(|cut| rest.starts_with(**cut)).filter(|cut| !(in_body && OF_HEADERS.contains(*cut)));
        let Some(cut) = cut else {
            between.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            continue;
        };
        flush(&mut between, in_body, &mut out);
        if cut.starts_with('注') {
            out.push(rest.to_owned());
            return out;
        }
        rest = rest.get(cut.len()..).unwrap_or_default();
        let mut label = (*cut).to_owned();
        // `(50分)` belongs to the label in front of it.
        if rest.starts_with(['(', '（'])
            && let Some(end) = rest.find([')', '）'])
            && end < 16
        {
            let close = rest.get(end..).and_then(|tail| tail.chars().next()).map_or(1, char::len_utf8);
            label.push_str(rest.get(..end + close).unwrap_or_default());
            rest = rest.get(end + close..).unwrap_or_default();
        }
        in_body |= labels::level(&label).is_some();
        out.push(label);
    }
    flush(&mut between, in_body, &mut out);
    out
}

fn flush(between: &mut String, in_body: bool, out: &mut Vec<String>) {
    let text = std::mem::take(between);
    if text.trim().is_empty() {
        return;
    }
    if in_body { out.extend(atoms(&text)) } else { out.push(text) }
}

/// `示例活动场次10≥20场≥18场9` as a name and its values.
fn atoms(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (atom, after) = next_atom(rest, out.is_empty());
        for part in halves(atom) {
            out.push(part);
        }
        rest = after;
    }
    out
}

/// The same words twice are a target and what was achieved.
fn halves(atom: &str) -> Vec<String> {
    let letters: Vec<char> = atom.chars().collect();
    let (first, second) = letters.split_at(letters.len() / 2);
    if letters.len() >= 4 && first == second && !letters.iter().any(char::is_ascii_digit) {
        return vec![first.iter().collect(), second.iter().collect()];
    }
    vec![atom.to_owned()]
}

fn is_sign(letter: char) -> bool {
    "≥≤＞＜＝><=≧≦═".contains(letter)
}

fn next_atom(text: &str, first: bool) -> (&str, &str) {
    let digit = |letter: char| letter.is_ascii_digit();
    let split = |at: usize| text.split_at_checked(at).unwrap_or((text, ""));
    let sign_end = text.find(|letter: char| !is_sign(letter)).unwrap_or(text.len());
    let body = text.get(sign_end..).unwrap_or_default();
    if !body.starts_with(digit) {
        // Words: up to the next number or sign.
        let end = body.find(|letter: char| digit(letter) || is_sign(letter)).unwrap_or(body.len());
        return split(sign_end + end.max(1).min(body.len().max(1)));
    }
    let run = body.find(|letter: char| !digit(letter) && letter != '.' && letter != ',').unwrap_or(body.len());
    // `102031年11月底前`: the year is four digits, what is in front of it a weight.
    if body.get(run..).is_some_and(|tail| tail.starts_with('年')) {
        if run > 4 && sign_end == 0 {
            return split(run - 4);
        }
        return split(sign_end + date_end(body, run));
    }
    let unit = body.get(run..).unwrap_or_default();
    let unit_end = unit.find(|letter: char| digit(letter) || is_sign(letter)).unwrap_or(unit.len());
    let unit = unit.get(..unit_end).unwrap_or_default();
    let is_unit = unit.is_empty() || crate::reading::scan::is_known_unit(&normalised(unit));
    let _ = first;
    if is_unit { split(sign_end + run + unit_end) } else { split(sign_end + run) }
}

/// Where a date that begins with its year ends.
fn date_end(text: &str, run: usize) -> usize {
    let mut end = run + '年'.len_utf8();
    for (part, most) in [('月', 2), ('日', 2)] {
        let rest = text.get(end..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most || !rest.get(digits..).is_some_and(|tail| tail.starts_with(part)) {
            break;
        }
        end += digits + part.len_utf8();
    }
    let rest = text.get(end..).unwrap_or_default();
    let tail =
        ["底前", "末前", "年底前", "底", "末", "前", "之前", "以前"].into_iter().find(|tail| rest.starts_with(*tail));
    end + tail.map_or(0, str::len)
}

/// Whether a text can only be a value: a number, or a sign and a number.
pub(super) fn is_value(text: &str) -> bool {
    is_number(text) || has_sign(text) || super::rows::is_value(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_runs_come_apart_at_names_and_numbers() {
        for (run, parts) in [
            ("示例活动场次10≥20场≥18场9", "示例活动场次 10 ≥20场 ≥18场 9"),
            ("示例完成时限102031年11月底前2031年10月10", "示例完成时限 10 2031年11月底前 2031年10月 10"),
            ("示例服务能力30明显提升明显提升28", "示例服务能力 30 明显提升 明显提升 28"),
            ("示例项目总成本15≤30万元≤28.5万元15", "示例项目总成本 15 ≤30万元 ≤28.5万元 15"),
        ] {
            assert_eq!(atoms(run).join(" "), parts);
        }
    }
}
