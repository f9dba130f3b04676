//! `heng margin` and its siblings from outside: what is printed, and what the exit status says.

use std::fs;

use serde_json::Value;

use crate::cli::{BAD, PLAN, folder, heng, heng_with};

/// One indicator of each kind, each short of something.
pub const KINDS: &str = "\
项目 道路养护 {
    年度 2024
    框架 财政部2020
    产出指标 {
        数量指标 {
            养护里程 >= 120 公里, 8 分 { 计分 门槛 60% }
            培训人次 >= 5 万人次, 5 分
            检查次数 = 100 ~ 120 次, 6 分
            事故起数 <= 3 起, 4 分
        }
        质量指标 {
            合格率 >= 95%, 6 分 {
                计分 分档 { >= 95% 得 100%; >= 90% 得 80%; 其余 得 0% }
            }
            平均响应时间 <= 24 小时, 5 分 { 计分 线性 }
            投诉率 <= 2%, 4 分 { 计分 扣分 每高 0.5 个百分点 扣 0.5 分, 零头 进位 }
        }
        时效指标 {
            完工时间 <= 2024-11-30, 6 分 { 计分 扣分 每晚 1 天 扣 0.5 分 }
            上线时间 <= 2024-10-31, 6 分
        }
    }
    效益指标 {
        经济效益指标 {
            营业收入 同比 >= 5%, 8 分 { 上年 800 万元 }
            人均收入 >= 2 万元/人, 8 分 { 公式 总收入 / 人数 }
            平方折算 >= 50 件, 4 分 { 计分 公式 分值 * 完成率 * 完成率 }
        }
        社会效益指标 {
            是否建成 = 是, 5 分
            环境改善 定性 \"显著改善\", 5 分
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            群众满意度 >= 90% { 计分 插值 { 60% 得 0%; 80% 得 60%; 90% 得 100% } }
        }
    }
    数据 { 总收入 万元; 人数 人 }
}
";

pub const VALUES: &str = "\
指标,实际完成值
养护里程,100公里
培训人次,4.1万人次
检查次数,90次
事故起数,4起
合格率,92.5%
平均响应时间,30小时
投诉率,3.2%
完工时间,2024-12-05
营业收入,820万元
总收入,1500万元
人数,1000人
平方折算,40件
是否建成,否
环境改善,部分达成
群众满意度,85%
全年预算数,100万元
全年执行数,80万元
";

#[test]
fn a_margin_says_what_is_missing_of_every_kind() {
    let here = folder(&[("全.heng", KINDS), ("值.csv", VALUES)]);
    let ran = heng(here.path(), &["margin", "全.heng", "-a", "值.csv", "--to", "68"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    insta::assert_snapshot!("margin_table", ran.out);
    for line in ran.out.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
    let written = heng(here.path(), &["margin", "全.heng", "-a", "值.csv", "--to", "68", "-o", "差.md"]);
    assert_eq!((written.code, written.out.as_str()), (3, ""));
    let page = fs::read_to_string(here.path().join("差.md")).unwrap();
    assert!(page.starts_with("# 项目 道路养护 2024 年"), "{page}");
    assert!(page.contains("| 检查次数 | 90 次 | 5.40 | 6 | 0.60 | 再完成 10 次（≈8.33%），到 100 次 |"), "{page}");
}

#[test]
fn the_json_of_a_margin_fits_its_schema() {
    let here = folder(&[("全.heng", KINDS), ("值.csv", VALUES)]);
    let printed = heng(here.path(), &["compile", "--emit", "margin-schema"]).out;
    let path = "docs/margin.schema.json";
    if std::env::var_os("HENG_BLESS").is_some() {
        fs::write(path, &printed).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), printed, "{path}: write it with HENG_BLESS=1");
    let validator = jsonschema::validator_for(&serde_json::from_str(&printed).unwrap()).unwrap();
    let ran = heng(here.path(), &["margin", "全.heng", "-a", "值.csv", "--grade", "良", "--format", "json"]);
    let margin: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(validator.is_valid(&margin), "{}", ran.out);
    assert_eq!((&margin["schema_version"], &margin["aim"]["at"]), (&1.into(), &"80".into()));
    let checks = &margin["items"][3];
    assert_eq!(checks["change"]["moves"][0]["to"], "100");
    assert_eq!(margin["missing"][0]["name"], "上线时间");
    assert!(!validator.is_valid(&serde_json::json!({"total": "1"})));
}

const JULY: &str = "\
指标,实际完成值,全年预计完成情况
养护里程,40公里,110公里
培训人次,3.2万人次,
检查次数,70次,
事故起数,2起,
合格率,92.5%,
平均响应时间,20小时,
营业收入,700万元,
总收入,1500万元,
人数,1000人,
平方折算,20件,
是否建成,否,
全年预算数,100万元,
全年执行数,40万元,
";

#[test]
fn a_year_is_watched_on_one_of_its_days() {
    let own = "框架 本地 继承 财政部2020 {\n    监控灯 {\n        慢 < 95%\n        够 其余\n    }\n}\n";
    let local = KINDS.replace("框架 财政部2020", "框架 本地");
    let here = folder(&[("全.heng", KINDS), ("地.heng", &format!("{own}{local}")), ("7月.csv", JULY)]);
    let of = |args: &[&str]| heng(here.path(), &[&["monitor", "-a", "7月.csv"], args].concat());
    let ran = of(&["全.heng", "--as-of", "2024-07-31"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "what is not there yet is no mistake");
    insta::assert_snapshot!("monitor_table", ran.out);
    for line in ran.out.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
    assert_eq!(of(&["全.heng", "--as-of", "2024年7月"]).out, ran.out);
    let json: Value = serde_json::from_str(&of(&["全.heng", "--as-of", "2024-07", "--format", "json"]).out).unwrap();
    let roads = &json["items"][1];
    // 40 ÷ (120 × 7/12) = 4/7, and 40 ÷ 7/12 = 68.57 at the end of the year.
    assert_eq!(
        (&roads["ratio"], &roads["light"], &roads["expected"]),
        (&"4/7".into(), &"红".into(), &"6857/100".into())
    );
    assert_eq!((&roads["needed_per_month"], &roads["so_far_per_month"]), (&"16".into(), &"40/7".into()));
    let ours = of(&["地.heng", "--as-of", "2024-07-31", "--format", "md"]);
    assert!(ours.out.contains("| 培训人次 | ≥ 5 万人次 | 3.2 万人次 | 64% | 够 |"), "{}", ours.out);
    assert!(ours.out.contains("没有写依据"), "{}", ours.out);
    for (args, said) in [
        (&["全.heng", "--as-of", "2025-07-31"][..], "是 2024 年度的"),
        (&["全.heng", "--as-of", "七月"], "不认识 `七月`"),
        (&["全.heng", "--as-of", "2024-02-30"], "不认识 `2024-02-30`"),
        (&["全.heng", "--as-of", "2024-07", "-o", "表.pdf"], "不能写 .pdf 文件"),
    ] {
        let ran = of(args);
        assert!(ran.code == 2 && ran.err.contains(said), "{args:?}: {}", ran.err);
    }
    fs::write(here.path().join("错.csv"), JULY.replace("70次", "70家")).unwrap();
    let lost = heng(here.path(), &["monitor", "-a", "错.csv", "全.heng", "--as-of", "2024-07"]);
    assert!(lost.code == 3 && lost.err.contains("E0505"), "{}", lost.err);
}

#[test]
fn the_monitoring_form_is_filled_in_for_the_month_that_is_named() {
    let here = folder(&[("全.heng", KINDS), ("8月.csv", JULY)]);
    let of =
        |file: &str| heng(here.path(), &["monitor", "-a", "8月.csv", "全.heng", "--as-of", "2024-08-31", "-o", file]);
    assert_eq!(of("监控表.csv").code, 0);
    let form = fs::read_to_string(here.path().join("监控表.csv")).unwrap();
    for part in ["1-8月执行情况", "1-8月执行数", "110公里", "4.8 万人次（推算）", "3 起（推算）"]
    {
        assert!(form.contains(part), "{part}: {form}");
    }
    assert!(!form.contains("1-7月") && !form.contains("60 公里（推算）"), "{form}");
    assert_eq!(of("监控表.xlsx").code, 0);
    assert!(fs::read(here.path().join("监控表.xlsx")).unwrap().starts_with(b"PK"));
    // What is written is read back.
    let read = heng(here.path(), &["import", "监控表.xlsx", "-o", "回.heng"]);
    assert!(read.code < 2, "{}", read.err);
    assert!(fs::read_to_string(here.path().join("回实际.heng")).unwrap().contains("养护里程 = 40"), "{}", read.out);
}

#[test]
fn a_margin_ends_as_a_score_does() {
    let here = folder(&[("甲.heng", PLAN), ("坏.heng", BAD), ("表.csv", "指标,实际完成值\n养护里程,114公里\n")]);
    let of = |args: &[&str]| heng(here.path(), &[&["margin"], args].concat());
    assert_eq!(of(&["坏.heng", "-a", "表.csv"]).code, 1);
    assert_eq!(of(&["甲.heng", "-a", "表.csv"]).code, 3);
    for (args, said) in [
        (&["甲.heng", "-a", "没有.csv"][..], "读不了 `没有.csv`"),
        (&["甲.heng", "-a", "表.csv", "--grade", "甲等"], "框架 `财政部2020` 没有等级 `甲等`"),
        (&["甲.heng", "-a", "表.csv", "--grade", "差"], "`差` 没有最低分"),
        (&["甲.heng", "-a", "表.csv", "--to", "九十"], "`--to` 后面写分数"),
        (&["甲.heng", "-a", "表.csv", "--name", "乙"], "文件里没有部门或项目 `乙`"),
        (&["甲.heng", "-a", "表.csv", "-o", "差.xlsx"], "不能写 .xlsx 文件"),
        (&["甲.heng", "-a", "表.csv", "-o", "表.csv", "--format", "md"], "是要读的文件"),
    ] {
        let ran = of(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let full = "指标,实际完成值\n养护里程,120公里\n平均通行时间缩短,10分钟\n群众满意度,90%\n\
        全年预算数,1万元\n全年执行数,1万元\n";
    let piped = heng_with(here.path(), &["margin", "甲.heng", "-a", "-"], full.as_bytes(), &[]);
    assert_eq!((piped.code, piped.err.as_str()), (0, ""));
    assert!(piped.out.contains("已经是最高的等级") && piped.out.contains("没有列出的有 4 项"), "{}", piped.out);
}

#[test]
fn other_values_stand_beside_those_that_there_are() {
    let here = folder(&[("全.heng", KINDS), ("值.csv", VALUES)]);
    let others = [
        "检查次数=105次",
        "全年执行数=90",
        "总收入=2000万元",
        "上线时间=2024-10-30",
        "环境改善=达成",
        "群众满意度=80%",
    ];
    let of = |more: &[&str]| heng(here.path(), &[&["whatif", "全.heng", "-a", "值.csv"], &others[..], more].concat());
    let ran = of(&["-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("whatif_table", ran.out);
    // What is compared is what would be scored with these values in the table.
    let table = VALUES
        .replace("检查次数,90次", "检查次数,105次")
        .replace("全年执行数,80万元", "全年执行数,90万元")
        .replace("总收入,1500万元", "总收入,2000万元")
        .replace("环境改善,部分达成", "环境改善,达成")
        .replace("群众满意度,85%", "群众满意度,80%")
        + "上线时间,2024-10-30\n";
    fs::write(here.path().join("改.csv"), table).unwrap();
    let scored = heng(here.path(), &["score", "全.heng", "-a", "改.csv", "--format", "json"]);
    let scored: Value = serde_json::from_str(&scored.out).unwrap();
    let json: Value = serde_json::from_str(&of(&["--format", "json"]).out).unwrap();
    assert_eq!(json["total"]["after"], scored["total"]);
    assert!(of(&["--format", "md"]).out.contains("| 检查次数 | 90 次 | 105 次 | 5.40 | 6.00 | +0.60 |"));
    let printed = heng(here.path(), &["compile", "--emit", "whatif-schema"]).out;
    let path = "docs/whatif.schema.json";
    if std::env::var_os("HENG_BLESS").is_some() {
        fs::write(path, &printed).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), printed, "{path}: write it with HENG_BLESS=1");
    assert!(jsonschema::validator_for(&serde_json::from_str(&printed).unwrap()).unwrap().is_valid(&json));
}

#[test]
fn what_cannot_be_tried_is_refused() {
    let other = PLAN.replace("道路养护", "桥梁养护").replace("群众满意度", "居民满意度");
    let here = folder(&[
        ("全.heng", KINDS),
        ("值.csv", VALUES),
        ("两个.heng", &format!("{PLAN}{other}")),
        ("表.csv", "部门、项目,指标,实际完成值\n道路养护,养护里程,114公里\n桥梁养护,养护里程,1公里\n"),
    ]);
    let said = |args: &[&str]| {
        let ran = heng(here.path(), &[&["whatif", "-q"], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        ran.err
            .lines()
            .filter(|line| line.starts_with("错误: ") || line.starts_with("  帮助: "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let told = [
        "检查次树=105次",
        "检查次数=105家",
        "检查次数=很多",
        "检查次数",
        "检查次数>=105次",
        "=3",
        "检查次数=",
        "人均收入=3万元/人",
        "预算执行率=95%",
    ]
    .map(|other| format!("{other}\n{}", said(&["全.heng", "-a", "值.csv", other])));
    insta::assert_snapshot!("whatif_refused", told.join("\n"));
    assert!(said(&["两个.heng", "-a", "表.csv", "养护里程=3公里"]).contains("`道路养护`、`桥梁养护` 都有"));
    let own = heng(here.path(), &["whatif", "两个.heng", "-a", "表.csv", "居民满意度=95%"]);
    assert!(own.out.starts_with("项目 桥梁养护") && !own.out.contains("道路养护"), "{}", own.out);
    let named =
        heng(here.path(), &["whatif", "两个.heng", "-a", "表.csv", "数量指标.养护里程=3公里", "--name", "桥梁养护"]);
    assert!(named.out.contains("1 公里") && named.out.contains("3 公里"), "{}{}", named.out, named.err);
}

#[test]
fn a_score_is_drawn_whatever_its_rule() {
    let here = folder(&[("全.heng", KINDS), ("值.csv", VALUES)]);
    let names = KINDS.lines().filter_map(|line| {
        let line = line.trim();
        let is_indicator =
            [">=", "<=", " = ", "同比", "定性"].iter().any(|sign| line.contains(sign)) && !line.starts_with("计分");
        is_indicator.then(|| line.split_whitespace().next().unwrap())
    });
    let drawn = names.chain(["预算执行率"]).map(|name| {
        let ran = heng(here.path(), &["explain", "--indicator", name, "全.heng", "-a", "值.csv", "-q"]);
        assert_eq!(ran.code, 3, "{name}: {}", ran.err);
        ran.out
    });
    insta::assert_snapshot!("explain_drawn", drawn.collect::<Vec<_>>().join("\n"));
    let of = |args: &[&str]| heng(here.path(), &[&["explain", "-q", "--indicator"], args].concat());
    let json: Value =
        serde_json::from_str(&of(&["人均收入", "全.heng", "-a", "值.csv", "--format", "json"]).out).unwrap();
    assert_eq!(json["drawings"][0]["parts"][0], serde_json::json!({"text": "总收入", "value": "1500 万元"}));
    let origin = json["inputs"].as_array().unwrap().iter().find(|input| input["name"] == "人数").unwrap();
    assert_eq!(origin["origin"], "值.csv!B12");
    assert!(of(&["人均收入", "全.heng", "-a", "值.csv", "--format", "md"]).out.contains("```text\n总收入 ÷ 人数\n│"));
    for (args, said) in [
        (&["群众满意", "全.heng"][..], "您是想写 `群众满意度` 吗？"),
        (&["群众满意度"], "没有写指标文件"),
        (&["群众满意度", "全.heng", "--name", "乙"], "文件里没有部门或项目 `乙`"),
    ] {
        let ran = of(args);
        assert!(ran.code == 2 && ran.err.contains(said), "{args:?}: {}", ran.err);
    }
    assert_eq!(heng(here.path(), &["explain", "E0301", "-a", "值.csv"]).code, 2);
}
