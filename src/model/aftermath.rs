//! One mistake, one error: what follows from a mistake that was reported already is left out.
//!
//! A brace too many or too few puts statements into blocks they were never meant for; a
//! file that cannot be read takes its names away. What is then found wrong about places,
//! names and sums says nothing new.

use crate::diag::Diagnostic;
use crate::model::files::Files;
use crate::source::FileId;

/// Mistakes of form after which blocks are not what was meant.
const UNBALANCED: [&str; 6] = ["E0102", "E0103", "E0104", "E0109", "E0112", "E0115"];

/// What depends on which block a statement stands in.
const OF_PLACE: [&str; 27] = [
    "E0201", "E0202", "E0204", "E0205", "E0206", "E0208", "E0209", "E0210", "E0303", "E0314", "E0316", "E0401",
    "E0402", "E0403", "E0405", "E0406", "E0407", "E0408", "E0411", "E0415", "E0416", "E0603", "E0604", "E0605",
    "E0606", "E0607", "E0608",
];

/// Imports that lead nowhere.
const NOT_IMPORTED: [&str; 2] = ["E0601", "E0602"];

/// What depends on names that another file may declare.
const OF_NAMES: [&str; 5] = ["E0206", "E0301", "E0401", "E0408", "E0606"];

/// Leaves out what follows from mistakes of form and of importing.
pub(crate) fn leave_out(files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    let has = |codes: &[&str], diagnostic: &Diagnostic| codes.contains(&diagnostic.code);
    let of = |codes: &[&str]| -> Vec<FileId> {
        diagnostics.iter().filter(|found| has(codes, found)).map(|found| found.primary.place.file).collect()
    };
    let (mut unbalanced, not_imported) = (of(&UNBALANCED), of(&NOT_IMPORTED));
    unbalanced.dedup();
    if unbalanced.is_empty() && not_imported.is_empty() {
        return;
    }
    let elsewhere = |file: FileId| unbalanced.iter().any(|other| *other != file && !files.is_prelude(*other));
    diagnostics.retain(|found| {
        let file = found.primary.place.file;
        let misplaced = unbalanced.contains(&file) && has(&OF_PLACE, found);
        let unnamed = has(&OF_NAMES, found) && (!not_imported.is_empty() || elsewhere(file));
        !misplaced && !unnamed
    });
}
