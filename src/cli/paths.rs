//! From the paths on the command line to the files to read: folders, patterns and `-`.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use globset::{ErrorKind, GlobBuilder};
use ignore::WalkBuilder;

use super::Failure;
use super::input::Input;
use crate::model::files::normal_path;

/// What files in the language are called.
const EXTENSION: &str = "heng";

/// The inputs that the arguments name, each once: in the order of the arguments, and within
/// a folder or a pattern by name. Without arguments, the current folder.
pub fn inputs(args: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    collected(args, false)
}

/// The same for who asks for a part of them: a folder or a pattern may hold nothing.
pub fn inputs_if_any(args: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    collected(args, true)
}

fn collected(args: &[PathBuf], may_be_empty: bool) -> Result<Vec<Input>, Failure> {
    let here = [PathBuf::from(".")];
    let args = if args.is_empty() { &here[..] } else { args };
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for arg in args {
        for input in expand(arg, may_be_empty)? {
            // One folder or pattern names no file twice.
            if args.len() == 1 || seen.insert(normal_path(&input.name())) {
                out.push(input);
            }
        }
    }
    Ok(out)
}

/// A path relative to a folder, with `/` between its parts; a path outside of it in full.
pub fn relative(file: &Path, folder: &Path) -> String {
    // Mostly the one begins as the other does, and neither goes up.
    let goes_up = |path: &Path| path.components().any(|part| part == Component::ParentDir);
    if file.is_absolute() == folder.is_absolute() && !goes_up(file) && !goes_up(folder) {
        let trimmed = file.strip_prefix(".").unwrap_or(file);
        if let Ok(inside) = trimmed.strip_prefix(folder.strip_prefix(".").unwrap_or(folder)) {
            return slashed(inside);
        }
    }
    let (file, folder) = (plain(file), plain(folder));
    slashed(file.strip_prefix(&folder).unwrap_or(&file))
}

fn slashed(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        if !out.is_empty() && !out.ends_with('/') {
            out.push('/');
        }
        out.push_str(&part.as_os_str().to_string_lossy());
    }
    out
}

/// An absolute path without `..`.
fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // The absolute form of nothing is an error; it means the current folder.
    let absolute =
        if absolute.as_os_str().is_empty() { std::path::absolute(".").unwrap_or(absolute) } else { absolute };
    let mut out = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

fn expand(arg: &Path, may_be_empty: bool) -> Result<Vec<Input>, Failure> {
    if arg.as_os_str() == "-" {
        return Ok(vec![Input::Stdin]);
    }
    if arg.is_dir() {
        let found = files_in(arg, true, &|path| path.extension().is_some_and(|name| name == EXTENSION))?;
        if found.is_empty() && !may_be_empty {
            return Err(Failure::new(format!("文件夹 `{}` 里没有 .{EXTENSION} 文件", arg.display())));
        }
        return Ok(found);
    }
    match arg.to_str() {
        Some(pattern) if is_pattern(pattern) && !arg.exists() => matching(pattern, may_be_empty),
        // A file that is missing is reported when it is read.
        Some(_) | None => Ok(vec![Input::File(arg.to_owned())]),
    }
}

/// Whether an argument is a pattern that no shell has read.
pub fn is_unread_pattern(arg: &Path) -> bool {
    arg.to_str().is_some_and(is_pattern) && !arg.exists()
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The files that a pattern matches, which a shell left to us.
fn matching(pattern: &str, may_be_empty: bool) -> Result<Vec<Input>, Failure> {
    let wrong =
        |error: globset::Error| Failure::new(format!("文件名模式 `{pattern}` 写得不对：{}", reason(error.kind())));
    let plain = pattern.strip_prefix("./").unwrap_or(pattern);
    let glob = GlobBuilder::new(plain).literal_separator(true).build().map_err(wrong)?.compile_matcher();
    // Walk only what the part without signs leads to.
    let base: PathBuf =
        Path::new(plain).components().take_while(|part| !is_pattern(&part.as_os_str().to_string_lossy())).collect();
    let root = if base.as_os_str().is_empty() { Path::new(".") } else { &base };
    let found = files_in(root, false, &|path| glob.is_match(path))?;
    if found.is_empty() && !may_be_empty {
        return Err(Failure::new(format!("没有文件符合 `{pattern}`")));
    }
    Ok(found)
}

fn reason(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnclosedClass => "`[` 没有配上 `]`",
        ErrorKind::InvalidRange(..) => "`[ ]` 里的范围前后颠倒",
        ErrorKind::UnclosedAlternates => "`{` 没有配上 `}`",
        ErrorKind::UnopenedAlternates => "`}` 前面没有 `{`",
        ErrorKind::DanglingEscape => "末尾的 `\\` 后面没有字符",
        _ => "可以用 `*`、`**`、`?`、`[ ]` 和 `{ }`",
    }
}

/// The files below a folder that are wanted, by name. In a folder that was merely named,
/// what git ignores and what is hidden stays out; a pattern says itself what it wants.
fn files_in(root: &Path, tidy: bool, wanted: &dyn Fn(&Path) -> bool) -> Result<Vec<Input>, Failure> {
    let mut out = Vec::new();
    for entry in WalkBuilder::new(root).standard_filters(tidy).sort_by_file_name(Ord::cmp).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if !root.exists() => {
                let _ = error;
                return Ok(out);
            }
            Err(error) => {
                let why = error.io_error().map_or_else(|| error.to_string(), super::output::reason);
                return Err(Failure::new(format!("读不了文件夹 `{}` 里的内容：{why}", root.display())));
            }
        };
        let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
        // Only what a link leads to has to be looked up.
        let is_file = || match entry.file_type() {
            Some(kind) if !kind.is_symlink() => kind.is_file(),
            Some(_) | None => path.is_file(),
        };
        if wanted(path) && is_file() {
            out.push(Input::File(path.to_owned()));
        }
    }
    Ok(out)
}
