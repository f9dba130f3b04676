//! L202: a name that says what to bring about, not what is measured.

use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::{Goal, Quantity};

pub const RULE: Rule = Rule {
    code: "L202",
    name: "name-starts-with-verb",
    title: "指标名称以动词开头",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“提升企业服务能力”是一项工作，不是可以计量的对象，后面写多少都不知道数的是什么。\
          指标名称写数的东西：次数、户数、比率、用时。",
    wrong: &[Wrong { text: "提升企业服务能力 >= 20 次", finds: &["提升"] }],
    right: &[
        "企业服务活动次数 >= 20 次",
        "促进就业人数 >= 200 人",
        "带动居民出资 >= 180 万元\n优化公交线路 >= 5 条\n保障车辆 >= 6 辆\n提升改造卫生室 >= 12 个",
    ],
    words: &["verbs"],
    basis: "指标名称应当是可以计量的名词；审核中的常见意见，各地写法以当地要求为准。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    // What a percentage or a text beside such a name is worth, other rules say.
    let Goal::Quantity { value, .. } = line.goal else { return };
    if line.noun != Noun::Unknown || cx.is_ratio(value.unit) {
        return;
    }
    let Some(verb) = cx.words.starts("verbs", line.name()) else { return };
    if says_what(cx, line, *value) {
        return;
    }
    let unit = &cx.unit(value.unit).text;
    let message = format!("指标名称 `{}` 以动词 `{verb}` 开头，看不出 {} 数的是什么", line.name(), cx.show(*value));
    let finding = cx.finding(cx.within(line.name_place(), verb), message).label("这是要做的事，不是计量的对象");
    cx.report(finding.help(format!("名称改写成数的东西，例如“……活动次数”“……企业数量”，单位 `{unit}` 就有了着落")));
}

/// Endings of names of work, of which there are no pieces.
const WORK: &[&str] = &["工作", "任务", "建设", "发展", "服务", "管理", "保障", "机制", "体系", "事业", "活动", "改革", "作用", "职能"];

/// Whether the unit says what is counted: money, people, lines of buses, kilograms; and so do
/// pieces of what is a thing (提升改造卫生室 12 个).
fn says_what(cx: &Cx<'_>, line: &Line<'_>, value: Quantity) -> bool {
    if cx.words.ends("abstract", line.core_name()).is_some() {
        return false;
    }
    match cx.measure(value.unit) {
        Measure::Times | Measure::Plain | Measure::Magnitude | Measure::Points => cx.is_quotient(value.unit),
        Measure::Things => !line.ends(WORK),
        _ => true,
    }
}
