//! L205: a percentage of something that has no percentage.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L205",
    name: "unmeasurable-percentage",
    title: "无法计量的事情写成了百分比",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“维护社会稳定 ≥95%”里，95% 是什么除以什么没有人知道。这样的数年底只能照抄。\
          换成真能算出来的比率（分子、分母都有数），或者改成次数、件数。",
    wrong: &[
        Wrong { text: "维护社会稳定 >= 95%", finds: &["95%"] },
        Wrong { text: "促进学校教育事业健康发展 >= 100%", finds: &["100%"] },
        Wrong { text: "社会稳定促进率 >= 95%\n群众幸福感提升率 = 100%\n营商环境改善度 >= 95%", finds: &["95%", "100%", "95%"] },
        Wrong { text: "节水意识提高 >= 95%\n项目完成情况 >= 100%", finds: &["95%", "100%"] },
        Wrong { text: "服务质量 >= 100%\n按计划完成各项工作 = 100%", finds: &["100%", "100%"] },
    ],
    right: &["信访事项按期办结率 >= 95%", "社会稳定风险评估覆盖率 >= 95%", "居民健康素养水平 >= 28%\n综合机械化水平 >= 86%", "年度任务完成率 = 100%"],
    words: &["verbs", "abstract"],
    basis: "指标要可衡量：指标值应当能由数据计算或调查得出（指标设置的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Quantity { value, .. } = line.goal else { return };
    let object = object(cx, line);
    // 社会稳定促进率 is no rate, however it is called; of a small one it may be the growth.
    let called = line.noun == Noun::Rate
        && stem_of_rate(line).is_some_and(|stem| cx.words.ends("abstract", stem).is_some())
        && cx.percentage(*value).zip(Exact::ratio(4, 5)).is_some_and(|(rate, high)| rate >= high);
    // 效率 is a number, 工作效率 is none.
    if !(called || line.noun == Noun::Unknown || line.noun == Noun::Index && object.is_some()) || value.unit == crate::model::unit::UnitId::NONE || !cx.is_ratio(value.unit) {
        return;
    }
    // A formula, or a note on how it is computed, gives the percentage a meaning.
    if line.is_defined(cx.words) {
        return;
    }
    let name = line.name();
    if line.ends(MEASURED) {
        return;
    }
    let verb = cx.words.starts("verbs", name);
    let object = object.or_else(|| cx.words.ends("abstract", stem_of_rate(line)?));
    let what = match (object, verb) {
        (Some(object), _) => format!("`{object}` 没有分子和分母"),
        (None, Some(_)) => "这是一项工作，没有分子和分母".to_owned(),
        (None, None) => return,
    };
    let message = format!("`{name}` 写成了 {}；{what}，算不出百分比", cx.show(*value));
    let finding = cx.finding(cx.value_place(line), message).label("什么占什么的百分之几？");
    let help = "换成能算的比率，例如“……办结率”“……覆盖率”；确有算法的，用 `公式` 或 `说明` 写出来";
    cx.report(finding.help(help));
}

/// What a rate that is only called so is of: 社会稳定 of 社会稳定促进率.
fn stem_of_rate<'t>(line: &Line<'t>) -> Option<&'t str> {
    const CALLED: [&str; 8] = ["促进率", "提升率", "提高率", "改善率", "改善度", "提升度", "增强率", "优化率"];
    CALLED.iter().find_map(|ending| line.core_name().strip_suffix(ending))
}

/// Levels that are shares by their definition: the people, the work, the beds of which so many
/// in a hundred.
const MEASURED: &[&str] = &["素养水平", "机械化水平", "城镇化水平", "电气化水平", "自动化水平", "入住水平", "报销水平"];

/// Directions at the end of a name: 节水意识提高 is about 节水意识.
const DIRECTIONS: &[&str] = &[
    "程度", "发挥", "建设", "营造", "保持", "巩固", "夯实", "情况", "状况", "提高", "提升", "增强", "改善", "加强", "优化", "好转", "稳定", "向好", "明显", "显著", "有效",
    "持续", "进一步", "不断",
    "转变", "改进", "完善", "健全", "促进", "形成",
];

/// What no share measures, in the name without a direction at its end.
fn object<'t>(cx: &Cx<'_>, line: &Line<'t>) -> Option<&'t str> {
    let mut name = line.core_name();
    loop {
        if let Some(object) = cx.words.ends("abstract", name) {
            return Some(object);
        }
        name = DIRECTIONS.iter().find_map(|word| name.strip_suffix(word))?;
    }
}
