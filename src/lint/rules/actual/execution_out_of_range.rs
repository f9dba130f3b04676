//! L707: a budget that was executed by far too little or too much.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Filled};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L707",
    name: "execution-out-of-range",
    title: "预算执行率太低或太高",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "执行率低于 80%，要说明钱为什么没有花；高于 100% 是超预算，高于 120% 多半是数填错了。",
    wrong: &[Wrong {
        text: "宣传册印刷数量 >= 4000 册\n\n实际 示例 2024 {\n    预算 { 全年预算数 100 万元; 全年执行数 60 万元 }\n}",
        finds: &["60 万元"],
    }],
    right: &["宣传册印刷数量 >= 4000 册\n\n实际 示例 2024 {\n    预算 { 全年预算数 100 万元; 全年执行数 96 万元 }\n}"],
    words: &[],
    basis: "80% 和 120% 是审核中常用的界限，不是文件规定；当地另有规定的，以当地为准。",
    check: Check::Scored(check),
};

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    let Some(rate) = filled.card.execution.as_ref().and_then(|execution| execution.rate.as_ref()) else { return };
    let (Some(low), Some(high)) = (Exact::ratio(4, 5), Exact::ratio(6, 5)) else { return };
    let word = if *rate < low {
        "低于 80%"
    } else if *rate > high {
        "高于 120%"
    } else {
        return;
    };
    let Some(budget) = &filled.actuals.budget else { return };
    let message = format!("预算执行率是 {}，{word}", cx.percent(rate));
    let finding = cx.finding(filled.actual_place(&budget.executed), message);
    let finding = finding.related(filled.actual_place(&budget.planned), "全年预算数在这里");
    cx.report(finding.help("核对金额和单位；数没有错的，说明原因"));
}
