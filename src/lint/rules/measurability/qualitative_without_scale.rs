//! L204: a qualitative target without levels to judge it by.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L204",
    name: "qualitative-without-scale",
    title: "定性指标没有评判标准",
    level: Level::Off,
    certainty: Certainty::Possible,
    fix: None,
    why: "定性指标按达成、部分达成、未达成分档给分。不写各档是什么情况，得分就只能凭印象。\
          默认关闭，“提交前”和“财政审核”预设里作为警告。",
    wrong: &[Wrong { text: "应急预案编制 定性 \"通过专家评审\"", finds: &["\"通过专家评审\""] }],
    right: &["机制 定性 \"优：三项到位；良：两项到位；差：一项及以下\"", "应急预案编制 定性 \"通过专家评审\" {\n    \
              说明 \"一次通过为达成，修改后通过为部分达成，没有通过为未达成\"\n}"],
    words: &[],
    basis: "定性指标按达成情况分为三档赋分，各档要有依据（财预〔2020〕10号一类办法的通行做法，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if !matches!(line.goal, Goal::Qualitative(_)) || line.has_scale(cx.words) {
        return;
    }
    let message = format!("定性指标 `{}` 没有写各档怎么评", line.name());
    let finding = cx.finding(cx.value_place(line), message);
    cx.report(finding.help("用 `说明` 写清达成、部分达成、未达成各是什么情况"));
}
