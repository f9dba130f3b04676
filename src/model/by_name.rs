//! The indicators of a declaration by their names, in four bytes each: a table of numbers whose
//! names stand with the indicators themselves. A file of 100,000 indicators would otherwise
//! keep every name a second time.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::model::declaration::Indicator;
use crate::model::name::normal;

/// The first indicator of each name, by the name's normal form.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByName {
    table: HashTable<u32>,
}

impl ByName {
    /// The number of the indicator that has a name in its normal form.
    pub fn get(&self, name: &str, indicators: &[Indicator]) -> Option<u32> {
        self.table.find(hash(name), |at| is(*at, name, indicators)).copied()
    }

    /// Makes room for so many more names.
    pub fn reserve(&mut self, more: usize, indicators: &[Indicator]) {
        self.table.reserve(more, |at| hash_of(*at, indicators));
    }

    /// Takes the name of the indicator that comes next; the number of the one that has it
    /// already, if any.
    pub fn take(&mut self, name: &str, indicators: &[Indicator]) -> Option<u32> {
        let first = self.get(name, indicators);
        if first.is_none() {
            let at = u32::try_from(indicators.len()).unwrap_or(u32::MAX);
            self.table.insert_unique(hash(name), at, |at| hash_of(*at, indicators));
        }
        first
    }
}

fn is(at: u32, name: &str, indicators: &[Indicator]) -> bool {
    indicators.get(at as usize).is_some_and(|known| normal(&known.name) == name)
}

fn hash_of(at: u32, indicators: &[Indicator]) -> u64 {
    indicators.get(at as usize).map_or(0, |known| hash(&normal(&known.name)))
}

fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish()
}
