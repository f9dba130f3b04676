//! `heng debug`: what the stages make of a text, for finding out why.

use std::io;
use std::path::{Path, PathBuf};

use super::compilation::compile;
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, usage};
use crate::reading;
use crate::source::FileId;
use crate::{model, plan, syntax};

/// 看各个阶段读出了什么
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng debug <内容> [参数]",
    subcommand_help_heading = "内容",
    next_help_heading = usage::OPTIONS,
    arg_required_else_help = true
)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 一个指标值读成了什么（JSON）
    #[command(
        override_usage = "heng debug target [选项] <文字>",
        next_help_heading = usage::OPTIONS,
        after_help = "diagnostics 里的 range 按字符数，从 0 起，不含末位。\n\n例子:\n  heng debug target '≥800件' --name PCT国际专利申请量"
    )]
    Target {
        /// 指标值的文字，例如 ≥800件
        #[arg(value_name = "文字", help_heading = usage::ARGUMENTS, allow_hyphen_values = true)]
        text: String,
        /// 指标名称，没有符号时由它看出方向
        #[arg(long, value_name = "指标名")]
        name: Option<String>,
        /// 年度，日期没有写年份时用
        #[arg(long, value_name = "年度")]
        year: Option<i16>,
    },
    /// 语法树
    #[command(override_usage = "heng debug ast <文件>", next_help_heading = usage::OPTIONS)]
    Ast {
        /// 文件，- 是标准输入
        #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
        path: PathBuf,
    },
    /// 模型：名称、单位、分值都已确定
    #[command(override_usage = "heng debug model <文件>", next_help_heading = usage::OPTIONS)]
    Model {
        /// 文件，- 是标准输入
        #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
        path: PathBuf,
    },
    /// 计分方案：每个指标的公式、输入和分值
    #[command(override_usage = "heng debug plan <文件>", next_help_heading = usage::OPTIONS)]
    Plan {
        /// 文件，- 是标准输入
        #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
        path: PathBuf,
    },
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    match &args.what {
        What::Target { text, name, year } => target(text, name.as_deref(), *year, shell),
        What::Ast { path } => ast(path, shell),
        What::Model { path } => model(path, shell),
        What::Plan { path } => plans(path, shell),
    }
}

fn target(text: &str, name: Option<&str>, year: Option<i16>, shell: &mut Shell) -> Result<Exit, Failure> {
    let mut reading = reading::read(text, name, year);
    // People and most programs count characters.
    let characters = |byte: usize| text.get(..byte).unwrap_or(text).chars().count();
    for note in &mut reading.diagnostics {
        note.range = characters(note.range.start)..characters(note.range.end);
    }
    serde_json::to_writer_pretty(&mut shell.out, &reading).map_err(io::Error::from)?;
    writeln!(shell.out)?;
    Ok(Exit::Clean)
}

fn ast(path: &Path, shell: &mut Shell) -> Result<Exit, Failure> {
    let parsed = syntax::parse(Input::from_arg(path).source()?, FileId(0));
    shell.out.write_all(syntax::dump(&parsed).as_bytes())?;
    Ok(if parsed.diagnostics.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// The model as far as it could be made: looking at a broken file is what this is for.
fn model(path: &Path, shell: &mut Shell) -> Result<Exit, Failure> {
    let model = compile(&Input::from_arg(path))?;
    shell.out.write_all(model::print::print(&model).as_bytes())?;
    Ok(if model.has_errors() { Exit::Findings } else { Exit::Clean })
}

fn plans(path: &Path, shell: &mut Shell) -> Result<Exit, Failure> {
    let model = compile(&Input::from_arg(path))?;
    for plan in (0..model.declarations.len()).filter_map(|index| plan::plan(&model, index)) {
        shell.out.write_all(plan::print(&plan).as_bytes())?;
    }
    Ok(if model.has_errors() { Exit::Findings } else { Exit::Clean })
}
