//! `heng score` over several files: where each finds its values, and what the ranking says.

use std::fs;

use heng::table::sheet;
use serde_json::Value;

use crate::cli::{BAD, PLAN, folder, heng};
use crate::report::is_sound;

fn plan(name: &str) -> String {
    PLAN.replace("道路养护", name)
}

fn block(name: &str, length: &str) -> String {
    format!(
        "实际 {name} 2025 {{\n    养护里程 = {length} 公里\n    平均通行时间缩短 = 12 分钟\n    群众满意度 = 93%\n    \
         预算 {{\n        全年预算数 100 万元\n        全年执行数 98 万元\n    }}\n}}\n"
    )
}

const CSV: &str = "指标,实际完成值\n养护里程,60公里\n平均通行时间缩短,5分钟\n群众满意度,45%\n\
                   全年预算数,100万元\n全年执行数,70万元\n";

/// One with its values inside, one with a heng file beside, one with a table, one with none, one
/// like the first, one that is wrong.
fn several() -> tempfile::TempDir {
    let here = folder(&[
        ("东.heng", &format!("{}\n{}", plan("东"), block("东", "120"))),
        ("西/2025.heng", &plan("西")),
        ("西/2025实际.heng", &format!("引用 \"2025.heng\"\n{}", block("西", "114"))),
        ("南.heng", &plan("南")),
        ("南自评.csv", CSV),
        ("北.heng", &plan("北")),
        ("东二.heng", &format!("{}\n{}", plan("东二"), block("东二", "120"))),
        ("坏.heng", BAD),
        ("规则.heng", "计分 本局 = 达标\n"),
    ]);
    // A second folder of tables does not disturb.
    fs::write(here.path().join("说明.csv"), "甲,乙\n1,2\n").unwrap();
    here
}

#[test]
fn each_finds_its_values_and_all_are_ranked() {
    let here = several();
    let ran = heng(here.path(), &["score", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "one of the files is wrong");
    insta::assert_snapshot!("ranking", ran.out);
    for line in ran.out.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
    fs::remove_file(here.path().join("坏.heng")).unwrap();
    let ran = heng(here.path(), &["score", "."]);
    assert_eq!(ran.code, 3, "one has no values");
    let ran = heng(here.path(), &["score", "东.heng", "西/2025.heng"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(heng(here.path(), &["score", "[东西]*.heng"]).code, 0);
}

#[test]
fn the_numbers_are_those_of_each_file_alone() {
    let here = several();
    let ran = heng(here.path(), &["score", ".", "--format", "json"]);
    let ranking: Value = serde_json::from_str(&ran.out).unwrap();
    let entry = |name: &str| {
        let entries = ranking["entries"].as_array().unwrap();
        entries.iter().find(|entry| entry["name"] == name).unwrap_or_else(|| panic!("{name} in {}", ran.out)).clone()
    };
    for (name, args, values) in [
        ("东", &["score", "东.heng"][..], "东.heng"),
        ("西", &["score", "西/2025.heng", "-a", "西/2025实际.heng"], "西/2025实际.heng"),
        ("南", &["score", "南.heng", "-a", "南自评.csv"], "南自评.csv"),
        ("北", &["score", "北.heng"], ""),
    ] {
        let alone = heng(here.path(), &[args, &["--format", "json"]].concat());
        let alone: Value = serde_json::from_str(&alone.out).unwrap();
        let found = entry(name);
        assert_eq!(found["values"], values, "{name}");
        let total = match &alone["total"] {
            Value::String(total) => total.clone(),
            range => format!("{} – {}", range["low"].as_str().unwrap(), range["high"].as_str().unwrap()),
        };
        assert_eq!(found["total"], total, "{name}");
        assert_eq!(found["undecided"], alone["undecided"], "{name}");
    }
    assert_eq!((entry("东")["rank"].clone(), entry("东二")["rank"].clone()), (1.into(), 1.into()), "alike");
    assert_eq!(entry("西")["rank"], 3);
    assert_eq!(ranking["missed"][0]["name"], "养护里程");
    assert_eq!((&ranking["missed"][0]["missed"], &ranking["missed"][0]["of"]), (&2.into(), &5.into()));
    assert_eq!(ranking["grades"], serde_json::json!([["优", 3], ["差", 1], ["待定", 1]]));
    let look = |name: &str| entry(name)["look"].to_string();
    assert!(look("南").contains("预算执行率 70%") && look("南").contains("等级 差"), "{}", look("南"));
    assert!(look("东").contains("各项都得满分"), "{}", look("东"));
    assert!(look("北").contains("4 项无法判定，等级未定"), "{}", look("北"));
}

#[test]
fn the_page_and_the_workbook_say_the_same() {
    let here = several();
    for file in ["汇总.html", "又.html", "汇总.xlsx", "又.xlsx"] {
        let ran = heng(here.path(), &["score", ".", "-o", file]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    }
    let read = |file: &str| fs::read(here.path().join(file)).unwrap();
    assert_eq!(read("汇总.html"), read("又.html"));
    assert_eq!(read("汇总.xlsx"), read("又.xlsx"));
    let page = String::from_utf8(read("汇总.html")).unwrap();
    is_sound(&page);
    for part in ["5 个部门、项目的得分", ">97.30<", "预算执行率 70%", "养护里程", "坏.heng"] {
        assert!(page.contains(part), "{part}");
    }
    let book = sheet::read(&read("汇总.xlsx"), "汇总.xlsx").unwrap();
    let names: Vec<&str> = book.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    assert_eq!(names, ["排名", "等级分布", "未达成最多的指标", "需要看一看"]);
    let cell = |sheet: usize, row: usize, column: u32| book.sheets[sheet].rows[row].get(column).text();
    assert_eq!((cell(0, 1, 1), cell(0, 1, 2), cell(0, 1, 5)), ("东".to_owned(), "99.8".to_owned(), "优".to_owned()));
    assert_eq!((cell(0, 5, 1), cell(0, 5, 2), cell(0, 5, 3)), ("北".to_owned(), "0".to_owned(), "100".to_owned()));
    assert_eq!((cell(2, 1, 0), cell(2, 1, 1)), ("养护里程".to_owned(), "2".to_owned()));
}

#[test]
fn what_is_meant_for_one_file_is_refused() {
    let here = several();
    for (args, part) in [
        (&["score", ".", "-a", "南自评.csv"][..], "给几个文件计分时不能写 `--actuals`"),
        (&["score", "东.heng", "南.heng", "--name", "东"], "`--name`"),
        (&["score", "东.heng", "南自评.csv"], "`-a 南自评.csv`"),
        (&["score", ".", "-o", "汇总.pdf"], "几个文件的汇总不能写成这种格式"),
        (&["score", "东.heng", "南.heng", "--format", "csv"], "几个文件的汇总不能写成这种格式"),
        (&["score", "规则.heng", "西/2025实际.heng"], "没有带指标的部门或项目"),
        (&["score", "没有*.heng"], "没有文件符合"),
        (&["score", "东.heng", "南.heng", "-o", "南.heng", "--format", "json"], "是要读的文件"),
    ] {
        let ran = heng(here.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?} {}", ran.err);
        assert!(ran.err.contains(part), "{args:?}: {}", ran.err);
    }
    // A file that is not there is told with the others that are.
    let ran = heng(here.path(), &["score", "东.heng", "没有.heng"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("东") && ran.out.contains("没有.heng：读不了"), "{}", ran.out);
}
