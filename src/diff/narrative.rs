//! What the texts of a declaration say: 总体目标, and 内容 and 目标 of its tasks. Only the clauses
//! that differ are told, because a goal is a paragraph and what matters is a number in it.

use crate::diff::{Change, Kind, Pair, Side};
use crate::model::declaration::TextAttr;
use crate::model::name::normal;
use crate::source::half_width;
use crate::syntax::ast::TextKind;

impl<'a> Pair<'a, '_> {
    pub(super) fn narrative(&mut self) {
        let (old, new) = (self.old.declaration, self.new.declaration);
        self.told("", &old.texts, &new.texts);
        for task in &old.tasks {
            if let Some(same) = new.tasks.iter().find(|other| normal(&other.name) == normal(&task.name)) {
                self.told(&same.name, &task.texts, &same.texts);
            }
        }
    }

    fn told(&mut self, subject: &str, old: &[TextAttr], new: &[TextAttr]) {
        for kind in [TextKind::Goal, TextKind::Content, TextKind::Aim] {
            let of = |texts: &'_ [TextAttr]| texts.iter().find(|text| text.kind == kind).cloned();
            let (was, is) = (of(old), of(new));
            let text = |text: &Option<TextAttr>| text.as_ref().map_or(String::new(), |text| text.text.to_string());
            let (before, after) = differing(&text(&was), &text(&is));
            if before.is_none() && after.is_none() {
                continue;
            }
            let place = |side: Side<'_>, text: &TextAttr| Some((side.at, side.declaration.at(text.span)));
            let change = Change {
                old: before,
                new: after,
                old_place: was.as_ref().and_then(|was| place(self.old, was)),
                new_place: is.as_ref().and_then(|is| place(self.new, is)),
                ..self.about(Kind::Redefined, subject, kind.word())
            };
            self.push(change);
        }
    }
}

/// Marks between clauses.
const MARKS: [char; 8] = ['。', '；', ';', '，', ',', '！', '\n', '？'];

/// The clauses of either text that the other has not.
fn differing(old: &str, new: &str) -> (Option<String>, Option<String>) {
    let (old, new) = (clauses(old), clauses(new));
    let only = |these: &[(String, &str)], others: &[(String, &str)]| {
        let left = these.iter().filter(|(letters, _)| !others.iter().any(|(other, _)| other == letters));
        let left: Vec<&str> = left.map(|(_, text)| *text).collect();
        (!left.is_empty()).then(|| left.join("，"))
    };
    (only(&old, &new), only(&new, &old))
}

/// The clauses of a text, with the letters that they are compared by. A separator of thousands
/// ends no clause.
fn clauses(text: &str) -> Vec<(String, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let next = at + letter.len_utf8();
        let within_number = letter == ','
            && before.is_ascii_digit()
            && text.get(next..).is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
        if MARKS.contains(&letter) && !within_number {
            out.push(text.get(start..at).unwrap_or_default().trim());
            start = next;
        }
        before = letter;
    }
    out.push(text.get(start..).unwrap_or_default().trim());
    let letters = |clause: &str| clause.chars().map(half_width).filter(|letter| !letter.is_whitespace()).collect();
    out.into_iter().filter(|clause| !clause.is_empty()).map(|clause| (letters(clause), clause)).collect()
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn only_the_clauses_that_differ_are_told() {
        let (old, new) =
            differing("全年举办 40 期，培训 2,000 人。满意度 90%。", "全年举办 30 期，培训 2,000人；满意度 90%");
        assert_eq!((old.as_deref(), new.as_deref()), (Some("全年举办 40 期"), Some("全年举办 30 期")));
        assert_eq!(differing("甲。乙", "甲；乙。"), (None, None));
    }
}
