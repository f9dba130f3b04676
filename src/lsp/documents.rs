//! The texts that are open in the editor, with their analyses.
//!
//! A small text is analysed when something is asked of it. A large one is analysed on a
//! thread of its own, so that an older analysis stands beside a newer text for a while; what
//! lies between the two is one [`Change`].

use std::collections::BTreeMap;
use std::sync::Arc;

use gen_lsp_types as lsp;

use super::convert::{self, Encoding, Lines};
use crate::diag::Diagnostic;
use crate::ide::{Analysis, Change, Known};

/// From this size on a text is analysed on a thread of its own: 64 KB take some five
/// milliseconds, which nobody notices.
pub(super) const LARGE_BYTES: usize = 64 * 1024;

/// What is open.
#[derive(Default)]
pub(super) struct Documents {
    open: BTreeMap<String, Document>,
    /// Counts changes; an analysis belongs to one number of its document.
    revision: u64,
}

/// An open text.
pub(super) struct Document {
    pub version: i32,
    pub lines: Arc<Lines>,
    /// The newest analysis, perhaps of an earlier text.
    pub analysis: Option<Arc<Analysis>>,
    /// Whether the analysis is of this text and of what it imports now.
    pub fresh: bool,
    /// What was changed since the analysis.
    pub change: Option<Change>,
    /// What is known of a text between the analysis and now, and what was changed since.
    pub known: Option<Known>,
    pub last: Option<Change>,
    /// Where the author is: the place of the newest change.
    pub edited: u32,
    /// What a client was answered from a part of the text, until the whole is told.
    pub told: Option<Vec<Diagnostic>>,
    /// Findings that a client was sent because it had been answered without them, and cannot be
    /// told to fetch them.
    pub belated: bool,
    /// Of the text and its imports.
    pub revision: u64,
    /// What it is checked by: the file of the configuration, and its stamp.
    pub configuration: Option<(Option<String>, u64)>,
    /// Whether its diagnostics have to be sent.
    pub due: bool,
    /// Whether they have changed without a change of the text, so that a client that fetches
    /// them does not know.
    pub affected: bool,
    /// Whether a client was answered from a part of the text and is to fetch the rest.
    pub passing: bool,
}

impl Document {
    pub fn text(&self) -> &Arc<str> {
        &self.lines.text
    }

    fn changed(&mut self, change: Change) {
        self.change = Change::after(self.change, change);
        self.last = Change::after(self.last, change);
        self.edited = change.start as u32;
    }

    pub fn is_large(&self) -> bool {
        self.text().len() >= LARGE_BYTES
    }
}

impl Documents {
    pub fn open(&mut self, uri: String, version: i32, text: String) {
        self.revision += 1;
        let document = Document {
            version,
            lines: Arc::new(Lines::new(text.into())),
            analysis: None,
            fresh: false,
            change: None,
            known: None,
            last: None,
            edited: 0,
            told: None,
            belated: false,
            revision: self.revision,
            configuration: None,
            due: true,
            affected: false,
            passing: false,
        };
        let path = convert::path(&uri);
        self.open.insert(uri, document);
        self.forget_importers(&path);
    }

    pub fn close(&mut self, uri: &str) {
        self.open.remove(uri);
        self.forget_importers(&convert::path(uri));
    }

    /// Applies changes in their order, each to the text that the one before left.
    pub fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        self.revision += 1;
        let revision = self.revision;
        let Some(document) = self.open.get_mut(uri) else { return };
        for change in changes {
            match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    let all = Change { start: 0, old_end: document.text().len(), new_end: whole.text.len() };
                    document.changed(all);
                    document.lines = Arc::new(Lines::new(whole.text.into()));
                }
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let start = document.lines.offset(encoding, part.range.start) as usize;
                    let end = (document.lines.offset(encoding, part.range.end) as usize).max(start);
                    let text = document.text();
                    let head = text.get(..start).unwrap_or_default();
                    let tail = text.get(end..).unwrap_or_default();
                    let mut changed = String::with_capacity(head.len() + part.text.len() + tail.len());
                    changed.push_str(head);
                    changed.push_str(&part.text);
                    changed.push_str(tail);
                    let one = Change { start, old_end: end, new_end: start + part.text.len() };
                    document.changed(one);
                    document.lines = Arc::new(Lines::new(changed.into()));
                }
            }
        }
        document.version = version;
        document.revision = revision;
        document.fresh = false;
        document.due = true;
        self.forget_importers(&convert::path(uri));
    }

    /// A text that others import is part of their compilation.
    pub fn forget_importers(&mut self, path: &str) {
        self.forget(|_, document| {
            let Some(analysis) = &document.analysis else { return false };
            let files = &analysis.model.files;
            let imports = files.iter().any(|file| file.file != files.entry() && *file.source.name == *path);
            imports || files.missing().iter().any(|(missing, _)| missing == path)
        });
    }

    /// After a change of files that are not known by their names.
    pub fn forget_all(&mut self) {
        self.forget(|_, _| true);
    }

    /// Takes note of what a document is checked by; the first time there is nothing to forget.
    pub fn configured(&mut self, uri: &str, by: (Option<String>, u64)) {
        let Some(document) = self.open.get_mut(uri) else { return };
        if document.configuration.replace(by).is_some() {
            self.forget(|other, _| other == uri);
        }
    }

    /// What is known of some documents is not true any more, although their texts are the same.
    fn forget(&mut self, which: impl Fn(&str, &Document) -> bool) {
        self.revision += 1;
        for (uri, document) in &mut self.open {
            if which(uri, document) {
                document.fresh = false;
                document.due = true;
                document.affected = true;
                document.revision = self.revision;
            }
        }
    }

    pub fn get(&self, uri: &str) -> Option<&Document> {
        self.open.get(uri)
    }

    pub fn get_mut(&mut self, uri: &str) -> Option<&mut Document> {
        self.open.get_mut(uri)
    }

    pub fn uris(&self) -> Vec<String> {
        self.open.keys().cloned().collect()
    }

    /// The texts by their paths, for what imports them.
    pub fn texts(&self) -> Vec<(String, Arc<str>)> {
        self.open.iter().map(|(uri, document)| (convert::path(uri), document.text().clone())).collect()
    }

    /// Takes in an analysis, unless it is of an earlier text.
    pub fn analysed(&mut self, uri: &str, revision: u64, analysis: Arc<Analysis>) {
        let Some(document) = self.open.get_mut(uri).filter(|document| document.revision == revision) else { return };
        document.fresh = true;
        document.change = None;
        // Where no more was found than had been told, nothing is to be fetched.
        document.told = document.known.take().map(|known| known.findings).filter(|_| document.passing);
        document.affected |= document.passing && document.told.as_ref() != Some(&analysis.linted.findings);
        document.passing = false;
        document.last = None;
        document.analysis = Some(analysis);
    }

    /// The URI under which a path was opened, as the client spells it.
    pub fn uri_of(&self, path: &str) -> Option<String> {
        self.open.keys().find(|uri| convert::path(uri) == path).cloned()
    }
}
