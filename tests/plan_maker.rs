//! Plans by hand, for the tests of scoring: targets and rules from short texts, no parser.
//! Shared by the unit tests of `score` and `report` and by the golden tables.

#![allow(dead_code, missing_docs, reason = "each including crate uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test helper")]

use std::sync::Arc;

use heng::exact::{Exact, Rounding};
use heng::model::unit::{UnitId, Units};
use heng::plan::*;
use heng::score::actuals::*;
use heng::source::Place;
use heng::terms::{Direction, Judgement, Sign};
use rust_decimal::Decimal;

pub struct PlanMaker {
    plan: Plan,
    units: Units,
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn exact(text: &str) -> Exact {
    match text.split_once('/') {
        Some((num, den)) => exact(num).div(&exact(den)).unwrap(),
        None => match text.strip_suffix('%') {
            Some(percent) => exact(percent).div(&Exact::int(100)).unwrap(),
            None => Exact::from(decimal(text)),
        },
    }
}

pub fn units() -> Units {
    let (mut units, place) = (Units::default(), Place::default());
    for name in ["元", "件", "家", "人", "户", "人次", "天", "起", "分", "米"] {
        let measures = [("元", "金额"), ("天", "时间"), ("分", "分值"), ("米", "长度")];
        let measures = measures.iter().find(|(unit, _)| *unit == name).map(|(_, measures)| *measures);
        units.declare_base(name, measures, place).unwrap();
    }
    let day = units.intern("天").unwrap();
    units.declare_derived("小时", &exact("1/24"), units.get(day).clone(), place).unwrap();
    for (name, scale) in [("%", "1/100"), ("‰", "1/1000"), ("倍", "1")] {
        units.declare_derived(name, &exact(scale), units.get(UnitId::NONE).clone(), place).unwrap();
    }
    units.declare_alias("百分点", "%", place).unwrap();
    for (prefix, value) in [("百", 100), ("千", 1000), ("万", 10_000), ("亿", 100_000_000)] {
        units.declare_prefix(prefix, Exact::int(value), place).unwrap();
    }
    units
}

pub fn framework() -> Framework {
    let grade = |name: &str, from: Option<i128>| Grade { name: name.into(), at_least: from.map(Exact::int) };
    Framework {
        name: "财政部2020".into(),
        basis: Some("财预〔2020〕10号".into()),
        assumptions: Vec::new(),
        full: Exact::int(100),
        grades: vec![grade("优", Some(90)), grade("良", Some(80)), grade("中", Some(60)), grade("差", None)],
        lights: None,
        places: 2,
        rounding: Rounding::HalfUp,
        over: Some(exact("130%")),
        execution: None,
    }
}

impl Default for PlanMaker {
    fn default() -> Self {
        Self::new()
    }
}

impl PlanMaker {
    pub fn new() -> Self {
        let plan = Plan {
            kind: "项目",
            name: "测试项目".into(),
            place: Place::default(),
            year: Some(2024),
            framework: framework(),
            groups: Vec::new(),
            lines: Vec::new(),
            data: Vec::new(),
            units: Arc::new(Units::default()),
        };
        PlanMaker { plan, units: units() }
    }

    pub fn plan(self) -> Plan {
        let mut plan = self.plan;
        plan.units = Arc::new(self.units);
        for line in &plan.lines {
            let mut at = Some(line.group);
            while let Some(group) = at {
                plan.groups[group].weight = &plan.groups[group].weight + &line.weight;
                at = plan.groups[group].parent;
            }
        }
        plan
    }

    pub fn framework(&mut self) -> &mut Framework {
        &mut self.plan.framework
    }

    pub fn group(&mut self, name: &str, parent: Option<usize>) -> usize {
        let level = if parent.is_some() { 2 } else { 1 };
        self.plan.groups.push(Group { name: name.into(), level, parent, weight: Exact::ZERO });
        self.plan.groups.len() - 1
    }

    /// A line in the first group, which is made when there is none.
    pub fn line(&mut self, name: &str, target: &str, weight: &str) -> &mut Line {
        if self.plan.groups.is_empty() {
            self.group("产出指标", None);
        }
        self.line_in(0, name, target, weight)
    }

    pub fn line_in(&mut self, group: usize, name: &str, target: &str, weight: &str) -> &mut Line {
        let goal = self.goal(target);
        let (method, rule) = match &goal {
            Goal::Date { .. } | Goal::YesNo(_) => (Method::AllOrNothing, "达标"),
            Goal::Qualitative(_) => (Method::Judged(judged_bands()), "等级"),
            _ => (Method::Proportional, "比例"),
        };
        let direction = match &goal {
            Goal::Quantity { sign, .. } | Goal::Previous { sign, .. } | Goal::Growth { sign, .. } => {
                Some(if matches!(sign, Sign::Le | Sign::Lt) { Direction::Negative } else { Direction::Positive })
            }
            _ => None,
        };
        self.plan.lines.push(Line {
            name: name.into(),
            place: Place::default(),
            group,
            weight: exact(weight),
            shared: false,
            core: false,
            goal,
            direction,
            rule: rule_of(rule, method),
            previous: None,
            formula: None,
        });
        self.plan.lines.last_mut().unwrap()
    }

    pub fn last_line(&mut self) -> &mut Line {
        self.plan.lines.last_mut().unwrap()
    }

    pub fn first_line(&mut self) -> &mut Line {
        &mut self.plan.lines[0]
    }

    pub fn data(&mut self, name: &str, unit: &str) -> usize {
        let unit = self.units.intern(unit).unwrap();
        self.plan.data.push(DataItem { name: name.into(), unit, place: Place::default() });
        self.plan.data.len() - 1
    }

    /// `800 件`, `95%`, `5`.
    pub fn quantity(&mut self, text: &str) -> Quantity {
        let end = text.find(|c: char| !c.is_ascii_digit() && !".-".contains(c)).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        Quantity { number: decimal(number), unit: self.units.intern(unit.trim()).unwrap() }
    }

    pub fn goal(&mut self, text: &str) -> Goal {
        if let Some(rest) = text.strip_prefix("同比") {
            let (sign, rest) = sign_of(rest.trim());
            return Goal::Growth { sign, rate: Box::new(exact(rest)) };
        }
        if let Some(text) = text.strip_prefix("定性 ") {
            return Goal::Qualitative(text.into());
        }
        match text {
            "是" => return Goal::YesNo(true),
            "否" => return Goal::YesNo(false),
            "不适用" => return Goal::NotApplicable(None),
            _ => {}
        }
        if let Some((low, high)) = text.split_once('~') {
            let high = self.quantity(high.trim());
            let mut low = self.quantity(low.trim());
            if low.unit == UnitId::NONE {
                low.unit = high.unit;
            }
            return Goal::Range { low, high };
        }
        let (sign, rest) = sign_of(text);
        if let Some(rest) = rest.strip_prefix("上年") {
            let rest = rest.trim();
            if let Some(factor) = rest.strip_prefix('*') {
                return Goal::Previous { sign, factor: Box::new(exact(factor.trim())), plus: None };
            }
            let plus = rest.strip_prefix('+').map(|plus| self.quantity(plus.trim()));
            return Goal::Previous { sign, factor: Box::new(Exact::ONE), plus };
        }
        match rest.parse() {
            Ok(date) => Goal::Date { sign, date },
            Err(_) => Goal::Quantity { sign, value: self.quantity(rest) },
        }
    }

    /// `比例`, `比例 及格60%`, `门槛 60%`, `线性`, `达标`, `等级`, `扣分 每低 1 % 扣 0.5 [零头]`.
    pub fn rule(&mut self, text: &str) -> Arc<Rule> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let method = match words[0] {
            "比例" => Method::Proportional,
            "线性" => Method::Linear,
            "达标" => Method::AllOrNothing,
            "等级" => Method::Judged(judged_bands()),
            "门槛" => Method::Threshold(exact(words[1])),
            "扣分" => {
                let side = match words[1] {
                    "每低" => Side::Below,
                    "每高" => Side::Above,
                    "每晚" => Side::Late,
                    other => panic!("{other}"),
                };
                let remainder = match words.get(6).copied() {
                    Some("舍去") => Remainder::Drop,
                    Some("进位") => Remainder::Whole,
                    _ => Remainder::Proportional,
                };
                let step = self.quantity(&format!("{} {}", words[2], words[3]));
                Method::Deduct { side, step, points: exact(words[5]), remainder }
            }
            other => panic!("{other}"),
        };
        let pass = words.iter().find_map(|word| word.strip_prefix("及格")).map(exact);
        let mut rule = (*rule_of(text, method)).clone();
        rule.pass = pass;
        Arc::new(rule)
    }

    /// `>= 90% 100%; >= 80% 8; 其余 0%`: bounds and worths.
    pub fn bands(&mut self, text: &str) -> Arc<Rule> {
        let bands = text.split(';').map(|band| {
            let words: Vec<&str> = band.split_whitespace().collect();
            let (subject, words) = match words[0] {
                "完成率" => (Some(Subject::Attainment), &words[1..]),
                "实际" => (Some(Subject::Actual), &words[1..]),
                _ => (None, &words[..]),
            };
            let bound = match words {
                ["其余", _] => None,
                [sign, bound, _] => Some((sign_of(sign).0, self.quantity(bound))),
                _ => panic!("{band}"),
            };
            Band { subject, bound, worth: worth(words[words.len() - 1]) }
        });
        let bands = bands.collect();
        rule_of("分档", Method::Bands(bands))
    }

    /// `60% 0%; 100% 100%`.
    pub fn points(&mut self, text: &str) -> Arc<Rule> {
        let points = text.split(';').map(|point| {
            let (at, share) = point.trim().split_once(' ').unwrap();
            Point { subject: None, at: self.quantity(at), worth: worth(share) }
        });
        let points = points.collect();
        rule_of("插值", Method::Interpolate(points))
    }
}

fn worth(text: &str) -> Worth {
    if text.ends_with('%') { Worth::Share(exact(text)) } else { Worth::Points(exact(text)) }
}

pub fn rule_of(name: &str, method: Method) -> Arc<Rule> {
    let basis = Some("财预〔2020〕10号".into());
    Arc::new(Rule { name: name.into(), method, pass: None, basis, place: Place::default() })
}

pub fn judged_bands() -> Vec<JudgedBand> {
    let band = |judgement, low, high, high_included| {
        let (low, high) = (exact(low), exact(high));
        JudgedBand { judgement, low, high, high_included }
    };
    vec![
        band(Judgement::Met, "80%", "100%", true),
        band(Judgement::Partly, "60%", "80%", false),
        band(Judgement::Missed, "0%", "60%", false),
    ]
}

fn sign_of(text: &str) -> (Sign, &str) {
    for sign in [Sign::Ge, Sign::Le, Sign::Gt, Sign::Lt, Sign::Eq] {
        if let Some(rest) = text.strip_prefix(sign.ascii()) {
            return (sign, rest.trim());
        }
    }
    panic!("no sign: {text}")
}

/// A number in the unit of its line.
pub fn number(text: &str) -> Actual {
    Actual { value: Value::Number(Measure::plain(decimal(text))), text: text.into(), ..Actual::default() }
}

pub fn value(value: Value) -> Actual {
    Actual { value, ..Actual::default() }
}

pub fn actuals(lines: Vec<Actual>) -> Actuals {
    Actuals { lines, ..Actuals::default() }
}

/// A row of a table, in cell `A1`.
pub fn row(name: &str, value: RawValue) -> RawActual {
    let origin = Origin::Cell { file: "2024.csv".into(), sheet: None, cell: "A1".into() };
    RawActual {
        name: name.into(),
        group: Vec::new(),
        value,
        text: String::new(),
        heading_unit: None,
        judged: None,
        reason: None,
        origin,
    }
}

/// A number with its unit, as a table reads it.
pub fn raw(number: &str, unit: &str) -> RawValue {
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    RawValue::Number { number: decimal(number), unit, sign: None }
}
