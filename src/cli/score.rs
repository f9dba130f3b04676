//! `heng score`: a plan and its actual values in, a scorecard out.

use std::path::PathBuf;

use clap::ValueEnum;

use super::shell::Shell;
use super::{Exit, Failure, usage};

/// 按实际完成值计分
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng score [选项] <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
表格可以是 .xlsx、.csv、.json。
退出状态: 0 全部计分，1 指标文件有错，2 没能计分，3 有指标无法判定

例子:
  heng score 局.heng --actuals 2024自评.xlsx
  heng score 局.heng --explain  每个得分怎么算出来
  heng score 局.heng --format json -o 得分.json"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: PathBuf,
    /// 实际完成值的表格，可以写几次；不写就用文件里的 实际
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 只算哪一个部门或项目；不写就依次全部
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 写出每个得分的算式和依据
    #[arg(long)]
    explain: bool,
    /// 怎么写：table（表格，默认）、json、csv、md
    #[arg(long, value_name = "写法", default_value = "table", hide_default_value = true, hide_possible_values = true)]
    format: Format,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// How a scorecard is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Md,
}

/// Runs the command.
pub fn run(args: &Args, _shell: &mut Shell) -> Result<Exit, Failure> {
    let _ = (&args.plan, &args.actuals, &args.name, args.explain, args.format, &args.output);
    Err(Failure::new("这个版本还不能计分"))
}
