//! `heng baseline`: findings that were there when checking began, matched on meaning.
//!
//! An entry names the rule, the department or project, the indicator and the underlined text;
//! no line. So it still fits after lines were moved, and no longer when the text changes. It
//! counts how often that was found in its file: one more is new, one less is gone. What moved
//! to another file fits as long as the old file is gone, so a copy is new.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::check::{self, RuleArgs};
use super::shell::Shell;
use super::{Exit, Failure, output, paths, usage};

use crate::model::HOUSE_RULE;
use crate::report::findings::{FROM_BASELINE, Record};

/// Where a baseline is kept when nothing is said.
const DEFAULT: &str = "heng-baseline.json";

/// Raised when a field changes its meaning. Version 1 had no counts; each of its entries stands
/// for any number of findings until `prune` or `create` sees how many there are.
const SCHEMA_VERSION: u32 = 2;

/// 基线：先记下现有的问题，以后只报告新的
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng baseline <命令> [参数]",
    subcommand_help_heading = "命令",
    next_help_heading = usage::OPTIONS,
    arg_required_else_help = true
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Create(CreateArgs),
    Prune(PruneArgs),
}

/// 把现有的问题记进基线
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng baseline create [选项] --reason <理由> [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng baseline create --reason \"2024 年已批复，不再改\" --expires 2025-03-31
  heng check --baseline heng-baseline.json"
)]
struct CreateArgs {
    /// 文件、文件夹或带 * 的模式；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 为什么先不改
    #[arg(long, value_name = "理由")]
    reason: String,
    /// 到哪一天为止，如 2025-03-31；过期的重新报告
    #[arg(long, value_name = "日期")]
    expires: Option<String>,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "基线文件，不写就是 heng.toml 里的，再没有就是\nheng-baseline.json；已有的条目保留"
    )]
    output: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// 从基线中删去已经改好的和过期的
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng baseline prune [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS
)]
struct PruneArgs {
    /// 文件、文件夹或带 * 的模式；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "基线文件，不写就是 heng.toml 里的，再没有就是\nheng-baseline.json"
    )]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// A baseline.
#[derive(Debug)]
pub struct Baseline {
    path: PathBuf,
    entries: Vec<Entry>,
    by_meaning: BTreeMap<Meaning, Vec<usize>>,
    /// How many findings each entry explained in this run.
    used: Vec<u32>,
    /// The files that were checked, and the rules that ran on each.
    looked: BTreeMap<String, Vec<&'static str>>,
    today: Date,
}

/// What an entry is matched on.
type Meaning = (String, String, String, String);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema_version: u32,
    entries: Vec<Entry>,
}

/// One finding that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    rule: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    declaration: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    indicator: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    expression: String,
    /// How many findings of this meaning; none for any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

impl Entry {
    fn meaning(&self) -> Meaning {
        (self.rule.clone(), self.declaration.clone(), self.indicator.clone(), self.expression.clone())
    }

    fn is_expired(&self, today: Date) -> bool {
        self.expires.as_ref().and_then(|text| text.parse::<Date>().ok()).is_some_and(|last| last < today)
    }
}

/// How many findings an entry stands for; one where that is not known.
fn number(entry: &Entry) -> u64 {
    entry.count.map_or(1, u64::from)
}

fn meaning(record: &Record) -> Meaning {
    (record.code.to_string(), record.declaration.clone(), record.indicator.clone(), record.expression.clone())
}

impl Baseline {
    /// Reads a baseline.
    pub fn read(path: &Path) -> Result<Baseline, Failure> {
        if !path.exists() {
            let failure = Failure::new(format!("没有基线文件 `{}`", path.display()));
            return Err(failure.help("用 heng baseline create --reason \"理由\" 建立"));
        }
        let bytes = super::input::Input::File(path.to_owned()).bytes()?;
        let wrong = |why: String| {
            Failure::new(format!("`{}` 不是基线文件：{why}", path.display())).help("用 heng baseline create 重新建立")
        };
        let document: Document = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(format!("第 {} 行，第 {} 列写得不对", error.line(), error.column())))?;
        if !(1..=SCHEMA_VERSION).contains(&document.schema_version) {
            return Err(wrong(format!("版本是 {}，这个 heng 只认识 1 到 {SCHEMA_VERSION}", document.schema_version)));
        }
        for entry in &document.entries {
            if let Some(date) = entry.expires.as_ref().filter(|text| text.parse::<Date>().is_err()) {
                return Err(wrong(format!("`{date}` 不是日期")));
            }
        }
        Ok(Baseline::of(path, document.entries))
    }

    fn of(path: &Path, entries: Vec<Entry>) -> Baseline {
        let mut by_meaning: BTreeMap<Meaning, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            by_meaning.entry(entry.meaning()).or_default().push(at);
        }
        let used = vec![0; entries.len()];
        Baseline { path: path.to_owned(), entries, by_meaning, used, looked: BTreeMap::new(), today: today() }
    }

    /// Keeps that a file was checked whole, and with which rules.
    pub fn looked_at(&mut self, file: &str, rules: &[&'static str]) {
        self.looked.insert(self.relative(file), rules.to_vec());
    }

    fn relative(&self, file: &str) -> String {
        paths::relative(Path::new(file), self.path.parent().unwrap_or(Path::new("")))
    }

    /// The reason why a finding does not count; none when it is new, one more than were known,
    /// or its entry has expired.
    pub fn covers(&mut self, record: &Record) -> Option<String> {
        let known = self.by_meaning.get(&meaning(record))?;
        let file = self.relative(&record.primary.file);
        let fits = |at: &&usize| {
            let (Some(entry), Some(used)) = (self.entries.get(**at), self.used.get(**at)) else { return false };
            entry.count.is_none_or(|count| *used < count) && (entry.file == file || !self.exists(entry))
        };
        // Its own file's entry first, and what still holds before what has expired.
        let rank = |at: &&usize| {
            let entry = self.entries.get(**at);
            let other = entry.is_some_and(|entry| entry.file != file);
            (entry.is_some_and(|entry| entry.is_expired(self.today)), other)
        };
        let at = *known.iter().filter(fits).min_by_key(rank)?;
        if let Some(used) = self.used.get_mut(at) {
            *used += 1;
        }
        let entry = self.entries.get(at)?;
        (!entry.is_expired(self.today)).then(|| format!("{FROM_BASELINE}{}", entry.reason))
    }

    fn exists(&self, entry: &Entry) -> bool {
        self.path.parent().unwrap_or(Path::new("")).join(&entry.file).exists()
    }

    /// How many findings have expired.
    fn expired(&self) -> u64 {
        let expired = self.entries.iter().filter(|entry| entry.is_expired(self.today));
        expired.map(number).sum()
    }

    /// How many findings are gone.
    fn stale(&self) -> u64 {
        let stale = (0..).zip(&self.entries).zip(&self.used).filter(|((at, _), _)| self.is_stale(*at));
        stale.map(|((_, entry), used)| number(entry).saturating_sub(u64::from(*used))).sum()
    }

    /// Whether fewer findings are left than an entry counts: its rule ran on its file and did
    /// not find them all again, or the file is gone and nothing else was found that it fits.
    fn is_stale(&self, at: usize) -> bool {
        let (Some(entry), Some(used)) = (self.entries.get(at), self.used.get(at)) else { return false };
        *used < entry.count.unwrap_or(1) && (self.was_looked_for(entry) || !self.exists(entry))
    }

    /// Whether this run would have found all that an entry counts.
    fn was_looked_for(&self, entry: &Entry) -> bool {
        let Some(rules) = self.looked.get(&entry.file) else { return false };
        entry.rule == HOUSE_RULE || rules.iter().any(|rule| *rule == entry.rule)
    }

    /// Keeps one more finding: in the entry that says the same of it, in the place of one that
    /// has expired, or in its own.
    fn add(&mut self, entry: Entry) {
        let at = self.by_meaning.entry(entry.meaning()).or_default();
        let today = self.today;
        let is_same = |known: &Entry| (&known.reason, &known.expires) == (&entry.reason, &entry.expires);
        let fits = |known: &Entry| known.file == entry.file && (known.is_expired(today) || is_same(known));
        let known = at.iter().find(|at| self.entries.get(**at).is_some_and(fits)).copied();
        let known = known.and_then(|at| Some((self.entries.get_mut(at)?, self.used.get_mut(at)?)));
        match known {
            Some((known, used)) if known.is_expired(today) => (*known, *used) = (entry, 1),
            Some((known, used)) => {
                known.count = known.count.map(|count| count.saturating_add(1));
                *used += 1;
            }
            None => {
                at.push(self.entries.len());
                self.entries.push(entry);
                self.used.push(1);
            }
        }
    }

    /// Gives entries without a count the number that was found.
    fn count_all(&mut self) {
        for (entry, used) in self.entries.iter_mut().zip(&self.used).filter(|(_, used)| **used > 0) {
            entry.count.get_or_insert(*used);
        }
    }

    /// The entries with the counts of this run, where it knows them; those that are left
    /// without a finding go.
    fn settled(&self) -> Vec<Entry> {
        let settle = |(at, entry): (usize, &Entry)| {
            let used = self.used.get(at).copied().unwrap_or_default();
            let is_counted = self.is_stale(at) || self.was_looked_for(entry);
            match is_counted {
                true if used == 0 => None,
                true => Some(Entry { count: Some(used), ..entry.clone() }),
                false => Some(entry.clone()),
            }
        };
        self.entries.iter().enumerate().filter_map(settle).collect()
    }
}

/// Says what a baseline holds for nothing.
pub fn remark(baseline: &Baseline, shell: &mut Shell) {
    let path = baseline.path.display();
    match baseline.expired() {
        0 => {}
        count => shell.remark(&format!("基线 `{path}` 中有 {count} 个问题已经过期，重新报告")),
    }
    match baseline.stale() {
        0 => {}
        count => {
            shell.remark(&format!("基线 `{path}` 中有 {count} 个问题已经没有了，用 heng baseline prune 删去"));
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    match &args.command {
        Command::Create(args) => create(args, shell),
        Command::Prune(args) => prune(args, shell),
    }
}

fn create(args: &CreateArgs, shell: &mut Shell) -> Result<Exit, Failure> {
    if args.reason.trim().is_empty() {
        return Err(Failure::new("理由是空的").help("写明为什么先不改，如 --reason \"2024 年已批复，不再改\""));
    }
    if let Some(text) = &args.expires {
        let date = text.parse::<Date>();
        let date = date.map_err(|_| Failure::new(format!("`{text}` 不是日期")).help("写成 2025-03-31 的样子"))?;
        if date < today() {
            return Err(Failure::new(format!("`{text}` 已经过了")).help("过期的条目不起作用，写一个以后的日期"));
        }
    }
    let path = place(args.output.as_deref(), &args.rules)?;
    let entries = if path.exists() { Baseline::read(&path)?.entries } else { Vec::new() };
    let mut baseline = Baseline::of(&path, entries);
    let checked = check::checked(&args.paths, &args.rules)?;
    for file in &checked {
        baseline.looked_at(&file.file, &file.ran);
    }
    let records: Vec<&Record> = checked.iter().flat_map(|file| &file.records).collect();
    let errors = records.iter().filter(|record| !can_wait(record)).count();
    let mut added = 0;
    for record in records.into_iter().filter(|record| can_wait(record)) {
        if baseline.covers(record).is_some() {
            continue;
        }
        let (rule, declaration, indicator, expression) = meaning(record);
        let file = baseline.relative(&record.primary.file);
        let reason = args.reason.trim().to_owned();
        let (count, expires) = (Some(1), args.expires.clone());
        baseline.add(Entry { file, rule, declaration, indicator, expression, count, reason, expires });
        added += 1;
    }
    baseline.count_all();
    write(&path, &baseline.entries)?;
    let all: u64 = baseline.entries.iter().map(number).sum();
    shell.remark(&format!("基线 `{}` 记下了 {added} 个问题，共 {all} 个", path.display()));
    if errors > 0 {
        shell.remark(&format!("另有 {errors} 个编译错误不能记进基线，只能改正"));
    }
    Ok(Exit::Clean)
}

/// Whether a finding may be put off: what keeps a file from being compiled may not.
fn can_wait(record: &Record) -> bool {
    record.code.starts_with('L') || record.code == HOUSE_RULE
}

/// The file of the baseline: as said, as configured for the current folder, or the usual one.
fn place(said: Option<&Path>, rules: &RuleArgs) -> Result<PathBuf, Failure> {
    if let Some(path) = said {
        return Ok(path.to_owned());
    }
    let found = rules.configs()?.of(Path::new("x.heng"))?;
    let configured = found.config.baseline.as_deref();
    Ok(configured.map_or_else(|| PathBuf::from(DEFAULT), |path| found.beside(path)))
}

fn prune(args: &PruneArgs, shell: &mut Shell) -> Result<Exit, Failure> {
    let path = place(args.baseline.as_deref(), &args.rules)?;
    let mut baseline = Baseline::read(&path)?;
    for file in check::checked(&args.paths, &args.rules)? {
        baseline.looked_at(&file.file, &file.ran);
        for record in &file.records {
            baseline.covers(record);
        }
    }
    let kept: Vec<Entry> = baseline.settled();
    let kept: Vec<Entry> = kept.into_iter().filter(|entry| !entry.is_expired(baseline.today)).collect();
    write(&path, &kept)?;
    let all = |entries: &[Entry]| entries.iter().map(number).sum::<u64>();
    let (before, after) = (all(&baseline.entries), all(&kept));
    let gone = before.saturating_sub(after);
    shell.remark(&format!("从基线 `{}` 中删去了 {gone} 个问题，还有 {after} 个", path.display()));
    Ok(Exit::Clean)
}

fn write(path: &Path, entries: &[Entry]) -> Result<(), Failure> {
    let document = Document { schema_version: SCHEMA_VERSION, entries: entries.to_vec() };
    // Plain structs of strings always serialise.
    let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
    output::replace(path, text.as_bytes())
}

/// Today in Beijing, where the deadlines of these budgets fall.
fn today() -> Date {
    let zone = TimeZone::fixed(Offset::constant(8));
    jiff::Timestamp::now().to_zoned(zone).date()
}
