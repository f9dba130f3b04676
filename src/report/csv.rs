//! The scorecard as CSV for Excel: UTF-8 with a byte order mark, one row an indicator.

use crate::report::rows::{Kind, Row, rows};
use crate::report::{Report, sections};
use crate::score::{explain, explain_execution, show};
use crate::terms::Verdict;

/// Excel takes a CSV file for GBK unless it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

const HEADS: [&str; 14] = [
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "实际完成值",
    "分值",
    "得分",
    "完成率",
    "结论",
    "偏差原因",
    "计分规则",
    "算式",
    "依据",
    "说明",
];

/// What stands above the names of the declarations, when there are several.
const DECLARATION: &str = "部门、项目";

/// One table of all reports, each with the execution first and the total last; of several,
/// the first column says whose a row is.
pub fn csv(reports: &[Report<'_>]) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let several = reports.len() > 1;
    let mut put = |name: &str, record: [String; 14]| {
        let name = several.then(|| name.to_owned());
        // Writing into memory cannot fail.
        let _ = writer.write_record(name.into_iter().chain(record).map(harmless));
    };
    put(DECLARATION, HEADS.map(str::to_owned));
    for report in reports {
        records(report).into_iter().for_each(|record| put(&report.plan.name, record));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes))
}

fn records(report: &Report<'_>) -> Vec<[String; 14]> {
    let mut records = Vec::new();
    let mut groups = [String::new(), String::new()];
    for row in rows(report) {
        match row.kind {
            Kind::Group(_) => {
                let [level1, level2] = &mut groups;
                match row.depth {
                    0 => (*level1, *level2) = (row.name, String::new()),
                    _ => *level2 = row.name,
                }
            }
            Kind::Execution => records.push(execution_record(report, row)),
            Kind::Line(index) => records.push(line_record(report, index, row, &groups)),
        }
    }
    records.push(total_record(report));
    records
}

fn line_record(report: &Report<'_>, index: usize, row: Row, groups: &[String; 2]) -> [String; 14] {
    let derivation = explain(report.plan, report.actuals, report.card, index);
    let scored = report.card.lines.get(index);
    let attainment = scored.and_then(|scored| scored.attainment.as_ref()).map_or_else(String::new, show::percent);
    let reason = report.actuals.lines.get(index).and_then(|actual| actual.reason.clone()).unwrap_or_default();
    let steps = derivation.steps.iter().chain([&derivation.text]).chain(derivation.rounding.as_ref());
    let computation = steps.map(String::as_str).collect::<Vec<_>>().join("；");
    let [level1, level2] = groups.clone();
    let basis = report.basis(&derivation);
    [
        level1,
        if row.depth > 1 { level2 } else { String::new() },
        row.name,
        row.target,
        row.actual,
        row.weight,
        row.score,
        attainment,
        row.verdict.map_or("", Verdict::word).to_owned(),
        reason,
        derivation.rule,
        computation,
        basis,
        derivation.notes.join("；"),
    ]
}

fn execution_record(report: &Report<'_>, row: Row) -> [String; 14] {
    let scored = report.card.execution.as_ref();
    let derivation = scored.map(|scored| explain_execution(report.plan, report.actuals, scored)).unwrap_or_default();
    let rate = scored.and_then(|scored| scored.rate.as_ref()).map_or_else(String::new, show::percent);
    let steps = derivation.steps.iter().chain([&derivation.text]).chain(derivation.rounding.as_ref());
    let computation = steps.map(String::as_str).collect::<Vec<_>>().join("；");
    let basis = report.basis(&derivation);
    [
        row.name.clone(),
        String::new(),
        row.name,
        row.target,
        row.actual,
        row.weight,
        row.score,
        rate,
        row.verdict.map_or("", Verdict::word).to_owned(),
        String::new(),
        derivation.rule,
        computation,
        basis,
        derivation.notes.join("；"),
    ]
}

fn total_record(report: &Report<'_>) -> [String; 14] {
    let mut record: [String; 14] = Default::default();
    let [name, _, _, _, _, weight, score, _, verdict, _, _, _, _, notes] = &mut record;
    *name = "总分".to_owned();
    *weight = show::number(&report.plan.framework.full);
    *score = show::points(&report.card.total, report.plan);
    *verdict = sections::grade(report).unwrap_or_default();
    *notes = sections::framework(report).join("；");
    record
}

/// A cell that begins like a formula is not run by the program that opens it. A number
/// with its sign is left alone.
fn harmless(cell: String) -> String {
    let formula = cell.starts_with(['=', '@', '\t'])
        || (cell.starts_with(['+', '-']) && !cell.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    if formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;

    #[test]
    fn reads_back_and_starts_with_a_byte_order_mark() {
        let (plan, bound, card) = example();
        let locate = |_| String::new();
        let report =
            Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &bound.findings, locate: &locate };
        let text = csv(&[report]);
        let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = ::csv::Reader::from_reader(body.as_bytes());
        let records: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 4 + 2);
        let pct = &records[1];
        assert_eq!(&pct[1], "数量指标");
        assert_eq!(&pct[6], "28.50");
        assert_eq!(&pct[11], "0.076 万件 = 760 件；760 ÷ 800 × 30 = 28.50");
        assert_eq!(&records[5][0], "总分");
        let both = csv(&[report, report]);
        assert_eq!(both.matches(BYTE_ORDER_MARK).count(), 1);
        let mut reader = ::csv::Reader::from_reader(both.as_bytes());
        let names: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
        assert_eq!(names, vec![plan.name.to_string(); 12]);
    }

    #[test]
    fn cells_are_not_formulas() {
        assert_eq!(harmless("=1+1".into()), "'=1+1");
        assert_eq!(harmless("-5%".into()), "-5%");
        assert_eq!(harmless("-cmd".into()), "'-cmd");
    }
}
