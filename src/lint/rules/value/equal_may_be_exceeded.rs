//! L324: exactly so many visitors.

use crate::diag::Safety;
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::source::Place;
use crate::terms::{Direction, Sign};

pub const RULE: Rule = Rule {
    code: "L324",
    name: "equal-may-be-exceeded",
    title: "`=` 用在会超过的数上",
    level: Level::Note,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "到馆、受益、参与的人数不由本单位定，多了更好，不会正好等于计划数。\
          写成 `>=`，读的人才知道超过也算达成，少了才要说明。",
    wrong: &[
        Wrong { text: "免费开放接待观众人数 = 30000 人次", finds: &["="] },
        Wrong { text: "受益群众人数 = 500 人", finds: &["="] },
        Wrong { text: "游客满意度 = 90%", finds: &["="] },
    ],
    right: &["免费开放接待观众人数 >= 30000 人次\n受益群众人数 >= 500 人", "聘用辅导员人数 = 12 人\n设备采购数量 = 20 台"],
    words: &[],
    basis: "越多越好的量用“≥”（通行写法，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Whose number nobody decides beforehand.
const ATTRACTED: &[&str] = &["观众", "游客", "读者", "受益", "接待", "参观", "到馆", "参与", "客流", "惠及", "带动"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if line.noun == Noun::Satisfaction {
        satisfaction(cx, line);
        return;
    }
    if line.noun != Noun::People || line.indicator.direction != Some(Direction::Positive) {
        return;
    }
    let Some((Sign::Eq, value)) = line.amount() else { return };
    let people = matches!(cx.measure(value.unit), Measure::People | Measure::Attendance);
    if !people || value.number.is_zero() || !line.says(ATTRACTED) {
        return;
    }
    let place = cx.sign_place(line);
    report(cx, line, place, format!("`{}` 会超过计划，不会正好等于 `{}`", line.name(), cx.show(value)));
}

/// Nobody is dissatisfied when more people are satisfied than was planned.
fn satisfaction(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((Sign::Eq, value)) = line.amount() else { return };
    if cx.percentage(value).is_none_or(|rate| rate >= Exact::ONE || rate == Exact::ZERO) {
        return;
    }
    let place = cx.sign_place(line);
    report(cx, line, place, format!("`{}` 越大越好，不会正好等于 `{}`", line.name(), cx.show(value)));
}

fn report(cx: &mut Cx<'_>, line: &Line<'_>, place: Place, message: String) {
    let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
    let finding = cx.finding(place, message).help("多了也算达成，写 `>=`");
    cx.report(finding.fix(safety, place.span, ">=", "改为 `>=`"));
}
