//! A client that speaks to the binary over its real streams.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A client that speaks to the binary.
pub struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    id: i64,
    /// What the server said it can do.
    pub capabilities: Value,
    /// Notifications that came before an answer.
    pub told: Vec<Value>,
}

impl Client {
    /// With the encodings it offers and nothing else.
    pub fn start(encodings: &[&str]) -> Client {
        Client::with(json!({ "general": { "positionEncodings": encodings } }), Value::Null)
    }

    /// With capabilities and options of its own.
    pub fn with(capabilities: Value, options: Value) -> Client {
        Client::within(Value::Null, capabilities, options)
    }

    /// In a folder.
    pub fn within(root: Value, capabilities: Value, options: Value) -> Client {
        Client::run(&["--isolated"], root, capabilities, options)
    }

    /// With the configuration that lies beside the files.
    pub fn configured(capabilities: Value) -> Client {
        Client::run(&[], Value::Null, capabilities, Value::Null)
    }

    fn run(arguments: &[&str], root: Value, capabilities: Value, options: Value) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_heng"))
            .args(["lsp", "--stdio"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut client = Client { child, input, output, id: 0, capabilities: Value::Null, told: Vec::new() };
        let answer = client.ask(
            "initialize",
            json!({ "processId": null, "rootUri": root, "capabilities": capabilities, "initializationOptions": options, "clientInfo": { "name": "tests" } }),
        );
        assert_eq!(answer["serverInfo"]["name"], "heng");
        client.capabilities = answer["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).unwrap();
        self.input.flush().unwrap();
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let message = self.answer(method, params);
        assert!(message.get("error").is_none(), "{method}: {message}");
        message["result"].clone()
    }

    /// The whole answer, which may be a refusal.
    pub fn answer(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.wait_for(id)
    }

    /// Sends a request and does not wait.
    pub fn request(&mut self, method: &str, params: Value) -> i64 {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Waits for the answer to a request.
    pub fn wait_for(&mut self, id: i64) -> Value {
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.told.push(message);
        }
    }

    /// The answer to a request that may have come before another was waited for.
    pub fn wait_for_told(&mut self, id: i64) -> Value {
        let told = self.told.iter().position(|one| one["id"] == id && one.get("method").is_none());
        match told {
            Some(at) => self.told.remove(at),
            None => self.wait_for(id),
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        let document = json!({ "uri": uri, "languageId": "heng", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.diagnostics()
    }

    pub fn change(&mut self, uri: &str, version: i32, changes: Value) -> Vec<Value> {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        self.diagnostics()
    }

    pub fn diagnostics(&mut self) -> Vec<Value> {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" {
                return message["params"]["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    /// The next message of a method, sent already or still to come.
    pub fn next(&mut self, method: &str) -> Value {
        if let Some(at) = self.told.iter().position(|one| one["method"] == method) {
            return self.told.remove(at);
        }
        loop {
            let message = self.receive();
            if message["method"] == method {
                return message;
            }
            self.told.push(message);
        }
    }

    /// Waits for the program itself.
    pub fn status(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}
