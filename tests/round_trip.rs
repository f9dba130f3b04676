//! import ∘ export: what a form can hold comes back from it, whichever way it was written.
//!
//! Declarations are generated as text, with names and texts that look like parts of a form.
//! A form has no place for scoring rules, sources, formulas and data; those are not compared.

use std::fmt::Write as _;

use heng::forms::assess::{self, Assessed};
use heng::forms::{Form, csv, declare, docx, html, xlsx};
use heng::import::{self, Options};
use heng::model::declaration::{Declaration, Weight};
use heng::model::{Model, declaration};
use heng::plan;
use heng::report::Report;
use heng::score::actuals::{Actual, Value};
use heng::score::{bind, score, show};
use proptest::prelude::*;

use crate::compile::model;

/// Names of indicators; many hold what a form has words for.
const NAMES: &[&str] = &[
    "PCT国际专利申请量",
    "12345热线接通率",
    "“四项制度”健全程度（%）",
    "养护里程(一期)",
    "指标体系健全率",
    "村组干部人数",
    "学生、家长满意度",
    "1号线开通里程",
    "A-B段改造长度",
    "总分公司数量",
    "成本控制率",
    "年度任务完成数",
    "项目名称规范率",
    "得分率",
    "合计面积",
    "养护验收合格率",
    "投诉数量",
    "课程：线上",
    "2024年新增就业人数",
    "改造·提升户数",
    "固定一",
    "固定二",
    "固定三",
    "固定四",
    "固定五",
    "固定六",
];

/// Targets, and an actual value of each kind.
const TARGETS: &[(&str, &str)] = &[
    (">= 800 件", "760 件"),
    ("<= 90 万元", "88.25 万元"),
    ("= 100%", "98.5%"),
    ("> 0 件", "3 件"),
    ("< 24 小时", "20 小时"),
    ("= 2 ~ 4 次", "3 次"),
    ("= 100.5 ~ 120 人次", "110 人次"),
    ("<= 2024-10-31", "2024-10-30"),
    ("= 是", "是"),
    ("= 否", "否"),
    ("定性 \"显著提升\"", "达成"),
    ("定性 \"有所改善，群众认可\"", "部分达成 75%"),
    ("定性 \"达到国家Ⅱ类标准\"", "未达成"),
    ("定性 \"30 分钟内到场\"", "达成 90%"),
    ("定性 \"不低于上年\"", "达成"),
    ("不适用 \"本年不开展\"", ""),
    ("不适用", ""),
    (">= 1,200.5 公里", "1300 公里"),
    ("<= 3‰", "2.5‰"),
    (">= 240 件/万人", "250 件/万人"),
    (">= 80 亿元", "80.5 亿元"),
    (">= 25 万人次", "26.3 万人次"),
    (">= 3.325 万亩", "3 万亩"),
    ("= 0 件", "0 件"),
    ("<= 1.2 万元/公里", "1.1 万元/公里"),
    (">= 5", "6"),
    ("同比 >= 5%", "6%"),
    (">= 95%", "97.2%"),
];

/// Groups as frameworks of the prelude have them.
const GROUPS: &[(&str, &str, &str)] = &[
    ("财政部2020", "产出指标", "数量指标"),
    ("财政部2020", "产出指标", "质量指标"),
    ("财政部2020", "产出指标", "成本指标"),
    ("财政部2020", "效益指标", "社会效益指标"),
    ("财政部2020", "效益指标", "可持续影响指标"),
    ("财政部2020", "满意度指标", "服务对象满意度指标"),
    ("财政部2021", "成本指标", "经济成本指标"),
    ("财政部2021", "产出指标", "数量指标"),
    ("财政部2021", "产出指标", "时效指标"),
    ("财政部2021", "效益指标", "生态效益指标"),
    ("财政部2021", "满意度指标", "服务对象满意度指标"),
    ("部门整体", "产出指标", "质量指标"),
    ("部门整体", "成本指标", ""),
    ("部门整体", "效益指标", "经济效益指标"),
    ("部门整体", "可持续影响指标", ""),
    ("部门整体", "满意度指标", "服务对象满意度指标"),
];

const TEXTS: &[&str] = &[
    "",
    "深化改革试验。",
    "完成养护里程 120 公里，群众满意度达到 90% 以上。",
    "一、产出指标明显提升；\n二、效益指标有所改善。\n合计投入 30 万元。",
    "注：按《办法》（穗府〔2021〕14号）执行, 含“三公”经费",
    "目标：把它做深，\"再\"上台阶",
];

const AMOUNTS: &[&str] = &["1,097.01 万元", "0.00 万元", "30 万元", "28.5 亿元", "300,000.55 元", "12 万元"];

const OWNERS: &[&str] =
    &["道路养护", "村级公共服务（二期）", "第12届运动会-开幕式", "绩效目标管理平台", "2024年度专项"];

/// One indicator: group, name, target, whether with a cycle, core, whether there is a value.
type Line = (usize, usize, usize, bool, bool, bool);

#[derive(Debug, Clone)]
struct Generated {
    framework: &'static str,
    name: &'static str,
    goal: usize,
    budget: Vec<usize>,
    tasks: Vec<(usize, usize, usize)>,
    lines: Vec<Line>,
}

fn generated() -> impl Strategy<Value = Generated> {
    let line = (
        0..GROUPS.len(),
        0..NAMES.len() - 6,
        0..TARGETS.len(),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.9),
    );
    let tasks = prop::collection::vec((0..TEXTS.len(), 0..AMOUNTS.len(), 0..TEXTS.len()), 0..3);
    (
        prop::sample::select(vec!["财政部2020", "财政部2021", "部门整体"]),
        prop::sample::select(OWNERS),
        0..TEXTS.len(),
        prop::collection::vec(0..AMOUNTS.len(), 0..6),
        tasks,
        prop::collection::vec(line, 1..9),
    )
        .prop_map(|(framework, name, goal, budget, tasks, lines)| Generated {
            framework,
            name,
            goal,
            budget,
            tasks,
            lines,
        })
}

impl Generated {
    fn is_department(&self) -> bool {
        self.framework == "部门整体"
    }

    /// The lines by group, each name once.
    fn grouped(&self) -> Vec<(&'static str, &'static str, Vec<Line>)> {
        let own: Vec<_> = GROUPS.iter().filter(|(framework, ..)| *framework == self.framework).collect();
        let mut seen = Vec::new();
        let mut groups: Vec<(&str, &str, Vec<Line>)> = own.iter().map(|(_, one, two)| (*one, *two, vec![])).collect();
        for line in &self.lines {
            if !seen.contains(&line.1) {
                seen.push(line.1);
                // A rate without its sign is read as one with it.
                let is_rate = NAMES[line.1].contains(['率', '度']);
                let target = if is_rate && TARGETS[line.2].0 == ">= 5" { 0 } else { line.2 };
                groups[line.0 % own.len()].2.push((line.0, line.1, target, line.3, line.4, line.5));
            }
        }
        // A framework wants an indicator that is assessed in each of its level-1 groups.
        for at in 0..groups.len() {
            let assessed = |line: &Line| !TARGETS[line.2].0.starts_with("不适用");
            let one = groups[at].0;
            if !groups.iter().any(|(name, _, lines)| *name == one && lines.iter().any(assessed)) {
                groups[at].2.push((0, NAMES.len() - 1 - at, 0, false, false, true));
            }
        }
        groups.retain(|(_, _, lines)| !lines.is_empty());
        groups
    }

    fn plan(&self) -> String {
        let text = |at: usize| format!("\"\"\"\n{}\n\"\"\"", TEXTS[at]);
        let word = if self.is_department() { "部门" } else { "项目" };
        let mut out = format!("{word} \"{}\" {{\n年度 2024\n框架 {}\n", self.name, self.framework);
        if !self.budget.is_empty() {
            let lines = |at: &[usize], names: &[&str]| -> String {
                at.iter().zip(names).map(|(at, name)| format!("{name} {}\n", AMOUNTS[*at])).collect()
            };
            let (left, right) = self.budget.split_at(self.budget.len().div_ceil(2));
            if self.is_department() {
                let _ = writeln!(out, "预算 {{\n支出 {{\n{}}}", lines(left, &["基本支出", "项目支出", "其他支出"]));
                let right = lines(right, &["财政拨款", "其他资金", "上年结转"]);
                let _ =
                    writeln!(out, "{}}}", if right.is_empty() { right } else { format!("收入来源 {{\n{right}}}\n") });
            } else {
                let _ = writeln!(out, "预算 {{\n{}}}", lines(&self.budget, &["财政拨款", "其他资金", "上年结转资金"]));
            }
        }
        if !TEXTS[self.goal].is_empty() {
            let _ = writeln!(out, "总体目标 {}", text(self.goal));
        }
        for (at, (content, funds, aim)) in self.tasks.iter().enumerate() {
            let _ = writeln!(out, "任务 第{at}项工作 {{\n资金 {}", AMOUNTS[*funds]);
            for (word, at) in [("内容", content), ("目标", aim)] {
                if !TEXTS[*at].is_empty() {
                    let _ = writeln!(out, "{word} {}", text(*at));
                }
            }
            out += "}\n";
        }
        let mut open = "";
        for (one, two, lines) in self.grouped() {
            if open != one {
                let _ = writeln!(out, "{}{one} {{", if open.is_empty() { "" } else { "}\n" });
                open = one;
            }
            if !two.is_empty() {
                let _ = writeln!(out, "{two} {{");
            }
            for (_, name, target, cycle, core, _) in &lines {
                let core = if *core { ", 核心" } else { "" };
                let cycle = if *cycle { format!(" {{\n周期 {}\n}}", TARGETS[*target].0) } else { String::new() };
                let _ = writeln!(out, "\"{}\" {}{core}{cycle}", NAMES[*name], TARGETS[*target].0);
            }
            out += if two.is_empty() { "" } else { "}\n" };
        }
        out + "}\n}\n"
    }

    fn actuals(&self) -> String {
        let mut out = format!("实际 \"{}\" 2024 {{\n", self.name);
        for (_, _, lines) in self.grouped() {
            for (_, name, target, _, core, reached) in &lines {
                let (target, actual) = TARGETS[*target];
                if *reached && !target.starts_with("不适用") {
                    let reason = if *core { ", 原因 \"进度滞后，“两期”未办\"" } else { "" };
                    let _ = writeln!(out, "\"{}\" = {actual}{reason}", NAMES[*name]);
                }
            }
        }
        out + "预算 {\n年初预算数 30 万元\n全年预算数 30 万元\n全年执行数 28.5 万元\n}\n}\n"
    }
}

/// Each way of writing a form.
fn files(form: Form) -> [(&'static str, Vec<u8>); 4] {
    let forms = [form];
    [
        ("表.xlsx", xlsx::workbook(&forms).unwrap()),
        ("表.docx", docx::docx(&forms).unwrap()),
        ("表.html", html::html(&forms).into_bytes()),
        ("表.csv", csv::csv(&forms).into_bytes()),
    ]
}

/// What a declaration form holds.
fn declared(model: &Model, declaration: &Declaration) -> String {
    let units = &model.units;
    let mut out = format!("{:?} {} {:?}\n", declaration.kind, declaration.name, declaration.year);
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("⏎");
    for text in declaration.texts.iter().filter(|text| text.kind.word() == "总体目标") {
        let _ = writeln!(out, "总体目标 {}", lines(&text.text));
    }
    for line in &declaration.budget {
        let parent = line.parent.map_or("", |at| &declaration.budget[at].name);
        let amount = line.amount.map(|amount| units.in_base(amount.number, amount.unit).to_string());
        let _ = writeln!(out, "预算 {parent}.{} {amount:?}", line.name);
    }
    for task in &declaration.tasks {
        let funds = task.funds.map(|(funds, _)| units.in_base(funds.number, funds.unit).to_string());
        let _ = writeln!(out, "任务 {} {funds:?}", task.name);
        for text in &task.texts {
            let _ = writeln!(out, "  {} {}", text.kind.word(), lines(&text.text));
        }
    }
    out + &indicators(model, declaration, true, |_| String::new())
}

fn indicators(model: &Model, declaration: &Declaration, cycles: bool, weight: impl Fn(&Weight) -> String) -> String {
    let mut out = String::new();
    for line in &declaration.indicators {
        let group = &declaration.groups[line.group as usize];
        let one = group.parent.map_or("", |at| &declaration.groups[at].name);
        let goal = |goal: &declaration_goal::Goal| {
            let reason = match goal {
                declaration_goal::Goal::NotApplicable(Some(reason)) => reason.to_string(),
                _ => String::new(),
            };
            let kind = format!("{goal:?}").split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
            format!("{kind} {}{reason}", show::goal(goal, &model.units))
        };
        let cycle = line.extras.as_ref().and_then(|extras| extras.cycle.as_ref()).filter(|_| cycles).map(goal);
        let _ = writeln!(
            out,
            "{one}.{} {}{} {:?} 周期 {cycle:?}{}",
            group.name,
            line.name,
            if line.core { " 核心" } else { "" },
            line.goal.as_ref().map(goal),
            weight(&line.weight),
        );
    }
    out
}

use heng::model::value as declaration_goal;

fn imported(bytes: &[u8], file: &str) -> (String, String, String) {
    let read = import::read(bytes, file).unwrap_or_else(|finding| panic!("{file}: {finding:?}"));
    let written = import::write(&read, &Options { stem: "表".to_owned(), ..Options::default() });
    let doubts: String = written
        .repairs
        .iter()
        .filter(|line| line.certainty.needs_a_look())
        .map(|line| format!("{} {:?}\n", line.field, line.message))
        .collect();
    (written.plan, written.actuals.unwrap_or_default(), doubts)
}

fn compiled(text: &str) -> Model {
    let model = model("往返.heng", text);
    assert!(!model.has_errors(), "{:#?}\n{text}", model.diagnostics);
    model
}

proptest! {
    #![proptest_config(crate::chance::cases(24))]

    #[test]
    fn a_declaration_comes_back_from_its_form(plan in generated()) {
        let text = plan.plan();
        let own = compiled(&text);
        let expected = declared(&own, &own.declarations[0]);
        for (file, bytes) in files(declare::form(&own, &own.declarations[0])) {
            let (again, _, doubts) = imported(&bytes, file);
            let found = compiled(&again);
            let found = declared(&found, &found.declarations[0]);
            prop_assert!(found == expected, "{}\n{}\n{}\n{}", file, changed(&expected, &found), &again, doubts);
        }
    }

    #[test]
    fn a_scored_declaration_comes_back_from_its_form(plan in generated()) {
        let text = format!("{}\n{}", plan.plan(), plan.actuals());
        let own = compiled(&text);
        let expected = assessed(&own);
        for (file, bytes) in files(assessment(&own)) {
            let (again, actuals, doubts) = imported(&bytes, file);
            let found = compiled(&format!("{again}\n{actuals}"));
            let found = assessed(&found);
            let changed = changed(&expected, &found);
            prop_assert!(found == expected, "{}\n{}\n{}\n{}\n{}", file, changed, &again, &actuals, doubts);
        }
    }
}

/// The lines of which there is one only on one side.
fn changed(expected: &str, found: &str) -> String {
    let missing = expected.lines().filter(|line| !found.lines().any(|other| other == *line));
    let more = found.lines().filter(|line| !expected.lines().any(|other| other == *line));
    missing.map(|line| format!("- {line}\n")).chain(more.map(|line| format!("+ {line}\n"))).collect()
}

/// The self-evaluation form of the first declaration.
fn assessment(model: &Model) -> Form {
    let plan = plan::plan(model, 0).unwrap();
    let blocks: Vec<_> = model.actuals.iter().map(|block| block.raw.clone()).collect();
    let bound = bind(&plan, &blocks);
    let card = score(&plan, &bound.actuals);
    let locate = |_| String::new();
    let report = Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &[], locate: &locate };
    assess::form(&Assessed { report: &report, declaration: &model.declarations[0], department: None }).0
}

/// What a self-evaluation form holds: weights, values, reasons, what was spent, the scores.
fn assessed(model: &Model) -> String {
    let declaration: &declaration::Declaration = &model.declarations[0];
    let plan = plan::plan(model, 0).unwrap();
    let blocks: Vec<_> = model.actuals.iter().map(|block| block.raw.clone()).collect();
    let bound = bind(&plan, &blocks);
    let card = score(&plan, &bound.actuals);
    let mut out = format!("{:?} {} {:?}\n", declaration.kind, declaration.name, declaration.year);
    out += &indicators(model, declaration, false, |weight| format!(" {} 分", weight.value));
    for (line, scored) in plan.lines.iter().zip(&card.lines) {
        let _ = writeln!(out, "{} {:?} {:?}", line.name, scored.verdict, scored.attainment);
    }
    for (line, scored) in bound.actuals.lines.iter().zip(&card.lines) {
        let _ = writeln!(out, "{:?} {:?} {:?}", line.reason, scored.rounded, scored.verdict);
    }
    let amount = |actual: &Actual| match &actual.value {
        Value::Number(measure) => measure.value.to_decimal(6),
        other => panic!("{other:?}"),
    };
    let budget = bound.actuals.budget.as_ref();
    let _ = writeln!(out, "{:?}", budget.map(|budget| (amount(&budget.planned), amount(&budget.executed))));
    out
}
