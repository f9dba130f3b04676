//! `heng.toml`: found upwards from each file, read once a folder.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{Failure, output, paths};
use crate::diag::wrap::columns;
use crate::lint::{Config, ConfigProblem, Ruling, Settings, Wishes};
use crate::source::LineIndex;

/// What the file is called.
pub const NAME: &str = "heng.toml";

/// A configuration and where it was found.
#[derive(Debug)]
pub struct Found {
    /// What was read.
    pub config: Config,
    /// The file; none when there is none.
    path: Option<PathBuf>,
    /// Its text, on which what a check finds depends.
    pub text: String,
    ruling: Ruling,
}

/// Why a configuration cannot be used, and where in it that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file; none when it was not a file that was wrong.
    pub path: Option<PathBuf>,
    /// Its text.
    pub text: String,
    /// The word that is wrong, in bytes.
    pub span: Option<Range<usize>>,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
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
        // What the command names is wrong of itself, whatever a file says.
        let named = Wishes { preset: None, ..wishes.clone() };
        if named != Wishes::default() {
            none(&named)?;
        }
        let fixed = match file {
            Some(path) => Some(Arc::new(read(path, &wishes)?)),
            None if isolated => Some(Arc::new(none(&wishes)?)),
            None => None,
        };
        Ok(Configs { wishes, fixed, by_folder: BTreeMap::new() })
    }

    /// The configuration of a file as it is on the disk now, for whoever stays long enough to
    /// see it change: read again, and understood again where its text is another.
    pub fn now(&mut self, file: &Path) -> Result<Arc<Found>, Wrong> {
        if let Some(fixed) = &self.fixed {
            return Ok(Arc::clone(fixed));
        }
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let path = upwards(&folder);
        let text = path.as_deref().map_or_else(|| Ok(String::new()), text)?;
        let known = self.by_folder.get(&folder).filter(|found| found.path == path && found.text == text);
        if let Some(found) = known {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(match &path {
            Some(path) => parsed(path, text, &self.wishes)?,
            None => none(&self.wishes)?,
        });
        self.by_folder.insert(folder, Arc::clone(&found));
        Ok(found)
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
    /// A path of the configuration, seen from the current folder.
    pub fn beside(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    /// What the file is called; none when there is none.
    pub fn name(&self) -> Option<String> {
        self.path.as_ref().map(|path| path.display().to_string())
    }

    /// What is wrong with a word of the configuration, with the place where it is written.
    pub fn wrong(&self, message: String, help: &str) -> Wrong {
        let problem = ConfigProblem { message, span: None, help: Some(help.to_owned()) };
        wrong(problem, self.path.as_deref().map(|path| (path, self.text.as_str())))
    }

    /// The file; none when there is none.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The folder that patterns and paths are relative to; the current one without a file.
    pub fn folder(&self) -> &Path {
        self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// The settings of a file.
    pub fn settings(&self, file: &Path) -> Settings {
        match self.ruling.uniform() {
            Some(settings) => settings.clone(),
            None => self.ruling.of(&self.relative(file)),
        }
    }

    /// Whether a file is not to be checked.
    pub fn excludes(&self, file: &Path) -> bool {
        self.ruling.excludes_any() && self.ruling.excludes(&self.relative(file))
    }

    fn relative(&self, file: &Path) -> String {
        paths::relative(file, self.folder())
    }
}

/// The nearest `heng.toml` in a folder or above it, named as seen from the current folder, so
/// that what it names is the same file as when an import names it.
fn upwards(folder: &Path) -> Option<PathBuf> {
    let start = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // A file that is about to be made may stand in a folder that is not there yet.
    let existing = start.ancestors().find(|folder| folder.as_os_str().is_empty() || folder.exists())?;
    let existing = if existing.as_os_str().is_empty() { Path::new(".") } else { existing };
    let depth = fs::canonicalize(existing).ok()?.components().count() + start.components().count();
    let mut above: PathBuf = folder.components().filter(|part| *part != Component::CurDir).collect();
    for _ in 0..depth {
        let path = above.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        match above.components().next_back() {
            Some(Component::Normal(_)) => {
                above.pop();
            }
            _ => above.push(".."),
        }
    }
    None
}

impl Found {
    /// The same file with the text that it had in a revision; none where it was not there yet.
    pub fn as_it_was(&self, read: &mut dyn FnMut(&Path) -> Option<String>) -> Result<Found, Failure> {
        let wishes = Wishes::default();
        let Some(path) = &self.path else { return Ok(none(&wishes)?) };
        Ok(match read(path) {
            Some(text) => parsed(path, text, &wishes)?,
            None => none(&wishes)?,
        })
    }
}

fn none(wishes: &Wishes) -> Result<Found, Wrong> {
    let config = Config::default();
    let ruling = config.settings_with(wishes).map_err(|problem| wrong(problem, None))?;
    Ok(Found { config, path: None, text: String::new(), ruling })
}

fn read(path: &Path, wishes: &Wishes) -> Result<Found, Wrong> {
    parsed(path, text(path)?, wishes)
}

fn text(path: &Path) -> Result<String, Wrong> {
    fs::read_to_string(path).map_err(|error| Wrong {
        path: None,
        text: String::new(),
        span: None,
        message: format!("读不了配置 `{}`：{}", path.display(), output::reason(&error)),
        help: None,
    })
}

fn parsed(path: &Path, text: String, wishes: &Wishes) -> Result<Found, Wrong> {
    let config = Config::read(&text).map_err(|problem| wrong(problem, Some((path, &text))))?;
    let ruling = config.settings_with(wishes).map_err(|problem| wrong(problem, Some((path, &text))))?;
    Ok(Found { config, path: Some(path.to_owned()), text, ruling })
}

/// With the place in the file where it is known.
fn wrong(problem: ConfigProblem, file: Option<(&Path, &str)>) -> Wrong {
    let ConfigProblem { message, span, help } = problem;
    let Some((path, text)) = file else { return Wrong { path: None, text: String::new(), span: None, message, help } };
    // A word that names nothing is pointed at where it is written.
    let span = span.or_else(|| {
        let word = message.split('`').nth(1).filter(|word| !word.is_empty())?;
        let quoted = text.find(&format!("\"{word}\"")).map(|at| at + 1);
        quoted.or_else(|| text.find(word)).map(|at| at..at + word.len())
    });
    Wrong { path: Some(path.to_owned()), text: text.to_owned(), span, message, help }
}

/// With the line of the file under it where it is known.
impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Failure {
        let Wrong { path, text, span, message, help } = wrong;
        let Some(path) = path else {
            let failure = Failure::new(message);
            return match help {
                Some(help) => failure.help(help),
                None => failure,
            };
        };
        let place = span.as_ref().map(|span| LineIndex::new(&text).line_column(&text, span.start as u32));
        let head = match place {
            Some(at) => format!("{}:{}:{}", path.display(), at.line, at.column),
            None => path.display().to_string(),
        };
        let mut help = help.unwrap_or_default();
        if let (Some(at), Some(span)) = (place, span) {
            let line = text.lines().nth(at.line - 1).unwrap_or_default();
            let before: String = line.chars().take(at.column - 1).collect();
            let marked = text.get(span).unwrap_or_default().lines().next().unwrap_or_default();
            let under = "^".repeat(columns(marked).max(1));
            let shown = format!("{line}\n{}{under}", " ".repeat(columns(&before)));
            help = if help.is_empty() { shown } else { format!("{help}\n{shown}") };
        }
        let failure = Failure::new(format!("{head}：{message}"));
        if help.is_empty() { failure } else { failure.help(help) }
    }
}
