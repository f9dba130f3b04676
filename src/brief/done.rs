//! What is still to be done: values that are missing, reasons that are owed, what came up.

use serde::Serialize;

use super::{EXECUTION, Found, Mark, id};
use crate::exact::Exact;
use crate::report::Report;
use crate::score::{Points, Problem, ReasonFor, explain, explain_execution, show};
use crate::terms::Verdict;

/// One thing to do.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// What links point to.
    pub id: String,
    /// `补上实际完成值`.
    pub what: String,
    /// Of which indicator; empty where it is about none.
    pub name: String,
    /// `影响 12.50 分`.
    pub why: String,
}

/// A score that is not decided.
#[derive(Debug, Clone, Serialize)]
pub struct Missing {
    /// What links point to.
    pub id: String,
    /// The indicator.
    pub name: String,
    /// Why, in a few words: `缺少实际完成值`.
    pub why: String,
    /// The least and the most that it can score.
    pub low: String,
    /// The most.
    pub high: String,
    /// How far it can move the total.
    pub swing: String,
}

/// A target that is missed, or exceeded so far that it has to be explained.
#[derive(Debug, Clone, Serialize)]
pub struct Deviation {
    /// What links point to.
    pub id: String,
    /// The indicator.
    pub name: String,
    /// 达成 or 未达成.
    pub verdict: Mark,
    /// `少 40 件`, `完成率 259%`.
    pub gap: String,
    /// 偏差原因; none where it is owed.
    pub reason: Option<String>,
}

/// The scores that are not decided, the one that can move the total farthest first.
pub(super) fn missing(report: &Report<'_>) -> Vec<Missing> {
    let (plan, card) = (report.plan, report.card);
    let mut found: Vec<(Exact, Missing)> = Vec::new();
    let mut add = |id: String, name: &str, why: String, points: &Points| {
        let swing = points.high() - points.low();
        // The range stands in columns of its own.
        let why = why.split_once("，得分").map_or(why.as_str(), |(why, _)| why).to_owned();
        let fixed = |points: &Exact| points.to_fixed(plan.framework.places, plan.framework.rounding);
        let (low, high) = (fixed(points.low()), fixed(points.high()));
        found.push((swing.clone(), Missing { id, name: name.to_owned(), why, low, high, swing: fixed(&swing) }));
    };
    if let Some(execution) = card.execution.as_ref().filter(|execution| execution.problem.is_some()) {
        let why = match execution.problem {
            Some(Problem::NoValue) => "缺少预算数和执行数".to_owned(),
            _ => explain_execution(plan, report.actuals, execution).text,
        };
        add(EXECUTION.to_owned(), EXECUTION, why, &execution.rounded);
    }
    for (index, (line, scored)) in plan.lines.iter().zip(&card.lines).enumerate() {
        if scored.rounded.decided().is_none() || scored.verdict == Verdict::Undecided {
            add(id(index), &line.name, explain(plan, report.actuals, card, index).text, &scored.rounded);
        }
    }
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    found.into_iter().map(|(_, missing)| missing).collect()
}

/// `补齐以前，总分最低 82.50，最高 92.50，等级 良 或 优`.
pub(super) fn open(report: &Report<'_>) -> Option<String> {
    let Points::Between(bounds) = &report.card.total else { return None };
    let framework = &report.plan.framework;
    let fixed = |points: &Exact| points.to_fixed(framework.places, framework.rounding);
    let grade =
        super::facts::grade(report.card, report.plan).map_or_else(String::new, |grade| format!("，等级 {grade}"));
    Some(format!("补齐以前，总分最低 {}，最高 {}{grade}", fixed(&bounds.0), fixed(&bounds.1)))
}

/// What is off its target and needs words, what lacks them first.
pub(super) fn deviations(report: &Report<'_>) -> Vec<Deviation> {
    let (plan, card) = (report.plan, report.card);
    let mut all = Vec::new();
    for (index, (line, scored)) in plan.lines.iter().zip(&card.lines).enumerate() {
        let reason = report.actuals.lines.get(index).and_then(|actual| actual.reason.clone());
        let reason = reason.filter(|reason| !reason.trim().is_empty());
        if scored.needs_reason.is_none() && (scored.verdict != Verdict::Missed && reason.is_none()) {
            continue;
        }
        let attainment = scored.attainment.as_ref().map(|ratio| format!("完成率 {}", show::percent(ratio)));
        let gap = match scored.needs_reason {
            Some(ReasonFor::Over) => attainment,
            _ => explain(plan, report.actuals, card, index).gap.or(attainment),
        };
        all.push(Deviation {
            id: id(index),
            name: line.name.to_string(),
            verdict: scored.verdict.into(),
            gap: gap.unwrap_or_default(),
            reason: if scored.needs_reason.is_some() { None } else { reason },
        });
    }
    all.sort_by_key(|deviation| deviation.reason.is_some());
    all
}

/// How many things of one kind are listed one by one.
const LISTED: usize = 4;

/// What to do, in the order in which it counts.
pub(super) fn tasks(missing: &[Missing], deviations: &[Deviation], findings: &[Found]) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let listed = missing.iter().take(if missing.len() > LISTED + 1 { LISTED } else { LISTED + 1 });
    tasks.extend(listed.map(|missing| Task {
        id: missing.id.clone(),
        what: match &*missing.name {
            EXECUTION => "填上全年预算数和全年执行数".to_owned(),
            _ => "补上或核对实际完成值".to_owned(),
        },
        name: missing.name.clone(),
        why: format!("{}，影响 {} 分", missing.why, missing.swing),
    }));
    let more = |count: usize, id: &str, what: String| {
        let why = format!("共 {count} 项");
        Task { id: id.to_owned(), what, name: String::new(), why }
    };
    if missing.len() > LISTED + 1 {
        tasks.push(more(missing.len(), "缺值", format!("补齐另外 {} 项缺少的值", missing.len() - LISTED)));
    }
    let owed: Vec<&Deviation> = deviations.iter().filter(|deviation| deviation.reason.is_none()).collect();
    let shown = if owed.len() > LISTED + 1 { LISTED } else { owed.len() };
    tasks.extend(owed.iter().take(shown).map(|deviation| Task {
        id: deviation.id.clone(),
        what: "写明偏差原因".to_owned(),
        name: deviation.name.clone(),
        why: format!("{}，{}", deviation.verdict.word, deviation.gap).trim_end_matches('，').to_owned(),
    }));
    if owed.len() > shown {
        tasks.push(more(owed.len(), "偏差", format!("写明另外 {} 项的偏差原因", owed.len() - shown)));
    }
    for (class, word) in [("error", "错误"), ("warning", "警告")] {
        let count = findings.iter().filter(|finding| finding.class == class).count();
        if count > 0 {
            tasks.push(more(count, "问题", format!("处理实际值中的{word}")));
        }
    }
    tasks
}
