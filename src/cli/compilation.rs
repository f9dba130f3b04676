//! Compiling one input: reads it and what it imports, builds the model.

use std::path::PathBuf;

use super::Failure;
use super::config::Found;
use super::input::Input;
use crate::model::files::{self, Files};
use crate::model::{self, Model};
use crate::source::Source;

/// Reads and compiles an input.
pub fn compile(input: &Input) -> Result<Model, Failure> {
    Ok(model::build(load(input.source()?, None)))
}

/// Compiles a source whose imports are read in a way of the caller's own.
pub fn compile_source(source: Source, read: &mut dyn FnMut(&str) -> Result<Source, Failure>) -> Result<Model, Failure> {
    let files = files::load(source, &mut |path| {
        read(path).map_err(|failure| match failure {
            Failure::Told { message, .. } => message,
            Failure::Closed => String::new(),
        })
    });
    Ok(model::build(files))
}

/// Compiles a source under a configuration.
pub fn compile_under(source: Source, _config: &Found) -> Result<Model, Failure> {
    Ok(model::build(load(source, None)))
}

/// Compiles an input together with files of actual values: as if a file imported them all.
pub fn compile_with(input: &Input, others: &[&PathBuf]) -> Result<Model, Failure> {
    let entry = input.source()?;
    let mut text = String::new();
    // What cannot be read is said of the argument, not of an import nobody wrote.
    let others = others.iter().map(|path| Ok(Input::from_arg(path).source()?.name));
    let others = others.collect::<Result<Vec<_>, Failure>>()?;
    for name in std::iter::once(&entry.name).chain(&others) {
        text.push_str(&format!("引用 \"{name}\"\n"));
    }
    Ok(model::build(load(Source::new("<命令行>", text), Some(entry))))
}

/// Reads what an entry imports. `first` is the source of its first import, which may be
/// standard input and cannot be read twice.
fn load(entry: Source, mut first: Option<Source>) -> Files {
    files::load(entry, &mut |path| {
        if let Some(source) = first.take() {
            return Ok(source);
        }
        import(path)
    })
}

/// Reads one imported file, or says why it cannot be read.
pub fn import(path: &str) -> Result<Source, String> {
    Input::File(path.into()).source().map_err(|failure| match failure {
        Failure::Told { message, .. } => message,
        Failure::Closed => String::new(),
    })
}

/// The sources of a compilation, in the order of their ids.
pub fn sources(model: &Model) -> impl Iterator<Item = &Source> {
    model.files.iter().map(|parsed| &parsed.source)
}
