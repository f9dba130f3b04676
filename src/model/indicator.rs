//! One indicator: its target, its attributes and the rule it is scored by; and data items.

use std::sync::Arc;

use crate::diag::{Diagnostic, Safety};
use crate::model::declaration::{DataItem, Extras, Indicator, Origin, Weight};
use crate::model::fit::{self, GoalKind, Use};
use crate::model::formula;
use crate::model::framework::TargetKind;
use crate::model::measures::unit_text;
use crate::model::name::normal;
use crate::model::outline::{Doubled, Outline, doubled_attribute};
use crate::model::placement::{Part, Site, parts};
use crate::model::rule::{Method, Rule};
use crate::model::scoring::{self, Written};
use crate::model::target;
use crate::model::unit::UnitId;
use crate::model::value::{Expected, Found, Goal, Quantity};
use crate::source::{Place, Span};
use crate::syntax::ast::{self, AmountKind, Clause, Expr, Name, Stmt, Target, Value, WordKind};
use crate::syntax::phrase::{self, Known};
use crate::terms::{Direction, Sign};

/// The attributes of an indicator while they are collected.
#[derive(Default)]
struct Attributes<'a> {
    weight: Option<ast::Quantity>,
    cycle: Option<&'a Target>,
    previous: Option<ast::Quantity>,
    direction: Option<Name>,
    scoring: Option<Written<'a>>,
    pass: Option<(ast::Quantity, Span)>,
    remainder: Option<(Name, Span)>,
    formula: Option<&'a Expr>,
    core: bool,
    texts: Vec<crate::model::declaration::TextAttr>,
}

/// Reads an indicator into its group.
pub(crate) fn read<'a>(out: &mut Outline<'_, 'a>, stmt: &'a Stmt, name: Name, written: &'a Target, group: usize) {
    let text = out.cx.name(name);
    let at = u32::try_from(out.declaration.indicators.len()).unwrap_or(u32::MAX);
    if !first_of_its_name(out, text, name.span, group) {
        return;
    }
    // Errors in a target do not take the indicator's weight and name away.
    let target = match glued_growth(out, name, written) {
        true => None,
        false => target::read(out.cx, text, written, out.declaration.year),
    };
    let plain = stmt.attrs.is_empty() && stmt.block.is_none();
    let attributes = if plain { Attributes::default() } else { attributes(out, stmt, written) };
    let weight = match attributes.weight {
        Some(quantity) => out.weight(quantity),
        None => Weight::NOTHING,
    };
    let goal = target.as_ref().map(|target| &target.goal);
    assessed(out, goal, &weight);
    let direction = direction(out, goal, attributes.direction);
    let (rule, rule_span) = rule(out, &attributes, target.as_ref(), direction);
    let extras = extras(out, &attributes, target.as_ref(), rule_span);
    if let Some(expr) = attributes.formula {
        out.formulas.push(formula::Pending { indicator: at, expr, target: written });
    }
    out.declaration.indicators.push(Indicator {
        name: text.into(),
        name_span: name.span,
        span: stmt.span,
        group: u32::try_from(group).unwrap_or(0),
        core: attributes.core,
        direction,
        weight,
        goal: target.map(|target| target.goal),
        rule,
        extras: extras.map(Box::new),
    });
}

/// Reports a second indicator of one name in a group; elsewhere a rule of the linter finds it,
/// and an actual value that could be either's is an error of its own.
fn first_of_its_name(out: &mut Outline<'_, '_>, text: &str, span: Span, group: usize) -> bool {
    let Some(first) = out.names.take(&normal(text), &out.declaration.indicators) else { return true };
    let first = out.declaration.indicators.get(first as usize).map(|first| (first.name_span, first.group as usize));
    let Some((first_span, first_group)) = first else { return true };
    if first_group == group {
        let (place, first_place) = (out.cx.place(span), out.cx.place(first_span));
        let diagnostic = Diagnostic::error("E0203", place, format!("指标 `{text}` 写了两次")).label("第二次");
        out.cx.report(diagnostic.related(first_place, "第一次在这里").help("删去一处，或改名以示区别"));
        out.mark_broken(group);
        return false;
    }
    true
}

fn attributes<'a>(out: &mut Outline<'_, 'a>, stmt: &'a Stmt, target: &Target) -> Attributes<'a> {
    let mut found = Attributes::default();
    let mut seen = Doubled::default();
    // The braces after `计分 分档` on the indicator's own line hold bands, not attributes.
    let bands = !stmt.attrs.is_empty() && scoring::block_holds_bands(out.cx, stmt.last_clause());
    let block = if bands { None } else { stmt.block.as_deref() };
    for part in parts(&stmt.attrs, block) {
        if let Clause::Item { name, value: Some(value), .. } = part.0
            && out.cx.name(*name) == "周期"
        {
            target::cycle_without_sign(out.cx, *name, value, target);
        } else if out.cx.admits(Site::Indicator, part) {
            attribute(out, &mut found, &mut seen, part);
        }
    }
    if let Some(scoring) = &mut found.scoring {
        if bands {
            scoring.block = stmt.block.as_deref();
        }
        scoring.pass = found.pass.map(|(quantity, _)| quantity);
        scoring.remainder = found.remainder.map(|(word, _)| word);
    } else if let Some(span) = found.pass.map(|(_, span)| span).or(found.remainder.map(|(_, span)| span)) {
        let word = out.cx.slice(span);
        let diagnostic = Diagnostic::error("E0412", out.cx.place(span), format!("`{word}` 要跟着 `计分`"));
        out.cx.report(diagnostic.help("如 `计分 比例, 及格 60%`"));
    }
    found
}

fn attribute<'a>(out: &mut Outline<'_, 'a>, found: &mut Attributes<'a>, seen: &mut Doubled, (clause, stmt): Part<'a>) {
    match clause {
        Clause::Weight(quantity) => match found.weight {
            Some(first) => doubled_attribute(out.cx, "分值", quantity.span(), first.span()),
            None => found.weight = Some(*quantity),
        },
        Clause::Cycle { keyword, target } => {
            seen.once(out.cx, "周期", *keyword);
            found.cycle.get_or_insert(target);
        }
        Clause::Amount { kind: AmountKind::Previous, keyword, quantity } => {
            seen.once(out.cx, "上年", *keyword);
            found.previous.get_or_insert(*quantity);
        }
        Clause::Amount { kind: AmountKind::Pass, keyword, quantity } => {
            seen.once(out.cx, "及格", *keyword);
            found.pass.get_or_insert((*quantity, *keyword));
        }
        Clause::Word { kind: WordKind::Direction, keyword, word } => {
            seen.once(out.cx, "方向", *keyword);
            found.direction.get_or_insert(*word);
        }
        Clause::Word { kind: WordKind::Remainder, keyword, word } => {
            seen.once(out.cx, "零头", *keyword);
            found.remainder.get_or_insert((*word, *keyword));
        }
        Clause::Scoring { keyword, method, .. } => {
            seen.once(out.cx, "计分", *keyword);
            let block = stmt.and_then(|stmt| stmt.block.as_deref());
            found.scoring.get_or_insert(Written { block, ..Written::new(method, *keyword) });
        }
        Clause::Formula { keyword, expr } => {
            seen.once(out.cx, "公式", *keyword);
            found.formula.get_or_insert(expr);
        }
        Clause::Core { keyword } => {
            seen.once(out.cx, "核心", *keyword);
            found.core = true;
        }
        Clause::Text { kind, keyword, text } => {
            seen.once(out.cx, kind.word(), *keyword);
            let attr = out.text(*kind, *text);
            found.texts.push(attr);
        }
        _ => {}
    }
}

/// A row that is not assessed has no weight to give.
fn assessed(out: &mut Outline<'_, '_>, goal: Option<&Goal>, weight: &Weight) {
    if let (Some(Goal::NotApplicable(_)), Origin::Written(span)) = (goal, weight.origin)
        && weight.value.is_positive()
    {
        let diagnostic = Diagnostic::error("E0415", out.cx.place(span), "不适用的指标不考核，不能有分值");
        out.cx.report(diagnostic.help("把这些分值写到别的指标上"));
        out.broken = true;
    }
}

const DIRECTIONS: [(&str, Direction); 2] = [("正向", Direction::Positive), ("反向", Direction::Negative)];

fn direction(out: &mut Outline<'_, '_>, goal: Option<&Goal>, word: Option<Name>) -> Option<Direction> {
    let written = match word {
        None => None,
        Some(word) => {
            let text = out.cx.name(word);
            let known = DIRECTIONS.iter().find(|(known, _)| *known == text);
            if known.is_none() {
                let message = format!("不认识的方向 `{text}`");
                out.cx.unknown("E0311", word.span, message, None, Some("方向写 `正向` 或 `反向`".into()));
            }
            known.map(|(_, direction)| *direction)
        }
    };
    let by_sign = match goal? {
        Goal::Quantity { sign, .. } | Goal::Previous { sign, .. } | Goal::Growth { sign, .. } => match sign {
            Sign::Ge | Sign::Gt => Direction::Positive,
            Sign::Le | Sign::Lt => Direction::Negative,
            Sign::Eq => return Some(written.unwrap_or(Direction::Positive)),
        },
        Goal::NotApplicable(_) => return None,
        goal @ (Goal::Range { .. } | Goal::Date { .. } | Goal::YesNo(_) | Goal::Qualitative(_)) => {
            if let (Some(word), Some(_)) = (word, written) {
                let message = format!("{}没有方向", GoalKind::of(goal).word());
                let diagnostic = Diagnostic::error("E0311", out.cx.place(word.span), message);
                out.cx.report(diagnostic.help("删去 `方向`；只有和一个数比较的指标才分正向、反向"));
            }
            return None;
        }
    };
    if let (Some(written), Some(word)) = (written, word)
        && written != by_sign
    {
        let message = format!("方向 `{}` 和指标值的符号相反", out.cx.name(word));
        let diagnostic = Diagnostic::error("E0311", out.cx.place(word.span), message);
        out.cx.report(diagnostic.help("`>=`、`>` 是正向，`<=`、`<` 是反向；符号写对时不必写方向"));
    }
    Some(by_sign)
}

/// The kind of target that decides the default rule.
fn kind(goal: &Goal, direction: Option<Direction>) -> TargetKind {
    match goal {
        Goal::Quantity { .. } | Goal::Previous { .. } | Goal::Growth { .. } => {
            TargetKind::directed(direction.unwrap_or(Direction::Positive))
        }
        Goal::Range { .. } => TargetKind::Range,
        Goal::Date { .. } => TargetKind::Date,
        Goal::YesNo(_) => TargetKind::YesNo,
        Goal::Qualitative(_) | Goal::NotApplicable(_) => TargetKind::Qualitative,
    }
}

/// The rule, and where it is written when the indicator writes its own.
fn rule(
    out: &mut Outline<'_, '_>,
    attributes: &Attributes<'_>,
    target: Option<&target::Read>,
    direction: Option<Direction>,
) -> (Arc<Rule>, Option<Span>) {
    let kind = target.map_or(TargetKind::Positive, |target| kind(&target.goal, direction));
    let [first, ..] = &out.defaults;
    let default = out.defaults.get(kind as usize).unwrap_or(first).clone();
    let Some(written) = attributes.scoring else { return (default, None) };
    let Some(rule) = scoring::read(out.cx, out.law.rules, written) else { return (default, Some(written.keyword)) };
    let Some(target) = target.filter(|target| !out.cx.misread(target.span)) else {
        return (rule, Some(written.keyword));
    };
    let unit = target.unit.or_else(|| known_unit(out, attributes.previous.filter(|written| written.unit.is_some())?));
    let used = Use {
        rule: &rule,
        goal: &target.goal,
        unit,
        target: target.span,
        keyword: written.keyword,
        spots: written.spots(),
    };
    let fits =
        fit::accepts(out.cx, &rule, GoalKind::of(&target.goal), written.keyword) && fit::units_agree(out.cx, &used);
    (if fits { rule } else { default }, Some(written.keyword))
}

fn extras(
    out: &mut Outline<'_, '_>,
    attributes: &Attributes<'_>,
    target: Option<&target::Read>,
    rule_span: Option<Span>,
) -> Option<Extras> {
    let Attributes { cycle, previous, texts, .. } = attributes;
    let cycle = cycle.and_then(|cycle| self::cycle(out, cycle, target, *previous));
    let previous = previous.and_then(|written| self::previous(out, written, target));
    let wanted = cycle.is_some()
        || previous.is_some()
        || !texts.is_empty()
        || rule_span.is_some()
        || attributes.formula.is_some();
    wanted.then(|| Extras { cycle, previous, formula: None, texts: texts.clone(), rule_span })
}

/// Whether 同比 was written without a blank behind the name, and is reported.
fn glued_growth(out: &mut Outline<'_, '_>, name: Name, written: &Target) -> bool {
    const GROWTH: &str = "同比";
    let stem = out.cx.name(name).strip_suffix(GROWTH).unwrap_or_default();
    let share = match written {
        Target::Compare { value: Value::Quantity(quantity), .. } => quantity.unit.map(|unit| out.cx.slice(unit).trim()),
        _ => None,
    };
    let is_growth = share.is_some_and(|unit| matches!(unit, "%" | "％" | "百分点" | "个百分点"));
    if stem.is_empty() || name.quoted || !is_growth {
        return false;
    }
    let message = format!("`{GROWTH}` 和名称 `{stem}` 连在一起了");
    let start = name.span.end as usize - GROWTH.len();
    let word = Span::new(start, name.span.end as usize);
    let diagnostic = Diagnostic::error("E0118", out.cx.place(word), message).help(format!("写成：`{stem} {GROWTH}`"));
    out.cx.report(diagnostic.fix(Safety::Unsafe, Span::new(start, start), " ", "补上空格"));
    true
}

/// 周期, in the unit of the annual target.
fn cycle(
    out: &mut Outline<'_, '_>,
    written: &Target,
    annual: Option<&target::Read>,
    previous: Option<ast::Quantity>,
) -> Option<Goal> {
    let cycle = target::read(out.cx, "", written, out.declaration.year)?;
    let Some(annual) = annual else { return Some(cycle.goal) };
    let place = out.cx.place(annual.span);
    let (kind, expected_kind) = (nature(&cycle.goal), nature(&annual.goal));
    if let (Some(kind), Some(expected)) = (kind, expected_kind)
        && kind != expected
    {
        let message = format!("周期指标值（{kind}）和年度指标值（{expected}）不是一回事");
        let diagnostic = Diagnostic::error("E0302", out.cx.place(cycle.span), message).label(kind);
        out.cx.report(diagnostic.related(place, expected));
        return None;
    }
    let (unit, what, place) = match (annual.unit, previous) {
        (None, Some(previous)) => (known_unit(out, previous), "上年值", out.cx.place(previous.span())),
        (unit, _) => (unit, "年度指标值", place),
    };
    if let (Some(found), Some(unit)) = (cycle.unit, unit)
        && !agree(out, found, unit)
    {
        let found = Found { what: "周期指标值", span: cycle.span, unit_span: cycle.unit_span, unit: found };
        out.cx.mismatch(found, Expected { what, place, unit });
        return None;
    }
    Some(cycle.goal)
}

/// The unit of a quantity, when there is such a unit; whoever reads it reports it.
fn known_unit(out: &mut Outline<'_, '_>, written: ast::Quantity) -> Option<UnitId> {
    let Some(span) = written.unit else { return Some(UnitId::NONE) };
    let text = unit_text(out.cx.slice(span));
    out.cx.units.intern(&text).ok()
}

/// What a target is held against, in words; a row that is not assessed goes with anything.
fn nature(goal: &Goal) -> Option<&'static str> {
    match goal {
        Goal::Quantity { .. } | Goal::Range { .. } | Goal::Previous { .. } | Goal::Growth { .. } => Some("数量"),
        Goal::Date { .. } => Some("日期"),
        Goal::YesNo(_) => Some("是否"),
        Goal::Qualitative(_) => Some("定性"),
        Goal::NotApplicable(_) => None,
    }
}

/// `上年 + 5%` beside `上年 100 人`: five per cent more is meant.
fn percent_of_previous(
    out: &mut Outline<'_, '_>,
    target: &target::Read,
    plus: Quantity,
    previous: ast::Quantity,
) -> bool {
    let text = out.cx.slice(target.span).to_owned();
    // `同比 >= 2 个百分点` of what is no share is a growth of so many percent.
    let growth =
        text.starts_with("同比").then(|| text.replace("个百分点", "%").replace("百分点", "%").replace(" %", "%"));
    let known = Known { name: "", sign: None, usual: ">=", year: None };
    let Some(meant) = growth.or_else(|| phrase::target(&text, known)) else { return false };
    let meant = meant.trim_start_matches(">= ");
    let (place, sign) = (out.cx.place(previous.span()), if plus.number.is_sign_negative() { "减" } else { "加" });
    let percent = plus.number.abs();
    let message = format!("`{text}` 是{sign} {percent} 个百分点，上年值不是百分数");
    let diagnostic = Diagnostic::error("E0302", out.cx.place(target.span), message).related(place, "上年值");
    out.cx.report(diagnostic.fix(Safety::Unsafe, target.span, meant, "按比例增减写成"));
    true
}

/// 上年, in the unit of the target.
fn previous(out: &mut Outline<'_, '_>, written: ast::Quantity, target: Option<&target::Read>) -> Option<Quantity> {
    let quantity = out.cx.quantity(written)?;
    if let Some(target) = target
        && let Some(expected) = target.unit
        && !agree(out, quantity.unit, expected)
    {
        if let Goal::Previous { plus: Some(plus), .. } = &target.goal
            && out.cx.is_ratio(plus.unit)
            && percent_of_previous(out, target, *plus, written)
        {
            return None;
        }
        let found = Found { what: "上年值", span: written.span(), unit_span: written.unit, unit: quantity.unit };
        let place = out.cx.place(target.span);
        out.cx.mismatch(found, Expected { what: "指标值", place, unit: expected });
        return None;
    }
    Some(quantity)
}

/// The same dimension, and no bare number beside a unit.
fn agree(out: &Outline<'_, '_>, found: UnitId, expected: UnitId) -> bool {
    out.cx.units.same_dimension(found, expected) && (found != UnitId::NONE || expected == UnitId::NONE)
}

/// 数据 { … }.
pub(crate) fn data<'a>(out: &mut Outline<'_, 'a>, stmt: &'a Stmt) {
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if !out.cx.admits(Site::Data, part) {
            if let Clause::Entry { name, .. } = part.0 {
                out.lost.insert(normal(out.cx.name(*name)));
            }
            continue;
        }
        if let (Clause::Item { name, value, .. }, Some(stmt)) = part {
            data_item(out, stmt, *name, value.as_ref());
        }
    }
}

fn data_item<'a>(out: &mut Outline<'_, 'a>, stmt: &'a Stmt, name: Name, value: Option<&Value>) {
    let text = normal(out.cx.name(name));
    let unit = match value {
        None => Some(UnitId::NONE),
        Some(Value::Word { span, quantity: None }) => out.cx.unit(Some(*span)),
        Some(_) => {
            let message = format!("数据项 `{}` 后面只写单位", out.cx.name(name));
            let diagnostic = Diagnostic::error("E0201", out.cx.place(name.span), message);
            out.cx.report(diagnostic.help("数值是年末才有的，写在 `实际` 里"));
            None
        }
    };
    let Some(unit) = unit else {
        out.lost.insert(text);
        return;
    };
    if let Some(first) = out.data.get(&text).and_then(|at| out.declaration.data.get(*at)) {
        let first = out.cx.place(first.span);
        let message = format!("数据项 `{}` 写了两次", out.cx.name(name));
        let diagnostic = Diagnostic::error("E0209", out.cx.place(name.span), message).label("第二次");
        return out.cx.report(diagnostic.related(first, "第一次在这里"));
    }
    let mut texts = Vec::new();
    for part in parts(&stmt.attrs, stmt.block.as_deref()) {
        if out.cx.admits(Site::DataItem, part)
            && let Clause::Text { kind, text, .. } = part.0
        {
            texts.push(out.text(*kind, *text));
        }
    }
    out.data.insert(text, out.declaration.data.len());
    let name_text = out.cx.name(name).into();
    out.declaration.data.push(DataItem { name: name_text, span: name.span, unit, texts });
}

/// Bands that give more points than the indicator has, once the weights are known.
pub(crate) fn points_fit(out: &mut Outline<'_, '_>) {
    if out.broken {
        return;
    }
    for indicator in &out.declaration.indicators {
        let own = indicator.extras.as_ref().and_then(|extras| extras.rule_span);
        if let (Some(span), Method::Bands(_) | Method::Interpolate(_)) = (own, &indicator.rule.method) {
            let place = Place { file: out.declaration.place.file, span };
            fit::points_fit(out.cx, &indicator.rule, &indicator.weight.value, place);
        }
    }
}
