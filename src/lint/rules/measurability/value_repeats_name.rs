//! L206: a value that only repeats the name.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::name::normal;
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L206",
    name: "value-repeats-name",
    title: "指标值只是重复名称",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "名称是“巩固拓展脱贫攻坚成果”，指标值还是“巩固拓展脱贫攻坚成果”，等于没有写目标。",
    wrong: &[
        Wrong { text: "工作完成情况 定性 \"完成\"", finds: &["\"完成\""] },
        Wrong {
            text: "巩固拓展脱贫攻坚成果 定性 \"巩固拓展脱贫攻坚成果\"",
            finds: &["\"巩固拓展脱贫攻坚成果\""],
        },
        Wrong { text: "基础教育巩固提高情况 定性 \"巩固提高\"", finds: &["\"巩固提高\""] },
    ],
    right: &["脱贫人口返贫率 <= 0%", "巩固拓展脱贫攻坚成果 定性 \"无规模性返贫\""],
    words: &[],
    basis: "指标值要说明达到什么程度，不能和指标名称相同（审核中的常见意见）。",
    check: Check::Indicator(check),
};

/// Fewer characters than this are in a name by chance.
const LEAST: usize = 4;

/// Whether a text says nothing that the name does not.
pub(super) fn repeats(name: &str, text: &str) -> bool {
    let (name, text) = (normal(name), normal(text));
    let text = text.trim_end_matches(['。', '！', '.']);
    let is_long = |text: &str| text.chars().count() >= LEAST;
    // `完成` of 工作完成情况.
    if !text.is_empty() && name.strip_suffix("情况").is_some_and(|rest| rest.ends_with(text)) {
        return true;
    }
    is_long(text) && is_long(&name) && (name.contains(text) || text.ends_with(&*name))
}

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Qualitative(text) = line.goal else { return };
    if line.has_scale(cx.words) || !repeats(line.name(), text) {
        return;
    }
    let message = format!("指标值 `{text}` 只是重复名称 `{}`，没有写目标", line.name());
    let finding = cx.finding(cx.value_place(line), message).related(line.name_place(), "名称里已经说了");
    cx.report(finding.help("写出到年底能核对的数或状态，例如 `>= 95%`、`定性 \"无规模性返贫\"`"));
}
