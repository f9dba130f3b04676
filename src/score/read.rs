//! Reading one cell for the indicator it belongs to: `0.97` is one thing for a percentage
//! and another for a number of kilometres. What does not fit is reported, not mended.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::exact::{Exact, Rounding};
use crate::model::unit::{Unit, UnitId, Units};
use crate::plan::{Goal, Line, Method, Plan};
use crate::score::actuals::{Measure, RawActual, RawValue, Unusable, Value};
use crate::score::finding::Finding;
use crate::score::{names, own_unit, show};
use crate::terms::{Direction, Judgement, Sign};

/// A bare number up to one whose percent reading is below this part of the target's number
/// may be a fraction: `0.97` beside `95%`, but not `0.5` beside `0.8%`.
const FRACTION_PART: i128 = 20;

/// A fraction beyond it would be an attainment that nobody writes as a fraction.
const MOST_OVER: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Beside a target of so many percent, a bare number up to one is in doubt whatever the part.
const NO_FRACTION: Decimal = Decimal::TEN;

/// A bare number beside a target of growth, below this part of last year's value, may be the
/// growth itself: few things that are to grow lose half.
const GROWTH_PART: i128 = 2;

/// The same where the target is to shrink, and half is in reach.
const SHRINKING_PART: i128 = 10;

/// A value in another magnitude than the target's that is so many times better than the
/// target: 元 for 千元 and all that is worse. Genuine results stay far below.
const ABSURD: i128 = 1000;

/// A bare amount of money below this part of its target is no result, or in a larger unit.
const FAR: i128 = 100;

/// A result between this part of its target and as many times of it needs no explanation.
const NEAR: i128 = 20;

/// The magnitudes in which a number may have been meant, smallest first.
const MAGNITUDES: [&str; 3] = ["", "万", "亿"];

/// Excel counts days from here; the serials between are dates of this century.
const EXCEL_EPOCH: Date = jiff::civil::date(1899, 12, 30);
const EXCEL_SERIALS: std::ops::RangeInclusive<i64> = 36_526..=73_050;

/// Dates as one number: `20241231`.
const COMPACT_DATES: std::ops::RangeInclusive<i64> = 19_000_101..=21_001_231;

/// What a value is read for.
pub(super) struct Reader<'a> {
    units: &'a Units,
    /// What messages begin with: `指标 \`…\` `, with the space that stands behind a name.
    subject: String,
    /// How the target reads; empty for data items.
    target: String,
    row: &'a RawActual,
    line: Option<usize>,
    findings: Vec<Finding>,
}

/// A number that is wanted.
struct Wanted {
    unit: Option<UnitId>,
    /// The target's number in that unit, as far as it is written down.
    level: Option<Decimal>,
    /// The growth that is asked for, where a ratio is the growth itself.
    growth: Option<Exact>,
    /// Whether less is better, where it is known which is.
    reverse: Option<bool>,
    /// Whether the number to compare with is last year's.
    of_previous: bool,
}

impl Wanted {
    /// A number in a unit, and nothing to compare it with.
    fn of(unit: Option<UnitId>) -> Self {
        Wanted { unit, level: None, growth: None, reverse: None, of_previous: false }
    }
}

/// The value of a row for a line of the plan.
pub(super) fn for_line(plan: &Plan, index: usize, line: &Line, row: &RawActual) -> (Value, Vec<Finding>) {
    let subject = format!("指标 `{}` ", line.name);
    let target = show::goal(&line.goal, &plan.units);
    let mut reader = Reader { units: &plan.units, subject, target, row, line: Some(index), findings: Vec::new() };
    let level = match &line.goal {
        Goal::Quantity { value, .. } => Some(value.number),
        Goal::Range { low, .. } => Some(low.number),
        _ => line.previous.map(|previous| previous.number),
    };
    let reverse = line.direction.map(|direction| direction == Direction::Negative);
    let of_previous = matches!(line.goal, Goal::Previous { .. } | Goal::Growth { .. });
    let value = match &line.goal {
        Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } => {
            reader.number(&Wanted { unit: own_unit(line), level, growth: None, reverse, of_previous })
        }
        Goal::Growth { rate, .. } => {
            let growth = own_unit(line).is_none_or(|unit| !plan.units.get(unit).dimension.is_empty());
            let growth = growth.then(|| (**rate).clone());
            reader.number(&Wanted { unit: own_unit(line), level, growth, reverse, of_previous })
        }
        Goal::Date { sign, date } => {
            let by_days = matches!(line.rule.method, Method::Deduct { .. });
            reader.date(*sign, *date, by_days)
        }
        Goal::YesNo(wanted) => reader.yes_no(*wanted),
        Goal::Qualitative(text) => reader.judgement(text, line),
        Goal::NotApplicable(_) => reader.not_applicable(),
    };
    (value, reader.findings)
}

/// The value of a row for a data item.
pub(super) fn for_data(units: &Units, name: &str, unit: UnitId, row: &RawActual) -> (Value, Vec<Finding>) {
    let subject = format!("数据项 `{name}` ");
    let target = show::with_unit("", show::unit(unit, units)).trim().to_owned();
    let mut reader = Reader { units, subject, target, row, line: None, findings: Vec::new() };
    let value = reader.number(&Wanted::of(Some(unit)));
    (value, reader.findings)
}

/// A budget figure in base units; one without a unit takes that of the other figure.
pub(super) fn for_budget(units: &Units, name: &str, other: Option<&str>, row: &RawActual) -> (Value, Vec<Finding>) {
    let mut reader =
        Reader { units, subject: name.to_owned(), target: String::new(), row, line: None, findings: Vec::new() };
    let wanted = Wanted::of(None);
    let value = match (&row.value, other) {
        (RawValue::Number { number, unit: None, .. }, Some(other)) => {
            reader.with_unit(*number, &unit_text(other), &wanted)
        }
        _ => reader.number(&wanted),
    };
    (value, reader.findings)
}

/// The unit that is written behind a number.
pub(super) fn written_unit(row: &RawActual) -> Option<&str> {
    match &row.value {
        RawValue::Number { unit, .. } => unit.as_deref().filter(|unit| !unit.trim().is_empty()),
        _ => None,
    }
}

impl Reader<'_> {
    fn found(&self) -> &str {
        &self.row.text
    }

    fn push(&mut self, finding: Finding) {
        self.findings.push(finding.line(self.line));
    }

    fn error(&mut self, code: &'static str, message: String, help: &str, why: Unusable) -> Value {
        let finding = Finding::error(code, self.row.origin.clone(), message);
        self.push(if help.is_empty() { finding } else { finding.help(help) });
        Value::Unusable(why)
    }

    fn note(&mut self, code: &'static str, message: String) {
        self.push(Finding::note(code, self.row.origin.clone(), message));
    }

    fn other_kind(&mut self, needed: &str, help: &str) -> Value {
        let found = self.found();
        let message = format!("{}的实际完成值应是{needed}，写的是 `{found}`", self.subject);
        let help = if NOTHING_YET.contains(&found.trim()) {
            "还没有数的不写这一行，得分就留着待补；确实一个也没有的写 `0` 和单位"
        } else {
            help
        };
        self.error("E0511", message, help, Unusable::OtherKind)
    }

    fn unreadable(&mut self, why: &str) -> Value {
        let message = format!("{}的实际完成值无法读取：{why}", self.subject);
        self.error("E0513", message, "改正单元格后重新读取", Unusable::Unreadable)
    }

    fn claim(&mut self, needed: &str) -> Value {
        let message = format!("{}需要{needed}，`{}` 不能用来计分", self.subject, self.found());
        let help = format!("写明实际达到的{needed}（指标值 `{}`）", self.target);
        self.error("E0512", message, &help, Unusable::Claim)
    }

    fn number(&mut self, wanted: &Wanted) -> Value {
        match &self.row.value {
            RawValue::Empty => Value::Missing,
            RawValue::Number { number, unit, sign } => {
                if let Some(value) = sign.and_then(|sign| self.short_of(sign, wanted)) {
                    return value;
                }
                self.repeated_sign(*sign);
                let number = *number;
                match unit.as_deref().map(unit_text).filter(|unit| !unit.is_empty()) {
                    Some(unit) => self.with_unit(number, &unit, wanted),
                    None => self.without_unit(number, wanted),
                }
            }
            RawValue::Judgement(..) => self.claim("数值"),
            RawValue::Date { .. } | RawValue::YesNo(_) | RawValue::Text(_) => {
                let example =
                    if self.target.is_empty() { String::new() } else { format!("（指标值 `{}`）", self.target) };
                self.other_kind("数值", &format!("只写数字和单位{example}，说明文字放到备注"))
            }
            RawValue::Unreadable(why) => {
                let why = why.clone();
                self.unreadable(&why)
            }
        }
    }

    /// `＜10` or `近10家` where more is better says that it is less, and not how much it is.
    fn short_of(&mut self, sign: Sign, wanted: &Wanted) -> Option<Value> {
        let reverse = wanted.reverse?;
        let (says, open) = match sign {
            Sign::Lt | Sign::Le => ("不到", !reverse),
            Sign::Gt | Sign::Ge => ("超过", reverse),
            Sign::Eq => return None,
        };
        if !open {
            return None;
        }
        let message = format!("{}的实际完成值 `{}` 只说了{says}多少，没有说实际是多少", self.subject, self.found());
        Some(self.error("E0507", message, "填实际达到的数", Unusable::Bound))
    }

    /// `≥266米` as an actual value: a copy of the target as often as not.
    fn repeated_sign(&mut self, sign: Option<Sign>) {
        let Some(sign) = sign else { return };
        let message =
            format!("{}的实际完成值 `{}` 带有符号“{}”，已按数值读取", self.subject, self.found(), sign.printed());
        let finding = match sign {
            Sign::Eq => Finding::note("E0507", self.row.origin.clone(), message),
            Sign::Ge | Sign::Gt | Sign::Lt | Sign::Le => {
                Finding::warning("E0507", self.row.origin.clone(), message).help("核对是否照抄了指标值，写实际达到的数")
            }
        };
        self.push(finding);
    }

    fn with_unit(&mut self, number: Decimal, text: &str, wanted: &Wanted) -> Value {
        // `KM`, `KG`.
        let small = || self.units.read(&text.to_ascii_lowercase()).ok().filter(|_| text.len() > 1);
        let unit = match self.units.read(text).or_else(|unknown| small().ok_or(unknown)) {
            Ok(unit) => unit,
            Err(unknown) => {
                let message =
                    format!("{}的实际完成值 `{}` 的单位 `{}` 不认识", self.subject, self.found(), unknown.factor);
                let help = match unknown.nearest {
                    Some(nearest) => format!("是否应为 `{nearest}`；否则用 `单位 {}` 声明", unknown.factor),
                    None => format!("改用指标值的单位，或用 `单位 {}` 声明", unknown.factor),
                };
                return self.error("E0506", message, &help, Unusable::UnknownUnit);
            }
        };
        let Some(own) = wanted.unit else { return self.without_own_unit(number, text, &unit, wanted) };
        let target = self.units.get(own);
        if unit.dimension == target.dimension {
            if own == UnitId::NONE && unit.scale < Exact::ONE && wanted.level.is_some_and(|level| level > Decimal::ONE)
            {
                return self.percent_beside_number(text);
            }
            if self.unit_stands_apart(number) && self.may_be_fraction(number, own, wanted) {
                return self.fraction(number, own);
            }
            // A column of units is filled in before anyone counts: 14260 beside 万人 is people.
            if self.unit_stands_apart(number) && unit.scale == target.scale {
                return self.bare(number, wanted);
            }
            return self.in_reach(number, text, &unit.scale, own, wanted);
        }
        if wanted.growth.is_some() && is_rate(&unit) {
            return growth(number, text, &unit);
        }
        if unit.dimension.is_empty()
            && unit.scale > Exact::ONE
            && let Some((full, scale)) = self.magnitude(text, own)
        {
            self.note("E0510", format!("{}的实际完成值 `{}` 只有量级，按 `{full}` 读取", self.subject, self.found()));
            return self.in_reach(number, &full, &scale, own, wanted);
        }
        self.other_unit(text, &unit, own)
    }

    /// A value in its written unit, with a word on one that is far too good to be true because
    /// of that unit.
    fn in_reach(&mut self, number: Decimal, text: &str, scale: &Exact, own: UnitId, wanted: &Wanted) -> Value {
        let value = self.converted(number, text, scale, own);
        let target = self.units.get(own);
        let (Value::Number(measure), Some(level), Some(reverse)) = (&value, wanted.level, wanted.reverse) else {
            return value;
        };
        let level = Exact::from(level);
        let (worse, better) = if reverse { (&measure.value, &level) } else { (&level, &measure.value) };
        let absurd = worse.is_positive() && &(worse * &Exact::int(ABSURD)) <= better;
        if *scale != target.scale && absurd {
            let times = better.div(worse).map(|times| times.to_fixed(0, Rounding::HalfUp)).unwrap_or_default();
            let read = show::value(&measure.value, own, self.units);
            let against =
                if wanted.of_previous { "上年值".to_owned() } else { format!("指标值 `{}`", self.target) };
            let way = if reverse { format!("不到它的 1/{times}") } else { format!("是它的 {times} 倍") };
            let message = format!(
                "{}的实际完成值 `{}` 合 {read}，与{against}相比{way}，多半是单位写错了",
                self.subject,
                self.found()
            );
            let mended = show::with_unit(&number.to_string(), &target.text);
            let finding = Finding::warning("E0552", self.row.origin.clone(), message);
            self.push(finding.help(format!("核对单位，例如是否应为 `{mended}`")));
        }
        value
    }

    fn converted(&self, number: Decimal, text: &str, scale: &Exact, own: UnitId) -> Value {
        let target = self.units.get(own);
        if *target.text == *text {
            return Value::Number(Measure::plain(number));
        }
        let factor = scale.div(&target.scale).unwrap_or(Exact::ONE);
        Value::Number(Measure { number, unit: Some(text.into()), value: &Exact::from(number) * &factor })
    }

    /// Nothing says the unit: a budget figure, or last year's value is missing. In base units.
    fn without_own_unit(&mut self, number: Decimal, text: &str, unit: &Unit, wanted: &Wanted) -> Value {
        if wanted.growth.is_some() && is_rate(unit) {
            let message = format!("{}没有上年值，实际完成值 `{}` 按同比增长率读取", self.subject, self.found());
            self.note("E0548", message);
            return growth(number, text, unit);
        }
        Value::Number(Measure { number, unit: Some(text.into()), value: &Exact::from(number) * &unit.scale })
    }

    /// `80.5亿` beside `亿元`: the magnitude of the target's own unit. Gives the full unit.
    fn magnitude(&self, text: &str, own: UnitId) -> Option<(String, Exact)> {
        let target = self.units.get(own);
        target.text.char_indices().find_map(|(at, _)| {
            let full = format!("{text}{}", target.text.get(at..)?);
            let unit = self.units.read(&full).ok()?;
            (unit.dimension == target.dimension).then_some((full, unit.scale))
        })
    }

    fn other_unit(&mut self, text: &str, unit: &Unit, own: UnitId) -> Value {
        let target = self.units.get(own);
        // `亿元` measures 元, which helps; `件` measures 件, which does not.
        let kind = |text: &str, unit: &Unit| match self.units.describe(&unit.dimension) {
            kind if kind == text => " ".to_owned(),
            kind => format!("（{kind}）"),
        };
        let kinds = (kind(text, unit), kind(&target.text, target));
        let own_text = if target.text.is_empty() { "（没有单位）" } else { &*target.text };
        let message = format!(
            "{}的实际完成值 `{}` 的单位 `{text}`{}与要求的 `{own_text}`{}不是同一种量",
            self.subject,
            self.found(),
            kinds.0,
            kinds.1
        );
        let help = format!("改用 `{own_text}` 填写实际完成值，或改正指标值的单位");
        self.error("E0505", message, &help, Unusable::OtherUnit)
    }

    fn percent_beside_number(&mut self, text: &str) -> Value {
        let message =
            format!("{}的指标值 `{}` 没有单位，实际完成值 `{}` 却带 `{text}`", self.subject, self.target, self.found());
        let help = format!("给指标值写上单位，例如 `{}{text}`", self.target);
        self.error("E0509", message, &help, Unusable::Fraction)
    }

    fn without_unit(&mut self, number: Decimal, wanted: &Wanted) -> Value {
        if let Some(value) = self.by_heading(number, wanted) {
            return value;
        }
        if let Some(text) = names::bracket(&self.row.name)
            && let Ok(unit) = self.units.read(&unit_text(&text))
            && let Some(own) = wanted.unit
            && !unit.dimension.is_empty()
        {
            // A unit of another kind in a name is the model's business, the row's own
            // number then takes the unit of the target like any other.
            if unit.dimension == self.units.get(own).dimension {
                return self.converted(number, &text, &unit.scale, own);
            }
        }
        if let Some(own) = wanted.unit
            && self.may_be_fraction(number, own, wanted)
        {
            return self.fraction(number, own);
        }
        if let (Some(own), Some(rate)) = (wanted.unit, &wanted.growth)
            && may_be_growth(number, rate, wanted.level)
        {
            return self.value_or_growth(number, own);
        }
        self.bare(number, wanted)
    }

    /// A number under `实际完成值（万元）`. A heading stands over rows of many kinds: it says nothing
    /// of a number of people, but a percentage is one whatever the row is.
    fn by_heading(&mut self, number: Decimal, wanted: &Wanted) -> Option<Value> {
        let (text, own) = (unit_text(self.row.heading_unit.as_deref()?), wanted.unit?);
        let unit = self.units.read(&text).ok()?;
        if unit.dimension == self.units.get(own).dimension || is_rate(&unit) {
            return Some(self.with_unit(number, &text, wanted));
        }
        let read = show::with_unit(&number.to_string(), show::unit(own, self.units));
        let message =
            format!("列名里的单位 `{text}` 不适用于{}，`{}` 按 {read} 读取", self.subject.trim(), self.found());
        let finding = Finding::warning("E0529", self.row.origin.clone(), message);
        self.push(finding.help(format!("在单元格里写上单位：`{read}`")));
        None
    }

    /// `60000` beside `>= 5 万人次`: forms write the unit once, with the target, so a bare
    /// number is in that unit, unless that is out of all reach.
    fn bare(&mut self, number: Decimal, wanted: &Wanted) -> Value {
        let value = Value::Number(Measure::plain(number));
        let (Some(own), Some(level)) = (wanted.unit, wanted.level.filter(|level| *level > Decimal::ZERO)) else {
            return value;
        };
        let times = Exact::from(number.abs()).div(&Exact::from(level)).unwrap_or(Exact::ZERO);
        if times <= Exact::int(NEAR) && &times * &Exact::int(FAR) >= Exact::ONE {
            return value;
        }
        let readings = self.magnitudes(own);
        let near = |times: &Exact| times * &Exact::int(NEAR) >= Exact::ONE && *times <= Exact::int(NEAR);
        let meant: Vec<&(String, Exact)> = readings.iter().filter(|(_, part)| near(&(&times * part))).collect();
        let is_money = readings.iter().any(|(unit, _)| unit.ends_with('元'));
        let too_small = is_money && !meant.is_empty() && times < Exact::ONE;
        let is_scaled = readings.iter().any(|(_, part)| *part < Exact::ONE);
        let too_large = is_scaled && times > Exact::ONE;
        if !too_small && !too_large {
            return value;
        }
        let in_unit = |unit: &str| show::with_unit(&number.to_string(), unit);
        let own_reading = in_unit(show::unit(own, self.units));
        let against = if wanted.of_previous { "上年值".to_owned() } else { format!("指标值 `{}` ", self.target) };
        let way = if too_large {
            format!("是{against}的 {} 倍", times.to_fixed(0, Rounding::HalfUp))
        } else {
            format!("不到{against}的 1/{FAR}")
        };
        let others: Vec<String> = if meant.is_empty() { readings.iter().collect() } else { meant }
            .into_iter()
            .map(|(unit, part)| {
                let same = show::value(&(&Exact::from(number) * part), own, self.units);
                format!("{}（合 {same}）", in_unit(unit))
            })
            .collect();
        let message = format!(
            "{}的实际完成值 `{}` {}分不清是 {own_reading}（{way}）还是 {}",
            self.subject,
            self.found(),
            if written_unit(self.row).is_none() { "没有单位，" } else { "" },
            others.join("、")
        );
        let first = others.first().and_then(|text| text.split('（').next()).unwrap_or_default();
        self.error("E0553", message, &format!("写明 `{first}` 或 `{own_reading}`"), Unusable::Magnitude)
    }

    /// The units in which a number beside a unit may have been meant, with their parts of it: 元
    /// and 万元 beside 亿元, 米 beside 公里. The unit itself is not among them.
    fn magnitudes(&self, own: UnitId) -> Vec<(String, Exact)> {
        let unit = self.units.get(own);
        let Some(plain) = self.plain_unit(own) else { return Vec::new() };
        let readings = MAGNITUDES.iter().filter_map(|magnitude| {
            let text = format!("{magnitude}{plain}");
            let read = self.units.read(&text).ok()?;
            let fits = read.dimension == unit.dimension && read.scale != unit.scale;
            Some((text, read.scale.div(&unit.scale)?)).filter(|_| fits)
        });
        readings.collect()
    }

    /// The unit that a unit is so many of: 人次 of 万人次, 米 of 公里, 元 of 元.
    fn plain_unit(&self, own: UnitId) -> Option<String> {
        let unit = self.units.get(own);
        let text = self.units.without_prefix(&unit.text);
        let text = match unit.dimension.as_slice() {
            _ if *text != *unit.text => text,
            [] => "",
            [(base, 1)] => self.units.bases().get(usize::try_from(*base).ok()?).map(|base| &*base.name)?,
            _ => return None,
        };
        let plain = self.units.read(text).ok()?;
        let smaller = plain.dimension == unit.dimension && plain.scale <= unit.scale && unit.scale >= Exact::ONE;
        smaller.then(|| text.to_owned())
    }

    /// `5.77` beside `同比 >= 8%`, with 5,200 万元 last year: 5.77 万元 would be a downfall.
    fn value_or_growth(&mut self, number: Decimal, own: UnitId) -> Value {
        let value = show::with_unit(&number.to_string(), &self.units.get(own).text);
        let message = format!("{}的实际完成值 `{}` 分不清是 {value} 还是同比 {number}%", self.subject, self.found());
        self.error("E0551", message, &format!("写明 `{value}` 或 `{number}%`"), Unusable::Growth)
    }

    fn fraction(&mut self, number: Decimal, own: UnitId) -> Value {
        let unit = show::unit(own, self.units);
        let as_percent = (number * Decimal::ONE_HUNDRED).normalize();
        let message =
            format!("{}的实际完成值 `{}` 分不清是 {as_percent}% 还是 {number}{unit}", self.subject, self.found());
        let help = format!("写明 `{as_percent}%` 或 `{number}{unit}`");
        self.error("E0509", message, &help, Unusable::Fraction)
    }

    /// Whether the cell holds the number alone, and its unit another cell: a column of units
    /// says `%` of the fraction `0.972` as well.
    fn unit_stands_apart(&self, number: Decimal) -> bool {
        self.row.text.trim().parse() == Ok(number)
    }

    /// Whether a bare number beside a percentage may have been meant as a fraction.
    fn may_be_fraction(&self, number: Decimal, own: UnitId, wanted: &Wanted) -> bool {
        let level = wanted.level;
        let unit = self.units.get(own);
        let percentage = unit.dimension.is_empty() && unit.scale < Exact::ONE;
        // 1.2 is 120% where more is better; under a ceiling it is as good as any.
        let most = if wanted.reverse == Some(false) { MOST_OVER } else { Decimal::ONE };
        let in_reach = number > Decimal::ZERO && number <= most;
        let far_below = level.is_some_and(|level| {
            level.abs() >= NO_FRACTION || &Exact::from(number) * &Exact::int(FRACTION_PART) < Exact::from(level.abs())
        });
        percentage && in_reach && far_below
    }

    fn date(&mut self, sign: Sign, target: Date, by_days: bool) -> Value {
        match &self.row.value {
            RawValue::Empty => Value::Missing,
            RawValue::Date { date, from } if date == from => Value::Date(*date),
            RawValue::Date { date, from } => self.one_of_days(sign, target, *from..=*date, by_days),
            RawValue::Number { number, unit: None, sign: repeated } => {
                self.repeated_sign(*repeated);
                match date_of_number(*number) {
                    Some(date) => {
                        self.note(
                            "E0514",
                            format!("{}的实际完成值 `{}` 按日期 {date} 读取", self.subject, self.found()),
                        );
                        Value::Date(date)
                    }
                    None => self.not_a_date(),
                }
            }
            RawValue::Judgement(..) => self.claim("完成日期"),
            RawValue::Number { .. } | RawValue::YesNo(_) | RawValue::Text(_) => self.not_a_date(),
            RawValue::Unreadable(why) => {
                let why = why.clone();
                self.unreadable(&why)
            }
        }
    }

    fn not_a_date(&mut self) -> Value {
        self.other_kind("日期", "写成 `2024-12-31` 或 `2024年12月31日`")
    }

    /// A month counts as its last day, unless the verdict hangs on the day.
    fn one_of_days(&mut self, sign: Sign, target: Date, days: RangeInclusive<Date>, by_days: bool) -> Value {
        let (first, last) = (*days.start(), *days.end());
        let (early, late) = (sign.holds(first.cmp(&target)), sign.holds(last.cmp(&target)));
        if early == late && (late || !by_days) {
            return Value::Date(last);
        }
        let message =
            format!("{}的完成日期 `{}` 没有写明是哪一天，不能与 `{}` 比较", self.subject, self.found(), self.target);
        self.error("E0515", message, &format!("写明日期，例如 `{last}`"), Unusable::NoDay)
    }

    fn yes_no(&mut self, wanted: bool) -> Value {
        match &self.row.value {
            RawValue::Empty => Value::Missing,
            RawValue::YesNo(yes) => Value::YesNo(*yes),
            RawValue::Judgement(judgement, _) => {
                let judgement = *judgement;
                self.note(
                    "E0546",
                    format!("{}的实际完成值 `{}` 按“{}”读取", self.subject, self.found(), judgement.word()),
                );
                let yes = if judgement == Judgement::Met { wanted } else { !wanted };
                Value::YesNo(yes)
            }
            // `未发生` beside a question.
            RawValue::Number { number, .. }
                if number.is_zero() && !self.row.text.contains(|letter: char| letter.is_ascii_digit()) =>
            {
                self.note("E0546", format!("{}的实际完成值 `{}` 按“否”读取", self.subject, self.found()));
                Value::YesNo(false)
            }
            RawValue::Number { .. } | RawValue::Date { .. } | RawValue::Text(_) => {
                self.other_kind("“是”或“否”", "写 `是` 或 `否`，说明文字放到备注")
            }
            RawValue::Unreadable(why) => {
                let why = why.clone();
                self.unreadable(&why)
            }
        }
    }

    fn judgement(&mut self, target: &str, line: &Line) -> Value {
        let judged = |judgement| Value::Judged { judgement, share: None };
        match &self.row.value {
            RawValue::Judgement(judgement, share) => {
                Value::Judged { judgement: Some(*judgement), share: share.clone() }
            }
            RawValue::YesNo(yes) => {
                let judgement = if *yes { Judgement::Met } else { Judgement::Missed };
                self.note(
                    "E0546",
                    format!("{}的实际完成值 `{}` 按“{}”读取", self.subject, self.found(), judgement.word()),
                );
                judged(Some(judgement))
            }
            RawValue::Text(text) if names::key(text) == names::key(target) => {
                self.note("E0546", format!("{}的实际完成值与指标值文字相同，按“达成”读取", self.subject));
                judged(Some(Judgement::Met))
            }
            RawValue::Unreadable(why) => {
                let why = why.clone();
                self.unreadable(&why)
            }
            // A person's points say what the words do not.
            RawValue::Empty | RawValue::Text(_) | RawValue::Number { .. } | RawValue::Date { .. }
                if self.row.judged.is_some() && matches!(line.rule.method, Method::Judged(_)) =>
            {
                judged(None)
            }
            RawValue::Empty => Value::Missing,
            RawValue::Text(_) | RawValue::Number { .. } | RawValue::Date { .. } => {
                let message = format!("{}是定性指标，`{}` 没有说明评判等级", self.subject, self.found());
                let help = "写明 `达成`、`部分达成` 或 `未达成`，或在得分一栏给出得分";
                self.error("E0516", message, help, Unusable::Unjudged)
            }
        }
    }

    fn not_applicable(&mut self) -> Value {
        if self.row.value != RawValue::Empty {
            let message = format!("{}标为不适用，实际完成值 `{}` 没有采用", self.subject, self.found());
            self.push(Finding::warning("E0541", self.row.origin.clone(), message));
        }
        Value::Missing
    }
}

/// Whether a unit says of a number that it is a share: `%` does, `万` and `倍` do not.
/// What people write where there is no value yet.
const NOTHING_YET: [&str; 6] = ["无", "暂无", "没有", "未填", "未统计", "待定"];

fn is_rate(unit: &Unit) -> bool {
    unit.dimension.is_empty() && unit.scale < Exact::ONE
}

/// Whether a bare number beside a target of growth may be the growth.
fn may_be_growth(number: Decimal, rate: &Exact, previous: Option<Decimal>) -> bool {
    let part = if rate.is_negative() { SHRINKING_PART } else { GROWTH_PART };
    let Some(previous) = previous.filter(|previous| *previous > Decimal::ZERO) else { return false };
    &Exact::from(number) * &Exact::int(part) < Exact::from(previous)
}

fn growth(number: Decimal, text: &str, unit: &Unit) -> Value {
    Value::Growth(Measure { number, unit: Some(text.into()), value: &Exact::from(number) * &unit.scale })
}

/// A unit as people write it behind a number: `个百分点` is 百分点.
fn unit_text(text: &str) -> String {
    let half: String = text.chars().filter_map(names::fold).collect();
    let folded: String = if half.chars().any(|c| c.is_ascii_alphabetic()) {
        // Letters keep their case: `km`, `kWh`.
        text.chars().filter(|c| !c.is_whitespace()).collect()
    } else {
        half
    };
    match folded.strip_prefix('个') {
        Some(rest) if rest.starts_with("百分点") => rest.to_owned(),
        _ => folded,
    }
}

/// `45657` of Excel and `20241231`.
fn date_of_number(number: Decimal) -> Option<Date> {
    let number: i64 = number.is_integer().then(|| number.try_into().ok())??;
    if EXCEL_SERIALS.contains(&number) {
        return EXCEL_EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok();
    }
    if COMPACT_DATES.contains(&number) {
        let part = |divisor: i64, modulus: i64| i8::try_from(number / divisor % modulus).ok();
        return Date::new(i16::try_from(number / 10_000).ok()?, part(100, 100)?, part(1, 100)?).ok();
    }
    None
}
