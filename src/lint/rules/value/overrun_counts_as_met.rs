//! L321: `=` on a cost, a harm or a wait counts more as better.

use super::names::{is_cost, is_harm, is_wait};
use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::{Direction, Sign};

pub const RULE: Rule = Rule {
    code: "L321",
    name: "overrun-counts-as-met",
    title: "超支也算达成",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "`=` 默认越大越好，超过指标值也算达成。成本、投诉、工期、响应时间用 `=` 又不写 `方向 反向`，\
          花得比计划多、投诉比计划多、拖得比计划久都会得满分。改用 `<=`，或写明 `方向 反向`。",
    wrong: &[
        Wrong { text: "劳务人员总成本 = 2 万元", finds: &["="] },
        Wrong { text: "有效投诉次数 = 5 次", finds: &["="] },
        Wrong { text: "报修响应时间 = 30 分钟\n施工工期 = 180 天", finds: &["=", "="] },
    ],
    right: &[
        "劳务人员总成本 <= 2 万元\n有效投诉次数 = 0 次\n平均候诊时间 <= 20 分钟\n每日开放时长 = 8 小时\n培训时间 = 5 天\n缩短办理时限 = 3 天",
        "劳务人员总成本 = 2 万元 {\n    方向 反向\n}\n成本节约率 = 5%",
    ],
    words: &["cost", "harm"],
    basis: "计分时 `=` 的正向指标超额不扣分（已投入使用的系统的做法，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if !matches!(line.noun, Noun::Cost | Noun::Harm | Noun::Timeliness | Noun::Unknown) || line.indicator.direction != Some(Direction::Positive) {
        return;
    }
    let Some((Sign::Eq, value)) = line.amount() else { return };
    if !value.number.is_sign_positive() || value.number.is_zero() || !(is_cost(line) || is_harm(line) || is_wait(cx, line)) {
        return;
    }
    let place = cx.sign_place(line);
    let message = format!("`{}` 越小越好，用 `=` 时超过 `{}` 也算达成", line.name(), cx.show(value));
    let finding = cx.finding(place, message).help("改为 `<=`；确要用 `=` 时写明 `方向 反向`");
    let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
    cx.report(finding.fix(safety, place.span, "<=", "改为 `<=`"));
}
