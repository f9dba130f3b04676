//! How scorecards are written: for the terminal, for programs, as a workbook, as a report.

use std::path::Path;

use clap::ValueEnum;
use rustc_hash::FxHashSet;

use super::super::compilation::sources;
use super::super::fonts;
use super::super::shell::Shell;
use super::super::shown::Shown;
use super::{Args, Failure, Scored};
use crate::brief::{self, Brief};
use crate::diag::render::{Look, Renderer};
use crate::forms::assess::Assessed;
use crate::forms::{beside, xlsx};
use crate::model::Model;
use crate::report::provenance::Provenance;
use crate::report::record::record;
use crate::report::{Report, csv, json, table};
use crate::score::actuals::Origin;
use crate::source::Place;
use crate::table::around::Headed;
use crate::table::sheet::Workbook;

/// How a scorecard is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Table,
    Json,
    Csv,
    Md,
    Html,
    Docx,
    Pdf,
    Xlsx,
}

/// What files are called that hold a form.
const SUFFIXES: [(&str, Format); 10] = [
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("md", Format::Md),
    ("markdown", Format::Md),
    ("txt", Format::Table),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("docx", Format::Docx),
    ("pdf", Format::Pdf),
    ("xlsx", Format::Xlsx),
];

/// Files that people expect, whose forms cannot be written.
const NOT_WRITTEN: [&str; 7] = ["xlsm", "xls", "ods", "et", "doc", "wps", "pptx"];

/// The form that is asked for, else the one that the name of the result says.
pub(super) fn format(args: &Args) -> Result<Format, Failure> {
    if args.fill.is_some() {
        // `-o` names the form, and the scores are shown besides.
        return match args.format {
            Some(Format::Xlsx) => Err(Failure::new("`--fill` 和 `--format xlsx` 不能一起用").help("去掉其中一个")),
            other => Ok(other.unwrap_or(Format::Table)),
        };
    }
    let suffix = args.output.as_deref().and_then(Path::extension).unwrap_or_default();
    if let Some(suffix) = NOT_WRITTEN.iter().find(|known| suffix.eq_ignore_ascii_case(known)) {
        let failure = Failure::new(format!("还不能写 .{suffix} 文件，什么也没有写"));
        return Err(
            failure.help("可以写 .html、.docx、.pdf、.md（报告）、.xlsx（自评表，得分是公式）、.csv、.json、.txt")
        );
    }
    let by_suffix = SUFFIXES.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known));
    Ok(args.format.or(by_suffix.map(|(_, format)| *format)).unwrap_or(Format::Table))
}

/// What is written, and what it was made from.
pub(super) struct Made<'a> {
    pub model: &'a Model,
    pub scored: &'a [Scored],
    pub tables: &'a [Workbook],
    pub provenance: &'a Provenance,
}

/// The bytes of a result.
pub(super) fn written(made: &Made<'_>, (args, format): (&Args, Format), shell: &mut Shell) -> Result<Vec<u8>, Failure> {
    let renderer = Renderer::new(sources(made.model), shell.error_look);
    let locate = |place: Place| match renderer.locate(place) {
        Some((source, at)) => format!("{}:{}:{}", source.name, at.line, at.column),
        None => "heng".to_owned(),
    };
    // A file is read at any width, and never in colour.
    let to_file = args.fill.is_none() && args.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
    let look = if to_file { Look::default() } else { shell.look };
    let options = table::Options { width: look.width, color: look.colour, explain: args.explain };
    let reports = made.scored.iter().map(|scored| Report {
        plan: &scored.plan,
        actuals: &scored.bound.actuals,
        card: &scored.card,
        findings: &scored.bound.findings,
        locate: &locate,
    });
    let reports: Vec<Report<'_>> = reports.collect();
    let each = |write: &dyn Fn(&Report<'_>) -> String, between: &str| {
        reports.iter().map(write).collect::<Vec<_>>().join(between)
    };
    let one_json = |report: &Report<'_>| json::json(report, Some(record(made.model, report.actuals, made.provenance)));
    let text = match format {
        Format::Xlsx => return workbook(made.model, &reports),
        Format::Html => brief::html::html(&briefs(made.model, &reports), made.provenance),
        Format::Table => {
            let headed: Vec<Headed<'_>> = made.tables.iter().map(Headed::new).collect();
            let shown = Shown { renderer: &renderer, tables: &headed, unicode: look.unicode };
            each(
                &|report| table::table(report, &options, &|finding, width| shown.excerpt(report, finding, width)),
                "\n",
            )
        }
        Format::Md => brief::markdown::markdown(&briefs(made.model, &reports), Some(made.provenance), args.explain),
        Format::Docx => {
            let written = brief::docx::docx(&briefs(made.model, &reports), made.provenance);
            return written.map_err(|error| Failure::new(format!("不能写文档：{error}")));
        }
        Format::Pdf => {
            let faces = fonts::faces()?;
            let written = brief::pdf::pdf(&briefs(made.model, &reports), made.provenance, &faces);
            return written
                .map_err(|error| Failure::new(format!("不能写 PDF：{error}")).help("先写成 .html，用浏览器打印"));
        }
        Format::Csv => {
            // The other forms list these; a table of values has no place for them.
            say_findings(&reports, shell);
            csv::csv(&reports)
        }
        Format::Json => match reports.as_slice() {
            [one] => one_json(one),
            several => {
                let documents: Vec<String> = several.iter().map(one_json).collect();
                format!("[\n{}]\n", documents.join(",\n"))
            }
        },
    };
    Ok(text.into_bytes())
}

fn briefs<'a>(model: &'a Model, reports: &'a [Report<'a>]) -> Vec<Brief> {
    reports.iter().filter_map(|report| Some(brief::brief(&Assessed::of(report, model)?))).collect()
}

/// The self-evaluation form with its formulas, and the sheets beside it.
fn workbook<'a>(model: &'a Model, reports: &'a [Report<'a>]) -> Result<Vec<u8>, Failure> {
    let assessed: Vec<Assessed<'_>> = reports.iter().filter_map(|report| Assessed::of(report, model)).collect();
    xlsx::workbook(&beside::workbook(&assessed)).map_err(|error| Failure::new(format!("不能写工作簿：{error}")))
}

/// What came up, each once: two declarations may lose the same row.
pub fn say_findings(reports: &[Report<'_>], shell: &mut Shell) {
    let mut said = FxHashSet::default();
    for report in reports {
        for finding in report.findings.iter().chain(&report.card.findings) {
            let place = match &finding.origin {
                Origin::Heng(place) => (report.locate)(*place),
                Origin::Cell { .. } => finding.origin.to_string(),
            };
            let line = format!("{place}: {}[{}] {}", finding.severity.word(), finding.code, finding.message);
            if said.insert(line.clone()) {
                shell.say(&line);
            }
        }
    }
}
