//! `heng score` and `heng test` from outside: where values come from, where results go, what
//! the exit status says. What a score is belongs to other tests.

use std::fs;

use serde_json::Value;

use crate::cli::{BAD, PLAN, folder, heng, heng_with};

const ACTUALS: &str = "\
实际 道路养护 2025 {
    养护里程 = 114 公里, 原因 \"塌方\"
    平均通行时间缩短 = 12 分钟
    群众满意度 = 93%

    预算 {
        年初预算数 100 万元
        全年预算数 100 万元
        全年执行数 98 万元
    }
}
";

const TABLE: &str = "指标,实际完成值,偏差原因\n养护里程,114公里,塌方\n平均通行时间缩短,12分钟,\n";

/// 10 × 98% + 50 × 95% + 30 + 10.
const TOTAL: &str = "97.30";

fn total(json: &str) -> Value {
    serde_json::from_str::<Value>(json).unwrap()["total"].clone()
}

#[test]
fn values_come_from_blocks_heng_files_and_tables() {
    let whole = format!("{PLAN}\n{ACTUALS}");
    let here = folder(&[("甲.heng", PLAN), ("实际.heng", ACTUALS), ("全.heng", &whole), ("表.csv", TABLE)]);
    let ran = heng(here.path(), &["score", "全.heng", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(total(&ran.out), TOTAL);
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "实际.heng", "--format", "json"]);
    assert_eq!((ran.code, total(&ran.out)), (0, TOTAL.into()), "{}", ran.err);
    let piped = heng_with(here.path(), &["score", "-", "-a", "实际.heng", "--format", "json"], PLAN.as_bytes(), &[]);
    assert_eq!(total(&piped.out), TOTAL, "{}", piped.err);
    let table = heng(here.path(), &["score", "全.heng", "-a", "表.csv", "--format", "json"]);
    assert_eq!(table.code, 3, "a table takes the place of the block; what it lacks is not judged");
    assert_eq!(total(&table.out)["low"], "77.50");
    let piped = heng_with(here.path(), &["score", "甲.heng", "-a", "-", "--format", "json"], TABLE.as_bytes(), &[]);
    assert_eq!(total(&piped.out), total(&table.out), "{}", piped.err);
}

#[test]
fn the_exit_status_says_how_a_score_ended() {
    let here = folder(&[("甲.heng", PLAN), ("坏.heng", BAD), ("表.csv", TABLE)]);
    let bad = heng(here.path(), &["score", "坏.heng", "-a", "表.csv"]);
    assert_eq!((bad.code, bad.out.as_str()), (1, ""));
    assert!(bad.err.contains("E0107") && bad.err.contains("没有计分"), "{}", bad.err);
    assert_eq!(heng(here.path(), &["score", "甲.heng"]).code, 3);
    for args in
        [&["score", "没有.heng"][..], &["score", "甲.heng", "-a", "没有.csv"], &["score", "甲.heng", "-a", "没有.heng"]]
    {
        let ran = heng(here.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("读不了 `没有"), "{}", ran.err);
    }
    let whole = format!("{TABLE}群众满意度,93%,\n全年预算数,100万元,\n全年执行数,98万元,\n");
    for (more, code) in [("", 0), ("预算执行率,98%,\n", 0), ("没有的指标,5,\n", 3), ("没有的指标,,\n", 0)]
    {
        fs::write(here.path().join("全.csv"), format!("{whole}{more}")).unwrap();
        let ran = heng(here.path(), &["score", "甲.heng", "-a", "全.csv"]);
        assert!(ran.out.contains("总分 97.30（满分 100）"), "{}", ran.out);
        assert_eq!(
            (ran.code, ran.out.contains("错误 E0501")),
            (code, code == 3),
            "{more}: a value that is lost is told"
        );
    }
    let other = heng(here.path(), &["score", "甲.heng", "--name", "乙"]);
    assert_eq!(other.code, 2);
    assert!(other.err.contains("文件里有：`道路养护`"), "{}", other.err);
}

#[test]
fn every_form_goes_to_the_screen_or_to_a_file() {
    let whole = format!("{PLAN}\n{ACTUALS}");
    let here = folder(&[("全.heng", &whole)]);
    for (format, part) in [("table", "总分 97.30"), ("json", "\"total\": \"97.30\""), ("csv", "97.30"), ("md", "97.30")]
    {
        let ran = heng(here.path(), &["score", "全.heng", "--format", format]);
        assert!(ran.code == 0 && ran.out.contains(part), "{format}: {}{}", ran.out, ran.err);
        fs::write(here.path().join("得分"), "旧的").unwrap();
        let filed = heng(here.path(), &["score", "全.heng", "--format", format, "-o", "得分", "--color", "always"]);
        assert_eq!((filed.code, filed.out.as_str()), (0, ""));
        assert_eq!(fs::read_to_string(here.path().join("得分")).unwrap(), ran.out, "{format}: no colours in a file");
    }
    let explained = heng(here.path(), &["score", "全.heng", "--explain"]);
    assert!(explained.out.contains("114 ÷ 120 × 50 = 47.50"), "{}", explained.out);
    assert!(heng(here.path(), &["score", "全.heng", "-o", "没有/得分"]).err.contains("不能写文件 `没有/得分`"));
}

#[test]
fn the_json_form_holds_what_programs_rely_on() {
    let here = folder(&[("全.heng", &format!("{PLAN}\n{ACTUALS}")), ("甲.heng", PLAN)]);
    let card: Value = serde_json::from_str(&heng(here.path(), &["score", "全.heng", "--format", "json"]).out).unwrap();
    assert_eq!(card["schema_version"], 1);
    assert_eq!(
        (&card["total"], &card["grade"], &card["framework"]),
        (&TOTAL.into(), &"优".into(), &"财政部2020".into())
    );
    let line = &card["indicators"][0];
    for (key, value) in [
        ("name", "养护里程"),
        ("weight", "50"),
        ("score", "47.50"),
        ("exact", "95/2"),
        ("verdict", "未达成"),
        ("attainment", "0.95"),
        ("target", "≥ 120 公里"),
        ("actual", "114 公里"),
        ("derivation", "114 ÷ 120 × 50 = 47.50"),
        ("basis", "财预〔2020〕10号"),
    ] {
        assert_eq!(line[key], value, "{key}");
    }
    let open: Value = serde_json::from_str(&heng(here.path(), &["score", "甲.heng", "--format", "json"]).out).unwrap();
    assert_eq!(open["total"], serde_json::json!({"low": "0.00", "high": "100.00"}));
    assert_eq!(open["indicators"][0]["verdict"], "无法判定");
}

#[test]
fn the_schema_of_a_score_is_published_and_fits_what_is_printed() {
    let other = PLAN.replace("道路养护", "桥梁养护");
    let here = folder(&[
        ("一.heng", &format!("{PLAN}\n{ACTUALS}")),
        ("空.heng", PLAN),
        ("二.heng", &format!("{PLAN}\n{other}\n{ACTUALS}\n{}", ACTUALS.replace("道路养护", "桥梁养护"))),
    ]);
    let printed = heng(here.path(), &["compile", "--emit", "score-schema"]).out;
    let path = "docs/score.schema.json";
    if std::env::var_os("HENG_BLESS").is_some() {
        fs::write(path, &printed).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), printed, "{path}: write it with HENG_BLESS=1");
    let schema: Value = serde_json::from_str(&printed).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for file in ["一.heng", "空.heng", "二.heng"] {
        let card: Value = serde_json::from_str(&heng(here.path(), &["score", file, "--format", "json"]).out).unwrap();
        assert!(validator.is_valid(&card), "{file}");
        assert_eq!(card.is_array(), file == "二.heng", "one is a document, several are a list");
    }
    assert!(!validator.is_valid(&serde_json::json!({"total": "1"})));
    let ninths = ACTUALS.replace("114 公里", "106 公里");
    fs::write(here.path().join("一.heng"), format!("{PLAN}\n{ninths}")).unwrap();
    let card: Value = serde_json::from_str(&heng(here.path(), &["score", "一.heng", "--format", "json"]).out).unwrap();
    let line = &card["indicators"][0];
    assert_eq!((&line["attainment"], &line["attainment_exact"]), (&"0.883333".into(), &"53/60".into()));
    assert_eq!((&card["execution"]["rate"], &card["execution"]["rate_exact"]), (&"0.98".into(), &"49/50".into()));
}

#[test]
fn a_result_never_replaces_what_it_was_made_from() {
    let here = folder(&[("甲.heng", PLAN), ("表.csv", TABLE), ("子/x", "")]);
    for args in [
        &["score", "甲.heng", "-o", "甲.heng"][..],
        &["score", "甲.heng", "-a", "表.csv", "-o", "子/../表.csv"],
        &["compile", "甲.heng", "-o", "./甲.heng"],
    ] {
        let ran = heng(here.path(), args);
        assert!(ran.code == 2 && ran.err.contains("是要读的文件"), "{args:?}: {}", ran.err);
    }
    assert_eq!(fs::read_to_string(here.path().join("甲.heng")).unwrap(), PLAN);
    assert_eq!(fs::read_to_string(here.path().join("表.csv")).unwrap(), TABLE);
}

#[test]
fn a_file_that_is_no_table_is_not_scored_with() {
    let here = folder(&[
        ("甲.heng", PLAN),
        ("空.csv", ""),
        ("文.csv", "%PDF-1.7"),
        ("坏.xlsx", "PK\u{3}\u{4}"),
        ("断.json", "{"),
    ]);
    for (file, said) in
        [("空.csv", "文件是空的（E0533）"), ("文.csv", "PDF"), ("坏.xlsx", "打不开"), ("断.json", "（E0536）")]
    {
        let ran = heng(here.path(), &["score", "甲.heng", "-a", file]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{file}");
        assert!(ran.err.contains(&format!("读不了 `{file}`")) && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn several_declarations_are_scored_in_turn() {
    let other = PLAN.replace("道路养护", "桥梁养护");
    let here = folder(&[
        ("两个.heng", &format!("{PLAN}\n{other}\n{ACTUALS}\n{}", ACTUALS.replace("道路养护", "桥梁养护"))),
        ("一个.heng", &format!("{PLAN}\n{other}\n{ACTUALS}")),
    ]);
    let both = heng(here.path(), &["score", "两个.heng", "--format", "json"]);
    let documents: Value = serde_json::from_str(&both.out).unwrap();
    let names: Vec<&str> =
        documents.as_array().unwrap().iter().map(|document| document["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["道路养护", "桥梁养护"]);
    let one = heng(here.path(), &["score", "两个.heng", "--name", "桥梁养护", "--format", "json"]);
    assert_eq!(total(&one.out), TOTAL);
    let with_values = heng(here.path(), &["score", "一个.heng", "--format", "json"]);
    assert_eq!((with_values.code, total(&with_values.out)), (0, TOTAL.into()));
    assert_eq!(with_values.err, "`桥梁养护` 没有实际完成值，没有计分\n");
}

#[test]
fn a_table_of_several_declarations_is_told_once() {
    let bridges = PLAN.replace("道路养护", "桥梁养护").replace("养护里程 >= 120 公里", "养护座数 >= 12 座");
    let bridges = bridges.replace("平均通行时间缩短", "限载桥梁减少数").replace("10 分钟", "3 座");
    let table = "指标,实际完成值\n养护里程,114公里\n养护座数,#DIV/0!\n养护座树,11座\n无关的行,5\n合计,\n\
        全年预算数,100万元\n全年执行数,98万元\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(table);
    let here = folder(&[("两个.heng", &format!("{PLAN}\n{bridges}"))]);
    fs::write(here.path().join("表.csv"), gbk).unwrap();
    let ran = heng(here.path(), &["score", "两个.heng", "-a", "表.csv", "--format", "csv"]);
    let of_table: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("表.csv")).collect();
    insta::assert_snapshot!(of_table.join("\n"), @"
    表.csv: 提示[E0524] 文件是 GBK 编码，已按它读成 UTF-8
    表.csv!A6: 提示[E0526] “合计”不是指标，没有读
    表.csv!B5: 错误[E0501] `无关的行` 不是绩效目标中的指标或数据项，它的值没有采用
    表.csv!B8: 错误[E0550] 分不清预算数和执行数是 `道路养护`、`桥梁养护` 中谁的，没有采用
    表.csv!B3: 错误[E0522] 公式出错，显示 `#DIV/0!`
    表.csv!B4: 错误[E0501] `养护座树` 不是绩效目标中的指标或数据项，它的值没有采用
    ");
    fs::write(here.path().join("一张.csv"), format!("{TABLE}全年预算数,100万元\n全年执行数,98万元\n")).unwrap();
    let roads = heng(here.path(), &["score", "两个.heng", "-a", "一张.csv", "--format", "csv"]);
    assert!(!roads.err.contains("E0550") && roads.err.contains("`桥梁养护` 没有实际完成值，没有计分"), "{}", roads.err);
    let one = heng(here.path(), &["score", "两个.heng", "-a", "表.csv", "--name", "道路养护", "--format", "csv"]);
    assert!(!one.err.contains("`养护座数`"), "a row of the other project: {}", one.err);
}

#[test]
fn tests_pass_fail_and_are_chosen() {
    let tests = "
测试 \"按比例\" {
    养护里程 = 114 公里
    期望 养护里程.得分 = 47.5 分
    期望 养护里程.完成率 = 95%
    期望 养护里程.结论 = 未达成
}

测试 \"算错了\" {
    养护里程 = 114 公里
    期望 养护里程.得分 = 48 分
    期望 总分 >= 40 分
}
";
    let here = folder(&[("测.heng", &format!("{PLAN}{tests}")), ("坏.heng", BAD), ("无.heng", PLAN)]);
    let ran = heng(here.path(), &["test", "测.heng"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.out, @r#"
    通过    按比例
    没通过  算错了

    错误[E0620] 测试“算错了”的期望没有达到
        ╭─[测.heng:31:8]
     28 │
     29 │ 测试 "算错了" {
        ·      ────┬───
        ·          ╰── 在这个测试里
     30 │     养护里程 = 114 公里
     31 │     期望 养护里程.得分 = 48 分
        ·          ──────────┬──────────
        ·                    ╰── 算得 47.5，比期望少 0.5
     32 │     期望 总分 >= 40 分
        ╰────

    错误[E0620] 测试“算错了”的期望没有达到
        ╭─[测.heng:32:8]
     28 │
     29 │ 测试 "算错了" {
        ·      ────┬───
        ·          ╰── 在这个测试里
     30 │     养护里程 = 114 公里
     31 │     期望 养护里程.得分 = 48 分
     32 │     期望 总分 >= 40 分
        ·          ──────┬──────
        ·                ╰── 还不能确定：47.50 – 97.50
     33 │ }
        ╰────
      帮助: 在测试里写出所有用到的值
    "#);
    assert_eq!(ran.err, "1 个测试通过，1 个没有通过\n");
    let chosen = heng(here.path(), &["test", "测.heng", "--filter", "比例"]);
    assert_eq!((chosen.code, chosen.out.as_str()), (0, "通过    按比例\n"));
    let broken = heng(here.path(), &["test", "坏.heng"]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.ends_with("\n1 个文件有错，没有运行其中的测试\n"), "{}", broken.err);
    let missing = heng(here.path(), &["test", "没有.heng", "测.heng"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.ends_with("1 个测试通过，1 个没有通过；1 个文件有错，没有运行其中的测试\n"), "{}", missing.err);
    let none = heng(here.path(), &["test", "无.heng"]);
    assert_eq!((none.code, none.err.as_str()), (0, "没有测试\n"));
}

#[test]
fn a_filter_that_fits_no_test_is_a_mistake() {
    let tests = format!("{PLAN}\n测试 \"按比例\" {{\n    养护里程 = 114 公里\n    期望 养护里程.得分 = 47.5 分\n}}\n");
    let here = folder(&[("甲.heng", &tests)]);
    let ran = heng(here.path(), &["test", "甲.heng", "--filter", "没有"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("没有名称含 `没有` 的测试，文件里有 1 个测试"), "{}", ran.err);
    assert_eq!(heng(here.path(), &["test", "甲.heng", "--filter", "比例"]).code, 0);
}

#[test]
fn a_file_without_a_table_is_not_scored_with() {
    let model = "{\"format\": \"heng-model\", \"version\": 1, \"declarations\": [{\"name\": \"甲\"}]}";
    let here = folder(&[
        ("甲.heng", PLAN),
        ("无表头.csv", "养护里程,114公里\n群众满意度,93%\n"),
        ("说明.txt", "这不是表\n"),
        ("模型.json", model),
    ]);
    for file in ["无表头.csv", "说明.txt", "模型.json"] {
        let ran = heng(here.path(), &["score", "甲.heng", "-a", file]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{file}: {}", ran.err);
        assert!(ran.err.contains(file) && ran.err.contains("E05"), "{}", ran.err);
    }
    assert!(heng(here.path(), &["check", "模型.json"]).err.contains("`模型.json` 是表格"));
}

#[test]
fn what_is_said_of_the_blocks_of_a_file() {
    let unknown = format!("{PLAN}\n实际 道路养护 2025 {{\n    没有的 = 3 件\n}}\n");
    let here = folder(&[("全.heng", &format!("{PLAN}\n{ACTUALS}")), ("错.heng", &unknown), ("表.csv", TABLE)]);
    let table = heng(here.path(), &["score", "全.heng", "-a", "表.csv"]);
    assert!(table.err.contains("文件里的 `实际` 没有用到"), "{}", table.err);
    let ran = heng(here.path(), &["score", "错.heng"]);
    assert!(!ran.err.contains("没有实际完成值") && ran.out.contains("E0501"), "{}{}", ran.out, ran.err);
    // Any grade from 差 up to 优 may come out.
    assert!(ran.out.contains("等级 差 至 优，待补齐后确定"), "{}", ran.out);
    assert!(table.out.contains("等级 中 至 优，待补齐后确定"), "{}", table.out);
}

#[test]
fn a_derivation_names_what_it_was_computed_from() {
    let plan = PLAN
        .replace("养护里程 >= 120 公里", "养护里程 >= 120 公里\n            每公里用时 <= 2 分钟/公里 {\n                公式 平均通行时间缩短 / 养护里程\n            }")
        .replace("群众满意度 >= 90%", "群众满意度 >= 90% { 计分 扣分 每低 1 个百分点 扣 1 分 }");
    let here = folder(&[("全.heng", &format!("{plan}\n{}", ACTUALS.replace("93%", "87.3%")))]);
    let ran = heng(here.path(), &["score", "全.heng", "--explain"]);
    assert!(ran.out.contains("养护里程 114 公里（全.heng:"), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("合 2.7 个百分点，"), "{}{}", ran.out, ran.err);
}

#[test]
fn values_that_their_names_make_unlikely_are_told_of() {
    let plan = PLAN
        .replace(
            "养护里程 >= 120 公里",
            "培训人次 >= 3 万人次\n            净增用户 >= 3 户\n            质押金额 >= 3 万元",
        )
        .replace("平均通行时间缩短 >= 10 分钟", "验收合格率 >= 95%\n            任务完成率 >= 95%");
    let table = "指标,实际完成值\n培训人次,-3万人次\n净增用户,-3户\n质押金额,-3万元\n验收合格率,120%\n\
        任务完成率,120%\n群众满意度,100.1%\n全年预算数,1万元\n全年执行数,1万元\n";
    let here = folder(&[("甲.heng", &plan), ("表.csv", table)]);
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "表.csv", "--format", "csv"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    insta::assert_snapshot!(ran.err, @"
    表.csv!B2: 警告[E0556] `培训人次` 的实际完成值 `-3 万人次` 小于零
    表.csv!B5: 错误[E0556] `验收合格率` 最多 100%，实际完成值 `120%` 超过了
    表.csv!B7: 错误[E0556] `群众满意度` 最多 100%，实际完成值 `100.1%` 超过了
    ");
}

#[test]
fn the_name_of_a_result_says_its_form() {
    let whole = format!("{PLAN}\n{ACTUALS}");
    let here = folder(&[("全.heng", &whole)]);
    for (file, format) in
        [("得分.csv", "csv"), ("得分.JSON", "json"), ("得分.md", "md"), ("得分.txt", "table"), ("得分.html", "html")]
    {
        let ran = heng(here.path(), &["score", "全.heng", "-o", file]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        let wanted = heng(here.path(), &["score", "全.heng", "--format", format]).out;
        assert_eq!(fs::read_to_string(here.path().join(file)).unwrap(), wanted, "{file}");
    }
    for file in ["得分.xls", "得分.ods", "得分.doc", "得分.pptx"] {
        let ran = heng(here.path(), &["score", "全.heng", "-o", file]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("还不能写 .") && ran.err.contains(".csv"), "{}", ran.err);
        assert!(!here.path().join(file).exists());
    }
    let stated = heng(here.path(), &["score", "全.heng", "--format", "json", "-o", "得分.txt"]);
    assert_eq!(stated.code, 0);
    assert!(fs::read_to_string(here.path().join("得分.txt")).unwrap().starts_with('{'));
}

#[test]
fn where_the_values_go_is_said() {
    let here = folder(&[("甲.heng", PLAN), ("自评.csv", TABLE)]);
    let none = heng(here.path(), &["score", "甲.heng"]);
    assert!(none.err.starts_with("没有实际完成值：用 `--actuals 表格`"), "{}", none.err);
    let bare = heng(here.path(), &["score", "甲.heng", "自评.csv"]);
    assert_eq!(bare.code, 2);
    assert!(bare.err.contains("`-a 自评.csv`"), "{}", bare.err);
    for command in ["score", "check"] {
        let ran = heng(here.path(), &[command, "自评.csv"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains("是表格") && ran.err.contains("heng score 计划.heng -a 自评.csv"), "{}", ran.err);
    }
}

#[test]
fn half_a_budget_is_told_of_once() {
    let table = format!("{TABLE}\n全年预算数,100万元\n");
    let here = folder(&[("甲.heng", PLAN), ("表.csv", &table), ("无.csv", TABLE)]);
    let half = heng(here.path(), &["score", "甲.heng", "-a", "表.csv"]);
    assert!(half.out.contains("E0530") && !half.out.contains("E0519"), "{}", half.out);
    let none = heng(here.path(), &["score", "甲.heng", "-a", "无.csv"]);
    assert!(none.out.contains("E0519") && !none.out.contains("<heng>/"), "{}", none.out);
}

#[test]
fn a_finding_shows_its_cell_and_its_line() {
    let table = "三级指标,年度指标值,实际完成值\n养护里程,≥120公里,约114公里\n群众满意度,≥90%,90-95%\n没有的,,5\n";
    let here = folder(&[("甲.heng", PLAN), ("值.csv", table)]);
    let ran = heng(here.path(), &["score", "甲.heng", "-a", "值.csv"]);
    let findings = ran.out.split("实际值中的问题").nth(1).unwrap();
    insta::assert_snapshot!("findings_with_cells", findings);
    for line in ran.out.lines() {
        assert!(heng::diag::wrap::columns(line) <= 80, "{line}");
    }
}
