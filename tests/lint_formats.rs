//! What `--format` writes, read back by the schema or the reader of each format.
//!
//! `tests/schemas/README.md` says where the schemas are from. Beside the schemas, what each
//! format's best-known reader does with it was read in its source, and is what the tests ask for:
//!
//! - GitLab Code Quality: an issue needs `description`, `fingerprint`, `severity` and `location`,
//!   or that issue and all behind it are dropped; issues of one fingerprint become one; the line is
//!   `location.lines.begin` or else `location.positions.begin.line`; the path is put behind the
//!   commit's address, so `./` and `/` in front of it lead nowhere.
//! - GitLab JUnit: suite, class and name together are the identity of a case, compared with the
//!   target branch; of two with one identity the last stays; `file` becomes a link; a `failure` or
//!   `skipped` is shown with its text.
//! - Reviewdog (rdjson): every field of the messages; severities by name; columns in bytes of
//!   UTF-8, the byte order mark included, since it counts in the file's own bytes; the end is
//!   exclusive; an insertion is a suggestion with equal ends; second places are
//!   `related_locations`. Reviewdog (checkstyle): `file@name` and `line`, `column`, `severity`,
//!   `message`, `source` of each `error`; severities error, warning, info.
//! - GitHub commands: everything up to the second `::` is the command, its properties are split
//!   at commas and at the first `=`, then %0D, %0A, %3A, %2C and last %25 are taken back; of the
//!   text only %0D, %0A and %25. Columns count only when first and last line are the same.
//! - GitHub code scanning (SARIF): each rule needs `shortDescription`, `fullDescription` and
//!   `help`; alerts are followed by `primaryLocationLineHash`, which its upload step works out
//!   itself and compares with one that is there, so none is written; suppressed results are left
//!   out by their `suppressions`, whose status is `accepted` where none is said.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cli::{Ran, folder, heng};
use crate::lint_config::DRAFT;

/// A name with a letter outside of the basic plane, a byte order mark, CRLF, a suppression, an
/// error with a second place, a finding with a fix, one over two lines, a path with a blank.
fn messy() -> tempfile::TempDir {
    let text = DRAFT
        .replace("营商环境 定性", "𠮷野环境 定性")
        .replace("培训人次 >= 300 人次", "培训𠮷合格率 >= 0.9\n            培训人次 >= 300 人次")
        .replace("\"显著提升\"\n", "\"显著提升\"\n            生活环境 定性 \"明显改善\" # 忽略 L203: 原文\n")
        .replace('\n', "\r\n");
    let text = format!("\u{feff}{text}");
    let broken = "项目 乙 {\n    产出指标 {\n        𠮷 >=\n    }\n}\n";
    let folder = folder(&[("各 局/甲,一.heng", &text), ("乙.heng", broken), ("丙.heng", "# 空\n")]);
    std::fs::write(folder.path().join("heng.toml"), "select = [\"L203\", \"L310\"]\n").unwrap();
    folder
}

fn written(format: &str) -> Ran {
    let ran = heng(messy().path(), &["check", "--format", format]);
    assert_eq!(ran.code, 1, "{format}: {}", ran.err);
    ran
}

fn value(format: &str) -> Value {
    serde_json::from_str(&written(format).out).unwrap_or_else(|error| panic!("{format}: {error}"))
}

pub fn fits(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

pub fn schema(name: &str) -> Value {
    // The published schema of SARIF has a bracket too many in a pattern.
    let text = std::fs::read_to_string(format!("tests/schemas/{name}")).unwrap().replace("{2}]?$", "{2}$");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_format_as_it_is_written() {
    for format in ["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"] {
        let ran = written(format);
        let mut out = ran.out;
        if format == "sarif" {
            // The pages of the rules are tested where they stand.
            let mut log: Value = serde_json::from_str(&out).unwrap();
            for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
                for part in ["help", "fullDescription"] {
                    rule.as_object_mut().unwrap().remove(part);
                }
            }
            out = serde_json::to_string_pretty(&log).unwrap();
        }
        insta::assert_snapshot!(format!("format_{format}"), out + "\n---\n" + &ran.err);
    }
}

#[test]
fn json_says_what_could_not_be_checked() {
    let here = crate::cli::folder(&[("好.heng", crate::cli::GOOD)]);
    let ran = crate::cli::heng(here.path(), &["check", "好.heng", "无此.heng", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    fits(&serde_json::from_str(&std::fs::read_to_string("docs/findings.schema.json").unwrap()).unwrap(), &document);
    assert_eq!((ran.code, &document["summary"]["failed"]), (2, &json!(1)));
    assert_eq!(document["failures"][0]["file"], "无此.heng");
    assert_eq!(document["failures"][0]["message"], "读不了 `无此.heng`：没有这个文件或文件夹");
}

#[test]
fn json_fits_its_schema_and_holds_what_is_promised() {
    let document = value("json");
    fits(&serde_json::from_str(&std::fs::read_to_string("docs/findings.schema.json").unwrap()).unwrap(), &document);
    assert_eq!(document["schema_version"], 1);
    let findings = document["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 3);
    assert_eq!(document["suppressed"][0]["suppressed"], "原文");
    for finding in findings {
        for key in ["code", "name", "severity", "message", "file", "start", "end", "fixable"] {
            assert!(!finding[key].is_null(), "{key}: {finding}");
        }
    }
    let rate = findings.iter().find(|finding| finding["code"] == "L310").unwrap();
    // `            培训𠮷合格率 >= 0.9`: twelve blanks, six letters, a sign.
    assert_eq!((&rate["start"], &rate["end"]), (&json!({"line": 5, "column": 23}), &json!({"line": 5, "column": 26})));
    assert_eq!((&rate["name"], &rate["fixable"]), (&json!("rate-not-in-percent"), &json!(true)));
    let lines = written("jsonl").out;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, findings);
}

#[test]
fn sarif_fits_the_schema_of_oasis() {
    let log = value("sarif");
    fits(&schema("sarif-2.1.0.json"), &log);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let rate = results.iter().find(|result| result["ruleId"] == "L310").unwrap();
    let location = &rate["locations"][0]["physicalLocation"];
    // In UTF-16 the letter 𠮷 counts twice; the byte order mark does not count.
    assert_eq!(location["region"], json!({"startLine": 5, "startColumn": 24, "endLine": 5, "endColumn": 27}));
    assert_eq!(location["artifactLocation"]["uri"], "%E5%90%84%20%E5%B1%80/%E7%94%B2%2C%E4%B8%80.heng");
    assert_eq!(rate["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "90%");
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    let suppressed: Vec<&Value> = results.iter().filter(|result| !result["suppressions"].is_null()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"], json!([{"kind": "inSource", "justification": "原文"}]));
}

#[test]
fn gitlab_and_reviewdog_fit_their_shapes() {
    let issues = value("gitlab");
    fits(&schema("gitlab-code-quality.json"), &issues);
    let prints: BTreeSet<&str> =
        issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.as_array().unwrap().len(), "fingerprints are unique");
    let result = value("rdjson");
    fits(&schema("rdjson.json"), &result);
    let rate = result["diagnostics"].as_array().unwrap().iter().find(|one| one["code"]["value"] == "L310").unwrap();
    // Bytes of UTF-8: twelve, five letters of three, one of four, ` >= `.
    assert_eq!(rate["location"]["range"]["start"], json!({"line": 5, "column": 36}));
    assert_eq!(rate["suggestions"][0]["text"], "90%");
}

#[test]
fn second_places_are_told_to_those_who_show_them() {
    let here = folder(&[("甲.heng", "单位 箱子\n单位 箱子\n")]);
    let read = |format: &str| -> Value {
        serde_json::from_str(&heng(here.path(), &["check", "--format", format]).out).unwrap()
    };
    let result = read("rdjson");
    fits(&schema("rdjson.json"), &result);
    let first = json!({"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 14}});
    assert_eq!(
        result["diagnostics"][0]["related_locations"],
        json!([{"message": "第一次在这里", "location": {"path": "甲.heng", "range": first}}])
    );
    let log = read("sarif");
    assert_eq!(log["runs"][0]["results"][0]["relatedLocations"][0]["message"]["text"], "第一次在这里");
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap() {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[key]["text"].as_str().unwrap().is_empty(), "{key}: {rule}");
        }
    }
}

#[test]
fn equal_findings_are_told_apart_and_keep_their_names() {
    let line = "            营商环境 定性 \"显著提升\"\n";
    let twice = DRAFT.replace(line, &format!("{line}        }}\n        经济效益指标 {{\n{line}"));
    let here = folder(&[(".局/甲.heng", &twice)]);
    let run = |format: &str| heng(here.path(), &["check", "--select", "L203", "--format", format, ".局"]).out;
    let issues: Value = serde_json::from_str(&run("gitlab")).unwrap();
    fits(&schema("gitlab-code-quality.json"), &issues);
    assert_eq!(issues.as_array().unwrap().len(), 2);
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    let names = || {
        let report = quick_junit::Report::deserialize_from_str(&run("junit")).unwrap();
        let cases = report.test_suites[0].test_cases.iter();
        cases.map(|case| (case.name.to_string(), case.extra["file"].to_string())).collect::<Vec<_>>()
    };
    let before = names();
    let wanted = ["L203 指标值含糊：营商环境", "L203 指标值含糊：营商环境（2）"];
    assert_eq!(before.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), wanted);
    assert!(before.iter().all(|(_, file)| file == ".局/甲.heng"));
    std::fs::write(here.path().join(".局/甲.heng"), format!("# 说明\n\n{twice}")).unwrap();
    assert_eq!(names(), before, "lines do not matter");
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let here = folder(&[("甲.heng", DRAFT)]);
    let prints = || {
        let ran = heng(here.path(), &["check", "--select", "L203", "--format", "gitlab"]);
        let issues: Value = serde_json::from_str(&ran.out).unwrap();
        issues[0]["fingerprint"].clone()
    };
    let before = prints();
    std::fs::write(here.path().join("甲.heng"), format!("# 说明\n\n{DRAFT}")).unwrap();
    assert_eq!(prints(), before);
}

#[test]
fn junit_is_read_back() {
    let ran = written("junit");
    let report = quick_junit::Report::deserialize_from_str(&ran.out).unwrap();
    let names: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["丙.heng", "乙.heng", "各 局/甲,一.heng"]);
    let count = |at: usize| (report.test_suites[at].tests, report.test_suites[at].failures);
    assert_eq!((count(0), count(1), count(2)), ((1, 0), (1, 1), (2, 2)));
}

#[test]
fn checkstyle_is_read_back() {
    let ran = written("checkstyle");
    let mut reader = quick_xml::Reader::from_str(&ran.out);
    let (mut depth, mut found) = (Vec::new(), Vec::new());
    loop {
        use quick_xml::events::Event;
        let attributes = |start: &quick_xml::events::BytesStart<'_>| {
            let pairs = start.attributes().map(|attribute| {
                let attribute = attribute.unwrap();
                let key = attribute.key.as_ref().to_owned();
                (key, attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
            });
            pairs.collect::<std::collections::BTreeMap<_, _>>()
        };
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                assert_eq!(name, ["checkstyle", "file"][depth.len()]);
                assert!(name != "file" || attributes(&start)["name"].ends_with(".heng"));
                depth.push(name);
            }
            Event::Empty(start) => {
                assert_eq!((start.name().as_ref(), depth.len()), ("error", 2));
                let error = attributes(&start);
                assert!(["error", "warning", "info"].contains(&error["severity"].as_str()));
                assert!(error["line"].parse::<u32>().unwrap() > 0 && error["column"].parse::<u32>().unwrap() > 0);
                found.push(error["source"].clone());
            }
            Event::End(_) => {
                depth.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found.sort();
    assert_eq!(found, ["heng.E0107", "heng.L203", "heng.L310"]);
}

#[test]
fn github_annotations_are_read_back() {
    // As the runner reads them: `::command key=value,…::data`, with % sequences taken back.
    let ran = written("github");
    let back = |text: &str| {
        text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    };
    let mut seen = Vec::new();
    for line in ran.out.lines() {
        let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command) && !data.is_empty(), "{line}");
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key), "{line}");
            if key == "file" {
                seen.push(back(value));
            }
        }
    }
    assert_eq!(seen, ["乙.heng", "各 局/甲,一.heng", "各 局/甲,一.heng"]);
    assert!(ran.out.contains("col=24,endColumn=27"), "{}", ran.out);
}

#[test]
fn a_page_needs_nothing_else_and_escapes_what_is_written() {
    let here = folder(&[("甲.heng", "项目 甲 {\n    产出指标 {\n        <b>&甲 >= 3 件\n    }\n}\n")]);
    let ran = heng(here.path(), &["check", "--format", "html", "-o", "检查.html"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let page = std::fs::read_to_string(here.path().join("检查.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") || page.starts_with("<!doctype html>"), "{page}");
    for word in ["http://", "https://", "<script", "<b>"] {
        assert!(!page.contains(word), "{word}: {page}");
    }
    assert!(page.contains("甲.heng"));
    let clean = heng(here.path(), &["check", "--format", "html", "--exit-zero"]).out;
    assert_eq!(clean, page);
}

#[test]
fn formats_say_when_there_is_nothing() {
    let here = folder(&[("丙.heng", "# 空\n")]);
    for (format, expected) in
        [("json", "\"findings\": []"), ("jsonl", ""), ("gitlab", "[]"), ("rdjson", "\"diagnostics\": []")]
    {
        let ran = heng(here.path(), &["check", "--format", format]);
        assert!(ran.code == 0 && ran.out.contains(expected), "{format}: {}", ran.out);
    }
    fits(
        &schema("sarif-2.1.0.json"),
        &serde_json::from_str(&heng(here.path(), &["check", "--format", "sarif"]).out).unwrap(),
    );
}
