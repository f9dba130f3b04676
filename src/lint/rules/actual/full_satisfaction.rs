//! L706: a satisfaction of exactly 100%.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Filled};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::score::actuals::Value;

pub const RULE: Rule = Rule {
    code: "L706",
    name: "full-satisfaction",
    title: "满意度正好是 100%",
    level: Level::Note,
    certainty: Certainty::Possible,
    fix: None,
    why: "真正做过问卷，很少人人都满意。满意度正好 100% 时，要附上调查的样本数和问卷。",
    wrong: &[Wrong {
        text: "宣传册印刷数量 >= 4000 册\n\n实际 示例 2024 {\n    受益居民满意度 = 100%\n}",
        finds: &["100%"],
    }],
    right: &["宣传册印刷数量 >= 4000 册\n\n实际 示例 2024 {\n    受益居民满意度 = 96.5%\n}"],
    words: &["satisfaction"],
    basis: "复核中的常见问题，没有文件规定。",
    check: Check::Scored(check),
};

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    for (line, actual, _) in filled.lines() {
        let Value::Number(measure) = &actual.value else { continue };
        if cx.words.noun(&line.name) != Noun::Satisfaction {
            continue;
        }
        let crate::plan::Goal::Quantity { value, .. } = &line.goal else { continue };
        let ratio = &measure.value * &cx.unit(value.unit).scale;
        if ratio != Exact::ONE {
            continue;
        }
        let message = format!("`{}` 正好是 100%", line.name);
        cx.report(cx.finding(filled.actual_place(actual), message).help("附上样本数和问卷；没有调查的，如实填写"));
    }
}
