//! A lint rule as a value: what it is called, why it exists, examples that are executed, and
//! its check. One file below `rules/` holds one of them; delete the file and its line in the
//! table of its family, and the rule is gone.

use crate::diag::{Safety, Severity};
use crate::lint::cx::{Cx, Filled, Line};
use crate::model::Declaration;
use crate::syntax::Parsed;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// `L203`: the family's digit and a number in it.
    pub code: &'static str,
    /// `vague-target`: states the defect.
    pub name: &'static str,
    /// The defect in a few words, in Chinese.
    pub title: &'static str,
    /// Whether it runs, and how bad a finding is, when nothing is configured.
    pub level: Level,
    /// How sure a finding is.
    pub certainty: Certainty,
    /// The safety of its fix; none when it has none.
    pub fix: Option<Safety>,
    /// Why it matters, in one or two paragraphs.
    pub why: &'static str,
    /// Examples with the defect.
    pub wrong: &'static [Wrong],
    /// Examples without it, the wrong ones mended first.
    pub right: &'static [&'static str],
    /// The word lists of `heng.toml` that extend it.
    pub words: &'static [&'static str],
    /// What the rule rests on.
    pub basis: &'static str,
    /// How it looks for the defect.
    pub check: Check,
}

/// A wrong example.
#[derive(Debug)]
pub struct Wrong {
    /// Lines of an indicator group, statements of a 项目, or a whole file.
    pub text: &'static str,
    /// The underlined texts, in order.
    pub finds: &'static [&'static str],
}

/// How a finding is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// A note, which needs no action.
    Note,
    /// Likely wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 4] = [Level::Off, Level::Note, Level::Warning, Level::Error];

    /// As `heng.toml` writes it.
    pub fn key(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The word users see.
    pub fn word(self) -> &'static str {
        self.severity().map_or("关闭", Severity::word)
    }

    /// The severity of its findings.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Note => Some(Severity::Note),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }

    /// From either form.
    pub fn from_word(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.key() == word || level.word() == word)
    }
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Follows from what is written: sums, bounds, missing parts.
    Certain,
    /// Follows from what names mean; an exception is rare.
    Likely,
    /// A sign that something may be wrong.
    Possible,
}

impl Certainty {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Certain => "确定",
            Certainty::Likely => "很可能",
            Certainty::Possible => "可能",
        }
    }
}

/// What a rule looks at. The engine walks the model once and asks every rule that runs.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The text of one file.
    File(fn(&mut Cx<'_>, &Parsed)),
    /// The compilation as a whole.
    Model(fn(&mut Cx<'_>)),
    /// One declaration.
    Declaration(fn(&mut Cx<'_>, &Declaration)),
    /// One declaration as a whole: not asked where part of it could not be compiled, because
    /// what seems absent may stand in that part.
    Whole(fn(&mut Cx<'_>, &Declaration)),
    /// One indicator that has a target.
    Indicator(fn(&mut Cx<'_>, &Line<'_>)),
    /// A declaration whose actual values are in the file, with its scorecard.
    Scored(fn(&mut Cx<'_>, &Filled<'_>)),
    /// The suppressions; the engine itself finds these.
    Engine,
}

/// A family of rules: the first digit of its codes.
#[derive(Debug)]
pub struct Family {
    /// `L2`.
    pub prefix: &'static str,
    /// Its name in Chinese.
    pub title: &'static str,
    /// Its rules, by code.
    pub rules: &'static [&'static Rule],
}
