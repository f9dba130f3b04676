//! `heng export`: the forms of the original declaration, as text and as workbooks.

use heng::table::sheet;

use crate::cli::{folder, heng};

const PLAN: &str = include_str!("../examples/知识产权局/2024.heng");

fn bytes(path: &std::path::Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[test]
fn the_original_declaration_as_text() {
    let here = folder(&[("局.heng", PLAN)]);
    let ran = heng(here.path(), &["export", "局.heng", "--format", "csv", "-o", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("declaration_form", ran.out.trim_start_matches('\u{feff}'));
}

#[test]
fn the_workbook_stands_beside_the_plan_and_says_the_same() {
    let here = folder(&[("局.heng", PLAN)]);
    assert_eq!(heng(here.path(), &["export", "局.heng"]).code, 0);
    let first = bytes(&here.path().join("局申报表.xlsx"));
    let book = sheet::read(&first, "局申报表.xlsx").unwrap();
    assert_eq!(book.sheets.len(), 1);
    let found: Vec<String> =
        book.sheets[0].rows.iter().flat_map(|row| row.cells.iter().map(|(_, cell)| cell.text())).collect();
    let text = heng(here.path(), &["export", "局.heng", "--format", "csv", "-o", "-"]).out;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let said: Vec<String> = reader
        .records()
        .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        .filter(|text| !text.is_empty())
        .collect();
    // A workbook holds the number, the text its look.
    let plain = |text: &String| match text.replace(',', "").parse::<rust_decimal::Decimal>() {
        Ok(number) => number.normalize().to_string(),
        Err(_) => text.trim().to_owned(),
    };
    assert_eq!(found.iter().map(plain).collect::<Vec<_>>(), said.iter().map(plain).collect::<Vec<_>>());
    assert_eq!(heng(here.path(), &["export", "局.heng"]).code, 0);
    assert_eq!(first, bytes(&here.path().join("局申报表.xlsx")), "the same bytes again");
}

#[test]
fn the_page_is_one_table_and_its_texts_are_escaped() {
    let plan = PLAN.replace("总体目标 \"\"\"", "总体目标 \"\"\"\n        <b>&");
    let here = folder(&[("局.heng", &plan)]);
    assert_eq!(heng(here.path(), &["export", "局.heng", "-o", "表.html"]).code, 0);
    let page = String::from_utf8(bytes(&here.path().join("表.html"))).unwrap();
    assert!(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&"), "{page}");
    assert_eq!(page.matches("<table class=\"form\">").count(), 1);
    for row in page.split("<tr>").skip(1) {
        assert!(row.contains("</tr>"));
    }
    assert!(page.contains("<caption>部门整体预算绩效目标申报表</caption>"), "{page}");
}

#[test]
fn what_cannot_be_written_is_said() {
    let here = folder(&[("局.heng", PLAN)]);
    for (args, part) in [
        (vec!["export", "局.heng", "-o", "表.pdf"], "不知道 .pdf 文件写成什么"),
        (vec!["export", "局.heng", "--name", "没有"], "文件里没有部门或项目 `没有`"),
        (vec!["export", "局.heng", "-o", "局.heng", "--format", "csv"], "是要读的文件"),
    ] {
        let ran = heng(here.path(), &args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}

#[test]
fn every_form_in_every_way_of_writing() {
    let here = folder(&[("局.heng", PLAN)]);
    for form in ["申报表", "自评表", "监控表"] {
        for format in ["xlsx", "docx", "html", "csv"] {
            let file = format!("{form}.{format}");
            let ran = heng(here.path(), &["export", "局.heng", "--form", form, "-o", &file]);
            assert_eq!(ran.code, 0, "{file}: {}", ran.err);
        }
        let text = String::from_utf8(bytes(&here.path().join(format!("{form}.csv")))).unwrap();
        for part in ["PCT国际专利申请量", "≥80亿元", "可持续影响指标", "广州开发区知识产权局"]
        {
            assert!(text.contains(part), "{form}: {part}");
        }
    }
}

/// A target of each kind.
const KINDS: &str = r#"
项目 甲 {
    年度 2024
    产出指标 {
        数量指标 {
            养护里程 >= 1,200.5 公里, 核心
            养护次数 = 2 ~ 4 次
        }
        时效指标 {
            完成时间 <= 2024-10-31
            公开 = 是
        }
    }
    效益指标 {
        社会效益指标 {
            通行时间 同比 <= 5% {
                上年 30 小时
            }
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            满意度 >= 95%
            评价 定性 "好"
            不评 不适用 "理由"
        }
    }
}
"#;

#[test]
fn fields_for_other_systems() {
    let here = folder(&[("甲.heng", KINDS)]);
    let ran = heng(here.path(), &["export", "甲.heng", "--format", "json", "-o", "-"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    let fields = json["declarations"][0]["绩效指标"].as_array().unwrap();
    let shown: Vec<String> = fields
        .iter()
        .map(|field| {
            ["三级指标", "KPI_VAL", "指标性质代码", "指标性质", "指标值", "计量单位"]
                .map(|key| field[key].to_string())
                .join(" ")
        })
        .collect();
    insta::assert_snapshot!("interface_fields", shown.join("\n"));
}

#[test]
fn the_form_for_monitoring_as_text() {
    let here = folder(&[("局.heng", PLAN)]);
    let ran = heng(here.path(), &["export", "局.heng", "--form", "监控表", "--format", "csv", "-o", "-"]);
    insta::assert_snapshot!("monitoring_form", ran.out.trim_start_matches('\u{feff}'));
}

#[test]
fn every_row_of_a_document_fills_its_table() {
    let here = folder(&[("局.heng", PLAN)]);
    for (form, columns) in [("申报表", 8), ("自评表", 9), ("监控表", 17)] {
        assert_eq!(heng(here.path(), &["export", "局.heng", "--form", form, "-o", "表.docx"]).code, 0);
        let file = bytes(&here.path().join("表.docx"));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut text).unwrap();
        for row in text.split("<w:tr>").skip(1).chain(text.split("<w:tr ").skip(1)) {
            let row = row.split("</w:tr>").next().unwrap();
            let spans = row.split("<w:tc>").skip(1).map(|cell| {
                let span = cell.split("<w:gridSpan w:val=\"").nth(1).and_then(|rest| rest.split('"').next());
                span.map_or(1, |span| span.parse::<u32>().unwrap())
            });
            assert_eq!(spans.sum::<u32>(), columns, "{form}: {row}");
        }
        assert!(text.contains("PCT国际专利申请量") && text.contains("≥800件"), "{form}");
    }
}
