//! heng (衡): performance indicators of public budgets as code.

pub mod cli;
pub mod diag;
pub mod exact;
pub mod format;
pub mod model;
pub mod plan;
pub mod report;
pub mod score;
pub mod source;
pub mod syntax;
pub mod table;
pub mod terms;
