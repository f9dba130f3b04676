//! The actual values of a form as an 实际 block.

use rust_decimal::Decimal;

use super::form::{Form, Found, Fund, Row};
use super::repair::{Certainty, Repair};
use super::{rows, target, text};
use crate::reading::normal::normalised;
use crate::reading::scan;
use crate::score::actuals::RawValue;
use crate::table::cell::{self, CellContext};
use crate::table::sheet::Content;

/// The block of a form; empty when it has no actual value.
pub(super) fn write(form: &Form, name: &str, year: Option<i16>, repairs: &mut Vec<Repair>) -> String {
    let mut lines = Vec::new();
    for row in &form.rows {
        lines.extend(line(row, year, repairs));
    }
    let budget = budget(&form.funds, repairs);
    if lines.is_empty() && budget.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    if let Some([weight, score]) = &form.total {
        let shown = |found: &Option<Found>| found.as_ref().map_or("—".to_owned(), |found| found.text.clone());
        out.push_str(&format!("# 表上的总分：分值 {}，得分 {}\n", shown(weight), shown(score)));
        for found in [weight, score].into_iter().flatten() {
            repairs.push(Repair::sure("总分", found, "注释"));
        }
    }
    if let Some(done) = &form.goal_done {
        for line in done.text.lines() {
            out.push_str(&format!("# 总体目标完成情况：{}\n", line.trim()));
        }
        repairs.push(Repair::sure("总体目标完成情况", done, "注释"));
    }
    let year = year.map(|year| format!(" {year}")).unwrap_or_default();
    out.push_str(&format!("实际 {}{year} {{\n{}", text::name(name), lines.concat()));
    out.push_str(&budget);
    out + "}\n"
}

fn line(row: &Row, year: Option<i16>, repairs: &mut Vec<Repair>) -> Option<String> {
    let blank = |found: &&Found| !rows::is_open(&found.text);
    let (actual, score, reason) =
        (row.actual.as_ref().filter(blank), row.score.as_ref().filter(blank), row.reason.as_ref().filter(blank));
    let reason = reason.filter(|found| found.text != "无");
    if actual.is_none() && score.is_none() && reason.is_none() {
        return None;
    }
    let mut out = String::new();
    let value = match actual {
        Some(found) => {
            let (value, line) = value(found, row, year);
            if let Some(message) = line.message.as_ref().filter(|_| line.certainty.needs_a_look()) {
                out.push_str(&format!("# {}（{}）：{message}\n", line.certainty.word(), line.cell));
            }
            repairs.push(line);
            value
        }
        None => "无".to_owned(),
    };
    out.push_str(&format!("{} = {value}", text::name(&row.name.text)));
    if let Some(found) = score {
        match text::number(&found.text) {
            Some((number, _, unit)) if unit.is_empty() || unit == "分" => {
                out.push_str(&format!(", 得分 {number} 分"));
                repairs.push(Repair::sure("得分", found, format!("{number} 分")));
            }
            Some(_) | None => {
                let message = format!("得分 `{}` 不是数，没有写", found.text);
                out = format!("# 照录（{}）：{message}\n{out}", found.at);
                repairs.push(Repair::sure("得分", found, "").because(Certainty::Kept, "E0807", message));
            }
        }
    }
    if let Some(found) = reason {
        out.push_str(&format!(", 原因 {}", text::text(&found.text)));
        repairs.push(Repair::sure("偏差原因", found, "原因"));
    }
    out.push('\n');
    Some(out)
}

/// An actual value in heng, and its line of the list.
pub(super) fn value(found: &Found, row: &Row, year: Option<i16>) -> (String, Repair) {
    let reading = cell::read(&Content::Text(found.text.clone()), CellContext { name: &row.name.text, year });
    let kept = || text::text(&found.text);
    if let Some(percent) = share_of_one(found, row) {
        let message = format!("目标是百分数，`{}` 按 {percent} 读", found.text);
        return (
            percent.clone(),
            Repair::sure("实际完成值", found, percent).because(Certainty::Doubtful, "E0809", message),
        );
    }
    let (heng, kept) = match reading.value {
        RawValue::Number { number, unit, .. } => {
            // A column of units holds for both values of the row.
            let column = row.unit.as_ref().map(|unit| normalised(&unit.text)).filter(|unit| scan::is_known_unit(unit));
            let unit = unit.or(column);
            (target::quantity(&number.to_string(), unit.as_deref()), false)
        }
        RawValue::Date { date, from } if date == from => (date.to_string(), false),
        RawValue::Date { date, from } if from == date.first_of_month() && date == date.last_of_month() => {
            (format!("{}年{}月", date.year(), date.month()), false)
        }
        RawValue::Date { .. } => (kept(), true),
        RawValue::YesNo(yes) => (if yes { "是" } else { "否" }.to_owned(), false),
        RawValue::Judgement(judgement, _) if found.text.contains(|letter: char| letter.is_ascii_digit()) => {
            let share = text::number(found.text.trim_start_matches(|letter: char| !letter.is_ascii_digit()));
            let share = share.map(|(number, ..)| format!(" {number}%")).unwrap_or_default();
            (format!("{}{share}", judgement.word()), false)
        }
        RawValue::Judgement(judgement, _) => (judgement.word().to_owned(), false),
        RawValue::Text(_) => (kept(), false),
        RawValue::Empty | RawValue::Unreadable(_) => (kept(), true),
    };
    let mut line = Repair::sure("实际完成值", found, &heng);
    for note in reading.notes {
        let certainty = match note.severity {
            crate::diag::Severity::Note => Certainty::Supposed,
            crate::diag::Severity::Warning | crate::diag::Severity::Error => Certainty::Doubtful,
        };
        line = line.because(certainty, note.code, note.message);
        line.help = note.help.or(line.help);
    }
    if kept {
        line = line.because(Certainty::Kept, "E0809", format!("实际完成值 `{}` 照录", found.text));
    }
    (heng, line)
}

/// `0.985` for 98.5%: a cell that lost its percent format, under a target of tens of percent that is
/// not a limit.
fn share_of_one(found: &Found, row: &Row) -> Option<String> {
    let (_, value, own) = text::number(&found.text)?;
    let target = row.target.as_ref()?;
    let of_percent = [row.unit.as_ref(), Some(target)].into_iter().flatten();
    let is_percent = of_percent.map(|found| normalised(&found.text)).any(|text| text.ends_with('%'));
    let limit = [row.sign.as_ref(), Some(target)].into_iter().flatten();
    let is_limit = limit.map(|found| normalised(&found.text)).any(|text| {
        text.starts_with(['≤', '<']) || ["小于", "不高于", "不超过", "低于"].iter().any(|word| text.contains(word))
    });
    let digits: String =
        normalised(&target.text).chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    let aim = Decimal::from_str_exact(&digits).ok()?;
    let is_share = own.is_empty() && Decimal::ZERO < value && value <= Decimal::ONE;
    let is_lost = is_percent && !is_limit && is_share && aim >= Decimal::TEN;
    is_lost.then(|| value.checked_mul(Decimal::ONE_HUNDRED).map(|value| format!("{}%", value.normalize())))?
}

/// 执行率 and its score where no amounts stand beside them: nothing that can be computed with.
fn rate_alone(funds: &[Fund], repairs: &mut Vec<Repair>) -> String {
    let mut lines = String::new();
    for fund in funds {
        for (word, found) in [("执行率", &fund.rate), ("预算执行率的得分", &fund.score)] {
            if let Some(found) = found.as_ref().filter(|found| !found.is_blank()) {
                lines.push_str(&format!("# 表上的{word}：{}\n", found.text));
                repairs.push(Repair::sure(word, found, "注释"));
            }
        }
    }
    lines
}

/// 年初预算数, 全年预算数 and 全年执行数 of the whole.
fn budget(funds: &[Fund], repairs: &mut Vec<Repair>) -> String {
    let Some(fund) = funds.iter().find(|fund| fund.executed.as_ref().is_some_and(|found| !found.is_blank())) else {
        return rate_alone(funds, repairs);
    };
    let mut lines = String::new();
    let budget = fund.budget.as_ref().or(fund.initial.as_ref());
    for (word, found) in
        [("年初预算数", fund.initial.as_ref()), ("全年预算数", budget), ("全年执行数", fund.executed.as_ref())]
    {
        let Some(found) = found.filter(|found| !found.is_blank()) else { continue };
        let Some((number, _, own)) = text::number(&found.text) else {
            let message = format!("{word} `{}` 不是数，没有写", found.text);
            repairs.push(Repair::sure(word, found, "").because(Certainty::Kept, "E0810", message));
            continue;
        };
        let unit = Some(own.as_str()).filter(|own| !own.is_empty()).or(fund.unit.as_deref());
        let mut line = Repair::sure(word, found, format!("{number} {}", unit.unwrap_or("万元")));
        if word == "全年预算数" && fund.budget.is_none() {
            line = line.because(Certainty::Supposed, "E0810", "表上没有全年预算数，按年初预算数写");
        }
        repairs.push(match unit {
            Some(_) => line,
            None => line.because(Certainty::Doubtful, "E0810", "表上没有写金额的单位，按万元写"),
        });
        lines.push_str(&format!("{word} {number} {}\n", unit.unwrap_or("万元")));
    }
    for (word, found) in [("执行率", &fund.rate), ("预算执行率的得分", &fund.score)] {
        if let Some(found) = found.as_ref().filter(|found| !found.is_blank()) {
            lines.push_str(&format!("# 表上的{word}：{}\n", found.text));
            repairs.push(Repair::sure(word, found, "注释"));
        }
    }
    for other in funds.iter().filter(|other| other.name != fund.name) {
        let parts = [
            ("年初预算数", &other.initial),
            ("全年预算数", &other.budget),
            ("全年执行数", &other.executed),
            ("执行率", &other.rate),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter_map(|(word, found)| Some((word, found.as_ref().filter(|found| !found.is_blank())?)))
            .map(|(word, found)| {
                repairs.push(Repair::sure(format!("{}的{word}", other.name.text), found, "注释"));
                format!("{word} {}", found.text)
            })
            .collect();
        if !parts.is_empty() {
            let name: String = other.name.text.lines().map(str::trim).collect();
            lines.push_str(&format!("# {name}：{}\n", parts.join("，")));
        }
    }
    format!("预算 {{\n{lines}}}\n")
}
