//! Findings as one page that needs no network and no script.

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use crate::diag::Severity;
use crate::report::findings::{Record, Run};

const TEMPLATE: &str = include_str!("page.html");

#[derive(Serialize)]
struct Page<'a> {
    summary: String,
    version: &'a str,
    checked: usize,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    class: &'static str,
    word: &'static str,
    code: &'a str,
    title: &'static str,
    line: usize,
    column: usize,
    indicator: &'a str,
    message: &'a str,
    help: Option<&'a str>,
}

pub(super) fn page(run: Run<'_>) -> String {
    let mut files: Vec<File<'_>> = Vec::new();
    for record in run.open() {
        match files.last_mut() {
            Some(file) if file.name == record.primary.file => file.findings.push(finding(record)),
            _ => files.push(File { name: &record.primary.file, findings: vec![finding(record)] }),
        }
    }
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (run.count(severity), severity));
    let words =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, severity)| format!("{count} 个{}", severity.word()));
    let words = words.collect::<Vec<_>>().join("，");
    let summary = if words.is_empty() { "没有发现问题".to_owned() } else { words };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    let page = Page { summary, version: run.version, checked: run.files.len(), files };
    let page = environment.render_str(TEMPLATE, Value::from(Serde(&page)));
    // The template is part of the program and a test renders it.
    page.unwrap_or_default() + "\n"
}

fn finding(record: &Record) -> Finding<'_> {
    Finding {
        class: record.severity.name(),
        word: record.severity.word(),
        code: &record.code,
        title: record.title(),
        line: record.primary.start.line,
        column: record.primary.start.column,
        indicator: &record.indicator,
        message: &record.message,
        help: record.help.as_deref(),
    }
}
