//! L702: an attainment beyond the framework's threshold without a reason.

use crate::lint::cx::{Cx, Filled};
use crate::lint::rules::actual::how_to_explain;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::score::ReasonFor;

pub const RULE: Rule = Rule {
    code: "L702",
    name: "over-without-reason",
    title: "超额完成，没有说明原因",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "完成率超过框架规定的界限（`超额 130% 需说明`），多半是年初的目标定低了，要说明原因。",
    wrong: &[Wrong {
        text: "年度专利授权量 >= 100 件\n\n实际 示例 2024 {\n    年度专利授权量 = 150 件\n}",
        finds: &["150 件"],
    }],
    right: &["年度专利授权量 >= 100 件\n\n实际 示例 2024 {\n    年度专利授权量 = 150 件, 原因 \"新增两家高校\"\n}"],
    words: &[],
    basis: "界限写在框架里（`超额`）；超额完成较多要分析原因的要求以当地财政部门文本为准。",
    check: Check::Scored(check),
};

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    for (line, actual, score) in filled.lines() {
        if score.needs_reason != Some(ReasonFor::Over) {
            continue;
        }
        let rate = score.attainment.as_ref().map_or_else(String::new, |rate| format!("完成率 {}，", cx.percent(rate)));
        let message = format!("`{}` {rate}没有说明超额的原因", line.name);
        let finding = cx.finding(filled.actual_place(actual), message).related(line.place, "指标在这里");
        cx.report(finding.help(how_to_explain(line)));
    }
}
