//! The texts that a commit would take: what git's index holds.
//!
//! Only where a working copy differs is the index read; everywhere else both are the same text,
//! and a file is read sooner than git is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::input::Input;
use super::{Failure, git};
use crate::source::Source;

/// What git's index holds, as it was when the run began.
#[derive(Debug)]
pub struct Index {
    tracked: BTreeSet<PathBuf>,
    /// Files whose working copy is another, with what git calls them.
    differing: BTreeMap<PathBuf, PathBuf>,
    /// Files that a commit would remove.
    removed: BTreeSet<PathBuf>,
}

impl Index {
    /// Asks git.
    pub fn read() -> Result<Index, Failure> {
        let root = git::root()?;
        let at_root = |names: Vec<PathBuf>| names.into_iter().map(|name| root.join(name));
        let tracked = git::listed(&["ls-files", "-z", "--full-name", "--cached", ":/"])?;
        let removed = git::listed(&["diff", "--name-only", "--no-renames", "-z", "--diff-filter=D", "--cached"])?;
        let differing = git::listed(&["diff", "--name-only", "--no-renames", "-z"])?;
        Ok(Index {
            tracked: at_root(tracked).collect(),
            removed: at_root(removed).collect(),
            differing: differing.into_iter().map(|name| (root.join(&name), name)).collect(),
        })
    }

    /// Whether a commit would hold a file.
    pub fn holds(&self, path: &Path) -> bool {
        git::contains(&self.tracked, path)
    }

    /// The files that it holds.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.tracked.iter().map(PathBuf::as_path)
    }

    /// Whether the working copy of a file is another text, or is gone.
    pub fn differs(&self, path: &Path) -> bool {
        self.differing.contains_key(&git::real(path))
    }

    /// An input as a commit would hold it. What git does not track is read from the working
    /// copy, and so is a file with a conflict, of which there is no one text.
    fn bytes(&self, input: &Input) -> Result<Vec<u8>, Failure> {
        let Input::File(path) = input else { return input.bytes() };
        let real = git::real(path);
        if self.removed.contains(&real) {
            return Err(Failure::new(format!("读不了 `{}`：暂存区里已经删去", path.display())));
        }
        match self.differing.get(&real).map(|name| git::staged(name)) {
            Some(Ok(bytes)) => Ok(bytes),
            Some(Err(_)) | None => input.bytes(),
        }
    }
}

/// The bytes of an input: from the index where there is one, else the file's own.
pub fn bytes(input: &Input, index: Option<&Index>) -> Result<Vec<u8>, Failure> {
    match index {
        Some(index) => index.bytes(input),
        None => input.bytes(),
    }
}

/// The text of an input in the same way.
pub fn source(input: &Input, index: Option<&Index>) -> Result<Source, Failure> {
    input.source_of(bytes(input, index)?)
}
