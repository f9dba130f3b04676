//! What a content reads as where there are no formats: on a page, in a text table.

use super::{Content, Shown};
use crate::exact::{Exact, Rounding};

/// The text of a content.
pub(crate) fn text(content: &Content) -> String {
    match content {
        Content::Empty => String::new(),
        Content::Text(text) => text.clone(),
        Content::Number(number, shown) => number_text(number, shown),
        Content::Date(date) => date.to_string(),
        Content::Live(_, now) => text(now),
    }
}

fn number_text(number: &str, shown: &Shown) -> String {
    if number.is_empty() {
        return String::new();
    }
    match shown {
        Shown::Day => number.to_owned(),
        Shown::Unit(unit) => format!("{number}{unit}"),
        Shown::Money => grouped(&with_places(number, 2)),
        Shown::Places(places) => with_places(number, *places),
        Shown::Percent => format!("{}%", shifted(number)),
    }
}

/// At least so many places; no digit is dropped.
fn with_places(number: &str, places: u32) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let width = places as usize;
    if width == 0 && part.is_empty() { whole.to_owned() } else { format!("{whole}.{part:0<width$}") }
}

/// `10125.93` as `10,125.93`.
fn grouped(number: &str) -> String {
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    part.map_or(out.clone(), |part| format!("{out}.{part}"))
}

/// Places of a percentage beyond which it is a quotient that does not end.
const PERCENT_PLACES: u32 = 4;

/// A decimal times a hundred; one that does not end with two places, as a sheet shows it.
fn shifted(number: &str) -> String {
    match number.parse::<rust_decimal::Decimal>() {
        Ok(number) => {
            let percent = (number * rust_decimal::Decimal::ONE_HUNDRED).normalize();
            match percent.scale() {
                0..=PERCENT_PLACES => percent.to_string(),
                _ => Exact::from(percent).to_fixed(2, Rounding::HalfUp),
            }
        }
        Err(_) => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_forms_print_them() {
        for (number, shown, text) in [
            ("10125.93", Shown::Money, "10,125.93"),
            ("0", Shown::Money, "0.00"),
            ("-1234567.891", Shown::Money, "-1,234,567.891"),
            ("0.972", Shown::Percent, "97.2%"),
            ("0.974736147692", Shown::Percent, "97.47%"),
            ("760", Shown::Unit("件".into()), "760件"),
            ("9.5", Shown::Places(2), "9.50"),
            ("9", Shown::Places(0), "9"),
        ] {
            assert_eq!(number_text(number, &shown), text);
        }
    }
}
