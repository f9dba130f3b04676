//! L613: one year comes to more than the whole period.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{adds_up, cycle_place, number};
use crate::terms::Direction;

pub const RULE: Rule = Rule {
    code: "L613",
    name: "annual-exceeds-cycle",
    title: "年度指标值大于周期指标值",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "累计的数量和金额，一年的数不会多于整个周期的数。两栏多半填反了，或其中一个数填错了。",
    wrong: &[
        Wrong {
            text: "培训人次 >= 600 人次 {
    周期 >= 180 人次
}",
            finds: &["周期"],
        },
    ],
    right: &[
        "培训人次 >= 600 人次 {
    周期 >= 1,800 人次
}",
        "培训合格率 >= 95% {
    周期 >= 90%
}",
    ],
    words: &[],
    basis: "申报表分列实施周期指标值和年度指标值（以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some(cycle) = line.indicator.extras.as_ref().and_then(|extras| number(extras.cycle.as_ref())) else { return };
    let Some(annual) = number(Some(line.goal)) else { return };
    let (year, period) = (cx.in_base(annual), cx.in_base(cycle));
    if year <= period
        || line.indicator.direction == Some(Direction::Negative)
        || !adds_up(cx, line.indicator, annual.unit)
    {
        return;
    }
    let unit = cx.unit(annual.unit);
    let gap = (&year - &period).div(&unit.scale).unwrap_or(Exact::ZERO);
    let message = format!(
        "`{}` 的年度指标值 {} 大于周期指标值 {}，多 {gap} {}",
        line.name(),
        cx.show(annual),
        cx.show(cycle),
        unit.text
    );
    let place = cycle_place(cx, line.declaration, line.indicator);
    let finding = cx.finding(place, message).related(cx.value_place(line), "年度指标值在这里");
    cx.report(finding.help("核对两栏是不是填反了"));
}
