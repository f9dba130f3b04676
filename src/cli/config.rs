//! `heng.toml`: found upwards from each file, read once a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Failure, output};
use crate::diag::wrap::columns;
use crate::lint::{Config, ConfigProblem, Ruling, Settings, Wishes};
use crate::source::LineIndex;

/// What the file is called.
pub const NAME: &str = "heng.toml";

/// A configuration and where it was found.
#[derive(Debug)]
pub struct Found {
    /// The folder that its patterns are relative to; the current one without a file.
    pub folder: PathBuf,
    /// What was read.
    pub config: Config,
    /// The text, for the key of the cache.
    pub text: String,
    ruling: Ruling,
}

/// The configurations of a run.
pub struct Configs {
    wishes: Wishes,
    /// The one file that `--config` names, or none at all for `--isolated`.
    fixed: Option<Arc<Found>>,
    by_folder: BTreeMap<PathBuf, Arc<Found>>,
}

impl Configs {
    /// For a run: `file` names the configuration, `isolated` says there is none.
    pub fn new(wishes: Wishes, file: Option<&Path>, isolated: bool) -> Result<Configs, Failure> {
        let fixed = match file {
            Some(path) => Some(Arc::new(read(path, &wishes)?)),
            None if isolated => Some(Arc::new(none(&wishes)?)),
            None => None,
        };
        Ok(Configs { wishes, fixed, by_folder: BTreeMap::new() })
    }

    /// The configuration of a file.
    pub fn of(&mut self, file: &Path) -> Result<Arc<Found>, Failure> {
        if let Some(fixed) = &self.fixed {
            return Ok(Arc::clone(fixed));
        }
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        if let Some(found) = self.by_folder.get(&folder) {
            return Ok(Arc::clone(found));
        }
        let found = match upwards(&folder) {
            Some(path) => {
                let above = path.parent().unwrap_or(Path::new("")).to_owned();
                match self.by_folder.get(&above) {
                    Some(found) => Arc::clone(found),
                    None => {
                        let found = Arc::new(read(&path, &self.wishes)?);
                        self.by_folder.insert(above, Arc::clone(&found));
                        found
                    }
                }
            }
            None => Arc::new(none(&self.wishes)?),
        };
        self.by_folder.insert(folder, Arc::clone(&found));
        Ok(found)
    }
}

impl Found {
    /// The settings of a file.
    pub fn settings(&self, file: &Path) -> Settings {
        self.ruling.of(&self.relative(file))
    }

    /// Whether a file is not to be checked.
    pub fn excludes(&self, file: &Path) -> bool {
        self.ruling.excludes(&self.relative(file))
    }

    /// A path relative to the folder of the configuration, with `/` between its parts.
    fn relative(&self, file: &Path) -> String {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (file, folder) = (absolute(file), absolute(&self.folder));
        let inside = file.strip_prefix(&folder).unwrap_or(&file);
        let parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    }
}

/// The nearest `heng.toml` in a folder or above it.
fn upwards(folder: &Path) -> Option<PathBuf> {
    let start = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let beside = start.join(NAME);
    if beside.is_file() {
        return Some(folder.join(NAME));
    }
    let absolute = fs::canonicalize(start).ok()?;
    absolute.ancestors().skip(1).map(|above| above.join(NAME)).find(|path| path.is_file())
}

fn none(wishes: &Wishes) -> Result<Found, Failure> {
    let config = Config::default();
    let ruling = config.settings_with(wishes).map_err(|problem| told(&problem, None))?;
    Ok(Found { folder: PathBuf::new(), config, text: String::new(), ruling })
}

fn read(path: &Path, wishes: &Wishes) -> Result<Found, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("读不了配置 `{}`：{}", path.display(), output::reason(&error))))?;
    let config = Config::read(&text).map_err(|problem| told(&problem, Some((path, &text))))?;
    let ruling = config.settings_with(wishes).map_err(|problem| told(&problem, Some((path, &text))))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Found { folder, config, text, ruling })
}

/// With the place in the file, and the line under it where it is known.
fn told(problem: &ConfigProblem, file: Option<(&Path, &str)>) -> Failure {
    let Some((path, text)) = file else {
        let failure = Failure::new(problem.message.clone());
        return match &problem.help {
            Some(help) => failure.help(help.clone()),
            None => failure,
        };
    };
    // A word that names nothing is pointed at where it is written.
    let span = problem.span.clone().or_else(|| {
        let word = problem.message.split('`').nth(1).filter(|word| !word.is_empty())?;
        text.find(word).map(|at| at..at + word.len())
    });
    let place = span.as_ref().map(|span| LineIndex::new(text).line_column(text, span.start as u32));
    let head = match place {
        Some(at) => format!("{}:{}:{}", path.display(), at.line, at.column),
        None => path.display().to_string(),
    };
    let mut help = problem.help.clone().unwrap_or_default();
    if let (Some(at), Some(span)) = (place, &span) {
        let line = text.lines().nth(at.line - 1).unwrap_or_default();
        let before: String = line.chars().take(at.column - 1).collect();
        let marked = text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        let under = "^".repeat(columns(marked).max(1));
        let shown = format!("{line}\n{}{under}", " ".repeat(columns(&before)));
        help = if help.is_empty() { shown } else { format!("{help}\n{shown}") };
    }
    let failure = Failure::new(format!("{head}：{}", problem.message));
    if help.is_empty() { failure } else { failure.help(help) }
}
