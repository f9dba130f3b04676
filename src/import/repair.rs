//! The repair list: how each text of a form was understood, how sure that is, and what to do.

use serde::Serialize;

use super::form::Found;

/// How sure an understanding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Certainty {
    /// The form says it.
    #[serde(rename = "确定")]
    Sure,
    /// It follows from what stands around it.
    #[serde(rename = "推定")]
    Supposed,
    /// A person has to look.
    #[serde(rename = "存疑")]
    Doubtful,
    /// Not understood; kept as a note.
    #[serde(rename = "照录")]
    Kept,
}

impl Certainty {
    /// The word users see.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Sure => "确定",
            Certainty::Supposed => "推定",
            Certainty::Doubtful => "存疑",
            Certainty::Kept => "照录",
        }
    }

    /// Whether a person has to look before the plan is used.
    pub fn needs_a_look(self) -> bool {
        matches!(self, Certainty::Doubtful | Certainty::Kept)
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The sheet, where the file has sheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell: `E12` or `第 3 行`.
    pub cell: String,
    /// What it is: 指标值, 分值, 部门名称.
    pub field: String,
    /// The text as found.
    pub found: String,
    /// What was written to the plan.
    pub understood: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// A code of [`CODES`] or of the target reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// What is to be said about it, one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The line of what was written that it is about, where a person has to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
    /// The cells beside it on its row, itself among them, where a person has to look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
}

/// A line of the plan or of the actual values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which of the two texts.
    pub of: Part,
    /// From 1.
    pub number: usize,
    /// The line without its indentation.
    pub text: String,
}

/// What an import writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The declarations.
    Plan,
    /// The 实际 blocks.
    Actuals,
}

/// A cell near another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// Its address.
    pub cell: String,
    /// Its text.
    pub text: String,
}

impl Repair {
    /// A text that was understood as it stands.
    pub(super) fn sure(field: impl Into<String>, found: &Found, understood: impl Into<String>) -> Repair {
        Repair {
            sheet: None,
            cell: found.at.clone(),
            field: field.into(),
            found: found.text.clone(),
            understood: understood.into(),
            certainty: Certainty::Sure,
            code: None,
            message: None,
            help: None,
            line: None,
            beside: Vec::new(),
        }
    }

    /// The same with less certainty, and why.
    pub(super) fn because(mut self, certainty: Certainty, code: &'static str, message: impl Into<String>) -> Repair {
        self.certainty = self.certainty.max(certainty);
        self.code = Some(code);
        let message = message.into();
        self.message = Some(self.message.map_or_else(|| message.clone(), |before| format!("{before}；{message}")));
        self
    }

    /// What to do about it.
    pub(super) fn help(mut self, text: impl Into<String>) -> Repair {
        self.help = Some(text.into());
        self
    }
}

/// Every code of an import, with the title of its page.
pub const CODES: &[(&str, &str)] = &[
    ("E0801", "没有找到指标表"),
    ("E0802", "指标值照录，没有读成数"),
    ("E0803", "没有符号，按指标名称取"),
    ("E0804", "这一行错了列"),
    ("E0805", "文字没有归入任何一栏"),
    ("E0806", "没有写年度"),
    ("E0807", "分值或得分不是数"),
    ("E0808", "指标值写在指标名称里"),
    ("E0809", "实际完成值照录，没有读成数"),
    ("E0810", "金额不是数"),
    ("E0811", "粘在一起的文字是拆开读的"),
    ("E0812", "一行有几个指标值"),
    ("E0813", "有指标值，没有指标名称"),
    ("E0814", "框架里没有的一级、二级指标"),
    ("E0815", "单位不是标准单位"),
    ("E0816", "表上没有名称"),
    ("E0817", "方向和符号不一致"),
    ("E0818", "没有一级指标，按二级指标归入"),
    ("E0819", "指标是从叙述里取的"),
];
