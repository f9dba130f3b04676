//! The typed model as published JSON: versioned, with its JSON Schema.
//!
//! Numbers are decimal strings, or fractions (`1/3`) where no finite decimal exists. [`shape`]
//! is the file format; here it is filled.

pub mod shape;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::shape::{
    BandJson, BudgetJson, DataJson, DeclarationJson, ExecutionJson, ExprJson, FrameworkJson, GradeJson, GroupJson,
    IndicatorJson, JudgedJson, LightJson, MethodJson, ModelJson, OriginJson, PointJson, QuantityJson, RuleJson,
    TargetJson, TaskJson, WeightJson, WorthJson,
};
use crate::exact::Rounding;
use crate::model::declaration::{self, Declaration, Indicator, TextAttr, Weight};
use crate::model::framework::Framework;
use crate::model::unit::{UnitId, Units};
use crate::plan::{Band, BinaryOp, Expr, Goal, JudgedBand, Method, Quantity, Remainder, Rule, Side, Subject, Worth};

/// The version of the shape. It rises when something that was there changes its meaning or
/// goes; what is added does not count.
pub const VERSION: u32 = 1;

/// The JSON Schema of [`ModelJson`].
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(ModelJson)
}

/// The published form of the declarations that are `wanted`.
pub fn model_json(
    declarations: &[Declaration],
    frameworks: &[Arc<Framework>],
    units: &Units,
    wanted: impl Fn(&Declaration) -> bool,
) -> ModelJson {
    let writer = |declaration: &Declaration| {
        let parent = declaration.parent.and_then(|parent| declarations.get(parent));
        let framework = declaration.framework.and_then(|at| frameworks.get(at)).map(|framework| &**framework);
        Writer { declaration, units }.declaration(parent, framework)
    };
    let declarations = declarations.iter().filter(|declaration| wanted(declaration)).map(writer).collect();
    ModelJson { format: "heng-model", version: VERSION, declarations }
}

/// What the parts of a declaration refer to.
struct Writer<'m> {
    declaration: &'m Declaration,
    units: &'m Units,
}

impl Writer<'_> {
    fn declaration(&self, parent: Option<&Declaration>, framework: Option<&Framework>) -> DeclarationJson {
        let from = self.declaration;
        DeclarationJson {
            kind: from.kind.word(),
            name: from.name.to_string(),
            parent: parent.map(|parent| parent.name.to_string()),
            year: from.year,
            framework: framework.map(|framework| self.framework(framework)),
            texts: texts(&from.texts),
            budget: from
                .budget
                .iter()
                .map(|line| BudgetJson {
                    name: line.name.to_string(),
                    parent: line.parent,
                    amount: line.amount.map(|amount| self.quantity(amount)),
                })
                .collect(),
            tasks: from
                .tasks
                .iter()
                .map(|task| TaskJson {
                    name: task.name.to_string(),
                    funds: task.funds.map(|(funds, _)| self.quantity(funds)),
                    texts: texts(&task.texts),
                })
                .collect(),
            groups: from
                .groups
                .iter()
                .map(|group| GroupJson {
                    name: group.name.to_string(),
                    level: group.level,
                    parent: group.parent,
                    weight: weight(&group.weight),
                })
                .collect(),
            indicators: from.indicators.iter().map(|indicator| self.indicator(indicator)).collect(),
            data: from
                .data
                .iter()
                .map(|item| DataJson {
                    name: item.name.to_string(),
                    unit: self.unit(item.unit),
                    texts: texts(&item.texts),
                })
                .collect(),
        }
    }

    fn framework(&self, from: &Framework) -> FrameworkJson {
        let own = self.declaration.execution.as_ref().map(|(weight, _)| weight);
        FrameworkJson {
            name: from.name.to_string(),
            basis: from.basis.clone(),
            assumptions: from.assumptions.clone(),
            full: from.full.to_string(),
            places: from.places,
            rounding: rounding(from.rounding),
            execution: from.execution.as_ref().map(|execution| ExecutionJson {
                weight: own.unwrap_or(&execution.weight).to_string(),
                rule: self.rule(&execution.rule),
            }),
            grades: from
                .grades
                .iter()
                .map(|grade| GradeJson {
                    name: grade.name.clone(),
                    at_least: grade.at_least.as_ref().map(ToString::to_string),
                })
                .collect(),
            lights: from
                .lights
                .iter()
                .flat_map(|lights| &lights.steps)
                .map(|light| LightJson {
                    name: light.name.clone(),
                    below: light.below.as_ref().map(ToString::to_string),
                })
                .collect(),
            lights_basis: from.lights.as_ref().and_then(|lights| lights.basis.clone()),
            over: from.over.as_ref().map(ToString::to_string),
        }
    }

    fn indicator(&self, from: &Indicator) -> IndicatorJson {
        let extras = from.extras.as_deref();
        IndicatorJson {
            name: from.name.to_string(),
            group: from.group,
            weight: weight(&from.weight),
            core: from.core,
            direction: from.direction,
            target: from.goal.as_ref().map(|goal| self.target(goal)),
            cycle: extras.and_then(|extras| extras.cycle.as_ref()).map(|goal| self.target(goal)),
            previous: extras.and_then(|extras| extras.previous).map(|previous| self.quantity(previous)),
            formula: extras.and_then(|extras| extras.formula.as_deref()).map(|formula| self.expr(formula)),
            rule: self.rule(&from.rule),
            texts: extras.map(|extras| texts(&extras.texts)).unwrap_or_default(),
        }
    }

    fn target(&self, goal: &Goal) -> TargetJson {
        match goal {
            Goal::Quantity { sign, value } => {
                TargetJson::Quantity { op: *sign, value: value.number.to_string(), unit: self.unit(value.unit) }
            }
            Goal::Range { low, high } => TargetJson::Range { low: self.quantity(*low), high: self.quantity(*high) },
            Goal::Date { sign, date } => TargetJson::Date { op: *sign, value: date.to_string() },
            Goal::YesNo(yes) => TargetJson::YesNo { value: if *yes { "是" } else { "否" } },
            Goal::Previous { sign, factor, plus } => TargetJson::Previous {
                op: *sign,
                factor: factor.to_string(),
                plus: plus.map(|plus| self.quantity(plus)),
            },
            Goal::Growth { sign, rate } => TargetJson::Growth { op: *sign, rate: rate.to_string() },
            Goal::Qualitative(text) => TargetJson::Qualitative { value: text.clone() },
            Goal::NotApplicable(reason) => TargetJson::NotApplicable { reason: reason.clone() },
        }
    }

    fn rule(&self, from: &Rule) -> RuleJson {
        RuleJson {
            name: from.name.clone(),
            basis: from.basis.clone(),
            pass: from.pass.as_ref().map(ToString::to_string),
            method: self.method(&from.method),
        }
    }

    fn method(&self, from: &Method) -> MethodJson {
        match from {
            Method::AllOrNothing => MethodJson::AllOrNothing,
            Method::Proportional => MethodJson::Proportional,
            Method::Threshold(threshold) => MethodJson::Threshold { from: threshold.to_string() },
            Method::Linear => MethodJson::Linear,
            Method::Bands(bands) => MethodJson::Bands { bands: bands.iter().map(|band| self.band(band)).collect() },
            Method::Interpolate(points) => MethodJson::Interpolate {
                points: points
                    .iter()
                    .map(|point| PointJson {
                        subject: point.subject.map(subject),
                        at: self.quantity(point.at),
                        worth: worth(&point.worth),
                    })
                    .collect(),
            },
            Method::Deduct { side, step, points, remainder } => MethodJson::Deduct {
                side: match side {
                    Side::Below => "below",
                    Side::Above => "above",
                    Side::Late => "late",
                },
                step: self.quantity(*step),
                points: points.to_string(),
                remainder: match remainder {
                    Remainder::Proportional => "按比例",
                    Remainder::Drop => "舍去",
                    Remainder::Whole => "进位",
                },
            },
            Method::Judged(bands) => MethodJson::Judged { bands: bands.iter().map(judged).collect() },
            Method::Formula(expr) => MethodJson::Formula { expression: self.expr(expr) },
        }
    }

    fn band(&self, from: &Band) -> BandJson {
        BandJson {
            subject: from.subject.map(subject),
            op: from.bound.map(|(sign, _)| sign),
            bound: from.bound.map(|(_, bound)| self.quantity(bound)),
            worth: worth(&from.worth),
        }
    }

    fn expr(&self, from: &Expr) -> ExprJson {
        let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
        match from {
            Expr::Quantity(quantity) => ExprJson::Quantity(self.quantity(*quantity)),
            Expr::Data(at) => ExprJson::Data { name: name(self.declaration.data.get(*at).map(|item| &*item.name)) },
            Expr::Line(at) => {
                ExprJson::Indicator { name: name(self.declaration.indicators.get(*at).map(|line| &*line.name)) }
            }
            Expr::Word(word) => ExprJson::Word { word: word.word() },
            Expr::Negate(operand) => ExprJson::Negate { operand: Box::new(self.expr(operand)) },
            Expr::Binary { op, left, right } => ExprJson::Binary {
                op: operator(*op),
                left: Box::new(self.expr(left)),
                right: Box::new(self.expr(right)),
            },
        }
    }

    fn quantity(&self, from: Quantity) -> QuantityJson {
        QuantityJson { value: from.number.to_string(), unit: self.unit(from.unit) }
    }

    fn unit(&self, unit: UnitId) -> String {
        self.units.get(unit).text.to_string()
    }
}

fn texts(from: &[TextAttr]) -> BTreeMap<&'static str, String> {
    from.iter().map(|text| (text.kind.word(), text.text.to_string())).collect()
}

fn weight(from: &Weight) -> WeightJson {
    let origin = match from.origin {
        declaration::Origin::Written(_) => OriginJson::Written,
        declaration::Origin::Sum => OriginJson::Sum,
        declaration::Origin::Framework => OriginJson::Framework,
        declaration::Origin::Received => OriginJson::Received,
        declaration::Origin::Shared { .. } => OriginJson::Shared,
        declaration::Origin::Nothing => OriginJson::Nothing,
    };
    WeightJson { value: from.value.to_string(), origin }
}

fn worth(from: &Worth) -> WorthJson {
    match from {
        Worth::Share(share) => WorthJson::Share(share.to_string()),
        Worth::Points(points) => WorthJson::Points(points.to_string()),
    }
}

fn judged(from: &JudgedBand) -> JudgedJson {
    JudgedJson {
        judgement: from.judgement,
        low: from.low.to_string(),
        high: from.high.to_string(),
        high_included: from.high_included,
    }
}

fn subject(from: Subject) -> &'static str {
    match from {
        Subject::Attainment => "完成率",
        Subject::Actual => "实际",
    }
}

fn operator(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        // A checked formula holds none of these.
        BinaryOp::Ne | BinaryOp::Compare(_) | BinaryOp::And | BinaryOp::Or => "?",
    }
}

fn rounding(mode: Rounding) -> &'static str {
    match mode {
        Rounding::HalfUp => "四舍五入",
        Rounding::HalfEven => "四舍六入",
        Rounding::Down => "截断",
        Rounding::Up => "进位",
    }
}
