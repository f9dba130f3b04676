//! How a year is going, as a table for a terminal, Markdown and JSON.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::diag::wrap::hang;
use crate::exact::{Exact, Rounding};
use crate::outlook::Subject;
use crate::outlook::pace::{Going, Pace, State, Still, Watch};
use crate::report::escape::text as escaped;
use crate::report::layout::{self, Column, Kind, Paint};
use crate::report::margin::name;
use crate::report::{Report, sections};
use crate::score::actuals::Budget;
use crate::score::{own_unit, show};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// Places of an amount a month.
const MONTHLY_PLACES: u32 = 2;

const HEADS: [Column; 7] = [
    Column { head: "指标", kind: Kind::Text(3) },
    Column { head: "指标值", kind: Kind::Text(5) },
    Column { head: "已完成", kind: Kind::Text(5) },
    Column { head: "进度", kind: Kind::Number },
    Column { head: "灯", kind: Kind::Word },
    Column { head: "预计全年", kind: Kind::Text(5) },
    Column { head: "余下每月", kind: Kind::Text(5) },
];

/// What is watched.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The values and what they are held to.
    pub report: &'a Report<'a>,
    /// How they go.
    pub pace: &'a Pace,
}

/// The table and what stands below it.
pub fn table(told: &Told<'_>, width: usize, color: bool) -> String {
    let paint = Paint { on: color };
    let mut out = hang("", &paint.bold(&title(told)), width);
    out.push_str(&hang("", &time(told), width));
    let cells: Vec<layout::Row> =
        told.pace.watched.iter().filter_map(|watch| row(told, watch)).map(|row| painted(told, row)).collect();
    if !cells.is_empty() {
        out.push('\n');
        layout::push(&HEADS, &cells, width, paint, &mut out);
    }
    for (title, items) in lists(told) {
        out.push('\n');
        out.push_str(&paint.bold_lines(&hang("", &title, width)));
        items.iter().for_each(|item| out.push_str(&hang("  · ", item, width)));
    }
    out
}

/// The same in Markdown.
pub fn markdown(told: &Told<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n\n", escaped(&title(told)), escaped(&time(told)));
    let heads = HEADS.map(|column| column.head).join(" | ");
    out.push_str(&format!("| {heads} |\n|:---|:---|:---|---:|:---|:---|:---|\n"));
    for (cells, _) in told.pace.watched.iter().filter_map(|watch| row(told, watch)) {
        out.push_str(&format!("| {} |\n", cells.map(|cell| escaped(&cell)).join(" | ")));
    }
    for (title, items) in lists(told) {
        out.push_str(&format!("\n## {}\n\n", escaped(&title)));
        items.iter().for_each(|item| out.push_str(&format!("- {}\n", escaped(item))));
    }
    out
}

fn title(told: &Told<'_>) -> String {
    let plan = told.report.plan;
    format!("{} {} 截至 {} 的运行监控", plan.kind, plan.name, told.pace.day)
}

/// The time that has passed and how many lights of each kind there are.
fn time(told: &Told<'_>) -> String {
    let lights = told.report.plan.framework.lights.iter().flat_map(|lights| lights.steps.iter().enumerate());
    let lit = |light: usize| {
        let going = told.pace.watched.iter().filter_map(going);
        going.filter(|going| going.light == Some(light)).count()
    };
    let counts: Vec<String> = lights.map(|(at, light)| format!("{} {}", light.name, lit(at))).collect();
    let still = told.pace.watched.iter().filter(|watch| going(watch).is_none()).count();
    let counts = if counts.is_empty() { "没有亮灯".to_owned() } else { counts.join("，") };
    format!("时间进度 {}；{counts}；不按进度看的 {still} 项", show::percent(&told.pace.passed))
}

fn going(watch: &Watch) -> Option<&Going> {
    match &watch.state {
        State::Going(going) => Some(going),
        State::Still(_) => None,
    }
}

/// The cells of a value that adds up, with its light.
fn row(told: &Told<'_>, watch: &Watch) -> Option<([String; 7], Option<usize>)> {
    let going = going(watch)?;
    let sign = if going.reverse { "≤" } else { "≥" };
    let target = match watch.subject {
        Subject::Execution => amount(told, watch.subject, &going.target),
        Subject::Line(_) => format!("{sign} {}", amount(told, watch.subject, &going.target)),
    };
    let needed = match &going.needed {
        None => "—".to_owned(),
        Some(needed) if needed.is_positive() && going.reverse => {
            // A few a year are no even share of a month.
            format!("共 {}", amount(told, watch.subject, &(&going.target - &going.done)))
        }
        Some(needed) if needed.is_positive() => monthly(told, watch.subject, going, needed),
        Some(_) if going.reverse => "已用完".to_owned(),
        Some(_) => "已达到".to_owned(),
    };
    let cells = [
        name(told.report, watch.subject).to_owned(),
        target,
        amount(told, watch.subject, &going.done),
        show::percent(&going.progress),
        light_name(told, going).to_owned(),
        amount(told, watch.subject, &going.expected),
        needed,
    ];
    Some((cells, going.light))
}

fn light_name<'a>(told: &Told<'a>, going: &Going) -> &'a str {
    let lights = told.report.plan.framework.lights.as_ref();
    going.light.zip(lights).and_then(|(at, lights)| lights.steps.get(at)).map_or("—", |light| &light.name)
}

fn painted(told: &Told<'_>, (cells, light): ([String; 7], Option<usize>)) -> layout::Row {
    let lights = told.report.plan.framework.lights.as_ref();
    let last = lights.map_or(0, |lights| lights.steps.len().saturating_sub(1));
    // The worst is red and the next yellow, whatever a framework calls them.
    let color = match light {
        Some(0) => AnsiColor::Red.on_default(),
        Some(at) if at == last => AnsiColor::Blue.on_default(),
        Some(1) => AnsiColor::Yellow.on_default(),
        Some(_) => AnsiColor::Green.on_default(),
        None => Style::new(),
    };
    let cells = cells.into_iter().enumerate();
    cells.map(|(at, cell)| (cell, if at == 4 { color } else { Style::new() })).collect()
}

/// An amount in the unit of the line, or of the budget as it is written.
fn amount(told: &Told<'_>, subject: Subject, value: &Exact) -> String {
    let plan = told.report.plan;
    match subject {
        Subject::Line(index) => {
            let unit = plan.lines.get(index).and_then(own_unit).unwrap_or_default();
            show::value(value, unit, &plan.units)
        }
        Subject::Execution => {
            let unit = told.report.actuals.budget.as_ref().and_then(Budget::unit).unwrap_or_default();
            let scale = plan.units.read(unit).map_or(Exact::ONE, |unit| unit.scale);
            let value = value.div(&scale).unwrap_or(Exact::ZERO);
            // Money is told to two places, what was computed of it too.
            let text =
                value.to_decimal(MONTHLY_PLACES).unwrap_or_else(|| value.to_fixed(MONTHLY_PLACES, Rounding::HalfUp));
            show::with_unit(&text, unit)
        }
    }
}

/// An amount a month that is needed, rounded up.
fn monthly(told: &Told<'_>, subject: Subject, going: &Going, needed: &Exact) -> String {
    let places = match subject {
        Subject::Line(index) => {
            let unit = told.report.plan.lines.get(index).and_then(own_unit).unwrap_or_default();
            let is_whole = told.report.plan.units.is_counted(unit)
                && going.done.to_decimal(0).is_some()
                && going.target.to_decimal(0).is_some();
            if is_whole { 0 } else { MONTHLY_PLACES }
        }
        Subject::Execution => MONTHLY_PLACES,
    };
    let rounded = match subject {
        Subject::Line(_) => needed.round(places, Rounding::Up),
        Subject::Execution => needed.clone(),
    };
    amount(told, subject, &rounded)
}

fn lists(told: &Told<'_>) -> Vec<(String, Vec<String>)> {
    let mut lists = Vec::new();
    let alarms = alarms(told);
    if !alarms.is_empty() {
        lists.push((format!("要注意的（{} 项）", alarms.len()), alarms));
    }
    let still = told.pace.watched.iter().filter_map(|watch| still(told, watch));
    let still: Vec<String> = still.collect();
    if !still.is_empty() {
        lists.push((format!("不按进度看的（{} 项）", still.len()), still));
    }
    lists.push(("怎么算的".to_owned(), notes(told)));
    lists
}

/// What is behind, and the budget where it is behind, ahead of all bounds, or overdrawn.
fn alarms(told: &Told<'_>) -> Vec<String> {
    let lights = told.report.plan.framework.lights.as_ref().map_or(0, |lights| lights.steps.len());
    let mut alarms = Vec::new();
    for watch in &told.pace.watched {
        let Some(going) = going(watch) else { continue };
        // Of four lights the first two are behind; the last is far ahead.
        let is_behind = going.light.is_some_and(|light| light + 2 < lights);
        let is_ahead = lights > 0 && going.light == lights.checked_sub(1);
        let is_budget = watch.subject == Subject::Execution;
        if going.done > going.target && (is_budget || going.reverse) {
            let over = amount(told, watch.subject, &(&going.done - &going.target));
            let what = if is_budget { "已超出全年预算" } else { "已超出指标值" };
            alarms.push(format!("{}：{what} {over}", name(told.report, watch.subject)));
        } else if is_budget && going.expected > going.target {
            let over = amount(told, watch.subject, &(&going.expected - &going.target));
            alarms.push(format!("{}，超出全年预算 {over}", one_alarm(told, watch.subject, going)));
        } else if is_behind || (is_budget && is_ahead) {
            alarms.push(one_alarm(told, watch.subject, going));
        }
    }
    alarms
}

fn one_alarm(told: &Told<'_>, subject: Subject, going: &Going) -> String {
    let due = &going.target * &told.pace.passed;
    let distance = amount(told, subject, &(&going.done - &due).abs().round(MONTHLY_PLACES, Rounding::HalfUp));
    let word = match (going.done > due, subject) {
        (true, _) => "多",
        (false, _) => "少",
    };
    let score = going.score.as_ref().map(|score| show::points(score, told.report.plan));
    let score = score.map_or_else(String::new, |score| format!("，预计得分 {score}"));
    format!(
        "{}（{}）：进度 {}，时间进度 {}，比按时间应有的{word} {distance}；照此全年 {}{score}",
        name(told.report, subject),
        light_name(told, going),
        show::percent(&going.progress),
        show::percent(&told.pace.passed),
        amount(told, subject, &going.expected),
    )
}

fn still(told: &Told<'_>, watch: &Watch) -> Option<String> {
    let State::Still(still) = &watch.state else { return None };
    let why = match still {
        Still::Missing => "还没有实际完成值",
        Still::Date => "看日期，不按时间进度",
        Still::YesNo => "是与否，没有进度",
        Still::Judged => "定性指标，没有进度",
        Still::Rate => "比率不随时间累计，不能推算",
        Still::Quotient => "平均数或单位量，不随时间累计，不能推算",
        Still::Duration => "时长多为平均数，不随时间累计，不能推算",
        Still::Range => "区间，多了少了都不行，不按进度亮灯",
        Still::NoUnit => "没有单位，看不出能不能累计",
        Still::NoTarget => "指标值不大于零，没有进度",
        Still::NotApplicable => "不适用",
    };
    let (report, subject) = (told.report, watch.subject);
    let value = match subject {
        Subject::Execution => "缺全年预算数或执行数".to_owned(),
        Subject::Line(index) => {
            let (line, scored) = (report.plan.lines.get(index)?, report.card.lines.get(index)?);
            let target = show::goal(&line.goal, &report.plan.units);
            match crate::report::rows::actual(report, index, line, scored) {
                Some(actual) => format!("指标值 {target}，现在 {actual}"),
                None => format!("指标值 {target}"),
            }
        }
    };
    Some(format!("{}：{why}（{value}）", name(report, subject)))
}

/// What the lights go by, what they rest on, and what was supposed.
fn notes(told: &Told<'_>) -> Vec<String> {
    let framework = &told.report.plan.framework;
    let mut notes = Vec::new();
    match &framework.lights {
        Some(lights) => {
            let steps = lights.steps.iter().map(|light| match &light.below {
                Some(below) => format!("{} ＜ {}", light.name, show::percent(below)),
                None => format!("{} 其余", light.name),
            });
            let steps = steps.collect::<Vec<_>>().join("，");
            notes.push(format!("灯比的是 已完成 ÷（指标值 × 时间进度）；越少越好的反过来比：{steps}"));
            notes.push(match &lights.basis {
                Some(basis) => format!("灯的界限出自框架 `{}`，依据：{basis}", framework.name),
                None => format!("灯的界限出自框架 `{}`，没有写依据", framework.name),
            });
        }
        None => notes.push(format!("框架 `{}` 没有写 监控灯，不亮灯", framework.name)),
    }
    notes.push("预计全年 = 已完成 ÷ 时间进度，假定全年匀速累计；存量指标（如年末在册数）不适用".to_owned());
    notes.extend(sections::framework(told.report));
    notes
}

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    kind: String,
    name: String,
    year: Option<i16>,
    as_of: String,
    /// A fraction, as all numbers here.
    time: String,
    framework: String,
    lights: Vec<LightJson>,
    lights_basis: Option<String>,
    items: Vec<ItemJson>,
    alarms: Vec<String>,
}

#[derive(Serialize)]
struct LightJson {
    name: String,
    below: Option<String>,
    count: usize,
}

#[derive(Serialize)]
struct ItemJson {
    name: String,
    light: Option<String>,
    done: Option<String>,
    target: Option<String>,
    progress: Option<String>,
    ratio: Option<String>,
    expected: Option<String>,
    expected_score: Option<String>,
    needed_per_month: Option<String>,
    so_far_per_month: Option<String>,
    /// Why it is not projected.
    not_projected: Option<String>,
}

/// The same as JSON, with a line end. Numbers are fractions, in the unit of the target; money in
/// base units.
pub fn json(told: &Told<'_>) -> String {
    let plan = told.report.plan;
    let lights = plan.framework.lights.as_ref();
    let lit = |at: usize| told.pace.watched.iter().filter_map(going).filter(|going| going.light == Some(at)).count();
    let steps = lights.iter().flat_map(|lights| lights.steps.iter().enumerate());
    let items = told.pace.watched.iter().map(|watch| {
        let going = going(watch);
        let number = |of: fn(&Going) -> Option<&Exact>| going.and_then(of).map(Exact::to_fraction);
        ItemJson {
            name: name(told.report, watch.subject).to_owned(),
            light: going.and_then(|going| going.light).and(going.map(|going| light_name(told, going).to_owned())),
            done: number(|going| Some(&going.done)),
            target: number(|going| Some(&going.target)),
            progress: number(|going| Some(&going.progress)),
            ratio: number(|going| going.ratio.as_ref()),
            expected: number(|going| Some(&going.expected)),
            expected_score: going.and_then(|going| going.score.as_ref()).map(|score| show::points(score, plan)),
            needed_per_month: number(|going| going.needed.as_ref()),
            so_far_per_month: number(|going| Some(&going.so_far)),
            not_projected: still(told, watch),
        }
    });
    let document = Document {
        schema_version: SCHEMA_VERSION,
        kind: plan.kind.to_owned(),
        name: plan.name.clone(),
        year: plan.year,
        as_of: told.pace.day.to_string(),
        time: told.pace.passed.to_fraction(),
        framework: plan.framework.name.clone(),
        lights: steps
            .map(|(at, light)| LightJson {
                name: light.name.clone(),
                below: light.below.as_ref().map(Exact::to_fraction),
                count: lit(at),
            })
            .collect(),
        lights_basis: lights.and_then(|lights| lights.basis.clone()),
        items: items.collect(),
        alarms: alarms(told),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
