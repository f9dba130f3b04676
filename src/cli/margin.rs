//! `heng margin`: what is missing to full marks and to the next grade.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rust_decimal::Decimal;

use super::score::say_findings;
use super::scoring::{Given, gather};
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::exact::Exact;
use crate::outlook::{Wanted, margin};
use crate::plan::Plan;
use crate::report::margin::{self as told, Told};

/// 算出离满分、离下一等级还差多少
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng margin [选项] <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
每项还要完成多少可得满分，最少改几项就够到下一等级，哪个缺的值影响最大。
退出状态: 0 全部计分，1 指标文件有错，2 没能计分，3 有指标无法判定或有值没有采用

例子:
  heng margin 局.heng --actuals 9月.xlsx             到下一等级
  heng margin 局.heng --actuals 9月.xlsx --grade 优  到 优
  heng margin 局.heng --actuals 9月.xlsx --to 95     到 95 分"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: PathBuf,
    /// 实际完成值的表格，可以写几次；不写就用文件里的 实际
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 到哪一等级；不写就是下一等级
    #[arg(long, value_name = "等级")]
    grade: Option<String>,
    /// 到多少分
    #[arg(long, value_name = "分数", conflicts_with = "grade")]
    to: Option<String>,
    /// 只算哪一个部门或项目；不写就依次全部
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 怎么写：table、json、md；不写就看 -o 的后缀
    #[arg(long, value_name = "写法", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// How a result is written that is read by people and by programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Table,
    Json,
    Md,
}

/// What files are called that hold one.
const SUFFIXES: [(&str, Format); 4] =
    [("json", Format::Json), ("md", Format::Md), ("markdown", Format::Md), ("txt", Format::Table)];

impl Format {
    /// The form that is asked for, else the one that the name of the result says.
    pub(super) fn chosen(asked: Option<Format>, output: Option<&Path>) -> Result<Format, Failure> {
        let suffix = output.filter(|path| path.as_os_str() != "-").and_then(Path::extension);
        let known = suffix.and_then(|suffix| SUFFIXES.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known)));
        match (asked, suffix, known) {
            (Some(format), _, _) => Ok(format),
            (None, _, Some((_, format))) => Ok(*format),
            (None, None, None) => Ok(Format::Table),
            (None, Some(suffix), None) => {
                let failure = Failure::new(format!("不能写 .{} 文件，什么也没有写", suffix.display()));
                Err(failure.help("可以写 .txt、.md、.json"))
            }
        }
    }

    /// The documents one after the other; as JSON one, or a list of several.
    pub(super) fn joined(self, documents: &[String]) -> String {
        match (self, documents) {
            (Format::Json, [one]) => one.clone(),
            (Format::Json, several) => format!("[\n{}]\n", several.join(",\n")),
            (Format::Table | Format::Md, several) => several.join("\n"),
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let format = Format::chosen(args.format, args.output.as_deref())?;
    let wanted = wanted(args)?;
    let given =
        Given { plan: &args.plan, actuals: &args.actuals, name: args.name.as_deref(), output: args.output.as_deref() };
    let Some(gathered) = gather(&given, shell)? else { return Ok(Exit::Findings) };
    let look = shell.look_of(args.output.as_deref());
    let documents = gathered.reported(|reports| {
        say_findings(reports, shell);
        let each = reports.iter().map(|report| {
            let margin = margin(report.plan, report.actuals, report.card, &wanted)
                .ok_or_else(|| no_grade(report.plan, &wanted))?;
            let told = Told { report, margin: &margin };
            Ok(match format {
                Format::Table => told::table(&told, look.width, look.colour),
                Format::Md => told::markdown(&told),
                Format::Json => told::json(&told),
            })
        });
        each.collect::<Result<Vec<String>, Failure>>()
    })?;
    output::write(args.output.as_deref(), format.joined(&documents).as_bytes(), shell)?;
    Ok(gathered.exit())
}

fn wanted(args: &Args) -> Result<Wanted, Failure> {
    if let Some(grade) = &args.grade {
        return Ok(Wanted::Grade(grade.trim().to_owned()));
    }
    let Some(text) = &args.to else { return Ok(Wanted::NextGrade) };
    let plain: String = text.trim().trim_end_matches('分').chars().map(crate::source::half_width).collect();
    match Decimal::from_str_exact(plain.trim()) {
        Ok(total) => Ok(Wanted::Total(Exact::from(total))),
        Err(_) => Err(Failure::new(format!("`--to` 后面写分数，不认识 `{text}`")).help("如 `--to 90`")),
    }
}

/// Why a grade cannot be aimed at.
fn no_grade(plan: &Plan, wanted: &Wanted) -> Failure {
    let Wanted::Grade(name) = wanted else { return Failure::new("没有可以算到的等级") };
    let grades = &plan.framework.grades;
    let known = grades.iter().filter(|grade| grade.at_least.is_some()).map(|grade| format!("`{}`", grade.name));
    let known = known.collect::<Vec<_>>().join("、");
    if grades.iter().any(|grade| grade.name == *name) {
        let failure = Failure::new(format!("`{name}` 没有最低分，不用够"));
        return failure.help(format!("可以写 {known}"));
    }
    let failure = Failure::new(format!("框架 `{}` 没有等级 `{name}`", plan.framework.name));
    failure.help(if known.is_empty() {
        "用 `--to` 写分数，如 `--to 90`".to_owned()
    } else {
        format!("有 {known}")
    })
}
