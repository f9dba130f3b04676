//! Keywords that were nearly written: parted by a blank, misspelt behind a name, without the
//! sign that belongs to them; and names that are nothing but a number.

use super::ast::{Clause, Method, Stmt, Value};
use super::lower::place;
use super::recover::{LONGEST_NAME, OTHER_KEYWORDS, SIGN_CHARS, TEXT_WORDS, shown, slice};
use crate::diag::{Diagnostic, Safety, suggest};
use crate::source::{FileId, Span};

/// What may stand behind a name where a target stands.
const TARGET_WORDS: [&str; 2] = ["定性", "不适用"];

/// Methods that a rule is declared by.
const METHOD_WORDS: [&str; 9] = ["达标", "比例", "门槛", "线性", "分档", "插值", "等级", "扣分", "公式"];

/// What is left of a line behind one of these.
pub(super) fn junk(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    parted_keyword(text, file, stmt)
        .or_else(|| rule_without_equals(text, file, stmt, span))
        .or_else(|| misspelt_target(text, file, stmt, span))
        .or_else(|| number_as_name(text, file, stmt, span))
}

/// `单 位 灯杆`.
fn parted_keyword(text: &str, file: FileId, stmt: &Stmt) -> Option<Diagnostic> {
    let Clause::Item { name, value: Some(Value::Word { span: word, quantity: None }), .. } = &stmt.clause else {
        return None;
    };
    let (first, second) = (slice(text, name.span), slice(text, *word));
    let keyword = OTHER_KEYWORDS
        .into_iter()
        .chain(TEXT_WORDS)
        .find(|keyword| !name.quoted && keyword.strip_prefix(first) == Some(second))?;
    let whole = name.span.to(*word);
    let found = Diagnostic::error("E0118", place(file, whole), format!("关键字 `{keyword}` 中间有空格"));
    Some(found.fix(Safety::Safe, whole, keyword, "写成"))
}

/// `计分 六成 比例, 及格 60%`.
fn rule_without_equals(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Scoring { name: None, method, .. } = &stmt.clause else { return None };
    let Method::Named { name, quantity: None } = &**method else { return None };
    let rest = slice(text, span);
    METHOD_WORDS.iter().find(|word| rest.starts_with(**word) && !name.quoted)?;
    let (rule, at) = (slice(text, name.span), Span { start: name.span.end, end: name.span.end });
    let found = Diagnostic::error("E0113", place(file, name.span), format!("规则 `{rule}` 后面缺少 `=`"));
    Some(found.fix(Safety::Unsafe, at, " =", "补上 `=`"))
}

/// `营商环境 定型 "明显改善"`.
fn misspelt_target(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Item { value: Some(Value::Word { span: word, quantity: None }), .. } = &stmt.clause else {
        return None;
    };
    let (written, rest) = (slice(text, *word), slice(text, span));
    let quoted = rest.starts_with(['"', '“', '”', '＂', '「']);
    let meant = suggest::nearest_keyword(written, TARGET_WORDS).filter(|meant| quoted && *meant != written)?;
    let found = Diagnostic::error("E0118", place(file, *word), format!("`{}` 不是带文本的关键字", shown(written)));
    Some(found.fix(Safety::Unsafe, *word, meant, "是否要写"))
}

/// `2024 >= 40 个`.
fn number_as_name(text: &str, file: FileId, stmt: &Stmt, span: Span) -> Option<Diagnostic> {
    let Clause::Weight(quantity) = &stmt.clause else { return None };
    let (number, rest) = (slice(text, stmt.span).trim_end(), slice(text, span));
    let signed = rest.starts_with(|letter: char| SIGN_CHARS.contains(letter));
    if !signed || quantity.unit.is_some() || !stmt.attrs.is_empty() || number.len() > LONGEST_NAME {
        return None;
    }
    let at = Span { start: stmt.span.start, end: stmt.span.start + number.len() as u32 };
    let found = Diagnostic::error("E0108", place(file, at), format!("名称 `{number}` 只有数字，要加引号"));
    Some(found.label("名称里要有文字").fix(Safety::Unsafe, at, format!("\"{number}\""), "给名称加引号"))
}
