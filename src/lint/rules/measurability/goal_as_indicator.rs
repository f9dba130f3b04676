//! L208: a sentence in the place of a name.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L208",
    name: "goal-as-indicator",
    title: "把目标句写成了指标名称",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "带句号或者逗号的长句是工作目标，不是一个可以计量的对象，常常还含着几件事。\
          拆成几条指标，每条数一样东西；目标句写到 `总体目标` 里。",
    wrong: &[Wrong {
        text: "\"打造系列品牌赛事，提升城市的知名度和美誉度。\" 定性 \"举办三项以上国家级赛事\"",
        finds: &["\"打造系列品牌赛事，提升城市的知名度和美誉度。\""],
    }],
    right: &["国家级赛事场次 >= 3 场", "\"服务周期内，市民对空气质量改善的满意程度\" >= 85%", "\"绩效奖、文明奖、综治平安奖发放及时率\" >= 100%"],
    words: &[],
    basis: "三级指标是具体的、可衡量的指标，总体目标另有一栏（申报表样式）。",
    check: Check::Indicator(check),
};

/// No name of an indicator needs as many characters.
const LONG: usize = 40;
/// A comma in a name this long joins two statements.
const SENTENCE: usize = 16;

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if matches!(line.goal, Goal::NotApplicable(_)) {
        return;
    }
    let name = line.name();
    let length = name.chars().count();
    let comma = line.noun == Noun::Unknown
        && name.contains(['，', ',', '；', ';']) && length >= SENTENCE && !name.contains(['（', '(']);
    if !(name.contains('。') || comma || length > LONG) {
        return;
    }
    let message = format!("`{name}` 是一句目标，不是指标名称");
    let finding = cx.finding(line.name_place(), message);
    cx.report(finding.help("拆成几条指标，每条数一样东西，例如“赛事场次”“参赛人数”；原句写到 `总体目标` 里"));
}
