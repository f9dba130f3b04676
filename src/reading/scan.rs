//! The tokens of a value: signs, numbers and units, read at a cursor over normalised text.
//!
//! Chinese has no blanks between words, so a token is what the tables of [`super::words`]
//! find at the cursor. Nothing here knows targets or cells.

use std::ops::Range;

use rust_decimal::Decimal;

use super::numeral;
use super::words;
use crate::terms::Sign;

/// A place in a normalised text; copied to look ahead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'n> {
    text: &'n str,
    at: usize,
}

impl<'n> Cursor<'n> {
    /// At the start of a text.
    pub(crate) fn new(text: &'n str) -> Self {
        Cursor { text, at: 0 }
    }

    /// At a byte of a text; at its end when the byte is inside a character.
    pub(crate) fn at(text: &'n str, at: usize) -> Self {
        Cursor { text, at: if text.is_char_boundary(at) { at } else { text.len() } }
    }

    /// The byte it stands at.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'n str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text from here to a later cursor.
    pub(crate) fn until(&self, later: &Cursor) -> &'n str {
        self.text.get(self.at..later.at).unwrap_or_default()
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.rest().is_empty()
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes one character.
    pub(crate) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Passes a number of bytes that were matched in [`Cursor::rest`].
    pub(crate) fn skip(&mut self, bytes: usize) {
        *self = Cursor::at(self.text, self.at + bytes);
    }

    /// Passes `word` if it is next.
    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Passes the longest of `words` that is next.
    pub(crate) fn eat_any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let longest = words.iter().filter(|word| self.rest().starts_with(**word)).max_by_key(|word| word.len())?;
        self.at += longest.len();
        Some(longest)
    }

    /// Passes the longest key of a table that is next, and gives its value.
    pub(crate) fn eat_key<T: Copy>(&mut self, table: &[(&'static str, T)]) -> Option<T> {
        let longest =
            table.iter().filter(|(word, _)| self.rest().starts_with(word)).max_by_key(|(word, _)| word.len())?;
        self.at += longest.0.len();
        Some(longest.1)
    }

    /// Passes at most `most` ASCII digits.
    pub(crate) fn digits(&mut self, most: usize) -> Option<&'n str> {
        let count = self.rest().bytes().take(most).take_while(u8::is_ascii_digit).count();
        let digits = self.rest().get(..count).filter(|digits| !digits.is_empty())?;
        self.at += count;
        Some(digits)
    }
}

/// A number with the bytes it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// A decimal without separators: `1200000`, `28.40`.
    pub(crate) value: String,
    /// Its bytes in the normalised text.
    pub(crate) range: Range<usize>,
    /// A unit the words carry themselves: `百分之九十五` is 95 and `%`.
    pub(crate) unit: Option<&'static str>,
    /// Whether it was written in Chinese numerals.
    pub(crate) chinese: bool,
}

impl Numeral {
    /// As an exact decimal; nothing for more digits than a decimal holds.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&self.value).ok()
    }
}

/// A sign as glyph (`>=`, `≥`) or as word (`不低于`).
pub(crate) fn sign(cursor: &mut Cursor) -> Option<Sign> {
    let mut ahead = *cursor;
    let sign = ahead
        .eat_key(words::SIGN_GLYPHS)
        .or_else(|| ahead.eat_key(words::SIGN_WORDS))
        .or_else(|| negated_comparison(&mut ahead))?;
    // 控制在…以内 and the like: a preposition may stand between sign and number.
    ahead.eat_any(&["在", "到", "至", "于"]);
    *cursor = ahead;
    Some(sign)
}

/// `不能超过`, `未低于`.
fn negated_comparison(cursor: &mut Cursor) -> Option<Sign> {
    let mut ahead = *cursor;
    ahead.eat_any(words::NEGATIONS)?;
    let sign = ahead.eat_key(words::COMPARISONS)?;
    *cursor = ahead;
    Some(sign)
}

/// A number in digits (`1,200.5`), in Chinese (`一百二十`, `百分之五`), or in both (`1万2千`).
pub(crate) fn number(cursor: &mut Cursor) -> Option<Numeral> {
    mixed(cursor).or_else(|| arabic(cursor)).or_else(|| numeral::number(cursor))
}

/// `1万2千`, `1亿2000万`: digits, each with a magnitude, the larger first.
fn mixed(cursor: &mut Cursor) -> Option<Numeral> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    let (mut sum, mut last, mut parts) = (Decimal::ZERO, None, 0);
    loop {
        let mut after = ahead;
        let Some(digits) = after.digits(words::MAX_DIGITS) else { break };
        let Some(size) = after.eat_key(words::PLACES) else { break };
        if last.is_some_and(|last| size >= last) {
            break;
        }
        sum = sum.checked_add(Decimal::from_str_exact(digits).ok()?.checked_mul(size)?)?;
        (ahead, last, parts) = (after, Some(size), parts + 1);
    }
    (parts > 1).then(|| {
        *cursor = ahead;
        Numeral { value: sum.normalize().to_string(), range: start..cursor.offset(), unit: None, chinese: false }
    })
}

/// A number in digits: an optional minus, thousands separators, a decimal part.
pub(crate) fn arabic(cursor: &mut Cursor) -> Option<Numeral> {
    let start = cursor.offset();
    let mut ahead = *cursor;
    let negative = ahead.eat("-") || ahead.eat("负");
    if !negative {
        ahead.eat("+");
    }
    let mut digits = ahead.digits(words::MAX_DIGITS + 1)?.to_owned();
    if digits.len() <= 3 {
        while let Some(group) = thousands_group(&mut ahead) {
            digits.push_str(group);
        }
    }
    let mut fraction = ahead;
    if fraction.eat(".")
        && let Some(part) = fraction.digits(words::MAX_DIGITS + 1)
    {
        digits.push('.');
        digits.push_str(part);
        ahead = fraction;
    }
    let trimmed = digits.trim_start_matches('0');
    let whole = if trimmed.is_empty() || trimmed.starts_with('.') { format!("0{trimmed}") } else { trimmed.to_owned() };
    let value = if negative && whole.contains(|digit: char| ('1'..='9').contains(&digit)) {
        format!("-{whole}")
    } else {
        whole
    };
    *cursor = ahead;
    Some(Numeral { value, range: start..cursor.offset(), unit: None, chinese: false })
}

/// `,234` when exactly three digits follow the comma, or the blank.
fn thousands_group<'n>(cursor: &mut Cursor<'n>) -> Option<&'n str> {
    let mut ahead = *cursor;
    // `18 000`, as some typists part thousands.
    if !ahead.eat(",") && !ahead.eat(" ") {
        return None;
    }
    let group = ahead.digits(4).filter(|group| group.len() == 3)?;
    *cursor = ahead;
    Some(group)
}

/// A unit with the bytes it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnitText {
    /// In its one spelling: `%`, `万元/公里`.
    pub(crate) text: String,
    /// Its bytes in the normalised text.
    pub(crate) range: Range<usize>,
}

/// A unit after a number, compounds and magnitudes included; stops where other words begin.
pub(crate) fn unit(cursor: &mut Cursor) -> Option<UnitText> {
    let mut ahead = *cursor;
    // `1200 m2`.
    if ahead.eat(" ") && !ahead.peek().is_some_and(|letter| letter.is_ascii_alphabetic()) {
        ahead = *cursor;
    }
    let start = ahead.offset();
    let mut text = String::new();
    // `28.40/株`: the unit in front of the stroke was forgotten.
    if !ahead.rest().starts_with('/') {
        text.push_str(&factor(&mut ahead)?);
    }
    while let Some((joint, next)) = joined_factor(ahead) {
        let mut after = next;
        let Some(factor) = factor(&mut after).or_else(|| product_in_brackets(&mut after)) else { break };
        text.push(joint);
        text.push_str(&factor);
        ahead = after;
    }
    if text.is_empty() {
        return None;
    }
    repeated_in_brackets(&mut ahead, &text);
    *cursor = ahead;
    Some(UnitText { text, range: start..cursor.offset() })
}

/// `(人·天)` behind a stroke.
fn product_in_brackets(cursor: &mut Cursor) -> Option<String> {
    let mut ahead = *cursor;
    let inner = ahead.eat("(").then(|| unit(&mut ahead))??;
    (ahead.eat(")") && !inner.text.contains('/')).then(|| {
        *cursor = ahead;
        inner.text
    })
}

/// The joint of a compound unit: `元/人·天`.
fn joined_factor(cursor: Cursor) -> Option<(char, Cursor)> {
    let mut after = cursor;
    match after.bump()? {
        joint @ ('/' | '·') => Some((joint, after)),
        '*' | '×' => Some(('·', after)),
        // `元/人.年`: a full stop where the raised dot was meant.
        '.' if longest_unit(after.rest()) > 0 => Some(('·', after)),
        _ => None,
    }
}

/// `%(百分比)`: the same unit once more.
fn repeated_in_brackets(cursor: &mut Cursor, unit: &str) {
    let mut ahead = *cursor;
    if !ahead.eat("(") {
        return;
    }
    let Some(again) = factor(&mut ahead) else { return };
    if ahead.eat(")") && again == unit {
        *cursor = ahead;
    }
}

/// One factor of a unit: magnitude words and a counting word.
fn factor(cursor: &mut Cursor) -> Option<String> {
    let mut ahead = *cursor;
    let bracketed = ahead.eat("(");
    let start = ahead;
    let run = unit_run(ahead.rest());
    let length = factor_length(run)?;
    ahead.skip(length);
    let found = start.until(&ahead);
    if bracketed && !ahead.eat(")") {
        return None;
    }
    *cursor = ahead;
    let spelled = words::UNIT_SPELLINGS.iter().find(|(form, _)| *form == found).map(|(_, meant)| *meant);
    Some(spelled.unwrap_or(found).to_owned())
}

/// The letters that may belong to a unit.
fn unit_run(rest: &str) -> &str {
    let mut end = 0;
    let mut latin = false;
    for (at, letter) in rest.char_indices() {
        // `m2`, `km3`: a power after Latin letters.
        let power = latin && matches!(letter, '2' | '3');
        if !(letter.is_alphabetic() || "%‰‱°℃²³".contains(letter) || power) {
            break;
        }
        latin = letter.is_ascii_alphabetic();
        end = at + letter.len_utf8();
    }
    let run = rest.get(..end).unwrap_or_default();
    // `10至15个`: between two numbers these letters are no unit.
    let joins = rest.get(end..).is_some_and(|after| after.starts_with(|letter: char| letter.is_ascii_digit()));
    if joins { run.trim_end_matches(['至', '到', '或', '和', '与']) } else { run }
}

/// How many bytes at the start of `run` are one unit; nothing when none is.
fn factor_length(run: &str) -> Option<usize> {
    let own = run.get(..suffix_start(run)).unwrap_or(run);
    if own.is_empty() {
        return None;
    }
    let mut magnitude = 0;
    while let Some(word) =
        words::MAGNITUDES.iter().find(|word| own.get(magnitude..).is_some_and(|rest| rest.starts_with(**word)))
    {
        magnitude += word.len();
    }
    let base = own.get(magnitude..).unwrap_or_default();
    if base.is_empty() || is_trailing(base) {
        return if magnitude == 0 { None } else { Some(magnitude) };
    }
    let known = longest_unit(base);
    let rest = base.get(known..).unwrap_or_default();
    let letters = |text: &str| text.chars().count();
    let length = match known {
        // 个镇 is a count of towns, 个月 is in the table.
        1.. if base.get(..known) == Some("个") => known,
        // 种次, 台套: one letter after a known word makes another unit.
        1.. if letters(rest) == 1 && !is_trailing(rest) => base.len(),
        1.. => known,
        _ if letters(base) <= words::MAX_UNIT_LETTERS => base.len(),
        _ if magnitude == 0 => return None,
        _ => 0,
    };
    Some(magnitude + length)
}

/// Bytes of the longest unit of the table at the start of `text`; 0 when there is none.
fn longest_unit(text: &str) -> usize {
    words::UNITS.iter().filter(|unit| text.starts_with(**unit)).map(|unit| unit.len()).max().unwrap_or(0)
}

/// Where the words after a unit begin: `人次以上` has them after 人次.
fn suffix_start(run: &str) -> usize {
    let starts = |rest: &str| {
        words::SIGN_SUFFIXES.iter().any(|(word, _)| rest.starts_with(word) && (*word != "内" || is_trailing(rest)))
            || words::APPROXIMATE_AFTER.iter().any(|word| rest.starts_with(word))
    };
    run.char_indices().map(|(at, _)| at).find(|at| run.get(*at..).is_some_and(starts)).unwrap_or(run.len())
}

/// Whether only words follow that say nothing about the value: `完成`, `内办结`.
pub(crate) fn is_trailing(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.eat_any(&["内"]);
    while cursor.eat_any(words::TRAILING).is_some() {}
    cursor.is_done()
}

/// Whether a text is a unit of the table, magnitudes and compounds included.
pub(crate) fn is_known_unit(text: &str) -> bool {
    !text.is_empty()
        && text.split(['/', '·']).all(|factor| {
            let mut base = factor;
            while let Some(shorter) = words::MAGNITUDES.iter().find_map(|word| base.strip_prefix(word)) {
                base = shorter;
            }
            longest_unit(base) == base.len() && !base.is_empty()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Option<String>, String) {
        let mut cursor = Cursor::new(text);
        let number = number(&mut cursor).unwrap();
        let unit = unit(&mut cursor).map(|unit| unit.text);
        (number.value, unit, cursor.rest().to_owned())
    }

    #[test]
    fn numbers_and_their_units() {
        for (text, value, unit, rest) in [
            ("1,200,000人次", "1200000", Some("人次"), ""),
            ("1.2亿元", "1.2", Some("亿元"), ""),
            ("550元/人·天", "550", Some("元/人·天"), ""),
            ("98%(百分比)", "98", Some("%"), ""),
            ("100百分比", "100", Some("%"), ""),
            ("90%以上", "90", Some("%"), "以上"),
            ("30日内", "30", Some("日"), "内"),
            ("2000种次", "2000", Some("种次"), ""),
            ("300万", "300", Some("万"), ""),
            ("3次,5人", "3", Some("次"), ",5人"),
            ("28.40/株", "28.40", Some("/株"), ""),
            ("0起", "0", Some("起"), ""),
            ("-3.50%", "-3.50", Some("%"), ""),
            ("200m2", "200", Some("m2"), ""),
            ("3个工作日内办结", "3", Some("个工作日"), "内办结"),
            ("007", "7", None, ""),
        ] {
            assert_eq!(read(text), (value.to_owned(), unit.map(str::to_owned), rest.to_owned()), "{text}");
        }
    }
}
