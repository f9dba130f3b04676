//! What a place means, in words.

use std::fmt::Write;

use super::names::{NameKind, Occurrence};
use super::touched::alone;
use super::visit::{Bit, Role, bits};
use super::{Analysis, Change, Configured, holds, name_at, named, path, worded};
use crate::diag::Severity;
use crate::model::declaration::{Declaration, Indicator, Origin, Weight};
use crate::model::rule::Rule;
use crate::model::unit::UnitId;
use crate::model::value::Goal;
use crate::model::{Model, print};
use crate::score::show;
use crate::source::{Place, Source, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Name, Stmt, Target, Value};
use crate::terms::Direction;

/// What is shown for a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The text it is about.
    pub span: Span,
    /// In Markdown.
    pub markdown: String,
}

/// What an offset means; none where there is nothing to say.
pub fn hover(analysis: &Analysis, offset: u32) -> Option<Hover> {
    hover_weighed(analysis, offset, &|_, indicator| Some(indicator.weight.clone()))
}

/// What an offset of a text means that was analysed before it was changed: what was known of a
/// statement that is as it was, else the statement compiled alone, with the weight that was
/// known. The outer option is none where the whole text has to be read.
pub fn hover_since(
    old: &Analysis,
    change: Change,
    text: &str,
    configured: &Configured,
    read: &mut dyn FnMut(&str) -> Result<Source, String>,
    offset: u32,
) -> Option<Option<Hover>> {
    let parsed = old.parsed()?;
    if let Some(before) = change.before(offset as usize)
        && let Some(stmt) = path(&parsed.stmts, before as u32).last()
        && let Some(at) = change.moved(stmt.span)
        && holds(at, offset)
    {
        let found = hover(old, before as u32);
        return Some(found.and_then(|hover| Some(Hover { span: change.moved(hover.span)?, ..hover })));
    }
    let (alone, piece, start) = alone(old, text, change, offset as usize, configured, read)?;
    // A formula speaks of others, which are not here; what is no indicator is more than this.
    let at = offset - start + piece.start;
    let of_line = |found: Occurrence| matches!(found.kind, NameKind::Indicator | NameKind::Unit | NameKind::Rule);
    if alone.text().get(piece.range())?.contains("公式") || !name_at(&alone, at).is_none_or(of_line) {
        return None;
    }
    let weight = |declaration: &Declaration, indicator: &Indicator| match indicator.weight.origin {
        Origin::Written(_) => Some(indicator.weight.clone()),
        _ => known_weight(old, declaration, indicator),
    };
    let found = hover_weighed(&alone, at, &weight);
    let back = |span: Span| {
        let inside = piece.start <= span.start && span.end <= piece.end;
        inside.then(|| Span { start: span.start - piece.start + start, end: span.end - piece.start + start })
    };
    Some(found.and_then(|hover| Some(Hover { span: back(hover.span)?, ..hover })))
}

/// The weight an indicator had in an earlier analysis: the one of its name in its group.
fn known_weight(old: &Analysis, declaration: &Declaration, indicator: &Indicator) -> Option<Weight> {
    let group = |declaration: &Declaration, line: &Indicator| {
        declaration.groups.get(line.group as usize).map(|group| group.name.clone())
    };
    let before = old.model.declarations.iter().find(|before| before.name == declaration.name)?;
    let mut named = before.indicators.iter().filter(|line| line.name == indicator.name);
    let line = named.find(|line| group(before, line) == group(declaration, indicator))?;
    Some(line.weight.clone())
}

fn hover_weighed(
    analysis: &Analysis,
    offset: u32,
    weight: &dyn Fn(&Declaration, &Indicator) -> Option<Weight>,
) -> Option<Hover> {
    let parsed = analysis.parsed()?;
    let stmts = path(&parsed.stmts, offset);
    let stmt = *stmts.last()?;
    if let Some(found) = unit_at(stmt, offset).and_then(|span| unit(analysis, span)) {
        return Some(found);
    }
    if let Some(found) = name_at(analysis, offset) {
        let markdown = match found.kind {
            NameKind::Indicator => {
                let (declaration, indicator) = indicator_at(&analysis.model, found.target)?;
                let weight = weight(declaration, indicator);
                about(analysis, declaration, indicator, weight.as_ref())
            }
            NameKind::Unit => return unit(analysis, found.place.span),
            _ => named::about(analysis, &found)?,
        };
        return Some(Hover { span: found.place.span, markdown });
    }
    let mut word = None;
    bits(stmt, &mut |bit| match bit {
        Bit::Keyword(span)
        | Bit::Bare(span)
        | Bit::Name(Name { span, .. }, Role::Method | Role::Word | Role::Function)
            if holds(span, offset) =>
        {
            word = word.or(Some(span));
        }
        _ => {}
    });
    match word.and_then(|span| Some((span, glossary(parsed.slice(span))?))) {
        Some((span, markdown)) => Some(Hover { span, markdown }),
        None => unfinished(analysis, stmt, offset),
    }
}

/// An indicator by the place of its name.
fn indicator_at(model: &Model, place: Place) -> Option<(&Declaration, &Indicator)> {
    let mut own = model.declarations.iter().filter(|declaration| declaration.place.file == place.file);
    own.find_map(|declaration| {
        let line = declaration.indicators.iter().find(|line| line.name_span == place.span)?;
        Some((declaration, line))
    })
}

/// A word of the language: how it is written and what it is for.
fn glossary(word: &str) -> Option<String> {
    let (label, about) = super::signature::method(word).or_else(|| super::complete::keyword(word))?;
    Some(format!("**{word}**\n\n{about}\n\n```heng\n{label}\n```\n"))
}

/// A line that is still being typed: what it lacks.
fn unfinished(analysis: &Analysis, stmt: &Stmt, offset: u32) -> Option<Hover> {
    let parsed = analysis.parsed()?;
    let Clause::Item { name, .. } = &stmt.clause else { return None };
    let inside = |place: Place| {
        place.file == parsed.file && stmt.span.start <= place.span.start && place.span.end <= stmt.span.end
    };
    let mut findings = analysis.linted.findings.iter().filter(|one| one.severity == Severity::Error);
    let wrong = findings.find(|one| inside(one.primary.place)).filter(|_| holds(name.span, offset))?;
    let mut markdown = format!("**{}**\n\n- 还没有写完：{}\n", parsed.name(*name), wrong.message);
    if let Some(help) = &wrong.help {
        let _ = writeln!(markdown, "- {}", help.replace('\n', "\n  "));
    }
    if let Some(fix) = wrong.fix.as_ref().filter(|_| wrong.help.is_none()) {
        let _ = writeln!(
            markdown,
            "- {}：`{}`",
            fix.title,
            fix.edits.iter().map(|edit| edit.replacement.trim()).collect::<Vec<_>>().join(" ")
        );
    }
    Some(Hover { span: name.span, markdown })
}

/// The `##` lines above an indicator.
fn docs(parsed: &Parsed, indicator: &Indicator) -> String {
    let before = parsed.comments.partition_point(|comment| comment.span.end <= indicator.span.start);
    let mut lines = Vec::new();
    let mut below = indicator.span.start as usize;
    for comment in parsed.comments.get(..before).unwrap_or_default().iter().rev() {
        let between = parsed.source.text.get(comment.span.end as usize..below).unwrap_or_default();
        if !comment.doc || !between.trim().is_empty() || between.matches('\n').count() > 1 {
            break;
        }
        lines.push(parsed.comment(comment).trim_start_matches(['#', '＃']).trim().to_owned());
        below = comment.span.start as usize;
    }
    lines.reverse();
    lines.join("\n")
}

/// Target in words, last year, weight and where it comes from, rule and basis.
fn about(analysis: &Analysis, declaration: &Declaration, indicator: &Indicator, known: Option<&Weight>) -> String {
    let model = &analysis.model;
    let parsed = model.files.get(declaration.place.file);
    let mut out = format!("**{}**\n\n", indicator.name);
    let docs = parsed.map_or_else(String::new, |parsed| docs(parsed, indicator));
    if !docs.is_empty() {
        let _ = writeln!(out, "{docs}\n");
    }
    let extras = indicator.extras.as_deref();
    let previous = extras.and_then(|extras| extras.previous);
    if let Some(goal) = &indicator.goal {
        let _ = writeln!(out, "- 指标值：{}", worded::goal(model, goal, previous));
    }
    let counts = !matches!(indicator.goal, Some(Goal::NotApplicable(_)));
    if let Some(direction) = indicator.direction.filter(|_| counts) {
        let word = match direction {
            Direction::Positive => "正向，越大越好",
            Direction::Negative => "反向，越小越好",
        };
        let _ = writeln!(out, "- 方向：{word}");
    }
    if let Some(extras) = extras {
        if let Some(cycle) = &extras.cycle {
            let _ = writeln!(out, "- 周期指标值：{}", worded::goal(model, cycle, previous));
        }
        if let Some(previous) = previous {
            let _ = writeln!(out, "- 上年：{}", print::quantity(&model.units, previous));
        }
        if let Some(formula) = parsed.and_then(|parsed| formula(parsed, indicator.span)) {
            let _ = writeln!(out, "- 公式：{formula}");
        }
    }
    if let Some(known) = known {
        let _ = writeln!(out, "- 分值：{}", worded::weight(known));
    }
    if counts {
        let basis = indicator.rule.basis.as_ref().map_or_else(String::new, |basis| format!("，依据 {basis}"));
        let rule = Rule { basis: None, ..(*indicator.rule).clone() };
        let _ = writeln!(out, "- 计分：{}{basis}", print::rule(&model.units, &rule));
    }
    for text in extras.iter().flat_map(|extras| &extras.texts) {
        let _ = writeln!(out, "- {}：{}", text.kind.word(), text.text);
    }
    out
}

/// The formula of an indicator as it is written, on one line.
fn formula(parsed: &Parsed, indicator: Span) -> Option<String> {
    let stmt = path(&parsed.stmts, indicator.start).into_iter().find(|stmt| stmt.span == indicator)?;
    let inside = stmt.children().iter().flat_map(Stmt::clauses);
    let written = stmt.clauses().chain(inside).find_map(|clause| match clause {
        // A bracket around the beginning or the end belongs to no part of the tree.
        Clause::Formula { keyword, expr } => Some(Span { start: keyword.end, end: expr.span.end }),
        _ => None,
    })?;
    let mut open = parsed.slice(written).matches(['(', '（']).count();
    open = open.saturating_sub(parsed.slice(written).matches([')', '）']).count());
    let rest = parsed.source.text.get(written.end as usize..).unwrap_or_default();
    let closing = rest.split_inclusive([')', '）']).take(open).map(str::len).sum::<usize>();
    let written = parsed.slice(Span { end: written.end + closing as u32, ..written });
    Some(written.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The unit of a statement's target under an offset.
pub(super) fn unit_at(stmt: &Stmt, offset: u32) -> Option<Span> {
    let of_target = |target: &Target| match target {
        Target::Compare { value: Value::Quantity(quantity), .. } => quantity.unit,
        Target::Compare { value: Value::Range(range), .. } => range.high.unit,
        _ => None,
    };
    let spans = stmt.clauses().filter_map(|clause| match clause {
        Clause::Entry { target, .. } | Clause::Cycle { target, .. } => of_target(target),
        Clause::Amount { quantity, .. } => quantity.unit,
        Clause::Item { value: Some(Value::Quantity(quantity)), .. } => quantity.unit,
        // The unit of a data item.
        Clause::Item { value: Some(Value::Word { span, quantity: None }), .. } => Some(*span),
        _ => None,
    });
    spans.into_iter().find(|span| holds(*span, offset))
}

/// A unit broken down: factor, base units, what it measures.
fn unit(analysis: &Analysis, span: Span) -> Option<Hover> {
    let units = &analysis.model.units;
    let text = analysis.parsed()?.slice(span);
    let id = units.find(text).or_else(|| units.find(text.trim()))?;
    if id == UnitId::NONE {
        return None;
    }
    let unit = units.get(id);
    let base = units.describe(&unit.dimension);
    let mut markdown = format!("**{text}**\n\n");
    if unit.dimension.is_empty() {
        let _ = writeln!(markdown, "- 比率：1 {text} 就是 {}", show::number(&unit.scale));
    } else if base == text {
        let _ = writeln!(markdown, "- 不能再换算的单位");
    } else {
        let about = unit
            .scale
            .to_decimal(SCALE_PLACES)
            .map_or(format!("（{}）", show::number(&unit.scale)), |_| String::new());
        let scale = if about.is_empty() { show::number(&unit.scale) } else { unit.scale.to_fraction() };
        let _ = writeln!(markdown, "- 1 {text} 等于 {scale} {base}{about}");
    }
    let measures = |positive: bool| {
        let own = unit.dimension.iter().filter(move |(_, power)| (*power > 0) == positive);
        own.filter_map(|(base, _)| units.bases().get(*base as usize)?.measures.as_deref())
            .collect::<Vec<_>>()
            .join(" × ")
    };
    let (above, below) = (measures(true), measures(false));
    match (above.is_empty(), below.is_empty()) {
        (true, true) => {}
        (_, true) => drop(writeln!(markdown, "- 量纲：{above}")),
        (true, false) => drop(writeln!(markdown, "- 量纲：每单位{below}")),
        (false, false) => drop(writeln!(markdown, "- 量纲：{above} ÷ {below}")),
    }
    Some(Hover { span, markdown })
}

/// Decimals of a factor that are still read at a glance.
const SCALE_PLACES: u32 = 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn shown(lines: &str) -> String {
        let (analysis, offset) = at_cursor(&project(lines));
        hover(&analysis, offset).map_or_else(String::new, |hover| hover.markdown)
    }

    #[test]
    fn an_indicator_says_what_it_means_and_weighs() {
        let text = shown("## 以公告为准\n专利‸授权量 >= 100 件 {\n上年 90 件\n来源 \"统计\"\n}");
        for part in ["以公告为准", "不低于 100 件", "正向", "上年：90 件", "分（", "比例", "来源：统计"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_unit_is_broken_down() {
        assert!(shown("速度 >= 1 公里‸/小时").contains("50/3 米/分钟（≈16.6667）\n- 量纲：长度 ÷ 钟点"));
        assert!(shown("甲量 >= 1 件‸").contains("不能再换算"));
        assert!(shown("融资额 >= 80 亿‸元").contains("1 亿元 等于 100000000 元"));
        assert!(shown("密度 >= 240 件/万‸人").contains("0.0001 件/人"));
    }

    #[test]
    fn a_target_says_what_it_comes_to() {
        for (line, said) in [
            ("甲‸量 >= 上年 * 1.05, 上年 400 件", "不低于 420 件（上年的 105%，上年 400 件）"),
            ("甲‸量 <= 上年 - 0.5 万件, 上年 1 万件", "不高于 0.5 万件（上年减 0.5 万件，上年 1 万件）"),
            ("甲‸量 同比 >= 5%, 上年 400 件", "比上年增长不低于 5%，即不低于 420 件"),
            ("甲‸量 = 100 ~ 120 人次", "在 100 到 120 人次之间"),
            ("建‸成 = 是", "要做到"),
            ("甲‸量 不适用 \"没有\"", "不适用：没有\n- 分值：不计分\n"),
            ("甲‸量 8 件", "还没有写完"),
            ("千人床位 >= 5 张/千人 { 公式 (乙‸量 + 1 张) / 丙量 }\n乙量 >= 3 张\n丙量 >= 4 千人", "不低于 3 张"),
            ("千人‸床位 >= 5 张/千人 { 公式 2 * (乙量 + 1 张) }\n乙量 >= 3 张", "公式：2 * (乙量 + 1 张)\n"),
        ] {
            assert!(shown(line).contains(said), "{line}: {}", shown(line));
        }
        assert!(!shown("甲‸量 不适用 \"没有\"").contains("计分："));
    }

    #[test]
    fn every_name_and_word_says_something() {
        let text = "计分 三档 = 达标\n部门 示例 {\n年度 2024\n空缺 满意度指标 归 效益指标\n预算 {\n支出 30 万元 {\n基本支出 3 万元\n}\n}\n\
                    任务 修路 {\n资金 3 万元\n内容 \"修\"\n}\n数据 {\n病床数 万张\n}\n产出指标 50 分 {\n数量指标 {\n\
                    甲数量 >= 8 张, 计分 三档 { 公式 病床数 }\n乙数量 >= 8 件, 计分 门槛 60%\n丙数量 >= 8 件, 核心, 计分 扣分 每低 1 件 扣 1 分\n}\n}\n}\n\
                    核对 \"一\" 预算.支出.基本支出 = 3 万元\n测试 \"一\" {\n甲数量 = 410 张\n期望 甲数量.得分 = 3 分\n}\n";
        for (at, word, said) in [
            ("空缺 满意", "满意度指标", "一级指标"),
            ("{\n支出", "支出", "金额：30 万元"),
            ("支出.基本", "基本支出", "属于 支出"),
            ("任务 修", "修路", "资金：3 万元"),
            ("病床数 万", "万张", "10000 张"),
            ("产出", "产出指标", "分值：50 分（写明）"),
            ("数量", "数量指标", "都归它"),
            ("公式 病", "病床数", "单位：万张"),
            ("计分 三档 {", "三档", "达标"),
            ("计分 门", "门槛", "60%"),
            ("核", "核心", "核心指标"),
            ("计分 扣", "扣分", "扣完为止"),
            ("每", "每低", "扣"),
            ("期望 甲", "甲数量", "不低于 8 张"),
            ("期", "期望", "算例"),
        ] {
            let found = text.find(at).unwrap();
            let end = found + at.trim_end_matches([' ', '{']).len();
            let (head, rest) = text.split_at(end);
            let (analysis, offset) = at_cursor(&format!("{head}‸{rest}"));
            let hover = hover(&analysis, offset).unwrap_or_else(|| panic!("nothing at {at}"));
            assert_eq!(analysis.text().get(hover.span.range()), Some(word), "{}", hover.markdown);
            assert!(hover.markdown.contains(said), "{at}: {}", hover.markdown);
        }
    }

    #[test]
    fn a_framework_is_told_in_words() {
        let (analysis, offset) = at_cursor("部门 甲 {\n年度 2024\n框架 部门‸整体\n}\n");
        let text = hover(&analysis, offset).unwrap().markdown;
        for part in ["**部门整体**", "满分 100 分", "四舍五入", "| 产出指标 |", "数量指标、质量指标", "| 正向 |"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        for part in ["HalfUp", "[]", "[", "```"] {
            assert!(!text.contains(part), "{part} in {text}");
        }
    }

    /// What is said after a text is typed at the first cursor, asked at the second.
    fn after(marked: &str, typed: &str) -> Option<Option<(String, String)>> {
        let (head, rest) = marked.split_once('‸').unwrap();
        let old_text = format!("{head}{}", rest.replace('‸', ""));
        let text = format!("{head}{typed}{rest}");
        let offset = text.find('‸').unwrap();
        let text = text.replace('‸', "");
        let change = Change { start: head.len(), old_end: head.len(), new_end: head.len() + typed.len() };
        let (old, _) = at_cursor(&format!("‸{old_text}"));
        let read = &mut |path: &str| Err(format!("没有 {path}"));
        let found = hover_since(&old, change, &text, &crate::ide::testing::settings(), read, offset as u32)?;
        // What is told in passing is what the whole text says.
        let (whole, _) = at_cursor(&format!("‸{text}"));
        assert_eq!(found, hover(&whole, offset as u32), "{marked}");
        Some(found.map(|hover| (text.get(hover.span.range()).unwrap().to_owned(), hover.markdown)))
    }

    #[test]
    fn right_after_a_change_the_statement_is_read_alone() {
        let said = |lines: &str, typed: &str| after(&project(lines), typed).map(Option::unwrap);
        let (span, text) = said("甲数量 >= 1‸00 件\n乙数‸量 >= 3 件", "0").unwrap();
        assert!(span == "乙数量" && text.contains("不低于 3 件") && text.contains("25 分"), "{span}: {text}");
        let (span, text) = said("甲数‸量‸ >= 100 件, 10 分\n乙数量 >= 3 件", "").unwrap();
        assert!(span == "甲数量" && text.contains("10 分（写明）"), "{span}: {text}");
        let (span, text) = said("乙数量 >= 3 件\n甲数量 >= 100‸ 万‸人次", "0").unwrap();
        assert!(span == "万人次" && text.contains("10000 人次"), "{span}: {text}");
        // A formula names what is not in sight.
        assert_eq!(after(&project("甲数‸量 >= 3‸0 张 { 公式 乙数量 }\n乙数量 >= 3 件"), "0"), None);
    }

    #[test]
    fn half_a_line_says_nothing_and_breaks_nothing() {
        assert_eq!(shown("专利授权量 >= ‸"), "");
    }
}
