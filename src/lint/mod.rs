//! The linter: rules over the model, what is configured, what is suppressed.
//!
//! [`lint`] walks the model of one file once and asks every rule that runs. It reports on the
//! entry of the compilation only: an imported file is reported on when it is checked itself.

mod config;
mod cx;
mod identity;
mod measure;
mod narrative;
mod noun;
mod page;
mod rule;
mod rules;
mod select;
mod suppress;
#[cfg(test)]
mod tests;
mod usage;
mod words;

pub use config::{Config, Problem as ConfigProblem, Ruling, Wishes, schema as config_schema};
pub use identity::{Identity, identity};
pub use noun::Noun;
pub use page::{markdown, whole as whole_example};
pub use rule::{Certainty, Check, Family, Level, Rule, Wrong};
pub use rules::{FAMILIES, all, family, find};
pub use select::{PRESETS, Preset, Settings, Unknown};
pub use suppress::{Suppressed, UNSAID};
pub use words::Words;

use crate::diag::{Diagnostic, Severity};
use crate::model::{Declaration, Model};
use cx::{Cx, Filled, Line};

/// What the linter found in one file.
#[derive(Debug, Default)]
pub struct Linted {
    /// In the order of the text.
    pub findings: Vec<Diagnostic>,
    /// Those that a comment in the file explains, with its reason.
    pub suppressed: Vec<Suppressed>,
}

/// Lints the entry of a compilation. `findings` begin with those house rules (检查) of the
/// model that a comment does not suppress; other diagnostics of the model are not repeated.
pub fn lint(model: &Model, settings: &Settings) -> Linted {
    let mut found = run(model, settings);
    found.sort_by_key(|finding| (finding.primary.place, finding.code));
    suppress::apply(model, settings, found)
}

fn run(model: &Model, settings: &Settings) -> Vec<Diagnostic> {
    let entry = model.files.entry();
    let rules: Vec<(&'static Rule, Severity)> = settings.running().collect();
    let mut cx = Cx::new(model, settings.words());
    let pick = |wanted: fn(&Check) -> bool| {
        let picked = rules.iter().filter(|(rule, _)| wanted(&rule.check)).copied();
        picked.collect::<Vec<_>>()
    };
    let of_file = pick(|check| matches!(check, Check::File(_)));
    let of_model = pick(|check| matches!(check, Check::Model(_)));
    let balanced = is_balanced(model);
    let of_declaration = pick(|check| matches!(check, Check::Declaration(_) | Check::Whole(_)));
    let of_indicator = pick(|check| matches!(check, Check::Indicator(_)));
    let of_scored = pick(|check| matches!(check, Check::Scored(_)));

    if let Some(parsed) = model.files.get(entry) {
        for &(rule, severity) in &of_file {
            let Check::File(check) = rule.check else { continue };
            check(cx.asking(rule, severity), parsed);
        }
    }
    for &(rule, severity) in &of_model {
        let Check::Model(check) = rule.check else { continue };
        check(cx.asking(rule, severity));
    }
    for declaration in model.declarations.iter().filter(|declaration| declaration.place.file == entry) {
        let whole = is_whole(model, declaration);
        for &(rule, severity) in of_declaration.iter().filter(|_| balanced) {
            match rule.check {
                Check::Declaration(check) => check(cx.asking(rule, severity), declaration),
                Check::Whole(check) if whole => check(cx.asking(rule, severity), declaration),
                _ => {}
            }
        }
        for indicator in &declaration.indicators {
            let Some(line) = Line::new(model, settings.words(), declaration, indicator) else { continue };
            for &(rule, severity) in
                of_indicator.iter().filter(|(rule, _)| balanced || !rule.code.starts_with(OF_GROUPS))
            {
                let Check::Indicator(check) = rule.check else { continue };
                check(cx.asking(rule, severity), &line);
            }
        }
    }
    if !model.has_errors() {
        for at in 0..model.declarations.len() {
            let Some(filled) = Filled::new(model, at) else { continue };
            cx.found.extend(filled.mistakes(model, entry));
            for &(rule, severity) in &of_scored {
                let Check::Scored(check) = rule.check else { continue };
                check(cx.asking(rule, severity), &filled);
            }
        }
    }
    cx.found
}

/// Mistakes of braces and texts, after which blocks are not what was meant.
const OF_BLOCKS: [&str; 6] = ["E0102", "E0103", "E0104", "E0109", "E0112", "E0122"];

/// The family of rules that ask in which group an indicator stands.
const OF_GROUPS: &str = "L4";

/// Whether the blocks of the entry are what was meant; else nothing is certain that follows
/// from where a statement stands.
fn is_balanced(model: &Model) -> bool {
    let entry = model.files.entry();
    let parsed = model.files.get(entry);
    !parsed.is_some_and(|parsed| parsed.diagnostics.iter().any(|found| OF_BLOCKS.contains(&found.code)))
}

/// Mistakes in what is added up; everything they are about was read.
const OF_SUMS: [&str; 5] = ["E0405", "E0406", "E0407", "E0603", "E0604"];

/// Whether nothing in a declaration failed to compile.
fn is_whole(model: &Model, declaration: &Declaration) -> bool {
    let inside = |diagnostic: &Diagnostic| {
        let place = diagnostic.primary.place;
        place.file == declaration.place.file
            && declaration.span.start <= place.span.start
            && place.span.start <= declaration.span.end
    };
    let unread = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error && !OF_SUMS.contains(&diagnostic.code) && inside(diagnostic)
    };
    !model.diagnostics.iter().any(unread)
}
