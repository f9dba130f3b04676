//! `heng template`: filled in as a person would, the workbook is read back without options.

use heng::table::sheet;

use crate::cli::{folder, heng};
use crate::forms_live::filled;

const OFFICE: &str = include_str!("../examples/知识产权局/2024.heng");
const ROAD: &str = include_str!("../examples/道路改造/2024.heng");
const RULES: &str = include_str!("../examples/公共/计分规则.heng");

/// What a person types into the cell beside each name.
const OFFICE_VALUES: [(&str, &str); 11] = [
    ("PCT国际专利申请量", "760"),
    ("年度专利授权量", "18732"),
    ("年度商标申请量", "17640"),
    ("政策兑现服务企业数量", "1036"),
    ("每万人口发明专利拥有量", "242.4"),
    ("年度知识产权质押融资金额", "80.5"),
    ("年度知识产权质押融资参与企业数量", "213"),
    ("获奖数量", "43"),
    ("扶持单位满意度", "0.972"),
    ("全年预算数", "10125.93"),
    ("全年执行数", "9870.11"),
];

const ROAD_VALUES: [(&str, &str); 20] = [
    ("★工程建设总成本", "2795"),
    ("工程结算价", "2795"),
    ("施工期交通投诉", "36"),
    ("施工扬尘超标次数", "3"),
    ("★道路改造里程", "2.6"),
    ("信控路口改造数量", "4"),
    ("雨水管（DN600 及以上）敷设长度", "2944"),
    ("行道树补植数量", "505"),
    ("竣工验收合格率", "1"),
    ("压实度合格点数", "488"),
    ("压实度检测点数", "500"),
    ("开工时间", "45369"),
    ("竣工验收时间", "45636"),
    ("早高峰平均车速", "27.3"),
    ("沿线商户经营环境", "达成"),
    ("积水点消除数量", "3"),
    ("沿线居民满意度", "0.886"),
    ("全年预算数", "2980"),
    ("全年执行数", "2831"),
    ("沿线商户经营环境", "4.5"),
];

/// The workbook of a template, filled in: the last value of a name that comes twice goes
/// into the column of points.
fn fill(here: &std::path::Path, plan: &str, values: &[(&str, &str)]) {
    let path = here.join("2024.xlsx");
    assert_eq!(heng(here, &["template", plan, "-o", "2024.xlsx"]).code, 0);
    let empty = std::fs::read(&path).unwrap();
    let form = &sheet::read(&empty, "2024.xlsx").unwrap().sheets[0];
    let mut seen = Vec::new();
    let cells = values.iter().map(|(name, value)| {
        let row = form.rows.iter().find(|row| row.get(2).text() == *name).unwrap_or_else(|| panic!("no row {name}"));
        let column = if seen.contains(name) { "G" } else { "F" };
        seen.push(name);
        (format!("{column}{}", row.index + 1), (*value).to_owned())
    });
    let cells: Vec<(String, String)> = cells.collect();
    std::fs::write(&path, filled(&empty, &cells)).unwrap();
}

#[test]
fn a_filled_in_template_is_scored_without_options() {
    let here = folder(&[("甲/局.heng", OFFICE), ("甲/路.heng", ROAD), ("公共/计分规则.heng", RULES)]);
    let folder = here.path().join("甲");
    for (plan, values, total) in [("局.heng", &OFFICE_VALUES[..], "98.88"), ("路.heng", &ROAD_VALUES[..], "91.90")] {
        fill(&folder, plan, values);
        let ran = heng(&folder, &["score", plan, "--actuals", "2024.xlsx", "--format", "json"]);
        let card: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(card["total"], total, "{}", ran.out);
        let errors: Vec<&str> =
            card["findings"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
        assert!(errors.is_empty(), "{errors:?} {}", ran.out);
    }
}

#[test]
fn an_empty_template_leaves_everything_open() {
    let here = folder(&[("局.heng", OFFICE)]);
    assert_eq!(heng(here.path(), &["template", "局.heng"]).code, 0);
    let ran = heng(here.path(), &["score", "局.heng", "--actuals", "局填报表.xlsx", "--format", "json"]);
    let card: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &card["total"]["low"]), (3, &"0.00".into()), "{}", ran.err);
}

#[test]
fn offices_get_sheets_and_monitoring_its_columns() {
    let plan = OFFICE.replacen("周期 >= 800 件", "周期 >= 800 件\n                负责 \"促进处\"", 1);
    let here = folder(&[("局.heng", &plan)]);
    assert_eq!(heng(here.path(), &["template", "局.heng", "--by", "负责", "--监控", "-o", "表.xlsx"]).code, 0);
    let bytes = std::fs::read(here.path().join("表.xlsx")).unwrap();
    let book = sheet::read(&bytes, "表.xlsx").unwrap();
    let names: Vec<&str> = book.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    assert_eq!(names, ["促进处", "没有写负责的", "预算和数据"]);
    let heads: Vec<String> = book.sheets[0].rows[2].cells.iter().map(|(_, cell)| cell.text()).collect();
    assert!(heads.contains(&"完成目标可能性".to_owned()) && heads.contains(&"偏差类别".to_owned()), "{heads:?}");
    assert_eq!(book.sheets[0].rows.len(), 4, "one indicator");
    let ran = heng(here.path(), &["score", "局.heng", "--actuals", "表.xlsx"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(heng(here.path(), &["template", "局.heng", "-o", "表.csv"]).err.contains("只能写成 .xlsx"));
}

#[test]
fn what_is_filled_in_for_monitoring_goes_into_its_form() {
    let here = folder(&[("局.heng", OFFICE)]);
    assert_eq!(heng(here.path(), &["template", "局.heng", "--监控", "-o", "7月.xlsx"]).code, 0);
    let empty = std::fs::read(here.path().join("7月.xlsx")).unwrap();
    let form = &sheet::read(&empty, "7月.xlsx").unwrap().sheets[0];
    let row = |name: &str| form.rows.iter().find(|row| row.get(2).text() == name).unwrap().index + 1;
    let cells = [
        ("PCT国际专利申请量", "F", "430"),
        ("PCT国际专利申请量", "G", "760件"),
        ("PCT国际专利申请量", "H", "有可能"),
        ("PCT国际专利申请量", "I", "其他"),
        ("PCT国际专利申请量", "J", "海外市场需求转弱"),
        ("年度专利授权量", "F", "12011"),
        ("年度专利授权量", "H", "确定能"),
        ("全年预算数", "F", "10125.93"),
        ("全年执行数", "F", "5316.11"),
    ];
    let cells = cells.map(|(name, column, value)| (format!("{column}{}", row(name)), value.to_owned()));
    std::fs::write(here.path().join("7月.xlsx"), filled(&empty, &cells)).unwrap();
    let export =
        |more: &[&str]| heng(here.path(), &[&["export", "局.heng", "-a", "7月.xlsx", "--form"], more].concat());
    let ran = export(&["监控表", "--format", "csv", "-o", "-"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("monitoring_form_with_values", ran.out.trim_start_matches('\u{feff}'));
    assert_eq!(export(&["监控表", "-o", "监控.xlsx"]).code, 0);
    assert!(export(&["自评表", "--format", "csv", "-o", "-"]).out.contains("430件"));
    let refused = export(&["申报表"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("申报表里没有实际完成值"), "{}", refused.err);
}

#[test]
fn sheets_of_offices_are_filled_in_and_scored_together() {
    let plan = OFFICE.replacen("周期 >= 800 件", "周期 >= 800 件\n                负责 \"促进处\"", 1);
    let here = folder(&[("局.heng", &plan)]);
    assert_eq!(heng(here.path(), &["template", "局.heng", "--by", "负责", "-o", "2024.xlsx"]).code, 0);
    let path = here.path().join("2024.xlsx");
    let empty = std::fs::read(&path).unwrap();
    let book = sheet::read(&empty, "2024.xlsx").unwrap();
    let edits = OFFICE_VALUES.iter().map(|(name, value)| {
        let sheet = book.sheets.iter().find(|sheet| sheet.rows.iter().any(|row| row.get(2).text() == *name)).unwrap();
        let row = sheet.rows.iter().find(|row| row.get(2).text() == *name).unwrap();
        heng::amend::Edit {
            sheet: sheet.name.clone().unwrap(),
            cell: format!("F{}", row.index + 1),
            value: Some(heng::amend::Value::Number(value.parse().unwrap())),
            ..heng::amend::Edit::default()
        }
    });
    let edits: Vec<heng::amend::Edit> = edits.collect();
    std::fs::write(&path, heng::amend::amend(&empty, &edits).unwrap().bytes).unwrap();
    let ran = heng(here.path(), &["score", "局.heng", "--actuals", "2024.xlsx"]);
    assert!(ran.code == 0 && ran.out.contains("总分 98.88"), "{}{}", ran.out, ran.err);
}
