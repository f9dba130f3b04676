//! What is configured for the texts that are open: noticed when it changes, and told when it is
//! wrong.

use serde_json::{Value, json};

use super::convert::{self, Lines};
use super::server::Server;
use super::{Configuration, Mistake};
use crate::ide::Configured;

impl Server<'_> {
    /// What a file is checked by.
    pub fn configured(&mut self, path: &str) -> Configured {
        (self.host.configured)(path).configured
    }

    /// Looks whether what is configured for a document is what it was checked by; what is known
    /// of the document is forgotten when it is not.
    pub fn reconfigure(&mut self, uri: &str) {
        let Some(before) = self.documents.get(uri).map(|document| document.configuration.clone()) else { return };
        let Configuration { file, stamp, mistake, .. } = (self.host.configured)(&convert::path(uri));
        if before == Some((file.clone(), stamp)) {
            return;
        }
        let old = before.and_then(|(file, _)| file);
        self.documents.configured(uri, (file.clone(), stamp));
        // A file that does not count any more has no mistakes.
        if let Some(old) = old.filter(|old| file.as_ref() != Some(old)) {
            self.tell_mistake(old, None);
        }
        if let Some(file) = file {
            self.tell_mistake(file, mistake);
        }
    }

    /// The same of all documents.
    pub fn reconfigure_all(&mut self) {
        for uri in self.documents.uris() {
            self.reconfigure(&uri);
        }
    }

    /// Tells what is wrong with a configuration, in it and once in words.
    fn tell_mistake(&mut self, file: String, mistake: Option<Mistake>) {
        if self.mistakes.get(&file) == mistake.as_ref() {
            return;
        }
        let uri = convert::uri(&file);
        let found = |mistake: &Mistake| {
            let lines = Lines::new(mistake.text.clone());
            let range = lines.range(self.client.encoding, mistake.span);
            json!({ "range": range, "severity": 1, "source": "heng", "message": mistake.message })
        };
        let found: Vec<Value> = mistake.iter().map(found).collect();
        self.tell("textDocument/publishDiagnostics", json!({ "uri": uri, "diagnostics": found }));
        match mistake {
            Some(mistake) => {
                let message = format!("配置 `{file}` 有错，没有照它检查：{}", mistake.message);
                self.tell("window/showMessage", json!({ "type": 1, "message": message }));
                self.mistakes.insert(file, mistake);
            }
            None => {
                self.mistakes.remove(&file);
            }
        }
    }
}
