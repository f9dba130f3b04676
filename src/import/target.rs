//! One target of a form as heng writes it: `≥800件` → `>= 800 件`.
//!
//! The reading is that of [`crate::reading`]; here it is only written down. What a reader
//! would have to guess stays as it was found, as a text that `heng check` reports.

use rust_decimal::Decimal;

use crate::diag::Severity;
use crate::reading::{self, ReadNote, TargetKind, TargetReading, TargetValue};
use crate::terms::{Direction, Sign};

/// A target in heng.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Sign and value: `>= 800 件`.
    pub heng: String,
    /// The unit in it, which may not be declared.
    pub unit: Option<String>,
    /// Whether the text was kept as it was found.
    pub kept: bool,
    /// What had to be supposed.
    pub supposed: Vec<String>,
    /// Whether the name does not say which direction is the good one.
    pub unsure: bool,
    /// Why a number that can be read may be a damaged one: code and message.
    pub doubts: Vec<(&'static str, String)>,
    /// What a person has to look at: code, message, help.
    pub notes: Vec<ReadNote>,
}

/// What a cell shows whose formula was never calculated.
const UNCALCULATED: &str = "（公式）";

/// Reads and writes one target.
pub(super) fn write(text: &str, name: &str, year: Option<i16>) -> Written {
    let reading = reading::read(text, Some(name), year);
    let damaged = reading.diagnostics.iter().any(is_damage);
    let mut written = Written {
        heng: String::new(),
        unit: None,
        kept: false,
        supposed: Vec::new(),
        unsure: false,
        doubts: Vec::new(),
        notes: Vec::new(),
    };
    if text.contains(UNCALCULATED) {
        written.heng = format!("= {}", super::text::text(text));
        written.kept = true;
        return written;
    }
    if !damaged {
        written.doubts = doubts(&reading, text.trim(), name, year).into_iter().collect();
    }
    let heng = if damaged { None } else { in_heng(&reading, name, &mut written) };
    written.notes = reading.diagnostics;
    match heng {
        Some(heng) => {
            written.heng = heng;
            written.unit = reading.unit;
        }
        None => {
            written.heng = format!("= {}", super::text::text(text));
            written.kept = true;
        }
    }
    written
}

/// Names of rates, which seldom pass 100%, and of those that do.
const RATES: &[&str] = &["率", "满意度", "比例", "占比", "比重"];
const GROWTH: &[&str] = &["增长", "增幅", "增速", "增加", "提高", "提升", "回报", "杠杆"];

/// The serial numbers of a year begin so many days after 1899-12-30.
const DAYS_BEFORE_2000: i64 = 36_526;

/// A number without a sign that looks like the remains of something else: `292%` of `≥92%`, `45657` of a
/// day, `0.95` of 95%.
fn doubts(reading: &TargetReading, text: &str, name: &str, year: Option<i16>) -> Option<(&'static str, String)> {
    let (TargetKind::Quantity, None, Some(TargetValue::One(value))) = (reading.kind, reading.op, &reading.value) else {
        return None;
    };
    let number = Decimal::from_str_exact(value).ok()?;
    let is_rate = RATES.iter().any(|word| name.contains(word));
    let has_percent = text.ends_with(['%', '％']);
    let may_grow = GROWTH.iter().any(|word| name.contains(word));
    let rest = value.strip_prefix('2').and_then(|rest| Decimal::from_str_exact(rest).ok());
    let is_percent = |rest: Decimal| Decimal::TEN <= rest && rest <= Decimal::ONE_HUNDRED;
    if number > Decimal::ONE_HUNDRED && (has_percent || is_rate) && !may_grow && rest.is_some_and(is_percent) {
        return Some(("E0706", format!("`{text}` 超过 100%，开头的 2 像是 ≥ 认错了")));
    }
    if reading.unit.is_some() && has_percent || text.contains(|letter: char| !letter.is_ascii_digit() && letter != '.')
    {
        return None;
    }
    if is_rate && Decimal::ZERO < number && number < Decimal::ONE {
        return Some(("E0702", format!("`{text}` 像是 {}% 丢了百分号", (number * Decimal::ONE_HUNDRED).normalize())));
    }
    let serial = i64::try_from(number).ok().filter(|_| number.is_integer())? - DAYS_BEFORE_2000;
    let of_year = i64::from(year?) - 2000;
    let first = of_year.checked_mul(1461)?.checked_add(3)?.checked_div(4)?;
    ((first..first + 366).contains(&serial) && reading.unit.is_none())
        .then(|| ("E0707", format!("`{text}` 可能是 Excel 的日期序号，{} 年里的一天", year.unwrap_or_default())))
}

/// Notes that forbid to take the value that was read for the one that was meant.
fn is_damage(note: &ReadNote) -> bool {
    note.severity == Severity::Error || note.code == "E0703"
}

fn in_heng(reading: &TargetReading, name: &str, written: &mut Written) -> Option<String> {
    let unit = reading.unit.as_deref();
    match (&reading.kind, &reading.value) {
        (TargetKind::Quantity, Some(TargetValue::One(value))) => {
            let sign = reading.op.unwrap_or_else(|| supposed(name, false, written));
            Some(format!("{} {}", sign.ascii(), quantity(value, unit)))
        }
        (TargetKind::Range, Some(TargetValue::Range { low, high })) => {
            // From month to month: the language has no such range.
            if [low, high].into_iter().any(|end| end.contains('-') && !end.starts_with('-')) {
                return None;
            }
            Some(format!("= {} ~ {}", low, quantity(high, unit)))
        }
        (TargetKind::Date, Some(TargetValue::One(value))) => {
            let sign = reading.op.unwrap_or(Sign::Le);
            Some(format!("{} {}", sign.ascii(), date(value)?))
        }
        (TargetKind::YesNo, Some(TargetValue::One(value))) => Some(format!("= {value}")),
        (TargetKind::Relative, Some(TargetValue::One(value))) => {
            if value.starts_with("上年") {
                let sign = reading.op.unwrap_or_else(|| supposed(name, false, written));
                return Some(format!("{} {}", sign.ascii(), spaced(value, unit)));
            }
            let falls = value.starts_with('-');
            let sign = reading.op.unwrap_or_else(|| supposed(name, falls, written));
            Some(format!("同比 {} {}", sign.ascii(), quantity(value, unit)))
        }
        (TargetKind::Qualitative, Some(TargetValue::One(value))) => Some(format!("定性 {}", super::text::text(value))),
        (TargetKind::NotApplicable, value) => Some(match value {
            Some(TargetValue::One(reason)) => format!("不适用 {}", super::text::text(reason)),
            Some(TargetValue::Range { .. }) | None => "不适用".to_owned(),
        }),
        (
            TargetKind::Quantity
            | TargetKind::Range
            | TargetKind::Date
            | TargetKind::YesNo
            | TargetKind::Ratio
            | TargetKind::Relative
            | TargetKind::Qualitative
            | TargetKind::Unreadable,
            _,
        ) => None,
    }
}

/// The sign that a name suggests where the form has none.
fn supposed(name: &str, falls: bool, written: &mut Written) -> Sign {
    let leaning = reading::leaning(name);
    let sign = match leaning.direction {
        Direction::Negative => Sign::Le,
        Direction::Positive if falls => Sign::Le,
        Direction::Positive => Sign::Ge,
    };
    written.supposed.push(format!("没有符号，按名称取 `{}`", sign.ascii()));
    written.unsure = !leaning.sure && !falls;
    sign
}

/// `800 件`, `95%`.
pub(super) fn quantity(number: &str, unit: Option<&str>) -> String {
    match unit {
        None => number.to_owned(),
        Some(unit) if unit.starts_with(['%', '‰']) => format!("{number}{unit}"),
        Some(unit) => format!("{number} {unit}"),
    }
}

/// `上年 + 2 个`: the unit belongs to what is added.
fn spaced(value: &str, unit: Option<&str>) -> String {
    match unit {
        Some(unit) if value.contains(['+', '-']) && !value.ends_with(unit) => quantity(value, Some(unit)),
        Some(_) | None => value.to_owned(),
    }
}

/// `2025-12-31` stays, `12-31` is `12月31日`, `2025-12` is `2025年12月`.
fn date(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split('-').collect();
    match parts.as_slice() {
        [_, _, _] => Some(value.to_owned()),
        [year, month] if year.len() == 4 => Some(format!("{year}年{}月", month.trim_start_matches('0'))),
        [month, day] => Some(format!("{}月{}日", month.trim_start_matches('0'), day.trim_start_matches('0'))),
        _ => None,
    }
}
