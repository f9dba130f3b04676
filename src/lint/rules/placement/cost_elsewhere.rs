//! L407: 总成本 among the quantities.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L407",
    name: "cost-elsewhere",
    title: "成本没有放在成本指标里",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "花多少钱是成本指标。放在数量或效益里，看上去像是产出，成本一类却空着。节约下来的成本是经济效益，不在此列。",
    wrong: &[
        Wrong { text: "设备采购总成本 <= 90 万元\n差旅费 <= 6 万元", finds: &["设备采购总成本", "差旅费"] },
        Wrong {
            text: "效益指标 {\n    经济效益指标 {\n        道路单位造价 <= 1100 万元/公里\n    }\n}",
            finds: &["道路单位造价"],
        },
    ],
    right: &[
        "产出指标 {\n    成本指标 {\n        设备采购总成本 <= 90 万元\n    }\n}",
        "效益指标 {\n    经济效益指标 {\n        节约采购成本 >= 20 万元\n        企业用电成本 同比 <= -5%\n        成本降低率 >= 5%\n    }\n}",
    ],
    words: &["cost"],
    basis: "成本指标反映提供产品或服务所需的成本（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Costs that others bear: lowering them is the effect that was aimed at.
const OF_OTHERS: &[&str] = &["节约", "节省", "降低", "减少", "压减", "减轻", "企业", "群众", "农户", "社会", "患者", "居民"];

/// Endings of names of money that the office itself spends.
const SPENT: &[&str] = &["费用", "费", "经费", "总投资", "项目投资", "投资额"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let money = || line.amount().is_some_and(|(_, value)| cx.measure(value.unit) == Measure::Money);
    let output = matches!(of(line), Some(Group::Quantity | Group::Quality | Group::Timeliness));
    let spent = output && line.ends(SPENT) && money();
    let cost = line.noun == Noun::Cost && line.ends(&["成本", "造价", "单价"]);
    if !(cost || spent) || line.says(OF_OTHERS) {
        return;
    }
    if !matches!(of(line), Some(Group::Quantity | Group::Quality | Group::Timeliness | Group::Benefit)) {
        return;
    }
    if !matches!(line.amount(), Some((Sign::Le | Sign::Lt | Sign::Eq, _))) {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 是成本，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "不是成本的一类");
    cx.report(finding.help("移到 `成本指标`；考核节约时，名称写成“节约……成本”"));
}
