//! What a result can be computed again from: the texts that were compiled and the values that
//! were matched, in shapes of their own. Nothing is computed here.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exact::Exact;
use crate::model::Model;
use crate::model::files::Files;
use crate::report::provenance::{ALGORITHM, InputFile, Provenance};
use crate::score::actuals::{self, Actual, Actuals, Measure, Origin, Unusable, Value};
use crate::source::{Place, Span};
use crate::terms::Judgement;

/// Raised when a record can no longer be read as before.
pub const RECORD_VERSION: u32 = 1;

/// What a result can be computed again from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The version of this shape.
    pub version: u32,
    /// The version of heng that computed the result.
    pub heng: String,
    /// How the hashes are made: `SHA-256`.
    pub algorithm: String,
    /// The files that were read.
    pub inputs: Vec<InputFile>,
    /// The texts that were compiled, in their order; the first is the entry.
    pub sources: Vec<SourceText>,
    /// How many of the sources, the last ones, belong to every compilation (house-rules).
    pub house_rules: Vec<String>,
    /// The framework of a declaration that names none, from heng.toml.
    pub framework: Option<String>,
    /// The value of each indicator, in their order.
    pub lines: Vec<Held>,
    /// The value of each data item, in their order.
    pub data: Vec<Held>,
    /// 全年预算数 and 全年执行数.
    pub budget: Option<[Held; 2]>,
}

/// A text that was compiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceText {
    /// Its name.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// A value as it was matched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// The value.
    pub value: HeldValue,
    /// The score that a person gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
    /// 偏差原因.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The cell's own text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<HeldOrigin>,
}

/// Kinds of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HeldValue {
    /// None.
    Missing,
    /// One that cannot be used.
    Unusable {
        /// Why.
        why: Unusable,
    },
    /// A number.
    Number(HeldNumber),
    /// A growth over last year.
    Growth(HeldNumber),
    /// A day.
    Date {
        /// `2024-11-30`.
        date: String,
    },
    /// 是 or 否.
    YesNo {
        /// Which.
        yes: bool,
    },
    /// A judgement.
    Judged {
        /// 达成, 部分达成 or 未达成.
        judgement: Option<Judgement>,
        /// The share of the weight, as a fraction.
        share: Option<String>,
    },
}

/// A number as written and as it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldNumber {
    /// As written.
    pub number: String,
    /// Its unit as written, where it is not that of the indicator.
    pub unit: Option<String>,
    /// In the unit of the indicator, as a fraction.
    pub exact: String,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum HeldOrigin {
    /// In a cell.
    Cell {
        /// The file.
        file: String,
        /// The sheet.
        sheet: Option<String>,
        /// `E12`.
        cell: String,
    },
    /// In a text: which, and its first and last byte.
    Text {
        /// The place of the text in `sources`.
        source: usize,
        /// The first byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
}

/// The record of one scorecard.
pub fn record(model: &Model, actuals: &Actuals, provenance: &Provenance) -> Record {
    let held = |actual: &Actual| held(actual, &model.files);
    let source =
        |source: &crate::source::Source| SourceText { name: source.name.to_string(), text: source.text.to_string() };
    Record {
        version: RECORD_VERSION,
        heng: provenance.version.clone(),
        algorithm: ALGORITHM.to_owned(),
        inputs: provenance.inputs.clone(),
        sources: model.files.own().map(|parsed| source(&parsed.source)).collect(),
        house_rules: provenance.house_rules.clone(),
        framework: provenance.framework.clone(),
        lines: actuals.lines.iter().map(held).collect(),
        data: actuals.data.iter().map(held).collect(),
        budget: actuals.budget.as_ref().map(|budget| [held(&budget.planned), held(&budget.executed)]),
    }
}

fn held(actual: &Actual, files: &Files) -> Held {
    let number = |measure: &Measure| HeldNumber {
        number: measure.number.to_string(),
        unit: measure.unit.as_ref().map(ToString::to_string),
        exact: measure.value.to_fraction(),
    };
    let value = match &actual.value {
        Value::Missing => HeldValue::Missing,
        Value::Unusable(why) => HeldValue::Unusable { why: *why },
        Value::Number(measure) => HeldValue::Number(number(measure)),
        Value::Growth(measure) => HeldValue::Growth(number(measure)),
        Value::Date(date) => HeldValue::Date { date: date.to_string() },
        Value::YesNo(yes) => HeldValue::YesNo { yes: *yes },
        Value::Judged { judgement, share } => {
            HeldValue::Judged { judgement: *judgement, share: share.as_ref().map(Exact::to_fraction) }
        }
    };
    let origin = actual.origin.as_ref().and_then(|origin| {
        Some(match origin {
            Origin::Cell { file, sheet, cell } => {
                HeldOrigin::Cell { file: file.clone(), sheet: sheet.clone(), cell: cell.clone() }
            }
            Origin::Heng(place) => {
                HeldOrigin::Text { source: files.own_index(place.file)?, start: place.span.start, end: place.span.end }
            }
        })
    });
    let (stated, reason) = (actual.stated.map(|stated| stated.to_string()), actual.reason.clone());
    Held { value, stated, reason, text: actual.text.clone(), origin }
}

impl Record {
    /// The values as they were scored; what cannot be read is named.
    pub fn actuals(&self, files: &Files) -> Result<Actuals, String> {
        let all = |held: &[Held]| held.iter().map(|held| held.actual(files)).collect::<Result<Vec<_>, _>>();
        let budget = match &self.budget {
            Some([planned, executed]) => {
                Some(actuals::Budget { planned: planned.actual(files)?, executed: executed.actual(files)? })
            }
            None => None,
        };
        Ok(Actuals { lines: all(&self.lines)?, data: all(&self.data)?, budget })
    }
}

impl Held {
    fn actual(&self, files: &Files) -> Result<Actual, String> {
        let wrong = |what: &str, text: &str| format!("{what} `{text}` 读不懂");
        let decimal = |text: &str| Decimal::from_str_exact(text).map_err(|_| wrong("数", text));
        let fraction = |text: &str| Exact::from_fraction(text).ok_or_else(|| wrong("分数", text));
        let measure = |held: &HeldNumber| {
            let (number, value) = (decimal(&held.number)?, fraction(&held.exact)?);
            Ok::<_, String>(Measure { number, unit: held.unit.as_deref().map(Box::from), value })
        };
        let value = match &self.value {
            HeldValue::Missing => Value::Missing,
            HeldValue::Unusable { why } => Value::Unusable(*why),
            HeldValue::Number(held) => Value::Number(measure(held)?),
            HeldValue::Growth(held) => Value::Growth(measure(held)?),
            HeldValue::Date { date } => Value::Date(date.parse::<Date>().map_err(|_| wrong("日期", date))?),
            HeldValue::YesNo { yes } => Value::YesNo(*yes),
            HeldValue::Judged { judgement, share } => {
                Value::Judged { judgement: *judgement, share: share.as_deref().map(fraction).transpose()? }
            }
        };
        let origin = self.origin.as_ref().map(|origin| match origin {
            HeldOrigin::Cell { file, sheet, cell } => {
                Origin::Cell { file: file.clone(), sheet: sheet.clone(), cell: cell.clone() }
            }
            HeldOrigin::Text { source, start, end } => {
                Origin::Heng(Place { file: files.own_file(*source), span: Span { start: *start, end: *end } })
            }
        });
        let stated = self.stated.as_deref().map(decimal).transpose()?;
        Ok(Actual { value, stated, reason: self.reason.clone(), text: self.text.clone(), origin })
    }
}
