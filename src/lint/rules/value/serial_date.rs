//! L330: a date that a spreadsheet turned into the number of its day.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::prelude::ToPrimitive;

pub const RULE: Rule = Rule {
    code: "L330",
    name: "serial-date",
    title: "日期变成了序号",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "电子表格把日期存成序号，单元格格式一变，`2021-12-31` 就显示成 `44561`。照抄进来的序号没有人看得懂，也无法判定早晚。",
    wrong: &[
        Wrong { text: "项目财政资金到位时间 = 44,561", finds: &["= 44,561"] },
        Wrong { text: "工程竣工日期 <= 45657 天", finds: &["<= 45657 天"] },
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
    let Some(meant) = value.number.to_i64().and_then(day).filter(|_| value.number.fract().is_zero()) else { return };
    let place = cx.target_place(line);
    let message = format!("`{}` 的指标值 `{}` 是日期 {meant} 的序号", line.name(), cx.slice(cx.value_place(line)));
    let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
    let finding = cx.finding(place, message).help(format!("写成 `<= {meant}`"));
    cx.report(finding.fix(safety, place.span, format!("<= {meant}"), format!("改为 `<= {meant}`")));
}

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
