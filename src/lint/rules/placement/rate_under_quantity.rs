//! L401: 覆盖率 among the quantities.

use super::group::{Group, of, written};
use crate::diag::Severity;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L401",
    name: "rate-under-quantity",
    title: "比率放在数量指标里",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "数量指标写做了多少，单位是个、件、人次；合格率、覆盖率说的是做得怎样，属于质量指标，\
          覆盖面、受益面一类的也可以放到效益指标。",
    wrong: &[Wrong { text: "设备验收合格率 >= 98%\n师资持证占比 >= 40%", finds: &["设备验收合格率", "师资持证占比"] }],
    right: &[
        "产出指标 {\n    质量指标 {\n        设备验收合格率 >= 98%\n    }\n}",
        "年度任务完成率 = 100%\n采购设备数量 >= 20 台",
    ],
    words: &["capped-rate"],
    basis: "数量指标反映提供产品或服务的数量，质量指标反映达到的标准和水平（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Rates of how many of those meant were reached.
const REACHED: &[&str] = &[
    "接种率", "管理率", "服务率", "建档率", "签约率", "筛查率", "参保率", "参合率", "覆盖率", "普及率", "检查率", "免疫率", "入户率",
    "发放率", "受益率",
];

/// Rates of how much of the planned amount was done, and of growth.
const OF_AMOUNT: &[&str] = &[
    "完成率", "达成率", "增长率", "增长幅度", "增幅", "增速", "降幅", "下降率", "降低率", "减少率", "超额率", "倍数", "提高率",
    "提升率", "控制率", "执行率", "提高比例", "提升比例", "增长比例", "开工率", "竣工率",
];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let rate = line.noun == Noun::CappedRate || line.noun == Noun::Rate && !line.ends(OF_AMOUNT);
    if !rate || of(line) != Some(Group::Quantity) {
        return;
    }
    let Some((_, value)) = line.amount() else { return };
    // Another unit than percent is a mistake of its own.
    if cx.measure(value.unit) != Measure::Percent {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 是比率，不是数量，放在了 `{group}` 里", line.name());
    let mut finding = cx.finding(line.name_place(), message).related(place, "写做了多少的一类");
    // National tables put how many were reached among the quantities.
    if line.noun == Noun::Rate || line.ends(REACHED) {
        finding.severity = finding.severity.min(Severity::Note);
    }
    cx.report(finding.help("移到 `质量指标`；要留在这里时，改成多少个、多少件"));
}
