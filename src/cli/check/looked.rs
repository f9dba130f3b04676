//! One input: compiled and linted, or looked up in the cache, and drawn.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::Caches;
use super::{Args, Format};
use crate::cli::Failure;
use crate::cli::compilation::{compile_under, sources};
use crate::cli::config::Found;
use crate::cli::input::Input;
use crate::cli::staged::{self, Index};
use crate::diag::Severity;
use crate::diag::render::{Look, Renderer};
use crate::lint;
use crate::model::Model;
use crate::model::files::PRELUDE;
use crate::report::findings::{Record, Recorder};
use crate::source::{FileId, Source};

/// How many findings of one file are written in full. Nobody reads more, and a file that is
/// no plan at all would fill the screen; the other forms list all.
const MAX_IN_FULL: usize = 100;

/// One input with the configuration that it falls under.
pub struct Job {
    pub input: Input,
    pub config: Arc<Found>,
    /// What git's index holds, when that is checked and not the working copy.
    pub index: Option<Arc<Index>>,
    /// What standard input was mended to, which is then checked in its place.
    pub mended: Option<Source>,
}

/// What was found in one input, now or in an earlier run.
pub struct Looked {
    /// The findings, and after them those that a comment explains.
    pub records: Vec<Record>,
    /// The texts that the findings are about.
    pub sources: Vec<Source>,
    /// The paths that it imports, those that lead nowhere included.
    pub imports: Vec<String>,
}

/// What checking one input gave.
pub struct Checked {
    /// What messages call the input.
    pub file: String,
    /// The findings, and after them those that a comment explains.
    pub records: Vec<Record>,
    /// The rules that could find all they look for; none in a file with errors.
    pub ran: Vec<&'static str>,
    /// The findings drawn, for the formats that are.
    pub drawn: Vec<String>,
    /// The baseline that its configuration names.
    pub baseline: Option<PathBuf>,
    /// The paths that it imports, those that lead nowhere included.
    pub imports: Vec<String>,
}

impl Job {
    /// The text that is checked.
    pub fn source(&self) -> Result<Source, Failure> {
        if let Some(mended) = &self.mended {
            return Ok(mended.clone());
        }
        staged::source(&self.input, self.index.as_deref())
    }

    /// What messages call the input.
    pub fn name(&self, stdin_filename: Option<&Path>) -> String {
        match (stdin_filename, &self.input) {
            (Some(path), Input::Stdin) => path.to_string_lossy().into_owned(),
            _ => self.input.name(),
        }
    }

    /// The baseline that applies to it.
    pub fn baseline(&self, named: Option<&Path>) -> Option<PathBuf> {
        let configured = || Some(self.config.beside(self.config.config.baseline.as_deref()?));
        named.map(Path::to_owned).or_else(configured)
    }
}

/// Checks one input, and draws what was found where that is asked for.
pub fn check(job: &Job, args: &Args, look: Look, caches: Option<&Caches>) -> Result<Checked, Failure> {
    let stdin_filename = args.stdin_filename.as_deref();
    let found = match (&job.input, caches) {
        (Input::File(path), Some(caches)) => looked_up(job, path, caches)?,
        _ => looked(job, stdin_filename)?,
    };
    let drawn = if args.format.published().is_none() { draw(&found, args.format, look) } else { Vec::new() };
    let file = job.name(stdin_filename);
    let baseline = job.baseline(args.baseline.as_deref());
    // Only a baseline asks which rules were silent.
    let ran = if baseline.is_some() { ran(job, &file, &found.records) } else { Vec::new() };
    Ok(Checked { file, records: found.records, ran, drawn, baseline, imports: found.imports })
}

/// Compiles and lints one input; nothing is drawn and nothing kept.
pub fn looked(job: &Job, stdin_filename: Option<&Path>) -> Result<Looked, Failure> {
    let (model, linted) = lint_one(job, None, stdin_filename)?;
    Ok(of_model(&model, &linted))
}

/// The rules whose silence means something.
pub fn ran(job: &Job, file: &str, records: &[Record]) -> Vec<&'static str> {
    let is_error = |record: &Record| record.severity == Severity::Error && record.code.starts_with('E');
    match records.iter().any(is_error) {
        true => Vec::new(),
        false => job.config.settings(Path::new(file)).running().map(|(rule, _)| rule.code).collect(),
    }
}

/// Compiles and lints one input, or a text in its place.
pub fn lint_one(
    job: &Job,
    text: Option<Source>,
    stdin_filename: Option<&Path>,
) -> Result<(Model, lint::Linted), Failure> {
    let path = match (&job.input, stdin_filename) {
        (Input::File(path), _) => path,
        (Input::Stdin, Some(path)) => path,
        (Input::Stdin, None) => Path::new(""),
    };
    let mut source = text.map_or_else(|| job.source(), Ok)?;
    if let (Input::Stdin, Some(path)) = (&job.input, stdin_filename) {
        source.name = path.to_string_lossy().into();
    }
    let model = compile_under(source, &job.config, job.index.as_deref())?;
    let linted = lint::lint(&model, &job.config.settings(path));
    Ok((model, linted))
}

/// From the cache, or found now and kept there.
fn looked_up(job: &Job, path: &Path, caches: &Caches) -> Result<Looked, Failure> {
    let bytes = staged::bytes(&job.input, job.index.as_deref())?;
    let settings = job.config.settings(path);
    let bytes = match caches.find(job, bytes, &settings) {
        Ok(known) => return Ok(known),
        Err(bytes) => bytes,
    };
    let source = job.input.source_of(bytes)?;
    let (model, linted) = lint_one(job, Some(source.clone()), None)?;
    let found = of_model(&model, &linted);
    caches.keep(job, &source, &settings, &model, &found);
    Ok(found)
}

fn of_model(model: &Model, linted: &lint::Linted) -> Looked {
    let mut recorder = Recorder::new(model);
    let mut records: Vec<Record> = linted.findings.iter().map(|finding| recorder.record(finding, None)).collect();
    let suppressed = linted.suppressed.iter();
    records.extend(suppressed.map(|suppressed| recorder.record(&suppressed.finding, Some(&suppressed.reason))));
    let missing = model.files.missing().iter().map(|(path, _)| path.clone());
    let read = model.files.iter().map(|parsed| parsed.source.name.to_string()).skip(PRELUDE.len());
    Looked { records, sources: sources(model).cloned().collect(), imports: read.chain(missing).collect() }
}

fn draw(looked: &Looked, format: Format, look: Look) -> Vec<String> {
    let renderer = Renderer::new(&looked.sources, look);
    let file = |name: &str| FileId(looked.sources.iter().position(|source| *source.name == *name).unwrap_or(0) as u32);
    let mut in_full = 0;
    let one = |record: &Record| {
        if record.suppressed.is_some() {
            return String::new();
        }
        in_full += 1;
        if format == Format::Full && in_full > MAX_IN_FULL {
            return String::new();
        }
        let diagnostic = record.diagnostic(&file);
        match format {
            Format::Full => format!("{}\n", renderer.full(&diagnostic)),
            _ => format!("{}\n", renderer.concise(&diagnostic)),
        }
    };
    looked.records.iter().map(one).collect()
}
