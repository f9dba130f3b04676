//! `heng import`: forms of every layout seen, and the original declaration without a loss.

use std::fmt::Write as _;
use std::io::Write as _;

use heng::import::{self, CODES, Options};
use heng::model::{Declaration, Model, print};
use rust_xlsxwriter::{Format, Workbook};

use crate::cli::{folder, heng};
use crate::compile::model;

const PLAN: &str = "examples/知识产权局/2024.heng";

/// One row of the original form: its cells by column.
type Cells = Vec<(u16, String)>;

/// The rows of the original layout with the texts of a declaration. The last two rows stand
/// one column to the left, as they do in the original.
fn original(declaration: &Declaration, model: &Model) -> Vec<Cells> {
    let text = |at: u16, text: &str| (at, text.to_owned());
    let money = |amount: rust_decimal::Decimal| {
        let digits = format!("{amount:.2}");
        let (whole, places) = digits.split_once('.').unwrap();
        let grouped: Vec<String> =
            whole.as_bytes().rchunks(3).rev().map(|group| String::from_utf8(group.to_vec()).unwrap()).collect();
        format!("{}.{places}", grouped.join(","))
    };
    let budget = |name: &str| {
        let line = declaration.budget.iter().find(|line| &*line.name == name).unwrap();
        money(line.amount.unwrap().number)
    };
    let pair = |left: &str, right: &str| {
        vec![(1, left.to_owned()), (2, budget(left)), (3, right.to_owned()), (4, budget(right))]
    };
    let goal = declaration.texts.iter().find(|text| text.kind.word() == "总体目标").unwrap();
    let mut rows = vec![
        vec![text(0, "部门整体预算绩效目标申报表")],
        vec![],
        vec![text(0, "部门名称"), (1, format!("{}（部门）", declaration.name))],
        vec![
            text(0, "预算整体情况"),
            text(1, "部门预算支出"),
            text(2, "预算金额（万元）"),
            text(3, "收入来源"),
            text(4, "预算金额（万元）"),
        ],
        pair("基本支出", "财政拨款"),
        pair("项目支出", "其他资金"),
        vec![
            text(1, "事业发展性支出"),
            text(2, "预算金额（万元）"),
            text(3, "按预算级次划分"),
            text(4, "预算金额（万元）"),
        ],
        pair("财政专项资金", "区本级使用资金"),
        pair("其他事业发展性支出", "拟用于对下转移支付资金"),
        vec![text(0, "总体绩效目标"), (1, goal.text.to_string())],
        vec![
            text(0, "年度重点工作任务"),
            text(1, "名称"),
            text(2, "主要实施内容"),
            text(3, "拟投入的资金（万元）"),
            text(4, "期望达到的目标（概述）"),
        ],
    ];
    for task in &declaration.tasks {
        let of = |word: &str| task.texts.iter().find(|text| text.kind.word() == word).unwrap().text.to_string();
        let funds = money(task.funds.as_ref().unwrap().0.number);
        rows.push(vec![(1, task.name.to_string()), (2, of("内容")), (3, funds), (4, of("目标"))]);
    }
    rows.push(vec![text(0, "其他需完成的任务（可选填）")]);
    rows.push(vec![
        text(0, "绩效指标"),
        text(1, "一级指标"),
        text(2, "二级指标"),
        text(3, "三级指标"),
        text(4, "实施周期指标值"),
        text(5, "年度指标值"),
    ]);
    let printed = print::print(model);
    let target = |name: &str| {
        let source = std::fs::read_to_string(PLAN).unwrap();
        let line = source.lines().find(|line| line.trim_start().starts_with(&format!("{name} >="))).unwrap();
        assert!(printed.contains(name));
        line.split(">=").nth(1).unwrap().trim().trim_end_matches('{').replace(' ', "")
    };
    for (one, twos) in [
        ("产出指标", &["数量指标", "质量指标", "时效指标"][..]),
        ("成本指标", &[""]),
        ("效益指标", &["经济效益指标", "社会效益指标", "生态效益指标"]),
        ("可持续影响指标", &[""]),
        ("满意度指标", &["服务对象满意度指标"]),
    ] {
        // The two that slipped.
        let left = u16::from(matches!(one, "可持续影响指标" | "满意度指标"));
        for (at, two) in twos.iter().enumerate() {
            let group = declaration.groups.iter().position(|group| &*group.name == *two);
            let own = declaration.indicators.iter().filter(|line| Some(line.group as usize) == group);
            let names: Vec<String> = own.map(|line| line.name.to_string()).collect();
            for line in 0..names.len().max(1) {
                let mut row: Cells = Vec::new();
                if at == 0 && line == 0 {
                    row.push((1 - left, one.to_owned()));
                }
                if line == 0 && !two.is_empty() {
                    row.push((2 - left, (*two).to_owned()));
                }
                if let Some(name) = names.get(line) {
                    let target = format!("≥{}", target(name));
                    row.extend([(3 - left, name.clone()), (4 - left, target.clone()), (5 - left, target)]);
                }
                rows.push(row);
            }
        }
    }
    rows
}

/// As a workbook with the merged cells of the original.
fn workbook(rows: &[Cells]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (plain, money) = (Format::new().set_text_wrap(), Format::new().set_num_format("#,##0.00"));
    sheet.merge_range(0, 0, 0, 5, "", &plain).unwrap();
    sheet.merge_range(2, 1, 2, 5, "", &plain).unwrap();
    sheet.merge_range(3, 0, 8, 0, "", &plain).unwrap();
    sheet.merge_range(9, 1, 9, 5, "", &plain).unwrap();
    sheet.merge_range(10, 0, 15, 0, "", &plain).unwrap();
    let header = rows.iter().position(|row| row.iter().any(|(_, text)| text == "三级指标")).unwrap() as u32;
    sheet.merge_range(header, 0, header + 12, 0, "", &plain).unwrap();
    sheet.merge_range(header + 1, 1, header + 6, 1, "", &plain).unwrap();
    sheet.merge_range(header + 1, 2, header + 4, 2, "", &plain).unwrap();
    sheet.merge_range(header + 8, 1, header + 12, 1, "", &plain).unwrap();
    sheet.merge_range(header + 8, 2, header + 10, 2, "", &plain).unwrap();
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row {
            let amount: Result<f64, _> = text.replace(',', "").parse();
            match amount {
                Ok(amount) => sheet.write_with_format(at as u32, *column, amount, &money).unwrap(),
                Err(_) => sheet.write_with_format(at as u32, *column, text.as_str(), &plain).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// As copied from the sheet.
fn pasted(rows: &[Cells]) -> String {
    let mut out = String::new();
    for row in rows {
        let last = row.last().map_or(0, |(column, _)| *column);
        let cell = |column: u16| row.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text.as_str());
        // What has a line break is quoted, as a spreadsheet copies it.
        let cells: Vec<String> = (0..=last.max(5))
            .map(cell)
            .map(|text| if text.contains('\n') { format!("\"{text}\"") } else { text.to_owned() })
            .collect();
        let _ = writeln!(out, "{}", cells.join("\t"));
    }
    out
}

/// Every cell of a row, the empty ones too.
fn dense(row: &Cells) -> Vec<&str> {
    let cell = |column| row.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text.as_str());
    (0..6).map(cell).collect()
}

/// As a web page whose end tags are missing, the first row above the table.
fn page(rows: &[Cells]) -> String {
    let mut out =
        format!("<!DOCTYPE html><html><body><script>if (1 < 2) {{}}</script><p>{}</p><table border=1>", rows[0][0].1);
    for row in &rows[1..] {
        out += "<tr>";
        for text in dense(row) {
            let _ = write!(out, "<td class=x>{}", text.replace('≥', "&ge;").replace('\n', "<br>"));
        }
    }
    out + "</table></body></html>"
}

/// As a Word document.
fn document(rows: &[Cells]) -> Vec<u8> {
    let paragraphs =
        |text: &str| text.lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect::<String>();
    let mut xml =
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{}<w:tbl>", paragraphs(&rows[0][0].1));
    for row in &rows[1..] {
        let cells: Vec<String> = dense(row)
            .into_iter()
            .enumerate()
            // What continues the label of the block above is merged into it.
            .map(|(at, text)| {
                let merged = if at == 0 && text.is_empty() { "<w:tcPr><w:vMerge/></w:tcPr>" } else { "" };
                format!("<w:tc>{merged}{}</w:tc>", paragraphs(text))
            })
            .collect();
        let _ = write!(xml, "<w:tr>{}</w:tr>", cells.concat());
    }
    xml += "</w:tbl></w:body></w:document>";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// The parts of a model that a form holds, figures without the zeros behind them.
fn substance(model: &Model) -> String {
    let printed = print::print(model);
    let plan = printed.split("\n部门 ").last().unwrap();
    let lines = plan.lines().take_while(|line| line.starts_with(' ') || line.contains("框架"));
    let bare = |word: &str| {
        let number: Result<rust_decimal::Decimal, _> = word.parse();
        number.map_or_else(|_| word.to_owned(), |number| number.normalize().to_string())
    };
    lines.map(|line| line.split(' ').map(bare).collect::<Vec<_>>().join(" ") + "\n").collect()
}

#[test]
fn the_original_declaration_imports_to_the_example() {
    let source = std::fs::read_to_string(PLAN).unwrap();
    let example = model(PLAN, &source);
    let rows = original(&example.declarations[0], &example);
    let files = [
        ("2024.xlsx", workbook(&rows)),
        ("2024.txt", pasted(&rows).into_bytes()),
        ("2024.html", page(&rows).into_bytes()),
        ("2024.docx", document(&rows)),
    ];
    for (name, bytes) in files {
        let read = import::read(&bytes, name).unwrap();
        let options = Options { year: Some(2024), ..Options::default() };
        let written = import::write(&read, &options);
        let imported = model("导入.heng", &written.plan);
        assert_eq!(imported.diagnostics, [], "{name}\n{}", written.plan);
        assert_eq!(substance(&imported), substance(&example), "{name}");
        let doubtful: Vec<_> = written.repairs.iter().filter(|line| line.certainty.needs_a_look()).collect();
        assert!(doubtful.is_empty(), "{name}: {doubtful:#?}");
        for text in rows.iter().flatten().map(|(_, text)| text).filter(|text| !text.contains("（部门）")) {
            let bare = bare_amount(text);
            let listed = written
                .repairs
                .iter()
                .any(|line| line.found.replace(',', "").contains(&bare) || line.field.contains(&bare));
            let is_label = heng_label(text);
            assert!(listed || is_label, "{name}: `{text}` is not in the list");
        }
        assert!(!written.plan.contains("说明"), "{name}: nothing is left over\n{}", written.plan);
    }
}

fn bare_amount(text: &str) -> String {
    let bare = text.replace(',', "");
    bare.parse::<rust_decimal::Decimal>().map_or(bare, |amount| amount.normalize().to_string())
}

/// Labels of the form itself, which heng has words for.
fn heng_label(text: &str) -> bool {
    ["绩效", "指标", "名称", "内容", "资金", "目标", "情况", "支出", "金额", "任务", "申报表"]
        .iter()
        .any(|word| text.contains(word))
        && text.chars().count() < 16
}

#[test]
fn pages_of_the_import_hold() {
    let mut wrong = Vec::new();
    for (code, title) in CODES {
        for (example, expected) in examples(code, title) {
            let codes = codes_of(&example);
            if codes.contains(&code.to_string()) != expected {
                wrong.push(format!("{code}: {expected} expected, {codes:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The wrong and the right form of a page, and whether its code is found there.
pub fn examples(code: &str, title: &str) -> [(String, bool); 2] {
    let page = std::fs::read_to_string(format!("src/diag/pages/{code}.md")).unwrap();
    assert_eq!(page.lines().next(), Some(format!("# {code} {title}").as_str()));
    let (bad, good) = page.split_once("## 正确").unwrap();
    let form = |part: &str| part.split("```form\n").nth(1).unwrap().split("```").next().unwrap().to_owned();
    [(form(bad), true), (form(good), false)]
}

fn codes_of(form: &str) -> Vec<String> {
    match import::read(form.as_bytes(), "表.txt") {
        Err(finding) => vec![finding.code.to_owned()],
        Ok(read) => {
            let written = import::write(&read, &Options { stem: "表".to_owned(), ..Options::default() });
            written.repairs.iter().filter_map(|line| line.code).map(str::to_owned).collect()
        }
    }
}

#[test]
fn what_is_there_is_not_overwritten() {
    let form = "项目名称\t甲\n年度\t2031\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\n产出指标\t数量指标\t场次\t≥20场\t21场\n";
    let here = folder(&[("表.txt", form), ("甲实际.heng", "# 手写的\n")]);
    let refused = heng(here.path(), &["import", "表.txt", "-o", "甲.heng"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("`甲实际.heng` 已经有了"), "{}", refused.err);
    assert!(!here.path().join("甲.heng").exists(), "both or neither");
    let forced = heng(here.path(), &["import", "表.txt", "-o", "甲.heng", "--force"]);
    assert_eq!(forced.code, 0, "{}", forced.err);
    let values = std::fs::read_to_string(here.path().join("甲实际.heng")).unwrap();
    assert_eq!(values, "引用 \"甲.heng\"\n\n实际 甲 2031 {\n    场次 = 21 场\n}\n");
    assert_eq!(heng(here.path(), &["import", "没有.xlsx"]).code, 2);
    std::fs::write(here.path().join("名单.txt"), "姓名\t电话\n张三\t1234\n").unwrap();
    assert_eq!(heng(here.path(), &["import", "名单.txt"]).code, 2);
}

/// Each layout in small, with texts of our own: what is written and what is listed.
#[test]
fn every_layout_is_read() {
    let mut files: Vec<_> = std::fs::read_dir("tests/forms")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    for file in files {
        let ran = heng(std::path::Path::new("tests/forms"), &["import", &file]);
        insta::assert_snapshot!(format!("form_{file}"), format!("退出状态 {}\n{}\n{}", ran.code, ran.out, ran.err));
    }
}

#[test]
fn an_import_is_checked_against_the_form_it_came_from() {
    let here = folder(&[("2024.heng", &std::fs::read_to_string(PLAN).unwrap())]);
    for format in ["xlsx", "docx", "html", "csv"] {
        let file = format!("表.{format}");
        assert_eq!(heng(here.path(), &["export", "2024.heng", "-o", &file]).code, 0);
        let checked = heng(here.path(), &["import", "--check", &file]);
        assert_eq!((checked.code, checked.out.as_str()), (0, "指标 9 条，导入再导出：逐格一致\n"), "{file}");
    }
    // The plan was changed after the import.
    let plan =
        std::fs::read_to_string(PLAN).unwrap().replace(">= 800 件", ">= 80 件").replace("16.80 万元", "168 万元");
    std::fs::write(here.path().join("改.heng"), plan).unwrap();
    let checked = heng(here.path(), &["import", "--check=改.heng", "表.csv", "--format", "json"]);
    assert_eq!(checked.code, 1, "{}", checked.err);
    let json: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    let found: Vec<String> = json["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| ["change", "field", "found", "exported"].map(|key| one[key].as_str().unwrap()).join(" "))
        .collect();
    assert_eq!(
        found,
        [
            "不同 任务 创建知识产权保护试点示范区 的资金 168000 元 1680000 元",
            "不同 PCT国际专利申请量的指标值 ≥800件 ≥80件",
            "不同 PCT国际专利申请量的周期指标值 ≥800件 ≥80件",
        ]
    );
}

/// What of each layout does not come back from its own export: values that were kept as found,
/// and rows that a plan has no group for.
#[test]
fn every_layout_comes_back_from_its_export() {
    let mut shown = String::new();
    let mut files: Vec<_> = std::fs::read_dir("tests/forms")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    for file in files {
        let ran = heng(std::path::Path::new("tests/forms"), &["import", "--check", &file]);
        let _ = write!(shown, "{file}（{}）\n{}", ran.code, ran.out);
    }
    insta::assert_snapshot!(shown);
}
