//! More than one demand in one cell: `≥98%且同比不下降`, `Q1≥25%;Q2≥50%`, `≥90%，≤95%`.

use std::ops::Range;

use super::{Scope, TargetKind, TargetReading, TargetValue, dates, wording};
use crate::reading::words;
use crate::terms::Sign;

/// What stands between two demands.
const SEPARATORS: &[&str] = &["并且", "同时", "而且", "且", ";", "、", ",", "。", "|"];

/// A text of several demands, or of one demand and words around it.
pub(super) fn several(scope: &Scope) -> Option<TargetReading> {
    let pieces = pieces(scope.text);
    if pieces.len() < 2 {
        return None;
    }
    let demands: Vec<(Scope, TargetReading)> = pieces
        .into_iter()
        .map(|range| scope.part(range))
        .filter(|piece| may_demand(piece.text))
        .map(|piece| (piece, wording::read_part(&without_label(&piece))))
        .filter(|(_, reading)| is_demand(reading))
        .collect();
    match demands.as_slice() {
        [] => None,
        [(piece, reading)] => Some(one_of_words(scope, piece, reading)),
        [(first, reading), (second, other), rest @ ..] => {
            if rest.is_empty()
                && let Some(range) = two_ends(reading, other)
            {
                return Some(range);
            }
            let series = [first, second].iter().all(|piece| dates::starts_with_period(piece.text));
            Some(if series || reading.op.is_none() || reading.kind == TargetKind::Date {
                split_up(scope, demands.len())
            } else {
                first_of(scope, reading, second, &demands)
            })
        }
    }
}

/// The parts between separators; a comma inside a number is none, a new sign begins a part.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut signed = false;
    let mut depth = 0usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let letter = rest.chars().next().unwrap_or_default();
        depth = match letter {
            '(' | '[' | '“' | '"' => depth + 1,
            ')' | ']' | '”' => depth.saturating_sub(1),
            _ => depth,
        };
        let between_digits = letter == ',' && number_continues(text, at);
        if depth == 0
            && !between_digits
            && let Some(separator) = SEPARATORS.iter().find(|separator| rest.starts_with(**separator))
        {
            pieces.push(start..at);
            at += separator.len();
            (start, signed) = (at, false);
            continue;
        }
        let glyph = "≥≤<>=".contains(letter);
        let fresh = glyph && !text.get(..at).is_some_and(|before| before.ends_with(['≥', '≤', '<', '>', '=']));
        let word = !glyph && is_sign_word(rest);
        let counted = text.get(start..at).is_some_and(|piece| piece.contains(|letter: char| letter.is_ascii_digit()));
        if depth == 0 && signed && (fresh || (word && counted)) {
            pieces.push(start..at);
            start = at;
        }
        signed |= glyph || word;
        at += letter.len_utf8();
    }
    pieces.push(start..text.len());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether a sign in words is next, one that nothing else begins with.
fn is_sign_word(rest: &str) -> bool {
    words::SIGN_WORDS.iter().any(|(word, _)| word.ends_with('于') && rest.starts_with(word))
}

/// Whether the comma at a byte separates thousands.
fn number_continues(text: &str, comma: usize) -> bool {
    let before = text.get(..comma).is_some_and(|before| before.ends_with(|letter: char| letter.is_ascii_digit()));
    let after = text.get(comma + 1..).unwrap_or_default();
    before && after.bytes().take_while(u8::is_ascii_digit).count() == 3
}

/// Whether a part is worth reading as a demand of its own.
fn may_demand(text: &str) -> bool {
    let relative = ["同比", "环比"].iter().chain(words::PREVIOUS).any(|word| text.contains(word));
    let numeral = text.contains("百分之") || words::SIGN_WORDS.iter().any(|(word, _)| text.starts_with(word));
    relative || numeral || text.chars().any(|letter| letter.is_ascii_digit())
}

fn is_demand(reading: &TargetReading) -> bool {
    match reading.kind {
        TargetKind::Quantity | TargetKind::Range | TargetKind::Date | TargetKind::Ratio | TargetKind::Relative => true,
        TargetKind::YesNo | TargetKind::Qualitative | TargetKind::NotApplicable | TargetKind::Unreadable => false,
    }
}

/// `Q1≥25%` without its `Q1`.
fn without_label<'a>(piece: &Scope<'a>) -> Scope<'a> {
    let sign = piece.text.find(['≥', '≤', '<', '>', '=']).filter(|_| dates::starts_with_period(piece.text));
    sign.map_or(*piece, |at| piece.part(at..piece.text.len()))
}

/// `≥95%，持续提升`: the demand stands, the words are named.
fn one_of_words(scope: &Scope, piece: &Scope, reading: &TargetReading) -> TargetReading {
    let start = piece.offset - scope.offset;
    let rest = if start == 0 { piece.text.len()..scope.text.len() } else { 0..start };
    if reading.kind == TargetKind::Date && scope.text.len() - piece.text.len() <= 30 {
        return reading.clone();
    }
    let note = scope
        .note("E0718", rest.clone(), format!("`{}` 没有读进指标值", scope.written(rest)))
        .help("说明写到 `说明`，指标值只写符号、数和单位");
    reading.clone().noted(note)
}

/// `≥90%，≤95%` is the range from 90% to 95%.
fn two_ends(first: &TargetReading, second: &TargetReading) -> Option<TargetReading> {
    let (low, high) = match (first.op?, second.op?) {
        (Sign::Ge, Sign::Le) => (first, second),
        (Sign::Le, Sign::Ge) => (second, first),
        _ => return None,
    };
    let (Some(TargetValue::One(from)), Some(TargetValue::One(to))) = (&low.value, &high.value) else { return None };
    // `≥3≤5个`: the unit is written once.
    let one_unit = low.unit == high.unit || low.unit.is_none() != high.unit.is_none();
    if low.kind != TargetKind::Quantity || high.kind != TargetKind::Quantity || !one_unit {
        return None;
    }
    let value = TargetValue::Range { low: from.clone(), high: to.clone() };
    let mut range = TargetReading {
        value: Some(value),
        unit: low.unit.clone().or(high.unit.clone()),
        ..TargetReading::new(TargetKind::Range)
    };
    range.diagnostics =
        first.diagnostics.iter().filter(|note| range.unit.is_none() || note.code != "E0702").cloned().collect();
    Some(range)
}

/// The first demand is kept, and the note says which others were not.
fn first_of(scope: &Scope, first: &TargetReading, second: &Scope, demands: &[(Scope, TargetReading)]) -> TargetReading {
    let start = second.offset - scope.offset;
    let rest = start..scope.text.len();
    let note = scope
        .note(
            "E0712",
            rest.clone(),
            format!("一格里有 {} 个要求，只读了第一个，`{}` 没有读", demands.len(), scope.written(rest)),
        )
        .help("拆成几条指标，每条一个指标值");
    let mut reading = first.clone().noted(note);
    if demands.iter().any(|(_, reading)| reading.kind == TargetKind::Relative) {
        reading.kind = TargetKind::Relative;
    }
    reading
}

/// Several demands of which none is the first.
fn split_up(scope: &Scope, count: usize) -> TargetReading {
    let note = scope.note("E0712", scope.all(), format!("一格里有 {count} 个要求，不知道考核哪一个"));
    TargetReading::new(TargetKind::Unreadable).noted(note.help("拆成几条指标，每条一个指标值"))
}
