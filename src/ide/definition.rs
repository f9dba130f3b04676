//! Where what stands at an offset is declared; the prelude counts.

use super::{Analysis, holds, path};
use crate::model::name::normal;
use crate::source::Place;
use crate::syntax::ast::{Clause, Expr, ExprKind, Method, Name, Stmt, Value};

/// The place of the declaration of what stands at an offset.
pub fn definition(analysis: &Analysis, offset: u32) -> Option<Place> {
    let parsed = analysis.parsed()?;
    let stmts = path(&parsed.stmts, offset);
    let stmt = *stmts.last()?;
    if let Some(file) = imported(analysis, offset) {
        return Some(file);
    }
    for clause in stmt.clauses() {
        let found = match clause {
            Clause::Framework { name, parent, .. } => {
                let used = [Some(*name).filter(|_| stmt.block.is_none()), *parent];
                used.into_iter()
                    .flatten()
                    .find(|name| holds(name.span, offset))
                    .and_then(|name| framework(analysis, name))
            }
            Clause::Scoring { method, .. } => match &**method {
                Method::Named { name, .. } if holds(name.span, offset) => rule(analysis, parsed.name(*name)),
                Method::Formula { expr, .. } => in_expression(analysis, expr, offset),
                _ => None,
            },
            Clause::Formula { expr, .. } | Clause::Reconcile { expr, .. } | Clause::Expect { expr, .. } => {
                in_expression(analysis, expr, offset)
            }
            Clause::HouseRule { expr, .. } => in_expression(analysis, expr, offset),
            Clause::Actuals { name, .. } if holds(name.span, offset) => declaration(analysis, *name),
            Clause::Entry { name, .. } if holds(name.span, offset) => {
                let outer = stmts.first().map(|stmt| &stmt.clause);
                let of_values =
                    stmts.iter().any(|stmt| matches!(stmt.clause, Clause::Actuals { .. } | Clause::Test { .. }));
                (of_values && outer.is_some()).then(|| named(analysis, parsed.name(*name))).flatten()
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    unit(analysis, stmt, offset)
}

/// The file that a 引用 leads to.
fn imported(analysis: &Analysis, offset: u32) -> Option<Place> {
    let entry = analysis.model.files.entry();
    let imports = analysis.model.files.imports().iter();
    let import = imports.filter(|import| import.place.file == entry).find(|import| holds(import.place.span, offset))?;
    Some(Place { file: import.file, span: Default::default() })
}

fn framework(analysis: &Analysis, name: Name) -> Option<Place> {
    let text = analysis.parsed()?.name(name);
    let found = analysis.model.frameworks.iter().find(|framework| *framework.name == *normal(text))?;
    Some(found.place)
}

fn rule(analysis: &Analysis, text: &str) -> Option<Place> {
    let found = analysis.model.rules.iter().find(|rule| *rule.name == *normal(text))?;
    Some(found.place)
}

fn declaration(analysis: &Analysis, name: Name) -> Option<Place> {
    let text = analysis.parsed()?.name(name);
    let found = analysis.model.declarations.iter().find(|declaration| normal(&declaration.name) == normal(text))?;
    Some(found.place)
}

/// An indicator or a data item by its name.
fn named(analysis: &Analysis, text: &str) -> Option<Place> {
    let wanted = normal(text);
    analysis.model.declarations.iter().find_map(|declaration| {
        let indicator =
            declaration.indicators.iter().find(|line| normal(&line.name) == wanted).map(|line| line.name_span);
        let item = || declaration.data.iter().find(|item| normal(&item.name) == wanted).map(|item| item.span);
        indicator.or_else(item).map(|span| declaration.at(span))
    })
}

fn in_expression(analysis: &Analysis, expr: &Expr, offset: u32) -> Option<Place> {
    if !holds(expr.span, offset) {
        return None;
    }
    match &expr.kind {
        ExprKind::Path(names) => {
            let name = names.iter().find(|name| holds(name.span, offset))?;
            named(analysis, analysis.parsed()?.name(*name))
        }
        ExprKind::Call { args, .. } => args.iter().find_map(|arg| in_expression(analysis, arg, offset)),
        ExprKind::Unary { operand, .. } => in_expression(analysis, operand, offset),
        ExprKind::Binary { left, right, .. } => {
            in_expression(analysis, left, offset).or_else(|| in_expression(analysis, right, offset))
        }
        ExprKind::Quantity(_) | ExprKind::Date(_) | ExprKind::YesNo(_) | ExprKind::Text(_) => None,
    }
}

/// The declaration of the unit at an offset, in the prelude most of the time.
fn unit(analysis: &Analysis, stmt: &Stmt, offset: u32) -> Option<Place> {
    let span = super::hover::unit_at(stmt, offset).or_else(|| {
        stmt.clauses().find_map(|clause| match clause {
            Clause::Item { value: Some(Value::Word { span, .. }), .. } if holds(*span, offset) => Some(*span),
            _ => None,
        })
    })?;
    analysis.model.units.declared_at(analysis.parsed()?.slice(span).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn leads_to(text: &str) -> String {
        let (analysis, offset) = at_cursor(text);
        let Some(place) = definition(&analysis, offset) else { return String::new() };
        let name = &analysis.model.files.get(place.file).unwrap().source.name;
        format!("{name} {}", analysis.model.files.slice(place))
    }

    #[test]
    fn names_lead_to_their_declarations() {
        assert_eq!(leads_to(&project("融资额 >= 80 亿‸元")), "<heng>/units.heng 元");
        let formula = "数据 {\n病床数 张\n人口 万人\n}\n";
        let text = project("千人床位 >= 5 张/千人 { 公式 病床‸数 / 人口 }")
            .replace("年度 2024\n", &format!("年度 2024\n{formula}"));
        assert_eq!(leads_to(&text), "示例.heng 病床数");
        assert_eq!(
            leads_to(
                &project("甲 >= 1 件")
                    .replace("年度 2024", "年度 2024\n框架 财政部2‸020")
                    .as_str()
                    .replace("甲", "甲量")
            ),
            "<heng>/frameworks.heng 财政部2020"
        );
        let with_values = format!("{}实际 示例 2024 {{\n甲‸量 = 3 件\n}}\n", project("甲量 >= 1 件"));
        assert_eq!(leads_to(&with_values), "示例.heng 甲量");
    }
}
