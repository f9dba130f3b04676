//! L212: words where the name asks for a number.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::measurability::compound_target;
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L212",
    name: "qualitative-for-countable",
    title: "能数的指标写成了定性",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "名称是“率”“数量”“人数”，指标值就应当是一个数。写成“逐年提升”，年底有数也没法比。",
    wrong: &[
        Wrong { text: "公共文化服务参与率 定性 \"逐年提升\"", finds: &["\"逐年提升\""] },
        Wrong { text: "培训人数 定性 \"大幅增加\"", finds: &["\"大幅增加\""] },
    ],
    right: &["公共文化服务参与率 >= 60%", "公共文化服务参与率 >= 上年 {\n    上年 58%\n}", "服务水平 定性 \"通过认证\""],
    words: &["rate", "capped-rate", "count", "people"],
    basis: "能够量化的指标应当量化（指标设置的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Qualitative(text) = line.goal else { return };
    let asks_for_number = line.noun.is_rate() || line.noun.is_count() || matches!(line.noun, Noun::Money | Noun::Area);
    if !asks_for_number || line.has_scale() || compound_target::targets(text) > 1 {
        return;
    }
    let example = if line.noun.is_rate() { "`>= 60%`，或与上年比 `>= 上年`" } else { "`>= 200 人`，或与上年比 `>= 上年 * 105%`" };
    let message = format!("`{}` 是能数的，指标值却写成 `{text}`", line.name());
    cx.report(cx.finding(cx.value_place(line), message).help(format!("写成数，例如 {example}")));
}
