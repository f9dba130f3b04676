//! The same actual values in every kind of file that people send, and what is said of each:
//! `tests/tables/计划.heng` scored with every file beside it.
//!
//! The workbooks were written by other programs than heng's own tests use, so that nothing
//! but the formats themselves is shared.

use std::fmt::Write;
use std::path::Path;

use crate::cli::heng;
use serde_json::Value;

const FILES: [&str; 10] = [
    "国标编码.csv",
    "列表.json",
    "名值.json",
    "开放格式.ods",
    "旧版.xls",
    "乱序.xlsx",
    "几张表.xlsx",
    "制表符.txt",
    "没有算过.xlsx",
    "没有算过.ods",
];

#[test]
fn every_kind_of_file_is_read() {
    let folder = Path::new("tests/tables");
    let mut shown = String::new();
    for file in FILES {
        let ran = heng(folder, &["score", "计划.heng", "-a", file, "--format", "json"]);
        let card: Value = serde_json::from_str(&ran.out).unwrap();
        let _ = writeln!(shown, "{file}  {}", points(&card["total"]));
        for line in card["indicators"].as_array().unwrap() {
            let text = |key: &str| line[key].as_str().unwrap_or("-").to_owned();
            let _ = writeln!(shown, "  {} {} {}", text("name"), text("actual"), points(&line["score"]));
        }
        let findings = card["findings"].as_array().unwrap();
        for found in findings.iter().filter(|found| found["origin"].as_str().unwrap().starts_with(file)) {
            let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
            let _ = writeln!(shown, "  {} {} {}", text("origin"), text("code"), text("message"));
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

fn points(score: &Value) -> String {
    match score.as_str() {
        Some(score) => score.to_owned(),
        None => format!("{}–{}", score["low"].as_str().unwrap(), score["high"].as_str().unwrap()),
    }
}
