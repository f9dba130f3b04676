//! `heng check`: compiles, lints and says what is wrong.

mod cache;
mod fixing;
mod gathered;
mod looked;
mod scope;
mod watch;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::baseline::{self, Baseline};
use super::config::Configs;
use super::each::each;
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, output, paths, usage};
use crate::lint::Wishes;
use crate::report::findings::{self, Record, Run, Unchecked};
use cache::Caches;
use gathered::{Gathered, summary};
use looked::{Job, check, looked};
use scope::jobs;

/// From how many files on a progress bar is worth its flicker.
const MANY_FILES: usize = 20;

/// 检查文件写得对不对、指标立得好不好
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng check [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
退出状态: 0 没有问题，1 有错误或警告，2 没能检查

例子:
  heng check                    检查当前文件夹里所有 .heng 文件
  heng check 局.heng 公共/      检查一个文件和一个文件夹
  heng check --fix              改正能安全改正的问题
  heng check --since main       只检查与 main 不同的文件
  heng check --format sarif -o 检查.sarif
  cat 局.heng | heng check -    检查标准输入"
)]
pub struct Args {
    /// 文件、文件夹或带 * 的模式，- 是标准输入；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "写法",
        default_value = "full",
        hide_default_value = true,
        hide_possible_values = true,
        help = "怎么写：full（带原文和建议，默认）、concise（一行）、\njson、jsonl、sarif、github、gitlab、junit、\n\
                checkstyle、rdjson、html"
    )]
    format: Format,
    /// 写到文件，不写到屏幕
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
    /// 改正能安全改正的问题
    #[arg(long, help_heading = "修改")]
    fix: bool,
    /// 也改正可能改变含义的问题
    #[arg(long, help_heading = "修改")]
    unsafe_fixes: bool,
    /// 只显示会怎么改，不改文件
    #[arg(long, help_heading = "修改")]
    diff: bool,
    #[arg(
        long,
        help_heading = "范围",
        conflicts_with_all = ["since", "staged"],
        help = "只检查 git 中改动过、还没提交的文件，\n和引用它们的文件"
    )]
    changed: bool,
    /// 只检查与某个版本不同的文件，和引用它们的文件
    #[arg(long, value_name = "版本", help_heading = "范围", conflicts_with = "staged")]
    since: Option<String>,
    #[arg(
        long,
        help_heading = "范围",
        conflicts_with = "watch",
        help = "只检查 git 暂存的内容（不是工作区里的），\n和引用它们的文件"
    )]
    staged: bool,
    /// 标准输入当作哪个文件
    #[arg(long, value_name = "文件", help_heading = "范围")]
    stdin_filename: Option<PathBuf>,
    /// 点名的文件也按 heng.toml 的 exclude 排除
    #[arg(long, help_heading = "范围")]
    force_exclude: bool,
    /// 基线文件：里面记着的问题不再报告
    #[arg(long, value_name = "文件", help_heading = "范围")]
    baseline: Option<PathBuf>,
    /// 文件一有改动就再检查一遍，按 Ctrl-C 结束
    #[arg(long, help_heading = "范围", conflicts_with_all = ["fix", "unsafe_fixes", "diff"])]
    watch: bool,
    /// 不用也不留缓存
    #[arg(long, help_heading = "缓存")]
    no_cache: bool,
    /// 缓存放在哪个文件夹；不写就在 heng.toml 旁边
    #[arg(long, value_name = "文件夹", help_heading = "缓存", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
    /// 有问题也以 0 退出
    #[arg(long, help_heading = "退出状态")]
    exit_zero: bool,
    /// 从哪一级起以 1 退出：error、warning（默认）、note
    #[arg(
        long,
        value_name = "级别",
        default_value = "warning",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "退出状态"
    )]
    fail_on: FailOn,
}

/// The options that say which rules run; other commands share them.
#[derive(Debug, Default, clap::Args)]
pub struct RuleArgs {
    #[arg(
        long,
        value_name = "规则",
        value_delimiter = ',',
        help_heading = "规则",
        help = "只查这些规则：代码、名称、一类（如 L2）或 all，\n可以用逗号隔开"
    )]
    select: Option<Vec<String>>,
    /// 另外也查这些规则
    #[arg(long, value_name = "规则", value_delimiter = ',', help_heading = "规则")]
    extend_select: Vec<String>,
    /// 不查这些规则
    #[arg(long, value_name = "规则", value_delimiter = ',', help_heading = "规则")]
    ignore: Vec<String>,
    /// 预设：默认、提交前、财政审核
    #[arg(long, value_name = "名称", help_heading = "规则")]
    preset: Option<String>,
    /// 用这个配置文件，不去找 heng.toml
    #[arg(long, value_name = "文件", help_heading = "规则", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// 不用任何配置文件
    #[arg(long, help_heading = "规则")]
    isolated: bool,
}

impl RuleArgs {
    /// The configurations of a run.
    pub fn configs(&self) -> Result<Configs, Failure> {
        let wishes = Wishes {
            preset: self.preset.clone(),
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
        };
        Configs::new(wishes, self.config.as_deref(), self.isolated)
    }
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Full,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
    Rdjson,
    Html,
}

impl Format {
    /// The format for programs; none for those that are drawn here.
    fn published(self) -> Option<findings::Format> {
        Some(match self {
            Format::Full | Format::Concise => return None,
            Format::Json => findings::Format::Json,
            Format::Jsonl => findings::Format::Jsonl,
            Format::Sarif => findings::Format::Sarif,
            Format::Github => findings::Format::Github,
            Format::Gitlab => findings::Format::Gitlab,
            Format::Junit => findings::Format::Junit,
            Format::Checkstyle => findings::Format::Checkstyle,
            Format::Rdjson => findings::Format::Rdjson,
            Format::Html => findings::Format::Html,
        })
    }
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    if args.watch {
        return watch::run(args, shell);
    }
    once(args, shell, &mut BTreeSet::new())
}

/// One check; `imports` collects what was imported.
fn once(args: &Args, shell: &mut Shell, imports: &mut BTreeSet<String>) -> Result<Exit, Failure> {
    let mut jobs = jobs(args)?;
    let files = jobs.iter().filter_map(|job| match &job.input {
        Input::File(path) => Some(path.as_path()),
        Input::Stdin => None,
    });
    output::spare(args.output.as_deref(), files)?;
    // What is wrong with the configuration is said before a file is changed.
    let mut baselines = baselines(&jobs, args)?;
    let mut mended = false;
    if args.fix || args.unsafe_fixes || args.diff {
        let changed = fixing::run(&mut jobs, args, shell)?;
        mended = args.staged && changed > 0;
        if args.diff {
            return Ok(if changed > 0 { Exit::Findings } else { Exit::Clean });
        }
    }
    // Standard output then holds the mended text and nothing else.
    let aside = jobs.iter().any(|job| job.mended.is_some()) && args.output.is_none();
    let progress = progress(jobs.len(), shell.quiet);
    let mut gathered = Gathered::new(args.format);
    let mut exit = Exit::Clean;
    let mut complaints = BTreeSet::new();
    let look = shell.look;
    let fixes = args.fix || args.unsafe_fixes;
    let caches = (!args.no_cache && !fixes).then(|| Caches::new(&jobs, args.cache_dir.as_deref()));
    let mut failures = Vec::new();
    each(
        &jobs,
        |job| (job.name(args.stdin_filename.as_deref()), check(job, args, look, caches.as_ref())),
        |(file, result)| {
            progress.inc(1);
            match result {
                Ok(mut checked) => {
                    imports.extend(checked.imports.drain(..));
                    let text = gathered.take(checked, &mut baselines);
                    if !text.is_empty() && aside {
                        shell.say(text.trim_end_matches('\n'));
                    } else if !text.is_empty() && args.output.is_none() {
                        progress.suspend(|| shell.out.write_all(text.as_bytes()))?;
                    } else {
                        gathered.text.push_str(&text);
                    }
                }
                Err(Failure::Closed) => return Err(Failure::Closed),
                Err(Failure::Told { message, help }) => {
                    // A mistake of the configuration meets every file.
                    if complaints.insert(message.clone()) {
                        progress.suspend(|| shell.complain(&message, help.as_deref()));
                    }
                    failures.push(Unchecked { file, message, help });
                    exit = Exit::Failed;
                }
            }
            Ok(())
        },
    )?;
    progress.finish_and_clear();
    if let Some(caches) = caches {
        caches.write();
    }
    if let Some(format) = args.format.published() {
        let files: Vec<String> = jobs.iter().map(|job| job.name(args.stdin_filename.as_deref())).collect();
        let run =
            Run { version: env!("CARGO_PKG_VERSION"), records: &gathered.records, files: &files, failures: &failures };
        gathered.text = findings::write(run, format);
    }
    if aside && args.format.published().is_some() {
        shell.say(gathered.text.trim_end_matches('\n'));
    } else if args.output.is_some() || args.format.published().is_some() {
        output::write(args.output.as_deref(), gathered.text.as_bytes(), shell)?;
    }
    if args.format.published().is_none() {
        fixing::weigh(&jobs, args, &mut gathered.fixes)?;
    }
    summary(&gathered, jobs.len(), exit, shell);
    for baseline in baselines.values() {
        baseline::remark(baseline, shell);
    }
    if mended {
        shell.remark("改正的内容还没有暂存，看过以后用 git add 加进去");
    }
    // A commit would not take what was mended.
    let fails = (mended || gathered.count.at_least(args.fail_on)) && !args.exit_zero;
    Ok(if fails { exit.max(Exit::Findings) } else { exit })
}

/// What was found in a file, for commands that keep findings.
pub struct Known {
    /// The file.
    pub file: String,
    /// The findings that count.
    pub records: Vec<Record>,
    /// The rules that could find all they look for; none in a file with errors.
    pub ran: Vec<&'static str>,
}

/// The files that the arguments name, checked, with the findings that count; for commands that
/// keep findings.
pub fn checked(paths: &[PathBuf], rules: &RuleArgs) -> Result<Vec<Known>, Failure> {
    let mut configs = rules.configs()?;
    let mut out = Vec::new();
    for input in paths::inputs(paths)? {
        let path = PathBuf::from(input.name());
        let config = configs.of(&path)?;
        if !config.excludes(&path) {
            let job = Job { input, config, index: None, mended: None };
            let file = job.input.name();
            let mut found = looked(&job, None)?;
            let ran = looked::ran(&job, &file, &found.records);
            found.records.retain(|record| record.suppressed.is_none());
            out.push(Known { file, records: found.records, ran });
        }
    }
    Ok(out)
}

/// The baselines of a run, by their paths: the one that was named, or those of the
/// configurations.
fn baselines(jobs: &[Job], args: &Args) -> Result<BTreeMap<PathBuf, Baseline>, Failure> {
    if let Some(path) = &args.baseline {
        return Ok(BTreeMap::from([(path.clone(), Baseline::read(path)?)]));
    }
    let mut out = BTreeMap::new();
    for path in jobs.iter().filter_map(|job| job.baseline(args.baseline.as_deref())) {
        if let Entry::Vacant(slot) = out.entry(path) {
            let baseline = Baseline::read(slot.key())?;
            slot.insert(baseline);
        }
    }
    Ok(out)
}

/// A bar on standard error for many files; hidden when that is no terminal.
fn progress(files: usize, quiet: bool) -> ProgressBar {
    if files < MANY_FILES || quiet || !io::IsTerminal::is_terminal(&io::stderr()) {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("检查 {bar:40} {pos}/{len} 个文件") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
