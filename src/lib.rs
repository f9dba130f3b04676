//! heng (衡): performance indicators of public budgets as code.

// The helper files that unit and integration tests share say `heng::` in both.
#[cfg(test)]
extern crate self as heng;

pub mod amend;
pub mod audit;
pub mod brief;
pub mod cli;
pub mod diag;
pub mod diff;
pub mod exact;
pub mod fix;
pub mod format;
pub mod forms;
pub mod ide;
pub mod import;
pub mod lint;
pub mod lsp;
pub mod model;
pub mod outlook;
pub mod plan;
pub mod reading;
pub mod report;
pub mod score;
pub mod source;
pub mod syntax;
pub mod table;
pub mod terms;
