//! A tree as bytes, for texts that are part of the program: reading them back costs a tenth
//! of parsing the text.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::ast::Stmt;
use super::{Comment, Parsed};
use crate::source::{FileId, Source};

/// What is kept of a source without mistakes.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Of the text that was parsed: a tree of another text is not used.
    hash: u64,
    stmts: Vec<Stmt>,
    comments: Vec<Comment>,
}

/// The bytes of a tree; none when the source has mistakes, which are not kept.
#[cfg(test)]
pub(crate) fn keep(parsed: &Parsed) -> Option<Vec<u8>> {
    let hash = xxh3_64(parsed.source.text.as_bytes());
    let kept = Kept { hash, stmts: parsed.stmts.clone(), comments: parsed.comments.clone() };
    if parsed.diagnostics.is_empty() { postcard::to_allocvec(&kept).ok() } else { None }
}

/// The tree of a source from its bytes; none when they belong to another text.
pub(crate) fn kept(source: &Source, file: FileId, bytes: &[u8]) -> Option<Parsed> {
    let Kept { hash, stmts, comments } = postcard::from_bytes(bytes).ok()?;
    let same = hash == xxh3_64(source.text.as_bytes());
    same.then(|| Parsed { source: source.clone(), file, stmts, comments, diagnostics: Vec::new() })
}
