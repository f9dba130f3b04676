//! The corpus of published target texts: each is read as a careful reviewer reads it.
//!
//! `tests/corpus/targets.tsv` holds id, name, text, year, op, value, unit, kind and notes.

use heng::reading::{TargetReading, TargetValue, read};
use rust_decimal::Decimal;

const CORPUS: &str = include_str!("corpus/targets.tsv");

/// Texts that are read otherwise than the corpus says, and why that is right.
const OTHERWISE: &[(&str, &str)] = &[
    ("290%", "a misread sign is shown (E0706) and never replaced: what was found stays"),
    ("≥98%且同比不下降", "the first demand is read, and E0712 names the one that is not"),
];

/// What a tag of the corpus calls for: one of these codes.
const TAGS: &[(&str, &[&str])] = &[
    ("no-sign", &["E0701", "E0711", "E0705"]),
    ("missing-unit", &["E0702"]),
    ("incomplete-unit", &["E0703"]),
    ("approximate", &["E0705"]),
    ("misread-sign", &["E0706"]),
    ("serial-date", &["E0707"]),
    ("no-year", &["E0708"]),
    ("relative-deadline", &["E0710"]),
    ("placeholder", &["E0711"]),
    ("compound", &["E0712"]),
    ("series", &["E0712"]),
    ("zero-word", &["E0715"]),
    ("full-coverage-word", &["E0715"]),
];

struct Line {
    name: &'static str,
    text: &'static str,
    year: Option<i16>,
    op: &'static str,
    value: &'static str,
    unit: &'static str,
    kind: &'static str,
    notes: &'static str,
}

#[test]
fn published_targets_are_read_as_reviewers_read_them() {
    let mut wrong = Vec::new();
    for line in lines() {
        let found = disagreement(&line, &read(line.text, Some(line.name), line.year));
        let known = OTHERWISE.iter().any(|(text, _)| *text == line.text);
        match found {
            Some(what) if !known => wrong.push(format!("{} | {}: {what}", line.name, line.text)),
            None if known => wrong.push(format!("{} | {}: agrees, and is listed in OTHERWISE", line.name, line.text)),
            Some(_) | None => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_corpus_marks_as_doubtful_has_its_diagnostic() {
    for line in lines() {
        let reading = read(line.text, Some(line.name), line.year);
        for (tag, codes) in TAGS.iter().filter(|(tag, _)| line.notes.split(';').any(|note| note == *tag)) {
            assert!(
                codes.iter().any(|code| reading.has(code)),
                "{} | {}: {tag} without {codes:?}",
                line.name,
                line.text
            );
        }
    }
}

fn lines() -> Vec<Line> {
    let rows = CORPUS.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let lines: Vec<Line> = rows
        .filter_map(|row| {
            let &[_, name, text, year, op, value, unit, kind, notes] = row.as_slice() else { return None };
            (kind != "kind").then(|| Line { name, text, year: year.parse().ok(), op, value, unit, kind, notes })
        })
        .collect();
    assert!(lines.len() > 100, "the corpus has only {} lines", lines.len());
    lines
}

fn disagreement(line: &Line, reading: &TargetReading) -> Option<String> {
    let op = reading.op.map_or("", |sign| sign.ascii());
    let value = match &reading.value {
        // The words of a qualitative target are the text itself.
        Some(TargetValue::One(_)) if line.kind == "qualitative" => String::new(),
        Some(TargetValue::One(value)) => value.clone(),
        Some(TargetValue::Range { low, high }) => format!("{low}..{high}"),
        None => String::new(),
    };
    let unit = reading.unit.as_deref().unwrap_or_default();
    let number = |text: &str| Decimal::from_str_exact(text).ok();
    let same_value = line.value == value || number(line.value).is_some_and(|wanted| number(&value) == Some(wanted));
    let same = op == line.op && same_value && unit == line.unit && reading.kind.ascii() == line.kind;
    (!same).then(|| {
        let expected = [line.kind, line.op, line.value, line.unit].join(" ");
        format!("expected `{expected}`, read `{} {op} {value} {unit}`", reading.kind.ascii())
    })
}
