//! `heng template`: a workbook in which the actual values are filled in.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::compilation::{compile, sources};
use super::export::wanted;
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, findings, output, usage};
use crate::forms::fill::{self, Wanted};
use crate::forms::{Form, xlsx};
use crate::plan;

/// 写出填报实际完成值的工作簿
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng template [选项] <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
填好的工作簿直接交给 heng score --actuals，不用改动。
退出状态: 0 写好了，1 指标文件有错，2 没能写

例子:
  heng template 局.heng -o 2024.xlsx        一张表，填好后计分
  heng template 局.heng --by 负责           每个负责单位一张表
  heng template 局.heng --monitor           年中监控，另填可能性和偏差类别"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: PathBuf,
    /// 分表的依据：负责（每个负责单位一张）
    #[arg(long, value_name = "依据", hide_possible_values = true)]
    by: Option<By>,
    /// 年中监控用，也可写 --监控：另填全年预计、可能性、偏差类别
    #[arg(long, alias = "监控")]
    monitor: bool,
    /// 只写哪一个部门或项目；不写就是全部
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 写到哪个 .xlsx 文件；不写就在指标文件旁边
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// What makes a sheet of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    #[value(name = "负责")]
    Owner,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let target = target(args)?;
    let model = compile(&Input::from_arg(&args.plan))?;
    findings::show(&model, shell);
    if model.has_errors() {
        shell.complain("指标文件有错，没有写填报表", None);
        return Ok(Exit::Findings);
    }
    output::spare(Some(&target), sources(&model).map(|source| Path::new(&*source.name)))?;
    let names: Vec<_> = wanted(&model, args.name.as_deref())?.iter().map(|declaration| declaration.place).collect();
    let asked = Wanted { by_owner: args.by == Some(By::Owner), monitor: args.monitor };
    let mut forms: Vec<Form> = Vec::new();
    for (index, declaration) in model.declarations.iter().enumerate() {
        let plan = plan::plan(&model, index).filter(|plan| !plan.lines.is_empty());
        let Some(plan) = plan.filter(|_| names.contains(&declaration.place)) else { continue };
        let several = names.len() > 1;
        forms.extend(fill::forms(&plan, declaration, asked).into_iter().map(|form| match several {
            true => Form { sheet: format!("{} {} {}", index + 1, form.sheet, plan.name), ..form },
            false => form,
        }));
    }
    if forms.is_empty() {
        return Err(Failure::new("文件里没有带指标的部门或项目"));
    }
    let bytes = xlsx::workbook(&forms).map_err(|error| Failure::new(format!("不能写工作簿：{error}")))?;
    output::write(Some(&target), &bytes, shell)?;
    if target.as_os_str() != "-" {
        shell.remark(&format!("写好了 `{}`，填好后：heng score … --actuals {}", target.display(), target.display()));
    }
    Ok(Exit::Clean)
}

/// Where the workbook goes: beside the plan unless `-o` says otherwise.
fn target(args: &Args) -> Result<PathBuf, Failure> {
    if let Some(path) = &args.output {
        let suffix = path.extension().unwrap_or_default();
        if path.as_os_str() != "-" && !suffix.eq_ignore_ascii_case("xlsx") {
            let failure = Failure::new(format!("填报表只能写成 .xlsx，不能写 `{}`", path.display()));
            return Err(failure.help("`-o` 后面写 .xlsx 文件"));
        }
        return Ok(path.clone());
    }
    match args.plan.file_stem().filter(|_| args.plan.as_os_str() != "-") {
        Some(stem) => Ok(args.plan.with_file_name(format!("{}填报表.xlsx", stem.display()))),
        None => Err(Failure::new("不知道写到哪里").help("用 `-o` 写明文件名")),
    }
}
