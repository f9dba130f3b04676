//! The scorecard as JSON: its own shapes, versioned, with a JSON Schema.
//!
//! Numbers are decimal strings, so that no reader rounds them; `exact` is a fraction.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::diag::Severity;
use crate::exact::{Exact, Rounding};
use crate::plan::Plan;
use crate::report::record::Record;
use crate::report::{Report, rows};
use crate::score::{Derivation, Finding, LineScore, Points, ReasonFor, explain, explain_execution, show};
use crate::terms::Verdict;

/// Raised when a field changes its meaning or goes; new fields do not raise it.
pub const SCHEMA_VERSION: u32 = 1;

/// Places of 完成率.
const ATTAINMENT_PLACES: u32 = 6;

/// A number that is known, or lies between two others.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// A decimal string, or a fraction where `exact` is asked for.
    Known(String),
    /// Not decided: from the lowest to the highest.
    Open {
        /// The lowest.
        low: String,
        /// The highest.
        high: String,
    },
}

/// A whole scorecard (得分明细).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Document {
    /// The version of this shape.
    pub schema_version: u32,
    /// 部门 or 项目.
    pub kind: String,
    /// The name of the department or project.
    pub name: String,
    /// Fiscal year.
    pub year: Option<i16>,
    /// The name of the framework.
    pub framework: String,
    /// The document the framework rests on.
    pub basis: Option<String>,
    /// What the framework assumes.
    pub assumptions: Vec<String>,
    /// 满分.
    pub full: String,
    /// Decimal places of scores.
    pub places: u32,
    /// The sum of the rounded scores.
    pub total: Amount,
    /// The grade; none when the framework has none.
    pub grade: Option<Amount>,
    /// How many scores are not decided.
    pub undecided: usize,
    /// 预算执行率, when the framework scores it.
    pub execution: Option<Execution>,
    /// Level-1 and level-2 groups.
    pub groups: Vec<Group>,
    /// The indicators, in the order of the declaration.
    pub indicators: Vec<Indicator>,
    /// What came up while values were matched and scored.
    pub findings: Vec<Found>,
    /// What it can be computed again from, as `heng verify` does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// 1 or 2.
    pub level: u8,
    /// The name of its level-1 group.
    pub parent: Option<String>,
    /// The sum of the weights.
    pub weight: String,
    /// The sum of the rounded scores.
    pub score: Amount,
}

/// 预算执行率.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Execution {
    /// Its weight.
    pub weight: String,
    /// Executed over budget, with six decimal places.
    pub rate: Option<String>,
    /// The same, as a fraction.
    pub rate_exact: Option<String>,
    /// Rounded.
    pub score: Amount,
    /// Before rounding, as a fraction.
    pub exact: Amount,
    /// Whether the whole budget is executed.
    pub verdict: Verdict,
    /// The computation.
    pub derivation: String,
    /// What came before it.
    pub steps: Vec<String>,
    /// The rule's name.
    pub rule: String,
    /// The document the rule rests on, or the place where a house rule is written.
    pub basis: String,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// Its groups, level 1 first.
    pub group: Vec<String>,
    /// 分值.
    pub weight: String,
    /// Whether the weight was shared out rather than written.
    pub weight_shared: bool,
    /// 得分, rounded.
    pub score: Amount,
    /// Before rounding, as a fraction.
    pub exact: Amount,
    /// 达成, 未达成, 无法判定 or 不适用.
    pub verdict: Verdict,
    /// 完成率 as a ratio with six decimal places, not capped.
    pub attainment: Option<String>,
    /// The same, as a fraction.
    pub attainment_exact: Option<String>,
    /// 指标值.
    pub target: String,
    /// 实际完成值; none when there is none.
    pub actual: Option<String>,
    /// The computation: `760 ÷ 800 × 10 = 9.50`.
    pub derivation: String,
    /// What came before it, such as conversions of units.
    pub steps: Vec<String>,
    /// The rounding step, where rounding changed the value.
    pub rounding: Option<String>,
    /// The rule's name.
    pub rule: String,
    /// The document the rule rests on, or the place where a house rule is written.
    pub basis: String,
    /// What a reader has to know besides.
    pub notes: Vec<String>,
    /// 偏差原因, when given.
    pub reason: Option<String>,
    /// Why 偏差原因 is required and missing: 未达成 or 超额.
    pub needs_reason: Option<String>,
    /// The values it was computed from.
    pub inputs: Vec<Input>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Input {
    /// What it is.
    pub name: String,
    /// As written.
    pub value: String,
    /// Where: `2024.xlsx!自评!E12`.
    pub origin: Option<String>,
}

/// Something that came up.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// `E05xx`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// Where.
    pub origin: String,
    /// The other places.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// The indicator it is about.
    pub indicator: Option<String>,
}

/// A second place.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Related {
    /// Where.
    pub origin: String,
    /// What about it.
    pub text: String,
}

/// The document as data.
pub fn document(report: &Report<'_>, record: Option<Record>) -> Document {
    let (plan, card) = (report.plan, report.card);
    let framework = &plan.framework;
    let indicators = card.lines.iter().enumerate().filter_map(|(index, scored)| indicator(report, index, scored));
    Document {
        schema_version: SCHEMA_VERSION,
        kind: plan.kind.to_owned(),
        name: plan.name.clone(),
        year: plan.year,
        framework: framework.name.clone(),
        basis: framework.basis.clone(),
        assumptions: framework.assumptions.clone(),
        full: plain(&framework.full),
        places: framework.places,
        total: rounded(report, &card.total),
        grade: grade(report),
        undecided: card.undecided,
        execution: execution(report),
        groups: groups(report),
        indicators: indicators.collect(),
        findings: report.all_findings().map(|finding| found(report, finding)).collect(),
        record,
    }
}

/// The document as text, with a line end.
pub fn json(report: &Report<'_>, record: Option<Record>) -> String {
    let mut text = serde_json::to_string_pretty(&document(report, record)).unwrap_or_default();
    text.push('\n');
    text
}

/// What `heng score --format json` prints: one scorecard, or a list where there are several.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the shape is published; it is printed one document after the other")]
enum Printed {
    /// Of one department or project, as with `--name`.
    One(Box<Document>),
    /// Of several, in the order of the file.
    Several(Vec<Document>),
}

/// The JSON Schema of what is printed.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Printed>().to_value()
}

fn groups(report: &Report<'_>) -> Vec<Group> {
    let plan = report.plan;
    let groups = plan.groups.iter().zip(&report.card.groups);
    groups
        .map(|(group, sum)| Group {
            name: group.name.clone(),
            level: group.level,
            parent: group.parent.and_then(|parent| plan.groups.get(parent)).map(|parent| parent.name.clone()),
            weight: plain(&group.weight),
            score: rounded(report, &sum.score),
        })
        .collect()
}

fn execution(report: &Report<'_>) -> Option<Execution> {
    let execution = report.plan.framework.execution.as_ref()?;
    let scored = report.card.execution.as_ref()?;
    let derivation = explain_execution(report.plan, report.actuals, scored);
    let basis = report.basis(&derivation);
    Some(Execution {
        weight: plain(&execution.weight),
        rate: scored.rate.as_ref().map(ratio),
        rate_exact: scored.rate.as_ref().map(Exact::to_fraction),
        score: rounded(report, &scored.rounded),
        exact: exact(&scored.exact),
        verdict: scored.verdict,
        derivation: derivation.text,
        steps: derivation.steps,
        rule: derivation.rule,
        basis,
    })
}

fn indicator(report: &Report<'_>, index: usize, scored: &LineScore) -> Option<Indicator> {
    let line = report.plan.lines.get(index)?;
    let derivation = explain(report.plan, report.actuals, report.card, index);
    let basis = report.basis(&derivation);
    let Derivation { text, steps, rounding, rule, notes, inputs, .. } = derivation;
    let input = |input: crate::score::Input| Input {
        name: input.name,
        value: input.value,
        origin: input.origin.map(|origin| report.origin(&origin)),
    };
    let needs_reason = scored.needs_reason.map(|needed| match needed {
        ReasonFor::Missed => "未达成".to_owned(),
        ReasonFor::Over => "超额".to_owned(),
    });
    Some(Indicator {
        name: line.name.to_string(),
        group: group_names(report, line.group),
        weight: plain(&line.weight),
        weight_shared: line.shared,
        score: rounded(report, &scored.rounded),
        exact: exact(&scored.exact),
        verdict: scored.verdict,
        attainment: scored.attainment.as_ref().map(ratio),
        attainment_exact: scored.attainment.as_ref().map(Exact::to_fraction),
        target: show::goal(&line.goal, &report.plan.units),
        actual: rows::actual(report, index, line, scored),
        derivation: text,
        steps,
        rounding,
        rule,
        basis,
        notes,
        reason: report.actuals.lines.get(index).and_then(|actual| actual.reason.clone()),
        needs_reason,
        inputs: inputs.into_iter().map(input).collect(),
    })
}

fn group_names(report: &Report<'_>, group: usize) -> Vec<String> {
    let groups = &report.plan.groups;
    let own = groups.get(group);
    let parent = own.and_then(|own| own.parent).and_then(|parent| groups.get(parent));
    parent.into_iter().chain(own).map(|group| group.name.clone()).collect()
}

fn found(report: &Report<'_>, finding: &Finding) -> Found {
    let related = finding.related.iter();
    Found {
        code: finding.code.to_owned(),
        severity: finding.severity,
        message: finding.message.clone(),
        origin: report.origin(&finding.origin),
        related: related.map(|(origin, text)| Related { origin: report.origin(origin), text: text.clone() }).collect(),
        help: finding.help.clone(),
        indicator: finding.line.and_then(|line| report.plan.lines.get(line)).map(|line| line.name.to_string()),
    }
}

fn grade(report: &Report<'_>) -> Option<Amount> {
    let grading = report.card.grade?;
    let (low, high) = grading.names(&report.plan.framework.grades);
    let (low, high) = (low.to_owned(), high.to_owned());
    Some(if grading.is_decided() { Amount::Known(low) } else { Amount::Open { low, high } })
}

fn amount(points: &Points, text: impl Fn(&Exact) -> String) -> Amount {
    match points {
        Points::Exactly(points) => Amount::Known(text(points)),
        Points::Between(bounds) => Amount::Open { low: text(&bounds.0), high: text(&bounds.1) },
    }
}

fn rounded(report: &Report<'_>, points: &Points) -> Amount {
    amount_of(report.plan, points)
}

/// Points as they are printed.
pub(super) fn amount_of(plan: &Plan, points: &Points) -> Amount {
    amount(points, |points| points.to_fixed(plan.framework.places, plan.framework.rounding))
}

fn exact(points: &Points) -> Amount {
    amount(points, Exact::to_fraction)
}

/// A weight as it was written; one that was shared out by a fraction stays one.
fn plain(value: &Exact) -> String {
    value.to_string()
}

fn ratio(value: &Exact) -> String {
    let full = value.to_decimal(ATTAINMENT_PLACES);
    full.unwrap_or_else(|| value.to_fixed(ATTAINMENT_PLACES, Rounding::HalfUp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;

    #[test]
    fn has_the_promised_fields_and_fits_its_schema() {
        let (plan, bound, card) = example();
        let locate = |_| "局.heng:3:5".to_owned();
        let report =
            Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &bound.findings, locate: &locate };
        let text = json(&report, None);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(jsonschema::validator_for(&schema()).unwrap().is_valid(&value));
        assert_eq!(value["schema_version"], 1);
        let pct = &value["indicators"][0];
        for (field, wanted) in [
            ("weight", "30"),
            ("score", "28.50"),
            ("exact", "57/2"),
            ("verdict", "未达成"),
            ("attainment", "0.95"),
            ("target", "≥ 800 件"),
            ("actual", "0.076 万件"),
            ("derivation", "760 ÷ 800 × 30 = 28.50"),
            ("basis", "财预〔2020〕10号"),
        ] {
            assert_eq!(pct[field], wanted, "{field}");
        }
        assert_eq!(value["indicators"][2]["score"]["high"], "10.00");
        assert_eq!(value["total"]["low"], "88.25");
        assert_eq!(value["grade"]["high"], "优");
    }

    #[test]
    fn attainment_has_six_places_at_most() {
        assert_eq!(ratio(&Exact::ratio(19, 20).unwrap()), "0.95");
        assert_eq!(ratio(&Exact::ratio(2, 3).unwrap()), "0.666667");
    }
}
