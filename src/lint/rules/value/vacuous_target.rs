//! L322: a target that everything meets, or nothing.

use super::names::{is_bad, is_good_rate};
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L322",
    name: "vacuous-target",
    title: "怎样都算达成，或怎样都达不到",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "`>= 0 件` 什么都不做也达成，`合格率 <= 100%` 全不合格也达成：这样的目标不起作用，分值白白给出。`事故数 < 0 起` 则谁也做不到。",
    wrong: &[
        Wrong { text: "开展宣传活动次数 >= 0 次", finds: &[">= 0 次"] },
        Wrong { text: "培训场次 > 0 场", finds: &["> 0 场"] },
        Wrong { text: "验收合格率 <= 100%", finds: &["<= 100%"] },
        Wrong { text: "受益人数 >= -5 人", finds: &[">= -5 人"] },
        Wrong { text: "安全事故数 < 0 起\n设施完好率 > 0%", finds: &["< 0 起", "> 0%"] },
    ],
    right: &[
        "开展宣传活动次数 >= 4 次\n验收合格率 = 100%",
        "企业利润 >= 0 万元\n收入增长率 >= 0%\n成本控制率 <= 100%\n预算执行率 <= 100%\n净增就业人数 >= 0 人",
        "重大安全事故 <= 0 起",
    ],
    words: &[],
    basis: "指标值应当能区分完成得好坏（通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((sign, value)) = line.amount() else { return };
    let why = match sign {
        Sign::Ge | Sign::Gt if value.number.is_zero() || value.number.is_sign_negative() => {
            let reached = sign == Sign::Ge || !value.number.is_zero() || line.is_share();
            (reached && is_never_negative(cx, line)).then_some("最小就是 0")
        }
        Sign::Le if is_good_rate(line) || line.noun == Noun::Satisfaction => {
            let full = cx.percentage(value).is_some_and(|rate| rate >= Exact::ONE);
            full.then_some("最大就是 100%")
        }
        Sign::Lt if is_good_rate(line) => {
            let full = cx.percentage(value).is_some_and(|rate| rate >= Exact::ONE);
            full.then_some("越大越好")
        }
        _ => None,
    };
    let place = cx.target_place(line);
    let below = match sign {
        Sign::Lt => value.number.is_zero() || value.number.is_sign_negative(),
        Sign::Le | Sign::Eq => !value.number.is_zero() && value.number.is_sign_negative(),
        Sign::Ge | Sign::Gt => false,
    };
    if below && (line.noun == Noun::Harm || is_never_negative(cx, line) || is_bad(cx, line)) {
        let message = format!("`{}` 最小就是 0，指标值 `{}` 达不到", line.name(), cx.slice(place));
        return cx.report(cx.finding(place, message).help("不该发生的事写 `= 0`；别的写上做得到的数"));
    }
    // One is enough, where many are meant.
    if sign == Sign::Gt && value.number.is_zero() && is_never_negative(cx, line) && line.noun.is_count() {
        let message = format!("`{}` 的指标值 `{}` 只要有一个就算达成", line.name(), cx.slice(place));
        return cx.report(cx.finding(place, message).help("写上要达到的数，用 `>=`"));
    }
    let Some(why) = why else { return };
    let message = format!("`{}` {why}，指标值 `{}` 怎样都算达成", line.name(), cx.slice(place));
    cx.report(cx.finding(place, message).help("写上要达到的数；确实不考核时写 `不适用 \"理由\"`"));
}

fn is_never_negative(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let by_name = match line.noun {
        Noun::People | Noun::Households | Noun::Times | Noun::Count => true,
        Noun::Area | Noun::Length | Noun::Volume | Noun::Mass => true,
        Noun::Satisfaction | Noun::CappedRate => true,
        Noun::Unknown => line.amount().is_some_and(|(_, value)| {
            let measure = cx.measure(value.unit);
            measure.is_count() && measure != Measure::Things
        }),
        Noun::Rate | Noun::Cost | Noun::Money | Noun::Timeliness | Noun::Index | Noun::Harm => false,
    };
    by_name && !line.says(&["增", "减", "净", "差", "变化", "变动", "温", "升", "降"])
}
