//! L322: a target that everything meets, or nothing.

use super::names::{is_bad, is_good_rate};
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Quantity;
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
        Wrong { text: "学员投诉率 <= 100%\n设备故障率 <= 100%", finds: &["<= 100%", "<= 100%"] },
        Wrong { text: "全年服务天数 >= 400 天\n每日服务时长 >= 26 小时", finds: &[">= 400 天", ">= 26 小时"] },
        Wrong { text: "安全事故数 < 0 起\n设施完好率 > 0%", finds: &["< 0 起", "> 0%"] },
    ],
    right: &[
        "开展宣传活动次数 >= 4 次\n验收合格率 = 100%",
        "全年服务天数 >= 365 天\n每日服务时长 >= 24 小时\n学员投诉率 <= 2%\n全年累计服务人天 >= 4000 人天",
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
        // No rate of what goes wrong is above everything.
        Sign::Le if line.ends(&["率"]) && !line.ends(&["控制率", "增长率"]) && (line.noun == Noun::Harm || is_bad(cx, line)) => {
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
    if let Some(most) = most(cx, line, value).filter(|_| matches!(sign, Sign::Ge | Sign::Gt | Sign::Eq)) {
        let message = format!("`{}` 最多 {most}，指标值 `{}` 达不到", line.name(), cx.slice(place));
        return cx.report(cx.finding(place, message).help("写上做得到的数；是几处、几人加起来的，在名称里写明"));
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

/// Periods that a name begins with, with what it ends with, the unit, and how many of them the
/// period has.
const PERIODS: [(&[&str], &[&str], &str, i128); 3] = [
    (&["全年", "年度", "每年", "年"], &["天数"], "天", 366),
    (&["每日", "每天", "日均", "日"], &["时长", "小时数", "时间"], "小时", 24),
    (&["每周"], &["天数"], "天", 7),
];

/// The most that a period holds, where a target is above it.
fn most(cx: &Cx<'_>, line: &Line<'_>, value: Quantity) -> Option<String> {
    let name = line.name();
    let period = PERIODS.iter().find(|(begins, ends, ..)| begins.iter().any(|word| name.starts_with(word)) && line.ends(ends));
    let (.., unit, most) = period?;
    // Several people or places together have more.
    if line.says(&["累计", "总", "合计", "人天", "床日"]) {
        return None;
    }
    let known = cx.model.units.read(unit).ok()?;
    let above = cx.unit(value.unit).dimension == known.dimension && cx.in_base(value) > &Exact::int(*most) * &known.scale;
    above.then(|| format!("{most} {unit}"))
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
