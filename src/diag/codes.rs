//! The page of every code: cause, a wrong example, the right one.
//!
//! The pages are the files of `src/diag/pages`, one a code, listed by the build script. Their
//! first line is `# E0301 标题`; sections are `## 原因`, `## 错误`, `## 正确`.

use crate::source::half_width;

use super::suggest::nearest;

/// Code and text of every page, in the order of the codes.
pub static PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The stages of a compilation, by how their codes begin.
pub const STAGES: &[(&str, &str)] = &[
    ("E01", "书写"),
    ("E02", "语句和名称"),
    ("E03", "单位、日期和指标值"),
    ("E04", "框架、分值和计分"),
    ("E05", "实际完成值"),
    ("E06", "引用、核对和测试"),
    ("E07", "读入的指标值"),
    ("E08", "导入和核查"),
];

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// `E0301`.
    pub code: &'static str,
    /// What the code says, in a few words.
    pub title: &'static str,
    /// The whole page, in Markdown.
    pub text: &'static str,
}

/// Every page, in the order of the codes.
pub fn pages() -> impl Iterator<Item = Page> {
    PAGES.iter().map(|&(code, text)| Page { code, title: title(code, text), text })
}

/// The page of a code; `e0301`, `0301`, `E0301` and full-width digits all find it.
pub fn page(code: &str) -> Option<Page> {
    let wanted = normal(code);
    pages().find(|page| page.code == wanted || page.code.strip_prefix('E') == Some(&wanted))
}

/// The code that was likely meant.
pub fn similar(code: &str) -> Option<&'static str> {
    let wanted = normal(code);
    // `E301` for `E0301`: a zero was left out.
    let digits = wanted.trim_start_matches('E').trim_start_matches('0');
    let padded = format!("E{digits:0>4}");
    pages()
        .map(|page| page.code)
        .find(|code| *code == padded)
        .or_else(|| nearest(&wanted, pages().map(|page| page.code)))
}

/// The stage a code belongs to.
pub fn stage(code: &str) -> &'static str {
    STAGES.iter().find(|(start, _)| code.starts_with(start)).map_or("其他", |(_, name)| name)
}

fn normal(code: &str) -> String {
    code.trim().trim_matches(['[', ']']).chars().map(half_width).collect::<String>().to_uppercase()
}

fn title(code: &str, text: &'static str) -> &'static str {
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches('#').trim_start().strip_prefix(code).unwrap_or(first).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_their_parts() {
        for page in pages() {
            assert!(page.text.starts_with(&format!("# {} ", page.code)), "{}: first line", page.code);
            assert!(!page.title.is_empty(), "{}: title", page.code);
            assert!(page.text.contains("## 原因"), "{}: cause", page.code);
            // What no text of the user's can cause has no examples.
            for section in ["## 错误", "## 正确"] {
                assert!(page.text.contains(section) || page.code == "E0121", "{}: {section}", page.code);
            }
            assert_ne!(stage(page.code), "其他", "{}: stage", page.code);
        }
    }
}
