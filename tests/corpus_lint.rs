//! The corpus of published targets, linted: what is wrong with a row's value, unit, sign or
//! place is found, and a clean row gives nothing.
//!
//! `tests/golden/lint_corpus.tsv` holds id, the level-2 group a row stands in, the codes of
//! families L3 and L4 that are found in it, and why where the tags do not say it.
//! `HENG_BLESS=1` rewrites the codes; read every changed line as the author of the row.

use heng::lint::{Config, Settings, lint};
use heng::reading::leaning;
use heng::terms::Direction;

use crate::compile::model;

const CORPUS: &str = include_str!("corpus/targets.tsv");
const GOLDEN: &str = "tests/golden/lint_corpus.tsv";

/// The families that judge one row by itself.
const FAMILIES: [&str; 4] = ["L111", "L2", "L3", "L4"];

/// Tags of the corpus and the codes that find them: one of them has to.
const TAGS: &[(&str, &[&str])] = &[
    ("missing-unit", &["L301", "L302"]),
    ("unit-against-name", &["L303", "L304"]),
    ("at-cap", &["L323"]),
    ("misread-sign", &["L312"]),
    ("serial-date", &["L330"]),
    ("wrong-direction", &["L320"]),
    ("rounded-to-zero", &["L326"]),
    ("output-as-benefit", &["L409"]),
    ("process", &["L410"]),
    ("vague", &["L203", "L206", "L212", "L214"]),
    ("repeats-name", &["L206", "L207"]),
    ("unmeasurable-name", &["L205"]),
    ("compound-subject", &["L209"]),
    ("target-in-name", &["L207"]),
    ("date-as-name", &["L207"]),
    ("goal-as-name", &["L208"]),
    ("absurd", &["L215"]),
    ("placeholder", &["L111"]),
];

struct Row {
    id: &'static str,
    name: &'static str,
    text: &'static str,
    op: &'static str,
    value: &'static str,
    unit: &'static str,
    kind: &'static str,
    notes: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = CORPUS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|cells| match cells.as_slice() {
        &[id, name, text, _, op, value, unit, kind, notes] => Row { id, name, text, op, value, unit, kind, notes },
        _ => panic!("{cells:?}"),
    })
    .collect()
}

impl Row {
    fn is_tagged(&self, tag: &str) -> bool {
        self.notes.split(';').any(|note| note == tag)
    }

    /// The target as its author would write it in heng; none for what is no single target.
    fn target(&self, group: &str) -> Option<String> {
        let less = leaning(self.name).direction == Direction::Negative || self.is_tagged("reverse");
        if self.is_tagged("misread-sign") || self.is_tagged("serial-date") {
            return Some(format!("= {}", self.text.trim_start_matches('=')));
        }
        let sign = match self.op {
            "" if less || group == "成本指标" => "<=",
            "" if self.text == "100%" => "=",
            "" => ">=",
            op => op,
        };
        let unit = match self.unit {
            "" | "%" => self.unit.to_owned(),
            unit => format!(" {unit}"),
        };
        Some(match self.kind {
            "quantity" => format!("{sign} {}{unit}", self.value),
            "range" => {
                let (low, high) = self.value.split_once("..")?;
                if low.contains('-') {
                    return None;
                }
                format!("= {low} ~ {high}{unit}")
            }
            "date" => match self.value.split('-').collect::<Vec<_>>().as_slice() {
                [month, day] => format!("<= {month}月{day}日"),
                _ => format!("<= {}", self.value),
            },
            "yes_no" => format!("= {}", self.value),
            "relative" if self.is_tagged("growth") => format!("同比 >= {}%", self.value),
            "relative" => ">= 上年".to_owned(),
            "qualitative" => format!("定性 \"{}\"", self.text),
            "not_applicable" => format!("不适用 \"{}\"", self.text),
            "unreadable" => return None,
            kind => panic!("{kind}"),
        })
    }

    /// A file with this row in its group, and what a plan has to have in the others.
    fn file(&self, group: &str) -> Option<(String, usize)> {
        let target = self.target(group)?;
        let year = Some(self.value).filter(|_| self.kind == "date").and_then(|date| date.split_once('-'));
        let year = year.map(|(year, _)| year).filter(|year| year.len() == 4).unwrap_or("2024");
        let direction = if self.is_tagged("direction-negative") { ", 方向 反向" } else { "" };
        let previous = if self.kind == "relative" { ", 上年 100" } else { "" };
        let line = format!("\"{}\" {target}{direction}{previous}", self.name);
        let mut out = format!("项目 示例 {{\n    年度 {year}\n");
        for (level1, level2, filler) in [
            ("产出指标", &["数量指标", "质量指标", "时效指标", "成本指标"][..], "发放宣传手册数量 >= 300 册"),
            (
                "效益指标",
                &["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"][..],
                "水质优良天数占全年比重 >= 80%",
            ),
            ("满意度指标", &["服务对象满意度指标"][..], "来访者满意度 >= 90%"),
        ] {
            out.push_str(&format!("    {level1} {{\n"));
            for name in level2 {
                let row = if *name == group { format!("            {line}\n") } else { String::new() };
                let first = if *name == level2[0] { format!("            {filler}\n") } else { String::new() };
                out.push_str(&format!("        {name} {{\n{first}{row}        }}\n"));
            }
            out.push_str("    }\n");
        }
        out.push_str("}\n");
        let at = out.find(&line)?;
        Some((out, at))
    }

    /// The codes found in the row.
    fn codes(&self, group: &str, settings: &Settings) -> Option<String> {
        let (text, at) = self.file(group)?;
        let model = model("示例.heng", &text);
        let errors: Vec<_> =
            model.diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
        assert!(errors.is_empty(), "{}: {errors:?}\n{text}", self.id);
        let mut codes = Vec::new();
        for found in lint(&model, settings).findings {
            if !FAMILIES.iter().any(|family| found.code.starts_with(family)) {
                continue;
            }
            let start = found.primary.place.span.start as usize;
            assert!(start >= at && !text[at..start].contains('\n'), "{}: elsewhere: {}", self.id, found.message);
            codes.push(found.code);
        }
        Some(codes.join(" "))
    }
}

#[test]
fn tagged_defects_are_found_and_clean_rows_give_nothing() {
    let golden = std::fs::read_to_string(GOLDEN).unwrap();
    let mut out = String::new();
    let (mut wrong, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
    let rows = rows();
    let settings = Config::default().settings().unwrap().of("示例.heng");
    for line in golden.lines() {
        if line.starts_with('#') {
            out.push_str(&format!("{line}\n"));
            continue;
        }
        let cells: Vec<_> = line.split('\t').collect();
        let &[id, group, wanted, why] = cells.as_slice() else { panic!("{line}") };
        let row = rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("{id} is no row"));
        assert!(seen.insert(id), "{id} twice");
        let codes = row.codes(group, &settings).unwrap_or_else(|| panic!("{id} cannot be written"));
        if codes != wanted {
            wrong.push(format!("{id} {} {}: `{codes}`, not `{wanted}`", row.name, row.text));
        }
        out.push_str(&format!("{id}\t{group}\t{codes}\t{why}\n"));
        let expected = TAGS.iter().filter(|(tag, _)| row.is_tagged(tag));
        for (tag, any) in expected {
            let found = any.iter().any(|code| codes.contains(code));
            if !found {
                wrong.push(format!("{id} {} {}: {tag}, but found `{codes}`", row.name, row.text));
            }
        }
    }
    let missing = rows.iter().filter(|row| row.target("").is_some() && !seen.contains(row.id));
    wrong.extend(missing.map(|row| format!("{} is not in {GOLDEN}", row.id)));
    if std::env::var_os("HENG_BLESS").is_some() {
        std::fs::write(GOLDEN, out).unwrap();
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The codes found on each line of a file.
fn codes_by_line(name: &str, text: &str) -> Vec<String> {
    let model = model(name, text);
    let errors: Vec<_> = model.diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
    let settings = Config::default().settings().unwrap().of(name);
    let mut lines = vec![Vec::new(); text.lines().count()];
    for found in lint(&model, &settings).findings {
        if FAMILIES.iter().any(|family| found.code.starts_with(family)) {
            let line = text[..found.primary.place.span.start as usize].matches('\n').count();
            lines[line].push(found.code);
        }
    }
    lines.into_iter().map(|codes| codes.join(" ")).collect()
}

#[test]
fn ordinary_indicators_give_nothing() {
    let text = include_str!("corpus/ordinary.heng");
    let codes = codes_by_line("ordinary.heng", text);
    let found: Vec<_> = text.lines().zip(codes).filter(|(_, codes)| !codes.is_empty()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Every rule that is on by default, on projects of fields that the corpus of targets lacks.
#[test]
fn clean_projects_of_other_fields_give_nothing() {
    let ran = crate::cli::heng(
        std::path::Path::new("tests/corpus"),
        &["check", "--isolated", "--no-cache", "--fail-on", "note", "--format", "concise", "fields.heng"],
    );
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn each_defect_gives_its_codes() {
    let text = include_str!("corpus/defects.heng");
    let codes = codes_by_line("defects.heng", text);
    let split = |line: &'static str| line.split_once(" # ").map_or((line, ""), |(line, codes)| (line, codes));
    if std::env::var_os("HENG_BLESS").is_some() {
        let lines = text.lines().zip(&codes).map(|(line, codes)| match codes.as_str() {
            "" => format!("{}\n", split(line).0),
            codes => format!("{} # {codes}\n", split(line).0),
        });
        std::fs::write("tests/corpus/defects.heng", lines.collect::<String>()).unwrap();
        return;
    }
    let lines = text.lines().map(split).zip(codes);
    let wrong: Vec<_> = lines.filter(|((_, wanted), codes)| wanted != codes).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
