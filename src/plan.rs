//! The plan: one declaration, flat and typed, in evaluation order.
//!
//! Pure data. A score is computed from a [`Plan`] and the actual values alone; what is not
//! here cannot influence it.

mod lower;
mod print;

use std::sync::Arc;

use crate::exact::{Exact, Rounding};
pub use crate::model::expect::{Expectation, Expected, Fact, Test, Watched};
pub use crate::model::expr::{Expr, ScoringWord};
pub use crate::model::framework::{Execution, Grade, Light, Lights};
pub use crate::model::rule::{Band, JudgedBand, Method, Point, Remainder, Rule, Side, Subject, Worth};
use crate::model::unit::{UnitId, Units};
pub use crate::model::value::{Goal, Quantity};
use crate::source::Place;
pub use crate::syntax::ast::{BinaryOp, UnaryOp};
use crate::terms::Direction;

pub use lower::{plan, tests};
pub use print::print;

/// A declaration ready to be scored.
#[derive(Debug, Clone)]
pub struct Plan {
    /// `部门` or `项目`.
    pub kind: &'static str,
    /// The name of the department or project.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// Fiscal year, when stated.
    pub year: Option<i16>,
    /// What the framework says.
    pub framework: Framework,
    /// Level-1 and level-2 groups, each after its parent.
    pub groups: Vec<Group>,
    /// The indicators, in the order of the file.
    pub lines: Vec<Line>,
    /// What formulas are computed from.
    pub data: Vec<DataItem>,
    /// The units of the compilation, for reading actual values.
    pub units: Arc<Units>,
}

/// The part of a framework that scores depend on.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its name.
    pub name: String,
    /// The document it rests on.
    pub basis: Option<String>,
    /// Assumptions that every result under it has to state (说明 of the framework).
    pub assumptions: Vec<String>,
    /// 满分.
    pub full: Exact,
    /// Grades from the best to the worst; the last may have no lower bound.
    pub grades: Vec<Grade>,
    /// How a year is watched; none when the framework says nothing.
    pub lights: Option<Lights>,
    /// Decimal places of a score.
    pub places: u32,
    /// How ties are decided.
    pub rounding: Rounding,
    /// From which attainment on over-achievement needs an explanation.
    pub over: Option<Exact>,
    /// How the execution of the budget is scored; none when the framework does not.
    pub execution: Option<Execution>,
}

/// A level-1 or level-2 group.
#[derive(Debug, Clone)]
pub struct Group {
    /// The name the file uses.
    pub name: String,
    /// 1 or 2.
    pub level: u8,
    /// The level-1 group of a level-2 group, an index into [`Plan::groups`].
    pub parent: Option<usize>,
    /// The sum of the weights of its indicators.
    pub weight: Exact,
}

/// One indicator.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name.
    pub name: Box<str>,
    /// Where its name stands.
    pub place: Place,
    /// Its innermost group, an index into [`Plan::groups`].
    pub group: usize,
    /// Its weight (分值).
    pub weight: Exact,
    /// Whether the weight was shared out rather than written.
    pub shared: bool,
    /// Whether it is a core indicator.
    pub core: bool,
    /// What it is held to.
    pub goal: Goal,
    /// Whether more is better; ranges, dates and the like have none.
    pub direction: Option<Direction>,
    /// How it is scored.
    pub rule: Arc<Rule>,
    /// Last year's value.
    pub previous: Option<Quantity>,
    /// How the actual value follows from data items.
    pub formula: Option<Arc<Expr>>,
}

/// A data item that formulas are computed from.
#[derive(Debug, Clone)]
pub struct DataItem {
    /// Its name.
    pub name: Box<str>,
    /// Its unit.
    pub unit: UnitId,
    /// Where it is declared.
    pub place: Place,
}
