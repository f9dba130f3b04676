//! What the client can do, and what the server says it can do.

use serde_json::{Value, json};

use super::answers::change::KINDS;
use super::answers::command::COMMANDS;
use super::convert::Encoding;
use crate::ide::{TOKEN_KINDS, TOKEN_MODIFIERS, TYPED};

/// What matters of the client's capabilities.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub encoding: Encoding,
    /// Places to fill in, in completions.
    pub snippets: bool,
    /// `changes` of a workspace edit may say which version of a document they are about.
    pub versioned_edits: bool,
    /// The server may ask for diagnostics to be fetched again.
    pub refreshes_diagnostics: bool,
    pub refreshes_hints: bool,
    /// The server may say which files it wants to hear of.
    pub registers_watchers: bool,
    /// The folders that are open.
    pub folders: Vec<String>,
    /// A file of actual values, where the client names one.
    pub actuals: Option<String>,
    /// Requests that fail on purpose are answered: for tests of what becomes of a panic.
    pub faults: bool,
}

impl Client {
    pub fn of(params: &Value) -> Client {
        let can = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let folders = folders.into_iter().flatten().filter_map(|folder| text(folder.get("uri")));
        let mut folders: Vec<String> = folders.collect();
        if folders.is_empty() {
            folders.extend(text(params.get("rootUri")));
        }
        Client {
            encoding: Encoding::offered(params),
            snippets: can("/capabilities/textDocument/completion/completionItem/snippetSupport"),
            versioned_edits: can("/capabilities/workspace/workspaceEdit/documentChanges"),
            refreshes_diagnostics: can("/capabilities/workspace/diagnostics/refreshSupport"),
            refreshes_hints: can("/capabilities/workspace/inlayHint/refreshSupport"),
            // A program that replays the capabilities of an editor and does not say that it is one
            // often cannot answer a request; an editor gives its name.
            registers_watchers: params.get("clientInfo").is_some()
                && can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            folders,
            actuals: text(params.pointer("/initializationOptions/actuals")),
            faults: can("/initializationOptions/faults"),
        }
    }
}

pub(super) fn capabilities(client: &Client) -> Value {
    let (first, more) = (TYPED.first(), TYPED.get(1..));
    json!({
        "positionEncoding": client.encoding.name(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "hoverProvider": true,
        // The blank of a Chinese input method is one as well.
        "completionProvider": { "triggerCharacters": [" ", "\u{3000}", ",", "，", ".", "/", ":", "\"", "“"] },
        "workspace": {
            "workspaceFolders": { "supported": true },
            // The files of the prelude, to be shown and not to be edited.
            "textDocumentContent": { "schemes": ["heng"] },
        },
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": { "prepareProvider": true },
        "workspaceSymbolProvider": true,
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "documentOnTypeFormattingProvider": { "firstTriggerCharacter": first, "moreTriggerCharacter": more },
        "codeActionProvider": { "codeActionKinds": KINDS },
        "signatureHelpProvider": { "triggerCharacters": [" ", "\u{3000}", "(", "（"] },
        "selectionRangeProvider": true,
        "semanticTokensProvider": {
            "legend": { "tokenTypes": TOKEN_KINDS, "tokenModifiers": TOKEN_MODIFIERS },
            "full": { "delta": true },
            "range": true,
        },
        "inlayHintProvider": true,
        "codeLensProvider": {},
        "documentLinkProvider": {},
        "callHierarchyProvider": true,
        "diagnosticProvider": { "identifier": "heng", "interFileDependencies": true, "workspaceDiagnostics": true },
        "executeCommandProvider": { "commands": COMMANDS },
    })
}
