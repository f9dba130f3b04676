//! What was changed between two versions of a text, as one replacement.

use crate::source::Span;

/// The bytes `start..old_end` of the earlier text have become `start..new_end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where the two begin to differ.
    pub start: usize,
    /// In the earlier text.
    pub old_end: usize,
    /// In the later text.
    pub new_end: usize,
}

impl Change {
    /// A change and another of what it left, as one.
    pub fn after(earlier: Option<Change>, later: Change) -> Option<Change> {
        let Some(earlier) = earlier else { return Some(later) };
        let start = earlier.start.min(later.start);
        // What the later one takes of the text behind the earlier one.
        let beyond = later.old_end.saturating_sub(earlier.new_end);
        let behind = earlier.new_end.saturating_sub(later.old_end);
        Some(Change { start, old_end: earlier.old_end + beyond, new_end: later.new_end + behind })
    }

    /// Where an offset of the later text was in the earlier one; none for what is new.
    pub fn before(&self, offset: usize) -> Option<usize> {
        if offset < self.start {
            return Some(offset);
        }
        (offset >= self.new_end).then(|| offset - self.new_end + self.old_end)
    }

    /// Where a span of the earlier text is now; none when it was touched.
    pub fn moved(&self, span: Span) -> Option<Span> {
        if (span.end as usize) < self.start {
            return Some(span);
        }
        let moved = |at: u32| (at as usize + self.new_end).checked_sub(self.old_end);
        (span.start as usize > self.old_end).then_some(())?;
        Some(Span::new(moved(span.start)?, moved(span.end)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies replacements to a text one after another and as one.
    fn agrees(text: &str, edits: &[(usize, usize, &str)]) {
        let mut now = text.to_owned();
        let mut whole = None;
        for (start, end, new) in edits {
            now.replace_range(start..end, new);
            whole = Change::after(whole, Change { start: *start, old_end: *end, new_end: start + new.len() });
        }
        let change = whole.unwrap();
        let mut once = text.to_owned();
        once.replace_range(change.start..change.old_end, now.get(change.start..change.new_end).unwrap());
        assert_eq!(once, now);
    }

    #[test]
    fn two_changes_make_one() {
        agrees("abcdefgh", &[(2, 3, "XYZ"), (6, 7, "")]);
        agrees("abcdefgh", &[(6, 7, ""), (1, 2, "XYZ")]);
        agrees("abcdefgh", &[(2, 6, ""), (1, 3, "XYZ")]);
        agrees("abcdefgh", &[(2, 2, "12345"), (3, 5, "")]);
        agrees("abcdefgh", &[(2, 3, "12345"), (4, 8, "")]);
    }

    #[test]
    fn spans_move_with_the_text() {
        let change = Change { start: 4, old_end: 6, new_end: 9 };
        assert_eq!(change.moved(Span { start: 0, end: 3 }), Some(Span { start: 0, end: 3 }));
        assert_eq!(change.moved(Span { start: 7, end: 8 }), Some(Span { start: 10, end: 11 }));
        assert_eq!(change.moved(Span { start: 3, end: 5 }), None);
        assert_eq!(change.moved(Span { start: 6, end: 7 }), None);
    }
}
