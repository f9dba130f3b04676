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

/// `2024.xlsx!自评!E12`.
impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Cell { file, sheet: Some(sheet), cell } => write!(f, "{file}!{sheet}!{cell}"),
            Origin::Cell { file, sheet: None, cell } => write!(f, "{file}!{cell}"),
            Origin::Heng(_) => f.write_str("heng"),
        }
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
    /// A date; `day_known` is false for `2024年10月`, which is then its last day.
    Date {
        /// The date.
        date: Date,
        /// Whether the day was written.
        day_known: bool,
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
