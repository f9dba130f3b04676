//! Target texts and how they are read; the pages of the codes, executed.

#![allow(clippy::string_slice, reason = "tests fail by panicking")]

use proptest::prelude::*;

use super::*;
use crate::diag::Severity;

/// `kind op value unit codes`, with `-` for what is absent.
fn shown(text: &str, name: Option<&str>, year: Option<i16>) -> String {
    let reading = read(text, name, year);
    let value = match &reading.value {
        None => "-".to_owned(),
        Some(TargetValue::One(value)) => value.clone(),
        Some(TargetValue::Range { low, high }) => format!("{low}..{high}"),
    };
    let mut parts = vec![reading.kind.ascii().to_owned(), reading.op.map_or("-", Sign::ascii).to_owned(), value];
    parts.push(reading.unit.unwrap_or_else(|| "-".to_owned()));
    parts.extend(reading.diagnostics.iter().map(|note| note.code.to_owned()));
    parts.join(" ")
}

#[test]
fn texts_as_published() {
    let golden: Vec<&str> =
        include_str!("golden.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(golden.len() > 50, "the golden texts are missing");
    for line in golden {
        let (input, expected) = line.split_once(" => ").unwrap();
        let (name, text) = input.split_once(" | ").map_or((None, input), |(name, text)| (Some(name), text));
        assert_eq!(shown(text, name, None), expected, "{input}");
    }
}

#[test]
fn the_year_fills_dates_without_one() {
    assert_eq!(shown("12月底前", None, Some(2024)), "date <= 2024-12-31 -");
    assert_eq!(shown("次年3月底前", None, Some(2024)), "date <= 2025-03-31 -");
    assert_eq!(shown("2月底前", None, Some(2023)), "date <= 2023-02-28 -");
}

#[test]
fn json_as_the_command_prints_it() {
    let reading = serde_json::to_value(read("100%", Some("验收合格率"), None)).unwrap();
    assert_eq!(reading["kind"], "quantity");
    assert_eq!(reading["op"], serde_json::Value::Null);
    assert_eq!(reading["value"], "100");
    assert_eq!(reading["diagnostics"][0]["code"], "E0701");
    assert_eq!(reading["diagnostics"][0]["help"], "越多越好的，写成 `>= 100%`");
    let range = serde_json::to_value(read("100-120人次", None, None)).unwrap();
    assert_eq!(range["value"], serde_json::json!({"low": "100", "high": "120"}));
}

#[test]
fn notes_point_at_what_was_written() {
    let text = " 25 ％左右";
    let note = &read(text, None, None).diagnostics[0];
    assert_eq!(&text[note.range.clone()], "左右");
    let text = "≥98%且同比不下降";
    let note = &read(text, None, None).diagnostics[0];
    assert_eq!((note.code, note.severity, &text[note.range.clone()]), ("E0712", Severity::Error, "同比不下降"));
}

#[test]
fn pages_of_notes_hold() {
    for (code, _, title) in NOTES {
        let page = page(code, title);
        let examples = examples(&page);
        assert!(
            examples.iter().any(|example| example.wrong) && examples.iter().any(|example| !example.wrong),
            "{code}"
        );
        for example in examples {
            let name = Some(example.name.as_str()).filter(|name| !name.is_empty());
            assert_eq!(read(&example.text, name, None).has(code), example.wrong, "{code}: {}", example.text);
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(
        text in "(≥|>=|<|不低于|以上|左右|同比|上年|[0-9]{1,4}|[,.:/~()-]|%|万元|年|月|日|且|百分之|[一二三十百千万]|每|\\PC){0,24}",
        name in "\\PC{0,12}"
    ) {
        let reading = read(&text, Some(&name), None);
        for note in &reading.diagnostics {
            prop_assert!(text.get(note.range.clone()).is_some(), "{note:?}");
        }
        prop_assert!(reading.kind != TargetKind::Unreadable || !reading.diagnostics.is_empty());
    }
}
