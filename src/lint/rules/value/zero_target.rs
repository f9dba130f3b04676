//! L326: nothing to be proportional to, or an amount that was rounded away.

use super::names::{is_built, is_cost};
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::rule::Method;
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L326",
    name: "zero-target",
    title: "指标值是 0",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "以万元计的成本写成 0，多半是不足一万元被四舍五入舍掉了，照此计分，花一分钱也算没有达成。\
          指标值是 0 时也没有完成率可言，写明按 `比例`、`门槛`、`线性` 计分不起作用，实际上是达成得满分、否则 0 分。",
    wrong: &[
        Wrong { text: "出差单位成本 = 0 万元/人", finds: &["0 万元/人"] },
        Wrong { text: "新建泵站数量 = 0 座", finds: &["0 座"] },
        Wrong { text: "安全事故起数 <= 0 起 {\n    计分 比例\n}", finds: &["0 起"] },
    ],
    right: &["出差单位成本 <= 3500 元/人", "安全事故起数 <= 0 起\n有责投诉数 = 0 件 {\n    计分 达标\n}"],
    words: &["cost"],
    basis: "指标值为 0 的，达成得满分，未达成不得分（已投入使用的系统的做法，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((sign, value)) = line.amount() else { return };
    if !value.number.is_zero() || matches!(sign, Sign::Ge | Sign::Gt) {
        return;
    }
    let unit = cx.unit(value.unit);
    let place = cx.value_place(line);
    if is_cost(line) && cx.measure(value.unit) == Measure::Money && unit.text.contains('万') {
        let message = format!("`{}` 的指标值是 0，多半是不足 1 万元被舍掉了", line.name());
        let finding = cx.finding(place, message).help(format!("改用 `元` 写，如 `3500 {}`", unit.text.replace('万', "")));
        return cx.report(finding);
    }
    if is_built(line) {
        let message = format!("`{}` 的指标值是 0，什么都不做就达成", line.name());
        return cx.report(cx.finding(place, message).help("写上要做到的数；本年不做就删去这一行，或写 `不适用 \"理由\"`"));
    }
    let Some(written) = line.indicator.extras.as_ref().and_then(|extras| extras.rule_span) else { return };
    let rule = &line.indicator.rule;
    let proportional = matches!(rule.method, Method::Proportional | Method::Threshold(_) | Method::Linear);
    if proportional || rule.pass.as_ref().is_some_and(Exact::is_positive) {
        let message = format!("`{}` 的指标值是 0，没有完成率，不能按 `{}` 计分", line.name(), rule.name);
        let finding = cx.finding(place, message).related(line.at(written), "按完成率计分");
        cx.report(finding.help("写 `计分 达标`，或按每超多少扣几分：`计分 扣分 每超 1 起 扣 2 分`"));
    }
}
