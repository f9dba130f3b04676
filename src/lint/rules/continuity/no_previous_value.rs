//! L615: a target that refers to last year's value, which is not there.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L615",
    name: "no-previous-value",
    title: "和上年比，没有写上年的值",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "指标值写成 `>= 上年 * 105%` 或 `同比 >= 5%`，却没有写上年是多少，目标就不是一个确定的数，年底也无法判定。",
    wrong: &[
        Wrong { text: "培训人数 >= 上年 * 105%", finds: &["上年 * 105%"] },
        Wrong { text: "培训人数 同比 >= 5%", finds: &["同比 >= 5%"] },
    ],
    right: &[
        "培训人数 >= 上年 * 105% {\n    上年 400 人\n}",
        "培训人数 同比 >= 5%, 上年 400 人",
        "培训人数 同比 >= 5%\n\n实际 示例 2024 {\n    培训人数 = 6.2%\n}",
    ],
    words: &[],
    basis: "指标值要明确；与上年比较的，上年完成值是计算的依据（heng 的规定）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let growth = match line.goal {
        Goal::Previous { .. } => false,
        Goal::Growth { .. } => true,
        _ => return,
    };
    if line.indicator.extras.as_ref().is_some_and(|extras| extras.previous.is_some()) {
        return;
    }
    // The growth itself may be reported, and is where actual values stand beside the plan.
    if growth && !cx.model.actuals.is_empty() {
        return;
    }
    if cx.is_wrong(line) {
        return;
    }
    let place = if growth { cx.target_place(line) } else { cx.value_place(line) };
    let message = format!("`{}` 和上年比，没有写上年的值", line.name());
    cx.report(cx.finding(place, message).help("在指标后面写上年完成值，例如 `, 上年 400 人`"));
}
