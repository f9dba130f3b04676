//! Files that change outside of the editor: what is imported, what is configured, actual values.

use serde_json::{Value, json};

use super::convert;
use super::server::Server;

/// What is watched where the client lets us say so.
const WATCHED: [&str; 3] = ["**/*.heng", "**/heng.toml", "**/*.{csv,xlsx,xls,ods,json}"];

impl Server<'_> {
    /// Has the client watch the files that findings and hints depend on.
    pub fn watch(&mut self) {
        if !self.client.registers_watchers {
            return;
        }
        let watchers: Vec<Value> = WATCHED.iter().map(|pattern| json!({ "globPattern": pattern })).collect();
        let options = json!({ "watchers": watchers });
        let method = "workspace/didChangeWatchedFiles";
        let registration = json!({ "id": "heng-watched", "method": method, "registerOptions": options });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }));
    }

    /// Forgets what depends on files that have changed.
    pub fn files_changed(&mut self, params: &Value) {
        let changes = params.get("changes").and_then(Value::as_array);
        let paths: Vec<String> = changes
            .into_iter()
            .flatten()
            .filter_map(|change| Some(convert::path(change.get("uri")?.as_str()?)))
            .collect();
        if paths.is_empty() {
            self.documents.forget_all();
        }
        for path in &paths {
            // An open text counts as the editor has it.
            if path.ends_with(".heng") && self.documents.uri_of(path).is_none() {
                self.documents.forget_importers(path);
            }
        }
        self.reconfigure_all();
        // Actual values stand in tables and in heng files beside a plan.
        if self.client.refreshes_hints {
            self.ask("workspace/inlayHint/refresh", Value::Null);
        }
    }
}
