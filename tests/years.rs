//! `heng compare`: what belongs together in two years, and what rose and fell.

use std::fs;

use serde_json::Value;

use crate::cli::{BAD, PLAN, folder, heng};
use crate::report::is_sound;

fn actuals(year: &str, length: &str, reached: &str) -> String {
    format!(
        "指标,实际完成值\n养护里程,{length}公里\n平均通行时间缩短,12分钟\n{reached},93%\n全年预算数,100万元\n全年执行数,{year}万元\n"
    )
}

/// Two years of one project: one indicator is renamed, one is new, one falls; a second project is
/// there in one year only.
fn two() -> tempfile::TempDir {
    let before = PLAN.replace("年度 2025", "年度 2024");
    let after = PLAN
        .replace("群众满意度", "居民满意度")
        .replace("养护里程 >= 120 公里", "养护里程 >= 120 公里\n            新建站点 >= 3 个");
    let other = PLAN.replace("道路养护", "桥梁养护");
    let values = |text: String| text.replace("新建站点", "");
    folder(&[
        ("2024/路.heng", &before),
        ("2024/路实际.csv", &values(actuals("90", "120", "群众满意度"))),
        ("2025/路.heng", &after),
        ("2025/路实际.csv", &(actuals("98", "108", "居民满意度") + "新建站点,3个\n")),
        ("2025/桥.heng", &other),
    ])
}

#[test]
fn what_rose_and_fell_is_said() {
    let here = two();
    let ran = heng(here.path(), &["compare", "2024", "2025"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let markdown = heng(here.path(), &["compare", "2024", "2025", "--format", "md"]);
    insta::assert_snapshot!("years", format!("{}\n----\n{}", ran.out, markdown.out));
    for line in ran.out.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
}

#[test]
fn the_numbers_are_those_of_each_year() {
    let here = two();
    let ran = heng(here.path(), &["compare", "2024", "2025", "--format", "json"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&json["schema_version"], &json["fresh"], &json["gone"]),
        (&1.into(), &serde_json::json!(["桥梁养护"]), &serde_json::json!([]))
    );
    let pair = &json["pairs"][0];
    for (at, folder) in ["2024", "2025"].into_iter().enumerate() {
        let path = here.path().join(folder);
        let alone = heng(&path, &["score", "路.heng", "-a", "路实际.csv", "--format", "json"]);
        let alone: Value = serde_json::from_str(&alone.out).unwrap();
        assert_eq!(pair["totals"][at], alone["total"]);
        assert_eq!(pair["grades"][at], alone["grade"]);
        for line in pair["lines"].as_array().unwrap() {
            let name = if at == 0 && !line["was"].is_null() { &line["was"] } else { &line["name"] };
            let indicators = alone["indicators"].as_array().unwrap();
            let own = indicators.iter().find(|own| own["name"] == *name).unwrap();
            assert_eq!((&line["scores"][at], &line["actuals"][at]), (&own["score"], &own["actual"]), "{name}");
        }
    }
    let moved = |name: &str| {
        let lines = pair["lines"].as_array().unwrap();
        lines.iter().find(|line| line["name"] == name).unwrap()["moved"].clone()
    };
    assert_eq!(
        (moved("养护里程"), moved("平均通行时间缩短"), moved("居民满意度")),
        ("降".into(), "平".into(), "平".into())
    );
    assert_eq!(pair["fresh"], serde_json::json!(["新建站点"]));
    // The other way round, what fell rose.
    let back = heng(here.path(), &["compare", "2025", "2024", "--format", "json"]);
    let back: Value = serde_json::from_str(&back.out).unwrap();
    assert_eq!((&back["pairs"][0]["moved"], &pair["moved"]), (&"升".into(), &"降".into()));
    assert_eq!(back["pairs"][0]["gone"], pair["fresh"]);
}

#[test]
fn the_page_is_sound_and_the_same_again() {
    let here = two();
    for file in ["两年.html", "又.htm"] {
        assert_eq!(heng(here.path(), &["compare", "2024", "2025", "-o", file]).code, 0);
    }
    let page = fs::read_to_string(here.path().join("两年.html")).unwrap();
    assert_eq!(page, fs::read_to_string(here.path().join("又.htm")).unwrap());
    is_sound(&page);
    assert!(page.contains("↓ 降") && page.contains("居民满意度（原名 群众满意度）"), "{page}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let here = two();
    fs::write(here.path().join("2025/坏.heng"), BAD).unwrap();
    fs::write(here.path().join("规则.heng"), "计分 本局 = 达标\n").unwrap();
    let ran = heng(here.path(), &["compare", "2024", "2025"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("没能计分：2025/坏.heng：指标文件有 1 个错误"), "{}", ran.out);
    for (args, part) in [
        (&["compare", "没有", "2025"][..], "读不了 `没有`"),
        (&["compare", "规则.heng", "规则.heng"], "没有带指标的部门或项目"),
        (&["compare", "2024", "2025", "-o", "两年.pdf"], "不知道 .pdf 文件写成什么"),
        (&["compare", "2024", "2025", "-o", "2025/路.heng", "--format", "md"], "是要读的文件"),
    ] {
        let ran = heng(here.path(), args);
        assert_eq!(ran.code, 2, "{args:?} {}", ran.err);
        assert!(ran.err.contains(part) || ran.out.contains(part), "{args:?}: {}{}", ran.err, ran.out);
    }
}
