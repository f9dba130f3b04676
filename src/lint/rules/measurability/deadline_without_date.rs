//! L214: a deadline in words that name no date.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L214",
    name: "deadline-without-date",
    title: "时效指标没有写日期或天数",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“按计划完成”“及时”没有写计划是哪一天，到年底总能说是按时的。",
    wrong: &[
        Wrong { text: "提交报告及时性 定性 \"在项目计划完成时间内完成\"", finds: &["\"在项目计划完成时间内完成\""] },
        Wrong { text: "资金拨付时间 定性 \"及时\"", finds: &["\"及时\""] },
    ],
    right: &["报告提交时间 <= 2024-11-30", "补贴发放及时率 >= 95%", "投诉响应时间 <= 24 小时"],
    words: &["timeliness"],
    basis: "时效指标反映完成的时间或及时程度，要能核对（指标设置的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

/// Endings of names of how many years something lasts.
const LASTING: &[&str] = &["年限", "寿命", "持续时间"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Qualitative(text) = line.goal else { return };
    if line.noun != Noun::Timeliness || line.has_scale(cx.words) || text.chars().any(|letter| letter.is_ascii_digit()) {
        return;
    }
    if line.ends(LASTING) {
        let message = format!("`{}` 的指标值 `{text}` 没有写多少年", line.name());
        let finding = cx.finding(cx.value_place(line), message);
        return cx.report(finding.help("写成年数，如 `>= 10 年`"));
    }
    let message = format!("`{}` 的指标值 `{text}` 没有写日期或天数", line.name());
    let year = line.declaration.year.map_or("2024".to_owned(), |year| year.to_string());
    let finding = cx.finding(cx.value_place(line), message);
    cx.report(finding.help(format!("写成日期 `<= {year}-12-31`、天数 `<= 30 天`，或者及时率 `>= 95%`")));
}
