//! Scoring rules (计分规则) as typed data. How they are read is `scoring`'s business.

use crate::exact::Exact;
use crate::model::expr::Expr;
use crate::model::value::Quantity;
use crate::source::Place;
pub use crate::syntax::ast::Side;
use crate::terms::Sign;

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
    /// What is compared; without it the unit of the bound decides, indicator by indicator.
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
