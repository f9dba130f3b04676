//! `heng test`: runs the 测试 blocks.

use std::path::PathBuf;

use super::compilation::{compile, sources};
use super::findings::{self, Format};
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, paths, usage};
use crate::plan;
use crate::report::trial;

/// 运行文件里的 测试
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng test [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
退出状态: 0 全部通过，1 有测试没通过或文件有错，2 没能运行

例子:
  heng test                       运行当前文件夹里所有测试
  heng test 局.heng --filter PCT  只运行名称里有 PCT 的测试"
)]
pub struct Args {
    /// 文件、文件夹或带 * 的模式，- 是标准输入；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 只运行名称里有这些字的测试
    #[arg(long, value_name = "文字")]
    filter: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let mut tally = Tally::default();
    for input in &paths::inputs(&args.paths)? {
        match file(input, args.filter.as_deref(), shell, &mut tally) {
            Ok(()) => {}
            Err(Failure::Closed) => return Err(Failure::Closed),
            Err(Failure::Told { message, help }) => {
                shell.complain(&message, help.as_deref());
                tally.unreadable += 1;
            }
        }
    }
    if let (Some(words), Tally { passed: 0, failed: 0, broken: 0, unreadable: 0, left_out: 1.. }) =
        (&args.filter, &tally)
    {
        let failure = Failure::new(format!("没有名称含 `{words}` 的测试，文件里有 {} 个测试", tally.left_out));
        return Err(failure.help("不写 --filter 就运行全部，结果里有每个测试的名称"));
    }
    shell.remark(&tally.words());
    Ok(match tally {
        Tally { unreadable: 1.., .. } => Exit::Failed,
        Tally { failed: 0, broken: 0, .. } => Exit::Clean,
        Tally { .. } => Exit::Findings,
    })
}

/// What came of the tests of a run.
#[derive(Debug, Default)]
struct Tally {
    /// Tests.
    passed: usize,
    /// Tests.
    failed: usize,
    /// Files with errors, whose tests were not run.
    broken: usize,
    /// Files that could not be read.
    unreadable: usize,
    /// Tests that were not asked for.
    left_out: usize,
}

impl Tally {
    /// What came of it, in a sentence.
    fn words(&self) -> String {
        let not_run = match self.broken + self.unreadable {
            0 => String::new(),
            files => format!("{files} 个文件有错，没有运行其中的测试"),
        };
        match (self.passed + self.failed, not_run.as_str()) {
            (0, "") => "没有测试".to_owned(),
            (0, _) => not_run,
            (_, "") => format!("{} 个测试通过，{} 个没有通过", self.passed, self.failed),
            (_, _) => format!("{} 个测试通过，{} 个没有通过；{not_run}", self.passed, self.failed),
        }
    }
}

fn file(input: &Input, filter: Option<&str>, shell: &mut Shell, tally: &mut Tally) -> Result<(), Failure> {
    let model = compile(input)?;
    findings::show(&model, shell);
    if model.has_errors() {
        tally.broken += 1;
        return Ok(());
    }
    for index in 0..model.declarations.len() {
        let Some(plan) = plan::plan(&model, index) else { continue };
        // Tests of an imported file are run when that file is.
        let own = plan::tests(&model, index).into_iter().filter(|test| test.place.file == model.files.entry());
        for test in own {
            if filter.is_some_and(|words| !test.title.contains(words)) {
                tally.left_out += 1;
                continue;
            }
            let failures = trial::run(&plan, &test);
            if failures.is_empty() {
                tally.passed += 1;
                writeln!(shell.out, "通过    {}", test.title)?;
            } else {
                tally.failed += 1;
                writeln!(shell.out, "没通过  {}\n", test.title)?;
                let written = findings::write(sources(&model), &failures, Format::Full, shell.look);
                shell.out.write_all(written.as_bytes())?;
            }
        }
    }
    Ok(())
}
