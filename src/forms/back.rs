//! A score written into the form that a user already has: 实际完成值 where it is blank, 得分,
//! 完成率, 执行率 and 总分, as far as the form has cells for them.
//!
//! What a person filled in stays; what is not decided is not written.

use super::{Content, Shown, actual};
use crate::amend::{Edit, Value};
use crate::exact::{Exact, Rounding};
use crate::plan::Plan;
use crate::score::actuals::{Actual, Actuals, Value as Found};
use crate::score::{Points, Scorecard};
use crate::table::places::{FundSlots, Places, RowSlots, Slot};
use crate::table::sheet;

/// Places of a percentage that has no end.
const PERCENT_PLACES: u32 = 2;

/// Places of a computed value that has no end, beyond which nobody reads.
const ENDLESS_PLACES: u32 = 6;

/// What is written, and what is not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Back {
    /// The cells.
    pub edits: Vec<Edit>,
    /// Indicators that have no row in the form.
    pub without_row: Vec<String>,
    /// Indicators without a decided score.
    pub undecided: Vec<String>,
    /// Cells whose value is another than the one that was scored with.
    pub differ: Vec<String>,
}

/// What a score says about a form. `own` is what the form itself was understood to say.
pub fn back(plan: &Plan, actuals: &Actuals, card: &Scorecard, own: &Actuals, places: &Places<'_>) -> Back {
    let mut back = Back::default();
    let mut tables: Vec<usize> = Vec::new();
    let nothing = Actual::default();
    for (index, line) in plan.lines.iter().enumerate() {
        let (value, in_form) = (actuals.lines.get(index).unwrap_or(&nothing), own.lines.get(index).unwrap_or(&nothing));
        let slots = in_form.origin.as_ref().and_then(|origin| places.row(origin));
        let Some(slots) = slots else {
            back.without_row.push(line.name.to_string());
            continue;
        };
        tables.push(slots.table);
        let Some(scored) = card.lines.get(index) else { continue };
        match (&scored.computed, actual::terms(plan, line, value)) {
            (Some(computed), Some(terms)) => back.computed(&slots, actual::number(computed, &terms)),
            _ => back.value(value, in_form, &slots, Some(actual::content(plan, line, value))),
        }
        match &scored.rounded {
            Points::Exactly(points) => back.number(slots.score.as_ref(), points),
            Points::Between(_) => back.undecided.push(line.name.to_string()),
        }
        if let Some(attainment) = &scored.attainment {
            back.percent(slots.attainment.as_ref(), attainment);
        }
    }
    for (index, value) in actuals.data.iter().enumerate() {
        let in_form = own.data.get(index).unwrap_or(&nothing);
        if let Some(slots) = in_form.origin.as_ref().and_then(|origin| places.row(origin)) {
            let item = plan.data.get(index).and_then(|item| actual::data_content(plan, item, value));
            back.value(value, in_form, &slots, item);
        }
    }
    tables.dedup();
    // A form in several parts has no place for what is said of the whole.
    if let [table] = tables[..] {
        if let Some(funds) = places.funds(table) {
            back.funds(plan, actuals, card, &funds);
        }
        if let Points::Exactly(points) = &card.total {
            back.number(places.total(table).as_ref(), points);
        }
    }
    back
}

impl Back {
    /// An actual value and its reason, where the form has none.
    fn value(&mut self, value: &Actual, in_form: &Actual, slots: &RowSlots, content: Option<Content>) {
        let Some(slot) = &slots.actual else { return };
        let is_known = !matches!(value.value, Found::Missing | Found::Unusable(_));
        if slot.content.is_empty() && is_known {
            let written = match &value.value {
                // A judgement is kept in the words of whoever made it.
                Found::Judged { .. } if !value.text.is_empty() => Some(Value::Text(value.text.clone())),
                _ => content.as_ref().and_then(|content| written(content, slots.has_unit)),
            };
            self.edits.extend(written.map(|value| edit(slot, value)));
        } else if is_known && value.origin != in_form.origin && value.value != in_form.value {
            self.differ.push(slot.cell.clone());
        }
        if let (Some(slot), Some(reason)) = (&slots.reason, &value.reason)
            && slot.content.is_empty()
        {
            self.edits.push(edit(slot, Value::Text(reason.clone())));
        }
    }

    /// What follows from the data, where the form has a blank for it.
    fn computed(&mut self, slots: &RowSlots, content: Content) {
        let Some(slot) = slots.actual.as_ref().filter(|slot| slot.content.is_empty()) else { return };
        self.edits.extend(written(&content, slots.has_unit).map(|value| edit(slot, value)));
    }

    fn funds(&mut self, plan: &Plan, actuals: &Actuals, card: &Scorecard, slots: &FundSlots) {
        if let Some(budget) = &actuals.budget {
            let scale = slots.unit.as_deref().and_then(|unit| plan.units.read(unit).ok()).map(|unit| unit.scale);
            for (slot, figure) in [(&slots.planned, &budget.planned), (&slots.executed, &budget.executed)] {
                let Some(slot) = slot.as_ref().filter(|slot| slot.content.is_empty()) else { continue };
                if let (Found::Number(measure), Some(scale)) = (&figure.value, &scale)
                    && let Some(amount) = measure.value.div(scale)
                {
                    self.number(Some(slot), &amount);
                }
            }
        }
        let Some(execution) = &card.execution else { return };
        if let Some(rate) = &execution.rate {
            self.percent(slots.rate.as_ref(), rate);
        }
        if let Points::Exactly(points) = &execution.rounded {
            self.number(slots.score.as_ref(), points);
        }
    }

    /// A number, where the cell does not hold it already.
    fn number(&mut self, slot: Option<&Slot>, number: &Exact) {
        let Some(slot) = slot else { return };
        let text = number.to_decimal(12).unwrap_or_else(|| number.to_fixed(12, Rounding::HalfUp));
        let Ok(number) = text.parse::<rust_decimal::Decimal>() else { return };
        if slot.content != sheet::Content::Number(number) {
            self.edits.push(edit(slot, Value::Number(number)));
        }
    }

    fn percent(&mut self, slot: Option<&Slot>, ratio: &Exact) {
        let Some(slot) = slot else { return };
        let hundredfold = ratio * &Exact::int(100);
        let text = hundredfold.to_decimal(4).unwrap_or_else(|| hundredfold.to_fixed(PERCENT_PLACES, Rounding::HalfUp));
        let Ok(number) = text.parse::<rust_decimal::Decimal>() else { return };
        if slot.content != sheet::Content::Percent(number) && slot.content.text() != format!("{}%", number.normalize())
        {
            self.edits.push(edit(slot, Value::Percent(number)));
        }
    }
}

/// A content of a form as a person types it; the unit goes into the cell where it has no column.
fn written(content: &Content, has_unit: bool) -> Option<Value> {
    match content {
        Content::Empty => None,
        Content::Text(text) => Some(Value::Text(text.clone())),
        Content::Date(date) => Some(Value::Date(*date)),
        Content::Live(_, now) => match &**now {
            Content::Number(number, shown) => {
                let near = number.parse::<rust_decimal::Decimal>().ok()?.round_dp(ENDLESS_PLACES);
                written(&Content::Number(near.to_string(), shown.clone()), has_unit)
            }
            other => written(other, has_unit),
        },
        Content::Number(number, shown) => {
            let value: rust_decimal::Decimal = number.parse().ok()?;
            Some(match shown {
                Shown::Percent => Value::Percent(value.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?),
                Shown::Unit(unit) if !has_unit && !unit.is_empty() => Value::Measure(value, unit.clone()),
                Shown::Unit(_) | Shown::Money | Shown::Places(_) | Shown::Day => Value::Number(value),
            })
        }
    }
}

fn edit(slot: &Slot, value: Value) -> Edit {
    Edit { sheet: slot.sheet.clone(), cell: slot.cell.clone(), value: Some(value), ..Edit::default() }
}
