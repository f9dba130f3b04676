//! Sheets and the texts in their cells: plain data in and out, never syntax, never a file.
//!
//! [`target`] reads one target text, [`cell`] one actual value, [`sheet`] turns bytes into
//! cells, [`actuals`] finds the table in the cells.

pub(crate) mod measure;
pub(crate) mod normal;
pub(crate) mod numeral;
pub(crate) mod scan;
pub mod target;
pub(crate) mod when;
pub(crate) mod words;
