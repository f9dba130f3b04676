//! Weights: written ones have to fit, the others are shared out so that the sum is exact.
//!
//! From the top: level-1 groups weigh what is written, else what their indicators were
//! given, else what the framework says; what a group does not use goes where 空缺 says.
//! Below that, whatever is left of the level above is shared equally.

use crate::diag::Diagnostic;
use crate::exact::{Exact, Rounding};
use crate::model::declaration::{Declaration, Group, Origin, Weight};
use crate::model::framework::Framework;
use crate::model::name::normal;
use crate::model::outline::Outline;
use crate::model::value::Goal;
use crate::source::Span;

/// What lies under a group, added up once.
#[derive(Debug, Clone, Default)]
struct Below {
    written: Option<Exact>,
    count_written: u32,
    /// Assessed indicators without a weight.
    open: u32,
    /// What indicators directly under a level-1 group get of it.
    part: Option<Exact>,
    /// Whether a sum in the group was reported.
    reported: bool,
}

impl Below {
    fn add(&mut self, weight: &Exact) {
        self.written = Some(match self.written.take() {
            Some(sum) => &sum + weight,
            None => weight.clone(),
        });
        self.count_written += 1;
    }

    fn sum(&self) -> Exact {
        self.written.clone().unwrap_or(Exact::ZERO)
    }

    fn any(&self) -> bool {
        self.count_written + self.open > 0
    }
}

/// One of the things a level-1 group's weight is shared among.
struct Share {
    /// The level-2 group; none for indicators directly under level 1.
    group: Option<usize>,
    fixed: Option<Exact>,
}

/// Shares out the weights of a declaration.
pub(crate) fn share(out: &mut Outline<'_, '_>) {
    if out.declaration.indicators.is_empty() {
        return;
    }
    let Some(framework) = out.framework else { return };
    let below = add_up(&out.declaration);
    let mut sharing = Sharing { framework, below, errors: Vec::new(), quiet: out.broken };
    let vacancies: Vec<_> = framework.vacancies.iter().chain(&out.vacancies).copied().collect();
    let receiver = |from: usize| vacancies.iter().rev().find(|vacancy| vacancy.from == from).map(|vacancy| vacancy.to);
    sharing.level1(&mut out.declaration, &receiver);
    for at in 0..out.declaration.groups.len() {
        if out.declaration.groups.get(at).is_some_and(|group| group.level == 1) {
            sharing.level2(&mut out.declaration, at);
        }
    }
    sharing.indicators(&mut out.declaration);
    out.broken |= !sharing.errors.is_empty();
    for (code, span, message, help, related) in sharing.errors {
        let mut diagnostic = Diagnostic::error(code, out.cx.place(span), message);
        for (span, text) in related {
            let place = out.cx.place(span);
            diagnostic = diagnostic.related(place, text);
        }
        out.cx.report(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }
}

fn add_up(declaration: &Declaration) -> Vec<Below> {
    let mut below = vec![Below::default(); declaration.groups.len()];
    for indicator in &declaration.indicators {
        let Some(group) = below.get_mut(indicator.group as usize) else { continue };
        match indicator.weight.written() {
            Some(weight) => group.add(weight),
            None if is_assessed(indicator.goal.as_ref()) => group.open += 1,
            None => {}
        }
    }
    below
}

fn is_assessed(goal: Option<&Goal>) -> bool {
    !matches!(goal, Some(Goal::NotApplicable(_)))
}

type Error = (&'static str, Span, String, String, Vec<(Span, String)>);

struct Sharing<'f> {
    framework: &'f Framework,
    below: Vec<Below>,
    errors: Vec<Error>,
    /// Whether a mistake was reported that would make every sum wrong.
    quiet: bool,
}

impl Sharing<'_> {
    /// What a level-1 group is divided into.
    fn shares(&self, declaration: &Declaration, at: usize) -> Vec<Share> {
        let direct = self.below.get(at).filter(|below| below.any());
        let direct = direct.map(|below| Share { group: None, fixed: (below.open == 0).then(|| below.sum()) });
        let children = declaration.groups.iter().enumerate().filter(|(_, group)| group.parent == Some(at));
        let inner = children.filter_map(|(child, group)| {
            let below = self.below.get(child)?;
            let preset = || self.preset(declaration, at, group);
            let fixed = match group.weight.written() {
                Some(weight) => Some(weight.clone()),
                None if below.any() && below.open == 0 => Some(below.sum()),
                None => preset(),
            };
            (below.any() || group.weight.written().is_some()).then_some(Share { group: Some(child), fixed })
        });
        direct.into_iter().chain(inner).collect()
    }

    /// The weight a framework gives a level-2 group.
    fn preset(&self, declaration: &Declaration, parent: usize, group: &Group) -> Option<Exact> {
        let parent = declaration.groups.get(parent)?.of_framework?;
        self.framework.groups.get(parent)?.children.get(group.of_framework?)?.weight.clone()
    }

    fn level1(&mut self, declaration: &mut Declaration, receiver: &dyn Fn(usize) -> Option<usize>) {
        let total = self.total(declaration);
        let mut levels = self.present(declaration);
        if levels.iter().any(|level| level.weight.is_none()) {
            self.fill(&mut levels, &total, receiver);
        }
        let sum: Exact = levels.iter().filter_map(|level| level.weight.as_ref()).sum();
        for level in &levels {
            let Some(group) = declaration.groups.get_mut(level.group) else { continue };
            if group.weight.written().is_none() {
                group.weight = Weight { value: level.weight.clone().unwrap_or(Exact::ZERO), origin: level.origin };
            }
        }
        if sum != total && !self.quiet {
            self.unbalanced(declaration, &levels, &sum, &total, receiver);
        }
    }

    fn total(&self, declaration: &Declaration) -> Exact {
        match &declaration.execution {
            Some((weight, _)) => &self.framework.full - weight,
            None => self.framework.for_indicators(),
        }
    }

    /// The level-1 groups that have indicators or a weight, with what fixes their weight.
    fn present(&self, declaration: &Declaration) -> Vec<Level1> {
        let groups = declaration.groups.iter().enumerate().filter(|(_, group)| group.level == 1);
        groups
            .filter_map(|(at, group)| {
                let shares = self.shares(declaration, at);
                let used = shares.iter().any(|share| self.used(share));
                let fixed: Option<Exact> = shares
                    .iter()
                    .map(|share| share.fixed.as_ref())
                    .collect::<Option<Vec<_>>>()
                    .map(|fixed| fixed.into_iter().sum());
                let (weight, origin) = match group.weight.written() {
                    Some(written) => (Some(written.clone()), group.weight.origin),
                    None if used => (fixed, Origin::Sum),
                    None => return None,
                };
                Some(Level1 { group: at, of: group.of_framework, weight, origin })
            })
            .collect()
    }

    fn used(&self, share: &Share) -> bool {
        share.group.is_none_or(|group| self.below.get(group).is_some_and(Below::any))
    }

    /// Gives the level-1 groups that nothing fixes what the framework says, and what the
    /// other groups leave.
    fn fill(&self, levels: &mut [Level1], total: &Exact, receiver: &dyn Fn(usize) -> Option<usize>) {
        let mut received: Vec<Exact> = vec![Exact::ZERO; self.framework.groups.len()];
        for (at, group) in self.framework.groups.iter().enumerate() {
            let Some(stated) = &group.weight else { continue };
            let left = match levels.iter().find(|level| level.of == Some(at)) {
                None => stated.clone(),
                Some(Level1 { weight: Some(weight), .. }) => stated - weight,
                Some(Level1 { weight: None, .. }) => continue,
            };
            if let Some(to) = settle(at, levels, receiver)
                && let Some(slot) = received.get_mut(to)
            {
                *slot = &*slot + &left;
            }
        }
        for level in levels.iter_mut().filter(|level| level.weight.is_none()) {
            let Some(at) = level.of else { continue };
            let stated = self.framework.groups.get(at).and_then(|group| group.weight.as_ref());
            let extra = received.get(at).unwrap_or(&Exact::ZERO);
            if let Some(stated) = stated {
                let with_extra = stated + extra;
                // More than there is cannot be taken away: the sum will say so.
                level.weight = Some(if with_extra.is_positive() { with_extra } else { stated.clone() });
                level.origin = if extra.is_zero() { Origin::Framework } else { Origin::Received };
            }
        }
        self.rest(levels, total);
    }

    /// Groups for which the framework states no weight share what is left.
    fn rest(&self, levels: &mut [Level1], total: &Exact) {
        let given: Exact = levels.iter().filter_map(|level| level.weight.as_ref()).sum();
        let left = total - &given;
        let open = levels.iter().filter(|level| level.weight.is_none()).count();
        let left = left.max(Exact::ZERO);
        let mut parts = equal(&left, open, self.framework);
        for level in levels.iter_mut().filter(|level| level.weight.is_none()) {
            if let Some((value, origin)) = parts.next() {
                level.weight = Some(value);
                level.origin = origin;
            }
        }
    }

    fn unbalanced(
        &mut self,
        declaration: &Declaration,
        levels: &[Level1],
        sum: &Exact,
        total: &Exact,
        receiver: &dyn Fn(usize) -> Option<usize>,
    ) {
        let gap_text = gap(sum, total);
        let vacant: Vec<_> = self
            .framework
            .groups
            .iter()
            .enumerate()
            .filter(|(at, group)| {
                group.weight.as_ref().is_some_and(Exact::is_positive)
                    && !levels.iter().any(|level| level.of == Some(*at))
            })
            .collect();
        let homeless = vacant.iter().filter(|(at, _)| receiver(*at).is_none());
        let missing: Exact = homeless.clone().filter_map(|(_, group)| group.weight.as_ref()).sum();
        if *sum < *total && missing == total - sum {
            for (_, group) in homeless {
                let written = declaration
                    .groups
                    .iter()
                    .find(|written| written.of_framework.is_some() && normal(&written.name) == *group.name);
                let weight = group.weight.clone().unwrap_or(Exact::ZERO);
                let span = written.map_or(declaration.place.span, |written| written.span);
                let other =
                    self.framework.groups.iter().find(|other| other.name != group.name && other.name.contains("效益"));
                let message = format!("没有 `{}` 的指标，它的 {weight} 分没有去处", group.name);
                let help = match other {
                    Some(other) => format!("补上指标，或写明归到哪里：`空缺 {} 归 {}`", group.name, other.name),
                    None => "补上指标".to_owned(),
                };
                self.errors.push(("E0407", span, message, help, Vec::new()));
            }
            return;
        }
        let related = levels.iter().filter_map(|level| {
            let group = declaration.groups.get(level.group)?;
            let weight = level.weight.as_ref()?;
            Some((group.span, format!("{weight} 分{}", self.why(level))))
        });
        let names: Vec<String> = vacant
            .iter()
            .map(|(_, group)| format!("`{}` {} 分", group.name, group.weight.clone().unwrap_or(Exact::ZERO)))
            .collect();
        let help = if names.is_empty() || *sum > *total {
            String::new()
        } else {
            format!("框架里还有 {}，这里没有它的指标", names.join("、"))
        };
        let message = format!("一级指标的分值合计 {sum} 分，应为 {total} 分，{gap_text}");
        self.errors.push(("E0406", declaration.place.span, message, help, related.collect()));
    }

    fn why(&self, level: &Level1) -> String {
        match level.origin {
            Origin::Written(_) => String::new(),
            Origin::Sum => "（各指标分值之和）".to_owned(),
            Origin::Framework | Origin::Received => format!("（按框架 `{}`）", self.framework.name),
            Origin::Shared { .. } | Origin::Nothing => "（均分）".to_owned(),
        }
    }

    /// Shares a level-1 group's weight among its level-2 groups.
    fn level2(&mut self, declaration: &mut Declaration, at: usize) {
        let shares = self.shares(declaration, at);
        let Some(parent) = declaration.groups.get(at) else { return };
        let weight = parent.weight.value.clone();
        let fixed: Exact = shares.iter().filter_map(|share| share.fixed.as_ref()).sum();
        let open = shares.iter().filter(|share| share.fixed.is_none()).count();
        let left = &weight - &fixed;
        if shares.is_empty() {
            if weight.is_positive() {
                self.empty(declaration, at);
            }
            return;
        }
        let of = if shares.iter().all(|share| share.group.is_none()) { "下面各指标" } else { "下面各类" };
        self.fits(declaration, at, &Sum { whole: &weight, fixed: &fixed, open, of });
        let mut parts = equal(&left, open, self.framework);
        for share in &shares {
            let (value, origin) = match &share.fixed {
                Some(fixed) => (fixed.clone(), Origin::Sum),
                None => parts.next().unwrap_or((Exact::ZERO, Origin::Nothing)),
            };
            match share.group {
                Some(group) => {
                    if let Some(group) = declaration.groups.get_mut(group)
                        && group.weight.written().is_none()
                    {
                        group.weight = Weight { value, origin };
                    }
                }
                // Only the direct indicators' part is theirs; kept beside the group's own weight.
                None => {
                    if let Some(below) = self.below.get_mut(at) {
                        below.part = Some(value);
                    }
                }
            }
        }
    }

    fn empty(&mut self, declaration: &Declaration, at: usize) {
        let Some(group) = declaration.groups.get(at) else { return };
        let (Origin::Written(span), false) = (group.weight.origin, self.quiet || group.broken) else { return };
        let message = format!("`{}` 写了 {} 分，却没有指标", group.name, group.weight.value);
        self.errors.push(("E0407", span, message, "补上指标，或把分值写到别处".to_owned(), Vec::new()));
    }

    /// Reports parts that do not fit their whole.
    fn fits(&mut self, declaration: &Declaration, at: usize, sum: &Sum<'_>) {
        let Some(group) = declaration.groups.get(at) else { return };
        let Sum { whole, fixed, open, of } = sum;
        let good = if *open == 0 { fixed == whole } else { fixed < whole };
        if good || self.quiet || group.broken {
            return;
        }
        let parts = if *open == 0 { "合计" } else { "中写明的合计" };
        let message = if fixed == whole {
            format!("`{}` 的 {whole} 分已经写完，其余没有写分值的分不到", group.name)
        } else {
            format!("`{}` 是 {whole} 分，{of}{parts} {fixed} 分，{}", group.name, gap(fixed, whole))
        };
        let span = match group.weight.origin {
            Origin::Written(span) => span,
            _ => group.span,
        };
        let help = match group.weight.origin {
            Origin::Shared { among, .. } => {
                format!("`{}` 没有写分值，它的 {whole} 分是上一级均分给 {among} 类得来的", group.name)
            }
            Origin::Framework | Origin::Received => {
                format!("`{}` 没有写分值，{whole} 分是框架 `{}` 规定的", group.name, self.framework.name)
            }
            Origin::Written(_) | Origin::Sum | Origin::Nothing => String::new(),
        };
        self.errors.push(("E0405", span, message, help, Vec::new()));
        if let Some(below) = self.below.get_mut(at) {
            below.reported = true;
        }
    }

    /// Shares each group's weight among its indicators.
    fn indicators(&mut self, declaration: &mut Declaration) {
        let mut parts: Vec<Parts> = Vec::with_capacity(declaration.groups.len());
        for at in 0..declaration.groups.len() {
            let (Some(group), Some(below)) = (declaration.groups.get(at), self.below.get(at)) else { continue };
            let whole = match (&below.part, group.level) {
                (Some(part), 1) => part.clone(),
                _ => group.weight.value.clone(),
            };
            let (fixed, open) = (below.sum(), below.open as usize);
            parts.push(equal(&(&whole - &fixed), open, self.framework));
            let reported = below.reported || self.parent_reported(group);
            match (group.level, below.any()) {
                // A level-1 group's own sum was looked at with its level-2 groups.
                (1, _) if open == 0 => {}
                (_, true) if !reported => {
                    self.fits(declaration, at, &Sum { whole: &whole, fixed: &fixed, open, of: "下面各指标" });
                }
                (2, false) if !reported => self.empty(declaration, at),
                _ => {}
            }
        }
        for indicator in &mut declaration.indicators {
            if indicator.weight.written().is_none()
                && is_assessed(indicator.goal.as_ref())
                && let Some((value, origin)) = parts.get_mut(indicator.group as usize).and_then(Iterator::next)
            {
                indicator.weight = Weight { value, origin };
            }
        }
    }

    fn parent_reported(&self, group: &Group) -> bool {
        group.parent.and_then(|parent| self.below.get(parent)).is_some_and(|below| below.reported)
    }
}

/// Parts held against their whole.
struct Sum<'s> {
    whole: &'s Exact,
    /// The parts that are written.
    fixed: &'s Exact,
    /// How many are not.
    open: usize,
    /// What the parts are.
    of: &'static str,
}

struct Level1 {
    group: usize,
    of: Option<usize>,
    weight: Option<Exact>,
    origin: Origin,
}

/// The open group that a group's unused weight ends up in, following 空缺 from group to group.
fn settle(from: usize, levels: &[Level1], receiver: &dyn Fn(usize) -> Option<usize>) -> Option<usize> {
    let mut at = from;
    for _ in 0..=levels.len() + 8 {
        at = receiver(at)?;
        if levels.iter().any(|level| level.of == Some(at) && level.weight.is_none()) {
            return Some(at);
        }
    }
    None
}

/// Parts of a whole, handed out one by one.
struct Parts {
    part: Exact,
    last: Exact,
    among: u32,
    left: u32,
}

impl Iterator for Parts {
    type Item = (Exact, Origin);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let last = self.left == 0;
        let value = if last { &self.last } else { &self.part };
        Some((value.clone(), Origin::Shared { among: self.among, last }))
    }
}

/// Equal parts to the framework's precision, the remainder to the last. Where a part would
/// be less than the precision can show, parts stay exact.
fn equal(whole: &Exact, count: usize, framework: &Framework) -> Parts {
    let among = u32::try_from(count).unwrap_or(u32::MAX);
    let whole = whole.clone().max(Exact::ZERO);
    let exact = Exact::ratio(1, i128::from(among)).map_or(Exact::ZERO, |part| &whole * &part);
    let others = Exact::int(i128::from(among) - 1);
    let last_of = |part: &Exact| &whole - &(part * &others);
    let rounded = exact.round(framework.places, framework.rounding);
    let part = if last_of(&rounded).is_positive() { rounded } else { exact.round(framework.places, Rounding::Down) };
    let part = if part.is_positive() { part } else { exact };
    Parts { last: last_of(&part), part, among, left: among }
}

/// `少 5 分` or `多 5 分`: how far a sum is from what it should be.
pub(crate) fn gap(sum: &Exact, wanted: &Exact) -> String {
    if sum < wanted { format!("少 {} 分", wanted - sum) } else { format!("多 {} 分", sum - wanted) }
}
