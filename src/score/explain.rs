//! How a score came about, in words: made for one line, when asked.
//!
//! The line is settled again by the same code that scored it; nothing is decided here.

use crate::exact::Exact;
use crate::model::value::Quantity;
use crate::plan::{Execution, Goal, Line, Method, Plan, Rule};
use crate::score::actuals::{Actual, Actuals, Origin, Value};
use crate::score::card::{ExecutionScore, Gap, LineScore, Problem, ReasonFor, Scorecard};
use crate::score::expr;
use crate::score::judged::Judged;
use crate::score::line::{Scope, Settled, Trace, days_between, settle, settle_execution};
use crate::score::measure::{Standing, growth, measure, own_unit};
use crate::score::wording::{Numbers, Writer, symbols};
use crate::score::{NO_VALUE, problems, show};
use crate::source::Place;
use crate::terms::Sign;

/// How one score came about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derivation {
    /// The computation in one line: `760 ÷ 800 × 10 = 9.50`.
    pub text: String,
    /// What came before it: conversions of units, formulas, last year's value.
    pub steps: Vec<String>,
    /// The rounding step, where rounding changed the value.
    pub rounding: Option<String>,
    /// By how much the target is missed: `少 40 件`.
    pub gap: Option<String>,
    /// The rule's name.
    pub rule: String,
    /// The document that the rule rests on; none for a rule of the declaration's own.
    pub basis: Option<String>,
    /// Where the rule is declared or used.
    pub rule_place: Place,
    /// The framework's name.
    pub framework: String,
    /// What the framework assumes.
    pub assumptions: Vec<String>,
    /// What a reader has to know besides.
    pub notes: Vec<String>,
    /// The values it was computed from.
    pub inputs: Vec<Input>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What it is: 指标值, 实际完成值, 上年值, a data item.
    pub name: String,
    /// As written.
    pub value: String,
    /// Where.
    pub origin: Option<Origin>,
}

/// The derivation of a line; empty for a line that does not exist.
pub fn explain(plan: &Plan, actuals: &Actuals, card: &Scorecard, index: usize) -> Derivation {
    let (Some(line), Some(scored)) = (plan.lines.get(index), card.lines.get(index)) else {
        return Derivation::default();
    };
    let actual = actuals.lines.get(index).unwrap_or(&NO_VALUE);
    let of_line = |index: usize| value_of_line(actuals, card, index);
    let Some(Traced { settled, trace }) = trace_line(plan, actuals, card, index) else { return Derivation::default() };
    let mut derivation = frame(plan, &line.rule);
    derivation.inputs = inputs(plan, actuals, card, line, actual, scored);
    derivation.steps = steps(plan, actuals, line, actual, scored, &of_line);
    let writer = Writer { plan, actuals, rule: &line.rule, weight: &line.weight, rounded: &scored.rounded };
    derivation.text = match settled.problem {
        Some(problem) => writer.undecided(&problems::reason(plan, problem)),
        None => writer.line_text(line, actual, &settled, &trace),
    };
    derivation.rounding = writer.rounding(&scored.exact);
    derivation.gap = gap(plan, line, actual, &trace);
    derivation.notes = notes(plan, line, actual, scored, &trace);
    derivation
}

/// A score, settled again with a trace of how.
pub(super) struct Traced {
    pub settled: Settled,
    pub trace: Trace,
}

/// Settles a line as it was scored.
pub(super) fn trace_line(plan: &Plan, actuals: &Actuals, card: &Scorecard, index: usize) -> Option<Traced> {
    let (line, scored) = (plan.lines.get(index)?, card.lines.get(index)?);
    let actual = actuals.lines.get(index).unwrap_or(&NO_VALUE);
    let of_line = |index: usize| value_of_line(actuals, card, index);
    let computed = line.formula.as_ref().map(|_| match &scored.computed {
        Some(value) => Ok((**value).clone()),
        None => Err(match scored.problem {
            Some(Problem::Gap(gap)) => gap,
            _ => Gap::Line(index),
        }),
    });
    let scope = Scope::new(plan, actuals);
    let mut trace = Trace::default();
    let settled = settle(&scope, line, actual, computed.as_ref(), &of_line, Some(&mut trace));
    Some(Traced { settled, trace })
}

/// Settles the execution of the budget.
pub(super) fn trace_execution(plan: &Plan, actuals: &Actuals, execution: &Execution) -> Traced {
    let scope = Scope::new(plan, actuals);
    let mut trace = Trace::default();
    let settled = settle_execution(&scope, &execution.rule, &execution.weight, Some(&mut trace));
    Traced { settled, trace }
}

/// The derivation of 预算执行率.
pub fn explain_execution(plan: &Plan, actuals: &Actuals, scored: &ExecutionScore) -> Derivation {
    let Some(execution) = &plan.framework.execution else { return Derivation::default() };
    let Traced { settled, trace } = trace_execution(plan, actuals, execution);
    let mut derivation = frame(plan, &execution.rule);
    let writer = Writer { plan, actuals, rule: &execution.rule, weight: &execution.weight, rounded: &scored.rounded };
    if let (Some(budget), Some(rate)) = (&actuals.budget, &scored.rate) {
        for (name, figure) in [("全年预算数", &budget.planned), ("全年执行数", &budget.executed)] {
            let value = show::value_text(plan, None, figure).unwrap_or_default();
            derivation.inputs.push(Input { name: name.to_owned(), value, origin: figure.origin.clone() });
        }
        let (planned, executed) = figures(&budget.planned.value, &budget.executed.value);
        let rate = show::percent(rate);
        derivation.steps.push(format!("执行率 {executed} ÷ {planned} {}", show::equals(&rate)));
    }
    derivation.text = match scored.problem {
        Some(problem) => writer.undecided(&problems::reason(plan, problem)),
        None => writer.trace_text(&settled, &trace),
    };
    derivation.rounding = writer.rounding(&scored.exact);
    derivation
}

/// Both figures as written, or in base units where their units differ.
fn figures(planned: &Value, executed: &Value) -> (String, String) {
    match (planned, executed) {
        (Value::Number(planned), Value::Number(executed)) if planned.unit == executed.unit => {
            (planned.number.to_string(), executed.number.to_string())
        }
        (Value::Number(planned), Value::Number(executed)) => {
            (show::number(&planned.value), show::number(&executed.value))
        }
        _ => Default::default(),
    }
}

pub(super) fn value_of_line(actuals: &Actuals, card: &Scorecard, index: usize) -> Result<Exact, Gap> {
    if let Some(computed) = card.lines.get(index).and_then(|line| line.computed.as_ref()) {
        return Ok((**computed).clone());
    }
    match actuals.lines.get(index).map(|actual| &actual.value) {
        Some(Value::Number(measure)) => Ok(measure.value.clone()),
        _ => Err(Gap::Line(index)),
    }
}

fn frame(plan: &Plan, rule: &Rule) -> Derivation {
    Derivation {
        rule: rule.name.clone(),
        basis: rule.basis.clone(),
        rule_place: rule.place,
        framework: plan.framework.name.clone(),
        assumptions: plan.framework.assumptions.clone(),
        ..Derivation::default()
    }
}

fn inputs(
    plan: &Plan,
    actuals: &Actuals,
    card: &Scorecard,
    line: &Line,
    actual: &Actual,
    scored: &LineScore,
) -> Vec<Input> {
    let heng = |place: Place| Some(Origin::Heng(place));
    let target = show::goal(&line.goal, &plan.units);
    let mut inputs = vec![Input { name: "指标值".to_owned(), value: target, origin: heng(line.place) }];
    if let (Some(previous), true) = (line.previous, needs_previous(&line.goal)) {
        let value = show::quantity(previous, &plan.units);
        inputs.push(Input { name: "上年值".to_owned(), value, origin: heng(line.place) });
    }
    let mut items = Vec::new();
    let mut others = Vec::new();
    if let Some(formula) = &line.formula {
        expr::data_of(formula, &mut items);
        expr::lines_of(formula, &mut others);
    }
    if let Method::Formula(formula) = &line.rule.method {
        expr::data_of(formula, &mut items);
        expr::lines_of(formula, &mut others);
    }
    for at in others {
        let (Some(other), Some(scored)) = (plan.lines.get(at), card.lines.get(at)) else { continue };
        let actual = actuals.lines.get(at).unwrap_or(&NO_VALUE);
        if let Some(value) = show::actual(plan, other, actual, scored) {
            let origin = if scored.computed.is_some() { heng(other.place) } else { actual.origin.clone() };
            inputs.push(Input { name: other.name.to_string(), value, origin });
        }
    }
    for item in items {
        let (Some(declared), Some(value)) = (plan.data.get(item), actuals.data.get(item)) else { continue };
        if let Some(text) = show::value_text(plan, Some(declared.unit), value) {
            inputs.push(Input { name: declared.name.to_string(), value: text, origin: value.origin.clone() });
        }
    }
    if let Some(value) = show::actual(plan, line, actual, scored) {
        let origin = if scored.computed.is_some() { heng(line.place) } else { actual.origin.clone() };
        inputs.push(Input { name: "实际完成值".to_owned(), value, origin });
    }
    inputs
}

fn needs_previous(goal: &Goal) -> bool {
    matches!(goal, Goal::Previous { .. } | Goal::Growth { .. })
}

/// Conversions and computations in front of the scoring itself.
fn steps(
    plan: &Plan,
    actuals: &Actuals,
    line: &Line,
    actual: &Actual,
    scored: &LineScore,
    of_line: &dyn Fn(usize) -> Result<Exact, Gap>,
) -> Vec<String> {
    let mut steps = Vec::new();
    let own = own_unit(line);
    if let (Some(formula), Some(computed), Some(unit)) = (&line.formula, &scored.computed, own) {
        let value = show::value(computed, unit, &plan.units);
        let numbers = Numbers { plan, actuals, of_line, words: None };
        steps.push(format!("公式 {} = {} {}", symbols(plan, formula), numbers.text(formula), show::equals(&value)));
    } else if let (Value::Number(measure), Some(unit)) = (&actual.value, own)
        && let Some(written) = &measure.unit
    {
        let written = show::with_unit(&measure.number.to_string(), written);
        steps.push(format!("{written} {}", show::equals(&show::value(&measure.value, unit, &plan.units))));
    }
    if let (Goal::Previous { factor, plus, .. }, Some(previous)) = (&line.goal, line.previous) {
        let mut text = format!("目标 {}", show::quantity(previous, &plan.units));
        if **factor != Exact::ONE {
            text.push_str(&format!(" × {}", show::percent(factor)));
        }
        if let Some(plus) = plus {
            let sign = if plus.number.is_sign_negative() { '−' } else { '+' };
            let plus = Quantity { number: plus.number.abs(), ..*plus };
            text.push_str(&format!(" {sign} {}", show::quantity(plus, &plan.units)));
        }
        if let Ok(measured) = measure(line, &plan.units, &Exact::ZERO, false) {
            text.push_str(&format!(" {}", show::equals(&show::value(&measured.target, previous.unit, &plan.units))));
        }
        steps.push(text);
    }
    let value = match (&scored.computed, &actual.value) {
        (Some(computed), _) => Some(&**computed),
        (None, Value::Number(measure)) => Some(&measure.value),
        (None, _) => None,
    };
    if let (Goal::Growth { .. }, Some(previous), Some(value)) = (&line.goal, line.previous, value) {
        let before = Exact::from(previous.number);
        if let Ok(growth) = growth(value, &before) {
            let sign = Some(show::unit(previous.unit, &plan.units)).filter(|unit| unit.starts_with(['%', '‰']));
            let number = |value: &Exact| show::number(value) + sign.unwrap_or_default();
            let (value, before) = (number(value), number(&before));
            steps.push(format!("同比 ({value} − {before}) ÷ {before} {}", show::equals(&show::percent(&growth))));
        }
    }
    steps
}

/// By how much a target is missed, as a number with unit and direction.
fn gap(plan: &Plan, line: &Line, actual: &Actual, trace: &Trace) -> Option<String> {
    if let (Goal::Date { sign: Sign::Le | Sign::Lt, date }, Value::Date(done)) = (&line.goal, &actual.value) {
        let days = days_between(*date, *done);
        return (days > 0).then(|| format!("晚 {days} 天"));
    }
    let (Trace::Measured { measured, .. } | Trace::MeasuredAndJudged { measured, .. }) = trace else { return None };
    let amount = |distance: &Exact| show::distance(distance, measured.unit, measured.growth, &plan.units);
    if measured.actual > *measured.upper() && (measured.reverse || measured.high.is_some()) {
        return Some(format!("多 {}", amount(&(&measured.actual - measured.upper()))));
    }
    if measured.actual < measured.target && !measured.reverse {
        return Some(format!("少 {}", amount(&(&measured.target - &measured.actual))));
    }
    None
}

/// What a reader has to know besides the computation.
fn notes(plan: &Plan, line: &Line, actual: &Actual, scored: &LineScore, trace: &Trace) -> Vec<String> {
    let mut notes = Vec::new();
    if line.shared {
        notes.push(format!("分值 {} 未写明，由上级分值平均分配", show::number(&line.weight)));
    }
    if let Trace::Measured { measured, assessed, .. } = trace {
        let order = measured.actual.cmp(&measured.target);
        let by_share = matches!(line.rule.method, Method::Proportional | Method::Threshold(_) | Method::Linear);
        if by_share && !measured.upper().is_positive() && measured.high.is_none() {
            notes.push("指标值不大于零，不能按比例，达成得满分，未达成不得分".to_owned());
        } else if measured.high.is_none() && order.is_eq() && !assessed.met {
            notes.push(format!("恰好等于指标值：按“{}”结论为未达成，计分与达到相同", measured.sign.word()));
        } else if measured.high.is_none() && measured.sign == Sign::Eq && assessed.met && !order.is_eq() {
            let than = if measured.reverse { "低于" } else { "高于" };
            notes.push(format!("指标值为“等于”，实际完成值{than}指标值，按达成计"));
        }
        if measured.actual.is_negative() && assessed.standing == Standing::Below {
            notes.push("实际完成值为负，按比例计算时以 0 计".to_owned());
        }
    }
    if let Trace::Judged(judged) | Trace::MeasuredAndJudged { judged, .. } = trace {
        notes.extend(judged_notes(judged, actual));
    }
    match scored.needs_reason {
        Some(ReasonFor::Missed) => notes.push("未达成，需要说明偏差原因".to_owned()),
        Some(ReasonFor::Over) => {
            let over = plan.framework.over.as_ref().map_or_else(String::new, show::percent);
            notes.push(format!("完成率达到 {over}，需要说明偏差原因"));
        }
        None => {}
    }
    if let Some(reason) = &actual.reason {
        notes.push(format!("偏差原因：{}", reason.trim()));
    }
    notes
}

fn judged_notes(judged: &Judged, actual: &Actual) -> Option<String> {
    if judged.assumed {
        return Some("评判为达成而没有给出得分，按本档最高分计".to_owned());
    }
    let given = matches!(&actual.value, Value::Judged { judgement: Some(_), .. });
    match judged.judgement {
        Some(judgement) if !given && judged.problem.is_none() => {
            Some(format!("没有评判等级，按得分推定为{}", judgement.word()))
        }
        Some(_) | None => None,
    }
}
