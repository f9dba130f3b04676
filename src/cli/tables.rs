//! The tables behind `--actuals`: each read once, each row claimed by the declarations that
//! know its name, each finding told once.
//!
//! A table often holds the rows of a department and of its projects. A row that one of them
//! claims is no mistake in the others; a row that nobody claims is one mistake.

use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Failure;
use super::input::Input;
use crate::diag::Severity;
use crate::plan::Plan;
use crate::score::actuals::{Origin, RawActuals, Value};
use crate::score::{Bound, Finding, bind};
use crate::table::sheet::{self, Workbook};
use crate::table::{TableFinding, actuals};

/// The code of a row that names nothing of a plan.
const UNKNOWN_ROW: &str = "E0501";
/// The code of a value that cannot be read; the table has said why.
const UNREADABLE: &str = "E0513";

/// The code of a table with one of the two budget figures.
const HALF_A_BUDGET: &str = "E0530";
/// The code of missing budget figures, which the table has then told of.
const NO_BUDGET: &str = "E0519";

/// One declaration with its values.
pub(super) struct Matched {
    pub plan: Plan,
    pub bound: Bound,
    /// What was found in the tables, before anything was matched.
    found: Vec<Finding>,
    /// The rows of tables whose names it knows.
    claimed: FxHashSet<Origin>,
}

/// The tables, each read once however many declarations are scored with it.
pub(super) fn read(paths: &[&PathBuf]) -> Result<Vec<Workbook>, Failure> {
    let read = |path: &&PathBuf| {
        let input = Input::from_arg(path);
        let name = input.name();
        sheet::read(&input.bytes()?, &name).map_err(|finding| refused(&name, finding))
    };
    paths.iter().map(read).collect()
}

/// A file that is no table has no values to score with.
fn refused(name: &str, finding: TableFinding) -> Failure {
    let failure = Failure::new(format!("读不了 `{name}`：{}（{}）", finding.message, finding.code));
    match finding.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// Matches the tables, and the blocks of a file, with a declaration.
pub(super) fn matched(plan: Plan, blocks: Vec<RawActuals>, tables: &[Workbook]) -> Matched {
    let mut raw = blocks;
    let mut found: Vec<Finding> = Vec::new();
    for table in tables {
        let reading = actuals::from_workbook(table, plan.year);
        raw.push(reading.actuals);
        found.extend(reading.findings.into_iter().map(of_table));
    }
    let mut bound = bind(&plan, &raw);
    if found.iter().any(|found| found.code == HALF_A_BUDGET) {
        bound.findings.retain(|found| found.code != NO_BUDGET);
    }
    let unknown: FxHashSet<&Origin> = bound.findings.iter().filter(is_unknown_row).map(|found| &found.origin).collect();
    let rows = raw.iter().flat_map(|source| &source.rows).map(|row| &row.origin);
    let claimed = rows.filter(|origin| !unknown.contains(origin)).cloned().collect();
    Matched { plan, bound, found, claimed }
}

impl Matched {
    /// Whether it has any value of its own. Budget figures of a table are nobody's own.
    pub(super) fn has_values(&self) -> bool {
        let actuals = &self.bound.actuals;
        let own_budget = actuals.budget.as_ref().and_then(|budget| budget.executed.origin.as_ref());
        matches!(own_budget, Some(Origin::Heng(_)))
            || actuals.lines.iter().chain(&actuals.data).any(|actual| actual.value != Value::Missing)
    }
}

/// Leaves each finding about a table where it belongs: with the declarations that claim its
/// row, or with one of those shown when nobody does. `all` are the claims of every
/// declaration, shown or not.
pub(super) fn told_once(shown: &mut [Matched], all: &FxHashSet<Origin>) {
    let teller = tellers(shown, all);
    for (index, matched) in shown.iter_mut().enumerate() {
        let (claimed, found) = (&matched.claimed, std::mem::take(&mut matched.found));
        let unreadable: FxHashSet<Origin> =
            found.iter().filter(|found| found.severity == Severity::Error).map(|found| found.origin.clone()).collect();
        matched.bound.findings.retain(|found| match found.code {
            UNKNOWN_ROW if is_unknown_row(&found) => teller.get(&found.origin) == Some(&index),
            UNREADABLE => !unreadable.contains(&found.origin),
            _ => true,
        });
        let own = |found: &Finding| claimed.contains(&found.origin) || (index == 0 && !all.contains(&found.origin));
        matched.bound.findings.splice(0..0, found.into_iter().filter(own));
    }
    let shared = shared_budget(shown);
    if let Some(first) = shown.first_mut() {
        first.bound.findings.extend(shared);
    }
}

/// A table does not say whose its budget figures are: used twice, they are likely wrong once.
fn shared_budget(shown: &[Matched]) -> Option<Finding> {
    let figures = shown.iter().filter_map(|matched| {
        let origin = matched.bound.actuals.budget.as_ref()?.executed.origin.as_ref()?;
        matches!(origin, Origin::Cell { .. }).then_some((origin, &matched.plan.name))
    });
    let figures: Vec<_> = figures.collect();
    let (first, _) = *figures.first()?;
    let users: Vec<String> =
        figures.iter().filter(|(origin, _)| *origin == first).map(|(_, name)| format!("`{name}`")).collect();
    if users.len() < 2 {
        return None;
    }
    let message = format!("{} 的预算执行率都用了这一笔预算数和执行数", users.join("、"));
    let finding = Finding::warning("E0550", first.clone(), message);
    Some(finding.help("各自的预算数和执行数写在各自的表里，用 --name 逐个计分"))
}

/// Every row that some declaration claims.
pub(super) fn claims(all: &[Matched]) -> FxHashSet<Origin> {
    all.iter().flat_map(|matched| matched.claimed.iter().cloned()).collect()
}

/// Which of the declarations tells of a row that nobody claims: the first that knows a name
/// like it, or else the first.
fn tellers(shown: &[Matched], all: &FxHashSet<Origin>) -> FxHashMap<Origin, usize> {
    let mut tellers: FxHashMap<Origin, usize> = FxHashMap::default();
    for similar in [true, false] {
        for (index, matched) in shown.iter().enumerate() {
            let unclaimed = matched.bound.findings.iter().filter(is_unknown_row);
            for found in unclaimed.filter(|found| !all.contains(&found.origin)) {
                if !similar || matched.bound.similar.contains(&found.origin) {
                    tellers.entry(found.origin.clone()).or_insert(index);
                }
            }
        }
    }
    tellers
}

/// Rows of blocks are reported where they stand: a block names its declaration.
fn is_unknown_row(found: &&Finding) -> bool {
    found.code == UNKNOWN_ROW && matches!(found.origin, Origin::Cell { .. })
}

fn of_table(found: TableFinding) -> Finding {
    let TableFinding { code, severity, message, origin, help } = found;
    Finding { severity, help, ..Finding::error(code, origin, message) }
}
