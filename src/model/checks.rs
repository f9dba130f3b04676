//! 核对 and 检查: what a declaration says of itself, and the house's own rules.

use std::sync::Arc;

use crate::diag::{Diagnostic, Severity, suggest};
use crate::model::context::Context;
use crate::model::framework::Framework;
use crate::model::outline::Read;
use crate::model::reckon::{self, Outcome, Stop, Subject};
use crate::source::FileId;
use crate::syntax::ast::{BinaryOp, Clause, Expr, Name, Stmt, Text};

/// The code of a 检查 that does not hold.
pub const HOUSE_RULE: &str = "E0604";

const SEVERITIES: [(&str, Severity); 3] =
    [("错误", Severity::Error), ("警告", Severity::Warning), ("提示", Severity::Note)];

/// Checks every 核对 and 检查 of the compilation.
pub(crate) fn check<'a>(cx: &mut Context<'a>, frameworks: &[Arc<Framework>], read: &[Read<'a>]) {
    let files = cx.files;
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            if is_check(stmt) {
                for subject in concerned(parsed.file, read) {
                    one(cx, frameworks, subject, stmt);
                }
            }
        }
    }
    for subject in read {
        cx.parsed = files.get(subject.declaration.place.file).unwrap_or(cx.parsed);
        for stmt in subject.stmt.children().iter().filter(|stmt| is_check(stmt)) {
            one(cx, frameworks, subject, stmt);
        }
    }
}

fn is_check(stmt: &Stmt) -> bool {
    matches!(stmt.clause, Clause::Reconcile { .. } | Clause::HouseRule { .. })
}

/// What a check at the top of a file is about: the file's own declarations, in a file
/// without any, those of the whole compilation. Projects inside a department have their own.
fn concerned<'r, 'a>(file: FileId, read: &'r [Read<'a>]) -> Vec<&'r Read<'a>> {
    let top = || read.iter().filter(|read| read.declaration.parent.is_none());
    let own: Vec<&Read<'_>> = top().filter(|read| read.declaration.place.file == file).collect();
    if own.is_empty() { top().collect() } else { own }
}

fn one<'a>(cx: &mut Context<'a>, frameworks: &[Arc<Framework>], read: &Read<'a>, stmt: &Stmt) {
    let framework = read.declaration.framework.and_then(|at| frameworks.get(at)).map(|framework| &**framework);
    let subject = Subject { declaration: &read.declaration, names: &read.names, framework };
    match &stmt.clause {
        Clause::Reconcile { title, expr, .. } => reconcile(cx, subject, *title, expr),
        Clause::HouseRule { title, severity, expr, .. } => house_rule(cx, subject, *title, *severity, expr),
        _ => {}
    }
}

fn reconcile(cx: &mut Context<'_>, subject: Subject<'_, '_>, title: Text, expr: &Expr) {
    let Some(outcome) = failed(cx, subject, expr) else { return };
    let title = cx.text(title);
    let (message, label) = match &outcome.comparison {
        Some(comparison) => {
            let (left, right) = (&comparison.left, &comparison.right);
            let sides = format!(
                "`{}` 是 {}，`{}` 是 {}",
                cx.slice(left.1),
                reckon::shown(cx, &left.0),
                cx.slice(right.1),
                reckon::shown(cx, &right.0)
            );
            let gap = if reckon::has_gap(comparison) { reckon::gap(cx, comparison) } else { String::new() };
            let tail = if gap.is_empty() { String::new() } else { format!("，{gap}") };
            (format!("核对 `{title}` 不符：{sides}{tail}"), gap)
        }
        None => (format!("核对 `{title}` 不成立"), String::new()),
    };
    let diagnostic = Diagnostic::error("E0603", cx.place(expr.span), message).label(label);
    cx.report(about(subject, diagnostic));
}

fn house_rule(cx: &mut Context<'_>, subject: Subject<'_, '_>, title: Text, severity: Option<Name>, expr: &Expr) {
    let severity = match severity {
        None => Severity::Warning,
        Some(word) => {
            let text = cx.name(word);
            match SEVERITIES.iter().find(|(known, _)| *known == text) {
                Some((_, severity)) => *severity,
                None => {
                    let nearest = suggest::nearest(text, SEVERITIES.iter().map(|(known, _)| *known));
                    let help = "写 `错误`、`警告` 或 `提示`".to_owned();
                    return cx.unknown("E0605", word.span, format!("不认识 `{text}`"), nearest, Some(help));
                }
            }
        }
    };
    let Some(outcome) = failed(cx, subject, expr) else { return };
    let title = cx.text(title);
    let found = outcome.comparison.as_ref().map(|comparison| {
        let (left, right) = (&comparison.left, &comparison.right);
        let sign = match comparison.op {
            BinaryOp::Compare(sign) => sign.ascii(),
            _ => "!=",
        };
        format!(
            "：`{}` 是 {}，要求 {sign} {}",
            cx.slice(left.1),
            reckon::shown(cx, &left.0),
            reckon::shown(cx, &right.0)
        )
    });
    let message = format!("检查 `{title}` 没有通过{}", found.unwrap_or_default());
    let place = cx.place(expr.span);
    let declaration = subject.declaration;
    // A rule of the house is shown where it is broken, for those who have to mend that.
    let diagnostic = if place.file == declaration.place.file {
        about(subject, Diagnostic::error(HOUSE_RULE, place, message))
    } else {
        Diagnostic::error(HOUSE_RULE, declaration.place, message).related(place, "这条检查")
    };
    cx.report(Diagnostic { severity, ..diagnostic });
}

fn failed(cx: &mut Context<'_>, subject: Subject<'_, '_>, expr: &Expr) -> Option<Outcome> {
    match reckon::ask(cx, subject, expr) {
        Ok(outcome) if !outcome.holds => Some(outcome),
        Ok(_) | Err(Stop::Reported) => None,
    }
}

/// Points to the declaration when the check stands outside of it.
fn about(subject: Subject<'_, '_>, diagnostic: Diagnostic) -> Diagnostic {
    let declaration = subject.declaration;
    let place = diagnostic.primary.place;
    let inside = place.file == declaration.place.file
        && declaration.span.start <= place.span.start
        && place.span.end <= declaration.span.end;
    if inside {
        return diagnostic;
    }
    diagnostic.related(declaration.place, format!("说的是这个{}", declaration.kind.word()))
}
