//! When a text is analysed, and on which thread.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use lsp_server::ErrorCode;

use super::convert;
use super::server::{Refused, Server, uri_of};
use crate::ide::{self, Analysis};
use crate::source::Source;

/// What a worker made of a text; nothing when it panicked.
pub(super) struct Done {
    uri: String,
    revision: u64,
    analysis: Option<Arc<Analysis>>,
}

impl Server<'_> {
    /// The analysis of a document as it is now, made here when there is none.
    pub fn analysis(&mut self, uri: &str) -> Result<Arc<Analysis>, Refused> {
        let Some(document) = self.documents.get(uri) else {
            return Err(Refused(ErrorCode::InvalidParams, format!("没有打开 {uri}")));
        };
        if let Some(analysis) = document.analysis.as_ref().filter(|_| document.fresh) {
            return Ok(Arc::clone(analysis));
        }
        let revision = document.revision;
        let analysis = Arc::new(self.job(uri)());
        self.documents.analysed(uri, revision, Arc::clone(&analysis));
        Ok(analysis)
    }

    /// What it takes to analyse a document, on whichever thread.
    fn job(&mut self, uri: &str) -> impl FnOnce() -> Analysis + Send + use<> {
        let name = convert::path(uri);
        let configured = self.configured(&name);
        let open = self.documents.texts();
        let read = Arc::clone(&self.host.read);
        let text: Arc<str> = self.documents.get(uri).map_or_else(|| "".into(), |document| document.text().clone());
        move || {
            let mut find = |path: &str| match open.iter().find(|(open, _)| open == path) {
                Some((_, text)) => Ok(Source::new(path, text.clone())),
                None => read(path),
            };
            let shipped = ide::shipped(&name).is_some();
            let mut analysis = ide::analyse(Source::new(name, text), &configured, &mut find);
            if shipped {
                // A file of the prelude stands beside itself there, and nobody can change it.
                analysis.linted = Default::default();
            }
            analysis
        }
    }

    /// Whether a request about a document has to wait for a worker. What has no analysis at
    /// all is made at once: the client has just opened it and waits for the first answer.
    pub fn has_to_wait(&self, uri: &str) -> bool {
        let document = self.documents.get(uri);
        document.is_some_and(|document| document.is_large() && !document.fresh && document.analysis.is_some())
    }

    pub fn is_working(&self) -> bool {
        self.working.is_some()
    }

    /// Whether a large text has changed since it was analysed and nobody is at it.
    pub fn wants_work(&self) -> bool {
        !self.is_working() && self.documents.uris().iter().any(|uri| self.has_to_wait(uri))
    }

    /// Has a text analysed: one that is asked about, else any that was changed.
    pub fn start_work(&mut self) {
        if self.is_working() {
            return;
        }
        let asked = self.parked.iter().map(|request| uri_of(&request.params).to_owned());
        let Some(uri) = asked.chain(self.documents.uris()).find(|uri| self.has_to_wait(uri)) else { return };
        let Some(revision) = self.documents.get(&uri).map(|document| document.revision) else { return };
        let (job, work) = (self.job(&uri), self.work.clone());
        self.working = Some(uri.clone());
        std::thread::spawn(move || {
            let analysis = panic::catch_unwind(AssertUnwindSafe(job)).ok().map(Arc::new);
            // A server that has ended needs no result.
            let _ = work.send(Done { uri, revision, analysis });
        });
    }

    /// Takes in what a worker made, and answers what waited for it.
    pub fn finished(&mut self, done: Done) {
        self.working = None;
        let uri = done.uri;
        match done.analysis {
            Some(analysis) => {
                self.documents.analysed(&uri, done.revision, analysis);
                if let Some(document) = self.documents.get_mut(&uri) {
                    document.due = document.fresh;
                }
            }
            None => {
                self.log("heng 内部错误：分析文件");
                // Not again before the text changes.
                if let Some(document) = self.documents.get_mut(&uri) {
                    document.analysis = None;
                }
            }
        }
        let parked = std::mem::take(&mut self.parked);
        for request in parked {
            if self.has_to_wait(uri_of(&request.params)) {
                self.parked.push(request);
            } else {
                self.answer(request);
            }
        }
        if !self.parked.is_empty() {
            self.start_work();
        }
    }
}
