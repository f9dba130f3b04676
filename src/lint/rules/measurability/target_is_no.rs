//! L215: a target that is met when nothing comes about.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L215",
    name: "target-is-no",
    title: "指标值是“否”",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“项目是否产生经济价值 = 否”是说没有产生才算达成，多半是把现状填进了目标。\
          希望不发生的事（事故、投诉、违规）写 `= 否` 是对的，不会报告。",
    wrong: &[Wrong { text: "项目实施是否产生经济价值 = 否", finds: &["否"] }],
    right: &["项目实施是否产生经济价值 = 是", "是否发生安全事故 = 否", "有无违规使用资金 = 否", "是否发生欺老虐老事件 = 否\n是否发生重大舆情 = 否"],
    words: &["harm", "unwanted"],
    basis: "指标值是要达到的目标（指标设置的通行要求）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if *line.goal != Goal::YesNo(false) || line.noun == Noun::Harm {
        return;
    }
    let name = line.name();
    if cx.words.find("unwanted", name).is_some() {
        return;
    }
    let message = format!("`{name}` 的指标值是“否”，不发生才算达成");
    cx.report(cx.finding(cx.value_place(line), message).help("要达到的是“是”时，写 `= 是`；确实不希望发生时，用 `# 忽略 L215: 理由`"));
}
