//! `heng baseline`: findings that were there when checking began, matched on meaning.
//!
//! An entry names the rule, the department or project, the indicator and the underlined text;
//! no line. So it still fits after lines were moved, and no longer when the text changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::check::{self, RuleArgs};
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::report::findings::Record;

/// Where a baseline is kept when nothing is said.
const DEFAULT: &str = "heng-baseline.json";

/// Raised when a field changes its meaning.
const SCHEMA_VERSION: u32 = 1;

/// 基线：先记下现有的问题，以后只报告新的
#[derive(Debug, clap::Subcommand)]
pub enum Command {
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
pub struct CreateArgs {
    /// 文件、文件夹或带 * 的模式；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 为什么先不改
    #[arg(long, value_name = "理由")]
    reason: String,
    /// 到哪一天为止，如 2025-03-31；过期的重新报告
    #[arg(long, value_name = "日期")]
    expires: Option<String>,
    /// 基线文件，不写就是 heng-baseline.json；已有的条目保留
    #[arg(short, long, value_name = "文件", default_value = DEFAULT, hide_default_value = true)]
    output: PathBuf,
    #[command(flatten)]
    rules: RuleArgs,
}

/// 从基线中删去已经改好的和过期的
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng baseline prune [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS
)]
pub struct PruneArgs {
    /// 文件、文件夹或带 * 的模式；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 基线文件，不写就是 heng-baseline.json
    #[arg(short, long, value_name = "文件", default_value = DEFAULT, hide_default_value = true)]
    baseline: PathBuf,
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
        Baseline { path: path.to_owned(), entries, by_meaning, used, today: today() }
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
        self.used.iter().filter(|used| !**used).count()
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
pub fn run(command: &Command, shell: &mut Shell) -> Result<Exit, Failure> {
    match command {
        Command::Create(args) => create(args, shell),
        Command::Prune(args) => prune(args, shell),
    }
}

fn create(args: &CreateArgs, shell: &mut Shell) -> Result<Exit, Failure> {
    if args.reason.trim().is_empty() {
        return Err(Failure::new("理由是空的").help("写明为什么先不改，如 --reason \"2024 年已批复，不再改\""));
    }
    if let Some(text) = args.expires.as_ref().filter(|text| text.parse::<Date>().is_err()) {
        return Err(Failure::new(format!("`{text}` 不是日期")).help("写成 2025-03-31 的样子"));
    }
    let mut entries = match args.output.exists() {
        true => Baseline::read(&args.output)?.entries,
        false => Vec::new(),
    };
    let known: Vec<Meaning> = entries.iter().map(Entry::meaning).collect();
    let records = check::records(&args.paths, &args.rules)?;
    let errors = records.iter().filter(|record| record.code.starts_with('E') && record.code != "E0604").count();
    let mut added = 0;
    for record in records.iter().filter(|record| record.code.starts_with('L') || record.code == "E0604") {
        let (rule, declaration, indicator, expression) = meaning(record);
        let entry = Entry {
            rule,
            declaration,
            indicator,
            expression,
            reason: args.reason.trim().to_owned(),
            expires: args.expires.clone(),
        };
        let twice = entries.iter().skip(known.len()).any(|other| other.meaning() == entry.meaning());
        if !known.contains(&entry.meaning()) && !twice {
            entries.push(entry);
            added += 1;
        }
    }
    write(&args.output, &entries)?;
    shell.remark(&format!("基线 `{}` 记下了 {added} 个问题，共 {} 个", args.output.display(), entries.len()));
    if errors > 0 {
        shell.remark(&format!("另有 {errors} 个编译错误不能记进基线，只能改正"));
    }
    Ok(Exit::Clean)
}

fn prune(args: &PruneArgs, shell: &mut Shell) -> Result<Exit, Failure> {
    let mut baseline = Baseline::read(&args.baseline)?;
    for record in check::records(&args.paths, &args.rules)? {
        baseline.covers(&record);
    }
    let today = baseline.today;
    let before = baseline.entries.len();
    let used = std::mem::take(&mut baseline.used);
    let kept: Vec<Entry> = baseline
        .entries
        .into_iter()
        .zip(used)
        .filter(|(entry, used)| *used && !entry.is_expired(today))
        .map(|(entry, _)| entry)
        .collect();
    write(&args.baseline, &kept)?;
    shell.remark(&format!("从基线中删去了 {} 条，还有 {} 条", before - kept.len(), kept.len()));
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
