//! The closed vocabularies of the field that every stage shares.

use serde::Serialize;

/// The sign between an indicator and its value (指标性质).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub enum Sign {
    /// At least; official code 1.
    #[serde(rename = ">=")]
    Ge,
    /// More than; official code 2.
    #[serde(rename = ">")]
    Gt,
    /// Equal; official code 3.
    #[serde(rename = "=")]
    Eq,
    /// Less than; official code 4.
    #[serde(rename = "<")]
    Lt,
    /// At most; official code 5.
    #[serde(rename = "<=")]
    Le,
}

impl Sign {
    /// The sign seen from the other side: `a >= b` is `b <= a`.
    pub fn turned(self) -> Sign {
        match self {
            Sign::Ge => Sign::Le,
            Sign::Gt => Sign::Lt,
            Sign::Eq => Sign::Eq,
            Sign::Lt => Sign::Gt,
            Sign::Le => Sign::Ge,
        }
    }

    /// Every sign, in the order of the official codes.
    pub const ALL: [Sign; 5] = [Sign::Ge, Sign::Gt, Sign::Eq, Sign::Lt, Sign::Le];

    /// As heng writes it: `>=`.
    pub fn ascii(self) -> &'static str {
        match self {
            Sign::Ge => ">=",
            Sign::Gt => ">",
            Sign::Eq => "=",
            Sign::Lt => "<",
            Sign::Le => "<=",
        }
    }

    /// As forms print it: `≥`.
    pub fn printed(self) -> &'static str {
        match self {
            Sign::Ge => "≥",
            Sign::Gt => "＞",
            Sign::Eq => "＝",
            Sign::Lt => "＜",
            Sign::Le => "≤",
        }
    }

    /// In words: `不低于`.
    pub fn word(self) -> &'static str {
        match self {
            Sign::Ge => "不低于",
            Sign::Gt => "高于",
            Sign::Eq => "等于",
            Sign::Lt => "低于",
            Sign::Le => "不高于",
        }
    }

    /// Whether `left sign right` holds, from how left compares with right.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Sign::Ge => order.is_ge(),
            Sign::Gt => order.is_gt(),
            Sign::Eq => order.is_eq(),
            Sign::Lt => order.is_lt(),
            Sign::Le => order.is_le(),
        }
    }
}

/// Whether more is better (指标方向).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
pub enum Direction {
    /// More is better.
    #[serde(rename = "正向")]
    Positive,
    /// Less is better.
    #[serde(rename = "反向")]
    Negative,
}

/// What the evaluator says of one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
pub enum Verdict {
    /// The target is met.
    #[serde(rename = "达成")]
    Met,
    /// The target is missed.
    #[serde(rename = "未达成")]
    Missed,
    /// Missing, unreadable, or of an unknown unit.
    #[serde(rename = "无法判定")]
    Undecided,
    /// The row is there and not assessed (不适用).
    #[serde(rename = "不适用")]
    NotApplicable,
}

impl Verdict {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Met => "达成",
            Verdict::Missed => "未达成",
            Verdict::Undecided => "无法判定",
            Verdict::NotApplicable => "不适用",
        }
    }
}

/// The grade a person gives a qualitative indicator (评判等级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize, schemars::JsonSchema)]
pub enum Judgement {
    /// 达成预期指标.
    #[serde(rename = "达成")]
    Met,
    /// 部分达成预期指标并具有一定效果.
    #[serde(rename = "部分达成")]
    Partly,
    /// 未达成预期指标且效果较差.
    #[serde(rename = "未达成")]
    Missed,
}

impl Judgement {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Judgement::Met => "达成",
            Judgement::Partly => "部分达成",
            Judgement::Missed => "未达成",
        }
    }
}
