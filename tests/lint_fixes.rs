//! Fixes: what `--fix`, `--unsafe-fixes` and `--diff` do to files, and every fix of every rule
//! alone and together with others.

use proptest::prelude::*;

use heng::diag::{Diagnostic, Safety, Severity};
use heng::fix;
use heng::lint::{self, Config, Rule, Settings};
use heng::model::Model;
use heng::plan;

use crate::cli::{folder, heng, heng_with};
use crate::compile::model;
use crate::lint_config::DRAFT;

/// Rounds after which fixes have to have settled.
const MOST_ROUNDS: usize = 20;

/// Every rule runs.
fn everything() -> Settings {
    let config = Config { select: Some(vec!["all".to_owned()]), ..Config::default() };
    config.settings().unwrap().of("示例.heng")
}

/// What scores depend on.
fn meaning(model: &Model) -> String {
    (0..model.declarations.len()).filter_map(|at| plan::plan(model, at)).map(|plan| plan::print(&plan)).collect()
}

fn errors(findings: &[Diagnostic]) -> usize {
    let is_error = |found: &&Diagnostic| found.code.starts_with('E') && found.severity == Severity::Error;
    findings.iter().filter(is_error).count()
}

fn look(text: &str) -> (Model, Vec<Diagnostic>) {
    let model = model("示例.heng", text);
    let findings = lint::lint(&model, &everything()).findings;
    (model, findings)
}

/// Applies fixes until nothing changes; each round is checked.
fn settled(text: &str, unsafe_too: bool) -> String {
    let mut text = text.to_owned();
    let mut before = look(&text);
    for _ in 0..MOST_ROUNDS {
        let Some(fixed) = fix::apply(&text, before.0.files.entry(), &before.1, unsafe_too) else { return text };
        assert_ne!(fixed.text, text, "a fix that changes nothing");
        let after = look(&fixed.text);
        let parsed = after.0.files.get(after.0.files.entry()).unwrap();
        let unread = parsed.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        assert_eq!(unread, 0, "the fixed text does not parse:\n{text}\n→\n{}", fixed.text);
        assert!(errors(&after.1) <= errors(&before.1), "new errors {:?}:\n{text}\n→\n{}", after.1, fixed.text);
        if !unsafe_too && !before.0.has_errors() {
            assert_eq!(meaning(&before.0), meaning(&after.0), "{text}\n→\n{}", fixed.text);
        }
        (text, before) = (fixed.text, after);
    }
    panic!("fixes never settle:\n{text}");
}

/// Every wrong example of the rules that have a fix.
fn examples() -> Vec<(&'static Rule, &'static str)> {
    let rules = lint::all().filter(|rule| matches!(rule.fix, Some(Safety::Safe | Safety::Unsafe)));
    rules.flat_map(|rule| rule.wrong.iter().map(move |wrong| (rule, wrong.text))).collect()
}

#[test]
fn every_fix_of_every_example_settles() {
    let examples = examples();
    assert!(examples.len() > 20, "only {}", examples.len());
    for (rule, example) in examples {
        let text = lint::whole_example(example);
        for unsafe_too in [false, true] {
            let once = settled(&text, unsafe_too);
            assert_eq!(settled(&once, unsafe_too), once, "{}", rule.code);
        }
    }
}

/// Lines that stand in an indicator group, from all rules, wrong ones first in number.
fn lines() -> Vec<String> {
    let plain =
        |text: &&str| lint::whole_example(text).contains("        数量指标 {\n            ") && !text.contains("实际 ");
    let wrong = examples().into_iter().map(|(_, text)| text).filter(plain).map(str::to_owned);
    let others =
        lint::all().flat_map(|rule| rule.wrong.iter().map(|wrong| wrong.text)).filter(plain).map(str::to_owned);
    wrong.chain(others).collect()
}

proptest! {
    #![proptest_config(crate::chance::cases(32))]

    #[test]
    fn fixes_of_many_findings_in_one_file_settle(
        picks in prop::collection::vec(0..10_000_usize, 2..7), crlf: bool, idle: bool, unsafe_too: bool,
    ) {
        let lines = lines();
        let mut together = picks.iter().map(|pick| lines[pick % lines.len()].trim_matches('\n')).collect::<Vec<_>>().join("\n");
        if idle {
            together = format!("# 忽略 L203, L350: 只为试验\n{together}  # 忽略 L9: 只为试验");
        }
        let mut text = lint::whole_example(&together);
        if crlf {
            text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        }
        let once = settled(&text, unsafe_too);
        prop_assert_eq!(settled(&once, unsafe_too), once.clone());
        prop_assert!(!crlf || once.lines().count() == once.matches("\r\n").count(), "{:?}", once);
    }
}

const IDLE: &str = "培训人次 >= 300 人次 # 忽略 L310: 原文";

#[test]
fn files_are_mended_shown_or_left_alone() {
    let text = DRAFT.replace("培训人次 >= 300 人次", IDLE).replace("学员满意度 >= 90%", "学员满意度 >= 0.9");
    let select = ["--select", "L310,L901"];
    let here = folder(&[("甲.heng", &text), ("乙.heng", DRAFT)]);
    let read = || std::fs::read_to_string(here.path().join("甲.heng")).unwrap();
    let run = |args: &[&str]| heng(here.path(), &[&["check"], &select[..], args].concat());
    let shown = run(&["--diff", "--unsafe-fixes"]);
    assert_eq!((shown.code, read().as_str()), (1, text.as_str()));
    insta::assert_snapshot!("fix_diff", shown.out + &shown.err);
    let safe = run(&["--fix"]);
    assert_eq!(read(), text.replace(" # 忽略 L310: 原文", ""));
    assert_eq!(safe.code, 1, "what cannot be mended safely is left: {}", safe.out);
    insta::assert_snapshot!("fix_safe", safe.out + &safe.err);
    let all = run(&["--unsafe-fixes"]);
    assert_eq!((all.code, all.err.as_str()), (0, "改正了 1 个文件中的 1 处\n检查了 2 个文件：没有发现问题\n"));
    assert_eq!(read(), DRAFT);
    assert_eq!(run(&["--diff"]).code, 0);
}

#[test]
fn standard_input_is_mended_on_standard_output() {
    let here = folder(&[]);
    let text = DRAFT.replace("培训人次 >= 300 人次", IDLE);
    let ran = heng_with(here.path(), &["check", "--select", "L310,L901", "--fix", "-"], text.as_bytes(), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, DRAFT), "{}", ran.err);
}

#[test]
fn what_is_left_of_standard_input_is_told_aside() {
    let here = folder(&[]);
    let text = DRAFT.replace("培训人次 >= 300 人次", IDLE).replace("学员满意度 >= 90%", "学员满意度 <= 90%");
    assert_ne!(text, DRAFT.replace("培训人次 >= 300 人次", IDLE), "{DRAFT}");
    let rules = "L310,L901,L320";
    let ran = heng_with(here.path(), &["check", "--select", rules, "--fix", "-"], text.as_bytes(), &[]);
    assert_eq!((ran.code, ran.out.contains("<= 90%")), (1, true), "{}", ran.out);
    assert!(!ran.out.contains("L320") && ran.err.contains("L320"), "{}", ran.err);
    let json = ["check", "--select", rules, "--fix", "--format", "json", "-"];
    let ran = heng_with(here.path(), &json, text.as_bytes(), &[]);
    assert!(ran.code == 1 && !ran.out.contains("findings") && ran.err.contains("findings"), "{}", ran.out);
    let patch = ["check", "--select", rules, "--fix", "--diff", "--stdin-filename", "局/甲.heng", "-"];
    let ran = heng_with(here.path(), &patch, text.as_bytes(), &[]);
    assert!(ran.out.starts_with("--- 局/甲.heng\n+++ 局/甲.heng\n"), "{}", ran.out);
}

#[test]
fn a_byte_order_mark_and_line_endings_stay() {
    let text = format!("\u{feff}{}", DRAFT.replace("培训人次 >= 300 人次", IDLE).replace('\n', "\r\n"));
    let here = folder(&[("甲.heng", &text)]);
    heng(here.path(), &["check", "--select", "L310,L901", "--fix"]);
    let expected = format!("\u{feff}{}", DRAFT.replace('\n', "\r\n"));
    assert_eq!(std::fs::read_to_string(here.path().join("甲.heng")).unwrap(), expected);
}
