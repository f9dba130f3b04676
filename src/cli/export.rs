//! `heng export`: a declaration as the official form.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::compilation::{compile, compile_with, sources};
use super::input::{Input, is_heng};
use super::score::{Scored, blocks, plans, scored};
use super::shell::Shell;
use super::{Exit, Failure, findings, output, tables, usage};
use crate::diag::Severity;
use crate::forms::assess::{self, Assessed};
use crate::forms::monitor::Watched;
use crate::forms::{Form, csv, declare, docx, html, interface, monitor, xlsx};
use crate::model::name::normal;
use crate::model::{Declaration, Model};
use crate::outlook::pace::Pace;
use crate::plan;
use crate::report::Report;
use crate::score::actuals::Origin;
use crate::score::{bind, score};
use crate::table::places::Places;
use crate::table::sheet::Workbook;

/// The code of an indicator without a value.
const BLANK: &str = "E0502";

/// 写出官方表格
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng export [选项] <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
写成什么由 -o 的后缀决定；不写 -o 就在指标文件旁边写 .xlsx。
.json 是供其他系统用的字段：KPI_VAL 整个写一次，符号、值、单位再分开写一次。
退出状态: 0 写好了，1 指标文件有错，2 没能写

例子:
  heng export 局.heng                             写出 局申报表.xlsx
  heng export 局.heng -o 申报表.html              写成网页，可以打印
  heng export 局.heng --form 监控表               写出 局监控表.xlsx，空白
  heng export 局.heng --form 监控表 -a 7月.xlsx   填好1-7月执行情况"
)]
pub struct Args {
    /// 指标文件，- 是标准输入
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    plan: PathBuf,
    /// 哪种表：申报表（默认）、自评表、监控表
    #[arg(long, value_name = "表", default_value = "申报表", hide_default_value = true, hide_possible_values = true)]
    form: Kind,
    /// 实际完成值的表格，填进监控表、自评表；不写就是空白的表
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 只写哪一个部门或项目；不写就是全部，各一张
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 写成什么：xlsx、docx、html、csv、json；不写就看后缀
    #[arg(long, value_name = "写法", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    #[value(name = "申报表")]
    Declaration,
    #[value(name = "自评表")]
    Assessment,
    #[value(name = "监控表")]
    Monitoring,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Declaration => "申报表",
            Kind::Assessment => "自评表",
            Kind::Monitoring => "监控表",
        }
    }
}

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Xlsx,
    Docx,
    Html,
    Csv,
    Json,
}

/// What files are called that hold a form.
const SUFFIXES: [(&str, Format); 6] = [
    ("xlsx", Format::Xlsx),
    ("docx", Format::Docx),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("csv", Format::Csv),
    ("json", Format::Json),
];

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let format = format(args)?;
    if args.form == Kind::Declaration && !args.actuals.is_empty() {
        let failure = Failure::new("申报表里没有实际完成值，用不到 `--actuals`");
        return Err(failure.help("用 `--form 监控表` 或 `--form 自评表`，或去掉 `--actuals`"));
    }
    let (heng, files): (Vec<&PathBuf>, Vec<&PathBuf>) = args.actuals.iter().partition(|path| is_heng(path));
    let plan = Input::from_arg(&args.plan);
    let model = if heng.is_empty() { compile(&plan)? } else { compile_with(&plan, &heng)? };
    findings::show(&model, shell);
    if model.has_errors() {
        shell.complain("指标文件有错，没有写表", None);
        return Ok(Exit::Findings);
    }
    let target = target(args, format)?;
    let inputs =
        sources(&model).map(|source| Path::new(&*source.name)).chain(args.actuals.iter().map(PathBuf::as_path));
    output::spare(Some(&target), inputs)?;
    let declarations = wanted(&model, args.name.as_deref())?;
    let (tables, _) = tables::read(&files)?;
    let scored = if args.actuals.is_empty() { Vec::new() } else { values(&model, &tables, shell)? };
    let bytes = written(&model, &declarations, &Values { scored, tables, paces: Vec::new() }, (args.form, format))?;
    output::write(Some(&target), &bytes, shell)?;
    if target.as_os_str() != "-" {
        shell.remark(&format!("写好了 `{}`", target.display()));
    }
    Ok(Exit::Clean)
}

/// The values that are filled into a form, and the tables that they stand in.
pub(super) struct Values {
    pub scored: Vec<Scored>,
    pub tables: Vec<Workbook>,
    /// How each of the scored goes, where a day of the year was named.
    pub paces: Vec<Pace>,
}

/// The form that a suffix says.
pub(super) fn form_format(suffix: &OsStr) -> Option<Format> {
    let known = SUFFIXES.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known));
    known.map(|(_, format)| *format).filter(|format| *format != Format::Json)
}

/// The 监控表 of what was watched on a day.
pub(super) fn monitoring(model: &Model, values: Values, format: Format) -> Result<Vec<u8>, Failure> {
    let is_watched =
        |declaration: &&Declaration| values.scored.iter().any(|scored| scored.plan.place == declaration.place);
    let declarations: Vec<&Declaration> = model.declarations.iter().filter(is_watched).collect();
    written(model, &declarations, &values, (Kind::Monitoring, format))
}

/// Matches the tables with the declarations; what came up is told.
fn values(model: &Model, tables: &[Workbook], shell: &mut Shell) -> Result<Vec<Scored>, Failure> {
    let plans = plans(model);
    let names: Vec<String> = plans.iter().map(|(_, plan)| plan.name.clone()).collect();
    let owners: Vec<&str> = names.iter().map(String::as_str).collect();
    let matched = plans.into_iter().map(|(index, plan)| {
        let blocks = blocks(model, index);
        tables::matched(plan, if tables.is_empty() { blocks } else { Vec::new() }, tables, &owners)
    });
    let mut matched: Vec<tables::Matched> = matched.collect();
    if let Some(failure) = matched.iter().find_map(tables::Matched::without_table) {
        return Err(failure);
    }
    tables::settle(&mut matched, None);
    let claims = tables::claims(&matched);
    tables::told_once(&mut matched, &claims);
    for found in matched.iter().flat_map(|matched| &matched.bound.findings) {
        // What is still blank in the middle of the year is no mistake.
        if found.severity == Severity::Error && matches!(found.origin, Origin::Cell { .. }) && found.code != BLANK {
            shell.remark(&format!("{}：{}（{}）", found.origin, found.message, found.code));
        }
    }
    Ok(matched.into_iter().map(scored).collect())
}

fn written(
    model: &Model,
    declarations: &[&Declaration],
    values: &Values,
    (kind, format): (Kind, Format),
) -> Result<Vec<u8>, Failure> {
    let (mut forms, mut written) = (Vec::new(), Vec::new());
    let places: Vec<Places<'_>> = values.tables.iter().map(|table| Places::of(table, &[])).collect();
    let beside = |origin: &Origin, name: &str| places.iter().find_map(|places| places.beside(origin, &[name]));
    for declaration in declarations {
        let own = values.scored.iter().find(|scored| scored.plan.place == declaration.place);
        let form = match kind {
            Kind::Declaration => Some(declare::form(model, declaration)),
            Kind::Monitoring => {
                let at = own.and_then(|own| values.scored.iter().position(|scored| std::ptr::eq(scored, own)));
                let watched = own.map(|scored| Watched {
                    plan: &scored.plan,
                    actuals: &scored.bound.actuals,
                    card: &scored.card,
                    beside: &beside,
                    pace: at.and_then(|at| values.paces.get(at)),
                });
                Some(monitor::form(model, declaration, watched.as_ref()))
            }
            Kind::Assessment => assessment(model, declaration, own),
        };
        let Some(form) = form else { continue };
        forms.push(form);
        written.push(*declaration);
    }
    if forms.is_empty() {
        return Err(Failure::new("文件里没有带指标的部门或项目"));
    }
    name_sheets(&mut forms, &written);
    Ok(match format {
        Format::Xlsx => xlsx::workbook(&forms).map_err(|error| Failure::new(format!("不能写工作簿：{error}")))?,
        Format::Docx => docx::docx(&forms).map_err(|error| Failure::new(format!("不能写文档：{error}")))?,
        Format::Html => html::html(&forms).into_bytes(),
        Format::Csv => csv::csv(&forms).into_bytes(),
        Format::Json => interface::json(model, &written).into_bytes(),
    })
}

/// The self-evaluation form, before anything is filled in where there are no values.
fn assessment(model: &Model, declaration: &Declaration, own: Option<&Scored>) -> Option<Form> {
    let blank = || {
        let index = model.declarations.iter().position(|found| found.place == declaration.place)?;
        let plan = plan::plan(model, index).filter(|plan| !plan.lines.is_empty())?;
        let bound = bind(&plan, &[]);
        let card = score(&plan, &bound.actuals);
        Some(Scored { plan, bound, card })
    };
    let blank = if own.is_none() { blank() } else { None };
    let Scored { plan, bound, card } = own.or(blank.as_ref())?;
    let locate = |_| String::new();
    let report = Report { plan, actuals: &bound.actuals, card, findings: &[], locate: &locate };
    let department = declaration.parent.and_then(|parent| model.declarations.get(parent));
    let department = department.map(|department| &*department.name);
    Some(assess::form(&Assessed { report: &report, declaration, department }).0)
}

/// The form that is asked for, else the one that the name of the result says.
fn format(args: &Args) -> Result<Format, Failure> {
    let Some(suffix) = args.output.as_deref().filter(|path| path.as_os_str() != "-").map(Path::extension) else {
        return Ok(args.format.unwrap_or(Format::Xlsx));
    };
    let suffix = suffix.unwrap_or_default();
    let known = SUFFIXES.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known)).map(|(_, format)| *format);
    args.format.or(known).ok_or_else(|| {
        let failure = Failure::new(format!("不知道 .{} 文件写成什么，什么也没有写", suffix.display()));
        failure.help("可以写 .xlsx、.docx（Word、WPS）、.html（网页）、.csv、.json")
    })
}

/// Where the form goes: beside the plan unless `-o` says otherwise.
fn target(args: &Args, format: Format) -> Result<PathBuf, Failure> {
    if let Some(path) = &args.output {
        return Ok(path.clone());
    }
    let Some(stem) = args.plan.file_stem().filter(|_| args.plan.as_os_str() != "-") else {
        return Err(Failure::new("不知道写到哪里").help("用 `-o` 写明文件名"));
    };
    let suffix = SUFFIXES.iter().find(|(_, known)| *known == format).map_or("xlsx", |(suffix, _)| suffix);
    Ok(args.plan.with_file_name(format!("{}{}.{suffix}", stem.display(), args.form.word())))
}

/// The declarations that are asked for.
pub(super) fn wanted<'m>(model: &'m Model, name: Option<&str>) -> Result<Vec<&'m Declaration>, Failure> {
    let all: Vec<&Declaration> = model.declarations.iter().collect();
    if all.is_empty() {
        return Err(Failure::new("文件里没有部门或项目"));
    }
    let Some(name) = name else { return Ok(all) };
    let found: Vec<&Declaration> =
        all.iter().copied().filter(|declaration| normal(&declaration.name) == normal(name)).collect();
    if found.is_empty() {
        let names: Vec<String> = all.iter().map(|declaration| format!("`{}`", declaration.name)).collect();
        let failure = Failure::new(format!("文件里没有部门或项目 `{name}`"));
        return Err(failure.help(format!("文件里有：{}", names.join("、"))));
    }
    Ok(found)
}

/// Several sheets are told apart by the declaration's name.
pub(super) fn name_sheets(forms: &mut [Form], declarations: &[&Declaration]) {
    if forms.len() < 2 {
        return;
    }
    for (at, (form, declaration)) in forms.iter_mut().zip(declarations).enumerate() {
        form.sheet = format!("{} {}", at + 1, declaration.name);
    }
}
