//! [`Model`] → [`Plan`].

use std::sync::Arc;

use super::{DataItem, Expectation, Framework, Group, Line, Plan, Test, Watched};
use super::{Method, Rule};
use crate::model::declaration::Indicator;
use crate::model::expr::Expr;
use crate::model::framework::Execution;
use crate::model::{Declaration, Model};

/// The plan of one of the model's declarations; none when there is no such declaration, or
/// no framework to score it by.
///
/// Indicators whose target was reported are left out; a model with errors has a plan for
/// looking at, not for scoring.
pub fn plan(model: &Model, declaration: usize) -> Option<Plan> {
    let declaration = model.declarations.get(declaration)?;
    let framework = framework(model, declaration)?;
    let position = positions(declaration);
    Some(Plan {
        kind: declaration.kind.word(),
        name: declaration.name.to_string(),
        place: declaration.place,
        year: declaration.year,
        framework,
        groups: groups(declaration),
        lines: declaration.indicators.iter().filter_map(|indicator| line(declaration, indicator, &position)).collect(),
        data: data(declaration),
        units: Arc::clone(&model.units),
    })
}

fn framework(model: &Model, declaration: &Declaration) -> Option<Framework> {
    let framework = model.framework_of(declaration)?;
    let written = declaration.execution.as_ref().map(|(weight, _)| weight);
    let weight = written.or(framework.execution.as_ref().map(|execution| &execution.weight));
    let execution = weight.filter(|weight| weight.is_positive()).map(|weight| Execution {
        weight: weight.clone(),
        rule: framework
            .execution
            .as_ref()
            .map_or_else(|| in_proportion(declaration), |stated| Arc::clone(&stated.rule)),
    });
    let mut assumptions = framework.assumptions.clone();
    if declaration.framework_span.is_none() {
        assumptions.insert(0, format!("没有写 `框架`，按 `{}` 计分", framework.name));
    }
    Some(Framework {
        name: framework.name.to_string(),
        basis: framework.basis.clone(),
        assumptions,
        full: framework.full.clone(),
        grades: framework.grades.clone(),
        lights: framework.lights.clone(),
        places: framework.places,
        rounding: framework.rounding,
        over: framework.over.clone(),
        execution,
    })
}

/// How a declaration's own 预算执行率 is scored under a framework that has none.
fn in_proportion(declaration: &Declaration) -> Arc<Rule> {
    let place = declaration.execution.as_ref().map_or(declaration.place, |(_, span)| declaration.at(*span));
    Arc::new(Rule { name: "比例".to_owned(), method: Method::Proportional, pass: None, basis: None, place })
}

/// Where each indicator stands in the plan.
fn positions(declaration: &Declaration) -> Vec<Option<usize>> {
    let mut next = 0;
    let positions = declaration.indicators.iter().map(|indicator| {
        let at = indicator.goal.as_ref().map(|_| next);
        next += usize::from(at.is_some());
        at
    });
    positions.collect()
}

fn groups(declaration: &Declaration) -> Vec<Group> {
    let groups = declaration.groups.iter().map(|group| Group {
        name: group.name.to_string(),
        level: group.level,
        parent: group.parent,
        weight: group.weight.value.clone(),
    });
    groups.collect()
}

fn line(declaration: &Declaration, indicator: &Indicator, position: &[Option<usize>]) -> Option<Line> {
    let extras = indicator.extras.as_deref();
    Some(Line {
        name: indicator.name.clone(),
        place: declaration.at(indicator.name_span),
        group: indicator.group as usize,
        weight: indicator.weight.value.clone(),
        shared: indicator.weight.is_shared(),
        core: indicator.core,
        goal: indicator.goal.clone()?,
        direction: indicator.direction,
        rule: Arc::clone(&indicator.rule),
        previous: extras.and_then(|extras| extras.previous),
        formula: extras.and_then(|extras| extras.formula.as_ref()).and_then(|formula| renumbered(formula, position)),
    })
}

/// The formula with indicators as lines of the plan; none when one of them is left out.
fn renumbered(formula: &Arc<Expr>, position: &[Option<usize>]) -> Option<Arc<Expr>> {
    let all_stay = position.iter().enumerate().all(|(at, position)| *position == Some(at));
    if all_stay { Some(Arc::clone(formula)) } else { renumber(formula, position).map(Arc::new) }
}

fn renumber(expr: &Expr, position: &[Option<usize>]) -> Option<Expr> {
    Some(match expr {
        Expr::Line(at) => Expr::Line(position.get(*at).copied().flatten()?),
        Expr::Negate(inner) => Expr::Negate(Box::new(renumber(inner, position)?)),
        Expr::Binary { op, left, right } => Expr::Binary {
            op: *op,
            left: Box::new(renumber(left, position)?),
            right: Box::new(renumber(right, position)?),
        },
        Expr::Quantity(_) | Expr::Data(_) | Expr::Word(_) => expr.clone(),
    })
}

fn data(declaration: &Declaration) -> Vec<DataItem> {
    let items = declaration.data.iter().map(|item| DataItem {
        name: item.name.clone(),
        unit: item.unit,
        place: declaration.at(item.span),
    });
    items.collect()
}

/// The tests of one of the model's declarations, their indicators as lines of its plan.
pub fn tests(model: &Model, declaration: usize) -> Vec<Test> {
    let position = model.declarations.get(declaration).map(positions).unwrap_or_default();
    let own = model.tests.iter().filter(|test| test.declaration == declaration);
    own.map(|test| {
        let expectations = test.expectations.iter().filter_map(|expectation| {
            let subject = match expectation.subject {
                Watched::Line(at, fact) => Watched::Line(position.get(at).copied().flatten()?, fact),
                other => other,
            };
            Some(Expectation { subject, ..expectation.clone() })
        });
        Test { expectations: expectations.collect(), ..test.clone() }
    })
    .collect()
}
