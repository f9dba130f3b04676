//! The one test binary: each module is a kind of test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod cli;
mod cli_files;
mod cli_help;
mod compile;
mod layers;
mod pages;
mod properties;
mod suite;
mod tidy;
