//! What only a whole form can tell of its parts: weights written as shares of one, and a row of
//! 预算执行率 among the indicators.

use rust_decimal::Decimal;

use super::form::{Form, Found, Fund};
use super::repair::{Certainty, Repair};
use super::{labels, text};

/// `0.2` for 20 of 100: every weight is below one, and together they are one at most.
pub(super) fn shares(form: &mut Form, repairs: &mut Vec<Repair>) {
    let number = |found: &Found| text::number(&found.text).filter(|(_, _, unit)| unit.is_empty());
    let weights: Vec<(Decimal, Found)> = form
        .rows
        .iter()
        .filter_map(|row| row.weight.as_ref().filter(|weight| !weight.is_blank()))
        .filter_map(|weight| Some((number(weight)?.1, weight.clone())))
        .collect();
    let sum = weights.iter().try_fold(Decimal::ZERO, |sum, (weight, _)| sum.checked_add(*weight)).unwrap_or_default();
    let lowest = Decimal::new(5, 1);
    let are_shares = weights.len() >= 2
        && weights.iter().all(|(weight, _)| *weight < Decimal::ONE)
        && lowest <= sum
        && sum <= Decimal::ONE;
    if !are_shares {
        return;
    }
    let scaled = |found: &mut Found| {
        if let Some((_, value, _)) = number(found) {
            found.text = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value).normalize().to_string();
        }
    };
    for (weight, found) in &weights {
        let message = format!("分值 `{weight}` 是占 1 的份额，按 100 分写");
        let points = weight.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*weight).normalize();
        repairs.push(Repair::sure("分值", found, format!("{points} 分")).because(
            Certainty::Supposed,
            "E0807",
            message,
        ));
    }
    form.rows.iter_mut().filter_map(|row| row.weight.as_mut()).for_each(scaled);
    if let Some([Some(total), _]) = &mut form.total
        && number(total).is_some_and(|(_, value, _)| value <= Decimal::ONE)
    {
        scaled(total);
    }
    for fund in &mut form.funds {
        if let Some(weight) = &mut fund.weight
            && number(weight).is_some_and(|(_, value, _)| value < Decimal::ONE)
        {
            scaled(weight);
        }
    }
}

/// 预算执行率 as a level 1 of its own is no indicator but what the framework weighs beside them.
pub(super) fn execution(form: &mut Form, repairs: &mut Vec<Repair>) {
    let is_execution = |name: &str| {
        let name = labels::plain(name);
        matches!(
            labels::without_weight(labels::unnumbered(&name)).0,
            "预算执行率" | "预算执行率指标" | "预算执行" | "预算执行指标"
        )
    };
    let of_execution = |form: &Form, at: usize| {
        let one = form.groups.get(at).and_then(|[one, _]| one.as_ref());
        one.is_some_and(|one| is_execution(&one.name))
    };
    let Some(at) = form
        .rows
        .iter()
        .position(|row| is_execution(&row.name.text) && row.group.is_none_or(|group| of_execution(form, group)))
    else {
        return;
    };
    // Its group may hold other rows; then it is what it says.
    let group = form.rows.get(at).and_then(|row| row.group);
    if group.is_some() && form.rows.iter().filter(|row| row.group == group).count() > 1 {
        return;
    }
    let row = form.rows.remove(at);
    let fund =
        Fund { name: row.name.clone(), weight: row.weight, rate: row.actual, score: row.score, ..Fund::default() };
    match form.funds.iter_mut().find(|fund| fund.executed.is_some()) {
        Some(known) => {
            known.weight = known.weight.take().or(fund.weight);
            known.rate = known.rate.take().or(fund.rate);
            known.score = known.score.take().or(fund.score);
        }
        None => form.funds.push(fund),
    }
    for (what, found) in [("指标值", row.target), ("偏差原因", row.reason)] {
        let found = found.filter(|found| !found.is_blank() && found.text != "无");
        form.others.extend(found.map(|found| (format!("预算执行率的{what}"), found)));
    }
    repairs.push(Repair::sure("预算执行率", &row.name, "预算执行率"));
    if let Some(gone) = group {
        form.groups.remove(gone);
        for row in &mut form.rows {
            row.group = row.group.map(|at| if at > gone { at - 1 } else { at });
        }
    }
}
