//! The plan: one declaration, flat and typed, in evaluation order.
//!
//! Pure data. A score is computed from a [`Plan`] and the actual values alone; what is not
//! here cannot influence it.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::exact::{Exact, Rounding};
use crate::model::unit::{UnitId, Units};
use crate::source::Place;
pub use crate::syntax::ast::{BinaryOp, Side, UnaryOp};
use crate::terms::{Direction, Sign};

/// A declaration ready to be scored.
#[derive(Debug, Clone)]
pub struct Plan {
    /// `部门` or `项目`.
    pub kind: &'static str,
    /// The name of the department or project.
    pub name: String,
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
    /// Decimal places of a score.
    pub places: u32,
    /// How ties are decided.
    pub rounding: Rounding,
    /// From which attainment on over-achievement needs an explanation.
    pub over: Option<Exact>,
    /// How the execution of the budget is scored; none when the framework does not.
    pub execution: Option<Execution>,
}

/// One grade.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// 优, 良, …
    pub name: String,
    /// Total from which it is given; none for the rest (其余).
    pub at_least: Option<Exact>,
}

/// How 预算执行率 is scored.
#[derive(Debug, Clone)]
pub struct Execution {
    /// Its weight.
    pub weight: Exact,
    /// Its rule; the target is 100%.
    pub rule: Arc<Rule>,
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

/// A number in a unit of [`Plan::units`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// As written.
    pub number: Decimal,
    /// Its unit; [`UnitId::NONE`] for a plain number.
    pub unit: UnitId,
}

/// What an indicator is held to.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// `>= 800 件`.
    Quantity { sign: Sign, value: Quantity },
    /// `= 100 ~ 120 人次`.
    Range { low: Quantity, high: Quantity },
    /// `<= 2024-12-31`; the sign is one of `<= < = >= >`.
    Date { sign: Sign, date: Date },
    /// `= 是`.
    YesNo(bool),
    /// `>= 上年 * 105%`, `>= 上年 + 20 家`: last year's value, times `factor`, plus `plus`.
    Previous { sign: Sign, factor: Exact, plus: Option<Quantity> },
    /// `同比 >= 5%`: the growth over last year's value, as a ratio (0.05).
    Growth { sign: Sign, rate: Exact },
    /// `定性 "显著提升"`.
    Qualitative(String),
    /// `不适用 "理由"`.
    NotApplicable(Option<String>),
}

/// A scoring rule (计分规则), named or written in place.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The name reports print: `比例`, `门槛 60%`, `财政部满意度`.
    pub name: String,
    /// What it computes.
    pub method: Method,
    /// 及格: attainment below this scores nothing.
    pub pass: Option<Exact>,
    /// Which document the rule rests on: its own, or that of the framework that names it.
    pub basis: Option<String>,
    /// Where it is declared or used.
    pub place: Place,
}

/// The scoring methods of the language. Ratios are of the weight unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// 达标: all or nothing.
    AllOrNothing,
    /// 比例: actual over target; target over actual where less is better.
    Proportional,
    /// 门槛 p: `(attainment − p) ÷ (1 − p)`, nothing below p.
    Threshold(Exact),
    /// 线性: `1 − |actual − target| ÷ target` on the missed side, nothing from twice the target.
    Linear,
    /// 分档: the first band that holds.
    Bands(Vec<Band>),
    /// 插值: linear between neighbouring points, level outside; points in rising order.
    Interpolate(Vec<Point>),
    /// 扣分: points off for each step on one side of the target, until nothing is left.
    Deduct { side: Side, step: Quantity, points: Exact, remainder: Remainder },
    /// 等级: a person judges; shares of the weight per judgement.
    Judged(Vec<JudgedBand>),
    /// 公式: an expression over 实际, 目标, 完成率, 分值.
    Formula(Expr),
}

/// What a part of a deduction step counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub enum Remainder {
    /// 按比例: in proportion.
    #[default]
    Proportional,
    /// 舍去: nothing.
    Drop,
    /// 进位: a whole step.
    Whole,
}

/// What a bound of 分档 and 插值 is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Subject {
    /// 完成率, a ratio.
    Attainment,
    /// 实际, the actual value in the bound's unit.
    Actual,
}

/// One band of 分档.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What is compared; for a named rule decided per indicator by `subject_for`.
    pub subject: Option<Subject>,
    /// Sign and bound; none for 其余.
    pub bound: Option<(Sign, Quantity)>,
    /// What it is worth.
    pub worth: Worth,
}

/// One point of 插值.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What is compared.
    pub subject: Option<Subject>,
    /// Where.
    pub at: Quantity,
    /// What it is worth there.
    pub worth: Worth,
}

/// What a band or a point is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Worth {
    /// A share of the weight, as a ratio.
    Share(Exact),
    /// Points.
    Points(Exact),
}

/// The share of the weight that a judgement may be given.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedBand {
    /// 达成, 部分达成, 未达成.
    pub judgement: crate::terms::Judgement,
    /// Lowest share, included.
    pub low: Exact,
    /// Highest share.
    pub high: Exact,
    /// Whether the highest share is included (it is only for 达成).
    pub high_included: bool,
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

/// A checked expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A constant.
    Quantity(Quantity),
    /// A data item, an index into [`Plan::data`].
    Data(usize),
    /// Another indicator's actual value, an index into [`Plan::lines`].
    Line(usize),
    /// A word of a scoring formula.
    Word(ScoringWord),
    /// Minus.
    Negate(Box<Expr>),
    /// `+ - * /`; comparisons and logic do not occur here.
    Binary { op: BinaryOp, left: Box<Expr>, right: Box<Expr> },
}

/// The words a scoring formula may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum ScoringWord {
    /// 实际.
    Actual,
    /// 目标.
    Target,
    /// 完成率.
    Attainment,
    /// 分值.
    Weight,
}
