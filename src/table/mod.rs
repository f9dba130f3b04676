//! Sheets in and out: plain data, never syntax.
