//! Sheets and the texts in their cells: plain data in and out, never syntax, never a file.
//!
//! [`cell`] reads one actual value, [`sheet`] turns bytes into
//! cells, [`actuals`] finds the table in the cells.

pub mod actuals;
pub mod around;
mod budget;
pub mod cell;
pub(crate) mod columns;
pub mod places;
pub mod sheet;

use crate::diag::Severity;
use crate::score::actuals::Origin;

/// Something found in a file of values; the counterpart of a diagnostic where there is no source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFinding {
    /// A key of [`FINDINGS`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that stands alone.
    pub message: String,
    /// The cell, or the file alone when the cell is empty.
    pub origin: Origin,
    /// What to do.
    pub help: Option<String>,
}

/// Every code of a finding, its severity and the title of its page.
pub const FINDINGS: &[(&str, Severity, &str)] = &[
    ("E0520", Severity::Error, "没有找到表头"),
    ("E0521", Severity::Warning, "有两列说的是同一件事"),
    ("E0522", Severity::Error, "公式出错"),
    ("E0523", Severity::Error, "实际值读不懂"),
    ("E0524", Severity::Note, "文件不是 UTF-8 编码"),
    ("E0525", Severity::Note, "有的工作表没有用到"),
    ("E0526", Severity::Note, "合计行没有读"),
    ("E0527", Severity::Warning, "实际值是约数"),
    ("E0528", Severity::Note, "括号里的说明没有参加计算"),
    ("E0529", Severity::Warning, "单元格的单位和单位列不一致"),
    ("E0530", Severity::Warning, "预算数不全"),
    ("E0531", Severity::Warning, "一行的格子比表头多"),
    ("E0532", Severity::Error, "实际值的日期没有年份"),
    ("E0533", Severity::Error, "文件不是能读的表格"),
    ("E0534", Severity::Error, "工作簿有密码"),
    ("E0535", Severity::Error, "文件太大"),
    ("E0536", Severity::Error, "JSON 不是实际值的样子"),
    ("E0537", Severity::Warning, "有实际值，没有指标名称"),
    ("E0538", Severity::Warning, "实际值的日期成了 Excel 序号"),
    ("E0539", Severity::Note, "实际值的文字按意思读成了数"),
    ("E0557", Severity::Note, "文件名和内容不符"),
];

impl TableFinding {
    /// A finding at a cell.
    pub fn at(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        let severity =
            FINDINGS.iter().find(|(known, ..)| *known == code).map_or(Severity::Error, |(_, severity, _)| *severity);
        TableFinding { code, severity, message: message.into(), origin, help: None }
    }

    /// A finding about a file as a whole.
    pub fn of_file(code: &'static str, file: &str, message: impl Into<String>) -> Self {
        let origin = Origin::Cell { file: file.to_owned(), sheet: None, cell: String::new() };
        Self::at(code, origin, message)
    }

    /// What to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}
