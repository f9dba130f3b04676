//! The syntax tree: statements with inline attributes and blocks, typed by their shape.
//!
//! The tree is what was written, in order; which statement may stand in which block is the
//! business of the model. Names and texts are spans: their characters stay in the source.
//! Inline attributes after a comma and lines of a block are the same [`Clause`]s, so
//! `X >= 3 件, 10 分` and `X >= 3 件 { 10 分 }` mean the same.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::source::Span;
use crate::terms::Sign;

/// A statement: one line, with its inline attributes and its block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stmt {
    /// From its first character to its last, block included.
    pub span: Span,
    /// What it says.
    pub clause: Clause,
    /// What follows after commas on the same line.
    pub attrs: Vec<Attr>,
    /// What stands in its braces. When the last clause of the line is `计分 分档` or
    /// `计分 插值`, the block holds that method's bands.
    pub block: Option<Box<Block>>,
}

impl Stmt {
    /// The statement's clauses, the head first and then its inline attributes.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        std::iter::once(&self.clause).chain(self.attrs.iter().map(|attr| &attr.clause))
    }

    /// The last clause of the line.
    pub fn last_clause(&self) -> &Clause {
        self.attrs.last().map_or(&self.clause, |attr| &attr.clause)
    }

    /// The statements of its block, none without a block.
    pub fn children(&self) -> &[Stmt] {
        self.block.as_ref().map_or(&[], |block| &block.stmts)
    }
}

/// An inline attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attr {
    /// Its text.
    pub span: Span,
    /// What it says.
    pub clause: Clause,
}

/// Statements in braces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The opening brace.
    pub open: Span,
    /// The closing brace; missing when the file ends before it.
    pub close: Option<Span>,
    /// The statements inside.
    pub stmts: Vec<Stmt>,
}

/// What one statement or inline attribute says. What is rare and large is boxed: a file of
/// 100,000 lines has two clauses a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Clause {
    /// `NAME >= 800 件`, `NAME 定性 "…"`: an indicator, an actual value, a grade band of a
    /// framework (`优 >= 90 分`).
    Entry { name: Name, target: Target },
    /// `NAME`, `NAME 10 分`, `NAME 件/万人`, `NAME 比例`, `NAME 又名 A, B`: a group, a budget
    /// line, a data item, a level name of a framework, a default rule, a last grade.
    Item { name: Name, value: Option<Value>, aliases: Box<[Name]> },
    /// A bare quantity: `10 分`.
    Weight(Quantity),
    /// `>= 90% 得 100%`, `60% 得 0%`, `其余 得 0%`.
    Band(Box<Band>),
    /// `部门 NAME`, `项目 NAME`.
    Declaration { kind: DeclarationKind, keyword: Span, name: Name },
    /// `框架 NAME`, `框架 NAME 继承 NAME`: a use without a block, a declaration with one.
    Framework { keyword: Span, name: Name, parent: Option<Name> },
    /// `任务 NAME`.
    Task { keyword: Span, name: Name },
    /// `预算`, `数据`, `默认计分`, `等级`, `监控灯`.
    Section { kind: SectionKind, keyword: Span },
    /// `年度 2024`.
    Year { keyword: Span, year: Quantity },
    /// `来源 "…"` and the like.
    Text { kind: TextKind, keyword: Span, text: Text },
    /// `资金 16.80 万元` and the like.
    Amount { kind: AmountKind, keyword: Span, quantity: Quantity },
    /// `周期 >= 1600 家`.
    Cycle { keyword: Span, target: Target },
    /// `方向 正向`, and other keywords followed by one word.
    Word { kind: WordKind, keyword: Span, word: Name },
    /// `核心`.
    Core { keyword: Span },
    /// `计分 比例`, `计分 NAME = 分档 {`.
    Scoring { keyword: Span, name: Option<Name>, method: Box<Method> },
    /// `公式 a / b`.
    Formula { keyword: Span, expr: Expr },
    /// `舍入 2 位`, `舍入 1 位 四舍六入`.
    Rounding { keyword: Span, places: Quantity, mode: Option<Name> },
    /// `超额 130% 需说明`.
    Over { keyword: Span, threshold: Quantity, word: Option<Name> },
    /// `空缺 满意度指标 归 效益指标`.
    Vacant { keyword: Span, from: Name, to: Name },
    /// `引用 "…"`.
    Import { keyword: Span, path: Text },
    /// `核对 "…" a = b`.
    Reconcile { keyword: Span, title: Text, expr: Expr },
    /// `检查 "…" 警告 个数(产出指标) >= 3`.
    HouseRule { keyword: Span, title: Text, severity: Option<Name>, expr: Box<Expr> },
    /// `测试 "…"`.
    Test { keyword: Span, title: Text },
    /// `期望 X.得分 = 9.5 分`.
    Expect { keyword: Span, expr: Expr },
    /// `实际 NAME 2024`.
    Actuals { keyword: Span, name: Name, year: Option<Quantity> },
    /// `单位 公里 = 1000 米 又名 千米, km`.
    Unit { keyword: Span, name: Span, value: Option<Quantity>, aliases: Box<[Span]> },
    /// `量级 万 = 10000`.
    Prefix { keyword: Span, name: Span, value: Quantity },
    /// A line that could not be read; its diagnostic is in [`super::Parsed`].
    Broken,
}

/// 部门 or 项目.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeclarationKind {
    /// A department as a whole.
    Department,
    /// A project.
    Project,
}

impl DeclarationKind {
    /// Every kind.
    pub const ALL: [DeclarationKind; 2] = [DeclarationKind::Department, DeclarationKind::Project];

    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            DeclarationKind::Department => "部门",
            DeclarationKind::Project => "项目",
        }
    }
}

/// Keywords that open a block and take nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SectionKind {
    /// 预算.
    Budget,
    /// 数据.
    Data,
    /// 默认计分.
    Defaults,
    /// 等级.
    Grades,
    /// 监控灯.
    Lights,
}

impl SectionKind {
    /// Every kind.
    pub const ALL: [SectionKind; 5] =
        [SectionKind::Budget, SectionKind::Data, SectionKind::Defaults, SectionKind::Grades, SectionKind::Lights];

    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            SectionKind::Budget => "预算",
            SectionKind::Data => "数据",
            SectionKind::Defaults => "默认计分",
            SectionKind::Grades => "等级",
            SectionKind::Lights => "监控灯",
        }
    }
}

/// Keywords followed by a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TextKind {
    /// 总体目标.
    Goal,
    /// 内容, of a task.
    Content,
    /// 目标, of a task.
    Aim,
    /// 来源.
    Source,
    /// 佐证.
    Evidence,
    /// 说明.
    Note,
    /// 负责.
    Owner,
    /// 代码.
    Code,
    /// 依据.
    Basis,
    /// 原因, of a deviation.
    Reason,
    /// 调整: why a target was changed or taken away during the year.
    Adjustment,
}

impl TextKind {
    /// Every kind.
    pub const ALL: [TextKind; 11] = [
        TextKind::Goal,
        TextKind::Content,
        TextKind::Aim,
        TextKind::Source,
        TextKind::Evidence,
        TextKind::Note,
        TextKind::Owner,
        TextKind::Code,
        TextKind::Basis,
        TextKind::Reason,
        TextKind::Adjustment,
    ];

    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            TextKind::Goal => "总体目标",
            TextKind::Content => "内容",
            TextKind::Aim => "目标",
            TextKind::Source => "来源",
            TextKind::Evidence => "佐证",
            TextKind::Note => "说明",
            TextKind::Owner => "负责",
            TextKind::Code => "代码",
            TextKind::Basis => "依据",
            TextKind::Reason => "原因",
            TextKind::Adjustment => "调整",
        }
    }
}

/// Keywords followed by a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AmountKind {
    /// 资金, of a task.
    Funds,
    /// 满分, of a framework.
    Full,
    /// 上年, last year's value.
    Previous,
    /// 及格, the pass mark of a rule.
    Pass,
    /// 得分, the score a person gives a qualitative indicator.
    Score,
}

impl AmountKind {
    /// Every kind.
    pub const ALL: [AmountKind; 5] =
        [AmountKind::Funds, AmountKind::Full, AmountKind::Previous, AmountKind::Pass, AmountKind::Score];

    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            AmountKind::Funds => "资金",
            AmountKind::Full => "满分",
            AmountKind::Previous => "上年",
            AmountKind::Pass => "及格",
            AmountKind::Score => "得分",
        }
    }
}

/// Keywords followed by one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WordKind {
    /// 方向 正向|反向.
    Direction,
    /// 量纲, what a unit measures.
    Dimension,
    /// 零头 按比例|舍去|进位, of 扣分.
    Remainder,
}

impl WordKind {
    /// Every kind.
    pub const ALL: [WordKind; 3] = [WordKind::Direction, WordKind::Dimension, WordKind::Remainder];

    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            WordKind::Direction => "方向",
            WordKind::Dimension => "量纲",
            WordKind::Remainder => "零头",
        }
    }
}

/// A name as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// With its quotation marks.
    pub span: Span,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
}

/// A text as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// With its quotation marks.
    pub span: Span,
    /// Whether it is a `"""` text.
    pub block: bool,
}

/// What an indicator is held to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// `>= 800 件`, `= 是`, `<= 2024-12-31`, `= 100 ~ 120 人次`, `>= 上年 * 105%`.
    Compare { sign: Sign, sign_span: Span, value: Value },
    /// `同比 >= 5%`.
    Growth { keyword: Span, sign: Sign, sign_span: Span, value: Quantity },
    /// `定性 "显著提升"`.
    Qualitative { keyword: Span, text: Text },
    /// `不适用 "理由"`.
    NotApplicable { keyword: Span, reason: Option<Text> },
}

/// The right side of a target, an item or an actual value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// `800 件`.
    Quantity(Quantity),
    /// `100 ~ 120 人次`; the unit of the low end may be left out.
    Range(Box<RangeLiteral>),
    /// `2024-12-31`.
    Date(DateLiteral),
    /// 是 or 否.
    YesNo { yes: bool, span: Span },
    /// `上年`, `上年 * 105%`, `上年 + 20 家`.
    Previous { span: Span, change: Option<Box<(BinaryOp, Quantity)>> },
    /// A text, as the actual value of a qualitative indicator.
    Text(Text),
    /// A word or unit with an optional quantity: `件/万人`, `达成 90%`, `比例`, `门槛 60%`.
    Word { span: Span, quantity: Option<Box<Quantity>> },
    /// A scoring method other than a word: `扣分 …`, `公式 …`.
    Method(Box<Method>),
}

impl Value {
    /// Its text; none for a scoring method, which is more than one value.
    pub fn span(&self) -> Option<Span> {
        Some(match self {
            Value::Quantity(quantity) => quantity.span(),
            Value::Range(range) => range.low.span().to(range.high.span()),
            Value::Date(date) => date.span,
            Value::YesNo { span, .. } | Value::Previous { span, .. } => *span,
            Value::Word { span, quantity } => quantity.as_ref().map_or(*span, |quantity| span.to(quantity.span())),
            Value::Text(text) => text.span,
            Value::Method(_) => return None,
        })
    }
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, exactly as written.
    #[serde(with = "rust_decimal::serde::str")]
    pub number: Decimal,
    /// Where the number stands, without the unit.
    pub number_span: Span,
    /// The unit, when written.
    pub unit: Option<Span>,
}

impl Quantity {
    /// Number and unit.
    pub fn span(&self) -> Span {
        self.unit.map_or(self.number_span, |unit| self.number_span.to(unit))
    }
}

/// Two ends of a closed range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RangeLiteral {
    /// The low end.
    pub low: Quantity,
    /// The high end.
    pub high: Quantity,
}

/// A date as written; whether it exists is checked by the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateLiteral {
    /// Its text.
    pub span: Span,
    /// Without a year it lies in the fiscal year.
    pub year: Option<i16>,
    /// Month.
    pub month: u8,
    /// Without a day it is the month's last day.
    pub day: Option<u8>,
}

/// One step of `分档` or point of `插值`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// `完成率` or `实际` before the sign; without it, the unit of the bound decides.
    pub subject: Option<Name>,
    /// The sign (分档); none for points (插值) and for 其余.
    pub sign: Option<(Sign, Span)>,
    /// The bound; none for 其余.
    pub bound: Option<Quantity>,
    /// What it is worth: a share of the weight (`80%`) or points (`8 分`).
    pub points: Quantity,
}

/// How an indicator is scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Method {
    /// `比例`, `门槛 60%`, `分档`, or the name of a declared rule.
    Named { name: Name, quantity: Option<Quantity> },
    /// `扣分 每低 1 个百分点 扣 0.5 分`.
    Deduct { keyword: Span, side: Side, side_span: Span, step: Quantity, points: Quantity },
    /// `公式 分值 * 完成率`.
    Formula { keyword: Span, expr: Expr },
}

/// On which side of the target a deduction counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// 每低, 每少: below the target.
    Below,
    /// 每高, 每超, 每多: above the target.
    Above,
    /// 每晚: after the date.
    Late,
}

/// An expression of 公式, 核对, 检查 and 期望.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expr {
    /// Its text.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// The kinds of expressions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ExprKind {
    /// `5 件`.
    Quantity(Quantity),
    /// `2024-12-31`.
    Date(DateLiteral),
    /// 是 or 否.
    YesNo(bool),
    /// A text.
    Text(Text),
    /// `a`, `预算.支出`.
    Path(Vec<Name>),
    /// `个数(产出指标)`.
    Call { function: Name, args: Vec<Expr> },
    /// `-a`, `非 a`.
    Unary { op: UnaryOp, operand: Box<Expr> },
    /// `a / b`.
    Binary { op: BinaryOp, op_span: Span, left: Box<Expr>, right: Box<Expr> },
}

/// Operators with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnaryOp {
    /// `-`.
    Minus,
    /// 非.
    Not,
}

/// Operators with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinaryOp {
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `*`, `×`.
    Mul,
    /// `/`, `÷`.
    Div,
    /// `!=`, `≠`, 不等于.
    Ne,
    /// `>= > = < <=` in all spellings.
    Compare(Sign),
    /// 且.
    And,
    /// 或.
    Or,
}
