//! L805: a check that says the same of every file.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::usage::is_constant;
use crate::source::Place;
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Stmt};

pub const RULE: Rule = Rule {
    code: "L805",
    name: "constant-check",
    title: "核对或检查里没有用到任何名称",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "`核对 \"平衡\" 100 万元 = 100 万元` 永远成立，什么也没有核对。多半是把名称写成了它的数。",
    wrong: &[Wrong { text: "预算 {\n    支出 100 万元\n}\n核对 \"平衡\" 100 万元 = 100 万元", finds: &["100 万元 = 100 万元"] }],
    right: &["预算 {\n    支出 100 万元\n    收入来源 100 万元\n}\n核对 \"平衡\" 预算.支出 = 预算.收入来源"],
    words: &[],
    basis: "heng 自己的规定。",
    check: Check::File(check),
};

fn check(cx: &mut Cx<'_>, parsed: &Parsed) {
    block(cx, parsed, &parsed.stmts);
}

fn block(cx: &mut Cx<'_>, parsed: &Parsed, stmts: &[Stmt]) {
    for stmt in stmts {
        let condition = match &stmt.clause {
            Clause::Reconcile { expr, .. } => Some(expr),
            Clause::HouseRule { expr, .. } => Some(&**expr),
            _ => None,
        };
        match (&stmt.clause, condition) {
            (_, Some(expr)) if is_constant(parsed, expr) => {
                let place = Place { file: parsed.file, span: expr.span };
                let message = format!("`{}` 里没有用到任何名称，说不出文件的对错", parsed.slice(expr.span));
                cx.report(cx.finding(place, message).help("写名称，例如 `预算.支出 = 预算.收入来源`"));
            }
            (Clause::Declaration { .. }, _) => block(cx, parsed, stmt.children()),
            _ => {}
        }
    }
}
