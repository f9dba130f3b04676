//! Which names a file uses: in expressions, as scoring methods, as frameworks.

use rustc_hash::FxHashSet;

use crate::model::name::normal;
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Expr, ExprKind, Method, Name, Stmt, Value};

/// The names that a file uses, in their normal form.
#[derive(Debug, Default)]
pub struct Usage {
    /// In expressions: 公式, 核对, 检查, 期望.
    pub in_expressions: FxHashSet<String>,
    /// As the method of a 计分 or of a framework's default.
    pub methods: FxHashSet<String>,
    /// After 框架 and 继承.
    pub frameworks: FxHashSet<String>,
}

/// Walks a file.
pub fn usage(parsed: &Parsed) -> Usage {
    let mut usage = Usage::default();
    for stmt in &parsed.stmts {
        walk(parsed, stmt, &mut usage);
    }
    usage
}

fn walk(parsed: &Parsed, stmt: &Stmt, usage: &mut Usage) {
    let name = |name: Name| normal(parsed.name(name)).into_owned();
    for clause in stmt.clauses() {
        match clause {
            Clause::Formula { expr, .. } | Clause::Reconcile { expr, .. } | Clause::Expect { expr, .. } => {
                expression(parsed, expr, usage);
            }
            Clause::HouseRule { expr, .. } => expression(parsed, expr, usage),
            Clause::Scoring { method, .. } => self::method(parsed, method, usage),
            Clause::Item { value: Some(value), .. } => match value {
                Value::Method(method) => self::method(parsed, method, usage),
                Value::Word { span, .. } => {
                    usage.methods.insert(normal(parsed.slice(*span)).into_owned());
                }
                _ => {}
            },
            Clause::Framework { name: used, parent, .. } => {
                usage.frameworks.extend(parent.map(name));
                if stmt.block.is_none() {
                    usage.frameworks.insert(name(*used));
                }
            }
            _ => {}
        }
    }
    for child in stmt.children() {
        walk(parsed, child, usage);
    }
}

fn method(parsed: &Parsed, method: &Method, usage: &mut Usage) {
    match method {
        Method::Named { name, .. } => {
            usage.methods.insert(normal(parsed.name(*name)).into_owned());
        }
        Method::Formula { expr, .. } => expression(parsed, expr, usage),
        Method::Deduct { .. } => {}
    }
}

fn expression(parsed: &Parsed, expr: &Expr, usage: &mut Usage) {
    // A chain of operators may be as long as a file; its left sides are walked in a loop.
    let mut next = Some(expr);
    while let Some(expr) = next.take() {
        match &expr.kind {
            ExprKind::Path(names) => {
                let names = names.iter().map(|name| normal(parsed.name(*name)).into_owned());
                usage.in_expressions.extend(names);
            }
            ExprKind::Call { args, .. } => args.iter().for_each(|arg| expression(parsed, arg, usage)),
            ExprKind::Unary { operand, .. } => next = Some(operand),
            ExprKind::Binary { left, right, .. } => {
                expression(parsed, right, usage);
                next = Some(left);
            }
            ExprKind::Quantity(_) | ExprKind::Date(_) | ExprKind::YesNo(_) | ExprKind::Text(_) => {}
        }
    }
}

/// Whether an expression names nothing, so that it says the same of every file.
pub fn is_constant(parsed: &Parsed, expr: &Expr) -> bool {
    let mut usage = Usage::default();
    expression(parsed, expr, &mut usage);
    usage.in_expressions.is_empty()
}
