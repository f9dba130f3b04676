//! Which declaration and which indicator of the new version is which of the old: by code, by
//! name, then by similarity.

use std::collections::BTreeSet;

use crate::diff::Version;
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::name::normal;
use crate::syntax::ast::TextKind;

/// From which share of common letter pairs on two names are taken for one, in percent.
const ALIKE: usize = 60;

/// What belongs together; indices into the two versions.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub both: Vec<(usize, usize)>,
    pub gone: Vec<usize>,
    pub fresh: Vec<usize>,
}

/// The declarations of two versions. One of a kind on either side is the same one, whatever
/// it is called.
pub(super) fn declarations(old: &Version<'_>, new: &Version<'_>) -> Pairs {
    let mut open = Open::new(old.len(), new.len());
    open.join(|before, after| match (old.get(before), new.get(after)) {
        (Some((_, old)), Some((_, new))) => old.kind == new.kind && normal(&old.name) == normal(&new.name),
        _ => false,
    });
    if open.old.len() == 1 && open.new.len() == 1 {
        open.join(|before, after| match (old.get(before), new.get(after)) {
            (Some((_, old)), Some((_, new))) => old.kind == new.kind,
            _ => false,
        });
    }
    open.done()
}

/// The indicators of a declaration in two versions.
pub(super) fn indicators(old: &Declaration, new: &Declaration) -> Pairs {
    let mut open = Open::new(old.indicators.len(), new.indicators.len());
    let at = |before: usize, after: usize| Some((old.indicators.get(before)?, new.indicators.get(after)?));
    let group = |declaration: &Declaration, line: &Indicator| {
        declaration.groups.get(line.group as usize).map(|group| group.name.to_string())
    };
    let same_group = |a: &Indicator, b: &Indicator| group(old, a) == group(new, b);
    open.join(|before, after| at(before, after).is_some_and(|(a, b)| code(a).is_some() && code(a) == code(b)));
    let same_name = |a: &Indicator, b: &Indicator| normal(&a.name) == normal(&b.name);
    open.join(|before, after| at(before, after).is_some_and(|(a, b)| same_name(a, b) && same_group(a, b)));
    open.join(|before, after| at(before, after).is_some_and(|(a, b)| same_name(a, b)));
    // The most alike first, so that one renamed indicator does not take another's place.
    let mut alike: Vec<(usize, usize, usize)> = Vec::new();
    for &before in &open.old {
        for &after in &open.new {
            let Some((a, b)) = at(before, after) else { continue };
            let likeness = likeness(&normal(&a.name), &normal(&b.name));
            if likeness >= ALIKE && same_group(a, b) && code(a).is_none_or(|_| code(b).is_none()) {
                alike.push((100 - likeness, before, after));
            }
        }
    }
    alike.sort_unstable();
    for (_, before, after) in alike {
        open.take(before, after);
    }
    open.done()
}

fn code(indicator: &Indicator) -> Option<&str> {
    let texts = &indicator.extras.as_ref()?.texts;
    texts.iter().find(|text| text.kind == TextKind::Code).map(|text| text.text.trim())
}

/// The share of letter pairs that two names have in common, in percent (Dice).
fn likeness(a: &str, b: &str) -> usize {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    if total == 0 {
        return 0;
    }
    let mut common = 0;
    for pair in left {
        if let Some(at) = right.iter().position(|other| *other == pair) {
            right.swap_remove(at);
            common += 1;
        }
    }
    common * 200 / total
}

/// What is not matched yet.
struct Open {
    old: BTreeSet<usize>,
    new: BTreeSet<usize>,
    both: Vec<(usize, usize)>,
}

impl Open {
    fn new(old: usize, new: usize) -> Self {
        Open { old: (0..old).collect(), new: (0..new).collect(), both: Vec::new() }
    }

    /// Takes every pair that fits, each side once, in order.
    fn join(&mut self, fits: impl Fn(usize, usize) -> bool) {
        for before in self.old.clone() {
            if let Some(after) = self.new.iter().copied().find(|after| fits(before, *after)) {
                self.take(before, after);
            }
        }
    }

    fn take(&mut self, before: usize, after: usize) {
        if self.old.contains(&before) && self.new.contains(&after) {
            self.old.remove(&before);
            self.new.remove(&after);
            self.both.push((before, after));
        }
    }

    fn done(mut self) -> Pairs {
        self.both.sort_unstable_by_key(|pair| pair.1);
        Pairs { both: self.both, gone: self.old.into_iter().collect(), fresh: self.new.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn names_that_differ_in_a_word_are_alike() {
        assert!(likeness("年度专利授权量", "专利授权量") >= 60);
        assert!(likeness("商标申请量", "专利申请量") < 60);
        assert!(likeness("培训人数", "培训人次") >= 60);
    }
}
