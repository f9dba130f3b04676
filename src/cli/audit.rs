//! `heng audit`: published self-evaluation tables in, what does not add up out.

use std::path::PathBuf;

use clap::ValueEnum;

use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::audit::{self, Options, Table};
use crate::import;
use crate::report::audit::{self as report, Audited};

/// 核查自评表：得分重新算一遍，列出对不上的
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng audit [选项] <表格>...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
不写 --framework 时，逐表找出能解释最多得分的计分方法和小数位数。
退出状态: 0 全部对得上，1 有对不上的，2 没能核查

例子:
  heng audit 自评表.xlsx
  heng audit 公开/*.xlsx --format json -o 核查.json
  heng audit 自评表.xlsx --framework 财政部2020"
)]
pub struct Args {
    /// 自评表，heng import 能读的都可以，- 是标准输入
    #[arg(value_name = "表格", required = true, help_heading = usage::ARGUMENTS)]
    forms: Vec<PathBuf>,
    /// 按哪个框架的计分规则，可以写几次；不写就逐表找
    #[arg(long, value_name = "名称")]
    framework: Vec<String>,
    /// 怎么写：table（默认）、json、sarif
    #[arg(long, value_name = "写法", default_value = "table", hide_default_value = true, hide_possible_values = true)]
    format: Format,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Sarif,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    output::spare(args.output.as_deref(), args.forms.iter().map(PathBuf::as_path))?;
    let options = Options { frameworks: args.framework.clone() };
    let mut exit = Exit::Clean;
    let mut audited: Vec<(String, Vec<Table>)> = Vec::new();
    for path in &args.forms {
        let input = Input::from_arg(path);
        let name = input.name();
        match import::read(&input.bytes()?, &name) {
            Ok(read) => {
                let tables = audit::audit(&read, &options).map_err(Failure::new)?;
                audited.push((name, tables));
            }
            Err(finding) => {
                let message = format!("读不了 `{name}`：{}（{}）", finding.message, finding.code);
                shell.complain(&message, finding.help.as_deref());
                exit = Exit::Failed;
            }
        }
    }
    let files: Vec<Audited<'_>> = audited.iter().map(|(file, tables)| Audited { file, tables }).collect();
    let text = match args.format {
        Format::Table => report::text(&files, shell.look.width),
        Format::Json => report::json(&files, env!("CARGO_PKG_VERSION")),
        Format::Sarif => report::sarif(&files, env!("CARGO_PKG_VERSION")),
    };
    output::write(args.output.as_deref(), text.as_bytes(), shell)?;
    let disagrees = audited.iter().flat_map(|(_, tables)| tables).any(|table| !table.disagreements.is_empty());
    Ok(if disagrees { exit.max(Exit::Findings) } else { exit })
}
