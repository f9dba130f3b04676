//! L406: 合格率 among the time limits.

use super::group::{Group, of, written};
use super::count_under_quality::DOING;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L406",
    name: "not-timeliness-under-timeliness",
    title: "时效指标里不是时效",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "时效指标写什么时候做到、按时做到多少。合格率是质量，人数、面积是数量，放在这里就没有人考核早晚了。",
    wrong: &[Wrong {
        text: "产出指标 {\n    时效指标 {\n        工程验收合格率 = 100%\n        培训人数 >= 300 人\n        维修闸门数量 >= 12 座\n    }\n}",
        finds: &["工程验收合格率", "培训人数", "维修闸门数量"],
    }],
    right: &[
        "产出指标 {\n    时效指标 {\n        工程完工时间 <= 10月31日\n        年度任务完成率 = 100%\n        资金发放率 = 100%\n        巡查次数 >= 2 次/月\n        当年完工面积 >= 500 平方米\n        补助发放频次 = 12 次\n    }\n}",
    ],
    words: &["timeliness"],
    basis: "时效指标反映提供产品或服务的及时程度（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Rates of how well, never of how soon.
const QUALITY: &[&str] = &[
    "合格率", "优良率", "优秀率", "达标率", "准确率", "正确率", "覆盖率", "知晓率", "合规率", "合法率", "完整率", "普及率", "完好率", "成活率", "占比",
    "通过率",
];

/// Words that bring time into a name.
const OF_TIME: &[&str] = &["及时", "按时", "按期", "准时", "时", "期", "当年", "年度", "季", "月", "日", "前", "完成", "进度", "频次", "频率"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if of(line) != Some(Group::Timeliness) || line.says(OF_TIME) {
        return;
    }
    let counted = || {
        let value = line.amount().filter(|(_, value)| !cx.is_quotient(value.unit) && !value.number.is_zero());
        value.is_some_and(|(_, value)| matches!(cx.measure(value.unit), Measure::Things | Measure::Times))
    };
    let elsewhere = match line.noun {
        Noun::Count | Noun::Times => counted(),
        Noun::Unknown => DOING.iter().any(|verb| line.name().starts_with(verb)) && counted(),
        Noun::CappedRate => line.ends(QUALITY),
        Noun::People | Noun::Households | Noun::Area | Noun::Length => {
            line.amount().is_some_and(|(_, value)| !cx.is_quotient(value.unit))
        }
        _ => false,
    };
    if !elsewhere {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let (what, home) = if line.noun == Noun::CappedRate { ("质量", "质量指标") } else { ("数量", "数量指标") };
    let message = format!("`{}` 说的是{what}，不是早晚，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "写什么时候做到的一类");
    cx.report(finding.help(format!("移到 `{home}`；这里写完成时间或及时率")));
}
