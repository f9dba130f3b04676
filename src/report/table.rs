//! The scorecard on a terminal: a table that fits a width, and what a reader has to do.
//!
//! Columns are aligned by display width, so that Chinese and Latin stand under each other.
//! Names, targets and values wrap; numbers never do.

use anstyle::{AnsiColor, Style};

use crate::diag::Severity;
use crate::diag::wrap::{columns, hang, pad, wrap};
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

const HEADS: [&str; 6] = ["指标", "指标值", "实际完成值", "分值", "得分", "结论"];

/// Blanks between columns.
const GAP: usize = 2;

/// Below this a wrapped column is unreadable (a date takes ten); a narrower terminal gets a
/// wider table.
const NARROWEST: usize = 10;

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
    push_rows(&rows(report), options.width, paint, &mut out);
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

fn push_rows(rows: &[Row], width: usize, paint: Paint, out: &mut String) {
    let cells: Vec<[String; 6]> = rows.iter().map(cells).collect();
    let widths = column_widths(&cells, width);
    let heads = HEADS.map(str::to_owned);
    push_row(&heads, &widths, Style::new().bold(), None, paint, out);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    out.push_str(&rule.join(&" ".repeat(GAP)));
    out.push('\n');
    for (row, cells) in rows.iter().zip(&cells) {
        let style = if matches!(row.kind, Kind::Line(_)) { Style::new() } else { Style::new().bold() };
        push_row(cells, &widths, style, row.verdict, paint, out);
    }
}

fn cells(row: &Row) -> [String; 6] {
    let indent = "  ".repeat(row.depth);
    let verdict = row.verdict.map_or("", Verdict::word);
    [
        format!("{indent}{}", row.name),
        row.target.clone(),
        row.actual.clone(),
        row.weight.clone(),
        row.score.clone(),
        verdict.to_owned(),
    ]
}

/// Widths of the columns: as wide as needed, and where that is too wide, the three text
/// columns give way, the widest first.
fn column_widths(cells: &[[String; 6]], width: usize) -> [usize; 6] {
    let mut widths = HEADS.map(columns);
    for row in cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(cell));
        }
    }
    let [name, target, actual, weight, score, verdict] = widths;
    let fixed = weight + score + verdict + GAP * 5;
    // Name, target and actual value give way. Values are short and hard to read in pieces,
    // so a name counts for less than its width.
    let mut texts = [(name, 3), (target, 5), (actual, 5)];
    // Half a number is another number.
    let [_, of_targets, of_actuals] = [0, 1, 2].map(|column| {
        let numbers = cells.iter().filter_map(|row| row.get(column)).map(|cell| longest_number(cell));
        numbers.max().unwrap_or(0).max(NARROWEST)
    });
    let narrowest = [NARROWEST, of_targets, of_actuals];
    while texts.iter().map(|(width, _)| width).sum::<usize>() + fixed > width {
        let wide = texts.iter_mut().zip(narrowest).filter(|((width, _), narrowest)| width > narrowest);
        let Some(((widest, _), _)) = wide.max_by_key(|((width, share), _)| *width * share) else { break };
        *widest -= 1;
    }
    let [name, target, actual] = texts.map(|(width, _)| width);
    [name, target, actual, weight, score, verdict]
}

/// How many columns the longest number in a text takes.
fn longest_number(text: &str) -> usize {
    text.split(|letter: char| !(letter.is_ascii_digit() || letter == '.')).map(str::len).max().unwrap_or(0)
}

fn push_row(
    cells: &[String; 6],
    widths: &[usize; 6],
    style: Style,
    verdict: Option<Verdict>,
    paint: Paint,
    out: &mut String,
) {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap_cell(cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    for at in 0..height {
        let mut line = String::new();
        for (column, (lines, width)) in wrapped.iter().zip(widths).enumerate() {
            let text = lines.get(at).map_or("", String::as_str);
            let padded = if is_number(column) { pad_left(text, *width) } else { pad(text, *width) };
            let style = match (column, verdict) {
                (5, Some(verdict)) => verdict_style(verdict),
                (2, _) if text == MISSING => verdict_style(Verdict::Undecided),
                _ => style,
            };
            line.push_str(&paint.with(style, &padded));
            if column + 1 < HEADS.len() {
                line.push_str(&" ".repeat(GAP));
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A wrapped cell; its indentation hangs.
fn wrap_cell(text: &str, width: usize) -> Vec<String> {
    let body = text.trim_start_matches(' ');
    let indent = text.len() - body.len();
    let lines = wrap(body, width.saturating_sub(indent));
    lines.into_iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
}

fn is_number(column: usize) -> bool {
    matches!(column, 3 | 4)
}

fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
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

/// Colours, or none.
#[derive(Debug, Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if !self.on || style == Style::new() || text.is_empty() {
            return text.to_owned();
        }
        format!("{style}{text}{style:#}")
    }

    fn bold(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// Each line by itself, so that a pager can cut between them.
    fn bold_lines(self, text: &str) -> String {
        text.lines().map(|line| format!("{}\n", self.bold(line))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
