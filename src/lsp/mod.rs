//! The language server: the protocol over what `ide` knows.
//!
//! One request after another, each cheap. What is asked of a large text that has just been
//! changed waits until it is analysed on a thread of its own; who changes the text again is
//! told that the answer would be of yesterday. A request that the client has given up is
//! looked for among the messages that wait. A panic in a request is told to the client and
//! the server lives on.

mod analyses;
mod answers;
mod capabilities;
mod configuration;
mod convert;
mod diagnostics;
mod documents;
mod frames;
mod server;
mod unopened;
mod watched;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::select;
use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};

pub use frames::{Threads, connect};

use crate::ide::Configured;
use crate::score::actuals::RawActuals;
use crate::source::{Source, Span};
use server::Server;

/// Reads a file by its path, or says why there is none.
pub type Read = dyn Fn(&str) -> Result<Source, String> + Send + Sync;

/// Finds the files that belong to a path.
pub type Find = fn(&str) -> Vec<String>;

/// Reads a table, or says why it cannot be read.
pub type Table = fn(&str, Option<i16>) -> Result<RawActuals, String>;

/// What the server needs of the world.
pub struct Host {
    /// Reads a file that is not open.
    pub read: Arc<Read>,
    /// What is configured for a file at this moment.
    pub configured: Box<dyn FnMut(&str) -> Configuration>,
    /// The heng files below a folder.
    pub files: Find,
    /// The files with actual values that stand beside a plan, the likeliest first.
    pub beside: Find,
    /// Reads a table of actual values for a fiscal year.
    pub table: Table,
}

/// What is configured for a file.
pub struct Configuration {
    /// What the file is checked by.
    pub configured: Configured,
    /// The file of the configuration; none where there is none.
    pub file: Option<String>,
    /// Another number once the configuration, or a file that it names, is another.
    pub stamp: u64,
    /// Why the configuration is not followed, or not in all.
    pub mistake: Option<Mistake>,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What, and what to do about it.
    pub message: String,
    /// The text of the configuration.
    pub text: Arc<str>,
    /// Where in it.
    pub span: Span,
}

/// Why the server ended.
#[derive(Debug)]
pub enum Ended {
    /// As the client asked.
    Shutdown,
    /// The client went away, or broke the protocol.
    Lost(String),
}

/// How long nothing has to come before a large text is analysed that nobody asks about:
/// somewhat longer than between two keystrokes.
const PAUSE: Duration = Duration::from_millis(150);

/// Serves a client until it goes.
pub fn serve(connection: &Connection, host: Host) -> Ended {
    let Some((id, params)) = introduced(connection) else { return Ended::Lost("没有等到 initialize".to_owned()) };
    let client = capabilities::Client::of(&params);
    let answer = serde_json::json!({
        "capabilities": capabilities::capabilities(&client),
        "serverInfo": { "name": "heng", "version": env!("CARGO_PKG_VERSION") },
    });
    // A client that has gone needs no answer; the loop ends by itself.
    let _ = connection.sender.send(Message::Response(Response::new_ok(id, answer)));
    let mut server = Server::new(connection, host, client);
    let mut queue = VecDeque::new();
    loop {
        queue.extend(connection.receiver.try_iter());
        let Some(message) = queue.pop_front() else {
            // Nothing waits: time to say what is wrong with the texts that were changed.
            server.publish_due();
            match next(connection, &mut server) {
                Next::Message(message) => queue.push_back(message),
                Next::Worked => {}
                Next::Gone => return Ended::Lost("连接断开".to_owned()),
            }
            continue;
        };
        match message {
            Message::Request(request) if request.method == "shutdown" => {
                server.refuse_parked();
                let _ = connection.sender.send(Message::Response(Response::new_ok(request.id, ())));
                let refuse = |id| server.refuse(id, ErrorCode::InvalidRequest, "正在停止");
                frames::farewell(&connection.receiver, refuse);
                return Ended::Shutdown;
            }
            Message::Request(request) if request.method == "initialize" => {
                server.refuse(request.id, ErrorCode::InvalidRequest, "已经初始化过了");
            }
            Message::Request(request) if is_cancelled(&queue, &request.id) => {
                server.refuse(request.id, ErrorCode::RequestCanceled, "已取消");
            }
            Message::Request(request) => server.request(request, &queue),
            Message::Notification(notification) if notification.method == "exit" => {
                return Ended::Lost("没有先要求停止".to_owned());
            }
            Message::Notification(notification) => server.notification(notification),
            Message::Response(response) => server.response(response),
        }
    }
}

/// The request that begins everything; whatever else is asked before it is refused.
fn introduced(connection: &Connection) -> Option<(RequestId, serde_json::Value)> {
    for message in &connection.receiver {
        match message {
            Message::Request(request) if request.method == "initialize" => return Some((request.id, request.params)),
            Message::Request(request) => {
                let code = ErrorCode::ServerNotInitialized as i32;
                let refusal = Response::new_err(request.id, code, "还没有 initialize".to_owned());
                let _ = connection.sender.send(Message::Response(refusal));
            }
            Message::Notification(notification) if notification.method == "exit" => return None,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    None
}

enum Next {
    Message(Message),
    /// The analysis of a large text has come in, or it is time to start one.
    Worked,
    Gone,
}

/// Waits for the client and for the worker.
fn next(connection: &Connection, server: &mut Server<'_>) -> Next {
    let pause = if server.wants_work() { PAUSE } else { Duration::MAX };
    let worked = server.worked.clone();
    if pause == Duration::MAX && !server.is_working() {
        return connection.receiver.recv().map_or(Next::Gone, Next::Message);
    }
    select! {
        recv(connection.receiver) -> message => message.map_or(Next::Gone, Next::Message),
        recv(worked) -> done => {
            done.into_iter().for_each(|done| server.finished(done));
            Next::Worked
        }
        default(pause.min(Duration::from_secs(3600))) => {
            server.start_work();
            Next::Worked
        }
    }
}

/// Whether the client has given up a request that waits.
fn is_cancelled(queue: &VecDeque<Message>, id: &RequestId) -> bool {
    queue.iter().any(|message| match message {
        Message::Notification(notification) if notification.method == "$/cancelRequest" => {
            cancelled(&notification.params).is_some_and(|cancelled| cancelled == *id)
        }
        _ => false,
    })
}

/// The request that a cancellation is about.
fn cancelled(params: &serde_json::Value) -> Option<RequestId> {
    serde_json::from_value(params.get("id")?.clone()).ok()
}
