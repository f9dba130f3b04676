//! L612: the target of the whole period is that of the year.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{adds_up, cycle_place, number};
use crate::model::Declaration;
use crate::model::declaration::Indicator;

pub const RULE: Rule = Rule {
    code: "L612",
    name: "cycle-equals-annual",
    title: "周期指标值与年度指标值相同",
    level: Level::Note,
    certainty: Certainty::Likely,
    fix: None,
    why: "实施周期是几年，年度是其中一年。累计的数量、金额两栏一样，多半是把一栏抄到了另一栏。项目只做一年的，不必写 `周期`。",
    wrong: &[
        Wrong {
            text: "培训人次 >= 600 人次 {
    周期 >= 600 人次
}
培训期数 >= 12 期 {
    周期 >= 36 期
}",
            finds: &["周期"],
        },
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次, 周期 >= 600 人次
        }
    }
    效益指标 {
        社会效益指标 {
            受训居民就业人数 >= 120 人, 周期 >= 120 人
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}",
            finds: &["技能培训"],
        },
    ],
    right: &[
        "培训人次 >= 600 人次 {
    周期 >= 1,800 人次
}
培训合格率 >= 95% {
    周期 >= 95%
}",
    ],
    words: &[],
    basis: "申报表分列实施周期指标值和年度指标值（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let cycle = |indicator: &Indicator| indicator.extras.as_ref().is_some_and(|extras| extras.cycle.is_some());
    let (mut written, mut equal) = (0, Vec::new());
    for indicator in declaration.indicators.iter().filter(|indicator| cycle(indicator)) {
        written += 1;
        if is_equal(cx, indicator) {
            equal.push(indicator);
        }
    }
    // Rates stay the same from year to year.
    let cumulative = |indicator: &Indicator| number(indicator.goal.as_ref()).is_some_and(|n| adds_up(cx, indicator, n.unit));
    if !equal.iter().any(|indicator| cumulative(indicator)) {
        return;
    }
    let help = "核对是不是把一栏抄到了另一栏；项目只做一年的，去掉 `周期`";
    if written > 1 && equal.len() == written {
        let message = format!("`{}` 的 {written} 条指标，周期指标值全部与年度指标值相同", declaration.name);
        cx.report(cx.finding(declaration.place, message).help(help));
        return;
    }
    let equal: Vec<_> = equal.into_iter().filter(|indicator| cumulative(indicator)).collect();
    for indicator in equal {
        let message = format!("`{}` 的周期指标值与年度指标值相同", indicator.name);
        let place = cycle_place(cx, declaration, indicator);
        cx.report(cx.finding(place, message).help(help));
    }
}

fn is_equal(cx: &Cx<'_>, indicator: &Indicator) -> bool {
    let (Some(goal), Some(extras)) = (&indicator.goal, &indicator.extras) else { return false };
    let Some(cycle) = &extras.cycle else { return false };
    match (number(Some(goal)), number(Some(cycle))) {
        (Some(annual), Some(cycle)) => cx.in_base(annual) == cx.in_base(cycle),
        _ => goal == cycle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    #[test]
    fn rates_and_longer_periods_say_nothing() {
        for (lines, wanted) in [
            ("培训合格率 >= 95%, 周期 >= 95%\n到课率 >= 90%, 周期 >= 90%", 0),
            ("培训人次 >= 600 人次, 周期 >= 1,800 人次\n到课率 >= 90%, 周期 >= 90%", 0),
            ("培训人次 >= 600 人次, 周期 >= 600 人次\n培训期数 >= 6 期, 周期 >= 6 期", 1),
            ("融资金额 >= 80 亿元, 周期 >= 800000 万元\n培训期数 >= 6 期, 周期 >= 18 期", 1),
        ] {
            assert_eq!(found(&RULE, lines).len(), wanted, "{lines}");
        }
    }
}
