//! L405: 及时率 among the qualities.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L405",
    name: "timeliness-elsewhere",
    title: "时效没有放在时效指标里",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "及时率、完成时间说的是早晚，属于时效指标；放在数量、质量、效益里，时效一类就空着，读表的人会以为没有考核进度。",
    wrong: &[
        Wrong { text: "补助资金发放及时率 = 100%", finds: &["补助资金发放及时率"] },
        Wrong { text: "办结时限 <= 5 天", finds: &["办结时限"] },
        Wrong {
            text: "产出指标 {\n    质量指标 {\n        工程完工时间 <= 10月31日\n    }\n}",
            finds: &["工程完工时间"],
        },
    ],
    right: &[
        "产出指标 {\n    时效指标 {\n        补助资金发放及时率 = 100%\n        工程完工时间 <= 10月31日\n    }\n}",
        "免费开放天数 >= 300 天\n培训时长 >= 40 小时",
        "效益指标 {\n    社会效益指标 {\n        平均办理时间 <= 2 天\n    }\n    可持续影响指标 {\n        工程设计使用年限 >= 20 年\n        项目维持时效 >= 1 年\n    }\n}",
    ],
    words: &["timeliness"],
    basis: "时效指标反映提供产品或服务的及时程度（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Endings of names that can only be about early and late; 响应时间, 天数 and 使用年限 may
/// be a quality, a quantity or an effect.
const EARLY_OR_LATE: &[&str] = &[
    "及时率", "及时性", "及时情况", "按时率", "按期率", "准时率", "按时完成率", "按期完成率", "按时完成情况",
    "按期完成情况", "按时办结率", "按期办结率", "按时发放率", "按时支付率", "按时到位率", "及时发放率", "及时到位率",
    "及时完成率", "完成及时率", "完成时间", "完工时间", "竣工时间", "开工时间", "交付时间", "到位时间", "发放时间",
    "拨付时间", "验收时间", "到货时间", "启用时间", "上线时间", "完成时限", "完成期限", "完成日期", "竣工日期", "工期",
    "截止时间", "及时完工率", "及时开工率", "供应时效", "验收时限", "批复时间", "审批时间", "开工日期", "完工日期", "交付日期", "验收日期", "到货日期",
];

/// Limits of time that may be an effect (办结时限 of a service), but no quantity of anything.
const LIMITS: &[&str] = &["办结时限", "办理时限", "审批时限", "拨付时限", "发放时限", "兑现时限", "处理时限", "处置时限", "支付时限"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    // Whatever has a day for its target is about early and late.
    let dated = matches!(line.goal, Goal::Date { .. });
    let group = of(line);
    if dated && matches!(group, Some(Group::Quantity | Group::Quality | Group::Benefit | Group::Cost)) {
        return report(cx, line);
    }
    if !matches!(line.noun, Noun::Timeliness | Noun::Rate | Noun::CappedRate | Noun::Unknown) {
        return;
    }
    if !matches!(group, Some(Group::Quantity | Group::Quality | Group::Benefit)) {
        return;
    }
    if !(line.ends(EARLY_OR_LATE) || group == Some(Group::Quantity) && line.ends(LIMITS)) {
        return;
    }
    report(cx, line);
}

fn report(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 说的是早晚，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "不是时效的一类");
    cx.report(finding.help("移到 `产出指标` 的 `时效指标`"));
}
