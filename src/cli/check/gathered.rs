//! What all inputs gave, put together: each finding once, those that count counted, and what
//! is said at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::looked::Checked;
use super::{FailOn, Format};
use crate::cli::Exit;
use crate::cli::baseline::Baseline;
use crate::cli::shell::Shell;
use crate::diag::{Safety, Severity};
use crate::report::findings::Record;

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Count {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// Whether any is as bad as a level or worse.
    pub fn at_least(self, level: FailOn) -> bool {
        let warnings = self.errors + self.warnings;
        match level {
            FailOn::Error => self.errors > 0,
            FailOn::Warning => warnings > 0,
            FailOn::Note => warnings + self.notes > 0,
        }
    }

    /// `2 个错误，1 个警告`.
    fn words(self) -> String {
        let parts = [(self.errors, Severity::Error), (self.warnings, Severity::Warning), (self.notes, Severity::Note)];
        let words = parts.iter().filter(|(count, _)| *count > 0);
        words.map(|(count, severity)| format!("{count} 个{}", severity.word())).collect::<Vec<_>>().join("，")
    }
}

/// How many findings of a file have a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fixes {
    /// With `--fix`.
    pub safe: usize,
    /// With `--unsafe-fixes`.
    pub risky: usize,
    /// Fixes that are not made, because they break something else.
    pub held: usize,
}

/// The findings of all inputs, each once: an imported file may be reached in several ways.
pub struct Gathered {
    format: Format,
    seen: BTreeSet<(String, (u32, u32), String, String)>,
    /// Those that count.
    pub count: Count,
    /// Those that a comment or the baseline explains.
    suppressed: usize,
    /// Those that were left out of the full form.
    unwritten: usize,
    /// Of each file, how many findings have a fix.
    pub fixes: BTreeMap<String, Fixes>,
    /// For the published formats: all of them.
    pub records: Vec<Record>,
    /// The text that goes to a file.
    pub text: String,
}

impl Gathered {
    /// Nothing yet.
    pub fn new(format: Format) -> Gathered {
        Gathered {
            format,
            seen: BTreeSet::new(),
            count: Count::default(),
            suppressed: 0,
            unwritten: 0,
            fixes: BTreeMap::new(),
            records: Vec::new(),
            text: String::new(),
        }
    }

    /// The text of those that were not there before.
    pub fn take(&mut self, checked: Checked, baselines: &mut BTreeMap<PathBuf, Baseline>) -> String {
        let mut out = String::new();
        let mut baseline = checked.baseline.and_then(|path| baselines.get_mut(&path));
        if let Some(baseline) = &mut baseline {
            baseline.looked_at(&checked.file, &checked.ran);
        }
        let drawn = checked.drawn.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
        for (mut record, drawn) in checked.records.into_iter().zip(drawn) {
            let spot = &record.primary;
            let key = (spot.file.clone(), spot.span, record.code.to_string(), record.message.clone());
            if !self.seen.insert(key) {
                continue;
            }
            if record.suppressed.is_none() {
                record.suppressed = baseline.as_mut().and_then(|baseline| baseline.covers(&record));
            }
            if record.suppressed.is_some() {
                self.suppressed += 1;
            } else {
                self.count.add(record.severity);
                if let Some(fix) = &record.fix
                    && fix.safety != Safety::Shown
                {
                    let fixes = self.fixes.entry(checked.file.clone()).or_default();
                    match fix.safety {
                        Safety::Safe => fixes.safe += 1,
                        Safety::Unsafe | Safety::Shown => fixes.risky += 1,
                    }
                }
                match drawn {
                    Some(text) if text.is_empty() => self.unwritten += 1,
                    Some(text) => out.push_str(&text),
                    None => {}
                }
            }
            if self.format.published().is_some() {
                self.records.push(record);
            }
        }
        out
    }
}

/// Says how many findings there are, and how many can be mended.
pub fn summary(gathered: &Gathered, files: usize, exit: Exit, shell: &mut Shell) {
    if gathered.unwritten > 0 {
        shell.say(&format!("另有 {} 处没有列出，用 --format concise 可以全部列出", gathered.unwritten));
    }
    let mut words = gathered.count.words();
    if words.is_empty() && exit == Exit::Clean {
        words = "没有发现问题".to_owned();
    }
    if words.is_empty() {
        return;
    }
    if gathered.suppressed > 0 {
        words = format!("{words}（另有 {} 处已说明理由）", gathered.suppressed);
    }
    shell.remark(&format!("检查了 {files} 个文件：{words}"));
    let sum = |part: fn(&Fixes) -> usize| gathered.fixes.values().map(part).sum::<usize>();
    let (safe, risky, held) = (sum(|fixes| fixes.safe), sum(|fixes| fixes.risky), sum(|fixes| fixes.held));
    if safe > 0 {
        shell.remark(&format!("其中 {safe} 处可以用 --fix 改正"));
    }
    if risky > 0 {
        shell.remark(&format!("其中 {risky} 处可以用 --unsafe-fixes 改正，改后要看一遍"));
    }
    if held > 0 {
        shell.remark(&format!("另有 {held} 处有改法，照它改会出现别的错误，或者得分会变，请对照提示手工改"));
    }
}
