//! One phrase with one number in it: signs, number, unit and the words around them.
//!
//! Shared by targets and cells; says what is there, not whether that is enough.

use std::ops::Range;

use super::scan::{self, Cursor, Numeral, UnitText};
use super::words;
use crate::terms::Sign;

/// What stands in a phrase around its number. All ranges are of the normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    /// A sign in front.
    pub(crate) sign: Option<(Sign, Range<usize>)>,
    /// A sign behind: `以上`.
    pub(crate) suffix: Option<(Sign, Range<usize>)>,
    /// A second sign in front that says something else: `≥<95%`.
    pub(crate) against: Option<Range<usize>>,
    /// The number.
    pub(crate) number: Numeral,
    /// The unit, as written after the number.
    pub(crate) unit: Option<UnitText>,
    /// `左右`, `约`, `余`.
    pub(crate) approximate: Option<Range<usize>>,
    /// `各`, `分别`.
    pub(crate) each: Option<Range<usize>>,
    /// `每月` in front of the number, as it joins the unit: `月`.
    pub(crate) per: Vec<&'static str>,
    /// A letter in front of the number that a sign was misread as.
    pub(crate) misread: Option<Range<usize>>,
    /// Words in front that were not understood.
    pub(crate) lead: Option<Range<usize>>,
    /// Words behind that were not understood.
    pub(crate) tail: Option<Range<usize>>,
    /// A note in brackets behind the value.
    pub(crate) bracket: Option<Range<usize>>,
}

/// Letters that a printed ≥, ≤ or ＝ is misread as when a form is scanned.
const MISREAD_SIGNS: &[&str] = &["二", "三", "乏", "之", "Z", "N", "z", "^"];

impl Measure {
    /// The unit with what `每…` adds to it: `每月1次` is 次/月.
    pub(crate) fn unit_text(&self) -> Option<String> {
        let unit = self.unit.as_ref().map(|unit| unit.text.clone()).or_else(|| self.number.unit.map(str::to_owned))?;
        if self.per.is_empty() { Some(unit) } else { Some(format!("{unit}/{}", self.per.join("·"))) }
    }

    /// From the first to the last byte that was understood.
    pub(crate) fn core(&self) -> Range<usize> {
        let end = self.unit.as_ref().map_or(self.number.range.end, |unit| unit.range.end);
        self.number.range.start..end
    }
}

/// The phrase of a text that has one number; nothing when there is no number to be found.
pub(crate) fn measure(text: &str) -> Option<Measure> {
    let start = Cursor::new(text);
    let mut found = read_from(start).or_else(|| read_from(next_number(start)?))?;
    if found.lead.as_ref().is_some_and(|lead| lead.is_empty()) {
        found.lead = None;
    }
    Some(found)
}

/// The first place at which a sign with a number, or a number in digits, stands.
fn next_number(start: Cursor) -> Option<Cursor> {
    let mut cursor = start;
    let mut digits = None;
    let mut before = None;
    while !cursor.is_done() {
        let mut ahead = cursor;
        if scan::sign(&mut ahead).is_some()
            && front(&mut Front::default(), &mut ahead)
            && scan::arabic(&mut ahead).is_some()
        {
            return Some(cursor);
        }
        let in_word = before.is_some_and(|letter: char| letter.is_ascii_alphanumeric() || letter == '.');
        if digits.is_none() && !in_word && scan::arabic(&mut cursor.clone()).is_some() {
            digits = Some(cursor);
        }
        before = cursor.bump();
    }
    digits
}

/// What was found in front of the number.
#[derive(Debug, Default)]
struct Front {
    sign: Option<(Sign, Range<usize>)>,
    approximate: Option<Range<usize>>,
    each: Option<Range<usize>>,
    per: Vec<&'static str>,
    misread: Option<Range<usize>>,
    against: Option<Range<usize>>,
}

fn read_from(start: Cursor) -> Option<Measure> {
    let mut cursor = start;
    let mut before = Front::default();
    front(&mut before, &mut cursor);
    if MISREAD_SIGNS.iter().any(|letter| misread(cursor, letter)) {
        let at = cursor.offset();
        cursor.bump();
        before.misread = Some(at..cursor.offset());
    }
    let number = scan::number(&mut cursor)?;
    let mut approximate = before.approximate;
    let between = cursor;
    // 余 stands in front of the unit, or behind its magnitude: `500余人`, `1千余人`.
    while cursor.eat_any(words::MAGNITUDES).is_some() {}
    let magnitude = between.until(&cursor).to_owned();
    let start_of_word = cursor.offset();
    let mut unit = None;
    if cursor.eat_any(words::APPROXIMATE_BETWEEN).is_some() {
        let word = start_of_word..cursor.offset();
        unit = scan::unit(&mut cursor);
        approximate = approximate.or(unit.is_some().then_some(word));
        unit = unit.map(|unit| UnitText { text: magnitude + &unit.text, range: between.offset()..unit.range.end });
    }
    if unit.is_none() {
        cursor = between;
        unit = scan::unit(&mut cursor);
    }
    let (mut suffix, mut bracket) = (None, None);
    loop {
        let at = cursor.offset();
        if let Some(sign) = cursor.eat_key(words::SIGN_SUFFIXES) {
            suffix = suffix.or(Some((sign, at..cursor.offset())));
        } else if cursor.eat_any(words::APPROXIMATE_AFTER).is_some() {
            approximate = Some(at..cursor.offset());
        } else if let Some(period) = per_in_brackets(&mut cursor) {
            before.per.push(period);
        } else if let Some(range) = brackets(&mut cursor) {
            bracket = Some(range);
        } else if cursor.eat_any(words::TRAILING).is_none() && cursor.eat_any(&["。", ",", ";", "."]).is_none() {
            break;
        }
    }
    let lead = (start.offset() > 0).then_some(0..start.offset());
    let tail = (!cursor.is_done()).then(|| cursor.offset()..cursor.offset() + cursor.rest().len());
    let Front { sign, each, per, misread, against, .. } = before;
    Some(Measure { sign, suffix, against, number, unit, approximate, each, per, misread, lead, tail, bracket })
}

/// Passes signs and filler words; says whether it can go on (always).
fn front(found: &mut Front, cursor: &mut Cursor) -> bool {
    loop {
        let at = cursor.offset();
        if let Some(sign) = scan::sign(cursor) {
            second_sign(found, sign, at..cursor.offset());
        } else if cursor.eat_any(words::APPROXIMATE_BEFORE).is_some() {
            found.approximate = Some(at..cursor.offset());
        } else if cursor.eat_any(words::EACH).is_some() {
            found.each = Some(at..cursor.offset());
        } else if let Some(period) = per(cursor) {
            found.per.push(period);
        } else if cursor.eat_any(words::FILLERS).is_none() && !year(cursor) {
            return true;
        }
    }
}

/// A sign, perhaps behind another: `=≥95%` repeats it, `≥<95%` takes it back.
fn second_sign(found: &mut Front, sign: Sign, at: Range<usize>) {
    match &found.sign {
        None => found.sign = Some((sign, at)),
        Some((Sign::Eq, _)) => found.sign = Some((sign, at)),
        Some((first, _)) if *first != sign && sign != Sign::Eq => found.against = found.against.take().or(Some(at)),
        Some(_) => {}
    }
}

/// `2023年` in front of another number.
fn year(cursor: &mut Cursor) -> bool {
    let mut ahead = *cursor;
    let found = ahead.digits(5).is_some_and(|digits| digits.len() == 4 && digits.starts_with("20")) && ahead.eat("年");
    if !found || !ahead.rest().contains(|letter: char| letter.is_ascii_digit()) {
        return false;
    }
    ahead.eat_any(&["度", "内"]);
    *cursor = ahead;
    true
}

/// `每月`, `每人`.
fn per(cursor: &mut Cursor) -> Option<&'static str> {
    let mut ahead = *cursor;
    if !ahead.eat("每") {
        return None;
    }
    let period = ahead.eat_key(words::PERIODS)?;
    *cursor = ahead;
    Some(period)
}

/// `500元(每亩)`.
fn per_in_brackets(cursor: &mut Cursor) -> Option<&'static str> {
    let mut ahead = *cursor;
    if !ahead.eat("(每") {
        return None;
    }
    let period = ahead.eat_key(words::PERIODS).or_else(|| ahead.eat_any(words::UNITS))?;
    ahead.eat(")").then(|| {
        *cursor = ahead;
        period
    })
}

fn misread(cursor: Cursor, letter: &str) -> bool {
    let mut ahead = cursor;
    ahead.eat(letter) && ahead.peek().is_some_and(|next| next.is_ascii_digit())
}

/// `(抽样)`, passed whole.
fn brackets(cursor: &mut Cursor) -> Option<Range<usize>> {
    let mut ahead = *cursor;
    let close = if ahead.eat("(") {
        ')'
    } else if ahead.eat("[") {
        ']'
    } else {
        return None;
    };
    let length = ahead.rest().find(close)? + 1;
    let start = cursor.offset();
    ahead.skip(length);
    *cursor = ahead;
    Some(start..cursor.offset())
}
