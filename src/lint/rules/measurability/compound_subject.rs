//! L209: one satisfaction of several groups of people.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L209",
    name: "compound-subject",
    title: "一条满意度问了几类对象",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "学生、家长和社会的满意度要分别调查，合成一个数就看不出是谁不满意，也说不清怎么合。",
    wrong: &[
        Wrong { text: "\"学生、家长、社会满意度\" >= 90%", finds: &["学生、家长、社会"] },
        Wrong { text: "群众和企业满意度 >= 90%", finds: &["群众和企业"] },
        Wrong { text: "学员和企业满意度 >= 92% { 来源 \"问卷\" }", finds: &["学员和企业"] },
    ],
    right: &["家长满意度 >= 90%", "服务对象满意度 >= 90%", "和平社区居民满意度 >= 90%"],
    words: &["satisfaction"],
    basis: "满意度指标应当明确调查对象（指标设置的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if line.noun != Noun::Satisfaction || is_explained(cx, line) {
        return;
    }
    let name = line.name();
    let end = name.rfind("满意").unwrap_or(name.len());
    let subject = name.get(..end).unwrap_or_default();
    let joined = subject.contains('、') || joins(subject);
    if !joined {
        return;
    }
    let message = format!("`{name}` 把几类对象合成一个满意度");
    let finding = cx.finding(cx.within(line.name_place(), subject), message);
    cx.report(finding.help("每类对象写一条，各有各的指标值；合并调查的，用 `说明` 写清怎么合成"));
}

/// How the parts are put together; where the answers come from does not say it.
fn is_explained(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let formula = line.indicator.extras.as_ref().is_some_and(|extras| extras.formula.is_some());
    formula || line.said(TextKind::Note, cx.words).is_some()
}

/// Whether 和, 与 or 及 stands between two subjects of at least two characters.
fn joins(subject: &str) -> bool {
    subject.char_indices().any(|(at, letter)| {
        let left = subject.get(..at).unwrap_or_default();
        let right = subject.get(at + letter.len_utf8()..).unwrap_or_default();
        matches!(letter, '和' | '与' | '及') && left.chars().count() >= 2 && right.chars().count() >= 2
            && !right.starts_with('谐') && !left.ends_with('参')
    })
}
