//! L403: 满意度 among the benefits.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L403",
    name: "satisfaction-elsewhere",
    title: "满意度没有放在满意度指标里",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "满意度有自己的一类和自己的分值。放到社会效益或质量指标里，满意度指标就空着，分值也占了别处的。",
    wrong: &[Wrong {
        text: "效益指标 {\n    社会效益指标 {\n        市民对空气质量改善的满意程度 >= 85%\n    }\n}",
        finds: &["市民对空气质量改善的满意程度"],
    }],
    right: &[
        "满意度指标 {\n    服务对象满意度指标 {\n        市民满意度 >= 85%\n    }\n}",
        "满意度调查次数 >= 2 次\n满意度问卷数量 >= 300 份\n群众满意度 定性 \"比上年提高\"",
    ],
    words: &["satisfaction"],
    basis: "满意度指标反映服务对象的认可程度，单列一类（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    // In words it may well be an effect that was aimed at.
    if line.noun != Noun::Satisfaction || matches!(line.goal, Goal::Qualitative(_) | Goal::NotApplicable(_)) {
        return;
    }
    if matches!(of(line), None | Some(Group::Satisfaction)) {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 是满意度，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "不是满意度的一类");
    cx.report(finding.help("移到 `满意度指标` 的 `服务对象满意度指标`"));
}
