//! `heng fmt`: writes files in the canonical form.

use std::path::PathBuf;

use similar::TextDiff;

use super::findings::{self, Format};
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, output, paths, usage};
use crate::diag::Diagnostic;
use crate::source::{FileId, Source};
use crate::syntax;

/// 把文件排成规范的写法，意思不变
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng fmt [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
书写有错的文件不会改动。
退出状态: 0 已经排好，1 有文件需要改动（--check、--diff），2 没能排

例子:
  heng fmt                  排当前文件夹里所有 .heng 文件
  heng fmt --check 局.heng  只看要不要改动
  heng fmt - < 局.heng      排标准输入，写到标准输出"
)]
pub struct Args {
    /// 文件、文件夹或带 * 的模式，- 是标准输入；不写就是当前文件夹
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 不改文件，只列出需要改动的
    #[arg(long)]
    check: bool,
    /// 不改文件，写出会怎样改动
    #[arg(long)]
    diff: bool,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let inputs = paths::inputs(&args.paths)?;
    let mut exit = Exit::Clean;
    let mut changed = 0;
    for input in &inputs {
        match one(input, args, shell) {
            Ok(true) => changed += 1,
            Ok(false) => {}
            Err(Failure::Closed) => return Err(Failure::Closed),
            Err(Failure::Told { message, help }) => {
                shell.complain(&message, help.as_deref());
                exit = Exit::Failed;
            }
        }
    }
    let looking = args.check || args.diff;
    if exit == Exit::Clean && inputs != [Input::Stdin] {
        shell.remark(&match (changed, looking) {
            (0, _) => format!("{} 个文件都已经排好", inputs.len()),
            (_, true) => format!("{} 个文件中有 {changed} 个需要改动", inputs.len()),
            (_, false) => format!("{} 个文件中改动了 {changed} 个", inputs.len()),
        });
    }
    Ok(if looking && changed > 0 { exit.max(Exit::Findings) } else { exit })
}

/// Formats one input; whether it was not in the canonical form.
fn one(input: &Input, args: &Args, shell: &mut Shell) -> Result<bool, Failure> {
    let source = input.source()?;
    let formatted = format(&source).map_err(|diagnostics| refused(&source, &diagnostics, shell))?;
    let changed = *source.text != *formatted;
    if args.diff {
        if changed {
            let diff = TextDiff::from_lines(&*source.text, formatted.as_str());
            write!(shell.out, "{}", diff.unified_diff().header(&source.name, &source.name))?;
        }
    } else if args.check {
        if changed {
            writeln!(shell.out, "{}", source.name)?;
        }
    } else {
        match input {
            Input::Stdin => shell.out.write_all(formatted.as_bytes())?,
            Input::File(path) if changed => output::replace(path, formatted.as_bytes())?,
            Input::File(_) => {}
        }
    }
    Ok(changed)
}

fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let parsed = syntax::parse(source.clone(), FileId(0));
    crate::format::format(&parsed)
}

/// Shows why a file was left alone.
fn refused(source: &Source, diagnostics: &[Diagnostic], shell: &mut Shell) -> Failure {
    let findings = findings::write([source], diagnostics, Format::Full, shell.error_look);
    shell.say(findings.trim_end_matches('\n'));
    Failure::new(format!("`{}` 书写有错，没有改动", source.name))
}
