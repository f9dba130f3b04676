//! One mistake, one error: what follows from a mistake that was reported already is left out.
//!
//! A brace too many or too few puts statements into blocks they were never meant for; a
//! file that cannot be read takes its names away. What is then found wrong about places,
//! names and sums says nothing new.

use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::model::files::Files;
use crate::source::FileId;

/// Mistakes of form after which blocks are not what was meant. What stands before an
/// opener that is not closed is sound.
const UNCLOSED: [&str; 5] = ["E0102", "E0104", "E0109", "E0112", "E0115"];

/// A closing brace too many: the opener that is missing may stand anywhere before it.
const UNOPENED: &str = "E0103";

/// What depends on the block a statement stands in.
const OF_PLACE: [&str; 15] = [
    "E0201", "E0202", "E0204", "E0205", "E0208", "E0209", "E0210", "E0303", "E0314", "E0316", "E0402", "E0403",
    "E0411", "E0415", "E0416",
];

/// What depends on everything that stands in a file.
const OF_WHOLE: [&str; 12] =
    ["E0206", "E0401", "E0405", "E0406", "E0407", "E0408", "E0603", "E0604", "E0605", "E0606", "E0607", "E0608"];

/// Imports that lead nowhere.
const NOT_IMPORTED: [&str; 2] = ["E0601", "E0602"];

/// What depends on names that another file may declare.
const OF_NAMES: [&str; 5] = ["E0206", "E0301", "E0401", "E0408", "E0606"];

/// Leaves out what follows from mistakes of form and of importing.
pub(crate) fn leave_out(files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    let unbalanced = unbalanced(diagnostics);
    let not_imported = diagnostics.iter().any(|found| NOT_IMPORTED.contains(&found.code));
    if unbalanced.is_empty() && !not_imported {
        return;
    }
    let elsewhere = |file: FileId| unbalanced.keys().any(|other| *other != file && !files.is_prelude(*other));
    diagnostics.retain(|found| {
        let place = found.primary.place;
        let after = unbalanced.get(&place.file).is_some_and(|start| *start <= place.span.start);
        let misplaced = after && OF_PLACE.contains(&found.code);
        let incomplete = unbalanced.contains_key(&place.file) && OF_WHOLE.contains(&found.code);
        let unnamed = (not_imported || elsewhere(place.file)) && OF_NAMES.contains(&found.code);
        !misplaced && !incomplete && !unnamed
    });
}

/// From where on the blocks of a file are not what was meant.
fn unbalanced(diagnostics: &[Diagnostic]) -> FxHashMap<FileId, u32> {
    let mut starts: FxHashMap<FileId, u32> = FxHashMap::default();
    for found in diagnostics {
        let place = found.primary.place;
        let start = match found.code {
            UNOPENED => 0,
            code if UNCLOSED.contains(&code) => place.span.start,
            _ => continue,
        };
        starts.entry(place.file).and_modify(|first| *first = start.min(*first)).or_insert(start);
    }
    starts
}
