//! What is missing to full marks and to a grade, as a table for a terminal, Markdown and JSON.

use anstyle::{AnsiColor, Style};

use crate::diag::wrap::hang;
use crate::exact::Exact;
use crate::outlook::{Aim, Barrier, Change, Fewest, Margin, Move, Room, Subject, To, Variable, Way};
use crate::plan::Goal;
use crate::report::escape::text as escaped;
use crate::report::layout::{self, Column, Kind, Paint};
use crate::report::rows::{self, MISSING};
use crate::report::{Report, sections};
use crate::score::actuals::Budget;
use crate::score::{Points, reason, show};

pub use super::margin_json::{json, schema};

/// How many single changes that are enough are listed; the smallest set says the rest.
const MOST_ALONE: usize = 10;

const HEADS: [Column; 6] = [
    Column { head: "指标", kind: Kind::Text(3) },
    Column { head: "实际完成值", kind: Kind::Text(5) },
    Column { head: "得分", kind: Kind::Number },
    Column { head: "分值", kind: Kind::Number },
    Column { head: "可多得", kind: Kind::Number },
    Column { head: "怎样得满分", kind: Kind::Text(3) },
];

/// What a margin is told with.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The scorecard that it is the margin of.
    pub report: &'a Report<'a>,
    /// The margin.
    pub margin: &'a Margin,
}

/// The table and what stands below it.
pub fn table(told: &Told<'_>, width: usize, color: bool) -> String {
    let paint = Paint { on: color };
    let mut out = hang("", &paint.bold(&title(told)), width);
    let open = told.margin.rooms.iter().filter(|room| room.full != Way::Full);
    let cells: Vec<layout::Row> = open.map(|room| row(told, room)).collect();
    if !cells.is_empty() {
        out.push('\n');
        layout::push(&HEADS, &cells, width, paint, &mut out);
    }
    out.push('\n');
    for (at, line) in head(told).iter().enumerate() {
        let line = hang("", line, width);
        out.push_str(&if at == 0 { paint.bold_lines(&line) } else { line });
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
    let mut out = format!("# {}\n\n", escaped(&title(told)));
    let open: Vec<&Room> = told.margin.rooms.iter().filter(|room| room.full != Way::Full).collect();
    if !open.is_empty() {
        let heads = HEADS.map(|column| column.head).join(" | ");
        out.push_str(&format!("| {heads} |\n|:---|:---|---:|---:|---:|:---|\n"));
        for room in open {
            let cells: Vec<String> = row(told, room).iter().map(|(text, _)| escaped(text)).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        out.push('\n');
    }
    for line in head(told) {
        out.push_str(&format!("{}\n\n", escaped(&line)));
    }
    for (title, items) in lists(told) {
        out.push_str(&format!("## {}\n\n", escaped(&title)));
        items.iter().for_each(|item| out.push_str(&format!("- {}\n", escaped(item))));
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn title(told: &Told<'_>) -> String {
    let plan = told.report.plan;
    let year = plan.year.map_or_else(String::new, |year| format!("{year} 年"));
    format!("{} {} {year}离满分、离等级还差多少", plan.kind, plan.name)
}

/// Total and grade, how many have full marks, what the scores rest on.
fn head(told: &Told<'_>) -> Vec<String> {
    let grade = sections::grade(told.report).map_or_else(String::new, |grade| format!("，{grade}"));
    let mut lines = vec![format!("{}{grade}", sections::total(told.report))];
    let full = told.margin.rooms.iter().filter(|room| room.full == Way::Full).count();
    if full > 0 {
        lines.push(format!("已得满分、没有列出的有 {full} 项"));
    }
    lines.extend(sections::framework(told.report));
    lines
}

fn row(told: &Told<'_>, room: &Room) -> layout::Row {
    let (report, plain) = (told.report, Style::new());
    let yellow = AnsiColor::Yellow.on_default();
    let value = actual(report, room.subject);
    let score = if room.is_open() { "待定".to_owned() } else { show::points(&room.now, report.plan) };
    let gain = match &room.full {
        Way::To(change) => points(told, &change.gain),
        Way::Full | Way::Closed(_) => "—".to_owned(),
    };
    let of_value = if value == MISSING { yellow } else { plain };
    vec![
        (name(report, room.subject).to_owned(), plain),
        (value, of_value),
        (score, if room.is_open() { yellow } else { plain }),
        (show::number(&room.most), plain),
        (gain, plain),
        (way(told, room), plain),
    ]
}

pub(super) fn name<'r>(report: &Report<'r>, subject: Subject) -> &'r str {
    match subject {
        Subject::Execution => "预算执行率",
        Subject::Line(index) => report.plan.lines.get(index).map_or("", |line| &line.name),
    }
}

fn actual(report: &Report<'_>, subject: Subject) -> String {
    let found = match subject {
        Subject::Execution => {
            report.card.execution.as_ref().and_then(|execution| execution.rate.as_ref()).map(show::percent)
        }
        Subject::Line(index) => {
            let line = report.plan.lines.get(index).zip(report.card.lines.get(index));
            line.and_then(|(line, scored)| rows::actual(report, index, line, scored))
        }
    };
    found.unwrap_or_else(|| MISSING.to_owned())
}

pub(super) fn points(told: &Told<'_>, points: &Exact) -> String {
    show::points(&Points::Exactly(points.clone()), told.report.plan)
}

/// How full marks, or the most there is, are had.
pub(super) fn way(told: &Told<'_>, room: &Room) -> String {
    match &room.full {
        Way::Full => "已得满分".to_owned(),
        Way::Closed(barrier) => closed(told.report, room, barrier),
        Way::To(change) => {
            // What meets the target comes first: that rounding gives the points before is a footnote.
            let mut text = match change.unrounded.is_empty() {
                true => moves(told.report, &change.moves),
                false => moves(told.report, &change.unrounded),
            };
            if let (Some(first), false) = (change.first(), change.unrounded.is_empty()) {
                text.push_str(&format!("（{} 起舍入后就是满分）", reached(told.report, first)));
            }
            if change.score < room.most {
                text.push_str(&format!("；按规则最多得 {}", points(told, &change.score)));
            }
            text
        }
    }
}

/// The smallest change, and what would do as well.
fn moves(report: &Report<'_>, moves: &[Move]) -> String {
    moves.iter().map(|step| one_move(report, step)).collect::<Vec<_>>().join("；或 ")
}

fn closed(report: &Report<'_>, room: &Room, barrier: &Barrier) -> String {
    match barrier {
        Barrier::DayPassed => "已经完成，日期不会再变，不能多得".to_owned(),
        Barrier::CountedAlready => "已经发生的数不会减少，不能多得".to_owned(),
        Barrier::RuleGivesNoMore => "按计分规则不能多得".to_owned(),
        Barrier::Unsolvable => "公式不能反过来求解，可以用 heng whatif 试算".to_owned(),
        Barrier::NotApplicable => "不适用".to_owned(),
        Barrier::NoData(items) => {
            let names =
                items.iter().filter_map(|item| report.plan.data.get(*item)).map(|item| format!("`{}`", item.name));
            format!("缺数据项 {}，补上才能算", names.collect::<Vec<_>>().join("、"))
        }
        Barrier::NotScored => {
            let problem = match room.subject {
                Subject::Execution => report.card.execution.as_ref().and_then(|execution| execution.problem),
                Subject::Line(index) => report.card.lines.get(index).and_then(|line| line.problem),
            };
            match room.subject {
                Subject::Execution if report.actuals.budget.is_none() => "缺全年预算数和全年执行数".to_owned(),
                _ => problem.map_or_else(|| "不能计分".to_owned(), |problem| reason(report.plan, problem)),
            }
        }
    }
}

/// What a value becomes: `800 件`.
fn reached(report: &Report<'_>, step: &Move) -> String {
    let units = &report.plan.units;
    let Some(to) = step.to.number() else { return String::new() };
    match step.variable {
        Variable::Own(unit) => show::value(to, unit, units),
        Variable::Growth => show::percent(to),
        Variable::Data(item) => {
            show::value(to, report.plan.data.get(item).map_or_else(Default::default, |item| item.unit), units)
        }
        Variable::Executed => {
            let unit = report.actuals.budget.as_ref().and_then(Budget::unit).unwrap_or_default();
            show::with_unit(&show::number(to), unit)
        }
        Variable::Days(date) => day(date, to).to_string(),
        Variable::Choice => String::new(),
    }
}

/// One change in words: `再完成 40 件（5%），到 800 件`.
pub(super) fn one_move(report: &Report<'_>, step: &Move) -> String {
    let units = &report.plan.units;
    let (to, is_more) = match &step.to {
        To::YesNo(yes) => return format!("做到“{}”", show::yes_no(*yes)),
        To::Judged(judgement) => return format!("评判为{}，得满分", judgement.word()),
        To::Least(to) => (to, true),
        To::Most(to) => (to, false),
    };
    let reached = reached(report, step);
    let change = step.from.as_ref().map(|from| (to - from).abs());
    let by_unit = |unit| change.as_ref().map(|change| show::distance(change, unit, false, units));
    // What is a rate or a mean goes up and down; what is counted and measured is done.
    let is_rate = |unit| show::unit(unit, units) == "%" || show::unit(unit, units).contains('/');
    let (subject, by, is_rate) = match step.variable {
        Variable::Own(unit) => (String::new(), by_unit(unit), is_rate(unit)),
        Variable::Growth => {
            let by = change.as_ref().map(|change| show::distance(change, Default::default(), true, units));
            ("同比".to_owned(), by, true)
        }
        Variable::Data(item) => {
            let item = report.plan.data.get(item);
            let unit = item.map_or_else(Default::default, |item| item.unit);
            (format!("`{}` ", item.map_or("", |item| &item.name)), by_unit(unit), is_rate(unit))
        }
        Variable::Executed => {
            let unit = report.actuals.budget.as_ref().and_then(Budget::unit).unwrap_or_default();
            (String::new(), change.map(|change| show::with_unit(&show::number(&change), unit)), false)
        }
        Variable::Days(_) => {
            return if is_more { format!("不早于 {reached} 完成") } else { format!("不晚于 {reached} 完成") };
        }
        Variable::Choice => return String::new(),
    };
    let Some(by) = by else {
        return match (step.variable, is_more) {
            (Variable::Executed, _) => format!("执行到 {reached}"),
            (Variable::Data(_), true) => format!("{subject}不低于 {reached}"),
            (_, true) => format!("{subject}完成 {reached}"),
            (_, false) => format!("{subject}不超过 {reached}"),
        };
    };
    let verb = match (step.variable, is_rate, is_more) {
        (Variable::Executed, _, _) => "再执行",
        (_, true, true) => "再提高",
        (_, true, false) => "再降低",
        (Variable::Data(_), _, true) => "再增加",
        (_, _, true) => "再完成",
        (_, _, false) => "再减少",
    };
    let share = step.effort.as_ref().map_or_else(String::new, |effort| format!("（{}）", show::percent(effort)));
    format!("{subject}{verb} {by}{share}，到 {reached}")
}

fn day(date: jiff::civil::Date, days: &Exact) -> jiff::civil::Date {
    let whole = days.as_pair().and_then(|(days, _)| i64::try_from(days).ok());
    let span = whole.and_then(|days| jiff::Span::new().try_days(days).ok());
    span.and_then(|span| date.checked_add(span).ok()).unwrap_or(date)
}

/// The lists below the table, each with its title.
fn lists(told: &Told<'_>) -> Vec<(String, Vec<String>)> {
    let mut lists = Vec::new();
    if let Some(aim) = &told.margin.aim {
        lists.extend(of_aim(told, aim));
    } else {
        lists.push(("已经是最高的等级".to_owned(), Vec::new()));
    }
    let missing = missing(told);
    if !missing.is_empty() {
        lists.push((format!("缺的值（{} 项，按对总分的影响从大到小）", missing.len()), missing));
    }
    lists.push(("怎么算的".to_owned(), notes(told)));
    lists
}

/// `优（90 分）`, `85 分`.
fn aimed(aim: &Aim) -> String {
    let at = show::number(&aim.at);
    aim.grade.as_ref().map_or_else(|| format!("{at} 分"), |grade| format!("{grade}（{at} 分）"))
}

fn of_aim(told: &Told<'_>, aim: &Aim) -> Vec<(String, Vec<String>)> {
    let open = if told.margin.missing.is_empty() { "" } else { "，缺的值先按最低计" };
    if !aim.short.is_positive() {
        return vec![(
            format!("到 {} 已经够了，多 {} 分{open}", aimed(aim), points(told, &aim.short.abs())),
            Vec::new(),
        )];
    }
    let mut lists = vec![(format!("到 {} 还差 {} 分{open}", aimed(aim), points(told, &aim.short)), Vec::new())];
    if !aim.alone.is_empty() {
        let shown = aim.alone.iter().take(MOST_ALONE).map(|(at, change)| one_change(told, *at, change));
        let mut items: Vec<String> = shown.collect();
        if aim.alone.len() > MOST_ALONE {
            items.push(format!("另有 {} 项，没有列出", aim.alone.len() - MOST_ALONE));
        }
        lists.push(("改一项就够的（按占指标值的比例从小到大）".to_owned(), items));
    }
    match &aim.fewest {
        Fewest::Reached => {}
        Fewest::OutOfReach(total) => {
            let title = format!("够不着：能改的都改到最多，总分是 {}", points(told, total));
            lists.push((title, shared(told).into_iter().collect()));
        }
        // One that is enough was just listed, the first of them is the set.
        Fewest::By(set) if set.changes.len() == 1 && set.missing == 0 && !aim.alone.is_empty() => {}
        Fewest::By(set) => {
            let mut items: Vec<String> = set.changes.iter().map(|(at, change)| gain_of(told, *at, change)).collect();
            items.push(format!(
                "改了以后总分 {}；各项占指标值的比例合计 {}",
                points(told, &set.total),
                show::percent(&set.effort)
            ));
            items.extend(shared(told));
            let how = if set.is_least {
                "项数最少，其次占指标值的比例合计最小"
            } else {
                "项数最少；组合太多，没有逐一比较占指标值的比例"
            };
            let missing = if set.missing > 0 {
                format!("，其中 {} 项缺的值要得满分", set.missing)
            } else {
                String::new()
            };
            lists.push((format!("最少要改 {} 项（{how}{missing}）", set.changes.len()), items));
        }
    }
    lists
}

/// What no set has, because it changes together with others.
fn shared(told: &Told<'_>) -> Option<String> {
    let rooms = told.margin.shared.iter().filter_map(|at| told.margin.rooms.get(*at));
    let names: Vec<String> = rooms.map(|room| format!("`{}`", name(told.report, room.subject))).collect();
    (!names.is_empty()).then(|| format!("与别的指标用到同一数据、会一起变的没有算进去：{}", names.join("、")))
}

fn one_change(told: &Told<'_>, at: usize, change: &Change) -> String {
    format!("{}，总分 {}", gain_of(told, at, change), show::points(&change.total, told.report.plan))
}

fn gain_of(told: &Told<'_>, at: usize, change: &Change) -> String {
    let Some(room) = told.margin.rooms.get(at) else { return String::new() };
    format!(
        "{}：{}，得分 {} → {}",
        name(told.report, room.subject),
        moves(told.report, &change.moves),
        show::points(&room.now, told.report.plan),
        points(told, &change.score),
    )
}

fn missing(told: &Told<'_>) -> Vec<String> {
    let rooms = told.margin.missing.iter().filter_map(|at| told.margin.rooms.get(*at));
    rooms
        .map(|room| {
            let target = match room.subject {
                Subject::Execution => String::new(),
                Subject::Line(index) => {
                    told.report.plan.lines.get(index).map_or_else(String::new, |line| match line.goal {
                        Goal::NotApplicable(_) => String::new(),
                        _ => format!("（指标值 {}）", show::goal(&line.goal, &told.report.plan.units)),
                    })
                }
            };
            format!(
                "{}{target}：得分 {}，总分会差 {} 分；{}",
                name(told.report, room.subject),
                show::points(&room.now, told.report.plan),
                points(told, &room.spread()),
                way(told, room)
            )
        })
        .collect()
}

/// What was supposed.
fn notes(told: &Told<'_>) -> Vec<String> {
    let moved = told.margin.rooms.iter().any(|room| matches!(room.full, Way::To(_)));
    let mut notes = Vec::new();
    if moved {
        notes.push("每次只改一个值，别的不变；括号里是改动占指标值的比例".to_owned());
        notes.push("件、家、人等计数的单位按整数改，只增不减，已执行的资金也是；别的改到小数两位".to_owned());
    }
    notes
}
