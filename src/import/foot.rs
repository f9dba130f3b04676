//! The foot of a form below its indicators: the score, the grade and the conclusion, as labels with
//! their values. No such row is an indicator, and the score is the total of the table.

use super::form::{Form, Found};
use super::grid::Row;
use super::labels::{self, Foot};
use super::rows::is_number;

/// Reads a row of the foot; false where the row is none.
pub(super) fn read(row: &Row, form: &mut Form) -> bool {
    let Some(pairs) = pairs(row) else { return false };
    for (foot, label, value) in pairs {
        if let Some(score) = printed_score(foot, &value)
            && form.total.as_ref().is_none_or(|[_, score]| score.is_none())
        {
            let [_, own] = form.total.get_or_insert_default();
            *own = Some(score);
            if foot == Some(Foot::Score) {
                continue;
            }
        }
        if !value.is_blank() {
            form.others.push((label, value));
        }
    }
    true
}

/// Labels of the foot and what stands behind each; nothing where anything else stands in the row.
fn pairs(row: &Row) -> Option<Vec<(Option<Foot>, String, Found)>> {
    let mut pairs = Vec::new();
    let mut cells = row.cells.iter().peekable();
    let is_label = |text: &str| labels::foot(text).is_some() || labels::fact(text).is_some();
    while let Some(cell) = cells.next() {
        let found = |text: &str| Found { text: text.trim().to_owned(), at: cell.at.clone() };
        if is_label(&cell.text) {
            let value = cells.next_if(|next| !is_label(&next.text) && split(&next.text).is_none());
            let value = value.map(|next| Found { text: next.text.clone(), at: next.at.clone() });
            pairs.push((labels::foot(&cell.text), label(&cell.text), value.unwrap_or_default()));
        } else {
            let (foot, head, text) = split(&cell.text)?;
            pairs.push((foot, label(head), found(text)));
        }
        // Only a row that begins with the foot is of it.
        if pairs.first().is_some_and(|(foot, ..)| foot.is_none()) {
            return None;
        }
    }
    // `自评得分` over its value may be a name with a target; a number or nothing it is here.
    let fits = |(foot, _, value): &(Option<Foot>, String, Found)| {
        *foot != Some(Foot::Score) || value.is_blank() || is_number(&value.text)
    };
    (!pairs.is_empty() && pairs.iter().all(fits)).then_some(pairs)
}

/// `自评总分：90分`.
fn split(text: &str) -> Option<(Option<Foot>, &str, &str)> {
    let (head, value) = text.split_once(['：', ':'])?;
    let foot = labels::foot(head);
    (!value.trim().is_empty() && (foot.is_some() || labels::fact(head).is_some())).then_some((foot, head, value))
}

fn label(text: &str) -> String {
    text.lines().map(str::trim).collect::<String>().trim_end_matches(['：', ':']).to_owned()
}

/// The score in a value: all of it behind 自评得分; `自评得分90分` in a conclusion.
fn printed_score(foot: Option<Foot>, value: &Found) -> Option<Found> {
    let text = match foot? {
        Foot::Score => value.text.as_str(),
        Foot::Text => labels::score_in(&value.text)?,
    };
    is_number(text).then(|| Found { text: text.to_owned(), at: value.at.clone() })
}
