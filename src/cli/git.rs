//! What git says differs. The program `git` is asked, so that every setting of it counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Failure;

/// The absolute paths of files that differ: staged ones, those that differ from a revision,
/// or those that are changed or new in the working tree. Files that are gone are among them,
/// and so are the old names of renamed ones.
pub fn differing(since: Option<&str>, staged: bool) -> Result<BTreeSet<PathBuf>, Failure> {
    let root = root()?;
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
    let cached = ["diff", "--name-only", "--no-renames", "-z", "--cached"];
    let mut names = Vec::new();
    if staged {
        names.extend(listed(&cached)?);
    } else {
        // A repository without a commit has no HEAD to compare with.
        let against = if since.is_some() { revision.as_str() } else { "HEAD" };
        match listed(&["diff", "--name-only", "--no-renames", "-z", against]) {
            Ok(list) => names.extend(list),
            Err(failure) if since.is_some() => return Err(failure),
            Err(_) => names.extend(listed(&cached)?),
        }
        names.extend(listed(&["ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/"])?);
    }
    Ok(names.into_iter().map(|name| root.join(name)).collect())
}

/// Whether a path, or the file that it is a link to, is one of those.
pub fn contains(paths: &BTreeSet<PathBuf>, path: &Path) -> bool {
    let own = || Some(real(path.parent()?).join(path.file_name()?));
    paths.contains(&real(path)) || own().is_some_and(|own| paths.contains(&own))
}

/// The absolute path without links, of a file that may be gone.
pub fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (fs::canonicalize(&absolute), absolute.parent(), absolute.file_name()) {
        (Ok(found), _, _) => found,
        (Err(_), Some(parent), Some(name)) => real(parent).join(name),
        (Err(_), _, _) => absolute,
    }
}

/// The top of the repository.
pub fn root() -> Result<PathBuf, Failure> {
    let root = PathBuf::from(ask(&["rev-parse", "--show-toplevel"])?.trim_end());
    Ok(fs::canonicalize(&root).unwrap_or(root))
}

/// A file as the index holds it, the way a checkout would write it; by its name from the root.
pub fn staged(name: &Path) -> Result<Vec<u8>, Failure> {
    output(&["cat-file", "--filters", &format!(":0:{}", slashed(name))])
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
    let all = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, "--", path];
    // The root has no name that git would take.
    let args = if path.is_empty() { all.split_last().map_or(&all[..], |(_, rest)| rest) } else { &all };
    let list = ask(args)?;
    Ok(list.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The files that git takes for renamed since a revision: new name and old, from the root.
pub fn renamed(revision: &str) -> Result<BTreeMap<String, String>, Failure> {
    let list = ask(&["diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", revision, "--"])?;
    let mut names = list.split('\0');
    let mut out = BTreeMap::new();
    // `R097`, the old name, the new one.
    while let (Some(_), Some(old), Some(new)) = (names.next(), names.next(), names.next()) {
        out.insert(new.to_owned(), old.to_owned());
    }
    Ok(out)
}

/// The names from the root of the files of the language that hold a text in a revision.
pub fn files_saying(revision: &str, text: &str) -> Vec<String> {
    let found = ask(&["grep", "-l", "-z", "-F", "--full-name", "-e", text, revision, "--", ":/*.heng"]);
    // It fails where there is none.
    let found = found.unwrap_or_default();
    let names = found.split('\0').filter_map(|name| name.strip_prefix(revision)?.strip_prefix(':'));
    names.map(str::to_owned).collect()
}

/// A path relative to the root of the repository, with `/` between its parts.
pub fn from_root(path: &Path) -> Result<String, Failure> {
    // A file that is gone still has its folder.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let gone = || Some(fs::canonicalize(folder).ok()?.join(path.file_name()?));
    let absolute = fs::canonicalize(path).ok().or_else(gone).unwrap_or_else(|| path.to_owned());
    let inside = absolute
        .strip_prefix(root()?)
        .map_err(|_| Failure::new(format!("`{}` 不在这个 git 仓库里", path.display())))?;
    Ok(slashed(inside))
}

fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/")
}

/// The names that a git command lists with `-z`, whatever their encoding.
pub fn listed(args: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let bytes = output(args)?;
    Ok(bytes.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(named).collect())
}

#[cfg(unix)]
fn named(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn named(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Standard output of a git command as text.
fn ask(args: &[&str]) -> Result<String, Failure> {
    String::from_utf8(output(args)?).map_err(|_| Failure::new("git 给出的文件名不是 UTF-8"))
}

/// Standard output of a git command.
fn output(args: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        // Names are wanted from the root, whatever the user prefers to see.
        .args(["-c", "diff.relative=false"])
        .args(args)
        .output()
        .map_err(|_| Failure::new("没有找到 git").help("装好 git，或者不用 --changed、--since、--staged"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let message = if said.contains("not a git repository") {
        "这里不是 git 仓库".to_owned()
    } else {
        format!("git 没有成功：{}", said.lines().next().unwrap_or_default().trim())
    };
    Err(Failure::new(message))
}
