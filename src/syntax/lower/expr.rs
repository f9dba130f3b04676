//! Expressions: a flat run of operands and operators → a tree, by precedence.

use super::{Children, Lowerer, Pair, Rule, sign};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::syntax::{bounds, literal};

/// How deep parentheses may nest in an expression; real formulas need three.
pub(super) const MAX_EXPR_DEPTH: usize = 64;

/// How many operators of one rank may follow each other; the tree leans to the left, so
/// that a chain is as deep as it is long.
const MAX_CHAIN: usize = 500;

impl Lowerer<'_> {
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>, depth: usize) -> Option<Expr> {
        let span = self.extent(&pair);
        if depth > MAX_EXPR_DEPTH {
            self.out.report(self.room, || bounds::too_deep(self.file, span));
            return None;
        }
        let mut inner = pair.into_inner().peekable();
        self.binary(&mut inner, 0, depth)
    }

    /// Precedence climbing over `operand (operator operand)*`.
    fn binary(&mut self, inner: &mut Children<'_>, least: u8, depth: usize) -> Option<Expr> {
        let mut left = self.operand(inner, depth)?;
        let mut chain = 0;
        while let Some(next) = inner.peek() {
            let op = binary_op(next.as_rule())?;
            if precedence(op) < least {
                break;
            }
            let op_span = self.next_span(inner)?;
            chain += 1;
            if chain > MAX_CHAIN {
                self.out.report(self.room, || bounds::too_deep(self.file, op_span));
                return None;
            }
            let right = self.binary(inner, precedence(op) + 1, depth)?;
            let span = left.span.to(right.span);
            let (left_box, right) = (Box::new(left), Box::new(right));
            left = Expr { span, kind: ExprKind::Binary { op, op_span, left: left_box, right } };
        }
        Some(left)
    }

    fn operand(&mut self, inner: &mut Children<'_>, depth: usize) -> Option<Expr> {
        if inner.peek()?.as_rule() == Rule::number {
            let quantity = self.quantity(inner)?;
            return Some(Expr { span: quantity.span(), kind: ExprKind::Quantity(quantity) });
        }
        let pair = inner.next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::expr => return self.expr(pair, depth + 1),
            Rule::negate | Rule::not => {
                let op = if pair.as_rule() == Rule::negate { UnaryOp::Minus } else { UnaryOp::Not };
                let group = inner.next()?;
                if depth > MAX_EXPR_DEPTH {
                    self.out.report(self.room, || bounds::too_deep(self.file, span));
                    return None;
                }
                let operand = Box::new(self.operand(&mut group.into_inner().peekable(), depth + 1)?);
                return Some(Expr { span: span.to(operand.span), kind: ExprKind::Unary { op, operand } });
            }
            Rule::date => ExprKind::Date(literal::date(span, pair.as_str())),
            Rule::yes => ExprKind::YesNo(true),
            Rule::no => ExprKind::YesNo(false),
            Rule::quoted | Rule::block_text => ExprKind::Text(self.any_text(&pair)),
            Rule::path => ExprKind::Path(pair.into_inner().map(|name| self.any_name(&name)).collect()),
            Rule::call => {
                let mut parts = pair.into_inner().peekable();
                let function = self.next_name(&mut parts)?;
                let mut args = Vec::new();
                for arg in parts {
                    args.push(self.expr(arg, depth + 1)?);
                }
                ExprKind::Call { function, args }
            }
            _ => return None,
        };
        Some(Expr { span, kind })
    }
}

pub(super) fn binary_op(rule: Rule) -> Option<BinaryOp> {
    Some(match rule {
        Rule::plus => BinaryOp::Add,
        Rule::minus => BinaryOp::Sub,
        Rule::times => BinaryOp::Mul,
        Rule::divide => BinaryOp::Div,
        Rule::ne => BinaryOp::Ne,
        Rule::and => BinaryOp::And,
        Rule::or => BinaryOp::Or,
        _ => BinaryOp::Compare(sign(rule)?),
    })
}

/// How tightly an operator binds.
pub(crate) fn precedence(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Ne | BinaryOp::Compare(_) => 3,
        BinaryOp::Add | BinaryOp::Sub => 4,
        BinaryOp::Mul | BinaryOp::Div => 5,
    }
}
