//! L2: targets that can be measured.

use crate::lint::cx::{Cx, Line};
use crate::model::Declaration;

family!(
    no_definition,
    name_starts_with_verb,
    vague_target,
    qualitative_without_scale,
    unmeasurable_percentage,
    value_repeats_name,
    target_in_name,
    goal_as_indicator,
    compound_subject,
    undefined_scope,
    no_data_source,
    qualitative_for_countable,
    compound_target,
    deadline_without_date,
    target_is_no,
);

/// How many names a finding about many indicators lists.
const LISTED: usize = 3;

/// One finding for all the indicators of a declaration that lack something: at the indicator
/// when it is the only one, else at the declaration.
fn lacking(cx: &mut Cx<'_>, declaration: &Declaration, lacks: fn(&Cx<'_>, &Line<'_>) -> bool, what: &str, help: &str) {
    let lines = cx.lines(declaration);
    let found: Vec<&Line<'_>> = lines.iter().filter(|line| lacks(cx, line)).collect();
    let finding = match found.as_slice() {
        [] => return,
        [only] => cx.finding(only.name_place(), format!("`{}` {what}", only.name())),
        several => {
            let names: Vec<String> = several.iter().take(LISTED).map(|line| format!("`{}`", line.name())).collect();
            let more = if several.len() > LISTED { " 等" } else { "" };
            let message = format!("{} 个指标{what}：{}{more}", several.len(), names.join("、"));
            cx.finding(declaration.place, message)
        }
    };
    cx.report(finding.help(help));
}
