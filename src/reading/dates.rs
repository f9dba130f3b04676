//! Dates as targets: a day by which, a period, an Excel serial number.

use jiff::civil::Date;

use super::{Scope, TargetKind, TargetReading, TargetValue};
use crate::reading::scan::{self, Cursor};
use crate::reading::when::{self, Precision, When, Year};
use crate::reading::words;
use crate::terms::Sign;

/// Serial numbers from 2000-01-01 to 2059-12-31: what a budget form can mean.
const SERIALS: std::ops::RangeInclusive<i64> = 36_526..=58_440;

/// Words in front of a date.
const LEADS: &[&str] = &[
    "于",
    "在",
    "截至",
    "截止",
    "截止到",
    "截至到",
    "到",
    "至",
    "最迟",
    "最晚",
    "力争",
    "确保",
    "计划",
    "预计",
    "项目",
    "工程",
    "完成时间",
    "完成时限",
    "完工时间",
    "完成",
    "时间",
    "日期",
    "应",
    "须",
    "需",
    "应于",
    "早于",
    "不晚于",
    "不迟于",
    ":",
    "各项工作",
    "全部",
];
/// Words that make a date a bound.
const BOUNDS: &[&str] = &["前", "之前", "以前", "底前", "末前", "止", "为止", "之内", "以内", "内"];
/// Words that make a date the first that counts.
const STARTS: &[(&str, Sign)] =
    &[("起", Sign::Ge), ("及以后", Sign::Ge), ("以后", Sign::Gt), ("之后", Sign::Gt), ("后", Sign::Gt)];
/// What joins two dates.
const JOINTS: &[&str] = &["-", "--", "~", "至", "到"];

/// `44,561` where the name asks for a date.
pub(super) fn serial(scope: &Scope) -> Option<TargetReading> {
    if !scope.name.time {
        return None;
    }
    let mut cursor = scope.cursor();
    let sign = scan::sign(&mut cursor);
    let number = scan::arabic(&mut cursor)?;
    // The unit column of such forms often holds the serial number once more.
    cursor.eat_any(&["日", "年", "月"]);
    let serial: i64 = number.value.parse().ok().filter(|serial| SERIALS.contains(serial))?;
    if !cursor.is_done() {
        return None;
    }
    let date = when::serial_date(serial)?;
    let found = scope.written(number.range.clone());
    let note = scope
        .note("E0707", number.range, format!("`{found}` 是 Excel 的日期序号，即 {date}"))
        .help(format!("把单元格设成日期格式，或写成 `<= {date}`"));
    Some(TargetReading::one(TargetKind::Date, sign.or(Some(Sign::Le)), date.to_string()).noted(note))
}

/// `2023.07-2024.01`, `2021年1月-12月`, `1-12月`.
pub(super) fn span(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    scan::sign(&mut cursor);
    while cursor.eat_any(LEADS).is_some() {}
    let (from, to) = date_to_date(&mut cursor).or_else(|| months_to_month(&mut cursor))?;
    cursor.eat_any(&["期间", "止", "内", "底", "前"]);
    if !scan::is_trailing(cursor.rest()) {
        return None;
    }
    let (Some(low), Some(high)) = (as_written(scope, &from), as_written(scope, &to)) else {
        return Some(no_such_day(scope));
    };
    let value = TargetValue::Range { low, high };
    let mut reading = TargetReading { value: Some(value), ..TargetReading::new(TargetKind::Range) };
    if from.leans_on_fiscal_year() && scope.year.is_none() {
        reading.diagnostics.push(no_year(scope, None));
    }
    if let (Some(start), Some(end)) = (first_day(scope, &from), to.date(scope.year.unwrap_or(2000)))
        && end < start
    {
        let note = scope.note("E0721", scope.all(), "期间的开始晚于结束").help("把早的日期写在前面");
        reading.diagnostics.push(note);
    }
    Some(reading)
}

/// `2025年年底前`, `2021年12月完成`, `2023-12-31`.
pub(super) fn day(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    let mut sign = scan::sign(&mut cursor);
    while cursor.eat_any(LEADS).is_some() {}
    sign = sign.or_else(|| scan::sign(&mut cursor));
    let (found, mut after, buried) = match when::when(&mut cursor).or_else(|| month_dot_day(&mut cursor)) {
        Some(found) => (found, cursor, false),
        None => {
            let (found, after) = buried_date(scope)?;
            (found, after, true)
        }
    };
    // From a day on, not up to it: `2024年3月1日起`.
    let from = if buried { None } else { after.eat_key(STARTS) };
    let bound = from.is_some() || after.eat_any(BOUNDS).is_some();
    let rest = after.rest().trim_start_matches([',', '。']);
    let clear = bound || found.marked_end;
    let short = rest.chars().count() <= 8;
    if !(scan::is_trailing(rest) || (clear && short && !buried)) || is_duration(scope, &found, sign, bound) {
        return None;
    }
    let Some(date) = found.date(scope.year.unwrap_or(2000)) else { return Some(no_such_day(scope)) };
    let value = if found.leans_on_fiscal_year() && scope.year.is_none() {
        date.strftime("%m-%d").to_string()
    } else {
        date.to_string()
    };
    // `不低于上年末` compares with a level, and sets no day.
    if matches!(found.year, Some(Year::Fiscal(..0))) && matches!(sign, Some(Sign::Ge | Sign::Gt | Sign::Lt)) {
        return None;
    }
    // `2024年内完成5次` counts, the year only says when.
    if found.precision == Precision::Year && !bound && rest.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let mut reading = TargetReading::one(TargetKind::Date, sign.or(from).or(Some(Sign::Le)), value.clone());
    if found.leans_on_fiscal_year() && scope.year.is_none() {
        reading.diagnostics.push(no_year(scope, Some(&value)));
    }
    if let Some(digits) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let range = scope.text.len() - rest.len() + digits..scope.text.len();
        let note = scope.note("E0718", range.clone(), format!("`{}` 没有读进指标值", scope.written(range)));
        reading.diagnostics.push(note.help("一格只写一个要求；日期和数各写一条指标"));
    }
    if let Some(message) = unclear_bound(&found, sign, bound, rest, &value) {
        let note = scope.note("E0709", scope.all(), message).help(format!("写成 `<= {value}`，或写明哪一天之前"));
        reading.diagnostics.push(note);
    }
    Some(reading)
}

/// `6.30前`: a day only where a bound follows, else a number.
fn month_dot_day(cursor: &mut Cursor) -> Option<When> {
    let mut ahead = *cursor;
    let month: i8 = ahead.digits(3)?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: i8 = ahead.eat(".").then(|| ahead.digits(3))??.parse().ok().filter(|day| (1..=31).contains(day))?;
    words_of_bound(ahead).then(|| {
        *cursor = ahead;
        When { year: None, month, day: Some(day), precision: Precision::Day, months: 1, marked_end: false }
    })
}

/// What is not clear about the bound of a date, if anything.
fn unclear_bound(found: &When, sign: Option<Sign>, bound: bool, rest: &str, value: &str) -> Option<String> {
    if sign.is_some() || found.marked_end {
        return None;
    }
    match (bound, found.precision) {
        (true, Precision::Month) => Some(format!("“月前”没有说明含不含当月，按不晚于 {value} 读")),
        (true, Precision::Year) => Some(format!("“年前”没有说明含不含当年，按不晚于 {value} 读")),
        (false, _) if rest.is_empty() => Some(format!("日期后面没有“前”，按不晚于 {value} 读")),
        (true | false, _) => None,
    }
}

/// `≥12月` is a length of time, not the month of December.
fn is_duration(scope: &Scope, found: &When, sign: Option<Sign>, bound: bool) -> bool {
    found.year.is_none()
        && found.precision == Precision::Month
        && !found.marked_end
        && !bound
        && sign.is_some_and(|sign| !scope.name.time || scope.name.duration || matches!(sign, Sign::Ge | Sign::Gt))
}

/// A date after other words, as long as it is plainly a bound: `项目于2023年12月底前完成`.
fn buried_date<'a>(scope: &Scope<'a>) -> Option<(When, Cursor<'a>)> {
    let mut before = None;
    for (at, letter) in scope.text.char_indices() {
        let joined = before
            .replace(letter)
            .is_some_and(|before: char| before.is_ascii_alphanumeric() || ".,-/".contains(before));
        let mut cursor = Cursor::at(scope.text, at);
        if joined || !(letter.is_ascii_digit() || "年本当今次上下第一二三四十".contains(letter)) {
            continue;
        }
        if let Some(found) = when::when(&mut cursor)
            && (found.marked_end || words_of_bound(cursor))
        {
            return Some((found, cursor));
        }
    }
    None
}

fn words_of_bound(cursor: Cursor) -> bool {
    let mut ahead = cursor;
    ahead.eat_any(BOUNDS).is_some()
}

fn date_to_date(cursor: &mut Cursor) -> Option<(When, When)> {
    let mut ahead = *cursor;
    let from = when::when(&mut ahead).or_else(|| year_alone(&mut ahead))?;
    ahead.eat_any(&["起"]);
    ahead.eat_any(JOINTS)?;
    let to = when::when(&mut ahead).or_else(|| year_alone(&mut ahead))?;
    *cursor = ahead;
    let to = When { year: to.year.or(from.year), ..to };
    Some((from, to))
}

/// The first year of `2024-2026年`.
fn year_alone(cursor: &mut Cursor) -> Option<When> {
    let mut ahead = *cursor;
    let year: i16 = ahead.digits(5)?.parse().ok().filter(|year| (1949..=2199).contains(year))?;
    *cursor = ahead;
    let year = Some(Year::Written(year));
    Some(When { year, month: 12, day: None, precision: Precision::Year, months: 12, marked_end: false })
}

/// `1-12月`, `2021年3至10月`.
fn months_to_month(cursor: &mut Cursor) -> Option<(When, When)> {
    let mut ahead = *cursor;
    let mut year = None;
    let mut after = ahead;
    if let Some(digits) = after.digits(5)
        && after.eat("年")
        && let Ok(found) = digits.parse::<i16>()
    {
        year = Some(Year::Written(found));
        ahead = after;
    }
    let first: i8 = ahead.digits(3)?.parse().ok().filter(|month| (1..=12).contains(month))?;
    ahead.eat_any(JOINTS)?;
    let to = when::when(&mut ahead).filter(|to| to.year.is_none() && to.precision == Precision::Month)?;
    *cursor = ahead;
    let from = When { year, month: first, day: None, precision: Precision::Month, months: 1, marked_end: false };
    Some((from, When { year, ..to }))
}

/// A date as far as it was written: `2023`, `2023-07`, `2023-07-15`; without its year `07-15`.
fn as_written(scope: &Scope, found: &When) -> Option<String> {
    let date = found.date(scope.year.unwrap_or(2000))?;
    let has_year = !found.leans_on_fiscal_year() || scope.year.is_some();
    let format = match (found.precision, has_year) {
        (Precision::Year, _) => "%Y",
        (Precision::Month, true) => "%Y-%m",
        (Precision::Month, false) => "%m",
        (Precision::Day, true) => "%Y-%m-%d",
        (Precision::Day, false) => "%m-%d",
    };
    Some(date.strftime(format).to_string())
}

fn first_day(scope: &Scope, found: &When) -> Option<Date> {
    let last = found.date(scope.year.unwrap_or(2000))?;
    match found.precision {
        Precision::Year => Some(last.first_of_year()),
        Precision::Month => Some(last.first_of_month()),
        Precision::Day => Some(last),
    }
}

fn no_year(scope: &Scope, value: Option<&str>) -> super::ReadNote {
    let note = scope.note("E0708", scope.all(), format!("`{}` 没有写年份", scope.written(scope.all())));
    match value {
        Some(value) => note.help(format!("写上年份，如 `<= 2024-{value}`；或在声明里写 `年度`")),
        None => note.help("写上年份，如 `2024年1月-12月`"),
    }
}

fn no_such_day(scope: &Scope) -> TargetReading {
    let note = scope.note("E0717", scope.all(), format!("没有 `{}` 这一天", scope.written(scope.all())));
    TargetReading::new(TargetKind::Unreadable).noted(note.help("核对月和日，月底写成 `2024年2月底前`"))
}

/// Whether a text begins with a mark of time, as the items of a series do.
pub(super) fn starts_with_period(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    if cursor.eat("Q") || cursor.eat("q") {
        return cursor.digits(1).is_some();
    }
    cursor.eat_any(&["第"]);
    when::when(&mut cursor.clone()).is_some()
        || words::PERIODS.iter().any(|(word, _)| cursor.rest().starts_with(&format!("一{word}")))
}
