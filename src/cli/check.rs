//! `heng check`: compiles and says what is wrong.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::{io, thread};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::compilation::{compile, sources};
use super::findings::{self, Finding, Format, Gathered};
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, paths, usage};
use crate::diag::render::Look;
use crate::lint::{self, Config};

/// From how many files on a progress bar is worth its flicker.
const MANY_FILES: usize = 20;

/// 检查文件写得对不对
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng check [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
退出状态: 0 没有问题，1 有错误或警告，2 没能检查

例子:
  heng check                   检查当前文件夹里所有 .heng 文件
  heng check 局.heng 公共/     检查一个文件和一个文件夹
  heng check '各处/**/*.heng'  检查符合模式的文件
  cat 局.heng | heng check -   检查标准输入"
)]
pub struct Args {
    /// 文件、文件夹或带 * 的模式，- 是标准输入；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 怎么写：full（带原文和建议，默认）、concise（一行）
    #[arg(long, value_name = "写法", default_value = "full", hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let inputs = paths::inputs(&args.paths)?;
    let progress = progress(inputs.len(), shell.quiet);
    let mut gathered = Gathered::default();
    let mut exit = Exit::Clean;
    each(&inputs, args.format, shell.look, |result| {
        progress.inc(1);
        match result {
            Ok(findings) => {
                let text = gathered.take(findings);
                if !text.is_empty() {
                    progress.suspend(|| shell.out.write_all(text.as_bytes()))?;
                }
            }
            Err(Failure::Closed) => return Err(Failure::Closed),
            Err(Failure::Told { message, help }) => {
                progress.suspend(|| shell.complain(&message, help.as_deref()));
                exit = Exit::Failed;
            }
        }
        Ok(())
    })?;
    progress.finish_and_clear();
    if gathered.unwritten > 0 {
        shell.say(&format!("另有 {} 处没有列出，用 --format concise 可以全部列出", gathered.unwritten));
    }
    summary(&gathered, inputs.len(), exit, shell);
    Ok(if gathered.count.is_clean() { exit } else { exit.max(Exit::Findings) })
}

fn summary(gathered: &Gathered, files: usize, exit: Exit, shell: &mut Shell) {
    let words = gathered.count.words();
    if !words.is_empty() {
        shell.remark(&format!("检查了 {files} 个文件：{words}"));
    } else if exit == Exit::Clean {
        shell.remark(&format!("检查了 {files} 个文件：没有发现问题"));
    }
}

/// Compiles every input, on all cores when there are several, and hands over the results in
/// the order of the inputs.
fn each(
    inputs: &[Input],
    format: Format,
    look: Look,
    mut take: impl FnMut(Result<Vec<Finding>, Failure>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let settings = Config::default().settings().map_err(|problem| Failure::new(problem.message))?.of("");
    let one = |input: &Input| {
        let model = compile(input)?;
        let linted = lint::lint(&model, &settings);
        Ok(findings::write(sources(&model), &linted.findings, format, look))
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    if cores <= 1 {
        return inputs.iter().try_for_each(|input| take(one(input)));
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..cores {
            let (send, next, one) = (send.clone(), &next, &one);
            scope.spawn(move || {
                while let Some((at, input)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, inputs.get(at)?)))
                {
                    // Nobody receives any more once the output is closed.
                    if send.send((at, one(input))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = std::collections::BTreeMap::new();
        let mut wanted = 0;
        for (at, result) in receive {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&wanted) {
                take(result)?;
                wanted += 1;
            }
        }
        Ok(())
    })
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
