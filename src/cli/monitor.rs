//! `heng monitor`: how a year is going, and the 监控表 with it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::export::{self, Values};
use super::margin::Format;
use super::score::{Scored, say_findings};
use super::scoring::{Gathered, Given, gather};
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::outlook::pace::pace;
use crate::report::monitor::{self as told, Told};

/// What is said of values that are not there yet, which in the middle of a year is no mistake.
const NOT_YET: [&str; 4] = ["E0502", "E0508", "E0516", "E0519"];

/// 年中监控：对照时间看进度，推算全年
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng monitor [选项] --as-of <日期> <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
灯的界限由框架的 监控灯 规定。还没有的值不算错。
-o 写 .xlsx、.docx、.html、.csv 是监控表，写 .txt、.md、.json 是这里印出的内容。
退出状态: 0 看完了，1 指标文件有错，2 没能看，3 有值没有采用

例子:
  heng monitor 局.heng --actuals 7月.xlsx --as-of 2024-07-31
  heng monitor 局.heng -a 7月.xlsx --as-of 2024-07 -o 监控表.xlsx"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: PathBuf,
    /// 实际完成值的表格，可以写几次；不写就用文件里的 实际
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 截至哪一天，如 2024-07-31；只写到月就是月末
    #[arg(long, value_name = "日期")]
    as_of: String,
    /// 只看哪一个部门或项目；不写就依次全部
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 怎么写：table、json、md；不写就看 -o 的后缀
    #[arg(long, value_name = "写法", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let day = day(&args.as_of)?;
    let suffix = args.output.as_deref().and_then(Path::extension);
    let form = suffix.and_then(export::form_format).filter(|_| args.format.is_none());
    // A name of a form is no mistake; any other suffix is looked at before anything is read.
    let format = if form.is_some() { Format::Table } else { Format::chosen(args.format, args.output.as_deref())? };
    let given =
        Given { plan: &args.plan, actuals: &args.actuals, name: args.name.as_deref(), output: args.output.as_deref() };
    let Some(mut gathered) = gather(&given, shell)? else { return Ok(Exit::Findings) };
    for scored in &mut gathered.scored {
        scored.bound.findings.retain(|finding| !NOT_YET.contains(&finding.code));
        scored.card.findings.retain(|finding| !NOT_YET.contains(&finding.code));
    }
    if let Some(scored) = gathered.scored.iter().find(|scored| scored.plan.year.is_some_and(|year| year != day.year()))
    {
        let (name, year) = (&scored.plan.name, scored.plan.year.unwrap_or_default());
        let failure = Failure::new(format!("`{name}` 是 {year} 年度的，`--as-of` 写的是 {day}"));
        return Err(failure.help(format!("写 {year} 年的一天，如 {year}-07-31")));
    }
    let has_lost = gathered.scored.iter().any(Scored::lost_a_value);
    let exit = if has_lost { Exit::Undecided } else { Exit::Clean };
    let look = shell.look_of(args.output.as_deref());
    let paces: Vec<_> =
        gathered.scored.iter().map(|scored| pace(&scored.plan, &scored.bound.actuals, &scored.card, day)).collect();
    let documents: Vec<String> = gathered.reported(|reports| {
        say_findings(reports, shell);
        let each = reports.iter().zip(&paces).map(|(report, pace)| {
            let told = Told { report, pace };
            match format {
                Format::Table => told::table(&told, look.width, look.colour),
                Format::Md => told::markdown(&told),
                Format::Json => told::json(&told),
            }
        });
        each.collect()
    });
    let bytes = match form {
        Some(form) => {
            let Gathered { model, scored, tables } = gathered;
            export::monitoring(&model, Values { scored, tables, paces }, form)?
        }
        None => format.joined(&documents).into_bytes(),
    };
    output::write(args.output.as_deref(), &bytes, shell)?;
    Ok(exit)
}

/// A day, or the last day of a month.
fn day(text: &str) -> Result<Date, Failure> {
    let plain: String = text.trim().chars().map(crate::source::half_width).collect();
    let plain = plain.replace(['年', '月', '/', '.'], "-");
    let plain = plain.trim_end_matches('日').trim_end_matches('-');
    let mut parts = plain.split('-').map(str::parse::<i16>);
    let found = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month)), day, None) => {
            let month = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
            match day {
                None => month.map(Date::last_of_month),
                Some(Ok(day)) => {
                    let day = i8::try_from(day).ok();
                    month.zip(day).and_then(|(month, day)| Date::new(year, month.month(), day).ok())
                }
                Some(Err(_)) => None,
            }
        }
        _ => None,
    };
    found.ok_or_else(|| {
        Failure::new(format!("`--as-of` 后面写日期，不认识 `{text}`")).help("如 2024-07-31，只写到月的 2024-07 是月末")
    })
}
