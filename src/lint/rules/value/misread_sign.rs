//! L312: ≥ that was printed or typed as 2.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "L312",
    name: "misread-sign",
    title: "`≥` 误成了 2",
    level: Level::Error,
    certainty: Certainty::Likely,
    fix: Some(Safety::Shown),
    why: "扫描、转换文字时，`≥95%` 常常变成 `295%`，`≥100%` 变成 `2100%`。\
          满意度、合格率不可能是百分之二百九十五，照着填就成了永远达不到的目标。",
    wrong: &[
        Wrong { text: "市民满意度 >= 292%", finds: &[">= 292%"] },
        Wrong { text: "设施完好率 = 2100%", finds: &["= 2100%"] },
        Wrong { text: "年度任务完成率 >= 2100%", finds: &[">= 2100%"] },
    ],
    right: &["市民满意度 >= 92%\n设施完好率 = 100%", "外贸出口增长率 >= 295%"],
    words: &["satisfaction", "capped-rate"],
    basis: "部分占全部的比率不超过 100%。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some(meant) = intended(cx, line) else { return };
    let place = cx.target_place(line);
    let message = format!("`{}` 的指标值 `{}` 像是 `≥{meant}%` 误成的", line.name(), cx.slice(cx.value_place(line)));
    let finding = cx.finding(place, message).label("开头的 2 像是 `≥`");
    let finding = finding.help(format!("与原文核对；确是误认时写成 `>= {meant}%`"));
    cx.report(finding.fix(Safety::Shown, place.span, format!(">= {meant}%"), format!("改为 `>= {meant}%`")));
}

/// The number that was meant when the first 2 of a percentage is a sign.
pub(super) fn intended(cx: &Cx<'_>, line: &Line<'_>) -> Option<Decimal> {
    let (sign, value) = line.amount()?;
    // Below 250 the remainder would be no target that anybody sets.
    if value.number < Decimal::from(250) || matches!(sign, Sign::Le | Sign::Lt) {
        return None;
    }
    if !(line.is_share() || line.ends(&["完成率", "达成率"])) {
        return None;
    }
    let unit = cx.unit(value.unit);
    if !unit.dimension.is_empty() || !unit.text.starts_with(['%', '％', '百']) {
        return None;
    }
    if value.number == Decimal::from(2100) {
        return Some(Decimal::ONE_HUNDRED);
    }
    (value.number < Decimal::from(300)).then(|| value.number - Decimal::from(200))
}
