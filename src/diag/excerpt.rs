//! The lines of source that are shown under a message: which, and how much of each.
//!
//! Marks are cut to one line, lines to the width, and characters that would move the cursor
//! or hide are replaced by one that shows, so that what is underlined is what is meant.

use unicode_width::UnicodeWidthChar;

use super::render::Renderer;
use super::wrap::columns;
use super::{Diagnostic, Label};
use crate::source::{FileId, LineColumn, LineIndex, Source};

/// Lines shown above and below a marked one.
const CONTEXT: usize = 1;

/// What stands for the rest of a line that was cut.
const CUT: char = '…';

/// What stands for a character that cannot be shown.
const UNSHOWN: char = '\u{fffd}';

/// Blanks for a tab.
const TAB: &str = "    ";

/// Columns that the words under a mark should have before the line is moved to the left.
const ROOM_FOR_WORDS: usize = 20;

/// A few lines of one file, as shown.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The file's name.
    pub name: String,
    /// The lines, cut.
    pub text: String,
    /// The number of the first, from 0.
    pub first_line: usize,
    /// How many.
    pub line_count: usize,
    /// The position named above the frame.
    pub at: LineColumn,
    /// What is underlined, in order, without overlap.
    pub marks: Vec<Mark>,
}

/// Underlined text of an excerpt.
#[derive(Debug, Clone)]
pub struct Mark {
    /// First byte, in [`Excerpt::text`].
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words under it; may be empty.
    pub text: String,
    /// Whether it is what is wrong.
    pub primary: bool,
}

/// A label, found in its file and cut to its first line.
struct Found<'a> {
    label: &'a Label,
    primary: bool,
    file: FileId,
    line: usize,
    start: usize,
    end: usize,
}

/// The excerpts of a diagnostic: those of the wrong text's file in the order of the file,
/// then those of the other files.
pub fn excerpts(renderer: &Renderer<'_>, diagnostic: &Diagnostic) -> Vec<Excerpt> {
    let labels =
        std::iter::once((&diagnostic.primary, true)).chain(diagnostic.related.iter().map(|label| (label, false)));
    let found = labels.filter_map(|(label, primary)| find(renderer, label, primary));
    let clusters = cluster(found.collect());
    clusters.iter().filter_map(|marks| excerpt(renderer, marks)).collect()
}

fn find<'a>(renderer: &Renderer<'_>, label: &'a Label, primary: bool) -> Option<Found<'a>> {
    let (source, index) = renderer.file(label.place.file)?;
    let text = &*source.text;
    let start = boundary(text, label.place.span.start);
    let line = index.line(start as u32);
    let (line_start, line_end) = content(source, index, line);
    let start = start.clamp(line_start, line_end);
    let end = boundary(text, label.place.span.end).clamp(start, line_end);
    Some(Found { label, primary, file: label.place.file, line, start, end })
}

/// An offset as it should have been: within the text, not inside a character.
fn boundary(text: &str, offset: u32) -> usize {
    let offset = (offset as usize).min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Where the characters of a line start and end, without its line end.
fn content(source: &Source, index: &LineIndex, line: usize) -> (usize, usize) {
    let start = index.line_start(line, &source.text);
    let next = index.line_start(line + 1, &source.text);
    let text = source.text.get(start..next).unwrap_or_default();
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    (start, start + text.len())
}

/// Labels that stand near each other go into one frame; those that overlap do not, because
/// only one of them could be drawn under its own text.
fn cluster(found: Vec<Found<'_>>) -> Vec<Vec<Found<'_>>> {
    let first_file = found.first().map(|label| label.file);
    let mut apart: Vec<Vec<Found<'_>>> = Vec::new();
    let mut clusters: Vec<Vec<Found<'_>>> = Vec::new();
    for label in found {
        let overlaps = |other: &Found<'_>| {
            other.file == label.file
                && other.start < label.end.max(label.start + 1)
                && label.start < other.end.max(other.start + 1)
        };
        if clusters.iter().flatten().any(overlaps) {
            apart.push(vec![label]);
            continue;
        }
        let near = |other: &Found<'_>| other.file == label.file && other.line.abs_diff(label.line) <= 2 * CONTEXT + 1;
        match clusters.iter_mut().find(|cluster| cluster.iter().any(near)) {
            Some(cluster) => cluster.push(label),
            None => clusters.push(vec![label]),
        }
    }
    clusters = merge(clusters);
    for cluster in &mut clusters {
        cluster.sort_by_key(|label| (label.line, label.start));
    }
    clusters
        .sort_by_key(|cluster| cluster.first().map(|label| (Some(label.file) != first_file, label.file, label.line)));
    clusters.extend(apart);
    clusters
}

/// A label between two clusters may have joined them.
fn merge(clusters: Vec<Vec<Found<'_>>>) -> Vec<Vec<Found<'_>>> {
    let mut out: Vec<Vec<Found<'_>>> = Vec::new();
    for cluster in clusters {
        let near = |other: &Vec<Found<'_>>| {
            other.iter().any(|left| {
                cluster.iter().any(|right| left.file == right.file && left.line.abs_diff(right.line) <= 2 * CONTEXT + 1)
            })
        };
        match out.iter_mut().find(|other| near(other)) {
            Some(other) => other.extend(cluster),
            None => out.push(cluster),
        }
    }
    out
}

fn excerpt(renderer: &Renderer<'_>, marks: &[Found<'_>]) -> Option<Excerpt> {
    let (first, last) = (marks.first()?, marks.last()?);
    let (source, index) = renderer.file(first.file)?;
    let heading = marks.iter().find(|mark| mark.primary).unwrap_or(first);
    let (_, at) = renderer.locate(heading.label.place)?;
    let first_line = first.line.saturating_sub(CONTEXT);
    let last_line = (last.line + CONTEXT).min(last_shown(source, index)).max(last.line);
    let mut out = Excerpt {
        name: source.name.to_string(),
        text: String::new(),
        first_line,
        line_count: last_line + 1 - first_line,
        at,
        marks: Vec::new(),
    };
    let room = renderer.width().saturating_sub(out.gutter()).max(20);
    for line in first_line..=last_line {
        if line > first_line {
            out.text.push('\n');
        }
        let of_line: Vec<&Found<'_>> = marks.iter().filter(|mark| mark.line == line).collect();
        let (start, end) = content(source, index, line);
        copy_line(source.text.get(start..end)?, start, &of_line, room, &mut out);
    }
    Some(out)
}

/// The last line that has a number in an editor's eyes: not the nothing after the last newline.
fn last_shown(source: &Source, index: &LineIndex) -> usize {
    let last = index.line_count().saturating_sub(1);
    if source.text.ends_with('\n') { last.saturating_sub(1) } else { last }
}

/// Copies what is shown of a line, which starts at `base` in its file, and its marks.
fn copy_line(line: &str, base: usize, marks: &[&Found<'_>], room: usize, out: &mut Excerpt) {
    let window = window(line, base, marks, room);
    if window.start > 0 {
        out.text.push(CUT);
    }
    let first_mark = out.marks.len();
    let offset = |at: usize| (at - base).clamp(window.start, window.end);
    for mark in marks {
        // Positions of the file for now; the walk below replaces them.
        out.marks.push(Mark {
            start: usize::MAX,
            end: usize::MAX,
            text: mark.label.text.clone(),
            primary: mark.primary,
        });
    }
    let place = |at: usize, here: usize, marks_out: &mut Vec<Mark>| {
        for (mark, shown) in marks.iter().zip(marks_out.iter_mut().skip(first_mark)) {
            if shown.start == usize::MAX && offset(mark.start) <= at {
                shown.start = here;
            }
            if shown.end == usize::MAX && offset(mark.end) <= at {
                shown.end = here;
            }
        }
    };
    for (at, letter) in line.get(window.clone()).unwrap_or_default().char_indices() {
        place(window.start + at, out.text.len(), &mut out.marks);
        push_shown(letter, base + window.start + at == 0, &mut out.text);
    }
    place(usize::MAX, out.text.len(), &mut out.marks);
    if window.end < line.len() {
        out.text.push(CUT);
    } else if out.marks.iter().skip(first_mark).any(|mark| mark.start == out.text.len()) {
        // Something for the mark to stand under.
        out.text.push(' ');
    }
}

/// Which bytes of a line are shown.
fn window(line: &str, base: usize, marks: &[&Found<'_>], room: usize) -> std::ops::Range<usize> {
    let focus = marks.iter().find(|mark| mark.primary).or(marks.first());
    let focus_at = focus.map_or(0, |mark| mark.start - base);
    let fits = forwards(line, 0, room) == line.len();
    let words_fit = focus.is_none_or(|mark| {
        let width = |text: &str| text.chars().take(room).map(shown_width).sum::<usize>();
        let head = line.get(..focus_at).map_or(room, width);
        let bar = head + line.get(focus_at..mark.end - base).map_or(0, width) / 2;
        let left = room.saturating_sub(bar + 4);
        left >= ROOM_FOR_WORDS || left >= columns(&mark.label.text)
    });
    if fits && words_fit {
        return 0..line.len();
    }
    // One column for the sign of the cut on either side.
    let start = backwards(line, focus_at, room / 3);
    let end = forwards(line, start, room.saturating_sub(2));
    start..end.max(focus_at)
}

/// The end of the characters from `start` that fit in `room` columns.
fn forwards(line: &str, start: usize, room: usize) -> usize {
    let mut used = 0;
    for (at, letter) in line.get(start..).unwrap_or_default().char_indices() {
        used += shown_width(letter);
        if used > room {
            return start + at;
        }
    }
    line.len()
}

/// The start of the characters up to `end` that fit in `room` columns.
fn backwards(line: &str, end: usize, room: usize) -> usize {
    let mut used = 0;
    for (at, letter) in line.get(..end).unwrap_or_default().char_indices().rev() {
        used += shown_width(letter);
        if used > room {
            return at + letter.len_utf8();
        }
    }
    0
}

fn shown_width(letter: char) -> usize {
    match letter {
        '\t' => TAB.len(),
        // At least one, so that no number of invisible characters makes a window large.
        _ => letter.width().unwrap_or(1).max(1),
    }
}

/// A character as shown: one that moves the cursor, reorders the line or cannot be seen is
/// replaced; only the byte order mark at the start of a file is left out.
fn push_shown(letter: char, first_of_file: bool, out: &mut String) {
    match letter {
        '\u{feff}' if first_of_file => {}
        '\t' => out.push_str(TAB),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => out.push(UNSHOWN),
        _ if letter.is_control() => out.push(UNSHOWN),
        _ => out.push(letter),
    }
}
