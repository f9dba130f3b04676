//! Diagnostics of a compilation as text: in order, each once. `heng check` has its own.

use std::collections::BTreeSet;

use clap::ValueEnum;

use super::compilation::sources;
use super::shell::Shell;
use crate::diag::Diagnostic;
use crate::diag::render::{Look, Renderer};
use crate::model::Model;
use crate::source::Source;

/// How many diagnostics of one file are written in full. Nobody reads more, and a file that
/// is no plan at all would fill the screen; the one-line form lists all.
const MAX_IN_FULL: usize = 100;

/// How much is said about each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the source and what to do.
    Full,
    /// On one line.
    Concise,
}

/// One diagnostic, written; equal keys are the same finding reached through different files.
pub struct Finding {
    key: String,
    text: String,
}

/// Writes the diagnostics of one compilation, in the order of the text.
pub fn write<'a>(
    sources: impl IntoIterator<Item = &'a Source>,
    diagnostics: &[Diagnostic],
    format: Format,
    look: Look,
) -> Vec<Finding> {
    let renderer = Renderer::new(sources, look);
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| diagnostic.primary.place);
    let mut in_full = 0;
    let finding = |diagnostic: &&Diagnostic| {
        let line = renderer.concise(diagnostic);
        let text = match format {
            Format::Concise => format!("{line}\n"),
            Format::Full if in_full < MAX_IN_FULL => format!("{}\n", renderer.full(diagnostic)),
            Format::Full => String::new(),
        };
        in_full += 1;
        Finding { key: line, text }
    };
    ordered.iter().map(finding).collect()
}

/// Shows the diagnostics of a model on standard error, for commands whose output is another.
pub fn show(model: &Model, shell: &mut Shell) {
    let written = write(sources(model), &model.diagnostics, Format::Full, shell.error_look);
    let text = Gathered::default().take(written);
    if !text.is_empty() {
        shell.say(text.trim_end_matches('\n'));
    }
}

/// Puts findings of several compilations together.
#[derive(Default)]
pub struct Gathered {
    seen: BTreeSet<String>,
}

impl Gathered {
    /// The text of those that were not there before.
    pub fn take(&mut self, findings: Vec<Finding>) -> String {
        let mut out = String::new();
        for finding in findings {
            if self.seen.insert(finding.key) {
                out.push_str(&finding.text);
            }
        }
        out
    }
}
