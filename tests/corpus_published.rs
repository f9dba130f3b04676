//! The corpus of published scores: target, actual value and weight as printed, scored with the
//! rule 比例, against the score that was published.
//!
//! The target goes through the reader of targets into a declaration, the actual value through
//! the reader of tables. `tests/corpus/published.tsv` says what comes out: `agree`, `disagree`
//! (the published score follows another rule or none) or `cannot-judge`.

use heng::diag::Severity;
use heng::exact::Rounding;
use heng::plan::Plan;
use heng::reading::{self, TargetKind, TargetReading, TargetValue};
use heng::score::{bind, score};
use heng::table::actuals;

use crate::compile::model;

const CORPUS: &str = include_str!("corpus/published.tsv");

const NAME: &str = "甲";

struct Published {
    id: &'static str,
    target: &'static str,
    actual: &'static str,
    weight: &'static str,
    score: &'static str,
    expect: &'static str,
}

#[test]
fn published_scores_agree_where_the_corpus_says_so() {
    let mut wrong = Vec::new();
    let mut otherwise = String::new();
    for row in &rows() {
        let computed = computed(row);
        let found = match &computed {
            None => "cannot-judge",
            Some(score) if *score == fixed(row.score) => "agree",
            Some(_) => "disagree",
        };
        let Published { id, target, actual, weight, score, expect } = row;
        let computed = computed.as_deref().unwrap_or("nothing");
        let line = format!("{id}: {actual} for {target}: published {score} of {weight}, computed {computed}");
        if found == "disagree" {
            otherwise += &format!("{line}\n");
        }
        if found != *expect {
            wrong.push(format!("{line}: {expect} expected, {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!(otherwise, @"
    T046-3: 100% for ≧100%: published 7 of 10, computed 10.00
    T046-6: 98% for ═100%: published 9 of 10, computed 9.80
    T052-1: 8676 for 8755: published 13 of 15, computed 14.86
    T052-5: 95% for 95%: published 27 of 30, computed 30.00
    T052-6: 95% for 95%: published 9 of 10, computed 10.00
    T070-2: 20 for 550: published 9.3 of 9.3, computed 0.34
    T092-7: 81% for 100%: published 4.7 of 6, computed 4.86
    ");
}

#[test]
fn the_corpus_holds_what_its_readme_counts() {
    let readme = include_str!("corpus/README.md");
    let rows = rows();
    for expect in ["agree", "disagree", "cannot-judge"] {
        let count = rows.iter().filter(|row| row.expect == expect).count();
        assert!(readme.contains(&format!("| `{expect}` | {count} |")), "{expect}: {count}");
    }
}

fn rows() -> Vec<Published> {
    let lines = CORPUS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[id, target, actual, weight, score, _, expect] = cells.as_slice() else { panic!("{line}") };
        Published { id, target, actual, weight: weight.trim_end_matches('%'), score, expect }
    });
    rows.collect()
}

/// The score that heng computes; nothing where the rule cannot be applied.
fn computed(row: &Published) -> Option<String> {
    let target = reading::read(row.target, Some(NAME), None);
    if target.kind != TargetKind::Quantity {
        return None;
    }
    let plan = plan(row, &target);
    let table = format!("三级指标,实际完成值\n{NAME},{}\n", row.actual);
    let values = actuals::read(table.as_bytes(), "表.csv", None).actuals;
    let card = score(&plan, &bind(&plan, &[values]).actuals);
    Some(card.lines[0].rounded.decided()?.to_fixed(2, Rounding::HalfUp))
}

/// A declaration of two indicators: the published one, and one that holds the other points.
fn plan(row: &Published, target: &TargetReading) -> Plan {
    let sign = target.op.map_or("=", |sign| sign.ascii());
    let Some(TargetValue::One(value)) = &target.value else { panic!("{}: {target:?}", row.id) };
    let unit = target.unit.as_deref().unwrap_or_default();
    let text = format!(
        "\
框架 一类 继承 财政部2020 {{
    预算执行率 0 分, 计分 比例
    产出指标 100 分
    效益指标 0 分
    满意度指标 0 分
}}
项目 表 {{
    年度 2024
    框架 一类
    产出指标 {{
        数量指标 {{
            {NAME} {sign} {value} {unit}, {} 分 {{ 计分 比例 }}
            其余 >= 1 件
        }}
    }}
}}
",
        row.weight
    );
    // Units that people invent are declared, as their file would have to.
    let declared = format!("单位 {unit}\n{text}");
    let mut built = [&text, &declared].into_iter().map(|text| model("表.heng", text));
    let sound = built.find(|model| model.diagnostics.iter().all(|found| found.severity != Severity::Error));
    let Some(sound) = sound else { panic!("{}: no plan from\n{text}", row.id) };
    heng::plan::plan(&sound, 0).unwrap()
}

/// `9` as `9.00`.
fn fixed(score: &str) -> String {
    crate::plan_maker::exact(score).to_fixed(2, Rounding::HalfUp)
}
