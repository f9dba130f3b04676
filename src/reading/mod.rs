//! How one published target text is read: `≥800件`, `2025年年底前`, `不低于上年`, `效果明显`.
//!
//! Forms are typed, scanned and copied by many hands, so the reader is lenient about how
//! a thing is written and strict about saying what it had to suppose: whatever is not in
//! the text is a note. It never fails, and never guesses in silence.

mod dates;
mod direction;
pub(crate) mod measure;
mod name;
pub(crate) mod normal;
mod notes;
mod numeral;
mod quantity;
mod relative;
pub(crate) mod scan;
mod several;
mod suspect;
pub(crate) mod when;
mod wording;
pub(crate) mod words;

use std::ops::Range;

use serde::Serialize;

pub use direction::leaning;
pub use notes::{NOTES, ReadNote};

use self::name::NameHints;
use self::normal::Normal;
use self::scan::Cursor;
use crate::terms::Sign;

/// A target is a cell of a form. A text beyond this is no value, whatever it says.
pub const MAX_TARGET_BYTES: usize = 4096;

/// What kind of target a text sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A number with a unit: `≥800件`.
    Quantity,
    /// From one value to another: `100-120人次`, `2023.07-2024.01`.
    Range,
    /// A day by which: `2025年年底前`.
    Date,
    /// 是 or 否.
    YesNo,
    /// `1:3`.
    Ratio,
    /// By last year's value: `不低于上年`, `同比增长≥5%`.
    Relative,
    /// Words to be judged by grade: `效果明显`.
    Qualitative,
    /// The row is there and not assessed.
    NotApplicable,
    /// Nothing that can be used; a note says why.
    Unreadable,
}

impl TargetKind {
    /// Every kind.
    pub const ALL: [TargetKind; 9] = [
        TargetKind::Quantity,
        TargetKind::Range,
        TargetKind::Date,
        TargetKind::YesNo,
        TargetKind::Ratio,
        TargetKind::Relative,
        TargetKind::Qualitative,
        TargetKind::NotApplicable,
        TargetKind::Unreadable,
    ];

    /// As JSON writes it: `not_applicable`.
    pub fn ascii(self) -> &'static str {
        match self {
            TargetKind::Quantity => "quantity",
            TargetKind::Range => "range",
            TargetKind::Date => "date",
            TargetKind::YesNo => "yes_no",
            TargetKind::Ratio => "ratio",
            TargetKind::Relative => "relative",
            TargetKind::Qualitative => "qualitative",
            TargetKind::NotApplicable => "not_applicable",
            TargetKind::Unreadable => "unreadable",
        }
    }
}

/// The value of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum TargetValue {
    /// A decimal (`28.40`), a day (`2025-12-31`, `12-31` without a year), `是`, `1:3`,
    /// `上年`, `上年 * 105%`, or the words of a qualitative target.
    One(String),
    /// Both ends, which belong to it.
    Range {
        /// The lower end: a decimal, or a date as far as it was written (`2023-07`).
        low: String,
        /// The upper end.
        high: String,
    },
}

/// How a target text is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetReading {
    /// What kind of target it sets.
    pub kind: TargetKind,
    /// The sign; none where the text has none, and for kinds that need none.
    pub op: Option<Sign>,
    /// The value; none where there is none.
    pub value: Option<TargetValue>,
    /// The unit in its one spelling: `%`, `万元/公里`.
    pub unit: Option<String>,
    /// What had to be supposed, and what could not be read.
    pub diagnostics: Vec<ReadNote>,
}

impl TargetReading {
    fn new(kind: TargetKind) -> Self {
        TargetReading { kind, op: None, value: None, unit: None, diagnostics: Vec::new() }
    }

    fn one(kind: TargetKind, op: Option<Sign>, value: impl Into<String>) -> Self {
        TargetReading { op, value: Some(TargetValue::One(value.into())), ..Self::new(kind) }
    }

    fn noted(mut self, note: ReadNote) -> Self {
        self.diagnostics.push(note);
        self
    }

    /// Whether a note with this code was made.
    pub fn has(&self, code: &str) -> bool {
        self.diagnostics.iter().any(|note| note.code == code)
    }
}

/// Reads one target text. `name` is the indicator's name, which tells rates from counts and
/// dates from numbers; `year` is the fiscal year, for dates without one.
pub fn read(text: &str, name: Option<&str>, year: Option<i16>) -> TargetReading {
    let normal = Normal::new(text.get(..MAX_TARGET_BYTES).unwrap_or(text));
    let hints = NameHints::new(name);
    let whole = Scope { normal: &normal, source: text, offset: 0, text: normal.text(), name: &hints, year };
    if text.len() > MAX_TARGET_BYTES {
        let note = whole.note("E0713", whole.all(), format!("指标值有 {} 个字节，太长，不像一个指标值", text.len()));
        return TargetReading::new(TargetKind::Unreadable)
            .noted(note.help("只写符号、数和单位，如 `>= 800 件`；说明写到 `说明`"));
    }
    read_scope(&whole.stripped())
}

/// The readings in the order they are tried; the first that fits is taken.
const READINGS: &[fn(&Scope) -> Option<TargetReading>] = &[
    wording::placeholder,
    wording::not_applicable,
    wording::marked_qualitative,
    wording::yes_no,
    suspect::suspect,
    suspect::span_of_time,
    wording::grade_scale,
    dates::serial,
    dates::span,
    quantity::range,
    several::several,
    dates::day,
    relative::relative,
    quantity::deadline,
    quantity::ratio,
    quantity::in_words,
    quantity::quantity,
    wording::qualitative,
];

fn read_scope(scope: &Scope) -> TargetReading {
    READINGS.iter().find_map(|reading| reading(scope)).unwrap_or_else(|| wording::unreadable(scope))
}

/// A part of a target text, with what its readers need to know.
#[derive(Debug, Clone, Copy)]
struct Scope<'a> {
    normal: &'a Normal,
    source: &'a str,
    /// Where `text` starts in the normalised text.
    offset: usize,
    text: &'a str,
    name: &'a NameHints,
    year: Option<i16>,
}

impl<'a> Scope<'a> {
    fn cursor(&self) -> Cursor<'a> {
        Cursor::new(self.text)
    }

    fn all(&self) -> Range<usize> {
        0..self.text.len()
    }

    /// A part of this part.
    fn part(&self, range: Range<usize>) -> Scope<'a> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        Scope { offset: self.offset + range.start, text, ..*self }
    }

    /// The bytes of the source that a range of this part came from.
    fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.normal.origin(self.offset + range.start..self.offset + range.end)
    }

    /// The text as it was written.
    fn written(&self, range: Range<usize>) -> &'a str {
        self.source.get(self.origin(range)).unwrap_or_default().trim()
    }

    fn note(&self, code: &'static str, range: Range<usize>, message: impl Into<String>) -> ReadNote {
        ReadNote::new(code, self.origin(range), message)
    }

    /// Without the full stops, quotes and labels around a value.
    fn stripped(&self) -> Scope<'a> {
        let mut range = self.all();
        loop {
            let inner = self.part(range.clone());
            let next = strip_once(inner.text);
            if next == inner.all() {
                return inner;
            }
            range = range.start + next.start..range.start + next.end;
        }
    }
}

/// Marks that close a sentence or an item.
const CLOSING: &[char] = &['。', '.', ';', ',', '、', '!'];
/// Marks in pairs around a whole value.
const PAIRS: &[(char, char)] =
    &[('“', '”'), ('"', '"'), ('‘', '’'), ('\'', '\''), ('(', ')'), ('[', ']'), ('「', '」')];
/// Labels in front of a value that was copied with its heading.
const LABELS: &[&str] =
    &["年度指标值:", "指标值:", "目标值:", "年初目标值:", "年度目标值:", "目标:", "计划值:", "预期值:", "预期目标值:"];

fn strip_once(text: &str) -> Range<usize> {
    if let Some(label) = LABELS.iter().find(|label| text.starts_with(**label)) {
        return label.len()..text.len();
    }
    let ellipsis = text.ends_with("..");
    if !ellipsis
        && let Some(last) = text.chars().next_back()
        && CLOSING.contains(&last)
        && text.chars().count() > 1
    {
        return 0..text.len() - last.len_utf8();
    }
    let paired = PAIRS.iter().find(|(open, close)| {
        let mut letters = text.chars();
        letters.next() == Some(*open)
            && letters.next_back() == Some(*close)
            && !letters.as_str().contains([*open, *close])
    });
    match paired {
        Some((open, close)) => open.len_utf8()..text.len() - close.len_utf8(),
        None => 0..text.len(),
    }
}

#[cfg(test)]
mod tests;

/// An example of a page: a text, the name that goes with it, and whether it is the wrong one.
#[cfg(test)]
pub(crate) struct Example {
    pub(crate) language: String,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) wrong: bool,
}

/// The page of a code, its title checked.
#[cfg(test)]
pub(crate) fn page(code: &str, title: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/diag/pages/{code}.md"));
    let page = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{code} has no page"));
    assert_eq!(page.lines().next(), Some(format!("# {code} {title}").as_str()));
    assert!(page.contains("\n## 原因\n") && page.contains("\n## 错误\n") && page.contains("\n## 正确\n"), "{code}");
    page
}

/// The fenced examples of a page. The word after the language is the indicator's name.
#[cfg(test)]
pub(crate) fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut wrong, mut open) = (false, false);
    for line in page.lines() {
        if let Some(section) = line.strip_prefix("## ") {
            wrong = section == "错误";
        } else if let Some(fence) = line.strip_prefix("```") {
            open = !open;
            if open {
                let (language, name) = fence.split_once(' ').unwrap_or((fence, ""));
                examples.push(Example {
                    language: language.to_owned(),
                    name: name.to_owned(),
                    text: String::new(),
                    wrong,
                });
            }
        } else if open && let Some(example) = examples.last_mut() {
            if !example.text.is_empty() {
                example.text.push('\n');
            }
            example.text.push_str(line);
        }
    }
    examples
}
