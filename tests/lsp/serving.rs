//! Serving: diagnostics that are fetched, requests given up, faults, encodings.

use serde_json::{Value, json};

use super::client::Client;
use super::{URI, codes, position};

const TEXT: &str = "项目 甲 {\n年度 2024\n产出指标 { 数量指标 {\n\"𠮷e\u{301}量\" >= 0.95\n} }\n}\n";

#[test]
fn diagnostics_are_fetched_once_and_then_not_sent() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, TEXT);
    let params = json!({ "textDocument": { "uri": URI } });
    let report = client.ask("textDocument/diagnostic", params.clone());
    assert_eq!(report["kind"], "full");
    let items = report["items"].as_array().unwrap().clone();
    assert!(codes(&items).contains(&"L106"), "{items:?}");
    let mut again = params.clone();
    again["previousResultId"] = report["resultId"].clone();
    assert_eq!(client.ask("textDocument/diagnostic", again)["kind"], "unchanged");
    let known = json!({ "previousResultIds": [{ "uri": URI, "value": report["resultId"] }] });
    let all = client.ask("workspace/diagnostic", known);
    assert_eq!((&all["items"][0]["kind"], &all["items"][0]["uri"]), (&json!("unchanged"), &json!(URI)));
    // Taken back, so that nothing is shown twice; and nothing is sent from now on.
    let sent =
        |client: &Client| client.told.iter().filter(|one| one["method"] == "textDocument/publishDiagnostics").count();
    assert_eq!(sent(&client), 1);
    assert_eq!(client.told[0]["params"]["diagnostics"], json!([]));
    let document = json!({ "uri": URI, "version": 2 });
    client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": "项目" }] }));
    let report = client.ask("textDocument/diagnostic", params);
    assert!(codes(report["items"].as_array().unwrap()).iter().any(|code| code.starts_with('E')), "{report}");
    assert_eq!(sent(&client), 1);
    client.end();
}

#[test]
fn files_that_nobody_has_open_are_reported_until_they_change() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let shared = "单位 捆儿\n";
    write("公共.heng", shared);
    let plan = TEXT.replace(">= 0.95", ">= 3 捆儿");
    write("甲.heng", &format!("引用 \"公共.heng\"\n{plan}"));
    write("开着.heng", TEXT);
    let root = format!("file://{}", folder.path().display());
    let mut client = Client::within(json!(root), json!({}), Value::Null);
    let open = format!("{root}/{}", "%E5%BC%80%E7%9D%80.heng");
    client.open(&open, TEXT);
    let ask = |client: &mut Client, known: &Value| {
        let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": known }));
        let items = all["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), 3, "{items:?}");
        let of = |end: &str| items.iter().find(|item| item["uri"].as_str().unwrap().ends_with(end)).unwrap().clone();
        (of("%E7%94%B2.heng"), of("%E5%85%AC%E5%85%B1.heng"))
    };
    let (plan, shared) = ask(&mut client, &json!([]));
    assert!(codes(plan["items"].as_array().unwrap()).contains(&"L106"), "{plan}");
    assert!(!codes(plan["items"].as_array().unwrap()).contains(&"E0301"), "{plan}");
    assert_eq!(plan["version"], Value::Null);
    let known = json!([
        { "uri": plan["uri"], "value": plan["resultId"] },
        { "uri": shared["uri"], "value": shared["resultId"] },
    ]);
    let (plan, shared) = ask(&mut client, &known);
    assert_eq!((&plan["kind"], &shared["kind"]), (&json!("unchanged"), &json!("unchanged")));
    // What it imports changes it too.
    write("公共.heng", "单位 梱儿\n");
    let (plan, _) = ask(&mut client, &known);
    assert_eq!(plan["kind"], "full");
    assert!(codes(plan["items"].as_array().unwrap()).contains(&"E0301"), "{plan}");
    client.end();
}

#[test]
fn a_request_that_is_given_up_is_not_answered() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, TEXT);
    // The first keeps the server busy for as long as it takes to read the others.
    let ids: Vec<i64> = (0..200).map(|_| client.request("textDocument/hover", position(3, 1))).collect();
    let last = client.request("textDocument/hover", position(3, 1));
    client.tell("$/cancelRequest", json!({ "id": last }));
    let answer = client.wait_for(last);
    // Whoever is answered before it gives up has its answer.
    let given_up = answer["error"]["code"] == -32800;
    assert!(given_up || answer.get("result").is_some(), "{answer}");
    assert!(ids.len() == 200);
    client.end();
}

#[test]
fn a_fault_is_told_and_the_server_lives() {
    let mut client = Client::with(json!({}), json!({ "faults": true }));
    client.open(URI, TEXT);
    let answer = client.answer("heng/fault", json!({}));
    assert_eq!(answer["error"]["code"], -32603);
    assert!(client.told.iter().any(|one| one["method"] == "window/logMessage"), "{:?}", client.told);
    assert!(client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } })).is_array());
    assert_eq!(client.answer("textDocument/nothing", json!({}))["error"]["code"], -32601);
    assert_eq!(client.answer("textDocument/hover", json!({ "textDocument": 3 }))["error"]["code"], -32602);
    client.end();
}

#[test]
fn columns_count_what_was_agreed() {
    // 𠮷 is 4 bytes, 2 units and 1 character; e with its accent is 3 bytes and 2 of either.
    for (offered, name, end) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 10),
        (json!(["utf-16"]), "utf-16", 5),
        (json!(["utf-32"]), "utf-32", 4),
        (Value::Null, "utf-16", 5),
    ] {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let mut client = Client::with(capabilities, Value::Null);
        assert_eq!(client.capabilities["positionEncoding"], name);
        client.open(URI, "");
        let quoted = "项目 甲 {\n年度 2024\n产出指标 { 数量指标 {\n\"𠮷e\u{301}量\" >= 3 件\n} }\n}\n";
        client.change(URI, 2, json!([{ "text": quoted }]));
        let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
        let name_range = &symbols[0]["children"][0]["children"][0]["children"][0]["selectionRange"];
        assert_eq!(name_range["end"]["character"], end + 2, "{name}");
        client.end();
    }
}

#[test]
fn a_message_that_cannot_be_read_is_refused_and_the_server_lives() {
    let mut client = Client::start(&["utf-16"]);
    let bodies =
        ["{bad json", "[]", "5", "{}", "", r#"{"jsonrpc":"2.0"}"#, r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#];
    for (body, code) in bodies.into_iter().zip([-32700, -32600, -32600, -32600, -32700, -32600, -32600]) {
        client.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let answer = client.receive();
        assert_eq!((answer["error"]["code"].as_i64(), &answer["id"]), (Some(code), &Value::Null), "{body}");
    }
    client.raw(b"Content-Length: abc\r\n\r\n{}");
    assert_eq!(client.receive()["error"]["code"], -32700);
    client.send(&json!({ "jsonrpc": "2.0", "id": "unknown", "result": null }));
    let again = client.answer("initialize", json!({ "capabilities": {} }));
    assert_eq!(again["error"]["code"], -32600);
    assert!(!client.open(URI, "项目 甲 {\n").is_empty(), "it still finds what is wrong");
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(client.answer("textDocument/hover", json!({}))["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.status(), Some(0));
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    let mut client = Client::start(&["utf-16"]);
    let found = client.open(URI, "# 一\r# 二\n部门 甲 {\n}\n");
    assert!(found.iter().all(|one| one["range"]["start"]["line"] != 1), "{found:?}");
    let here = json!({ "line": 2, "character": 0 });
    let found = client.change(URI, 2, json!([{ "range": { "start": here, "end": here }, "text": "坏" }]));
    // `坏部门 甲` is no statement; what was meant stands on the third line.
    let wrong = found.iter().find(|one| one["severity"] == 1).unwrap();
    assert_eq!(wrong["range"]["start"]["line"], 2, "{found:?}");
    client.end();
}

#[test]
fn the_encoding_is_the_first_that_the_client_lists() {
    for (offered, agreed) in [
        (&["utf-32", "utf-16"][..], "utf-32"),
        (&["utf-16", "utf-8"][..], "utf-16"),
        (&["utf-7", "utf-8"][..], "utf-8"),
        (&[][..], "utf-16"),
    ] {
        let client = Client::start(offered);
        assert_eq!(client.capabilities["positionEncoding"], agreed, "{offered:?}");
        client.end();
    }
}
