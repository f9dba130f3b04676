//! Dates as forms write them: `2025年年底前`, `12月底前`, `2023.07-2024.01`, `第三季度末`.
//!
//! Reads what is written; whether a date bounds and what its missing year is, the caller says.

use jiff::civil::Date;

use super::numeral;
use super::scan::Cursor;

/// How much of a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    Year,
    Month,
    Day,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// The year, when written.
    pub(crate) year: Option<Year>,
    /// 1 to 12; 12 for a year alone.
    pub(crate) month: i8,
    /// The day when one was written or said (`中旬`), else the last of the month is meant.
    pub(crate) day: Option<i8>,
    /// How much was written.
    pub(crate) precision: Precision,
    /// How many months it may lie in, up to its last day: 3 for a quarter, 12 for `年内`.
    pub(crate) months: i8,
    /// Whether `底`, `末`, a quarter or 上旬 marks the end itself, so that 前 is clear.
    pub(crate) marked_end: bool,
}

/// A year as number or as a word that leans on the fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// `2025年`.
    Written(i16),
    /// `本年` is 0, `次年` is 1, `上年` is -1.
    Fiscal(i16),
}

/// Years a budget form can mean.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2199;

/// Words for a year by the fiscal year.
const FISCAL_YEARS: &[(&str, i16)] = &[
    ("本年度", 0),
    ("本年", 0),
    ("当年", 0),
    ("今年", 0),
    ("当年度", 0),
    ("次年", 1),
    ("下一年", 1),
    ("下年度", 1),
    ("明年", 1),
    ("第二年", 1),
];

/// Words for the year before, which are a date only in front of a month or an end: `上年12月底前`.
const YEARS_BEFORE: &[(&str, i16)] =
    &[("上年", -1), ("上年度", -1), ("上一年", -1), ("上一年度", -1), ("去年", -1), ("前一年", -1)];

/// The end of a year in words.
const YEAR_ENDS: &[&str] = &["年底", "年末", "年终", "底", "末", "终", "年内", "内", "全年", "年度内", "度内"];
/// The same where no year was written in front.
const BARE_YEAR_ENDS: &[&str] = &["年底", "年末", "年终", "年内", "年度内"];

/// Parts of a year: the month and day they end on.
const PARTS: &[(&str, (i8, i8))] = &[
    ("上半年", (6, 30)),
    ("下半年", (12, 31)),
    ("第一季度", (3, 31)),
    ("第二季度", (6, 30)),
    ("第三季度", (9, 30)),
    ("第四季度", (12, 31)),
    ("一季度", (3, 31)),
    ("二季度", (6, 30)),
    ("三季度", (9, 30)),
    ("四季度", (12, 31)),
    ("1季度", (3, 31)),
    ("2季度", (6, 30)),
    ("3季度", (9, 30)),
    ("4季度", (12, 31)),
    ("第1季度", (3, 31)),
    ("第2季度", (6, 30)),
    ("第3季度", (9, 30)),
    ("第4季度", (12, 31)),
];

/// Parts of a month; 0 is its last day.
const MONTH_PARTS: &[(&str, i8)] =
    &[("月上旬", 10), ("月中旬", 20), ("月下旬", 0), ("月底", 0), ("月末", 0), ("月份底", 0), ("月中", 15)];

impl When {
    /// The date, or nothing when there is no such day. `fiscal` fills a missing year.
    pub(crate) fn date(&self, fiscal: i16) -> Option<Date> {
        let year = match self.year {
            Some(Year::Written(year)) => year,
            Some(Year::Fiscal(offset)) => fiscal.checked_add(offset)?,
            None => fiscal,
        };
        let first = Date::new(year, self.month, 1).ok()?;
        match self.day {
            Some(day) => Date::new(year, self.month, day).ok(),
            None => Some(first.last_of_month()),
        }
    }

    /// The first day that may be meant; [`Self::date`] is the last.
    pub(crate) fn earliest(&self, fiscal: i16) -> Option<Date> {
        let last = self.date(fiscal)?;
        match self.precision {
            Precision::Day => Some(last),
            Precision::Month | Precision::Year => {
                last.first_of_month().checked_sub(jiff::Span::new().try_months(self.months - 1).ok()?).ok()
            }
        }
    }

    /// Whether the year must come from elsewhere.
    pub(crate) fn leans_on_fiscal_year(&self) -> bool {
        !matches!(self.year, Some(Year::Written(_)))
    }
}

/// A date at the cursor.
pub(crate) fn when(cursor: &mut Cursor) -> Option<When> {
    let mut ahead = *cursor;
    let when = compact(&mut ahead)
        .or_else(|| after_year(&mut ahead))
        .or_else(|| separated(&mut ahead))
        .or_else(|| month(&mut ahead, None))?;
    *cursor = ahead;
    Some(when)
}

/// The day an Excel serial number means (system of 1900).
pub(crate) fn serial_date(serial: i64) -> Option<Date> {
    // Excel counts a 29 February 1900 that never was, so day 60 on is a day off.
    let offset = if serial > 59 { serial - 1 } else { serial };
    let days = i32::try_from(offset).ok()?;
    Date::new(1899, 12, 31).ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// `20231231`.
fn compact(cursor: &mut Cursor) -> Option<When> {
    let mut ahead = *cursor;
    let digits = ahead.digits(9).filter(|digits| digits.len() == 8)?;
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    *cursor = ahead;
    Some(When {
        year: Some(Year::Written(year)),
        month: month as i8,
        day: Some(day as i8),
        precision: Precision::Day,
        months: 1,
        marked_end: false,
    })
}

/// `2025年年底`, `2021年12月31日`, `本年度`, `次年3月`, `年底`.
fn after_year(cursor: &mut Cursor) -> Option<When> {
    let mut ahead = *cursor;
    let Some(year) = year_word(&mut ahead) else {
        let months = months_before(ahead.eat_any(BARE_YEAR_ENDS)?);
        *cursor = ahead;
        return Some(When { year: None, month: 12, day: None, precision: Precision::Year, months, marked_end: true });
    };
    if let Some(month) = month(&mut ahead, Some(year)) {
        *cursor = ahead;
        return Some(month);
    }
    ahead.eat("度");
    let end = ahead.eat_any(YEAR_ENDS);
    *cursor = ahead;
    let (months, marked_end) = (months_before(end.unwrap_or_default()), end.is_some());
    Some(When { year: Some(year), month: 12, day: None, precision: Precision::Year, months, marked_end })
}

/// How many months of a year a word for its end leaves open: `年底` is December, `年内` all of it.
fn months_before(end: &str) -> i8 {
    if end.ends_with(['底', '末', '终']) { 1 } else { 12 }
}

/// `2025年`, `二零二五年`, `23年` in front of a month, `次年`.
fn year_word(cursor: &mut Cursor) -> Option<Year> {
    let mut ahead = *cursor;
    if let Some(offset) = ahead.eat_key(FISCAL_YEARS) {
        *cursor = ahead;
        return Some(Year::Fiscal(offset));
    }
    if let Some(offset) = ahead.eat_key(YEARS_BEFORE)
        && (month(&mut ahead.clone(), None).is_some() || ahead.clone().eat_any(&["底", "末"]).is_some())
    {
        *cursor = ahead;
        return Some(Year::Fiscal(offset));
    }
    ahead = *cursor;
    let year = match ahead.digits(5) {
        Some(digits) => digits.parse::<i16>().ok()?,
        None => {
            let letters = ahead.rest();
            let run = letters.get(..letters.find('年')?)?;
            let year = numeral::whole(run).and_then(|year| i16::try_from(year).ok())?;
            ahead.skip(run.len());
            year
        }
    };
    if !ahead.eat("年") {
        return None;
    }
    let full = if YEARS.contains(&year) {
        year
    } else if (10..=60).contains(&year) && month(&mut ahead.clone(), None).is_some() {
        2000 + year
    } else {
        return None;
    };
    *cursor = ahead;
    Some(Year::Written(full))
}

/// `12月31日`, `3月中旬`, `第三季度末`, `上半年`.
fn month(cursor: &mut Cursor, year: Option<Year>) -> Option<When> {
    let mut ahead = *cursor;
    if let Some((month, day)) = ahead.eat_key(PARTS) {
        let months = if cursor.until(&ahead).ends_with("半年") { 6 } else { 3 };
        let marked_end = ahead.eat_any(&["末", "底", "内"]).is_some();
        *cursor = ahead;
        return Some(When { year, month, day: Some(day), precision: Precision::Month, months, marked_end });
    }
    let month = small_number(&mut ahead).filter(|month| (1..=12).contains(month))?;
    if let Some(day) = ahead.eat_key(MONTH_PARTS) {
        *cursor = ahead;
        return Some(When {
            year,
            month,
            day: (day > 0).then_some(day),
            precision: Precision::Month,
            months: 1,
            marked_end: true,
        });
    }
    if !ahead.eat("月") {
        return None;
    }
    ahead.eat("份");
    let marked_end = ahead.eat_any(&["底", "末", "内"]).is_some();
    let mut after = ahead;
    if !marked_end
        && let Some(day) = small_number(&mut after)
        && after.eat_any(&["日", "号"]).is_some()
    {
        *cursor = after;
        return Some(When { year, month, day: Some(day), precision: Precision::Day, months: 1, marked_end: false });
    }
    *cursor = ahead;
    Some(When { year, month, day: None, precision: Precision::Month, months: 1, marked_end })
}

/// `2023-12-31`, `2023/12`, `2023.7`.
fn separated(cursor: &mut Cursor) -> Option<When> {
    let mut ahead = *cursor;
    let year = ahead.digits(5).and_then(|digits| digits.parse::<i16>().ok()).filter(|year| YEARS.contains(year))?;
    let separator = ahead.eat_any(&["-", "/", "."])?;
    let month =
        ahead.digits(3).and_then(|digits| digits.parse::<i8>().ok()).filter(|month| (1..=12).contains(month))?;
    let mut after = ahead;
    let mut when = When {
        year: Some(Year::Written(year)),
        month,
        day: None,
        precision: Precision::Month,
        months: 1,
        marked_end: false,
    };
    if after.eat(separator)
        && let Some(day) = after.digits(3).and_then(|digits| digits.parse::<i8>().ok())
        && (1..=31).contains(&day)
    {
        ahead = after;
        when = When { day: Some(day), precision: Precision::Day, ..when };
    }
    *cursor = ahead;
    Some(when)
}

/// One or two digits, or a numeral up to 三十一.
fn small_number(cursor: &mut Cursor) -> Option<i8> {
    let mut ahead = *cursor;
    let number = match ahead.digits(3) {
        Some(digits) => digits.parse::<i8>().ok()?,
        None => {
            let run: String =
                ahead.rest().chars().take_while(|letter| "零一二三四五六七八九十".contains(*letter)).collect();
            ahead.skip(run.len());
            i8::try_from(numeral::whole(&run)?).ok()?
        }
    };
    *cursor = ahead;
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, &str) {
        let mut cursor = Cursor::new(text);
        let found = when(&mut cursor).and_then(|when| when.date(2024)).map(|date| date.to_string());
        (found.unwrap_or_default(), cursor.rest())
    }

    #[test]
    fn dates_of_every_form() {
        for (text, date, rest) in [
            ("2025年年底前", "2025-12-31", "前"),
            ("2022年底之前", "2022-12-31", "之前"),
            ("12月底前", "2024-12-31", "前"),
            ("9月前", "2024-09-30", "前"),
            ("2023年12月31日前", "2023-12-31", "前"),
            ("2021年12月完成", "2021-12-31", "完成"),
            ("2023-12-31", "2023-12-31", ""),
            ("2023.07", "2023-07-31", ""),
            ("二零二五年十二月底", "2025-12-31", ""),
            ("23年6月30日", "2023-06-30", ""),
            ("次年3月底", "2025-03-31", ""),
            ("年底前", "2024-12-31", "前"),
            ("第三季度末", "2024-09-30", ""),
            ("2月", "2024-02-29", ""),
            ("2月30日", "", ""),
            ("20年", "", "20年"),
            ("20231231", "2023-12-31", ""),
        ] {
            assert_eq!(read(text), (date.to_owned(), rest), "{text}");
        }
        assert_eq!(serial_date(44_561).unwrap().to_string(), "2021-12-31");
        assert_eq!(serial_date(1).unwrap().to_string(), "1900-01-01");
    }
}
