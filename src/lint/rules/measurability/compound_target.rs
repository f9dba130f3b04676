//! L213: several targets in one text.

use crate::lint::cx::{Cx, Line};
use crate::lint::narrative;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L213",
    name: "compound-target",
    title: "一个指标值里有几个目标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "一条指标只有一个得分。几个目标写在一起，完成了一半算多少分就说不清了。",
    wrong: &[
        Wrong { text: "诉求办结情况 定性 \"≥98%且同比不下降\"", finds: &["\"≥98%且同比不下降\""] },
        Wrong { text: "四个季度各完成 定性 \"Q1≥25%；Q2≥50%\"", finds: &["\"Q1≥25%；Q2≥50%\""] },
        Wrong { text: "泵站建设 定性 \"新建3座、维修5座\"", finds: &["\"新建3座、维修5座\""] },
        Wrong { text: "\"培训期数、人数\" >= 4 期", finds: &["\"培训期数、人数\""] },
    ],
    right: &["诉求办结率 >= 98%", "诉求办结率同比变化 >= 0 个百分点", "节目质量 定性 \"获得全国一等奖\""],
    words: &[],
    basis: "一条指标对应一个指标值（申报表样式）。",
    check: Check::Indicator(check),
};

/// Signs and words that begin a target.
const SIGNS: [&str; 13] =
    ["≥", "≤", ">=", "<=", "＞", "＜", "不低于", "不少于", "不超过", "不高于", "同比不", "达到", "以上"];

/// How many targets a text holds: as far as signs tell, or numbers with a unit; none or one
/// in most texts.
pub(super) fn targets(cx: &Cx<'_>, text: &str) -> usize {
    let parts = text.split(['；', ';', '，', ',', '且', '并', '、']);
    let has_target = |part: &&str| SIGNS.iter().any(|sign| part.contains(sign));
    let told = narrative::mentions(text, &cx.model.units, cx.words);
    let numbers = told.iter().filter(|mention| !mention.unit.is_empty()).count();
    parts.filter(has_target).count().max(numbers)
}

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    match line.goal {
        Goal::Qualitative(text) if targets(cx, text) > 1 && !line.has_scale(cx.words) => {
            let message = format!("`{}` 的指标值 `{text}` 里有几个目标", line.name());
            cx.report(cx.finding(cx.value_place(line), message).help("每个目标写一条指标，各有各的分值"));
        }
        Goal::Quantity { .. } if measures(cx, line.core_name()) > 1 => {
            let message = format!("`{}` 里有几个量，指标值只有一个", line.name());
            cx.report(cx.finding(line.name_place(), message).help("每个量写一条指标，各有各的指标值"));
        }
        _ => {}
    }
}

/// How many kinds of amounts a name lists: 期数 and 人数 of 培训期数、人数. One that lists
/// what is counted (论文、专利数量) has one.
fn measures(cx: &Cx<'_>, name: &str) -> usize {
    let mut kinds: Vec<Noun> = Vec::new();
    for part in name.split(['、', '和', '与', '及', '，']) {
        let noun = cx.words.noun(part);
        let amount = noun.is_count() || noun.is_rate() || matches!(noun, Noun::Area | Noun::Length | Noun::Money);
        if !amount {
            return 0;
        }
        if !kinds.contains(&noun) {
            kinds.push(noun);
        }
    }
    kinds.len()
}
