//! 公式: arithmetic over data items, indicators and the words of a scoring rule, checked
//! for dimensions before anything is computed.

use crate::diag::Diagnostic;
use crate::model::context::Context;
use crate::model::unit::{Dimension, multiply};
use crate::model::value::Quantity;
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, ExprKind, Name, UnaryOp};

/// A checked expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A constant.
    Quantity(Quantity),
    /// A data item, an index into the declaration's data.
    Data(usize),
    /// Another indicator's actual value, an index into the declaration's indicators.
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

impl ScoringWord {
    /// Every word.
    pub const ALL: [ScoringWord; 4] =
        [ScoringWord::Actual, ScoringWord::Target, ScoringWord::Attainment, ScoringWord::Weight];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            ScoringWord::Actual => "实际",
            ScoringWord::Target => "目标",
            ScoringWord::Attainment => "完成率",
            ScoringWord::Weight => "分值",
        }
    }
}

/// An expression with what it measures.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub expr: Expr,
    pub dimension: Dimension,
    /// The unit as a person would write it, when the factors say; `件/万人`.
    pub unit: Option<String>,
}

/// What a path of names stands for; reports what it does not know.
pub(crate) type Resolve<'r, 'a> = dyn FnMut(&mut Context<'a>, &[Name]) -> Option<Typed> + 'r;

/// Checks an expression; nothing when a part of it was reported.
pub(crate) fn check<'a>(cx: &mut Context<'a>, expr: &ast::Expr, resolve: &mut Resolve<'_, 'a>) -> Option<Typed> {
    match &expr.kind {
        ExprKind::Quantity(quantity) => {
            let quantity = cx.quantity(*quantity)?;
            Some(constant(cx, quantity))
        }
        ExprKind::Path(names) => match cx.glued(expr) {
            Some(written) => {
                let quantity = cx.quantity(written)?;
                Some(constant(cx, quantity))
            }
            None => resolve(cx, names),
        },
        ExprKind::Unary { op: UnaryOp::Minus, operand } => {
            let inner = check(cx, operand, resolve)?;
            Some(Typed { expr: Expr::Negate(Box::new(inner.expr)), ..inner })
        }
        ExprKind::Binary { op, left: left_expr, right: right_expr, .. } => {
            let (left, right) = (check(cx, left_expr, resolve), check(cx, right_expr, resolve));
            let (left, right) = (left?, right?);
            if (*op, constant_zero(&right.expr)) == (BinaryOp::Div, true) {
                cx.error("E0308", right_expr.span, "除数不能是 0");
                return None;
            }
            match op {
                BinaryOp::Mul | BinaryOp::Div => Some(scale(*op, left, right)),
                BinaryOp::Add | BinaryOp::Sub => sum(cx, *op, (left, left_expr.span), (right, right_expr.span)),
                BinaryOp::Ne | BinaryOp::Compare(_) | BinaryOp::And | BinaryOp::Or => not_arithmetic(cx, expr.span),
            }
        }
        ExprKind::Unary { op: UnaryOp::Not, .. }
        | ExprKind::Date(_)
        | ExprKind::YesNo(_)
        | ExprKind::Text(_)
        | ExprKind::Call { .. } => not_arithmetic(cx, expr.span),
    }
}

fn constant(cx: &Context<'_>, quantity: Quantity) -> Typed {
    let unit = cx.units.get(quantity.unit);
    let (dimension, text) = (unit.dimension.clone(), unit.text.to_string());
    Typed { expr: Expr::Quantity(quantity), dimension, unit: Some(text) }
}

fn constant_zero(expr: &Expr) -> bool {
    matches!(expr, Expr::Quantity(quantity) if quantity.number.is_zero())
}

fn scale(op: BinaryOp, left: Typed, right: Typed) -> Typed {
    let divides = op == BinaryOp::Div;
    let mut dimension = left.dimension.clone();
    multiply(&mut dimension, &right.dimension, if divides { -1 } else { 1 });
    let unit = match (left.unit, right.unit) {
        (Some(left), Some(right)) if right.is_empty() => Some(left),
        (Some(left), Some(right)) if left.is_empty() && !divides => Some(right),
        (Some(left), Some(right)) if divides && !left.is_empty() && !right.contains(['/', '·']) => {
            Some(format!("{left}/{right}"))
        }
        (Some(left), Some(right)) if !divides && !left.contains('/') && !right.contains('/') => {
            Some(format!("{left}·{right}"))
        }
        _ => None,
    };
    let unit = if dimension.is_empty() { Some(String::new()) } else { unit };
    Typed { expr: binary(op, left.expr, right.expr), dimension, unit }
}

fn sum(cx: &mut Context<'_>, op: BinaryOp, left: (Typed, Span), right: (Typed, Span)) -> Option<Typed> {
    let ((left, left_span), (right, right_span)) = (left, right);
    if left.dimension == right.dimension {
        return Some(Typed { expr: binary(op, left.expr, right.expr), ..left });
    }
    let (left_unit, right_unit) = (shown(cx, &left), shown(cx, &right));
    let verb = if op == BinaryOp::Add { "相加" } else { "相减" };
    let message = format!("{left_unit} 和 {right_unit} 不能{verb}");
    let diagnostic = Diagnostic::error("E0307", cx.place(right_span), message).label(format!("这里是 {right_unit}"));
    let place = cx.place(left_span);
    cx.report(diagnostic.related(place, format!("这里是 {left_unit}")));
    None
}

fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    Expr::Binary { op, left: Box::new(left), right: Box::new(right) }
}

fn not_arithmetic(cx: &mut Context<'_>, span: Span) -> Option<Typed> {
    cx.error("E0308", span, "公式只由数、名称和加减乘除组成");
    None
}

/// What an expression measures, for a message.
pub(crate) fn shown(cx: &Context<'_>, typed: &Typed) -> String {
    match &typed.unit {
        Some(unit) if unit.is_empty() => "比率".to_owned(),
        Some(unit) => format!("`{unit}`"),
        None => format!("`{}`", cx.units.describe(&typed.dimension)),
    }
}
