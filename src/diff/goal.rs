//! Two targets: which of them asks for more.

use std::cmp::Ordering;

use crate::exact::Exact;
use crate::model::unit::UnitId;
use crate::model::value::{Goal, Quantity};
use crate::model::{Model, print};
use crate::score::show;
use crate::terms::{Direction, Sign};

/// How a target moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// Written as it was.
    Same,
    /// The same value in another unit or scale.
    Rewritten,
    /// Asks for more.
    Tightened,
    /// Asks for less.
    Loosened,
    /// No longer assessed.
    Dropped,
    /// Of another kind.
    Other,
}

/// A target in its compilation, and last year's value.
type In<'a> = (&'a Model, &'a Goal, Option<Quantity>);

/// A target as it is written, with last year's value where it rests on it.
pub(super) fn shown((model, goal, previous): In<'_>, with_previous: bool) -> String {
    let text = match goal {
        Goal::Range { low, high } if low.unit == high.unit => {
            format!("= {} ~ {}", low.number, print::quantity(&model.units, *high))
        }
        _ => print::goal(&model.units, goal),
    };
    match previous {
        Some(previous) if with_previous && rests_on_previous(goal) => {
            format!("{text}（上年 {}）", print::quantity(&model.units, previous))
        }
        Some(_) | None => text,
    }
}

/// Whether last year's value is part of a target, and is another.
pub(super) fn other_previous(old: In<'_>, new: In<'_>) -> bool {
    let value = |(model, _, previous): In<'_>| {
        previous.map(|previous| (in_base(model, previous), dimension(model, previous.unit)))
    };
    rests_on_previous(old.1) && rests_on_previous(new.1) && value(old) != value(new)
}

fn rests_on_previous(goal: &Goal) -> bool {
    matches!(goal, Goal::Previous { .. } | Goal::Growth { .. })
}

/// What a target that rests on last year's value comes to, in base units.
fn resulting((model, goal, previous): In<'_>) -> Option<(Sign, Exact)> {
    let previous = in_base(model, previous?);
    match goal {
        Goal::Previous { sign, factor, plus } => {
            let plus = plus.map_or(Exact::ZERO, |plus| in_base(model, plus));
            Some((*sign, &(&previous * factor) + &plus))
        }
        Goal::Growth { sign, rate } => Some((*sign, &previous * &(&Exact::ONE + rate))),
        _ => None,
    }
}

/// Two targets whose last year's values differ, by what they come to.
fn by_result(old: In<'_>, new: In<'_>, direction: Option<Direction>) -> (Move, Option<String>) {
    let (Some((was, before)), Some((is, after)), Some(had), Some(has)) = (resulting(old), resulting(new), old.2, new.2)
    else {
        return (Move::Other, None);
    };
    if dimension(old.0, had.unit) != dimension(new.0, has.unit) {
        return (Move::Other, None);
    }
    let unit = new.0.units.get(has.unit);
    let by = match (after.div(&unit.scale), before.div(&unit.scale)) {
        (Some(after), Some(before)) => gap(&after, &before, &unit.text),
        _ => None,
    };
    (moved(was, is, after.cmp(&before), direction), by)
}

/// How the new target differs from the old, and by how much.
pub(super) fn compare(old: In<'_>, new: In<'_>, direction: Option<Direction>) -> (Move, Option<String>) {
    if other_previous(old, new) {
        return by_result(old, new, direction);
    }
    let written = |(model, goal, _): In<'_>| print::goal(&model.units, goal);
    if written(old) == written(new) && same_scale(old, new) {
        return (Move::Same, None);
    }
    match (old.1, new.1) {
        (Goal::Quantity { sign: was, value: before }, Goal::Quantity { sign: is, value: after }) => {
            quantities((old.0, *was, *before), (new.0, *is, *after), direction)
        }
        (Goal::Range { low, high }, Goal::Range { low: new_low, high: new_high }) => {
            let value = |model: &Model, quantity: &Quantity| in_base(model, *quantity);
            let (low, high) = (value(old.0, low), value(old.0, high));
            let (new_low, new_high) = (value(new.0, new_low), value(new.0, new_high));
            (contained((low, high), (new_low, new_high)), None)
        }
        (Goal::Date { sign: was, date: before }, Goal::Date { sign: is, date: after }) => {
            let moved = match side(*was).filter(|side| Some(*side) == self::side(*is)) {
                Some(side) => ordered(after.cmp(before), side, strictness(*was, *is)),
                None => Move::Other,
            };
            let days = before.until(*after).map_or(0, |span| span.get_days());
            let by = match days {
                0 => None,
                days if days > 0 => Some(format!("晚 {days} 天")),
                days => Some(format!("早 {} 天", -days)),
            };
            (moved, by)
        }
        (
            Goal::Previous { sign: was, factor, plus },
            Goal::Previous { sign: is, factor: new_factor, plus: new_plus },
        ) => {
            let added = |model: &Model, plus: &Option<Quantity>| plus.map_or(Exact::ZERO, |plus| in_base(model, plus));
            let (plus, new_plus) = (added(old.0, plus), added(new.0, new_plus));
            let order = match (new_factor.cmp(factor), new_plus.cmp(&plus)) {
                (Ordering::Equal, order) | (order, Ordering::Equal) => order,
                (left, right) if left == right => left,
                _ => return (Move::Other, None),
            };
            (moved(*was, *is, order, direction), None)
        }
        (Goal::Growth { sign: was, rate }, Goal::Growth { sign: is, rate: new_rate }) => {
            let by = gap(&(&**new_rate * &Exact::int(100)), &(&**rate * &Exact::int(100)), "个百分点");
            (moved(*was, *is, new_rate.cmp(rate), direction), by)
        }
        (Goal::NotApplicable(_), Goal::NotApplicable(_)) => (Move::Same, None),
        (_, Goal::NotApplicable(_)) => (Move::Dropped, None),
        (Goal::NotApplicable(_), _) => (Move::Tightened, None),
        // Words in the place of a number can no longer be checked.
        (before, Goal::Qualitative(_)) if !matches!(before, Goal::Qualitative(_)) => (Move::Loosened, None),
        (Goal::Qualitative(_), after) if !matches!(after, Goal::Qualitative(_)) => (Move::Tightened, None),
        _ => (Move::Other, None),
    }
}

/// Whether two targets that read the same are the same: a unit of the file's own may have
/// been declared anew with another factor.
fn same_scale(old: In<'_>, new: In<'_>) -> bool {
    let scale = |(model, goal, _): In<'_>| match goal {
        Goal::Quantity { value, .. } => Some(model.units.get(value.unit).scale.clone()),
        Goal::Range { high, .. } => Some(model.units.get(high.unit).scale.clone()),
        _ => None,
    };
    scale(old) == scale(new)
}

fn quantities(
    (old, was, before): (&Model, Sign, Quantity),
    (new, is, after): (&Model, Sign, Quantity),
    direction: Option<Direction>,
) -> (Move, Option<String>) {
    if dimension(old, before.unit) != dimension(new, after.unit) {
        return (Move::Other, None);
    }
    let (low, high) = (in_base(old, before), in_base(new, after));
    let order = high.cmp(&low);
    // The difference in the unit of the new target.
    let scale = &new.units.get(after.unit).scale;
    let by = low.div(scale).and_then(|low| {
        let unit = &new.units.get(after.unit).text;
        let unit = if &**unit == "%" { "个百分点" } else { unit };
        gap(&Exact::from(after.number), &low, unit)
    });
    if order == Ordering::Equal && was == is {
        return (Move::Rewritten, None);
    }
    (moved(was, is, order, direction), by)
}

/// How a target moved whose value moved as `order` says.
fn moved(was: Sign, is: Sign, order: Ordering, direction: Option<Direction>) -> Move {
    let side_of = |sign: Sign| {
        side(sign).or(direction.map(|direction| match direction {
            Direction::Positive => Side::Up,
            Direction::Negative => Side::Down,
        }))
    };
    match (side_of(was), side_of(is)) {
        (Some(a), Some(b)) if a == b => ordered(order, a, strictness(was, is)),
        _ => Move::Other,
    }
}

/// Which way a target asks for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Up,
    Down,
}

fn side(sign: Sign) -> Option<Side> {
    match sign {
        Sign::Ge | Sign::Gt => Some(Side::Up),
        Sign::Le | Sign::Lt => Some(Side::Down),
        Sign::Eq => None,
    }
}

/// Whether the new sign admits less than the old: `>` less than `>=`, `=` less than both.
fn strictness(was: Sign, is: Sign) -> Ordering {
    let rank = |sign: Sign| match sign {
        Sign::Ge | Sign::Le => 0,
        Sign::Gt | Sign::Lt => 1,
        Sign::Eq => 2,
    };
    rank(is).cmp(&rank(was))
}

fn ordered(order: Ordering, side: Side, strictness: Ordering) -> Move {
    let demand = match side {
        Side::Up => order,
        Side::Down => order.reverse(),
    };
    match demand.then(strictness) {
        Ordering::Greater => Move::Tightened,
        Ordering::Less => Move::Loosened,
        Ordering::Equal => Move::Rewritten,
    }
}

fn contained((low, high): (Exact, Exact), (new_low, new_high): (Exact, Exact)) -> Move {
    match (new_low.cmp(&low), new_high.cmp(&high)) {
        (Ordering::Equal, Ordering::Equal) => Move::Rewritten,
        (Ordering::Greater | Ordering::Equal, Ordering::Less | Ordering::Equal) => Move::Tightened,
        (Ordering::Less | Ordering::Equal, Ordering::Greater | Ordering::Equal) => Move::Loosened,
        _ => Move::Other,
    }
}

/// `多 40 件`, `少 40 件`; none when there is no difference.
pub(super) fn gap(new: &Exact, old: &Exact, unit: &str) -> Option<String> {
    let difference = new - old;
    let word = match difference.cmp(&Exact::ZERO) {
        Ordering::Equal => return None,
        Ordering::Greater => "多",
        Ordering::Less => "少",
    };
    Some(format!("{word} {}", show::with_unit(&show::number(&difference.abs()), unit)))
}

/// Dimensions of two compilations are compared by the names of their base units.
fn dimension(model: &Model, unit: UnitId) -> String {
    model.units.describe(&model.units.get(unit).dimension)
}

fn in_base(model: &Model, quantity: Quantity) -> Exact {
    model.units.in_base(quantity.number, quantity.unit)
}
