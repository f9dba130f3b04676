//! `heng score`: a plan and its actual values in, a scorecard out.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::compilation::{compile, compile_with, sources};
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, findings, output, usage};
use crate::diag::render::{Look, Renderer};
use crate::model::Model;
use crate::plan::{self, Plan};
use crate::report::{Report, csv, json, markdown, table};
use crate::score::actuals::{Origin, RawActuals, Value};
use crate::score::{Bound, Finding, Scorecard, bind, score};
use crate::source::Place;
use crate::table::sheet::{self, Workbook};
use crate::table::{TableFinding, actuals};

/// 按实际完成值计分
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng score [选项] <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
表格可以是 .xlsx、.csv、.json，也可以是写有 实际 的 .heng 文件。
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

/// One declaration, scored.
struct Scored {
    plan: Plan,
    bound: Bound,
    card: Scorecard,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let (heng, tables): (Vec<&PathBuf>, Vec<&PathBuf>) = args.actuals.iter().partition(|path| is_heng(path));
    let plan = Input::from_arg(&args.plan);
    let model = if heng.is_empty() { compile(&plan)? } else { compile_with(&plan, &heng)? };
    findings::show(&model, shell);
    if model.has_errors() {
        shell.complain("指标文件有错，没有计分", None);
        return Ok(Exit::Findings);
    }
    let plans = plans(&model, args.name.as_deref())?;
    let tables = read(&tables)?;
    let scored = plans.into_iter().map(|(index, plan)| {
        // A table takes the place of the blocks in the file, not of those that were asked for.
        let blocks = if tables.is_empty() || !heng.is_empty() { blocks(&model, index) } else { Vec::new() };
        score_one(plan, blocks, &tables)
    });
    let scored = with_values(scored.collect(), shell);
    let text = written(&model, &scored, args, shell);
    output::write(args.output.as_deref(), text.as_bytes(), shell)?;
    let undecided = scored.iter().any(|scored| scored.card.undecided > 0);
    Ok(if undecided { Exit::Undecided } else { Exit::Clean })
}

/// The plans that are asked for, with their declarations.
fn plans(model: &Model, name: Option<&str>) -> Result<Vec<(usize, Plan)>, Failure> {
    let all = (0..model.declarations.len()).filter_map(|index| Some((index, plan::plan(model, index)?)));
    let all: Vec<(usize, Plan)> = all.filter(|(_, plan)| !plan.lines.is_empty()).collect();
    let names: Vec<String> = all.iter().map(|(_, plan)| format!("`{}`", plan.name)).collect();
    let wanted: Vec<(usize, Plan)> =
        all.into_iter().filter(|(_, plan)| name.is_none_or(|name| plan.name == name)).collect();
    match (wanted.is_empty(), name) {
        (false, _) => Ok(wanted),
        (true, Some(name)) if !names.is_empty() => {
            let failure = Failure::new(format!("文件里没有部门或项目 `{name}`"));
            Err(failure.help(format!("文件里有：{}", names.join("、"))))
        }
        (true, _) => Err(Failure::new("文件里没有带指标的部门或项目")),
    }
}

/// Actual values may also stand in a heng file of their own.
fn is_heng(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("heng"))
}

/// A table: its name, and its sheets or why it has none.
type Table = (String, Result<Workbook, TableFinding>);

/// The tables, each read once however many declarations are scored with it.
fn read(paths: &[&PathBuf]) -> Result<Vec<Table>, Failure> {
    let read = |path: &&PathBuf| {
        let input = Input::from_arg(path);
        let name = input.name();
        let sheets = sheet::read(&input.bytes()?, &name);
        Ok((name, sheets))
    };
    paths.iter().map(read).collect()
}

/// What the 实际 blocks say of one declaration.
fn blocks(model: &Model, index: usize) -> Vec<RawActuals> {
    let own = model.actuals.iter().filter(|block| block.declaration == Some(index));
    own.map(|block| block.raw.clone()).collect()
}

fn score_one(plan: Plan, blocks: Vec<RawActuals>, tables: &[Table]) -> Scored {
    let mut raw = blocks;
    let mut found = Vec::new();
    for (name, sheets) in tables {
        let reading = actuals::from_file(sheets, name, plan.year);
        raw.push(reading.actuals);
        found.extend(reading.findings.into_iter().map(of_table));
    }
    let mut bound = bind(&plan, &raw);
    bound.findings.splice(0..0, found);
    let card = score(&plan, &bound.actuals);
    Scored { plan, bound, card }
}

fn of_table(found: TableFinding) -> Finding {
    let TableFinding { code, severity, message, origin, help } = found;
    Finding { severity, help, ..Finding::error(code, origin, message) }
}

/// A file may hold a department with its projects, and the values be those of one of them:
/// the declarations without any value are left out, unless none has one.
fn with_values(scored: Vec<Scored>, shell: &mut Shell) -> Vec<Scored> {
    let has_values = |scored: &Scored| {
        let actuals = &scored.bound.actuals;
        actuals.budget.is_some()
            || actuals.lines.iter().chain(&actuals.data).any(|actual| actual.value != Value::Missing)
    };
    if scored.len() < 2 || !scored.iter().any(has_values) {
        return scored;
    }
    let (with, without): (Vec<Scored>, Vec<Scored>) = scored.into_iter().partition(has_values);
    for left_out in without {
        shell.remark(&format!("`{}` 没有实际完成值，没有计分", left_out.plan.name));
    }
    with
}

fn written(model: &Model, scored: &[Scored], args: &Args, shell: &mut Shell) -> String {
    let renderer = Renderer::new(sources(model), shell.error_look);
    let locate = |place: Place| match renderer.locate(place) {
        Some((source, at)) => format!("{}:{}:{}", source.name, at.line, at.column),
        None => "heng".to_owned(),
    };
    // A file is read at any width, and never in colour.
    let to_file = args.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
    let look = if to_file { Look::default() } else { shell.look };
    let options = table::Options { width: look.width, color: look.colour, explain: args.explain };
    let reports = scored.iter().map(|scored| Report {
        plan: &scored.plan,
        actuals: &scored.bound.actuals,
        card: &scored.card,
        findings: &scored.bound.findings,
        locate: &locate,
    });
    let reports: Vec<Report<'_>> = reports.collect();
    let each = |write: &dyn Fn(&Report<'_>) -> String, between: &str| {
        reports.iter().map(write).collect::<Vec<_>>().join(between)
    };
    match args.format {
        Format::Table => each(&|report| table::table(report, &options), "\n"),
        Format::Md => each(&|report| markdown::markdown(report, args.explain), "\n"),
        Format::Csv => {
            // The other forms list these; a table of values has no place for them.
            reports.iter().for_each(|report| say_findings(report, shell));
            each(&|report| csv::csv(report), "\r\n")
        }
        Format::Json => match reports.as_slice() {
            [one] => json::json(one),
            several => {
                let documents: Vec<String> = several.iter().map(json::json).collect();
                format!("[\n{}]\n", documents.join(",\n"))
            }
        },
    }
}

fn say_findings(report: &Report<'_>, shell: &mut Shell) {
    for finding in report.findings.iter().chain(&report.card.findings) {
        let place = match &finding.origin {
            Origin::Heng(place) => (report.locate)(*place),
            Origin::Cell { .. } => finding.origin.to_string(),
        };
        shell.say(&format!("{place}: {}[{}] {}", finding.severity.word(), finding.code, finding.message));
    }
}
