//! Which scoring method fits which kind of target: a table, and the checks of units
//! between a rule and the target it is used on.

use crate::diag::Diagnostic;
use crate::model::context::Context;
use crate::model::framework::TargetKind;
use crate::model::rule::{Method, Rule, Side, Subject, Worth};
use crate::model::unit::UnitId;
use crate::model::value::{Goal, Quantity};
use crate::source::{Place, Span};

/// The kinds of targets a method may or may not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GoalKind {
    Number,
    Range,
    Relative,
    Date,
    YesNo,
    Qualitative,
    NotApplicable,
}

impl GoalKind {
    pub fn of(goal: &Goal) -> GoalKind {
        match goal {
            Goal::Quantity { .. } => GoalKind::Number,
            Goal::Range { .. } => GoalKind::Range,
            Goal::Previous { .. } | Goal::Growth { .. } => GoalKind::Relative,
            Goal::Date { .. } => GoalKind::Date,
            Goal::YesNo(_) => GoalKind::YesNo,
            Goal::Qualitative(_) => GoalKind::Qualitative,
            Goal::NotApplicable(_) => GoalKind::NotApplicable,
        }
    }

    pub fn of_default(kind: TargetKind) -> GoalKind {
        match kind {
            TargetKind::Positive | TargetKind::Negative => GoalKind::Number,
            TargetKind::Range => GoalKind::Range,
            TargetKind::Date => GoalKind::Date,
            TargetKind::YesNo => GoalKind::YesNo,
            TargetKind::Qualitative => GoalKind::Qualitative,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            GoalKind::Number => "数值指标",
            GoalKind::Range => "区间指标",
            GoalKind::Relative => "与上年比较的指标",
            GoalKind::Date => "日期指标",
            GoalKind::YesNo => "是否指标",
            GoalKind::Qualitative => "定性指标",
            GoalKind::NotApplicable => "不适用的指标",
        }
    }
}

use GoalKind as K;

const NUMBERS: &[GoalKind] = &[K::Number, K::Range, K::Relative];

/// The targets a method fits, and its name.
fn fits(method: &Method) -> (&'static str, &'static [GoalKind]) {
    match method {
        Method::AllOrNothing => ("达标", &[K::Number, K::Range, K::Relative, K::Date, K::YesNo, K::Qualitative]),
        Method::Proportional => ("比例", NUMBERS),
        Method::Threshold(_) => ("门槛", NUMBERS),
        Method::Linear => ("线性", NUMBERS),
        Method::Bands(_) => ("分档", NUMBERS),
        Method::Interpolate(_) => ("插值", NUMBERS),
        Method::Deduct { side: Side::Below | Side::Above, .. } => ("扣分", NUMBERS),
        Method::Deduct { side: Side::Late, .. } => ("每晚…扣分", &[K::Date]),
        Method::Judged(_) => ("等级", &[K::Qualitative]),
        Method::Formula(_) => ("公式", &[K::Number, K::Relative]),
    }
}

/// What to write instead, by target.
const INSTEAD: [(GoalKind, &str); 6] = [
    (K::Number, "`比例`、`门槛 60%`、`线性`、`分档`、`插值`、`达标` 或 `扣分 每低 …`"),
    (K::Range, "`达标`、`比例`、`分档`、`插值` 或 `扣分 每低 …`"),
    (K::Relative, "`比例`、`线性`、`分档` 或 `达标`"),
    (K::Date, "`达标` 或 `扣分 每晚 1 天 扣 0.5 分`"),
    (K::YesNo, "`达标`"),
    (K::Qualitative, "`等级` 或 `达标`"),
];

/// Whether a rule fits a kind of target; reports it at `span` when not.
pub(crate) fn accepts(cx: &mut Context<'_>, rule: &Rule, kind: GoalKind, span: Span) -> bool {
    let (word, kinds) = fits(&rule.method);
    if kinds.contains(&kind) || kind == GoalKind::NotApplicable {
        return true;
    }
    let message = if rule.name.starts_with(word) {
        format!("`{word}` 不能用于{}", kind.word())
    } else {
        format!("计分规则 `{}` 用的是 `{word}`，不能用于{}", rule.name, kind.word())
    };
    let instead = INSTEAD.iter().find(|(target, _)| *target == kind).map_or("", |(_, text)| *text);
    let diagnostic = Diagnostic::error("E0409", cx.place(span), message).help(format!("{}可用 {instead}", kind.word()));
    cx.report(diagnostic);
    false
}

/// A rule used on a target, for messages.
pub(crate) struct Use<'u> {
    pub rule: &'u Rule,
    pub goal: &'u Goal,
    /// What the target is measured in, when that is known.
    pub unit: Option<UnitId>,
    /// The target's value.
    pub target: Span,
    /// The 计分 of the indicator.
    pub keyword: Span,
    /// The step or the bounds, in order, when the rule is written in place.
    pub spots: Vec<Span>,
}

impl Use<'_> {
    fn error(&self, cx: &Context<'_>, code: &'static str, spot: usize, message: String) -> Diagnostic {
        let place = cx.place(self.spots.get(spot).copied().unwrap_or(self.keyword));
        let diagnostic = Diagnostic::error(code, place, message);
        let diagnostic = match self.unit {
            Some(unit) => diagnostic.related(cx.place(self.target), format!("指标值是 {}", cx.unit_name(unit))),
            None => diagnostic,
        };
        let in_place = self.rule.place == cx.place(self.keyword);
        if in_place { diagnostic } else { diagnostic.related(self.rule.place, "计分规则在这里") }
    }
}

/// Whether the units of a rule agree with the target it is used on.
pub(crate) fn units_agree(cx: &mut Context<'_>, used: &Use<'_>) -> bool {
    match &used.rule.method {
        Method::Deduct { side: Side::Late, step, .. } => {
            let agrees = cx.units.same_dimension(step.unit, cx.known.day) && step.unit != UnitId::NONE;
            if !agrees {
                let message = format!("日期每晚多少要用天数，这里的单位是 {}", cx.unit_name(step.unit));
                let diagnostic = used.error(cx, "E0413", 0, message);
                cx.report(diagnostic.help("如 `扣分 每晚 1 天 扣 0.5 分`"));
            }
            agrees
        }
        Method::Deduct { step, .. } => match unit_of_step(used) {
            Some(unit) if !same(cx, step.unit, unit) => {
                let (step_unit, unit) = (cx.unit_name(step.unit), cx.unit_name(unit));
                let message = format!("扣分的步长是 {step_unit}，指标值是 {unit}，对不上");
                let diagnostic = used.error(cx, "E0413", 0, message);
                cx.report(diagnostic.help(format!("步长的单位也用 {unit}")));
                false
            }
            _ => true,
        },
        Method::Bands(bands) => {
            let bounds = bands.iter().filter_map(|band| band.bound.map(|(_, bound)| (band.subject, bound)));
            bounds_agree(cx, used, bounds.collect())
        }
        Method::Interpolate(points) => {
            let bounds = points.iter().map(|point| (point.subject, point.at));
            bounds_agree(cx, used, bounds.collect())
        }
        _ => true,
    }
}

/// The unit deductions count in: growth is counted in percentage points.
fn unit_of_step(used: &Use<'_>) -> Option<UnitId> {
    match used.goal {
        Goal::Growth { .. } => None,
        _ => used.unit,
    }
}

/// Same dimension, and not a bare number where the target has a unit.
fn same(cx: &Context<'_>, unit: UnitId, target: UnitId) -> bool {
    cx.units.same_dimension(unit, target) && (unit != UnitId::NONE || target == UnitId::NONE)
}

/// The largest 完成率 that a bare number can mean: `60` is 60%, not sixty times.
const MOST_BARE_ATTAINMENT: i64 = 2;

fn bounds_agree(cx: &mut Context<'_>, used: &Use<'_>, bounds: Vec<(Option<Subject>, Quantity)>) -> bool {
    for (spot, (subject, bound)) in bounds.into_iter().enumerate() {
        let with_sign = cx.is_ratio(bound.unit) && bound.unit != UnitId::NONE;
        let bare_ratio = bound.unit == UnitId::NONE && bound.number <= MOST_BARE_ATTAINMENT.into();
        let agrees = match (subject, used.unit) {
            (Some(Subject::Attainment), _) => with_sign || bare_ratio,
            (Some(Subject::Actual), Some(target)) => same(cx, bound.unit, target),
            (None, Some(target)) => with_sign || same(cx, bound.unit, target),
            (_, None) => true,
        };
        if agrees {
            continue;
        }
        let expected = match (subject, used.unit) {
            (Some(Subject::Attainment), _) | (_, None) => "百分比".to_owned(),
            (_, Some(target)) => format!("指标值的单位 {}", cx.unit_name(target)),
        };
        let message = format!("得分档的界限 `{}{}` 要用{expected}", bound.number, unit_suffix(cx, bound.unit));
        let diagnostic = used.error(cx, "E0414", spot, message);
        cx.report(diagnostic);
        return false;
    }
    true
}

fn unit_suffix(cx: &Context<'_>, unit: UnitId) -> String {
    match &*cx.units.get(unit).text {
        "" => String::new(),
        "%" => "%".to_owned(),
        text => format!(" {text}"),
    }
}

/// Whether no band or point gives more than the weight.
pub(crate) fn points_fit(cx: &mut Context<'_>, rule: &Rule, weight: &crate::exact::Exact, place: Place) {
    let worths: Vec<&Worth> = match &rule.method {
        Method::Bands(bands) => bands.iter().map(|band| &band.worth).collect(),
        Method::Interpolate(points) => points.iter().map(|point| &point.worth).collect(),
        _ => return,
    };
    let most = worths.iter().filter_map(|worth| match worth {
        Worth::Points(points) => Some(points),
        Worth::Share(_) => None,
    });
    if let Some(most) = most.max()
        && most > weight
    {
        let message = format!("计分规则最多给 {most} 分，超过了指标的分值 {weight} 分");
        let diagnostic = Diagnostic::error("E0415", place, message).related(rule.place, "计分规则在这里");
        cx.report(diagnostic.help("档位写成占分值的比例，如 `得 100%`"));
    }
}
