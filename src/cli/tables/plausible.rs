//! Values that the name of their indicator makes unlikely: a share above 100%, a count below
//! zero. They are used, with a word on them: a name is no proof. Where it is one, as of a
//! satisfaction of 9300%, nobody is given points for the value.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diag::Severity;
use crate::exact::Exact;
use crate::lint::Words;
use crate::model::unit::UnitId;
use crate::plan::{Line, Plan};
use crate::score::actuals::{Actual, Origin, Unusable, Value};
use crate::score::{Bound, Finding, own_unit, show};

/// The code of a value that its name makes unlikely.
const UNLIKELY: &str = "E0556";

/// What is left when some come and some go may be less than nothing.
const CHANGES: [&str; 6] = ["净", "增", "减", "降", "差", "变化"];

/// Units of which there are never less than none, whatever the name.
const COUNTED: [&str; 4] = ["人次", "人", "户", "场次"];

/// Ends of names of which there is never more than all.
const NEVER_ABOVE_ALL: [&str; 7] = ["满意度", "合格率", "达标率", "覆盖率", "知晓率", "优良率", "及格率"];

/// Ends of names that cost something, whatever was saved.
const NEVER_BELOW_NOTHING: [&str; 5] = ["成本", "造价", "费用", "总投资", "支出"];

/// Adds what is to be said of the values that were matched, and drops those that cannot be.
pub(super) fn look(plan: &Plan, bound: &mut Bound) {
    let Ok(words) = Words::shared(&BTreeMap::new()) else { return };
    for (index, (line, actual)) in plan.lines.iter().zip(&mut bound.actuals.lines).enumerate() {
        let Some(finding) = unlikely(plan, &words, line, actual) else { continue };
        if finding.severity == Severity::Error {
            actual.value = Value::Unusable(Unusable::Impossible);
        }
        bound.findings.push(finding.line(Some(index)));
    }
}

/// A finding on a value; an error where the value cannot be.
fn unlikely(plan: &Plan, words: &Words, line: &Line, actual: &Actual) -> Option<Finding> {
    if let Value::Date(date) = &actual.value {
        return other_year(plan, line, actual, *date);
    }
    let (Value::Number(measure), Some(own)) = (&actual.value, own_unit(line)) else { return None };
    let origin = actual.origin.clone().unwrap_or(Origin::Heng(line.place));
    let unit = plan.units.get(own);
    let read = || show::value_text(plan, Some(own), actual).unwrap_or_default();
    let name = &line.name;
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let says = |impossible: bool, message: String| {
        let say = if impossible { Finding::error } else { Finding::warning };
        say(UNLIKELY, origin.clone(), message)
    };
    let is_ratio = own != UnitId::NONE && unit.dimension.is_empty() && unit.scale < Exact::ONE;
    if is_ratio && words.is_share(name) && &measure.value * &unit.scale > Exact::ONE {
        let message = format!("`{name}` 最多 100%，实际完成值 `{}` 超过了", read());
        return Some(says(ends(&NEVER_ABOVE_ALL), message).help("核对分子、分母，或者是否填成了完成率"));
    }
    let dimension = plan.units.describe(&unit.dimension);
    let counted = words.is_count(name) || COUNTED.contains(&dimension.as_str());
    let changes = CHANGES.iter().any(|word| name.contains(word));
    if !unit.dimension.is_empty() && counted && !changes && measure.value.is_negative() {
        let message = format!("`{name}` 的实际完成值 `{}` 小于零", read());
        return Some(says(false, message).help("核对是否多了负号"));
    }
    if dimension == "元" && !changes && ends(&NEVER_BELOW_NOTHING) && !measure.value.is_positive() {
        let negative = measure.value.is_negative();
        let how = if negative { "小于零" } else { "是零" };
        let message = format!("`{name}` 的实际完成值 `{}` {how}，花费不会这样", read());
        return Some(says(negative, message).help("填实际花费；还没有数的留空，不要填 0"));
    }
    None
}

/// A day in an earlier year than that of the budget is a slip as often as not.
fn other_year(plan: &Plan, line: &Line, actual: &Actual, date: Date) -> Option<Finding> {
    let year = plan.year.filter(|year| date.year() < *year)?;
    let origin = actual.origin.clone().unwrap_or(Origin::Heng(line.place));
    let message = format!("`{}` 的完成日期 {date} 早于 {year} 年度", line.name);
    Some(Finding::warning(UNLIKELY, origin, message).help(format!("核对年份，是否应为 {year} 年")))
}
