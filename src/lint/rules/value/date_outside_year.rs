//! L331: a date that lies in another year than the plan.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L331",
    name: "date-outside-year",
    title: "日期不在预算年度内",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "年度指标值是这一年要做到的事。日期早于这一年，开年时已经过了；晚于这一年，年底自评时还没有到。\
          多半是照抄上年的申报表忘了改年份。验收、决算常在次年一季度，次年 3 月底以前的不提示。",
    wrong: &[
        Wrong { text: "年度 2024\n产出指标 {\n    时效指标 {\n        设备到货时间 <= 2023-06-30\n    }\n}", finds: &["2023-06-30"] },
        Wrong { text: "年度 2024\n产出指标 {\n    时效指标 {\n        工程完工时间 <= 2026年12月\n    }\n}", finds: &["2026年12月"] },
    ],
    right: &[
        "年度 2024\n产出指标 {\n    时效指标 {\n        设备到货时间 <= 2024-06-30\n        项目验收时间 <= 2025-01-31\n        质保到期时间 <= 2026-06-30\n    }\n}",
    ],
    words: &[],
    basis: "年度绩效指标考核的是预算年度内的完成情况（通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// What is to last beyond the year in which it was bought.
const LASTING: &[&str] = &["质保", "保修", "到期", "有效期", "租期", "租赁期", "合同期", "服务期", "保质期", "管护期"];

/// The last month of the following year in which a year is still being closed.
const CLOSING_MONTH: i8 = 3;

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Date { date, .. } = line.goal else { return };
    let Some(year) = line.declaration.year else { return };
    let closing = date.year() == year.saturating_add(1) && date.month() <= CLOSING_MONTH;
    if date.year() == year || closing || date.year() > year && line.says(LASTING) {
        return;
    }
    let side = if date.year() < year { "早于" } else { "晚于" };
    let place = cx.value_place(line);
    let message = format!("`{}` 的日期 `{}` {side} {year} 年度", line.name(), cx.slice(place));
    let help = if date.year() < year {
        format!("改为 {year} 年的日期；上年已经完成的事不再列为本年的指标")
    } else {
        format!("写 {year} 年底以前要做到的一步；整个项目的完工日期写在 `周期` 里")
    };
    cx.report(cx.finding(place, message).label(format!("{side} {year} 年")).help(help));
}
