//! A plan and its actual values, read, matched and scored: where every command that looks at scores
//! begins.

use std::path::{Path, PathBuf};

use super::compilation::{compile, compile_with, sources};
use super::input::{Input, is_heng};
use super::score::{Scored, blocks, plans, scored, wanted, with_values};
use super::shell::Shell;
use super::tables::{self, Matched};
use super::{Exit, Failure, findings, output};
use crate::diag::render::{Look, Renderer};
use crate::model::Model;
use crate::model::name::normal;
use crate::report::Report;
use crate::source::Place;
use crate::table::sheet::Workbook;

/// What a run is given.
pub(super) struct Given<'a> {
    /// The plan.
    pub plan: &'a Path,
    /// Tables and heng files with values.
    pub actuals: &'a [PathBuf],
    /// The declaration that is wanted.
    pub name: Option<&'a str>,
    /// Where the result goes; none of what is read may be there.
    pub output: Option<&'a Path>,
}

/// What was made of it.
pub(super) struct Gathered {
    pub model: Model,
    pub scored: Vec<Scored>,
    pub tables: Vec<Workbook>,
}

/// Scores every declaration that is wanted; none where the file has mistakes, which are told.
pub(super) fn gather(given: &Given<'_>, shell: &mut Shell) -> Result<Option<Gathered>, Failure> {
    let (heng, files): (Vec<&PathBuf>, Vec<&PathBuf>) = given.actuals.iter().partition(|path| is_heng(path));
    let read = std::iter::once(given.plan).chain(given.actuals.iter().map(PathBuf::as_path));
    if read.filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new("标准输入只能读一次：`-` 写了不止一处"));
    }
    let plan = Input::from_arg(given.plan);
    let model = if heng.is_empty() { compile(&plan)? } else { compile_with(&plan, &heng)? };
    findings::show(&model, shell);
    if model.has_errors() {
        shell.complain("文件有错，没有计分", None);
        return Ok(None);
    }
    let inputs =
        sources(&model).map(|source| Path::new(&*source.name)).chain(given.actuals.iter().map(PathBuf::as_path));
    output::spare(given.output, inputs)?;
    let plans = plans(&model);
    let name = wanted(&plans, given.name)?;
    let (tables, _) = tables::read(&files)?;
    let mut matched = matched(&model, plans, &tables, !heng.is_empty(), name)?;
    if !tables.is_empty() && heng.is_empty() && !model.actuals.is_empty() {
        shell.remark("有 --actuals，文件里的 `实际` 没有用到");
    }
    if tables.is_empty() && !matched.iter().any(Matched::was_given_values) {
        shell.remark("没有实际完成值：用 `--actuals 表格` 读入，或在文件里写 `实际`");
    }
    let claims = tables::claims(&matched);
    matched.retain(|matched| name.is_none_or(|name| normal(&matched.plan.name) == normal(name)));
    let mut matched = with_values(matched, shell);
    tables::told_once(&mut matched, &claims);
    let scored = matched.into_iter().map(scored).collect();
    Ok(Some(Gathered { model, scored, tables }))
}

/// A table takes the place of the blocks in the file, not of those that were asked for.
fn matched(
    model: &Model,
    plans: Vec<(usize, crate::plan::Plan)>,
    tables: &[Workbook],
    blocks_too: bool,
    name: Option<&str>,
) -> Result<Vec<Matched>, Failure> {
    let names: Vec<String> = plans.iter().map(|(_, plan)| plan.name.clone()).collect();
    let owners: Vec<&str> = names.iter().map(String::as_str).collect();
    let named = name.and_then(|name| owners.iter().position(|known| normal(known) == normal(name)));
    let matched = plans.into_iter().map(|(index, plan)| {
        let blocks = if tables.is_empty() || blocks_too { blocks(model, index) } else { Vec::new() };
        tables::matched(plan, blocks, tables, &owners)
    });
    let mut matched: Vec<Matched> = matched.collect();
    if let Some(failure) = matched.iter().find_map(Matched::without_table) {
        return Err(failure);
    }
    tables::settle(&mut matched, named);
    Ok(matched)
}

impl Gathered {
    /// The scorecards as reports, places in them named.
    pub(super) fn reported<T>(&self, tell: impl FnOnce(&[Report<'_>]) -> T) -> T {
        let renderer = Renderer::new(sources(&self.model), Look::default());
        let locate = |place: Place| match renderer.locate(place) {
            Some((source, at)) => format!("{}:{}:{}", source.name, at.line, at.column),
            None => "heng".to_owned(),
        };
        let reports = self.scored.iter().map(|scored| Report {
            plan: &scored.plan,
            actuals: &scored.bound.actuals,
            card: &scored.card,
            findings: &scored.bound.findings,
            locate: &locate,
        });
        tell(&reports.collect::<Vec<_>>())
    }

    /// How a run ends: with everything judged and every value used, or not.
    pub(super) fn exit(&self) -> Exit {
        let undecided = self.scored.iter().any(|scored| scored.card.undecided > 0 || scored.lost_a_value());
        if undecided { Exit::Undecided } else { Exit::Clean }
    }
}
