//! L704: actual values that all equal their targets.

use crate::lint::cx::{Cx, Filled};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::plan::Goal;
use crate::score::actuals::Value;

pub const RULE: Rule = Rule {
    code: "L704",
    name: "actual-copies-target",
    title: "实际值照抄了目标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "三个以上的数量指标，实际值个个和目标一样，多半是把目标抄了一遍，没有统计。",
    wrong: &[Wrong {
        text: "甲类宣传次数 >= 13 次\n乙类宣传次数 >= 27 次\n宣传册印刷数量 >= 4100 册\n\n\
               实际 示例 2024 {\n    甲类宣传次数 = 13 次\n    乙类宣传次数 = 27 次\n    宣传册印刷数量 = 4100 册\n}",
        finds: &["示例"],
    }],
    right: &["甲类宣传次数 >= 13 次\n乙类宣传次数 >= 27 次\n宣传册印刷数量 >= 4100 册\n\n\
              实际 示例 2024 {\n    甲类宣传次数 = 13 次\n    乙类宣传次数 = 29 次\n    宣传册印刷数量 = 4100 册\n}"],
    words: &[],
    basis: "复核中的常见问题：实际完成值直接抄写目标值。",
    check: Check::Scored(check),
};

/// Fewer equal values are chance, or contracts carried out to the letter.
const LEAST: usize = 3;

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    let (mut equal, mut numbers) = (0, 0);
    for (line, actual, _) in filled.lines() {
        let (Goal::Quantity { value, .. }, Value::Number(measure)) = (&line.goal, &actual.value) else { continue };
        // Rates are often exactly 100%.
        if cx.is_ratio(value.unit) {
            continue;
        }
        numbers += 1;
        equal += usize::from(crate::exact::Exact::from(value.number) == measure.value);
    }
    if equal < LEAST || equal < numbers {
        return;
    }
    let message = format!("{equal} 个数量指标的实际值都和目标一样");
    cx.report(cx.finding(filled.place, message).help("按实际统计的数填写；确实正好完成的，在 `佐证` 里写明材料"));
}
