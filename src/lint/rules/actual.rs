//! L7: actual values and what they score.

use crate::plan::Line;

/// Where the reason of a line goes: a computed one has no value of its own to write behind.
fn how_to_explain(line: &Line) -> String {
    if line.formula.is_none() {
        return "在实际值后面写 `, 原因 \"……\"`".to_owned();
    }
    let plain = line.name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '·'));
    let name = if plain { line.name.to_string() } else { format!("\"{}\"", line.name) };
    format!(
        "它由公式算出：在 `实际` 里加一行 `{name} = 无, 原因 \"……\"`，或在公式用到的数据后面写 `, 原因 \"……\"`；\
         表格里留空实际完成值，只填偏差原因"
    )
}

family!(
    missed_without_reason,
    over_without_reason,
    far_over_target,
    actual_copies_target,
    all_full_marks,
    full_satisfaction,
    execution_out_of_range,
);
