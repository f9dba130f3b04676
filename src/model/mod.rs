//! From syntax trees to a checked model.
//!
//! [`files::load`] parses the prelude, the entry and its imports; [`build`] resolves names,
//! checks units and dates and shares out the weights, stage by stage. Building never fails
//! and never panics: bad parts are absent, and every mistake is one diagnostic.

pub mod actuals;
mod by_name;
pub mod declaration;
pub mod expect;
pub mod expr;
pub mod files;
pub mod framework;
pub mod name;
pub mod print;
pub mod rule;
pub mod target;
pub mod unit;
pub mod value;

mod aftermath;
mod bands;
pub(crate) mod budget;
mod checks;
mod context;
mod fit;
mod formula;
mod groups;
mod indicator;
mod measures;
mod outline;
pub(crate) mod placement;
mod prelude;
mod reckon;
mod scoring;
#[cfg(test)]
pub(crate) mod tests;
mod weights;

use std::sync::Arc;

use crate::diag::{Diagnostic, Severity};
use crate::source::Place;
pub use checks::HOUSE_RULE;
use context::Context;
pub(crate) use context::quoted_name;
pub use declaration::Declaration;
pub use files::{Files, load};
pub use framework::Framework;
use rule::Rule;
use unit::Units;

/// A compilation, resolved and checked.
#[derive(Debug, Clone)]
pub struct Model {
    /// The files it was built from.
    pub files: Files,
    /// Every unit.
    pub units: Arc<Units>,
    /// Every framework, a parent before its children.
    pub frameworks: Vec<Arc<Framework>>,
    /// The named scoring rules, in the order of their declaration.
    pub rules: Vec<Arc<Rule>>,
    /// Departments and projects, a department before its projects.
    pub declarations: Vec<Declaration>,
    /// 实际 blocks.
    pub actuals: Vec<actuals::Block>,
    /// 测试 blocks.
    pub tests: Vec<expect::Test>,
    /// All mistakes, those of form included, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Model {
    /// Whether anything is wrong enough that no score can be computed. A 检查 that failed is
    /// not, whatever severity the house gives it: its subject was understood.
    pub fn has_errors(&self) -> bool {
        let is_error = |found: &Diagnostic| found.severity == Severity::Error && found.code != HOUSE_RULE;
        self.diagnostics.iter().any(is_error)
    }

    /// The framework of a declaration.
    pub fn framework_of(&self, declaration: &Declaration) -> Option<&Framework> {
        self.frameworks.get(declaration.framework?).map(|framework| &**framework)
    }
}

/// Builds the model of a compilation.
pub fn build(files: Files) -> Model {
    build_under(files, None)
}

/// The same where a framework stands in for the one that a declaration does not name.
pub fn build_under(files: Files, framework: Option<&str>) -> Model {
    let prelude = prelude::prelude();
    let Some(first) = files.get(files.entry()) else { return empty(files) };
    let mut cx = Context {
        files: &files,
        settled: files::PRELUDE.len(),
        parsed: first,
        units: prelude.units.clone(),
        known: prelude.known,
        said: Default::default(),
        dropped: 0,
        diagnostics: prelude.diagnostics.clone(),
    };
    cx.diagnostics.extend(cx.own_files().flat_map(|parsed| parsed.diagnostics.iter().cloned()));
    cx.diagnostics.extend(files.diagnostics.iter().cloned());
    measures::declare(&mut cx);
    let rules = scoring::named(&mut cx, prelude.rules.clone());
    let frameworks = framework::read::build(&mut cx, &rules, prelude.frameworks.clone());
    let law = outline::Law { rules: &rules, frameworks: &frameworks, usual: framework };
    let read = outline::read(&mut cx, &law);
    checks::check(&mut cx, &frameworks.list, &read);
    let actuals = actuals::read(&mut cx, &read);
    let tests = expect::read(&mut cx, &frameworks.list, &read);
    let rules = rules.in_order();
    let mut diagnostics = std::mem::take(&mut cx.diagnostics);
    aftermath::leave_out(&files, &mut diagnostics);
    if cx.dropped > 0 {
        // An error, so that nothing is scored whose mistakes are not listed.
        let last = diagnostics.last().map(|found| found.primary.place).unwrap_or_default();
        let message = format!("错误太多：只列出前 {} 处，其余 {} 处未列出", context::MAX_MISTAKES, cx.dropped);
        let after = Place { span: last.span.after(), ..last };
        diagnostics.push(Diagnostic::error("E0115", after, message).label("从这里起不再列出"));
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.place, diagnostic.code));
    let units = Arc::new(std::mem::take(&mut cx.units));
    let declarations = read.into_iter().map(|read| read.declaration).collect();
    let frameworks = frameworks.list;
    Model { units, frameworks, rules, declarations, actuals, tests, diagnostics, files }
}

fn empty(files: Files) -> Model {
    Model {
        units: Arc::default(),
        frameworks: Vec::new(),
        rules: Vec::new(),
        declarations: Vec::new(),
        actuals: Vec::new(),
        tests: Vec::new(),
        diagnostics: files.diagnostics.clone(),
        files,
    }
}
