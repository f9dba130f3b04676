//! What can be done at a place: the fix of a finding, a comment that suppresses it, and what
//! makes a line better that has no finding.

use super::complete::likeliest;
use super::scan::{Inside, spot};
use super::{Analysis, canonical_signs, holds, lines_between, path};
use crate::diag::{Diagnostic, suggest};
use crate::fix;
use crate::lint::UNSAID;
use crate::model::declaration::{Indicator, Origin};
use crate::score::show;
use crate::source::{Place, Span};
use crate::syntax::ast::{Clause, Stmt, Target, Value};

/// How many units are offered for a number that lacks one.
const MAX_UNITS: usize = 3;

/// An edit that the author may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub title: String,
    /// Whether it answers a finding or is one's own wish.
    pub kind: ActionKind,
    /// The finding it is about, by its place in [`crate::lint::Linted::findings`].
    pub finding: Option<usize>,
    /// The texts that go and those that come, in the file itself.
    pub edits: Vec<(Span, String)>,
    /// Whether it is the one to offer first.
    pub preferred: bool,
}

/// What an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Answers a finding.
    Fix,
    /// Writes the same in another way.
    Rewrite,
}

/// Every safe fix of a file at once; none when there is nothing to fix.
pub fn fix_all(analysis: &Analysis) -> Option<Action> {
    let text = analysis.text();
    let fixed = fix::apply(text, analysis.model.files.entry(), &analysis.linted.findings, false)?;
    let edits = lines_between(text, &fixed.text, Span::new(0, text.len()));
    let title = format!("改正全部 {} 处", fixed.count);
    Some(Action { title, kind: ActionKind::Fix, finding: None, edits, preferred: false })
}

/// What can be done in a span without any finding: units, weights, signs.
pub fn rewrites(analysis: &Analysis, span: Span) -> Vec<Action> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut found = Vec::new();
    let stmts = path(&parsed.stmts, span.start);
    if let Some(stmt) = stmts.last() {
        found.extend(units(analysis, stmt));
    }
    found.extend(weights(analysis, span.start));
    let line = Span { start: line_start(analysis.text(), span.start), end: line_end(analysis.text(), span.end) };
    let signs = canonical_signs(analysis, line);
    if !signs.is_empty() {
        found.push(rewrite("改成规范的符号".to_owned(), signs));
    }
    found
}

fn rewrite(title: String, edits: Vec<(Span, String)>) -> Action {
    Action { title, kind: ActionKind::Rewrite, finding: None, edits, preferred: false }
}

/// A unit for a target that has none.
fn units(analysis: &Analysis, stmt: &Stmt) -> Vec<Action> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let Clause::Entry { name, target: Target::Compare { value: Value::Quantity(quantity), .. } } = &stmt.clause else {
        return Vec::new();
    };
    if quantity.unit.is_some() {
        return Vec::new();
    }
    let likely = likeliest(parsed.name(*name)).into_iter().take(MAX_UNITS);
    let action = |unit: &str| {
        let blank = if unit.starts_with('%') { "" } else { " " };
        let end = quantity.number_span.after();
        rewrite(format!("补上单位 `{unit}`"), vec![(end, format!("{blank}{unit}"))])
    };
    likely.map(action).collect()
}

/// The weights of the innermost group: shared out evenly, or written as they were shared out.
fn weights(analysis: &Analysis, offset: u32) -> Vec<Action> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut own = analysis.model.declarations.iter().filter(|declaration| declaration.place.file == parsed.file);
    let Some(declaration) = own.rfind(|declaration| holds(declaration.span, offset)) else { return Vec::new() };
    let stmts = path(&parsed.stmts, offset);
    let holder = stmts.iter().rev().find_map(|stmt| match &stmt.clause {
        Clause::Item { name, .. } => {
            Some((declaration.groups.iter().position(|group| group.span == name.span)?, *stmt))
        }
        _ => None,
    });
    let Some((group, around)) = holder else { return Vec::new() };
    let lines: Vec<&Indicator> = declaration.indicators.iter().filter(|line| line.group as usize == group).collect();
    let name = declaration.groups.get(group).map_or("", |group| &group.name);
    // Where a line of the group is half understood, its end is not known.
    let broken = |finding: &Diagnostic| {
        finding.code.starts_with("E01")
            && finding.primary.place.file == parsed.file
            && holds(around.span, finding.primary.place.span.start)
    };
    // Nor is the share of a line that is no indicator yet.
    let missing = |stmt: &Stmt| match &stmt.clause {
        Clause::Entry { .. } | Clause::Item { .. } | Clause::Broken => {
            let group = |name: Span| declaration.groups.iter().any(|group| group.span == name);
            let is_group = matches!(&stmt.clause, Clause::Item { name, .. } if group(name.span));
            !is_group && !lines.iter().any(|line| line.span == stmt.span)
        }
        _ => false,
    };
    if analysis.linted.findings.iter().any(broken) || around.children().iter().any(missing) {
        return Vec::new();
    }
    let written: Vec<(Span, String)> = lines.iter().filter_map(|line| without_weight(analysis, line)).collect();
    if !written.is_empty() {
        return vec![rewrite(format!("平均分摊 `{name}` 的分值"), written)];
    }
    let shared = lines.iter().filter(|line| matches!(line.weight.origin, Origin::Shared { .. }));
    let write = |line: &&Indicator| {
        let stmt = path(&parsed.stmts, line.span.start).into_iter().find(|stmt| stmt.span == line.span)?;
        let end = stmt.attrs.last().map(|attr| attr.span.end).or(target_end(&stmt.clause))?;
        Some((Span { start: end, end }, format!(", {} 分", show::number(&line.weight.value))))
    };
    let edits: Vec<(Span, String)> = shared.filter_map(write).collect();
    if edits.is_empty() { Vec::new() } else { vec![rewrite(format!("写明 `{name}` 分摊的分值"), edits)] }
}

/// The end of the target in a line.
fn target_end(clause: &Clause) -> Option<u32> {
    let Clause::Entry { target, .. } = clause else { return None };
    match target {
        Target::Compare { value, .. } => match value {
            Value::Quantity(quantity) => Some(quantity.span().end),
            Value::Range(range) => Some(range.high.span().end),
            Value::Date(date) => Some(date.span.end),
            Value::YesNo { span, .. } => Some(span.end),
            _ => None,
        },
        Target::Growth { value, .. } => Some(value.span().end),
        Target::Qualitative { text, .. } => Some(text.span.end),
        Target::NotApplicable { .. } => None,
    }
}

/// Takes the written weight out of an indicator: its attribute with the comma before it, or
/// its line of the block.
fn without_weight(analysis: &Analysis, line: &Indicator) -> Option<(Span, String)> {
    let Origin::Written(span) = line.weight.origin else { return None };
    let text = analysis.text();
    let head = text.get(..span.start as usize)?;
    let trimmed = head.trim_end();
    if let Some(before) = trimmed.strip_suffix([',', '，']) {
        return Some((Span::new(before.trim_end().len(), span.end as usize), String::new()));
    }
    let start = line_start(text, span.start);
    let end = line_end(text, span.end);
    let alone = text.get(start as usize..end as usize)?.trim() == text.get(span.range())?.trim();
    alone.then(|| (Span { start, end: (end + 1).min(text.len() as u32) }, String::new()))
}

fn line_start(text: &str, offset: u32) -> u32 {
    let head = text.get(..offset as usize).unwrap_or_default();
    head.rfind('\n').map_or(0, |newline| newline as u32 + 1)
}

fn line_end(text: &str, offset: u32) -> u32 {
    let rest = text.get(offset as usize..).unwrap_or_default();
    offset + rest.find('\n').unwrap_or(rest.len()) as u32
}

/// What can be done about the findings that touch a span.
pub fn actions(analysis: &Analysis, span: Span) -> Vec<Action> {
    let entry = analysis.model.files.entry();
    let touches = |finding: &Diagnostic| {
        let place: Place = finding.primary.place;
        place.file == entry && (holds(place.span, span.start) || holds(span, place.span.start))
    };
    let findings = analysis.linted.findings.iter().enumerate().filter(|(_, finding)| touches(finding));
    let mut found = Vec::new();
    for (at, finding) in findings {
        if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.edits.iter().all(|edit| edit.place.file == entry)) {
            let shown = fix.edits.iter().map(|edit| edit.replacement.trim()).collect::<Vec<_>>().join(" ");
            let said = fix.title.contains(&format!("`{shown}`")) || shown.is_empty();
            found.push(Action {
                title: if said { fix.title.clone() } else { format!("{}：{shown}", fix.title) },
                kind: ActionKind::Fix,
                finding: Some(at),
                edits: fix.edits.iter().map(|edit| (edit.place.span, edit.replacement.clone())).collect(),
                // A fix of a finding is what the author asks for there, sure or not.
                preferred: true,
            });
        }
        if finding.code == "E0301" && finding.fix.is_none() {
            found.extend(meant_unit(analysis, at, finding));
        }
        if finding.code.starts_with('L') && !finding.code.starts_with("L9") {
            found.extend(suppression(analysis, at, finding));
        }
    }
    found
}

/// The unit that an unknown one is a slip of: of those that are usual for the name of the
/// indicator, where one letter in two is no guess.
fn meant_unit(analysis: &Analysis, at: usize, finding: &Diagnostic) -> Option<Action> {
    let parsed = analysis.parsed()?;
    let span = finding.primary.place.span;
    let written = parsed.slice(span);
    let stmts = path(&parsed.stmts, span.start);
    let name = stmts.iter().rev().find_map(|stmt| match &stmt.clause {
        Clause::Entry { name, .. } => Some(parsed.name(*name)),
        _ => None,
    })?;
    // The first letter says what is counted; a slip is in what follows, a letter for another.
    let alike =
        |unit: &&str| unit.chars().next() == written.chars().next() && unit.chars().count() == written.chars().count();
    let meant = suggest::nearest_keyword(written, likeliest(name).into_iter().filter(alike))?;
    Some(Action {
        title: format!("改成 `{meant}`"),
        kind: ActionKind::Fix,
        finding: Some(at),
        edits: vec![(span, meant.to_owned())],
        preferred: false,
    })
}

/// A comment above the statement, with the reason left to be written; none where no line of
/// its own can stand above it.
fn suppression(analysis: &Analysis, at: usize, finding: &Diagnostic) -> Option<Action> {
    let text = analysis.text();
    let found = finding.primary.place.span.start;
    // A text may go over many lines: what is found in it is suppressed above its statement.
    let stmt = path(&analysis.parsed()?.stmts, found).last().map_or(found, |stmt| stmt.span.start);
    let start = line_start(text, stmt) as usize;
    if spot(text, start).inside != Inside::Code {
        return None;
    }
    let line = text.get(start..).unwrap_or_default();
    let indent: String = line.chars().take_while(|letter| *letter == ' ' || *letter == '\t').collect();
    Some(Action {
        title: format!("忽略 {}，写明理由", finding.code),
        kind: ActionKind::Fix,
        finding: Some(at),
        edits: vec![(Span::new(start, start), format!("{indent}# 忽略 {}: {UNSAID}\n", finding.code))],
        preferred: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Safety;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn a_finding_offers_its_fix_and_its_suppression() {
        let (analysis, offset) = at_cursor(&project("覆盖率 >= 0.‸95"));
        let offered = actions(&analysis, Span { start: offset, end: offset });
        assert!(offered.iter().any(|action| action.edits.iter().any(|(_, text)| text.contains("95%"))), "{offered:?}");
        assert!(offered.iter().any(|action| action.title.starts_with("忽略 L310")), "{offered:?}");
    }

    #[test]
    fn a_suppression_stands_above_the_statement_and_lacks_its_reason() {
        let text = "部门 示例 {\n    年度 2024\n    任务 专利 {\n        资金 3 万元\n        内容 \"代办申请\"\n        目标 \"\"\"\n            \
                    ‸专利申请量随之增加。\n            争取上级支持\n        \"\"\"\n    }\n    产出指标 {\n        数量指标 {\n            \
                    甲数量 >= 800 件\n        }\n    }\n}\n";
        let (analysis, _) = at_cursor(text);
        let mut offered = 0;
        for (at, finding) in analysis.linted.findings.iter().enumerate().filter(|(_, one)| one.code.starts_with('L')) {
            let action = suppression(&analysis, at, finding).expect("a line of its own");
            let now = crate::ide::applied(analysis.text(), &action.edits);
            let (again, _) = at_cursor(&format!("‸{now}"));
            let words = |one: &Analysis| {
                let task = one.model.declarations.first().unwrap().tasks.first().unwrap();
                task.texts.iter().map(|text| text.text.clone()).collect::<Vec<_>>()
            };
            assert_eq!(words(&again), words(&analysis), "{now}");
            // What is to be written does not count as a reason.
            let codes = |code: &str| again.linted.findings.iter().filter(|one| one.code == code).count();
            assert!(codes(finding.code) > 0 && again.linted.suppressed.is_empty(), "{now}");
            let (with_reason, _) = at_cursor(&format!("‸{}", now.replace(UNSAID, "上级文件要求")));
            assert!(with_reason.linted.suppressed.iter().any(|one| one.finding.code == finding.code), "{now}");
            offered += usize::from(finding.primary.place.span.start as usize > text.find("目标").unwrap());
        }
        assert!(offered > 0, "a finding in the text: {:?}", analysis.linted.findings);
    }

    #[test]
    fn an_unknown_unit_may_be_a_slip_of_a_usual_one() {
        let offered = |line: &str| {
            let (analysis, offset) = at_cursor(&project(line));
            let offered = actions(&analysis, Span { start: offset, end: offset });
            let action = offered.into_iter().find(|action| action.title.starts_with("改成"));
            action.map(|action| crate::ide::applied(analysis.text(), &action.edits))
        };
        assert!(offered("培训人次 >= 120 人此‸").unwrap().contains("培训人次 >= 120 人次\n"));
        assert_eq!(offered("甲人次 >= 120 锅‸"), None);
    }

    fn rewritten(marked: &str, title: &str) -> String {
        let (analysis, offset) = at_cursor(&project(marked));
        let offered = rewrites(&analysis, Span { start: offset, end: offset });
        let Some(action) = offered.iter().find(|action| action.title.contains(title)) else {
            panic!("{title} among {offered:?}")
        };
        let text = crate::ide::applied(analysis.text(), &action.edits);
        text.split("数量指标 {\n").nth(1).unwrap().split("\n} }\n效益").next().unwrap().to_owned()
    }

    #[test]
    fn units_weights_and_signs_can_be_rewritten() {
        assert_eq!(rewritten("服务企业数量 >= 4‸", "补上单位 `家`"), "服务企业数量 >= 4 家");
        assert_eq!(rewritten("甲‸ >= 4 家, 10 分\n乙 >= 1 家", "平均分摊"), "甲 >= 4 家\n乙 >= 1 家");
        assert_eq!(
            rewritten("甲 >= 4 家 {\n10 分\n核心\n}‸\n乙 >= 1 家", "平均分摊"),
            "甲 >= 4 家 {\n核心\n}\n乙 >= 1 家"
        );
        assert_eq!(rewritten("甲‸ >= 4 家, 核心\n乙 >= 1 家", "写明"), "甲 >= 4 家, 核心, 25 分\n乙 >= 1 家, 25 分");
        assert_eq!(rewritten("甲‸ 》= ４ 家，核心", "规范"), "甲 >= 4 家, 核心");
    }

    #[test]
    fn weights_are_left_alone_where_a_line_is_half_understood() {
        for (line, offered) in [
            ("受益人口 >= 5 万人", true),
            ("受益人口 >= 5 万 人", false),
            ("丁 >= 3 件 多余 字", false),
            ("乙数量 8 件", false),
        ] {
            for (weight, title) in [("", "写明"), (", 10 分", "平均分摊")] {
                let (analysis, offset) = at_cursor(&project(&format!("甲数量‸ >= 3 件{weight}\n{line}")));
                let found = rewrites(&analysis, Span { start: offset, end: offset });
                assert_eq!(found.iter().any(|action| action.title.contains(title)), offered, "{line}: {found:?}");
            }
        }
    }

    #[test]
    fn safe_fixes_are_made_together() {
        let (analysis, _) = at_cursor(&project("覆盖率 >= 0.95\n入学率 >= 0.9‸"));
        let safe = analysis.linted.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let safe = safe.filter(|fix| fix.safety == Safety::Safe).count();
        let all = fix_all(&analysis);
        assert_eq!(all.is_some(), safe > 0);
    }
}
