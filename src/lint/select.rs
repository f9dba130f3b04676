//! Which rules run, and how bad their findings are.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use crate::diag::Severity;
use crate::diag::suggest::nearest;
use crate::lint::rule::{Level, Rule};
use crate::lint::rules::{FAMILIES, all, find};
use crate::lint::words::Words;

/// A named set of levels.
#[derive(Debug)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub title: &'static str,
    /// The level of a rule under it.
    level: fn(&Rule) -> Level,
}

/// The presets.
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "默认", title: "确定的是错误，很可能的是警告，看法不一的不查", level: |rule| rule.level
    },
    Preset {
        name: "提交前", title: "填报人交出去之前：默认的规则，加上申报表要填全的各项", level: before_submission
    },
    Preset {
        name: "财政审核", title: "审核人收到之后：全部规则，默认关闭的作为提示", level: in_review
    },
];

/// What a form that is handed in has to have, although a draft need not.
const FOR_SUBMISSION: &[&str] = &["no-overall-goal", "no-budget", "no-data-source", "qualitative-without-scale"];

fn before_submission(rule: &Rule) -> Level {
    match rule.level {
        Level::Off if FOR_SUBMISSION.contains(&rule.name) => Level::Warning,
        level => level,
    }
}

fn in_review(rule: &Rule) -> Level {
    match rule.level {
        Level::Off if FOR_SUBMISSION.contains(&rule.name) => Level::Warning,
        Level::Off => Level::Note,
        level => level,
    }
}

/// The preset of a name.
pub(super) fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// A word that names no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The word.
    pub word: String,
    /// A rule that was likely meant.
    pub nearest: Option<&'static str>,
}

/// The rules that a word names: a code, a name, a family (`L2` or 可衡量) or all of them.
///
/// # Errors
///
/// The word, when it names none.
pub(super) fn named(word: &str) -> Result<Vec<&'static Rule>, Unknown> {
    let word = word.trim();
    if let Some(rule) = find(word).or_else(|| by_title(word)) {
        return Ok(vec![rule]);
    }
    if matches!(word, "all" | "ALL" | "全部") {
        return Ok(all().collect());
    }
    let upper = word.to_ascii_uppercase();
    let family = FAMILIES.iter().find(|family| family.prefix == upper || family.title == word);
    let unknown = || {
        let near = nearest(&upper, all().map(|rule| rule.code)).or_else(|| nearest(word, all().map(|rule| rule.name)));
        Unknown { word: word.to_owned(), nearest: near }
    };
    family.map(|family| family.rules.to_vec()).ok_or_else(unknown)
}

/// Whether a word asks for each of its rules itself: a family does not.
pub(super) fn is_own(word: &str) -> bool {
    let word = word.trim();
    find(word).is_some() || matches!(word, "all" | "ALL" | "全部") || by_title(word).is_some()
}

/// The rule with a title.
fn by_title(title: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.title == title)
}

/// Which rules run for a file.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Shared by the files that no override concerns.
    levels: Arc<FxHashMap<&'static str, Level>>,
    /// The rules that were turned off by name, which their family does not turn on again.
    refused: Arc<FxHashSet<&'static str>>,
    words: Arc<Words>,
    /// [`Settings::fingerprint`], where it was worked out before; gone with a change.
    fingerprint: Option<u128>,
}

impl Settings {
    /// The levels of a preset.
    pub(super) fn of(preset: &Preset, words: Arc<Words>) -> Settings {
        let levels = all().map(|rule| (rule.code, (preset.level)(rule))).collect();
        Settings { levels: Arc::new(levels), refused: Arc::default(), words, fingerprint: None }
    }

    /// Turns all rules off; gives the levels they had.
    pub(super) fn all_off(&mut self) -> Arc<FxHashMap<&'static str, Level>> {
        self.fingerprint = None;
        let off = self.levels.keys().map(|code| (*code, Level::Off)).collect();
        std::mem::replace(&mut self.levels, Arc::new(off))
    }

    /// Turns a rule on that was asked for, at the level it had before.
    pub(super) fn choose(&mut self, rule: &'static Rule, own: bool, before: &FxHashMap<&'static str, Level>) {
        match before.get(rule.code) {
            Some(level) if *level != Level::Off => self.put(rule, *level),
            Some(_) | None => self.add(rule, own),
        }
    }

    /// Turns a rule on, unless only its family was asked for and it is off by default or was
    /// turned off by name. One that is off by default gives warnings.
    pub(super) fn add(&mut self, rule: &'static Rule, own: bool) {
        if own {
            let level = if rule.level == Level::Off { Level::Warning } else { rule.level };
            self.put(rule, level);
            Arc::make_mut(&mut self.refused).remove(rule.code);
        } else if rule.level != Level::Off && !self.refused.contains(rule.code) && self.level(rule) == Level::Off {
            self.put(rule, rule.level);
        }
    }

    /// Sets the level of rules.
    pub(super) fn set(&mut self, rules: &[&'static Rule], level: Level) {
        for rule in rules {
            self.put(rule, level);
            let refused = Arc::make_mut(&mut self.refused);
            if level == Level::Off {
                refused.insert(rule.code);
            } else {
                refused.remove(rule.code);
            }
        }
    }

    /// Sets the level of those among many rules that run: a family is graded, not switched on.
    pub(super) fn grade(&mut self, rules: &[&'static Rule], level: Level) {
        for rule in rules {
            if self.level(rule) != Level::Off {
                self.put(rule, level);
            }
        }
    }

    fn put(&mut self, rule: &'static Rule, level: Level) {
        self.fingerprint = None;
        Arc::make_mut(&mut self.levels).insert(rule.code, level);
    }

    /// A number that is equal for settings under which the same rules run at the same levels.
    pub fn fingerprint(&self) -> u128 {
        self.fingerprint.unwrap_or_else(|| {
            let mut hash = Xxh3::new();
            for (rule, severity) in self.running() {
                hash.update(rule.code.as_bytes());
                hash.update(&[severity as u8]);
            }
            hash.digest128()
        })
    }

    /// Works the fingerprint out now, for all the files that share these settings.
    pub(super) fn settle(&mut self) {
        self.fingerprint = Some(self.fingerprint());
    }

    /// The level of a rule.
    pub fn level(&self, rule: &Rule) -> Level {
        self.levels.get(rule.code).copied().unwrap_or(Level::Off)
    }

    /// The rules that run, by code.
    pub fn running(&self) -> impl Iterator<Item = (&'static Rule, Severity)> + '_ {
        all().filter_map(|rule| Some((rule, self.level(rule).severity()?)))
    }

    /// The word lists.
    pub fn words(&self) -> &Words {
        &self.words
    }
}
