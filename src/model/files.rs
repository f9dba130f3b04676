//! The files of one compilation: the prelude, the entry and what they import.
//!
//! Reads nothing itself: the caller gives a function from path to source.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::source::{FileId, Place, Source};
use crate::syntax::ast::{Clause, Text};
use crate::syntax::{self, Parsed};

/// The prelude, in the order of its file ids: what its files are called, and their texts.
pub const PRELUDE: [(&str, &str); 2] = [
    ("<heng>/units.heng", include_str!("prelude/units.heng")),
    ("<heng>/frameworks.heng", include_str!("prelude/frameworks.heng")),
];

/// Their trees, so that no start parses them. A test compares them with the texts.
const PRELUDE_TREES: [&[u8]; 2] = [include_bytes!("prelude/units.tree"), include_bytes!("prelude/frameworks.tree")];

/// How many files may import one another in a chain. Real trees are three deep; the limit
/// keeps the recursion off the end of the stack.
const MAX_IMPORT_DEPTH: usize = 64;

/// Every file of a compilation, parsed once.
#[derive(Debug, Clone)]
pub struct Files {
    parsed: Vec<Arc<Parsed>>,
    imports: Vec<Import>,
    missing: Vec<(String, String)>,
    entry: FileId,
    /// Mistakes of importing.
    pub diagnostics: Vec<Diagnostic>,
}

/// One `引用` that was found.
#[derive(Debug, Clone, Copy)]
pub struct Import {
    /// The path text.
    pub place: Place,
    /// The file it leads to.
    pub file: FileId,
}

impl Files {
    /// The prelude alone, read once in the life of the process.
    pub(crate) fn prelude() -> &'static Files {
        static FILES: OnceLock<Files> = OnceLock::new();
        FILES.get_or_init(|| {
            let read = |(file, ((name, text), tree))| {
                let source = Source::new(name, text);
                let kept = syntax::kept(&source, FileId(file), tree);
                Arc::new(kept.unwrap_or_else(|| syntax::parse(source, FileId(file))))
            };
            let parsed = (0..).zip(PRELUDE.into_iter().zip(PRELUDE_TREES)).map(read).collect();
            Files { parsed, imports: Vec::new(), missing: Vec::new(), entry: FileId(0), diagnostics: Vec::new() }
        })
    }

    /// A file by its number.
    pub fn get(&self, file: FileId) -> Option<&Parsed> {
        self.parsed.get(file.0 as usize).map(|parsed| &**parsed)
    }

    /// All files, the prelude first, then the entry.
    pub fn iter(&self) -> impl Iterator<Item = &Parsed> {
        self.parsed.iter().map(|parsed| &**parsed)
    }

    /// The files that were read: the entry and what it imports, without the prelude.
    pub fn own(&self) -> impl Iterator<Item = &Parsed> {
        self.iter().skip(PRELUDE.len())
    }

    /// The place of a file among [`Files::own`]; none for one of the prelude.
    pub fn own_index(&self, file: FileId) -> Option<usize> {
        (file.0 as usize).checked_sub(PRELUDE.len())
    }

    /// The file with a place among [`Files::own`].
    pub fn own_file(&self, index: usize) -> FileId {
        FileId(u32::try_from(index.saturating_add(PRELUDE.len())).unwrap_or(u32::MAX))
    }

    /// The file that was asked for.
    pub fn entry(&self) -> FileId {
        self.entry
    }

    /// Whether a file is part of the prelude.
    pub fn is_prelude(&self, file: FileId) -> bool {
        (file.0 as usize) < PRELUDE.len()
    }

    /// The imports that lead somewhere, for links.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// The imports that could not be read: the path, and what the reader said.
    pub fn missing(&self) -> &[(String, String)] {
        &self.missing
    }

    /// The characters of a place.
    pub fn slice(&self, place: Place) -> &str {
        self.get(place.file).map_or("", |parsed| parsed.slice(place.span))
    }
}

/// Parses the entry and everything it reaches; `read` gets the joined path and gives the
/// source, or why there is none.
pub fn load(entry: Source, read: &mut dyn FnMut(&str) -> Result<Source, String>) -> Files {
    load_with(entry, Vec::new(), read)
}

/// The same with files that belong to every compilation, as if the entry imported them last.
pub fn load_with(entry: Source, also: Vec<Source>, read: &mut dyn FnMut(&str) -> Result<Source, String>) -> Files {
    let parsed = Files::prelude().parsed.clone();
    let mut loader = Loader {
        parsed,
        imports: Vec::new(),
        missing: Vec::new(),
        diagnostics: Vec::new(),
        known: FxHashMap::default(),
        read,
    };
    let path = normal_path(&entry.name);
    let file = loader.parse(entry);
    loader.known.insert(path.clone(), file);
    loader.follow(file, &mut vec![path]);
    for source in also {
        let path = normal_path(&source.name);
        if !loader.known.contains_key(&path) {
            let file = loader.parse(source);
            loader.known.insert(path.clone(), file);
            loader.follow(file, &mut vec![path]);
        }
    }
    Files {
        parsed: loader.parsed,
        imports: loader.imports,
        missing: loader.missing,
        entry: file,
        diagnostics: loader.diagnostics,
    }
}

struct Loader<'r> {
    parsed: Vec<Arc<Parsed>>,
    imports: Vec<Import>,
    missing: Vec<(String, String)>,
    diagnostics: Vec<Diagnostic>,
    known: FxHashMap<String, FileId>,
    read: &'r mut dyn FnMut(&str) -> Result<Source, String>,
}

impl Loader<'_> {
    fn parse(&mut self, source: Source) -> FileId {
        let file = FileId(u32::try_from(self.parsed.len()).unwrap_or(u32::MAX));
        self.parsed.push(Arc::new(syntax::parse(source, file)));
        file
    }

    /// Loads what a file imports; `chain` is how it was reached, itself included.
    fn follow(&mut self, file: FileId, chain: &mut Vec<String>) {
        let wanted = self.parsed.get(file.0 as usize).map(|parsed| imported(parsed)).unwrap_or_default();
        let importer = chain.last().cloned().unwrap_or_default();
        for (text, path) in wanted {
            let place = Place { file, span: text.span };
            let joined = join(&importer, &path);
            if let Some(at) = chain.iter().position(|seen| *seen == joined) {
                self.diagnostics.push(cycle(place, chain.iter().skip(at), &joined));
                continue;
            }
            if let Some(&file) = self.known.get(&joined) {
                self.imports.push(Import { place, file });
                continue;
            }
            if chain.len() >= MAX_IMPORT_DEPTH {
                let message = format!("引用太深：超过 {MAX_IMPORT_DEPTH} 层");
                self.diagnostics.push(Diagnostic::error("E0602", place, message));
                continue;
            }
            match (self.read)(&joined) {
                Ok(source) => {
                    let found = self.parse(source);
                    self.known.insert(joined.clone(), found);
                    self.imports.push(Import { place, file: found });
                    chain.push(joined);
                    self.follow(found, chain);
                    chain.pop();
                }
                Err(reason) => {
                    // The reader may have named the file already.
                    let why = reason.split_once(&format!("`{joined}`：")).map_or(&*reason, |(_, why)| why);
                    let shown = if joined.is_empty() { &path } else { &joined };
                    let message = format!("读不到引用的文件 `{shown}`：{why}");
                    let missing = Diagnostic::error("E0601", place, message);
                    self.diagnostics.push(missing.help("路径相对于写 `引用` 的文件"));
                    self.missing.push((joined, reason));
                }
            }
        }
    }
}

/// The paths that a text imports, joined to its own name.
pub fn imports(source: &Source) -> Vec<String> {
    // Most files import nothing, and need not be parsed for that.
    if memchr::memmem::find(source.text.as_bytes(), "引用".as_bytes()).is_none() {
        return Vec::new();
    }
    let importer = normal_path(&source.name);
    let parsed = syntax::parse(source.clone(), FileId(0));
    imported(&parsed).into_iter().map(|(_, path)| join(&importer, &path)).collect()
}

fn imported(parsed: &Parsed) -> Vec<(Text, String)> {
    let paths = parsed.stmts.iter().filter_map(|stmt| match &stmt.clause {
        Clause::Import { path, .. } => Some((*path, parsed.text(*path))),
        _ => None,
    });
    paths.collect()
}

fn cycle<'a>(place: Place, chain: impl Iterator<Item = &'a String>, back: &'a str) -> Diagnostic {
    let path: Vec<&str> = chain.map(String::as_str).chain(std::iter::once(back)).collect();
    Diagnostic::error("E0602", place, format!("循环引用：{}", path.join(" → ")))
        .label("又回到了前面的文件")
        .help("删去这一行，或把共用的内容移到另一个文件")
}

/// The path as seen from the importing file, with `.` and `..` worked out textually.
fn join(importer: &str, path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let absolute = path.starts_with('/') || path.chars().nth(1) == Some(':');
    match importer.rsplit_once('/') {
        Some((folder, _)) if !absolute => normal_path(&format!("{folder}/{path}")),
        _ => normal_path(&path),
    }
}

/// A path with `.` and `..` worked out textually, as imports name files.
pub fn normal_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" if !kept.is_empty() => {}
            ".." if kept.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                kept.pop();
            }
            _ => kept.push(part),
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_textually() {
        assert_eq!(join("a.heng", "b.heng"), "b.heng");
        assert_eq!(join("部门/a.heng", "公共/规则.heng"), "部门/公共/规则.heng");
        assert_eq!(join("部门/a.heng", "../公共/./规则.heng"), "公共/规则.heng");
        assert_eq!(join("x/a.heng", "../../b.heng"), "../b.heng");
        assert_eq!(join("x/a.heng", "/b.heng"), "/b.heng");
    }

    /// `HENG_BLESS=1 cargo test prelude_trees` writes them anew.
    #[test]
    fn the_prelude_trees_are_those_of_its_texts() {
        for ((name, text), tree) in PRELUDE.into_iter().zip(PRELUDE_TREES) {
            let parsed = syntax::parse(Source::new(name, text), FileId(0));
            let bytes = syntax::keep(&parsed).unwrap();
            let file = name.trim_start_matches("<heng>/").replace(".heng", ".tree");
            if std::env::var_os("HENG_BLESS").is_some() {
                std::fs::write(format!("src/model/prelude/{file}"), &bytes).unwrap();
                continue;
            }
            assert!(bytes == tree, "{file} belongs to another text: HENG_BLESS=1 cargo test prelude_trees");
            let kept = syntax::kept(&parsed.source, FileId(0), tree).unwrap();
            assert_eq!((kept.stmts, kept.comments), (parsed.stmts, parsed.comments));
        }
    }
}
