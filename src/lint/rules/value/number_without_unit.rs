//! L302: a plain number where the name does not tell what is counted.

use super::guess;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::unit::UnitId;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "L302",
    name: "number-without-unit",
    title: "看不出数的是什么",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "名称没有说明数的是什么，指标值又没有单位，读的人只能猜：`基层宣讲 >= 20` 是 20 场、20 次还是 20 个村？\
          本来就没有单位的数（指数、排名、系数），把“指数”“排名”写进名称里就不再提示。",
    wrong: &[
        Wrong { text: "开展基层宣讲 >= 20", finds: &["20"] },
        Wrong { text: "新建便民服务站 >= 6", finds: &["6"] },
    ],
    right: &["开展基层宣讲 >= 20 场", "新建便民服务站 >= 6 个", "创新能力指数 >= 85\n综合能耗系数 <= 0.8"],
    words: &["index"],
    basis: "指标值应当明确、可衡量，数字要有计量单位（通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Names that hold one of these may well mean a number without a unit.
const UNITLESS: &[&str] = &[
    "指数", "排名", "名次", "位次", "得分", "评分", "分数", "系数", "比", "率", "度", "值", "等级", "级别", "星级",
    "倍", "PH", "pH", "ph", "版", "占", "评价", "考核", "测评",
];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    if value.unit != UnitId::NONE || line.noun != Noun::Unknown || value.number <= Decimal::ONE {
        return;
    }
    let has_formula = line.indicator.extras.as_ref().is_some_and(|extras| extras.formula.is_some());
    // 路况PCI, 平整度IRI: an abbreviation names an index.
    let letters = line.core_name().ends_with(|letter: char| letter.is_ascii_uppercase());
    let unitless = letters || line.says(UNITLESS) || !value.number.fract().is_zero();
    if has_formula || unitless || is_number(line.name()) || guess::unit_in_brackets(cx, line.name()).is_some() {
        return;
    }
    let place = cx.value_place(line);
    let message = format!("`{}` 的指标值 `{}` 没有单位，名称里也看不出数的是什么", line.name(), cx.slice(place));
    let finding = cx.finding(place, message).label("多少什么？");
    cx.report(finding.help(format!("把单位写在数字后面，如 `{} {}`", cx.slice(place), guess::unit(cx, line).unit)));
}

/// A placeholder in place of a name.
fn is_number(name: &str) -> bool {
    name.chars().all(|letter| letter.is_numeric() || letter.is_ascii_punctuation())
}
