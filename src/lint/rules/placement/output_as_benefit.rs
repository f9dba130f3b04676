//! L409: what the office itself delivers, among the benefits.

use super::group::{Group, of, written};
use super::count_under_quality::DOING;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L409",
    name: "output-as-benefit",
    title: "产出写成了效益",
    level: Level::Note,
    certainty: Certainty::Likely,
    fix: None,
    why: "产出是本单位做了什么：办了几场、培训了多少人、得了几个奖；效益是做了以后别人那里发生了什么变化。\
          把产出写进效益指标，做完就算见效，效益没有人考核。",
    wrong: &[Wrong {
        text: "效益指标 {\n    社会效益指标 {\n        获奖数量 >= 40 项\n        举办培训场次 >= 12 场\n        工程验收合格率 = 100%\n        补贴发放人数 >= 300 人\n        维修泵站座数 >= 3 座\n    }\n}",
        finds: &["获奖数量", "举办培训场次", "工程验收合格率", "补贴发放人数", "维修泵站座数"],
    }],
    right: &[
        "效益指标 {\n    社会效益指标 {\n        学员持证上岗率 >= 80%\n        受益群众人数 >= 300 人\n        带动培训人数 >= 300 人\n    }\n}",
        "培训人数 >= 300 人",
    ],
    words: &["outputs", "outcomes"],
    basis: "产出指标反映提供了什么，效益指标反映带来的影响（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if of(line) != Some(Group::Benefit) || line.amount().is_none() {
        return;
    }
    let core = line.core_name();
    if !(cx.words.ends("outputs", core).is_some() || is_done(cx, line)) || cx.words.find("outcomes", core).is_some() {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 是做了什么，不是带来的变化，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "写带来什么变化的一类");
    cx.report(finding.help("移到产出指标；这里写受益的人、增加的收入、减少的排放一类的变化"));
}

/// So many things that the office built, bought or held.
fn is_done(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let named = matches!(line.noun, Noun::Count | Noun::Times | Noun::Length | Noun::Unknown);
    let counted = line.amount().is_some_and(|(_, value)| {
        let measure = cx.measure(value.unit);
        matches!(measure, Measure::Things | Measure::Times | Measure::Length) && !cx.is_quotient(value.unit)
    });
    named && counted && DOING.iter().any(|verb| line.name().starts_with(verb))
}
