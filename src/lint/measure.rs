//! What a unit measures, as far as rules tell units apart: counted people from counted
//! things, money from area. The dimension decides, never the spelling.

use crate::exact::Exact;
use crate::model::unit::{Unit, Units};

/// What is counted or measured in a unit; of a quotient, above its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A number without a unit.
    Plain,
    /// Nothing but a magnitude word: `万`.
    Magnitude,
    /// `%`, `‰`, `个百分点`.
    Percent,
    /// `倍` and quotients that cancel out.
    Ratio,
    /// `分`.
    Points,
    /// `元`.
    Money,
    /// `天`, `月`, `小时`.
    Time,
    /// `米`.
    Length,
    /// `平方米`, `亩`.
    Area,
    /// `立方米`.
    Volume,
    /// `吨`.
    Mass,
    /// `人`.
    People,
    /// `人次`.
    Attendance,
    /// `户`.
    Households,
    /// `次`, `场`, `期`.
    Times,
    /// Any other counting word: `件`, `个`, `家`.
    Things,
    /// Anything else: `千瓦`, `学时`, products, and units that the files declare themselves.
    Other,
}

const PEOPLE: &[&str] = &["人", "名", "位"];
const ATTENDANCE: &[&str] = &["人次", "人天"];
const HOUSEHOLDS: &[&str] = &["户", "户次"];
const TIMES: &[&str] =
    &["次", "场", "场次", "期", "批", "批次", "班", "班次", "届", "轮", "趟", "车次", "台次", "项次", "条次", "家次"];
/// Counting words that count no things.
const UNCOUNTED: &[&str] = &["度", "年度", "学期", "课时", "学时", "学分", "工时", "级", "位次", "层", "课", "字"];

/// What a unit measures.
pub fn measure(units: &Units, unit: &Unit) -> Measure {
    if unit.text.is_empty() {
        return Measure::Plain;
    }
    let mut above = unit.dimension.iter().filter(|(_, power)| *power > 0);
    let (base, power) = match (above.next(), above.next()) {
        (None, _) if !unit.dimension.is_empty() => return Measure::Other,
        (None, _) if unit.scale < Exact::ONE => return Measure::Percent,
        (None, _) if unit.scale > Exact::ONE && !unit.text.contains('/') => return Measure::Magnitude,
        (None, _) => return Measure::Ratio,
        (Some(one), None) => *one,
        (Some(_), Some(_)) => return Measure::Other,
    };
    let Some(declared) = units.bases().get(base as usize).filter(|_| power == 1) else { return Measure::Other };
    if let Some(what) = &declared.measures {
        return match &**what {
            "金额" | "外币金额" => Measure::Money,
            "分值" => Measure::Points,
            "时间" | "工作时间" | "月数" | "钟点" | "秒数" => Measure::Time,
            "长度" => Measure::Length,
            "面积" | "田亩" => Measure::Area,
            "体积" => Measure::Volume,
            "质量" => Measure::Mass,
            _ => Measure::Other,
        };
    }
    let shipped = units.bases().first().is_some_and(|first| first.place.file == declared.place.file);
    let is = |list: &[&str]| list.contains(&&*declared.name);
    match () {
        () if !shipped || is(UNCOUNTED) => Measure::Other,
        () if is(PEOPLE) => Measure::People,
        () if is(ATTENDANCE) => Measure::Attendance,
        () if is(HOUSEHOLDS) => Measure::Households,
        () if is(TIMES) => Measure::Times,
        () => Measure::Things,
    }
}

/// Whether a unit is a quotient: `元/人`.
pub fn is_quotient(unit: &Unit) -> bool {
    unit.dimension.iter().any(|(_, power)| *power < 0)
}

impl Measure {
    /// What messages call it.
    pub fn word(self) -> &'static str {
        match self {
            Measure::Plain => "没有单位的数",
            Measure::Magnitude => "没有单位的数",
            Measure::Percent | Measure::Ratio => "比率",
            Measure::Points => "分数",
            Measure::Money => "金额",
            Measure::Time => "时间",
            Measure::Length => "长度",
            Measure::Area => "面积",
            Measure::Volume => "体积",
            Measure::Mass => "重量",
            Measure::People => "人数",
            Measure::Attendance => "人次",
            Measure::Households => "户数",
            Measure::Times => "次数",
            Measure::Things => "件数",
            Measure::Other => "别的量",
        }
    }

    /// Whether it counts one by one.
    pub fn is_count(self) -> bool {
        matches!(self, Measure::People | Measure::Attendance | Measure::Households | Measure::Times | Measure::Things)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::model;

    #[test]
    fn dimensions_decide() {
        let model = model("单位 灯杆\n");
        for (text, wanted) in [
            ("", Measure::Plain),
            ("万", Measure::Magnitude),
            ("%", Measure::Percent),
            ("个百分点", Measure::Percent),
            ("倍", Measure::Ratio),
            ("件/件", Measure::Ratio),
            ("亿元", Measure::Money),
            ("元/人·天", Measure::Money),
            ("美元", Measure::Money),
            ("个月", Measure::Time),
            ("小时", Measure::Time),
            ("公里", Measure::Length),
            ("万亩", Measure::Area),
            ("名", Measure::People),
            ("万人次", Measure::Attendance),
            ("户", Measure::Households),
            ("场次", Measure::Times),
            ("件/万人", Measure::Things),
            ("灯杆", Measure::Other),
            ("学时", Measure::Other),
        ] {
            let unit = model.units.read(text).unwrap();
            assert_eq!(measure(&model.units, &unit), wanted, "{text}");
        }
    }
}
