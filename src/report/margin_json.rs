//! A margin as JSON: its own shapes, versioned, with a JSON Schema. Numbers are decimal strings.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::json::{Amount, amount_of};
use super::margin::{Told, name, one_move, points, way};
use crate::exact::Exact;
use crate::outlook::{Change, Fewest, Move, Room, Subject, Variable, Way};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// What is missing in one scorecard (离满分、离等级还差多少).
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
    /// The total as it is.
    pub total: Amount,
    /// 预算执行率 and the indicators, in the order of the declaration.
    pub items: Vec<Item>,
    /// What was aimed at; none where the grade is the best already.
    pub aim: Option<AimJson>,
    /// The items whose value is missing, those that move the total most first.
    pub missing: Vec<Missing>,
}

/// One score and how it gets full marks.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Item {
    /// The indicator, or 预算执行率.
    pub name: String,
    /// 得分 as it is.
    pub score: Amount,
    /// Full marks, rounded as scores are.
    pub full: String,
    /// Whether it has them.
    pub is_full: bool,
    /// In words: how to get the most, or why there is no more.
    pub text: String,
    /// The change; none where it is full or nothing more can be had.
    pub change: Option<ChangeJson>,
}

/// A change and what comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangeJson {
    /// The smallest first; each of the others would do as well.
    pub moves: Vec<MoveJson>,
    /// The same for the points before rounding, where rounding gives them earlier; else empty.
    pub unrounded: Vec<MoveJson>,
    /// 得分 then.
    pub score: String,
    /// How much more that is.
    pub gain: String,
    /// The total then.
    pub total: Amount,
}

/// One change of one value.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MoveJson {
    /// 实际完成值, 同比, 完成日期, 数据项, 全年执行数 or 评判.
    pub what: String,
    /// The data item.
    pub data: Option<String>,
    /// What it is now, as a fraction; none where it is missing or no number. Of a date, days after
    /// the date of the target; of growth, a ratio; else in the unit of the target or the item.
    pub from: Option<String>,
    /// What it has to be, as `from`.
    pub to: Option<String>,
    /// In words.
    pub text: String,
    /// The change as a share of the target, as a fraction.
    pub effort: Option<String>,
    /// Whether the target is met then.
    pub met: bool,
}

/// A total to get to.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AimJson {
    /// The grade.
    pub grade: Option<String>,
    /// The total.
    pub at: String,
    /// How much is missing, with missing values at their least; not above zero when it is reached.
    pub short: String,
    /// Single changes that are enough, the smallest first.
    pub alone: Vec<Named>,
    /// The smallest set of changes; none where it is reached, or out of reach.
    pub fewest: Option<SetJson>,
    /// The most the total can be, where the aim is out of reach.
    pub out_of_reach: Option<String>,
}

/// A change of one item.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Named {
    /// The indicator, or 预算执行率.
    pub name: String,
    /// The change.
    pub change: ChangeJson,
}

/// A set of changes: as few as possible, then as little effort as possible.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SetJson {
    /// The changes, in the order of the declaration.
    pub changes: Vec<Named>,
    /// How many of them are values that are missing.
    pub missing: usize,
    /// The efforts together, as a fraction.
    pub effort: String,
    /// The total then.
    pub total: String,
    /// Whether no set of so many takes less effort; false where there were too many to compare.
    pub is_least: bool,
}

/// A value that is missing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Missing {
    /// The indicator, or 预算执行率.
    pub name: String,
    /// What the score may be.
    pub score: Amount,
    /// How far it moves the total.
    pub spread: String,
}

/// The document as text, with a line end.
pub fn json(told: &Told<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&document(told)).unwrap_or_default();
    text.push('\n');
    text
}

/// What `heng margin --format json` prints: one margin, or a list where there are several.
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

fn document(told: &Told<'_>) -> Document {
    let (report, margin) = (told.report, told.margin);
    let plan = report.plan;
    let missing = margin.missing.iter().filter_map(|at| margin.rooms.get(*at));
    Document {
        schema_version: SCHEMA_VERSION,
        kind: plan.kind.to_owned(),
        name: plan.name.clone(),
        year: plan.year,
        framework: plan.framework.name.clone(),
        basis: plan.framework.basis.clone(),
        total: amount_of(plan, &report.card.total),
        items: margin.rooms.iter().map(|room| item(told, room)).collect(),
        aim: margin.aim.as_ref().map(|aim| {
            let (fewest, out_of_reach) = match &aim.fewest {
                Fewest::Reached => (None, None),
                Fewest::OutOfReach(total) => (None, Some(points(told, total))),
                Fewest::By(set) => {
                    let changes = set.changes.iter().filter_map(|(at, change)| named(told, *at, change));
                    let set = SetJson {
                        changes: changes.collect(),
                        missing: set.missing,
                        effort: set.effort.to_fraction(),
                        total: points(told, &set.total),
                        is_least: set.is_least,
                    };
                    (Some(set), None)
                }
            };
            AimJson {
                grade: aim.grade.clone(),
                at: aim.at.to_string(),
                short: aim.short.to_string(),
                alone: aim.alone.iter().filter_map(|(at, change)| named(told, *at, change)).collect(),
                fewest,
                out_of_reach,
            }
        }),
        missing: missing
            .map(|room| Missing {
                name: name(report, room.subject).to_owned(),
                score: amount_of(plan, &room.now),
                spread: points(told, &room.spread()),
            })
            .collect(),
    }
}

fn item(told: &Told<'_>, room: &Room) -> Item {
    Item {
        name: name(told.report, room.subject).to_owned(),
        score: amount_of(told.report.plan, &room.now),
        full: points(told, &room.most),
        is_full: room.full == Way::Full,
        text: way(told, room),
        change: match &room.full {
            Way::To(change) => Some(change_json(told, change)),
            Way::Full | Way::Closed(_) => None,
        },
    }
}

fn named(told: &Told<'_>, at: usize, change: &Change) -> Option<Named> {
    let subject: Subject = told.margin.rooms.get(at)?.subject;
    Some(Named { name: name(told.report, subject).to_owned(), change: change_json(told, change) })
}

fn change_json(told: &Told<'_>, change: &Change) -> ChangeJson {
    ChangeJson {
        moves: change.moves.iter().map(|step| move_json(told, step)).collect(),
        unrounded: change.unrounded.iter().map(|step| move_json(told, step)).collect(),
        score: points(told, &change.score),
        gain: points(told, &change.gain),
        total: amount_of(told.report.plan, &change.total),
    }
}

fn move_json(told: &Told<'_>, step: &Move) -> MoveJson {
    let (what, data) = match step.variable {
        Variable::Own(_) => ("实际完成值", None),
        Variable::Growth => ("同比", None),
        Variable::Days(_) => ("完成日期", None),
        Variable::Data(item) => ("数据项", told.report.plan.data.get(item).map(|item| item.name.to_string())),
        Variable::Executed => ("全年执行数", None),
        Variable::Choice => ("评判", None),
    };
    MoveJson {
        what: what.to_owned(),
        data,
        from: step.from.as_ref().map(Exact::to_fraction),
        to: step.to.number().map(Exact::to_fraction),
        text: one_move(told.report, step),
        effort: step.effort.as_ref().map(Exact::to_fraction),
        met: step.met,
    }
}
