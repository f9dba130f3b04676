//! What changed in the budget and in the money of the tasks.

use crate::diff::matching::names_alike;
use crate::diff::{Change, Kind, Pair, Side, goal};
use crate::exact::Exact;
use crate::model::declaration::{BudgetLine, Task};
use crate::model::name::normal;
use crate::model::value::Quantity;
use crate::model::{Model, print};
use crate::source::Span;

impl<'a> Pair<'a, '_> {
    pub(super) fn budget(&mut self) {
        let (old, new) = (amounts(self.old), amounts(self.new));
        let gone: Vec<&Line> = old.iter().filter(|was| !new.iter().any(|is| is.path == was.path)).collect();
        let mut fresh: Vec<&Line> = new.iter().filter(|is| !old.iter().any(|was| was.path == is.path)).collect();
        for was in &old {
            if let Some(is) = new.iter().find(|is| is.path == was.path && is.amount.value != was.amount.value) {
                self.amount(&is.path, "预算", Some(&was.amount), Some(&is.amount));
            }
        }
        for was in gone {
            let at = fresh.iter().position(|is| is.above == was.above && names_alike(&was.name, &is.name));
            let Some(at) = at else {
                self.amount(&was.path, "预算", Some(&was.amount), None);
                continue;
            };
            let is = fresh.remove(at);
            let change = Change {
                old: Some(was.path.clone()),
                new: Some(is.path.clone()),
                old_place: Some((self.old.at, self.old.declaration.at(was.amount.span))),
                new_place: Some((self.new.at, self.new.declaration.at(is.amount.span))),
                ..self.about(Kind::Renamed, &is.path, "预算")
            };
            self.push(change);
            if is.amount.value != was.amount.value {
                self.amount(&is.path, "预算", Some(&was.amount), Some(&is.amount));
            }
        }
        for is in fresh {
            self.amount(&is.path, "预算", None, Some(&is.amount));
        }
    }

    pub(super) fn tasks(&mut self) {
        let funds = |side: Side<'a>| {
            let tasks = side.declaration.tasks.iter();
            let amount = move |task: &Task| match task.funds {
                Some((funds, span)) => base(side.model, funds, span),
                None => Amount { value: Exact::ZERO, text: "—".to_owned(), span: task.span },
            };
            tasks.map(|task| (task.name.to_string(), amount(task), task.span)).collect::<Vec<_>>()
        };
        let (old, new) = (funds(self.old), funds(self.new));
        for (name, was, span) in &old {
            match new.iter().find(|(other, ..)| normal(other) == normal(name)) {
                Some((_, is, _)) if is.value != was.value => self.amount(name, "任务资金", Some(was), Some(is)),
                Some(_) => {}
                None => {
                    let reason = self.reason_naming(name);
                    let old_place = Some((self.old.at, self.old.declaration.at(*span)));
                    let change = self.about(Kind::Removed, name, "任务");
                    self.push(Change { old: Some(was.text.clone()), reason, old_place, ..change });
                }
            }
        }
        for (name, is, span) in &new {
            if !old.iter().any(|(other, ..)| normal(other) == normal(name)) {
                let new_place = Some((self.new.at, self.new.declaration.at(*span)));
                let change = self.about(Kind::Added, name, "任务");
                self.push(Change { new: Some(is.text.clone()), new_place, ..change });
            }
        }
    }

    fn amount(&mut self, subject: &str, aspect: &'static str, was: Option<&Amount>, is: Option<&Amount>) {
        let by = match (was, is) {
            // In the unit that money is written in here.
            (Some(was), Some(is)) => goal::gap(&in_ten_thousands(&is.value), &in_ten_thousands(&was.value), "万元"),
            _ => None,
        };
        let change = Change {
            old: was.map(|amount| amount.text.clone()),
            new: is.map(|amount| amount.text.clone()),
            by,
            reason: self.reason_naming(subject),
            old_place: was.map(|amount| (self.old.at, self.old.declaration.at(amount.span))),
            new_place: is.map(|amount| (self.new.at, self.new.declaration.at(amount.span))),
            ..self.about(Kind::BudgetMoved, subject, aspect)
        };
        self.push(change);
    }
}

fn in_ten_thousands(money: &Exact) -> Exact {
    money.div(&Exact::int(10_000)).unwrap_or_else(|| money.clone())
}

/// A line of a budget that has an amount.
struct Line {
    /// The names from the topmost line to this one.
    path: String,
    /// The path of the line that it is a part of.
    above: String,
    name: String,
    amount: Amount,
}

/// The lines of the budget that have an amount.
fn amounts(side: Side<'_>) -> Vec<Line> {
    let lines = &side.declaration.budget;
    let path = |at: Option<usize>| {
        let mut names = Vec::new();
        let mut next = at;
        while let Some(line) = next.and_then(|at| lines.get(at)) {
            names.push(normal(&line.name));
            next = line.parent;
        }
        names.reverse();
        names.join("/")
    };
    let line = |(at, line): (usize, &BudgetLine)| {
        let amount = base(side.model, line.amount?, line.span);
        Some(Line { path: path(Some(at)), above: path(line.parent), name: normal(&line.name).into(), amount })
    };
    lines.iter().enumerate().filter_map(line).collect()
}

/// An amount of money.
struct Amount {
    /// In base units.
    value: Exact,
    /// As written.
    text: String,
    /// Where.
    span: Span,
}

fn base(model: &Model, quantity: Quantity, span: Span) -> Amount {
    let value = model.units.in_base(quantity.number, quantity.unit);
    Amount { value, text: print::quantity(&model.units, quantity), span }
}
