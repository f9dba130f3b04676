//! The tables behind `--actuals`: each read once, each row claimed by the declarations that
//! know its name, each finding told once.
//!
//! A table often holds the rows of a department and of its projects. A row that one of them
//! claims is no mistake in the others; a row that nobody claims is one mistake.

mod owners;
mod plausible;

use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Failure;
use super::input::Input;
use crate::diag::Severity;
use crate::plan::Plan;
use crate::report::provenance::InputFile;
use crate::score::actuals::{Origin, RawActuals, Value};
use crate::score::{Bound, Finding, bind};
use crate::table::sheet::{self, Workbook};
use crate::table::{TableFinding, actuals};
pub(super) use owners::settle;

/// The code of a row that names nothing of a plan.
const UNKNOWN_ROW: &str = "E0501";
/// The code of a value that cannot be read; the table has said why.
const UNREADABLE: &str = "E0513";

/// The code of a table with one of the two budget figures.
const HALF_A_BUDGET: &str = "E0530";
/// The code of a file without a header.
const NO_HEADER: &str = "E0520";
/// The code of two figures that differ.
const TWO_BUDGETS: &str = "E0504";
/// The code of rows of a department or project that the file does not have.
const OF_NOBODY: &str = "E0555";
/// The code of missing budget figures, which the table has then told of.
const NO_BUDGET: &str = "E0519";

/// One declaration with its values.
pub(super) struct Matched {
    pub plan: Plan,
    pub bound: Bound,
    /// What it was matched with.
    sources: Vec<Source>,
    /// What was found in the tables, before anything was matched.
    found: Vec<Finding>,
    /// The rows of tables whose names it knows.
    claimed: FxHashSet<Origin>,
}

/// The tables, each read once however many declarations are scored with it, and what was read.
pub(super) fn read(paths: &[&PathBuf]) -> Result<(Vec<Workbook>, Vec<InputFile>), Failure> {
    let read = |path: &&PathBuf| {
        let input = Input::from_arg(path);
        let (name, bytes) = (input.name(), input.bytes()?);
        let table = sheet::read(&bytes, &name).map_err(|finding| refused(&name, finding))?;
        Ok((table, InputFile::new("实际完成值", &name, &bytes)))
    };
    paths.iter().map(read).collect()
}

/// A file that is no table has no values to score with.
pub(super) fn refused(name: &str, finding: TableFinding) -> Failure {
    let failure = Failure::new(format!("读不了 `{name}`：{}（{}）", finding.message, finding.code));
    match finding.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// Values from one place.
#[derive(Debug)]
struct Source {
    whose: Whose,
    actuals: RawActuals,
}

/// What says that values are a declaration's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The block or the table itself.
    Stated,
    /// Nothing.
    Open,
}

impl Source {
    fn is_open(&self) -> bool {
        self.whose == Whose::Open
    }
}

/// Matches the tables, and the blocks of a file, with a declaration; `owners` are the names
/// of all of them.
pub(super) fn matched(plan: Plan, blocks: Vec<RawActuals>, tables: &[Workbook], owners: &[&str]) -> Matched {
    let stated = |actuals| Source { whose: Whose::Stated, actuals };
    let mut sources: Vec<Source> = blocks.into_iter().map(stated).collect();
    let mut found: Vec<Finding> = Vec::new();
    for table in tables {
        let reading = actuals::from_workbook(table, plan.year, owners);
        sources.push(Source { whose: Whose::Open, actuals: reading.actuals });
        found.extend(reading.findings.into_iter().map(of_table));
        for (owner, actuals) in reading.owned {
            if actuals::same_name(&owner, &plan.name) {
                sources.push(stated(actuals));
            } else if !owners.iter().any(|known| actuals::same_name(known, &owner)) {
                found.extend(of_nobody(&owner, &actuals, owners));
            }
        }
    }
    let raw: Vec<RawActuals> = sources.iter().map(|source| source.actuals.clone()).collect();
    let bound = bind(&plan, &raw);
    let unknown: FxHashSet<&Origin> = bound.findings.iter().filter(is_unknown_row).map(|found| &found.origin).collect();
    let rows = raw.iter().flat_map(|source| &source.rows).map(|row| &row.origin);
    let claimed = rows.filter(|origin| !unknown.contains(origin)).cloned().collect();
    Matched { plan, bound, sources, found, claimed }
}

/// Rows that name a department or project which is not there.
fn of_nobody(owner: &str, actuals: &RawActuals, owners: &[&str]) -> Option<Finding> {
    let origin = match (actuals.rows.first(), &actuals.budget) {
        (Some(row), _) => row.origin.clone(),
        (None, Some(budget)) => budget.executed.origin.clone(),
        (None, None) => return None,
    };
    let names: Vec<String> = owners.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("表里有 `{owner}` 的 {} 行，指标文件里没有这个部门或项目，没有采用", actuals.rows.len());
    let finding = Finding::error(OF_NOBODY, origin, message);
    Some(finding.help(format!("核对“部门、项目”一列；指标文件里有：{}", names.join("、"))))
}

impl Matched {
    /// Whether any values were given for it, used or not.
    pub(super) fn was_given_values(&self) -> bool {
        self.sources.iter().any(|source| !source.actuals.rows.is_empty() || source.actuals.budget.is_some())
    }

    /// Why one of the tables has nothing to score with: it has no header.
    pub(super) fn without_table(&self) -> Option<Failure> {
        let found = self.found.iter().find(|found| found.code == NO_HEADER)?;
        let Origin::Cell { file, .. } = &found.origin else { return None };
        let budget = |source: &Source| source.actuals.title == *file && source.actuals.budget.is_some();
        if self.sources.iter().any(budget) {
            return None;
        }
        let failure = Failure::new(format!("`{file}` 里没有能读的表，没能计分：{}（{NO_HEADER}）", found.message));
        Some(match &found.help {
            Some(help) => failure.help(help),
            None => failure,
        })
    }

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
        plausible::look(&matched.plan, &mut matched.bound);
        let (claimed, found) = (&matched.claimed, std::mem::take(&mut matched.found));
        if found.iter().any(|found| matches!(found.code, HALF_A_BUDGET | TWO_BUDGETS)) {
            matched.bound.findings.retain(|found| found.code != NO_BUDGET);
        }
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
