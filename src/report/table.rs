//! The scorecard on a terminal: a table that fits a width, and what a reader has to do.
//!
//! Columns are aligned by display width, so that Chinese and Latin stand under each other.
//! Names, targets and values wrap; numbers never do.

use anstyle::{AnsiColor, Style};

use crate::diag::Severity;
use crate::diag::wrap::hang;
use crate::report::layout::{self, Column, Paint};
use crate::report::rows::{Kind, MISSING, Row, rows};
use crate::report::{Report, sections};
use crate::score::Finding;
use crate::terms::Verdict;

/// Findings that show where they stand; nobody reads more, and each names its place. A note
/// asks for nothing.
const MAX_EXCERPTS: usize = 20;

/// How the table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Terminal columns.
    pub width: usize,
    /// Whether to colour with ANSI sequences.
    pub color: bool,
    /// Whether to write out every derivation.
    pub explain: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { width: 80, color: false, explain: false }
    }
}

const HEADS: [Column; 6] = [
    Column { head: "指标", kind: layout::Kind::Text(3) },
    Column { head: "指标值", kind: layout::Kind::Text(5) },
    Column { head: "实际完成值", kind: layout::Kind::Text(5) },
    Column { head: "分值", kind: layout::Kind::Number },
    Column { head: "得分", kind: layout::Kind::Number },
    Column { head: "结论", kind: layout::Kind::Word },
];

/// Draws where a finding stands, in so many columns; it may have nothing to show.
pub type Excerpt<'a> = dyn Fn(&Finding, usize) -> String + 'a;

/// The whole report.
pub fn table(report: &Report<'_>, options: &Options, excerpt: &Excerpt<'_>) -> String {
    let plan = report.plan;
    let paint = Paint { on: options.color };
    let mut out = String::new();
    let year = plan.year.map_or_else(String::new, |year| format!("{year} 年"));
    out.push_str(&hang("", &paint.bold(&format!("{} {} {year}绩效得分", plan.kind, plan.name)), options.width));
    out.push('\n');
    let cells: Vec<layout::Row> = rows(report).iter().map(cells).collect();
    layout::push(&HEADS, &cells, options.width, paint, &mut out);
    out.push('\n');
    let grade = sections::grade(report).map_or_else(String::new, |grade| format!("，{grade}"));
    out.push_str(&paint.bold_lines(&hang("", &format!("{}{grade}", sections::total(report)), options.width)));
    for line in sections::framework(report) {
        out.push_str(&hang("", &line, options.width));
    }
    push_section("缺少的值", &sections::missing(report), options.width, paint, &mut out);
    push_section("需要说明偏差原因", &sections::reasons(report), options.width, paint, &mut out);
    push_findings(report, (options.width, excerpt), paint, &mut out);
    if options.explain {
        push_derivations(report, options.width, paint, &mut out);
    }
    out
}

fn cells(row: &Row) -> layout::Row {
    let style = if matches!(row.kind, Kind::Line(_)) { Style::new() } else { Style::new().bold() };
    let indent = "  ".repeat(row.depth);
    let verdict = row.verdict.map_or("", Verdict::word);
    let of_actual = if row.actual == MISSING { verdict_style(Verdict::Undecided) } else { style };
    vec![
        (format!("{indent}{}", row.name), style),
        (row.target.clone(), style),
        (row.actual.clone(), of_actual),
        (row.weight.clone(), style),
        (row.score.clone(), style),
        (verdict.to_owned(), row.verdict.map_or(style, verdict_style)),
    ]
}

fn verdict_style(verdict: Verdict) -> Style {
    let color = match verdict {
        Verdict::Met => AnsiColor::Green,
        Verdict::Missed => AnsiColor::Red,
        Verdict::Undecided => AnsiColor::Yellow,
        Verdict::NotApplicable => AnsiColor::BrightBlack,
    };
    color.on_default()
}

fn push_section(title: &str, items: &[String], width: usize, paint: Paint, out: &mut String) {
    if items.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", paint.bold(&format!("{title}（{} 项）", items.len()))));
    for item in items {
        out.push_str(&hang("  · ", item, width));
    }
}

fn push_findings(report: &Report<'_>, (width, excerpt): (usize, &Excerpt<'_>), paint: Paint, out: &mut String) {
    let findings = sections::findings(report);
    if findings.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", paint.bold(&format!("实际值中的问题（{} 项）", findings.len()))));
    for (at, (finding, text)) in findings.into_iter().enumerate() {
        let severity = finding.severity;
        let text = hang("  · ", &text, width);
        let color = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        let word = severity.word();
        let painted = paint.with(color.on_default(), word);
        out.push_str(&text.replacen(word, &painted, 1));
        if at < MAX_EXCERPTS && severity != Severity::Note {
            let indent = "      ";
            let lines = excerpt(finding, width.saturating_sub(indent.len()));
            out.extend(lines.lines().map(|line| format!("{indent}{line}\n")));
        }
    }
}

fn push_derivations(report: &Report<'_>, width: usize, paint: Paint, out: &mut String) {
    out.push_str(&format!("\n{}\n", paint.bold("得分是怎么算出来的")));
    for explained in sections::derivations(report) {
        let name = hang("", &format!("{}  {}", explained.name, explained.score), width);
        out.push('\n');
        out.push_str(&paint.bold_lines(&name));
        for line in sections::derivation_lines(report, &explained.derivation) {
            out.push_str(&hang("    ", &line, width));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::wrap::columns;
    use crate::report::tests::example;

    fn rendered(width: usize, explain: bool) -> String {
        let (plan, bound, card) = example();
        let locate = |_| "局.heng".to_owned();
        let report =
            Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &bound.findings, locate: &locate };
        table(&report, &Options { width, color: false, explain }, &|_, _| String::new())
    }

    #[test]
    fn fits_eighty_columns() {
        insta::assert_snapshot!(rendered(80, true));
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for width in [66, 72, 80, 100, 160] {
            for line in rendered(width, true).lines() {
                assert!(columns(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let (plan, bound, card) = example();
        let locate = |_| "局.heng".to_owned();
        let report =
            Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &bound.findings, locate: &locate };
        let coloured = table(&report, &Options { color: true, ..Options::default() }, &|_, _| String::new());
        assert!(coloured.contains('\u{1b}'));
        let plain = anstream::adapter::strip_str(&coloured).to_string();
        let trimmed: Vec<&str> = plain.lines().map(str::trim_end).collect();
        assert_eq!(trimmed, rendered(80, false).lines().collect::<Vec<_>>());
    }
}
