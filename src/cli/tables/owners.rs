//! Whose a row is that several declarations know, and whose the budget figures are.
//!
//! A column or the name of a sheet says it. Where neither does, a table that has rows of one
//! declaration alone is that declaration's; what is then still open is used for nobody, and
//! said so: half a guess would be a wrong score.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Matched, NO_BUDGET, Source};
use crate::score::actuals::Origin;
use crate::score::{Finding, bind};

/// Several declarations have a row's name.
const WHOSE_ROW: &str = "E0554";
/// Several declarations may be meant by budget figures.
const WHOSE_BUDGET: &str = "E0550";

const HELP: &str = "在表里加一列“部门、项目”写明，或一个部门、项目一张工作表，工作表用它的名称";

/// A file and a sheet of it.
type Table<'a> = (&'a str, Option<&'a str>);

/// What somebody does not get.
struct Withheld {
    from: usize,
    origin: Origin,
    /// Who gets it; nobody where that is open.
    owner: Option<usize>,
    /// What it is called, and all that it may belong to.
    name: String,
    among: Vec<usize>,
}

/// Leaves each row and each budget to one declaration. `named` is the one that is asked for.
pub(in super::super) fn settle(all: &mut [Matched], named: Option<usize>) {
    if all.len() < 2 {
        return;
    }
    let claims = claims(all);
    let known = Known::new(&claims);
    let rows = rows(all, &claims, &known, named);
    let budgets = budgets(all, &known, named);
    let names: Vec<String> = all.iter().map(|matched| format!("`{}`", matched.plan.name)).collect();
    for (index, matched) in all.iter_mut().enumerate() {
        let rows: Vec<&Withheld> = rows.iter().filter(|withheld| withheld.from == index).collect();
        let budgets: Vec<&Withheld> = budgets.iter().filter(|withheld| withheld.from == index).collect();
        if rows.is_empty() && budgets.is_empty() {
            continue;
        }
        withhold(matched, &rows, &budgets);
        let told = |withheld: &&&Withheld| withheld.owner.is_none() || named == Some(index);
        matched.bound.findings.extend(rows.iter().filter(told).map(|row| of_row(row, &names)));
        let of_budgets: Vec<Finding> = budgets.iter().filter(told).map(|budget| of_budget(budget, &names)).collect();
        if !of_budgets.is_empty() {
            matched.bound.findings.retain(|found| found.code != NO_BUDGET);
        }
        matched.bound.findings.extend(of_budgets);
    }
}

/// The declarations that know the name of each row of which the file does not say whose it
/// is. A data item is a fact that several may compute with.
fn claims(all: &[Matched]) -> FxHashMap<Origin, (String, Vec<usize>)> {
    let mut claims: FxHashMap<Origin, (String, Vec<usize>)> = FxHashMap::default();
    for (index, matched) in all.iter().enumerate() {
        let actuals = &matched.bound.actuals;
        let lines: FxHashSet<&Origin> = actuals.lines.iter().filter_map(|actual| actual.origin.as_ref()).collect();
        let data: FxHashSet<&Origin> = actuals.data.iter().filter_map(|actual| actual.origin.as_ref()).collect();
        let fact = |origin: &Origin| data.contains(origin) && !lines.contains(origin);
        let rows = matched.sources.iter().filter(|source| source.is_open()).flat_map(|source| &source.actuals.rows);
        for row in rows.filter(|row| matched.claimed.contains(&row.origin) && !fact(&row.origin)) {
            let (_, claimants) = claims.entry(row.origin.clone()).or_insert_with(|| (row.name.clone(), Vec::new()));
            claimants.push(index);
        }
    }
    claims
}

/// The declarations that have rows of their own, by table and by file.
#[derive(Default)]
struct Known<'a> {
    tables: FxHashMap<Table<'a>, Vec<usize>>,
    files: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Known<'a> {
    fn new(claims: &'a FxHashMap<Origin, (String, Vec<usize>)>) -> Self {
        let mut known = Known::default();
        for (origin, (_, claimants)) in claims {
            let ([only], Some(table)) = (claimants.as_slice(), table_of(origin)) else { continue };
            for owners in [known.tables.entry(table).or_default(), known.files.entry(table.0).or_default()] {
                if !owners.contains(only) {
                    owners.push(*only);
                    owners.sort_unstable();
                }
            }
        }
        known
    }

    /// Whose a table is, or that of its file where it has only common rows.
    fn owners<'s>(&'s self, origin: &'s Origin) -> &'s [usize] {
        let Some(table) = table_of(origin) else { return &[] };
        self.tables.get(&table).or_else(|| self.files.get(table.0)).map_or(&[], Vec::as_slice)
    }
}

fn table_of(origin: &Origin) -> Option<Table<'_>> {
    match origin {
        Origin::Cell { file, sheet, .. } => Some((file, sheet.as_deref())),
        Origin::Heng(_) => None,
    }
}

fn rows(
    all: &[Matched],
    claims: &FxHashMap<Origin, (String, Vec<usize>)>,
    known: &Known<'_>,
    named: Option<usize>,
) -> Vec<Withheld> {
    let mut withheld = Vec::new();
    for (origin, (name, claimants)) in claims.iter().filter(|(_, (_, claimants))| claimants.len() > 1) {
        let candidates: Vec<usize> =
            known.owners(origin).iter().copied().filter(|owner| claimants.contains(owner)).collect();
        let owner = match candidates.as_slice() {
            [] => named.filter(|named| claimants.contains(named)),
            [only] => Some(*only),
            _ => None,
        };
        withheld.extend(claimants.iter().filter(|claimant| Some(**claimant) != owner).map(|claimant| Withheld {
            from: *claimant,
            origin: origin.clone(),
            owner,
            name: name.clone(),
            among: claimants.clone(),
        }));
    }
    let position = |withheld: &Withheld| {
        let sources = all.iter().flat_map(|matched| &matched.sources);
        sources.flat_map(|source| &source.actuals.rows).position(|row| row.origin == withheld.origin)
    };
    withheld.sort_by_cached_key(position);
    withheld
}

fn budgets(all: &[Matched], known: &Known<'_>, named: Option<usize>) -> Vec<Withheld> {
    let scored = |index: &usize| all.get(*index).is_some_and(|matched| matched.plan.framework.execution.is_some());
    let everybody: Vec<usize> = (0..all.len()).filter(scored).collect();
    let mut withheld = Vec::new();
    let open = all.first().into_iter().flat_map(|matched| &matched.sources).filter(|source| source.is_open());
    for budget in open.filter_map(|source| source.actuals.budget.as_ref()) {
        let origin = &budget.executed.origin;
        let owners: Vec<usize> = known.owners(origin).iter().copied().filter(scored).collect();
        let among = if owners.is_empty() { &everybody } else { &owners };
        let without: Vec<usize> = among.iter().copied().filter(|index| !has_own_budget(all, *index)).collect();
        let owner = match (among.as_slice(), without.as_slice()) {
            ([only], _) | (_, [only]) => Some(*only),
            _ if owners.is_empty() => named.filter(|named| among.contains(named)),
            _ => None,
        };
        withheld.extend(everybody.iter().filter(|index| Some(**index) != owner).map(|index| Withheld {
            from: *index,
            origin: origin.clone(),
            owner,
            name: String::new(),
            among: among.clone(),
        }));
    }
    withheld
}

/// Whether a block or a table of its own gives a declaration its budget.
fn has_own_budget(all: &[Matched], index: usize) -> bool {
    all.get(index).is_some_and(|matched| {
        matched.sources.iter().any(|source| !source.is_open() && source.actuals.budget.is_some())
    })
}

/// Matches again without what belongs to others, or to nobody.
fn withhold(matched: &mut Matched, rows: &[&Withheld], budgets: &[&Withheld]) {
    let rows: FxHashSet<&Origin> = rows.iter().map(|withheld| &withheld.origin).collect();
    for source in matched.sources.iter_mut().filter(|source| source.is_open()) {
        let Source { actuals, .. } = source;
        actuals.rows.retain(|row| !rows.contains(&row.origin));
        let lost = |origin: &Origin| budgets.iter().any(|withheld| withheld.origin == *origin);
        actuals.budget = actuals.budget.take().filter(|budget| !lost(&budget.executed.origin));
    }
    let raw: Vec<_> = matched.sources.iter().map(|source| source.actuals.clone()).collect();
    matched.bound = bind(&matched.plan, &raw);
}

fn of_row(row: &Withheld, names: &[String]) -> Finding {
    let Withheld { owner, name, origin, .. } = row;
    match owner.and_then(|owner| names.get(owner)) {
        Some(owner) => {
            let message = format!("`{name}` 几处都有，这张表里别的行是 {owner} 的，没有算在这里");
            Finding::warning(WHOSE_ROW, origin.clone(), message).help(HELP)
        }
        None => {
            let message = format!("`{name}` 在 {} 中都有，分不清这个值是谁的，没有采用", listed(&row.among, names));
            Finding::error(WHOSE_ROW, origin.clone(), message).help(HELP)
        }
    }
}

fn of_budget(budget: &Withheld, names: &[String]) -> Finding {
    let origin = budget.origin.clone();
    match budget.owner.and_then(|owner| names.get(owner)) {
        Some(owner) => {
            let message = format!("这张表里的行是 {owner} 的，预算数和执行数没有算在这里");
            Finding::warning(WHOSE_BUDGET, origin, message).help(HELP)
        }
        None => {
            let message = format!("分不清预算数和执行数是 {} 中谁的，没有采用", listed(&budget.among, names));
            Finding::error(WHOSE_BUDGET, origin, message).help(HELP)
        }
    }
}

fn listed(among: &[usize], names: &[String]) -> String {
    among.iter().filter_map(|index| names.get(*index)).map(String::as_str).collect::<Vec<_>>().join("、")
}
