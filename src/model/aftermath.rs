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

/// Mistakes of form that leave a part of a line unread.
const OF_A_LINE: [&str; 5] = ["E0107", "E0113", "E0116", "E0118", "E0119"];

/// How far around a place its line is looked for: no declaration is longer.
const LONGEST_LINE: usize = 4096;

/// Imports that lead nowhere.
const NOT_IMPORTED: [&str; 2] = ["E0601", "E0602"];

/// What depends on names that another file may declare.
const OF_NAMES: [&str; 5] = ["E0206", "E0301", "E0401", "E0408", "E0606"];

/// Leaves out what follows from mistakes of form and of importing.
pub(crate) fn leave_out(files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    once_a_place(diagnostics);
    on_a_broken_line(files, diagnostics);
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

/// A unit that is missing is missed by 周期 and by 上年, and told once.
fn once_a_place(diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = FxHashMap::default();
    diagnostics.retain(|found| {
        let span = found.primary.place.span;
        found.code != "E0302" || seen.insert((found.code, found.primary.place.file, span.start, span.end), ()).is_none()
    });
}

/// A line of which a part was not understood may be anything: that it does not belong where it
/// stands, that its sign is unusual, and that what it declares is not known elsewhere, says
/// nothing new.
fn on_a_broken_line(files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    let broken: Vec<(FileId, u32, u32)> = diagnostics
        .iter()
        .filter(|found| OF_A_LINE.contains(&found.code))
        .filter_map(|found| {
            let place = found.primary.place;
            let text = &files.get(place.file)?.source.text;
            let (at, bytes) = (place.span.start as usize, text.as_bytes());
            let (from, to) = (at.saturating_sub(LONGEST_LINE), text.len().min(at + LONGEST_LINE));
            let start = memchr::memrchr(b'\n', bytes.get(from..at)?).map_or(from, |newline| from + newline + 1);
            let end = memchr::memchr(b'\n', bytes.get(at..to)?).map_or(to, |newline| at + newline);
            Some((place.file, start as u32, end as u32))
        })
        .collect();
    if broken.is_empty() {
        return;
    }
    let text = |file: FileId, start: u32, end: u32| {
        files.get(file).and_then(|parsed| parsed.source.text.get(start as usize..end as usize)).unwrap_or_default()
    };
    diagnostics.retain(|found| {
        let place = found.primary.place;
        let on_it = |(file, start, end): &(FileId, u32, u32)| {
            *file == place.file && *start <= place.span.start && place.span.start < *end
        };
        let misplaced = matches!(found.code, "E0201" | "E0305") && broken.iter().any(on_it);
        let name = text(place.file, place.span.start, place.span.end);
        let declared = OF_NAMES.contains(&found.code)
            && name.chars().count() > 1
            && broken.iter().any(|line| !on_it(line) && declares(text(line.0, line.1, line.2), name));
        !misplaced && !declared
    });
}

/// Whether a line that was not understood looks like the declaration of a name.
fn declares(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    let declaring = ["单位", "单 位", "计分", "量级", "框架"].iter().any(|word| line.starts_with(word));
    let rest = line.trim_start_matches(|letter: char| !letter.is_whitespace()).trim_start();
    let rest = rest.strip_prefix('位').map_or(rest, str::trim_start);
    declaring && rest.strip_prefix(name).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
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
