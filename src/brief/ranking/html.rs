//! A ranking as one page.

use serde::Serialize;

use super::{Entry, Ranking, mark, percent};
use crate::brief::Mark;
use crate::brief::html::rendered;

const TEMPLATE: &str = include_str!("page.html");

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    ranking: &'a Ranking,
    rows: Vec<Row<'a>>,
    /// Grades with the share of all that they are, in thousandths.
    shares: Vec<(&'a str, usize, usize)>,
}

#[derive(Serialize)]
struct Row<'a> {
    entry: &'a Entry,
    mark: Mark,
    full: String,
}

/// The page.
pub fn html(ranking: &Ranking) -> String {
    let rows = ranking.entries.iter().map(|entry| Row {
        entry,
        mark: mark(entry),
        full: percent(entry.full_marks).unwrap_or_default(),
    });
    let all = ranking.entries.len().max(1);
    let shares = ranking.grades.iter().map(|(grade, count)| (grade.as_str(), *count, count * 1000 / all));
    rendered(TEMPLATE, &Page { ranking, rows: rows.collect(), shares: shares.collect() })
}
