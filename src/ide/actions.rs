//! What can be done about a finding: its fix, or a comment that suppresses it.

use super::{Analysis, holds};
use crate::diag::{Diagnostic, Safety};
use crate::source::Span;

/// An edit that the author may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub title: String,
    /// The finding it is about, by its place in [`crate::lint::Linted::findings`].
    pub finding: usize,
    /// The texts that go and those that come, in the file itself.
    pub edits: Vec<(Span, String)>,
    /// Whether it is the one to offer first.
    pub preferred: bool,
}

/// What can be done about the findings that touch a span.
pub fn actions(analysis: &Analysis, span: Span) -> Vec<Action> {
    let entry = analysis.model.files.entry();
    let touches = |finding: &Diagnostic| {
        let place = finding.primary.place;
        place.file == entry && (holds(place.span, span.start) || holds(span, place.span.start))
    };
    let findings = analysis.linted.findings.iter().enumerate().filter(|(_, finding)| touches(finding));
    let mut found = Vec::new();
    for (at, finding) in findings {
        if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.edits.iter().all(|edit| edit.place.file == entry)) {
            let shown = fix.edits.iter().map(|edit| edit.replacement.trim()).collect::<Vec<_>>().join(" ");
            found.push(Action {
                title: if shown.is_empty() { fix.title.clone() } else { format!("{}：{shown}", fix.title) },
                finding: at,
                edits: fix.edits.iter().map(|edit| (edit.place.span, edit.replacement.clone())).collect(),
                preferred: fix.safety == Safety::Safe,
            });
        }
        if finding.code.starts_with('L') && !finding.code.starts_with("L9") {
            found.push(suppression(analysis, at, finding));
        }
    }
    found
}

/// A comment above the line, with the reason left to be written.
fn suppression(analysis: &Analysis, at: usize, finding: &Diagnostic) -> Action {
    let text = analysis.text();
    let head = text.get(..finding.primary.place.span.start as usize).unwrap_or_default();
    let start = head.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default();
    let indent: String = line.chars().take_while(|letter| *letter == ' ' || *letter == '\t').collect();
    Action {
        title: format!("忽略 {}，写明理由", finding.code),
        finding: at,
        edits: vec![(Span::new(start, start), format!("{indent}# 忽略 {}: 理由\n", finding.code))],
        preferred: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn a_finding_offers_its_fix_and_its_suppression() {
        let (analysis, offset) = at_cursor(&project("覆盖率 >= 0.‸95"));
        let offered = actions(&analysis, Span { start: offset, end: offset });
        assert!(offered.iter().any(|action| action.edits.iter().any(|(_, text)| text.contains("95%"))), "{offered:?}");
        assert!(offered.iter().any(|action| action.title.starts_with("忽略 L310")), "{offered:?}");
    }
}
