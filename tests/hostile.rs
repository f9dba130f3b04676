//! Files that break readers, each made here: every one is refused with a message or read for
//! what is in it, in little memory, and nothing is written for a file that was refused.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use heng::import;
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;

use crate::cli::{folder, heng};

const FORM: &str = "项目名称\t甲\n年度\t2031\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\n\
    产出指标\t数量指标\t开设班次\t≥20场\t21场\n满意度指标\t服务对象满意度指标\t学员满意度\t≥90%\t92%\n";

fn rows() -> Vec<Vec<&'static str>> {
    FORM.lines().map(|line| line.split('\t').collect()).collect()
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in rows().iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            sheet.write(at as u32, column as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn document(in_front: &str) -> Vec<u8> {
    let mut xml = format!("<?xml version=\"1.0\"?>{in_front}<w:document xmlns:w=\"w\"><w:body><w:tbl>");
    for row in rows() {
        xml += "<w:tr>";
        for text in row {
            let _ = write!(xml, "<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        }
        xml += "</w:tr>";
    }
    xml += "</w:tbl></w:body></w:document>";
    zipped(&[("word/document.xml", xml.as_bytes())])
}

fn page() -> String {
    let mut out = "<html><meta charset=utf-8><table>".to_owned();
    for row in rows() {
        let _ = write!(out, "<tr><td>{}</td></tr>", row.join("</td><td>"));
    }
    out + "</table></html>"
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A package with one part rewritten.
fn rewritten(bytes: &[u8], part: &str, rewrite: impl Fn(String) -> Vec<u8>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().to_string();
        let mut own = Vec::new();
        file.read_to_end(&mut own).unwrap();
        let options = SimpleFileOptions::default().large_file(true);
        out.start_file(name.as_str(), options).unwrap();
        let own = if name == part { rewrite(String::from_utf8(own).unwrap()) } else { own };
        out.write_all(&own).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Entities that would unfold to a hundred million letters.
fn laughs() -> String {
    let mut out = "<!DOCTYPE x [<!ENTITY l0 \"哈\">".to_owned();
    for at in 1..9 {
        let _ = write!(out, "<!ENTITY l{at} \"{}\">", format!("&l{};", at - 1).repeat(10));
    }
    out + "]>"
}

/// A container of old Office files with streams of these names, which hold nothing.
fn compound(names: &[&str]) -> Vec<u8> {
    const FREE: u32 = 0xffff_ffff;
    const END: u32 = 0xffff_fffe;
    let mut head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    head.resize(24, 0);
    for word in [0x3e_u16, 3, 0xfffe, 9, 6] {
        head.extend(word.to_le_bytes());
    }
    head.resize(40, 0);
    for word in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        head.extend(word.to_le_bytes());
    }
    head.resize(76, 0);
    head.extend(0u32.to_le_bytes());
    head.resize(512, 0xff);
    let mut table: Vec<u32> = vec![0xffff_fffd, END];
    table.resize(128, FREE);
    let entry = |name: &str, kind: u8| {
        let mut bytes: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let length = bytes.len() as u16;
        bytes.resize(64, 0);
        bytes.extend(length.to_le_bytes());
        bytes.extend([kind, 1]);
        bytes.resize(0x74, 0xff);
        bytes.extend(END.to_le_bytes());
        bytes.extend([0; 8]);
        bytes
    };
    let mut directory = entry("Root Entry", 5);
    names.iter().for_each(|name| directory.extend(entry(name, 2)));
    directory.resize(512, 0);
    [head, table.into_iter().flat_map(u32::to_le_bytes).collect(), directory].concat()
}

/// Imports a file into a plan; what was said, and that nothing was written where it was refused.
fn imported(name: &str, bytes: &[u8]) -> (i32, String, String) {
    let here = folder(&[]);
    std::fs::write(here.path().join(name), bytes).unwrap();
    let ran = heng(here.path(), &["import", name, "-o", "计划.heng"]);
    let count = std::fs::read_dir(here.path()).unwrap().count();
    if ran.code == 2 {
        assert_eq!(count, 1, "{name}: nothing is written");
    }
    let plan = std::fs::read_to_string(here.path().join("计划.heng")).unwrap_or_default();
    (ran.code, ran.err, plan)
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    let (book, text) = (workbook(), document(""));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let entities = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>";
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("空.xlsx", Vec::new(), "文件是空的"),
        ("断.xlsx", half(&book), "可能没有下载完整"),
        ("断.docx", half(&text), "Word 文档打不开"),
        ("断.xls", half(&compound(&["Workbook"])), "可能没有下载完整"),
        ("有密码.xlsx", compound(&["EncryptionInfo", "EncryptedPackage"]), "工作簿有密码"),
        ("旧文档.doc", compound(&["WordDocument"]), "Word 文档（.doc）"),
        ("打印.xlsx", b"%PDF-1.7".to_vec(), "内容是 PDF"),
        ("零.xls", vec![0; 5000], "不是文本，也不是工作簿"),
        ("压缩.xlsx", zipped(&[("说明.txt", b"a")]), "内容是压缩包"),
        ("实体.docx", document(&laughs()), "XML 实体"),
        ("外部实体.docx", document(entities), "XML 实体"),
        ("实体.html", format!("{}{}", laughs(), page()).into_bytes(), "XML 实体"),
        (
            "实体.xlsx",
            rewritten(&book, SHEET, |xml| {
                xml.replacen("<worksheet", &format!("{}<worksheet", laughs()), 1).into_bytes()
            }),
            "XML 实体",
        ),
        ("名单.csv", "姓名,电话,住址\n张三,1,甲\n李四,2,乙\n".into(), "没有找到绩效指标表"),
    ];
    for (name, bytes, part) in cases {
        let (code, said, _) = imported(name, &bytes);
        assert_eq!(code, 2, "{name}: {said}");
        assert!(said.replace("\n      ", "").contains(part), "{name}: {said}");
    }
}

/// A package with a part of blanks so many times.
fn with_blanks(bytes: &[u8], megabytes: usize, times: usize) -> Vec<u8> {
    let blanks = zipped(&[("blanks", &vec![b' '; megabytes << 20])]);
    let mut blanks = zip::ZipArchive::new(Cursor::new(blanks)).unwrap();
    let mut out = zip::ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    for at in 0..times {
        // Packed once, copied as it is.
        out.raw_copy_file_rename(blanks.by_index(0).unwrap(), format!("xl/media/{at}.bin")).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let book = with_blanks(&workbook(), 16, 70);
    let text = rewritten(&document(""), "word/document.xml", |xml| {
        let at = xml.rfind("</").unwrap();
        [&xml.as_bytes()[..at], &vec![b' '; 65 << 20], &xml.as_bytes()[at..]].concat()
    });
    assert!(book.len() < 4 << 20 && text.len() < 1 << 20);
    for (name, bytes, part) in [("炸弹.xlsx", book, "超过 1 GB"), ("炸弹.docx", text, "Word 文档太大")] {
        let (code, said, _) = imported(name, &bytes);
        assert_eq!(code, 2, "{name}: {said}");
        assert!(said.contains(part), "{name}: {said}");
    }
}

/// The most memory that a process took, in megabytes; none where the system does not say.
fn peak_of(folder: &Path, args: &[&str]) -> Option<u64> {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_heng"))
        .current_dir(folder)
        .args(args)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = None;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kilobytes.map(|kilobytes| kilobytes >> 10));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    peak
}

#[test]
fn empty_styled_rows_cost_nothing() {
    let styled = rewritten(&workbook(), SHEET, |xml| {
        let mut rows = String::new();
        for row in 10..50_010 {
            let _ = write!(rows, "<row r=\"{row}\" s=\"0\" customFormat=\"1\"><c r=\"A{row}\" s=\"0\"/></row>");
        }
        xml.replacen("</sheetData>", &format!("{rows}</sheetData>"), 1).into_bytes()
    });
    let (code, said, plan) = imported("空行.xlsx", &styled);
    assert_eq!(code, 0, "{said}");
    assert!(plan.contains("开设班次 >= 20 场") && plan.lines().count() < 25, "{plan}");
    let here = folder(&[]);
    std::fs::write(here.path().join("空行.xlsx"), &styled).unwrap();
    if let Some(peak) = peak_of(here.path(), &["import", "空行.xlsx"]) {
        assert!(peak < 200, "{peak} MB");
    }
}

#[test]
fn a_wide_cell_of_a_document_costs_nothing() {
    let wide = rewritten(&document(""), "word/document.xml", |xml| {
        let cell = "<w:tc><w:tcPr><w:gridSpan w:val=\"1000\"/></w:tcPr></w:tc>".repeat(1000);
        xml.replacen("</w:tbl>", &format!("{}</w:tbl>", format!("<w:tr>{cell}</w:tr>").repeat(20)), 1).into_bytes()
    });
    let (code, said, _) = imported("宽.docx", &wide);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_file_is_what_its_content_says() {
    let plain = imported("表.txt", FORM.as_bytes());
    let (gbk, ..) = encoding_rs::GBK.encode(FORM);
    let commas = FORM.replace('\t', ",");
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("表.xls", workbook(), "内容是 .xlsx 工作簿"),
        ("表.csv", workbook(), "内容是 .xlsx 工作簿"),
        ("网页.xls", page().into_bytes(), "内容是网页"),
        ("网页.docx", page().into_bytes(), "内容是网页"),
        ("文本.xlsx", commas.into_bytes(), "内容是文本"),
        ("文档.xls", document(""), "内容是 Word 文档"),
        ("国标.xls", gbk.into_owned(), "按它读成 UTF-8"),
    ];
    for (name, bytes, part) in cases {
        let (code, said, plan) = imported(name, &bytes);
        assert_eq!(code, 0, "{name}: {said}");
        assert!(said.contains(part), "{name}: {said}");
        assert_eq!(plan, plain.2, "{name}");
    }
    assert!(!plain.1.contains("E0557"), "{}", plain.1);
}

#[test]
fn failed_formulas_are_kept_and_named() {
    let broken = rewritten(&workbook(), SHEET, |xml| {
        let cell = |xml: String, at: &str, with: &str| {
            let start = xml.find(&format!("<c r=\"{at}\"")).unwrap();
            let end = start + xml[start..].find("</c>").unwrap() + "</c>".len();
            format!("{}{with}{}", &xml[..start], &xml[end..])
        };
        let xml = cell(xml, "E4", "<c r=\"E4\" t=\"e\"><f>#REF!A1</f><v>#REF!</v></c>");
        // A value that another workbook gave is the value that people saw.
        let xml = cell(xml, "E5", "<c r=\"E5\" t=\"str\"><f>'[1]Sheet1'!A1</f><v>92%</v></c>");
        cell(xml, "D4", "<c r=\"D4\"><f>A1*2</f></c>").into_bytes()
    });
    let here = folder(&[]);
    std::fs::write(here.path().join("错.xlsx"), &broken).unwrap();
    let ran = heng(here.path(), &["import", "错.xlsx"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("开设班次 = \"#REF!\"") && ran.out.contains("学员满意度 = 92%"), "{}", ran.out);
    assert!(ran.err.contains("公式出错，显示 `#REF!`"), "{}", ran.err);
    assert!(ran.out.contains("= \"（公式）\"") && ran.err.contains("照录"), "{}\n{}", ran.out, ran.err);
}

#[test]
fn a_damaged_byte_never_ends_the_program() {
    let mut book = workbook();
    // Every two hundredth byte is turned around, one at a time.
    for at in (0..book.len()).step_by(200) {
        book[at] ^= 0xff;
        let _ = import::read(&book, "坏.xlsx");
        book[at] ^= 0xff;
    }
    let text = document("");
    for at in (0..text.len()).step_by(50) {
        let mut bad = text.clone();
        bad[at] ^= 0xff;
        let _ = import::read(&bad, "坏.docx");
        let _ = import::read(&text[..at], "断.docx");
    }
}
