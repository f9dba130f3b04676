//! Which inputs a check is about: those that the arguments name, without those that the
//! configuration leaves out and those that git says are untouched.
//!
//! A file is touched when it differs, and when anything that it reads differs: what it imports,
//! what that imports in turn, and the house rules of its configuration. What was imported and
//! is gone differs too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Args;
use super::looked::Job;
use crate::cli::compilation::import;
use crate::cli::input::{Input, is_heng};
use crate::cli::staged::Index;
use crate::cli::{Failure, git, paths};
use crate::model::files::{imports, normal_path};

/// The inputs of a check, each with its configuration.
pub fn jobs(args: &Args) -> Result<Vec<Job>, Failure> {
    let mut configs = args.rules.configs()?;
    let differing = match args.changed || args.staged || args.since.is_some() {
        true => Some(git::differing(args.since.as_deref(), args.staged)?),
        false => None,
    };
    let index = if args.staged { Some(Arc::new(Index::read()?)) } else { None };
    // Who says what standard input is called means it.
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() && args.stdin_filename.is_some() { &stdin[..] } else { &args.paths };
    if args.stdin_filename.is_some() && !paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::new("写了 --stdin-filename，要检查的却没有标准输入")
            .help("把 `-` 写进要检查的文件里，或者不写 --stdin-filename"));
    }
    let mut inputs = match &differing {
        Some(_) => paths::inputs_if_any(paths)?,
        None => paths::inputs(paths)?,
    };
    if let Some(index) = &index {
        inputs.extend(gone(index, &args.paths));
    }
    let named: BTreeSet<&Path> = args.paths.iter().map(PathBuf::as_path).collect();
    let mut jobs = Vec::new();
    for input in inputs {
        let path = path_of(&input, args);
        let config = configs.of(path)?;
        // What is named itself is meant, whatever the configuration says, unless a hook named it.
        let is_meant = input == Input::Stdin || named.contains(path);
        if (args.force_exclude || !is_meant) && config.excludes(path) {
            continue;
        }
        let is_lost = match &differing {
            // Read without being looked up before.
            None => false,
            Some(differing) => match standing(path, &input, index.as_deref(), differing) {
                Standing::Candidate => false,
                Standing::Lost => true,
                Standing::Out => continue,
            },
        };
        jobs.push((is_lost, Job { input, config, index: index.clone(), mended: None }));
    }
    let Some(differing) = differing else { return Ok(jobs.into_iter().map(|(_, job)| job).collect()) };
    let touched = touched(jobs.iter().map(|(_, job)| job), args, &differing);
    let wanted = |(is_lost, job): &(bool, Job)| *is_lost || touched.contains(&name(&job.input, args));
    Ok(jobs.into_iter().filter(wanted).map(|(_, job)| job).collect())
}

/// How an input stands to what git knows.
enum Standing {
    /// Checked if it is touched.
    Candidate,
    /// It was named and is nowhere, which is told when it is read.
    Lost,
    /// Git knows that it is gone, or that no commit would hold it.
    Out,
}

fn standing(path: &Path, input: &Input, index: Option<&Index>, differing: &BTreeSet<PathBuf>) -> Standing {
    if *input == Input::Stdin || index.is_some_and(|index| index.holds(path)) {
        return Standing::Candidate;
    }
    match (path.exists(), index) {
        (true, None) => Standing::Candidate,
        (true, Some(_)) => Standing::Out,
        (false, _) if git::contains(differing, path) => Standing::Out,
        (false, _) => Standing::Lost,
    }
}

fn path_of<'a>(input: &'a Input, args: &'a Args) -> &'a Path {
    match input {
        Input::File(path) => path,
        Input::Stdin => args.stdin_filename.as_deref().unwrap_or(Path::new("")),
    }
}

/// An input as imports name it.
fn name(input: &Input, args: &Args) -> String {
    normal_path(&path_of(input, args).to_string_lossy())
}

/// Files that are staged and no longer in the folders that were named.
fn gone(index: &Index, args: &[PathBuf]) -> Vec<Input> {
    let here = [PathBuf::from(".")];
    let folders = if args.is_empty() { &here[..] } else { args };
    let folders: Vec<(&PathBuf, PathBuf)> =
        folders.iter().filter(|arg| arg.is_dir()).map(|arg| (arg, git::real(arg))).collect();
    let absent = index.files().filter(|file| is_heng(file) && !file.exists());
    let seen = absent.filter_map(|file| {
        let (arg, below) = folders.iter().find_map(|(arg, real)| Some((arg, file.strip_prefix(real).ok()?)))?;
        let path = arg.join(below);
        Some(Input::File(path.strip_prefix("./").map_or(path.clone(), Path::to_owned)))
    });
    seen.collect()
}

/// The names of the files that differ or read one that does.
fn touched<'a>(
    jobs: impl Iterator<Item = &'a Job> + Clone,
    args: &Args,
    differing: &BTreeSet<PathBuf>,
) -> BTreeSet<String> {
    let index = jobs.clone().next().and_then(|job| job.index.as_deref());
    let mut read: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for job in jobs {
        let rules = job.config.config.house_rules.iter().map(|path| job.config.beside(path));
        let rules = rules.map(|path| normal_path(&path.to_string_lossy()));
        // What cannot be read is told when it is checked; standard input is read only once.
        let source = if job.input == Input::Stdin { None } else { job.source().ok() };
        let of_text = source.iter().flat_map(imports);
        read.insert(name(&job.input, args), of_text.chain(rules).collect());
    }
    let mut open: Vec<String> = read.values().flatten().cloned().collect();
    while let Some(next) = open.pop() {
        if read.contains_key(&next) {
            continue;
        }
        let of_text = import(&next, index).map(|source| imports(&source)).unwrap_or_default();
        open.extend(of_text.iter().cloned());
        read.insert(next, of_text);
    }
    let mut readers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (reader, imports) in &read {
        for import in imports {
            readers.entry(import).or_default().push(reader);
        }
    }
    let is_different = |name: &&String| git::contains(differing, Path::new(name.as_str()));
    let mut open: Vec<&str> = read.keys().filter(is_different).map(String::as_str).collect();
    let mut touched = BTreeSet::new();
    while let Some(next) = open.pop() {
        if touched.insert(next.to_owned()) {
            open.extend(readers.get(next).into_iter().flatten());
        }
    }
    touched
}
