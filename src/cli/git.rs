//! What git says differs. The program `git` is asked, so that every setting of it counts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Failure;

/// The absolute paths of files that differ: staged ones, those that differ from a revision,
/// or those that are changed or new in the working tree.
pub fn differing(since: Option<&str>, staged: bool) -> Result<BTreeSet<PathBuf>, Failure> {
    let root = PathBuf::from(ask(&["rev-parse", "--show-toplevel"])?.trim_end());
    let root = fs::canonicalize(&root).unwrap_or(root);
    let revision = match since {
        // The point where the branches parted, so that others' work on it does not count.
        Some(revision) => match ask(&["merge-base", "--end-of-options", revision, "HEAD"]) {
            Ok(base) => base.trim_end().to_owned(),
            Err(_) => ask(&["rev-parse", "--verify", "--end-of-options", revision])
                .map_err(|_| Failure::new(format!("git 里没有版本 `{revision}`")))?
                .trim_end()
                .to_owned(),
        },
        None => String::new(),
    };
    let mut lists = Vec::new();
    if staged {
        lists.push(ask(&["diff", "--name-only", "-z", "--diff-filter=d", "--cached"])?);
    } else {
        // A repository without a commit has no HEAD to compare with.
        let against = if since.is_some() { revision.as_str() } else { "HEAD" };
        match ask(&["diff", "--name-only", "-z", "--diff-filter=d", against]) {
            Ok(list) => lists.push(list),
            Err(failure) if since.is_some() => return Err(failure),
            Err(_) => lists.push(ask(&["diff", "--name-only", "-z", "--diff-filter=d", "--cached"])?),
        }
        lists.push(ask(&["ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/"])?);
    }
    let names = lists.iter().flat_map(|list| list.split('\0')).filter(|name| !name.is_empty());
    Ok(names.map(|name| root.join(name)).collect())
}

/// Whether a path is one of those.
pub fn contains(paths: &BTreeSet<PathBuf>, path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|path| paths.contains(&path))
}

/// A file as it was in a revision; none when it was not there.
pub fn file_at(revision: &str, path: &str) -> Result<Option<String>, Failure> {
    let spec = format!("{revision}:{path}");
    let exists = Command::new("git").args(["cat-file", "-e", &spec]).output();
    if !exists.is_ok_and(|output| output.status.success()) {
        return Ok(None);
    }
    ask(&["cat-file", "blob", &spec]).map(Some)
}

/// The names of the files below a path in a revision, relative to the root.
pub fn files_at(revision: &str, path: &str) -> Result<Vec<String>, Failure> {
    let list = ask(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, "--", path])?;
    Ok(list.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// A path relative to the root of the repository, with `/` between its parts.
pub fn from_root(path: &Path) -> Result<String, Failure> {
    let root = PathBuf::from(ask(&["rev-parse", "--show-toplevel"])?.trim_end());
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let inside = absolute
        .strip_prefix(fs::canonicalize(&root).unwrap_or(root))
        .map_err(|_| Failure::new(format!("`{}` 不在这个 git 仓库里", path.display())))?;
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(parts.collect::<Vec<_>>().join("/"))
}

/// Standard output of a git command.
fn ask(args: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git")
        .args(args)
        .output()
        .map_err(|_| Failure::new("没有找到 git").help("装好 git，或者不用 --changed、--since、--staged"))?;
    if output.status.success() {
        return String::from_utf8(output.stdout).map_err(|_| Failure::new("git 给出的文件名不是 UTF-8"));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let message = if said.contains("not a git repository") {
        "这里不是 git 仓库".to_owned()
    } else {
        format!("git 没有成功：{}", said.lines().next().unwrap_or_default().trim())
    };
    Err(Failure::new(message))
}
