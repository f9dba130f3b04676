//! An audit as a table for a terminal, as JSON, and as SARIF.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::json;

use crate::audit::{Table, Verdict};
use crate::diag::codes;
use crate::diag::wrap::{columns, hang, pad, wrap};
use crate::source::percent_encoded;

/// Raised when a field changes its meaning or goes.
const SCHEMA_VERSION: u32 = 1;
/// Blanks between columns.
const GAP: usize = 2;
/// Columns of the table that do not wrap: 分值, 得分, 应得, 结论.
const NUMBERS: [usize; 4] = [6, 6, 6, 8];

/// The tables of one file.
#[derive(Debug, Clone, Copy)]
pub struct Audited<'a> {
    /// The file.
    pub file: &'a str,
    /// Its tables.
    pub tables: &'a [Table],
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    heng: &'a str,
    summary: Summary,
    tables: Vec<TableJson<'a>>,
}

#[derive(Serialize)]
struct Summary {
    rows: usize,
    agree: usize,
    disagree: usize,
    undecided: usize,
    disagreements: usize,
}

#[derive(Serialize)]
struct TableJson<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    name: &'a str,
    method: &'a str,
    places: u32,
    rounding: &'static str,
    explained: usize,
    comparable: usize,
    rows: Vec<RowJson<'a>>,
    disagreements: Vec<DisagreementJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    name: &'a str,
    cell: &'a str,
    target: &'a str,
    actual: &'a str,
    weight: Option<String>,
    published: Option<String>,
    computed: Option<&'a str>,
    verdict: Verdict,
    reason: &'a str,
}

#[derive(Serialize)]
struct DisagreementJson<'a> {
    code: &'a str,
    cell: &'a str,
    message: &'a str,
}

/// As JSON.
pub fn json(files: &[Audited<'_>], version: &str) -> String {
    let count = |verdict| rows(files).filter(|wanted| *wanted == verdict).count();
    let tables = files.iter().flat_map(|file| {
        file.tables.iter().map(|table| TableJson {
            file: file.file,
            sheet: table.sheet.as_deref(),
            name: &table.name,
            method: &table.method,
            places: table.places,
            rounding: table.rounding.word(),
            explained: table.explained.0,
            comparable: table.explained.1,
            rows: table
                .rows
                .iter()
                .map(|row| RowJson {
                    name: &row.name,
                    cell: &row.cell,
                    target: &row.target,
                    actual: &row.actual,
                    weight: row.weight.map(|weight| weight.to_string()),
                    published: row.published.map(|score| score.to_string()),
                    computed: row.computed.as_deref(),
                    verdict: row.verdict,
                    reason: &row.reason,
                })
                .collect(),
            disagreements: table
                .disagreements
                .iter()
                .map(|one| DisagreementJson { code: one.code, cell: &one.cell, message: &one.message })
                .collect(),
        })
    });
    let document = Document {
        schema_version: SCHEMA_VERSION,
        heng: version,
        summary: Summary {
            rows: rows(files).count(),
            agree: count(Verdict::Agrees),
            disagree: count(Verdict::Differs),
            undecided: count(Verdict::Undecided),
            disagreements: files.iter().flat_map(|file| file.tables).map(|table| table.disagreements.len()).sum(),
        },
        tables: tables.collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn rows<'a>(files: &'a [Audited<'_>]) -> impl Iterator<Item = Verdict> + 'a {
    files.iter().flat_map(|file| file.tables).flat_map(|table| &table.rows).map(|row| row.verdict)
}

/// As SARIF 2.1.0. A cell of a workbook has no line; it is named as a logical location.
pub fn sarif(files: &[Audited<'_>], version: &str) -> String {
    let mut used: Vec<&str> =
        files.iter().flat_map(|file| file.tables).flat_map(|table| &table.disagreements).map(|one| one.code).collect();
    used.sort_unstable();
    used.dedup();
    let rules: Vec<_> = used
        .iter()
        .map(|code| {
            let page = codes::page(code);
            let (title, text) = page.map_or(("", ""), |page| (page.title, page.text));
            json!({ "id": code, "shortDescription": { "text": title }, "help": { "text": text, "markdown": text } })
        })
        .collect();
    let results: Vec<_> = files
        .iter()
        .flat_map(|file| file.tables.iter().map(move |table| (file, table)))
        .flat_map(|(file, table)| table.disagreements.iter().map(move |one| (file, table, one)))
        .map(|(file, table, one)| {
            let cell: Vec<&str> =
                table.sheet.as_deref().into_iter().chain([one.cell.as_str()]).filter(|part| !part.is_empty()).collect();
            json!({
                "ruleId": one.code,
                "level": "warning",
                "message": { "text": format!("{}：{}", table.name, one.message) },
                "locations": [{
                    "physicalLocation": physical(file.file, &one.cell),
                    "logicalLocations": [{ "fullyQualifiedName": cell.join("!"), "kind": "member" }],
                }],
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "heng", "semanticVersion": version, "language": "zh-CN", "rules": rules } },
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

/// The file, and the row of a cell as a line: of a text it is that, of a workbook it is what a
/// person counts.
fn physical(file: &str, cell: &str) -> serde_json::Value {
    let mut location = json!({ "artifactLocation": { "uri": percent_encoded(&file.replace('\\', "/")) } });
    let digits = cell.chars().skip_while(|letter| !letter.is_ascii_digit()).take_while(char::is_ascii_digit);
    let line = digits.collect::<String>().parse::<u32>().ok().filter(|line| *line > 0);
    if let (Some(line), Some(location)) = (line, location.as_object_mut()) {
        location.insert("region".to_owned(), json!({ "startLine": line }));
    }
    location
}

/// As a table for a terminal.
pub fn text(files: &[Audited<'_>], width: usize) -> String {
    let mut out = String::new();
    for file in files {
        for table in file.tables {
            out.push_str(&hang("", &format!("{}（{}）", table.name, file.file), width));
            let (agree, all) = table.explained;
            let rule = match all {
                0 => "没有能重新计算的行".to_owned(),
                _ => format!(
                    "计分方法 {}，{}到 {} 位：能算的 {all} 行中 {agree} 行一致",
                    table.method,
                    table.rounding.word(),
                    table.places
                ),
            };
            out.push_str(&hang("", &rule, width));
            table_rows(table, width, &mut out);
            for one in &table.disagreements {
                let cell = if one.cell.is_empty() { String::new() } else { format!("{}：", one.cell) };
                out.push_str(&hang("  ", &format!("{} {cell}{}", one.code, one.message), width));
            }
            out.push('\n');
        }
    }
    let count = |verdict| rows(files).filter(|wanted| *wanted == verdict).count();
    let counts = [Verdict::Agrees, Verdict::Differs, Verdict::Undecided]
        .map(|verdict| format!("{} {}", verdict.word(), count(verdict)));
    out.push_str(&format!("共 {} 行：{}\n", rows(files).count(), counts.join("，")));
    out
}

fn table_rows(table: &Table, width: usize, out: &mut String) {
    let left = width.saturating_sub(NUMBERS.iter().sum::<usize>() + 6 * GAP);
    let (name, value) = (left * 2 / 5, left * 3 / 10);
    let widths = [name, value, value].into_iter().chain(NUMBERS);
    let widths: Vec<usize> = widths.collect();
    let heads = ["指标", "指标值", "实际完成值", "分值", "得分", "应得", "结论"].map(str::to_owned);
    line(&heads, &widths, out);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    out.push_str(&rule.join(&" ".repeat(GAP)));
    out.push('\n');
    let number = |number: Option<Decimal>| number.map_or_else(String::new, |number| number.to_string());
    for row in &table.rows {
        let cells = [
            row.name.clone(),
            row.target.clone(),
            row.actual.clone(),
            number(row.weight),
            number(row.published),
            row.computed.clone().unwrap_or_default(),
            row.verdict.word().to_owned(),
        ];
        line(&cells, &widths, out);
    }
}

fn line(cells: &[String; 7], widths: &[usize], out: &mut String) {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(text, width)| wrap(text, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let cell = |(column, (lines, width)): (usize, (&Vec<String>, &usize))| {
            let text = lines.get(at).map_or("", String::as_str);
            // Numbers stand under each other at their right end.
            let blanks = width.saturating_sub(columns(text));
            if (3..6).contains(&column) { format!("{}{text}", " ".repeat(blanks)) } else { pad(text, *width) }
        };
        let parts: Vec<String> = wrapped.iter().zip(widths).enumerate().map(cell).collect();
        out.push_str(parts.join(&" ".repeat(GAP)).trim_end());
        out.push('\n');
    }
}
