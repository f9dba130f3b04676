//! A large text: what is changed is told at once, what is asked waits for the rest.

use serde_json::{Value, json};

use super::client::Client;
use super::{URI, codes, position};

/// Two thousand indicators; each line begins alike.
fn text() -> String {
    let rows: String = (0..2000).map(|at| format!("第{at}村道路改造里程 >= {} 公里\n", at + 1)).collect();
    format!("项目 乡村道路改造 {{\n年度 2024\n产出指标 {{\n数量指标 {{\n{rows}}}\n}}\n}}\n")
}

fn insert(line: u32, character: u32, text: &str) -> Value {
    let at = json!({ "line": line, "character": character });
    json!([{ "range": { "start": at, "end": at }, "text": text }])
}

fn on_line(found: &[Value], line: u32) -> Vec<&str> {
    let own: Vec<Value> = found.iter().filter(|one| one["range"]["start"]["line"] == line).cloned().collect();
    let all = codes(&own).iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    all.into_iter().map(|code| &*code.leak()).collect()
}

#[test]
fn a_mistake_is_told_at_once_and_the_rest_when_typing_pauses() {
    let mut client = Client::start(&["utf-16"]);
    let before = client.open(URI, &text());
    let line = 1000;
    assert_eq!(on_line(&before, line), [""; 0]);
    let end = text().lines().nth(line as usize).unwrap().encode_utf16().count() as u32;
    let found = client.change(URI, 2, insert(line, end, "哩"));
    assert_eq!(on_line(&found, line), ["E0301"]);
    // Nobody asks: the whole text is read all the same, and says the same.
    let whole = client.diagnostics();
    assert_eq!(on_line(&whole, line), ["E0301"]);
    // A brace is no matter of one line.
    let found = client.change(URI, 3, insert(line, end, " {"));
    assert!(codes(&found).iter().any(|code| code.starts_with("E01")), "{:?}", found.first());
    client.end();
}

#[test]
fn what_is_asked_is_of_the_text_as_it_is() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, &text());
    let document = json!({ "uri": URI, "version": 2 });
    let changes = insert(1500, 0, "新");
    client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    // Completion answers from what is known, hover from the line that was changed.
    let offered = client.ask("textDocument/completion", position(1499, 0));
    assert!(!offered["items"].as_array().unwrap().is_empty());
    let hover = client.ask("textDocument/hover", position(1500, 1));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("新第1496村"), "{hover}");
    client.end();
}

#[test]
fn who_changes_the_text_again_is_not_told_of_yesterday() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, &text());
    let change = |client: &mut Client, version: i32| {
        let document = json!({ "uri": URI, "version": version });
        client
            .tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": insert(9, 0, "新") }));
    };
    change(&mut client, 2);
    let asked = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    let given_up = client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
    client.tell("$/cancelRequest", json!({ "id": given_up }));
    change(&mut client, 3);
    assert_eq!(client.wait_for(asked)["error"]["code"], -32801);
    let answer = client.wait_for_told(given_up);
    assert!(answer["error"]["code"] == -32800 || answer["error"]["code"] == -32801, "{answer}");
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(symbols[0]["children"][0]["children"][0]["children"][5]["name"], "新新第5村道路改造里程");
    client.end();
}

/// A change without waiting for what is sent.
fn typed(client: &mut Client, version: i32, changes: Value) {
    let document = json!({ "uri": URI, "version": version });
    client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
}

#[test]
fn who_fetches_is_answered_from_the_line_and_told_when_there_is_more() {
    let capabilities = json!({ "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut client = Client::with(capabilities, Value::Null);
    client.open(URI, &text());
    let document = json!({ "textDocument": { "uri": URI } });
    let before = client.ask("textDocument/diagnostic", document.clone());
    // A name that exists already is found by reading the whole text alone.
    let line = 1000;
    let named = text().lines().nth(line as usize).unwrap().to_owned();
    typed(&mut client, 2, insert(line + 1, 0, &format!("{named}\n")));
    let passing = client.ask("textDocument/diagnostic", document.clone());
    assert_ne!(passing["resultId"], before["resultId"]);
    assert_eq!(on_line(passing["items"].as_array().unwrap(), line + 1), [""; 0]);
    // Asked again without a change, it says the same.
    let again = client.ask("textDocument/diagnostic", document.clone());
    assert_eq!(again["items"], passing["items"]);
    loop {
        if client.told.drain(..).any(|one| one["method"] == "workspace/diagnostic/refresh") {
            break;
        }
        let told = client.receive();
        client.told.push(told);
    }
    let fetched = json!({ "textDocument": { "uri": URI }, "previousResultId": passing["resultId"] });
    let whole = client.ask("textDocument/diagnostic", fetched);
    assert!(on_line(whole["items"].as_array().unwrap(), line + 1).contains(&"E0203"), "{:?}", whole["items"][0]);
    // What follows from one line is told at once and is all there is.
    let end = named.encode_utf16().count() as u32;
    typed(&mut client, 3, insert(line + 1, end, "哩"));
    let told = client.ask("textDocument/diagnostic", document);
    assert!(on_line(told["items"].as_array().unwrap(), line + 1).contains(&"E0301"));
    client.end();
}

#[test]
fn who_cannot_be_told_is_sent_the_rest_until_it_fetches() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, &text());
    let document = json!({ "textDocument": { "uri": URI } });
    client.ask("textDocument/diagnostic", document.clone());
    let line = 1000;
    let named = text().lines().nth(line as usize).unwrap().to_owned();
    client.told.clear();
    typed(&mut client, 2, insert(line + 1, 0, &format!("{named}\n")));
    let passing = client.ask("textDocument/diagnostic", document.clone());
    assert_eq!(on_line(passing["items"].as_array().unwrap(), line + 1), [""; 0]);
    // Nobody asks again: what the whole text says beyond that is sent, and nothing twice.
    let rest = client.diagnostics();
    assert!(on_line(&rest, line + 1).contains(&"E0203"), "{rest:?}");
    assert!(rest.iter().all(|one| !passing["items"].as_array().unwrap().contains(one)), "{rest:?}");
    let whole = client.ask("textDocument/diagnostic", document);
    assert!(on_line(whole["items"].as_array().unwrap(), line + 1).contains(&"E0203"));
    let taken_back = client.next("textDocument/publishDiagnostics");
    assert_eq!(taken_back["params"]["diagnostics"], json!([]));
    client.end();
}

#[test]
fn of_many_findings_the_nearest_to_the_author_are_told() {
    let rows: String = (0..3000).map(|at| format!("第{at}村道路改造覆盖率 >= 0.{}5\n", at % 9 + 1)).collect();
    let text = format!("项目 乡村道路改造 {{\n年度 2024\n产出指标 {{\n质量指标 {{\n{rows}}}\n}}\n}}\n");
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, &text);
    let found = client.change(URI, 2, insert(2500, 1, "新"));
    assert!(!on_line(&found, 2500).is_empty() && on_line(&found, 9).is_empty(), "{}", found.len());
    let more = found.iter().find(|one| one["message"].as_str().unwrap().contains("没有列出"));
    assert!(more.is_some() && found.len() < 400, "{}", found.len());
    client.end();
}
