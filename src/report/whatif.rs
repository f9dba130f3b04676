//! A scorecard with other values beside the one without: as a table for a terminal, Markdown and
//! JSON. What does not move is not shown.

use anstyle::{AnsiColor, Style};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::diag::wrap::hang;
use crate::exact::Exact;
use crate::outlook::Subject;
use crate::outlook::whatif::{Shift, Shifted, shifts};
use crate::report::escape::text as escaped;
use crate::report::json::{Amount, amount_of};
use crate::report::layout::{self, Column, Kind, Paint};
use crate::report::rows::{self, Row, rows};
use crate::report::{Report, sections};
use crate::score::{Points, explain, explain_execution, show};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

const HEADS: [Column; 6] = [
    Column { head: "指标", kind: Kind::Text(3) },
    Column { head: "原来", kind: Kind::Text(5) },
    Column { head: "改为", kind: Kind::Text(5) },
    Column { head: "得分", kind: Kind::Number },
    Column { head: "改后", kind: Kind::Number },
    Column { head: "相差", kind: Kind::Number },
];

/// The same plan scored twice.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// With the values that there are.
    pub before: &'a Report<'a>,
    /// With others.
    pub after: &'a Report<'a>,
}

/// The table, the totals and how the scores that move come about.
pub fn table(compared: &Compared<'_>, width: usize, color: bool) -> String {
    let paint = Paint { on: color };
    let mut out = hang("", &paint.bold(&title(compared)), width);
    out.push('\n');
    let cells: Vec<layout::Row> = moved(compared).iter().map(|moved| painted(compared, moved)).collect();
    layout::push(&HEADS, &cells, width, paint, &mut out);
    out.push('\n');
    for (at, line) in summary(compared).iter().enumerate() {
        let line = hang("", line, width);
        out.push_str(&if at == 0 { paint.bold_lines(&line) } else { line });
    }
    out.push('\n');
    out.push_str(&paint.bold_lines("怎么算的"));
    for line in derivations(compared) {
        out.push_str(&hang("  · ", &line, width));
    }
    out
}

/// The same in Markdown.
pub fn markdown(compared: &Compared<'_>) -> String {
    let mut out = format!("# {}\n\n", escaped(&title(compared)));
    let heads = HEADS.map(|column| column.head).join(" | ");
    out.push_str(&format!("| {heads} |\n|:---|:---|:---|---:|---:|---:|\n"));
    for moved in moved(compared) {
        let cells: Vec<String> = painted(compared, &moved).iter().map(|(text, _)| escaped(text.trim_start())).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out.push('\n');
    for line in summary(compared) {
        out.push_str(&format!("{}\n\n", escaped(&line)));
    }
    out.push_str("## 怎么算的\n\n");
    for line in derivations(compared) {
        out.push_str(&format!("- {}\n", escaped(&line)));
    }
    out
}

fn title(compared: &Compared<'_>) -> String {
    let plan = compared.before.plan;
    let year = plan.year.map_or_else(String::new, |year| format!("{year} 年"));
    format!("{} {} {year}改几个值以后的得分", plan.kind, plan.name)
}

/// One row, before and after, with how its score moves.
struct Moved {
    before: Row,
    after: Row,
    shift: Shift,
}

/// The rows of which a value or a score is another one.
fn moved(compared: &Compared<'_>) -> Vec<Moved> {
    let all = shifts(compared.before.card, compared.after.card);
    let shift = |kind: rows::Kind| {
        let what = match kind {
            rows::Kind::Execution => Shifted::Score(Subject::Execution),
            rows::Kind::Group(at) => Shifted::Group(at),
            rows::Kind::Line(at) => Shifted::Score(Subject::Line(at)),
        };
        all.iter().find(|shift| shift.what == what).cloned()
    };
    let both = rows(compared.before).into_iter().zip(rows(compared.after));
    let both = both.filter_map(|(before, after)| Some(Moved { shift: shift(before.kind)?, before, after }));
    both.filter(|moved| moved.shift.moves() || moved.before.actual != moved.after.actual).collect()
}

fn painted(compared: &Compared<'_>, moved: &Moved) -> layout::Row {
    let bold = if matches!(moved.before.kind, rows::Kind::Group(_)) { Style::new().bold() } else { Style::new() };
    let difference = difference(compared, &moved.shift);
    let color = match difference.chars().next() {
        Some('+') => AnsiColor::Green.on_default(),
        Some('−') => AnsiColor::Red.on_default(),
        _ => bold,
    };
    let changed = if moved.before.actual == moved.after.actual { String::new() } else { moved.after.actual.clone() };
    vec![
        (format!("{}{}", "  ".repeat(moved.before.depth), moved.before.name), bold),
        (moved.before.actual.clone(), bold),
        (changed, bold),
        (moved.before.score.clone(), bold),
        (moved.after.score.clone(), bold),
        (difference, color),
    ]
}

/// `+0.62`, `−0.62`, `0.00`; both ends where they move differently.
fn difference(compared: &Compared<'_>, shift: &Shift) -> String {
    let (low, high) = shift.difference();
    let signed = |value: &Exact| {
        let sign = match (value.is_negative(), value.is_positive()) {
            (true, _) => "−",
            (_, true) => "+",
            _ => "",
        };
        format!("{sign}{}", show::points(&Points::Exactly(value.abs()), compared.before.plan))
    };
    if low == high {
        return signed(&low);
    }
    let (least, most) = if low < high { (low, high) } else { (high, low) };
    format!("{} ~ {}", signed(&least), signed(&most))
}

/// Total and grade before and after, and what the scores rest on.
fn summary(compared: &Compared<'_>) -> Vec<String> {
    let total = total(compared);
    let points = |report: &Report<'_>| show::points(&report.card.total, report.plan);
    let grades = match (sections::grade(compared.before), sections::grade(compared.after)) {
        (Some(before), Some(after)) if before == after => format!("；{after}"),
        (Some(before), Some(after)) => format!("；{before} → {after}"),
        _ => String::new(),
    };
    let (before, after) = (points(compared.before), points(compared.after));
    let mut lines = vec![format!("总分 {before} → {after}，相差 {}{grades}", difference(compared, &total))];
    lines.extend(sections::framework(compared.after));
    lines
}

fn total(compared: &Compared<'_>) -> Shift {
    let (before, after) = (compared.before.card.total.clone(), compared.after.card.total.clone());
    Shift { what: Shifted::Total, before, after }
}

/// How each score that moves came about, and how it does.
fn derivations(compared: &Compared<'_>) -> Vec<String> {
    let text = |report: &Report<'_>, kind| match kind {
        rows::Kind::Line(at) => explain(report.plan, report.actuals, report.card, at).text,
        rows::Kind::Execution => report
            .card
            .execution
            .as_ref()
            .map_or_else(String::new, |scored| explain_execution(report.plan, report.actuals, scored).text),
        rows::Kind::Group(_) => String::new(),
    };
    let moved = moved(compared);
    let scores = moved.iter().filter(|moved| !matches!(moved.before.kind, rows::Kind::Group(_)));
    scores
        .map(|moved| {
            let (before, after) = (text(compared.before, moved.before.kind), text(compared.after, moved.after.kind));
            format!("{}：{before}；改后 {after}", moved.before.name)
        })
        .collect()
}

/// A comparison (改几个值以后的得分).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Document {
    /// The version of this shape.
    pub schema_version: u32,
    /// 部门 or 项目.
    pub kind: String,
    /// The name of the department or project.
    pub name: String,
    /// Fiscal year.
    pub year: Option<i16>,
    /// The name of the framework.
    pub framework: String,
    /// The document the framework rests on.
    pub basis: Option<String>,
    /// The total.
    pub total: ShiftJson,
    /// The grade before; none when the framework has none.
    pub grade_before: Option<String>,
    /// The grade after.
    pub grade_after: Option<String>,
    /// Indicators, groups and 预算执行率 of which a value or a score is another one.
    pub changed: Vec<Changed>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Changed {
    /// The indicator, the group, or 预算执行率.
    pub name: String,
    /// 指标, 分组 or 预算执行率.
    pub row: String,
    /// The actual value before; none of groups and where there is none.
    pub actual_before: Option<String>,
    /// The actual value after.
    pub actual_after: Option<String>,
    /// The score.
    pub score: ShiftJson,
}

/// Points before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShiftJson {
    /// Before.
    pub before: Amount,
    /// After.
    pub after: Amount,
    /// How much more, or less, the least is.
    pub low_difference: String,
    /// How much more, or less, the most is.
    pub high_difference: String,
}

/// What `heng whatif --format json` prints: one comparison, or a list where there are several.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the shape is published; it is printed one document after the other")]
enum Printed {
    /// Of one department or project, as with `--name`.
    One(Box<Document>),
    /// Of several, in the order of the file.
    Several(Vec<Document>),
}

/// The JSON Schema of what is printed.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Printed>().to_value()
}

/// The comparison as JSON, with a line end.
pub fn json(compared: &Compared<'_>) -> String {
    let plan = compared.before.plan;
    let shift = |shift: &Shift| {
        let (low, high) = shift.difference();
        let points = |value: &Exact| value.to_fixed(plan.framework.places, plan.framework.rounding);
        ShiftJson {
            before: amount_of(plan, &shift.before),
            after: amount_of(plan, &shift.after),
            low_difference: points(&low),
            high_difference: points(&high),
        }
    };
    let value = |row: &Row| Some(row.actual.clone()).filter(|text| !text.is_empty() && text != rows::MISSING);
    let changed = moved(compared).into_iter().map(|moved| Changed {
        row: match moved.before.kind {
            rows::Kind::Execution => "预算执行率",
            rows::Kind::Group(_) => "分组",
            rows::Kind::Line(_) => "指标",
        }
        .to_owned(),
        actual_before: value(&moved.before),
        actual_after: value(&moved.after),
        score: shift(&moved.shift),
        name: moved.before.name,
    });
    let document = Document {
        schema_version: SCHEMA_VERSION,
        kind: plan.kind.to_owned(),
        name: plan.name.clone(),
        year: plan.year,
        framework: plan.framework.name.clone(),
        basis: plan.framework.basis.clone(),
        total: shift(&total(compared)),
        grade_before: sections::grade(compared.before),
        grade_after: sections::grade(compared.after),
        changed: changed.collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
