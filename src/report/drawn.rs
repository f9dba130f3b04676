//! A derivation drawn: the text of the rule, and every value hung under its part on a stroke, as
//! assertions are shown that say what their parts were. Columns are counted by display width.

use serde::Serialize;

use crate::diag::wrap::{columns, hang};
use crate::outlook::Subject;
use crate::report::margin::name;
use crate::report::{Report, sections};
use crate::score::{Derivation, Drawing, Part, draw, draw_execution, explain, explain_execution, show};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// How far a drawing stands in.
const INDENT: &str = "    ";

/// The lines of a drawing: the text, the strokes, the values. A value stands under its part, on the
/// first line where it does not run into a stroke or a value to the right of it.
pub fn lines(parts: &[Part], unicode: bool) -> Vec<String> {
    let mut text = String::new();
    let mut hung: Vec<(usize, &str)> = Vec::new();
    for part in parts {
        if let Some(value) = &part.value {
            hung.push((columns(&text), value));
        }
        text.push_str(&part.text);
    }
    let mut rows: Vec<Vec<(usize, &str)>> = vec![Vec::new()];
    let stroke = if unicode { "│" } else { "|" };
    for (column, value) in hung.iter().rev() {
        let fits = |row: &Vec<(usize, &str)>| row.first().is_none_or(|(next, _)| column + columns(value) < *next);
        let found = rows.iter().skip(1).position(fits).map(|at| at + 1);
        let at = found.unwrap_or(rows.len());
        if at == rows.len() {
            rows.push(Vec::new());
        }
        for (place, row) in rows.iter_mut().enumerate().take(at + 1) {
            row.insert(0, (*column, if place == at { value } else { stroke }));
        }
    }
    std::iter::once(text).chain(rows.iter().map(|row| line(row))).filter(|line| !line.is_empty()).collect()
}

fn line(row: &[(usize, &str)]) -> String {
    let mut out = String::new();
    for (column, text) in row {
        let blanks = column.saturating_sub(columns(&out));
        out.extend(std::iter::repeat_n(' ', blanks));
        out.push_str(text);
    }
    out
}

/// Everything that is told of one score.
struct Told {
    name: String,
    score: String,
    weight: String,
    drawings: Vec<Drawing>,
    derivation: Derivation,
}

fn told(report: &Report<'_>, subject: Subject) -> Option<Told> {
    let (plan, actuals, card) = (report.plan, report.actuals, report.card);
    let (score, weight, drawings, derivation) = match subject {
        Subject::Execution => {
            let (execution, scored) = (plan.framework.execution.as_ref()?, card.execution.as_ref()?);
            let drawings = draw_execution(plan, actuals, card);
            (&scored.rounded, &execution.weight, drawings, explain_execution(plan, actuals, scored))
        }
        Subject::Line(index) => {
            let (line, scored) = (plan.lines.get(index)?, card.lines.get(index)?);
            (&scored.rounded, &line.weight, draw(plan, actuals, card, index), explain(plan, actuals, card, index))
        }
    };
    Some(Told {
        name: name(report, subject).to_owned(),
        score: show::points(score, plan),
        weight: show::number(weight),
        drawings,
        derivation,
    })
}

/// The score drawn, for a terminal.
pub fn text(report: &Report<'_>, subject: Subject, width: usize, unicode: bool) -> String {
    let Some(told) = told(report, subject) else { return String::new() };
    let mut out = hang("", &format!("{}  得分 {}，分值 {}", told.name, told.score, told.weight), width);
    for drawing in &told.drawings {
        out.push_str(&format!("\n{}\n", drawing.title));
        for line in lines(&drawing.parts, unicode) {
            out.push_str(&format!("{INDENT}{line}\n"));
        }
    }
    out.push('\n');
    for line in below(report, &told.derivation) {
        out.push_str(&hang("", &line, width));
    }
    out
}

/// The same in Markdown: a drawing stands in a block of code.
pub fn markdown(report: &Report<'_>, subject: Subject) -> String {
    let Some(told) = told(report, subject) else { return String::new() };
    let escaped = crate::report::escape::text;
    let mut out = format!("# {} {}\n\n分值 {}\n", escaped(&told.name), told.score, told.weight);
    for drawing in &told.drawings {
        out.push_str(&format!("\n{}\n\n```text\n{}\n```\n", drawing.title, lines(&drawing.parts, true).join("\n")));
    }
    out.push('\n');
    for line in below(report, &told.derivation) {
        out.push_str(&format!("- {}\n", escaped(&line)));
    }
    out
}

/// The rounding step, the rule and where it stands, the document, the cells.
fn below(report: &Report<'_>, derivation: &Derivation) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(derivation.rounding.as_ref().map(|rounding| format!("舍入 {rounding}")));
    let place = (report.locate)(derivation.rule_place);
    lines.push(format!("规则 {}（{place}）", derivation.rule));
    lines.push(match &derivation.basis {
        Some(basis) => format!("依据 {basis}"),
        None => "依据 自定的规则，没有写所依据的文件".to_owned(),
    });
    lines.extend(sections::framework(report));
    for input in &derivation.inputs {
        let origin = input.origin.as_ref().map_or_else(String::new, |origin| format!("（{}）", report.origin(origin)));
        lines.push(format!("{} {}{origin}", input.name, input.value));
    }
    // The steps of a formula are drawn; of others there is no drawing.
    lines.extend(
        derivation.steps.iter().filter(|step| !step.starts_with("公式 ") && !step.starts_with("执行率 ")).cloned(),
    );
    lines.extend(derivation.gap.clone());
    lines.extend(derivation.notes.iter().map(|note| match note.starts_with("偏差原因") {
        true => note.clone(),
        false => format!("说明：{note}"),
    }));
    lines
}

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    name: String,
    score: String,
    weight: String,
    drawings: Vec<DrawingJson>,
    rounding: Option<String>,
    rule: String,
    rule_place: String,
    basis: Option<String>,
    inputs: Vec<InputJson>,
}

#[derive(Serialize)]
struct DrawingJson {
    title: String,
    parts: Vec<PartJson>,
}

#[derive(Serialize)]
struct PartJson {
    text: String,
    value: Option<String>,
}

#[derive(Serialize)]
struct InputJson {
    name: String,
    value: String,
    origin: Option<String>,
}

/// The same as JSON, with a line end.
pub fn json(report: &Report<'_>, subject: Subject) -> String {
    let Some(told) = told(report, subject) else { return String::new() };
    let part = |part: Part| PartJson { text: part.text, value: part.value };
    let drawings = told
        .drawings
        .into_iter()
        .map(|drawing| DrawingJson { title: drawing.title, parts: drawing.parts.into_iter().map(part).collect() });
    let inputs = told.derivation.inputs.iter().map(|input| InputJson {
        name: input.name.clone(),
        value: input.value.clone(),
        origin: input.origin.as_ref().map(|origin| report.origin(origin)),
    });
    let document = Document {
        schema_version: SCHEMA_VERSION,
        name: told.name,
        score: told.score,
        weight: told.weight,
        drawings: drawings.collect(),
        rounding: told.derivation.rounding.clone(),
        rule: told.derivation.rule.clone(),
        rule_place: (report.locate)(told.derivation.rule_place),
        basis: told.derivation.basis.clone(),
        inputs: inputs.collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, value: Option<&str>) -> Part {
        Part { text: text.to_owned(), value: value.map(str::to_owned) }
    }

    #[test]
    fn values_hang_under_their_parts() {
        let parts = [
            part("实际完成值", Some("760 件")),
            part(" ", None),
            part("÷", Some("95%")),
            part(" ", None),
            part("指标值", Some("800 件")),
            part(" ", None),
            part("×", Some("11.875")),
            part(" ", None),
            part("分值", Some("12.5")),
        ];
        let drawn = [
            "实际完成值 ÷ 指标值 × 分值",
            "│          │ │      │ │",
            "760 件     │ 800 件 │ 12.5",
            "           95%      11.875",
        ];
        assert_eq!(lines(&parts, true), drawn);
        assert_eq!(lines(&parts, false), drawn.map(|line| line.replace('│', "|")));
    }
}
