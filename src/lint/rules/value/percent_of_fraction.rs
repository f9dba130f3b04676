//! L313: 0.95% where 95% was meant.

use super::names::is_good_rate;
use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "L313",
    name: "percent-of-fraction",
    title: "小数后面又加了百分号",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "表格里的 0.95 显示成 95%，抄出来时若在 0.95 后面又加一个 `%`，目标就小了一百倍，谁都能完成。",
    wrong: &[Wrong { text: "村民满意度 >= 0.95%", finds: &["0.95%"] }, Wrong { text: "验收合格率 = 1%", finds: &["1%"] }],
    right: &["村民满意度 >= 95%\n产品不合格率 <= 0.5%\n科研经费占比 >= 0.8%"],
    words: &[],
    basis: "比率以百分比表示（通行写法，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((sign, value)) = line.amount() else { return };
    let tiny = value.number <= Decimal::ONE && value.number >= Decimal::new(3, 1);
    if !tiny || matches!(sign, Sign::Le | Sign::Lt) || !is_good_rate(line) || &*cx.unit(value.unit).text != "%" {
        return;
    }
    let Some(meant) = value.number.checked_mul(Decimal::ONE_HUNDRED).map(|meant| meant.normalize()) else { return };
    let place = cx.value_place(line);
    let message = format!("`{}` 的指标值 `{}` 不到百分之一，像是 `{meant}%`", line.name(), cx.slice(place));
    let finding = cx.finding(place, message).help(format!("与原文核对；写成 `{meant}%`"));
    cx.report(finding.fix(Safety::Unsafe, place.span, format!("{meant}%"), format!("改为 `{meant}%`")));
}
