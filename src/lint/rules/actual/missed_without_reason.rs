//! L701: a missed target without a reason.

use crate::lint::cx::{Cx, Filled};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::actual::how_to_explain;
use crate::score::ReasonFor;

pub const RULE: Rule = Rule {
    code: "L701",
    name: "missed-without-reason",
    title: "没有完成，也没有写偏差原因",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "自评表的“偏差原因分析及改进措施”一栏，没有完成的指标必须填写。空着会被退回。",
    wrong: &[Wrong {
        text: "年度专利授权量 >= 100 件\n\n实际 示例 2024 {\n    年度专利授权量 = 95 件\n}",
        finds: &["95 件"],
    }],
    right: &["年度专利授权量 >= 100 件\n\n实际 示例 2024 {\n    年度专利授权量 = 95 件, 原因 \"审查周期延长\"\n}"],
    words: &[],
    basis: "自评表样式有“偏差原因分析及改进措施”一栏（以财政部门正式文本为准）。",
    check: Check::Scored(check),
};

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    for (line, actual, score) in filled.lines() {
        if score.needs_reason != Some(ReasonFor::Missed) {
            continue;
        }
        let message = format!("`{}` 没有完成，也没有写偏差原因", line.name);
        let finding = cx.finding(filled.actual_place(actual), message).related(line.place, "指标在这里");
        cx.report(finding.help(how_to_explain(line)));
    }
}
