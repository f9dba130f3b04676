//! The parts of a statement as a reader sees them: keywords, names, signs, numbers, units,
//! texts, each with what it does there. One walk serves references, tokens and links.

use crate::source::Span;
use crate::syntax::ast::{
    Band, Clause, DateLiteral, Expr, ExprKind, Method, Name, Quantity, Stmt, Target, Text, UnaryOp, Value,
};

/// What a name does where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Of a 部门 or 项目.
    Declaration,
    /// After 实际.
    OfActuals,
    /// Before a sign: an indicator, an actual value, a grade.
    Entry,
    /// A group, a budget line, a data item, a level of a framework.
    Item,
    /// After 又名.
    Alias,
    /// After 框架, with a block.
    NewFramework,
    /// After 框架, without one, and after 继承.
    Framework,
    Task,
    /// A 计分 that is declared.
    NewRule,
    /// A method, or a rule that is used.
    Method,
    /// A level-1 name after 空缺 and 归.
    Level1,
    /// 正向, 四舍六入, 警告: one of a few words.
    Word,
    /// A function of an expression.
    Function,
}

/// A part of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bit<'a> {
    Keyword(Span),
    Name(Name, Role),
    /// The names of an expression, joined by dots.
    Path(&'a [Name]),
    Sign(Span),
    Number(Span),
    Unit(Span),
    /// The name of a unit that is declared, or of a magnitude word.
    NewUnit(Span),
    /// A word that may be a unit, a method or a grade; the place decides.
    Bare(Span),
    Text(Text),
}

/// Walks the clauses of a statement, not those of its block.
pub(super) fn bits<'a>(stmt: &'a Stmt, see: &mut dyn FnMut(Bit<'a>)) {
    for clause in stmt.clauses() {
        self::clause(clause, stmt.block.is_some(), see);
    }
}

fn clause<'a>(clause: &'a Clause, block: bool, see: &mut dyn FnMut(Bit<'a>)) {
    match clause {
        Clause::Entry { name, target } => {
            see(Bit::Name(*name, Role::Entry));
            self::target(target, see);
        }
        Clause::Item { name, value, aliases } => {
            see(Bit::Name(*name, Role::Item));
            value.iter().for_each(|value| self::value(value, see));
            aliases.iter().for_each(|alias| see(Bit::Name(*alias, Role::Alias)));
        }
        Clause::Weight(quantity) => self::quantity(quantity, see),
        Clause::Band(band) => self::band(band, see),
        Clause::Declaration { keyword, name, .. } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Name(*name, Role::Declaration));
        }
        Clause::Framework { keyword, name, parent } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Name(*name, if block { Role::NewFramework } else { Role::Framework }));
            parent.iter().for_each(|parent| see(Bit::Name(*parent, Role::Framework)));
        }
        Clause::Task { keyword, name } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Name(*name, Role::Task));
        }
        Clause::Section { keyword, .. } | Clause::Core { keyword } => see(Bit::Keyword(*keyword)),
        Clause::Year { keyword, year: quantity } | Clause::Amount { keyword, quantity, .. } => {
            see(Bit::Keyword(*keyword));
            self::quantity(quantity, see);
        }
        Clause::Text { keyword, text, .. } | Clause::Import { keyword, path: text } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Text(*text));
        }
        Clause::Test { keyword, title } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Text(*title));
        }
        Clause::Cycle { keyword, target } => {
            see(Bit::Keyword(*keyword));
            self::target(target, see);
        }
        Clause::Word { keyword, word, .. } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Name(*word, Role::Word));
        }
        Clause::Scoring { keyword, name, method } => {
            see(Bit::Keyword(*keyword));
            name.iter().for_each(|name| see(Bit::Name(*name, Role::NewRule)));
            self::method(method, see);
        }
        Clause::Formula { keyword, expr } | Clause::Expect { keyword, expr } => {
            see(Bit::Keyword(*keyword));
            self::expr(expr, see);
        }
        Clause::Rounding { keyword, places: quantity, mode: word }
        | Clause::Over { keyword, threshold: quantity, word } => {
            see(Bit::Keyword(*keyword));
            self::quantity(quantity, see);
            word.iter().for_each(|word| see(Bit::Name(*word, Role::Word)));
        }
        Clause::Vacant { keyword, from, to } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Name(*from, Role::Level1));
            see(Bit::Name(*to, Role::Level1));
        }
        Clause::Reconcile { keyword, title, expr } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Text(*title));
            self::expr(expr, see);
        }
        Clause::HouseRule { keyword, title, severity, expr } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Text(*title));
            severity.iter().for_each(|word| see(Bit::Name(*word, Role::Word)));
            self::expr(expr, see);
        }
        Clause::Actuals { keyword, name, year } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Name(*name, Role::OfActuals));
            year.iter().for_each(|year| self::quantity(year, see));
        }
        Clause::Unit { keyword, name, value, aliases } => {
            see(Bit::Keyword(*keyword));
            see(Bit::NewUnit(*name));
            value.iter().for_each(|value| self::quantity(value, see));
            aliases.iter().for_each(|alias| see(Bit::NewUnit(*alias)));
        }
        Clause::Prefix { keyword, name, value } => {
            see(Bit::Keyword(*keyword));
            see(Bit::NewUnit(*name));
            self::quantity(value, see);
        }
        Clause::Broken => {}
    }
}

fn target<'a>(target: &'a Target, see: &mut dyn FnMut(Bit<'a>)) {
    match target {
        Target::Compare { sign_span, value, .. } => {
            see(Bit::Sign(*sign_span));
            self::value(value, see);
        }
        Target::Growth { keyword, sign_span, value, .. } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Sign(*sign_span));
            quantity(value, see);
        }
        Target::Qualitative { keyword, text } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Text(*text));
        }
        Target::NotApplicable { keyword, reason } => {
            see(Bit::Keyword(*keyword));
            reason.iter().for_each(|reason| see(Bit::Text(*reason)));
        }
    }
}

fn value<'a>(value: &'a Value, see: &mut dyn FnMut(Bit<'a>)) {
    match value {
        Value::Quantity(quantity) => self::quantity(quantity, see),
        Value::Range(range) => {
            quantity(&range.low, see);
            quantity(&range.high, see);
        }
        Value::Date(DateLiteral { span, .. }) => see(Bit::Number(*span)),
        Value::YesNo { span, .. } => see(Bit::Keyword(*span)),
        Value::Previous { span, change } => {
            // The span covers what follows: 上年 itself is two letters, 上年实际 four.
            match change {
                Some(change) => quantity(&change.1, see),
                None => see(Bit::Keyword(*span)),
            }
        }
        Value::Text(text) => see(Bit::Text(*text)),
        Value::Word { span, quantity } => {
            see(Bit::Bare(*span));
            quantity.iter().for_each(|quantity| self::quantity(quantity, see));
        }
        Value::Method(method) => self::method(method, see),
    }
}

fn band<'a>(band: &'a Band, see: &mut dyn FnMut(Bit<'a>)) {
    band.subject.iter().for_each(|subject| see(Bit::Name(*subject, Role::Word)));
    band.sign.iter().for_each(|(_, span)| see(Bit::Sign(*span)));
    band.bound.iter().for_each(|bound| quantity(bound, see));
    quantity(&band.points, see);
}

fn method<'a>(method: &'a Method, see: &mut dyn FnMut(Bit<'a>)) {
    match method {
        Method::Named { name, quantity } => {
            see(Bit::Name(*name, Role::Method));
            quantity.iter().for_each(|quantity| self::quantity(quantity, see));
        }
        Method::Deduct { keyword, side_span, step, points, .. } => {
            see(Bit::Keyword(*keyword));
            see(Bit::Keyword(*side_span));
            quantity(step, see);
            quantity(points, see);
        }
        Method::Formula { keyword, expr } => {
            see(Bit::Keyword(*keyword));
            self::expr(expr, see);
        }
    }
}

fn quantity<'a>(quantity: &Quantity, see: &mut dyn FnMut(Bit<'a>)) {
    see(Bit::Number(quantity.number_span));
    quantity.unit.iter().for_each(|unit| see(Bit::Unit(*unit)));
}

fn expr<'a>(expr: &'a Expr, see: &mut dyn FnMut(Bit<'a>)) {
    // A chain of operators may be as long as a file: its left sides are taken off in a loop,
    // and seen from the innermost on.
    let mut chain = Vec::new();
    let mut left = expr;
    while let ExprKind::Binary { op_span, left: next, right, .. } = &left.kind {
        chain.push((*op_span, &**right));
        left = next;
    }
    match &left.kind {
        ExprKind::Quantity(quantity) => self::quantity(quantity, see),
        ExprKind::Date(date) => see(Bit::Number(date.span)),
        ExprKind::YesNo(_) => see(Bit::Keyword(left.span)),
        ExprKind::Text(text) => see(Bit::Text(*text)),
        ExprKind::Path(names) => see(Bit::Path(names)),
        ExprKind::Call { function, args } => {
            see(Bit::Name(*function, Role::Function));
            args.iter().for_each(|arg| self::expr(arg, see));
        }
        ExprKind::Unary { op, operand } => {
            if *op == UnaryOp::Minus {
                see(Bit::Sign(Span { start: left.span.start, end: left.span.start + 1 }));
            }
            self::expr(operand, see);
        }
        ExprKind::Binary { .. } => {}
    }
    for (op, right) in chain.into_iter().rev() {
        see(Bit::Sign(op));
        self::expr(right, see);
    }
}
