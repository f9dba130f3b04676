//! `# 忽略 L203: 上级文件要求原文`: findings that the author has an answer to.
//!
//! A comment at the end of a line is about that line, one on a line of its own about the
//! statement after it with its block, `# 忽略文件` about the file. The reason is mandatory.
//! `# 忽略 检查 "标题": 理由` is about a house rule. Mistakes that keep a file from being
//! compiled cannot be suppressed.

use crate::diag::suggest::nearest;
use crate::diag::{Diagnostic, Safety};
use crate::lint::Linted;
use crate::lint::rule::{Level, Rule};
use crate::lint::rules::find;
use crate::lint::select::{Settings, named};
use crate::model::{HOUSE_RULE, Model};
use crate::source::{FileId, LineIndex, Place, Span, half_width};
use crate::syntax::Parsed;
use crate::syntax::ast::Stmt;

/// The words that begin a suppression; the longer one first.
const KEYWORDS: [(&str, bool); 2] = [("忽略文件", true), ("忽略", false)];

/// What stands where an author is to write a reason, and is none.
pub const UNSAID: &str = "理由";

/// Letters of a text that tell whether it begins with a code.
const CODE_LETTERS: usize = 2;

/// A finding and why it is not reported.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Diagnostic,
    /// The reason in the comment.
    pub reason: String,
    /// The comment.
    pub place: Place,
}

/// A suppression.
struct Comment {
    /// Its text.
    span: Span,
    /// What it is about.
    range: Span,
    /// The words that name rules.
    words: Vec<Word>,
    reason: String,
    /// The text to delete with it.
    whole: Span,
}

/// One word that names rules.
struct Word {
    span: Span,
    covers: Covers,
    used: bool,
}

enum Covers {
    Rules(Vec<&'static Rule>),
    /// The title of a 检查.
    House(String),
    /// Nothing: it was reported.
    Nothing,
}

/// Takes away what the entry's comments suppress, and reports the comments that are wrong.
pub(super) fn apply(model: &Model, settings: &Settings, found: Vec<Diagnostic>) -> Linted {
    let mut linted = Linted::default();
    let entry = model.files.entry();
    let Some(parsed) = model.files.get(entry) else {
        linted.findings = model.diagnostics.clone();
        return linted;
    };
    let mut wrong = Vec::new();
    let mut comments = read(parsed, settings, &mut wrong);
    for finding in model.diagnostics.iter().cloned().chain(found) {
        match take(&mut comments, &finding, entry) {
            Some(at) => {
                let Some(comment) = comments.get(at) else { continue };
                let place = Place { file: entry, span: comment.span };
                linted.suppressed.push(Suppressed { finding, reason: comment.reason.clone(), place });
            }
            None => linted.findings.push(finding),
        }
    }
    for comment in &comments {
        unused(comment, parsed, settings, &mut wrong);
    }
    linted.findings.append(&mut wrong);
    linted.findings.sort_by_key(|finding| (finding.primary.place, finding.code));
    linted
}

/// The comment that suppresses a finding, marked as used.
fn take(comments: &mut [Comment], finding: &Diagnostic, entry: FileId) -> Option<usize> {
    let house = finding.code == HOUSE_RULE;
    if !house && !finding.code.starts_with('L') {
        return None;
    }
    // A house rule may be suppressed where it stands and at the declaration that it is about.
    let others = finding.related.iter().filter(|_| house);
    let places = std::iter::once(&finding.primary).chain(others).map(|label| label.place);
    let at: Vec<u32> = places.filter(|place| place.file == entry).map(|place| place.span.start).collect();
    let title = |title: &str| house && finding.message.starts_with(&format!("检查 `{title}` "));
    for (index, comment) in comments.iter_mut().enumerate() {
        if !at.iter().any(|at| comment.range.start <= *at && *at <= comment.range.end) {
            continue;
        }
        let covers = |word: &&mut Word| match &word.covers {
            Covers::Rules(rules) => rules.iter().any(|rule| rule.code == finding.code),
            Covers::House(text) => title(text),
            Covers::Nothing => false,
        };
        if let Some(word) = comment.words.iter_mut().find(covers) {
            word.used = true;
            return Some(index);
        }
    }
    None
}

fn read(parsed: &Parsed, settings: &Settings, wrong: &mut Vec<Diagnostic>) -> Vec<Comment> {
    let text = &*parsed.source.text;
    let mut index = None;
    let mut comments = Vec::new();
    for comment in &parsed.comments {
        let written = parsed.slice(comment.span);
        let body = written.trim_start_matches(['#', '＃']).trim_start();
        let Some((keyword, of_file)) = KEYWORDS.into_iter().find(|(keyword, _)| body.starts_with(keyword)) else {
            continue;
        };
        let rest = body.get(keyword.len()..).unwrap_or_default();
        // `# 忽略了这一项` is prose; `# 忽略L203` lacks a blank.
        let named = |rest: &str| {
            let word: String = rest.chars().take(CODE_LETTERS).map(half_width).collect();
            word.starts_with(['L', 'l', 'E', 'e']) && word.chars().nth(1).is_some_and(|digit| digit.is_ascii_digit())
        };
        if !rest.starts_with(|letter: char| letter.is_whitespace() || letter == ':' || letter == '：') && !named(rest)
        {
            continue;
        }
        // `# 忽略：L203 理由` has its colon too early.
        let early = rest.strip_prefix([':', '：']).map(str::trim_start).filter(|rest| named(rest));
        let rest = early.unwrap_or(rest);
        let index = index.get_or_insert_with(|| LineIndex::new(text));
        let start = comment.span.end as usize - rest.len();
        let place = |span: Span| Place { file: parsed.file, span };
        let line = index.line(comment.span.start);
        let line_start = index.line_start(line, text);
        let own_line = text.get(line_start..comment.span.start as usize).is_some_and(|head| head.trim().is_empty());
        let range = match (of_file, own_line) {
            (true, _) => Span::new(0, text.len()),
            (false, false) => Span::new(line_start, comment.span.end as usize),
            (false, true) => following(&parsed.stmts, comment.span.end).unwrap_or(comment.span),
        };
        let code_ends =
            || rest.find(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '，' | ':' | '：'));
        let only_codes = |at: &usize| {
            let names = rest.get(..*at).unwrap_or_default();
            names.split([' ', ',', '，', '、']).filter(|word| !word.is_empty()).all(named)
        };
        let colon = match early {
            Some(_) => split(rest).filter(only_codes).or_else(code_ends),
            None => split(rest),
        };
        let names = rest.get(..colon.unwrap_or(rest.len())).unwrap_or_default();
        let after = colon.and_then(|at| rest.get(at..)).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let reason = colon.and_then(|at| rest.get(at + after..)).unwrap_or_default().trim();
        if is_unsaid(reason) {
            report(settings, wrong, "suppression-without-reason", place(comment.span), |finding| {
                let example = format!("{} {}: 上级文件要求原文", keyword, names.trim());
                finding.help(format!("在冒号后面写理由，例如 `# {example}`"))
            });
            // Without a reason it suppresses nothing.
            continue;
        }
        let words = words(names, start, parsed, settings, wrong);
        if words.is_empty() {
            report(settings, wrong, "unknown-suppressed-rule", place(comment.span), |mut finding| {
                finding.message = format!("`# {keyword}` 没有写忽略哪条规则");
                finding.help(format!("把规则写在冒号前面，例如 `# {keyword} L203: {reason}`"))
            });
        }
        let whole = whole(text, comment.span, own_line, line_start);
        comments.push(Comment { span: comment.span, range, words, reason: reason.to_owned(), whole });
    }
    comments
}

/// Whether nothing stands for a reason, or the word that a reason is to replace.
fn is_unsaid(reason: &str) -> bool {
    let said = reason.trim_matches(|letter: char| !letter.is_alphanumeric());
    said.is_empty() || matches!(said, UNSAID | "原因" | "写理由" | "写明理由")
}

/// Where the colon stands that ends the names: none inside of quotation marks.
fn split(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match half_width(letter) {
            '"' | '“' | '”' => quoted = !quoted,
            ':' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn words(names: &str, start: usize, parsed: &Parsed, settings: &Settings, wrong: &mut Vec<Diagnostic>) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    let separates = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '，' | '、');
    while let Some(rest) = names.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = rest.len() - rest.trim_start_matches(separates).len();
        if skipped > 0 {
            at += skipped;
            continue;
        }
        if let Some(title) = rest.strip_prefix("检查").map(str::trim_start)
            && let Some(inside) = title.strip_prefix(['"', '“', '”'])
            && let Some(end) = inside.find(['"', '”', '“'])
        {
            let quote = inside.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let length = rest.len() - inside.len() + end + quote;
            let title = inside.get(..end).unwrap_or_default().to_owned();
            let span = Span::new(start + at, start + at + length);
            found.push(Word { span, covers: Covers::House(title), used: false });
            at += length;
            continue;
        }
        let length = rest.find(separates).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let span = Span::new(start + at, start + at + length);
        at += length;
        let plain: String = word.chars().map(half_width).collect();
        let covers = match named(&plain) {
            Ok(rules) => Covers::Rules(rules),
            Err(unknown) => {
                let place = Place { file: parsed.file, span };
                report(settings, wrong, "unknown-suppressed-rule", place, |finding| unknown_help(finding, &unknown));
                Covers::Nothing
            }
        };
        found.push(Word { span, covers, used: false });
    }
    found
}

fn unknown_help(mut finding: Diagnostic, unknown: &crate::lint::Unknown) -> Diagnostic {
    let is_compile_error = crate::diag::codes::page(&unknown.word).is_some();
    if is_compile_error {
        finding.message = format!("`{}` 是编译错误，不能忽略", unknown.word);
        return finding.help("改正它；能忽略的是 L 开头的规则和 检查");
    }
    finding.message = format!("没有规则 `{}`", unknown.word);
    let near = unknown.nearest.or_else(|| nearest(&unknown.word, crate::lint::all().map(|rule| rule.code)));
    match near {
        Some(near) => {
            let span = finding.primary.place.span;
            finding.help(format!("您是想写 `{near}` 吗？")).fix(Safety::Unsafe, span, near, "改为")
        }
        None => finding.help("`heng rules` 列出所有规则"),
    }
}

/// Reports the words that suppressed nothing although their rules run.
fn unused(comment: &Comment, parsed: &Parsed, settings: &Settings, wrong: &mut Vec<Diagnostic>) {
    let idle = |word: &&Word| {
        let runs = match &word.covers {
            Covers::Rules(rules) => rules.iter().any(|rule| settings.level(rule) != Level::Off),
            Covers::House(_) => true,
            Covers::Nothing => false,
        };
        runs && !word.used
    };
    let idle: Vec<&Word> = comment.words.iter().filter(idle).collect();
    if idle.is_empty() {
        return;
    }
    let all = idle.len() == comment.words.len();
    for word in &idle {
        let name = parsed.slice(word.span).to_owned();
        let place = Place { file: parsed.file, span: word.span };
        report(settings, wrong, "unused-suppression", place, |mut finding| {
            finding.message = format!("这里没有 `{name}` 要忽略的问题");
            if all {
                let help = "这条注释不再需要，可以删去";
                return finding.help(help).fix(Safety::Safe, comment.whole, "", "删去这条注释");
            }
            finding.help(format!("从注释中删去 `{name}`")).fix(
                Safety::Safe,
                with_separator(parsed, word.span),
                "",
                "删去",
            )
        });
    }
}

/// A word together with the separator in front of it, or the one after it for the first.
fn with_separator(parsed: &Parsed, span: Span) -> Span {
    let text = &*parsed.source.text;
    let separates = |letter: char| letter == ' ' || matches!(letter, ',' | '，' | '、');
    let before = text.get(..span.start as usize).unwrap_or_default();
    let cut = before.trim_end_matches(separates);
    let gap = before.get(cut.len()..).unwrap_or_default();
    if gap.contains([',', '，', '、']) {
        return Span::new(cut.len(), span.end as usize);
    }
    let after = text.get(span.end as usize..).unwrap_or_default();
    let length = after.len() - after.trim_start_matches(separates).len();
    Span::new(span.start as usize, span.end as usize + length)
}

fn report(
    settings: &Settings,
    wrong: &mut Vec<Diagnostic>,
    name: &str,
    place: Place,
    word: impl FnOnce(Diagnostic) -> Diagnostic,
) {
    let Some(rule) = find(name) else { return };
    let Some(severity) = settings.level(rule).severity() else { return };
    let finding = Diagnostic { severity, ..Diagnostic::error(rule.code, place, rule.title) };
    wrong.push(word(finding));
}

/// The statement that begins after an offset, in the block that holds the offset.
fn following(stmts: &[Stmt], offset: u32) -> Option<Span> {
    let after = stmts.partition_point(|stmt| stmt.span.start < offset);
    if let Some(holder) = after.checked_sub(1).and_then(|at| stmts.get(at))
        && offset < holder.span.end
    {
        return following(holder.children(), offset);
    }
    stmts.get(after).map(|stmt| stmt.span)
}

/// What goes when a comment goes: its line when it has one of its own, else the blanks in
/// front of it too.
fn whole(text: &str, span: Span, own_line: bool, line_start: usize) -> Span {
    let end = span.end as usize;
    if own_line {
        let rest = text.get(end..).unwrap_or_default();
        let newline = rest.find('\n').map_or(rest.len(), |at| at + 1);
        return Span::new(line_start, end + newline);
    }
    let head = text.get(line_start..span.start as usize).unwrap_or_default();
    Span::new(line_start + head.trim_end().len(), end)
}
