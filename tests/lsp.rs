//! `heng lsp` over its real streams: sessions as editors have them.

mod client;
mod configured;
mod fixing;
mod large;
mod naming;
mod reading;
mod serving;
mod writing;

use serde_json::{Value, json};

use client::Client;

pub const URI: &str = "file:///%E5%B1%80/2024.heng";

pub fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

pub fn position(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

#[test]
fn the_original_declaration_in_an_editor() {
    let text = std::fs::read_to_string("examples/知识产权局/2024.heng").unwrap();
    let mut client = Client::start(&["utf-16"]);
    let found = client.open(URI, &text);
    for code in ["L301", "L103", "L106", "L107", "L210", "L603", "L607", "L612"] {
        assert!(codes(&found).contains(&code), "{code} in {found:?}");
    }
    // The squiggle stands under the number, in UTF-16 columns.
    let unit = found.iter().find(|diagnostic| diagnostic["code"] == "L301").unwrap();
    let line = unit["range"]["start"]["line"].as_u64().unwrap() as usize;
    let written = text.lines().nth(line).unwrap();
    let start = unit["range"]["start"]["character"].as_u64().unwrap() as usize;
    let units: Vec<u16> = written.encode_utf16().collect();
    assert!(String::from_utf16(&units[start..]).unwrap().starts_with("240"), "{written}");

    let line = text.lines().position(|line| line.contains("PCT国际专利申请量 >=")).unwrap() as u32;
    let hover = client.ask("textDocument/hover", position(line, 15));
    let said = hover["contents"]["value"].as_str().unwrap();
    assert!(said.contains("不低于 800 件") && said.contains("12.5 分"), "{said}");
    let line = text.lines().position(|line| line.contains("框架 部门整体")).unwrap() as u32;
    let place = client.ask("textDocument/definition", position(line, 8));
    assert_eq!(place["uri"], "heng:/frameworks.heng");
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(symbols[0]["name"], "广州开发区知识产权局");
    let folds = client.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
    assert!(folds.as_array().unwrap().len() > 20);
    client.end();
}

#[test]
fn edits_are_applied_and_checked_while_typing() {
    let mut client = Client::start(&["utf-8", "utf-16"]);
    let text = "项目 甲 {\n年度 2024\n产出指标 { 数量指标 {\n𠮷量 >= 1 件\n} }\n";
    let found = client.open(URI, text);
    assert!(codes(&found).iter().any(|code| code.starts_with("E01")), "an open brace: {found:?}");
    // Columns are bytes: 𠮷量 is seven of them.
    let typed = json!([{ "range": { "start": { "line": 3, "character": 7 }, "end": { "line": 3, "character": 7 } }, "text": "数" }]);
    client.change(URI, 2, typed);
    let hover = client.ask("textDocument/hover", position(3, 8));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("𠮷量数"), "{hover}");
    let whole = json!([{ "text": "项目 甲 {\n  年度 2024\n}\n" }]);
    client.change(URI, 3, whole);
    let edits = client.ask("textDocument/formatting", json!({ "textDocument": { "uri": URI }, "options": {} }));
    assert_eq!(edits[0]["newText"], "项目 甲 {\n    年度 2024\n}\n");
    client.end();
}

#[test]
fn a_fix_and_a_suppression_are_offered() {
    let mut client = Client::start(&["utf-16"]);
    let text = "项目 甲 {\n年度 2024\n产出指标 { 数量指标 {\n服务覆盖率 >= 0.95\n} }\n\
                效益指标 { 社会效益指标 { 受益人数 >= 3 人 } }\n满意度指标 { 服务对象满意度指标 { 居民满意度 >= 90% } }\n}\n";
    client.open(URI, text);
    let range = json!({ "start": { "line": 3, "character": 10 }, "end": { "line": 3, "character": 10 } });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", params);
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles.iter().any(|title| title.contains("95%")), "{titles:?}");
    assert!(titles.contains(&"忽略 L310，写明理由"), "{titles:?}");
    client.end();
}
