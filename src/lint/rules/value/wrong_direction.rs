//! L320: a sign that asks for more of what should be less, or less of what should be more.

use super::names::{is_among_costs, is_bad, is_cost, is_good, is_good_rate, is_harm, is_kept_down, is_saving};
use crate::diag::Safety;
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::source::Place;
use crate::syntax::ast::Target;
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L320",
    name: "wrong-direction",
    title: "符号的方向反了",
    level: Level::Error,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "符号决定计分的方向：成本写成 `>=`，花得越多得分越高；满意度写成 `<=`，不满意反而算达成。\
          实施周期指标值的方向应当和年度指标值一致。",
    wrong: &[
        Wrong { text: "单产能耗下降率 <= 3%\n生活垃圾无害化处理率 <= 60%", finds: &["<=", "<="] },
        Wrong { text: "项目总成本 >= 90 万元", finds: &[">="] },
        Wrong { text: "群众投诉次数 >= 3 次", finds: &[">="] },
        Wrong { text: "村民满意度 <= 90%", finds: &["<="] },
        Wrong { text: "城镇登记失业率 >= 4.5%\n群众办事等待时间 >= 20 分钟\n新增就业人数 <= 120 人", finds: &[">=", ">=", "<="] },
        Wrong { text: "补贴拨付时限 >= 15 天\n资金拨付用时 >= 15 天", finds: &[">=", ">="] },
        Wrong { text: "污染物减排量 <= 30 吨\n亩均增收 <= 30 元/亩\n成本节约率 <= 5%", finds: &["<=", "<=", "<="] },
        Wrong { text: "单位建设成本 <= 90 万元 {\n    周期 >= 90 万元\n}", finds: &[">="] },
        Wrong {
            text: "产出指标 {\n    成本指标 {\n        科技特派员业务培训开展 >= 5 万元\n    }\n}",
            finds: &[">="],
        },
    ],
    right: &[
        "项目总成本 <= 90 万元\n群众投诉次数 <= 3 次\n村民满意度 >= 90%",
        "节约采购成本 >= 20 万元\n投诉处理率 >= 95%\n查处违法案件数 >= 30 件\n产品不合格率 <= 2%",
        "事故处理率 >= 95%\n投诉办结率 >= 98%\n单位能耗下降率 >= 3%\n排放达标率 = 100%\n失业人员再就业人数 >= 60 人\n会议次数 <= 12 次",
        "产出指标 {\n    成本指标 {\n        生均公用经费 >= 720 元/人\n        人均补助标准 >= 300 元/人\n    }\n}",
        "完成投资额 >= 1.2 亿元\n核减工程造价 >= 800 万元\n追缴欠费 >= 80 万元\n餐厨垃圾资源化利用率 >= 60%\n单产能耗下降率 >= 3%\n成绩下降率 <= 3%\n研发费用 >= 300 万元\n重大安全事故 <= 0 起",
    ],
    words: &["cost", "harm", "harmful", "satisfaction"],
    basis: "正向指标越大越好，反向指标越小越好，符号应当与之一致（以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some(sign) = sign_of(line.goal) else { return };
    let more = matches!(sign, Sign::Ge | Sign::Gt);
    match wanted(cx, line) {
        Some(true) if !more && !is_full(cx, line) && !is_zero(line) => {
            report(cx, line, sign, cx.sign_place(line), "越大越好");
            return;
        }
        Some(false) if more => {
            report(cx, line, sign, cx.sign_place(line), "越小越好");
            return;
        }
        Some(_) | None => {}
    }
    cycle(cx, line, more);
}

/// Whether more is certainly better (true) or less is (false).
fn wanted(cx: &Cx<'_>, line: &Line<'_>) -> Option<bool> {
    match line.noun {
        Noun::Satisfaction | Noun::CappedRate | Noun::Timeliness if is_good_rate(line) => return Some(true),
        Noun::Harm if is_harm(line) => return Some(false),
        Noun::Cost if is_cost(line) => return Some(false),
        Noun::Cost | Noun::Money | Noun::Unknown | Noun::Count => {
            let money = line.amount().is_some_and(|(_, value)| cx.measure(value.unit) == Measure::Money);
            let income =
                line.says(&["标准", "收入", "收益", "效益", "产值", "利润", "税", "投资", "融资", "补偿", "补助", "补贴", "公用经费", "生均", "保障水平", "最低", "社会资本", "社会资金", "社会投入", "自筹", "募集", "捐赠"]);
            if money && is_among_costs(line) && !is_saving(line) && !income {
                return Some(false);
            }
        }
        _ => {}
    }
    let over = || line.amount().and_then(|(_, value)| cx.percentage(value)).is_some_and(|rate| rate >= Exact::ONE);
    if is_bad(cx, line) || is_kept_down(line) && over() {
        return Some(false);
    }
    is_good(cx, line).then_some(true)
}

/// None at all is a target of its own: no job lost, nobody left out.
fn is_zero(line: &Line<'_>) -> bool {
    line.amount().is_some_and(|(_, value)| value.number.is_zero())
}

/// At most 100% of a share: vacuous rather than turned around.
fn is_full(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    if !line.is_share() {
        return false;
    }
    let rate = line.amount().and_then(|(_, value)| cx.percentage(value));
    rate.is_none_or(|rate| rate >= Exact::ONE)
}

fn sign_of(goal: &Goal) -> Option<Sign> {
    let sign = match goal {
        Goal::Quantity { sign, .. } | Goal::Previous { sign, .. } | Goal::Growth { sign, .. } => *sign,
        _ => return None,
    };
    (sign != Sign::Eq).then_some(sign)
}

fn cycle(cx: &mut Cx<'_>, line: &Line<'_>, more: bool) {
    let Some(cycle) = line.indicator.extras.as_ref().and_then(|extras| extras.cycle.as_ref()) else { return };
    let Some(sign) = sign_of(cycle).filter(|sign| matches!(sign, Sign::Ge | Sign::Gt) != more) else { return };
    let Some(Target::Compare { sign_span, .. }) = cx.cycle(line) else { return };
    let place = line.at(*sign_span);
    let meant = sign.turned();
    let annual = cx.sign_place(line);
    let message =
        format!("`{}` 的实施周期指标值用 `{}`，年度指标值用 `{}`，方向相反", line.name(), sign.ascii(), cx.slice(annual));
    let finding = cx.finding(place, message).related(annual, "年度指标值的符号");
    let finding = finding.help(format!("两处的方向应当一致，如都用 `{}`", meant.ascii()));
    cx.report(finding.fix(Safety::Unsafe, place.span, meant.ascii(), format!("改为 `{}`", meant.ascii())));
}

fn report(cx: &mut Cx<'_>, line: &Line<'_>, sign: Sign, place: Place, better: &str) {
    let meant = sign.turned();
    let message = format!("`{}` {better}，符号 `{}` 的方向反了", line.name(), cx.slice(place));
    let finding = cx.finding(place, message).help(format!("改为 `{}`", meant.ascii()));
    // A direction that is written would then contradict the sign.
    let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
    cx.report(finding.fix(safety, place.span, meant.ascii(), format!("改为 `{}`", meant.ascii())));
}
