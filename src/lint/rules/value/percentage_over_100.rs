//! L311: a share that nothing can reach.

use super::misread_sign::intended;
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::terms::{Direction, Sign};

pub const RULE: Rule = Rule {
    code: "L311",
    name: "percentage-over-100",
    title: "比率超过 100%，达不到",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "合格率、覆盖率、满意度是部分占全部的比率，最多 100%。目标高于 100% 永远达不到，自评必定扣分；\
          想说的若是增长，名称要写成增长率、完成率。",
    wrong: &[
        Wrong { text: "路面覆盖率 >= 120%", finds: &["120%"] },
        Wrong { text: "设备验收合格率 > 100%", finds: &["> 100%"] },
    ],
    right: &["路面覆盖率 = 100%\n任务完成率 >= 120%", "电话普及率 >= 120%\n毛入学率 >= 101%\n净化率 <= 110%"],
    words: &["satisfaction", "capped-rate"],
    basis: "部分占全部的比率不超过 100%。",
    check: Check::Indicator(check),
};

/// Other endings of names of shares.
const SHARES: &[&str] = &[
    "参与度", "认可度", "支持度", "录取率", "处理比例", "处置比例", "利用比例", "达标比例", "合格比例", "优良比例", "覆盖比例",
    "治理比例", "安全感", "获得感", "幸福感", "普及程度", "覆盖程度", "覆盖面", "素养水平", "入住率", "持有率",
];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if !(line.is_share() || line.ends(SHARES)) {
        return;
    }
    let (sign, value) = match line.goal {
        Goal::Quantity { sign, value } => (*sign, *value),
        Goal::Range { low, .. } => (Sign::Ge, *low),
        _ => return,
    };
    let Some(rate) = cx.percentage(value) else { return };
    if matches!(sign, Sign::Le | Sign::Lt) || line.indicator.direction == Some(Direction::Negative) {
        return;
    }
    let strict = sign == Sign::Gt && rate == Exact::ONE;
    let points = cx.measure(value.unit) == Measure::Percent && cx.unit(value.unit).text.contains('点');
    if !(rate > Exact::ONE || strict) || points || intended(cx, line).is_some() {
        return;
    }
    let place = if strict { cx.target_place(line) } else { cx.value_place(line) };
    let message = format!("`{}` 最多 100%，指标值 `{}` 达不到", line.name(), cx.slice(cx.target_place(line)));
    cx.report(cx.finding(place, message).label("高于 100%").help("应当全部做到时写 `= 100%`；考核增长时名称写成增长率"));
}
