//! `heng score`: a plan and its actual values in, a scorecard out.

pub(super) mod many;
mod written;

use std::path::{Path, PathBuf};

use super::compilation::{compile, compile_with, sources};
use super::filled::Form;
use super::input::{Input, is_heng};
use super::shell::Shell;
use super::tables::{self, Matched};
use super::{Exit, Failure, findings, inputs, output, usage};
use crate::diag::Severity;
use crate::model::Model;
use crate::model::name::normal;
use crate::plan::{self, Plan};
use crate::score::actuals::RawActuals;
use crate::score::{Bound, Scorecard, score};
pub(super) use written::say_findings;
use written::{Format, Made, format, written};

/// 按实际完成值计分
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng score [选项] <文件>...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
表格可以是 .xlsx、.xls、.ods、.csv、.json，也可以是写有 实际 的 .heng 文件。
不写 --format 时看 -o 的后缀：.html、.docx、.pdf、.md 是报告，.xlsx 是自评表。
退出状态: 0 全部计分，1 指标文件有错，2 没能计分，3 有指标无法判定或有值没有采用

例子:
  heng score 局.heng --actuals 2024自评.xlsx
  heng score 局.heng --explain         每个得分怎么算出来
  heng score 局.heng --format json -o 得分.json
  heng score 局.heng -o 报告.html      给人看的报告：得分、原因、要做的事
  heng score 局.heng -o 自评表.xlsx    写成表格，得分是公式
  heng score 局.heng --fill 自评.xlsx  得分填进已有的表，写在副本上
  heng score 2024/ -o 汇总.html        几个文件的排名，实际值各在旁边"
)]
pub struct Args {
    /// 指标文件，- 是标准输入；几个文件、文件夹或 *.heng 写出排名
    #[arg(value_name = "文件", required = true, help_heading = usage::ARGUMENTS)]
    plan: Vec<PathBuf>,
    /// 实际完成值的表格，可以写几次；不写就用文件里的 实际
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 把得分填进已有的自评表：写出它的副本，-o 是副本的名称
    #[arg(long, value_name = "表格")]
    fill: Option<PathBuf>,
    /// 只算哪一个部门或项目；不写就依次全部
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 写出每个得分的算式和依据
    #[arg(long)]
    explain: bool,
    /// 怎么写：table、json、csv、md、html、docx、pdf、xlsx
    #[arg(long, value_name = "写法", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// One declaration, scored.
pub(super) struct Scored {
    pub(super) plan: Plan,
    pub(super) bound: Bound,
    pub(super) card: Scorecard,
}

impl Scored {
    /// Whether a value was not used that may have been meant for it.
    pub(super) fn lost_a_value(&self) -> bool {
        let mut found = self.bound.findings.iter().chain(&self.card.findings);
        found.any(|finding| finding.severity == Severity::Error)
    }
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let path = match args.plan.as_slice() {
        [one] if !many::is_meant(args) => one,
        _ => return many::run(args, shell),
    };
    let format = format(args)?;
    let (heng, mut files): (Vec<&PathBuf>, Vec<&PathBuf>) = args.actuals.iter().partition(|path| is_heng(path));
    let plan = Input::from_arg(path);
    if std::iter::once(path).chain(&args.actuals).filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new("标准输入只能读一次：`-` 写了不止一处"));
    }
    let model = if heng.is_empty() { compile(&plan)? } else { compile_with(&plan, &heng)? };
    findings::show(&model, shell);
    if model.has_errors() {
        shell.complain("文件有错，没有计分", None);
        return Ok(Exit::Findings);
    }
    let inputs =
        sources(&model).map(|source| Path::new(&*source.name)).chain(args.actuals.iter().map(PathBuf::as_path));
    let plans = plans(&model);
    let wanted = wanted(&plans, args.name.as_deref())?;
    let names: Vec<String> = plans.iter().map(|(_, plan)| plan.name.clone()).collect();
    let owners: Vec<&str> = names.iter().map(String::as_str).collect();
    let named = wanted.and_then(|name| owners.iter().position(|known| normal(known) == normal(name)));
    let blank = match &args.fill {
        Some(path) => {
            let others: Vec<&Path> = inputs.filter(|input| *input != path.as_path()).collect();
            let form = Form::open(path, args.output.as_deref(), &others)?;
            Some(form.matched(self::plans(&model).into_iter().map(|(_, plan)| plan), &owners, named)?)
        }
        None => {
            output::spare(args.output.as_deref(), inputs)?;
            None
        }
    };
    // A form that has values and comes alone is scored with them.
    if let (Some(path), Some(_)) =
        (&args.fill, blank.as_ref().filter(|form| args.actuals.is_empty() && form.has_values()))
    {
        files.push(path);
    }
    let (tables, read) = tables::read(&files)?;
    let matched = plans.into_iter().map(|(index, plan)| {
        // A table takes the place of the blocks in the file, not of those that were asked for.
        let blocks = if tables.is_empty() || !heng.is_empty() { blocks(&model, index) } else { Vec::new() };
        tables::matched(plan, blocks, &tables, &owners)
    });
    let mut matched: Vec<Matched> = matched.collect();
    if !tables.is_empty() && heng.is_empty() && !model.actuals.is_empty() {
        shell.remark("有 --actuals，文件里的 `实际` 没有用到");
    }
    if let Some(failure) = matched.iter().find_map(Matched::without_table) {
        return Err(failure);
    }
    tables::settle(&mut matched, named);
    let claims = tables::claims(&matched);
    if tables.is_empty() && !matched.iter().any(Matched::was_given_values) {
        shell.remark("没有实际完成值：用 `--actuals 表格` 读入，或在文件里写 `实际`");
    }
    matched.retain(|matched| wanted.is_none_or(|name| normal(&matched.plan.name) == normal(name)));
    let mut matched = with_values(matched, shell);
    tables::told_once(&mut matched, &claims);
    let scored: Vec<Scored> = matched.into_iter().map(scored).collect();
    let provenance = inputs::provenance(&model, &plan, &args.actuals, read)?;
    let made = Made { model: &model, scored: &scored, tables: &tables, provenance: &provenance };
    let bytes = written(&made, (args, format), shell)?;
    match &blank {
        Some(form) => {
            output::write(None, &bytes, shell)?;
            form.fill(&scored, &owners, shell)?;
        }
        None => output::write(args.output.as_deref(), &bytes, shell)?,
    }
    let undecided = scored.iter().any(|scored| scored.card.undecided > 0 || scored.lost_a_value());
    Ok(if undecided { Exit::Undecided } else { Exit::Clean })
}

/// Every declaration that can be scored, with its index.
pub(super) fn plans(model: &Model) -> Vec<(usize, Plan)> {
    let all = (0..model.declarations.len()).filter_map(|index| Some((index, plan::plan(model, index)?)));
    all.filter(|(_, plan)| !plan.lines.is_empty()).collect()
}

/// The name that is asked for, which one of the plans has.
pub(super) fn wanted<'a>(plans: &[(usize, Plan)], name: Option<&'a str>) -> Result<Option<&'a str>, Failure> {
    if plans.is_empty() {
        return Err(Failure::new("文件里没有带指标的部门或项目"));
    }
    match name {
        Some(name) if plans.iter().all(|(_, plan)| normal(&plan.name) != normal(name)) => {
            let names: Vec<String> = plans.iter().map(|(_, plan)| format!("`{}`", plan.name)).collect();
            let failure = Failure::new(format!("文件里没有部门或项目 `{name}`"));
            Err(failure.help(format!("文件里有：{}", names.join("、"))))
        }
        _ => Ok(name),
    }
}

/// What the 实际 blocks say of one declaration.
pub(super) fn blocks(model: &Model, index: usize) -> Vec<RawActuals> {
    let own = model.actuals.iter().filter(|block| block.declaration == Some(index));
    own.map(|block| block.raw.clone()).collect()
}

/// A file may hold a department with its projects, and the values be those of one of them:
/// the declarations without any value are left out, unless none has one.
pub(super) fn with_values(matched: Vec<Matched>, shell: &mut Shell) -> Vec<Matched> {
    if matched.len() < 2 || !matched.iter().any(Matched::has_values) {
        return matched;
    }
    let (with, without): (Vec<Matched>, Vec<Matched>) = matched.into_iter().partition(Matched::has_values);
    for left_out in without {
        shell.remark(&format!("`{}` 没有实际完成值，没有计分", left_out.plan.name));
    }
    with
}

pub(super) fn scored(matched: Matched) -> Scored {
    let Matched { plan, bound, .. } = matched;
    let card = score(&plan, &bound.actuals);
    Scored { plan, bound, card }
}
