//! `heng.toml` as people write it: real processes in temporary folders.

use std::collections::BTreeMap;

use crate::cli::{Ran, folder, heng, heng_with};

/// A draft with one finding of L203; what other rules say of it is left out by selecting.
pub const DRAFT: &str = "\
项目 培训 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 300 人次
        }
    }
    效益指标 {
        社会效益指标 {
            营商环境 定性 \"显著提升\"
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}
";

/// The codes that a check finds, in order.
fn codes(ran: &Ran) -> Vec<&str> {
    let inside =
        |line: &'_ str| line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(code, _)| code.len());
    ran.out
        .lines()
        .filter_map(|line| inside(line).and_then(|len| line.split_once('[').map(|(_, rest)| &rest[..len])))
        .collect()
}

/// Checks a draft under a configuration.
fn check(config: &str, args: &[&str]) -> Ran {
    let here = folder(&[("heng.toml", config), ("局/甲.heng", DRAFT)]);
    heng(here.path(), &[&["check", "--format", "concise"], args].concat())
}

#[test]
fn rules_are_selected_ignored_and_graded() {
    let cases: &[(&str, &[&str], &[&str], i32)] = &[
        ("select = [\"L203\"]\n", &[], &["L203"], 1),
        ("select = [\"vague-target\"]\n", &[], &["L203"], 1),
        ("select = [\"L203\", \"L211\"]\nignore = [\"no-data-source\"]\n", &[], &["L203"], 1),
        ("select = []\nextend-select = [\"L203\"]\n", &[], &["L203"], 1),
        ("select = [\"L203\"]\n[severity]\nvague-target = \"note\"\n", &[], &["L203"], 0),
        ("select = [\"L203\"]\n[severity]\nvague-target = \"提示\"\n", &["--fail-on", "note"], &["L203"], 1),
        ("select = [\"L203\"]\n[severity]\nL2 = \"error\"\nL203 = \"off\"\n", &[], &[], 0),
        ("select = [\"L203\"]\n", &["--fail-on", "error"], &["L203"], 0),
        ("select = [\"L203\"]\n", &["--exit-zero"], &["L203"], 0),
        // The command line is nearer than the file.
        ("select = [\"L211\"]\n", &["--select", "L203"], &["L203"], 1),
        ("select = [\"L203\"]\n", &["--ignore", "L203"], &[], 0),
        ("select = [\"L203\"]\n[[overrides]]\npaths = [\"局/**\"]\nignore = [\"L203\"]\n", &[], &[], 0),
        ("select = []\n[[overrides]]\npaths = [\"局/*.heng\"]\nselect = [\"L203\"]\n", &[], &["L203"], 1),
        ("select = [\"L203\"]\n[[overrides]]\npaths = [\"别处/**\"]\nignore = [\"L203\"]\n", &[], &["L203"], 1),
        ("select = [\"L203\"]\n[words]\nvague = [\"营商\"]\n", &[], &["L203"], 1),
    ];
    for (config, args, expected, code) in cases {
        let ran = check(config, args);
        assert_eq!((codes(&ran).as_slice(), ran.code), (*expected, *code), "{config}{args:?}\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn words_of_the_house_are_found_too() {
    let vague = DRAFT.replace("显著提升", "再上新台阶呀");
    let here = folder(&[("甲.heng", &vague)]);
    let ran = heng(here.path(), &["check", "--select", "L203"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    std::fs::write(here.path().join("heng.toml"), "select = [\"L203\"]\n[words]\nvague = [\"上新台阶\"]\n").unwrap();
    assert_eq!(codes(&heng(here.path(), &["check", "--format", "concise"])), ["L203"]);
}

#[test]
fn the_file_is_found_upwards_and_its_paths_are_relative_to_it() {
    let here = folder(&[
        ("heng.toml", "select = [\"L203\"]\nexclude = [\"草稿/**\"]\nhouse-rules = [\"公共/检查.heng\"]\n"),
        ("公共/检查.heng", "检查 \"要有质量指标\" 个数(产出指标.质量指标) > 0\n"),
        ("局/处/甲.heng", &format!("引用 \"../../公共/检查.heng\"\n{DRAFT}")),
        ("草稿/乙.heng", DRAFT),
    ]);
    let expected = ["L203", "E0604"];
    let sorted = |ran: &Ran| {
        let mut found: Vec<String> = codes(ran).iter().map(|code| (*code).to_owned()).collect();
        found.sort_by(|a, b| b.cmp(a));
        found
    };
    for (place, arg) in [("", "."), ("局", "."), ("局/处", "甲.heng"), ("草稿", "../局"), ("", "局/处/甲.heng")]
    {
        let ran = heng(&here.path().join(place), &["check", "--format", "concise", arg]);
        assert_eq!(sorted(&ran), expected, "{place} {arg}:\n{}{}", ran.out, ran.err);
    }
    let absolute = here.path().join("局/处/甲.heng");
    let ran = heng(here.path(), &["check", "--format", "concise", absolute.to_str().unwrap()]);
    assert_eq!(sorted(&ran), expected, "{}{}", ran.out, ran.err);
    // A draft that is named itself is meant.
    assert_eq!(codes(&heng(here.path(), &["check", "--format", "concise", "草稿/乙.heng"])).len(), 2);
    // A nearer file takes the place of the one above it.
    std::fs::write(here.path().join("局/heng.toml"), "select = []\n").unwrap();
    assert_eq!(codes(&heng(here.path(), &["check", "--format", "concise", "局"])), ["E0604"], "it imports the check");
    let isolated = heng(here.path(), &["check", "--isolated", "--select", "L203", "--format", "concise", "局"]);
    assert_eq!(sorted(&isolated), expected);
}

#[test]
fn a_framework_stands_in_for_the_one_that_is_not_written() {
    let framework = "框架 本市2024 继承 财政部2020 {\n    满分 100 分\n}\n";
    let here = folder(&[
        ("heng.toml", "select = []\nframework = \"本市2024\"\nhouse-rules = [\"公共/框架.heng\"]\n"),
        ("公共/框架.heng", framework),
        ("甲.heng", DRAFT),
    ]);
    assert_eq!(heng(here.path(), &["check"]).code, 0);
    // What is scored falls under the same framework as what is checked.
    for command in [&["debug", "model", "甲.heng"][..], &["compile", "甲.heng"]] {
        let ran = heng(here.path(), command);
        assert!(ran.out.contains("本市2024"), "{command:?}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_house_rule_is_shown_where_it_is_broken() {
    let rules = "检查 \"要有质量指标\" 个数(产出指标.质量指标) > 0\n检查 \"不少于 9 条\" 错误 个数(产出指标) >= 9\n";
    let other = DRAFT.replace("项目 培训", "项目 宣传");
    let here = folder(&[
        ("heng.toml", "select = [\"L901\"]\nhouse-rules = [\"公共/检查.heng\"]\n"),
        ("公共/检查.heng", rules),
        ("甲.heng", DRAFT),
        ("乙.heng", &other),
    ]);
    let ran = heng(here.path(), &["check"]);
    insta::assert_snapshot!("house_rules", ran.out + &ran.err);
    // With a reason they need not hold; one that holds no more is found.
    let excused =
        DRAFT.replace("项目 培训 {", "# 忽略 检查 \"要有质量指标\"、检查 \"不少于 9 条\": 小项目\n项目 培训 {");
    std::fs::write(here.path().join("甲.heng"), excused).unwrap();
    assert_eq!(heng(here.path(), &["check", "甲.heng"]).code, 0);
    // A rule of the house says nothing about whether a plan can be scored.
    assert_eq!(heng(here.path(), &["compile", "甲.heng"]).code, 0);
    let list = heng(here.path(), &["rules"]).out;
    assert!(list.contains("自定（公共/检查.heng）\n  检查  警告  要有质量指标\n  检查  错误  不少于 9 条\n"), "{list}");
}

#[test]
fn mistakes_in_the_file_are_shown_where_they_are() {
    let cases = [
        "selct = [\"L203\"]\n",
        "select = [\"L203\", \"vague-targt\"]\n",
        "preset = \"提交\"\n",
        "# vague\n[severity]\nvague-target = \"warn\"\n",
        "[words]\nvauge = [\"显著\"]\n",
        "select = \"L203\"\n",
        "[[overrides]]\npath = [\"局/**\"]\n",
        "[[overrides]]\npaths = [\"局/{**\"]\nignore = [\"L2\"]\n",
        "select = [\"L203\"\n",
        "select = []\nselect = []\n",
        "framework = \"财政部2022\"\n",
        "house-rules = [\"公共/没有.heng\"]\n",
        "baseline = \"没有.json\"\n",
    ];
    let said = cases.map(|config| {
        let ran = check(config, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{config}\n{}", ran.err);
        format!("{config}---\n{}", ran.err)
    });
    insta::assert_snapshot!("config_mistakes", said.join("\n"));
}

#[test]
fn a_preset_is_a_starting_point() {
    let level = |args: &[&str], code: &str| {
        let here = folder(&[]);
        let ran = heng(here.path(), &[&["rules", "--format", "json"], args].concat());
        let rules: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&ran.out).unwrap();
        let rule = rules.into_iter().find(|rule| rule["code"] == code).unwrap();
        rule["level"].as_str().unwrap().to_owned()
    };
    assert_eq!(level(&[], "L211"), "off");
    assert_eq!(level(&["--preset", "提交前"], "L211"), "warning");
    assert_eq!(level(&["--preset", "财政审核"], "L201"), "note");
    assert_eq!(level(&["--preset", "提交前", "--ignore", "L211"], "L211"), "off");
    let ran = check("preset = \"提交前\"\nselect = [\"L211\"]\n", &[]);
    assert!(codes(&ran).iter().all(|code| *code == "L211") && ran.code == 1, "{}", ran.out);
}

#[test]
fn standard_input_falls_under_the_file_it_stands_for() {
    let here = folder(&[("局/heng.toml", "select = [\"L203\"]\n")]);
    let args = ["check", "--format", "concise", "--stdin-filename", "局/新.heng", "-"];
    let ran = heng_with(here.path(), &args, DRAFT.as_bytes(), &[]);
    assert!(ran.out.starts_with("局/新.heng:10:") && codes(&ran) == ["L203"], "{}{}", ran.out, ran.err);
    // In a folder that is not there yet, and without the `-`.
    let args = ["check", "--format", "concise", "--stdin-filename", "局/新/更新/新.heng"];
    let ran = heng_with(here.path(), &args, DRAFT.as_bytes(), &[]);
    assert!(ran.out.starts_with("局/新/更新/新.heng:10:") && codes(&ran) == ["L203"], "{}{}", ran.out, ran.err);
    let ran = heng_with(here.path(), &["check", "--stdin-filename", "x.heng", "局"], DRAFT.as_bytes(), &[]);
    assert!(ran.code == 2 && ran.err.contains("要检查的却没有标准输入"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_folder_is_left_out_however_it_is_written() {
    for pattern in ["子", "子/", "./子", "./子/**", "子/**", "**/子"] {
        let config = format!("select = [\"L203\"]\nexclude = [\"{pattern}\"]\n");
        let here = folder(&[("heng.toml", &config), ("子/下/甲.heng", DRAFT), ("乙.heng", DRAFT)]);
        let ran = heng(here.path(), &["check", "--format", "concise"]);
        assert_eq!(codes(&ran), ["L203"], "{pattern} {}{}", ran.out, ran.err);
        assert!(ran.out.starts_with("乙.heng"), "{pattern} {}", ran.out);
    }
}

#[test]
fn the_schema_of_the_file_is_published_and_fits_what_is_read() {
    let here = folder(&[]);
    for (format, path) in [("schema", "docs/heng.schema.json"), ("findings-schema", "docs/findings.schema.json")] {
        let printed = heng(here.path(), &["rules", "--format", format]).out;
        if std::env::var_os("HENG_BLESS").is_some() {
            std::fs::write(path, &printed).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), printed, "{path}: write it with HENG_BLESS=1");
    }
    let schema = serde_json::to_value(heng::lint::config_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (text, fits) in [
        ("preset = \"提交前\"\nselect = [\"L2\"]\n[severity]\nL203 = \"off\"\n[words]\nvague = [\"甲\"]\n", true),
        ("framework = \"财政部2021\"\nbaseline = \"a.json\"\nhouse-rules = [\"b.heng\"]\nexclude = [\"c/**\"]\n", true),
        ("[[overrides]]\npaths = [\"a/**\"]\nextend-select = [\"L1\"]\nignore = [\"L203\"]\n", true),
        ("selct = []\n", false),
        ("select = \"L203\"\n", false),
        ("[[overrides]]\npath = []\n", false),
    ] {
        let value: toml::Value = toml::from_str(text).unwrap();
        assert_eq!(validator.is_valid(&serde_json::to_value(&value).unwrap()), fits, "{text}");
        assert_eq!(heng::lint::Config::read(text).is_ok(), fits, "{text}");
    }
}
