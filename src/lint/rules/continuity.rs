//! Rules.

family!();
