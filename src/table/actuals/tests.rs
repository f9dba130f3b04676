//! Tables in, values out: text, workbooks and JSON as people make them.

use jiff::civil::Date;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook as Writer};

use super::*;
use crate::terms::{Judgement, Sign};

fn shown(reading: &ActualsReading) -> Vec<String> {
    reading.actuals.rows.iter().map(|row| format!("{} {} {}", row.origin, row.name, value(&row.value))).collect()
}

fn value(value: &RawValue) -> String {
    match value {
        RawValue::Number { number, unit, sign } => {
            format!("{}{number}{}", sign.map_or("", Sign::ascii), unit.as_deref().unwrap_or_default())
        }
        RawValue::Empty => "空".into(),
        RawValue::Date { date, .. } => date.to_string(),
        RawValue::YesNo(answer) => answer.to_string(),
        RawValue::Judgement(judgement, _) => judgement.word().into(),
        RawValue::Text(text) => format!("“{text}”"),
        RawValue::Unreadable(why) => format!("!{why}"),
    }
}

fn codes(reading: &ActualsReading) -> Vec<String> {
    reading.findings.iter().map(|finding| format!("{} {}", finding.origin, finding.code)).collect()
}

#[test]
fn a_csv_with_inherited_levels_budget_and_data() {
    let text = "一级指标,二级指标,三级指标,年度指标值,实际完成值,偏差原因\n\
        产出指标,数量指标,PCT国际专利申请量,≥800件,760件,海外布局放缓\n\
        ,,年度专利授权量,≥18000件,\"18,732件\",\n\
        ,时效指标,项目验收时间,11月底前,2024年11月20日,无\n\
        满意度指标,服务对象满意度指标,扶持单位满意度,≥95%,97.2%（抽样）,\n\
        预算执行,,全年预算数,,\"10,125.93万元\",\n预算执行,,全年执行数,,\"98,701,100.00元\",\n合计,,,,,\n";
    let reading = read(text.as_bytes(), "2024.csv", Some(2024));
    assert_eq!(
        shown(&reading),
        [
            "2024.csv!E2 PCT国际专利申请量 760件",
            "2024.csv!E3 年度专利授权量 18732件",
            "2024.csv!E4 项目验收时间 2024-11-20",
            "2024.csv!E5 扶持单位满意度 97.2%",
        ]
    );
    assert_eq!(reading.actuals.rows[1].group, ["产出指标", "数量指标"]);
    assert_eq!(reading.actuals.rows[2].reason, None);
    assert_eq!(reading.actuals.rows[0].reason.as_deref(), Some("海外布局放缓"));
    let budget = reading.actuals.budget.clone().unwrap();
    assert_eq!(
        (value(&budget.budget.value), value(&budget.executed.value)),
        ("10125.93万元".into(), "98701100.00元".into())
    );
    assert_eq!(codes(&reading), ["2024.csv!E5 E0528", "2024.csv!A8 E0526"]);
}

#[test]
fn separators_encodings_and_rows_with_line_breaks() {
    let text = "指标；名称";
    assert!(read(text.as_bytes(), "x.csv", None).findings.iter().any(|finding| finding.code == "E0520"));
    let tabbed = "指标\t完成值\t单位\n\"采购\n数量\"\t1,200\t台\n\n验收合格率\t98\t％\n";
    let reading = read(tabbed.as_bytes(), "x.txt", None);
    assert_eq!(shown(&reading), ["x.txt!B2 采购数量 1200台", "x.txt!B4 验收合格率 98%"]);
    let (gbk, _, _) = encoding_rs::GBK.encode("三级指标,实际完成值\n开展活动次数,18场\n");
    let reading = read(&gbk, "gbk.csv", None);
    assert_eq!(shown(&reading), ["gbk.csv!B2 开展活动次数 18场"]);
    assert_eq!(codes(&reading), ["gbk.csv E0524"]);
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend("指标,实际值\n甲,1件\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(shown(&read(&utf16, "u.csv", None)), ["u.csv!B2 甲 1件"]);
    let with_mark = "\u{feff}指标;实际值\n甲;1件\n";
    assert_eq!(shown(&read(with_mark.as_bytes(), "b.csv", None)), ["b.csv!B2 甲 1件"]);
}

#[test]
fn the_national_form_as_a_workbook() {
    let mut writer = Writer::new();
    let cover = writer.add_worksheet();
    cover.set_name("封面").unwrap().write(0, 0, "说明").unwrap();
    let sheet = writer.add_worksheet();
    sheet.set_name("自评").unwrap();
    let (percent, day) = (Format::new().set_num_format("0.00%"), Format::new().set_num_format("yyyy-mm-dd"));
    sheet.merge_range(0, 0, 0, 8, "项目支出绩效自评表", &Format::new()).unwrap();
    for (column, text) in
        ["项目资金\n（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
            .iter()
            .enumerate()
    {
        sheet.write(2, column as u16, *text).unwrap();
    }
    sheet.write(3, 2, "年度资金总额").unwrap();
    for (column, figure) in [30.0, 32.5, 28.5, 10.0].iter().enumerate() {
        sheet.write(3, 3 + column as u16, *figure).unwrap();
    }
    sheet.write(5, 0, "绩效指标").unwrap();
    let header =
        ["一级指标", "二级\n指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"];
    for (column, text) in header.iter().enumerate() {
        sheet.write(5, 1 + column as u16, *text).unwrap();
    }
    sheet.merge_range(6, 1, 8, 1, "产出指标\n（50分）", &Format::new()).unwrap();
    for (row, (level2, name, target)) in [
        ("数量指标", "指标1：示例活动场次", "≥20场"),
        ("质量指标", "指标1：示例验收合格率", "=100%"),
        ("时效指标", "指标1：示例完成时限", "11月底前"),
        ("满意度", "指标1：示例满意度", "≥90%"),
        ("", "指标2：", ""),
    ]
    .iter()
    .enumerate()
    {
        let row = 6 + row as u32;
        sheet.write(row, 2, *level2).unwrap();
        sheet.write(row, 3, *name).unwrap();
        sheet.write(row, 4, *target).unwrap();
    }
    sheet.write(6, 5, 18.0).unwrap().write(6, 7, 9.0).unwrap();
    sheet.write_with_format(7, 5, 0.972, &percent).unwrap();
    sheet
        .write_datetime_with_format(8, 5, rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 11, 20).unwrap(), &day)
        .unwrap();
    sheet.write(9, 5, 0.925).unwrap();
    sheet.write(11, 2, "总分").unwrap().write(11, 6, 100.0).unwrap();
    let mut far = Writer::new();
    let bytes = writer.save_to_buffer().unwrap();
    let reading = read(&bytes, "2024.xlsx", Some(2024));
    assert_eq!(
        shown(&reading),
        [
            "2024.xlsx!自评!F7 指标1：示例活动场次 18",
            "2024.xlsx!自评!F8 指标1：示例验收合格率 97.2%",
            "2024.xlsx!自评!F9 指标1：示例完成时限 2024-11-20",
            "2024.xlsx!自评!F10 指标1：示例满意度 0.925",
        ]
    );
    assert_eq!(reading.actuals.rows[2].group, ["产出指标", "时效指标"]);
    assert_eq!(reading.actuals.rows[0].judged, Some(9.into()));
    let budget = reading.actuals.budget.clone().unwrap();
    assert_eq!((value(&budget.budget.value), value(&budget.executed.value)), ("32.5万元".into(), "28.5万元".into()));
    assert_eq!(codes(&reading), ["2024.xlsx!自评!C12 E0526", "2024.xlsx E0525"]);
    // A lone cell in the farthest corner costs one cell.
    let sheet = far.add_worksheet();
    sheet.write(0, 0, "指标").unwrap().write(0, 1, "实际值").unwrap().write(1, 0, "甲").unwrap();
    sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(1_048_575, 16_383, 1.0).unwrap();
    let reading = read(&far.save_to_buffer().unwrap(), "f.xlsx", None);
    assert_eq!(shown(&reading), ["f.xlsx!Sheet1!B2 甲 !公式错误 #DIV/0!"]);
}

#[test]
fn hidden_sheets_are_not_read_and_named_when_nothing_else_is() {
    let mut writer = Writer::new();
    writer.add_worksheet().set_name("封面").unwrap().write(0, 0, "说明").unwrap();
    let sheet = writer.add_worksheet().set_name("数据").unwrap().set_hidden(true);
    sheet
        .write(0, 0, "指标")
        .unwrap()
        .write(0, 1, "实际值")
        .unwrap()
        .write(1, 0, "甲")
        .unwrap()
        .write(1, 1, 1)
        .unwrap();
    let reading = read(&writer.save_to_buffer().unwrap(), "h.xlsx", None);
    assert_eq!(
        (shown(&reading), codes(&reading)),
        (vec![], vec!["h.xlsx!封面!A1 E0520".into(), "h.xlsx E0525".into()])
    );
    assert_eq!(reading.findings[1].message, "工作表“数据”是隐藏的，没有读");
}

#[test]
fn headers_in_two_rows_and_columns_twice() {
    let text = "一级指标,二级指标,年度指标值,,,完成值,得分\n,,三级指标,指标值,度量单位,,\n产出指标,数量指标,受助人数,735,人次,730,10\n";
    let reading = read(text.as_bytes(), "y.csv", None);
    assert_eq!(shown(&reading), ["y.csv!F3 受助人数 730人次"]);
    let doubled = "指标,实际值,实际值\n甲,1件,2件\n乙,,\n,3件,\n";
    let reading = read(doubled.as_bytes(), "d.csv", None);
    assert_eq!(shown(&reading), ["d.csv!B2 甲 1件", "d.csv!B3 乙 空"]);
    assert_eq!(codes(&reading), ["d.csv!C1 E0521", "d.csv!B4 E0537"]);
    let none = "三级指标,年度指标值\n甲,≥1件\n";
    let reading = read(none.as_bytes(), "n.csv", None);
    assert_eq!(reading.findings[0].message, "没有找到表头：最像的一行有“三级指标”“年度指标值”，没有“实际完成值”");
}

#[test]
fn json_in_its_shapes() {
    let list = r#"[{"指标": "甲", "实际完成值": "760件"}, {"指标": "乙", "实际完成值": 97.2, "单位": "%"}]"#;
    let reading = read(list.as_bytes(), "a.json", None);
    assert_eq!(shown(&reading), ["a.json!/0/实际完成值 甲 760件", "a.json!/1/实际完成值 乙 97.2%"]);
    let object = r#"{"乙/丙": "80.5亿元", "甲": {"value": 3, "unit": "件"}, "甲": 5, "预算": {"全年预算数": "100万元", "全年执行数": "95万元"}}"#;
    let reading = read(object.as_bytes(), "b.json", None);
    assert_eq!(shown(&reading), ["b.json!/乙~1丙 乙/丙 80.5亿元", "b.json!/甲 甲 3件", "b.json!/甲 甲 5"]);
    assert!(reading.actuals.budget.is_some());
    let card = r#"{"version": 1, "total": "95.00", "indicators": [{"name": "甲", "actual": "760 件", "score": "9.50", "target": ">= 800 件"}]}"#;
    let reading = read(card.as_bytes(), "c.json", None);
    assert_eq!(shown(&reading), ["c.json!/indicators/0/actual 甲 760件"]);
    assert_eq!(codes(&read(b"{\"a\": ", "d.json", None)), ["d.json E0536"]);
}

#[test]
fn files_that_are_no_tables_say_what_they_are() {
    for (bytes, code, part) in [
        (b"".as_slice(), "E0533", "空的"),
        (b"%PDF-1.7", "E0533", "PDF"),
        (b"<html><table>", "E0533", "网页"),
        (b"PK\x03\x04 broken", "E0533", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "E0533", "打不开"),
        (b"\0\0\0\0", "E0533", "不是文本"),
    ] {
        let reading = read(bytes, "x", None);
        assert_eq!(reading.findings[0].code, code);
        assert!(reading.findings[0].message.contains(part), "{}", reading.findings[0].message);
    }
}

#[test]
fn judgements_and_scores_of_people() {
    let text = "指标,完成情况,得分\n甲,部分达成预期指标并具有一定效果,7.5分\n乙,达成预期指标,\n";
    let reading = read(text.as_bytes(), "j.csv", None);
    assert_eq!(reading.actuals.rows[0].value, RawValue::Judgement(Judgement::Partly, None));
    assert_eq!(reading.actuals.rows[0].judged, Some("7.5".parse().unwrap()));
    assert_eq!(reading.actuals.rows[1].judged, None);
    let dates = "三级指标,实际值\n到位时间,44561\n";
    let reading = read(dates.as_bytes(), "t.csv", None);
    assert_eq!(
        reading.actuals.rows[0].value,
        RawValue::Date { date: Date::constant(2021, 12, 31), from: Date::constant(2021, 12, 31) }
    );
}

/// Every example of a page does what the page says.
#[test]
fn pages_of_findings_hold() {
    for (code, _, title) in crate::table::FINDINGS {
        let page = crate::reading::page(code, title);
        let (mut wrong, mut right) = (0, 0);
        for example in crate::reading::examples(&page) {
            let file = format!("例.{}", example.language);
            if example.language != "csv" && example.language != "json" {
                continue;
            }
            let has = read(example.text.as_bytes(), &file, None).findings.iter().any(|finding| finding.code == *code);
            assert_eq!(has, example.wrong, "{code}: {}", example.text);
            *(if example.wrong { &mut wrong } else { &mut right }) += 1;
        }
        // Encodings, passwords, names of files and sizes cannot be shown in a text, nor can sheets.
        let shown = !["E0524", "E0525", "E0533", "E0534", "E0535", "E0557"].contains(code);
        assert!(!shown || (wrong > 0 && right > 0), "{code} lacks an example");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..5usize) {
        let magic: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\"", b"\xff\xfe"];
        let mut file = magic[kind].to_vec();
        file.extend(bytes);
        let _ = read(&file, "x", None);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(指标|实际值|,|\n|\t|\"|[0-9]|%|≥|年|月|[一-龥]|\\PC){0,60}") {
        let _ = read(text.as_bytes(), "x.csv", Some(2024));
        let _ = cell::read(&Content::Text(text), CellContext { name: "完成时间", year: None });
    }

    #[test]
    fn a_damaged_workbook_never_panics(at in 0..4000usize, byte in any::<u8>()) {
        let mut writer = Writer::new();
        let sheet = writer.add_worksheet();
        sheet.write(0, 0, "指标").unwrap().write(0, 1, "实际值").unwrap().write(1, 0, "甲").unwrap().write(1, 1, 3).unwrap();
        let mut bytes = writer.save_to_buffer().unwrap();
        let length = bytes.len();
        bytes[at % length] = byte;
        let _ = read(&bytes, "x.xlsx", None);
    }
}

#[test]
fn a_row_longer_than_its_header_is_told_of() {
    for (row, wanted, severity) in [
        ("里程,1,234公里", "!`1,234公里` 被逗号分成了两格", Severity::Error),
        ("里程,1234公里,多余", "1234公里", Severity::Warning),
        ("里程,12,45公里", "12", Severity::Warning),
    ] {
        let reading = read(format!("三级指标,实际完成值\n{row}\n").as_bytes(), "表.csv", None);
        assert_eq!(value(&reading.actuals.rows[0].value), wanted);
        let found: Vec<_> = reading.findings.iter().map(|found| (found.code, found.severity)).collect();
        assert_eq!(found, [("E0531", severity)], "{row}");
        // Where the value cannot be used the finding stands in its place.
        let cell = if severity == Severity::Error { "表.csv!B2" } else { "表.csv!C2" };
        assert_eq!(reading.findings[0].origin.to_string(), cell);
    }
    let quoted = read("三级指标,实际完成值\n里程,\"1,234公里\"\n".as_bytes(), "表.csv", None);
    assert_eq!((shown(&quoted), codes(&quoted).len()), (vec!["表.csv!B2 里程 1234公里".to_owned()], 0));
}

#[test]
fn what_the_heading_and_other_columns_say() {
    let table = "三级指标,上年完成值,年度指标值,实际完成值（万元）\n产值,1,80亿元,790000\n全年预算数,,10万元,\n,,,\n";
    let reading = read(table.as_bytes(), "甲.csv", Some(2026));
    assert_eq!(codes(&reading), ["甲.csv!B1 E0525", "甲.csv!C3 E0530"]);
    assert_eq!(reading.actuals.rows[0].heading_unit.as_deref(), Some("万元"));
    let table = "三级指标,年度指标值,实际完成值\n产值,80亿元,8\n全年预算数,10万元,\n全年执行数,9万元,\n";
    let budget = read(table.as_bytes(), "甲.csv", Some(2026)).actuals.budget.unwrap();
    assert_eq!((budget.budget.text.as_str(), budget.executed.text.as_str()), ("10万元", "9万元"));
}

#[test]
fn a_file_that_is_cut_or_doubled_says_so() {
    let open = read("三级指标,实际完成值\n产值,\"9\n培训人次,5\n".as_bytes(), "甲.csv", None);
    assert_eq!(codes(&open)[0], "甲.csv!B2 E0531");
    let doubled = r#"[{"三级指标":"走访企业","实际完成值":9,"实际完成值":10}]"#;
    let reading = read(doubled.as_bytes(), "甲.json", None);
    assert_eq!(codes(&reading), ["甲.json!/0/实际完成值 E0523"]);
    let same = r#"[{"三级指标":"走访企业","实际完成值":9,"实际完成值":9}]"#;
    assert_eq!(read(same.as_bytes(), "甲.json", None).findings, []);
    let nested = r#"{"走访企业":{"实际完成值":{"a":1}}}"#;
    assert_eq!(read(nested.as_bytes(), "甲.json", None).actuals.rows[0].text, "{a: 1}");
    let long = format!("三级指标,实际完成值\n产值,{}\n", "9".repeat(50_000));
    assert_eq!(codes(&read(long.as_bytes(), "甲.csv", None)), ["甲.csv!B2 E0523"]);
}
