//! The requests, each with its answer. A table; the handlers stand in the files below.

mod calls;
pub(super) mod change;
pub(super) mod command;
mod names;
mod place;
mod whole;

use serde_json::Value;

use super::diagnostics;
use super::server::{Answer, Server};

/// What a request needs of the text it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The text as it is; an analysis of an earlier one will do.
    Text,
    /// The same, where what was changed allows it; else [`Need::Fresh`]. The handler says so.
    Passing,
    /// An analysis of the text as it is.
    Fresh,
    /// The same, of the whole text: of no use when the text changes in the meantime.
    Whole,
}

/// One request.
pub(super) struct Handler {
    method: &'static str,
    pub need: Need,
    pub answer: fn(&mut Server<'_>, Value) -> Answer,
}

const fn handler(
    method: &'static str,
    need: Need,
    answer: for<'s, 'c> fn(&'s mut Server<'c>, Value) -> Answer,
) -> Handler {
    Handler { method, need, answer }
}

const HANDLERS: &[Handler] = &[
    handler("textDocument/hover", Need::Passing, place::hover),
    handler("textDocument/definition", Need::Fresh, place::definition),
    handler("textDocument/references", Need::Fresh, names::references),
    handler("textDocument/documentHighlight", Need::Fresh, names::highlights),
    handler("textDocument/prepareRename", Need::Fresh, names::prepare_rename),
    handler("textDocument/rename", Need::Fresh, names::rename),
    handler("workspace/symbol", Need::Text, names::workspace_symbols),
    handler("textDocument/completion", Need::Text, change::completion),
    handler("textDocument/formatting", Need::Fresh, change::formatting),
    handler("textDocument/codeAction", Need::Fresh, change::code_actions),
    handler("textDocument/documentSymbol", Need::Whole, whole::symbols),
    handler("textDocument/foldingRange", Need::Whole, whole::folds),
    handler("textDocument/rangeFormatting", Need::Fresh, change::range_formatting),
    handler("textDocument/onTypeFormatting", Need::Text, change::on_type_formatting),
    handler("textDocument/signatureHelp", Need::Text, place::signature),
    handler("textDocument/selectionRange", Need::Fresh, place::selections),
    handler("textDocument/semanticTokens/full", Need::Whole, whole::tokens),
    handler("textDocument/semanticTokens/full/delta", Need::Whole, whole::tokens_delta),
    handler("textDocument/semanticTokens/range", Need::Whole, whole::tokens_in_range),
    handler("textDocument/inlayHint", Need::Whole, whole::hints),
    handler("textDocument/codeLens", Need::Whole, whole::lenses),
    handler("textDocument/documentLink", Need::Whole, whole::links),
    handler("textDocument/prepareCallHierarchy", Need::Fresh, calls::prepare),
    handler("callHierarchy/incomingCalls", Need::Fresh, calls::incoming),
    handler("callHierarchy/outgoingCalls", Need::Fresh, calls::outgoing),
    handler("textDocument/diagnostic", Need::Passing, diagnostics::pull),
    handler("workspace/diagnostic", Need::Text, diagnostics::pull_workspace),
    handler("workspace/executeCommand", Need::Text, command::execute),
    handler("heng/virtualDocument", Need::Text, place::shipped),
    handler("workspace/textDocumentContent", Need::Text, place::shipped),
    handler("heng/fault", Need::Text, fault),
];

/// The handler of a method.
pub(super) fn find(method: &str) -> Option<&'static Handler> {
    HANDLERS.iter().find(|handler| handler.method == method)
}

/// Panics where the client has asked for faults: what becomes of a panic can then be tested.
fn fault(server: &mut Server<'_>, _params: Value) -> Answer {
    #[expect(clippy::panic, reason = "this is what is tested")]
    if server.client.faults {
        panic!("a fault that was asked for");
    }
    Ok(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_stands_once() {
        let mut methods: Vec<&str> = HANDLERS.iter().map(|handler| handler.method).collect();
        methods.sort_unstable();
        let before = methods.len();
        methods.dedup();
        assert_eq!(methods.len(), before);
    }
}
