//! 等级 as formulas: a judgement in a cell, a person's points in another, and the bands in
//! which the points have to lie.

use super::literal::literal;
use super::live::{OPEN, points_literal, quoted, round};
use crate::exact::Exact;
use crate::plan::{JudgedBand, Line, Method, Plan};
use crate::terms::Judgement;

/// Every judgement.
pub(super) const JUDGEMENTS: [Judgement; 3] = [Judgement::Met, Judgement::Partly, Judgement::Missed];

/// The points of a judgement: a person's where they are given and lie in its band, all for
/// 达成 without any. `judgement` is known, or a cell holds it.
pub(super) fn judged(
    plan: &Plan,
    weight: &Exact,
    bands: &[JudgedBand],
    judgement: Option<Judgement>,
    points: Option<&str>,
) -> String {
    let framework = &plan.framework;
    let wanted: Vec<&JudgedBand> =
        bands.iter().filter(|band| judgement.is_none_or(|judgement| band.judgement == judgement)).collect();
    let without = match judgement.and(wanted.first()) {
        Some(band) if band.judgement == Judgement::Met => points_literal(framework, &(weight * &band.high)),
        Some(_) | None => quoted(OPEN),
    };
    let Some(cell) = points else { return without };
    let within: Vec<String> = wanted.iter().map(|band| in_band(cell, weight, band)).collect();
    let given = round(framework, cell);
    let checked = match within.as_slice() {
        [] => quoted(OPEN),
        _ => format!("IF(OR({}),{given},\"{OPEN}\")", within.join(",")),
    };
    format!("IF(ISNUMBER({cell}),{checked},{without})")
}

/// A verdict, unless a person's points contradict it.
pub(super) fn unless_out_of_band(
    weight: &Exact,
    bands: &[JudgedBand],
    judgement: Option<Judgement>,
    points: &str,
    word: String,
) -> String {
    let wanted = bands.iter().filter(|band| judgement.is_none_or(|judgement| band.judgement == judgement));
    let within: Vec<String> = wanted.map(|band| in_band(points, weight, band)).collect();
    if within.is_empty() {
        return quoted("无法判定");
    }
    format!("IF(ISNUMBER({points}),IF(OR({}),{word},\"无法判定\"),{word})", within.join(","))
}

/// The verdict of a qualitative line: by its judgement, without one by the band of the points.
pub(super) fn qualitative_verdict(line: &Line, cell: &str, points: &str) -> String {
    let word = |judgement| quoted(if judgement == Judgement::Met { "达成" } else { "未达成" });
    let Method::Judged(bands) = &line.rule.method else {
        return JUDGEMENTS.into_iter().rev().fold(quoted("无法判定"), |rest, judgement| {
            format!("IF({},{},{rest})", equals(cell, judgement), word(judgement))
        });
    };
    let by_points = bands.iter().rev().fold(quoted("无法判定"), |rest, band| {
        format!("IF({},{},{rest})", in_band(points, &line.weight, band), word(band.judgement))
    });
    let without = format!("IF(ISNUMBER({points}),{by_points},\"无法判定\")");
    bands.iter().rev().fold(without, |rest, band| {
        let own = unless_out_of_band(&line.weight, bands, Some(band.judgement), points, word(band.judgement));
        format!("IF({},{own},{rest})", equals(cell, band.judgement))
    })
}

/// `AND(M17>=8,M17<=10)`.
fn in_band(cell: &str, weight: &Exact, band: &JudgedBand) -> String {
    let (low, high) = (weight * &band.low, weight * &band.high);
    let top = if band.high_included || weight.is_zero() { "<=" } else { "<" };
    format!("AND({cell}>={},{cell}{top}{})", literal(&low), literal(&high))
}

/// The score of a qualitative line, whose judgement stands in a cell.
pub(super) fn qualitative(plan: &Plan, line: &Line, cell: &str, points: &str) -> String {
    let Method::Judged(bands) = &line.rule.method else {
        let full = points_literal(&plan.framework, &line.weight);
        let known = JUDGEMENTS.map(|judgement| equals(cell, judgement));
        return format!("IF(OR({}),IF({},{full},0),\"{OPEN}\")", known.join(","), equals(cell, Judgement::Met));
    };
    let any = judged(plan, &line.weight, bands, None, Some(points));
    bands.iter().rev().fold(any, |rest, band| {
        let own = judged(plan, &line.weight, bands, Some(band.judgement), Some(points));
        format!("IF({},{own},{rest})", equals(cell, band.judgement))
    })
}

/// `F17="达成"`.
pub(super) fn equals(cell: &str, judgement: Judgement) -> String {
    format!("{cell}=\"{}\"", judgement.word())
}
