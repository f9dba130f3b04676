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
    why: "到馆、受益、参与的人数，产量、收入、就业率，不由本单位定，多了更好，不会正好等于计划数。\
          写成 `>=`，读的人才知道超过也算达成，少了才要说明。",
    wrong: &[
        Wrong { text: "免费开放接待观众人数 = 30000 人次", finds: &["="] },
        Wrong { text: "受益群众人数 = 500 人", finds: &["="] },
        Wrong { text: "游客满意度 = 90%", finds: &["="] },
        Wrong { text: "水稻产量 = 300 吨\n带动农户增收 = 2000 元/户\n毕业生就业率 = 95%", finds: &["=", "=", "="] },
    ],
    right: &["免费开放接待观众人数 >= 30000 人次\n受益群众人数 >= 500 人", "聘用辅导员人数 = 12 人\n设备采购数量 = 20 台\n毕业生就业率 = 100%\n财政补助收入 = 300 万元\n水稻产量 = 300 吨, 方向 反向"],
    words: &[],
    basis: "越多越好的量用“≥”（通行写法，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Whose number nobody decides beforehand.
const ATTRACTED: &[&str] = &["观众", "游客", "读者", "受益", "接待", "参观", "到馆", "参与", "客流", "惠及", "带动"];

/// What comes of the work and depends on others: at the end of a name.
const OUTCOMES: &[&str] = &[
    "产量", "产值", "增收", "增收额", "销售额", "销售收入", "营业额", "营业收入", "经营收入", "交易额", "旅游收入", "旅游总收入",
    "人均收入", "人均纯收入", "可支配收入", "村集体收入", "增加值", "就业率", "就业人数", "升学率", "入住率", "上座率",
];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if line.ends(OUTCOMES) && line.indicator.direction == Some(Direction::Positive) {
        outcome(cx, line);
        return;
    }
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

/// Nobody sells exactly so much.
fn outcome(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((Sign::Eq, value)) = line.amount() else { return };
    let full = cx.percentage(value).is_some_and(|rate| rate >= Exact::ONE);
    if full || !value.number.is_sign_positive() || value.number.is_zero() || line.says(&["控制", "限", "压减", "配额"]) {
        return;
    }
    let place = cx.sign_place(line);
    report(cx, line, place, format!("`{}` 越大越好，不会正好等于 `{}`", line.name(), cx.show(value)));
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
