//! Compiling one input: reads it and what it imports, builds the model.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use super::config::{Configs, Found, Wrong};
use super::git;
use super::input::Input;
use super::staged::{self, Index};
use crate::diag::suggest::nearest;
use crate::lint::Wishes;
use crate::model::files::{self, Files};
use crate::model::name::normal;
use crate::model::{self, Model};
use crate::source::Source;

/// What the entry is called that imports the files of a command line.
pub const COMMAND_LINE: &str = "<命令行>";

/// Reads and compiles an input under the configuration that it falls under.
pub fn compile(input: &Input) -> Result<Model, Failure> {
    compile_under(input.source()?, &*config_of(input)?, None)
}

/// Compiles a source whose imports are read in a way of the caller's own, under the
/// configuration that a file of its name falls under.
pub fn compile_source(source: Source, read: &mut dyn FnMut(&str) -> Result<Source, Failure>) -> Result<Model, Failure> {
    // The configuration and its house rules as they were, too.
    let mut then = |path: &Path| git::from_root(path).and_then(|inside| read(&inside));
    let config = config_of(&Input::File(PathBuf::from(&*source.name)))?;
    let config = config.as_it_was(&mut |path| then(path).ok().map(|source| source.text.to_string()))?;
    let also =
        config.config.house_rules.iter().map(|path| then(&config.beside(path))).collect::<Result<_, Failure>>()?;
    let files = files::load_with(source, also, &mut |path| {
        read(path).map_err(|failure| match failure {
            Failure::Told { message, .. } => message,
            Failure::Closed => String::new(),
        })
    });
    built(files, &config)
}

/// Compiles a source under a configuration: with its house rules and its framework. What it
/// imports is read from the index where there is one.
pub fn compile_under(source: Source, config: &Found, index: Option<&Index>) -> Result<Model, Failure> {
    let files = load(source, None, house_rules(config, index)?, index);
    built(files, config)
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
    let config = config_of(input)?;
    built(load(Source::new(COMMAND_LINE, text), Some(entry), house_rules(&config, None)?, None), &config)
}

/// The nearest `heng.toml` of an input.
pub fn config_of(input: &Input) -> Result<Arc<Found>, Failure> {
    let path = match input {
        Input::File(path) => path.as_path(),
        Input::Stdin => Path::new(""),
    };
    Configs::new(Wishes::default(), None, false)?.of(path)
}

/// The files that are compiled together with every other.
pub fn house_rules(config: &Found, index: Option<&Index>) -> Result<Vec<Source>, Failure> {
    let read = |path: &String| {
        let name = config.beside(path);
        staged::source(&Input::File(name.clone()), index).map_err(|failure| match failure {
            // A file that is not there is a mistake of the configuration.
            Failure::Told { .. } if !name.is_file() => not_there(config, path).into(),
            other => other,
        })
    };
    config.config.house_rules.iter().map(read).collect()
}

/// The first of these files that is not there.
pub fn missing_house_rule(config: &Found) -> Option<Wrong> {
    let missing = config.config.house_rules.iter().find(|path| !config.beside(path).is_file())?;
    Some(not_there(config, missing))
}

fn not_there(config: &Found, path: &str) -> Wrong {
    config.wrong(format!("读不了 `{path}`：没有这个文件"), "`house-rules` 里的路径相对于 heng.toml")
}

fn built(files: Files, config: &Found) -> Result<Model, Failure> {
    let usual = config.config.framework.as_deref();
    let model = model::build_under(files, usual);
    let Some(name) = usual else { return Ok(model) };
    let is_known = model.frameworks.iter().any(|framework| normal(&framework.name) == normal(name));
    let is_used = model.declarations.iter().any(|declaration| declaration.framework_span.is_none());
    if is_known || !is_used {
        return Ok(model);
    }
    let near = nearest(name, model.frameworks.iter().map(|framework| &*framework.name));
    let help = match near {
        Some(near) => format!("您是想写 `{near}` 吗？"),
        None => {
            let names: Vec<&str> = model.frameworks.iter().map(|framework| &*framework.name).collect();
            format!("现在有 {}；自定的框架写在 `house-rules` 列出的文件里", names.join("、"))
        }
    };
    Err(config.wrong(format!("没有框架 `{name}`"), &help).into())
}

/// Reads what an entry imports. `first` is the source of its first import, which may be
/// standard input and cannot be read twice.
fn load(entry: Source, mut first: Option<Source>, also: Vec<Source>, index: Option<&Index>) -> Files {
    files::load_with(entry, also, &mut |path| {
        if let Some(source) = first.take() {
            return Ok(source);
        }
        import(path, index)
    })
}

/// Reads one imported file, or says why it cannot be read.
pub fn import(path: &str, index: Option<&Index>) -> Result<Source, String> {
    staged::source(&Input::File(path.into()), index).map_err(|failure| match failure {
        Failure::Told { message, .. } => message,
        Failure::Closed => String::new(),
    })
}

/// The sources of a compilation, in the order of their ids.
pub fn sources(model: &Model) -> impl Iterator<Item = &Source> {
    model.files.iter().map(|parsed| &parsed.source)
}
