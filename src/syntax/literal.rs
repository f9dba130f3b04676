//! Numbers and dates as written: the text of a token in, its value out.

use rust_decimal::Decimal;

use super::ast::DateLiteral;
use super::half_width;
use crate::source::Span;

/// Why a number cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberProblem {
    TooLong,
    Grouping,
}

/// Reads a number as the grammar accepts it: a sign, digits of either width, thousands
/// separators and a fraction.
pub(super) fn number(text: &str) -> Result<Decimal, NumberProblem> {
    let (mut mantissa, mut scale, mut digits_before_comma, mut negative) = (0i128, 0u32, 0usize, false);
    let (mut in_fraction, mut grouped) = (false, false);
    for c in text.chars() {
        match c {
            '-' | '－' | '−' => negative = true,
            '.' | '．' => in_fraction = true,
            ',' | '，' => {
                if !grouped && digits_before_comma > 3 {
                    return Err(NumberProblem::Grouping);
                }
                grouped = true;
            }
            '+' => {}
            _ => {
                let digit = match c {
                    '0'..='9' => c as u32 - '0' as u32,
                    _ => c as u32 - '０' as u32,
                };
                let longer = mantissa.checked_mul(10).and_then(|value| value.checked_add(i128::from(digit)));
                mantissa = longer.ok_or(NumberProblem::TooLong)?;
                scale += u32::from(in_fraction);
                digits_before_comma += 1;
            }
        }
    }
    let signed = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, scale).map_err(|_| NumberProblem::TooLong)
}

/// Reads a date as the grammar accepts it. A part that is out of range becomes zero, which
/// no calendar has, so that the model reports it.
pub(super) fn date(span: Span, text: &str) -> DateLiteral {
    let mut numbers = text.split(|c: char| !c.is_numeric()).filter(|part| !part.is_empty());
    let mut next = || numbers.next().map(|part| half_width(part).parse::<i16>().unwrap_or(0));
    let has_year = text.contains(['-', '－', '年']);
    let year = if has_year { next() } else { None };
    let part = |value: Option<i16>| value.map(|value| u8::try_from(value).unwrap_or(0));
    DateLiteral { span, year, month: part(next()).unwrap_or(0), day: part(next()) }
}
