//! `heng compile`: the typed model for other programs.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::compilation::{compile, sources};
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, findings, output, usage};
use crate::report::{json, margin, model_json, whatif};

/// 编译成供其他程序使用的数据
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng compile [选项] <文件>\n      heng compile --emit schema|score-schema|margin-schema|whatif-schema",
    next_help_heading = usage::OPTIONS,
    after_help = "\
退出状态: 0 编译好了，1 文件有错，2 没能编译

例子:
  heng compile 局.heng --emit json -o 局.json
  heng compile --emit schema > heng.schema.json"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: Option<PathBuf>,
    #[arg(
        long,
        value_name = "内容",
        default_value = "json",
        hide_default_value = true,
        hide_possible_values = true,
        help = "写出什么：json（模型，默认）、schema、score-schema、\nmargin-schema、whatif-schema（JSON Schema：\n模型、得分、差距、试算）"
    )]
    emit: Emit,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Emit {
    Json,
    Schema,
    ScoreSchema,
    MarginSchema,
    WhatifSchema,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let text = match (args.emit, &args.plan) {
        (Emit::Schema, _) => pretty(&model_json::schema())?,
        (Emit::ScoreSchema, _) => pretty(&json::schema())?,
        (Emit::MarginSchema, _) => pretty(&margin::schema())?,
        (Emit::WhatifSchema, _) => pretty(&whatif::schema())?,
        (Emit::Json, Some(path)) => {
            let model = compile(&Input::from_arg(path))?;
            findings::show(&model, shell);
            if model.has_errors() {
                return Ok(Exit::Findings);
            }
            output::spare(args.output.as_deref(), sources(&model).map(|source| Path::new(&*source.name)))?;
            pretty(&model_json::model_json(&model.declarations, &model.frameworks, &model.units, |_| true))?
        }
        (Emit::Json, None) => return Err(Failure::new("缺少 `<文件>`").help("用法见 heng compile --help")),
    };
    output::write(args.output.as_deref(), text.as_bytes(), shell)?;
    Ok(Exit::Clean)
}

fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    Ok(text + "\n")
}
