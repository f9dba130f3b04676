//! L301: a plain number where the name counts or measures something.

use super::guess::{self, Guess};
use super::names::is_duration;
use super::serial_date;
use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::unit::UnitId;
use crate::model::value::Goal;
use crate::syntax::ast::{Target, Value};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "L301",
    name: "missing-unit",
    title: "指标值没有单位",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "没有单位的数说不清是多少：240 件和 240 件/万人差着人口数，80 万元和 80 亿元差一万倍。\
          自评时填的实际值也就没法和它比较。排名、指数、得分、比值本来没有单位，不在此列。",
    wrong: &[
        Wrong { text: "堤防建设周期 <= 12\n报修响应时间 <= 30", finds: &["12", "30"] },
        Wrong { text: "每万人口发明专利拥有量 >= 240", finds: &["240"] },
        Wrong { text: "服务企业数量 >= 400\n培训人次 = 100 ~ 120", finds: &["400", "100 ~ 120"] },
        Wrong { text: "学术论文数量 >= 5 {\n    周期 >= 15\n}", finds: &["5"] },
        Wrong { text: "四技服务经费 <= 3000", finds: &["3000"] },
    ],
    right: &[
        "每万人口发明专利拥有量 >= 240 件/万人",
        "服务企业数量 >= 400 家\n培训人次 = 100 ~ 120 人次",
        "全省综合排名 <= 5\n营商环境指数 >= 85\n重大安全事故 = 0",
    ],
    words: &["people", "households", "times", "count", "area", "length", "volume", "mass", "money", "cost"],
    basis: "数量、金额、时间都应当带计量单位；申报表单设“度量单位”一栏的，两栏合起来才是指标值（以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let number = match line.goal {
        Goal::Quantity { value, .. } => value,
        Goal::Range { high, .. } => high,
        _ => return,
    };
    if number.unit != UnitId::NONE || number.number.is_zero() || !asks_for_unit(line, number.number) {
        return;
    }
    // A formula that compiles against a plain number gives a plain number.
    let extras = line.indicator.extras.as_deref();
    if extras.is_some_and(|extras| extras.formula.is_some()) || guess::unit_in_brackets(cx, line.name()).is_some() {
        return;
    }
    let Guess { unit, safety } = guess::unit(cx, line);
    let place = cx.value_place(line);
    let written = cx.slice(place);
    let message = format!("`{}` 的指标值 `{written}` 没有单位", line.name());
    let finding = cx.finding(place, message).label("多少什么？");
    let finding = finding.help(format!("写成 `{written} {unit}`；单位不是 `{unit}` 时照实写"));
    let edits = edits(cx, line, &unit);
    // The value of last year would have to change too.
    let safety = if extras.is_some_and(|extras| extras.previous.is_some()) { Safety::Shown } else { safety };
    cx.report(finding.fix_all(safety, edits, format!("补上 `{unit}`")));
}

/// A number that stands for a date is a mistake of its own.
fn asks_for_unit(line: &Line<'_>, number: Decimal) -> bool {
    match line.noun {
        Noun::People | Noun::Households | Noun::Times | Noun::Count => true,
        Noun::Area | Noun::Length | Noun::Volume | Noun::Mass | Noun::Cost | Noun::Money => true,
        Noun::Harm => !line.ends(&["率"]),
        Noun::Timeliness => is_duration(line) || line.ends(&["时间", "用时", "耗时"]) && !serial_date::is_date(number),
        Noun::Satisfaction | Noun::CappedRate | Noun::Rate | Noun::Index | Noun::Unknown => false,
    }
}

/// The unit after the number, and after that of 周期, which has to have the same.
fn edits(cx: &Cx<'_>, line: &Line<'_>, unit: &str) -> Vec<(crate::source::Span, String)> {
    let numbers = [cx.target(line), cx.cycle(line)].into_iter().flatten().filter_map(|target| match target {
        Target::Compare { value: Value::Quantity(quantity), .. } => Some(*quantity),
        Target::Compare { value: Value::Range(range), .. } => Some(range.high),
        _ => None,
    });
    let bare = numbers.filter(|quantity| quantity.unit.is_none());
    let blank = if unit.starts_with('%') { "" } else { " " };
    bare.map(|quantity| (quantity.number_span.after(), format!("{blank}{unit}"))).collect()
}
