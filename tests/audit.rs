//! `heng audit`: the published rows, recomputed; and what each finding is about.

use std::collections::BTreeMap;

use heng::audit::{self, CODES, Options, Table, Verdict};
use heng::import;

use crate::cli::{folder, heng};
use crate::lint_formats::{fits, schema};

const CORPUS: &str = include_str!("corpus/published.tsv");

fn audited(form: &str) -> Vec<Table> {
    audit::audit(&import::read(form.as_bytes(), "表.txt").unwrap(), &Options::default()).unwrap()
}

/// The corpus as one table of many, told apart by a column.
fn corpus() -> (String, BTreeMap<&'static str, &'static str>) {
    let mut form = "table_id\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n".to_owned();
    let mut expected = BTreeMap::new();
    for line in CORPUS.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, target, actual, weight, score, _, expect] = cells[..] else { panic!("{line}") };
        form += &format!("{}\t甲{id}\t{target}\t{actual}\t{weight}\t{score}\n", id.split('-').next().unwrap());
        expected.insert(id, expect);
    }
    (form, expected)
}

#[test]
fn published_rows_are_confirmed_or_named() {
    let (form, expected) = corpus();
    let mut wrong = Vec::new();
    let mut named = String::new();
    let mut seen = 0;
    for row in audited(&form).iter().flat_map(|table| &table.rows) {
        seen += 1;
        let expect = expected[row.name.trim_start_matches('甲')];
        let fits = match expect {
            "agree" => row.verdict == Verdict::Agrees,
            "disagree" => row.verdict == Verdict::Differs,
            // A date and a grade can be judged after all, but nothing is called wrong.
            _ => row.verdict != Verdict::Differs,
        };
        if !fits {
            wrong.push(format!("{expect}: {row:?}"));
        }
        if row.verdict == Verdict::Differs {
            named += &format!("{}\n", row.reason);
        }
    }
    assert_eq!(seen, expected.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!(named);
}

#[test]
fn pages_of_the_audit_hold() {
    let mut wrong = Vec::new();
    for (code, title) in CODES {
        for (example, expected) in crate::import::examples(code, title) {
            let found: Vec<&str> =
                audited(&example).iter().flat_map(|table| &table.disagreements).map(|one| one.code).collect();
            if found.contains(code) != expected || (!expected && !found.is_empty()) {
                wrong.push(format!("{code}: {expected} expected, {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const FORM: &str = "\
项目名称\t社区夜校
年度\t2032
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30\t30\t28.5\t10\t98%\t9.5
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t开设夜校班次\t≥24班\t12班\t50\t50\t
效益指标\t社会效益指标\t居民学习机会\t明显提升\t达成预期指标\t30\t28\t
满意度指标\t服务对象满意度指标\t学员满意度\t≥90%\t≥90%\t10\t10\t
总分\t\t\t\t\t100\t97.5
";

#[test]
fn the_three_forms_of_a_report() {
    let here = folder(&[("自评.txt", FORM)]);
    let table = heng(here.path(), &["audit", "自评.txt"]);
    assert_eq!(table.code, 1, "{}", table.err);
    insta::assert_snapshot!(table.out);
    let json: serde_json::Value =
        serde_json::from_str(&heng(here.path(), &["audit", "自评.txt", "--format", "json"]).out).unwrap();
    let verdicts: Vec<&str> =
        json["tables"][0]["rows"].as_array().unwrap().iter().map(|row| row["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["不一致", "一致", "一致"]);
    assert_eq!(json["schema_version"], 1);
    let sarif = heng(here.path(), &["audit", "自评.txt", "--format", "sarif"]).out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    fits(&schema("sarif-2.1.0.json"), &sarif);
    let places: Vec<String> = sarif["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| {
            let place = &result["locations"][0];
            let line = &place["physicalLocation"]["region"]["startLine"];
            format!("{} {} {line}", result["ruleId"], place["logicalLocations"][0]["fullyQualifiedName"])
        })
        .collect();
    assert!(places.contains(&"\"E0824\" \"G6\" 6".to_owned()), "{places:?}");
    assert_eq!(heng(here.path(), &["audit", "没有.xlsx"]).code, 2);
    assert_eq!(heng(here.path(), &["audit", "自评.txt", "--framework", "没有"]).code, 2);
}

/// The form as a workbook with a second sheet.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("自评").unwrap();
    for (row, line) in (0..).zip(FORM.lines()) {
        for (column, text) in (0..).zip(line.split('\t')).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, text).unwrap(),
            };
        }
    }
    book.add_worksheet().set_name("附件").unwrap().write(0, 0, "原样").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_copy_is_marked_where_it_does_not_agree() {
    let here = folder(&[("表.txt", FORM)]);
    let path = |name: &str| here.path().join(name);
    // A workbook holds the second it was made in.
    let original = workbook();
    std::fs::write(path("自评.xlsx"), &original).unwrap();
    let ran = heng(here.path(), &["audit", "自评.xlsx", "-o", "标注.xlsx"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("写好了 `标注.xlsx`：标红 3 处，标黄 0 处"), "{}", ran.err);
    assert_eq!(std::fs::read(path("自评.xlsx")).unwrap(), original, "the original stays");
    let marked = std::fs::read(path("标注.xlsx")).unwrap();
    let comments = crate::amend::text(&marked, "xl/comments1.xml");
    insta::assert_snapshot!("comments_of_an_audit", comments.replace("</comment>", "</comment>\n"));
    let json = |file: &str| {
        let out = heng(here.path(), &["audit", file, "--format", "json"]).out;
        serde_json::from_str::<serde_json::Value>(&out).unwrap()["tables"][0]["disagreements"].clone()
    };
    assert_eq!(json("标注.xlsx"), json("自评.xlsx"), "the copy says the same");
    assert_eq!(heng(here.path(), &["audit", "标注.xlsx", "-o", "再.xlsx"]).code, 1);
    let again = std::fs::read(path("再.xlsx")).unwrap();
    assert_eq!(crate::amend::text(&again, "xl/comments1.xml"), comments, "and says it once");
    for (args, part) in [
        (vec!["表.txt", "-o", "标注.xlsx"], "不是 .xlsx 工作簿"),
        (vec!["自评.xlsx", "标注.xlsx", "-o", "两个.xlsx"], "不能标注在一个文件里"),
        (vec!["自评.xlsx", "--format", "xlsx"], "不知道写到哪里"),
        (vec!["自评.xlsx", "-o", "自评.xlsx"], "是要读的文件"),
        (vec!["自评.xlsx", "标注.xlsx", "-o", "."], "是要读的文件"),
    ] {
        let ran = heng(here.path(), &[&["audit"][..], &args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(part), "{}", ran.err);
    }
    std::fs::create_dir(path("副本")).unwrap();
    assert_eq!(heng(here.path(), &["audit", "自评.xlsx", "标注.xlsx", "-o", "副本"]).code, 1);
    assert_eq!(std::fs::read(path("副本/自评.xlsx")).unwrap(), marked);
}

/// Groups with rows of their own in between: a member is counted once.
const NESTED: &str = "\
项目名称\t环卫保洁
年度\t2031
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100\t100\t92.5\t10\t92.5%\t9.25
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t\t\t\t\t50\t49
\t数量指标\t\t\t\t30\t29
\t\t保洁面积\t≥300万平方米\t285万平方米\t20\t19
\t\t清运垃圾\t≥2万吨\t2.1万吨\t10\t10
\t质量指标\t\t\t\t20\t20
\t\t保洁合格率\t≥95%\t96%\t20\t20
效益指标\t\t\t\t\t30\t30
\t社会效益指标\t\t\t\t30\t30
\t\t投诉数量\t≤12件\t11件\t30\t30
满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\t88%\t10\t9.78
总分\t\t\t\t\t100\t98.03
";

fn messages(form: &str) -> Vec<String> {
    let tables = audited(form);
    let all = tables.iter().flat_map(|table| &table.disagreements);
    all.map(|one| format!("{} {} {}", one.code, one.cell, one.message)).collect()
}

#[test]
fn groups_with_rows_of_their_own_are_not_counted_twice() {
    assert_eq!(messages(NESTED), [""; 0]);
    assert_eq!(audited(NESTED)[0].rows.len(), 5);
    assert_eq!(
        messages(&NESTED.replace("30\t29\n", "30\t29.5\n").replace("50\t49\n", "55\t49\n")),
        [
            "E0822 F6 `产出指标` 的分值是 55，其中各指标分值合计 50",
            "E0821 G7 `数量指标` 的得分是 29.5，其中各指标得分合计 29"
        ]
    );
}

#[test]
fn the_score_of_the_execution_is_proportional_or_of_its_band() {
    for (score, total, fits) in
        [("9.25", "98.03", true), ("9.3", "98.08", true), ("7", "95.78", true), ("10", "98.78", false)]
    {
        let form = NESTED.replace("92.5%\t9.25", &format!("92.5%\t{score}")).replace("98.03", total);
        let expected: &[&str] =
            if fits { &[] } else { &["E0820 H4 预算执行率按金额计算得 9.25，表上是 10"] };
        assert_eq!(messages(&form), expected, "{score}");
    }
}

/// Scores of 10 points, of which the last digit tells how they were rounded.
fn rounded(scores: [&str; 4]) -> Vec<Table> {
    let mut form = "项目名称\t甲\n三级指标\t年度指标值\t实际完成值\t分值\t得分\n".to_owned();
    for ((name, actual), score) in
        [("甲项", "88"), ("乙项", "59"), ("丙项", "74"), ("丁项", "71")].into_iter().zip(scores)
    {
        form += &format!("{name}\t≥90件\t{actual}件\t10\t{score}\n");
    }
    audited(&form)
}

#[test]
fn the_rounding_of_a_table_is_found() {
    use heng::exact::Rounding;
    for (scores, rounding, places, explained) in [
        (["9.78", "6.56", "8.22", "7.89"], Rounding::HalfUp, 2, 4),
        (["9.77", "6.55", "8.22", "7.88"], Rounding::Down, 2, 4),
        (["9.8", "6.6", "8.2", "7.9"], Rounding::HalfUp, 1, 4),
        // One row is a slip, not a method.
        (["9.77", "6.56", "8.22", "7.89"], Rounding::HalfUp, 2, 3),
    ] {
        let table = rounded(scores).remove(0);
        assert_eq!((table.rounding, table.places, table.explained), (rounding, places, (explained, 4)), "{scores:?}");
    }
}

#[test]
fn of_several_frameworks_the_one_that_explains_most_is_taken() {
    let form = "项目名称\t甲\n三级指标\t年度指标值\t实际完成值\t分值\t得分\n\
        甲项\t≥100件\t80件\t10\t8\n乙项\t≤100元\t110元\t10\t9\n丙项\t≥100件\t50件\t10\t5\n";
    let read = import::read(form.as_bytes(), "表.txt").unwrap();
    let by = |names: &[&str]| {
        let frameworks = names.iter().map(|name| (*name).to_owned()).collect();
        let table = audit::audit(&read, &Options { frameworks }).unwrap().remove(0);
        (table.method, table.explained)
    };
    let (one, two) = (by(&["财政部2021"]), by(&["一体化"]));
    assert!(one.1.0 < two.1.0, "{one:?} {two:?}");
    assert_eq!(by(&["财政部2021", "一体化"]), ("框架 一体化 的默认计分".to_owned(), two.1));
}

/// What is said of FORM with other texts in it.
fn said_of(changes: &[(&str, &str)]) -> Vec<String> {
    let form = changes.iter().fold(FORM.to_owned(), |form, (from, to)| {
        assert!(form.contains(from), "{from}");
        form.replace(from, to)
    });
    let disagreements = audited(&form).into_iter().flat_map(|table| table.disagreements);
    disagreements.map(|one| format!("{} {}", one.code, one.message)).collect()
}

#[test]
fn points_of_execution_are_rounded_as_the_table_is() {
    let wrong = |score: &str, scores: (&str, &str)| {
        let row = format!("\t年度资金总额\t30\t30\t28.5\t10\t95%\t{score}\n");
        let said = said_of(&[("\t年度资金总额\t30\t30\t28.5\t10\t98%\t9.5\n", &row), scores]);
        said.iter().any(|line| line.starts_with("E0820 预算执行率"))
    };
    let whole = ("30\t28\t", "30\t28\t");
    for (score, is_wrong) in [("9.5", false), ("9.50", false), ("10", true), ("9", true), ("9.8", true), ("7", false)] {
        assert_eq!(wrong(score, whole), is_wrong, "{score} of 95%");
    }
}

#[test]
fn the_score_below_a_table_is_its_total() {
    let foot = |text: &str| {
        let said = said_of(&[("总分\t\t\t\t\t100\t97.5\n", text)]);
        said.into_iter().filter(|line| line.starts_with("E0821")).collect::<Vec<_>>()
    };
    assert_eq!(foot("自评得分\t97.5\t自评等级\t优\n"), [""; 0]);
    for text in ["自评得分：\t96\n", "自评总分：96分\n", "评价结论：本项目自评得分96分，等级为优。\n"]
    {
        assert_eq!(foot(text), ["E0821 各项得分合计 97.5（含预算执行率 9.5），表上的总分是 96"], "{text}");
    }
}

#[test]
fn points_of_each_level_are_not_those_of_the_indicator() {
    let form = std::fs::read_to_string("tests/forms/各级分值.csv").unwrap();
    let of = |form: &str| audit::audit(&import::read(form.as_bytes(), "表.csv").unwrap(), &Options::default()).unwrap();
    let tables = of(&form);
    assert!(tables[0].disagreements.is_empty(), "{:?}", tables[0].disagreements);
    let weights: Vec<String> = tables[0].rows.iter().map(|row| row.weight.unwrap().to_string()).collect();
    assert_eq!(weights, ["10", "20", "20", "40"]);
    let said = of(&form.replace("数量指标,30", "数量指标,35"));
    let said: Vec<&str> = said[0].disagreements.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(said, ["`数量指标` 的分值是 35，其中各指标分值合计 30"]);
}

#[test]
fn far_below_a_limit_wants_no_reason() {
    let said = said_of(&[("开设夜校班次\t≥24班\t12班\t50\t50\t", "结转结余率\t≤5%\t0.33%\t50\t50\t")]);
    assert!(!said.iter().any(|line| line.starts_with("E0825")), "{said:?}");
    let said = said_of(&[("≥24班\t12班", "≥24班\t60班")]);
    assert!(said.iter().any(|line| line.starts_with("E0825")), "{said:?}");
}
