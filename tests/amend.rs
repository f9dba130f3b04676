//! Workbooks changed in place: the cells meant, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use heng::amend::{Edit, Mark, Refusal, Value, amend};
use heng::table::sheet::{self, Content, address};
use proptest::prelude::*;
use rust_xlsxwriter as writer;

use crate::forms_live::recalculated;

const SHEETS: [&str; 2] = ["自评表", "附表 & 说明"];

/// A workbook with what libraries lose: bars and icons of newer programs, sparklines, trend
/// lines, check boxes, formulas that spill, rich texts, tables, a comment, print settings.
pub fn rich() -> Vec<u8> {
    let mut book = writer::Workbook::new();
    let date = writer::ExcelDateTime::from_ymd(2000, 1, 1).unwrap();
    book.set_properties(&writer::DocProperties::new().set_creation_datetime(&date).set_custom_property("文号", "1 号"));
    let bold = writer::Format::new().set_bold().set_border(writer::FormatBorder::Thin).set_num_format("#,##0.00");
    let share = writer::Format::new().set_num_format("0.0%");
    first(book.add_worksheet(), &bold, &share).unwrap();
    second(book.add_worksheet()).unwrap();
    book.define_name("预算", "='自评表'!$D$3").unwrap();
    book.save_to_buffer().unwrap()
}

fn first(
    sheet: &mut writer::Worksheet,
    bold: &writer::Format,
    share: &writer::Format,
) -> Result<(), writer::XlsxError> {
    sheet.set_name(SHEETS[0])?.set_column_width(0, 30)?.set_row_height(2, 44)?;
    sheet.set_column_format(5, share)?;
    sheet.merge_range(0, 0, 0, 5, "项目支出绩效自评表", bold)?;
    for (row, (name, target, actual)) in (2..).zip([("甲", "≥10件", "12件"), ("乙 <&>", "≥90%", "95%")]) {
        sheet.write_with_format(row, 0, name, bold)?;
        sheet.write(row, 1, target)?.write(row, 2, actual)?;
        sheet.write_with_format(row, 3, 10.5, bold)?;
    }
    sheet.write_formula(5, 3, writer::Formula::new("=SUM(D3:D4)").set_result("21"))?;
    sheet.write_dynamic_array_formula(6, 3, 6, 3, writer::Formula::new("=SUM(SORT(D3:D4))").set_result("21"))?;
    sheet.write_rich_string(7, 0, &[(bold, "粗"), (&writer::Format::new(), "细")])?;
    sheet.insert_note(2, 2, &writer::Note::new("原有批注").set_author("张三"))?;
    let list = writer::DataValidation::new().allow_list_strings(&["是", "否"])?.set_input_message("选一个")?;
    sheet.add_data_validation(2, 4, 4, 4, &list)?;
    sheet.add_conditional_format(2, 3, 4, 3, &writer::ConditionalFormatDataBar::new())?;
    let icons = writer::ConditionalFormatIconSet::new();
    sheet.add_conditional_format(2, 1, 4, 1, &icons.set_icon_type(writer::ConditionalFormatIconType::FiveBoxes))?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C第 &P 页");
    sheet.set_repeat_rows(0, 1)?.set_print_area(0, 0, 20, 6)?.set_freeze_panes(2, 1)?.protect();
    sheet.group_rows(3, 4)?.write_url(9, 0, "https://example.com/")?;
    sheet.add_sparkline(8, 0, &writer::Sparkline::new().set_range((SHEETS[0], 2, 3, 3, 3)))?;
    sheet.insert_checkbox(12, 0, true)?;
    Ok(())
}

fn second(sheet: &mut writer::Worksheet) -> Result<(), writer::XlsxError> {
    let mut chart = writer::Chart::new(writer::ChartType::Column);
    let mut line = writer::ChartTrendline::new();
    line.set_type(writer::ChartTrendlineType::Linear);
    chart.add_series().set_values((SHEETS[0], 2, 3, 3, 3)).set_trendline(&line);
    sheet.set_name(SHEETS[1])?.insert_chart(1, 1, &chart)?.write(0, 0, "x")?;
    sheet.add_table(20, 0, 23, 2, &writer::Table::new())?;
    sheet.insert_shape(10, 5, &writer::Shape::textbox().set_text("文本框"))?;
    Ok(())
}

/// The parts of a file as they lie in it, packed.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index_raw(at).unwrap();
        let mut packed = Vec::new();
        part.read_to_end(&mut packed).unwrap();
        found.insert(part.name().unwrap().into_owned(), packed);
    }
    found
}

pub fn text(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A workbook with the texts of some parts replaced.
fn with(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        out.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        match String::from_utf8(content) {
            Ok(text) => out.write_all(change(&name, text).as_bytes()).unwrap(),
            Err(error) => out.write_all(error.as_bytes()).unwrap(),
        }
    }
    out.finish().unwrap().into_inner()
}

/// The same workbook with a prefix before every name of its sheets, as some systems write it.
fn prefixed(bytes: &[u8]) -> Vec<u8> {
    with(bytes, |name, text| {
        if !name.starts_with("xl/worksheets/sheet") {
            return text;
        }
        let (head, mut text) =
            text.split_once("<worksheet").map(|(head, rest)| (head.to_owned(), rest.to_owned())).unwrap();
        text = format!("<worksheet{text}").replace("</x14:", "\u{1}").replace("</xm:", "\u{2}");
        text = text.replace("</", "</x:").replace('\u{1}', "</x14:").replace('\u{2}', "</xm:");
        let mut out = String::new();
        for (at, piece) in text.split('<').enumerate() {
            let is_own =
                at > 0 && !piece.starts_with(['/', '?']) && !piece.split([' ', '>', '/']).next().unwrap().contains(':');
            out.push_str(if at == 0 { "" } else { "<" });
            out.push_str(if is_own { "x:" } else { "" });
            out.push_str(piece);
        }
        head + &out.replacen("xmlns=", "xmlns:x=", 1)
    })
}

/// A workbook without the numbers of its rows and the names of its cells, which may be left out.
fn unnamed() -> Vec<u8> {
    let mut book = writer::Workbook::new();
    let sheet = book.add_worksheet().set_name(SHEETS[0]).unwrap();
    for row in 0..4 {
        for column in 0..3 {
            sheet.write(row, column, row * 10 + u32::from(column)).unwrap();
        }
    }
    with(&book.save_to_buffer().unwrap(), |name, text| {
        if !name.starts_with("xl/worksheets/sheet") {
            return text;
        }
        let mut out = text;
        for row in (1..=4).rev() {
            out = out.replace(&format!("<row r=\"{row}\""), "<row");
            for column in ["A", "B", "C"] {
                out = out.replace(&format!("<c r=\"{column}{row}\""), "<c");
            }
        }
        out
    })
}

/// Every cell that holds something.
fn cells(bytes: &[u8]) -> BTreeMap<(String, String), Content> {
    let book = sheet::read(bytes, "表.xlsx").unwrap();
    let mut found = BTreeMap::new();
    for sheet in book.sheets {
        let name = sheet.name.clone().unwrap();
        for row in &sheet.rows {
            for (column, content) in &row.cells {
                found.insert((name.clone(), address(row.index, *column)), content.clone());
            }
        }
    }
    found
}

/// What a cell holds once a value is written into it.
fn shown(value: &Value, is_share: bool) -> Content {
    match value {
        Value::Text(text) => Content::Text(text.clone()),
        Value::Number(number) if is_share => {
            Content::Percent((number * rust_decimal::Decimal::ONE_HUNDRED).normalize())
        }
        Value::Number(number) => Content::Number(number.normalize()),
        Value::Measure(number, unit) => Content::Text(format!("{}{unit}", number.normalize())),
        Value::Percent(number) if is_share => Content::Percent(number.normalize()),
        Value::Percent(number) => Content::Text(format!("{}%", number.normalize())),
        Value::Date(date) => Content::Text(date.to_string()),
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let text = prop::sample::select(vec!["12 件", "a<b>&\"c\"", " 前后有空 ", "两\n行"]);
    let value = prop_oneof![
        text.prop_map(|text| Value::Text(text.to_owned())),
        (-99_999_i64..99_999, 0_u32..4)
            .prop_map(|(number, places)| Value::Number(rust_decimal::Decimal::new(number, places))),
        (0_i64..1000).prop_map(|number| Value::Percent(rust_decimal::Decimal::new(number, 1))),
        (0_i64..1000).prop_map(|number| Value::Measure(number.into(), "件".to_owned())),
        Just(Value::Date(jiff::civil::date(2024, 12, 31))),
    ];
    let mark = prop::sample::select(vec![Mark::Wrong, Mark::Open]);
    let note = prop::sample::select(vec!["对不上", "两行\n<意见> & 说明"]);
    let place = (prop::sample::select(SHEETS.to_vec()), 0_u32..26, 0_u32..9);
    let one = (place, prop::option::of(value), prop::option::of(mark), prop::option::of(note));
    let one = one.prop_map(|((sheet, row, column), value, mark, note)| Edit {
        sheet: sheet.to_owned(),
        cell: address(row, column),
        value,
        mark,
        note: note.map(str::to_owned),
    });
    prop::collection::vec(one, 1..8)
}

/// Makes the edits and holds the result against them.
fn check(before: &[u8], edits: &[Edit]) {
    let amended = amend(before, edits).unwrap();
    let after = &amended.bytes;
    let (old, new) = (parts(before), parts(after));
    for (name, packed) in &old {
        let may_change = ["worksheets/", "styles.xml", "workbook.xml", "comments", "vmlDrawing", "[Content_Types].xml"];
        if !may_change.iter().any(|part| name.contains(part)) {
            assert_eq!(new.get(name), Some(packed), "{name}");
        }
    }
    let mut expected = cells(before);
    for edit in edits {
        let Some(value) = &edit.value else { continue };
        // Column F shows shares, but for the merged title.
        let is_share = edit.sheet == SHEETS[0] && edit.cell.starts_with('F') && edit.cell != "F1";
        expected.insert((edit.sheet.clone(), edit.cell.clone()), shown(value, is_share));
    }
    // The sums of what was written are to be calculated again.
    let stale: Vec<&str> = match edits
        .iter()
        .any(|edit| edit.sheet == SHEETS[0] && edit.value.is_some() && ["D3", "D4"].contains(&edit.cell.as_str()))
    {
        true => ["D6", "D7"].into_iter().filter(|cell| !written(edits, cell)).collect(),
        false => Vec::new(),
    };
    for cell in &stale {
        expected.insert((SHEETS[0].to_owned(), (*cell).to_owned()), Content::Uncalculated);
    }
    let found = cells(after);
    for key in expected.keys().chain(found.keys()) {
        let (one, other) = (found.get(key), expected.get(key));
        if one.map(Content::text) != other.map(|content| content.text()) {
            panic!("{key:?}: {one:?} for {other:?} {edits:?}");
        }
    }
    for (at, name) in SHEETS.iter().enumerate() {
        let part = format!("xl/worksheets/sheet{}.xml", at + 1);
        let own = edits.iter().filter(|edit| edit.sheet == *name).map(|edit| edit.cell.as_str());
        let sums = stale.iter().filter(|_| at == 0).copied();
        let touched: BTreeSet<&str> = own.chain(sums).collect();
        if touched.is_empty() {
            assert_eq!(old[&part], new[&part], "{part}");
            continue;
        }
        assert_eq!(rest(&text(before, &part), &touched), rest(&text(after, &part), &touched), "{edits:?}");
    }
}

fn written(edits: &[Edit], cell: &str) -> bool {
    edits.iter().any(|edit| edit.sheet == SHEETS[0] && edit.cell == cell && edit.value.is_some())
}

/// A sheet without the cells that were touched, and without what follows from them.
fn rest(sheet: &str, touched: &BTreeSet<&str>) -> String {
    let sheet = sheet.replace("x:", "");
    let mut text = String::new();
    let mut left = sheet.as_str();
    while let Some(at) = left.find("<c ") {
        let (head, cell) = left.split_at(at);
        text.push_str(head);
        let open = cell.find('>').unwrap() + 1;
        let end = if cell[..open].ends_with("/>") { open } else { cell.find("</c>").unwrap() + 4 };
        let name = cell.split("r=\"").nth(1).unwrap().split('"').next().unwrap();
        if !touched.contains(name) {
            text.push_str(&cell[..end]);
        }
        left = &cell[end..];
    }
    text.push_str(left);
    let text = without(&without(&text, "<legacyDrawing "), "<dimension ");
    // Rows and their columns are said where there are cells.
    let is_row = |piece: &&str| {
        matches!(
            piece.split([' ', '>']).find(|part| !part.is_empty()),
            Some("row" | "/row" | "sheetData" | "/sheetData")
        )
    };
    let kept = text.split('<').filter(|piece| !is_row(piece) || piece.contains("ht=") || piece.contains("outline"));
    kept.map(|piece| without(piece, " spans=\"").replace("/>", ">")).collect()
}

fn without(text: &str, start: &str) -> String {
    let Some(at) = text.find(start) else { return text.to_owned() };
    let from = at + start.len();
    let end = if start.starts_with('<') { ">" } else { "\"" };
    let length = text[from..].find(end).unwrap() + 1;
    format!("{}{}", &text[..at], &text[from + length..])
}

proptest! {
    #![proptest_config(crate::chance::cases(150))]

    #[test]
    fn only_the_cells_meant_are_changed(edits in edits()) {
        // Two edits of one cell are told by their order, which other tests look at.
        let mut seen = BTreeSet::new();
        let edits: Vec<Edit> = edits.into_iter().filter(|edit| seen.insert((edit.sheet.clone(), edit.cell.clone()))).collect();
        let before = rich();
        check(&before, &edits);
        check(&prefixed(&before), &edits);
    }
}

fn edit(cell: &str) -> Edit {
    Edit { sheet: SHEETS[0].to_owned(), cell: cell.to_owned(), ..Edit::default() }
}

fn number(cell: &str, number: &str) -> Edit {
    Edit { value: Some(Value::Number(number.parse().unwrap())), ..edit(cell) }
}

fn noted(cell: &str, note: &str) -> Edit {
    Edit { mark: Some(Mark::Wrong), note: Some(note.to_owned()), ..edit(cell) }
}

#[test]
fn a_formula_stays_and_is_calculated_when_the_workbook_is_opened() {
    let amended = amend(&rich(), &[number("D3", "9.5"), number("D6", "20")]).unwrap();
    assert_eq!(amended.formulas, [(SHEETS[0].to_owned(), "D6".to_owned())]);
    let sheet = text(&amended.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>SUM(D3:D4)</f><v>20</v>"), "{sheet}");
    assert!(text(&amended.bytes, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""));
}

#[test]
fn what_is_only_marked_keeps_its_text_and_its_look() {
    let before = rich();
    let edits = [noted("C3", "第一条"), noted("C3", "第二条"), noted("D4", "第三条")];
    let after = amend(&before, &edits).unwrap().bytes;
    assert_eq!(cells(&before), cells(&after));
    let comments = text(&after, "xl/comments1.xml");
    assert!(comments.contains("原有批注") && comments.contains("\n\n第一条\n第二条"), "{comments}");
    assert_eq!(comments.matches("<comment ").count(), 2, "one is new");
    assert_eq!(text(&after, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count(), 2);
    let styles = text(&after, "xl/styles.xml");
    assert!(styles.contains("FFFFC7CE"), "{styles}");
    // The border and the number format of D4 stay.
    let sheet = text(&after, "xl/worksheets/sheet1.xml");
    let style = |text: &str, cell: &str| -> usize {
        let cell = text.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).unwrap();
        cell.split('"').next().unwrap().parse().unwrap()
    };
    let format = |text: &str, at: usize| -> String {
        let all = text.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
        let xf = all.split("<xf ").nth(at + 1).unwrap();
        ["numFmtId", "fontId", "borderId"]
            .map(|key| xf.split(&format!("{key}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned())
            .join(" ")
    };
    let old = (text(&before, "xl/styles.xml"), text(&before, "xl/worksheets/sheet1.xml"));
    assert_eq!(format(&styles, style(&sheet, "D4")), format(&old.0, style(&old.1, "D4")));
}

#[test]
fn cells_without_names_are_counted() {
    let after = amend(&unnamed(), &[number("B3", "7"), number("E3", "8"), number("A9", "9")]).unwrap().bytes;
    let found = cells(&after);
    let at = |cell: &str| found[&(SHEETS[0].to_owned(), cell.to_owned())].text();
    assert_eq!([at("A3"), at("B3"), at("C3"), at("E3"), at("C4"), at("A9")], ["20", "7", "22", "8", "32", "9"]);
}

#[test]
fn a_sheet_without_rows_gets_them() {
    let mut book = writer::Workbook::new();
    book.add_worksheet().set_name(SHEETS[0]).unwrap();
    let empty = with(&book.save_to_buffer().unwrap(), |name, text| match name.ends_with("sheet1.xml") {
        true => format!("\u{feff}{text}"),
        false => text,
    });
    let after = amend(&empty, &[number("B2", "1"), number("A7", "2"), noted("A7", "新")]).unwrap().bytes;
    assert_eq!(cells(&after).len(), 2);
    assert!(text(&after, "xl/comments1.xml").contains("ref=\"A7\""));
    let again = amend(&after, &[noted("A7", "再"), noted("B2", "又")]).unwrap().bytes;
    let comments = text(&again, "xl/comments1.xml");
    assert_eq!((comments.matches("<author>").count(), comments.matches("<comment ").count()), (1, 2), "{comments}");
}

#[test]
fn what_cannot_be_changed_is_refused() {
    for (bytes, edit, refusal) in [
        (b"PK\x03\x04...".to_vec(), edit("A1"), Refusal::NotAWorkbook),
        (b"a,b".to_vec(), edit("A1"), Refusal::NotAWorkbook),
        (rich(), Edit { sheet: "没有".to_owned(), ..edit("A1") }, Refusal::NoSheet("没有".to_owned())),
        (rich(), edit("第 3 行"), Refusal::NoCell("第 3 行".to_owned())),
    ] {
        assert_eq!(amend(&bytes, &[edit]), Err(refusal));
    }
    let cut =
        with(&rich(), |name, text| if name.contains("sheet1") { text[..text.len() / 2].to_owned() } else { text });
    assert!(amend(&cut, &[number("Z99", "1")]).is_err());
}

#[test]
fn libreoffice_opens_what_was_changed() {
    let edits = [number("D3", "9.5"), noted("C3", "新意见"), noted("E4", "另一条"), number("H30", "5")];
    let Some(books) = recalculated(&[rich(), amend(&rich(), &edits).unwrap().bytes]) else { return };
    let [before, after] = &books[..] else { panic!() };
    let cell = |book: &sheet::Workbook, row: u32, column: u32| {
        let rows = &book.sheets[0].rows;
        rows.iter().find(|found| found.index == row).map(|row| row.get(column).text()).unwrap_or_default()
    };
    assert_eq!((cell(before, 5, 3), cell(after, 5, 3)), ("21".to_owned(), "20".to_owned()), "the sum follows");
    assert_eq!((cell(after, 2, 3), cell(after, 29, 7), cell(after, 2, 2)), ("9.5".into(), "5".into(), "12件".into()));
    assert_eq!(after.sheets.len(), before.sheets.len());
}

#[test]
fn what_libreoffice_saved_can_be_changed() {
    let Some(saved) = crate::forms_live::saved(&[rich()]) else { return };
    let saved = &saved[0];
    let edits = [number("D3", "9.5"), noted("C3", "新意见"), noted("E4", "另一条"), number("H30", "5")];
    let amended = amend(saved, &edits).unwrap().bytes;
    let (old, new) = (parts(saved), parts(&amended));
    let changed: Vec<&String> = old.keys().filter(|name| old.get(*name) != new.get(*name)).collect();
    let may = [
        "[Content_Types].xml",
        "comments1.xml",
        "vmlDrawing1.vml",
        "sheet1.xml",
        "styles.xml",
        "workbook.xml",
        "sheet1.xml.rels",
    ];
    assert!(changed.iter().all(|name| may.iter().any(|part| name.ends_with(part))), "{changed:?}");
    let mut expected = cells(saved);
    for (cell, value) in [("D3", "9.5"), ("H30", "5")] {
        expected.insert((SHEETS[0].to_owned(), cell.to_owned()), Content::Number(value.parse().unwrap()));
    }
    for cell in ["D6", "D7"] {
        expected.insert((SHEETS[0].to_owned(), cell.to_owned()), Content::Uncalculated);
    }
    assert_eq!(cells(&amended), expected);
    let again = &crate::forms_live::saved(&[amended]).unwrap()[0];
    // It shows stored results as they are, and calculates those that were taken out.
    let sum = &cells(again)[&(SHEETS[0].to_owned(), "D6".to_owned())];
    assert_eq!(sum.text(), "20");
    let names: Vec<String> = parts(again).into_keys().filter(|name| name.contains("comments")).collect();
    let comments: String = names.iter().map(|name| text(again, name)).collect();
    for part in ["原有批注", "新意见", "另一条"] {
        assert!(comments.contains(part), "{part}: {comments}");
    }
}
