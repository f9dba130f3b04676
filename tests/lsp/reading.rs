//! Reading: colours, hints, commands, links, signatures, selections, what is computed from what.

use serde_json::{Value, json};

use super::client::Client;
use super::{URI, position};

fn of(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

fn everything(uri: &str) -> Value {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } });
    json!({ "textDocument": { "uri": uri }, "range": range })
}

/// The original declaration under its own path, with what stands beside it.
fn original() -> (Client, String, String) {
    let path = std::fs::canonicalize("examples/知识产权局/2024.heng").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let uri = format!("file://{}", heng::source::percent_encoded(path.to_str().unwrap()));
    let mut client = Client::start(&["utf-16"]);
    client.open(&uri, &text);
    (client, uri, text)
}

const FORMULA: &str = "项目 𠮷 {\n年度 2024\n数据 {\n𠮷病床 张\n人口 万人\n}\n产出指标 { 数量指标 {\n千人床位 >= 5 张/千人 { 公式 𠮷病床 / 人口 }\n} }\n}\n";

#[test]
fn tokens_whole_in_part_and_what_changed() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, FORMULA);
    let legend = client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let kind = |number: &Value| legend[number.as_u64().unwrap() as usize].as_str().unwrap().to_owned();
    let all = client.ask("textDocument/semanticTokens/full", of(URI));
    let data = all["data"].as_array().unwrap();
    // 项目 and 𠮷, which is one character and two units of UTF-16.
    assert_eq!(data[..5], [json!(0), json!(0), json!(2), data[3].clone(), json!(0)]);
    assert_eq!((kind(&data[3]).as_str(), kind(&data[8]).as_str()), ("keyword", "class"));
    assert_eq!((&data[6], &data[7]), (&json!(3), &json!(2)));
    let mut part = everything(URI);
    part["range"]["end"]["line"] = 0.into();
    let some = client.ask("textDocument/semanticTokens/range", part);
    assert_eq!(some["data"].as_array().unwrap().len() % 5, 0);
    assert!(some["data"].as_array().unwrap().len() < data.len());

    let typed = json!([{ "range": { "start": { "line": 3, "character": 3 }, "end": { "line": 3, "character": 3 } }, "text": "数" }]);
    client.change(URI, 2, typed);
    let mut params = of(URI);
    params["previousResultId"] = all["resultId"].clone();
    let delta = client.ask("textDocument/semanticTokens/full/delta", params);
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    assert!(edits[0]["data"].as_array().unwrap().len() <= 15, "{delta}");
    client.end();
}

#[test]
fn weights_and_scores_stand_at_the_ends_of_lines() {
    let (mut client, uri, text) = original();
    let hints = client.ask("textDocument/inlayHint", everything(&uri));
    let line = text.lines().position(|line| line.contains("PCT国际专利申请量 >=")).unwrap();
    let shown: Vec<&str> = hints
        .as_array()
        .unwrap()
        .iter()
        .filter(|hint| hint["position"]["line"] == line)
        .map(|hint| hint["label"].as_str().unwrap())
        .collect();
    // The values are those of 2024实际.heng beside it.
    assert_eq!(shown, ["12.5 分", "实际 760 件 · 95% · 得 11.88 分"]);
    client.end();
}

#[test]
fn commands_answer_with_a_text() {
    let (mut client, uri, _) = original();
    let lenses = client.ask("textDocument/codeLens", of(&uri));
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles[..3], ["评价", "解释", "运行全部测试（5）"]);
    let run = |client: &mut Client, at: usize| {
        let command = &lenses[at]["command"];
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        client.ask("workspace/executeCommand", params)["value"].as_str().unwrap().to_owned()
    };
    assert!(run(&mut client, 0).contains("98.88"));
    assert!(run(&mut client, 1).contains("760 ÷ 800"));
    assert!(run(&mut client, 2).starts_with("5 个测试通过，0 个没有通过"));
    assert!(run(&mut client, 3).starts_with("1 个测试通过"));
    let page = |client: &mut Client, code: &str| {
        let params = json!({ "command": "heng.explain", "arguments": [code] });
        client.ask("workspace/executeCommand", params)["value"].as_str().unwrap().to_owned()
    };
    assert!(page(&mut client, "L301").contains("L301") && page(&mut client, "E0301").contains("# E0301"));
    let lacking = client.answer("textDocument/hover", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(lacking["error"]["message"], "参数里没有 `position`");
    let unknown = client.answer("workspace/executeCommand", json!({ "command": "heng.unknown" }));
    assert_eq!(unknown["error"]["message"], "没有命令 heng.unknown");
    client.end();
}

#[test]
fn links_lead_to_files_and_addresses() {
    let path = std::fs::canonicalize("examples/公共/计分规则.heng").unwrap();
    let folder = path.parent().unwrap().to_str().unwrap();
    let uri = format!("file://{}", heng::source::percent_encoded(&format!("{folder}/甲.heng")));
    let mut client = Client::start(&["utf-16"]);
    client.open(&uri, "引用 \"计分规则.heng\"\n框架 甲 继承 财政部2020 {\n依据 \"https://www.mof.gov.cn/1\"\n}\n");
    let links = client.ask("textDocument/documentLink", of(&uri));
    assert_eq!(links[0]["target"], format!("file://{}", heng::source::percent_encoded(path.to_str().unwrap())));
    assert_eq!(links[1]["target"], "https://www.mof.gov.cn/1");
    // The file that is imported, in the hierarchy of calls.
    let mut at = position(0, 5);
    at["textDocument"]["uri"] = uri.into();
    let item = client.ask("textDocument/prepareCallHierarchy", at)[0].clone();
    assert_eq!((&item["name"], &item["kind"]), (&json!("计分规则.heng"), &json!(1)));
    client.end();
}

#[test]
fn signatures_selections_and_what_is_computed_from_what() {
    let mut client = Client::start(&["utf-16"]);
    client.open(URI, FORMULA);
    let item = client.ask("textDocument/prepareCallHierarchy", position(3, 1))[0].clone();
    assert_eq!(item["name"], "𠮷病床");
    let callers = client.ask("callHierarchy/incomingCalls", json!({ "item": item }));
    assert_eq!(callers[0]["from"]["name"], "千人床位");
    assert_eq!(callers[0]["fromRanges"].as_array().unwrap().len(), 1);
    let called = client.ask("callHierarchy/outgoingCalls", json!({ "item": callers[0]["from"] }));
    let names: Vec<&Value> = called.as_array().unwrap().iter().map(|call| &call["to"]["name"]).collect();
    assert_eq!(names, ["𠮷病床", "人口"]);

    let params = json!({ "textDocument": { "uri": URI }, "positions": [{ "line": 7, "character": 22 }] });
    let grown = client.ask("textDocument/selectionRange", params);
    assert_eq!(grown[0]["range"]["start"], json!({ "line": 7, "character": 20 }));
    assert_eq!(grown[0]["parent"]["range"]["end"]["character"], 29);

    let written = json!([{ "text": "计分 𠮷 = 扣分 每低 1 个百分点 扣 " }]);
    client.change(URI, 2, written);
    let help = client.ask("textDocument/signatureHelp", position(0, 23));
    assert_eq!((&help["activeParameter"], help["signatures"].as_array().unwrap().len()), (&json!(2), 1));
    client.end();
}
