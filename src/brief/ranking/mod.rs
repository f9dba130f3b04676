//! Several scorecards side by side: who stands where, what is missed most, and whose result needs
//! a look.

pub mod book;
pub mod html;
pub mod text;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Mark, facts};
use crate::exact::Exact;
use crate::model::name::normal;
use crate::report::Report;
use crate::score::{ReasonFor, show};
use crate::terms::Verdict;

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// Executions of the budget from here to there raise no question, in percent (rules.md, 4).
const USUAL_EXECUTION: (i128, i128) = (80, 120);

/// How many of the indicators that are missed most are named.
const MOST_MISSED: usize = 10;

/// Several scorecards.
#[derive(Debug, Clone, Serialize)]
pub struct Ranking {
    /// The version of this shape.
    schema_version: u32,
    /// The version of heng.
    pub version: String,
    /// The scorecards, the best first.
    pub entries: Vec<Entry>,
    /// What could not be scored.
    pub failed: Vec<Failed>,
    /// How many have which grade, the best grade first; `待定` where it is open.
    pub grades: Vec<(String, usize)>,
    /// How many decided scores are full, of how many.
    pub full_marks: (usize, usize),
    /// The same in percent; none where nothing is decided.
    pub full_rate: Option<String>,
    /// The indicators that are missed most often.
    pub missed: Vec<Missed>,
}

/// One scorecard.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Its place, from 1; the same for the same share.
    pub rank: usize,
    /// The department or project.
    pub name: String,
    /// 部门 or 项目.
    pub kind: &'static str,
    /// The file that declares it.
    pub file: String,
    /// Where its values are from; empty without any.
    pub values: String,
    /// Fiscal year.
    pub year: Option<i16>,
    /// The framework.
    pub framework: String,
    /// `98.88`, `82.50 – 92.50`.
    pub total: String,
    /// 满分.
    pub full: String,
    /// 得分率 by the least that the total can be.
    pub share: String,
    /// Its grade.
    pub grade: Option<String>,
    /// 预算执行率.
    pub execution: Option<String>,
    /// How many targets are met, of how many.
    pub met: (usize, usize),
    /// How many decided scores are full, of how many.
    pub full_marks: (usize, usize),
    /// How many scores are not decided.
    pub undecided: usize,
    /// Why it needs a look; empty where it does not.
    pub look: Vec<String>,
    #[serde(skip)]
    order: Exact,
    #[serde(skip)]
    lines: Vec<Line>,
}

/// What is counted of an indicator.
#[derive(Debug, Clone)]
struct Line {
    name: String,
    verdict: Verdict,
    lost: Exact,
}

/// A file that could not be scored.
#[derive(Debug, Clone, Serialize)]
pub struct Failed {
    /// Its name.
    pub file: String,
    /// Why.
    pub why: String,
}

/// An indicator that several have, by its name.
#[derive(Debug, Clone, Serialize)]
pub struct Missed {
    /// Its name.
    pub name: String,
    /// How often it is missed, of how often it is there.
    pub missed: usize,
    /// How often it is there.
    pub of: usize,
    /// The points that were lost together.
    pub lost: String,
}

/// What is counted of one scorecard. `lost_values` are values that were given and not used.
pub fn entry(report: &Report<'_>, file: &str, values: &str, lost_values: usize) -> Entry {
    let (plan, card) = (report.plan, report.card);
    let framework = &plan.framework;
    let lines: Vec<Line> = plan
        .lines
        .iter()
        .zip(&card.lines)
        .map(|(line, scored)| {
            let weight = line.weight.round(framework.places, framework.rounding);
            let lost = scored.rounded.decided().map_or(Exact::ZERO, |score| &weight - score);
            Line { name: line.name.to_string(), verdict: scored.verdict, lost: lost.max(Exact::ZERO) }
        })
        .collect();
    let counted = plan.lines.iter().zip(&card.lines).zip(&lines);
    let counted = counted.filter(|((line, scored), _)| line.weight.is_positive() && scored.rounded.decided().is_some());
    let full_marks = counted.fold((0, 0), |(full, of), (_, line)| (full + usize::from(line.lost.is_zero()), of + 1));
    let order = card.total.low().div(&framework.full).unwrap_or(Exact::ZERO);
    Entry {
        rank: 0,
        name: plan.name.clone(),
        kind: plan.kind,
        file: file.to_owned(),
        values: values.to_owned(),
        year: plan.year,
        framework: framework.name.clone(),
        total: show::points(&card.total, plan),
        full: show::number(&framework.full),
        share: show::percent(&order),
        grade: facts::grade(card, plan),
        execution: facts::execution(report).map(|rate| rate.rate.unwrap_or_else(|| "缺".to_owned())),
        met: (facts::count(card, Verdict::Met), card.lines.len()),
        full_marks,
        undecided: card.undecided,
        look: look(report, full_marks, lost_values),
        order,
        lines,
    }
}

/// Why a result needs a look.
fn look(report: &Report<'_>, full_marks: (usize, usize), lost_values: usize) -> Vec<String> {
    let (plan, card) = (report.plan, report.card);
    let mut why = Vec::new();
    if card.undecided > 0 {
        let grade = card.grade.filter(|grade| !grade.is_decided()).map_or("", |_| "，等级未定");
        why.push(format!("{} 项无法判定{grade}", card.undecided));
    }
    if lost_values > 0 {
        why.push(format!("{lost_values} 个实际值没有采用"));
    }
    let owed = |reason| card.lines.iter().filter(|line| line.needs_reason == Some(reason)).count();
    for (reason, word) in [(ReasonFor::Missed, "未达成而"), (ReasonFor::Over, "超额过多而")] {
        match owed(reason) {
            0 => {}
            count => why.push(format!("{count} 项{word}没有写偏差原因")),
        }
    }
    if let Some(rate) = card.execution.as_ref().and_then(|execution| execution.rate.as_ref()) {
        let percent = rate * &Exact::int(100);
        let (low, high) = USUAL_EXECUTION;
        if percent < Exact::int(low) || percent > Exact::int(high) {
            why.push(format!("预算执行率 {}", show::percent(rate)));
        }
    }
    if let Some(grade) = card.grade.filter(crate::score::Grading::is_decided)
        && let Some(at) = grade.at_low.filter(|at| *at + 1 == plan.framework.grades.len() && *at > 0)
    {
        why.push(format!("等级 {}", plan.framework.grades.get(at).map_or("", |grade| &grade.name)));
    }
    if full_marks.1 > 2 && full_marks.0 == full_marks.1 && card.undecided == 0 {
        why.push("各项都得满分".to_owned());
    }
    why
}

impl Ranking {
    /// Ranks scorecards by the share of their full marks, those that are open by the least they
    /// can be.
    pub fn new(version: &str, mut entries: Vec<Entry>, failed: Vec<Failed>) -> Ranking {
        // The sort keeps the order of the files where two are alike.
        entries.sort_by(|a, b| b.order.cmp(&a.order));
        let mut before: Option<(Exact, usize)> = None;
        for (at, entry) in entries.iter_mut().enumerate() {
            let rank = before.as_ref().filter(|(order, _)| *order == entry.order).map_or(at + 1, |(_, rank)| *rank);
            entry.rank = rank;
            before = Some((entry.order.clone(), rank));
        }
        let full_marks = entries.iter().fold((0, 0), |(full, of), entry| {
            let (own, own_of) = entry.full_marks;
            (full + own, of + own_of)
        });
        Ranking {
            schema_version: SCHEMA_VERSION,
            version: version.to_owned(),
            grades: grades(&entries),
            full_marks,
            full_rate: percent(full_marks),
            missed: missed(&entries),
            entries,
            failed,
        }
    }

    /// Those that need a look.
    pub fn to_look_at(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.look.is_empty())
    }
}

/// The JSON of a ranking.
pub fn json(ranking: &Ranking) -> String {
    serde_json::to_string_pretty(ranking).unwrap_or_default() + "\n"
}

/// A count of a count in percent.
pub(super) fn percent((count, of): (usize, usize)) -> Option<String> {
    let ratio = Exact::ratio(i128::try_from(count).ok()?, i128::try_from(of).ok()?)?;
    Some(show::percent(&ratio))
}

/// The grades with how many have them: in the order of the ranking, open ones last.
fn grades(entries: &[Entry]) -> Vec<(String, usize)> {
    let mut grades: Vec<(String, usize)> = Vec::new();
    let mut open = 0;
    for entry in entries {
        match &entry.grade {
            Some(grade) if !grade.contains(' ') => match grades.iter_mut().find(|(name, _)| name == grade) {
                Some((_, count)) => *count += 1,
                None => grades.push((grade.clone(), 1)),
            },
            Some(_) => open += 1,
            None => {}
        }
    }
    if open > 0 {
        grades.push(("待定".to_owned(), open));
    }
    grades
}

fn missed(entries: &[Entry]) -> Vec<Missed> {
    struct Count {
        name: String,
        missed: usize,
        of: usize,
        lost: Exact,
    }
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for line in entries.iter().flat_map(|entry| &entry.lines) {
        let fresh = || Count { name: line.name.clone(), missed: 0, of: 0, lost: Exact::ZERO };
        let count = counts.entry(normal(&line.name).into_owned()).or_insert_with(fresh);
        count.of += 1;
        if line.verdict == Verdict::Missed {
            count.missed += 1;
            count.lost = &count.lost + &line.lost;
        }
    }
    let mut missed: Vec<Count> = counts.into_values().filter(|count| count.missed > 0).collect();
    let by = |a: &Count, b: &Count| -> Ordering {
        b.missed.cmp(&a.missed).then_with(|| b.lost.cmp(&a.lost)).then_with(|| a.name.cmp(&b.name))
    };
    missed.sort_by(by);
    let missed = missed.into_iter().take(MOST_MISSED);
    let shown =
        |count: Count| Missed { name: count.name, missed: count.missed, of: count.of, lost: show::number(&count.lost) };
    missed.map(shown).collect()
}

/// How an entry is marked: a sign beside its colour.
pub(super) fn mark(entry: &Entry) -> Mark {
    if entry.undecided > 0 {
        return Mark { class: "open", sign: "？", word: "待定" };
    }
    match entry.look.is_empty() {
        true => Mark { class: "met", sign: "✓", word: "没有问题" },
        false => Mark { class: "missed", sign: "!", word: "要看一看" },
    }
}
