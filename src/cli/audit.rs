//! `heng audit`: published self-evaluation tables in, what does not add up out.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::amend::{Mark, Refusal, amend};
use crate::audit::{self, Options, Table};
use crate::import;
use crate::report::audit::{self as report, Audited};
use crate::report::marked::marked;

/// 核查自评表：得分重新算一遍，列出对不上的
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng audit [选项] <表格>...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
不写 --framework 时，逐表找出能解释最多得分的计分方法和小数位数。
写成 .xlsx 是原表的副本：不一致的格子标红，无法判定的标黄，批注写明理由。
退出状态: 0 全部对得上，1 有对不上的，2 没能核查

例子:
  heng audit 自评表.xlsx
  heng audit 公开/*.xlsx --format json -o 核查.json
  heng audit 自评表.xlsx -o 标注.xlsx        在副本上标出、批注
  heng audit 自评表.xlsx --framework 财政部2020"
)]
pub struct Args {
    /// 自评表，heng import 能读的都可以，- 是标准输入
    #[arg(value_name = "表格", required = true, help_heading = usage::ARGUMENTS)]
    forms: Vec<PathBuf>,
    /// 按哪个框架的计分规则，可以写几次；不写就逐表找
    #[arg(long, value_name = "名称")]
    framework: Vec<String>,
    /// 怎么写：table、json、sarif、xlsx；不写就看 -o 的后缀
    #[arg(long, value_name = "写法", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件，- 是标准输出；标注几个工作簿时是文件夹
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Sarif,
    Xlsx,
}

/// What files are called that hold an audit.
const SUFFIXES: [(&str, Format); 4] =
    [("json", Format::Json), ("sarif", Format::Sarif), ("xlsx", Format::Xlsx), ("xlsm", Format::Xlsx)];

/// The form that is asked for, else the one that the name of the result says; only copies go
/// into a folder.
fn format(args: &Args) -> Format {
    if args.format.is_none() && args.output.as_ref().is_some_and(|target| target.is_dir()) {
        return Format::Xlsx;
    }
    let suffix = args.output.as_deref().and_then(Path::extension).unwrap_or_default();
    let by_suffix = SUFFIXES.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known));
    args.format.or(by_suffix.map(|(_, format)| *format)).unwrap_or(Format::Table)
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    output::spare(args.output.as_deref(), args.forms.iter().map(PathBuf::as_path))?;
    let options = Options { frameworks: args.framework.clone() };
    let format = format(args);
    let copies = if format == Format::Xlsx { copies(args)? } else { Vec::new() };
    let mut exit = Exit::Clean;
    let mut audited: Vec<(String, Vec<Table>)> = Vec::new();
    for (at, path) in args.forms.iter().enumerate() {
        let input = Input::from_arg(path);
        let name = input.name();
        let bytes = input.bytes()?;
        match import::read(&bytes, &name) {
            Ok(read) => {
                let tables = audit::audit(&read, &options).map_err(Failure::new)?;
                if let Some(copy) = copies.get(at) {
                    mark(&bytes, &name, &tables, copy, shell)?;
                }
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
    let text = match format {
        Format::Table => Some(report::text(&files, shell.look.width)),
        Format::Json => Some(report::json(&files, env!("CARGO_PKG_VERSION"))),
        Format::Sarif => Some(report::sarif(&files, env!("CARGO_PKG_VERSION"))),
        Format::Xlsx => None,
    };
    if let Some(text) = text {
        output::write(args.output.as_deref(), text.as_bytes(), shell)?;
    }
    let disagrees = audited.iter().flat_map(|(_, tables)| tables).any(|table| !table.disagreements.is_empty());
    Ok(if disagrees { exit.max(Exit::Findings) } else { exit })
}

/// Where the marked copy of each form goes: to the file of `-o`, or under its own name into the
/// folder of `-o`.
fn copies(args: &Args) -> Result<Vec<PathBuf>, Failure> {
    let Some(target) = &args.output else {
        return Err(Failure::new("不知道写到哪里").help("用 `-o` 写明标注的副本叫什么，例如 `-o 标注.xlsx`"));
    };
    if !target.is_dir() {
        if args.forms.len() > 1 {
            let failure = Failure::new(format!("{} 个表格不能标注在一个文件里", args.forms.len()));
            return Err(failure.help("`-o` 后面写一个已有的文件夹，副本用原来的文件名"));
        }
        return Ok(vec![target.clone()]);
    }
    let named = args.forms.iter().map(|form| form.file_name().map(|name| target.join(name)));
    let copies: Option<Vec<PathBuf>> = named.collect();
    let copies = copies.ok_or_else(|| Failure::new("标准输入没有文件名，`-o` 后面写文件名"))?;
    output::spare_each(&copies, &args.forms)?;
    match copies.iter().enumerate().find(|(at, copy)| copies.iter().take(*at).any(|other| other == *copy)) {
        Some((_, copy)) => Err(Failure::new(format!("有两个表格的副本都要写到 `{}`", copy.display()))),
        None => Ok(copies),
    }
}

/// Writes a copy of a workbook with the cells marked and commented.
fn mark(bytes: &[u8], name: &str, tables: &[Table], copy: &Path, shell: &mut Shell) -> Result<(), Failure> {
    let marked = marked(tables);
    let amended = amend(bytes, &marked.edits).map_err(|refusal| {
        let failure = Failure::new(format!("`{name}` {}", refusal.message()));
        match refusal {
            Refusal::NotAWorkbook => failure.help("用 Excel 或 WPS 另存为 .xlsx 再标注；不标注可以去掉 `-o`"),
            Refusal::Broken | Refusal::NoSheet(_) | Refusal::NoCell(_) => failure,
        }
    })?;
    output::write(Some(copy), &amended.bytes, shell)?;
    let (wrong, open) = (marked.count(Mark::Wrong), marked.count(Mark::Open));
    let counts = if wrong + open == 0 {
        "没有要标的".to_owned()
    } else {
        format!("标红 {wrong} 处，标黄 {open} 处")
    };
    shell.remark(&format!("写好了 `{}`：{counts}", copy.display()));
    for one in &marked.nowhere {
        shell.remark(&format!("没有格子可标：{} {}", one.code, one.message));
    }
    Ok(())
}
