//! The texts that are open in the editor, with their analyses.

use std::collections::BTreeMap;
use std::sync::Arc;

use gen_lsp_types as lsp;

use super::convert::{self, Encoding, Lines};
use crate::ide::Analysis;

/// What is open.
#[derive(Default)]
pub(super) struct Documents {
    open: BTreeMap<String, Document>,
}

struct Document {
    version: i32,
    text: Arc<str>,
    analysis: Option<Analysis>,
}

impl Documents {
    pub fn open(&mut self, uri: String, version: i32, text: String) {
        self.forget_analyses();
        self.open.insert(uri, Document { version, text: text.into(), analysis: None });
    }

    pub fn close(&mut self, uri: &str) {
        self.open.remove(uri);
        self.forget_analyses();
    }

    /// Applies changes in their order, each to the text that the one before left.
    pub fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(document) = self.open.get_mut(uri) else { return };
        for change in changes {
            match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text.into();
                }
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::new(document.text.clone());
                    let start = lines.offset(encoding, part.range.start) as usize;
                    let end = lines.offset(encoding, part.range.end) as usize;
                    let mut text = document.text.to_string();
                    text.replace_range(start..end.max(start), &part.text);
                    document.text = text.into();
                }
            }
        }
        document.version = version;
        self.forget_analyses();
    }

    /// One file may import another, so that a change of any counts for all.
    fn forget_analyses(&mut self) {
        for document in self.open.values_mut() {
            document.analysis = None;
        }
    }

    pub fn version(&self, uri: &str) -> Option<i32> {
        self.open.get(uri).map(|document| document.version)
    }

    pub fn text(&self, uri: &str) -> Option<Arc<str>> {
        self.open.get(uri).map(|document| document.text.clone())
    }

    pub fn texts(&self) -> Vec<(String, Arc<str>)> {
        self.open.iter().map(|(uri, document)| (uri.clone(), document.text.clone())).collect()
    }

    pub fn analysis(&self, uri: &str) -> Option<&Analysis> {
        self.open.get(uri)?.analysis.as_ref()
    }

    pub fn analysed(&mut self, uri: &str, analysis: Analysis) {
        if let Some(document) = self.open.get_mut(uri) {
            document.analysis = Some(analysis);
        }
    }

    /// The URI under which a path was opened, as the client spells it.
    pub fn uri_of(&self, path: &str) -> Option<String> {
        self.open.keys().find(|uri| convert::path(uri) == path).cloned()
    }
}
