//! The formulas of the scored form, recalculated by LibreOffice where it is installed: every
//! cell has to equal the score, also after the actual values in the workbook were changed.

use std::io::{Cursor, Read, Write};
use std::process::Command;

use heng::exact::{Exact, Rounding};
use heng::forms::assess::Assessed;
use heng::forms::{beside, xlsx};
use heng::model::Declaration;
use heng::plan::{Goal, Plan};
use heng::report::Report;
use heng::score::actuals::{Actual, Actuals, Measure, Value};
use heng::score::{Points, Scorecard, score};
use heng::table::sheet::{self, Content, Sheet, Workbook};
use heng::terms::{Direction, Judgement};

use crate::cli::heng;
use crate::plan_maker::{PlanMaker, actuals, decimal, exact, value};

/// Settings under which LibreOffice calculates every formula when it opens a workbook.
const RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// The workbooks as LibreOffice opens and saves them; none where it is not installed.
pub fn saved(books: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
    through_libreoffice(books, None)
}

fn through_libreoffice(books: &[Vec<u8>], settings: Option<&str>) -> Option<Vec<Vec<u8>>> {
    let here = tempfile::tempdir().unwrap();
    let user = here.path().join("profile/user");
    std::fs::create_dir_all(&user).unwrap();
    if let Some(settings) = settings {
        std::fs::write(user.join("registrymodifications.xcu"), settings).unwrap();
    }
    let names: Vec<String> = (0..books.len()).map(|at| format!("{at}.xlsx")).collect();
    for (name, bytes) in names.iter().zip(books) {
        std::fs::write(here.path().join(name), bytes).unwrap();
    }
    let profile = format!("-env:UserInstallation=file://{}", here.path().join("profile").display());
    let ran = Command::new("soffice")
        .current_dir(here.path())
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir", "out"])
        .args(&names)
        .output();
    if ran.is_err() {
        eprintln!("没有 soffice，没有重算公式");
        return None;
    }
    Some(names.iter().map(|name| std::fs::read(here.path().join("out").join(name)).unwrap()).collect())
}

/// The workbooks with every formula calculated anew.
pub fn recalculated(books: &[Vec<u8>]) -> Option<Vec<Workbook>> {
    Some(
        through_libreoffice(books, Some(RECALCULATE))?
            .iter()
            .map(|bytes| sheet::read(bytes, "表.xlsx").unwrap())
            .collect(),
    )
}

/// The row with a text in a column.
fn row_of(sheet: &Sheet, column: u32, text: &str) -> u32 {
    let found = sheet.rows.iter().find(|row| row.get(column).text() == text);
    found.unwrap_or_else(|| panic!("no row {text}")).index
}

fn cell(sheet: &Sheet, row: u32, column: u32) -> String {
    let found = sheet.rows.iter().find(|found| found.index == row).map(|row| row.get(column).clone());
    match found.unwrap_or(Content::Empty) {
        Content::Number(number) => number.round_dp(9).normalize().to_string(),
        other => other.text(),
    }
}

fn points(points: &Points) -> String {
    match points {
        Points::Exactly(points) => points.to_decimal(9).unwrap(),
        Points::Between(_) => "待定".to_owned(),
    }
}

/// What differs between the form and the scorecard.
fn differences(sheet: &Sheet, plan: &Plan, card: &Scorecard) -> Vec<String> {
    let mut wrong = Vec::new();
    for (line, scored) in plan.lines.iter().zip(&card.lines) {
        let row = row_of(sheet, 3, &format!("{}{}", if line.core { "★" } else { "" }, line.name));
        let (found, verdict) = (cell(sheet, row, 7), cell(sheet, row, 11));
        let expected = points(&scored.rounded);
        if found != expected {
            let actual = cell(sheet, row, 5);
            let (goal, rule) = (&line.goal, &line.rule);
            wrong.push(format!("{}: {found}, not {expected}: actual {actual}, {goal:?} {rule:?}", line.name));
        }
        if verdict != scored.verdict.word() {
            wrong.push(format!("{}: {verdict}, not {}", line.name, scored.verdict.word()));
        }
    }
    if let Some(scored) = &card.execution {
        let (found, expected) = (cell(sheet, row_of(sheet, 1, "年度资金总额"), 8), points(&scored.rounded));
        if found != expected {
            wrong.push(format!("预算执行率: {found}, not {expected}"));
        }
    }
    let total = row_of(sheet, 0, "总分");
    let expected = match &card.total {
        Points::Exactly(points) => points.to_decimal(9).unwrap(),
        Points::Between(bounds) => {
            let framework = &plan.framework;
            let shown = |points: &Exact| points.to_fixed(framework.places, framework.rounding);
            format!("{} – {}", shown(&bounds.0), shown(&bounds.1))
        }
    };
    if cell(sheet, total, 7) != expected {
        wrong.push(format!("总分 {}, not {expected}", cell(sheet, total, 7)));
    }
    if let Some(grading) = card.grade {
        let (low, high) = grading.names(&plan.framework.grades);
        let grade = if low == high { low.to_owned() } else { format!("{low} 或 {high}") };
        if cell(sheet, total, 8) != format!("等级：{grade}") {
            wrong.push(format!("{}, not {grade}", cell(sheet, total, 8)));
        }
    }
    wrong
}

const EXAMPLES: [(&str, &str); 4] = [
    ("examples/知识产权局/2024.heng", "examples/知识产权局/2024实际.xlsx"),
    ("examples/满意度调查/2024.heng", "examples/满意度调查/2024实际.heng"),
    ("examples/县域项目/2024.heng", "examples/县域项目/2024实际.heng"),
    ("examples/道路改造/2024.heng", "examples/道路改造/2024实际.csv"),
];

#[test]
fn the_examples_come_to_their_scores() {
    let here = tempfile::tempdir().unwrap();
    let root = std::env::current_dir().unwrap();
    let mut books = Vec::new();
    let mut expected = Vec::new();
    for (at, (plan, values)) in EXAMPLES.iter().enumerate() {
        let file = here.path().join(format!("{at}.xlsx"));
        let ran = heng(&root, &["score", plan, "-a", values, "-o", file.to_str().unwrap()]);
        assert!(ran.code == 0 || ran.code == 3, "{plan}: {}", ran.err);
        books.push(std::fs::read(&file).unwrap());
        let json = heng(&root, &["score", plan, "-a", values, "--format", "json"]).out;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        expected.push(match json {
            serde_json::Value::Array(all) => all,
            one => vec![one],
        });
    }
    let stored: Vec<Workbook> = books.iter().map(|bytes| sheet::read(bytes, "自评表.xlsx").unwrap()).collect();
    let calculated = recalculated(&books).unwrap_or_default();
    for books in [&stored, &calculated] {
        for (book, expected) in books.iter().zip(&expected) {
            let forms = book.sheets.iter().filter(|sheet| sheet.rows.iter().any(|row| row.get(0).text() == "总分"));
            let forms: Vec<&Sheet> = forms.collect();
            assert_eq!(forms.len(), expected.len());
            for (form, card) in forms.iter().zip(expected) {
                for line in card["indicators"].as_array().unwrap() {
                    let name = line["name"].as_str().unwrap();
                    let row = form.rows.iter().find(|row| row.get(3).text().trim_start_matches('★') == name).unwrap();
                    let score = decimal(line["score"].as_str().unwrap()).normalize().to_string();
                    assert_eq!(cell(form, row.index, 7), score, "{name}");
                    assert_eq!(cell(form, row.index, 11), line["verdict"].as_str().unwrap(), "{name}");
                }
                let total = row_of(form, 0, "总分");
                let expected = decimal(card["total"].as_str().unwrap()).normalize().to_string();
                assert_eq!(cell(form, total, 7), expected);
                assert_eq!(cell(form, total, 8), format!("等级：{}", card["grade"].as_str().unwrap()));
            }
        }
    }
}

/// A declaration that says nothing but its name.
fn declaration(plan: &Plan) -> Declaration {
    let source = format!("项目 {} {{\n}}\n", plan.name);
    crate::compile::model("空.heng", &source).declarations.remove(0)
}

/// The workbook of a plan with some values.
fn workbook(plan: &Plan, actuals: &Actuals) -> Vec<u8> {
    let card = score(plan, actuals);
    let locate = |_| String::new();
    let report = Report { plan, actuals, card: &card, findings: &[], locate: &locate };
    let declaration = declaration(plan);
    xlsx::workbook(&beside::workbook(&[Assessed { report: &report, declaration: &declaration, department: None }]))
        .unwrap()
}

/// Fills values into cells of the first sheet, as a person would.
pub fn filled(book: &[u8], cells: &[(String, String)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let mut text = String::from_utf8(bytes).unwrap();
            for (cell, value) in cells {
                let start = text.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
                let head = start + text[start..].find('>').unwrap();
                let empty = text[..head].ends_with('/');
                let end = if empty { head + 1 } else { head + text[head..].find("</c>").unwrap() + 4 };
                let style = text[start..head].split("s=\"").nth(1).map_or("0", |rest| rest.split('"').next().unwrap());
                let new = match value.parse::<rust_decimal::Decimal>() {
                    Ok(_) => format!("<c r=\"{cell}\" s=\"{style}\"><v>{value}</v></c>"),
                    Err(_) => format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
                };
                text.replace_range(start..end, &new);
            }
            bytes = text.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A small generator, the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len() as u64) as usize]
    }
}

const RULES: [&str; 12] = [
    "比例",
    "比例 及格60%",
    "门槛 60%",
    "门槛 60% 及格70%",
    "线性",
    "线性 及格50%",
    "达标",
    "等级",
    "分档",
    "插值",
    "扣分",
    "扣分零头",
];

/// A line of any kind with a value on, beside or far from a boundary.
fn add_line(maker: &mut PlanMaker, dice: &mut Dice, at: usize) -> Actual {
    let weight = dice.pick(&["2.5", "10", "3.33", "0.75", "7", "12.5", "0"]);
    let kind = dice.roll(14);
    let name = format!("指标{at}");
    match kind {
        0 => {
            maker.line(&name, dice.pick(&["<= 2024-10-31", "< 2024-10-31", "= 2024-10-31"]), weight);
            if dice.roll(2) == 0 {
                let rule = maker.rule(dice.pick(&[
                    "扣分 每晚 1 天 扣 0.5",
                    "扣分 每晚 7 天 扣 1 舍去",
                    "扣分 每晚 7 天 扣 1 进位",
                ]));
                last(maker).rule = rule;
            }
            let day = dice.pick(&["2024-10-31", "2024-11-01", "2024-10-01", "2024-11-07", "2024-11-14", "2024-12-31"]);
            return value(Value::Date(day.parse().unwrap()));
        }
        1 => {
            maker.line(&name, dice.pick(&["是", "否"]), weight);
            return value(Value::YesNo(dice.roll(2) == 0));
        }
        2 => {
            maker.line(&name, "定性 显著提升", weight);
            let judgement =
                [Judgement::Met, Judgement::Partly, Judgement::Missed].into_iter().nth(dice.roll(3) as usize);
            let stated = ["", "0", "2", "2.5", "6", "8", "9.999"][dice.roll(7) as usize];
            let stated = (!stated.is_empty()).then(|| decimal(stated));
            return Actual { stated, ..value(Value::Judged { judgement, share: None }) };
        }
        3 => {
            maker.line(&name, "不适用", "0");
            return Actual::default();
        }
        _ => {}
    }
    let target = dice.pick(&["800", "0.7", "80.37", "3", "1", "95", "0", "-5", "18000", "7999.99"]);
    let unit = dice.pick(&["件", "%", "件"]);
    let written = match dice.roll(9) {
        0 => format!("{target} ~ {} {unit}", decimal(target) + decimal("20.5")),
        1 => format!("{} 上年 * 105%", dice.pick(&[">=", "<="])),
        2 => format!("同比 {} {}", dice.pick(&[">=", ">"]), dice.pick(&["5%", "0.1%", "12.5%", "0%"])),
        _ => format!("{} {target} {unit}", dice.pick(&[">=", ">", "=", "<", "<=", ">=", "<="])),
    };
    maker.line(&name, &written, weight);
    let previous = maker.quantity(&format!("{} {unit}", dice.pick(&["760", "21500", "93.1", "0.4"])));
    let line = last(maker);
    line.previous = Some(previous);
    if written.starts_with('=') && dice.roll(2) == 0 {
        line.direction = Some(Direction::Negative);
    }
    let level = match &line.goal {
        Goal::Quantity { value, .. } => Exact::from(value.number),
        Goal::Range { low, .. } => Exact::from(low.number),
        Goal::Previous { factor, .. } => &Exact::from(previous.number) * factor,
        Goal::Growth { rate, .. } => &Exact::from(previous.number) * &(&Exact::ONE + rate),
        _ => Exact::ZERO,
    };
    let rule = match dice.pick(&RULES) {
        "分档" => {
            let bound = level.to_decimal(6).unwrap();
            let text =
                format!("完成率 >= 100% 100%; 完成率 > 90% 80%; 实际 >= {bound} 60%; 完成率 >= 60% 1.5; 其余 0%");
            maker.bands(&text)
        }
        "插值" => maker.points("60% 0%; 80% 60%; 100% 100%"),
        "扣分" => maker.rule(dice.pick(&["扣分 每低 1 % 扣 0.5", "扣分 每高 1 % 扣 0.3"])),
        "扣分零头" => maker.rule(dice.pick(&[
            "扣分 每低 1 % 扣 0.5 舍去",
            "扣分 每低 1 % 扣 0.5 进位",
            "扣分 每高 2 % 扣 0.25 舍去",
            "扣分 每高 1 % 扣 0.3 进位",
        ])),
        other => maker.rule(other),
    };
    last(maker).rule = rule;
    let stated = dice.roll(3) == 0;
    let times = dice.pick(&[
        "1", "0.6", "0.7", "0.8", "0.9", "0.95", "2", "1.25", "0.97", "0.993", "1.07", "0.333", "-1", "0", "1.5",
        "0.845",
    ]);
    let off = dice.pick(&["0", "0", "0", "0.01", "-0.01", "0.000001", "-0.000001", "123.4"]);
    let actual = (&(&level * &exact(times)) + &exact(off)).to_fixed(6, Rounding::HalfUp);
    let actual = decimal(&actual).normalize();
    let judged = stated && matches!(last(maker).rule.method, heng::plan::Method::Judged(_));
    Actual { stated: judged.then(|| decimal("2")), ..value(Value::Number(Measure::plain(actual))) }
}

/// A framework with one way of rounding or another, and one rule for the execution.
fn vary(maker: &mut PlanMaker, dice: &mut Dice) {
    let rule = match dice.roll(3) {
        0 => maker.bands("完成率 >= 100% 100%; 完成率 >= 80% 70%; 完成率 >= 60% 50%; 其余 0%"),
        1 => maker.rule("门槛 60%"),
        _ => maker.rule("比例"),
    };
    let framework = maker.framework();
    framework.execution = Some(heng::plan::Execution { weight: exact("10"), rule });
    framework.places = dice.roll(3) as u32;
    framework.rounding =
        [Rounding::HalfUp, Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up][dice.roll(5) as usize];
}

/// A budget executed to the full, to a boundary of the bands, or somewhere.
fn budget(dice: &mut Dice) -> heng::score::actuals::Budget {
    let planned = decimal("10125.93");
    let share = decimal(dice.pick(&["1", "0.8", "0.6", "0.97", "1.02"]));
    let executed = planned * share + decimal(dice.pick(&["0", "0", "0.01", "-0.01"]));
    let figure = |number: rust_decimal::Decimal| value(Value::Number(Measure::plain(number)));
    heng::score::actuals::Budget { planned: figure(planned), executed: figure(executed) }
}

fn last(maker: &mut PlanMaker) -> &mut heng::plan::Line {
    maker.last_line()
}

/// What is typed into the cell of a value.
fn typed(plan: &Plan, at: usize, actual: &Actual) -> Option<String> {
    Some(match &actual.value {
        Value::Number(measure) => {
            let percent = heng::score::own_unit(&plan.lines[at]).is_some_and(|unit| &*plan.units.get(unit).text == "%");
            let number = if percent { measure.number / decimal("100") } else { measure.number };
            number.normalize().to_string()
        }
        Value::Date(date) => {
            let epoch: jiff::civil::Date = "1899-12-30".parse().unwrap();
            epoch.until(*date).unwrap().get_days().to_string()
        }
        Value::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Judged { judgement, .. } => judgement.map(Judgement::word)?.to_owned(),
        Value::Missing | Value::Unusable(_) | Value::Growth(_) => return None,
    })
}

#[test]
fn values_filled_into_an_empty_form_come_to_the_score() {
    let mut dice = Dice(20_240_731);
    let (mut books, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..12 {
        let mut maker = PlanMaker::new();
        maker.group("产出指标", None);
        maker.group("数量指标", Some(0));
        vary(&mut maker, &mut dice);
        let values: Vec<Actual> = (0..60).map(|at| add_line(&mut maker, &mut dice, at)).collect();
        let plan = maker.plan();
        let nothing = Actuals { lines: vec![Actual::default(); plan.lines.len()], ..Actuals::default() };
        let empty = workbook(&plan, &nothing);
        let form = &sheet::read(&empty, "空.xlsx").unwrap().sheets[0];
        let mut cells = Vec::new();
        for (at, actual) in values.iter().enumerate() {
            let row = row_of(form, 3, &plan.lines[at].name) + 1;
            cells.extend(typed(&plan, at, actual).map(|text| (format!("F{row}"), text)));
            cells.extend(actual.stated.map(|points| (format!("M{row}"), points.to_string())));
        }
        let actuals = Actuals { budget: Some(budget(&mut dice)), ..actuals(values) };
        let row = row_of(form, 1, "年度资金总额") + 1;
        let figures = actuals.budget.as_ref().unwrap();
        for (column, figure) in [("E", &figures.planned), ("F", &figures.executed)] {
            let Value::Number(measure) = &figure.value else { panic!() };
            cells.push((format!("{column}{row}"), measure.number.to_string()));
        }
        let card = score(&plan, &actuals);
        // Both ways: filled in later, and written with the values.
        books.push(filled(&empty, &cells));
        books.push(workbook(&plan, &actuals));
        expected.push((plan, card));
    }
    let Some(calculated) = recalculated(&books) else { return };
    let mut wrong = Vec::new();
    for (at, book) in calculated.iter().enumerate() {
        let (plan, card) = &expected[at / 2];
        wrong.extend(differences(&book.sheets[0], plan, card).into_iter().map(|text| format!("{at}: {text}")));
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}
