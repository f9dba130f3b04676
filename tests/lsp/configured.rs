//! Files beside the text: the configuration, and what else changes outside of the editor.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::codes;

const TEXT: &str = "项目 甲 {\n年度 2024\n产出指标 { 数量指标 {\n融资覆盖率 >= 0.95\n} }\n}\n";

fn uri(folder: &Path, name: &str) -> String {
    format!("file://{}/{name}", folder.display())
}

fn changed(client: &mut Client, uri: &str) {
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn a_configuration_counts_as_soon_as_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, config) = (uri(folder.path(), "a.heng"), uri(folder.path(), "heng.toml"));
    let write = |text: &str| fs::write(folder.path().join("heng.toml"), text).unwrap();
    let mut client = Client::configured(json!({}));
    assert!(codes(&client.open(&plan, TEXT)).contains(&"L310"));
    // Made, and the client says so.
    write("ignore = [\"L310\"]\n");
    changed(&mut client, &config);
    assert!(!codes(&client.diagnostics()).contains(&"L310"));
    // Changed, and noticed when something is saved.
    write("ignore = [\"L107\"]\n");
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": plan } }));
    let found = client.diagnostics();
    assert!(codes(&found).contains(&"L310") && !codes(&found).contains(&"L107"), "{found:?}");
    // Deleted, and noticed at the next edit.
    fs::remove_file(folder.path().join("heng.toml")).unwrap();
    let found = client.change(&plan, 2, json!([{ "text": TEXT }]));
    assert!(codes(&found).contains(&"L107"), "{found:?}");
    // Who fetches is not told that nothing has changed.
    let asked = json!({ "textDocument": { "uri": plan } });
    let report = client.ask("textDocument/diagnostic", asked.clone());
    write("ignore = [\"L310\"]\n");
    let mut again = asked;
    again["previousResultId"] = report["resultId"].clone();
    let report = client.ask("textDocument/diagnostic", again);
    assert_eq!(report["kind"], "full");
    assert!(!codes(report["items"].as_array().unwrap()).contains(&"L310"), "{report}");
    client.end();
}

#[test]
fn a_configuration_that_is_wrong_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, config) = (uri(folder.path(), "a.heng"), uri(folder.path(), "heng.toml"));
    let write = |text: &str| fs::write(folder.path().join("heng.toml"), text).unwrap();
    write("# 规则\nignore = [\"L999\"]\n");
    let mut client = Client::configured(json!({}));
    let document = json!({ "uri": plan, "languageId": "heng", "version": 1, "text": TEXT });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let told = client.next("textDocument/publishDiagnostics")["params"].clone();
    assert_eq!(told["uri"], json!(config));
    let wrong = &told["diagnostics"][0];
    assert!(wrong["message"].as_str().unwrap().contains("L999"), "{told}");
    assert_eq!(wrong["range"]["start"], json!({ "line": 1, "character": 11 }), "{told}");
    let said = client.next("window/showMessage")["params"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("heng.toml") && said.contains("L999"), "{said}");
    // What is checked by the default rules is checked all the same, and it is said once.
    let found = client.next("textDocument/publishDiagnostics")["params"].clone();
    assert!(codes(found["diagnostics"].as_array().unwrap()).contains(&"L310"), "{found}");
    client.change(&plan, 2, json!([{ "text": format!("{TEXT}\n") }]));
    assert!(client.told.iter().all(|one| one["method"] != "window/showMessage"), "{:?}", client.told);
    write("ignore = [\"L310\"]\n");
    changed(&mut client, &config);
    let told = client.next("textDocument/publishDiagnostics")["params"].clone();
    assert_eq!((&told["uri"], &told["diagnostics"]), (&json!(config), &json!([])));
    let found = client.next("textDocument/publishDiagnostics")["params"].clone();
    assert!(!codes(found["diagnostics"].as_array().unwrap()).contains(&"L310"), "{found}");
    // A file that it names and that is not there.
    write("house-rules = [\"本局.heng\"]\n");
    changed(&mut client, &config);
    let told = client.next("textDocument/publishDiagnostics")["params"].clone();
    assert!(told["diagnostics"][0]["message"].as_str().unwrap().contains("本局.heng"), "{told}");
    client.end();
}

#[test]
fn files_are_watched_where_the_client_lets_us() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, shared) = (uri(folder.path(), "a.heng"), uri(folder.path(), "b.heng"));
    fs::write(folder.path().join("b.heng"), "单位 捆儿\n").unwrap();
    let capabilities = json!({ "workspace": {
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "inlayHint": { "refreshSupport": true },
    } });
    let mut client = Client::configured(capabilities);
    let asked = client.next("client/registerCapability");
    let registration = &asked["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"].to_string();
    assert!(["heng.toml", "*.heng", "xlsx"].iter().all(|part| watchers.contains(part)), "{watchers}");
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": Value::Null }));
    let text = format!("引用 \"b.heng\"\n{}", TEXT.replace(">= 0.95", ">= 3 捆儿"));
    assert!(!codes(&client.open(&plan, &text)).contains(&"E0301"));
    fs::write(folder.path().join("b.heng"), "单位 梱儿\n").unwrap();
    changed(&mut client, &shared);
    assert!(codes(&client.diagnostics()).contains(&"E0301"));
    // A table of actual values: no finding depends on it, the hints do.
    client.told.clear();
    changed(&mut client, &uri(folder.path(), "a实际.csv"));
    client.next("workspace/inlayHint/refresh");
    client.end();
}

#[test]
fn what_is_shipped_has_no_findings() {
    let mut client = Client::start(&["utf-16"]);
    let uri = "heng:/units.heng";
    let text = client.ask("heng/virtualDocument", json!({ "uri": uri }))["text"].as_str().unwrap().to_owned();
    assert!(client.open(uri, &text).is_empty());
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(report["items"], json!([]));
    client.end();
}
