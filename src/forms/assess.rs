//! 绩效自评表: a scorecard as it is handed in, its arithmetic alive.
//!
//! Every score is a formula of the cell beside it, sums and grade are formulas of the scores.
//! What they come to now is the scorecard's own, so that a program that does not calculate
//! shows the same. To the right of the printed form stand 完成率, 结论, the points of what a
//! person judges, and the bounds of what is not known yet.

use super::actual::{self, Terms};
use super::declare::goal_text;
use super::expression::{self, Cells};
use super::initial;
use super::judged;
use super::ladder::{Rung, rungs};
use super::literal::{decimal, literal};
use super::live::{self, Formulas, OPEN, Scale};
use super::{Allowed, Cell, Content, Form, Shown, Style};
use crate::exact::Exact;
use crate::model::{Declaration, Model};
use crate::plan::{Goal, JudgedBand, Line, Method, Plan};
use crate::report::Report;
use crate::score::actuals::Actual;
use crate::score::{Measured, Points, measure, own_unit, show};
use crate::syntax::ast::{DeclarationKind, TextKind};
use crate::terms::Judgement;

const WIDTHS: [u16; 15] = [10, 14, 18, 30, 18, 16, 9, 16, 26, 3, 12, 12, 14, 12, 12];
/// Columns of the form.
const TARGET: u16 = 4;
const ACTUAL: u16 = 5;
const WEIGHT: u16 = 6;
const SCORE: u16 = 7;
const REASON: u16 = 8;
/// Columns beside it.
const ATTAINMENT: u16 = 10;
const VERDICT: u16 = 11;
const POINTS: u16 = 12;
const LOW: u16 = 13;
const HIGH: u16 = 14;

/// What is scored, with what the form says besides.
#[derive(Clone, Copy)]
pub struct Assessed<'a> {
    /// The score.
    pub report: &'a Report<'a>,
    /// What was declared.
    pub declaration: &'a Declaration,
    /// The department of a project.
    pub department: Option<&'a str>,
}

impl<'a> Assessed<'a> {
    /// A score with what the model it was made from says besides.
    pub fn of(report: &'a Report<'a>, model: &'a Model) -> Option<Assessed<'a>> {
        let declaration = model.declarations.iter().find(|declaration| declaration.place == report.plan.place)?;
        let department = declaration.parent.and_then(|parent| model.declarations.get(parent));
        Some(Assessed { report, declaration, department: department.map(|department| &*department.name) })
    }
}

/// Where things stand in the form, for the sheets beside it.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The row of each line of the plan.
    pub lines: Vec<u32>,
    /// The row of 预算执行率.
    pub execution: Option<u32>,
    /// The row of 总分.
    pub total: u32,
}

/// `F12`, from row and column both from 0.
pub(super) fn at(row: u32, column: u16) -> String {
    let letter = char::from(b'A'.saturating_add(u8::try_from(column).unwrap_or(0)));
    format!("{letter}{}", row + 1)
}

/// The form of one scorecard.
pub fn form(assessed: &Assessed<'_>) -> (Form, Places) {
    let plan = assessed.report.plan;
    let mut rows = head(assessed);
    let mut places = Places::default();
    if plan.framework.execution.is_some() || assessed.report.actuals.budget.is_some() {
        places.execution = Some(row_number(&rows) + 1);
        rows.extend(funds(assessed, row_number(&rows) + 1));
    }
    rows.extend(goals(assessed));
    let header = row_number(&rows);
    let parents: Vec<Option<usize>> = plan.groups.iter().map(|group| group.parent).collect();
    let groups: Vec<usize> = plan.lines.iter().map(|line| line.group).collect();
    let rungs = rungs(&parents, &groups);
    places.lines = vec![0; plan.lines.len()];
    for (row, rung) in (header + 1..).zip(&rungs) {
        if let Some(slot) = rung.line.and_then(|line| places.lines.get_mut(line)) {
            *slot = row;
        }
    }
    let first_data = header + 1 + u32::try_from(rungs.len()).unwrap_or(0);
    let writer = Writer { assessed, places: &places, first_data };
    let mut table = vec![table_head(plan)];
    table.extend(rungs.iter().zip(header + 1..).map(|(rung, row)| writer.row(rung, row)));
    table.extend(writer.data_rows());
    let height = row_number(&table);
    if let Some(first) = table.first_mut() {
        first.insert(0, Cell::text(0, Style::Label, "绩效指标").down(height));
    }
    rows.extend(table);
    places.total = row_number(&rows);
    rows.push(total(assessed, &places));
    rows.extend(notes(assessed));
    let form = Form {
        sheet: "自评表".to_owned(),
        widths: WIDTHS.to_vec(),
        rows,
        printed: REASON + 1,
        repeated: Some(header),
        landscape: true,
        ..Form::default()
    };
    (form, places)
}

fn row_number(rows: &[Vec<Cell>]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

fn head(assessed: &Assessed<'_>) -> Vec<Vec<Cell>> {
    let (plan, declaration) = (assessed.report.plan, assessed.declaration);
    let is_project = declaration.kind == DeclarationKind::Project;
    let title = if is_project { "项目支出绩效自评表" } else { "部门整体支出绩效自评表" };
    let mut rows = vec![vec![Cell::text(0, Style::Title, title).across(REASON + 1)]];
    if let Some(year) = plan.year {
        rows.push(vec![Cell::text(0, Style::Note, format!("（{year}年度）")).across(REASON + 1)]);
    }
    let name = if is_project { "项目名称" } else { "部门名称" };
    rows.push(vec![
        Cell::text(0, Style::Label, name).across(2),
        Cell::text(2, Style::Centre, plan.name.clone()).across(REASON - 1),
    ]);
    if is_project {
        let owner = declaration.texts.iter().find(|text| text.kind == TextKind::Owner);
        rows.push(vec![
            Cell::text(0, Style::Label, "主管部门").across(2),
            Cell::text(2, Style::Centre, assessed.department.unwrap_or_default()).across(2),
            Cell::text(TARGET, Style::Label, "实施单位"),
            Cell::text(ACTUAL, Style::Centre, owner.map_or("", |text| &text.text)).across(4),
        ]);
    }
    rows
}

/// 项目资金: the budget, what was spent of it, and the score of the execution. `row` is that
/// of 年度资金总额.
fn funds(assessed: &Assessed<'_>, row: u32) -> Vec<Vec<Cell>> {
    let report = assessed.report;
    let names = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"];
    let mut head =
        vec![Cell::text(0, Style::Label, "项目资金（万元）").down(5), Cell::text(1, Style::Label, "").across(2)];
    head.extend((3..).zip(names).map(|(column, name)| Cell::text(column, Style::Label, name)));
    let blank = || Content::Number(String::new(), Shown::Money);
    let [initial, others @ ..] = initial::amounts(assessed.declaration, &report.plan.units);
    let [planned, executed] = match &report.actuals.budget {
        Some(budget) => actual::budget(report.plan, budget),
        None => [blank(), blank()],
    };
    let (planned_at, executed_at, rate_at) = (at(row, 4), at(row, 5), at(row, 7));
    let rate = report.card.execution.as_ref().and_then(|scored| scored.rate.as_ref());
    let rate_now = rate.map_or(Content::Text(String::new()), percent);
    let rate =
        format!("IF(COUNT({planned_at},{executed_at})=2,IF({planned_at}>0,{executed_at}/{planned_at},\"\"),\"\")");
    let mut total = vec![
        Cell::text(1, Style::Label, "年度资金总额").across(2),
        Cell::new(3, Style::Input, initial),
        Cell::new(4, Style::Input, planned).checked(Allowed::Number, "填数字，单位是万元"),
        Cell::new(5, Style::Input, executed).checked(Allowed::Number, "填数字，单位是万元"),
    ];
    match (&report.plan.framework.execution, &report.card.execution) {
        (Some(execution), Some(scored)) => {
            let scale = Scale { cell: rate_at, factor: Exact::ONE, previous: None, computed: true };
            let measured = Measured::execution(Exact::ZERO);
            let cells = Cells { data: &|_| None, line: &|_| None };
            let weight = &execution.weight;
            let formulas = live::measured(report.plan, &execution.rule, weight, &measured, &scale, None, &cells);
            let score = formulas.map_or_else(|| format!("\"{OPEN}\""), |formulas| formulas.score);
            total.push(number_cell(6, weight));
            total.push(Cell::new(7, Style::Centre, Content::Live(rate, Box::new(rate_now))));
            total.push(live_points(8, score, &scored.rounded, report.plan));
            total.extend(bounds(row, 8, "0".to_owned(), points_of(report.plan, weight), &scored.rounded));
        }
        _ => {
            total.push(Cell::text(6, Style::Centre, ""));
            total.push(Cell::new(7, Style::Centre, Content::Live(rate, Box::new(rate_now))));
            total.push(Cell::text(8, Style::Centre, ""));
        }
    }
    let mut rows = vec![head, total];
    for (name, initial) in initial::ROWS.into_iter().skip(1).zip(others) {
        let mut row = vec![Cell::text(1, Style::Label, name).across(2), Cell::new(3, Style::Input, initial)];
        row.extend((4..6).map(|column| Cell::new(column, Style::Input, blank())));
        row.extend((6..9).map(|column| Cell::text(column, Style::Centre, "—")));
        rows.push(row);
    }
    rows
}

fn goals(assessed: &Assessed<'_>) -> Vec<Vec<Cell>> {
    let goal = assessed.declaration.texts.iter().find(|text| text.kind == TextKind::Goal);
    vec![
        vec![
            Cell::text(0, Style::Label, "年度总体目标").down(2),
            Cell::text(1, Style::Label, "预期目标").across(4),
            Cell::text(ACTUAL, Style::Label, "实际完成情况").across(4),
        ],
        vec![
            Cell::text(1, Style::Text, goal.map_or("", |text| &text.text)).across(4),
            Cell::text(ACTUAL, Style::Input, "").across(4),
        ],
    ]
}

fn table_head(plan: &Plan) -> Vec<Cell> {
    const NAMES: [&str; 8] =
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"];
    let mut row: Vec<Cell> = (1..).zip(NAMES).map(|(column, name)| Cell::text(column, Style::Label, name)).collect();
    let aside = [(ATTAINMENT, "完成率"), (VERDICT, "结论"), (LOW, "最低得分"), (HIGH, "最高得分")];
    row.extend(aside.map(|(column, name)| Cell::text(column, Style::Aside, name)));
    if plan.lines.iter().any(is_judged) {
        row.push(Cell::text(POINTS, Style::Aside, "评定的得分"));
    }
    row
}

/// Whether a person's points count for a line.
fn is_judged(line: &Line) -> bool {
    matches!(line.rule.method, Method::Judged(_)) && !matches!(line.goal, Goal::Date { .. } | Goal::YesNo(_))
}

struct Writer<'a> {
    assessed: &'a Assessed<'a>,
    places: &'a Places,
    first_data: u32,
}

impl Writer<'_> {
    fn plan(&self) -> &Plan {
        self.assessed.report.plan
    }

    fn row(&self, rung: &Rung, row: u32) -> Vec<Cell> {
        let plan = self.plan();
        let name = |group: usize| plan.groups.get(group).map_or("", |group| &group.name);
        let mut cells = Vec::new();
        if let Some((group, rows)) = rung.level1 {
            cells.push(Cell::text(1, Style::Centre, name(group)).down(rows));
        }
        if let Some((group, rows)) = rung.level2 {
            cells.push(Cell::text(2, Style::Centre, group.map_or("", name)).down(rows));
        }
        match rung.line.and_then(|index| Some((index, plan.lines.get(index)?))) {
            Some((index, line)) => cells.extend(self.line(index, line, row)),
            None => cells.extend((3..=REASON).map(|column| Cell::text(column, Style::Text, ""))),
        }
        cells
    }

    fn line(&self, index: usize, line: &Line, row: u32) -> Vec<Cell> {
        let report = self.assessed.report;
        let nothing = Actual::default();
        let actual = report.actuals.lines.get(index).unwrap_or(&nothing);
        let star = if line.core { "★" } else { "" };
        let mut cells = vec![
            Cell::text(3, Style::Text, format!("{star}{}", line.name)),
            Cell::text(TARGET, Style::Centre, goal_text(&line.goal, &self.plan().units)),
            self.actual(index, line, actual),
            number_cell(WEIGHT, &line.weight),
        ];
        let Some(scored) = report.card.lines.get(index) else { return cells };
        let formulas = self.formulas(index, line, actual, row);
        let decided = line.weight.is_zero();
        // Without weight nothing is open, whatever the value.
        let closed = if decided { "0".to_owned() } else { format!("\"{OPEN}\"") };
        let score = formulas.as_ref().filter(|_| !decided).map_or(closed, |formulas| formulas.score.clone());
        let met = formulas.as_ref().and_then(|formulas| formulas.met.clone());
        let (low, high) = self.range(line, row, met.as_deref());
        // Where rounding leaves nothing between the bounds, an open score is known after all.
        let score = match self.collapses(line) {
            true => score.replace(&format!("\"{OPEN}\""), &format!("IF({low}={high},{low},\"{OPEN}\")")),
            false => score,
        };
        cells.push(live_points(SCORE, score, &scored.rounded, self.plan()));
        cells.push(Cell::text(REASON, Style::Input, actual.reason.clone().unwrap_or_default()));
        if let Some(attainment) = formulas.as_ref().and_then(|formulas| formulas.attainment.clone()) {
            let now = scored.attainment.as_ref().map_or(Content::Text(String::new()), percent);
            cells.push(Cell::new(ATTAINMENT, Style::Aside, Content::Live(attainment, Box::new(now))));
        }
        let verdict = Content::Text(scored.verdict.word().to_owned());
        cells.push(Cell::new(
            VERDICT,
            Style::Aside,
            match formulas {
                Some(ref formulas) => Content::Live(formulas.verdict.clone(), Box::new(verdict)),
                None => verdict,
            },
        ));
        if is_judged(line) {
            let given = actual::points(line, actual);
            let terms = Terms { shown: Shown::Unit(String::new()), factor: Exact::ONE, growth: false };
            let empty = Content::Number(String::new(), terms.shown.clone());
            let content = given.map_or(empty, |points| actual::number(&points, &terms));
            cells.push(Cell::new(POINTS, Style::Input, content).checked(Allowed::Number, "填评定的得分，不写就按等次"));
        }
        cells.extend(bounds(row, SCORE, low, high, &scored.rounded));
        cells
    }

    /// The cell of the actual value; a formula of the data where the line has one.
    fn actual(&self, index: usize, line: &Line, actual: &Actual) -> Cell {
        let content = actual::content(self.plan(), line, actual);
        match self.computed(index, line, actual) {
            Some(formula) => {
                let computed = self.assessed.report.card.lines.get(index).and_then(|line| line.computed.as_deref());
                let now = match (computed, actual::terms(self.plan(), line, actual)) {
                    (Some(value), Some(terms)) => rounded(value, &terms),
                    (None, Some(terms)) => Content::Number(String::new(), terms.shown),
                    (_, None) => Content::Text(String::new()),
                };
                Cell::new(ACTUAL, Style::Centre, Content::Live(formula, Box::new(now)))
            }
            None => actual::checked(Cell::new(ACTUAL, Style::Input, content), self.plan(), line),
        }
    }

    /// The formula of a computed value; none where the line has none, or where a value that
    /// was filled in stands in for one that cannot be computed.
    fn computed(&self, index: usize, line: &Line, actual: &Actual) -> Option<String> {
        let expr = line.formula.as_ref()?;
        let terms = actual::terms(self.plan(), line, actual)?;
        let data = self.data();
        let lines = self.lines();
        let cells = Cells { data: &data, line: &lines };
        let mut refs = Vec::new();
        expression::refs(expr, &mut refs);
        let known = refs.iter().map(|found| match found {
            expression::Ref::Data(item) => data(*item),
            expression::Ref::Line(other) => lines(*other).filter(|_| *other != index),
        });
        let known: Vec<String> = known.map(|found| found.map(|(cell, _)| cell)).collect::<Option<_>>()?;
        let filled_in = self.assessed.report.card.lines.get(index)?.computed.is_none();
        if filled_in && !matches!(actual.value, crate::score::actuals::Value::Missing) {
            return None;
        }
        let value = expression::expression(self.plan(), &cells, expr, 0, &|_| None)?;
        let unit = own_unit(line).map_or(Exact::ONE, |unit| self.plan().units.get(unit).scale.clone());
        let scale = &unit * &terms.factor;
        let value = if scale == Exact::ONE { value } else { format!("{value}/{}", literal(&scale)) };
        let count = known.len();
        Some(match known.is_empty() {
            true => format!("IFERROR({value},\"\")"),
            false => format!("IF(COUNT({})={count},IFERROR({value},\"\"),\"\")", known.join(",")),
        })
    }

    /// The cell of each data item, and what its number is multiplied with to be in base units.
    fn data(&self) -> impl Fn(usize) -> Option<(String, Exact)> + '_ {
        |item: usize| {
            let declared = self.plan().data.get(item)?;
            let terms = actual::terms_of_unit(self.plan(), declared.unit);
            let scale = &self.plan().units.get(declared.unit).scale * &terms.factor;
            Some((at(self.first_data + u32::try_from(item).ok()?, ACTUAL), scale))
        }
    }

    fn lines(&self) -> impl Fn(usize) -> Option<(String, Exact)> + '_ {
        |index: usize| {
            let line = self.plan().lines.get(index)?;
            let terms = actual::terms(self.plan(), line, &Actual::default()).filter(|terms| !terms.growth)?;
            let scale = &self.plan().units.get(own_unit(line)?).scale * &terms.factor;
            Some((at(*self.places.lines.get(index)?, ACTUAL), scale))
        }
    }

    fn formulas(&self, index: usize, line: &Line, actual: &Actual, row: u32) -> Option<Formulas> {
        let plan = self.plan();
        let (cell, points) = (at(row, ACTUAL), at(row, POINTS));
        match &line.goal {
            Goal::Date { .. } => live::date(plan, line, &cell),
            Goal::YesNo(wanted) => Some(yes_or_no(plan, line, &cell, *wanted)),
            Goal::Qualitative(_) => Some(Formulas {
                score: judged::qualitative(plan, line, &cell, &points),
                verdict: judged::qualitative_verdict(line, &cell, &points),
                attainment: None,
                met: None,
            }),
            Goal::NotApplicable(_) => None,
            Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {
                let terms = actual::terms(plan, line, actual)?;
                // What the target is does not hang on the value.
                let value = line.previous.map_or(Exact::ZERO, |previous| Exact::from(previous.number));
                let measured = measure(line, &plan.units, &value, terms.growth).ok()?;
                let previous = line.previous.filter(|_| measured.growth && !terms.growth);
                let scale = Scale {
                    cell,
                    factor: terms.factor.clone(),
                    previous: previous.map(|previous| Exact::from(previous.number)),
                    computed: self.computed(index, line, actual).is_some(),
                };
                let points = is_judged(line).then_some(points.as_str());
                let (data, lines) = (self.data(), self.lines());
                let cells = Cells { data: &data, line: &lines };
                live::measured(plan, &line.rule, &line.weight, &measured, &scale, points, &cells)
            }
        }
    }

    /// Whether rounding can leave nothing between the bounds of a judgement.
    fn collapses(&self, line: &Line) -> bool {
        let Method::Judged(bands) = &line.rule.method else { return false };
        let of = |share: &Exact| points_of(self.plan(), &(&line.weight * share));
        is_judged(line) && bands.iter().any(|band| of(&band.low) == of(&band.high))
    }

    /// The least and the most that a line without a decided score can get.
    fn range(&self, line: &Line, row: u32, met: Option<&str>) -> (String, String) {
        let plan = self.plan();
        let open = ("0".to_owned(), points_of(plan, &line.weight));
        let Method::Judged(bands) = &line.rule.method else { return open };
        let judgement: &dyn Fn(&JudgedBand) -> Option<String> = match &line.goal {
            Goal::Qualitative(_) => &|band| Some(judged::equals(&at(row, ACTUAL), band.judgement)),
            Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {
                &|band| met.filter(|_| band.judgement == Judgement::Met).map(str::to_owned)
            }
            Goal::Date { .. } | Goal::YesNo(_) | Goal::NotApplicable(_) => return open,
        };
        let end = |share: &dyn Fn(&JudgedBand) -> &Exact, otherwise: String| {
            bands.iter().rev().fold(otherwise, |rest, band| match judgement(band) {
                Some(test) => format!("IF({test},{},{rest})", points_of(plan, &(&line.weight * share(band)))),
                None => rest,
            })
        };
        let (low, high) = (end(&|band| &band.low, open.0), end(&|band| &band.high, open.1));
        let (points, weight) = (at(row, POINTS), literal(&line.weight));
        let held = live::round(&plan.framework, &format!("MAX(0,MIN({weight},{points}))"));
        let low = format!("IF(ISNUMBER({points}),MIN({held},{low}),{low})");
        (low, format!("IF(ISNUMBER({points}),MAX({held},{high}),{high})"))
    }

    /// What formulas are computed from, as rows of the same table.
    fn data_rows(&self) -> Vec<Vec<Cell>> {
        let plan = self.plan();
        let rows = plan.data.iter().enumerate().map(|(index, item)| {
            let terms = actual::terms_of_unit(plan, item.unit);
            let value = self.assessed.report.actuals.data.get(index).map(|actual| &actual.value);
            let content = match value {
                Some(crate::score::actuals::Value::Number(measure)) => actual::number(&measure.value, &terms),
                _ => Content::Number(String::new(), terms.shown),
            };
            let mut row = Vec::new();
            if index == 0 {
                let height = u32::try_from(plan.data.len()).unwrap_or(1);
                row.push(Cell::text(1, Style::Centre, "计算用的数据").across(2).down(height));
            }
            row.push(Cell::text(3, Style::Text, &*item.name));
            row.push(Cell::text(TARGET, Style::Centre, "—"));
            row.push(Cell::new(ACTUAL, Style::Input, content).checked(Allowed::Number, "填数字，单位不用写"));
            row.extend([WEIGHT, SCORE].map(|column| Cell::text(column, Style::Centre, "—")));
            row.push(Cell::text(REASON, Style::Text, ""));
            row
        });
        rows.collect()
    }
}

fn yes_or_no(plan: &Plan, line: &Line, cell: &str, wanted: bool) -> Formulas {
    let full = live::points_literal(&plan.framework, &line.weight);
    let met = format!("{cell}=\"{}\"", show::yes_no(wanted));
    let known = format!("OR({cell}=\"是\",{cell}=\"否\")");
    Formulas {
        score: format!("IF({known},IF({met},{full},0),\"{OPEN}\")"),
        verdict: format!("IF({known},IF({met},\"达成\",\"未达成\"),\"无法判定\")"),
        attainment: None,
        met: None,
    }
}

fn total(assessed: &Assessed<'_>, places: &Places) -> Vec<Cell> {
    let report = assessed.report;
    let framework = &report.plan.framework;
    let row = places.total;
    let sum = |column: u16| {
        let mut parts: Vec<String> = places.execution.map(|row| at(row, column)).into_iter().collect();
        if let (Some(first), Some(last)) = (places.lines.iter().min(), places.lines.iter().max()) {
            parts.push(format!("{}:{}", at(*first, column), at(*last, column)));
        }
        format!("ROUND(SUM({}),{})", parts.join(","), framework.places)
    };
    let (low, high) = (at(row, LOW), at(row, HIGH));
    let card = &report.card;
    let mut cells = vec![
        Cell::text(0, Style::Label, "总分").across(WEIGHT),
        number_cell(WEIGHT, &framework.full),
        live_points(SCORE, shown_range(&low, &high, framework.places), &card.total, report.plan),
    ];
    let grade = |cell: &str| {
        let otherwise = "\"等外\"".to_owned();
        framework.grades.iter().rev().fold(otherwise, |rest, grade| match &grade.at_least {
            Some(bound) => format!("IF({cell}>={},\"{}\",{rest})", literal(bound), grade.name.replace('"', "")),
            None => format!("\"{}\"", grade.name.replace('"', "")),
        })
    };
    cells.push(match card.grade {
        Some(grading) => {
            let (at_low, at_high) = grading.names(&framework.grades);
            let now = if grading.is_decided() { at_low.to_owned() } else { format!("{at_low} 或 {at_high}") };
            let (from, to) = (grade(&low), grade(&high));
            let formula = format!("\"等级：\"&IF({from}={to},{from},{from}&\" 或 \"&{to})");
            Cell::new(REASON, Style::Label, Content::Live(formula, Box::new(Content::Text(format!("等级：{now}")))))
        }
        None => Cell::text(REASON, Style::Label, ""),
    });
    let number = |points: &Exact| Box::new(points_content(points, report.plan));
    cells.push(Cell::new(LOW, Style::Aside, Content::Live(sum(LOW), number(card.total.low()))));
    cells.push(Cell::new(HIGH, Style::Aside, Content::Live(sum(HIGH), number(card.total.high()))));
    cells
}

fn notes(assessed: &Assessed<'_>) -> Vec<Vec<Cell>> {
    let lines = crate::report::sections::framework(assessed.report);
    lines.into_iter().map(|line| vec![Cell::text(0, Style::Note, line).across(REASON + 1)]).collect()
}

/// One number, or from the one to the other where they differ.
pub(super) fn shown_range(low: &str, high: &str, places: u32) -> String {
    let code = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places as usize)) };
    format!("IF({low}={high},{low},TEXT({low},\"{code}\")&\" – \"&TEXT({high},\"{code}\"))")
}

/// The two cells with the bounds of a score: the score itself where it is known.
fn bounds(row: u32, score: u16, low: String, high: String, now: &Points) -> [Cell; 2] {
    let score = at(row, score);
    [(LOW, low, now.low()), (HIGH, high, now.high())].map(|(column, otherwise, now)| {
        let formula = format!("IF(ISNUMBER({score}),{score},{otherwise})");
        let now = Content::Number(decimal(now).unwrap_or_default(), Shown::Unit(String::new()));
        Cell::new(column, Style::Aside, Content::Live(formula, Box::new(now)))
    })
}

/// A cell with a score: 待定 or a range where it is not known.
pub(super) fn live_points(column: u16, formula: String, now: &Points, plan: &Plan) -> Cell {
    let now = match now {
        Points::Exactly(points) => points_content(points, plan),
        Points::Between(_) if formula.contains(OPEN) || !formula.contains("TEXT(") => Content::Text(OPEN.to_owned()),
        Points::Between(_) => Content::Text(show::points(now, plan)),
    };
    Cell::new(column, Style::Centre, Content::Live(formula, Box::new(now)))
}

fn points_content(points: &Exact, plan: &Plan) -> Content {
    let framework = &plan.framework;
    Content::Number(points.to_fixed(framework.places, framework.rounding), Shown::Places(framework.places))
}

fn points_of(plan: &Plan, points: &Exact) -> String {
    live::points_literal(&plan.framework, points)
}

fn number_cell(column: u16, value: &Exact) -> Cell {
    let content = match decimal(value) {
        Some(decimal) => Content::Number(decimal, Shown::Unit(String::new())),
        None => Content::Text(value.to_fraction()),
    };
    Cell::new(column, Style::Centre, content)
}

fn percent(ratio: &Exact) -> Content {
    rounded(ratio, &Terms { shown: Shown::Percent, factor: Exact::ONE, growth: false })
}

/// A value as the cache of a formula: its decimals as far as they are shown.
fn rounded(value: &Exact, terms: &Terms) -> Content {
    let value = value.div(&terms.factor).unwrap_or(Exact::ZERO).round(12, crate::exact::Rounding::HalfUp);
    Content::Number(value.to_decimal(12).unwrap_or_default(), terms.shown.clone())
}
