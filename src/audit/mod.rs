//! Published self-evaluation tables, recomputed: which scores a rule explains, and which not.
//!
//! Nothing is called wrong that cannot be computed: a row is 一致, 不一致 or 无法判定, each with
//! its reason. Which rule and which rounding a table follows is found by counting.

mod checks;
mod recompute;

use rust_decimal::Decimal;

use crate::exact::Rounding;
use crate::import::form::{Form, Row};
use crate::import::{self, Forms};

pub use recompute::{METHODS, Method};

/// What is said of a published score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Verdict {
    /// The rule gives it.
    #[serde(rename = "一致")]
    Agrees,
    /// The rule gives another, or no rule can give it.
    #[serde(rename = "不一致")]
    Differs,
    /// It cannot be computed.
    #[serde(rename = "无法判定")]
    Undecided,
}

impl Verdict {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Agrees => "一致",
            Verdict::Differs => "不一致",
            Verdict::Undecided => "无法判定",
        }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// The indicator.
    pub name: String,
    /// `E12` or `第 3 行`.
    pub cell: String,
    /// The target as printed.
    pub target: String,
    /// The actual value as printed.
    pub actual: String,
    /// 分值 as printed.
    pub weight: Option<Decimal>,
    /// 得分 as printed.
    pub published: Option<Decimal>,
    /// What the rule gives, rounded as the table rounds.
    pub computed: Option<String>,
    /// Whether the two agree.
    pub verdict: Verdict,
    /// Why, one sentence.
    pub reason: String,
}

/// A disagreement, of a row or of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// A key of [`CODES`].
    pub code: &'static str,
    /// The cell it stands in.
    pub cell: String,
    /// One sentence.
    pub message: String,
}

/// One table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Whose it is.
    pub name: String,
    /// The sheet it stands on.
    pub sheet: Option<String>,
    /// The rule that explains most of its rows.
    pub method: String,
    /// The decimal places that it rounds to.
    pub places: u32,
    /// How it rounds.
    pub rounding: Rounding,
    /// How many rows the rule explains, of how many that could be computed.
    pub explained: (usize, usize),
    /// Every row.
    pub rows: Vec<AuditRow>,
    /// What does not add up.
    pub disagreements: Vec<Disagreement>,
}

/// What to audit by.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The frameworks whose rules count, of which a table follows the one that explains most of
    /// its rows; without one the rule is found.
    pub frameworks: Vec<String>,
}

/// Every code, with the title of its page.
pub const CODES: &[(&str, &str)] = &[
    ("E0820", "得分与计算不一致"),
    ("E0821", "总分不等于各项之和"),
    ("E0822", "分值合计不对"),
    ("E0823", "实际完成值照抄指标值"),
    ("E0824", "没有达成却给了满分"),
    ("E0825", "超额完成没有说明"),
    ("E0826", "执行率与金额不符"),
    ("E0827", "定性指标的得分不在等级范围内"),
    ("E0828", "得分超出分值"),
];

/// Audits every table of a file.
///
/// # Errors
///
/// There is no framework of the name asked for.
pub fn audit(read: &Forms, options: &Options) -> Result<Vec<Table>, String> {
    let mut tables = Vec::new();
    for form in read.forms.iter().flat_map(apart) {
        tables.push(table(&form, options)?);
    }
    Ok(tables)
}

/// A sheet may hold the rows of several tables, which a column tells apart.
fn apart(form: &Form) -> Vec<Form> {
    let mut keys: Vec<Option<String>> = Vec::new();
    for row in &form.rows {
        if !keys.contains(&row.table) {
            keys.push(row.table.clone());
        }
    }
    if keys.len() < 2 {
        return vec![form.clone()];
    }
    let of = |key: Option<String>| {
        let rows: Vec<Row> = form.rows.iter().filter(|row| row.table == key).cloned().collect();
        let name = key.map(|text| import::form::Found { text, at: String::new() });
        Form { name, rows, groups: form.groups.clone(), sheet: form.sheet.clone(), year: form.year, ..Form::default() }
    };
    keys.into_iter().map(of).collect()
}

fn table(form: &Form, options: &Options) -> Result<Table, String> {
    let lines: Vec<recompute::Line> = form.rows.iter().map(|row| recompute::line(row, form)).collect();
    let found = recompute::best(&lines, form, &options.frameworks)?;
    let mut rows = Vec::new();
    let mut disagreements = Vec::new();
    for (line, (row, outcome)) in lines.iter().zip(form.rows.iter().zip(&found.outcomes)) {
        let (audited, said) = checks::row(line, row, outcome, (found.places, found.rounding));
        rows.push(audited);
        disagreements.extend(said);
    }
    disagreements.extend(checks::whole(form, &rows, (found.places, found.rounding)));
    let title = form.name.as_ref().or(form.title.as_ref()).map(|found| found.text.replace(['\n', '\r'], ""));
    Ok(Table {
        name: title.unwrap_or_else(|| "未写名称".to_owned()),
        sheet: form.sheet.clone(),
        method: found.method,
        places: found.places,
        rounding: found.rounding,
        explained: found.explained,
        rows,
        disagreements,
    })
}
