//! What a change comes to, right after it was made.
//!
//! A keystroke in a file of 10,000 indicators touches one of them. That one is compiled and
//! linted alone, under the headers of its blocks; what was known of the others is kept and
//! moved along. What follows from all indicators together (weights, doubled names, missing
//! groups) is kept as it was: the whole file is read as soon as typing pauses.

use std::sync::Arc;

use super::complete::Place as Surroundings;
use super::scan::{Frame, Inside, Spot, extent, spot};
use super::{Analysis, Change, Configured, analyse, path};
use crate::diag::Diagnostic;
use crate::lint::{self, Check};
use crate::model::placement::Site;
use crate::source::{FileId, Place, Source, Span};
use crate::syntax::ast::{Clause, SectionKind, Stmt};

/// A statement larger than this is no indicator.
const MAX_STATEMENT: usize = 16 * 1024;

/// How much of what stands around the declarations is compiled along: units, frameworks, rules.
const MAX_AROUND: usize = 32 * 1024;

/// Signs that blocks, texts and comments begin and end with. A change that leaves them alone
/// leaves every other statement where it was.
const STRUCTURE: [char; 14] = ['{', '}', '｛', '｝', '"', '“', '”', '＂', '「', '」', '#', '＃', ';', '\r'];

/// Mistakes of a statement that depend on others: known names, sums, weights.
const OF_OTHERS: [&str; 4] = ["E0206", "E0209", "E0208", "E0205"];

/// What is known of a text between two analyses.
#[derive(Debug, Clone)]
pub struct Known {
    /// The text it is known of.
    pub text: Arc<str>,
    /// Its findings, by place.
    pub findings: Vec<Diagnostic>,
}

/// The newest analysis and what has happened to its text since.
pub struct Since<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// All changes of its text.
    pub all: Change,
    /// What was known before the last change; without it, what the analysis says.
    pub known: Option<Known>,
    /// The last change, of the text that was known.
    pub last: Change,
}

/// The findings of a text right after a change; none when the change is such that the whole
/// text has to be read.
pub fn touched(
    since: Since<'_>,
    text: &str,
    configured: &Configured,
    read: &mut dyn FnMut(&str) -> Result<Source, String>,
) -> Option<Vec<Diagnostic>> {
    let Since { analysis: old, all, known, last: change } = since;
    let analysed = old.parsed()?.source.text.clone();
    let known = known.unwrap_or_else(|| Known { text: analysed, findings: old.linted.findings.clone() });
    let region = Region::of(old, &known.text, text, change)?;
    let (slice, piece) = region.slice(old, text, all)?;
    let name = old.parsed()?.source.name.clone();
    let alone = analyse(Source::new(name, slice), configured, read);
    let entry = old.model.files.entry();
    let mut found = known.findings;
    found.retain_mut(|finding| {
        let Place { file, span } = finding.primary.place;
        let outside = (span.end as usize) < region.start || span.start as usize >= region.old_end;
        file == entry && (outside || !of_statement(finding)) && moved(finding, entry, &|span| change.moved(span))
    });
    let inside = |span: Span| piece.start <= span.start && span.end <= piece.end;
    let back = |span: Span| {
        let at = |offset: u32| (offset - piece.start) as usize + region.start;
        inside(span).then(|| Span::new(at(span.start), at(span.end)))
    };
    if alone.model.files.entry() != entry {
        return None;
    }
    let mut own = alone.linted.findings;
    own.retain_mut(|finding| {
        finding.primary.place.file == entry && of_statement(finding) && moved(finding, entry, &back)
    });
    found.append(&mut own);
    found.sort_by_key(|finding| (finding.primary.place, finding.code));
    Some(found)
}

/// The statement around an offset compiled alone: its compilation, where it stands there, and
/// where it stands in the text, which has changed since the analysis.
pub(super) fn alone(
    old: &Analysis,
    text: &str,
    change: Change,
    offset: usize,
    configured: &Configured,
    read: &mut dyn FnMut(&str) -> Result<Source, String>,
) -> Option<(Analysis, Span, u32)> {
    let here = Change { start: offset, old_end: offset, new_end: offset };
    let region = Region::of(old, text, text, here)?;
    let (slice, piece) = region.slice(old, text, change)?;
    let name = old.parsed()?.source.name.clone();
    Some((analyse(Source::new(name, slice), configured, read), piece, region.start as u32))
}

/// Whether a finding follows from one statement alone.
fn of_statement(finding: &Diagnostic) -> bool {
    match finding.code.as_bytes() {
        [b'E', b'0', b'1' | b'2' | b'3', ..] => !OF_OTHERS.contains(&finding.code),
        [b'L', ..] => lint::find(finding.code).is_some_and(|rule| matches!(rule.check, Check::Indicator(_))),
        _ => false,
    }
}

/// Moves the places of a finding in the file, and says whether it is still there. Labels and
/// fixes that were lost are left out.
fn moved(finding: &mut Diagnostic, entry: FileId, to: &dyn Fn(Span) -> Option<Span>) -> bool {
    let place = |place: &mut Place| {
        if place.file == entry {
            let Some(span) = to(place.span) else { return false };
            place.span = span;
        }
        true
    };
    if !place(&mut finding.primary.place) {
        return false;
    }
    finding.related.retain_mut(|label| place(&mut label.place));
    let kept = finding.fix.as_mut().is_none_or(|fix| fix.edits.iter_mut().all(|edit| place(&mut edit.place)));
    if !kept {
        finding.fix = None;
    }
    true
}

/// The statement that was changed.
struct Region {
    /// The blocks around it: a declaration and its groups.
    holders: Vec<Frame>,
    /// Where it begins, in both texts.
    start: usize,
    /// Where it ends now.
    end: usize,
    /// Where it ended.
    old_end: usize,
}

impl Region {
    fn of(old: &Analysis, before: &str, text: &str, change: Change) -> Option<Region> {
        let first = line_start(text, change.start);
        let last = line_end(text, change.new_end);
        let old_last = line_end(before, change.old_end);
        let structure = |text: &str| text.chars().filter(|letter| STRUCTURE.contains(letter)).collect::<String>();
        if structure(before.get(first..old_last)?) != structure(text.get(first..last)?) {
            return None;
        }
        let Spot { frames, inside, start } = spot(text, first);
        if inside != Inside::Code {
            return None;
        }
        let sites = Surroundings::sites(old, text, &frames);
        let held = sites.iter().take_while(|site| matches!(site, Site::Declaration | Site::Group)).count();
        if held < 2 || sites.get(held - 1) != Some(&Site::Group) {
            return None;
        }
        let start = frames.get(held).map_or(start, |frame| frame.start);
        let blanks = text.get(start..)?;
        let start = (start + blanks.len() - blanks.trim_start().len()).min(change.start);
        let start = with_comments(text, start);
        let end = extent(text, start, last)?;
        let old_end = (end + change.old_end).checked_sub(change.new_end)?;
        let fits = start <= change.start && change.new_end <= end && end - start <= MAX_STATEMENT;
        fits.then(|| Region { holders: frames.into_iter().take(held).collect(), start, end, old_end })
    }

    /// A text with this statement alone, and where the statement stands in it.
    /// Settings are taken from the analysis, whose text has changed by `change`.
    fn slice(&self, old: &Analysis, text: &str, change: Change) -> Option<(String, Span)> {
        let parsed = old.parsed()?;
        let mut out = String::new();
        for comment in &parsed.comments {
            let written = parsed.slice(comment.span);
            if written.contains("忽略文件") {
                out.push_str(written);
                out.push('\n');
            }
        }
        let kept = |stmt: &Stmt| change.moved(stmt.span).map(|_| parsed.slice(stmt.span));
        for stmt in parsed.stmts.iter().filter(|stmt| is_around(&stmt.clause)) {
            out.push_str(kept(stmt)?);
            out.push('\n');
        }
        for holder in &self.holders {
            let header = Spot::header(text, holder);
            out.push_str(header);
            out.push_str(" {\n");
            if !header.starts_with(['部', '项']) {
                continue;
            }
            // Where the declaration began when it was analysed.
            let at = change.before(holder.start)?;
            let owner = path(&parsed.stmts, at as u32).into_iter().find(|stmt| {
                stmt.block.as_ref().is_some_and(|block| change.before(holder.open) == Some(block.open.start as usize))
            })?;
            for child in owner.children().iter().filter(|child| is_setting(&child.clause)) {
                out.push_str(kept(child)?);
                out.push('\n');
            }
        }
        let start = out.len();
        if start > MAX_AROUND {
            return None;
        }
        out.push_str(text.get(self.start..self.end)?);
        let piece = Span::new(start, out.len());
        for _ in &self.holders {
            out.push_str("\n}");
        }
        out.push('\n');
        Some((out, piece))
    }
}

/// What stands at the top of a file and bears on every indicator.
fn is_around(clause: &Clause) -> bool {
    matches!(
        clause,
        Clause::Import { .. }
            | Clause::Framework { .. }
            | Clause::Scoring { .. }
            | Clause::Unit { .. }
            | Clause::Prefix { .. }
    )
}

/// The same in a declaration.
fn is_setting(clause: &Clause) -> bool {
    matches!(
        clause,
        Clause::Year { .. }
            | Clause::Framework { .. }
            | Clause::Vacant { .. }
            | Clause::Scoring { .. }
            | Clause::Section { kind: SectionKind::Data, .. }
    )
}

fn line_start(text: &str, offset: usize) -> usize {
    let head = text.as_bytes().get(..offset).unwrap_or_default();
    memchr::memrchr(b'\n', head).map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    let rest = text.as_bytes().get(offset..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |newline| offset + newline)
}

/// The comments on the lines above a statement, which may suppress what is found in it.
fn with_comments(text: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        let line = line_start(text, at);
        let Some(end) = line.checked_sub(1) else { return at };
        let above = line_start(text, end);
        let is_comment = text.get(above..end).is_some_and(|line| line.trim_start().starts_with(['#', '＃']));
        let leads = text.get(line..at).is_some_and(|head| head.trim().is_empty());
        if !is_comment || !leads {
            return at;
        }
        at = above;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::settings;

    fn analysed(text: &str) -> Analysis {
        analyse(Source::new("示例.heng", text), &settings(), &mut |path| Err(format!("没有 {path}")))
    }

    fn shown(findings: &[Diagnostic]) -> Vec<(String, Span)> {
        let own = findings.iter().filter(|finding| of_statement(finding));
        own.map(|finding| (finding.code.to_owned(), finding.primary.place.span)).collect()
    }

    fn text() -> String {
        let groups = |name: &str, unit: &str| {
            let lines = (0..12).map(|at| format!("        {name}{at}量 >= {at}5 {unit} {{\n            上年 3 {unit}\n        }}\n        甲{at}覆盖率 >= 0.95, 来源 \"一\"\n"));
            lines.collect::<String>()
        };
        format!(
            "单位 锅\n项目 示例 {{\n    年度 2024\n    产出指标 {{\n      数量指标 {{\n{}      }}\n      质量指标 {{\n{}      }}\n    }}\n}}\n",
            groups("丙", "锅"),
            groups("乙", "件")
        )
    }

    /// Every letter of some lines taken away or doubled: what follows from statements is the
    /// same as when the whole text is read.
    #[test]
    fn a_changed_statement_is_found_to_be_what_it_is() {
        let text = text();
        let old = analysed(&text);
        let (mut alone, mut differ) = (0, Vec::new());
        for (at, letter) in text.char_indices().filter(|(at, _)| at % 31 == 0 || (200..290).contains(at)) {
            for typed in ["", "x", "７", "件"] {
                let end = if typed.is_empty() { at + letter.len_utf8() } else { at };
                let mut now = text.clone();
                now.replace_range(at..end, typed);
                let change = Change { start: at, old_end: end, new_end: at + typed.len() };
                let since = Since { analysis: &old, all: change, known: None, last: change };
                let Some(found) = touched(since, &now, &settings(), &mut |_| Err(String::new())) else {
                    continue;
                };
                alone += 1;
                let whole = analysed(&now);
                if shown(&found) != shown(&whole.linted.findings) {
                    differ.push((
                        now.get(at.saturating_sub(30)..).map(|rest| rest.chars().take(30).collect::<String>()),
                        typed,
                        shown(&found),
                        shown(&whole.linted.findings),
                    ));
                }
            }
        }
        assert!(alone > 100, "{alone}");
        assert!(differ.len() * 100 <= alone, "{} of {alone}: {:#?}", differ.len(), differ.first());
    }

    #[test]
    fn a_change_of_the_structure_wants_the_whole_text() {
        let text = text();
        let old = analysed(&text);
        for (was, now) in [("量 >= 35 锅 {", "量 >= 35 锅 "), ("年度 2024", "年度 2025"), ("产出指标 {", "效益指标 {")]
        {
            let at = text.find(was).unwrap();
            let new = text.replacen(was, now, 1);
            let change = Change { start: at, old_end: at + was.len(), new_end: at + now.len() };
            let since = Since { analysis: &old, all: change, known: None, last: change };
            assert!(touched(since, &new, &settings(), &mut |_| Err(String::new())).is_none(), "{was}");
        }
    }

    #[test]
    fn changes_far_apart_follow_one_another() {
        let text = text();
        let old = analysed(&text);
        let (mut now, mut all, mut known) = (text.clone(), None, None::<Known>);
        // The same unknown unit is told once in a whole file: each line has one of its own.
        for (word, typed) in [("乙3量 >= 35 件", "事"), ("丙9量 >= 95 锅", "事"), ("乙11量 >= 115 件", "儿")]
        {
            let at = now.find(word).unwrap() + word.len();
            let before: Arc<str> = now.as_str().into();
            now.insert_str(at, typed);
            let last = Change { start: at, old_end: at, new_end: at + typed.len() };
            all = Change::after(all, last);
            let since = Since { analysis: &old, all: all.unwrap(), known: known.take(), last };
            let found = touched(since, &now, &settings(), &mut |_| Err(String::new())).expect(&before);
            assert_eq!(shown(&found), shown(&analysed(&now).linted.findings), "{word}");
            known = Some(Known { text: now.as_str().into(), findings: found });
        }
    }
}
