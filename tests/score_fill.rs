//! `heng score --fill`: scores written into the form that an office has already.

use std::collections::BTreeMap;

use heng::table::sheet::{self, address};
use rust_xlsxwriter as writer;

use crate::cli::{folder, heng};

const PLAN: &str = include_str!("../examples/知识产权局/2024.heng");
const VALUES: &str = include_str!("../examples/知识产权局/2024实际.csv");

/// The form as an office has it: the sum is a formula, the rate another, a second sheet holds notes.
fn form(actuals: &[(&str, &str)]) -> Vec<u8> {
    let mut book = writer::Workbook::new();
    let framed = writer::Format::new().set_border(writer::FormatBorder::Thin).set_text_wrap();
    let share = framed.clone().set_num_format("0.00%");
    let sheet = book.add_worksheet().set_name("自评").unwrap();
    let rows = [
        "部门整体支出绩效自评表",
        "部门名称||广州开发区知识产权局",
        "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        "|年度资金总额|10125.93|||10||",
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|完成率|得分|偏差原因",
        "产出指标|数量指标|PCT国际专利申请量|≥800件||12.5|||",
        "||年度专利授权量|≥18000件||12.5|||",
        "||年度商标申请量|≥18000件||12.5|||",
        "||政策兑现服务企业数量|≥400家||12.5|||",
        "效益指标|经济效益指标|每万人口发明专利拥有量|≥240||5|||",
        "||年度知识产权质押融资金额|≥80亿元||5|||",
        "||年度知识产权质押融资参与企业数量|≥200家||5|||",
        "|社会效益指标|获奖数量|≥40项||15|||",
        "满意度指标|服务对象满意度指标|扶持单位满意度|≥95%||10|||",
        "总分|||||100|||",
    ];
    for (row, line) in (0..).zip(rows) {
        for (column, text) in (0..).zip(line.split('|')) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_with_format(row, column, number, &framed).unwrap(),
                Err(_) => sheet.write_with_format(row, column, text, &framed).unwrap(),
            };
        }
        if let Some((_, value)) = actuals.iter().find(|(name, _)| line.contains(name)) {
            sheet.write_with_format(row, 4, *value, &framed).unwrap();
        }
    }
    sheet.write_blank(3, 6, &share).unwrap();
    sheet.write_formula_with_format(14, 7, "=SUM(H6:H14)+H4", &framed).unwrap();
    sheet.set_print_area(0, 0, 14, 8).unwrap().set_landscape();
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "原样").unwrap();
    book.save_to_buffer().unwrap()
}

/// The cells that hold another thing than before.
fn written(before: &[u8], after: &[u8]) -> String {
    let cells = |bytes: &[u8]| {
        let mut found = BTreeMap::new();
        for sheet in sheet::read(bytes, "表.xlsx").unwrap().sheets {
            for row in &sheet.rows {
                for (column, content) in &row.cells {
                    let key = (sheet.name.clone().unwrap(), row.index, *column);
                    found.insert(key, format!("{content:?}"));
                }
            }
        }
        found
    };
    let (before, after) = (cells(before), cells(after));
    assert!(before.keys().all(|key| after.contains_key(key)), "nothing is taken away");
    let changed = after.iter().filter(|(key, content)| before.get(*key) != Some(*content));
    changed.map(|((sheet, row, column), content)| format!("{sheet}!{} {content}\n", address(*row, *column))).collect()
}

#[test]
fn a_blank_form_gets_values_and_scores_and_stays_itself() {
    let here = folder(&[("局.heng", PLAN), ("实际.csv", VALUES)]);
    let path = |name: &str| here.path().join(name);
    let blank = form(&[]);
    std::fs::write(path("自评.xlsx"), &blank).unwrap();
    let ran = heng(here.path(), &["score", "局.heng", "-a", "实际.csv", "--fill", "自评.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("总分 98.88"), "the scores are shown besides: {}", ran.out);
    assert_eq!(std::fs::read(path("自评.xlsx")).unwrap(), blank, "the form itself stays");
    let filled = std::fs::read(path("自评得分.xlsx")).unwrap();
    insta::assert_snapshot!("a_filled_form", format!("{}{}", written(&blank, &filled), ran.err));
    for part in ["xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/theme/theme1.xml"] {
        assert_eq!(crate::amend::text(&blank, part), crate::amend::text(&filled, part), "{part}");
    }
    // Read back without options, it comes to the same.
    let again = heng(here.path(), &["score", "局.heng", "-a", "自评得分.xlsx"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.out.contains("总分 98.88"), "{}", again.out);
    let audit = heng(here.path(), &["audit", "自评得分.xlsx", "--framework", "财政部2020"]);
    assert!(!audit.out.contains("E0820") && !audit.out.contains("E0826"), "{}", audit.out);
}

#[test]
fn a_form_with_values_is_scored_with_them_and_they_stay() {
    let here = folder(&[("局.heng", PLAN), ("实际.csv", VALUES)]);
    let path = |name: &str| here.path().join(name);
    let values = [("PCT国际专利申请量", "700件"), ("年度专利授权量", "18000件")];
    std::fs::write(path("自评.xlsx"), form(&values)).unwrap();
    // In place, as the option says in so many words.
    let ran = heng(here.path(), &["score", "局.heng", "--fill", "自评.xlsx", "-o", "自评.xlsx"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let filled = std::fs::read(path("自评.xlsx")).unwrap();
    insta::assert_snapshot!("a_form_with_two_values", format!("{}{}", written(&form(&values), &filled), ran.err));
    // Other values do not replace what is there.
    std::fs::write(path("自评.xlsx"), form(&values)).unwrap();
    let ran = heng(here.path(), &["score", "局.heng", "-a", "实际.csv", "--fill", "自评.xlsx", "-o", "另.xlsx"]);
    assert!(ran.err.contains("表里已经填了别的值，没有改写：`E6`、`E7`"), "{}", ran.err);
}

#[test]
fn the_form_that_heng_writes_keeps_its_formulas() {
    let here = folder(&[("局.heng", PLAN), ("实际.csv", VALUES)]);
    assert_eq!(heng(here.path(), &["export", "局.heng", "--form", "自评表"]).code, 0);
    let blank = std::fs::read(here.path().join("局自评表.xlsx")).unwrap();
    let ran = heng(here.path(), &["score", "局.heng", "-a", "实际.csv", "--fill", "局自评表.xlsx", "-o", "填.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("保留公式"), "{}", ran.err);
    let filled = std::fs::read(here.path().join("填.xlsx")).unwrap();
    let count = |bytes: &[u8]| crate::amend::text(bytes, "xl/worksheets/sheet1.xml").matches("<f>").count();
    assert_eq!(count(&blank), count(&filled));
    let Some(books) = crate::forms_live::recalculated(&[filled]) else { return };
    let total = books[0].sheets[0].rows.iter().find(|row| row.get(0).text() == "总分").unwrap();
    assert_eq!(total.get(7).text(), "98.88");
}

#[test]
fn what_cannot_be_filled_is_said() {
    let here = folder(&[("局.heng", PLAN), ("实际.csv", VALUES)]);
    std::fs::write(here.path().join("自评.xlsx"), form(&[])).unwrap();
    for (args, part) in [
        (vec!["--fill", "实际.csv"], "不是 .xlsx 工作簿"),
        (vec!["--fill", "没有.xlsx"], "没有.xlsx"),
        (vec!["--fill", "自评.xlsx", "-o", "局.heng"], "是要读的文件"),
        (vec!["--fill", "自评.xlsx", "-a", "实际.csv", "-o", "实际.csv"], "是要读的文件"),
        (vec!["--fill", "自评.xlsx", "--format", "xlsx"], "不能一起用"),
    ] {
        let ran = heng(here.path(), &[&["score", "局.heng"][..], &args].concat());
        assert_eq!(ran.code, 2, "{args:?} {}", ran.err);
        assert!(ran.err.contains(part), "{args:?} {}", ran.err);
    }
    assert!(!here.path().join("实际得分.csv").exists());
}
