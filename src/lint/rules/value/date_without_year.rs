//! L332: a date that leaves its year to the reader.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::syntax::ast::{Target, Value};

pub const RULE: Rule = Rule {
    code: "L332",
    name: "date-without-year",
    title: "日期没有写年份",
    level: Level::Off,
    certainty: Certainty::Certain,
    fix: Some(Safety::Safe),
    why: "`12月31日` 按 `年度` 补全年份，程序不会弄错；但指标抄到别处、来年续用时，没有年份的日期就说不清了。",
    wrong: &[Wrong { text: "主体工程完工时间 <= 10月31日", finds: &["10月31日"] }],
    right: &["主体工程完工时间 <= 2024年10月31日", "主体工程完工时间 <= 2024-10-31"],
    words: &[],
    basis: "写明年份，读的人不必推算（本工具的建议）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Date { date, .. } = line.goal else { return };
    let Some(Target::Compare { value: Value::Date(literal), .. }) = cx.target(line) else { return };
    if literal.year.is_some() {
        return;
    }
    let place = line.at(literal.span);
    let message = format!("`{}` 的日期 `{}` 没有写年份", line.name(), cx.slice(place));
    let full = format!("{}年{}", date.year(), cx.slice(place));
    cx.report(cx.finding(place, message).fix(Safety::Safe, place.span, full, "补上年份"));
}
