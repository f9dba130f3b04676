//! The state of the server, and what becomes of a message.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, unbounded};
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::analyses::Done;
use super::answers::{self, Need};
use super::capabilities::Client;
use super::convert::{self, Encoding, Lines};
use super::documents::Documents;
use super::unopened::Looked;
use super::{Host, Mistake, cancelled};
use crate::ide::Analysis;
use crate::source::{FileId, Place, Source, Span};

/// The server between two messages.
pub(super) struct Server<'c> {
    pub connection: &'c Connection,
    pub host: Host,
    pub client: Client,
    pub documents: Documents,
    /// Requests that wait for an analysis.
    pub parked: Vec<Request>,
    /// The text that is being analysed, by its URI.
    pub working: Option<String>,
    pub work: Sender<Done>,
    pub worked: Receiver<Done>,
    /// Documents whose diagnostics the client fetches itself.
    pub pulled: std::collections::BTreeSet<String>,
    /// The tokens that clients have, to tell them only what changed.
    pub tokens: BTreeMap<String, (String, Vec<u32>)>,
    /// What was found in the files of the workspace that are not open, by their paths.
    pub unopened: BTreeMap<String, Looked>,
    /// What is wrong with configurations, by their paths.
    pub mistakes: BTreeMap<String, Mistake>,
    /// Requests of the server to the client.
    pub asked: i32,
}

/// A request refused.
pub(super) struct Refused(pub ErrorCode, pub String);

impl Refused {
    /// Not refused: to be asked again when the text is analysed.
    pub fn later() -> Refused {
        Refused(ErrorCode::UnknownErrorCode, String::new())
    }

    fn is_later(&self) -> bool {
        matches!(self.0, ErrorCode::UnknownErrorCode)
    }
}

/// A request answered, or why it was not.
pub(super) type Answer = Result<Value, Refused>;

/// A document that something is asked of.
pub(super) struct View<'s> {
    pub uri: &'s str,
    pub analysis: &'s Arc<Analysis>,
    pub lines: &'s Lines,
    pub encoding: Encoding,
    pub documents: &'s Documents,
    pub client: &'s Client,
    /// The lines of other files that places lie in.
    others: RefCell<BTreeMap<FileId, Arc<Lines>>>,
}

impl<'c> Server<'c> {
    pub fn new(connection: &'c Connection, host: Host, client: Client) -> Server<'c> {
        let (work, worked) = unbounded();
        Server {
            connection,
            host,
            client,
            documents: Documents::default(),
            parked: Vec::new(),
            working: None,
            work,
            worked,
            pulled: Default::default(),
            tokens: Default::default(),
            unopened: Default::default(),
            mistakes: Default::default(),
            asked: 0,
        }
    }

    /// Answers a request, parks it, or refuses it because what waits makes it stale.
    pub fn request(&mut self, request: Request, waiting: &VecDeque<Message>) {
        let Some(handler) = answers::find(&request.method) else {
            return self.refuse(request.id, ErrorCode::MethodNotFound, &format!("没有 {}", request.method));
        };
        let uri = uri_of(&request.params).to_owned();
        if handler.need == Need::Whole && waiting.iter().any(|message| changes(message, &uri)) {
            return self.refuse(request.id, ErrorCode::ContentModified, "文件已改");
        }
        let waits = matches!(handler.need, Need::Fresh | Need::Whole);
        if waits && self.has_to_wait(&uri) {
            return self.park(request);
        }
        self.answer(request);
    }

    /// Keeps a request until the text it is about is analysed.
    fn park(&mut self, request: Request) {
        self.parked.push(request);
        self.start_work();
    }

    /// Answers a request now.
    pub fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let Some(handler) = answers::find(&method) else { return };
        let kept = (handler.need == Need::Passing).then(|| params.clone());
        let answer = panic::catch_unwind(AssertUnwindSafe(|| (handler.answer)(self, params)));
        let answer = answer.unwrap_or_else(|_| {
            self.log(&format!("heng 内部错误：{method}"));
            Err(Refused(ErrorCode::InternalError, format!("heng 内部错误：{method}")))
        });
        match answer {
            Ok(value) => self.post(Message::Response(Response { id, response_result: Ok(value) })),
            Err(refused) if refused.is_later() => self.park(Request { id, method, params: kept.unwrap_or_default() }),
            Err(Refused(code, message)) => self.refuse(id, code, &message),
        }
    }

    pub fn refuse(&self, id: RequestId, code: ErrorCode, message: &str) {
        self.post(Message::Response(Response::new_err(id, code as i32, message.to_owned())));
    }

    /// Refuses what still waits when the server ends.
    pub fn refuse_parked(&mut self) {
        for request in std::mem::take(&mut self.parked) {
            self.refuse(request.id, ErrorCode::ServerCancelled, "正在停止");
        }
    }

    pub fn notification(&mut self, notification: Notification) {
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
                let uri = document.uri.0.clone();
                self.documents.open(document.uri.0, document.version, document.text);
                self.reconfigure(&uri);
            }
            "textDocument/didChange" => {
                let Ok(params) = read::<lsp::DidChangeTextDocumentParams>(notification.params) else { return };
                let uri = params.text_document.text_document_identifier.uri.0;
                let version = params.text_document.version;
                self.documents.change(&uri, version, params.content_changes, self.client.encoding);
                self.reconfigure(&uri);
                self.refuse_stale(&uri);
            }
            // What was saved may be what is configured, where nobody watches for it.
            "textDocument/didSave" => self.reconfigure_all(),
            "textDocument/didClose" => {
                let uri = uri_of(&notification.params).to_owned();
                self.documents.close(&uri);
                self.pulled.remove(&uri);
                self.tokens.remove(&uri);
                self.refuse_stale(&uri);
                self.tell("textDocument/publishDiagnostics", serde_json::json!({ "uri": uri, "diagnostics": [] }));
            }
            "initialized" => self.watch(),
            "workspace/didChangeWatchedFiles" => self.files_changed(&notification.params),
            "workspace/didChangeConfiguration" => self.reconfigure_all(),
            "$/cancelRequest" => {
                let Some(id) = cancelled(&notification.params) else { return };
                if let Some(at) = self.parked.iter().position(|request| request.id == id) {
                    self.parked.remove(at);
                    self.refuse(id, ErrorCode::RequestCanceled, "已取消");
                }
            }
            _ => {}
        }
    }

    /// The client has answered; nothing depends on it.
    pub fn response(&mut self, _response: Response) {}

    /// What was asked of an earlier text is of no use any more.
    fn refuse_stale(&mut self, uri: &str) {
        let (stale, kept): (Vec<Request>, Vec<Request>) =
            std::mem::take(&mut self.parked).into_iter().partition(|one| uri_of(&one.params) == uri);
        self.parked = kept;
        for request in stale {
            self.refuse(request.id, ErrorCode::ContentModified, "文件已改");
        }
    }

    /// Asks something of an open document, analysed once for each version.
    pub fn with(&mut self, uri: &str, ask: impl FnOnce(&View<'_>) -> Answer) -> Answer {
        let analysis = self.analysis(uri)?;
        let Some(document) = self.documents.get(uri) else { return Ok(Value::Null) };
        let lines = Arc::clone(&document.lines);
        let (documents, client) = (&self.documents, &self.client);
        ask(&View::new(uri, &analysis, &lines, documents, client))
    }

    /// The same of the document that a request names.
    pub fn of_document(&mut self, params: &Value, ask: impl FnOnce(&View<'_>) -> Answer) -> Answer {
        self.with(uri_of(params), ask)
    }

    /// The same with an offset in it.
    pub fn at_position(&mut self, params: Value, ask: impl FnOnce(&View<'_>, u32) -> Answer) -> Answer {
        let params: lsp::TextDocumentPositionParams = read(params)?;
        self.with(&params.text_document.uri.0, |view| ask(view, view.lines.offset(view.encoding, params.position)))
    }

    /// A file as the editor shows it when it is open, else as it stands on the disk.
    pub fn source(&self, path: &str) -> Result<Source, String> {
        match self.documents.uri_of(path).and_then(|uri| self.documents.get(&uri)) {
            Some(document) => Ok(Source::new(path, document.text().clone())),
            None => (self.host.read)(path),
        }
    }

    pub fn log(&self, message: &str) {
        self.tell("window/logMessage", serde_json::json!({ "type": 1, "message": message }));
    }

    pub fn tell(&self, method: &str, params: Value) {
        self.post(Message::Notification(Notification { method: method.to_owned(), params }));
    }

    /// Asks the client for something whose answer does not matter.
    pub fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        let id = RequestId::from(format!("heng-{}", self.asked));
        self.post(Message::Request(Request { id, method: method.to_owned(), params }));
    }

    fn post(&self, message: Message) {
        // A client that has gone needs no answer; the loop ends by itself.
        let _ = self.connection.sender.send(message);
    }
}

impl<'s> View<'s> {
    pub fn new(
        uri: &'s str,
        analysis: &'s Arc<Analysis>,
        lines: &'s Lines,
        documents: &'s Documents,
        client: &'s Client,
    ) -> View<'s> {
        let encoding = client.encoding;
        View { uri, analysis, lines, encoding, documents, client, others: RefCell::default() }
    }

    pub fn range(&self, span: Span) -> lsp::Range {
        self.lines.range(self.encoding, span)
    }

    pub fn offset(&self, position: lsp::Position) -> u32 {
        self.lines.offset(self.encoding, position)
    }

    /// A place as the client opens it; the prelude is no file.
    pub fn location(&self, place: Place) -> Option<Value> {
        let (uri, range) = self.place(place)?;
        Some(serde_json::json!({ "uri": uri, "range": range }))
    }

    /// The URI and range of a place.
    pub fn place(&self, place: Place) -> Option<(String, lsp::Range)> {
        let files = &self.analysis.model.files;
        if place.file == files.entry() {
            return Some((self.uri.to_owned(), self.range(place.span)));
        }
        let source = &files.get(place.file)?.source;
        let uri = self.documents.uri_of(&source.name).unwrap_or_else(|| convert::uri(&source.name));
        let mut others = self.others.borrow_mut();
        let lines = others.entry(place.file).or_insert_with(|| Arc::new(Lines::new(source.text.clone())));
        Some((uri, lines.range(self.encoding, place.span)))
    }

    /// Whether a file of the compilation is open or the entry itself.
    pub fn is_entry(&self, file: FileId) -> bool {
        self.analysis.model.files.entry() == file
    }
}

/// The document that a request names.
pub(super) fn uri_of(params: &Value) -> &str {
    let named = params.pointer("/textDocument/uri").or_else(|| params.pointer("/item/uri"));
    named.and_then(Value::as_str).unwrap_or_default()
}

/// Whether a message changes a document.
fn changes(message: &Message, uri: &str) -> bool {
    match message {
        Message::Notification(notification) => {
            notification.method == "textDocument/didChange" && uri_of(&notification.params) == uri
        }
        Message::Request(_) | Message::Response(_) => false,
    }
}

pub(super) fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params).map_err(|error| Refused(ErrorCode::InvalidParams, wrong_params(&error)))
}

/// What a request lacks, as far as it can be told in our own words.
fn wrong_params(error: &serde_json::Error) -> String {
    let error = error.to_string();
    match error.split('`').nth(1) {
        Some(field) if error.starts_with("missing field") => format!("参数里没有 `{field}`"),
        _ => "参数不合语言服务器协议".to_owned(),
    }
}

pub(super) fn json(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| Refused(ErrorCode::InternalError, error.to_string()))
}
