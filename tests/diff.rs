//! `heng diff`: what changed in meaning, line by line from a table, and as people run it.

use heng::diff::{Change, compare};
use heng::model::Model;

use crate::cli::heng;
use crate::compile::model;

/// A project with a line of its own among others, so that it never stands alone.
fn project(line: &str) -> Model {
    let line = if line == "-" { "" } else { line };
    let text = format!(
        "项目 示例 {{\n年度 2024\n产出指标 {{ 数量指标 {{\n{line}\n乙量 >= 10 件\n}} }}\n\
         效益指标 {{ 社会效益指标 {{ 丙量 >= 10 人 }} }}\n满意度指标 {{ 服务对象满意度指标 {{ 丁满意度 >= 90% }} }}\n}}\n"
    );
    let model = model("tests/diff.heng", &text);
    assert!(!model.has_errors(), "{:?}", model.diagnostics);
    model
}

fn version(model: &Model) -> Vec<(&Model, &heng::model::Declaration)> {
    model.declarations.iter().map(|declaration| (model, declaration)).collect()
}

fn shown(change: &Change) -> String {
    let mark = if change.is_error() { "!" } else { "" };
    let by = change.by.as_ref().map_or_else(String::new, |by| format!(" {by}"));
    format!("{mark}{} {}{by}", change.kind.word(), change.aspect)
}

#[test]
fn the_table_says_what_changed() {
    let table = std::fs::read_to_string("tests/golden/diff.tsv").unwrap();
    let mut failures = Vec::new();
    for row in table.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let mut cells = row.split('\t');
        let (old, new, wanted) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap_or_default());
        let (before, after) = (project(old), project(new));
        let found = compare(&version(&before), &version(&after));
        // Weights that are shared out anew follow from the rest.
        let found: Vec<String> = found.iter().filter(|change| !change.derived).map(shown).collect();
        if found.join("; ") != wanted {
            failures.push(format!("{old} → {new}\n  says  {}\n  wants {wanted}", found.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

const OLD: &str = "\
项目 道路养护 {
    年度 2024
    预算 {
        支出 100 万元
    }
    任务 修补路面 {
        资金 60 万元
    }
    产出指标 {
        数量指标 {
            养护里程 >= 120 公里
            巡查次数 >= 24 次
        }
    }
    效益指标 { 社会效益指标 { 平均通行时间缩短 >= 10 分钟 } }
    满意度指标 { 服务对象满意度指标 { 群众满意度 >= 90% } }
}
";

#[test]
fn a_mid_year_adjustment_as_people_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    at("年初.heng", OLD);
    let new = OLD.replace(">= 120 公里", ">= 110000 米").replace("            巡查次数 >= 24 次\n", "");
    at("年中.heng", &new.replace("支出 100 万元", "支出 90 万元"));
    let ran = heng(folder.path(), &["diff", "年初.heng", "年中.heng"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    insta::assert_snapshot!("diff_text", ran.out);
    let ran = heng(folder.path(), &["diff", "年初.heng", "年中.heng", "--format", "md"]);
    insta::assert_snapshot!("diff_markdown", ran.out);
    let ran = heng(folder.path(), &["diff", "年初.heng", "年中.heng", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(jsonschema::validator_for(&heng::report::changes::schema()).unwrap().is_valid(&value));
    assert_eq!(value["unexplained"], 2);

    let explained = new
        .replace(">= 110000 米", ">= 110000 米, 调整 \"两处塌方路段改到下年\"")
        .replace("    年度 2024\n", "    年度 2024\n    调整 \"巡查次数：改由公路局统一巡查\"\n");
    at("年中.heng", &explained);
    let ran = heng(folder.path(), &["diff", "年初.heng", "年中.heng"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let ran = heng(folder.path(), &["diff", "年初.heng", "年初.heng"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "含义没有变化\n"));
}

#[test]
fn what_is_printed_can_be_pasted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let other = "项目 农村生活污水治理设施提升改造及管网延伸工程 {\n    年度 2024\n    产出指标 { 数量指标 { 改造设施 = 20 ~ 30 座 } }\n\
                 效益指标 { 社会效益指标 { 受益户数 >= 10 户 } }\n满意度指标 { 服务对象满意度指标 { 村民满意度 >= 90% } }\n}\n";
    at("年初.heng", &format!("{OLD}\n{other}"));
    at("年中.heng", OLD);
    let gone = heng(folder.path(), &["diff", "年初.heng", "年中.heng"]);
    let paste = "      调整 \"农村生活污水治理设施提升改造及管网延伸工程：……\"\n";
    assert!(gone.code == 1 && gone.out.contains(paste), "{}", gone.out);
    let reason = "    年度 2024\n    调整 \"农村生活污水治理设施提升改造及管网延伸工程：并入县级项目\"\n";
    at("年中.heng", &OLD.replace("    年度 2024\n", reason));
    let told = heng(folder.path(), &["diff", "年初.heng", "年中.heng"]);
    assert_eq!(told.code, 0, "{}", told.out);
    assert!(told.out.contains("调整理由：并入县级项目\n"), "{}", told.out);
    at("年中.heng", &format!("{OLD}\n{}", other.replace("20 ~ 30", "20 ~ 40")));
    let moved = heng(folder.path(), &["diff", "年初.heng", "年中.heng"]);
    assert!(moved.out.contains("= 20 ~ 30 座 → = 20 ~ 40 座"), "{}", moved.out);
    at("年初.heng", &OLD.replace(">= 120 公里", "同比 >= 8% { 上年 120 公里 }"));
    at("年中.heng", &OLD.replace(">= 120 公里", "同比 >= 8% { 上年 100 公里 }"));
    let base = heng(folder.path(), &["diff", "年初.heng", "年中.heng"]);
    assert!(base.out.contains("放宽  养护里程") && base.out.contains("少 21.6 公里"), "{}", base.out);
}

fn git_in(folder: &std::path::Path, args: &[&str]) {
    let fixed = ["-c", "user.name=测试", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let ran = std::process::Command::new("git").args(fixed).args(args).current_dir(folder).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn a_file_that_was_moved_is_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| git_in(folder.path(), args);
    let loosened = OLD.replace(">= 120 公里", ">= 100 公里");
    let says = |args: &[&str]| {
        let ran = heng(folder.path(), args);
        assert_eq!(ran.code, 1, "{args:?} {}{}", ran.out, ran.err);
        assert!(ran.out.contains("养护里程 年度指标值：>= 120 公里 → >= 100 公里，少 20 公里"), "{args:?} {}", ran.out);
        assert!(!ran.out.contains("新增") && !ran.out.contains("删去"), "{args:?} {}", ran.out);
    };
    git(&["init", "-q"]);
    std::fs::create_dir(folder.path().join("局")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("局/甲.heng", OLD);
    let other = OLD.replace("道路养护", "桥梁养护");
    write("两个.heng", &format!("{}\n{other}", OLD.replace("道路养护", "隧道养护")));
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "年初"]);
    // With the name that git knows, staged and committed.
    git(&["mv", "局/甲.heng", "局/新 名.heng"]);
    write("局/新 名.heng", &loosened);
    says(&["diff", "--against", "HEAD", "局/新 名.heng"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "年中"]);
    says(&["diff", "--against", "HEAD~1", "局/新 名.heng"]);
    says(&["diff", "--against", "HEAD~1", "局"]);
    // Into another file, of which git knows nothing.
    write("桥梁.heng", &loosened.replace("道路养护", "桥梁养护"));
    says(&["diff", "--against", "HEAD", "桥梁.heng"]);
    // What is really new is new.
    write("新的.heng", &loosened.replace("道路养护", "涵洞养护"));
    let ran = heng(folder.path(), &["diff", "--against", "HEAD", "新的.heng"]);
    assert_eq!((ran.code, ran.out.contains("新增")), (0, true), "{}{}", ran.out, ran.err);
}

#[test]
fn a_reason_says_why_and_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let diff = || heng(folder.path(), &["diff", "旧.heng", "新.heng"]).code;
    let gone = OLD.replace("巡查次数 >= 24 次\n", "\n");
    for (reason, code) in [
        ("巡查次数：改由公路局统一巡查", 0),
        ("巡查次数因人手不足取消", 0),
        ("巡查次数：", 1),
        ("巡查次数", 1),
        ("巡查次数增幅：口径取消", 1),
    ] {
        at("旧.heng", OLD);
        at("新.heng", &gone.replace("    年度 2024\n", &format!("    年度 2024\n    调整 \"{reason}\"\n")));
        assert_eq!(diff(), code, "{reason}");
    }
    // What was explained before explains nothing new.
    let once = OLD.replace(">= 24 次", ">= 20 次, 调整 \"汛期提前\"");
    at("旧.heng", &once);
    at("新.heng", &once.replace(">= 20 次", ">= 10 次"));
    assert_eq!(diff(), 1);
    for (reason, code) in [("人手不足", 0), ("汛期 提前。", 1), ("巡查次数：", 1), ("：", 1)] {
        at("新.heng", &once.replace(">= 20 次, 调整 \"汛期提前\"", &format!(">= 10 次, 调整 \"{reason}\"")));
        assert_eq!(diff(), code, "{reason}");
    }
    // A rule that gives full marks to anything.
    at("旧.heng", OLD);
    at("新.heng", &OLD.replace(">= 24 次", ">= 24 次, 计分 公式 分值"));
    assert_eq!(diff(), 1);
}

#[test]
fn a_framework_among_the_house_rules_is_there_in_a_revision() {
    let folder = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| git_in(folder.path(), args);
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    git(&["init", "-q"]);
    write("宽.heng", "框架 宽 继承 财政部2020 {\n    舍入 1 位\n}\n");
    write("heng.toml", "framework = \"宽\"\nhouse-rules = [\"宽.heng\"]\n");
    write("甲.heng", OLD);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "年初"]);
    let ran = heng(folder.path(), &["diff", "--against", "HEAD", "甲.heng"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    // Another framework in the configuration is another framework.
    write("heng.toml", "framework = \"财政部2021\"\n");
    let ran = heng(folder.path(), &["diff", "--against", "HEAD", "甲.heng"]);
    assert!(ran.out.contains("框架：宽 → 财政部2021"), "{}{}", ran.out, ran.err);
    // A file that is gone takes its declarations along; one that never was is a slip.
    std::fs::remove_file(folder.path().join("甲.heng")).unwrap();
    assert_eq!(heng(folder.path(), &["diff", "--against", "HEAD", "甲.heng"]).code, 1);
    assert_eq!(heng(folder.path(), &["diff", "--against", "HEAD", "乙.heng"]).code, 2);
}

#[test]
fn what_else_of_a_declaration_changed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let old = OLD
        .replace(
            "    年度 2024\n",
            "    年度 2024\n    框架 财政部2020\n    总体目标 \"养护县道 120 公里，保障畅通。\"\n",
        )
        .replace("支出 100 万元", "支出 {\n            修补费 60 万元\n            其他 40 万元\n        }")
        .replace("巡查次数 >= 24 次", "巡查完成时间 <= 2024-10-31");
    let new = old
        .replace("年度 2024", "年度 2025")
        .replace("财政部2020", "财政部2021")
        .replace("县道 120 公里", "县道 110 公里")
        .replace("2024-10-31", "2025-10-31")
        .replace("修补费 ", "修补费用 ");
    at("旧.heng", &old);
    at("新.heng", &new);
    let ran = heng(folder.path(), &["diff", "旧.heng", "新.heng"]);
    insta::assert_snapshot!("diff_declaration", ran.out);
    let ran = heng(folder.path(), &["diff", "旧.heng", "新.heng", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let kinds: Vec<&str> =
        value["changes"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert!(kinds.starts_with(&["redefined", "redefined", "redefined"]) && kinds.contains(&"renamed"), "{kinds:?}");
}

#[test]
fn groups_that_weigh_other_and_plans_without_a_class() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let diff = || heng(folder.path(), &["diff", "旧.heng", "新.heng"]);
    at("旧.heng", OLD);
    let moved = OLD.replace("产出指标 {", "产出指标 40 分 {").replace("效益指标 {", "效益指标 40 分 {");
    at("新.heng", &moved);
    let ran = diff();
    assert!(ran.out.contains("分值变动  产出指标 分值：50 分 → 40 分，少 10 分"), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("分值变动  效益指标 分值：30 分 → 40 分，多 10 分"), "{}", ran.out);
    // A class of the framework without an indicator does not compile, and is compared.
    let vacant = OLD.replace("    效益指标 { 社会效益指标 { 平均通行时间缩短 >= 10 分钟 } }\n", "");
    at("新.heng", &vacant.replace(">= 120 公里", ">= 100 公里"));
    let ran = diff();
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for said in ["放宽  养护里程 年度指标值：>= 120 公里 → >= 100 公里", "删去  平均通行时间缩短"]
    {
        assert!(ran.out.contains(said), "{}{}", ran.out, ran.err);
    }
    // What came and what went is told apart.
    let with = OLD.replace("    年度 2024\n", "    年度 2024\n    总体目标 \"畅通。\"\n");
    at("新.heng", &with);
    let ran = diff();
    assert!(ran.code == 0 && ran.out.contains("口径变动  总体目标：新增 畅通"), "{}{}", ran.out, ran.err);
    at("旧.heng", &with);
    at("新.heng", OLD);
    assert!(diff().out.contains("口径变动  总体目标：删去 畅通"), "{}", diff().out);
}

#[test]
fn against_a_revision_of_git() {
    let folder = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| git_in(folder.path(), args);
    git(&["init", "-q"]);
    std::fs::create_dir(folder.path().join("局")).unwrap();
    let path = folder.path().join("局/道路.heng");
    std::fs::write(&path, OLD).unwrap();
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "年初"]);
    std::fs::write(&path, OLD.replace(">= 120 公里", ">= 100 公里")).unwrap();
    for path in ["局/道路.heng", "局", "."] {
        let ran = heng(folder.path(), &["diff", "--against", "HEAD", path]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains("养护里程 年度指标值：>= 120 公里 → >= 100 公里，少 20 公里"), "{}", ran.out);
    }
    let ran = heng(folder.path(), &["diff", "--against", "没有这个版本", "局"]);
    assert_eq!(ran.code, 2);
    let ran = heng(folder.path(), &["diff", "局/道路.heng"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("要写两个版本"), "{}", ran.err);
}
