//! `heng verify`: a result that is as it was written agrees; whatever is changed in it is found.

use std::fs;
use std::path::Path;

use heng::report::verify::verify;
use serde_json::Value;

use crate::cli::{folder, heng, heng_with};
use crate::report::{ACTUALS, PLAN};

/// A result with its inputs beside it.
fn scored() -> (tempfile::TempDir, Value) {
    let here = folder(&[("甲.heng", PLAN), ("实际.heng", ACTUALS)]);
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "-o", "得分.json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let value = serde_json::from_str(&fs::read_to_string(here.path().join("得分.json")).unwrap()).unwrap();
    (here, value)
}

#[test]
fn examples_agree_with_themselves() {
    for (example, actuals) in [
        ("知识产权局", Some("2024实际.xlsx")),
        ("知识产权局", Some("2024实际.csv")),
        ("县域项目", Some("2024实际.heng")),
        ("满意度调查", Some("2024实际.heng")),
        ("道路改造", Some("2024实际.csv")),
        ("道路改造", None),
    ] {
        let path = Path::new("examples").join(example);
        let mut args = vec!["score", "2024.heng", "--format", "json"];
        args.extend(actuals.iter().flat_map(|actuals| ["-a", actuals]));
        let json = heng(&path, &args).out;
        let ran = heng_with(&path, &["verify", "-"], json.as_bytes(), &[]);
        assert_eq!(ran.code, 0, "{example}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("对得上") && ran.out.contains("`2024.heng` 校验值一致"), "{}", ran.out);
    }
}

/// Every place of a result that is not its record, as JSON pointers.
fn leaves(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let compared = fields.iter().filter(|(key, _)| !matches!(key.as_str(), "record" | "findings"));
            compared.for_each(|(key, value)| leaves(value, &format!("{at}/{key}"), out));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| leaves(item, &format!("{at}/{index}"), out));
        }
        _ => out.push(at.to_owned()),
    }
}

#[test]
fn whatever_is_changed_is_found() {
    let (_here, result) = scored();
    let unchanged = verify(&result).unwrap();
    assert_eq!(unchanged.differences, []);
    let mut all = Vec::new();
    leaves(&result, "", &mut all);
    assert!(all.len() > 150 && unchanged.compared > 150, "{} {}", all.len(), unchanged.compared);
    for leaf in all {
        let mut changed = result.clone();
        let place = changed.pointer_mut(&leaf).unwrap();
        *place = match &*place {
            Value::String(text) => format!("{text}1").into(),
            Value::Bool(yes) => (!*yes).into(),
            Value::Number(number) => (number.as_u64().unwrap() + 1).into(),
            _ => "有".into(),
        };
        match verify(&changed) {
            Ok(checked) => assert!(!checked.differences.is_empty(), "{leaf}"),
            Err(why) => assert!(matches!(&*leaf, "/name" | "/kind") && why.contains("里没有"), "{leaf}: {why}"),
        }
    }
    // What is gone is found too.
    for gone in ["total", "indicators", "execution", "grade"] {
        let mut changed = result.clone();
        changed.as_object_mut().unwrap().remove(gone);
        assert!(!verify(&changed).unwrap().differences.is_empty(), "{gone}");
    }
}

#[test]
fn a_record_that_was_changed_is_found() {
    let (_here, result) = scored();
    let changed = |from: &str, to: &str| {
        let text = result.to_string();
        assert!(text.contains(from), "{from}");
        verify(&serde_json::from_str(&text.replacen(from, to, 1)).unwrap())
    };
    let what =
        |found: &heng::report::verify::Checked| found.differences.iter().map(|d| d.what.clone()).collect::<Vec<_>>();
    let value = changed("\"exact\":\"410\"", "\"exact\":\"400\"").unwrap();
    assert!(what(&value).contains(&"指标 `服务企业` 的得分".to_owned()), "{:?}", value.differences);
    let text = changed("投诉数量 <= 20 件", "投诉数量 <= 17 件").unwrap();
    assert!(what(&text).contains(&"`甲.heng` 的 SHA-256 校验值".to_owned()), "{:?}", text.differences);
    assert!(what(&text).contains(&"指标 `投诉数量` 的得分".to_owned()), "{:?}", text.differences);
    for (from, to, why) in [
        ("投诉数量 <= 20 件", "投诉数量 <= 20 粒", "有错"),
        ("\"exact\":\"410\"", "\"exact\":\"410/0\"", "分数 `410/0` 读不懂"),
        ("\"record\":{", "\"recor\":{", "没有重算所需的记录"),
        ("\"record\":{", "\"record\":{\"version\":9,\"又\":{", ""),
    ] {
        let refused = match from {
            _ if why.is_empty() => {
                let mut other = result.clone();
                other["record"]["version"] = 9.into();
                verify(&other)
            }
            from => changed(from, to),
        };
        let said = refused.unwrap_err();
        assert!(said.contains(if why.is_empty() { "版本是 9" } else { why }), "{said}");
    }
}

#[test]
fn files_are_found_and_compared() {
    let (here, _) = scored();
    let run = |args: &[&str]| heng(here.path(), args);
    let ran = run(&["verify", "得分.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("agrees", ran.out);
    // Somewhere else they are found beside the result, or where they are said to be.
    let other = here.path().join("别处");
    fs::create_dir(&other).unwrap();
    let ran = heng(&other, &["verify", "../得分.json"]);
    assert!(ran.code == 0 && ran.out.matches("校验值一致").count() == 2, "{}", ran.out);
    fs::copy(here.path().join("得分.json"), other.join("得分.json")).unwrap();
    let ran = heng(&other, &["verify", "得分.json"]);
    assert!(ran.code == 0 && ran.out.contains("没有找到 `甲.heng`"), "{}", ran.out);
    fs::copy(here.path().join("甲.heng"), other.join("改名.heng")).unwrap();
    let ran = heng(&other, &["verify", "得分.json", "--plan", "改名.heng", "--actuals", "../实际.heng"]);
    assert!(ran.code == 0 && ran.out.matches("校验值一致").count() == 2, "{}", ran.out);
    fs::write(here.path().join("实际.heng"), ACTUALS.replace("410", "420")).unwrap();
    let ran = run(&["verify", "得分.json"]);
    assert!(ran.code == 1 && ran.out.contains("`实际.heng` 改过：记录的校验值是 "), "{}", ran.out);
    let ran = run(&["verify", "得分.json", "--format", "json"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &json["results"][0]["differences"]), (1, &serde_json::json!([])));
    assert_ne!(json["files"][1]["found"], json["files"][1]["recorded"]);
}

#[test]
fn what_differs_is_named_and_what_cannot_be_checked_is_refused() {
    let (here, _) = scored();
    let text = fs::read_to_string(here.path().join("得分.json")).unwrap();
    fs::write(here.path().join("改.json"), text.replace("\"77.12\"", "\"78.12\"")).unwrap();
    let ran = heng(here.path(), &["verify", "改.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("· 总分 的最低：写的是 78.12，重算是 77.12\n"), "{}", ran.out);
    fs::write(here.path().join("坏.json"), "{\"total\": ").unwrap();
    fs::write(here.path().join("空.json"), "[]").unwrap();
    fs::write(here.path().join("外人.heng"), PLAN).unwrap();
    for (args, part) in [
        (&["verify", "没有.json"][..], "读不了 `没有.json`"),
        (&["verify", "坏.json"], "不是 JSON"),
        (&["verify", "空.json"], "里没有得分"),
        (&["verify", "得分.json", "--plan", "甲.heng", "--plan", "外人.heng"], "`外人.heng` 不是算出这个得分的文件"),
    ] {
        let ran = heng(here.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}

#[test]
fn a_result_with_its_record_still_serves_as_a_table() {
    let (here, result) = scored();
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "得分.json", "--format", "json"]);
    let again: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(again["indicators"][2]["score"], result["indicators"][2]["score"], "{}", ran.err);
    assert!(!ran.out.contains("`record`"), "{}", ran.out);
}
