//! The one test binary: each module is a kind of test.

mod cli;
mod cli_files;
mod cli_help;
