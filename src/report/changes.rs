//! What changed between two versions, for the terminal, for programs and for the comment on a
//! merge request.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::wrap::hang;
use crate::diff::{Change, Kind};

/// Raised when a field changes its meaning or goes; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// Where a place of a version is: `局.heng:12:5`.
pub type Locate<'a> = dyn Fn(&Change, bool) -> Option<String> + 'a;

/// What `heng diff --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// The version of this shape.
    schema_version: u32,
    /// How many changes need a reason and have none.
    unexplained: usize,
    /// By declaration.
    changes: Vec<Row<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Row<'a> {
    kind: Kind,
    /// `error` when a reason is missing, else `note`.
    severity: &'static str,
    declaration: &'a str,
    /// The indicator, task or budget line; empty for the declaration itself.
    subject: &'a str,
    /// 年度指标值, 分值, 计分方法, …
    aspect: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    /// `少 100 件`.
    by: Option<&'a str>,
    reason: Option<&'a str>,
    /// Whether it only follows from other changes.
    derived: bool,
    old_place: Option<String>,
    new_place: Option<String>,
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document<'_>).to_value()
}

/// As JSON.
pub fn json(changes: &[Change], locate: &Locate<'_>) -> String {
    let row = |change| row(change, locate);
    let document = Document {
        schema_version: SCHEMA_VERSION,
        unexplained: unexplained(changes),
        changes: changes.iter().map(row).collect(),
    };
    // Plain structs of strings always serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn row<'a>(change: &'a Change, locate: &Locate<'_>) -> Row<'a> {
    Row {
        kind: change.kind,
        severity: if change.is_error() { "error" } else { "note" },
        declaration: &change.declaration,
        subject: &change.subject,
        aspect: change.aspect,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        by: change.by.as_deref(),
        reason: change.reason.as_deref(),
        derived: change.derived,
        old_place: locate(change, false),
        new_place: locate(change, true),
    }
}

fn unexplained(changes: &[Change]) -> usize {
    changes.iter().filter(|change| change.is_error()).count()
}

/// For the terminal, by declaration and kind; shared-out weights are only counted.
pub fn text(changes: &[Change], locate: &Locate<'_>, width: usize) -> String {
    if changes.is_empty() {
        return "含义没有变化\n".to_owned();
    }
    let mut out = String::new();
    for declaration in declarations(changes) {
        let _ = writeln!(out, "{declaration}");
        let own = || changes.iter().filter(|change| change.declaration == declaration);
        for kind in Kind::ALL {
            for change in own().filter(|change| change.kind == kind && !change.derived) {
                out.push_str(&hang(&format!("  {}  ", kind.word()), &sentence(change), width));
                if let Some(reason) = &change.reason {
                    out.push_str(&hang("    调整理由：", reason, width));
                } else if change.is_error() {
                    let place =
                        locate(change, change.new_place.is_some()).map_or_else(String::new, |at| format!("（{at}）"));
                    let (where_to, paste) = advice(change);
                    out.push_str(&hang("    错误：", &format!("没有写理由{place}，{where_to}"), width));
                    // A text to copy stays on one line, however long it is.
                    let _ = writeln!(out, "      {paste}");
                }
            }
        }
        match own().filter(|change| change.derived).count() {
            0 => {}
            count => {
                let _ = writeln!(out, "  另有 {count} 个指标平分所得的分值随之变动");
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(changes));
    out
}

/// How to give the reason: where, and the text to write there.
fn advice(change: &Change) -> (String, String) {
    match change.kind {
        Kind::Removed if change.new_place.is_none() && change.subject.is_empty() => {
            ("在留下的部门或项目里写：".to_owned(), format!("调整 \"{}：……\"", change.declaration))
        }
        Kind::Removed if change.new_place.is_none() => {
            (format!("在 `{}` 里写：", change.declaration), format!("调整 \"{}：……\"", change.subject))
        }
        _ => ("在指标后面写：".to_owned(), ", 调整 \"……\"".to_owned()),
    }
}

fn declarations(changes: &[Change]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for change in changes {
        if !names.contains(&&*change.declaration) {
            names.push(&change.declaration);
        }
    }
    names
}

fn sentence(change: &Change) -> String {
    let subject = match (&*change.subject, change.aspect) {
        ("", "") => change.declaration.clone(),
        ("", aspect) => aspect.to_owned(),
        (subject, "指标" | "名称" | "任务" | "") => subject.to_owned(),
        (subject, aspect) => format!("{subject} {aspect}"),
    };
    let by = change.by.as_ref().map_or_else(String::new, |by| format!("，{by}"));
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{subject}：{old} → {new}{by}"),
        (Some(only), None) if change.kind != Kind::Removed => format!("{subject}：删去 {only}"),
        (None, Some(only)) if change.kind != Kind::Added => format!("{subject}：新增 {only}"),
        (Some(only), None) | (None, Some(only)) => format!("{subject}：{only}"),
        (None, None) => subject,
    }
}

fn summary(changes: &[Change]) -> String {
    let counts = Kind::ALL.iter().filter_map(|kind| {
        let count = changes.iter().filter(|change| change.kind == *kind && !change.derived).count();
        (count > 0).then(|| format!("{} {count} 处", kind.word()))
    });
    let counts = counts.collect::<Vec<_>>().join("，");
    match unexplained(changes) {
        0 => counts,
        missing => format!("{counts}；其中 {missing} 处没有写调整理由"),
    }
}

/// As Markdown, for the comment on a merge request.
pub fn markdown(changes: &[Change], locate: &Locate<'_>) -> String {
    if changes.is_empty() {
        return "绩效目标的含义没有变化。\n".to_owned();
    }
    let mut out = String::from("## 绩效目标的变动\n\n");
    let _ = writeln!(out, "{}。", summary(changes));
    for declaration in declarations(changes) {
        let _ = writeln!(out, "\n### {}\n", escaped(declaration));
        out.push_str("| | 变动 | 对象 | 原来 | 现在 | 差额 | 调整理由 | 位置 |\n|---|---|---|---|---|---|---|---|\n");
        let own = || changes.iter().filter(|change| change.declaration == declaration);
        for kind in Kind::ALL {
            for change in own().filter(|change| change.kind == kind && !change.derived) {
                let mark = if change.is_error() { "❌" } else { "" };
                let subject = match (&*change.subject, change.aspect) {
                    ("", aspect) => aspect.to_owned(),
                    (subject, aspect) => format!("{subject} {aspect}"),
                };
                let reason = match &change.reason {
                    Some(reason) => reason.clone(),
                    None if change.is_error() => "**没有写**".to_owned(),
                    None => String::new(),
                };
                let cell = |text: &Option<String>| text.as_deref().map(escaped).unwrap_or_default();
                let place = locate(change, change.new_place.is_some()).unwrap_or_default();
                let _ = writeln!(
                    out,
                    "| {mark} | {} | {} | {} | {} | {} | {} | {} |",
                    kind.word(),
                    escaped(&subject),
                    cell(&change.old),
                    cell(&change.new),
                    cell(&change.by),
                    if change.reason.is_some() { escaped(&reason) } else { reason },
                    escaped(&place)
                );
            }
        }
        match own().filter(|change| change.derived).count() {
            0 => {}
            count => {
                let _ = writeln!(out, "\n另有 {count} 个指标平分所得的分值随之变动。");
            }
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '|' | '*' | '_' | '`' | '<' | '\\' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
