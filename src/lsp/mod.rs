//! The language server: the protocol over what `ide` knows. Synchronous; one request after
//! another, each cheap. A panic in a request is told to the client and the server lives on.

mod convert;
mod documents;

use std::panic::{self, AssertUnwindSafe};

use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::ide::{self, Analysis};
use crate::lint::Settings;
use crate::source::{FileId, Place, Source, Span};
use crate::syntax;
use convert::{Encoding, Lines};
use documents::Documents;

/// Reads a file by its path, or says why there is none.
pub type Read = dyn FnMut(&str) -> Result<Source, String>;

/// What the server needs of the world.
pub struct Host {
    /// Reads a file that is not open.
    pub read: Box<Read>,
    /// The rules for a file.
    pub settings: Box<dyn FnMut(&str) -> Settings>,
}

/// Why the server ended.
#[derive(Debug)]
pub enum Ended {
    /// As the client asked.
    Shutdown,
    /// The client went away, or broke the protocol.
    Lost(String),
}

/// Serves a client until it goes.
pub fn serve(connection: &Connection, host: Host) -> Ended {
    let (id, params) = match connection.initialize_start() {
        Ok(start) => start,
        Err(error) => return Ended::Lost(error.to_string()),
    };
    let encoding = Encoding::offered(&params);
    let answer = serde_json::json!({
        "capabilities": capabilities(encoding),
        "serverInfo": { "name": "heng", "version": env!("CARGO_PKG_VERSION") },
    });
    if let Err(error) = connection.initialize_finish(id, answer) {
        return Ended::Lost(error.to_string());
    }
    let mut server = Server { connection, host, encoding, documents: Documents::default() };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => match connection.handle_shutdown(&request) {
                Ok(true) => return Ended::Shutdown,
                Ok(false) => server.request(request),
                Err(error) => return Ended::Lost(error.to_string()),
            },
            Message::Notification(notification) => server.notification(notification),
            Message::Response(_) => {}
        }
    }
    Ended::Lost("连接断开".to_owned())
}

fn capabilities(encoding: Encoding) -> Value {
    serde_json::json!({
        "positionEncoding": encoding.name(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "hoverProvider": true,
        "definitionProvider": true,
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
    })
}

struct Server<'c> {
    connection: &'c Connection,
    host: Host,
    encoding: Encoding,
    documents: Documents,
}

/// A request answered, or why it was not.
type Answer = Result<Value, (ErrorCode, String)>;

impl Server<'_> {
    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let answer = panic::catch_unwind(AssertUnwindSafe(|| self.answer(request)));
        let answer = answer.unwrap_or_else(|_| Err((ErrorCode::InternalError, "heng 内部错误".to_owned())));
        let response = match answer {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        // A client that has gone needs no answer; the loop ends by itself.
        let _ = self.connection.sender.send(Message::Response(response));
    }

    fn answer(&mut self, request: Request) -> Answer {
        match request.method.as_str() {
            "textDocument/hover" => self.at_position(request.params, |server, analysis, lines, offset| {
                let hover = ide::hover(analysis, offset);
                json(hover.map(|hover| {
                    serde_json::json!({
                        "contents": { "kind": "markdown", "value": hover.markdown },
                        "range": lines.range(server.encoding, hover.span),
                    })
                }))
            }),
            "textDocument/definition" => self.at_position(request.params, |server, analysis, lines, offset| {
                json(ide::definition(analysis, offset).and_then(|place| server.location(analysis, lines, place)))
            }),
            "textDocument/documentSymbol" => self.of_document(request.params, |server, analysis, lines| {
                json(ide::symbols(analysis).iter().map(|symbol| server.symbol(lines, symbol)).collect::<Vec<_>>())
            }),
            "textDocument/foldingRange" => self.of_document(request.params, |server, analysis, lines| {
                let fold = |fold: &ide::Fold| {
                    let range = lines.range(server.encoding, fold.span);
                    let mut value = serde_json::json!({ "startLine": range.start.line, "endLine": range.end.line });
                    if let (true, Some(object)) = (fold.comment, value.as_object_mut()) {
                        object.insert("kind".to_owned(), "comment".into());
                    }
                    value
                };
                json(ide::folds(analysis).iter().map(fold).collect::<Vec<_>>())
            }),
            "textDocument/formatting" => self.of_document(request.params, |server, analysis, lines| {
                json(formatted(analysis).map(|text| {
                    let whole = Span::new(0, analysis.text().len());
                    vec![lsp::TextEdit::new(lines.range(server.encoding, whole), text)]
                }))
            }),
            "textDocument/codeAction" => self.code_actions(request.params),
            method => Err((ErrorCode::MethodNotFound, format!("没有 {method}"))),
        }
    }

    fn code_actions(&mut self, params: Value) -> Answer {
        let params: lsp::CodeActionParams = read(params)?;
        let uri = params.text_document.uri.clone();
        self.with(&uri.0, |server, analysis, lines| {
            let start = lines.offset(server.encoding, params.range.start);
            let end = lines.offset(server.encoding, params.range.end);
            let actions = ide::actions(analysis, Span { start, end: end.max(start) });
            let action = |action: &ide::Action| {
                let edit = |(span, text): &(Span, String)| {
                    lsp::TextEdit::new(lines.range(server.encoding, *span), text.clone())
                };
                let edits: Vec<lsp::TextEdit> = action.edits.iter().map(edit).collect();
                serde_json::json!({
                    "title": action.title,
                    "kind": "quickfix",
                    "isPreferred": action.preferred,
                    "edit": { "changes": { uri.0.as_str(): edits } },
                })
            };
            json(actions.iter().map(action).collect::<Vec<_>>())
        })
    }

    fn notification(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let handled = panic::catch_unwind(AssertUnwindSafe(|| self.notified(notification)));
        if handled.is_err() {
            self.log(&format!("heng 内部错误：{method}"));
        }
    }

    fn notified(&mut self, notification: Notification) {
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                let Ok(params) = read::<lsp::DidOpenTextDocumentParams>(notification.params) else { return };
                let document = params.text_document;
                self.documents.open(document.uri.0.clone(), document.version, document.text);
                self.publish(&document.uri.0);
            }
            "textDocument/didChange" => {
                let Ok(params) = read::<lsp::DidChangeTextDocumentParams>(notification.params) else { return };
                let uri = params.text_document.text_document_identifier.uri.0;
                let version = params.text_document.version;
                self.documents.change(&uri, version, params.content_changes, self.encoding);
                self.publish(&uri);
            }
            "textDocument/didClose" => {
                let Ok(params) = read::<lsp::DidCloseTextDocumentParams>(notification.params) else { return };
                let uri = params.text_document.uri.0;
                self.documents.close(&uri);
                self.send("textDocument/publishDiagnostics", serde_json::json!({ "uri": uri, "diagnostics": [] }));
            }
            _ => {}
        }
    }

    /// Sends what is wrong with a document.
    fn publish(&mut self, uri: &str) {
        let encoding = self.encoding;
        let version = self.documents.version(uri);
        let diagnostics = self.with(uri, |server, analysis, lines| {
            let entry = analysis.model.files.entry();
            let own = analysis.linted.findings.iter().filter(|finding| finding.primary.place.file == entry);
            let one = |finding: &crate::diag::Diagnostic| {
                let related = finding.related.iter().filter_map(|label| {
                    let location = server.location(analysis, lines, label.place)?;
                    Some(serde_json::json!({ "location": location, "message": label.text }))
                });
                let help = finding.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
                serde_json::json!({
                    "range": lines.range(encoding, finding.primary.place.span),
                    "severity": convert::severity(finding.severity),
                    "code": finding.code,
                    "source": "heng",
                    "message": format!("{}{help}", finding.message),
                    "relatedInformation": related.collect::<Vec<_>>(),
                })
            };
            json(own.map(one).collect::<Vec<_>>())
        });
        let Ok(diagnostics) = diagnostics else { return };
        let params = serde_json::json!({ "uri": uri, "version": version, "diagnostics": diagnostics });
        self.send("textDocument/publishDiagnostics", params);
    }

    fn of_document(&mut self, params: Value, ask: impl FnOnce(&Server<'_>, &Analysis, &Lines) -> Answer) -> Answer {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.with(&uri, ask)
    }

    fn at_position(
        &mut self,
        params: Value,
        ask: impl FnOnce(&Server<'_>, &Analysis, &Lines, u32) -> Answer,
    ) -> Answer {
        let params: lsp::TextDocumentPositionParams = read(params)?;
        let uri = params.text_document.uri.0;
        self.with(&uri, |server, analysis, lines| {
            let offset = lines.offset(server.encoding, params.position);
            ask(server, analysis, lines, offset)
        })
    }

    /// Asks something of an open document, analysed once for each version.
    fn with(&mut self, uri: &str, ask: impl FnOnce(&Server<'_>, &Analysis, &Lines) -> Answer) -> Answer {
        let Some(text) = self.documents.text(uri) else {
            return Err((ErrorCode::InvalidParams, format!("没有打开 {uri}")));
        };
        if self.documents.analysis(uri).is_none() {
            let name = convert::path(uri);
            let settings = (self.host.settings)(&name);
            let open = self.documents.texts();
            let read = &mut self.host.read;
            let mut find = |path: &str| match open.iter().find(|(uri, _)| convert::path(uri) == path) {
                Some((_, text)) => Ok(Source::new(path, text.clone())),
                None => read(path),
            };
            let analysis = ide::analyse(Source::new(name, text.clone()), &settings, &mut find);
            self.documents.analysed(uri, analysis);
        }
        let lines = Lines::new(text);
        let Some(analysis) = self.documents.analysis(uri) else { return Ok(Value::Null) };
        ask(self, analysis, &lines)
    }

    /// A place as the client opens it; the prelude is no file.
    fn location(&self, analysis: &Analysis, own: &Lines, place: Place) -> Option<Value> {
        let source = &analysis.model.files.get(place.file)?.source;
        let (uri, range) = if place.file == analysis.model.files.entry() {
            let uri = self.documents.uri_of(&source.name).unwrap_or_else(|| convert::uri(&source.name));
            (uri, own.range(self.encoding, place.span))
        } else {
            (convert::uri(&source.name), Lines::new(source.text.clone()).range(self.encoding, place.span))
        };
        Some(serde_json::json!({ "uri": uri, "range": range }))
    }

    fn symbol(&self, lines: &Lines, symbol: &ide::Symbol) -> Value {
        serde_json::json!({
            "name": symbol.name,
            "detail": symbol.detail,
            "kind": convert::symbol_kind(symbol.kind),
            "range": lines.range(self.encoding, symbol.span),
            "selectionRange": lines.range(self.encoding, symbol.name_span),
            "children": symbol.children.iter().map(|child| self.symbol(lines, child)).collect::<Vec<_>>(),
        })
    }

    fn log(&self, message: &str) {
        self.send("window/logMessage", serde_json::json!({ "type": 1, "message": message }));
    }

    fn send(&self, method: &str, params: Value) {
        let notification = Notification { method: method.to_owned(), params };
        // A client that has gone needs no notice.
        let _ = self.connection.sender.send(Message::Notification(notification));
    }
}

/// The canonical form; none for a file with mistakes of form, which is left alone.
fn formatted(analysis: &Analysis) -> Option<String> {
    let source = analysis.parsed()?.source.clone();
    crate::format::format(&syntax::parse(source, FileId(0))).ok()
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn json(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}
