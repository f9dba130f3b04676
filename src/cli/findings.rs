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

/// The diagnostics of one compilation in the order of the text, each once: an imported file
/// may be reached in several ways.
pub fn write<'a>(
    sources: impl IntoIterator<Item = &'a Source>,
    diagnostics: &[Diagnostic],
    format: Format,
    look: Look,
) -> String {
    let renderer = Renderer::new(sources, look);
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| diagnostic.primary.place);
    let mut seen = BTreeSet::new();
    let mut out = String::new();
    for diagnostic in ordered {
        let line = renderer.concise(diagnostic);
        if seen.contains(&line) {
            continue;
        }
        match format {
            Format::Concise => out.push_str(&format!("{line}\n")),
            Format::Full if seen.len() < MAX_IN_FULL => out.push_str(&format!("{}\n", renderer.full(diagnostic))),
            Format::Full => {}
        }
        seen.insert(line);
    }
    out
}

/// Shows the diagnostics of a model on standard error, for commands whose output is another.
pub fn show(model: &Model, shell: &mut Shell) {
    let text = write(sources(model), &model.diagnostics, Format::Full, shell.error_look);
    if !text.is_empty() {
        shell.say(text.trim_end_matches('\n'));
    }
}
