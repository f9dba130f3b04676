//! Units and dimensions: `80 亿元` is `800000 万元`, and `件` never mixes with `家`.
//!
//! Every counting word is a dimension of its own. Units are declared in heng (the prelude
//! and the user's files); magnitude words (万, 亿) join any declared unit; products and
//! quotients follow from their factors. This file knows texts, not spans: callers add the place.

use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::exact::Exact;
use crate::source::Place;

/// A resolved unit; an index into [`Units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct UnitId(u32);

impl UnitId {
    /// The unit of a plain number.
    pub const NONE: UnitId = UnitId(0);
}

/// A base unit and what it measures.
#[derive(Debug, Clone)]
pub struct Base {
    /// Its canonical name: `元`, `件`.
    pub name: Box<str>,
    /// What it measures (量纲), when declared: `金额`.
    pub measures: Option<Box<str>>,
    /// Where it is declared.
    pub place: Place,
}

/// Powers of base units, sorted by base, no zero powers; empty for plain numbers and ratios.
pub type Dimension = Vec<(u32, i32)>;

/// A unit with its factor to the base units.
#[derive(Debug, Clone)]
pub struct Unit {
    /// As first written: `亿元`, `件/万人`; empty for a plain number.
    pub text: Box<str>,
    /// How many base units one of it is.
    pub scale: Exact,
    /// Which base units.
    pub dimension: Dimension,
}

/// Why a unit cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownUnit {
    /// The factor that is not declared.
    pub factor: String,
    /// Its byte range in the text asked for.
    pub range: std::ops::Range<usize>,
    /// A declared unit with a similar name.
    pub nearest: Option<String>,
}

/// All units of a compilation.
#[derive(Debug, Clone)]
pub struct Units {
    units: Vec<Unit>,
    by_text: FxHashMap<Box<str>, UnitId>,
    /// Shared with the prelude until a file declares units of its own.
    known: Arc<Known>,
}

/// What is declared.
#[derive(Debug, Clone, Default)]
struct Known {
    declared: FxHashMap<Box<str>, Declared>,
    /// Declared names in the order of declaration, for suggestions.
    names: Vec<Box<str>>,
    prefixes: Vec<Prefix>,
    bases: Vec<Base>,
}

/// A magnitude word.
#[derive(Debug, Clone)]
struct Prefix {
    name: Box<str>,
    value: Exact,
    place: Place,
}

#[derive(Debug, Clone)]
struct Declared {
    scale: Exact,
    dimension: Dimension,
    place: Place,
}

impl Default for Units {
    fn default() -> Self {
        let none = Unit { text: "".into(), scale: Exact::ONE, dimension: Vec::new() };
        Units {
            units: vec![none],
            by_text: std::iter::once(("".into(), UnitId::NONE)).collect(),
            known: Arc::default(),
        }
    }
}

impl Units {
    /// Declares a base unit; the place of the first declaration when there is one already.
    pub fn declare_base(&mut self, name: &str, measures: Option<&str>, place: Place) -> Result<(), Place> {
        let base = self.known.bases.len() as u32;
        self.declare(name, Exact::ONE, vec![(base, 1)], place)?;
        Arc::make_mut(&mut self.known).bases.push(Base {
            name: name.into(),
            measures: measures.map(Into::into),
            place,
        });
        Ok(())
    }

    /// Declares `name` as `value` of `unit`.
    pub fn declare_derived(&mut self, name: &str, value: &Exact, unit: Unit, place: Place) -> Result<(), Place> {
        self.declare(name, value * &unit.scale, unit.dimension, place)
    }

    /// Declares a second name of a declared unit.
    pub fn declare_alias(&mut self, alias: &str, name: &str, place: Place) -> Result<(), Place> {
        let Some(declared) = self.known.declared.get(name) else { return Err(place) };
        let (scale, dimension) = (declared.scale.clone(), declared.dimension.clone());
        self.declare(alias, scale, dimension, place)
    }

    /// Declares a magnitude word, `万` is 10000; the place of what has the name already.
    pub fn declare_prefix(&mut self, name: &str, value: Exact, place: Place) -> Result<(), Place> {
        let same = self.known.prefixes.iter().find(|prefix| *prefix.name == *name).map(|prefix| prefix.place);
        if let Some(first) = same.or_else(|| self.known.declared.get(name).map(|declared| declared.place)) {
            return Err(first);
        }
        let prefixes = &mut Arc::make_mut(&mut self.known).prefixes;
        prefixes.push(Prefix { name: name.into(), value, place });
        // The longest first, so that 百万 is not read as 百.
        prefixes.sort_by(|a, b| b.name.len().cmp(&a.name.len()).then_with(|| a.name.cmp(&b.name)));
        Ok(())
    }

    /// What a declared unit means without its declaration, by a magnitude word and another
    /// unit, when that is something else: `单位 万元` as a unit of its own.
    pub fn shadowed(&self, name: &str) -> Option<(&str, &str)> {
        let own = self.known.declared.get(name)?;
        self.known.prefixes.iter().find_map(|prefix| {
            let (unit, other) = self.known.declared.get_key_value(name.strip_prefix(&*prefix.name)?)?;
            let same = own.dimension == other.dimension && own.scale == &prefix.value * &other.scale;
            (!same).then_some((&*prefix.name, &**unit))
        })
    }

    fn declare(&mut self, name: &str, scale: Exact, dimension: Dimension, place: Place) -> Result<(), Place> {
        let prefix = self.known.prefixes.iter().find(|prefix| *prefix.name == *name).map(|prefix| prefix.place);
        if let Some(first) = self.known.declared.get(name).map(|declared| declared.place).or(prefix) {
            return Err(first);
        }
        let known = Arc::make_mut(&mut self.known);
        known.names.push(name.into());
        known.declared.insert(name.into(), Declared { scale, dimension, place });
        Ok(())
    }

    /// The unit of an id.
    pub fn get(&self, id: UnitId) -> &Unit {
        #[expect(clippy::indexing_slicing, reason = "ids are only made by this table, which never shrinks")]
        &self.units[id.0 as usize]
    }

    /// A unit text without the magnitude word it begins with: `工日` of `万工日`.
    pub fn without_prefix<'t>(&self, text: &'t str) -> &'t str {
        let rest = self.known.prefixes.iter().find_map(|prefix| text.strip_prefix(&*prefix.name));
        rest.filter(|rest| !rest.is_empty()).unwrap_or(text)
    }

    /// The id of a unit text, resolved on its first use.
    pub fn intern(&mut self, text: &str) -> Result<UnitId, UnknownUnit> {
        if let Some(&id) = self.by_text.get(text) {
            return Ok(id);
        }
        let unit = self.read(text)?;
        Ok(self.add(unit))
    }

    /// The id of a unit text that was resolved before.
    pub fn find(&self, text: &str) -> Option<UnitId> {
        self.by_text.get(text).copied()
    }

    /// The id of a unit that was computed rather than written.
    pub fn add(&mut self, unit: Unit) -> UnitId {
        if let Some(&id) = self.by_text.get(&unit.text) {
            return id;
        }
        let id = UnitId(self.units.len() as u32);
        self.by_text.insert(unit.text.clone(), id);
        self.units.push(unit);
        id
    }

    /// Whether a unit text can be read; cheaper than being told why not.
    pub fn can_read(&self, text: &str) -> bool {
        self.by_text.contains_key(text) || self.resolve(text).is_ok()
    }

    /// Reads a unit text without keeping it: factors joined by `/`, `·`, `*`, `每`-free.
    /// Everything after the first `/` divides: `元/人·天` is 元 per 人 and 天.
    pub fn read(&self, text: &str) -> Result<Unit, UnknownUnit> {
        self.resolve(text).map_err(|(factor, range)| self.unknown(factor, range))
    }

    /// The unit, or the factor that is not declared.
    fn resolve<'t>(&self, text: &'t str) -> Result<Unit, (&'t str, std::ops::Range<usize>)> {
        let mut unit = Unit { text: text.into(), scale: Exact::ONE, dimension: Vec::new() };
        if text.is_empty() {
            return Ok(unit);
        }
        let mut power = 1;
        let mut start = 0;
        loop {
            let rest = text.get(start..).unwrap_or_default();
            let end = start + rest.find(['/', '／', '·', '*', '×']).unwrap_or(rest.len());
            let factor = text.get(start..end).unwrap_or_default();
            let trimmed = factor.trim();
            let (scale, dimension) = self.factor(trimmed).ok_or((trimmed, start..end))?;
            let scale = scale.pow(power).ok_or((trimmed, start..end))?;
            unit.scale = &unit.scale * &scale;
            multiply(&mut unit.dimension, &dimension, power);
            let Some(joint) = text.get(end..).and_then(|rest| rest.chars().next()) else { break };
            if matches!(joint, '/' | '／') {
                power = -1;
            }
            start = end + joint.len_utf8();
        }
        Ok(unit)
    }

    fn factor(&self, text: &str) -> Option<(Exact, Dimension)> {
        if let Some(declared) = self.known.declared.get(text) {
            return Some((declared.scale.clone(), declared.dimension.clone()));
        }
        self.known.prefixes.iter().find_map(|prefix| {
            let rest = text.strip_prefix(&*prefix.name)?;
            if rest.is_empty() {
                return Some((prefix.value.clone(), Vec::new()));
            }
            let declared = self.known.declared.get(rest)?;
            Some((&prefix.value * &declared.scale, declared.dimension.clone()))
        })
    }

    fn unknown(&self, factor: &str, range: std::ops::Range<usize>) -> UnknownUnit {
        let nearest = crate::diag::suggest::nearest(factor, self.known.names.iter().map(|name| &**name));
        UnknownUnit { factor: factor.to_owned(), range, nearest: nearest.map(str::to_owned) }
    }

    /// What a number in a unit is in base units; percentages as ratios.
    pub fn in_base(&self, number: Decimal, unit: UnitId) -> Exact {
        &Exact::from(number) * &self.get(unit).scale
    }

    /// Whether two units measure the same.
    pub fn same_dimension(&self, a: UnitId, b: UnitId) -> bool {
        a == b || self.get(a).dimension == self.get(b).dimension
    }

    /// The factor from one unit to another of the same dimension: 1 亿元 is 10000 万元.
    pub fn factor_between(&self, from: UnitId, to: UnitId) -> Option<Exact> {
        if from == to {
            return Some(Exact::ONE);
        }
        if !self.same_dimension(from, to) {
            return None;
        }
        self.get(from).scale.div(&self.get(to).scale)
    }

    /// The base units, in the order of declaration.
    pub fn bases(&self) -> &[Base] {
        &self.known.bases
    }

    /// Whether a unit counts things of which there are no parts (件, 家, 万人次): its base unit is
    /// declared without 量纲, as counting words are.
    pub fn is_counted(&self, id: UnitId) -> bool {
        match self.get(id).dimension.as_slice() {
            [(base, 1)] => self.bases().get(*base as usize).is_some_and(|base| base.measures.is_none()),
            _ => false,
        }
    }

    /// A dimension in words, factor by factor: `件/人`, or `比率` for plain numbers.
    pub fn describe(&self, dimension: &Dimension) -> String {
        let side = |positive: bool| {
            let factors = dimension.iter().filter(|(_, power)| (*power > 0) == positive);
            let words = factors.flat_map(|(base, power)| {
                let name = self.known.bases.get(*base as usize).map_or("?", |base| &*base.name);
                std::iter::repeat_n(name, power.unsigned_abs() as usize)
            });
            words.collect::<Vec<_>>().join("·")
        };
        match (side(true), side(false)) {
            (above, below) if above.is_empty() && below.is_empty() => "比率".to_owned(),
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("1/{below}"),
            (above, below) => format!("{above}/{below}"),
        }
    }

    /// Where the first base unit of a dimension is declared.
    pub fn declared_at(&self, text: &str) -> Option<Place> {
        if let Some(declared) = self.known.declared.get(text) {
            return Some(declared.place);
        }
        let (_, dimension) = self.factor(text)?;
        let (base, _) = dimension.first()?;
        self.known.bases.get(*base as usize).map(|base| base.place)
    }

    /// Where a unit or a magnitude word of this very name is declared.
    pub fn named_at(&self, text: &str) -> Option<Place> {
        let prefix = || self.known.prefixes.iter().find(|prefix| *prefix.name == *text).map(|prefix| prefix.place);
        self.known.declared.get(text).map(|declared| declared.place).or_else(prefix)
    }

    /// Every declared name, for completion and suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.names.iter().map(|name| &**name)
    }
}

/// `left × right^power`, in place.
pub fn multiply(left: &mut Dimension, right: &[(u32, i32)], power: i32) {
    for &(base, exponent) in right {
        match left.binary_search_by_key(&base, |entry| entry.0) {
            Ok(at) => {
                if let Some(entry) = left.get_mut(at) {
                    entry.1 += exponent * power;
                }
            }
            Err(at) => left.insert(at, (base, exponent * power)),
        }
    }
    left.retain(|entry| entry.1 != 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Units {
        let mut units = Units::default();
        let place = Place::default();
        for name in ["元", "件", "人", "人次", "天"] {
            units.declare_base(name, None, place).unwrap();
        }
        units.declare_derived("%", &Exact::ratio(1, 100).unwrap(), units.read("").unwrap(), place).unwrap();
        units.declare_alias("百分点", "%", place).unwrap();
        for (prefix, value) in [("万", 10_000), ("亿", 100_000_000), ("百", 100)] {
            units.declare_prefix(prefix, Exact::int(value), place).unwrap();
        }
        units
    }

    #[test]
    fn magnitudes_join_units() {
        let mut units = units();
        let (large, small) = (units.intern("亿元").unwrap(), units.intern("万元").unwrap());
        assert_eq!(units.factor_between(large, small).unwrap().to_string(), "10000");
        let (pieces, people) = (units.intern("件").unwrap(), units.intern("人").unwrap());
        assert_eq!(units.factor_between(pieces, people), None);
    }

    #[test]
    fn quotients_and_products() {
        let mut units = units();
        let rate = units.intern("元/人·天").unwrap();
        assert_eq!(units.describe(&units.get(rate).dimension), "元/人·天");
        let dense = units.intern("件/万人").unwrap();
        assert_eq!(units.get(dense).scale.to_fraction(), "1/10000");
        let ratio = units.intern("件/件").unwrap();
        assert!(units.same_dimension(ratio, UnitId::NONE));
        // A declared name wins over a magnitude word in front of another.
        let points = units.intern("百分点").unwrap();
        assert_eq!(units.get(points).scale.to_fraction(), "1/100");
    }

    #[test]
    fn unknown_units_name_the_factor() {
        let error = units().read("件/万仁").unwrap_err();
        assert_eq!(error.factor, "万仁");
        assert_eq!(error.range, 4..10);
    }
}
