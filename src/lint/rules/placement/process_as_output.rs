//! L410: that money was passed on, as an output.

use super::group::{Group, of};
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L410",
    name: "process-as-output",
    title: "过程写成了产出",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "资金下达、支付进度是花钱的过程，不是花钱买来的东西：钱拨出去了，事不一定办成。\
          预算执行率另有分值，不必再列一条。",
    wrong: &[
        Wrong {
            text: "预算资金当年下达率 = 100%\n项目资金支付进度 >= 90%\n资金拨付 >= 1500 万元",
            finds: &["预算资金当年下达率", "项目资金支付进度", "资金拨付"],
        },
        Wrong {
            text: "召开领导小组会议次数 >= 3 次\n印发实施方案 = 1 份",
            finds: &["召开领导小组会议次数", "印发实施方案"],
        },
    ],
    right: &[
        "补助学生人数 >= 300 人",
        "产出指标 {\n    时效指标 {\n        补助资金发放及时率 = 100%\n        项目财政资金到位时间 <= 3月31日\n    }\n    质量指标 {\n        储备粮管理制度严格执行率 = 100%\n    }\n}",
    ],
    words: &["process"],
    basis: "产出指标反映提供的产品和服务；预算执行率单独计分（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Words for how many at the end of a name.
const COUNTERS: &[&str] = &["总数量", "数量", "次数", "份数", "场次", "件数", "个数", "期数", "数"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let group = of(line);
    if !matches!(group, Some(Group::Quantity | Group::Quality | Group::Timeliness | Group::Benefit | Group::Sustainable | Group::Cost)) {
        return;
    }
    // At most so many meetings and papers is a limit to the process, not a goal of it.
    let limited = matches!(line.amount(), Some((Sign::Le | Sign::Lt, _)));
    if limited || matches!(line.goal, Goal::NotApplicable(_)) {
        return;
    }
    let core = line.core_name();
    let counted = COUNTERS.iter().find_map(|ending| core.strip_suffix(ending)).unwrap_or(core);
    let Some(word) = cx.words.ends("process", core).or_else(|| cx.words.ends("process", counted)) else { return };
    // Money that came in or went out is no cost either; a meeting may well have one.
    if group == Some(Group::Cost) && !["到位率", "执行率", "支付率"].iter().any(|rate| word.ends_with(rate)) {
        return;
    }
    let money = ["资金", "预算", "支付", "支出", "拨付"].iter().any(|part| word.contains(part));
    let (what, label) = if money { ("花钱的过程", "钱到了，事不一定办成") } else { ("工作的过程", "开了会、发了文，事不一定办成") };
    let message = format!("`{}` 是{what}，不是产出", line.name());
    let place = cx.within(line.name_place(), word);
    let finding = cx.finding(line.name_place(), message).label(label);
    let finding = if place == line.name_place() { finding } else { finding.related(place, "说的是过程") };
    cx.report(finding.help("写办成了什么，如补助了多少人、建成了多少处；预算执行率由框架单独计分"));
}
