//! What a finding is about, in words that stay the same when lines move.

use crate::diag::Diagnostic;
use crate::model::name::normal;
use crate::model::{HOUSE_RULE, Model};

/// The meaning of a finding: equal for the same finding after lines were moved, blanks were
/// changed and full-width signs replaced.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The code of the rule.
    pub rule: &'static str,
    /// The department or project.
    pub declaration: String,
    /// The indicator; empty when the finding is about the whole.
    pub indicator: String,
    /// The underlined text, without blanks and full-width signs; of a 检查 its title.
    pub expression: String,
}

/// The identity of a finding.
pub fn identity(model: &Model, finding: &Diagnostic) -> Identity {
    let place = finding.primary.place;
    let declarations = model.declarations.iter().filter(|declaration| {
        declaration.place.file == place.file
            && declaration.span.start <= place.span.start
            && place.span.end <= declaration.span.end
    });
    // The innermost is the one that begins last.
    let declaration = declarations.max_by_key(|declaration| declaration.span.start);
    let indicator = declaration.and_then(|declaration| {
        // Indicators stand in the order of the file.
        let after = declaration.indicators.partition_point(|line| line.span.start <= place.span.start);
        let line = declaration.indicators.get(after.checked_sub(1)?)?;
        (place.span.end <= line.span.end).then_some(line)
    });
    let underlined = || normal(model.files.slice(place)).replace(['\n', '\r', '\t'], "");
    let title = || finding.message.split('`').nth(1).map(str::to_owned);
    Identity {
        rule: finding.code,
        declaration: declaration.map_or_else(String::new, |declaration| normal(&declaration.name).into_owned()),
        indicator: indicator.map_or_else(String::new, |line| line.name.to_string()),
        expression: if finding.code == HOUSE_RULE { title().unwrap_or_else(underlined) } else { underlined() },
    }
}
