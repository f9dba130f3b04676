//! Results of earlier checks, kept in a folder so that a file that did not change is not
//! compiled again.
//!
//! What a check finds follows from the name and the text of a file, from every file that it
//! imports or could not, from the settings and from the program. All of that is in the key or
//! compared with it, so a result is never out of date. Nothing that goes wrong here is told:
//! a folder that cannot be read or written only makes the check slower.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::looked::{Job, Looked};
use crate::cli::compilation::import;
use crate::cli::staged::Index;
use crate::lint::Settings;
use crate::model::Model;
use crate::model::files::PRELUDE;
use crate::report::findings::Record;
use crate::source::{FileId, Source};

/// What the folder is called, beside `heng.toml` or in the current folder.
const FOLDER: &str = ".heng_cache";

/// Results lie in so many files by the name of what was checked: a check of one file reads
/// little, and a check of all writes few.
const SHARDS: usize = 64;

/// How many results one of them holds before it begins again with those of the last run.
/// Results of files that are gone leave in this way.
const MAX_RESULTS: usize = 2048;

/// How a file of results begins; the number changes with the form.
const MAGIC: &[u8; 8] = b"heng-1\r\n";

/// The caches of a run: one for each folder that holds a configuration.
pub struct Caches {
    by_folder: BTreeMap<PathBuf, Cache>,
    /// The one folder that was asked for.
    fixed: Option<PathBuf>,
    program: u128,
    imports: Imports,
}

impl Caches {
    /// For the files of a run; `folder` is the one that was asked for.
    pub fn new(jobs: &[Job], folder: Option<&Path>) -> Caches {
        let fixed = folder.map(Path::to_owned);
        let folders = jobs.iter().map(|job| fixed.clone().unwrap_or_else(|| job.config.folder().join(FOLDER)));
        let mut by_folder = BTreeMap::new();
        for folder in folders {
            by_folder.entry(folder).or_insert_with(Cache::default);
        }
        let index = jobs.first().and_then(|job| job.index.clone());
        Caches { by_folder, fixed, program: program(), imports: Imports { index, read: Mutex::default() } }
    }

    fn of(&self, job: &Job) -> Option<(&Path, &Cache)> {
        let folder = match &self.fixed {
            Some(folder) => folder.clone(),
            None => job.config.folder().join(FOLDER),
        };
        self.by_folder.get_key_value(&folder).map(|(folder, cache)| (folder.as_path(), cache))
    }

    /// What an earlier run found, when nothing that it depends on is different now; else the
    /// bytes again. A file is found by its bytes, so that most are never looked at as text.
    pub fn find(&self, job: &Job, bytes: Vec<u8>, settings: &Settings) -> Result<Looked, Vec<u8>> {
        let Some((records, imports)) = self.known(job, &bytes, settings) else { return Err(bytes) };
        let mut sources = Vec::new();
        if !records.is_empty() {
            let text = String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes)?;
            sources.push(Source::new(job.input.name(), text));
            sources.extend(imports.iter().filter_map(|path| self.imports.source(path)));
            sources.extend(prelude().iter().cloned());
        }
        Ok(Looked { records, sources, imports })
    }

    fn known(&self, job: &Job, bytes: &[u8], settings: &Settings) -> Option<(Vec<Record>, Vec<String>)> {
        let (folder, cache) = self.of(job)?;
        let name = job.input.name();
        let known = cache.shard(&name)?.read(folder, number(&name)).get(&name)?;
        let is_same = known.key == self.key(job, &name, bytes, settings)
            && known.imports.iter().all(|(path, hash)| self.imports.hash(path) == *hash);
        let records = is_same.then(|| postcard::from_bytes(&known.records).ok())??;
        Some((records, known.imports.iter().map(|(path, _)| path.clone()).collect()))
    }

    /// Keeps what was found for the next run.
    pub fn keep(&self, job: &Job, source: &Source, settings: &Settings, model: &Model, looked: &Looked) {
        let Some((_, cache)) = self.of(job) else { return };
        let Some(shard) = cache.shard(&source.name) else { return };
        let Ok(records) = postcard::to_allocvec(&looked.records) else { return };
        let key = self.key(job, &source.name, source.text.as_bytes(), settings);
        let known = Known { key, imports: dependencies(model), records };
        let mut new = shard.new.lock().unwrap_or_else(PoisonError::into_inner);
        new.push((source.name.to_string(), known));
    }

    fn key(&self, job: &Job, name: &str, bytes: &[u8], settings: &Settings) -> u128 {
        let mut hash = Xxh3::new();
        // Each part with its length: two parts never pass for two others.
        let mut part = |bytes: &[u8]| {
            hash.update(&(bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(&self.program.to_le_bytes());
        part(name.as_bytes());
        part(bytes);
        part(job.config.text.as_bytes());
        part(&settings.fingerprint().to_le_bytes());
        hash.digest128()
    }

    /// Writes what is new.
    pub fn write(self) {
        for (folder, cache) in self.by_folder {
            // A folder that cannot be written costs nothing but time.
            let _ = cache.write(&folder);
        }
    }
}

/// The sources of the prelude, which findings may point to.
fn prelude() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| PRELUDE.map(|(name, text)| Source::new(name, text)).to_vec())
}

/// What the result depends on beside the file: other versions and builds of the program find
/// other things. A build is told by the size and the age of the program's file.
fn program() -> u128 {
    let mut text = format!("{}\n", env!("CARGO_PKG_VERSION"));
    if let Ok(found) = std::env::current_exe().and_then(fs::metadata) {
        text.push_str(&format!("{} {:?}", found.len(), found.modified().ok()));
    }
    xxh3_128(text.as_bytes())
}

/// The files that a compilation read beside the entry and those that it could not.
fn dependencies(model: &Model) -> Vec<(String, u128)> {
    let entry = model.files.entry();
    let read = (0..).map(FileId).zip(model.files.iter()).skip(PRELUDE.len()).filter(|(file, _)| *file != entry);
    let read = read.map(|(_, parsed)| (parsed.source.name.to_string(), of_text(&parsed.source.text)));
    let missing = model.files.missing().iter().map(|(path, reason)| (path.clone(), of_reason(reason)));
    read.chain(missing).collect()
}

fn of_text(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

/// Why a file cannot be read is part of what is said.
fn of_reason(reason: &str) -> u128 {
    !xxh3_128(reason.as_bytes())
}

/// Imported files as they are now, each read once.
struct Imports {
    index: Option<Arc<Index>>,
    read: Mutex<FxHashMap<String, (u128, Option<Source>)>>,
}

impl Imports {
    fn hash(&self, path: &str) -> u128 {
        self.with(path).0
    }

    fn source(&self, path: &str) -> Option<Source> {
        self.with(path).1
    }

    fn with(&self, path: &str) -> (u128, Option<Source>) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = read.get(path) {
            return found.clone();
        }
        let found = match import(path, self.index.as_deref()) {
            Ok(source) => (of_text(&source.text), Some(source)),
            Err(reason) => (of_reason(&reason), None),
        };
        read.insert(path.to_owned(), found.clone());
        found
    }
}

/// The results of a folder.
struct Cache {
    shards: Vec<Shard>,
}

#[derive(Default)]
struct Shard {
    old: OnceLock<FxHashMap<String, Known>>,
    new: Mutex<Vec<(String, Known)>>,
}

/// What was found in one file.
#[derive(Serialize, Deserialize)]
struct Known {
    key: u128,
    imports: Vec<(String, u128)>,
    /// Read when they are wanted.
    records: Vec<u8>,
}

impl Default for Cache {
    fn default() -> Self {
        Cache { shards: std::iter::repeat_with(Shard::default).take(SHARDS).collect() }
    }
}

impl Cache {
    fn shard(&self, name: &str) -> Option<&Shard> {
        self.shards.get(number(name))
    }

    fn write(self, folder: &Path) -> io::Result<()> {
        let mut ready = false;
        for (number, shard) in self.shards.into_iter().enumerate() {
            let new = shard.new.into_inner().unwrap_or_else(PoisonError::into_inner);
            if new.is_empty() {
                continue;
            }
            if !ready {
                prepare(folder)?;
                ready = true;
            }
            let mut all = shard.old.into_inner().unwrap_or_default();
            if all.len() + new.len() > MAX_RESULTS {
                all.clear();
            }
            all.extend(new);
            write(folder, number, &all)?;
        }
        Ok(())
    }
}

impl Shard {
    fn read(&self, folder: &Path, number: usize) -> &FxHashMap<String, Known> {
        self.old.get_or_init(|| read(&path(folder, number)).unwrap_or_default())
    }
}

/// In which file the results of a name lie.
fn number(name: &str) -> usize {
    xxh3_64(name.as_bytes()) as usize % SHARDS
}

fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:02}"))
}

/// Makes the folder, which keeps itself out of version control.
fn prepare(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    Ok(())
}

/// The results of a file; none when it is damaged or something else.
fn read(path: &Path) -> Option<FxHashMap<String, Known>> {
    let bytes = fs::read(path).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?;
    let (body, sum) = rest.split_last_chunk::<8>()?;
    if xxh3_64(body) != u64::from_le_bytes(*sum) {
        return None;
    }
    postcard::from_bytes::<Vec<(String, Known)>>(body).ok().map(|all| all.into_iter().collect())
}

/// Writes beside and renames: whoever reads at the same time sees the old or the new results,
/// and of two that write, the last one's stay.
fn write(folder: &Path, number: usize, all: &FxHashMap<String, Known>) -> io::Result<()> {
    let body = postcard::to_allocvec(&all.iter().collect::<Vec<_>>()).map_err(io::Error::other)?;
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(MAGIC)?;
    beside.write_all(&body)?;
    beside.write_all(&xxh3_64(&body).to_le_bytes())?;
    beside.persist(path(folder, number))?;
    Ok(())
}
