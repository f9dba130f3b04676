//! `heng baseline`: findings that were there when checking began, matched on meaning.
//!
//! An entry names the rule, the department or project, the indicator and the underlined text;
//! no line. So it still fits after lines were moved, and no longer when the text changes. Its
//! file only says which run could have found it again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::check::{self, RuleArgs};
use super::shell::Shell;
use super::{Exit, Failure, output, paths, usage};

use crate::model::HOUSE_RULE;
use crate::report::findings::Record;

/// Where a baseline is kept when nothing is said.
const DEFAULT: &str = "heng-baseline.json";

/// Raised when a field changes its meaning.
const SCHEMA_VERSION: u32 = 1;

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
    by_meaning: BTreeMap<Meaning, usize>,
    used: Vec<bool>,
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

fn meaning(record: &Record) -> Meaning {
    (record.code.to_string(), record.declaration.clone(), record.indicator.clone(), record.expression.clone())
}

impl Baseline {
    /// Reads a baseline.
    pub fn read(path: &Path) -> Result<Baseline, Failure> {
        let bytes = super::input::Input::File(path.to_owned()).bytes()?;
        let wrong = |why: String| {
            Failure::new(format!("`{}` 不是基线文件：{why}", path.display())).help("用 heng baseline create 重新建立")
        };
        let document: Document = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(format!("第 {} 行，第 {} 列写得不对", error.line(), error.column())))?;
        if document.schema_version != SCHEMA_VERSION {
            return Err(wrong(format!("版本是 {}，这个 heng 只认识 {SCHEMA_VERSION}", document.schema_version)));
        }
        for entry in &document.entries {
            if let Some(date) = entry.expires.as_ref().filter(|text| text.parse::<Date>().is_err()) {
                return Err(wrong(format!("`{date}` 不是日期")));
            }
        }
        Ok(Baseline::of(path, document.entries))
    }

    fn of(path: &Path, entries: Vec<Entry>) -> Baseline {
        let by_meaning = entries.iter().enumerate().map(|(at, entry)| (entry.meaning(), at)).collect();
        let used = vec![false; entries.len()];
        Baseline { path: path.to_owned(), entries, by_meaning, used, looked: BTreeMap::new(), today: today() }
    }

    /// Reads the one that a configuration names.
    pub fn configured(path: &Path) -> Result<Baseline, Failure> {
        Baseline::read(path).map_err(|failure| match path.exists() {
            true => failure,
            false => Failure::new(format!("没有基线文件 `{}`", path.display()))
                .help("用 heng baseline create --reason \"理由\" 建立，或者删去 heng.toml 里的 baseline"),
        })
    }

    /// Keeps that a file was checked whole, and with which rules.
    pub fn looked_at(&mut self, file: &str, rules: &[&'static str]) {
        self.looked.insert(self.relative(file), rules.to_vec());
    }

    fn relative(&self, file: &str) -> String {
        paths::relative(Path::new(file), self.path.parent().unwrap_or(Path::new("")))
    }

    /// The reason why a finding does not count; none when it is new or its entry has expired.
    pub fn covers(&mut self, record: &Record) -> Option<String> {
        let at = *self.by_meaning.get(&meaning(record))?;
        if let Some(used) = self.used.get_mut(at) {
            *used = true;
        }
        let entry = self.entries.get(at)?;
        (!entry.is_expired(self.today)).then(|| format!("基线：{}", entry.reason))
    }

    fn expired(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_expired(self.today)).count()
    }

    fn stale(&self) -> usize {
        (0..self.entries.len()).filter(|at| self.is_stale(*at)).count()
    }

    /// Whether an entry's finding is gone: its rule ran on its file and did not find it again,
    /// or the file is gone and nothing else was found that it fits.
    fn is_stale(&self, at: usize) -> bool {
        let (Some(entry), Some(false)) = (self.entries.get(at), self.used.get(at)) else { return false };
        match self.looked.get(&entry.file) {
            Some(rules) => entry.rule == HOUSE_RULE || rules.iter().any(|rule| *rule == entry.rule),
            None => !self.path.parent().unwrap_or(Path::new("")).join(&entry.file).exists(),
        }
    }
}

/// Says what a baseline holds for nothing.
pub fn remark(baseline: &Baseline, shell: &mut Shell) {
    let path = baseline.path.display();
    match baseline.expired() {
        0 => {}
        count => shell.remark(&format!("基线 `{path}` 中有 {count} 条已经过期，对应的问题重新报告")),
    }
    match baseline.stale() {
        0 => {}
        count => {
            shell.remark(&format!("基线 `{path}` 中有 {count} 条对应的问题已经没有了，用 heng baseline prune 删去"));
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
    let records: Vec<&Record> = checked.iter().flat_map(|file| &file.records).collect();
    let errors = records.iter().filter(|record| !can_wait(record)).count();
    let mut added = 0;
    for record in records.into_iter().filter(|record| can_wait(record)) {
        let (rule, declaration, indicator, expression) = meaning(record);
        let file = baseline.relative(&record.primary.file);
        let reason = args.reason.trim().to_owned();
        let entry = Entry { file, rule, declaration, indicator, expression, reason, expires: args.expires.clone() };
        match baseline.by_meaning.get(&entry.meaning()).copied() {
            Some(at) => match baseline.entries.get_mut(at) {
                // What has expired is put off again.
                Some(known) if known.is_expired(baseline.today) => *known = entry,
                _ => continue,
            },
            None => {
                baseline.by_meaning.insert(entry.meaning(), baseline.entries.len());
                baseline.entries.push(entry);
            }
        }
        added += 1;
    }
    write(&path, &baseline.entries)?;
    shell.remark(&format!("基线 `{}` 记下了 {added} 个问题，共 {} 个", path.display(), baseline.entries.len()));
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
    let gone = |at: usize, entry: &Entry| baseline.is_stale(at) || entry.is_expired(baseline.today);
    let kept = baseline.entries.iter().enumerate().filter(|(at, entry)| !gone(*at, entry));
    let kept: Vec<Entry> = kept.map(|(_, entry)| entry.clone()).collect();
    write(&path, &kept)?;
    let count = baseline.entries.len() - kept.len();
    shell.remark(&format!("从基线 `{}` 中删去了 {count} 条，还有 {} 条", path.display(), kept.len()));
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
