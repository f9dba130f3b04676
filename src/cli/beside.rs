//! The actual values that stand beside a plan under a name of its own: `2024.heng`, `2024实际.xlsx`.

use std::path::Path;

/// What a file with actual values is called beside its plan, behind the plan's own name.
const ACTUALS: [&str; 3] = ["实际", "自评", "完成"];
/// The likeliest form first: a heng file says most.
const FORMS: [&str; 6] = ["heng", "csv", "xlsx", "xls", "ods", "json"];

/// The files with actual values beside a plan, the likeliest first.
pub(super) fn beside(plan: &str) -> Vec<String> {
    let stem = plan.strip_suffix(".heng").unwrap_or(plan);
    let names = FORMS.iter().flat_map(|form| ACTUALS.iter().map(move |word| format!("{stem}{word}.{form}")));
    names.filter(|name| Path::new(name).is_file()).collect()
}
