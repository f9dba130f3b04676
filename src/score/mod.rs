//! From a plan and actual values to a scorecard.
pub mod actuals;
