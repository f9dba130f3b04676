//! Actual values as data: what a table or an 实际 block says, before and after it is
//! matched with a plan. Reading files is the business of `table`.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::source::Place;
use crate::terms::{Judgement, Sign};

/// Where an actual value stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A cell: file, sheet (none in CSV and JSON) and cell (`E12`) or JSON pointer.
    Cell {
        /// File name as given.
        file: String,
        /// Sheet name.
        sheet: Option<String>,
        /// `E12`.
        cell: String,
    },
    /// A place in a heng file.
    Heng(Place),
}

/// `2024.xlsx!自评!E12`, or the file alone where there is no cell.
impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Origin::Cell { file, sheet, cell } = self else { return f.write_str("heng") };
        f.write_str(file)?;
        let mut parts = sheet.iter().chain([cell]).filter(|part| !part.is_empty());
        parts.try_for_each(|part| write!(f, "!{part}"))
    }
}

/// What a cell or an entry says, read without knowing the indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum RawValue {
    /// Nothing, or a dash.
    Empty,
    /// A number, its unit text and a repeated sign (`≥266米`), when there are any.
    Number {
        /// The number.
        number: Decimal,
        /// Unit as written, normalised to half-width: `亿元`, `%`.
        unit: Option<String>,
        /// A sign in front of an actual value; it is reported.
        sign: Option<Sign>,
    },
    /// A date, or days of which it is one: `2024年10月`, `第四季度`, `11月20日前`.
    Date {
        /// The date, the last that may be meant.
        date: Date,
        /// The first that may be meant: the date itself, where the day was written.
        from: Date,
    },
    /// 是, 否, 有, 无, √.
    YesNo(bool),
    /// 达成预期指标 and the like, with the share (`90%`) when written.
    Judgement(Judgement, Option<Exact>),
    /// Any other text.
    Text(String),
    /// Something that cannot be used, and why in Chinese: `公式错误 #DIV/0!`.
    Unreadable(String),
}

/// One actual value as found.
#[derive(Debug, Clone, PartialEq)]
pub struct RawActual {
    /// The indicator's name as found, trimmed.
    pub name: String,
    /// Level-1 and level-2 names of the row, when the table has them; they tell apart
    /// indicators of the same name.
    pub group: Vec<String>,
    /// The value.
    pub value: RawValue,
    /// The cell's own text.
    pub text: String,
    /// The unit in the heading of the column, `实际完成值（万元）`: that of a number without one.
    pub heading_unit: Option<String>,
    /// Score given by a person (得分), for qualitative indicators.
    pub judged: Option<Decimal>,
    /// 偏差原因.
    pub reason: Option<String>,
    /// Where.
    pub origin: Origin,
}

/// Budget figures for 预算执行率, in one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct RawBudget {
    /// 全年预算数 (年初预算数 where there is no other).
    pub budget: RawActual,
    /// 全年执行数.
    pub executed: RawActual,
}

/// All actual values of one file or block.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawActuals {
    /// What the values are called in messages: a file name or the 实际 block.
    pub title: String,
    /// One per row.
    pub rows: Vec<RawActual>,
    /// Budget figures, when there are any.
    pub budget: Option<RawBudget>,
}

/// The actual values of one plan, matched with its lines and data items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Actuals {
    /// One per line of the plan, in its order; a line past the end has no value.
    pub lines: Vec<Actual>,
    /// One per data item of the plan, in its order.
    pub data: Vec<Actual>,
    /// Budget and execution, when there are any.
    pub budget: Option<Budget>,
}

/// What is known of one line or data item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Actual {
    /// The value.
    pub value: Value,
    /// The score the form states (得分): what a qualitative line is given, and what the
    /// computed score of any other line is compared with.
    pub stated: Option<Decimal>,
    /// 偏差原因.
    pub reason: Option<String>,
    /// The cell's own text; empty when there is none.
    pub text: String,
    /// Where the value stands.
    pub origin: Option<Origin>,
}

/// A value that fits the line it belongs to.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// There is none.
    #[default]
    Missing,
    /// There is one, and it cannot be used.
    Unusable(Unusable),
    /// A number in the unit of the line ([`crate::score::own_unit`]) or data item.
    Number(Measure),
    /// The growth over last year itself, as a ratio, where the target is a growth.
    Growth(Measure),
    /// A date; without a day it is the last of its month.
    Date(Date),
    /// Yes or no.
    YesNo(bool),
    /// A qualitative line: the judgement and the share of the weight, where given.
    Judged {
        /// 达成, 部分达成 or 未达成.
        judgement: Option<Judgement>,
        /// `90%` in `达成 90%`.
        share: Option<Exact>,
    },
}

/// A number as written and as it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// As written.
    pub number: Decimal,
    /// The unit as written, where it is not that of the line.
    pub unit: Option<Box<str>>,
    /// The same in the unit of the line.
    pub value: Exact,
}

impl Measure {
    /// A number in the unit of its line.
    pub fn plain(number: Decimal) -> Self {
        Measure { number, unit: None, value: Exact::from(number) }
    }
}

/// Why a value cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// Its unit measures something else.
    OtherUnit,
    /// Its unit is not declared.
    UnknownUnit,
    /// Text where a number is needed, and the like.
    OtherKind,
    /// `达成预期指标` where a number is needed.
    Claim,
    /// Two rows say different things.
    Conflict,
    /// The cell cannot be read.
    Unreadable,
    /// A fraction that may be a percentage.
    Fraction,
    /// A number that may be the value or its growth.
    Growth,
    /// A bare number that may be in the target's unit or in the plain one below it.
    Magnitude,
    /// `近10家`: what it is short of, and not what it is.
    Bound,
    /// More than all, or less than nothing.
    Impossible,
    /// A month where the day decides.
    NoDay,
    /// A qualitative value that nobody judged.
    Unjudged,
}

/// Budget figures: 预算数 and 执行数, their values in base units.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// 全年预算数.
    pub planned: Actual,
    /// 全年执行数.
    pub executed: Actual,
}

impl Budget {
    /// The unit in which the money executed is written, else that of the budget; none where both
    /// are bare numbers.
    pub fn unit(&self) -> Option<&str> {
        [&self.executed, &self.planned].into_iter().find_map(|figure| match &figure.value {
            Value::Number(measure) => measure.unit.as_deref(),
            _ => None,
        })
    }
}
