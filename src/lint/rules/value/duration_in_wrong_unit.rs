//! L308: a time limit in pieces, people, money or percent.

use super::names::is_duration;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L308",
    name: "duration-in-wrong-unit",
    title: "时间的单位不是时间",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "名称说的是工期、时限、完成时间，指标值却是百分比、个数或金额，年底没有办法按它核对早晚。\
          要考核按时完成的比例，名称写成“及时率”；要考核早晚，写日期或天数。",
    wrong: &[
        Wrong { text: "项目完成时间 = 100%", finds: &["100%"] },
        Wrong { text: "施工工期 <= 90 个\n故障处理时间 <= 24 次", finds: &["90 个", "24 次"] },
    ],
    right: &[
        "项目完成时间 <= 2024-12-31\n施工工期 <= 90 天\n平均响应时间 <= 24 小时",
        "项目完成及时率 = 100%\n供应时效 >= 95%",
        "办理时间压缩比例 >= 30%",
    ],
    words: &["timeliness"],
    basis: "时效指标写完成的日期、所用的时间或按时完成的比率（以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    if line.noun != Noun::Timeliness || !(is_duration(line) || line.ends(&["时间", "日期"])) {
        return;
    }
    let measure = cx.measure(value.unit);
    let physical = matches!(measure, Measure::Length | Measure::Area | Measure::Volume | Measure::Mass);
    let times = measure == Measure::Times;
    let odd = physical || matches!(measure, Measure::Percent | Measure::Money | Measure::People | Measure::Things);
    if !(odd || times) || cx.is_quotient(value.unit) || line.says(&["缩短", "压缩", "减少"]) {
        return;
    }
    let place = cx.value_place(line);
    let message = format!("`{}` 说的是时间，指标值 `{}` 是{}", line.name(), cx.slice(place), measure.word());
    let help = if measure == Measure::Percent {
        "写日期（如 `<= 12月31日`）或天数（如 `<= 30 天`）；考核按时的比例时，名称改为“及时率”"
    } else {
        "写日期（如 `<= 12月31日`）或天数（如 `<= 30 天`）"
    };
    cx.report(cx.finding(place, message).related(line.name_place(), "这里说的是时间").help(help));
}
