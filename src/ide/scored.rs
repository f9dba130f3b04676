//! A file with its actual values: scores, and what the commands of an editor answer.

use std::fmt::Write;

use super::Analysis;
use crate::brief::{self, Brief};
use crate::diag::Diagnostic;
use crate::forms::assess::Assessed;
use crate::model::Model;
use crate::model::name::normal;
use crate::plan::{self, Plan};
use crate::report::{Report, trial};
use crate::score::actuals::{RawActuals, Value};
use crate::score::{Bound, Scorecard, bind, score};
use crate::source::{LineIndex, Place};

/// A declaration, scored.
pub struct Outcome {
    /// What was scored; its lines say where they stand.
    pub plan: Plan,
    /// With which values.
    pub bound: Bound,
    /// What came out.
    pub card: Scorecard,
}

/// Scores the declarations of a compilation with the 实际 of its files and with tables; those
/// without any value are left out, and all of a file with errors.
pub fn outcomes(model: &Model, tables: &[RawActuals]) -> Vec<Outcome> {
    if model.has_errors() {
        return Vec::new();
    }
    let one = |at: usize| {
        let plan = plan::plan(model, at).filter(|plan| !plan.lines.is_empty())?;
        let blocks = model.actuals.iter().filter(|block| block.declaration == Some(at));
        let raw: Vec<RawActuals> = blocks.map(|block| block.raw.clone()).chain(tables.iter().cloned()).collect();
        let bound = bind(&plan, &raw);
        let has_value = bound.actuals.lines.iter().chain(&bound.actuals.data).any(|one| one.value != Value::Missing);
        let card = score(&plan, &bound.actuals);
        has_value.then_some(Outcome { plan, bound, card })
    };
    (0..model.declarations.len()).filter_map(one).collect()
}

/// The scorecard of a declaration in Markdown, with every derivation where they are wanted.
/// Without values it says how to give them.
pub fn scorecard(model: &Model, outcomes: &[Outcome], name: Option<&str>, explain: bool) -> String {
    if let Some(first) = errors(model).next() {
        return format!("指标文件有错，没有计分：{}\n", first.message);
    }
    let wanted = |outcome: &&Outcome| name.is_none_or(|name| normal(&outcome.plan.name) == normal(name));
    let locate = |place: Place| located(model, place);
    let briefs = outcomes.iter().filter(wanted).filter_map(|outcome| {
        let report = Report {
            plan: &outcome.plan,
            actuals: &outcome.bound.actuals,
            card: &outcome.card,
            findings: &outcome.bound.findings,
            locate: &locate,
        };
        Some(brief::brief(&Assessed::of(&report, model)?))
    });
    let briefs: Vec<Brief> = briefs.collect();
    if briefs.is_empty() {
        return "没有实际完成值：在文件里写 `实际`，或把表格放在旁边，如 `2024.heng` 旁的 `2024实际.xlsx`\n".to_owned();
    }
    brief::markdown::markdown(&briefs, None, explain)
}

/// Runs the 测试 of the file itself, or one of them, and says in Markdown what came of it.
pub fn trials(analysis: &Analysis, title: Option<&str>) -> String {
    let model = &analysis.model;
    if let Some(first) = errors(model).next() {
        return format!("文件有错，没有运行测试：{}\n", first.message);
    }
    let (mut passed, mut failed, mut out) = (0, 0, String::new());
    for at in 0..model.declarations.len() {
        let Some(plan) = plan::plan(model, at) else { continue };
        let own = plan::tests(model, at).into_iter().filter(|test| test.place.file == model.files.entry());
        for test in own.filter(|test| title.is_none_or(|title| test.title == title)) {
            let wrong = trial::run(&plan, &test);
            if wrong.is_empty() {
                passed += 1;
                let _ = writeln!(out, "- 通过：{}", test.title);
                continue;
            }
            failed += 1;
            let _ = writeln!(out, "- **没通过**：{}", test.title);
            for found in wrong {
                let _ = writeln!(out, "  - {} {}", located(model, found.primary.place), found.message);
            }
        }
    }
    match (passed, failed) {
        (0, 0) => "没有测试\n".to_owned(),
        _ => format!("{passed} 个测试通过，{failed} 个没有通过\n\n{out}"),
    }
}

fn errors(model: &Model) -> impl Iterator<Item = &Diagnostic> {
    let wrong = model.has_errors();
    model.diagnostics.iter().filter(move |found| wrong && found.severity == crate::diag::Severity::Error)
}

/// `局.heng:12:5`.
fn located(model: &Model, place: Place) -> String {
    let Some(parsed) = model.files.get(place.file) else { return "heng".to_owned() };
    let at = LineIndex::new(&parsed.source.text).line_column(&parsed.source.text, place.span.start);
    let name = parsed.source.name.rsplit('/').next().unwrap_or_default();
    format!("{name}:{}:{}", at.line, at.column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn text() -> String {
        let values = "实际 示例 2024 {\n甲量 = 3 件\n受益居民人数 = 300 人\n受益居民满意度 = 95%\n}\n";
        let test = "测试 \"半数得一半\" {\n甲量 = 2 件\n期望 甲量.完成率 = 50%\n}\n测试 \"错的\" {\n甲量 = 2 件\n期望 甲量.完成率 = 60%\n}\n";
        format!("{}{values}{test}‸", project("甲量 >= 4 件"))
    }

    #[test]
    fn a_file_is_scored_and_explained() {
        let (analysis, _) = at_cursor(&text());
        let outcomes = outcomes(&analysis.model, &[]);
        let card = scorecard(&analysis.model, &outcomes, Some("示例"), false);
        assert!(card.contains("| 甲量 |") && card.contains("| 3 件 |"), "{card}");
        assert!(scorecard(&analysis.model, &outcomes, None, true).contains("3 ÷ 4"), "the computation");
        let (bare, _) = at_cursor(&project("甲量 >= 4 件‸"));
        assert!(scorecard(&bare.model, &[], None, false).contains("没有实际完成值"));
    }

    #[test]
    fn tests_are_run_all_or_one() {
        let (analysis, _) = at_cursor(&text());
        let all = trials(&analysis, None);
        assert!(all.starts_with("1 个测试通过，1 个没有通过") && all.contains("**没通过**：错的"), "{all}");
        assert!(trials(&analysis, Some("半数得一半")).starts_with("1 个测试通过，0 个"));
    }
}
