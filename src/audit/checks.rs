//! What is said of a row and of a table once its scores were recomputed.

use rust_decimal::Decimal;

use super::recompute::{Line, Outcome};
use super::{AuditRow, Disagreement, Verdict};
use crate::exact::{Exact, Rounding};
use crate::import;
use crate::import::form::{Form, Found, Row};
use crate::reading::normal::normalised;
use crate::score::actuals::RawValue;
use crate::table::cell::{self, CellContext};
use crate::table::sheet::Content;
use crate::terms::{Judgement, Verdict as Attained};

/// From this attainment on the national forms want a reason.
const OVER_PERCENT: i128 = 130;

/// The verdict on a row, and what is wrong with it.
pub(super) fn row(
    line: &Line,
    row: &Row,
    outcome: &Outcome,
    (places, rounding): (u32, Rounding),
) -> (AuditRow, Vec<Disagreement>) {
    let cell = row.score.as_ref().or(row.actual.as_ref()).unwrap_or(&row.name).at.clone();
    let mut said = Vec::new();
    let name = &row.name.text;
    let mut say = |code, at: &Found, message: String| {
        said.push(Disagreement { code, cell: at.at.clone(), message });
    };
    let at = row.score.clone().unwrap_or_else(|| row.name.clone());
    let computed = outcome.exact.as_ref().map(|exact| exact.to_fixed(places, rounding));
    let (verdict, reason) = match (line.weight, line.published, &outcome.exact) {
        (None, _, _) => (Verdict::Undecided, "没有印分值".to_owned()),
        (Some(_), None, _) => (Verdict::Undecided, "没有印得分".to_owned()),
        (Some(weight), Some(published), _) if published > weight || published < Decimal::ZERO => {
            let message = format!("`{name}` 的得分 {published} 不在 0 到分值 {weight} 之间");
            say("E0828", &at, message.clone());
            (Verdict::Differs, message)
        }
        (Some(weight), Some(published), Some(exact)) => {
            let rounded = exact.round(places, rounding);
            let shown = exact.to_fixed(places, rounding);
            if Exact::from(published) == rounded {
                (Verdict::Agrees, "与计算一致".to_owned())
            } else if outcome.verdict == Some(Attained::Missed) && published == weight {
                let message = format!("`{name}` 没有达成，却给了满分 {weight}，计算得 {shown}");
                say("E0824", &at, message.clone());
                (Verdict::Differs, message)
            } else if !line.is_quantity && published > Decimal::ZERO && published < weight {
                // No rule gives a part of the points for a day or a yes: a person did.
                (Verdict::Undecided, format!("达标应得 {shown}，表上是 {published}，由人酌定"))
            } else {
                let what = if outcome.verdict == Some(Attained::Met) { "达成，应得" } else { "计算得" };
                let message = format!("`{name}` {what} {shown}，表上是 {published}");
                say("E0820", &at, message.clone());
                (Verdict::Differs, message)
            }
        }
        (Some(weight), Some(published), None) => judged(line, row, (weight, published), &mut say, &at),
    };
    if copies(line) {
        let found = row.actual.clone().unwrap_or_default();
        say("E0823", &found, format!("`{name}` 的实际完成值 `{}` 照抄了指标值，符号也在内", found.text));
    }
    let over = outcome.attainment.as_ref().zip(Exact::ratio(OVER_PERCENT, 100));
    let explained = row.reason.as_ref().is_some_and(|reason| !reason.is_blank() && reason.text != "无");
    // Far below a limit is what a limit is for.
    let is_limit = line.meaning.target_heng.as_deref().is_some_and(|heng| heng.starts_with('<'));
    let is_over = |attainment: &Exact, limit: &Exact| attainment >= limit && !explained && !is_limit;
    if let Some((attainment, _)) = over.filter(|(attainment, limit)| is_over(attainment, limit)) {
        let found = row.actual.clone().unwrap_or_default();
        let percent = (attainment * &Exact::int(100)).to_fixed(0, Rounding::HalfUp);
        say("E0825", &found, format!("`{name}` 完成到 {percent}%，没有写偏差原因"));
    }
    let audited = AuditRow {
        name: name.clone(),
        cell,
        target: line.meaning.target.clone(),
        actual: line.meaning.actual.clone(),
        weight: line.weight,
        published: line.published,
        computed,
        verdict,
        reason,
    };
    (audited, said)
}

/// A row that no formula scores: a grade has its band, everything else is a person's judgement.
fn judged(
    line: &Line,
    row: &Row,
    (weight, published): (Decimal, Decimal),
    say: &mut impl FnMut(&'static str, &Found, String),
    at: &Found,
) -> (Verdict, String) {
    if line.meaning.actual.is_empty() {
        return (Verdict::Undecided, "没有印实际完成值".to_owned());
    }
    let heng = line.meaning.target_heng.as_deref();
    let Some(heng) = heng else {
        let why =
            if line.meaning.unsure { "指标值没有符号，名称看不出方向" } else { "指标值读不成数" };
        return (Verdict::Undecided, why.to_owned());
    };
    if !heng.starts_with("定性") {
        return (Verdict::Undecided, "实际完成值和指标值不能相比".to_owned());
    }
    let context = CellContext { name: &row.name.text, year: None };
    let RawValue::Judgement(judgement, _) = cell::read(&Content::Text(line.meaning.actual.clone()), context).value
    else {
        return (Verdict::Undecided, "定性指标，得分由人评定".to_owned());
    };
    let (low, high) = match judgement {
        Judgement::Met => (80, 100),
        Judgement::Partly => (60, 80),
        Judgement::Missed => (0, 60),
    };
    let share = Exact::from(published).div(&Exact::from(weight)).map(|share| &share * &Exact::int(100));
    let inside = share.is_some_and(|share| share >= Exact::int(low) && share <= Exact::int(high));
    if inside {
        return (Verdict::Agrees, format!("在“{}”的 {low}%–{high}% 之内", judgement.word()));
    }
    let message = format!(
        "`{}` 评为“{}”，得分 {published} 不在分值 {weight} 的 {low}%–{high}% 之内",
        row.name.text,
        judgement.word()
    );
    say("E0827", at, message.clone());
    (Verdict::Differs, message)
}

/// `≥266米` for `≥266米`: nobody measures with a sign.
fn copies(line: &Line) -> bool {
    let (target, actual) = (normalised(&line.meaning.target), normalised(&line.meaning.actual));
    target == actual && actual.starts_with(['>', '<', '≥', '≤', '='])
}

/// What does not add up in the table as a whole.
pub(super) fn whole(form: &Form, rows: &[AuditRow], rounded: (u32, Rounding)) -> Vec<Disagreement> {
    let mut said = Vec::new();
    let sum = |numbers: Vec<Option<Decimal>>| {
        let all: Option<Vec<Decimal>> = numbers.into_iter().collect();
        all.filter(|all| !all.is_empty())?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let number = |found: Option<&Found>| import::number(&found?.text).map(|(value, _)| value);
    let fund = form.funds.iter().find(|fund| fund.executed.is_some());
    let execution_weight = number(fund.and_then(|fund| fund.weight.as_ref()));
    let execution_score = number(fund.and_then(|fund| fund.score.as_ref()));
    let weights = sum(rows.iter().map(|row| row.weight).collect());
    let scores = sum(rows.iter().map(|row| row.published).collect());
    let [total_weight, total_score] = form.total.clone().unwrap_or_default();
    if let Some(weights) = weights {
        let all = weights + execution_weight.unwrap_or_default();
        let full = number(total_weight.as_ref()).unwrap_or(Decimal::ONE_HUNDRED);
        let is_full = all == full || execution_weight.is_none() && weights == full - Decimal::TEN;
        if !is_full && (form.total.is_some() || execution_weight.is_some()) {
            let cell = total_weight.as_ref().map(|found| found.at.clone()).unwrap_or_default();
            let execution = execution_weight.map(|weight| format!("，加预算执行率 {weight}")).unwrap_or_default();
            said.push(Disagreement {
                code: "E0822",
                cell,
                message: format!("各指标分值合计 {weights}{execution}，不是 {full}"),
            });
        }
    }
    if let (Some(scores), Some(total)) = (scores, number(total_score.as_ref())) {
        let all = scores + execution_score.unwrap_or_default();
        // Points of 预算执行率 that are not printed may be what is missing.
        let full = number(total_weight.as_ref()).unwrap_or(Decimal::ONE_HUNDRED);
        let unprinted = match (execution_score, weights) {
            (None, Some(weights)) if weights < full => full - weights,
            (Some(_) | None, _) => Decimal::ZERO,
        };
        if total < all || total > all + unprinted {
            let cell = total_score.as_ref().map(|found| found.at.clone()).unwrap_or_default();
            let execution = execution_score.map(|score| format!("（含预算执行率 {score}）")).unwrap_or_default();
            said.push(Disagreement {
                code: "E0821",
                cell,
                message: format!("各项得分合计 {all}{execution}，表上的总分是 {total}"),
            });
        }
    }
    let finest = rows.iter().filter_map(|row| Some(row.published?.normalize().scale())).max().unwrap_or_default();
    said.extend(form.funds.iter().filter_map(execution));
    said.extend(form.funds.iter().filter_map(|fund| execution_points(fund, rounded, finest)));
    said.extend(groups(form, rows));
    said
}

/// Groups that have a row or a weight of their own, against the rows in them. A group is no
/// member of itself, so that nothing is counted twice.
fn groups(form: &Form, rows: &[AuditRow]) -> Vec<Disagreement> {
    let mut said = Vec::new();
    let mut seen: Vec<(usize, &str)> = Vec::new();
    for pair in &form.groups {
        for (level, group) in pair.iter().enumerate().filter_map(|(level, group)| Some((level, group.as_ref()?))) {
            if seen.contains(&(level, &group.name)) && level == 0 {
                continue;
            }
            seen.push((level, &group.name));
            let is_member = |row: &Row| {
                let own = row.group.and_then(|at| form.groups.get(at));
                own.is_some_and(|own| {
                    if level == 0 {
                        own.first().and_then(Option::as_ref).is_some_and(|one| one.name == group.name)
                    } else {
                        own == pair
                    }
                })
            };
            let members = || form.rows.iter().zip(rows).filter(|(row, _)| is_member(row)).map(|(_, audited)| audited);
            let sum = |numbers: Option<Vec<Decimal>>| {
                numbers.filter(|all| !all.is_empty())?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
            };
            let [weight, score] = &group.own;
            let printed = |found: &Option<Found>| import::number(&found.as_ref()?.text).map(|(value, _)| value);
            let labelled = group.weight.as_ref().and_then(|weight| Decimal::from_str_exact(weight).ok());
            let weights = sum(members().map(|row| row.weight).collect());
            if let (Some(whole), Some(parts)) = (printed(weight).or(labelled), weights)
                && whole != parts
            {
                let cell = weight.as_ref().unwrap_or(&group.found).at.clone();
                let message = format!("`{}` 的分值是 {whole}，其中各指标分值合计 {parts}", group.name);
                said.push(Disagreement { code: "E0822", cell, message });
            }
            let scores = sum(members().map(|row| row.published).collect());
            if let (Some(whole), Some(parts), Some(found)) = (printed(score), scores, score)
                && whole != parts
            {
                let message = format!("`{}` 的得分是 {whole}，其中各指标得分合计 {parts}", group.name);
                said.push(Disagreement { code: "E0821", cell: found.at.clone(), message });
            }
        }
    }
    said
}

/// Bands of 预算执行率 that forms use beside the proportion: from this percent on, so many
/// tenths of the points.
const EXECUTION_BANDS: &[(i128, i128)] = &[(100, 10), (80, 7), (60, 5), (0, 0)];

/// The score of 预算执行率 against its rate: in proportion, rounded as the rows of the table are or to the
/// decimals that it is printed with, or by bands. Nothing rounds up to full marks, and a whole number is
/// a rounded one only in a table of whole numbers: `finest` are the most decimals of its rows.
fn execution_points(
    fund: &import::form::Fund,
    (places, rounding): (u32, Rounding),
    finest: u32,
) -> Option<Disagreement> {
    let number = |found: &Option<Found>| import::number(&found.as_ref()?.text).map(|(value, _)| value);
    let (weight, score) = (number(&fund.weight)?, number(&fund.score)?);
    let (budget, executed) = (number(&fund.budget).or_else(|| number(&fund.initial))?, number(&fund.executed)?);
    let share = Exact::from(executed).div(&Exact::from(budget))?;
    let capped = if share > Exact::ONE { Exact::ONE } else { share };
    let exact = &capped * &Exact::from(weight);
    let published = Exact::from(score);
    let is_rounded = |places, modes: &[Rounding]| modes.iter().any(|mode| exact.round(places, *mode) == published);
    let own = score.normalize().scale();
    let agrees = exact == published
        || is_rounded(places, &[rounding])
        || own > 0 && is_rounded(own, &[Rounding::HalfUp, Rounding::HalfEven, Rounding::Down])
        || own == 0 && finest == 0 && is_rounded(0, &[Rounding::HalfUp]);
    let in_proportion = agrees && (score < weight || capped == Exact::ONE);
    let percent = &capped * &Exact::int(100);
    let band = EXECUTION_BANDS.iter().find(|(from, _)| Exact::int(*from) <= percent);
    let by_band = band.and_then(|(_, tenths)| Exact::ratio(*tenths, 10)).map(|share| &share * &Exact::from(weight));
    if in_proportion || by_band.is_some_and(|points| points == published) {
        return None;
    }
    let shown = exact.to_fixed(2, Rounding::HalfUp);
    let cell = fund.score.as_ref().map(|found| found.at.clone()).unwrap_or_default();
    let message = format!("预算执行率按金额计算得 {shown}，表上是 {score}");
    Some(Disagreement { code: "E0820", cell, message })
}

/// 执行率 against the amounts, at the places that it is printed with.
fn execution(fund: &import::form::Fund) -> Option<Disagreement> {
    let printed = fund.rate.as_ref().filter(|found| !found.is_blank())?;
    let (rate, _) = import::number(&printed.text)?;
    let amount = |found: &Option<Found>| import::number(&found.as_ref()?.text).map(|(value, _)| value);
    let budget = amount(&fund.budget).or_else(|| amount(&fund.initial))?;
    let executed = amount(&fund.executed)?;
    let exact = &Exact::from(executed).div(&Exact::from(budget))? * &Exact::int(100);
    if Exact::from(rate) == exact.round(rate.scale(), Rounding::HalfUp) {
        return None;
    }
    // `0.95` for 95%.
    if let Some(share) = exact.div(&Exact::int(100))
        && !printed.text.contains(['%', '％'])
        && Exact::from(rate) == share.round(rate.scale(), Rounding::HalfUp)
    {
        return None;
    }
    let shown = exact.to_fixed(2, Rounding::HalfUp);
    let message = format!("执行数 {executed} 除以预算数 {budget} 是 {shown}%，表上的执行率是 {}", printed.text);
    Some(Disagreement { code: "E0826", cell: printed.at.clone(), message })
}
