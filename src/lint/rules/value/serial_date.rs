//! L330: a date that is a number: that of its day in a spreadsheet, or its year alone.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub const RULE: Rule = Rule {
    code: "L330",
    name: "serial-date",
    title: "日期变成了一个数",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "电子表格把日期存成序号，单元格格式一变，`2021-12-31` 就显示成 `44561`。照抄进来的序号没有人看得懂，也无法判定早晚。\
          只写年份的 `<= 2024` 是两千零二十四，不是日期。",
    wrong: &[
        Wrong { text: "项目财政资金到位时间 = 44,561", finds: &["= 44,561"] },
        Wrong { text: "工程竣工日期 <= 45657 天", finds: &["<= 45657 天"] },
        Wrong { text: "主体工程完工时间 <= 2024", finds: &["<= 2024"] },
    ],
    right: &["项目财政资金到位时间 <= 2021-12-31", "培训人次 >= 45000 人次\n平均响应时间 <= 24 小时"],
    words: &["timeliness"],
    basis: "电子表格以 1899-12-30 为第 0 天给日期编号。",
    check: Check::Indicator(check),
};

/// Day numbers of the years 2009 to 2036.
const SERIALS: std::ops::Range<i64> = 40_000..50_000;

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    let timely = line.noun == Noun::Timeliness || line.noun == Noun::Unknown && line.says(&["时间", "日期", "之前"]);
    if !timely || !matches!(cx.measure(value.unit), Measure::Plain | Measure::Time | Measure::Times) {
        return;
    }
    let dated = line.ends(&["时间", "日期", "期限", "时限"]) && cx.measure(value.unit) == Measure::Plain;
    if let Some(year) = year(value.number).filter(|_| dated) {
        let place = cx.target_place(line);
        let message = format!("`{}` 的指标值 `{}` 是一个数，不是日期", line.name(), cx.slice(cx.value_place(line)));
        let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
        let finding = cx.finding(place, message).help(format!("写到日，如 `<= {year}-12-31`"));
        return cx.report(finding.fix(safety, place.span, format!("<= {year}-12-31"), format!("改为 `<= {year}-12-31`")));
    }
    let Some(meant) = value.number.to_i64().and_then(day).filter(|_| value.number.fract().is_zero()) else { return };
    let place = cx.target_place(line);
    let message = format!("`{}` 的指标值 `{}` 是日期 {meant} 的序号", line.name(), cx.slice(cx.value_place(line)));
    let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
    let finding = cx.finding(place, message).help(format!("写成 `<= {meant}`"));
    cx.report(finding.fix(safety, place.span, format!("<= {meant}"), format!("改为 `<= {meant}`")));
}

/// Whether a number stands for a date.
pub(super) fn is_date(number: Decimal) -> bool {
    year(number).is_some() || number.to_i64().and_then(day).is_some()
}

/// A number that is the year of a budget.
fn year(number: Decimal) -> Option<i64> {
    number.to_i64().filter(|year| number.fract().is_zero() && YEARS.contains(year))
}

/// Years that are written for dates.
const YEARS: std::ops::Range<i64> = 2000..2100;

/// The date of a spreadsheet's day number.
fn day(serial: i64) -> Option<Date> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    date(1899, 12, 30).checked_add(serial.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_as_spreadsheets_do() {
        assert_eq!(day(44_561), Some(date(2021, 12, 31)));
        assert_eq!(day(45_657), Some(date(2024, 12, 31)));
        assert_eq!(day(50_000), None);
    }
}
