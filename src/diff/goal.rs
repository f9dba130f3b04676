//! Two targets: which of them asks for more.

use std::cmp::Ordering;

use jiff::Span;
use jiff::civil::Date;

use crate::exact::Exact;
use crate::model::declaration::Indicator;
use crate::model::unit::UnitId;
use crate::model::value::{Goal, Quantity};
use crate::model::{Model, print};
use crate::reading::leaning;
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

/// Which way more and less are taken of an indicator in both versions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directions {
    /// How `=` is taken: more is met where more is better.
    old: Option<Direction>,
    new: Option<Direction>,
    /// What both names certainly say.
    named: Option<Direction>,
}

impl Directions {
    /// The scorer takes more for met under `=` where nothing is written, of 投诉 too. Nobody means
    /// that: the name decides, unless the new version gives up what the old one wrote.
    pub(super) fn of(old: &Indicator, new: &Indicator) -> Directions {
        let certain = |line: &Indicator| leaning(&line.name).certain();
        let named = certain(old).filter(|_| certain(old) == certain(new));
        let less = named == Some(Direction::Negative);
        let given_up = old.direction == Some(Direction::Negative) && new.direction == Some(Direction::Positive);
        let meant = |line: &Indicator| if less { named } else { line.direction };
        Directions { old: meant(old), new: if given_up { new.direction } else { meant(new) }, named }
    }

    /// Whether a sign that is against the name is put right.
    fn put_right(&self, was: Option<Sign>, is: Option<Sign>) -> bool {
        let (Some(named), Some(was), Some(is)) = (self.named, was, is) else { return false };
        let side = |sign: Sign| match sign {
            Sign::Ge | Sign::Gt => Some(Direction::Positive),
            Sign::Le | Sign::Lt => Some(Direction::Negative),
            Sign::Eq => None,
        };
        side(was).is_some_and(|side| side != named) && side(is).is_none_or(|side| side == named)
    }

    /// Whether the new target is one that less than it meets.
    pub(super) fn is_ceiling(&self, goal: &Goal) -> bool {
        match sign(goal) {
            Some(Sign::Le | Sign::Lt) => true,
            Some(Sign::Eq) => self.new == Some(Direction::Negative),
            Some(Sign::Ge | Sign::Gt) | None => false,
        }
    }
}

/// The sign of a target that is a number or rests on one.
pub(super) fn sign(goal: &Goal) -> Option<Sign> {
    match goal {
        Goal::Quantity { sign, .. } | Goal::Previous { sign, .. } | Goal::Growth { sign, .. } => Some(*sign),
        Goal::Range { .. } | Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_) | Goal::NotApplicable(_) => None,
    }
}

/// How the new target differs from the old, and by how much. Days of a plan move along with
/// its year, which is another by so many.
pub(super) fn compare(old: In<'_>, new: In<'_>, directions: Directions, years: i16) -> (Move, Option<String>) {
    let written = |(model, goal, _): In<'_>| print::goal(&model.units, goal);
    let dated = matches!(old.1, Goal::Date { .. }) && years != 0;
    if !dated && !other_previous(old, new) && written(old) == written(new) && same_scale(old, new) {
        return (Move::Same, None);
    }
    match (old.1, new.1) {
        (Goal::Date { sign: was, date: before }, Goal::Date { sign: is, date: after }) => {
            dates((*was, moved_on(*before, years)), (*is, *after))
        }
        (Goal::NotApplicable(_), Goal::NotApplicable(_)) => (Move::Same, None),
        (_, Goal::NotApplicable(_)) => (Move::Dropped, None),
        (Goal::NotApplicable(_), _) => (Move::Tightened, None),
        // Words in the place of a number can no longer be checked.
        (before, Goal::Qualitative(_)) if !matches!(before, Goal::Qualitative(_)) => (Move::Loosened, None),
        (Goal::Qualitative(_), after) if !matches!(after, Goal::Qualitative(_)) => (Move::Tightened, None),
        _ if directions.put_right(sign(old.1), sign(new.1)) => (Move::Tightened, None),
        (Goal::Growth { sign: was, rate }, Goal::Growth { sign: is, rate: new_rate }) if !other_previous(old, new) => {
            let by = gap(&(&**new_rate * &Exact::int(100)), &(&**rate * &Exact::int(100)), "个百分点");
            (moved(&Admitted::of(*was, rate, directions.old), &Admitted::of(*is, new_rate, directions.new)), by)
        }
        _ => match (admitted(old, directions.old), admitted(new, directions.new)) {
            (Some((before, of_old)), Some((after, of_new))) => {
                if dimension(old.0, of_old) != dimension(new.0, of_new) {
                    return (Move::Other, None);
                }
                (moved(&before, &after), difference(&before, &after, new.0, of_new))
            }
            _ => (factors(old.1, new.1, (old.0, new.0)), None),
        },
    }
}

/// Two targets that rest on a value of last year that nobody has written.
fn factors(old: &Goal, new: &Goal, models: (&Model, &Model)) -> Move {
    let (Goal::Previous { sign: was, factor, plus }, Goal::Previous { sign: is, factor: new_factor, plus: new_plus }) =
        (old, new)
    else {
        return Move::Other;
    };
    let added = |model: &Model, plus: &Option<Quantity>| plus.map_or(Exact::ZERO, |plus| in_base(model, plus));
    let (plus, new_plus) = (added(models.0, plus), added(models.1, new_plus));
    let order = match (new_factor.cmp(factor), new_plus.cmp(&plus)) {
        (Ordering::Equal, order) | (order, Ordering::Equal) => order,
        (left, right) if left == right => left,
        _ => return Move::Other,
    };
    // What they come to is above zero; by how much does not matter.
    let before = Exact::int(2);
    let after = match order {
        Ordering::Less => Exact::ONE,
        Ordering::Equal => before.clone(),
        Ordering::Greater => Exact::int(3),
    };
    moved(&Admitted::of(*was, &before, None), &Admitted::of(*is, &after, None))
}

/// What a target admits: from the lowest to the highest value, none where there is no bound.
/// A bound that is not itself admitted is strict.
#[derive(Debug, Clone, PartialEq)]
struct Admitted {
    low: Option<(Exact, bool)>,
    high: Option<(Exact, bool)>,
}

impl Admitted {
    fn of(sign: Sign, value: &Exact, direction: Option<Direction>) -> Admitted {
        let bound = |strict: bool| Some((value.clone(), strict));
        let (low, high) = match sign {
            Sign::Ge | Sign::Gt => (bound(sign == Sign::Gt), None),
            Sign::Le | Sign::Lt => (None, bound(sign == Sign::Lt)),
            // The scorer takes more for met, or less where less is better. None at all is the
            // most that is admitted of what should not happen.
            Sign::Eq if value.is_zero() => (None, bound(false)),
            Sign::Eq if value.is_negative() => (bound(false), bound(false)),
            Sign::Eq if direction == Some(Direction::Negative) => (None, bound(false)),
            Sign::Eq => (bound(false), None),
        };
        Admitted { low, high }
    }
}

/// What a target admits in base units, and a unit of its dimension; none where it is no number
/// or last year's value is not known.
fn admitted((model, goal, previous): In<'_>, direction: Option<Direction>) -> Option<(Admitted, UnitId)> {
    let of = |sign: Sign, value: &Exact| Admitted::of(sign, value, direction);
    let last = previous.map(|previous| (in_base(model, previous), previous.unit));
    Some(match goal {
        Goal::Quantity { sign, value } => (of(*sign, &in_base(model, *value)), value.unit),
        Goal::Range { low, high } => {
            let bound = |quantity: &Quantity| Some((in_base(model, *quantity), false));
            (Admitted { low: bound(low), high: bound(high) }, high.unit)
        }
        Goal::Previous { sign, factor, plus } => {
            let (last, unit) = last?;
            let plus = plus.map_or(Exact::ZERO, |plus| in_base(model, plus));
            (of(*sign, &(&(&last * factor) + &plus)), unit)
        }
        Goal::Growth { sign, rate } => {
            let (last, unit) = last?;
            (of(*sign, &(&last * &(&Exact::ONE + rate))), unit)
        }
        Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_) | Goal::NotApplicable(_) => return None,
    })
}

/// How a target moved: whether something is admitted that was not, on the side that was asked for.
fn moved(old: &Admitted, new: &Admitted) -> Move {
    if old == new {
        return Move::Rewritten;
    }
    // A strict bound admits less than the same one that is not.
    let low = |admitted: &Admitted| admitted.low.clone();
    let high = |admitted: &Admitted| admitted.high.clone().map(|(value, strict)| (value, !strict));
    let floor = match (low(old), low(new)) {
        (None, None) => Ordering::Equal,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(was), Some(is)) => is.cmp(&was),
    };
    let ceiling = match (high(old), high(new)) {
        (None, None) => Ordering::Equal,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(was), Some(is)) => was.cmp(&is),
    };
    let both = old.low.is_some() && old.high.is_some();
    match (floor, ceiling) {
        (Ordering::Equal, Ordering::Equal) => Move::Rewritten,
        (Ordering::Less | Ordering::Equal, Ordering::Less | Ordering::Equal) => Move::Loosened,
        (Ordering::Greater | Ordering::Equal, Ordering::Greater | Ordering::Equal) => Move::Tightened,
        // The bound that was asked for fell, whatever is asked for instead.
        (Ordering::Less, _) if old.low.is_some() && !both => Move::Loosened,
        (_, Ordering::Less) if old.high.is_some() && !both => Move::Loosened,
        _ => Move::Other,
    }
}

/// By how much a bound that both have is another, in the unit of the new target. Of a range it
/// is said which.
fn difference(old: &Admitted, new: &Admitted, model: &Model, unit: UnitId) -> Option<String> {
    let scale = &model.units.get(unit).scale * &worth(model, unit);
    let unit = model.units.get(unit);
    let text = if &*unit.text == "%" { "个百分点" } else { &*unit.text };
    let by = |was: &Option<(Exact, bool)>, is: &Option<(Exact, bool)>| {
        let (was, is) = (&was.as_ref()?.0, &is.as_ref()?.0);
        gap(&is.div(&scale)?, &was.div(&scale)?, text)
    };
    let (low, high) = (by(&old.low, &new.low), by(&old.high, &new.high));
    let range =
        |admitted: &Admitted| admitted.low.is_some() && admitted.high.is_some() && admitted.low != admitted.high;
    if !range(old) && !range(new) {
        return low.or(high);
    }
    let named = [("下限", low), ("上限", high)];
    let said: Vec<String> = named.into_iter().filter_map(|(name, by)| Some(format!("{name}{}", by?))).collect();
    (!said.is_empty()).then(|| said.join("，"))
}

/// The same day so many years later.
fn moved_on(date: Date, years: i16) -> Date {
    date.checked_add(Span::new().years(years)).unwrap_or(date)
}

fn dates(old: (Sign, Date), new: (Sign, Date)) -> (Move, Option<String>) {
    if old == new {
        return (Move::Same, None);
    }
    let ((was, before), (is, after)) = (whole_days(old), whole_days(new));
    // A day is kept exactly: `=` admits no other one.
    let admitted = |sign: Sign, date: Date| {
        let day = Exact::int(i128::from(EPOCH.until(date).map_or(0, |span| span.get_days())));
        match sign {
            Sign::Eq => Admitted { low: Some((day.clone(), false)), high: Some((day, false)) },
            sign => Admitted::of(sign, &day, None),
        }
    };
    let by = match before.until(after).map_or(0, |span| span.get_days()) {
        0 => None,
        days if days > 0 => Some(format!("晚 {days} 天")),
        days => Some(format!("早 {} 天", -days)),
    };
    (moved(&admitted(was, before), &admitted(is, after)), by)
}

/// Before 1 July is by 30 June: days have no parts.
fn whole_days((sign, date): (Sign, Date)) -> (Sign, Date) {
    match sign {
        Sign::Lt => (Sign::Le, date.yesterday().unwrap_or(date)),
        Sign::Gt => (Sign::Ge, date.tomorrow().unwrap_or(date)),
        Sign::Le | Sign::Ge | Sign::Eq => (sign, date),
    }
}

/// Days are counted from here.
const EPOCH: Date = Date::constant(1949, 1, 1);

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

/// Base units that are worth exactly so many of another one. 300 名 are 300 人, 15 亩 a 公顷, 24 小时 a day.
const WORTH: [(&str, &str, (i128, i128)); 5] = [
    ("名", "人", (1, 1)),
    ("位", "人", (1, 1)),
    ("亩", "平方米", (2000, 3)),
    ("分钟", "天", (1, 1440)),
    ("秒", "天", (1, 86_400)),
];

/// Dimensions of two compilations are compared by the names of their base units.
fn dimension(model: &Model, unit: UnitId) -> Vec<(String, i32)> {
    let mut out: Vec<(String, i32)> = Vec::new();
    for (base, power) in &model.units.get(unit).dimension {
        let name = model.units.bases().get(*base as usize).map_or("?", |base| &*base.name);
        let name = WORTH.iter().find(|(known, ..)| *known == name).map_or(name, |(_, other, _)| other);
        match out.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += *power,
            None => out.push((name.to_owned(), *power)),
        }
    }
    out.retain(|(_, power)| *power != 0);
    out.sort();
    out
}

/// What the base units of a unit are worth in those that dimensions are compared by.
fn worth(model: &Model, unit: UnitId) -> Exact {
    let mut out = Exact::ONE;
    for (base, power) in &model.units.get(unit).dimension {
        let name = model.units.bases().get(*base as usize).map_or("?", |base| &*base.name);
        let known = WORTH.iter().find(|(known, ..)| *known == name);
        let factor = known.and_then(|(.., (num, den))| Exact::ratio(*num, *den)?.pow(*power));
        out = &out * &factor.unwrap_or(Exact::ONE);
    }
    out
}

fn in_base(model: &Model, quantity: Quantity) -> Exact {
    &model.units.in_base(quantity.number, quantity.unit) * &worth(model, quantity.unit)
}
