//! Rows of tables against a plan: what is matched, what is read for what it means, what is
//! reported. Each case is a target, a cell and what comes of it.

use heng::diag::Severity;
use heng::exact::{Exact, Rounding};
use heng::plan::{BinaryOp, Expr, Plan, Quantity};
use heng::score::actuals::{Origin, RawActual, RawActuals, RawBudget, RawValue, Unusable, Value};
use heng::score::{Bound, Points, Problem, ReasonFor, Scorecard, bind, explain, score};
use heng::terms::{Judgement, Sign, Verdict};
use rust_decimal::Decimal;
use std::sync::Arc;

use crate::plan_maker::{PlanMaker, decimal, exact, raw, row, rule_of};

fn cell(name: &str, value: RawValue, text: &str, at: &str) -> RawActual {
    let origin = Origin::Cell { file: "2024.xlsx".into(), sheet: Some("自评".into()), cell: at.into() };
    RawActual { text: text.into(), origin, ..row(name, value) }
}

fn table(rows: Vec<RawActual>) -> RawActuals {
    RawActuals { title: "2024.xlsx".into(), rows, budget: None }
}

fn codes(bound: &Bound) -> Vec<&'static str> {
    bound.findings.iter().map(|finding| finding.code).collect()
}

/// A plan of one line and one cell.
fn one(target: &str, value: RawValue) -> (Plan, Bound, Scorecard) {
    one_row(target, cell("指标", value, "原文", "E12"))
}

fn one_row(target: &str, row: RawActual) -> (Plan, Bound, Scorecard) {
    let mut maker = PlanMaker::new();
    maker.line("指标", target, "10");
    let plan = maker.plan();
    let bound = bind(&plan, &[table(vec![row])]);
    let card = score(&plan, &bound.actuals);
    (plan, bound, card)
}

fn number(number: &str, unit: &str) -> RawValue {
    raw(number, unit)
}

fn points(card: &Scorecard) -> String {
    match &card.lines[0].rounded {
        Points::Exactly(points) => points.to_fixed(2, Rounding::HalfUp),
        Points::Between(bounds) => format!("{}–{}", bounds.0, bounds.1),
    }
}

#[test]
fn cells_are_read_for_their_target() {
    let date = |text: &str, day_known: bool| {
        let date: jiff::civil::Date = text.parse().unwrap();
        RawValue::Date { date, from: if day_known { date } else { date.first_of_month() } }
    };
    let judged = |judgement| RawValue::Judgement(judgement, None);
    let text = |text: &str| RawValue::Text(text.into());
    for (target, value, codes_wanted, points_wanted) in [
        (">= 800 件", number("760", "件"), &[][..], "9.50"),
        (">= 800 件", number("760", ""), &[], "9.50"),
        (">= 800 件", number("760", " 件 "), &[], "9.50"),
        (">= 800 件", number("760", "家"), &["E0505"], "0–10"),
        (">= 800 件", number("760", "仵"), &["E0506"], "0–10"),
        (">= 800 件", number("760", "%"), &["E0505"], "0–10"),
        (">= 80 亿元", number("76", "亿"), &["E0510"], "9.50"),
        (">= 80 亿元", number("760000", "万"), &["E0510"], "9.50"),
        (
            ">= 800 件",
            RawValue::Number { number: decimal("800"), unit: None, sign: Some(Sign::Ge) },
            &["E0507"],
            "10.00",
        ),
        (">= 800 件", text("较好"), &["E0511"], "0–10"),
        (">= 800 件", RawValue::YesNo(true), &["E0511"], "0–10"),
        (">= 800 件", date("2024-12-31", true), &["E0511"], "0–10"),
        (">= 800 件", judged(Judgement::Met), &["E0512"], "0–10"),
        (">= 800 件", judged(Judgement::Missed), &["E0512"], "0–10"),
        (">= 800 件", RawValue::Unreadable("公式错误 #DIV/0!".into()), &["E0513"], "0–10"),
        (">= 800 件", RawValue::Empty, &["E0502"], "0–10"),
        (">= 95 %", number("97.2", "%"), &[], "10.00"),
        (">= 95 %", number("972", "‰"), &[], "10.00"),
        (">= 95 %", number("97.2", ""), &[], "10.00"),
        (">= 95 %", number("0.97", ""), &["E0509"], "0–10"),
        (">= 95 %", number("1", ""), &["E0509"], "0–10"),
        (">= 95 %", number("0.97", "%"), &[], "0.10"),
        (">= 3 %", number("0.03", ""), &["E0509"], "0–10"),
        (">= 10 %", number("0.8", ""), &["E0509"], "0–10"),
        ("<= 0.8 %", number("0.5", ""), &[], "10.00"),
        (">= 95 %", number("0", ""), &[], "0.00"),
        (">= 95", number("97", "%"), &["E0509"], "0–10"),
        ("<= 2024-12-31", date("2024-12-30", true), &[], "10.00"),
        ("<= 2024-12-31", date("2025-01-01", true), &[], "0.00"),
        ("<= 2024-12-31", date("2024-12-31", false), &[], "10.00"),
        ("<= 2024-10-15", date("2024-10-31", false), &["E0515"], "0–10"),
        ("<= 2024-09-30", date("2024-10-31", false), &[], "0.00"),
        ("<= 2024-12-31", number("45657", ""), &["E0514"], "10.00"),
        ("<= 2024-12-31", number("20250101", ""), &["E0514"], "0.00"),
        ("<= 2024-12-31", number("12", "月"), &["E0511"], "0–10"),
        ("<= 2024-12-31", judged(Judgement::Met), &["E0512"], "0–10"),
        ("是", RawValue::YesNo(true), &[], "10.00"),
        ("否", RawValue::YesNo(true), &[], "0.00"),
        ("否", judged(Judgement::Met), &["E0546"], "10.00"),
        ("是", number("1", ""), &["E0511"], "0–10"),
        ("定性 显著提升", judged(Judgement::Met), &[], "10.00"),
        ("定性 显著提升", judged(Judgement::Partly), &[], "6–8"),
        ("定性 显著提升", RawValue::Judgement(Judgement::Met, Some(exact("90%"))), &[], "9.00"),
        ("定性 显著提升", text("显著 提升"), &["E0546"], "10.00"),
        ("定性 显著提升", text("有所提升"), &["E0516"], "0–10"),
        ("定性 显著提升", RawValue::YesNo(true), &["E0546"], "10.00"),
        ("定性 显著提升", number("100", "%"), &["E0516"], "0–10"),
        ("不适用", number("3", "件"), &["E0541"], "0–10"),
        (">= 上年", number("3", "件"), &[], "0–10"),
        ("同比 >= 5%", number("6.2", "%"), &["E0548"], "10.00"),
        ("同比 >= 5%", number("400", "家"), &[], "0–10"),
    ] {
        let (_, bound, card) = one(target, value.clone());
        assert_eq!(codes(&bound), codes_wanted, "{target} {value:?}");
        assert_eq!(points(&card), points_wanted, "{target} {value:?}");
    }
}

/// Last year 5200 万元.
fn after_last_year(target: &str, value: RawValue) -> (Bound, Scorecard) {
    let mut maker = PlanMaker::new();
    let previous = maker.quantity("5200 万元");
    maker.line("指标", target, "10").previous = Some(previous);
    let plan = maker.plan();
    let bound = bind(&plan, &[table(vec![cell("指标", value, "原文", "E12")])]);
    let card = score(&plan, &bound.actuals);
    (bound, card)
}

#[test]
fn a_value_beside_a_growth_is_no_growth_by_accident() {
    for (target, value, codes_wanted, points_wanted) in [
        ("同比 >= 8%", number("5500", "万元"), &[][..], "7.21"),
        ("同比 >= 8%", number("5500", "万"), &["E0510"], "7.21"),
        ("同比 >= 8%", number("5500", ""), &[], "7.21"),
        ("同比 >= 8%", number("5.77", "%"), &[], "7.21"),
        ("同比 >= 8%", number("5.77", ""), &["E0551"], "0–10"),
        ("同比 >= 8%", number("-5.77", ""), &["E0551"], "0–10"),
        ("同比 >= 8%", number("0", ""), &["E0551"], "0–10"),
        ("同比 <= -8%", number("2000", ""), &[], "10.00"),
        ("同比 <= -8%", number("12", ""), &["E0551"], "0–10"),
        ("同比 >= 8%", number("1.08", "倍"), &["E0505"], "0–10"),
        ("同比 >= 8%", number("5500", "亿元"), &["E0552"], "10.00"),
        (">= 上年 * 105%", number("5500", "亿元"), &["E0552"], "10.00"),
    ] {
        let (bound, card) = after_last_year(target, value.clone());
        assert_eq!(codes(&bound), codes_wanted, "{target} {value:?}");
        assert_eq!(points(&card), points_wanted, "{target} {value:?}");
    }
}

#[test]
fn a_value_far_too_good_for_its_unit_is_told_of() {
    for (target, value, codes_wanted) in [
        ("<= 2640 万元", number("2700", "元"), &["E0552"][..]),
        ("<= 2640 万元", number("2700", "万元"), &[]),
        ("<= 2640 万元", number("0", "元"), &[]),
        ("<= 2640 万元", number("2000000", "元"), &[]),
        (">= 4800 户", number("4950", "万"), &["E0510", "E0552"]),
        (">= 4800 户", number("4950", "万户"), &["E0552"]),
        (">= 4800 户", number("0.495", "万户"), &[]),
        (">= 4800 户", number("49500000", "户"), &[]),
        (">= 5200 万元", number("5200", "元"), &[]),
    ] {
        let (_, bound, _) = one(target, value.clone());
        assert_eq!(codes(&bound), codes_wanted, "{target} {value:?}");
    }
    let (_, bound, _) = one("<= 2640 万元", number("2700", "元"));
    assert!(bound.findings[0].message.contains("合 0.27 万元"), "{}", bound.findings[0].message);
    assert_eq!(bound.findings[0].help.as_deref(), Some("核对单位，例如是否应为 `2700 万元`"));
}

#[test]
fn a_bare_number_is_in_the_unit_of_the_target_as_far_as_that_is_in_reach() {
    for (target, text, codes_wanted, points_wanted) in [
        (">= 5 万人次", "5.2", &[][..], "10.00"),
        (">= 5 万人次", "60000", &["E0553"], "0–10"),
        (">= 5 万人次", "100", &[], "10.00"),
        (">= 5 万人次", "101", &["E0553"], "0–10"),
        (">= 5 万人次", "2500", &["E0553"], "0–10"),
        (">= 5 万人次", "1000001", &["E0553"], "0–10"),
        (">= 80 亿元", "8050000000", &["E0553"], "0–10"),
        (">= 80 亿元", "400000", &["E0553"], "0–10"),
        (">= 80 亿元", "4.1", &[], "0.51"),
        (">= 800000 元", "80", &["E0553"], "0–10"),
        (">= 20000 万元", "1.9", &["E0553"], "0–10"),
        (">= 800000 元", "0", &[], "0.00"),
        (">= 800000 元", "9000", &[], "0.11"),
        ("<= 90 万元", "850000", &["E0553"], "0–10"),
        ("<= 90 万元", "85", &[], "10.00"),
        ("8 ~ 10 万人", "90000", &["E0553"], "0–10"),
        (">= 5 万", "60000", &["E0553"], "0–10"),
        (">= 5 件", "60000", &[], "10.00"),
        ("<= 1.2 万元/户", "11000", &["E0553"], "0–10"),
    ] {
        let (_, bound, card) = one_row(target, cell("指标", number(text, ""), text, "E12"));
        assert_eq!(codes(&bound), codes_wanted, "{target} {text}");
        assert_eq!(points(&card), points_wanted, "{target} {text}");
    }
    let (_, bound, _) = one_row(">= 5 万人次", cell("指标", number("60000", ""), "60000", "E12"));
    let [found] = &bound.findings[..] else { panic!("one finding") };
    let message = "指标 `指标` 的实际完成值 `60000` 没有单位，分不清是 60000 万人次\
                   （是指标值 `≥ 5 万人次` 的 12000 倍）还是 60000 人次（合 6 万人次）";
    assert_eq!((found.severity, found.message.as_str()), (Severity::Error, message));
    assert_eq!(found.help.as_deref(), Some("写明 `60000 人次` 或 `60000 万人次`"));
}

#[test]
fn a_unit_in_the_heading_is_that_of_bare_numbers_of_its_kind() {
    for (target, heading, (text, value), codes_wanted, points_wanted) in [
        (">= 80 亿元", "万元", ("790000", number("790000", "")), &[][..], "9.88"),
        (">= 80 亿元", "万元", ("4000", number("4000", "")), &[], "0.05"),
        (">= 80 亿元", "万元", ("80亿元", number("80", "亿元")), &[], "10.00"),
        (">= 95 %", "%", ("97.2", number("97.2", "")), &[], "10.00"),
        (">= 95 %", "%", ("0.972", number("0.972", "")), &["E0509"], "0–10"),
        (">= 100 人", "万元", ("100", number("100", "")), &["E0529"], "10.00"),
        (">= 100 人", "%", ("95", number("95", "")), &["E0505"], "0–10"),
    ] {
        let row = RawActual { heading_unit: Some(heading.into()), ..cell("指标", value, text, "E12") };
        let (_, bound, card) = one_row(target, row);
        assert_eq!(codes(&bound), codes_wanted, "{target} {text}");
        assert_eq!(points(&card), points_wanted, "{target} {text}");
    }
}

#[test]
fn a_column_of_units_does_not_make_people_tens_of_thousands() {
    let row = |text: &str| cell("指标", number(text, "万人次"), text, "E12");
    assert_eq!(codes(&one_row(">= 1.5 万人次", row("14260")).1), ["E0553"]);
    assert_eq!(codes(&one_row(">= 1.5 万人次", row("1.426")).1), [""; 0]);
    // Written in the cell it is what it says.
    let whole = cell("指标", number("14260", "万人次"), "14260万人次", "E12");
    assert_eq!(points(&one_row(">= 1.5 万人次", whole).2), "10.00");
}

#[test]
fn what_only_says_that_it_falls_short_is_no_value() {
    let signed = |sign, target: &str| {
        let value = RawValue::Number { number: Decimal::TEN, unit: Some("家".into()), sign: Some(sign) };
        let (_, _, card) = one_row(target, cell("指标", value, "10家以下", "E12"));
        points(&card)
    };
    assert_eq!(signed(Sign::Lt, ">= 10 家"), "0–10");
    assert_eq!(signed(Sign::Le, ">= 10 家"), "0–10");
    assert_eq!(signed(Sign::Ge, ">= 10 家"), "10.00");
    assert_eq!(signed(Sign::Gt, "<= 10 家"), "0–10");
    assert_eq!(signed(Sign::Le, "<= 10 家"), "10.00");
}

#[test]
fn a_unit_in_the_name_is_the_unit_of_a_bare_number() {
    for (name, number_text, wanted) in
        [("指标（万元）", "760000", "9.50"), ("指标（单位：亿元）", "76", "9.50"), ("指标(累计)", "76", "9.50")]
    {
        let (_, bound, card) = one_row(">= 80 亿元", cell(name, number(number_text, ""), number_text, "E12"));
        assert_eq!(codes(&bound), [""; 0], "{name}");
        assert_eq!(points(&card), wanted, "{name}");
    }
}

#[test]
fn scores_of_people() {
    let stated = |target: &str, value, points: &str| {
        let row = RawActual { judged: Some(decimal(points)), ..cell("指标", value, "原文", "E12") };
        one_row(target, row)
    };
    let (_, bound, card) = stated("定性 显著提升", RawValue::Text("有所提升".into()), "7");
    assert_eq!((codes(&bound), card.findings.len()), (vec![], 0));
    assert_eq!((points(&card), card.lines[0].verdict), ("7.00".into(), Verdict::Missed));
    let (_, _, card) = stated("定性 显著提升", RawValue::Judgement(Judgement::Met, None), "7");
    assert_eq!((points(&card), card.findings[0].code), ("7–10".into(), "E0517"));
    assert_eq!(card.lines[0].problem, Some(Problem::OutOfBand));
    let (_, _, card) = stated(">= 800 件", number("760", "件"), "10");
    assert_eq!((points(&card), card.findings[0].code), ("9.50".into(), "E0545"));
    for agreeing in ["9.5", "9.50", "9.500", "10"] {
        // As far as it is written out: 9.5 is 9.50, and rounds to 10.
        let (_, _, card) = stated(">= 800 件", number("760", "件"), agreeing);
        assert_eq!(card.findings.is_empty(), agreeing.starts_with("9.5"), "{agreeing}");
    }
}

#[test]
fn nothing_is_dropped_in_silence() {
    let mut maker = PlanMaker::new();
    maker.line("PCT国际专利申请量", ">= 800 件", "10");
    maker.line("年度专利授权量", ">= 18000 件", "10");
    maker.line("扶持单位满意度", ">= 95 %", "10");
    let plan = maker.plan();
    let rows = vec![
        cell("指标1：PCT国际专利申请量", number("760", "件"), "760件", "E2"),
        cell("年度专利授权数", number("25000", "件"), "25000件", "E3"),
        cell("发文数量", number("3", "件"), "3件", "E4"),
    ];
    let bound = bind(&plan, &[table(rows)]);
    assert_eq!(codes(&bound), ["E0501", "E0501", "E0502", "E0502"]);
    assert_eq!(bound.findings[0].help.as_deref(), Some("是否应为 `年度专利授权量`"));
    assert_eq!(bound.findings[0].origin.to_string(), "2024.xlsx!自评!E3");
    assert!(bound.findings[3].message.contains("扶持单位满意度"));
    let card = score(&plan, &bound.actuals);
    assert_eq!((card.undecided, card.total.low(), card.total.high()), (2, &exact("9.5"), &exact("29.5")));
}

#[test]
fn doubled_rows_name_both_places() {
    for (first, second, code, wanted) in [
        (number("760", "件"), number("0.076", "万件"), "E0503", "9.50"),
        (number("760", "件"), RawValue::Empty, "E0503", "9.50"),
        (RawValue::Empty, number("760", "件"), "E0503", "9.50"),
        (number("760", "件"), number("761", "件"), "E0504", "0–10"),
    ] {
        let mut maker = PlanMaker::new();
        maker.line("指标", ">= 800 件", "10");
        let plan = maker.plan();
        let sources = [table(vec![cell("指标", first, "甲", "E2")]), table(vec![cell("指标", second, "乙", "E9")])];
        let bound = bind(&plan, &sources);
        assert_eq!(codes(&bound), [code]);
        let finding = &bound.findings[0];
        assert_eq!(finding.origin.to_string(), "2024.xlsx!自评!E9");
        assert_eq!(finding.related[0].0.to_string(), "2024.xlsx!自评!E2");
        let card = score(&plan, &bound.actuals);
        assert_eq!(points(&card), wanted);
        assert_eq!(bound.actuals.lines[0].value == Value::Unusable(Unusable::Conflict), code == "E0504");
    }
}

#[test]
fn groups_tell_apart_lines_of_one_name() {
    let mut maker = PlanMaker::new();
    maker.group("产出指标", None);
    maker.group("数量指标", Some(0));
    maker.group("质量指标", Some(0));
    maker.line_in(1, "完成率", ">= 100 %", "10");
    maker.line_in(2, "完成率", ">= 100 %", "10");
    let plan = maker.plan();
    let grouped = |group: &str, value: &str, at: &str| {
        let group = vec!["产出指标".to_owned(), group.to_owned()];
        RawActual { group, ..cell("完成率", number(value, "%"), value, at) }
    };
    let bound = bind(&plan, &[table(vec![grouped("质量", "80", "E3"), grouped("数量指标", "90", "E4")])]);
    let card = score(&plan, &bound.actuals);
    assert_eq!(codes(&bound), [""; 0]);
    assert_eq!(card.lines[0].exact.low(), &exact("9"));
    assert_eq!(card.lines[1].exact.low(), &exact("8"));
    let bound = bind(&plan, &[table(vec![cell("完成率", number("90", "%"), "90%", "E3")])]);
    assert_eq!(codes(&bound), ["E0518", "E0502", "E0502"]);
}

/// `发明专利有效量 / 常住人口`, held to 240 件/万人.
fn computed_plan() -> Plan {
    let mut maker = PlanMaker::new();
    let (patents, people) = (maker.data("发明专利有效量", "件"), maker.data("常住人口", "万人"));
    let (left, right) = (Box::new(Expr::Data(patents)), Box::new(Expr::Data(people)));
    let line = maker.line("每万人口发明专利拥有量", ">= 240 件/万人", "10");
    line.formula = Some(Arc::new(Expr::Binary { op: BinaryOp::Div, left, right }));
    maker.plan()
}

#[test]
fn formulas_over_data_items() {
    let plan = computed_plan();
    let (patents, people) = ("发明专利有效量", "常住人口");
    let name = "每万人口发明专利拥有量";
    for (rows, codes_wanted, score_codes, wanted) in [
        (vec![(patents, "36000", "件"), (people, "150", "万人")], &[][..], &[][..], "10.00"),
        (vec![(patents, "3.42", "万件"), (people, "1500000", "人")], &[], &[], "9.50"),
        (vec![(patents, "34200", ""), (people, "150", "")], &[], &[], "9.50"),
        (vec![(patents, "34200", "件"), (people, "150", "万人"), (name, "228", "")], &[], &[], "9.50"),
        (vec![(patents, "34200", "件"), (people, "150", "万人"), (name, "240", "")], &[], &["E0543"], "9.50"),
        (vec![(patents, "34201", "件"), (people, "150", "万人"), (name, "228.0", "")], &[], &[], "9.50"),
        (vec![(patents, "34200", "件")], &["E0508"], &[], "0–10"),
        (vec![(patents, "34200", "件"), (name, "228", "")], &["E0508"], &[], "9.50"),
        (vec![(patents, "34200", "件"), (people, "0", "万人")], &[], &["E0544"], "0–10"),
    ] {
        let rows = rows.into_iter().map(|(name, value, unit)| cell(name, number(value, unit), value, "E2")).collect();
        let bound = bind(&plan, &[table(rows)]);
        let card = score(&plan, &bound.actuals);
        assert_eq!(codes(&bound), codes_wanted);
        assert_eq!(card.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), score_codes);
        assert_eq!(points(&card), wanted);
    }
    let rows = vec![cell(patents, number("34200", "件"), "", "E2"), cell(people, number("150", "万人"), "", "E3")];
    let bound = bind(&plan, &[table(rows)]);
    let card = score(&plan, &bound.actuals);
    let derivation = explain(&plan, &bound.actuals, &card, 0);
    assert_eq!(derivation.steps, ["公式 发明专利有效量 ÷ 常住人口 = 34200 件 ÷ 150 万人 = 228 件/万人"]);
    assert_eq!(derivation.text, "228 ÷ 240 × 10 = 9.50");
    assert_eq!(derivation.inputs.len(), 4);
}

#[test]
fn formulas_that_go_in_a_circle_are_undecided() {
    let mut maker = PlanMaker::new();
    maker.line("甲", ">= 1 件", "10").formula = Some(Arc::new(Expr::Line(1)));
    maker.line("乙", ">= 1 件", "10").formula = Some(Arc::new(Expr::Line(0)));
    let plan = maker.plan();
    let card = score(&plan, &heng::score::actuals::Actuals::default());
    assert_eq!(card.undecided, 2);
    assert!(card.findings.iter().all(|finding| finding.code == "E0544"));
}

#[test]
fn last_years_value() {
    let of = |target: &str, previous: Option<(&str, &str)>, value: RawValue| {
        let mut maker = PlanMaker::new();
        let unit = previous.map(|(number, unit)| maker.quantity(&format!("{number} {unit}")));
        maker.line("指标", target, "10").previous = unit;
        let plan = maker.plan();
        let bound = bind(&plan, &[table(vec![cell("指标", value, "", "E2")])]);
        let card = score(&plan, &bound.actuals);
        let codes: Vec<_> = bound.findings.iter().chain(&card.findings).map(|finding| finding.code).collect();
        (points(&card), codes, explain(&plan, &bound.actuals, &card, 0))
    };
    let last = Some(("400", "家"));
    let (points, _, derivation) = of(">= 上年 * 105%", last, number("399", "家"));
    assert_eq!((points.as_str(), derivation.text.as_str()), ("9.50", "399 ÷ 420 × 10 = 9.50"));
    assert_eq!(derivation.steps, ["目标 400 家 × 105% = 420 家"]);
    assert_eq!(of(">= 上年 + 20 家", last, number("420", "家")).0, "10.00");
    let (points, _, derivation) = of("同比 >= 5%", last, number("410", "家"));
    assert_eq!((points.as_str(), derivation.text.as_str()), ("5.00", "2.5% ÷ 5% × 10 = 5.00"));
    assert_eq!(derivation.steps, ["同比 (410 − 400) ÷ 400 = 2.5%"]);
    assert_eq!(of("同比 >= 5%", last, number("6", "%")).0, "10.00");
    assert_eq!(of("同比 >= 5%", last, number("390", "家")).0, "0.00");
    assert_eq!(of(">= 上年", None, number("3", "家")).1, ["E0542"]);
    assert_eq!(of("同比 >= 5%", Some(("0", "家")), number("3", "家")).1, ["E0542"]);
}

#[test]
fn lateness_by_the_day() {
    for (rule, done, wanted, text) in [
        ("扣分 每晚 1 天 扣 0.5", "2025-01-05", "7.50", "晚 5 天，10 − 5 × 0.5 = 7.50"),
        ("扣分 每晚 2 天 扣 1 进位", "2025-01-05", "7.00", "晚 5 天，10 − 3 × 1 = 7.00"),
        ("扣分 每晚 1 天 扣 0.5", "2024-12-31", "10.00", "没有推迟，不扣分，得 10.00"),
        ("扣分 每晚 1 天 扣 5", "2025-03-01", "0.00", "60 × 5 超过 10，扣完为止，得 0.00"),
    ] {
        let mut maker = PlanMaker::new();
        let rule = maker.rule(rule);
        maker.line("指标", "<= 2024-12-31", "10").rule = rule;
        let plan = maker.plan();
        let value = RawValue::Date { date: done.parse().unwrap(), from: done.parse().unwrap() };
        let bound = bind(&plan, &[table(vec![cell("指标", value, done, "E2")])]);
        let card = score(&plan, &bound.actuals);
        assert_eq!(points(&card), wanted);
        let derivation = explain(&plan, &bound.actuals, &card, 0);
        assert!(derivation.text.contains(text), "{}", derivation.text);
    }
}

#[test]
fn scoring_formulas_are_held_to_the_weight() {
    for (actual, wanted) in [("800", "10.00"), ("760", "9.50"), ("1600", "10.00"), ("-100", "0.00")] {
        let mut maker = PlanMaker::new();
        let word = |word| Box::new(Expr::Word(word));
        let share = Expr::Binary {
            op: BinaryOp::Div,
            left: word(heng::plan::ScoringWord::Actual),
            right: word(heng::plan::ScoringWord::Target),
        };
        let product =
            Expr::Binary { op: BinaryOp::Mul, left: word(heng::plan::ScoringWord::Weight), right: Box::new(share) };
        maker.line("指标", ">= 800 件", "10").rule = rule_of("公式", heng::plan::Method::Formula(product));
        let plan = maker.plan();
        let bound = bind(&plan, &[table(vec![cell("指标", number(actual, "件"), actual, "E2")])]);
        let card = score(&plan, &bound.actuals);
        assert_eq!(points(&card), wanted);
        let text = explain(&plan, &bound.actuals, &card, 0).text;
        assert!(text.starts_with(&format!("分值 × 实际 ÷ 目标 = 10 × {actual} 件 ÷ 800 件 = ")), "{text}");
    }
}

#[test]
fn execution_of_the_budget() {
    let of = |budget: RawValue, executed: RawValue, rule: &str| {
        let mut maker = PlanMaker::new();
        let rule = if rule == "比例" { maker.rule("比例") } else { maker.bands(rule) };
        maker.framework().execution = Some(heng::plan::Execution { weight: Exact::int(10), rule });
        let plan = maker.plan();
        let budget = RawBudget {
            budget: cell("全年预算数", budget, "", "C3"),
            executed: cell("全年执行数", executed, "", "D3"),
        };
        let bound = bind(&plan, &[RawActuals { title: String::new(), rows: Vec::new(), budget: Some(budget) }]);
        let card = score(&plan, &bound.actuals);
        let codes: Vec<_> = bound.findings.iter().chain(&card.findings).map(|finding| finding.code).collect();
        let points =
            card.execution.as_ref().unwrap().rounded.decided().map(|points| points.to_fixed(2, Rounding::HalfUp));
        (points, codes)
    };
    let bands = ">= 100% 100%; >= 80% 7; >= 60% 5; 其余 0%";
    let rate = |percent: &str, rule: &str| of(number("1000", "万元"), number(percent, "万元"), rule).0.unwrap();
    assert_eq!(rate("974.7", "比例"), "9.75");
    assert_eq!([rate("1000", bands), rate("999.9", bands), rate("800", bands)], ["10.00", "7.00", "7.00"]);
    assert_eq!([rate("799.9", bands), rate("600", bands), rate("599.9", bands)], ["5.00", "5.00", "0.00"]);
    assert_eq!(of(number("0.1", "亿元"), number("950", "万元"), "比例"), (Some("9.50".into()), vec![]));
    assert_eq!(of(number("1000", "万元"), number("950", ""), "比例"), (Some("9.50".into()), vec![]));
    assert_eq!(of(number("1000", ""), number("1100", ""), "比例"), (Some("10.00".into()), vec!["E0540"]));
    assert_eq!(of(number("0", "万元"), number("950", "万元"), "比例"), (None, vec!["E0540", "E0519"]));
    assert_eq!(of(number("1000", "万元"), RawValue::Empty, "比例"), (None, vec!["E0519"]));
    assert_eq!(of(number("1000", "万元"), number("9", "件"), "比例"), (None, vec!["E0505"]));
}

#[test]
fn reasons_are_asked_for_where_they_are_owed() {
    for (actual, reason, wanted) in [
        ("760", None, Some(ReasonFor::Missed)),
        ("760", Some("放缓"), None),
        ("800", None, None),
        ("1039", None, None),
        ("1040", None, Some(ReasonFor::Over)),
        ("1040", Some("指标偏低"), None),
        ("1040", Some("  "), Some(ReasonFor::Over)),
    ] {
        let row =
            RawActual { reason: reason.map(str::to_owned), ..cell("指标", number(actual, "件"), actual, "E2") };
        let (_, _, card) = one_row(">= 800 件", row);
        assert_eq!(card.lines[0].needs_reason, wanted, "{actual} {reason:?}");
    }
}

#[test]
fn not_applicable_lines_with_weight_are_undecided() {
    let (_, bound, card) = one("不适用", RawValue::Empty);
    assert_eq!((codes(&bound), card.lines[0].verdict), (vec![], Verdict::NotApplicable));
    assert_eq!((points(&card), card.findings[0].code), ("0–10".into(), "E0541"));
    assert_eq!(card.findings[0].severity, Severity::Warning);
    let mut maker = PlanMaker::new();
    maker.line("指标", "不适用", "0");
    let plan = maker.plan();
    let card = score(&plan, &bind(&plan, &[]).actuals);
    assert_eq!((card.undecided, card.findings.len()), (0, 0));
}

#[test]
fn quantities_of_a_plan_keep_their_scale() {
    // A hand-made quantity in the unit of nothing is a plain number.
    let plain = Quantity { number: decimal("5"), unit: heng::model::unit::UnitId::NONE };
    assert_eq!(heng::score::show::quantity(plain, &crate::plan_maker::units()), "5");
}
