//! Suppressions and baselines: real processes in temporary folders.

use crate::cli::{Ran, folder, heng};
use crate::lint_config::DRAFT;

fn with_line(comment: &str) -> String {
    DRAFT.replace("定性 \"显著提升\"\n", &format!("定性 \"显著提升\" {comment}\n"))
}

fn check(text: &str, args: &[&str]) -> Ran {
    let here = folder(&[("甲.heng", text)]);
    let select = ["check", "--format", "concise", "--select", "L203,L9"];
    heng(here.path(), &[&select[..], args].concat())
}

#[test]
fn a_reason_covers_a_line_an_item_or_a_file() {
    for text in [
        with_line("# 忽略 L203: 上级文件要求原文"),
        with_line("#忽略 vague-target：上级文件要求原文"),
        with_line("# 忽略 L2，L901: 上级文件要求原文").replace("L2，L901", "L2"),
        DRAFT.replace("            营商环境", "            # 忽略 L203: 上级文件要求原文\n            营商环境"),
        DRAFT.replace("    效益指标 {", "    # 忽略 L203: 上级文件要求原文\n    效益指标 {"),
        DRAFT.replace("项目 培训", "# 忽略 L203: 上级文件要求原文\n项目 培训"),
        format!("# 忽略文件 L203: 上级文件要求原文\n{DRAFT}"),
        format!("{DRAFT}# 忽略文件 L203: 上级文件要求原文\n"),
    ] {
        let ran = check(&text, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{text}");
        assert_eq!(ran.err, "检查了 1 个文件：没有发现问题（另有 1 处已说明理由）\n");
    }
}

#[test]
fn suppressions_that_are_wrong_or_idle_are_found() {
    let cases = [
        with_line("# 忽略 L203"),
        with_line("# 忽略 L203:"),
        with_line("# 忽略 L203: 理由"),
        with_line("# 忽略 L230: 原文"),
        with_line("# 忽略 E0301: 原文"),
        DRAFT.replace("培训人次 >= 300 人次", "培训人次 >= 300 人次 # 忽略 L203: 原文"),
        with_line("# 忽略 L203, L202: 原文").replace("L202", "L901"),
        with_line("# 忽略了这一项，以后再改"),
        format!("# 忽略文件 检查 \"没有这条\": 原文\n{DRAFT}"),
    ];
    let said = cases.map(|text| {
        let ran = check(&text, &[]);
        let comment = text.lines().find(|line| line.contains('#')).unwrap().trim();
        format!("{comment}\n{}{}", ran.out, ran.err)
    });
    insta::assert_snapshot!("suppressions", said.join("\n"));
}

#[test]
fn idle_suppressions_are_removed_by_fix() {
    let idle = DRAFT.replace("培训人次 >= 300 人次", "培训人次 >= 300 人次 # 忽略 L203: 原文");
    let above = DRAFT.replace("    满意度指标 {", "    # 忽略 L203: 原文\n    满意度指标 {");
    let partly = with_line("# 忽略 L203, L202: 原文");
    let left = with_line("# 忽略 L203: 原文");
    for (text, expected) in [(idle.as_str(), DRAFT), (&above, DRAFT), (&partly, &left)] {
        let here = folder(&[("甲.heng", text)]);
        let ran = heng(here.path(), &["check", "--fix", "--select", "L202,L203,L901"]);
        assert!(ran.err.contains("改正了 1 个文件中的 1 处"), "{}", ran.err);
        assert_eq!(std::fs::read_to_string(here.path().join("甲.heng")).unwrap(), expected);
    }
}

/// A folder with one finding in each of two files.
fn two() -> tempfile::TempDir {
    let other = DRAFT.replace("项目 培训", "项目 宣传");
    folder(&[("甲.heng", DRAFT), ("乙/乙.heng", &other), ("heng.toml", "select = [\"L203\"]\n")])
}

#[test]
fn a_baseline_holds_what_is_known_and_shows_what_is_new() {
    let here = two();
    let ran = heng(here.path(), &["baseline", "create", "--reason", "已批复", "--expires", "2999-12-31"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "基线 `heng-baseline.json` 记下了 2 个问题，共 2 个\n"));
    let kept = std::fs::read_to_string(here.path().join("heng-baseline.json")).unwrap();
    insta::assert_snapshot!("baseline", kept);
    let config = "select = [\"L203\"]\nbaseline = \"heng-baseline.json\"\n";
    std::fs::write(here.path().join("heng.toml"), config).unwrap();
    let check = |args: &[&str]| heng(here.path(), &[&["check", "--format", "concise"], args].concat());
    let clean = check(&[]);
    assert_eq!(clean.err, "检查了 2 个文件：没有发现问题（另有 2 处已说明理由）\n", "{}", clean.out);
    // From another folder the same file is meant.
    assert_eq!(heng(&here.path().join("乙"), &["check"]).code, 0);
    // Lines, blanks and full-width quotation marks do not matter.
    let moved = DRAFT.replace("年度 2024", "\n\n    年度 2024").replace("定性 \"显著提升\"", "定性   “显著提升”");
    std::fs::write(here.path().join("甲.heng"), &moved).unwrap();
    assert_eq!(check(&[]).code, 0, "{}", check(&[]).out);
    // Other words do.
    std::fs::write(here.path().join("甲.heng"), moved.replace("显著提升", "明显提升")).unwrap();
    let ran = check(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("中有 1 个问题已经没有了，用 heng baseline prune 删去"), "{}", ran.err);
    // Who checks one file is told nothing of the others.
    assert!(!check(&["乙/乙.heng"]).err.contains("已经没有了"));
    assert!(!check(&["--select", "L202"]).err.contains("已经没有了"), "the rule did not run");
    let ran = heng(here.path(), &["baseline", "prune", "乙"]);
    assert!(ran.err.contains("删去了 0 个问题，还有 2 个"), "{}", ran.err);
    let ran = heng(here.path(), &["baseline", "prune"]);
    assert!(ran.err.contains("删去了 1 个问题，还有 1 个"), "{}", ran.err);
    // A file that is gone takes its entries along.
    std::fs::remove_dir_all(here.path().join("乙")).unwrap();
    assert!(check(&[]).err.contains("中有 1 个问题已经没有了"), "{}", check(&[]).err);
}

#[test]
fn what_has_expired_is_reported_again_until_it_is_put_off_again() {
    let here = two();
    heng(here.path(), &["baseline", "create", "--reason", "已批复", "--expires", "2999-12-31"]);
    let path = here.path().join("heng-baseline.json");
    let kept = std::fs::read_to_string(&path).unwrap().replacen("2999-12-31", "2020-01-01", 1);
    std::fs::write(&path, kept).unwrap();
    let ran = heng(here.path(), &["check", "--baseline", "heng-baseline.json", "--format", "concise"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}", ran.out);
    assert!(ran.err.contains("基线 `heng-baseline.json` 中有 1 个问题已经过期，重新报告"), "{}", ran.err);
    let ran = heng(here.path(), &["baseline", "create", "--reason", "再放一年", "--expires", "2999-12-31"]);
    assert!(ran.err.contains("记下了 1 个问题，共 2 个"), "{}", ran.err);
    assert_eq!(heng(here.path(), &["check", "--baseline", "heng-baseline.json"]).code, 0);
}

/// Two indicators of one name in two groups, both vague in the same words, and a good one.
fn doubled(times: usize) -> String {
    let line = "            营商环境 定性 \"显著提升\"\n";
    let groups = ["社会效益指标", "经济效益指标", "生态效益指标"];
    let more = groups.iter().take(times).map(|group| format!("        {group} {{\n{line}        }}\n"));
    let all = format!("        社会效益指标 {{\n{line}        }}\n");
    assert!(DRAFT.contains(&all));
    DRAFT.replace(&all, &more.collect::<String>())
}

#[test]
fn equal_findings_are_counted() {
    let here = two();
    let write = |name: &str, text: &str| std::fs::write(here.path().join(name), text).unwrap();
    let kept = || std::fs::read_to_string(here.path().join("heng-baseline.json")).unwrap();
    let run = |args: &[&str]| heng(here.path(), args);
    let check = || run(&["check", "--baseline", "heng-baseline.json", "--format", "concise"]);
    std::fs::remove_dir_all(here.path().join("乙")).unwrap();
    write("甲.heng", &doubled(2));
    let ran = run(&["baseline", "create", "--reason", "已批复"]);
    assert!(ran.err.contains("记下了 2 个问题，共 2 个"), "{}", ran.err);
    assert_eq!((kept().matches("\"rule\"").count(), kept().matches("\"count\": 2").count()), (1, 1), "{}", kept());
    assert_eq!(check().code, 0);
    // A third one is new; kept for another reason, it is an entry of its own.
    write("甲.heng", &doubled(3));
    assert_eq!((check().code, check().out.lines().count()), (1, 1), "{}", check().out);
    let ran = run(&["baseline", "create", "--reason", "补报"]);
    assert!(ran.err.contains("记下了 1 个问题，共 3 个"), "{}", ran.err);
    assert_eq!((check().code, kept().matches("\"rule\"").count()), (0, 2), "{}", kept());
    // A copy of the file is new; a file under another name is not.
    write("副本.heng", &doubled(1));
    assert!(check().code == 1 && check().out.starts_with("副本.heng:"), "{}", check().out);
    std::fs::rename(here.path().join("甲.heng"), here.path().join("副本.heng")).unwrap();
    assert_eq!((check().code, check().err.contains("没有了")), (0, false), "{}", check().out);
    std::fs::rename(here.path().join("副本.heng"), here.path().join("甲.heng")).unwrap();
    // Fewer than are counted are stale, and prune counts anew.
    write("甲.heng", &doubled(1));
    assert!(check().code == 0 && check().err.contains("中有 2 个问题已经没有了"), "{}", check().err);
    let ran = run(&["baseline", "prune"]);
    assert!(ran.err.contains("删去了 2 个问题，还有 1 个"), "{}", ran.err);
    assert_eq!(kept().matches("\"count\": 1").count(), 1, "{}", kept());
    write("甲.heng", &doubled(2));
    assert_eq!((check().code, check().out.lines().count()), (1, 1), "{}", check().out);
}

#[test]
fn a_baseline_of_the_first_version_holds_any_number_until_it_is_counted() {
    let here = two();
    let path = here.path().join("heng-baseline.json");
    let check = || heng(here.path(), &["check", "甲.heng", "--baseline", "heng-baseline.json"]).code;
    for command in [&["baseline", "prune"][..], &["baseline", "create", "--reason", "又"]] {
        let old = "{\"schema_version\": 1, \"entries\": [{\"file\": \"甲.heng\", \"rule\": \"L203\", \"declaration\": \
                   \"培训\", \"indicator\": \"营商环境\", \"expression\": \"显著\", \"reason\": \"已批复\"}]}";
        std::fs::write(&path, old).unwrap();
        for times in [1, 2, 3] {
            std::fs::write(here.path().join("甲.heng"), doubled(times)).unwrap();
            assert_eq!(check(), 0, "{times}");
        }
        std::fs::write(here.path().join("甲.heng"), doubled(2)).unwrap();
        assert_eq!(heng(here.path(), command).code, 0);
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(kept.contains("\"schema_version\": 2") && kept.contains("\"count\": 2"), "{kept}");
        assert_eq!(check(), 0);
        std::fs::write(here.path().join("甲.heng"), doubled(3)).unwrap();
        assert_eq!(check(), 1);
    }
    let newer = std::fs::read_to_string(&path).unwrap().replace("\"schema_version\": 2", "\"schema_version\": 3");
    std::fs::write(&path, newer).unwrap();
    let ran = heng(here.path(), &["check", "--baseline", "heng-baseline.json"]);
    assert!(ran.code == 2 && ran.err.contains("版本是 3，这个 heng 只认识 1 到 2"), "{}", ran.err);
}

#[test]
fn a_baseline_wants_a_reason_and_a_date_to_come() {
    let here = two();
    std::fs::write(here.path().join("坏.json"), "{}").unwrap();
    let cases: [&[&str]; 6] = [
        &["baseline", "create"],
        &["baseline", "create", "--reason", " "],
        &["baseline", "create", "--reason", "甲", "--expires", "明年"],
        &["baseline", "create", "--reason", "甲", "--expires", "2020-01-01"],
        &["check", "--baseline", "坏.json"],
        &["baseline", "prune"],
    ];
    let said = cases.map(|args| {
        let ran = heng(here.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        format!("$ heng {}\n{}", args.join(" "), ran.err)
    });
    insta::assert_snapshot!("baseline_mistakes", said.join("\n"));
}

#[test]
fn compile_errors_can_be_neither_suppressed_nor_kept() {
    let wrong = DRAFT.replace("培训人次 >= 300 人次", "培训人次 >= 300 人次次 # 忽略 E0301: 原文");
    let here = folder(&[("甲.heng", &wrong)]);
    let ran = heng(here.path(), &["baseline", "create", "--reason", "甲", "--select", "L203"]);
    assert!(ran.err.contains("另有 1 个编译错误不能记进基线，只能改正"), "{}", ran.err);
    assert_eq!(heng(here.path(), &["check", "--baseline", "heng-baseline.json", "--fail-on", "error"]).code, 1);
}
