//! Names: references, rename, highlights, symbols, and the declarations that are shipped.

use serde_json::{Value, json};

use super::client::Client;
use super::{URI, codes, position};

const RULES: &str = "file:///%E5%B1%80/%E8%A7%84%E5%88%99.heng";

const PLAN: &str = "引用 \"规则.heng\"\n项目 𠮷 {\n年度 2024\n产出指标 { 数量指标 {\n专利授权量 >= 10 锅, 计分 三档\n人均 >= 1 锅/人 { 公式 专利授权量 / 人口 }\n} }\n数据 { 人口 人 }\n}\n实际 𠮷 2024 {\n专利授权量 = 9 锅\n}\n";

fn both() -> Client {
    let mut client = Client::start(&["utf-16"]);
    client.open(RULES, "单位 锅\n计分 三档 = 达标\n");
    client.open(URI, PLAN);
    client
}

fn lines(edits: &Value) -> Vec<(u64, &str)> {
    let all = edits.as_array().unwrap().iter();
    all.map(|edit| (edit["range"]["start"]["line"].as_u64().unwrap(), edit["newText"].as_str().unwrap())).collect()
}

#[test]
fn a_name_is_followed_and_changed_in_every_file() {
    let mut client = both();
    let mut at = position(4, 3);
    at["context"] = json!({ "includeDeclaration": true });
    assert_eq!(client.ask("textDocument/references", at.clone()).as_array().unwrap().len(), 3);
    at["context"] = json!({ "includeDeclaration": false });
    assert_eq!(client.ask("textDocument/references", at).as_array().unwrap().len(), 2);
    let highlights = client.ask("textDocument/documentHighlight", position(4, 3));
    assert_eq!(highlights.as_array().unwrap().len(), 3);
    assert_eq!(highlights[0]["kind"], 3);

    // From the use into the file that declares it.
    let place = client.ask("textDocument/definition", position(4, 19));
    assert_eq!((&place["uri"], &place["range"]["start"]), (&json!(RULES), &json!({ "line": 1, "character": 3 })));
    let mut renamed = position(4, 19);
    assert_eq!(client.ask("textDocument/prepareRename", renamed.clone())["placeholder"], "三档");
    renamed["newName"] = "两档".into();
    let edit = client.ask("textDocument/rename", renamed);
    assert_eq!(lines(&edit["changes"][RULES]), [(1, "两档")]);
    assert_eq!(lines(&edit["changes"][URI]), [(4, "两档")]);
    let mut unit = position(4, 12);
    unit["newName"] = "样锅".into();
    let edit = client.ask("textDocument/rename", unit);
    assert_eq!(lines(&edit["changes"][URI]).len(), 3);
    client.end();
}

#[test]
fn what_cannot_be_renamed_is_refused_in_words() {
    let mut client = both();
    let mut at = position(4, 3);
    at["newName"] = "人均".into();
    let refused = client.answer("textDocument/rename", at);
    assert_eq!(refused["error"]["message"], "已经有指标 `人均`，不能改成同一个名称");
    let shipped = client.answer("textDocument/prepareRename", position(3, 10));
    assert!(shipped["error"]["message"].as_str().unwrap().contains("自带的指标类别"), "{shipped}");
    client.end();
}

#[test]
fn symbols_of_everything_that_is_open() {
    let mut client = both();
    let all = client.ask("workspace/symbol", json!({ "query": "zlsql" }));
    assert_eq!(all[0]["name"], "专利授权量");
    let all = client.ask("workspace/symbol", json!({ "query": "三档" }));
    assert_eq!(all[0]["location"]["uri"], RULES);
    client.end();
}

#[test]
fn the_shipped_declarations_are_shown() {
    let mut client = both();
    let place = client.ask("textDocument/definition", position(5, 10));
    assert_eq!(place["uri"], "heng:/units.heng", "{place}");
    for method in ["heng/virtualDocument", "workspace/textDocumentContent"] {
        let shown = client.ask(method, json!({ "uri": place["uri"] }));
        let line = place["range"]["start"]["line"].as_u64().unwrap() as usize;
        assert!(shown["text"].as_str().unwrap().lines().nth(line).unwrap().starts_with("单位 人"));
    }
    assert!(client.answer("heng/virtualDocument", json!({ "uri": "heng:/x" })).get("error").is_some());
    client.end();
}

#[test]
fn a_file_is_checked_again_when_what_it_imports_changes() {
    let mut client = Client::start(&["utf-16"]);
    client.open(RULES, "单位 锅\n计分 三档 = 达标\n");
    let found = client.open(URI, PLAN);
    assert!(!codes(&found).contains(&"E0301"), "{found:?}");
    client.change(RULES, 2, json!([{ "text": "计分 三档 = 达标\n" }]));
    let found = client.diagnostics();
    assert!(codes(&found).contains(&"E0301"), "{found:?}");
    client.end();
}

#[test]
fn a_word_of_the_language_becomes_a_name_in_quotation_marks_or_none() {
    let text = "项目 甲 {\n年度 2024\n预算 {\n支出 {\n基本支出 3 万元\n}\n}\n数据 { 人口 人 }\n产出指标 { 数量指标 {\n\
                专利授权量 >= 10 件\n人均 >= 1 件/人 { 公式 专利授权量 / 人口 }\n} }\n\
                核对 \"一\" 预算.支出.基本支出 = 3 万元\n}\n实际 甲 2024 {\n专利授权量 = 9 件\n人口 = 3 人\n}\n";
    let lines: Vec<&str> = text.lines().collect();
    let errors = |found: &[Value]| found.iter().filter(|one| one["severity"] == 1).count();
    for (line, column) in [(9, 1), (4, 1), (7, 6)] {
        for new in ["周期", "不适用", "是", "12月31日", "得分", "实际", "任务", "公式", "“四项制度”健全程度", "新 名"]
        {
            let mut client = Client::start(&["utf-16"]);
            let before = errors(&client.open(URI, text));
            let mut asked = position(line, column);
            asked["newName"] = new.into();
            let answer = client.answer("textDocument/rename", asked);
            let Some(edits) = answer["result"]["changes"][URI].as_array() else {
                let why = answer["error"]["message"].as_str().unwrap();
                assert!(why.contains(new), "{why}");
                client.end();
                continue;
            };
            let uses: usize = if line == 9 { 3 } else { 2 };
            assert!(edits.len() >= uses, "{new}: {edits:?}");
            // What the client makes of it is as right as it was.
            let mut now: Vec<Vec<u16>> = lines.iter().map(|line| line.encode_utf16().collect()).collect();
            for edit in edits.iter().rev() {
                let at = |end: &str| edit["range"][end]["character"].as_u64().unwrap() as usize;
                let row = edit["range"]["start"]["line"].as_u64().unwrap() as usize;
                now[row].splice(at("start")..at("end"), edit["newText"].as_str().unwrap().encode_utf16());
            }
            let now: Vec<String> = now.iter().map(|line| String::from_utf16(line).unwrap()).collect();
            let after = errors(&client.change(URI, 2, json!([{ "text": now.join("\n") }])));
            assert_eq!(after, before, "{new}: {now:#?}");
            client.end();
        }
    }
}
