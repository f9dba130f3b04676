//! What weighs more or less: indicators, and groups whose weight is written.

use crate::diff::{Change, Kind, Pair, goal};
use crate::exact::Exact;
use crate::model::Declaration;
use crate::model::declaration::{Indicator, Weight};
use crate::model::name::normal;
use crate::score::show;

impl<'a> Pair<'a, '_> {
    /// A weight of nothing is all but a removal.
    pub(super) fn weight(&mut self, old: &Indicator, new: &Indicator) {
        let change = self.of(Kind::Reweighted, old, new, "分值");
        let dropped = new.weight.written().is_some_and(Exact::is_zero) && !old.weight.value.is_zero();
        self.reweighted(change, &old.weight, &new.weight, dropped);
    }

    /// Groups whose weight is written; what follows from indicators and frameworks is told there.
    pub(super) fn group_weights(&mut self) {
        let (old, new) = (self.old.declaration, self.new.declaration);
        for (at, after) in new.groups.iter().enumerate() {
            let Some(path) = path(new, at) else { continue };
            let same = |(at, _): &(usize, _)| self::path(old, *at).is_some_and(|old| normal(&old) == normal(&path));
            let Some((_, before)) = old.groups.iter().enumerate().find(same) else { continue };
            if before.weight.is_shared() && after.weight.is_shared() {
                continue;
            }
            let change = Change {
                reason: self.reason_naming(&after.name),
                old_place: Some((self.old.at, old.at(before.span))),
                new_place: Some((self.new.at, new.at(after.span))),
                ..self.about(Kind::Reweighted, &path, "分值")
            };
            let (was, is) = (before.weight.clone(), after.weight.clone());
            self.reweighted(change, &was, &is, false);
        }
    }

    fn reweighted(&mut self, change: Change, was: &Weight, is: &Weight, dropped: bool) {
        if was.value == is.value {
            return;
        }
        let points = |value: &Exact| format!("{} 分", show::number(value));
        self.push(Change {
            old: Some(points(&was.value)),
            new: Some(points(&is.value)),
            by: goal::gap(&is.value, &was.value, "分"),
            derived: was.is_shared() && is.is_shared(),
            doubtful: dropped,
            ..change
        });
    }
}

/// A group with the one it is in: `产出指标/数量指标`.
pub(super) fn path(declaration: &Declaration, at: usize) -> Option<String> {
    let group = declaration.groups.get(at)?;
    let parent = group.parent.and_then(|parent| declaration.groups.get(parent));
    Some(parent.map_or_else(|| group.name.to_string(), |parent| format!("{}/{}", parent.name, group.name)))
}
