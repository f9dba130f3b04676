//! Two years side by side: what rose and what fell, declaration by declaration and indicator by
//! indicator. What belongs together is matched as `heng diff` matches it.

pub mod html;
pub mod text;

use std::cmp::Ordering;

use serde::Serialize;

use super::facts;
use super::ranking::Failed;
use crate::diff::matching;
use crate::exact::Exact;
use crate::model::{Declaration, Model};
use crate::plan::Plan;
use crate::score::actuals::Actuals;
use crate::score::{Points, Scorecard, show};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// A declaration, scored, as one of its year.
#[derive(Clone, Copy)]
pub struct Scored<'a> {
    /// The compilation it is of.
    pub model: &'a Model,
    /// What was declared.
    pub declaration: &'a Declaration,
    /// What was scored.
    pub plan: &'a Plan,
    /// With which values.
    pub actuals: &'a Actuals,
    /// What came out.
    pub card: &'a Scorecard,
}

/// Two years.
#[derive(Debug, Clone, Serialize)]
pub struct Years {
    /// The version of this shape.
    schema_version: u32,
    /// The version of heng.
    pub version: String,
    /// What is there in both.
    pub pairs: Vec<Pair>,
    /// Departments and projects that are gone.
    pub gone: Vec<String>,
    /// Those that are new.
    pub fresh: Vec<String>,
    /// Files that could not be scored.
    pub failed: Vec<Failed>,
}

/// How something moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Moved {
    /// Better.
    #[serde(rename = "升")]
    Up,
    /// Worse.
    #[serde(rename = "降")]
    Down,
    /// The same.
    #[serde(rename = "平")]
    Same,
    /// One of the two is not decided.
    #[serde(rename = "未定")]
    Open,
}

impl Moved {
    /// Every way, in the order of reports.
    pub const ALL: [Moved; 4] = [Moved::Down, Moved::Up, Moved::Same, Moved::Open];

    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Moved::Up => "升",
            Moved::Down => "降",
            Moved::Same => "平",
            Moved::Open => "未定",
        }
    }

    /// Its sign, beside its colour.
    pub fn sign(self) -> &'static str {
        match self {
            Moved::Up => "↑",
            Moved::Down => "↓",
            Moved::Same => "=",
            Moved::Open => "？",
        }
    }

    /// By the shares of the full marks.
    fn of(before: Option<Exact>, after: Option<Exact>) -> Moved {
        match before.zip(after).map(|(before, after)| after.cmp(&before)) {
            Some(Ordering::Greater) => Moved::Up,
            Some(Ordering::Less) => Moved::Down,
            Some(Ordering::Equal) => Moved::Same,
            None => Moved::Open,
        }
    }
}

/// A department or project in both years.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// Its name now.
    pub name: String,
    /// What it was called; none where it has kept its name.
    pub was: Option<String>,
    /// The years.
    pub years: [Option<i16>; 2],
    /// The frameworks.
    pub frameworks: [String; 2],
    /// The totals.
    pub totals: [String; 2],
    /// `+1.20`, 没有变动; none where one of them is open.
    pub change: Option<String>,
    /// How the total moved, as a share of the full marks.
    pub moved: Moved,
    /// The grades.
    pub grades: [Option<String>; 2],
    /// 预算执行率.
    pub execution: [Option<String>; 2],
    /// Indicators that are there in both years.
    pub lines: Vec<Line>,
    /// Indicators that are gone.
    pub gone: Vec<String>,
    /// Indicators that are new.
    pub fresh: Vec<String>,
}

/// An indicator in both years.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Its name now.
    pub name: String,
    /// What it was called; none where it has kept its name.
    pub was: Option<String>,
    /// The targets.
    pub targets: [String; 2],
    /// The actual values; `缺` where there is none.
    pub actuals: [String; 2],
    /// The scores.
    pub scores: [String; 2],
    /// The weights.
    pub weights: [String; 2],
    /// Score by weight; none where it is open or weighs nothing.
    pub rates: [Option<String>; 2],
    /// How the rate moved.
    pub moved: Moved,
}

impl Pair {
    /// How many indicators moved so.
    pub fn count(&self, moved: Moved) -> usize {
        self.lines.iter().filter(|line| line.moved == moved).count()
    }

    /// `降 2、升 1、平 6`.
    pub fn tally(&self) -> String {
        let counts = Moved::ALL.map(|moved| (moved.word(), self.count(moved)));
        let more = [("新增", self.fresh.len()), ("删去", self.gone.len())];
        let shown = counts.iter().chain(&more).filter(|(_, count)| *count > 0);
        shown.map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join("、")
    }
}

/// Compares two years.
pub fn years(version: &str, old: &[Scored<'_>], new: &[Scored<'_>], failed: Vec<Failed>) -> Years {
    let before: Vec<(&Model, &Declaration)> = old.iter().map(|one| (one.model, one.declaration)).collect();
    let after: Vec<(&Model, &Declaration)> = new.iter().map(|one| (one.model, one.declaration)).collect();
    let found = matching::declarations(&before, &after);
    let named = |side: &[Scored<'_>], at: &[usize]| -> Vec<String> {
        at.iter().filter_map(|at| Some(side.get(*at)?.plan.name.clone())).collect()
    };
    let pairs = found.both.iter().filter_map(|(before, after)| Some(pair(old.get(*before)?, new.get(*after)?)));
    Years {
        schema_version: SCHEMA_VERSION,
        version: version.to_owned(),
        pairs: pairs.collect(),
        gone: named(old, &found.gone),
        fresh: named(new, &found.fresh),
        failed,
    }
}

/// The JSON of two years.
pub fn json(years: &Years) -> String {
    serde_json::to_string_pretty(years).unwrap_or_default() + "\n"
}

fn pair(old: &Scored<'_>, new: &Scored<'_>) -> Pair {
    let both = [old, new];
    let totals = both.map(|one| one.card.total.decided());
    let change = match totals {
        [Some(before), Some(after)] if before == after => Some("没有变动".to_owned()),
        [Some(before), Some(after)] => Some(signed(&(after - before), new.plan)),
        _ => None,
    };
    let shares = both.map(|one| one.card.total.decided().and_then(|total| total.div(&one.plan.framework.full)));
    let [before, after] = shares;
    let found = matching::indicators(old.declaration, new.declaration);
    let names = |declaration: &Declaration, at: &[usize]| -> Vec<String> {
        at.iter().filter_map(|at| Some(declaration.indicators.get(*at)?.name.to_string())).collect()
    };
    Pair {
        name: new.plan.name.clone(),
        was: renamed(&old.plan.name, &new.plan.name),
        years: both.map(|one| one.plan.year),
        frameworks: both.map(|one| one.plan.framework.name.clone()),
        totals: both.map(|one| show::points(&one.card.total, one.plan)),
        change,
        moved: Moved::of(before, after),
        grades: both.map(|one| facts::grade(one.card, one.plan)),
        execution: both
            .map(|one| one.card.execution.as_ref().and_then(|scored| scored.rate.as_ref()).map(show::percent)),
        lines: found.both.iter().filter_map(|(before, after)| line((old, *before), (new, *after))).collect(),
        gone: names(old.declaration, &found.gone),
        fresh: names(new.declaration, &found.fresh),
    }
}

/// An indicator in both years; none where one of them has no target that can be scored.
fn line((old, before): (&Scored<'_>, usize), (new, after): (&Scored<'_>, usize)) -> Option<Line> {
    let before = of_plan(old, before)?;
    let after = of_plan(new, after)?;
    let (old_line, old_score) = (old.plan.lines.get(before)?, old.card.lines.get(before)?);
    let (new_line, new_score) = (new.plan.lines.get(after)?, new.card.lines.get(after)?);
    let lines = [(old, old_line, old_score, before), (new, new_line, new_score, after)];
    let rates = lines.map(|(_, line, scored, _)| match &scored.rounded {
        Points::Exactly(score) => score.div(&line.weight),
        Points::Between(_) => None,
    });
    let weightless = lines.iter().all(|(_, line, ..)| line.weight.is_zero());
    let shown = rates.clone().map(|rate| rate.as_ref().map(show::percent));
    let [rate_before, rate_after] = rates;
    Some(Line {
        name: new_line.name.to_string(),
        was: renamed(&old_line.name, &new_line.name),
        targets: lines.map(|(one, line, ..)| show::goal(&line.goal, &one.plan.units)),
        actuals: lines.map(|(one, line, scored, index)| {
            let actual = one.actuals.lines.get(index);
            let shown = actual.and_then(|actual| show::actual(one.plan, line, actual, scored));
            shown.unwrap_or_else(|| if line.weight.is_zero() { "—".to_owned() } else { "缺".to_owned() })
        }),
        scores: lines.map(|(one, _, scored, _)| show::points(&scored.rounded, one.plan)),
        weights: lines.map(|(_, line, ..)| show::number(&line.weight)),
        rates: shown,
        moved: if weightless { Moved::Same } else { Moved::of(rate_before, rate_after) },
    })
}

/// The line of the plan that an indicator became.
fn of_plan(one: &Scored<'_>, index: usize) -> Option<usize> {
    let indicator = one.declaration.indicators.get(index)?;
    let place = one.declaration.at(indicator.name_span);
    one.plan.lines.iter().position(|line| line.place == place)
}

fn renamed(before: &str, after: &str) -> Option<String> {
    let same = crate::model::name::normal(before) == crate::model::name::normal(after);
    (!same).then(|| before.to_owned())
}

fn signed(change: &Exact, plan: &Plan) -> String {
    let sign = if change.is_negative() { "−" } else { "+" };
    format!("{sign}{}", change.abs().to_fixed(plan.framework.places, plan.framework.rounding))
}
