//! `heng score` over several files: each finds its own values, and all are ranked.

use std::path::{Path, PathBuf};

use super::super::beside::beside;
use super::super::compilation::{compile, compile_with};
use super::super::each::each;
use super::super::input::{Input, is_heng, is_table};
use super::super::shell::Shell;
use super::super::tables::{self, Matched};
use super::super::{Exit, Failure, output, paths};
use super::written::{Format, format};
use super::{Args, Scored, blocks, plans, scored};
use crate::brief::ranking::{self, Entry, Failed, Ranking};
use crate::diag::Severity;
use crate::forms::xlsx;
use crate::model::Model;
use crate::report::Report;
use crate::source::Place;

/// Whether several files are meant: more than one path, a folder or a pattern.
pub(super) fn is_meant(args: &Args) -> bool {
    args.plan.len() > 1 || args.plan.iter().any(|path| path.is_dir() || paths::is_unread_pattern(path))
}

/// Scores the files and ranks them.
pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    refuse_what_is_for_one(args)?;
    let format = format(args)?;
    if !matches!(format, Format::Table | Format::Json | Format::Html | Format::Xlsx) {
        let failure = Failure::new("几个文件的汇总不能写成这种格式，什么也没有写");
        return Err(failure.help("可以写 .html、.xlsx、.json、.txt；单个文件的报告还可以写 .docx、.pdf、.md、.csv"));
    }
    let inputs = paths::inputs(&args.plan)?;
    let is_stated = |name: &str| args.plan.iter().any(|path| path.display().to_string() == name);
    let names: Vec<String> = inputs.iter().map(Input::name).collect();
    output::spare(args.output.as_deref(), names.iter().map(Path::new))?;
    let (mut entries, mut failed, mut exit) = (Vec::new(), Vec::new(), Exit::Clean);
    each(&inputs, one, |(file, result)| {
        match result {
            Ok(own) => {
                if own.is_empty() && is_stated(&file) {
                    shell.remark(&format!("`{file}` 里没有部门或项目，跳过了；实际完成值写在 `-a` 后面：`-a {file}`"));
                }
                entries.extend(own);
            }
            Err(Problem::Errors(why)) => {
                exit = exit.max(Exit::Findings);
                failed.push(Failed { file, why });
            }
            Err(Problem::Unread(Failure::Told { message, .. })) => {
                exit = Exit::Failed;
                failed.push(Failed { file, why: message });
            }
            Err(Problem::Unread(Failure::Closed)) => return Err(Failure::Closed),
        }
        Ok(())
    })?;
    if entries.is_empty() && failed.is_empty() {
        return Err(Failure::new("这些文件里没有带指标的部门或项目"));
    }
    if entries.is_empty() {
        // A ranking of nothing is no result.
        failed.iter().for_each(|failed| shell.complain(&format!("{}：{}", failed.file, failed.why), None));
        return Ok(exit);
    }
    let ranking = Ranking::new(env!("CARGO_PKG_VERSION"), entries, failed);
    let to_file = args.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
    let width = if to_file { crate::diag::render::Look::default().width } else { shell.look.width };
    let bytes = match format {
        Format::Json => ranking::json(&ranking).into_bytes(),
        Format::Html => ranking::html::html(&ranking).into_bytes(),
        Format::Xlsx => {
            let book = xlsx::workbook(&ranking::book::forms(&ranking));
            book.map_err(|error| Failure::new(format!("不能写工作簿：{error}")))?
        }
        _ => ranking::text::text(&ranking, width).into_bytes(),
    };
    output::write(args.output.as_deref(), &bytes, shell)?;
    let open = ranking.entries.iter().any(|entry| entry.undecided > 0);
    Ok(if exit == Exit::Clean && open { Exit::Undecided } else { exit })
}

/// What only one file can be scored with.
fn refuse_what_is_for_one(args: &Args) -> Result<(), Failure> {
    if let Some(table) = args.plan.iter().find(|path| is_table(path)) {
        let name = table.display();
        return Err(Failure::new(format!("`{name}` 是表格，不是指标文件"))
            .help(format!("实际完成值写在 `-a` 后面：`-a {name}`")));
    }
    let for_one =
        [("--actuals", !args.actuals.is_empty()), ("--fill", args.fill.is_some()), ("--name", args.name.is_some())];
    match for_one.iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Failure::new(format!("给几个文件计分时不能写 `{option}`")).help(
            "每个文件用自己的 实际，或旁边的表格：`2024.heng` 旁的 `2024实际.xlsx`、`2024自评.csv`、`2024实际.heng`",
        )),
        None => Ok(()),
    }
}

/// Why a file could not be scored.
pub(in super::super) enum Problem {
    /// The plan has errors; the first of them.
    Errors(String),
    /// It, or its values, could not be read.
    Unread(Failure),
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        Problem::Unread(failure)
    }
}

/// The scorecards of one file, with what they were made from.
pub(in super::super) struct Cards {
    pub model: Model,
    /// Where the values are from; empty without any.
    pub values: String,
    pub scored: Vec<Scored>,
}

/// The entries of one file.
fn one(input: &Input) -> (String, Result<Vec<Entry>, Problem>) {
    let name = input.name();
    let entries = cards(input).map(|cards| cards.map_or_else(Vec::new, |cards| entries(&cards, &name)));
    (name, entries)
}

fn entries(cards: &Cards, name: &str) -> Vec<Entry> {
    let locate = |_| name.to_owned();
    let entry = |scored: &Scored| {
        let lost = scored.bound.findings.iter().chain(&scored.card.findings);
        // A value that is missing is no value that was lost.
        let lost = lost.filter(|found| found.severity == Severity::Error && !MISSING.contains(&found.code)).count();
        let report = Report {
            plan: &scored.plan,
            actuals: &scored.bound.actuals,
            card: &scored.card,
            findings: &scored.bound.findings,
            locate: &locate,
        };
        ranking::entry(&report, name, &cards.values, lost)
    };
    cards.scored.iter().map(entry).collect()
}

/// Scores a file with the values that it finds; none for a file that declares nothing.
pub(in super::super) fn cards(input: &Input) -> Result<Option<Cards>, Problem> {
    let name = input.name();
    let mut model = compile(input)?;
    let of_file =
        |model: &Model, place: Place| model.files.get(place.file).is_some_and(|parsed| *parsed.source.name == *name);
    if !model.declarations.iter().any(|declaration| of_file(&model, declaration.place)) && !model.has_errors() {
        return Ok(None);
    }
    // What stands in the file comes before what stands beside it.
    let found = if model.actuals.is_empty() && !model.has_errors() { beside(&name).into_iter().next() } else { None };
    let mut read = Vec::new();
    let mut values = if model.actuals.is_empty() { String::new() } else { name.clone() };
    if let Some(path) = found.map(PathBuf::from) {
        values = path.display().to_string();
        if is_heng(&path) {
            model = compile_with(input, &[&path])?;
        } else {
            read = tables::read(&[&path])?.0;
        }
    }
    if let Some(error) = model.diagnostics.iter().find(|found| found.severity == Severity::Error) {
        let more = model.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        return Err(Problem::Errors(format!("指标文件有 {more} 个错误：{}（{}）", error.message, error.code)));
    }
    let plans = plans(&model);
    let names: Vec<String> = plans.iter().map(|(_, plan)| plan.name.clone()).collect();
    let owners: Vec<&str> = names.iter().map(String::as_str).collect();
    let matched = plans.into_iter().map(|(index, plan)| {
        let blocks = if read.is_empty() { blocks(&model, index) } else { Vec::new() };
        tables::matched(plan, blocks, &read, &owners)
    });
    let mut matched: Vec<Matched> = matched.collect();
    if let Some(failure) = matched.iter().find_map(Matched::without_table) {
        return Err(Problem::Unread(failure));
    }
    tables::settle(&mut matched, None);
    let claims = tables::claims(&matched);
    // Of a department with its projects only those with values count, unless none has any.
    if matched.iter().any(Matched::has_values) {
        matched.retain(Matched::has_values);
    }
    tables::told_once(&mut matched, &claims);
    let own = matched.into_iter().filter(|matched| of_file(&model, matched.plan.place));
    let scored = own.map(scored).collect();
    Ok(Some(Cards { model, values, scored }))
}

/// Codes that say that there is no value.
const MISSING: [&str; 2] = ["E0502", "E0519"];
