//! Values that the name of their indicator makes unlikely: a share above 100%, a count below
//! zero. They are used, with a word on them: a name is no proof.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::exact::Exact;
use crate::lint::Words;
use crate::model::unit::UnitId;
use crate::plan::{Line, Plan};
use crate::score::actuals::{Actual, Origin, Value};
use crate::score::{Bound, Finding, own_unit, show};

/// The code of a value that its name makes unlikely.
const UNLIKELY: &str = "E0556";

/// What is left when some come and some go may be less than nothing.
const CHANGES: [&str; 6] = ["净", "增", "减", "降", "差", "变化"];

/// Units of which there are never less than none, whatever the name.
const COUNTED: [&str; 4] = ["人次", "人", "户", "场次"];

/// Adds what is to be said of the values that were matched.
pub(super) fn look(plan: &Plan, bound: &mut Bound) {
    let Ok(words) = Words::shared(&BTreeMap::new()) else { return };
    let lines = plan.lines.iter().zip(&bound.actuals.lines).enumerate();
    let found: Vec<Finding> = lines
        .filter_map(|(index, (line, actual))| Some(unlikely(plan, &words, line, actual)?.line(Some(index))))
        .collect();
    bound.findings.extend(found);
}

fn unlikely(plan: &Plan, words: &Words, line: &Line, actual: &Actual) -> Option<Finding> {
    if let Value::Date(date) = &actual.value {
        return other_year(plan, line, actual, *date);
    }
    let (Value::Number(measure), Some(own)) = (&actual.value, own_unit(line)) else { return None };
    let origin = actual.origin.clone().unwrap_or(Origin::Heng(line.place));
    let unit = plan.units.get(own);
    let read = show::value_text(plan, Some(own), actual).unwrap_or_default();
    let name = &line.name;
    let is_ratio = own != UnitId::NONE && unit.dimension.is_empty() && unit.scale < Exact::ONE;
    if is_ratio && words.is_share(name) && &measure.value * &unit.scale > Exact::ONE {
        let message = format!("`{name}` 最多 100%，实际完成值 `{read}` 超过了");
        return Some(Finding::warning(UNLIKELY, origin, message).help("核对分子、分母，或者是否填成了完成率"));
    }
    let counted = words.is_count(name) || COUNTED.contains(&plan.units.describe(&unit.dimension).as_str());
    let is_count = !unit.dimension.is_empty() && counted && !CHANGES.iter().any(|word| name.contains(word));
    if is_count && measure.value.is_negative() {
        let message = format!("`{name}` 的实际完成值 `{read}` 小于零");
        return Some(Finding::warning(UNLIKELY, origin, message).help("核对是否多了负号"));
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
