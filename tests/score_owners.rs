//! One table for a department and its project: whose a row and whose the budget is.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::cli::{folder, heng};

const PLAN: &str = "\
部门 甲局 {
    年度 2024
    框架 财政部2020
    产出指标 { 数量指标 { 甲件 >= 3 件 } }
    效益指标 { 社会效益指标 { 甲人 >= 3 人 } }
    满意度指标 { 服务对象满意度指标 { 服务对象满意度 >= 90% } }
    项目 乙项 {
        框架 财政部2020
        产出指标 { 数量指标 { 乙件 >= 3 件 } }
        效益指标 { 社会效益指标 { 乙人 >= 3 人 } }
        满意度指标 { 服务对象满意度指标 { 服务对象满意度 >= 90% } }
    }
}
";

const BOTH: &str = "三级指标,实际完成值\n甲件,3件\n甲人,3人\n服务对象满意度,95%\n乙件,3件\n乙人,3人\n\
    全年预算数,100万元\n全年执行数,100万元\n";

const DEPARTMENT: &str =
    "三级指标,实际完成值\n甲件,3件\n甲人,3人\n服务对象满意度,95%\n全年预算数,100万元\n全年执行数,100万元\n";

/// Totals by name, then what was found.
fn shown(folder: &Path, args: &[&str]) -> String {
    let all: Vec<&str> = ["score", "计划.heng", "--format", "json"].iter().chain(args).copied().collect();
    let ran = heng(folder, &all);
    let found: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err));
    let documents = found.as_array().cloned().unwrap_or_else(|| vec![found]);
    let mut text = String::new();
    for document in &documents {
        let total = match &document["total"] {
            Value::String(total) => total.clone(),
            open => format!("{}–{}", open["low"].as_str().unwrap(), open["high"].as_str().unwrap()),
        };
        text += &format!("{} {total}\n", document["name"].as_str().unwrap());
        for found in document["findings"].as_array().unwrap().iter().filter(|found| found["code"] != "E0502") {
            let part = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
            text += &format!("  {} {} {}\n", part("origin"), part("code"), part("message"));
        }
    }
    text + &ran.err
}

#[test]
fn a_value_that_may_be_of_two_is_of_nobody() {
    let here = folder(&[("计划.heng", PLAN), ("表.csv", BOTH)]);
    insta::assert_snapshot!(shown(here.path(), &["-a", "表.csv"]));
    insta::assert_snapshot!(shown(here.path(), &["-a", "表.csv", "--name", "乙项"]));
}

#[test]
fn a_table_with_rows_of_one_is_that_ones() {
    let here = folder(&[("计划.heng", PLAN), ("局.csv", DEPARTMENT)]);
    insta::assert_snapshot!(shown(here.path(), &["-a", "局.csv"]));
    insta::assert_snapshot!(shown(here.path(), &["-a", "局.csv", "--name", "乙项"]));
    let block = "实际 乙项 2024 {\n    乙件 = 3 件\n    乙人 = 3 人\n    服务对象满意度 = 80%\n    \
        预算 {\n        全年预算数 300 万元\n        全年执行数 270 万元\n    }\n}\n";
    fs::write(here.path().join("乙.heng"), block).unwrap();
    insta::assert_snapshot!(shown(here.path(), &["-a", "局.csv", "-a", "乙.heng"]));
}

#[test]
fn a_column_says_whose_a_row_is() {
    let table = "部门、项目,三级指标,实际完成值\n甲局,甲件,3件\n,甲人,3人\n,服务对象满意度,95%\n,全年预算数,100万元\n\
        ,全年执行数,90万元\n乙项,乙件,3件\n乙项,乙人,3人\n乙项,服务对象满意度,80%\n乙项,全年预算数,10万元\n\
        乙项,全年执行数,10万元\n丙项,乙件,4件\n丙项,总分,90\n";
    let here = folder(&[("计划.heng", PLAN), ("表.csv", table)]);
    insta::assert_snapshot!(shown(here.path(), &["-a", "表.csv"]));
    // A column of names says whose a row is where the name is known.
    for name in ["乙项", "乙项（二期）"] {
        let named = format!("项目名称,三级指标,实际完成值\n{name},乙件,3件\n{name},服务对象满意度,80%\n");
        fs::write(here.path().join("名称.csv"), named).unwrap();
        let text = shown(here.path(), &["-a", "名称.csv"]);
        assert!(text.starts_with("乙项 58.89–98.89\n") && !text.contains("E0555"), "{text}");
    }
    for head in ["单位", "项目"] {
        let named = format!("{head},三级指标,实际完成值\n甲局,甲件,3件\n甲局,服务对象满意度,95%\n乙项,乙件,3件\n");
        fs::write(here.path().join("名称.csv"), named).unwrap();
        let text = shown(here.path(), &["-a", "名称.csv"]);
        assert_eq!(text.lines().filter(|line| !line.contains("E0519")).count(), 2, "{text}");
    }
    // What heng writes of both can be read again.
    let written = heng(here.path(), &["score", "计划.heng", "-a", "表.csv", "-o", "得分.csv"]);
    assert_eq!(written.code, 3, "丙项 is nobody: {}", written.err);
    insta::assert_snapshot!(shown(here.path(), &["-a", "得分.csv"]));
}

#[test]
fn a_title_above_a_form_says_whose_it_is() {
    let form = |name: &str, thing: &str, budget: u8| {
        format!(
            "项目名称,{name},\n项目资金（万元）,全年预算数,全年执行数\n年度资金总额,{budget},9\n\
             三级指标,年度指标值,实际完成值\n{thing},≥3件,3件\n服务对象满意度,≥90%,9{budget}%\n"
        )
    };
    let here = folder(&[("计划.heng", PLAN)]);
    fs::write(here.path().join("表.csv"), form("甲局", "甲件", 9) + &form("乙项", "乙件", 1)).unwrap();
    let text = shown(here.path(), &["-a", "表.csv"]);
    assert!(!text.contains("E0504") && !text.contains("E0554") && !text.contains("E0550"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_sheet_is_of_whom_it_is_named_after() {
    let mut book = Workbook::new();
    for (name, rows) in [
        (
            "甲局",
            [
                ("三级指标", "实际完成值"),
                ("甲件", "3件"),
                ("服务对象满意度", "95%"),
                ("全年预算数", "100万元"),
                ("全年执行数", "90万元"),
            ],
        ),
        (
            "乙项",
            [
                ("三级指标", "实际完成值"),
                ("乙件", "3件"),
                ("服务对象满意度", "80%"),
                ("全年预算数", "10万元"),
                ("全年执行数", "10万元"),
            ],
        ),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, (label, value)) in rows.iter().enumerate() {
            sheet.write(at as u32, 0, *label).unwrap();
            sheet.write(at as u32, 1, *value).unwrap();
        }
    }
    let here = folder(&[("计划.heng", PLAN)]);
    book.save(here.path().join("表.xlsx")).unwrap();
    insta::assert_snapshot!(shown(here.path(), &["-a", "表.xlsx"]));
    insta::assert_snapshot!(shown(here.path(), &["-a", "表.xlsx", "--name", "乙项"]));
}

#[test]
fn figures_of_a_budget_that_differ_are_not_used() {
    let here = folder(&[("计划.heng", PLAN)]);
    let mut all = String::new();
    for (file, more) in [
        ("异.csv", "全年预算数,300万元\n"),
        ("同.csv", "全年预算数,0.01亿元\n全年预算数,100万元\n"),
        ("执行.csv", "全年执行数,1万元\n"),
    ] {
        fs::write(here.path().join(file), format!("{DEPARTMENT}{more}")).unwrap();
        all += &shown(here.path(), &["-a", file]);
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_sheet_of_the_budget_alone_is_used() {
    let mut book = Workbook::new();
    let first = book.add_worksheet().set_name("指标").unwrap();
    for (at, (label, value)) in [("三级指标", "实际完成值"), ("甲件", "3件")].iter().enumerate() {
        first.write(at as u32, 0, *label).unwrap();
        first.write(at as u32, 1, *value).unwrap();
    }
    let second = book.add_worksheet().set_name("预算").unwrap();
    for (column, (label, value)) in
        [("项目", "年度资金总额"), ("年初预算数", "100万元"), ("全年预算数", "100万元"), ("全年执行数", "95万元")]
            .iter()
            .enumerate()
    {
        second.write(0, column as u16, *label).unwrap();
        second.write(1, column as u16, *value).unwrap();
    }
    let here = folder(&[("计划.heng", PLAN)]);
    book.save(here.path().join("表.xlsx")).unwrap();
    insta::assert_snapshot!(shown(here.path(), &["-a", "表.xlsx"]));
}
