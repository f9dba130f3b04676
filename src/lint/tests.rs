//! Tests over the table of rules: codes, pages, examples, fixes.

use std::collections::BTreeSet;

use super::*;
use crate::model;
use crate::plan;
use crate::source::Source;

/// Compiles one text.
pub(crate) fn model(text: &str) -> Model {
    model::build(model::load(Source::new("示例.heng", text), &mut |path| Err(format!("没有 {path}"))))
}

/// The settings under which one rule alone runs, and the engine's own.
fn only(rule: &Rule) -> Settings {
    let config = Config { select: Some(vec![rule.name.to_owned()]), ..Config::default() };
    let settings = config.settings().expect("a rule of the table").of("示例.heng");
    if matches!(rule.check, Check::Engine) {
        let config = Config { extend_select: vec![rule.name.to_owned()], ..Config::default() };
        return config.settings().expect("a rule of the table").of("示例.heng");
    }
    settings
}

/// The findings of a rule in an example, as underlined texts.
pub(crate) fn found(rule: &Rule, example: &str) -> Vec<String> {
    let model = model(&whole_example(example));
    let linted = lint(&model, &only(rule));
    let errors = linted.findings.iter().filter(|finding| finding.code.starts_with('E'));
    let errors: Vec<_> = errors.map(|finding| format!("{} {}", finding.code, finding.message)).collect();
    assert!(errors.is_empty(), "{}: the example does not compile: {errors:?}\n{}", rule.code, whole_example(example));
    let of_rule = linted.findings.iter().filter(|finding| finding.code == rule.code);
    of_rule.map(|finding| model.files.slice(finding.primary.place).to_owned()).collect()
}

#[test]
fn codes_and_names_are_unique_ordered_and_well_formed() {
    let mut names = BTreeSet::new();
    for family in FAMILIES {
        for rule in family.rules {
            assert!(rule.code.starts_with(family.prefix) && rule.code.len() == 4, "{}", rule.code);
            assert!(names.insert(rule.name), "{} twice", rule.name);
            assert!(
                rule.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit()),
                "{}",
                rule.name
            );
        }
    }
    let codes: Vec<_> = all().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}

#[test]
fn every_rule_is_documented() {
    for rule in all() {
        for (what, text) in [("title", rule.title), ("why", rule.why), ("basis", rule.basis)] {
            assert!(!text.trim().is_empty(), "{}: no {what}", rule.code);
        }
        assert!(!rule.wrong.is_empty() && !rule.right.is_empty(), "{}: examples are missing", rule.code);
        for key in rule.words {
            assert!(Words::keys().any(|(known, _)| known == *key), "{}: no list {key}", rule.code);
        }
    }
}

#[test]
fn wrong_examples_are_found_and_right_ones_are_not() {
    let mut failures = Vec::new();
    for rule in all() {
        for wrong in rule.wrong {
            let found = found(rule, wrong.text);
            if found != wrong.finds {
                failures.push(format!("{} underlines {found:?}, not {:?} in\n{}", rule.code, wrong.finds, wrong.text));
            }
        }
        for right in rule.right {
            let found = found(rule, right);
            if !found.is_empty() {
                failures.push(format!("{} underlines {found:?} in the right example\n{right}", rule.code));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// What scores depend on, as text.
fn meaning(model: &Model) -> String {
    let plans = (0..model.declarations.len()).filter_map(|at| plan::plan(model, at));
    plans.map(|plan| plan::print(&plan)).collect()
}

#[test]
fn fixes_mend_what_they_were_made_for() {
    let mut failures = Vec::new();
    for rule in all() {
        let mut fixed_any = false;
        for wrong in rule.wrong {
            let text = whole_example(wrong.text);
            let before = model(&text);
            let findings = lint(&before, &only(rule)).findings;
            let mine: Vec<_> = findings.into_iter().filter(|finding| finding.code == rule.code).collect();
            for fix in mine.iter().filter_map(|finding| finding.fix.as_ref()) {
                fixed_any = true;
                if rule.fix != Some(fix.safety) && !(rule.fix.is_some() && fix.safety == crate::diag::Safety::Shown) {
                    failures.push(format!("{}: a fix is {:?}, the table says {:?}", rule.code, fix.safety, rule.fix));
                }
            }
            let Some(fixed) = crate::fix::apply(&text, before.files.entry(), &mine, true) else { continue };
            let after = model(&fixed.text);
            if after.has_errors() {
                failures.push(format!("{}: the fixed text has errors:\n{}", rule.code, fixed.text));
            }
            let left =
                lint(&after, &only(rule)).findings.into_iter().filter(|finding| finding.code == rule.code).count();
            if left + fixed.count > mine.len() {
                failures.push(format!("{}: {left} findings are left in\n{}", rule.code, fixed.text));
            }
            let safe = mine
                .iter()
                .filter_map(|finding| finding.fix.as_ref())
                .all(|fix| fix.safety == crate::diag::Safety::Safe);
            if safe && meaning(&before) != meaning(&after) {
                failures.push(format!("{}: a safe fix changes the meaning:\n{}", rule.code, fixed.text));
            }
        }
        if rule.fix.is_some() && !fixed_any {
            failures.push(format!("{}: no example shows its fix", rule.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
