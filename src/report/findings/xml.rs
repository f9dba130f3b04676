//! Findings as JUnit and Checkstyle reports.

use std::collections::BTreeMap;
use std::io::Cursor;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use crate::diag::Severity;
use crate::model::HOUSE_RULE;
use crate::report::findings::{Record, Run};

/// A test suite for each file; a test case for each finding, or one that passes.
///
/// Who reads the report compares it with an earlier one by the names of the cases, and keeps
/// one case of a name. So a name says what is wrong with what, without the line, and the second
/// of a name is numbered.
pub(super) fn junit(run: Run<'_>) -> String {
    let mut report = Report::new("heng check");
    for (file, records) in by_file(run) {
        let mut suite = TestSuite::new(file);
        if records.is_empty() {
            suite.add_test_case(TestCase::new("检查", TestCaseStatus::success()));
        }
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for record in records {
            let kind = match record.severity {
                Severity::Error | Severity::Warning => TestCaseStatus::non_success(NonSuccessKind::Failure),
                Severity::Note => TestCaseStatus::skipped(),
            };
            let number = names.entry(name(record)).and_modify(|number| *number += 1).or_insert(1);
            suite.add_test_case(case(record, *number, kind));
        }
        report.add_test_suite(suite);
    }
    // Writing to memory does not fail.
    report.to_string().unwrap_or_default()
}

/// `L203 指标值含糊：营商环境`; a rule of the house is known by its title.
fn name(record: &Record) -> String {
    if record.code == HOUSE_RULE
        && let Some(title) = record.message.split('`').nth(1)
    {
        return format!("检查 {title}：{}", record.declaration);
    }
    let about = if record.indicator.is_empty() { &record.declaration } else { &record.indicator };
    let about = if about.is_empty() { &record.expression } else { about };
    format!("{} {}：{about}", record.code, record.title())
}

fn case(record: &Record, number: usize, mut status: TestCaseStatus) -> TestCase {
    let at = record.primary.start;
    status.set_message(record.message.clone()).set_type(record.code.to_string());
    let help = record.help.as_deref().map_or_else(String::new, |help| format!("\n{help}"));
    status.set_description(format!("第 {} 行，第 {} 列：{}{help}", at.line, at.column, record.message));
    let again = if number > 1 { format!("（{number}）") } else { String::new() };
    let mut case = TestCase::new(format!("{}{again}", name(record)), status);
    case.set_classname(record.primary.file.clone());
    case.extra.insert("file".into(), record.primary.file.as_str().into());
    case.extra.insert("line".into(), at.line.to_string().into());
    case
}

pub(super) fn checkstyle(run: Run<'_>) -> String {
    let mut writer = Writer::new_with_indent(Cursor::new(Vec::new()), b' ', 2);
    // Writing to memory does not fail.
    let _ = write_checkstyle(&mut writer, run);
    String::from_utf8(writer.into_inner().into_inner()).unwrap_or_default() + "\n"
}

fn write_checkstyle(writer: &mut Writer<Cursor<Vec<u8>>>, run: Run<'_>) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.write_event(Event::Start(BytesStart::new("checkstyle").with_attributes([("version", "10.0")])))?;
    for (file, records) in by_file(run) {
        writer.write_event(Event::Start(BytesStart::new("file").with_attributes([("name", file)])))?;
        for record in records {
            let (line, column) = (record.primary.start.line.to_string(), record.primary.start.column.to_string());
            let severity = match record.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            let source = format!("heng.{}", record.code);
            let error = BytesStart::new("error").with_attributes([
                ("line", line.as_str()),
                ("column", column.as_str()),
                ("severity", severity),
                ("message", record.message.as_str()),
                ("source", source.as_str()),
            ]);
            writer.write_event(Event::Empty(error))?;
        }
        writer.write_event(Event::End(BytesEnd::new("file")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("checkstyle")))
}

/// Every file that was checked, with the findings that count.
fn by_file<'a>(run: Run<'a>) -> Vec<(&'a str, Vec<&'a Record>)> {
    let mut of_file: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in run.open() {
        of_file.entry(&record.primary.file).or_default().push(record);
    }
    let checked = run.files.iter().map(String::as_str);
    let mut files: Vec<(&str, Vec<&Record>)> =
        checked.map(|file| (file, of_file.remove(file).unwrap_or_default())).collect();
    // Imported files were not asked for, but what is wrong there counts.
    files.extend(of_file);
    files
}
