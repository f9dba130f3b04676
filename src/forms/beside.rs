//! The sheets beside a 自评表: sums and attainment with a chart, how each score came about,
//! and what was found.

use super::assess::{self, Assessed, Places, at, live_points, shown_range};
use super::ladder::rungs;
use super::literal::decimal;
use super::{Cell, Chart, Content, Form, Shown, Style, xlsx};
use crate::report::{Report, sections};
use crate::score::{explain, explain_execution, show};

/// Columns of the form that sums refer to.
const LOW: u16 = 13;
const HIGH: u16 = 14;
const ATTAINMENT: u16 = 10;

/// The whole workbook: of each scorecard the form and its sums, then what is said of all.
pub fn workbook(assessed: &[Assessed<'_>]) -> Vec<Form> {
    let mut forms = Vec::new();
    for (order, one) in assessed.iter().enumerate() {
        let (mut form, places) = assess::form(one);
        if assessed.len() > 1 {
            form.sheet = format!("{} {}", order + 1, one.report.plan.name);
        }
        let name = xlsx::sheet_name(&form.sheet);
        let mut sums = sums(one.report, &places, &name);
        if assessed.len() > 1 {
            sums.sheet = format!("{} 汇总", order + 1);
        }
        forms.push(form);
        forms.push(sums);
    }
    forms.push(derivations(assessed));
    forms.push(findings(assessed));
    forms
}

/// 一级、二级指标的得分, the attainment of each line, and a chart of it.
fn sums(report: &Report<'_>, places: &Places, form: &str) -> Form {
    let plan = report.plan;
    let head = |names: &[&str]| {
        let cells = (0..).zip(names).map(|(column, name)| Cell::text(column, Style::Label, *name));
        cells.collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<Cell>> = vec![head(&["指标类别", "分值", "得分"])];
    let there = |row: u32, column: u16| format!("'{form}'!{}", at(row, column));
    let parents: Vec<Option<usize>> = plan.groups.iter().map(|group| group.parent).collect();
    let groups: Vec<usize> = plan.lines.iter().map(|line| line.group).collect();
    let below = |group: usize| {
        let lines = groups
            .iter()
            .enumerate()
            .filter(|(_, of)| **of == group || parents.get(**of).is_some_and(|parent| *parent == Some(group)));
        lines.filter_map(|(line, _)| places.lines.get(line)).copied().collect::<Vec<u32>>()
    };
    let order = rungs(&parents, &groups).into_iter().flat_map(|rung| {
        [rung.level1.map(|(group, _)| group), rung.level2.and_then(|(group, _)| group)].into_iter().flatten()
    });
    for index in order {
        let (Some(group), Some(scored)) = (plan.groups.get(index), report.card.groups.get(index)) else { continue };
        let rows_below = below(index);
        let sum = |column: u16| match (rows_below.iter().min(), rows_below.iter().max()) {
            (Some(first), Some(last)) => {
                format!("ROUND(SUM({}:{}),{})", there(*first, column), at(*last, column), plan.framework.places)
            }
            _ => "0".to_owned(),
        };
        let indent = if group.parent.is_some() { "　　" } else { "" };
        let weight = decimal(&group.weight).unwrap_or_else(|| group.weight.to_string());
        let (low, high) = (sum(LOW), sum(HIGH));
        rows.push(vec![
            Cell::text(0, Style::Text, format!("{indent}{}", group.name)),
            Cell::new(1, Style::Centre, Content::Number(weight, Shown::Unit(String::new()))),
            live_points(2, shown_range(&low, &high, plan.framework.places), &scored.score, plan),
        ]);
    }
    rows.push(Vec::new());
    rows.push(head(&["指标", "完成率"]));
    let first = u32::try_from(rows.len()).unwrap_or(0);
    for (index, (line, scored)) in plan.lines.iter().zip(&report.card.lines).enumerate() {
        let (Some(row), Some(attainment)) = (places.lines.get(index), &scored.attainment) else { continue };
        let now = attainment.round(6, crate::exact::Rounding::HalfUp).to_decimal(6).unwrap_or_default();
        let now = Content::Number(now, Shown::Percent);
        rows.push(vec![
            Cell::text(0, Style::Text, &*line.name),
            Cell::new(1, Style::Centre, Content::Live(there(*row, ATTAINMENT), Box::new(now))),
        ]);
    }
    let last = u32::try_from(rows.len()).unwrap_or(0).saturating_sub(1);
    let chart = (last >= first).then(|| Chart {
        title: "完成率".to_owned(),
        rows: (first, last),
        columns: (0, 1),
        at: (last + 2, 0),
    });
    Form { sheet: "汇总".to_owned(), widths: vec![46, 14, 20], rows, printed: 3, chart, ..Form::default() }
}

/// How each score came about, and on what it rests.
fn derivations(assessed: &[Assessed<'_>]) -> Form {
    const HEAD: [&str; 6] = ["指标", "得分", "算式", "计分规则", "依据", "说明"];
    let mut rows = vec![vec![
        Cell::text(0, Style::Note, "按写出本表时的实际完成值推导；之后改动实际完成值，得分以自评表中的公式为准")
            .across(6),
    ]];
    for one in assessed {
        let report = one.report;
        if assessed.len() > 1 {
            rows.push(vec![Cell::text(0, Style::Note, report.plan.name.clone()).across(6)]);
        }
        rows.push((0..).zip(HEAD).map(|(column, name)| Cell::text(column, Style::Label, name)).collect());
        let row = |name: &str, score: String, derivation: &crate::score::Derivation| {
            let mut lines = derivation.steps.clone();
            lines.push(derivation.text.clone());
            lines.extend(derivation.rounding.clone());
            let inputs = derivation.inputs.iter().map(|input| {
                let place = input.origin.as_ref().map(|origin| format!("（{}）", report.origin(origin)));
                format!("{} {}{}", input.name, input.value, place.unwrap_or_default())
            });
            let notes: Vec<String> = inputs.chain(derivation.notes.iter().cloned()).collect();
            let texts = [
                name.to_owned(),
                score,
                lines.join("\n"),
                derivation.rule.clone(),
                report.basis(derivation),
                notes.join("\n"),
            ];
            (0..).zip(texts).map(|(column, text)| Cell::text(column, Style::Text, text)).collect::<Vec<_>>()
        };
        if let Some(execution) = &report.card.execution {
            let derivation = explain_execution(report.plan, report.actuals, execution);
            rows.push(row("预算执行率", show::points(&execution.rounded, report.plan), &derivation));
        }
        for (index, (line, scored)) in report.plan.lines.iter().zip(&report.card.lines).enumerate() {
            let derivation = explain(report.plan, report.actuals, report.card, index);
            rows.push(row(&line.name, show::points(&scored.rounded, report.plan), &derivation));
        }
        for line in sections::framework(report) {
            rows.push(vec![Cell::text(0, Style::Text, line).across(6)]);
        }
    }
    rows.push(vec![
        Cell::text(0, Style::Text, "公式里加减的 1E-12 抵消表格软件二进制计算的末位误差，使恰在一半的得分按规定进位")
            .across(6),
    ]);
    Form {
        sheet: "得分依据".to_owned(),
        widths: vec![28, 14, 46, 18, 30, 46],
        rows,
        printed: 6,
        landscape: true,
        ..Form::default()
    }
}

/// What has to be looked at: missing values, reasons that are owed, findings.
fn findings(assessed: &[Assessed<'_>]) -> Form {
    const HEAD: [&str; 3] = ["部门、项目", "事项", "内容"];
    let mut rows: Vec<Vec<Cell>> =
        vec![(0..).zip(HEAD).map(|(column, name)| Cell::text(column, Style::Label, name)).collect()];
    for one in assessed {
        let report = one.report;
        let missing = sections::missing(report).into_iter().map(|text| ("没有得分", text));
        let reasons = sections::reasons(report).into_iter().map(|text| ("需要说明偏差原因", text));
        let found = sections::findings(report).into_iter().map(|(_, text)| ("实际值中的问题", text));
        for (what, text) in missing.chain(reasons).chain(found) {
            let texts = [report.plan.name.clone(), what.to_owned(), text];
            rows.push((0..).zip(texts).map(|(column, text)| Cell::text(column, Style::Text, text)).collect());
        }
    }
    if rows.len() == 1 {
        rows.push(vec![Cell::text(0, Style::Text, "没有发现问题").across(3)]);
    }
    Form { sheet: "问题".to_owned(), widths: vec![24, 20, 80], rows, printed: 3, landscape: true, ..Form::default() }
}
