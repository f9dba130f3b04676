//! Rules as people choose, list, explain and suppress them.

use std::fs;

use crate::cli::{PLAN, folder, heng};

/// The codes of the rules of a run, with how often each was found.
fn codes(out: &str) -> Vec<String> {
    let codes = out.match_indices("[L").filter_map(|(at, _)| Some(out.get(at + 1..at + 5)?.to_owned()));
    codes.collect()
}

#[test]
fn a_family_does_not_turn_on_what_is_off() {
    let text =
        PLAN.replace("养护里程 >= 120 公里", "养护情况 定性 \"明显改善\"\n            项目实施是否产生经济价值 = 否");
    let here = folder(&[("甲.heng", &text), ("heng.toml", "ignore = [\"L203\"]\n")]);
    let run = |args: &[&str]| {
        let ran = heng(here.path(), &[&["check", "甲.heng", "--format", "concise"], args].concat());
        codes(&format!("{}{}", ran.out, ran.err))
    };
    let plain = run(&[]);
    assert!(!plain.contains(&"L203".to_owned()), "{plain:?}");
    let family = run(&["--select", "L2"]);
    assert!(!family.is_empty(), "the family finds something");
    for off in ["L201", "L203", "L211"] {
        assert!(!family.contains(&off.to_owned()), "{off}: {family:?}");
        assert!(!run(&["--extend-select", "L2"]).contains(&off.to_owned()), "{off}");
        assert_eq!(run(&["--select", off]), [off], "its own code asks for it");
        assert!(run(&["--select", "all"]).contains(&off.to_owned()), "{off}");
    }
    assert_eq!(run(&["--select", "vague-target"]), ["L203"]);
    let review = run(&["--select", "L2", "--preset", "财政审核"]);
    assert!(review.contains(&"L211".to_owned()), "a preset turns on what its families then hold: {review:?}");
}

#[test]
fn what_many_indicators_lack_is_told_once() {
    let here = folder(&[("甲.heng", PLAN)]);
    let ran = heng(here.path(), &["check", "甲.heng", "--select", "L201,L211", "--format", "concise"]);
    assert_eq!(codes(&ran.out).len(), 2, "{}", ran.out);
    assert!(ran.out.contains("3 个指标没有写数据来源：`养护里程`、`平均通行时间缩短`、`群众满意度`"), "{}", ran.out);
}

#[test]
fn comments_that_are_nearly_right_are_read_or_told_of() {
    for (comment, read) in [
        ("# 忽略 L203: 上级要求", true),
        ("# 忽略L203：上级要求", true),
        ("# 忽略：L203 上级要求", true),
        ("# 忽略：L203：上级要求", true),
        ("# 忽略：L203 上级要求：照抄", true),
        ("# 忽略Ｌ２０３：上级要求", true),
        ("# 忽略 指标值含糊: 上级要求", true),
        ("# 忽略：上级要求", false),
    ] {
        let line = format!("养护情况 定性 \"明显改善\" {comment}");
        let text = PLAN.replace("养护里程 >= 120 公里", &line);
        let here = folder(&[("甲.heng", &text)]);
        let ran = heng(here.path(), &["check", "甲.heng", "--select", "L203,L9", "--format", "concise"]);
        let found = codes(&ran.out);
        if read {
            assert!(found.is_empty(), "{comment}: {}", ran.out);
        } else {
            assert!(found.len() == 2 && ran.out.contains("没有写忽略哪条规则"), "{comment}: {}", ran.out);
        }
    }
}

#[test]
fn rules_are_known_by_title_and_family() {
    let here = folder(&[("x", "")]);
    let by_code = heng(here.path(), &["explain", "L203"]);
    let title = by_code.out.lines().next().unwrap().split_once(' ').unwrap().1.trim().to_owned();
    let by_title = heng(here.path(), &["explain", &title]);
    assert_eq!((by_title.code, &by_title.out), (0, &by_code.out), "{title}");
    let family = heng(here.path(), &["explain", "L2"]);
    assert!(family.code == 0 && family.out.contains("L203") && !family.out.contains("L301"), "{}", family.out);
    let rules = heng(here.path(), &["rules"]);
    assert!(rules.out.contains("vague-target"), "{}", rules.out);
    for line in rules.out.lines() {
        let width: usize = line.chars().map(|letter| if letter < '\u{2E80}' { 1 } else { 2 }).sum();
        assert!(width <= 80, "{width}: {line}");
    }
}

#[test]
fn a_computed_indicator_can_be_explained() {
    let formula = "办结率 >= 98% {\n                公式 办结件数 / 受理件数\n            }";
    let plan = PLAN.replace("养护里程 >= 120 公里", formula);
    let plan = format!(
        "{}    数据 {{\n        办结件数 件\n        受理件数 件\n    }}\n}}\n",
        plan.trim_end().trim_end_matches('}')
    );
    let values = "\n实际 道路养护 2025 {\n    办结件数 = 97 件\n    受理件数 = 100 件\n}\n";
    let here = folder(&[("甲.heng", "")]);
    let run = |values: &str| {
        fs::write(here.path().join("甲.heng"), format!("{plan}{values}")).unwrap();
        heng(here.path(), &["check", "甲.heng", "--select", "L701"])
    };
    let bare = run(values);
    assert!(bare.out.contains("L701") && bare.out.contains("办结率 = 无, 原因"), "{}", bare.out);
    for explained in [
        values.replace("}\n", "    办结率 = 无, 原因 \"系统停机\"\n}\n"),
        values.replace("97 件", "97 件, 原因 \"系统停机\""),
    ] {
        let ran = run(&explained);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{explained}");
    }
    // A row of a table that gives the reason alone.
    fs::write(here.path().join("甲.heng"), &plan).unwrap();
    let table = "指标,实际完成值,偏差原因\n办结率,,系统停机\n办结件数,97件,\n受理件数,100件,\n";
    fs::write(here.path().join("表.csv"), table).unwrap();
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "表.csv", "--explain"]);
    assert!(ran.out.contains("系统停机"), "{}", ran.out);
}
