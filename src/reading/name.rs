//! What an indicator's name tells about its target: rate or count, money, date, direction.

use crate::reading::direction::leaning;
use crate::reading::normal::normalised;
use crate::reading::scan::{self, Cursor};
use crate::reading::words;
use crate::terms::Direction;

/// Hints from a name; all empty when there is none.
#[derive(Debug, Clone, Default)]
pub(super) struct NameHints {
    /// Answered in percent: 率, 满意度, 占比.
    pub(super) rate: bool,
    /// Nothing but a percentage answers it: it ends in 率, 占比, 满意度.
    pub(super) percentage: bool,
    /// Answered with a date: 时间, 时限.
    pub(super) time: bool,
    /// Answered with a length of time: 工期.
    pub(super) duration: bool,
    /// Answered with money: 成本, 补助标准.
    pub(super) money: bool,
    /// The name says that the row is not assessed.
    pub(super) not_applicable: bool,
    /// A yes-or-no question: 是否, or something that should not happen.
    pub(super) question: bool,
    /// A unit in brackets: `小型水利工程（个）`, `成活率(≥**%)`.
    pub(super) unit: Option<String>,
    direction: Option<Direction>,
}

/// Ends of names that only a percentage answers.
const PERCENTAGES: &[&str] = &["率", "满意度", "占比", "比例", "比重"];
/// Names of a length of time.
const DURATIONS: &[&str] = &["工期", "时长", "周期", "天数", "月数"];
/// Names that ask whether.
const QUESTIONS: &[&str] = &["是否", "有无", "发生", "事故", "投诉", "案件", "上访", "情况"];
/// Names that say the row is not assessed.
const NOT_APPLICABLE: &[&str] = &["不适用", "不涉及", "无此项", "不考核"];

impl NameHints {
    pub(super) fn new(name: Option<&str>) -> Self {
        let text = name.map(normalised).unwrap_or_default();
        let has = |list: &[&str]| list.iter().any(|word| text.contains(word));
        NameHints {
            rate: has(words::RATE_NAMES),
            percentage: PERCENTAGES.iter().any(|end| text.split('(').next().is_some_and(|own| own.ends_with(end))),
            time: has(words::TIME_NAMES),
            duration: has(DURATIONS),
            money: has(words::MONEY_NAMES),
            not_applicable: has(NOT_APPLICABLE),
            question: has(QUESTIONS),
            unit: bracketed_unit(&text),
            direction: name.map(|name| leaning(name).direction),
        }
    }

    /// Whether the name says that more is better.
    pub(super) fn leans_up(&self) -> bool {
        self.direction == Some(Direction::Positive)
    }

    /// Whether more is better.
    pub(super) fn direction(&self) -> Direction {
        self.direction.unwrap_or(Direction::Positive)
    }
}

/// The unit in the last brackets of a name.
fn bracketed_unit(name: &str) -> Option<String> {
    let open = name.rfind('(')?;
    let inner = name.get(open + 1..)?.strip_suffix(')').or_else(|| name.get(open + 1..))?.trim_end_matches(')');
    let unit = inner.trim_start_matches(|letter: char| letter.is_ascii_digit() || ">=<≥≤*.,?xX单位:".contains(letter));
    let mut cursor = Cursor::new(unit);
    let found = scan::unit(&mut cursor)?;
    (cursor.is_done() && scan::is_known_unit(unit)).then_some(found.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_units_and_kinds() {
        for (name, unit) in [
            ("种植作物成活率(≥**%)", Some("%")),
            ("开展小型水利工程建设（个）", Some("个")),
            ("黄金蜜(葡萄)补助成本(≤**元/株)", Some("元/株")),
            ("任务完成时限(月)", Some("月")),
            ("结余率(计算方法为:结余数/预算数)", None),
            ("受益脱贫(监测)人口数", None),
        ] {
            assert_eq!(NameHints::new(Some(name)).unit.as_deref(), unit, "{name}");
        }
        assert_eq!(NameHints::new(Some("项目总成本")).direction(), Direction::Negative);
        assert_eq!(NameHints::new(Some("成本降低率")).direction(), Direction::Positive);
        assert_eq!(NameHints::new(None).direction(), Direction::Positive);
    }
}
