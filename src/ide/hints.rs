//! What stands between the lines: weights that were shared out, and with actual values at
//! hand, actual, attainment and score at the end of each line. And the commands above them.

use super::scored::Outcome;
use super::{Analysis, path, worded};
use crate::model::declaration::{Origin, Weight};
use crate::score::show;
use crate::source::{Place, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Stmt};

/// A text that is shown and not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it is shown.
    pub offset: u32,
    /// What is shown.
    pub label: String,
    /// What it means.
    pub about: String,
}

/// Where a place of a compilation lies in the file that hints are for.
pub type Own<'a> = &'a dyn Fn(Place) -> Option<Span>;

/// The hints in a span of a file; `outcomes` are of the plan in it.
pub fn hints(analysis: &Analysis, outcomes: &[(&Outcome, Own<'_>)], span: Span) -> Vec<Hint> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut hints = Vec::new();
    let own = analysis.model.declarations.iter().filter(|declaration| declaration.place.file == parsed.file);
    for declaration in own {
        for group in declaration.groups.iter().filter(|group| within(group.span, span)) {
            hints.extend(weight(&group.weight, group.span.end));
        }
        for line in declaration.indicators.iter().filter(|line| within(line.name_span, span)) {
            let end = head_end(analysis, line.span);
            hints.extend(weight(&line.weight, end));
        }
    }
    for (outcome, own) in outcomes {
        let lines = outcome.plan.lines.iter().zip(&outcome.bound.actuals.lines).zip(&outcome.card.lines);
        for ((line, actual), scored) in lines {
            let Some(name) = own(line.place).filter(|name| within(*name, span)) else { continue };
            let Some(stmt) = path(&parsed.stmts, name.start).last().copied() else { continue };
            let Some(value) = show::actual(&outcome.plan, line, actual, scored) else { continue };
            let attainment = scored.attainment.as_ref().map(show::percent);
            let points = format!("得 {} 分", show::points(&scored.rounded, &outcome.plan));
            let parts = std::iter::once(format!("实际 {value}")).chain(attainment).chain([points]);
            let label = parts.collect::<Vec<_>>().join(" · ");
            let about = format!("{}，满分 {} 分", scored.verdict.word(), show::number(&line.weight));
            hints.push(Hint { offset: line_end(parsed, head_end(analysis, stmt.span)), label, about });
        }
    }
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn within(inner: Span, outer: Span) -> bool {
    inner.start <= outer.end && outer.start <= inner.end
}

/// The end of the line of an offset, without the blanks there.
fn line_end(parsed: &Parsed, offset: u32) -> u32 {
    let rest = parsed.source.text.get(offset as usize..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    offset + line.trim_end().len() as u32
}

/// The end of a statement without its block.
fn head_end(analysis: &Analysis, span: Span) -> u32 {
    let Some(parsed) = analysis.parsed() else { return span.end };
    let stmt = path(&parsed.stmts, span.start).into_iter().find(|stmt| stmt.span == span);
    let Some(block) = stmt.and_then(|stmt| stmt.block.as_ref()) else { return span.end };
    let head = parsed.slice(Span { start: span.start, end: block.open.start });
    span.start + head.trim_end().len() as u32
}

fn weight(weight: &Weight, offset: u32) -> Option<Hint> {
    if matches!(weight.origin, Origin::Written(_)) {
        return None;
    }
    let about = worded::origin(weight)?;
    Some(Hint { offset, label: format!("{} 分", show::number(&weight.value)), about })
}

/// A command shown above a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The name it stands above.
    pub span: Span,
    /// What it does.
    pub action: LensAction,
    /// Of which declaration or test.
    pub name: String,
}

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LensAction {
    /// 评价: the scorecard.
    Score,
    /// 解释: with every derivation.
    Explain,
    /// 运行测试: one.
    Test,
    /// 运行测试: all of the file.
    Tests(usize),
}

/// The commands of a file.
pub fn lenses(analysis: &Analysis) -> Vec<Lens> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut lenses = Vec::new();
    let own = analysis.model.declarations.iter().filter(|declaration| declaration.place.file == parsed.file);
    let tests = analysis.model.tests.iter().filter(|test| test.place.file == parsed.file).count();
    for (at, declaration) in own.filter(|declaration| !declaration.indicators.is_empty()).enumerate() {
        let lens = |action| Lens { span: declaration.place.span, action, name: declaration.name.to_string() };
        lenses.extend([lens(LensAction::Score), lens(LensAction::Explain)]);
        if at == 0 && tests > 0 {
            lenses.push(lens(LensAction::Tests(tests)));
        }
    }
    for stmt in &parsed.stmts {
        of_tests(analysis, stmt, &mut lenses);
    }
    lenses
}

fn of_tests(analysis: &Analysis, stmt: &Stmt, lenses: &mut Vec<Lens>) {
    let Some(parsed) = analysis.parsed() else { return };
    match &stmt.clause {
        Clause::Test { keyword, title } => {
            lenses.push(Lens { span: *keyword, action: LensAction::Test, name: parsed.text(*title) });
        }
        Clause::Actuals { name, .. } => {
            for action in [LensAction::Score, LensAction::Explain] {
                lenses.push(Lens { span: name.span, action, name: parsed.name(*name).to_owned() });
            }
        }
        Clause::Declaration { .. } => {
            stmt.children().iter().for_each(|child| of_tests(analysis, child, lenses));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::scored::outcomes;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn shared_weights_and_scores_are_shown() {
        let values = "实际 示例 2024 {\n甲量 = 3 件\n}\n";
        let (analysis, _) =
            at_cursor(&format!("{}{values}‸", project("甲量 >= 4 件 {\n来源 \"一\"\n}\n乙量 >= 1 件, 8 分")));
        let scored = outcomes(&analysis.model, &[]);
        let own = |place: Place| Some(place.span);
        let with: Vec<(&Outcome, Own<'_>)> = scored.iter().map(|one| (one, &own as Own<'_>)).collect();
        let all = hints(&analysis, &with, Span::new(0, analysis.text().len()));
        let text = analysis.text();
        let line = |hint: &Hint| text.get(..hint.offset as usize).unwrap().rsplit('\n').next().unwrap().to_owned();
        let shown: Vec<_> = all.iter().map(|hint| (line(hint), hint.label.as_str())).collect();
        assert!(shown.contains(&("甲量 >= 4 件".into(), "42 分")), "{shown:?}");
        assert!(shown.contains(&("甲量 >= 4 件 {".into(), "实际 3 件 · 75% · 得 31.50 分")), "{shown:?}");
        assert!(!shown.iter().any(|(line, label)| line.starts_with("乙量") && label.ends_with("8 分")), "{shown:?}");
    }

    #[test]
    fn commands_stand_above_declarations_and_tests() {
        let (analysis, _) = at_cursor(&format!("{}测试 \"一\" {{\n期望 总分 = 1 分\n}}\n‸", project("甲量 >= 4 件")));
        let shown: Vec<_> = lenses(&analysis).into_iter().map(|lens| (lens.action, lens.name)).collect();
        assert_eq!(
            shown,
            [
                (LensAction::Score, "示例".to_owned()),
                (LensAction::Explain, "示例".into()),
                (LensAction::Tests(1), "示例".into()),
                (LensAction::Test, "一".into())
            ]
        );
    }
}
