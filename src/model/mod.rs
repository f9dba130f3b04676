//! From syntax trees to a checked model.
pub mod unit;
