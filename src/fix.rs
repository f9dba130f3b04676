//! Applies fixes: those that do not overlap, whole or not at all.

use crate::diag::{Diagnostic, Fix, Safety};
use crate::source::{FileId, Span};

/// What applying fixes came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// How many fixes were applied.
    pub count: usize,
}

/// Applies the fixes of one file that may be applied: safe ones, and with `unsafe_too` unsafe
/// ones; never those that are only shown. Of fixes that overlap, the first in the order of
/// the text is applied, and the others are left for the next round. None when there is
/// nothing to apply.
pub fn apply(text: &str, file: FileId, findings: &[Diagnostic], unsafe_too: bool) -> Option<Fixed> {
    let mut fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    fixes.retain(|fix| match fix.safety {
        Safety::Safe => true,
        Safety::Unsafe => unsafe_too,
        Safety::Shown => false,
    });
    fixes.retain(|fix| {
        let fits = |span: Span| text.get(span.range()).is_some();
        !fix.edits.is_empty() && fix.edits.iter().all(|edit| edit.place.file == file && fits(edit.place.span))
    });
    fixes.sort_by_key(|fix| fix.edits.iter().map(|edit| edit.place.span).min());
    let mut taken: Vec<(Span, &str)> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        let spans = || fix.edits.iter().map(|edit| edit.place.span);
        let same = fix.edits.iter().all(|edit| taken.contains(&(edit.place.span, edit.replacement.as_str())));
        if same || spans().any(|span| taken.iter().any(|(other, _)| touches(span, *other))) {
            continue;
        }
        count += 1;
        taken.extend(fix.edits.iter().map(|edit| (edit.place.span, edit.replacement.as_str())));
    }
    if count == 0 {
        return None;
    }
    taken.sort_by_key(|(span, _)| *span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, replacement) in taken {
        out.push_str(text.get(at..span.start as usize).unwrap_or_default());
        out.push_str(replacement);
        at = span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Some(Fixed { text: out, count })
}

/// Whether two edits overlap, or insert at the same place.
fn touches(a: Span, b: Span) -> bool {
    (a.start < b.end && b.start < a.end) || a.start == b.start || (a.end == b.start && b.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    fn finding(range: std::ops::Range<usize>, text: &str, safety: Safety) -> Diagnostic {
        let span = Span::new(range.start, range.end);
        Diagnostic::error("L000", Place { file: FileId(0), span }, "").fix(safety, span, text, "改")
    }

    fn applied(findings: &[Diagnostic], unsafe_too: bool) -> Option<(String, usize)> {
        apply("abcdef", FileId(0), findings, unsafe_too).map(|fixed| (fixed.text, fixed.count))
    }

    #[test]
    fn fixes_that_overlap_wait() {
        let findings = [finding(1..3, "X", Safety::Safe), finding(2..4, "Y", Safety::Safe)];
        assert_eq!(applied(&findings, false), Some(("aXdef".into(), 1)));
        let findings = [finding(3..3, "1", Safety::Safe), finding(3..3, "2", Safety::Safe)];
        assert_eq!(applied(&findings, false), Some(("abc1def".into(), 1)));
    }

    #[test]
    fn unsafe_fixes_only_when_asked_and_shown_ones_never() {
        let findings = [finding(0..1, "X", Safety::Unsafe), finding(5..6, "Y", Safety::Shown)];
        assert_eq!(applied(&findings, false), None);
        assert_eq!(applied(&findings, true), Some(("Xbcdef".into(), 1)));
    }
}
