//! What a place means, in words.

use std::fmt::Write;

use super::{Analysis, holds, path};
use crate::model::declaration::{Declaration, Indicator, Origin, Weight};
use crate::model::unit::UnitId;
use crate::model::value::Goal;
use crate::model::{Model, print};
use crate::score::show;
use crate::source::Span;
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
        let markdown = about(&analysis.model, declaration, indicator, &docs(analysis, indicator));
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
fn about(model: &Model, declaration: &Declaration, indicator: &Indicator, docs: &str) -> String {
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
    let _ = writeln!(out, "- 分值：{}", weight(&indicator.weight));
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
    let mut markdown = String::new();
    print::print_framework(&mut markdown, &analysis.model.units, framework);
    Some(Hover { span: name.span, markdown: format!("```text\n{markdown}```\n") })
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
    fn half_a_line_says_nothing_and_breaks_nothing() {
        assert_eq!(shown("专利授权量 >= ‸"), "");
    }
}
