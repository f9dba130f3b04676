//! Annotated fixtures: `tests/suite/**/*.heng`, many named sections a file.
//!
//! A section begins with `#= name`. Under a line, each `#! CODE [text] words` says that a
//! diagnostic of this code underlines this text (its first line) on that line and that its
//! message contains the words. A diagnostic without a note fails, and so does a note without
//! a diagnostic. `HENG_BLESS=1 cargo test suite` rewrites the notes.

use crate::compile::{diagnostics, heng_files};
use heng::diag::Diagnostic;
use heng::source::{LineIndex, Span};

/// One section: its name and its text with the notes blanked out of the way.
struct Section {
    name: String,
    lines: Vec<String>,
}

#[test]
fn fixtures_give_exactly_the_noted_diagnostics() {
    let bless = std::env::var_os("HENG_BLESS").is_some();
    let mut failures = Vec::new();
    let files = heng_files("tests/suite");
    assert!(files.len() >= 5, "the suite is missing");
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut rewritten = String::new();
        for section in sections(&text) {
            let noted = annotate(&section);
            let written = section.lines.join("\n");
            if noted != written {
                failures.push(format!("{} § {}\n{}", path.display(), section.name, difference(&written, &noted)));
            }
            rewritten.push_str(&noted);
            rewritten.push('\n');
        }
        if bless {
            std::fs::write(&path, rewritten).unwrap();
        }
    }
    assert!(failures.is_empty() || bless, "{}", failures.join("\n\n"));
}

/// Mistakes of the same line that mending another one brings out: a section or a band that
/// stands in the wrong block, and a target that has no last year's value to go with.
const OF_PLACE: [&str; 4] = ["E0201", "E0202", "E0301", "E0302"];

#[test]
fn what_is_suggested_for_habits_is_accepted() {
    let text = std::fs::read_to_string("tests/suite/语法/随手写法.heng").unwrap();
    let mut pasted = 0;
    for section in sections(&text) {
        let code: Vec<&str> = section.lines.iter().filter(|line| !is_note(line)).map(String::as_str).collect();
        let text = format!("{}\n", code.join("\n"));
        let found = diagnostics("tests/suite/fixture.heng", &text);
        let index = LineIndex::new(&text);
        for diagnostic in &found {
            let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.safety != heng::diag::Safety::Shown) else {
                continue;
            };
            let mut mended = text.clone();
            for edit in fix.edits.iter().rev() {
                mended.replace_range(edit.place.span.range(), &edit.replacement);
            }
            let line = line_of(diagnostic, &index);
            let index = LineIndex::new(&mended);
            let left = diagnostics("tests/suite/fixture.heng", &mended);
            let again: Vec<&Diagnostic> =
                left.iter().filter(|left| line_of(left, &index) == line && !OF_PLACE.contains(&left.code)).collect();
            assert!(again.is_empty(), "{}: {} leads to {again:?}", section.name, diagnostic.message);
            pasted += 1;
        }
    }
    assert!(pasted > 25, "{pasted} suggestions were tried");
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("#= ") {
            sections.push(Section { name: name.to_owned(), lines: Vec::new() });
        }
        match sections.last_mut() {
            Some(section) => section.lines.push(line.to_owned()),
            None => sections.push(Section { name: "(top)".to_owned(), lines: vec![line.to_owned()] }),
        }
    }
    sections
}

/// The section with the notes that its diagnostics call for. A written note is kept as it is
/// when it agrees: the words of a note are a part of the message.
fn annotate(section: &Section) -> String {
    let code: Vec<&String> = section.lines.iter().filter(|line| !is_note(line)).collect();
    let text = code.iter().map(|line| format!("{line}\n")).collect::<String>();
    let index = LineIndex::new(&text);
    let found = diagnostics("tests/suite/fixture.heng", &text);
    let mut out: Vec<String> = Vec::new();
    for (number, line) in code.iter().enumerate() {
        out.push((*line).clone());
        let mut old: Vec<&String> = written_notes(section, number);
        for diagnostic in found.iter().filter(|diagnostic| line_of(diagnostic, &index) == number) {
            let new = note(diagnostic, &text);
            let kept = old.iter().position(|old| agrees(old, diagnostic, &text));
            out.push(kept.map_or(new, |at| old.remove(at).clone()));
        }
    }
    out.join("\n")
}

fn is_note(line: &str) -> bool {
    line.trim_start().starts_with("#! ")
}

/// The notes under the n-th line that is no note.
fn written_notes(section: &Section, number: usize) -> Vec<&String> {
    let mut count = 0;
    let mut notes = Vec::new();
    for line in &section.lines {
        if is_note(line) {
            if count == number + 1 {
                notes.push(line);
            }
        } else {
            count += 1;
        }
    }
    notes
}

fn line_of(diagnostic: &Diagnostic, index: &LineIndex) -> usize {
    // What is wrong with the end of a file belongs to its last line.
    index.line(diagnostic.primary.place.span.start).min(index.line_count().saturating_sub(2))
}

fn underlined(span: Span, text: &str) -> String {
    text.get(span.range()).unwrap_or("?").lines().next().unwrap_or_default().to_owned()
}

fn note(diagnostic: &Diagnostic, text: &str) -> String {
    format!("#! {} [{}] {}", diagnostic.code, underlined(diagnostic.primary.place.span, text), diagnostic.message)
}

fn agrees(note: &str, diagnostic: &Diagnostic, text: &str) -> bool {
    let head = format!("#! {} [{}]", diagnostic.code, underlined(diagnostic.primary.place.span, text));
    note.trim_start().strip_prefix(&head).is_some_and(|words| diagnostic.message.contains(words.trim()))
}

fn difference(written: &str, noted: &str) -> String {
    let diff = similar::TextDiff::from_lines(written, noted);
    diff.unified_diff().context_radius(1).header("noted", "found").to_string()
}
