//! Writing: completion, signatures, formatting while typing.

use serde_json::{Value, json};

use super::client::Client;
use super::{URI, position};

fn labels(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect()
}

/// The text with the cursor's line and column in UTF-16.
pub fn cursor(text: &str) -> (String, u32, u32) {
    let at = text.find('‸').unwrap();
    let line = text[..at].matches('\n').count() as u32;
    let column = text[..at].rsplit('\n').next().unwrap().encode_utf16().count() as u32;
    (text.replace('‸', ""), line, column)
}

fn completed(client: &mut Client, marked: &str) -> Value {
    let (text, line, column) = cursor(marked);
    client.change(URI, 2, json!([{ "text": text }]));
    client.ask("textDocument/completion", position(line, column))
}

#[test]
fn completion_while_a_file_is_written() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, "");
    let answer = completed(&mut client, "项目 𠮷祥 {\n    n‸\n");
    let year = &answer["items"].as_array().unwrap().iter().find(|item| item["label"] == "年度").unwrap();
    assert!(year["filterText"].as_str().unwrap().starts_with("nd "), "{year}");
    assert_eq!(year["textEdit"]["newText"], "年度", "no snippets without the capability");
    assert_eq!(year["textEdit"]["range"]["start"], json!({ "line": 1, "character": 4 }));
    let broken = "项目 𠮷祥 {\n年度 2024\n产出指标 {\n数量指标 {\n\"𠮷\" ??\n服务企业数量 >= 400 ‸\n效益指标 {\n";
    assert_eq!(labels(&completed(&mut client, broken))[0], "家");
    // Letters outside of the basic plane count two.
    let glued = "项目 𠮷祥 {\n产出指标 {\n数量指标 {\n𠮷祥企业数量 >= 400家, ‸\n}\n}\n}\n";
    assert!(labels(&completed(&mut client, glued)).contains(&"核心"));
    client.end();
}

#[test]
fn snippets_for_clients_that_have_them() {
    let capabilities = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let mut client = Client::with(capabilities, Value::Null);
    client.open(URI, "");
    let answer = completed(&mut client, "项目 甲 {\n产出指标 {\n数量指标 {\n企业数量 >= 400 家, 计分 ‸\n}\n}\n}\n");
    let item = answer["items"].as_array().unwrap().iter().find(|item| item["label"] == "门槛").unwrap();
    assert_eq!(item["insertTextFormat"], 2);
    assert_eq!(item["textEdit"]["newText"], "门槛 ${1:60%}");
    client.end();
}

#[test]
fn files_are_offered_behind_their_keyword() {
    let examples = std::env::current_dir().unwrap().join("examples");
    let root = format!("file://{}", examples.display());
    let uri = format!("{root}/满意度调查/新.heng");
    let mut client = Client::within(root.into(), json!({}), Value::Null);
    client.open(&uri, "引用 “../公\n");
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 8 } });
    let answer = client.ask("textDocument/completion", at);
    let labels = labels(&answer);
    assert!(labels.contains(&"../公共/计分规则.heng") && labels[0] == "2024.heng", "{labels:?}");
    let first = &answer["items"][0]["textEdit"];
    assert_eq!((&first["range"]["start"]["character"], &first["newText"]), (&json!(4), &json!("2024.heng")));
    client.end();
}
