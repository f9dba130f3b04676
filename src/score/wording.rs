//! The words of a derivation: one line of text for each way of scoring.

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::{BinaryOp, Expr, Goal, Line, Method, Plan, Rule, ScoringWord, Side, Subject, Worth};
use crate::score::actuals::{Actual, Actuals};
use crate::score::card::{Gap, Points};
use crate::score::judged::Judged;
use crate::score::line::{Settled, Trace};
use crate::score::measure::{Assessed, Measured, Standing, own_unit};
use crate::score::methods::{Case, How};
use crate::score::{problems, show};
use crate::terms::{Sign, Verdict};

/// Writes the one line that computes the score.
pub(super) struct Writer<'a> {
    pub plan: &'a Plan,
    pub actuals: &'a Actuals,
    pub rule: &'a Rule,
    pub weight: &'a Exact,
    pub rounded: &'a Points,
}

impl Writer<'_> {
    pub(super) fn undecided(&self, reason: &str) -> String {
        format!("{reason}，得分 {}", self.score())
    }

    fn score(&self) -> String {
        show::points(self.rounded, self.plan)
    }

    /// `= 9.50`, or `≈ 9.09` where rounding changed the value.
    fn equals(&self, exact: &Points) -> String {
        let sign = if exact == self.rounded { "=" } else { "≈" };
        format!("{sign} {}", self.score())
    }

    pub(super) fn rounding(&self, exact: &Points) -> Option<String> {
        let (Points::Exactly(value), Points::Exactly(rounded)) = (exact, self.rounded) else { return None };
        if value == rounded {
            return None;
        }
        let (framework, score) = (&self.plan.framework, self.score());
        let value = match value.to_decimal(12) {
            Some(decimal) => decimal,
            None => format!("{}（{}）", value.to_fraction(), show::number(value)),
        };
        Some(format!("{value} 按{}取 {} 位小数 = {score}", framework.rounding.word(), framework.places))
    }

    pub(super) fn line_text(&self, line: &Line, actual: &Actual, settled: &Settled, trace: &Trace) -> String {
        let found = || show::value_text(self.plan, None, actual).unwrap_or_default();
        match (trace, &line.goal) {
            (Trace::Plain, Goal::NotApplicable(_)) => format!("不适用，得 {}", self.score()),
            (Trace::Plain, Goal::Date { .. }) => {
                let fits = if settled.verdict == Verdict::Met { "符合" } else { "不符合" };
                let target = show::goal(&line.goal, &self.plan.units);
                self.all_or_nothing(&format!("{} {fits} {target}", found()), settled)
            }
            (Trace::Plain, _) => self.all_or_nothing(&format!("实际为 {}", found()), settled),
            _ => self.trace_text(settled, trace),
        }
    }

    fn all_or_nothing(&self, what: &str, settled: &Settled) -> String {
        format!("{what}，{}，得 {}", settled.verdict.word(), self.score())
    }

    pub(super) fn trace_text(&self, settled: &Settled, trace: &Trace) -> String {
        match trace {
            Trace::Measured { measured, assessed, how } => self.measured(measured, assessed, how, settled),
            Trace::MeasuredAndJudged { judged, .. } | Trace::Judged(judged) => self.judged(judged, settled),
            Trace::Late { days, steps } => self.late(days, steps, settled),
            Trace::Plain => self.all_or_nothing("按是否达成计分", settled),
        }
    }

    fn measured(&self, measured: &Measured, assessed: &Assessed, how: &How, settled: &Settled) -> String {
        let (weight, equals, score) = (show::number(self.weight), self.equals(&settled.points), self.score());
        let attainment = settled.attainment.as_ref().map_or_else(|| "无上限".to_owned(), show::percent);
        let number = |value: &Exact| self.in_unit(value, measured);
        let actual = number(&measured.actual);
        match how {
            How::Full => format!("{}，得满分 {score}", self.comparison(measured)),
            How::ByVerdict => format!("{}，{}，得 {score}", self.comparison(measured), settled.verdict.word()),
            How::Attainment => format!("{} × {weight} {equals}", self.ratio(measured)),
            How::LinearExcess => {
                let bound = number(measured.upper());
                format!("(1 − ({actual} − {bound}) ÷ {bound}) × {weight} {equals}")
            }
            How::Twice => format!("{actual} 达到 {} 的两倍，得 {score}", number(measured.upper())),
            How::BelowThreshold => format!("完成率 {attainment} 未超过门槛 {}，得 {score}", self.bar()),
            How::Threshold => {
                let bar = self.bar();
                format!("({} − {bar}) ÷ (1 − {bar}) × {weight} {equals}", self.ratio(measured))
            }
            How::BelowPass => {
                let pass = self.rule.pass.as_ref().map_or_else(String::new, show::percent);
                match self.rule.method {
                    Method::Linear if assessed.standing == Standing::Above => {
                        format!("超出指标值后剩余的比例低于及格线 {pass}，得 {score}")
                    }
                    _ => format!("完成率 {attainment} 低于及格线 {pass}，得 {score}"),
                }
            }
            How::Band(index, subject) => self.band(*index, &self.subject(*subject, measured, &attainment), &equals),
            How::NoBand => format!("没有一档适用，得 {score}"),
            How::AtPoint(index, subject) => {
                let (at, worth) = self.point(*index);
                let subject = self.subject(*subject, measured, &attainment);
                format!("{subject}，按 {at} 处得 {worth} {equals}")
            }
            How::BetweenPoints(index, subject) => {
                let ((from, low), (to, high)) = (self.point(*index), self.point(*index + 1));
                let subject = self.subject(*subject, measured, &attainment);
                format!("{subject}，在 {from}（得 {low}）与 {to}（得 {high}）之间插值 {equals}")
            }
            How::Deducted => self.deducted(measured, assessed, &equals),
            How::Formula(value) => {
                let Method::Formula(formula) = &self.rule.method else { return format!("公式 {equals}") };
                let held = if value.is_negative() || **value > *self.weight {
                    format!(" = {}，限于 0 到 {weight} 分，得 {score}", show::number(value))
                } else {
                    format!(" {equals}")
                };
                let words = Words { measured, attainment: settled.attainment.as_ref(), weight: self.weight };
                let numbers = Numbers {
                    plan: self.plan,
                    actuals: self.actuals,
                    of_line: &|line| Err(Gap::Line(line)),
                    words: Some(words),
                };
                format!("{} = {}{held}", symbols(self.plan, formula), numbers.text(formula))
            }
        }
    }

    /// A number of the line; rates are shown as percentages.
    fn in_unit(&self, value: &Exact, measured: &Measured) -> String {
        if measured.growth {
            return show::percent(value);
        }
        let unit = show::unit(measured.unit, &self.plan.units);
        if unit == "%" || unit == "‰" { format!("{}{unit}", show::number(value)) } else { show::number(value) }
    }

    fn comparison(&self, measured: &Measured) -> String {
        let number = |value: &Exact| self.in_unit(value, measured);
        let (actual, target) = (number(&measured.actual), number(&measured.target));
        if let Some(high) = &measured.high {
            let inside = measured.actual >= measured.target && measured.actual <= *high;
            let where_ = if inside { "在" } else { "不在" };
            return format!("{actual} {where_} {target} ~ {} 之内", number(high));
        }
        // A bound that counts as held is quoted as it is written; anything else says what is.
        let met = measured.assess().met;
        let sign = match (measured.actual.cmp(&measured.target), measured.sign) {
            (std::cmp::Ordering::Equal, _) => "＝",
            (std::cmp::Ordering::Greater, Sign::Ge) if met => "≥",
            (std::cmp::Ordering::Less, Sign::Le) if met => "≤",
            (std::cmp::Ordering::Greater, _) => "＞",
            (std::cmp::Ordering::Less, _) => "＜",
        };
        format!("{actual} {sign} {target}")
    }

    /// 完成率 of a missed target as a quotient.
    fn ratio(&self, measured: &Measured) -> String {
        let number = |value: &Exact| self.in_unit(value, measured);
        let actual = number(&measured.actual.clone().max(Exact::ZERO));
        if measured.growth && measured.target == Exact::ONE {
            return actual;
        }
        if measured.actual > *measured.upper() {
            format!("{} ÷ {actual}", number(measured.upper()))
        } else {
            format!("{actual} ÷ {}", number(&measured.target))
        }
    }

    fn bar(&self) -> String {
        match &self.rule.method {
            Method::Threshold(bar) => show::percent(bar),
            _ => String::new(),
        }
    }

    fn subject(&self, subject: Subject, measured: &Measured, attainment: &str) -> String {
        match subject {
            Subject::Attainment => format!("完成率 {attainment}"),
            Subject::Actual => format!("实际 {}", self.in_unit(&measured.actual, measured)),
        }
    }

    fn band(&self, index: usize, subject: &str, equals: &str) -> String {
        let Method::Bands(bands) = &self.rule.method else { return String::new() };
        let Some(band) = bands.get(index) else { return String::new() };
        let worth = self.worth(&band.worth);
        match &band.bound {
            Some((sign, bound)) => {
                let bound = show::quantity(*bound, &self.plan.units);
                format!("{subject} {} {bound}，得 {worth} {equals}", sign.printed())
            }
            None => format!("不在以上各档，其余得 {worth} {equals}"),
        }
    }

    fn point(&self, index: usize) -> (String, String) {
        let Method::Interpolate(points) = &self.rule.method else { return Default::default() };
        let Some(point) = points.get(index) else { return Default::default() };
        (show::quantity(point.at, &self.plan.units), self.worth(&point.worth))
    }

    fn worth(&self, worth: &Worth) -> String {
        match worth {
            Worth::Share(share) => format!("{} × {}", show::percent(share), show::number(self.weight)),
            Worth::Points(points) => format!("{} 分", show::number(points)),
        }
    }

    fn deducted(&self, measured: &Measured, assessed: &Assessed, equals: &str) -> String {
        let Method::Deduct { side, step, remainder, .. } = &self.rule.method else { return String::new() };
        let case = Case { rule: self.rule, measured, assessed, weight: self.weight, units: &self.plan.units };
        let Ok(Some(steps)) = case.steps(*side, *step, *remainder) else { return String::new() };
        if steps.is_zero() {
            return format!("{}，不扣分，得 {}", self.comparison(measured), self.score());
        }
        let actual = self.in_unit(&measured.actual, measured);
        let what = match side {
            Side::Below => format!("{actual} 低于 {}", self.in_unit(&measured.target, measured)),
            Side::Above | Side::Late => format!("{actual} 高于 {}", self.in_unit(measured.upper(), measured)),
        };
        let number = show::number(&steps);
        let count = match step.number == Decimal::ONE {
            true => show::with_unit(&number, show::unit(step.unit, &self.plan.units)),
            false => format!("{number} 个 {}", show::quantity(*step, &self.plan.units)),
        };
        format!("{what}，合 {count}，{}", self.deduction(&steps, equals))
    }

    fn deduction(&self, steps: &Exact, equals: &str) -> String {
        let weight = show::number(self.weight);
        let Method::Deduct { points, .. } = &self.rule.method else { return String::new() };
        if &(steps * points) > self.weight {
            return format!(
                "{} × {} 超过 {weight}，扣完为止，得 {}",
                show::number(steps),
                show::number(points),
                self.score()
            );
        }
        format!("{weight} − {} × {} {equals}", show::number(steps), show::number(points))
    }

    fn late(&self, days: &Exact, steps: &Exact, settled: &Settled) -> String {
        if steps.is_zero() {
            return format!("没有推迟，不扣分，得 {}", self.score());
        }
        format!("晚 {} 天，{}", show::number(days), self.deduction(steps, &self.equals(&settled.points)))
    }

    fn judged(&self, judged: &Judged, settled: &Settled) -> String {
        let judgement = judged.judgement.map_or("", crate::terms::Judgement::word);
        match (judged.problem, judged.points.decided()) {
            (Some(problem), _) => self.undecided(&problems::reason(self.plan, problem)),
            (None, Some(points)) if self.weight.is_positive() => {
                let share = points.div(self.weight).map_or_else(String::new, |share| show::percent(&share));
                format!("评判{judgement}，{share} × {} {}", show::number(self.weight), self.equals(&settled.points))
            }
            (None, _) => format!("评判{judgement}，得 {}", self.score()),
        }
    }
}

/// An expression with its names: `发明专利有效量 ÷ 常住人口`.
pub(super) fn symbols(plan: &Plan, expr: &Expr) -> String {
    write_expr(expr, false, &|leaf| match leaf {
        Expr::Quantity(quantity) => show::quantity(*quantity, &plan.units),
        Expr::Data(item) => plan.data.get(*item).map_or_else(String::new, |item| item.name.to_string()),
        Expr::Line(line) => plan.lines.get(*line).map_or_else(String::new, |line| line.name.to_string()),
        Expr::Word(ScoringWord::Actual) => "实际".to_owned(),
        Expr::Word(ScoringWord::Target) => "目标".to_owned(),
        Expr::Word(ScoringWord::Attainment) => "完成率".to_owned(),
        Expr::Word(ScoringWord::Weight) => "分值".to_owned(),
        Expr::Negate(_) | Expr::Binary { .. } => String::new(),
    })
}

/// What the words of a scoring formula stand for.
pub(super) struct Words<'a> {
    measured: &'a Measured,
    attainment: Option<&'a Exact>,
    weight: &'a Exact,
}

/// An expression with the values of its names: `36000 件 ÷ 150 万人`.
pub(super) struct Numbers<'a> {
    pub plan: &'a Plan,
    pub actuals: &'a Actuals,
    pub of_line: &'a dyn Fn(usize) -> Result<Exact, Gap>,
    pub words: Option<Words<'a>>,
}

impl Numbers<'_> {
    pub(super) fn text(&self, expr: &Expr) -> String {
        write_expr(expr, false, &|leaf| self.leaf(leaf))
    }

    fn leaf(&self, leaf: &Expr) -> String {
        let plan = self.plan;
        match leaf {
            Expr::Quantity(quantity) => show::quantity(*quantity, &plan.units),
            Expr::Data(item) => {
                let unit = plan.data.get(*item).map(|item| item.unit);
                let value = self.actuals.data.get(*item).and_then(|actual| show::value_text(plan, unit, actual));
                value.unwrap_or_else(|| symbols(plan, leaf))
            }
            Expr::Line(line) => match ((self.of_line)(*line), plan.lines.get(*line).and_then(own_unit)) {
                (Ok(value), Some(unit)) => show::value(&value, unit, &plan.units),
                _ => symbols(plan, leaf),
            },
            Expr::Word(word) => self.words.as_ref().map_or_else(String::new, |words| words.text(*word, plan)),
            Expr::Negate(_) | Expr::Binary { .. } => String::new(),
        }
    }
}

impl Words<'_> {
    fn text(&self, word: ScoringWord, plan: &Plan) -> String {
        let value = |value: &Exact| {
            if self.measured.growth {
                show::percent(value)
            } else {
                show::value(value, self.measured.unit, &plan.units)
            }
        };
        match word {
            ScoringWord::Actual => value(&self.measured.actual),
            ScoringWord::Target => value(&self.measured.target),
            ScoringWord::Attainment => show::percent(self.attainment.unwrap_or(&Exact::ONE)),
            ScoringWord::Weight => show::number(self.weight),
        }
    }
}

fn write_expr(expr: &Expr, tight: bool, leaf: &dyn Fn(&Expr) -> String) -> String {
    match expr {
        Expr::Negate(operand) => format!("−{}", write_expr(operand, true, leaf)),
        Expr::Binary { op, left, right } => {
            let (sign, product) = match op {
                BinaryOp::Add => ("+", false),
                BinaryOp::Sub => ("−", false),
                BinaryOp::Mul => ("×", true),
                BinaryOp::Div => ("÷", true),
                BinaryOp::Ne | BinaryOp::Compare(_) | BinaryOp::And | BinaryOp::Or => ("?", true),
            };
            // The right side of − and ÷ keeps its brackets; a sum inside a product, too.
            let right_tight = product || *op == BinaryOp::Sub;
            let left = write_expr(left, product && is_sum(left), leaf);
            let right_tight = right_tight && (is_sum(right) || (*op == BinaryOp::Div && is_binary(right)));
            let text = format!("{left} {sign} {}", write_expr(right, right_tight, leaf));
            if tight { format!("({text})") } else { text }
        }
        Expr::Quantity(_) | Expr::Data(_) | Expr::Line(_) | Expr::Word(_) => leaf(expr),
    }
}

fn is_binary(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary { .. })
}

fn is_sum(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary { op: BinaryOp::Add | BinaryOp::Sub, .. })
}
