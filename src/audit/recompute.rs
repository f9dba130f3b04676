//! The scores of a table under each rule that forms follow, and the rule that explains most.
//!
//! The scorer is heng's own: a plan is written for the rows that can be read, scored, and the
//! exact result compared with the published one at each rounding.

use rust_decimal::Decimal;

use crate::diag::Severity;
use crate::exact::{Exact, Rounding};
use crate::import::form::{Form, Row};
use crate::import::{self, RowMeaning};
use crate::model::{self, Model};
use crate::plan;
use crate::score::{bind, score};
use crate::source::{LineIndex, Source};
use crate::terms::Verdict;

/// A rule that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// What it is called in reports.
    pub name: &'static str,
    /// As heng writes it behind `计分`.
    pub heng: &'static str,
}

/// The rules, the usual one first; of equals the first is taken.
pub const METHODS: &[Method] = &[
    Method { name: "比例", heng: "比例" },
    Method { name: "比例，及格 60%", heng: "比例, 及格 60%" },
    Method { name: "门槛 60%", heng: "门槛 60%" },
    Method { name: "线性", heng: "线性" },
    Method { name: "达标", heng: "达标" },
];

/// The roundings that are tried, in decimal places.
const PLACES: &[u32] = &[2, 1, 0];

/// How often a table that cannot be compiled is tried without its wrong rows.
const TRIES: usize = 6;

/// A row as far as it is needed to score it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub meaning: RowMeaning,
    pub weight: Option<Decimal>,
    pub published: Option<Decimal>,
    /// Whether the target is a number.
    pub is_quantity: bool,
}

/// What the scorer says of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    /// Before rounding.
    pub exact: Option<Exact>,
    pub verdict: Option<Verdict>,
    pub attainment: Option<Exact>,
}

/// The rule that explains most rows.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub method: String,
    pub places: u32,
    pub rounding: Rounding,
    pub explained: (usize, usize),
    pub outcomes: Vec<Outcome>,
}

/// Reads a row.
pub(super) fn line(row: &Row, form: &Form) -> Line {
    let meaning = import::meaning(row, form);
    let number = |found: &Option<import::form::Found>| {
        let (value, unit) = import::number(&found.as_ref()?.text)?;
        ["", "分", "%"].contains(&&*unit).then_some(value)
    };
    let heng = meaning.target_heng.as_deref().unwrap_or_default();
    let is_quantity =
        heng.starts_with(['>', '<', '=']) && !heng.contains(['是', '否', '"', '年', '月']) && !is_date(heng);
    Line { weight: number(&row.weight), published: number(&row.score), is_quantity, meaning }
}

/// `<= 2024-12-31`.
fn is_date(heng: &str) -> bool {
    heng.split(' ').nth(1).is_some_and(|value| value.matches('-').count() == 2)
}

/// Ways of rounding other than the usual one.
const ROUNDINGS: &[Rounding] = &[Rounding::HalfEven, Rounding::Down];

/// By so many rows another way of rounding has to explain more: one row is a slip of the pen.
const TELLING: usize = 2;

/// Scores the rows under every rule and takes the one that explains most.
pub(super) fn best(lines: &[Line], form: &Form, named: &[String]) -> Result<Best, String> {
    let mut best: Option<Best> = None;
    let is_better = |best: &Option<Best>, explained: (usize, usize), by: usize| {
        best.as_ref().is_none_or(|best| best.explained.0 + by <= explained.0)
    };
    let known = frameworks();
    for name in named {
        let Some(found) = known.frameworks.iter().find(|known| &*known.name == name) else {
            let names: Vec<&str> = known.frameworks.iter().map(|framework| &*framework.name).collect();
            return Err(format!("没有框架 `{name}`，有 {}", names.join("、")));
        };
        let outcomes = outcomes(lines, form, name, None);
        let (places, rounding) = (found.places, found.rounding);
        let explained = explained(lines, &outcomes, places, rounding);
        if is_better(&best, explained, 1) {
            let method = if named.len() > 1 {
                format!("框架 {name} 的默认计分")
            } else {
                "框架的默认计分".to_owned()
            };
            best = Some(Best { method, places, rounding, explained, outcomes });
        }
    }
    if let Some(best) = best {
        return Ok(best);
    }
    for method in METHODS {
        let outcomes = outcomes(lines, form, "财政部2020", Some(method.heng));
        let mut try_it = |places: u32, rounding: Rounding, by: usize| {
            let explained = explained(lines, &outcomes, places, rounding);
            if is_better(&best, explained, by) {
                let (method, outcomes) = (method.name.to_owned(), outcomes.clone());
                best = Some(Best { method, places, rounding, explained, outcomes });
            }
        };
        PLACES.iter().for_each(|places| try_it(*places, Rounding::HalfUp, 1));
        for rounding in ROUNDINGS {
            PLACES.iter().for_each(|places| try_it(*places, *rounding, TELLING));
        }
        // Where every row is explained no other rule can be told from this one.
        if best.as_ref().is_some_and(|best| best.explained.0 == best.explained.1) {
            break;
        }
    }
    best.ok_or_else(|| "没有计分方法".to_owned())
}

fn frameworks() -> Model {
    model::build(model::load(Source::new("", ""), &mut |_| Err(String::new())))
}

/// How many rows agree, of how many that could be compared.
fn explained(lines: &[Line], outcomes: &[Outcome], places: u32, rounding: Rounding) -> (usize, usize) {
    let pairs = lines.iter().zip(outcomes).filter_map(|(line, outcome)| {
        Some(Exact::from(line.published?) == outcome.exact.as_ref()?.round(places, rounding))
    });
    pairs.fold((0, 0), |(agree, all), same| (agree + usize::from(same), all + 1))
}

/// Scores what can be scored; a row that keeps the rest from compiling is left out.
fn outcomes(lines: &[Line], form: &Form, framework: &str, method: Option<&str>) -> Vec<Outcome> {
    let scorable = |line: &Line| {
        let is_judged = line.meaning.target_heng.as_deref().is_some_and(|heng| heng.starts_with("定性"));
        line.weight.is_some_and(|weight| weight > Decimal::ZERO) && line.meaning.actual_heng.is_some() && !is_judged
    };
    let mut used: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| scorable(line) && line.meaning.target_heng.is_some())
        .map(|(at, _)| at)
        .collect();
    let mut result = vec![Outcome::default(); lines.len()];
    let mut units: Vec<String> = Vec::new();
    for _ in 0..TRIES {
        if used.is_empty() {
            return result;
        }
        let text = plan_text(lines, &used, &units, form, framework, method);
        let model = model::build(model::load(Source::new("核查.heng", text.as_str()), &mut |_| Err(String::new())));
        let wrong: Vec<_> = model.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        if wrong.is_empty() {
            fill(&model, &used, &mut result);
            return result;
        }
        let index = LineIndex::new(&text);
        let mut bad = Vec::new();
        let mut declared = false;
        for found in wrong {
            let unit = text.get(found.primary.place.span.range()).unwrap_or_default().trim().to_owned();
            if found.code == "E0301"
                && unit.chars().all(char::is_alphabetic)
                && !unit.is_empty()
                && !units.contains(&unit)
            {
                units.push(unit);
                declared = true;
                continue;
            }
            let line = index.line(found.primary.place.span.start);
            let own = text.lines().nth(line).unwrap_or_default().trim();
            bad.extend(own.strip_prefix(PREFIX).and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok()));
        }
        if bad.is_empty() && !declared {
            return result;
        }
        used.retain(|at| !bad.contains(at));
    }
    result
}

/// What the indicators of a recomputation are called, with their number behind it.
const PREFIX: &str = "第";

fn plan_text(
    lines: &[Line],
    used: &[usize],
    units: &[String],
    form: &Form,
    framework: &str,
    method: Option<&str>,
) -> String {
    let full: Decimal = used
        .iter()
        .filter_map(|at| lines.get(*at)?.weight)
        .try_fold(Decimal::ZERO, Decimal::checked_add)
        .unwrap_or_default();
    let year = form.year.unwrap_or(2000);
    let mut text: String = units.iter().map(|unit| format!("单位 {unit}\n")).collect();
    let base = frameworks();
    let base = base.frameworks.iter().find(|known| &*known.name == framework);
    text += &format!("框架 核查 继承 {framework} {{\n满分 {full} 分\n预算执行率 0 分, 计分 比例\n");
    for group in base.map(|base| base.groups.iter()).into_iter().flatten() {
        let weight = if &*group.name == "产出指标" { full } else { Decimal::ZERO };
        text += &format!("{} {weight} 分\n", group.name);
    }
    text += &format!("}}\n项目 核查 {{\n年度 {year}\n框架 核查\n产出指标 {{\n数量指标 {{\n");
    for at in used {
        let Some(line) = lines.get(*at) else { continue };
        let (target, weight) =
            (line.meaning.target_heng.as_deref().unwrap_or_default(), line.weight.unwrap_or_default());
        let scoring = method.filter(|_| line.is_quantity).map(|method| format!(", 计分 {method}")).unwrap_or_default();
        text += &format!("{PREFIX}{at} {target}, {weight} 分{scoring}\n");
    }
    text += &format!("}}\n}}\n}}\n实际 核查 {year} {{\n");
    for at in used {
        let Some(line) = lines.get(*at) else { continue };
        text += &format!("{PREFIX}{at} = {}\n", line.meaning.actual_heng.as_deref().unwrap_or_default());
    }
    text + "}\n"
}

fn fill(model: &Model, used: &[usize], result: &mut [Outcome]) {
    let Some(plan) = plan::plan(model, 0) else { return };
    let blocks: Vec<_> = model.actuals.iter().map(|block| block.raw.clone()).collect();
    let card = score(&plan, &bind(&plan, &blocks).actuals);
    for (at, line) in used.iter().zip(&card.lines) {
        if let Some(slot) = result.get_mut(*at) {
            *slot = Outcome {
                exact: line.exact.decided().cloned(),
                verdict: Some(line.verdict),
                attainment: line.attainment.clone(),
            };
        }
    }
}
