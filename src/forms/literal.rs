//! Exact numbers as spreadsheets read them.
//!
//! Spreadsheets compute in binary doubles, which hold a decimal of up to fifteen digits so
//! that it comes back. Such a decimal is written as it is; any other number as a fraction of
//! whole numbers, whose quotient is the nearest double, too.

use crate::exact::Exact;

/// Digits that a double keeps.
const DIGITS: usize = 15;

/// A number inside a formula.
pub(super) fn literal(value: &Exact) -> String {
    let text = decimal(value).unwrap_or_else(|| format!("({})", value.to_fraction()));
    if text.starts_with('-') { format!("({text})") } else { text }
}

/// A number as a decimal that a double keeps.
pub(super) fn decimal(value: &Exact) -> Option<String> {
    let text = value.to_decimal(DIGITS as u32)?;
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    (digits <= DIGITS).then_some(text)
}

/// How many digits stand before the point.
pub(super) fn whole_digits(value: &Exact) -> usize {
    let text = value.abs().to_fixed(0, crate::exact::Rounding::Down);
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::exact;

    #[test]
    fn decimals_where_a_double_keeps_them() {
        for (value, text) in [
            ("12.5", "12.5"),
            ("-5", "(-5)"),
            ("1/3", "(1/3)"),
            ("0.0000001", "0.0000001"),
            ("1234567890123456", "(1234567890123456)"),
        ] {
            assert_eq!(literal(&exact(value)), text);
        }
        assert_eq!((whole_digits(&exact("800")), whole_digits(&exact("0.95"))), (3, 1));
    }
}
