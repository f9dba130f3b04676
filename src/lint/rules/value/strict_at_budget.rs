//! L325: a cost that has to stay below the whole budget.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L325",
    name: "strict-at-budget",
    title: "成本必须小于预算，不能等于",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "指标值就是预算数，符号又是 `<`：预算正好用完也算没有达成。不超过预算写 `<=`。",
    wrong: &[Wrong {
        text: "预算 {\n    财政拨款 168.168 万元\n}\n产出指标 {\n    成本指标 {\n        维护成本 < 1681680 元\n    }\n}",
        finds: &["<"],
    }],
    right: &[
        "预算 {\n    财政拨款 168.168 万元\n}\n产出指标 {\n    成本指标 {\n        维护成本 <= 1681680 元\n    }\n}",
        "预算 {\n    财政拨款 180 万元\n}\n产出指标 {\n    成本指标 {\n        维护成本 < 1681680 元\n    }\n}",
    ],
    words: &["cost"],
    basis: "成本指标以不超过预算为限（通行写法，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((Sign::Lt, value)) = line.amount() else { return };
    if !matches!(line.noun, Noun::Cost | Noun::Money) || cx.measure(value.unit) != Measure::Money {
        return;
    }
    let target = cx.in_base(value);
    let equal = line.declaration.budget.iter().find(|budget| {
        budget.amount.is_some_and(|amount| cx.in_base(amount) == target && cx.measure(amount.unit) == Measure::Money)
    });
    let Some(budget) = equal else { return };
    let place = cx.sign_place(line);
    let message = format!("`{}` 的指标值就是预算数 `{}`，用 `<` 时预算用完也算没有达成", line.name(), cx.show(value));
    let finding = cx.finding(place, message).related(line.at(budget.span), "预算数与它相等");
    cx.report(finding.help("改为 `<=`").fix(Safety::Unsafe, place.span, "<=", "改为 `<=`"));
}
