//! `docs/语言参考.md`: every snippet is executed as its fence says.
//!
//! | fence | what the snippet is |
//! |---|---|
//! | `heng` | a whole file; clean |
//! | `heng 指标` | lines of a group; clean |
//! | `heng 部门` | lines of a 部门; clean |
//! | `heng 框架` | lines of a framework; clean |
//! | `heng 错误` | lines of a group that give the code named above them |
//! | `heng 错误 文件` | a whole file that gives the code named above it |
//! | `text` | not executed |

use heng::diag::Severity;

use crate::compile::diagnostics;

const PAGE: &str = include_str!("../docs/语言参考.md");

/// What a snippet of lines lacks to be a file.
const LINES: &str = "\
项目 片段 {
    年度 2024
    框架 财政部2020
    产出指标 {
        数量指标 {
            片段在此
        }
    }
";
const OTHER_GROUPS: &str = "\
    效益指标 {
        社会效益指标 {
            取证率 >= 80%
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 95%
        }
    }
";
const OUTPUT: &str = "\
    产出指标 {
        数量指标 {
            甲 >= 1 件
        }
    }
";

struct Snippet {
    /// Line of the opening fence, from 1.
    at: usize,
    fence: &'static str,
    /// The paragraph above.
    above: String,
    text: String,
}

#[test]
fn every_snippet_is_as_its_fence_says() {
    let mut wrong = Vec::new();
    let mut executed = 0;
    for snippet in snippets() {
        let Some(verdict) = verdict(&snippet) else { continue };
        executed += 1;
        wrong.extend(verdict.err().map(|what| format!("docs/语言参考.md:{}: {}: {what}", snippet.at, snippet.fence)));
    }
    assert!(executed > 30, "only {executed} snippets");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn links_within_the_page_lead_somewhere() {
    let headings: Vec<&str> = PAGE.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for part in PAGE.split("](#").skip(1) {
        let link = part.split(')').next().unwrap();
        assert!(headings.iter().any(|heading| heading.replace('、', "") == link.replace('、', "")), "#{link}");
    }
}

/// Whether a snippet does what it should; nothing for one that is not executed.
fn verdict(snippet: &Snippet) -> Option<Result<(), String>> {
    let text = match snippet.fence {
        "text" => return None,
        "heng" | "heng 错误 文件" => snippet.text.clone(),
        "heng 指标" | "heng 错误" => {
            format!("{}{OTHER_GROUPS}}}\n", LINES.replace("片段在此", snippet.text.trim_end()))
        }
        "heng 部门" => {
            let groups = if snippet.text.contains("指标") { "" } else { &format!("{OUTPUT}{OTHER_GROUPS}") };
            format!("部门 片段 {{\n年度 2024\n框架 财政部2020\n{}{groups}}}\n", snippet.text)
        }
        "heng 框架" => format!("框架 片段 继承 财政部2020 {{\n{}}}\n", snippet.text),
        unknown => return Some(Err(format!("no such fence: `{unknown}`"))),
    };
    let found = diagnostics("docs/片段.heng", &text);
    let shown: Vec<String> = found.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    if !snippet.fence.contains("错误") {
        return Some(if found.is_empty() { Ok(()) } else { Err(shown.join("; ")) });
    }
    let Some(code) = code_in(&snippet.above) else {
        return Some(Err(format!("the text above names no code; found: {}", shown.join("; "))));
    };
    let only =
        found.iter().all(|found| found.code == code) && found.iter().any(|found| found.severity == Severity::Error);
    Some(if only { Ok(()) } else { Err(format!("{code} alone is expected; found: {}", shown.join("; "))) })
}

/// `E0303` in a text.
fn code_in(text: &str) -> Option<&str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| {
        word.len() == 5 && word.strip_prefix('E').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn snippets() -> Vec<Snippet> {
    let mut found = Vec::new();
    let mut open: Option<Snippet> = None;
    let mut above = String::new();
    for (at, line) in PAGE.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(fence)) => {
                open = Some(Snippet { at: at + 1, fence, above: above.clone(), text: String::new() });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(snippet), None) => snippet.text += &format!("{line}\n"),
            (None, None) if line.is_empty() => {}
            (None, None) => above = line.to_owned(),
        }
    }
    assert!(open.is_none(), "the last fence is not closed");
    found
}
