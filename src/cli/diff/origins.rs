//! Where a declaration stood in a revision that has no file of its name: in the file that git
//! takes for the same one, or in any that declares the same name. Without this, a file that is
//! moved would say of everything in it that it is new.

use std::path::Path;

use super::{compiled_at, declarations};
use crate::cli::{Failure, git};
use crate::model::name::normal;
use crate::model::{Declaration, Model};

/// A file of the revision under another name.
pub(super) struct Moved {
    pub model: Model,
    /// The declarations that are looked for; all of them where the whole file was renamed.
    wanted: Option<Vec<String>>,
}

impl Moved {
    /// Those of its declarations that the new version has.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (&Model, &Declaration)> {
        let is_wanted = |declaration: &Declaration| {
            let name = normal(&declaration.name);
            self.wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|wanted| *wanted == *name))
        };
        declarations(std::slice::from_ref(&self.model)).into_iter().filter(move |(_, found)| is_wanted(found))
    }
}

/// The files that hold what the new version has and the old one lacks. A file whose whole is
/// known under its old name takes nothing from others.
pub(super) fn from_elsewhere(revision: &str, old: &[Model], new: &[Model]) -> Result<Vec<Moved>, Failure> {
    let known: Vec<String> = declarations(old).into_iter().map(|(_, found)| key(found)).collect();
    let mut missing: Vec<(&Model, &Declaration)> = declarations(new);
    missing.retain(|(_, declaration)| !known.contains(&key(declaration)));
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let read: Vec<String> = old.iter().filter_map(entry_name).collect();
    let renames = git::renamed(revision)?;
    let mut out: Vec<(String, Moved)> = Vec::new();
    for (model, declaration) in missing {
        let now = entry_name(model).and_then(|name| git::from_root(Path::new(&name)).ok());
        if let Some(file) = now.and_then(|now| renames.get(&now)) {
            if !read.contains(file) && !out.iter().any(|(other, _)| other == file) {
                out.push((file.clone(), Moved { model: compiled_at(revision, file)?, wanted: None }));
            }
            continue;
        }
        let name = normal(&declaration.name).into_owned();
        for file in git::files_saying(revision, &declaration.name) {
            if read.contains(&file) {
                continue;
            }
            if let Some((_, moved)) = out.iter_mut().find(|(other, _)| *other == file) {
                moved.wanted.iter_mut().for_each(|wanted| wanted.push(name.clone()));
                continue;
            }
            let model = compiled_at(revision, &file)?;
            if declarations(std::slice::from_ref(&model)).iter().any(|(_, found)| key(found) == key(declaration)) {
                out.push((file, Moved { model, wanted: Some(vec![name.clone()]) }));
                break;
            }
        }
    }
    Ok(out.into_iter().map(|(_, moved)| moved).collect())
}

/// Kind and name, by which a declaration is known.
fn key(declaration: &Declaration) -> String {
    format!("{} {}", declaration.kind.word(), normal(&declaration.name))
}

fn entry_name(model: &Model) -> Option<String> {
    Some(model.files.get(model.files.entry())?.source.name.to_string())
}
