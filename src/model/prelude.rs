//! What every compilation begins with: the units, rules and frameworks of the prelude, built
//! once in the life of the process. Places in them lead into its files, which every
//! compilation holds under the same numbers.

use std::sync::OnceLock;

use crate::diag::Diagnostic;
use crate::model::context::{Context, KnownUnits};
use crate::model::files::Files;
use crate::model::framework::read::{self, Frameworks};
use crate::model::measures;
use crate::model::scoring::{self, Rules};
use crate::model::unit::Units;

/// The prelude, built.
#[derive(Debug, Default)]
pub(crate) struct Prelude {
    pub units: Units,
    pub known: KnownUnits,
    pub rules: Rules<'static>,
    pub frameworks: Frameworks<'static>,
    /// None, as a test holds it to.
    pub diagnostics: Vec<Diagnostic>,
}

/// The prelude.
pub(crate) fn prelude() -> &'static Prelude {
    static PRELUDE: OnceLock<Prelude> = OnceLock::new();
    PRELUDE.get_or_init(build)
}

fn build() -> Prelude {
    let files = Files::prelude();
    let Some(parsed) = files.get(files.entry()) else { return Prelude::default() };
    let mut cx = Context {
        files,
        settled: 0,
        parsed,
        units: Units::default(),
        known: KnownUnits::default(),
        said: Default::default(),
        dropped: 0,
        diagnostics: files.iter().flat_map(|parsed| parsed.diagnostics.iter().cloned()).collect(),
    };
    measures::declare(&mut cx);
    cx.known = KnownUnits::find(&mut cx.units);
    let rules = scoring::named(&mut cx, Rules::default());
    let frameworks = read::build(&mut cx, &rules, Frameworks::default());
    Prelude { units: cx.units, known: cx.known, rules, frameworks, diagnostics: cx.diagnostics }
}
