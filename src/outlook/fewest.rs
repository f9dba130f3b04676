//! The smallest set of changes that reaches a total: as few indicators as possible, and of all sets
//! of so many the one of the least total effort. Effort is a share of the target; values that
//! cannot be compared so (judgements, yes and no) count as a whole one.
//!
//! Values that are missing are no effort anybody can measure: the set is made of values that are
//! there, and of missing ones only where nothing else is enough.

use std::collections::BTreeMap;

use super::margin::{Change, Room, Seeker, Way};
use crate::exact::{Exact, Rounding};

/// How many changes are looked at before the best of all sets is given up for a good one.
const MOST_CHANGES: usize = 5_000;
/// How many others are tried in the place of one.
const MOST_OTHERS: usize = 50;
/// How many ways to put changes together are looked at.
const MOST_WAYS: usize = 200_000;

/// The smallest set.
#[derive(Debug, Clone, PartialEq)]
pub enum Fewest {
    /// The total is reached as it is.
    Reached,
    /// By these; indices into the rooms.
    By(Set),
    /// Not even by all of them; the total that all of them would make.
    OutOfReach(Exact),
}

/// A set of changes that is enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// In the order of the plan.
    pub changes: Vec<(usize, Change)>,
    /// Of these, how many are values that are missing and have to earn what they can.
    pub missing: usize,
    /// The efforts of the others together.
    pub effort: Exact,
    /// The total then, with what is still missing at its least.
    pub total: Exact,
    /// Whether no set of so many takes less; not where there were too many to look at.
    pub is_least: bool,
}

/// One indicator that may be in the set.
struct Candidate<'a> {
    at: usize,
    room: &'a Room,
    /// The most it can gain.
    most: Exact,
}

/// The smallest set of changes of the rooms that makes a total.
pub(super) fn fewest(seeker: &Seeker<'_>, rooms: &[Room], aim: &Exact) -> Fewest {
    let total = seeker.card.total.low();
    let mut short = aim - total;
    if !short.is_positive() {
        return Fewest::Reached;
    }
    let candidates = rooms.iter().enumerate().filter_map(|(at, room)| match &room.full {
        Way::To(change) if !seeker.is_coupled(room.subject) => Some(Candidate { at, room, most: change.gain.clone() }),
        Way::To(_) | Way::Full | Way::Closed(_) => None,
    });
    let (mut open, mut known): (Vec<Candidate<'_>>, Vec<Candidate<'_>>) =
        candidates.partition(|candidate| candidate.room.is_open());
    // Stable, so that equals stay in the order of the plan.
    open.sort_by(|a, b| b.most.cmp(&a.most));
    known.sort_by(|a, b| b.most.cmp(&a.most));
    let sum = |of: &[Candidate<'_>]| of.iter().map(|candidate| &candidate.most).sum::<Exact>();
    let by_known = sum(&known);
    if &by_known + &sum(&open) < short {
        return Fewest::OutOfReach(&(total + &by_known) + &sum(&open));
    }
    let mut changes: Vec<(usize, Change)> = Vec::new();
    for candidate in open {
        if by_known >= short {
            break;
        }
        short = &short - &candidate.most;
        changes.extend(full(&candidate).map(|change| (candidate.at, change)));
    }
    let missing = changes.len();
    let (chosen, is_least) = if short.is_positive() { chosen(seeker, &known, &short) } else { (Vec::new(), true) };
    let effort = chosen.iter().map(|(_, change)| effort(change)).fold(Exact::ZERO, |sum, effort| &sum + &effort);
    changes.extend(chosen);
    changes.sort_by_key(|(at, _)| *at);
    let gained: Exact = changes.iter().map(|(_, change)| &change.gain).sum();
    Fewest::By(Set { total: total + &gained, changes, missing, effort, is_least })
}

fn full(candidate: &Candidate<'_>) -> Option<Change> {
    match &candidate.room.full {
        Way::To(change) => Some(change.clone()),
        Way::Full | Way::Closed(_) => None,
    }
}

fn effort(change: &Change) -> Exact {
    change.effort().cloned().unwrap_or(Exact::ONE)
}

/// As few of the candidates (largest first) as make up for what is short.
fn chosen(seeker: &Seeker<'_>, known: &[Candidate<'_>], short: &Exact) -> (Vec<(usize, Change)>, bool) {
    let mut sum = Exact::ZERO;
    let count = known.iter().take_while(|candidate| {
        let goes_on = sum < *short;
        sum = &sum + &candidate.most;
        goes_on
    });
    let count = count.count();
    let unit = seeker.unit();
    let most: Option<Vec<usize>> = known.iter().map(|candidate| units(&candidate.most, &unit)).collect();
    let best = most.and_then(|most| least(&levels(seeker, known, short, count)?, &most, (short, &unit), count));
    match best {
        Some(best) => (best, true),
        None => (largest(seeker, known, short, count), false),
    }
}

/// What a candidate can gain and by which change; none where there are too many.
fn levels(
    seeker: &Seeker<'_>,
    known: &[Candidate<'_>],
    short: &Exact,
    count: usize,
) -> Option<Vec<Vec<(usize, Change)>>> {
    let unit = seeker.unit();
    let mut found = 0;
    let mut all = Vec::with_capacity(known.len());
    for (place, candidate) in known.iter().enumerate() {
        // The others of a set gain so much at most; the rest is to come from here.
        let others = known.iter().enumerate().filter(|(other, _)| *other != place).take(count.saturating_sub(1));
        let others: Exact = others.map(|(_, other)| &other.most).sum();
        let mut gain = (short - &others).max(unit.clone());
        let most = candidate.most.clone().min(short.clone());
        let lever = seeker.lever(candidate.room);
        let mut levels: Vec<(usize, Change)> = Vec::new();
        while gain <= most {
            found += 1;
            if found > MOST_CHANGES {
                return None;
            }
            let change = seeker.change_by(&lever, candidate.room, &(candidate.room.now.low() + &gain))?;
            // Whole steps often gain more than was asked for.
            gain = &gain.max(change.gain.clone()) + &unit;
            levels.push((candidate.at, change));
        }
        all.push(levels);
    }
    Some(all)
}

/// A set on the way: what it takes, and which level of which candidate is in it.
#[derive(Clone)]
struct Partial {
    effort: Exact,
    levels: Vec<(usize, usize)>,
}

/// The set of exactly so many changes that takes the least, by what the sets of fewer gain: for
/// every gain (in units of a score, no more than is short) the one that takes the least. None where
/// there are too many ways.
fn least(
    levels: &[Vec<(usize, Change)>],
    most: &[usize],
    (short, unit): (&Exact, &Exact),
    count: usize,
) -> Option<Vec<(usize, Change)>> {
    let short = units(short, unit)?;
    let mut ways = 0;
    let mut best: Vec<BTreeMap<usize, Partial>> = vec![BTreeMap::new(); count + 1];
    best.first_mut()?.insert(0, Partial { effort: Exact::ZERO, levels: Vec::new() });
    for (place, own) in levels.iter().enumerate() {
        let own = own
            .iter()
            .enumerate()
            .map(|(level, (_, change))| Some((level, units(&change.gain, unit)?, effort(change))));
        let own: Vec<(usize, usize, Exact)> = own.collect::<Option<_>>()?;
        for size in (0..count).rev() {
            // What those that are still to come can gain at most.
            let to_come: usize = most.iter().take(count - size - 1).sum();
            let before = best.get(size)?.clone();
            let after = best.get_mut(size + 1)?;
            for (gained, partial) in &before {
                for (level, gain, effort) in &own {
                    let gain = (gained + gain).min(short);
                    if gain + to_come < short {
                        continue;
                    }
                    ways += 1;
                    if ways > MOST_WAYS {
                        return None;
                    }
                    let effort = &partial.effort + effort;
                    if after.get(&gain).is_none_or(|known| effort < known.effort) {
                        let levels = partial.levels.iter().copied().chain([(place, *level)]).collect();
                        after.insert(gain, Partial { effort, levels });
                    }
                }
            }
        }
    }
    let found = best.pop()?.remove(&short)?;
    let chosen = found.levels.iter().filter_map(|(place, level)| levels.get(*place)?.get(*level).cloned());
    Some(chosen.collect())
}

/// How many units a gain is, rounded up.
fn units(gain: &Exact, unit: &Exact) -> Option<usize> {
    let (count, _) = gain.div(unit)?.round(0, Rounding::Up).as_pair()?;
    usize::try_from(count).ok()
}

/// A good set where the best is too much to look for: the largest gains, all but one in full; that
/// one is, or is replaced by, whichever takes the least for what is left.
fn largest(seeker: &Seeker<'_>, known: &[Candidate<'_>], short: &Exact, count: usize) -> Vec<(usize, Change)> {
    let all_in: Vec<(usize, Change)> =
        known.iter().take(count).filter_map(|candidate| Some((candidate.at, full(candidate)?))).collect();
    let gained: Exact = all_in.iter().map(|(_, change)| &change.gain).sum();
    let taken: Exact = all_in.iter().map(|(_, change)| effort(change)).fold(Exact::ZERO, |sum, one| &sum + &one);
    let mut best: Option<(Exact, usize, (usize, Change))> = None;
    for (place, (_, out)) in all_in.iter().enumerate() {
        let left = short - &(&gained - &out.gain);
        let others = known.iter().skip(count).take(MOST_OTHERS);
        for candidate in known.get(place).into_iter().chain(others).filter(|candidate| candidate.most >= left) {
            let Some(change) = seeker.change(candidate.room, &(candidate.room.now.low() + &left)) else { continue };
            let total = &(&taken - &effort(out)) + &effort(&change);
            if best.as_ref().is_none_or(|(least, ..)| total < *least) {
                best = Some((total, place, (candidate.at, change)));
            }
        }
    }
    let mut changes = all_in;
    if let Some((_, place, change)) = best
        && let Some(slot) = changes.get_mut(place)
    {
        *slot = change;
    }
    changes
}
