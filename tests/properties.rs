//! Properties that hold for every text: no panic, spans on character boundaries, a stable
//! and faithful format, and one broken line that never hides the rest.

use crate::compile::{heng_files, model};
use heng::source::{FileId, Source};
use heng::syntax::ast::{Clause, Stmt};
use heng::{format, syntax};
use proptest::prelude::*;

/// Parses and builds; every place must lie on character boundaries of its file.
fn survives(text: &str) {
    let model = model("tests/suite/property.heng", text);
    for diagnostic in &model.diagnostics {
        let places =
            std::iter::once(diagnostic.primary.place).chain(diagnostic.related.iter().map(|label| label.place));
        for place in places.chain(diagnostic.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.place))) {
            let source = &model.files.get(place.file).expect("a file of the compilation").source;
            assert!(source.text.get(place.span.range()).is_some(), "{} {:?} in {text:?}", diagnostic.code, place.span);
        }
    }
}

fn parse(text: &str) -> syntax::Parsed {
    syntax::parse(Source::new("property.heng", text), FileId(0))
}

fn inputs() -> Vec<(String, String)> {
    let files = heng_files("tests/suite").into_iter().chain(heng_files("examples"));
    files.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_line_dropped_or_doubled() {
    for (_, text) in inputs() {
        let lines: Vec<&str> = text.lines().collect();
        // Each line costs a whole compilation; in the long files some forty are taken.
        let step = 1 + lines.len() / 40;
        for at in (0..lines.len()).step_by(step) {
            let dropped: Vec<&str> =
                lines.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, line)| *line).collect();
            survives(&dropped.join("\n"));
            let doubled: Vec<&str> =
                lines.iter().enumerate().flat_map(|(n, line)| vec![*line; 1 + usize::from(n == at)]).collect();
            survives(&doubled.join("\n"));
        }
    }
}

/// What could not be read is always said: no broken statement without a mistake at its place.
fn says_what_is_broken(text: &str) {
    fn walk(stmts: &[Stmt], parsed: &syntax::Parsed) {
        for stmt in stmts {
            let head = stmt.block.as_ref().map_or(stmt.span.end, |block| block.open.start);
            // A brace without a statement is told with the brace that is wrong, wherever it stands.
            let stray = head == stmt.span.start && !parsed.diagnostics.is_empty();
            let broken = !stray && stmt.clauses().any(|clause| matches!(clause, Clause::Broken));
            let inside = |at: u32| stmt.span.start <= at && at <= head;
            let said = |found: &heng::diag::Diagnostic| {
                let places = std::iter::once(found.primary.place).chain(found.related.iter().map(|label| label.place));
                places.into_iter().any(|place| inside(place.span.start) || inside(place.span.end))
            };
            assert!(
                !broken || parsed.diagnostics.iter().any(said),
                "silent: {:?} in\n{}",
                parsed.slice(stmt.span),
                parsed.source.text
            );
            walk(stmt.children(), parsed);
        }
    }
    let parsed = parse(text);
    // Beyond the number of mistakes that are listed, the rest are only counted.
    if parsed.diagnostics.iter().all(|found| found.code != "E0115") {
        walk(&parsed.stmts, &parsed);
    }
    if parsed.diagnostics.is_empty() {
        let formatted = format::format(&parsed);
        assert!(formatted.is_ok(), "not formatted: {text}");
    }
}

#[test]
fn nothing_is_broken_in_silence() {
    for (_, text) in inputs() {
        // A section at a time, so that few mistakes come together.
        for section in text.split("#= ") {
            let places: Vec<(usize, char)> = section.char_indices().filter(|(_, letter)| *letter != ' ').collect();
            for (at, letter) in places.iter().step_by(1 + places.len() / 25) {
                let (before, after) = (&section[..*at], &section[at + letter.len_utf8()..]);
                says_what_is_broken(&format!("{before}{after}"));
                says_what_is_broken(&format!("{before}{letter}{letter}{after}"));
            }
        }
    }
}

#[test]
fn every_prefix() {
    for (_, text) in inputs() {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        // Every prefix is parsed; a sample of them is compiled as well.
        for (count, &end) in ends.iter().enumerate().step_by(1 + ends.len() / 200) {
            let prefix = &text[..end];
            parse(prefix);
            if count % 7 == 0 {
                survives(prefix);
            }
        }
    }
}

#[test]
fn formatting_is_stable_and_keeps_the_tree() {
    let mut formatted = 0;
    for (name, text) in inputs() {
        let parsed = parse(&text);
        let Ok(once) = format::format(&parsed) else { continue };
        let again = parse(&once);
        assert_eq!(syntax::dump(&again), syntax::dump(&parsed), "{name}: the tree changed");
        assert_eq!(format::format(&again).as_deref(), Ok(once.as_str()), "{name}: not stable");
        formatted += 1;
    }
    assert!(formatted > 5);
}

#[test]
fn hostile_texts_end_quickly() {
    let deep = "(".repeat(100_000);
    for text in [
        "{".repeat(100_000),
        "}".repeat(100_000),
        "部门 甲 {\n".repeat(5_000),
        format!("甲 >= 1 件 {{ 公式 {deep}"),
        format!("核对 \"深\" {deep}1{}", ")".repeat(100_000)),
        format!("核对 \"负\" {}1 = 1", "-".repeat(100_000)),
        "\"".repeat(100_000),
        "\"\"\"".repeat(33_333),
        ",".repeat(100_000),
        "甲".repeat(300_000),
        format!("甲 >= {} 件", "9".repeat(100_000)),
        format!("甲 >= 1 {}", "件/".repeat(50_000)),
        "甲 >= 1 件, ".repeat(20_000),
        "\u{0}".repeat(10_000),
    ] {
        survives(&text);
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(300))]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        survives(&text);
    }

    #[test]
    fn any_run_of_words(words in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 0..40)) {
        let text = words.join(" ");
        survives(&text);
        let parsed = parse(&text);
        if let Ok(once) = format::format(&parsed) {
            prop_assert_eq!(syntax::dump(&parse(&once)), syntax::dump(&parsed));
        } else {
            // The only reason not to format is a mistake of form.
            prop_assert!(!parsed.diagnostics.is_empty(), "{}", text);
        }
    }
}

/// The pieces texts are thrown together from.
const WORDS: [&str; 64] = [
    "部门",
    "项目",
    "甲局",
    "{",
    "}",
    "\n",
    ";",
    ",",
    "年度",
    "2024",
    "框架",
    "财政部2020",
    "预算",
    "支出",
    "1,097.01",
    "万元",
    "产出指标",
    "数量指标",
    ">=",
    "》=",
    "≤",
    "800",
    "件",
    "10 分",
    "%",
    "95%",
    "计分",
    "比例",
    "及格",
    "60%",
    "分档",
    "得",
    "其余",
    "扣分",
    "每低",
    "1 个百分点",
    "扣",
    "公式",
    "发明专利",
    "/",
    "(",
    ")",
    "实际",
    "测试",
    "\"甲\"",
    "期望",
    ".得分",
    "=",
    "核对",
    "检查",
    "警告",
    "个数",
    "上年",
    "* 105%",
    "同比",
    "定性",
    "\"\"\"",
    "# 注",
    "不适用",
    "2024-12-31",
    "12月31日",
    "~",
    "继承",
    "又名",
];
