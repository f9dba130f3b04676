//! Chinese numerals: `十二`, `一百二十万`, `百分之九十五`, `九成五`, `三分之二`, `二零二五`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::scan::{Cursor, Numeral, arabic};

/// Digits with their value.
const DIGITS: &[(char, u64)] = &[
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
    ('壹', 1),
    ('贰', 2),
    ('叁', 3),
    ('肆', 4),
    ('伍', 5),
    ('陆', 6),
    ('柒', 7),
    ('捌', 8),
    ('玖', 9),
];

/// Place values inside a group of four digits.
const PLACES: &[(char, u64)] = &[('十', 10), ('百', 100), ('千', 1000), ('拾', 10), ('佰', 100), ('仟', 1000)];

/// Place values between groups.
const GROUPS: &[(char, u64)] = &[('万', 10_000), ('亿', 100_000_000)];

/// The longest numeral that is read, in characters; no amount of a budget is longer.
const MAX_LETTERS: usize = 32;

/// A Chinese number at the cursor. A last 万 or 亿 is left for the unit: `三万元` is 3 万元.
pub(crate) fn number(cursor: &mut Cursor) -> Option<Numeral> {
    percent(cursor).or_else(|| tenths(cursor)).or_else(|| half(cursor)).or_else(|| plain(cursor))
}

/// `三分之二`: parts and whole as decimals, `("2", "3")`.
pub(crate) fn fraction(cursor: &mut Cursor) -> Option<(String, String, Range<usize>)> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    if ["百分之", "千分之", "万分之"].iter().any(|word| ahead.rest().starts_with(word)) {
        return None;
    }
    let whole = arabic(&mut ahead).or_else(|| plain(&mut ahead))?;
    if !ahead.eat("分之") {
        return None;
    }
    let part = arabic(&mut ahead).or_else(|| plain(&mut ahead))?;
    *cursor = ahead;
    Some((part.value, whole.value, start..cursor.offset()))
}

/// The whole number of a run of numerals, `万` and `亿` included.
pub(crate) fn whole(letters: &str) -> Option<u64> {
    if letters.is_empty() || letters.chars().count() > MAX_LETTERS {
        return None;
    }
    if letters.chars().all(|letter| value(DIGITS, letter).is_some()) {
        return digit_by_digit(letters);
    }
    let (mut total, mut group, mut digit) = (0u64, 0u64, None);
    for letter in letters.chars() {
        if let Some(found) = value(DIGITS, letter) {
            digit = Some(found);
        } else if let Some(place) = value(PLACES, letter) {
            group = group.checked_add(place.checked_mul(digit.take().unwrap_or(1))?)?;
        } else {
            let place = value(GROUPS, letter)?;
            group = group.checked_add(digit.take().unwrap_or(0))?;
            total = total.checked_add(group)?.checked_mul(place)?;
            group = 0;
        }
    }
    total.checked_add(group)?.checked_add(digit.unwrap_or(0))
}

fn plain(cursor: &mut Cursor) -> Option<Numeral> {
    let start = cursor.offset();
    let run = run(cursor.rest());
    let own = run.trim_end_matches(['万', '亿']);
    let mut text = whole(own)?.to_string();
    let mut ahead = *cursor;
    ahead.skip(own.len());
    // 九十九点五
    let mut fraction = ahead;
    if fraction.eat("点") {
        let digits: String =
            fraction.rest().chars().map_while(|letter| value(DIGITS, letter)).map(|digit| digit.to_string()).collect();
        if !digits.is_empty() {
            let bytes = fraction.rest().chars().take(digits.len()).map(char::len_utf8).sum();
            fraction.skip(bytes);
            text = format!("{text}.{digits}");
            ahead = fraction;
        }
    }
    *cursor = ahead;
    Some(Numeral { value: text, range: start..cursor.offset(), unit: None, chinese: true })
}

/// `百分之九十五`, `百分之95`, `百分百`, `千分之三`, `万分之五`.
fn percent(cursor: &mut Cursor) -> Option<Numeral> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    if ahead.eat("百分百") {
        *cursor = ahead;
        return Some(Numeral {
            value: "100".to_owned(),
            range: start..cursor.offset(),
            unit: Some("%"),
            chinese: true,
        });
    }
    let part = ahead.eat_key(&[("百分之", "%"), ("千分之", "‰"), ("万分之", "")])?;
    let number = arabic(&mut ahead).or_else(|| plain(&mut ahead))?;
    *cursor = ahead;
    // No sign is usual for parts of ten thousand.
    let (value, unit) = match part {
        "" => (hundredth(&number.value)?, "%"),
        _ => (number.value, part),
    };
    Some(Numeral { value, range: start..cursor.offset(), unit: Some(unit), chinese: true })
}

fn hundredth(number: &str) -> Option<String> {
    let number: Decimal = number.replace(',', "").parse().ok()?;
    Some(number.checked_div(Decimal::ONE_HUNDRED)?.normalize().to_string())
}

/// `九成`, `八成五`.
fn tenths(cursor: &mut Cursor) -> Option<Numeral> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    let tens = ahead.bump().and_then(|letter| value(DIGITS, letter)).filter(|digit| *digit > 0)?;
    if !ahead.eat("成") {
        return None;
    }
    let mut ones = ahead;
    let ones = match ones.bump().and_then(|letter| value(DIGITS, letter)) {
        Some(digit) => {
            ahead = ones;
            digit
        }
        None => 0,
    };
    *cursor = ahead;
    Some(Numeral {
        value: (tens * 10 + ones).to_string(),
        range: start..cursor.offset(),
        unit: Some("%"),
        chinese: true,
    })
}

/// `半年`, `半个月`; `一半` is 50%.
fn half(cursor: &mut Cursor) -> Option<Numeral> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    let (value, unit) = if ahead.eat("一半") {
        ("50", Some("%"))
    } else if ahead.eat("半")
        && ["年", "个月", "月", "天", "日", "小时"].iter().any(|unit| ahead.rest().starts_with(unit))
    {
        ("0.5", None)
    } else {
        return None;
    };
    *cursor = ahead;
    Some(Numeral { value: value.to_owned(), range: start..cursor.offset(), unit, chinese: true })
}

fn run(rest: &str) -> &str {
    let is_numeral = |letter: char| [DIGITS, PLACES, GROUPS].iter().any(|table| value(table, letter).is_some());
    let end = rest.char_indices().find(|(_, letter)| !is_numeral(*letter)).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or_default()
}

fn digit_by_digit(letters: &str) -> Option<u64> {
    letters.chars().try_fold(0u64, |total, letter| total.checked_mul(10)?.checked_add(value(DIGITS, letter)?))
}

fn value(table: &[(char, u64)], letter: char) -> Option<u64> {
    table.iter().find(|(found, _)| *found == letter).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_read() {
        for (text, value) in
            [("十二", 12), ("一百二十", 120), ("两千零五", 2005), ("一万二千", 12000), ("二零二五", 2025), ("叁拾", 30)]
        {
            assert_eq!(whole(text), Some(value), "{text}");
        }
        let mut cursor = Cursor::new("一百二十万元");
        assert_eq!(number(&mut cursor).unwrap().value, "120");
        assert_eq!(cursor.rest(), "万元");
        for (text, value) in [
            ("百分之九十五", "95"),
            ("百分之98.5", "98.5"),
            ("百分之百", "100"),
            ("九成五", "95"),
            ("百分百", "100"),
            ("百分之九十九点五", "99.5"),
        ] {
            let found = number(&mut Cursor::new(text)).unwrap();
            assert_eq!((found.value.as_str(), found.unit), (value, Some("%")), "{text}");
        }
        assert_eq!(fraction(&mut Cursor::new("三分之二")).unwrap().0, "2");
    }
}
