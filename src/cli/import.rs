//! `heng import`: an existing form in, a plan in heng and a repair list out.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, import_check, output, usage};
use crate::import::{self, Options, Repair, Written};
use crate::report::repairs;
use crate::table::TableFinding;

/// 把已有的申报表、自评表、监控表读成 heng
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng import [选项] <表格>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
表格可以是 .xlsx、.xls、.ods、.csv、.docx、.html，也可以是复制出来的文字。
每一格怎样读、有多大把握，都列在修补清单里；读不懂的照录，不猜。
表里有实际完成值时，写到指标文件旁边的 X实际.heng。
退出状态: 0 全部读懂，1 有要看的（--check: 有不一样的），2 没能读

例子:
  heng import 申报表.xlsx -o 2024.heng
  heng import 自评表.xlsx -o 2024.heng --year 2024
  heng import 申报表.xlsx --format json  修补清单和结果写成 JSON
  heng import --check 申报表.xlsx        看导入有没有漏、有没有错"
)]
pub struct Args {
    /// 表格，- 是标准输入
    #[arg(value_name = "表格", help_heading = usage::ARGUMENTS)]
    form: PathBuf,
    /// 指标文件写到哪里；不写就写到屏幕
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 用哪个框架；不写就看表里的一级、二级指标
    #[arg(long, value_name = "名称")]
    framework: Option<String>,
    /// 预算年度，表上没有时用
    #[arg(long, value_name = "年度")]
    year: Option<i16>,
    /// 修补清单怎么写：table（默认）、json
    #[arg(long, value_name = "写法", default_value = "table", hide_default_value = true, hide_possible_values = true)]
    format: Format,
    /// 修补清单列出每一格，不只是要看的
    #[arg(long)]
    all: bool,
    /// 不写文件：再写成表，逐格和原表比；可写 =指标文件
    #[arg(long, value_name = "文件", num_args = 0..=1, require_equals = true)]
    check: Option<Option<PathBuf>>,
    /// 文件已经有了也写
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    heng: &'a str,
    file: &'a str,
    plan: &'a str,
    actuals: Option<&'a str>,
    repairs: &'a [Repair],
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let input = Input::from_arg(&args.form);
    let name = input.name();
    let bytes = input.bytes()?;
    let read = import::read(&bytes, &name).map_err(|finding| refused(&name, finding))?;
    for finding in &read.findings {
        shell.remark(&format!("{}: {}[{}] {}", finding.origin, finding.severity.word(), finding.code, finding.message));
    }
    let stem = args.form.file_stem().map(|stem| stem.to_string_lossy().into_owned()).filter(|stem| stem != "-");
    let options = Options { framework: args.framework.clone(), year: args.year, stem: stem.unwrap_or_default() };
    let written = import::write(&read, &options);
    if let Some(plan) = &args.check {
        let form = import_check::Form { bytes: &bytes, name: &name, read: &read, written: &written };
        let as_json = args.format == Format::Json;
        return import_check::run(form, plan.as_deref(), (as_json, args.all), shell);
    }
    match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            files(path, &written, args, shell)?;
            let list = list(&written, &name, args, shell);
            shell.out.write_all(list.as_bytes())?;
        }
        None if args.format == Format::Json => {
            let list = list(&written, &name, args, shell);
            shell.out.write_all(list.as_bytes())?;
        }
        None => {
            shell.out.write_all(written.plan.as_bytes())?;
            if let Some(actuals) = &written.actuals {
                write!(shell.out, "\n{actuals}")?;
            }
            let list = list(&written, &name, args, shell);
            shell.remark(list.trim_end());
        }
    }
    let doubtful = written.repairs.iter().any(|line| line.certainty.needs_a_look());
    Ok(if doubtful { Exit::Findings } else { Exit::Clean })
}

/// A file that is no form.
fn refused(name: &str, finding: TableFinding) -> Failure {
    let failure = Failure::new(format!("读不了 `{name}`：{}（{}）", finding.message, finding.code));
    match finding.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// Writes the plan and the actual values beside it: both or neither.
fn files(path: &Path, written: &Written, args: &Args, shell: &mut Shell) -> Result<(), Failure> {
    output::spare(Some(path), [args.form.as_path()])?;
    let beside = written.actuals.as_ref().map(|actuals| (beside(path), actuals));
    if !args.force {
        for path in std::iter::once(path).chain(beside.as_ref().map(|(path, _)| path.as_path())) {
            if std::fs::metadata(path).is_ok_and(|found| !found.is_file() || found.len() > 0) {
                let failure = Failure::new(format!("`{}` 已经有了，什么也没有写", path.display()));
                return Err(failure.help("换一个文件名，或写 --force 改写它"));
            }
        }
    }
    output::replace(path, written.plan.as_bytes())?;
    shell.remark(&format!("写了 {}", path.display()));
    if let Some((values, actuals)) = beside {
        let plan = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        output::replace(&values, format!("引用 \"{plan}\"\n\n{actuals}").as_bytes())?;
        shell.remark(&format!("写了 {}", values.display()));
    }
    Ok(())
}

/// `2024实际.heng` beside `2024.heng`.
pub(super) fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}实际.heng"))
}

fn list(written: &Written, file: &str, args: &Args, shell: &Shell) -> String {
    match args.format {
        Format::Table => {
            let path = args.output.as_deref().filter(|path| path.as_os_str() != "-");
            let names = path.map(|path| (path.display().to_string(), beside(path).display().to_string()));
            // 引用 and an empty line stand in front of the actual values.
            let names = names.as_ref().map(|(plan, actuals)| [(plan.as_str(), 0), (actuals.as_str(), 2)]);
            repairs::table(&written.repairs, args.all, names, shell.look.width)
        }
        Format::Json => {
            let document = Document {
                schema_version: 1,
                heng: env!("CARGO_PKG_VERSION"),
                file,
                plan: &written.plan,
                actuals: written.actuals.as_deref(),
                repairs: &written.repairs,
            };
            serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
        }
    }
}
