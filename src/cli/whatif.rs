//! `heng whatif`: the scorecard with other values beside the one without.

use std::path::PathBuf;

use super::margin::Format;
use super::score::{Scored, say_findings};
use super::scoring::{Given, gather};
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::diag::Severity;
use crate::outlook::whatif::{Applied, Other, apply};
use crate::plan::Plan;
use crate::report::Report;
use crate::report::whatif::{self, Compared};
use crate::score::actuals::{Actuals, Origin, RawActual};
use crate::score::{Finding, Scorecard, score};
use crate::table::cell::{self, CellContext};
use crate::table::columns::{self, Figure};
use crate::table::sheet::Content;

/// What stands for the file of a value that is given here.
const HERE: &str = "<命令行>";

/// 试算：改几个实际完成值，得分会怎样
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng whatif [选项] <文件> <名称=值>...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
名称可以是指标、数据、全年预算数、全年执行数；同名的写上级，如 产出指标.完成率。
值照填报表的写法：820件、95%、2024-11-30、是、达成。
退出状态: 0 全部计分，1 指标文件有错，2 没能计分，3 有指标无法判定或有值没有采用

例子:
  heng whatif 局.heng -a 9月.xlsx 'PCT国际专利申请量=820件'
  heng whatif 局.heng -a 9月.xlsx '全年执行数=9000万元' '满意度=95%'"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: PathBuf,
    /// 改成什么，如 'PCT国际专利申请量=820件'
    #[arg(value_name = "名称=值", required = true, help_heading = usage::ARGUMENTS)]
    others: Vec<String>,
    /// 实际完成值的表格，可以写几次；不写就用文件里的 实际
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 只算哪一个部门或项目；不写就是有这些名称的
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
    let format = Format::chosen(args.format, args.output.as_deref())?;
    let given =
        Given { plan: &args.plan, actuals: &args.actuals, name: args.name.as_deref(), output: args.output.as_deref() };
    let Some(mut gathered) = gather(&given, shell)? else { return Ok(Exit::Findings) };
    gathered.reported(|reports| say_findings(reports, shell));
    let mut changed: Vec<(usize, Scored)> = Vec::new();
    let mut applied: Vec<Applied> = Vec::new();
    for (at, scored) in gathered.scored.iter().enumerate() {
        let others = args.others.iter().map(|text| other(text, &scored.plan)).collect::<Result<Vec<_>, _>>()?;
        let found = apply(&scored.plan, &scored.bound.actuals, &others);
        if found.known.contains(&true) {
            let mut bound = scored.bound.clone();
            bound.actuals = found.actuals.clone();
            let card = score(&scored.plan, &bound.actuals);
            // What was said of a value that is another one now is said no more.
            let settled = |line: usize| {
                let value = |of: &Actuals| of.lines.get(line).map(|actual| actual.value.clone());
                let is_open = |card: &Scorecard| card.lines.get(line).is_some_and(|line| line.problem.is_some());
                value(&found.actuals) != value(&scored.bound.actuals) || (is_open(&scored.card) && !is_open(&card))
            };
            bound.findings.retain(|finding| !finding.line.is_some_and(settled));
            changed.push((at, Scored { plan: scored.plan.clone(), bound, card }));
        }
        applied.push(found);
    }
    refuse(args, &gathered.scored, &applied, shell)?;
    let look = shell.look_of(args.output.as_deref());
    let documents: Vec<String> = gathered.reported(|reports| {
        let each = changed.iter().filter_map(|(at, scored)| {
            let before = reports.get(*at)?;
            let (actuals, card) = (&scored.bound.actuals, &scored.card);
            let after = Report { actuals, card, ..*before };
            let compared = Compared { before, after: &after };
            Some(match format {
                Format::Table => whatif::table(&compared, look.width, look.colour),
                Format::Md => whatif::markdown(&compared),
                Format::Json => whatif::json(&compared),
            })
        });
        each.collect()
    });
    output::write(args.output.as_deref(), format.joined(&documents).as_bytes(), shell)?;
    gathered.scored = changed.into_iter().map(|(_, scored)| scored).collect();
    Ok(gathered.exit())
}

/// One `name=value`, read as a cell of a table is.
fn other(text: &str, plan: &Plan) -> Result<Other, Failure> {
    let wrong = |message: String| Failure::new(message).help("写成 名称=值，如 'PCT国际专利申请量=820件'");
    let Some((name, value)) = text.split_once(['=', '＝']) else {
        return Err(wrong(format!("`{text}` 里没有等号")));
    };
    let (name, value) = (name.trim(), value.trim());
    if name.ends_with(['>', '<', '≥', '≤', '＞', '＜', '》', '《']) {
        return Err(wrong(format!("`{text}` 写成了指标值；这里写实际完成值")));
    }
    if name.is_empty() || value.is_empty() {
        return Err(wrong(format!("`{text}` 少了{}", if name.is_empty() { "名称" } else { "值" })));
    }
    let (group, name) = path(name, plan);
    let reading = cell::read(&Content::Text(value.to_owned()), CellContext { name, year: plan.year });
    let row = RawActual {
        name: name.to_owned(),
        group,
        value: reading.value,
        text: value.to_owned(),
        heading_unit: None,
        judged: None,
        reason: None,
        origin: Origin::Cell { file: HERE.to_owned(), sheet: None, cell: text.trim().to_owned() },
    };
    let is_own = plan.lines.iter().any(|line| &*line.name == name) || plan.data.iter().any(|item| &*item.name == name);
    Ok(match columns::figure(name).filter(|_| !is_own) {
        Some((Figure::Executed, _)) => Other::Executed(row),
        Some((Figure::Initial | Figure::Budget, _)) => Other::Planned(row),
        None => Other::Row(row),
    })
}

/// `产出指标.数量指标.完成率` is an indicator with its groups, unless a name is so as a whole.
fn path<'t>(name: &'t str, plan: &Plan) -> (Vec<String>, &'t str) {
    let is_name = plan.lines.iter().any(|line| &*line.name == name) || plan.data.iter().any(|item| &*item.name == name);
    match name.rsplit_once('.').filter(|_| !is_name) {
        Some((groups, last)) => (groups.split('.').map(|group| group.trim().to_owned()).collect(), last.trim()),
        None => (Vec::new(), name),
    }
}

/// What cannot be tried: a name that nothing has or that several have, a value that cannot be read,
/// an indicator that is computed. The rest of what came up is told.
fn refuse(args: &Args, scored: &[Scored], applied: &[Applied], shell: &mut Shell) -> Result<(), Failure> {
    for (at, text) in args.others.iter().enumerate() {
        let knowing: Vec<usize> = (0..applied.len())
            .filter(|place| applied.get(*place).and_then(|one| one.known.get(at)) == Some(&true))
            .collect();
        let about = |one: &Applied| {
            let own = |finding: &&Finding| matches!(&finding.origin, Origin::Cell { cell, .. } if cell == text.trim());
            one.findings.iter().filter(own).cloned().collect::<Vec<_>>()
        };
        match knowing.as_slice() {
            [] => return Err(unknown(text, applied.iter().flat_map(about))),
            [only] => {
                for finding in applied.get(*only).map(about).unwrap_or_default() {
                    if finding.severity == Severity::Error {
                        return Err(failure(finding));
                    }
                    shell.say(&format!("{}：{}（{}）", text.trim(), finding.message, finding.code));
                }
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .filter_map(|place| scored.get(*place))
                    .map(|scored| format!("`{}`", scored.plan.name))
                    .collect();
                let failure = Failure::new(format!("`{}` 分不清是谁的：{} 都有", text.trim(), names.join("、")));
                return Err(failure.help("用 --name 写明是哪一个"));
            }
        }
    }
    for (scored, one) in scored.iter().zip(applied) {
        let Some(line) = one.computed.first().and_then(|index| scored.plan.lines.get(*index)) else { continue };
        let failure = Failure::new(format!("指标 `{}` 由数据算出，改它自己的值不起作用", line.name));
        let items: Vec<String> = scored.plan.data.iter().map(|item| format!("`{}`", item.name)).collect();
        return Err(failure.help(format!("改用来计算的数据：{}", items.join("、"))));
    }
    Ok(())
}

/// Nothing has the name; what is like it is named.
fn unknown(text: &str, mut findings: impl Iterator<Item = Finding>) -> Failure {
    match findings.find(|finding| finding.help.is_some()) {
        Some(finding) => failure(finding),
        None => Failure::new(format!("`{}` 不是这里的指标或数据项", text.trim())),
    }
}

fn failure(finding: Finding) -> Failure {
    let failure = Failure::new(format!("{}（{}）", finding.message, finding.code));
    match finding.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}
