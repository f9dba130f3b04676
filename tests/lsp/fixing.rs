//! Changing: fixes, rewrites, formatting whole, in part and while typing.

use serde_json::{Value, json};

use super::URI;
use super::client::Client;
use super::writing::cursor;

const TEXT: &str = "项目 𠮷 {\n年度 2024\n产出指标 { 数量指标 {\n𠮷服务企业数量 》= ４\n甲覆盖率 >= 0.95\n} }\n\
                    效益指标 { 社会效益指标 { 受益人数 >= 3 人 } }\n满意度指标 { 服务对象满意度指标 { 居民满意度 >= 90% } }\n}\n";

fn actions(client: &mut Client, line: u32, only: Value) -> Vec<Value> {
    let at = json!({ "line": line, "character": 10 });
    let mut params = json!({
        "textDocument": { "uri": URI }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] }
    });
    if !only.is_null() {
        params["context"]["only"] = only;
    }
    client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().contains(title));
    found.unwrap_or_else(|| panic!("{title} among {actions:?}"))
}

#[test]
fn rewrites_are_offered_and_filtered_by_kind() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, TEXT);
    let all = actions(&mut client, 3, Value::Null);
    let unit = titled(&all, "补上单位 `家`");
    assert_eq!(unit["edit"]["changes"][URI][0]["range"]["start"], json!({ "line": 3, "character": 13 }));
    assert_eq!(titled(&all, "规范")["kind"], "refactor.rewrite");
    assert!(titled(&all, "写明 `数量指标` 分摊的分值")["edit"].is_object());
    let quick = actions(&mut client, 4, json!(["quickfix"]));
    assert!(quick.iter().all(|action| action["kind"] == "quickfix"), "{quick:?}");
    let fix = titled(&quick, "95%");
    assert_eq!((&fix["diagnostics"][0]["code"], &fix["isPreferred"]), (&json!("L310"), &json!(true)));
    // What it writes is said once.
    assert!(fix["title"].as_str().unwrap().matches("95%").count() == 1, "{fix}");
    client.end();
}

#[test]
fn all_safe_fixes_at_once() {
    let mut client = Client::start(&["utf-16"]);
    // A suppression of nothing is deleted without asking.
    let text = TEXT.replace("甲覆盖率 >= 0.95", "# 忽略 L203: 无\n甲覆盖率 >= 95%");
    client.open(URI, &text);
    let all = actions(&mut client, 0, json!(["source.fixAll"]));
    let fix = titled(&all, "改正全部");
    assert_eq!(fix["kind"], "source.fixAll.heng");
    assert!(fix["edit"]["changes"][URI].as_array().unwrap().iter().any(|edit| edit["newText"] == ""), "{fix}");
    client.end();
}

#[test]
fn edits_say_their_version_where_the_client_wants_it() {
    let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut client = Client::with(capabilities, Value::Null);
    client.open(URI, TEXT);
    let all = actions(&mut client, 3, Value::Null);
    let change = &titled(&all, "补上单位 `家`")["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    client.end();
}

#[test]
fn formatting_in_part_and_while_typing() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, TEXT);
    let range = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 5 } });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "options": {} });
    let edits = client.ask("textDocument/rangeFormatting", params);
    assert!(edits[0]["newText"].as_str().unwrap().contains("𠮷服务企业数量 >= 4"), "{edits}");

    let typed = |client: &mut Client, version: i32, marked: &str, sign: &str| {
        let (text, line, character) = cursor(marked);
        client.change(URI, version, json!([{ "text": text }]));
        let at = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": URI }, "position": at, "ch": sign, "options": {} });
        client.ask("textDocument/onTypeFormatting", params)
    };
    let edits = typed(&mut client, 2, "项目 甲 {\n产出指标 {\n数量指标 {\n𠮷量 》=‸ 3 件", "=");
    assert_eq!((&edits[0]["newText"], &edits[0]["range"]["start"]["character"]), (&json!(">="), &json!(4)));
    assert_eq!(typed(&mut client, 3, "项目 甲 {\n总体目标 \"做好，‸\"\n}", "，"), json!([]));
    assert_eq!(typed(&mut client, 4, "# 甲，‸", "，"), json!([]));
    client.end();
}
