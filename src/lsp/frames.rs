//! Messages as they go over a pair of streams: a header with a length, then JSON.
//!
//! What cannot be read is answered and passed over, so that one bad message does not cost the
//! author the server; when even its length is unknown, the next header is looked for.

use std::io::{self, BufRead, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::{Map, Value, json};

/// What a header begins with, in small letters.
const LENGTH: &str = "content-length:";

/// How many messages are read before they are asked for: enough to see that a request was given
/// up, or that the text it is about was changed again.
const AHEAD: usize = 64;

/// The threads that read and write.
pub struct Threads(Vec<JoinHandle<()>>);

impl Threads {
    /// Waits until both streams have ended.
    pub fn join(self) {
        for thread in self.0 {
            // What a thread met with then concerns nobody.
            let _ = thread.join();
        }
    }
}

/// Speaks over two streams.
pub fn connect(
    input: impl FnOnce() -> Box<dyn BufRead> + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, Threads) {
    let (sender, outgoing) = bounded::<Message>(0);
    let (incoming, receiver) = bounded::<Message>(AHEAD);
    let output = Arc::new(Mutex::new(output));
    let written = Arc::clone(&output);
    let writer = thread::spawn(move || {
        for message in outgoing {
            if message.write(&mut *written.lock().unwrap_or_else(PoisonError::into_inner)).is_err() {
                return;
            }
        }
    });
    let reader = thread::spawn(move || listen(&mut *input(), &incoming, &output));
    (Connection { sender, receiver }, Threads(vec![reader, writer]))
}

/// Hands on what comes in until the stream ends, or the client has said that it goes.
fn listen(input: &mut dyn BufRead, incoming: &Sender<Message>, output: &Mutex<impl Write>) {
    while let Some(body) = next(input) {
        match body.and_then(|body| message(&body)) {
            Ok(message) => {
                let is_exit = matches!(&message, Message::Notification(one) if one.method == "exit");
                if incoming.send(message).is_err() || is_exit {
                    return;
                }
            }
            Err(refusal) => {
                let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
                if refuse(&mut *output, &refusal).is_err() {
                    return;
                }
            }
        }
    }
}

/// Why a message is not accepted, and the request it is about as far as that is known.
struct Refusal {
    id: Value,
    code: ErrorCode,
    message: &'static str,
}

fn refuse(output: &mut impl Write, refusal: &Refusal) -> io::Result<()> {
    let Refusal { id, code, message } = refusal;
    let error = json!({ "code": *code as i32, "message": message });
    let text = json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// The body of the next message; none at the end of the stream.
fn next(input: &mut dyn BufRead) -> Option<Result<Vec<u8>, Refusal>> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
        let blank = line.trim_end_matches(['\r', '\n']).is_empty();
        // Behind a message of unknown length the header may stand on the same line.
        if let Some((_, value)) = line.rsplit_once(LENGTH) {
            length = value.trim().parse().ok();
            if length.is_none() {
                return Some(Err(unreadable("Content-Length 不是一个数")));
            }
        } else if let (true, Some(length)) = (blank, length) {
            let mut body = Vec::new();
            let read = input.take(length).read_to_end(&mut body).ok()?;
            return (read as u64 == length).then_some(Ok(body));
        }
    }
}

fn unreadable(message: &'static str) -> Refusal {
    Refusal { id: Value::Null, code: ErrorCode::ParseError, message }
}

fn invalid(id: Value, message: &'static str) -> Refusal {
    Refusal { id, code: ErrorCode::InvalidRequest, message }
}

/// What a body says.
fn message(body: &[u8]) -> Result<Message, Refusal> {
    let value: Value = serde_json::from_slice(body).map_err(|_| unreadable("不是 JSON"))?;
    let mut fields = match value {
        Value::Object(fields) => fields,
        Value::Array(_) => return Err(invalid(Value::Null, "不接受成批的消息")),
        _ => return Err(invalid(Value::Null, "不是一条消息")),
    };
    let id = match fields.get("id") {
        None => None,
        Some(id) => match serde_json::from_value::<RequestId>(id.clone()) {
            Ok(id) => Some(id),
            Err(_) if !fields.contains_key("method") => return Ok(answer_to_nothing()),
            Err(_) => return Err(invalid(Value::Null, "`id` 应当是整数或文本")),
        },
    };
    let written = fields.get("id").cloned().unwrap_or_default();
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), id) => {
            let params = fields.remove("params").unwrap_or_default();
            if !matches!(params, Value::Null | Value::Object(_) | Value::Array(_)) {
                return Err(invalid(written, "`params` 应当是对象"));
            }
            Ok(match id {
                Some(id) => Message::Request(Request { id, method, params }),
                None => Message::Notification(Notification { method, params }),
            })
        }
        (Some(_), _) => Err(invalid(written, "`method` 应当是文本")),
        (None, Some(id)) if fields.contains_key("result") || fields.contains_key("error") => {
            Ok(answer(id, &mut fields))
        }
        (None, _) => Err(invalid(written, "缺少 `method`")),
    }
}

/// The client's answer to a request of ours.
fn answer(id: RequestId, fields: &mut Map<String, Value>) -> Message {
    let failed = fields.remove("error").map(|error| {
        let failed = ResponseError { code: ErrorCode::UnknownErrorCode as i32, message: String::new(), data: None };
        serde_json::from_value(error).unwrap_or(failed)
    });
    let response_result = failed.map_or_else(|| Ok(fields.remove("result").unwrap_or_default()), Err);
    Message::Response(Response { id, response_result })
}

/// An answer that says an earlier message of ours could not be read: nothing is to be done.
fn answer_to_nothing() -> Message {
    let id = RequestId::from(String::new());
    Message::Response(Response { id, response_result: Ok(Value::Null) })
}

/// Waits for the end of a client that has asked the server to stop; whatever else it asks is
/// refused.
pub(super) fn farewell(receiver: &Receiver<Message>, refuse: impl Fn(RequestId)) {
    for message in receiver {
        match message {
            Message::Notification(notification) if notification.method == "exit" => return,
            Message::Request(request) => refuse(request.id),
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of a stream: `>method` handed on, the code where refused.
    fn heard(stream: &[u8]) -> Vec<String> {
        let mut input = io::BufReader::new(stream);
        let mut all = Vec::new();
        while let Some(body) = next(&mut input) {
            all.push(match body.and_then(|body| message(&body)) {
                Ok(Message::Request(one)) => format!(">{}", one.method),
                Ok(Message::Notification(one)) => format!("-{}", one.method),
                Ok(Message::Response(one)) => format!("<{}", one.id),
                Err(refusal) => format!("{} {}", refusal.code as i32, refusal.id),
            });
        }
        all
    }

    fn framed(bodies: &[&str]) -> Vec<u8> {
        bodies.iter().flat_map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()).collect()
    }

    #[test]
    fn what_is_wrong_is_refused_and_the_rest_is_heard() {
        let bodies = [
            "{bad json",
            "[]",
            "5",
            "{}",
            "",
            r#"{"jsonrpc":"2.0"}"#,
            r#"[{"id":1,"method":"a"}]"#,
            r#"{"id":99,"result":null}"#,
            r#"{"id":null,"error":{"code":-1,"message":""}}"#,
            r#"{"id":7}"#,
            r#"{"id":8,"method":3}"#,
            r#"{"id":1.5,"method":"a"}"#,
            r#"{"id":9,"method":"a","params":5}"#,
            r#"{"id":"x","method":"a"}"#,
            r#"{"method":"b","params":{}}"#,
        ];
        let parse = "-32700 null";
        let invalid = "-32600 null";
        let expected = [
            parse, invalid, invalid, invalid, parse, invalid, invalid, "<99", "<\"\"", "-32600 7", "-32600 8", invalid,
            "-32600 9", ">a", "-b",
        ];
        assert_eq!(heard(&framed(&bodies)), expected);
    }

    #[test]
    fn after_a_length_that_is_none_the_next_header_is_found() {
        let mut stream = b"Content-Length: abc\r\n\r\n{\"id\":1}".to_vec();
        stream.extend(framed(&[r#"{"id":2,"method":"a"}"#]));
        stream.extend(b"Content-Type: x\r\ncontent-length: 14\r\n\r\n{\"method\":\"b\"}\r\n\r\n");
        stream.extend(framed(&[r#"{"method":"c"}"#]));
        assert_eq!(heard(&stream), ["-32700 null", ">a", "-b", "-c"]);
        assert_eq!(heard(b"Content-Length: 50\r\n\r\n{}"), [""; 0]);
    }
}
