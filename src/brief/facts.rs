//! The headline: grade, execution, how many targets are met, and where points were lost.

use serde::Serialize;

use super::{EXECUTION, id};
use crate::exact::Exact;
use crate::plan::{Grade, Plan};
use crate::report::Report;
use crate::score::{LineScore, Points, Scorecard, explain, show};
use crate::terms::Verdict;

/// 预算执行率 in the headline.
#[derive(Debug, Clone, Serialize)]
pub struct Rate {
    /// `97.47%`; none without figures.
    pub rate: Option<String>,
    /// What it scored.
    pub score: String,
    /// Its weight.
    pub weight: String,
}

/// Points that were lost in one place.
#[derive(Debug, Clone, Serialize)]
pub struct Loss {
    /// What links point to.
    pub id: String,
    /// The indicator.
    pub name: String,
    /// `0.62`.
    pub points: String,
    /// `少 40 件`; empty where the target is missed by nothing that can be counted.
    pub gap: String,
    /// 偏差原因, where given.
    pub reason: Option<String>,
}

/// `优`, `良 或 优`.
pub(super) fn grade(card: &Scorecard, plan: &Plan) -> Option<String> {
    let grading = card.grade?;
    let grades = &plan.framework.grades;
    let (low, high) = grading.names(grades);
    Some(match (grading.is_decided(), grading.is_between_neighbours(grades)) {
        (true, _) => low.to_owned(),
        (false, true) => format!("{low} 或 {high}"),
        (false, false) => format!("{low} 至 {high}"),
    })
}

/// `优 ≥ 90，良 ≥ 80，中 ≥ 60`: where each grade begins, but for the one that takes the rest.
pub(super) fn grades(grades: &[Grade]) -> String {
    let from = |grade: &Grade| Some(format!("{} ≥ {}", grade.name, show::number(grade.at_least.as_ref()?)));
    grades.iter().filter_map(from).collect::<Vec<_>>().join("，")
}

pub(super) fn execution(report: &Report<'_>) -> Option<Rate> {
    let execution = report.plan.framework.execution.as_ref()?;
    let scored = report.card.execution.as_ref()?;
    Some(Rate {
        rate: scored.rate.as_ref().map(show::percent),
        score: show::points(&scored.rounded, report.plan),
        weight: show::number(&execution.weight),
    })
}

/// How many lines have a verdict.
pub(super) fn count(card: &Scorecard, verdict: Verdict) -> usize {
    card.lines.iter().filter(|line| line.verdict == verdict).count()
}

/// `达成 7 项，未达成 2 项`.
pub(super) fn tally(card: &Scorecard) -> String {
    let verdicts = [Verdict::Met, Verdict::Missed, Verdict::Undecided, Verdict::NotApplicable];
    let counts = verdicts.map(|verdict| (verdict, count(card, verdict)));
    let parts = counts.iter().filter(|(_, count)| *count > 0);
    parts.map(|(verdict, count)| format!("{} {count} 项", verdict.word())).collect::<Vec<_>>().join("，")
}

/// Where decided scores fall short of their weight, the most first.
pub(super) fn losses(report: &Report<'_>) -> Vec<Loss> {
    let (plan, card) = (report.plan, report.card);
    let mut lost: Vec<(Exact, Loss)> = Vec::new();
    if let (Some(execution), Some(scored)) = (&plan.framework.execution, &card.execution)
        && let Some(points) = short_of(report, &execution.weight, &scored.rounded)
    {
        let gap = scored.rate.as_ref().map_or_else(String::new, |rate| format!("执行率 {}", show::percent(rate)));
        let loss = loss(report, EXECUTION.to_owned(), EXECUTION, &points);
        lost.push((points, Loss { gap, ..loss }));
    }
    for (index, (line, scored)) in plan.lines.iter().zip(&card.lines).enumerate() {
        let Some(points) = short_of(report, &line.weight, &scored.rounded) else { continue };
        let gap = explain(plan, report.actuals, card, index).gap;
        let reason = report.actuals.lines.get(index).and_then(|actual| actual.reason.clone());
        let loss = loss(report, id(index), &line.name, &points);
        lost.push((points, Loss { gap: gap.unwrap_or_else(|| word(scored)), reason, ..loss }));
    }
    // The sort keeps the order of the form where two lost the same.
    lost.sort_by(|(a, _), (b, _)| b.cmp(a));
    lost.into_iter().map(|(_, loss)| loss).collect()
}

/// What a line without a countable distance fell short by.
fn word(scored: &LineScore) -> String {
    match (scored.verdict, &scored.attainment) {
        (Verdict::Missed, Some(attainment)) => format!("完成率 {}", show::percent(attainment)),
        (Verdict::Missed, None) => Verdict::Missed.word().to_owned(),
        (Verdict::Met | Verdict::Undecided | Verdict::NotApplicable, _) => "没有得满分".to_owned(),
    }
}

fn loss(report: &Report<'_>, id: String, name: &str, points: &Exact) -> Loss {
    let points = fixed(report, points);
    Loss { id, name: name.to_owned(), points, gap: String::new(), reason: None }
}

/// What a decided score lacks of its weight, as both are printed; nothing when it lacks nothing.
fn short_of(report: &Report<'_>, weight: &Exact, points: &Points) -> Option<Exact> {
    let framework = &report.plan.framework;
    let lost = &weight.round(framework.places, framework.rounding) - points.decided()?;
    lost.is_positive().then_some(lost)
}

fn fixed(report: &Report<'_>, points: &Exact) -> String {
    points.to_fixed(report.plan.framework.places, report.plan.framework.rounding)
}

/// How many places of loss the sentence names; more are a list below it.
pub const NAMED: usize = 3;

/// How many places of loss are listed one by one before the chart.
pub const LISTED: usize = 6;

/// `扣了 1.12 分：PCT国际专利申请量 0.62 分（少 40 件），…`.
pub(super) fn why(report: &Report<'_>, losses: &[Loss]) -> String {
    let (plan, card) = (report.plan, report.card);
    let of = |loss: &Loss| format!("{} {} 分（{}）", loss.name, loss.points, loss.gap);
    let named = match losses.len() {
        0..=NAMED => format!("：{}", losses.iter().map(of).collect::<Vec<_>>().join("，")),
        more => format!("，在 {more} 处"),
    };
    let sum = &plan.framework.full - card.total.high();
    match (card.undecided, losses.is_empty()) {
        (0, true) if !sum.is_positive() => "各项都得满分".to_owned(),
        (0, true) => format!("各项都得满分，但分值合计比满分少 {} 分", fixed(report, &sum)),
        (0, false) => format!("扣了 {} 分{named}", fixed(report, &sum)),
        (open, true) if open > card.lines.len() => "还没有实际完成值，什么也不能判定".to_owned(),
        (open, true) => format!("{open} 项还不能判定，总分是一个范围；能判定的都得满分"),
        (open, false) => format!("{open} 项还不能判定，总分是一个范围；已经扣了 {} 分{named}", fixed(report, &sum)),
    }
}
