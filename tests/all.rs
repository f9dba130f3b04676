//! The one test binary: each module is a kind of test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod amend;
mod audit;
mod cache;
mod cli;
mod cli_files;
mod cli_help;
mod cli_rules;
mod cli_score;
mod compile;
mod corpus_lint;
mod corpus_published;
mod corpus_targets;
mod diff;
mod examples;
mod forms;
mod forms_fill;
mod forms_live;
mod golden;
mod import;
mod layers;
mod lint_config;
mod lint_fixes;
mod lint_formats;
mod lint_git;
mod lint_pages;
mod lint_suppress;
mod lsp;
mod noise;
mod original;
mod pages;
mod plan_maker;
mod properties;
mod readme;
mod reference;
mod score_binding;
mod score_fill;
mod score_owners;
mod score_properties;
mod score_whole;
mod suite;
mod tables;
mod tidy;
mod watch;
