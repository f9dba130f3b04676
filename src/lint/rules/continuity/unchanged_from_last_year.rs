//! L610: the target is what was reached last year.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L610",
    name: "unchanged-from-last-year",
    title: "指标值与上年相同",
    level: Level::Note,
    certainty: Certainty::Certain,
    fix: None,
    why: "指标值照抄上年，等于没有新的目标。确实只要求保持的，写 `>= 上年`，或在 `说明` 里讲清理由。",
    wrong: &[
        Wrong {
            text: "培训人次 >= 600 人次 {
    上年 600 人次
}",
            finds: &["600 人次"],
        },
    ],
    right: &[
        "培训人次 >= 660 人次 {
    上年 600 人次
}",
        "培训人次 >= 上年 {
    上年 600 人次
}",
        "培训合格率 = 100% {
    上年 100%
}",
    ],
    words: &[],
    basis: "绩效目标应当参照上年完成情况合理确定（以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Quantity { value, .. } = line.goal else { return };
    let Some(previous) = line.indicator.extras.as_ref().and_then(|extras| extras.previous) else { return };
    let target = cx.in_base(*value);
    // Nothing is better than none of what is bad, and than all of what is good.
    let best = target.is_zero() || (cx.is_ratio(value.unit) && target == Exact::ONE);
    if best || target != cx.in_base(previous) || line.said(TextKind::Note, cx.words).is_some() {
        return;
    }
    let message = format!("`{}` 的指标值 {} 与上年相同", line.name(), cx.show(*value));
    let finding = cx.finding(cx.value_place(line), message);
    cx.report(finding.help("定出今年的目标；只要求保持的，用 `说明` 讲清理由"));
}
