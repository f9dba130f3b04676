//! `heng import --check`: a form against the form that is exported from what was read of it.

use std::path::Path;

use serde::Serialize;

use super::Failure;
use super::compilation::{compile, compile_with};
use super::import::beside;
use super::input::Input;
use super::shell::Shell;
use super::{Exit, findings};
use crate::diag::wrap::hang;
use crate::forms::assess::{self, Assessed};
use crate::forms::{declare, xlsx};
use crate::import::check::{self, Change, Difference, Exported};
use crate::import::{self, Forms, Written};
use crate::model::name::normal;
use crate::model::{self, Model};
use crate::plan;
use crate::report::Report;
use crate::score::{bind, score};
use crate::source::Source;

/// A form, and what came of it.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Its name.
    pub name: &'a str,
    /// What was read.
    pub read: &'a Forms,
    /// What is written.
    pub written: &'a Written,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    heng: &'a str,
    file: &'a str,
    differences: &'a [Difference],
}

/// Compares, with the plan of a file where one is given. `look`: as JSON, and with what is no fault.
pub fn run(form: Form<'_>, plan: Option<&Path>, look: (bool, bool), shell: &mut Shell) -> Result<Exit, Failure> {
    let model = match plan {
        Some(path) => of_file(path)?,
        None => of_import(form.written),
    };
    if plan.is_some() {
        findings::show(&model, shell);
    }
    let mut differences = check::unread(form.bytes, form.name, form.read, &form.written.repairs);
    for (at, own) in form.read.forms.iter().enumerate() {
        let exported = check::kind(own);
        let again = again(&model, index_of(&model, own, at), exported)?;
        differences.extend(check::differences(own, &again, exported));
    }
    let faults = differences.iter().filter(|found| found.change.is_fault()).count();
    let (as_json, all) = look;
    if as_json {
        let document =
            Document { schema_version: 1, heng: env!("CARGO_PKG_VERSION"), file: form.name, differences: &differences };
        let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
        shell.out.write_all(text.as_bytes())?;
    } else {
        let text = text(&differences, form.read, all, shell.look.width);
        shell.out.write_all(text.as_bytes())?;
    }
    Ok(if faults > 0 { Exit::Findings } else { Exit::Clean })
}

/// The model of what was read. A value that was kept as found is a mistake there, and is blank
/// in the export.
fn of_import(written: &Written) -> Model {
    let text = format!("{}\n{}", written.plan, written.actuals.as_deref().unwrap_or_default());
    model::build(model::load(Source::new("导入.heng", text), &mut |_| Err(String::new())))
}

/// The model of a plan, with the actual values beside it.
fn of_file(path: &Path) -> Result<Model, Failure> {
    let values = beside(path);
    let plan = Input::from_arg(path);
    if values.is_file() { compile_with(&plan, &[&values]) } else { compile(&plan) }
}

/// The declaration of a form: the one of its name, else the one in its place.
fn index_of(model: &Model, form: &import::Form, at: usize) -> usize {
    let name = form.name.as_ref().map(|found| normal(&found.text));
    let named =
        model.declarations.iter().position(|known| name.as_ref().is_some_and(|name| normal(&known.name) == *name));
    named.unwrap_or(at)
}

/// The exported form, read again.
fn again(model: &Model, index: usize, exported: Exported) -> Result<import::Form, Failure> {
    let Some(declaration) = model.declarations.get(index) else { return Ok(import::Form::default()) };
    let form = match exported {
        Exported::Declaration => declare::form(model, declaration),
        Exported::Assessment => {
            let Some(plan) = plan::plan(model, index) else { return Ok(import::Form::default()) };
            let blocks = model.actuals.iter().filter(|block| block.declaration == Some(index));
            let blocks: Vec<_> = blocks.map(|block| block.raw.clone()).collect();
            let bound = bind(&plan, &blocks);
            let card = score(&plan, &bound.actuals);
            let locate = |_| String::new();
            let report = Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &[], locate: &locate };
            assess::form(&Assessed { report: &report, declaration, department: None }).0
        }
    };
    let bytes = xlsx::workbook(&[form]).map_err(|error| Failure::new(format!("不能写工作簿：{error}")))?;
    let read = import::read(&bytes, "导出的表.xlsx");
    Ok(read.ok().and_then(|read| read.forms.into_iter().next()).unwrap_or_default())
}

fn text(differences: &[Difference], read: &Forms, all: bool, width: usize) -> String {
    let mut out = String::new();
    for found in differences.iter().filter(|found| all || found.change.is_fault()) {
        let place = match (&found.sheet, found.cell.as_str()) {
            (Some(sheet), cell) if read.forms.len() > 1 => format!("{sheet}!{cell} "),
            (_, "") => String::new(),
            (_, cell) => format!("{cell} "),
        };
        let sides = match found.change {
            Change::Differs | Change::Recomputed => {
                format!("原表 `{}`，导出 `{}`", short(&found.found), short(&found.exported))
            }
            Change::Lost => format!("原表 `{}`，导出的表上没有", short(&found.found)),
            Change::Added => format!("原表没有，导出 `{}`", short(&found.exported)),
            Change::Unread => format!("`{}` 没有读", short(&found.found)),
            Change::NoPlace => format!("`{}` 写进了指标文件，导出的表没有这一栏", short(&found.found)),
        };
        out.push_str(&hang("", &format!("{}  {place}{}：{sides}", found.change.word(), found.field), width));
    }
    let count = |change| differences.iter().filter(|found| found.change == change).count();
    let changes = [Change::Differs, Change::Lost, Change::Added, Change::Unread, Change::NoPlace, Change::Recomputed];
    let counts: Vec<String> = changes
        .into_iter()
        .filter(|change| count(*change) > 0)
        .map(|change| format!("{} {} 处", change.word(), count(change)))
        .collect();
    let rows: usize = read.forms.iter().map(|form| form.rows.len()).sum();
    let sum = if counts.is_empty() { "逐格一致".to_owned() } else { counts.join("，") };
    out + &hang("", &format!("指标 {rows} 条，导入再导出：{sum}"), width)
}

fn short(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().count() <= 40 { text } else { text.chars().take(39).chain(['…']).collect() }
}
