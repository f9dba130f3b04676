//! The notes of the target reader: its codes and how bad each is.

use std::ops::Range;

use serde::Serialize;

use crate::diag::Severity;

/// What had to be supposed about a target text, or could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadNote {
    /// A key of [`NOTES`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that stands alone.
    pub message: String,
    /// The bytes of the text that it is about.
    pub range: Range<usize>,
    /// What to write instead.
    pub help: Option<String>,
}

impl ReadNote {
    pub(super) fn new(code: &'static str, range: Range<usize>, message: impl Into<String>) -> Self {
        let severity =
            NOTES.iter().find(|(known, ..)| *known == code).map_or(Severity::Error, |(_, severity, _)| *severity);
        ReadNote { code, severity, message: message.into(), range, help: None }
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// Every code of the reader, its severity and the title of its page.
pub const NOTES: &[(&str, Severity, &str)] = &[
    ("E0701", Severity::Warning, "没有比较符号"),
    ("E0702", Severity::Warning, "没有单位"),
    ("E0703", Severity::Warning, "单位不完整"),
    ("E0704", Severity::Note, "单位取自指标名称"),
    ("E0705", Severity::Warning, "约数不是指标值"),
    ("E0706", Severity::Error, "符号像是认错了"),
    ("E0707", Severity::Warning, "日期成了 Excel 序号"),
    ("E0708", Severity::Warning, "日期没有年份"),
    ("E0709", Severity::Note, "日期的界限没有写明"),
    ("E0710", Severity::Warning, "期限从某件事算起"),
    ("E0711", Severity::Error, "占位内容，没有指标值"),
    ("E0712", Severity::Error, "一格里有几个要求"),
    ("E0713", Severity::Error, "读不懂的指标值"),
    ("E0714", Severity::Warning, "只有等级表，没有选定等级"),
    ("E0715", Severity::Note, "文字按意思读成了数"),
    ("E0716", Severity::Error, "两个符号互相矛盾"),
    ("E0717", Severity::Error, "没有这一天"),
    ("E0718", Severity::Warning, "有些文字没有读进指标值"),
    ("E0719", Severity::Warning, "符号后面没有数"),
    ("E0720", Severity::Warning, "“各”要和名称一起看"),
    ("E0721", Severity::Error, "区间的下限大于上限"),
];
