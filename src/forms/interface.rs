//! The indicators as fields for other systems: the target whole, as `KPI_VAL` has it, and
//! split into sign, value and unit, as systems that keep them apart want it.

use serde::Serialize;

use super::declare::goal_text;
use crate::model::value::Goal;
use crate::model::{Declaration, Model};
use crate::plan::Quantity;
use crate::score::show;
use crate::syntax::ast::TextKind;
use crate::terms::{Direction, Sign};

/// The version of the shape; it rises when what was there changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    declarations: Vec<Declared<'a>>,
}

#[derive(Serialize)]
struct Declared<'a> {
    #[serde(rename = "类别")]
    kind: &'static str,
    #[serde(rename = "名称")]
    name: &'a str,
    #[serde(rename = "年度")]
    year: Option<i16>,
    #[serde(rename = "总体目标")]
    goal: Option<&'a str>,
    #[serde(rename = "绩效指标")]
    indicators: Vec<Fields<'a>>,
}

#[derive(Serialize)]
struct Fields<'a> {
    #[serde(rename = "一级指标")]
    level1: &'a str,
    #[serde(rename = "二级指标")]
    level2: &'a str,
    #[serde(rename = "三级指标")]
    name: &'a str,
    #[serde(rename = "KPI_VAL")]
    whole: String,
    #[serde(flatten)]
    split: Split,
    #[serde(rename = "指标方向")]
    direction: Option<Direction>,
    #[serde(rename = "分值")]
    weight: String,
    #[serde(rename = "核心")]
    core: bool,
    #[serde(rename = "实施周期指标值")]
    cycle: Option<String>,
}

/// A target in parts; a part that it does not have is null.
#[derive(Serialize, Default)]
struct Split {
    /// 1 to 5 for the signs, 6 for a judgement, 10 for 不适用.
    #[serde(rename = "指标性质代码")]
    code: Option<u8>,
    #[serde(rename = "指标性质")]
    sign: Option<&'static str>,
    #[serde(rename = "指标值")]
    value: Option<String>,
    #[serde(rename = "计量单位")]
    unit: Option<String>,
}

/// The fields of some declarations as a JSON document.
pub fn json(model: &Model, declarations: &[&Declaration]) -> String {
    let declared = declarations.iter().map(|declaration| declared(model, declaration));
    let document = Document { format: "heng-interface", version: VERSION, declarations: declared.collect() };
    // Plain data with text keys cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn declared<'a>(model: &Model, declaration: &'a Declaration) -> Declared<'a> {
    let goal = declaration.texts.iter().find(|text| text.kind == TextKind::Goal);
    let fields = declaration.indicators.iter().map(|indicator| {
        let group = declaration.groups.get(indicator.group as usize);
        let parent = group.and_then(|group| declaration.groups.get(group.parent?));
        let name = group.map_or("", |group| &*group.name);
        let (level1, level2) = parent.map_or((name, ""), |parent| (&*parent.name, name));
        let cycle = indicator.extras.as_deref().and_then(|extras| extras.cycle.as_ref());
        Fields {
            level1,
            level2,
            name: &indicator.name,
            whole: indicator.goal.as_ref().map_or_else(String::new, |goal| goal_text(goal, &model.units)),
            split: indicator.goal.as_ref().map(|goal| split(model, goal)).unwrap_or_default(),
            direction: indicator.direction,
            weight: indicator.weight.value.to_string(),
            core: indicator.core,
            cycle: cycle.map(|goal| goal_text(goal, &model.units)),
        }
    });
    Declared {
        kind: declaration.kind.word(),
        name: &declaration.name,
        year: declaration.year,
        goal: goal.map(|text| &*text.text),
        indicators: fields.collect(),
    }
}

fn split(model: &Model, goal: &Goal) -> Split {
    let signed = |sign: &Sign, value: String| Split {
        code: Sign::ALL.iter().zip(1..).find(|(known, _)| *known == sign).map(|(_, code)| code),
        sign: Some(sign.printed()),
        value: Some(value),
        unit: None,
    };
    let unit = |quantity: &Quantity| Some(show::unit(quantity.unit, &model.units).to_owned());
    match goal {
        Goal::Quantity { sign, value } => Split { unit: unit(value), ..signed(sign, value.number.to_string()) },
        Goal::Range { low, high } if low.unit == high.unit => {
            Split { value: Some(format!("{}~{}", low.number, high.number)), unit: unit(low), ..Split::default() }
        }
        Goal::Range { .. } => Split { value: Some(goal_text(goal, &model.units)), ..Split::default() },
        Goal::Date { sign, date } => signed(sign, date.to_string()),
        Goal::YesNo(yes) => signed(&Sign::Eq, show::yes_no(*yes).to_owned()),
        // What is relative to last year has no value of its own.
        Goal::Previous { sign, .. } => {
            signed(sign, goal_text(goal, &model.units).trim_start_matches(sign.printed()).to_owned())
        }
        Goal::Growth { sign, rate } => signed(sign, format!("同比{}", show::percent(rate))),
        Goal::Qualitative(text) => Split { code: Some(6), value: Some(text.clone()), ..Split::default() },
        Goal::NotApplicable(_) => Split { code: Some(10), ..Split::default() },
    }
}
