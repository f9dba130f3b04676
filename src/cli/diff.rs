//! `heng diff`: what changed between two versions, in meaning.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::compilation::{compile, compile_source, sources};
use super::shell::Shell;
use super::{Exit, Failure, findings, git, output, paths, usage};
use crate::diag::{Diagnostic, Severity};
use crate::diff::{self, Change};
use crate::model::{Declaration, Model};
use crate::report::changes;
use crate::source::{LineIndex, Place, Source};
use crate::syntax::ast::Clause;

mod origins;

/// 比较两个版本的绩效目标：放宽、收紧、增减、分值和资金的变动
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng diff [选项] <原来> <现在>\n       heng diff [选项] --against <版本> <现在>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
指标值放宽、指标删去要有理由：在指标后面写 , 调整 \"……\"；
删去的指标，在部门或项目里写 调整 \"指标名称：……\"。
退出状态: 0 没有缺理由的变动，1 有，2 没能比较

例子:
  heng diff 年初.heng 年中.heng
  heng diff 2023/ 2024/
  heng diff --against main 局.heng --format md"
)]
pub struct Args {
    /// 原来和现在的文件或文件夹；写了 --against 时只写现在的，可以写几个
    #[arg(value_name = "文件", required = true, help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 与 git 中的这个版本比较
    #[arg(long, value_name = "版本")]
    against: Option<String>,
    /// 怎么写：text（默认）、json、md（Markdown）
    #[arg(long, value_name = "写法", default_value = "text", hide_default_value = true, hide_possible_values = true)]
    format: Format,
    /// 写到文件，不写到屏幕
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Md,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let (old, new) = match (&args.against, args.paths.as_slice()) {
        (Some(revision), paths) => {
            // A file that is gone was there in the revision, or is said to be in neither.
            let left: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
            let old = before(revision, paths)?;
            let new = match (left.is_empty(), old.is_empty()) {
                (true, false) => Vec::new(),
                (true, true) => now(paths)?,
                (false, _) => now(&left)?,
            };
            (old, new)
        }
        (None, [old, new]) => (now(std::slice::from_ref(old))?, now(std::slice::from_ref(new))?),
        (None, _) => {
            return Err(Failure::new("要写两个版本")
                .help("heng diff 原来.heng 现在.heng，或者 heng diff --against main 现在.heng"));
        }
    };
    for model in [&old, &new].into_iter().flatten() {
        complain_of_errors(model, shell)?;
    }
    let mut moved = Vec::new();
    if let Some(revision) = &args.against {
        moved = origins::from_elsewhere(revision, &old, &new)?;
        for model in &moved {
            complain_of_errors(&model.model, shell)?;
        }
    }
    let (mut before, after) = (declarations(&old), declarations(&new));
    before.extend(moved.iter().flat_map(origins::Moved::declarations));
    let found = diff::compare(&before, &after);
    let locate = |change: &Change, of_new: bool| {
        let (version, at) = if of_new { (&after, change.new_place?) } else { (&before, change.old_place?) };
        let (model, _) = version.get(at.0)?;
        place(model, at.1)
    };
    let text = match args.format {
        Format::Text => changes::text(&found, &locate, shell.look.width),
        Format::Json => changes::json(&found, &locate),
        Format::Md => changes::markdown(&found, &locate),
    };
    output::write(args.output.as_deref(), text.as_bytes(), shell)?;
    Ok(if found.iter().any(Change::is_error) { Exit::Findings } else { Exit::Clean })
}

/// A class of the framework without an indicator: the others can still be compared, and that it
/// has none now may be what is looked for.
const VACANT: &str = "E0407";

/// What does not compile cannot be compared. Actual values and tests are not compared, so
/// what is wrong with them does not matter here.
fn complain_of_errors(model: &Model, shell: &mut Shell) -> Result<(), Failure> {
    let of_values = |place: Place| {
        let stmts = model.files.get(place.file).map_or(&[][..], |parsed| &parsed.stmts);
        let holder = stmts.iter().find(|stmt| stmt.span.start <= place.span.start && place.span.start < stmt.span.end);
        holder.is_some_and(|stmt| matches!(stmt.clause, Clause::Actuals { .. } | Clause::Test { .. }))
    };
    let matters = |diagnostic: &&Diagnostic| {
        // E05 and E06 are about values, checks and tests.
        let of_plan = ["E01", "E02", "E03", "E04"].iter().any(|stage| diagnostic.code.starts_with(stage))
            && diagnostic.code != VACANT;
        diagnostic.severity == Severity::Error && of_plan && !of_values(diagnostic.primary.place)
    };
    let errors: Vec<Diagnostic> = model.diagnostics.iter().filter(matters).cloned().collect();
    if errors.is_empty() {
        return Ok(());
    }
    let written = findings::write(sources(model), &errors, findings::Format::Concise, shell.error_look);
    shell.say(written.trim_end_matches('\n'));
    Err(Failure::new("上面的错误改正以前，没法比较").help("heng check 有详细的说明"))
}

/// Every declaration of the entries; what is imported is compared where it is an entry.
fn declarations(models: &[Model]) -> Vec<(&Model, &Declaration)> {
    let own = |model| {
        let model: &Model = model;
        let entry = model.files.entry();
        model
            .declarations
            .iter()
            .filter(move |declaration| declaration.place.file == entry)
            .map(move |own| (model, own))
    };
    models.iter().flat_map(own).collect()
}

fn place(model: &Model, place: Place) -> Option<String> {
    let source = &model.files.get(place.file)?.source;
    let at = LineIndex::new(&source.text).line_column(&source.text, place.span.start);
    Some(format!("{}:{}:{}", source.name, at.line, at.column))
}

/// The files as they are.
fn now(paths: &[PathBuf]) -> Result<Vec<Model>, Failure> {
    paths::inputs(paths)?.iter().map(compile).collect()
}

/// The files as they were in a revision, imports too.
fn before(revision: &str, paths: &[PathBuf]) -> Result<Vec<Model>, Failure> {
    let mut models = Vec::new();
    for path in paths {
        let inside = git::from_root(path)?;
        let files = git::files_at(revision, &inside)?;
        for file in files.iter().filter(|file| file.ends_with(".heng")) {
            models.push(compiled_at(revision, file)?);
        }
    }
    Ok(models)
}

fn compiled_at(revision: &str, file: &str) -> Result<Model, Failure> {
    compile_source(at(revision, file)?, &mut |path| at(revision, path))
}

fn at(revision: &str, file: &str) -> Result<Source, Failure> {
    match git::file_at(revision, file)? {
        Some(text) => Ok(Source::new(Path::new(file).to_string_lossy(), text)),
        None => Err(Failure::new(format!("版本 `{revision}` 里没有 `{file}`"))),
    }
}
