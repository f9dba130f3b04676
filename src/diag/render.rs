//! Diagnostics on a terminal; the only file that names miette.
