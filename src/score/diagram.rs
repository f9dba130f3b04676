//! A derivation as it is drawn: the text of a rule, part by part, and what each part came to. The
//! line is settled again by the code that scored it; how the parts are laid out is `report`'s.

use crate::exact::Exact;
use crate::plan::{BinaryOp, Expr, Goal, Line, Method, Plan, Rule, ScoringWord, Side, Subject, Worth};
use crate::score::actuals::{Actual, Actuals, Budget};
use crate::score::card::{Gap, Problem, Scorecard};
use crate::score::explain::{Traced, trace_execution, trace_line, value_of_line};
use crate::score::expr::{self, Leaf};
use crate::score::judged::Judged;
use crate::score::line::{Settled, Trace};
use crate::score::measure::{Assessed, Measured, own_unit};
use crate::score::methods::{Case, How};
use crate::score::wording::symbols;
use crate::score::{NO_VALUE, problems, show};
use crate::terms::{Judgement, Sign, Verdict};

/// One line of rule text with what its parts came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// What is computed: `得分`, `实际完成值`.
    pub title: String,
    /// From left to right.
    pub parts: Vec<Part>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As the rule says it.
    pub text: String,
    /// What it came to; none of brackets and words that come to nothing.
    pub value: Option<String>,
}

/// What stands where a value is missing.
const MISSING: &str = "缺";

impl Part {
    fn new(text: impl Into<String>, value: impl Into<String>) -> Part {
        Part { text: text.into(), value: Some(value.into()) }
    }

    fn bare(text: &str) -> Part {
        Part { text: text.to_owned(), value: None }
    }
}

/// The drawings of a line: how its actual value is computed, where it is, then its score.
pub fn draw(plan: &Plan, actuals: &Actuals, card: &Scorecard, index: usize) -> Vec<Drawing> {
    let (Some(line), Some(scored)) = (plan.lines.get(index), card.lines.get(index)) else { return Vec::new() };
    let actual = actuals.lines.get(index).unwrap_or(&NO_VALUE);
    let mut drawings = Vec::new();
    if let (Some(formula), Some(unit)) = (&line.formula, own_unit(line)) {
        let result = scored.computed.as_ref().map(|value| show::value(value, unit, &plan.units));
        let sheet = Sheet { plan, actuals, card, words: None };
        drawings.push(Drawing { title: "实际完成值".to_owned(), parts: sheet.formula(formula, result) });
    }
    let Some(Traced { settled, trace }) = trace_line(plan, actuals, card, index) else { return drawings };
    let found = show::actual(plan, line, actual, scored);
    let writer = Writer { plan, actuals, card, rule: &line.rule, weight: &line.weight, execution: None };
    let parts = match (settled.problem, &trace) {
        (Some(problem), _) => {
            let target = show::goal(&line.goal, &plan.units);
            writer.undecided(&target, found, &show::points(&scored.rounded, plan), problem)
        }
        (None, Trace::Plain) => writer.whole(line, found, settled.verdict),
        (None, trace) => writer.scored(trace, &settled),
    };
    drawings.push(Drawing { title: "得分".to_owned(), parts });
    drawings
}

/// The drawing of 预算执行率.
pub fn draw_execution(plan: &Plan, actuals: &Actuals, card: &Scorecard) -> Vec<Drawing> {
    let (Some(execution), Some(scored)) = (&plan.framework.execution, &card.execution) else { return Vec::new() };
    let Traced { settled, trace } = trace_execution(plan, actuals, execution);
    let figure = |of: fn(&Budget) -> &Actual| {
        actuals.budget.as_ref().and_then(|budget| show::value_text(plan, None, of(budget)))
    };
    let figures = (figure(|budget| &budget.executed), figure(|budget| &budget.planned));
    let writer = Writer {
        plan,
        actuals,
        card,
        rule: &execution.rule,
        weight: &execution.weight,
        execution: Some([&figures.0, &figures.1].map(|text| text.clone().unwrap_or_else(|| MISSING.to_owned()))),
    };
    let parts = match settled.problem {
        Some(problem) => {
            let rate = scored.rate.as_ref().map(show::percent);
            writer.undecided("100%", rate, &show::points(&scored.rounded, plan), problem)
        }
        None => writer.scored(&trace, &settled),
    };
    vec![Drawing { title: "得分".to_owned(), parts }]
}

/// A part of a computation with what it comes to.
#[derive(Clone)]
struct Node {
    parts: Vec<Part>,
    value: Exact,
}

/// How a result is shown.
type Show<'s> = &'s dyn Fn(&Exact) -> String;

impl Node {
    fn leaf(text: &str, value: &Exact, shown: impl Into<String>) -> Node {
        Node { parts: vec![Part::new(text, shown)], value: value.clone() }
    }

    /// A number that is its own text.
    fn constant(value: &Exact) -> Node {
        Node { parts: vec![Part::bare(&show::number(value))], value: value.clone() }
    }

    fn with(self, op: BinaryOp, right: Node, show: Show<'_>) -> Node {
        let (left, other) = (&self.value, &right.value);
        let (sign, value) = match op {
            BinaryOp::Add => ("+", left + other),
            BinaryOp::Sub => ("−", left - other),
            BinaryOp::Mul => ("×", left * other),
            // What is divided by was divided by when the line was scored.
            _ => ("÷", left.div(other).unwrap_or(Exact::ZERO)),
        };
        let sign = Part::new(sign, show(&value));
        Node { parts: spaced(self.parts, sign, right.parts), value }
    }

    fn in_brackets(mut self) -> Node {
        self.parts.insert(0, Part::bare("("));
        self.parts.push(Part::bare(")"));
        self
    }
}

fn spaced(left: Vec<Part>, sign: Part, right: Vec<Part>) -> Vec<Part> {
    let blank = || Part::bare(" ");
    left.into_iter().chain([blank(), sign, blank()]).chain(right).collect()
}

/// Draws the rule of a score.
struct Writer<'a> {
    plan: &'a Plan,
    actuals: &'a Actuals,
    card: &'a Scorecard,
    rule: &'a Rule,
    weight: &'a Exact,
    /// Of 预算执行率: the money executed and the budget, as written.
    execution: Option<[String; 2]>,
}

impl Writer<'_> {
    /// A rule that could not be applied, with what it is applied to and why it could not.
    fn undecided(&self, target: &str, found: Option<String>, score: &str, problem: Problem) -> Vec<Part> {
        let reason = problems::reason(self.plan, problem);
        let found = found.unwrap_or_else(|| MISSING.to_owned());
        vec![
            Part::new(&*self.rule.name, format!("{score}（{reason}）")),
            Part::bare("（"),
            Part::new("实际完成值", found),
            Part::bare("，"),
            Part::new("指标值", target),
            Part::bare("，"),
            Part::new("分值", show::number(self.weight)),
            Part::bare("）"),
        ]
    }

    /// A date, yes or no: all or nothing.
    fn whole(&self, line: &Line, found: Option<String>, verdict: Verdict) -> Vec<Part> {
        let (sign, target) = match &line.goal {
            Goal::Date { sign, date } => (sign.printed(), date.to_string()),
            Goal::NotApplicable(_) => return vec![Part::bare("不适用")],
            other => ("＝", show::goal(other, &self.plan.units)),
        };
        let found = Part::new("实际完成值", found.unwrap_or_else(|| MISSING.to_owned()));
        let is_met = verdict == Verdict::Met;
        self.gives(spaced(vec![found], holds(sign, is_met), vec![Part::new("指标值", target)]), is_met)
    }

    /// What a condition gives: the weight or nothing.
    fn gives(&self, mut parts: Vec<Part>, all: bool) -> Vec<Part> {
        parts.push(Part::bare(" 得 "));
        parts.push(if all { Part::new("分值", show::number(self.weight)) } else { Part::bare("0 分") });
        parts
    }

    fn scored(&self, trace: &Trace, settled: &Settled) -> Vec<Part> {
        match trace {
            Trace::Measured { measured, assessed, how } => self.measured(measured, assessed, how),
            Trace::MeasuredAndJudged { judged, .. } | Trace::Judged(judged) => self.judged(judged, settled),
            Trace::Late { days, steps } => {
                let late = vec![Part::new("晚的天数", show::number(days)), Part::bare(" 合 ")];
                late.into_iter().chain(self.deducted(steps)).collect()
            }
            Trace::Plain => self.gives(vec![Part::bare("是否达成")], settled.verdict == Verdict::Met),
        }
    }

    fn judged(&self, judged: &Judged, settled: &Settled) -> Vec<Part> {
        let judgement = judged.judgement.map_or(MISSING, Judgement::word);
        let mut parts = vec![Part::new("评判", judgement), Part::bare(" 得 ")];
        match settled.points.decided().and_then(|points| points.div(self.weight)) {
            Some(share) => {
                let share = Node::leaf("比例", &share, show::percent(&share));
                parts.extend(share.with(BinaryOp::Mul, self.weight(), &show::number).parts);
            }
            None => parts.push(Part::new("分值", show::number(self.weight))),
        }
        parts
    }

    fn weight(&self) -> Node {
        Node::leaf("分值", self.weight, show::number(self.weight))
    }

    /// A number of the line in its unit.
    fn in_unit(&self, value: &Exact, measured: &Measured) -> String {
        if measured.growth { show::percent(value) } else { show::value(value, measured.unit, &self.plan.units) }
    }

    fn node(&self, text: &str, value: &Exact, measured: &Measured) -> Node {
        Node::leaf(text, value, self.in_unit(value, measured))
    }

    fn actual(&self, measured: &Measured) -> Node {
        let text = match (&self.execution, measured.growth) {
            (Some(_), _) => "执行率",
            (None, true) => "同比",
            (None, false) => "实际完成值",
        };
        self.node(text, &measured.actual, measured)
    }

    fn lower(&self, measured: &Measured) -> Node {
        let text = if measured.high.is_some() { "下限" } else { "指标值" };
        self.node(text, &measured.target, measured)
    }

    fn upper(&self, measured: &Measured) -> Node {
        let text = if measured.high.is_some() { "上限" } else { "指标值" };
        self.node(text, measured.upper(), measured)
    }

    /// 完成率 of a missed target.
    fn ratio(&self, measured: &Measured) -> Node {
        if let Some([executed, planned]) = &self.execution {
            let parts = spaced(
                vec![Part::new("全年执行数", executed)],
                Part::new("÷", show::percent(&measured.actual)),
                vec![Part::new("全年预算数", planned)],
            );
            return Node { parts, value: measured.actual.clone() };
        }
        if measured.actual > *measured.upper() {
            return self.upper(measured).with(BinaryOp::Div, self.actual(measured), &show::percent);
        }
        let mut actual = self.actual(measured);
        actual.value = actual.value.max(Exact::ZERO);
        actual.with(BinaryOp::Div, self.lower(measured), &show::percent)
    }

    /// Whether the target is reached.
    fn comparison(&self, measured: &Measured, met: bool) -> Vec<Part> {
        if measured.high.is_some() {
            let inner = spaced(
                self.lower(measured).parts,
                holds("≤", measured.actual >= measured.target),
                self.actual(measured).parts,
            );
            return spaced(inner, holds("≤", measured.actual <= *measured.upper()), self.upper(measured).parts);
        }
        let sign = match (measured.sign, measured.reverse) {
            // More than the target is no less met, unless less is better.
            (Sign::Eq, false) if measured.target.is_positive() => "≥",
            (Sign::Eq, true) if measured.target.is_positive() => "≤",
            (sign, _) => sign.printed(),
        };
        spaced(self.actual(measured).parts, holds(sign, met), self.lower(measured).parts)
    }

    fn measured(&self, measured: &Measured, assessed: &Assessed, how: &How) -> Vec<Part> {
        let times_weight = |node: Node| node.with(BinaryOp::Mul, self.weight(), &show::number).parts;
        let one = || Node::constant(&Exact::ONE);
        match how {
            How::Full => {
                self.gives(self.comparison(measured, assessed.met || measured.actual == measured.target), true)
            }
            How::ByVerdict => self.gives(self.comparison(measured, assessed.met), assessed.met),
            How::Attainment => times_weight(self.ratio(measured)),
            How::LinearExcess => {
                let amount = |value: &Exact| self.in_unit(value, measured);
                let excess = self.actual(measured).with(BinaryOp::Sub, self.upper(measured), &amount).in_brackets();
                let share = excess.with(BinaryOp::Div, self.upper(measured), &show::percent);
                times_weight(one().with(BinaryOp::Sub, share, &show::percent).in_brackets())
            }
            How::Twice => {
                let twice = Node::constant(&Exact::int(2))
                    .with(BinaryOp::Mul, self.upper(measured), &|value| self.in_unit(value, measured));
                self.gives(spaced(self.actual(measured).parts, holds("≥", true), twice.parts), false)
            }
            How::BelowThreshold => {
                self.gives(spaced(self.ratio(measured).parts, holds("≤", true), self.bar().parts), false)
            }
            How::Threshold => {
                let above = self.ratio(measured).with(BinaryOp::Sub, self.bar(), &show::percent).in_brackets();
                let whole = one().with(BinaryOp::Sub, self.bar(), &show::percent).in_brackets();
                times_weight(above.with(BinaryOp::Div, whole, &show::percent))
            }
            How::BelowPass => {
                let pass = self.rule.pass.clone().unwrap_or(Exact::ZERO);
                let attainment = assessed.attainment.as_ref().map_or_else(|| MISSING.to_owned(), show::percent);
                let pass = Part::new("及格", show::percent(&pass));
                self.gives(spaced(vec![Part::new("完成率", attainment)], holds("＜", true), vec![pass]), false)
            }
            How::Band(index, subject) => self.band(*index, *subject, measured, assessed),
            How::NoBand => self.gives(vec![Part::bare("没有一档适用")], false),
            How::AtPoint(index, subject) => {
                let Some((at, worth)) = self.point(*index) else { return Vec::new() };
                let parts = vec![self.subject(*subject, measured, assessed), Part::bare(&format!(" 按 {at} 处 得 "))];
                parts.into_iter().chain(worth.parts).collect()
            }
            How::BetweenPoints(index, subject) => self.between(*index, *subject, measured, assessed),
            How::Deducted => self.off(measured, assessed),
            How::Formula(value) => {
                let Method::Formula(formula) = &self.rule.method else { return Vec::new() };
                let words = Words {
                    measured,
                    attainment: assessed.attainment.clone().unwrap_or(Exact::ONE),
                    weight: self.weight,
                };
                let sheet = Sheet { plan: self.plan, actuals: self.actuals, card: self.card, words: Some(words) };
                let mut parts = sheet.formula(formula, Some(show::number(value)));
                if value.is_negative() || **value > *self.weight {
                    parts.push(Part::bare("（限于 0 到分值）"));
                }
                parts
            }
        }
    }

    fn bar(&self) -> Node {
        let bar = match &self.rule.method {
            Method::Threshold(bar) => bar.clone(),
            _ => Exact::ZERO,
        };
        Node::leaf("门槛", &bar, show::percent(&bar))
    }

    fn subject(&self, subject: Subject, measured: &Measured, assessed: &Assessed) -> Part {
        match subject {
            Subject::Attainment => {
                Part::new("完成率", assessed.attainment.as_ref().map_or_else(|| "无上限".to_owned(), show::percent))
            }
            Subject::Actual => Part::new(
                if self.execution.is_some() { "执行率" } else { "实际完成值" },
                self.in_unit(&measured.actual, measured),
            ),
        }
    }

    fn worth(&self, worth: &Worth) -> Node {
        match worth {
            Worth::Share(share) => {
                let share = Node { parts: vec![Part::bare(&show::percent(share))], value: share.clone() };
                share.with(BinaryOp::Mul, self.weight(), &show::number)
            }
            Worth::Points(points) => {
                Node { parts: vec![Part::bare(&format!("{} 分", show::number(points)))], value: points.clone() }
            }
        }
    }

    fn band(&self, index: usize, subject: Subject, measured: &Measured, assessed: &Assessed) -> Vec<Part> {
        let Method::Bands(bands) = &self.rule.method else { return Vec::new() };
        let Some(band) = bands.get(index) else { return Vec::new() };
        let mut parts = match &band.bound {
            Some((sign, bound)) => {
                let bound = Part::bare(&show::quantity(*bound, &self.plan.units));
                spaced(vec![self.subject(subject, measured, assessed)], holds(sign.printed(), true), vec![bound])
            }
            None => vec![self.subject(subject, measured, assessed), Part::bare(" 不在以上各档，其余")],
        };
        parts.push(Part::bare(" 得 "));
        parts.extend(self.worth(&band.worth).parts);
        parts
    }

    fn point(&self, index: usize) -> Option<(String, Node)> {
        let Method::Interpolate(points) = &self.rule.method else { return None };
        let point = points.get(index)?;
        Some((show::quantity(point.at, &self.plan.units), self.worth(&point.worth)))
    }

    /// `低 + (值 − 从) ÷ (到 − 从) × (高 − 低)`.
    fn between(&self, index: usize, subject: Subject, measured: &Measured, assessed: &Assessed) -> Vec<Part> {
        let Method::Interpolate(points) = &self.rule.method else { return Vec::new() };
        let (Some(from), Some(to)) = (points.get(index), points.get(index + 1)) else { return Vec::new() };
        let case = Case { rule: self.rule, measured, assessed, weight: self.weight, units: &self.plan.units };
        let (Ok((_, low)), Ok((_, high))) = (case.subject(from.subject, from.at), case.subject(to.subject, to.at))
        else {
            return Vec::new();
        };
        let is_rate = subject == Subject::Attainment;
        let amount = |value: &Exact| if is_rate { show::percent(value) } else { self.in_unit(value, measured) };
        let value = match (subject, &assessed.attainment) {
            (Subject::Attainment, Some(attainment)) => attainment.clone(),
            _ => measured.actual.clone(),
        };
        let text = self.subject(subject, measured, assessed).text;
        let at = |text: &str, value: &Exact| Node::leaf(text, value, amount(value));
        let above = Node::leaf(&text, &value, amount(&value)).with(BinaryOp::Sub, at("低点", &low), &amount);
        let whole = at("高点", &high).with(BinaryOp::Sub, at("低点", &low), &amount);
        let share = above.in_brackets().with(BinaryOp::Div, whole.in_brackets(), &show::percent);
        let points = |text: &str, worth: &Worth| {
            let points = self.worth(worth).value.max(Exact::ZERO).min(self.weight.clone());
            Node::leaf(text, &points, show::number(&points))
        };
        let rise = points("高点得分", &to.worth).with(BinaryOp::Sub, points("低点得分", &from.worth), &show::number);
        let gained = share.with(BinaryOp::Mul, rise.in_brackets(), &show::number);
        points("低点得分", &from.worth).with(BinaryOp::Add, gained, &show::number).parts
    }

    /// `分值 − 档数 × 每档扣分`, the steps counted from the distance to the target.
    fn off(&self, measured: &Measured, assessed: &Assessed) -> Vec<Part> {
        let Method::Deduct { side, step, remainder, .. } = &self.rule.method else { return Vec::new() };
        let case = Case { rule: self.rule, measured, assessed, weight: self.weight, units: &self.plan.units };
        let Ok(Some(steps)) = case.steps(*side, *step, *remainder) else { return Vec::new() };
        let amount = |value: &Exact| self.in_unit(value, measured);
        if steps.is_zero() {
            return self.gives(self.comparison(measured, assessed.met || measured.actual == measured.target), true);
        }
        let distance = match side {
            Side::Below => self.lower(measured).with(BinaryOp::Sub, self.actual(measured), &amount),
            Side::Above | Side::Late => self.actual(measured).with(BinaryOp::Sub, self.upper(measured), &amount),
        };
        let mut parts = distance.parts;
        parts.push(Part::bare(&format!("，每 {} 一档：", show::quantity(*step, &self.plan.units))));
        parts.extend(self.deducted(&steps));
        parts
    }

    fn deducted(&self, steps: &Exact) -> Vec<Part> {
        let Method::Deduct { points, .. } = &self.rule.method else { return Vec::new() };
        let steps = Node::leaf("档数", steps, show::number(steps));
        let each = Node::leaf("每档扣分", points, show::number(points));
        let left = self.weight().with(BinaryOp::Sub, steps.with(BinaryOp::Mul, each, &show::number), &show::number);
        let mut parts = left.parts;
        if left.value.is_negative() {
            parts.push(Part::bare("（扣完为止）"));
        }
        parts
    }
}

/// A comparison and whether it holds.
fn holds(sign: &str, is_so: bool) -> Part {
    Part::new(sign, if is_so { "成立" } else { "不成立" })
}

/// What the words of a scoring formula stand for.
struct Words<'a> {
    measured: &'a Measured,
    attainment: Exact,
    weight: &'a Exact,
}

/// Draws formulas.
struct Sheet<'a> {
    plan: &'a Plan,
    actuals: &'a Actuals,
    card: &'a Scorecard,
    words: Option<Words<'a>>,
}

impl Sheet<'_> {
    /// A formula with its values; `result` stands under the operator that is computed last.
    fn formula(&self, formula: &Expr, result: Option<String>) -> Vec<Part> {
        let mut parts = self.parts(formula, false);
        if let Expr::Binary { left, .. } = formula {
            let at = self.parts(left, is_sum(left) && is_product(formula)).len() + 1;
            if let Some(part) = parts.get_mut(at) {
                part.value = Some(result.unwrap_or_else(|| MISSING.to_owned()));
            }
        }
        parts
    }

    fn parts(&self, expr: &Expr, tight: bool) -> Vec<Part> {
        match expr {
            Expr::Quantity(quantity) => vec![Part::bare(&show::quantity(*quantity, &self.plan.units))],
            Expr::Data(_) | Expr::Line(_) | Expr::Word(_) => {
                vec![Part::new(symbols(self.plan, expr), self.leaf(expr).unwrap_or_else(|| MISSING.to_owned()))]
            }
            Expr::Negate(operand) => std::iter::once(Part::bare("−")).chain(self.parts(operand, true)).collect(),
            Expr::Binary { op, left, right } => {
                let sign = match op {
                    BinaryOp::Add => "+",
                    BinaryOp::Sub => "−",
                    BinaryOp::Mul => "×",
                    _ => "÷",
                };
                let product = is_product(expr);
                // Each operator shows what it came to, so that the brackets of products stay, too.
                let right_tight = (product && is_binary(right)) || (*op == BinaryOp::Sub && is_sum(right));
                let value = self.value(expr).map_or_else(|| MISSING.to_owned(), |value| show::number(&value));
                let all = spaced(
                    self.parts(left, product && is_sum(left)),
                    Part::new(sign, value),
                    self.parts(right, right_tight),
                );
                if !tight {
                    return all;
                }
                let bracket = |text| std::iter::once(Part::bare(text));
                bracket("(").chain(all).chain(bracket(")")).collect()
            }
        }
    }

    /// A name with its value as written.
    fn leaf(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Data(item) => {
                let unit = self.plan.data.get(*item).map(|item| item.unit);
                show::value_text(self.plan, unit, self.actuals.data.get(*item)?)
            }
            Expr::Line(line) => {
                let (plan, scored) = (self.plan, self.card.lines.get(*line)?);
                show::actual(plan, plan.lines.get(*line)?, self.actuals.lines.get(*line).unwrap_or(&NO_VALUE), scored)
            }
            Expr::Word(word) => {
                let words = self.words.as_ref()?;
                let amount = |value: &Exact| match words.measured.growth {
                    true => show::percent(value),
                    false => show::value(value, words.measured.unit, &self.plan.units),
                };
                Some(match word {
                    ScoringWord::Actual => amount(&words.measured.actual),
                    ScoringWord::Target => amount(&words.measured.target),
                    ScoringWord::Attainment => show::percent(&words.attainment),
                    ScoringWord::Weight => show::number(words.weight),
                })
            }
            Expr::Quantity(_) | Expr::Negate(_) | Expr::Binary { .. } => None,
        }
    }

    /// The value of a part in base units, as it was computed with.
    fn value(&self, part: &Expr) -> Option<Exact> {
        let lookup = &mut |leaf: Leaf| match leaf {
            Leaf::Data(item) => expr::data_in_base_units(self.plan, self.actuals, item),
            Leaf::Line(line) => {
                let value = value_of_line(self.actuals, self.card, line)?;
                Ok(expr::line_in_base_units(self.plan, line, &value))
            }
            Leaf::Word(word) => {
                let words = self.words.as_ref().ok_or(Gap::Word)?;
                let scale = &self.plan.units.get(words.measured.unit).scale;
                Ok(match word {
                    ScoringWord::Actual => &words.measured.actual * scale,
                    ScoringWord::Target => &words.measured.target * scale,
                    ScoringWord::Attainment => words.attainment.clone(),
                    ScoringWord::Weight => words.weight.clone(),
                })
            }
        };
        expr::evaluate(part, &self.plan.units, 0, lookup).ok()
    }
}

fn is_binary(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary { .. })
}

fn is_sum(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary { op: BinaryOp::Add | BinaryOp::Sub, .. })
}

fn is_product(expr: &Expr) -> bool {
    is_binary(expr) && !is_sum(expr)
}
