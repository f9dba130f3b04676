//! What a place means, in words.

use std::fmt::Write;

use super::touched::alone;
use super::{Analysis, Change, Configured, frameworks, holds, path};
use crate::model::declaration::{Declaration, Indicator, Origin, Weight};
use crate::model::unit::UnitId;
use crate::model::value::Goal;
use crate::model::{Model, print};
use crate::score::show;
use crate::source::{Source, Span};
use crate::syntax::ast::{Clause, Stmt, Target, Value};
use crate::terms::{Direction, Sign};

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
    // A formula speaks of others, which are not here.
    if alone.text().get(piece.range())?.contains("公式") {
        return None;
    }
    let weight = |declaration: &Declaration, indicator: &Indicator| match indicator.weight.origin {
        Origin::Written(_) => Some(indicator.weight.clone()),
        _ => known_weight(old, declaration, indicator),
    };
    let found = hover_weighed(&alone, offset - start + piece.start, &weight);
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
    if let Some(span) = unit_at(stmt, offset) {
        return unit(analysis, span);
    }
    let declarations = analysis.model.declarations.iter();
    let mut own = declarations.filter(|declaration| declaration.place.file == parsed.file);
    let found = own.find_map(|declaration| {
        let indicator = declaration.indicators.iter().find(|indicator| holds(indicator.span, offset))?;
        holds(indicator.name_span, offset).then_some((declaration, indicator))
    });
    if let Some((declaration, indicator)) = found {
        let weight = weight(declaration, indicator);
        let markdown = about(&analysis.model, declaration, indicator, weight.as_ref(), &docs(analysis, indicator));
        return Some(Hover { span: indicator.name_span, markdown });
    }
    framework(analysis, stmt, offset)
}

/// The `##` lines above an indicator.
fn docs(analysis: &Analysis, indicator: &Indicator) -> String {
    let Some(parsed) = analysis.parsed() else { return String::new() };
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
fn about(
    model: &Model,
    declaration: &Declaration,
    indicator: &Indicator,
    known: Option<&Weight>,
    docs: &str,
) -> String {
    let mut out = format!("**{}**\n\n", indicator.name);
    if !docs.is_empty() {
        let _ = writeln!(out, "{docs}\n");
    }
    if let Some(goal) = &indicator.goal {
        let _ = writeln!(out, "- 指标值：{}", in_words(model, goal));
    }
    if let Some(direction) = indicator.direction {
        let word = match direction {
            Direction::Positive => "正向，越大越好",
            Direction::Negative => "反向，越小越好",
        };
        let _ = writeln!(out, "- 方向：{word}");
    }
    if let Some(extras) = indicator.extras.as_deref() {
        if let Some(cycle) = &extras.cycle {
            let _ = writeln!(out, "- 周期指标值：{}", in_words(model, cycle));
        }
        if let Some(previous) = extras.previous {
            let _ = writeln!(out, "- 上年：{}", print::quantity(&model.units, previous));
        }
        if let Some(formula) = &extras.formula {
            let data = |at: usize| declaration.data.get(at).map_or("?".to_owned(), |item| item.name.to_string());
            let line = |at: usize| declaration.indicators.get(at).map_or("?".to_owned(), |line| line.name.to_string());
            let _ = writeln!(out, "- 公式：{}", print::expr(&model.units, formula, &data, &line));
        }
    }
    if let Some(known) = known {
        let _ = writeln!(out, "- 分值：{}", weight(known));
    }
    let basis = indicator.rule.basis.as_ref().map_or_else(String::new, |basis| format!("，依据 {basis}"));
    let _ = writeln!(out, "- 计分：{}{basis}", print::rule(&model.units, &indicator.rule));
    for text in indicator.extras.iter().flat_map(|extras| &extras.texts) {
        let _ = writeln!(out, "- {}：{}", text.kind.word(), text.text);
    }
    out
}

fn weight(weight: &Weight) -> String {
    let how = match weight.origin {
        Origin::Written(_) => "写明",
        Origin::Sum => "各项之和",
        Origin::Framework => "框架规定",
        Origin::Received => "框架规定，含空缺类别转来的分",
        Origin::Shared { among, last } => {
            let last = if last { "，末项含余数" } else { "" };
            return format!("{} 分（由上一级平均分摊，共 {among} 项{last}）", show::number(&weight.value));
        }
        Origin::Nothing => return "不计分".to_owned(),
    };
    format!("{} 分（{how}）", show::number(&weight.value))
}

fn in_words(model: &Model, goal: &Goal) -> String {
    let word = |sign: Sign| sign.word();
    match goal {
        Goal::Quantity { sign, value } => format!("{} {}", word(*sign), print::quantity(&model.units, *value)),
        Goal::Date { sign, date } => match sign {
            Sign::Le => format!("不晚于 {date}"),
            Sign::Lt => format!("早于 {date}"),
            Sign::Ge => format!("不早于 {date}"),
            Sign::Gt => format!("晚于 {date}"),
            Sign::Eq => format!("在 {date}"),
        },
        Goal::Qualitative(text) => format!("定性：{text}"),
        other => print::goal(&model.units, other),
    }
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
    } else {
        let _ = writeln!(markdown, "- 1 {text} 等于 {} {base}", show::number(&unit.scale));
    }
    let measured = unit.dimension.iter().filter_map(|(base, _)| units.bases().get(*base as usize)?.measures.as_deref());
    let measured = measured.collect::<Vec<_>>().join("、");
    if !measured.is_empty() {
        let _ = writeln!(markdown, "- 量纲：{measured}");
    }
    Some(Hover { span, markdown })
}

/// The framework named at an offset: basis, weights, grades.
fn framework(analysis: &Analysis, stmt: &Stmt, offset: u32) -> Option<Hover> {
    let parsed = analysis.parsed()?;
    let name = stmt.clauses().find_map(|clause| match clause {
        Clause::Framework { name, .. } if holds(name.span, offset) => Some(*name),
        Clause::Framework { parent: Some(parent), .. } if holds(parent.span, offset) => Some(*parent),
        _ => None,
    })?;
    let text = parsed.name(name);
    let framework = analysis.model.frameworks.iter().find(|framework| *framework.name == *text)?;
    Some(Hover { span: name.span, markdown: frameworks::about(&analysis.model.units, framework) })
}

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
        assert!(shown("融资额 >= 80 亿‸元").contains("1 亿元 等于 100000000 元"));
        assert!(shown("密度 >= 240 件/万‸人").contains("0.0001 件/人"));
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
