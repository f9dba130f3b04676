//! What is computed from what: an indicator calls the names of its formula, a file the files
//! that it imports.

use super::names::{NameKind, Occurrence, name_at, occurrences};
use super::{Analysis, holds};
use crate::source::{Place, Span};

/// One end of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its name.
    pub name: String,
    /// What it is; none for a file or for a 核对, 检查 or 测试.
    pub kind: Option<NameKind>,
    /// The whole statement.
    pub place: Place,
    /// Its name.
    pub name_place: Place,
    /// Where the calls stand, in the file of the caller.
    pub calls: Vec<Place>,
}

/// What at an offset can call or be called.
pub fn callable(analysis: &Analysis, offset: u32) -> Option<Called> {
    if let Some(file) = imported(analysis, offset) {
        return Some(file);
    }
    let found = name_at(analysis, offset).filter(|found| counts(found.kind))?;
    of_target(analysis, found, &occurrences(analysis))
}

/// Who names it: the indicators whose formulas do, and checks and tests.
pub fn callers(analysis: &Analysis, target: Place) -> Vec<Called> {
    let all = occurrences(analysis);
    let mut found: Vec<Called> = Vec::new();
    for one in all.iter().filter(|one| one.target == target && !one.declares()) {
        let within = Place { file: one.place.file, span: one.within };
        if let Some(known) = found.iter_mut().find(|known| known.place == within) {
            known.calls.push(one.place);
            continue;
        }
        let owner =
            all.iter().find(|other| other.declares() && other.within == one.within && other.place.file == within.file);
        let (name, kind, name_place) = match owner.filter(|owner| counts(owner.kind)) {
            Some(owner) => (text(analysis, owner.place), Some(owner.kind), owner.place),
            None => {
                let line = analysis.model.files.slice(within).lines().next().unwrap_or_default();
                (
                    line.trim_end_matches(['{', ' ']).to_owned(),
                    None,
                    Place { span: first_line(within.span, line), ..within },
                )
            }
        };
        found.push(Called { name, kind, place: within, name_place, calls: vec![one.place] });
    }
    found
}

/// What the statement of a declaration names.
pub fn callees(analysis: &Analysis, target: Place) -> Vec<Called> {
    let all = occurrences(analysis);
    let Some(own) = all.iter().find(|one| one.place == target && one.declares()) else { return Vec::new() };
    // A data item stands in the declaration, which holds everything.
    if own.kind != NameKind::Indicator {
        return Vec::new();
    }
    let mut found: Vec<Called> = Vec::new();
    let inside = |one: &&Occurrence| one.within == own.within && one.place.file == own.place.file;
    for one in all.iter().filter(inside).filter(|one| one.target != target && counts(one.kind)) {
        if let Some(known) = found.iter_mut().find(|known| known.name_place == one.target) {
            known.calls.push(one.place);
        } else if let Some(mut called) = of_target(analysis, *one, &all) {
            called.calls.push(one.place);
            found.push(called);
        }
    }
    found
}

/// The files that a file imports, with the 引用 of each.
pub fn imports(analysis: &Analysis) -> Vec<Called> {
    let files = &analysis.model.files;
    let own = files.imports().iter().filter(|import| import.place.file == files.entry());
    own.filter_map(|import| Some(Called { calls: vec![import.place], ..file(analysis, import.file)? })).collect()
}

fn imported(analysis: &Analysis, offset: u32) -> Option<Called> {
    let files = &analysis.model.files;
    let mut own = files.imports().iter().filter(|import| import.place.file == files.entry());
    let import = own.find(|import| holds(import.place.span, offset))?;
    file(analysis, import.file)
}

fn file(analysis: &Analysis, file: crate::source::FileId) -> Option<Called> {
    let source = &analysis.model.files.get(file)?.source;
    let name = source.name.rsplit('/').next().unwrap_or_default().to_owned();
    let whole = Place { file, span: Span::new(0, source.text.len()) };
    Some(Called {
        name,
        kind: None,
        place: whole,
        name_place: Place { file, span: Span::default() },
        calls: Vec::new(),
    })
}

fn counts(kind: NameKind) -> bool {
    matches!(kind, NameKind::Indicator | NameKind::Data)
}

fn of_target(analysis: &Analysis, found: Occurrence, all: &[Occurrence]) -> Option<Called> {
    let own = all.iter().find(|one| one.place == found.target)?;
    let span = if own.kind == NameKind::Indicator { own.within } else { own.place.span };
    Some(Called {
        name: text(analysis, own.place),
        kind: Some(own.kind),
        place: Place { file: own.place.file, span },
        name_place: own.place,
        calls: Vec::new(),
    })
}

fn text(analysis: &Analysis, place: Place) -> String {
    analysis.model.files.slice(place).trim_matches(['"', '“', '”']).to_owned()
}

fn first_line(span: Span, line: &str) -> Span {
    Span::new(span.start as usize, span.start as usize + line.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn formulas_call_what_they_name() {
        let data = "数据 {\n病床‸数 张\n人口 万人\n}\n";
        let text = project("千人床位 >= 5 张/千人 { 公式 病床数 / 人口 }")
            .replace("年度 2024\n", &format!("年度 2024\n{data}"));
        let (analysis, offset) = at_cursor(&text);
        let beds = callable(&analysis, offset).unwrap();
        assert_eq!((beds.name.as_str(), beds.kind), ("病床数", Some(NameKind::Data)));
        let by = callers(&analysis, beds.name_place);
        assert_eq!(by.iter().map(|one| (one.name.as_str(), one.calls.len())).collect::<Vec<_>>(), [("千人床位", 1)]);
        let of: Vec<_> = callees(&analysis, by[0].name_place).into_iter().map(|one| one.name).collect();
        assert_eq!(of, ["病床数", "人口"]);
    }
}
