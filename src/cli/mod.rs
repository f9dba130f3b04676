//! The command line: the one place with files, streams, the environment and the clock.
//!
//! One file per subcommand, each with its arguments and its `run`. What they share: [`input`]
//! reads, [`output`] writes, [`shell`] holds the streams, [`usage`] speaks Chinese for clap.

mod audit;
mod baseline;
mod beside;
mod check;
mod compare;
mod compilation;
mod compile;
mod completions;
mod config;
mod debug;
mod diff;
mod each;
mod explain;
mod export;
mod filled;
mod findings;
mod fmt;
mod fonts;
mod git;
mod import;
mod import_check;
mod init;
mod input;
mod inputs;
mod lsp;
mod man;
mod margin;
mod monitor;
mod output;
mod paths;
mod rules;
mod score;
mod scoring;
mod shell;
mod shown;
mod staged;
mod tables;
mod template;
mod test;
mod usage;
mod verify;
mod whatif;

use std::ffi::OsString;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::table::sheet;
use shell::{Global, Shell};

/// How a command ended, as the exit status says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Done, nothing to report.
    Clean = 0,
    /// Done, and there is something to mend.
    Findings = 1,
    /// Could not run.
    Failed = 2,
    /// Scored, but something could not be judged.
    Undecided = 3,
}

/// Why a command could not go on.
#[derive(Debug)]
enum Failure {
    /// The reader of the output has gone; nobody is left to tell.
    Closed,
    /// What to say, and what to do about it.
    Told { message: String, help: Option<String> },
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Failure::Told { message: message.into(), help: None }
    }

    fn help(self, text: impl Into<String>) -> Self {
        match self {
            Failure::Closed => Failure::Closed,
            Failure::Told { message, .. } => Failure::Told { message, help: Some(text.into()) },
        }
    }
}

/// Only writing to the streams gives bare errors; whoever reads a file names it.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::new(format!("写输出失败：{}", output::reason(&error))),
        }
    }
}

/// 衡：预算绩效指标的编译与计分工具
#[derive(Debug, Parser)]
#[command(
    name = "heng",
    version,
    override_usage = "heng [选项] <命令> [参数]",
    subcommand_help_heading = "命令",
    next_help_heading = usage::OPTIONS,
    after_help = usage::AFTER,
    disable_help_flag = true,
    disable_version_flag = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = usage::COMMON, display_order = 103)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Rules(rules::Args),
    Diff(diff::Args),
    Baseline(baseline::Args),
    Import(import::Args),
    Audit(audit::Args),
    Score(score::Args),
    Margin(margin::Args),
    Whatif(whatif::Args),
    Monitor(monitor::Args),
    Verify(verify::Args),
    Compare(compare::Args),
    Template(template::Args),
    Test(test::Args),
    Fmt(fmt::Args),
    Explain(explain::Args),
    Export(export::Args),
    Init(init::Args),
    Lsp(lsp::Args),
    Compile(compile::Args),
    Debug(debug::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program with the arguments it was given.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    panic::set_hook(Box::new(apologise));
    let args: Vec<OsString> = args.into_iter().collect();
    let exit = panic::catch_unwind(AssertUnwindSafe(|| start(&args))).unwrap_or(Exit::Failed);
    ExitCode::from(exit as u8)
}

fn start(args: &[OsString]) -> Exit {
    let args = usage::with_help_as_option(args);
    if let Some((message, help)) = usage::mistyped(&args) {
        Shell::for_clap(usage::wish(&args)).complain(&message, Some(&help));
        return Exit::Failed;
    }
    let parsed = command().try_get_matches_from(&args).and_then(|found| Cli::from_arg_matches(&found));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error, &args),
    };
    let mut shell = Shell::new(&cli.global);
    let result = dispatch(cli.command, &mut shell);
    // What is still buffered may meet a closed pipe too.
    let flushed = shell.out.flush().map_err(Failure::from);
    match result.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        Err(Failure::Closed) => Exit::Clean,
        Err(Failure::Told { message, help }) => {
            shell.complain(&message, help.as_deref());
            Exit::Failed
        }
    }
}

fn dispatch(command: Command, shell: &mut Shell) -> Result<Exit, Failure> {
    match command {
        Command::Check(args) => check::run(&args, shell),
        Command::Rules(args) => rules::run(&args, shell),
        Command::Diff(args) => diff::run(&args, shell),
        Command::Baseline(args) => baseline::run(&args, shell),
        Command::Audit(args) => audit::run(&args, shell),
        Command::Import(args) => import::run(&args, shell),
        Command::Score(args) => score::run(&args, shell),
        Command::Margin(args) => margin::run(&args, shell),
        Command::Whatif(args) => whatif::run(&args, shell),
        Command::Monitor(args) => monitor::run(&args, shell),
        Command::Compare(args) => compare::run(&args, shell),
        Command::Verify(args) => verify::run(&args, shell),
        Command::Template(args) => template::run(&args, shell),
        Command::Test(args) => test::run(&args, shell),
        Command::Fmt(args) => fmt::run(&args, shell),
        Command::Explain(args) => explain::run(&args, shell),
        Command::Export(args) => export::run(&args, shell),
        Command::Init(args) => init::run(&args, shell),
        Command::Lsp(args) => lsp::run(&args, shell),
        Command::Compile(args) => compile::run(&args, shell),
        Command::Debug(args) => debug::run(&args, shell),
        Command::Completions(args) => completions::run(&args, shell),
        Command::Man(args) => man::run(&args, shell),
    }
}

/// The command line as clap sees it, every page of its help in our shape.
fn command() -> clap::Command {
    fn shaped(command: clap::Command) -> clap::Command {
        command.help_template(usage::TEMPLATE).disable_help_subcommand(true).mut_subcommands(shaped)
    }
    shaped(Cli::command())
}

/// Says that the program itself is at fault, unless it is a file after all.
fn apologise(panic: &panic::PanicHookInfo<'_>) {
    if sheet::panics_are_caught() {
        return;
    }
    let place = panic.location().map_or_else(String::new, ToString::to_string);
    let payload = panic.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let what = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("?");
    // Nothing is left to do when even this cannot be written.
    let _ = io::stderr().lock().write_all(apology(&place, what).as_bytes());
}

/// What the user is told, and the one line that the developers need.
fn apology(place: &str, what: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    format!(
        "内部错误: heng 自己出了问题，不是您的文件写错了\n  \
         帮助: 请把下面一行连同出错的文件报告给 heng 的开发者\n  \
         heng {version} {system}/{machine} {place}: {what}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apology_holds_what_a_report_needs() {
        let text = apology("src/score/mod.rs:7:9", "index out of bounds");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.first(), Some(&"内部错误: heng 自己出了问题，不是您的文件写错了"));
        let version = env!("CARGO_PKG_VERSION");
        assert!(lines.last().is_some_and(|last| last.starts_with(&format!("  heng {version} "))
            && last.ends_with(" src/score/mod.rs:7:9: index out of bounds")));
        assert_eq!(lines.len(), 3, "no backtrace");
    }
}
