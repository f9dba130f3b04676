//! What stands around the rows: total and grade, what is missing, what needs a reason, what
//! came up, and how each score came about. Plain lines; the table and Markdown lay them out.

use crate::report::Report;
use crate::score::actuals::Origin;
use crate::score::{Derivation, Finding, Points, ReasonFor, explain, explain_execution, show};
use crate::terms::Verdict;

/// Codes of findings that the list of missing values already tells.
const TOLD_AS_MISSING: [&str; 1] = ["E0502"];

/// `总分 82.50 – 92.50（满分 100，缺 2 项）`.
pub(super) fn total(report: &Report<'_>) -> String {
    let full = show::number(&report.plan.framework.full);
    let total = show::points(&report.card.total, report.plan);
    match report.card.undecided {
        0 => format!("总分 {total}（满分 {full}）"),
        open => format!("总分 {total}（满分 {full}，缺 {open} 项）"),
    }
}

/// `等级 良`, `等级 良 或 优`, `等级 差 至 优`; none when the framework has no grades.
pub(super) fn grade(report: &Report<'_>) -> Option<String> {
    let grading = report.card.grade?;
    let (low, high) = grading.names(&report.plan.framework.grades);
    Some(if grading.is_decided() {
        format!("等级 {low}")
    } else {
        // With a grade between them any of the three may come out.
        let word = if grading.is_between_neighbours(&report.plan.framework.grades) { "或" } else { "至" };
        format!("等级 {low} {word} {high}，待补齐后确定")
    })
}

/// `框架 财政部2020，依据 财预〔2020〕10号`, then its assumptions.
pub(crate) fn framework(report: &Report<'_>) -> Vec<String> {
    let framework = &report.plan.framework;
    let mut lines = vec![match &framework.basis {
        Some(basis) => format!("框架 {}，依据 {basis}", framework.name),
        None => format!("框架 {}", framework.name),
    }];
    lines.extend(framework.assumptions.iter().map(|assumption| format!("说明：{assumption}")));
    lines
}

/// The lines without a decided score, each with the reason.
pub(crate) fn missing(report: &Report<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for (index, (line, scored)) in report.plan.lines.iter().zip(&report.card.lines).enumerate() {
        let open = matches!(scored.rounded, Points::Between(_)) || scored.verdict == Verdict::Undecided;
        if open {
            let derivation = explain(report.plan, report.actuals, report.card, index);
            items.push(format!("{}：{}", line.name, derivation.text));
        }
    }
    if let Some(execution) = &report.card.execution
        && execution.problem.is_some()
    {
        let derivation = explain_execution(report.plan, report.actuals, execution);
        items.push(format!("预算执行率：{}", derivation.text));
    }
    items
}

/// The lines whose 偏差原因 is missing, each with how far it is off.
pub(crate) fn reasons(report: &Report<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for (index, (line, scored)) in report.plan.lines.iter().zip(&report.card.lines).enumerate() {
        let Some(needed) = scored.needs_reason else { continue };
        let why = match (needed, &scored.attainment) {
            (ReasonFor::Over, Some(attainment)) => format!("完成率 {}", show::percent(attainment)),
            (ReasonFor::Over, None) => "超额完成".to_owned(),
            (ReasonFor::Missed, _) => {
                let derivation = explain(report.plan, report.actuals, report.card, index);
                derivation.gap.map_or_else(|| "未达成".to_owned(), |gap| format!("未达成，{gap}"))
            }
        };
        items.push(format!("{}：{why}", line.name));
    }
    items
}

/// What came up, but for what the list of missing values tells.
pub(crate) fn shown_findings<'r>(report: &Report<'r>) -> impl Iterator<Item = &'r Finding> + use<'r> {
    report.all_findings().filter(|finding| !TOLD_AS_MISSING.contains(&finding.code))
}

/// The same in words, with its place and what to do.
pub(crate) fn findings<'r>(report: &Report<'r>) -> Vec<(&'r Finding, String)> {
    shown_findings(report)
        .map(|finding| {
            let mut text = format!("{} {}", finding.severity.word(), finding.code);
            text.push_str(&format!(" {}（{}", finding.message, report.origin(&finding.origin)));
            for (origin, words) in &finding.related {
                text.push_str(&format!("；{words} {}", report.origin(origin)));
            }
            text.push('）');
            if let Some(help) = &finding.help {
                text.push_str(&format!("。{help}"));
            }
            (finding, text)
        })
        .collect()
}

/// How one score came about.
pub(super) struct Explained {
    pub name: String,
    pub score: String,
    pub derivation: Derivation,
}

/// The derivations of all lines, the execution first.
pub(super) fn derivations(report: &Report<'_>) -> Vec<Explained> {
    let mut all = Vec::new();
    if let Some(execution) = &report.card.execution {
        all.push(Explained {
            name: "预算执行率".to_owned(),
            score: show::points(&execution.rounded, report.plan),
            derivation: explain_execution(report.plan, report.actuals, execution),
        });
    }
    for (index, (line, scored)) in report.plan.lines.iter().zip(&report.card.lines).enumerate() {
        all.push(Explained {
            name: line.name.to_string(),
            score: show::points(&scored.rounded, report.plan),
            derivation: explain(report.plan, report.actuals, report.card, index),
        });
    }
    all
}

/// The lines of a derivation below its name.
pub(super) fn derivation_lines(report: &Report<'_>, derivation: &Derivation) -> Vec<String> {
    let mut lines = derivation.steps.clone();
    lines.push(derivation.text.clone());
    lines.extend(derivation.rounding.clone());
    let word = if derivation.basis.is_some() { "依据 " } else { "" };
    lines.push(format!("规则 {}，{word}{}", derivation.rule, report.basis(derivation)));
    for input in &derivation.inputs {
        let place = input.origin.as_ref().map(|origin: &Origin| format!("（{}）", report.origin(origin)));
        lines.push(format!("{} {}{}", input.name, input.value, place.unwrap_or_default()));
    }
    lines.extend(derivation.notes.iter().map(|note| match note.starts_with("偏差原因") {
        true => note.clone(),
        false => format!("说明：{note}"),
    }));
    lines
}
