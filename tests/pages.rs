//! `heng explain`: every code has a page, and its examples are what they say.

use crate::compile::{diagnostics, files_below};
use std::collections::BTreeSet;
use std::path::Path;

/// The fenced blocks of a section, with the word behind the fence.
fn blocks(page: &str, section: &str) -> Vec<(String, String)> {
    let Some(body) = page.split(&format!("## {section}\n")).nth(1) else { return Vec::new() };
    let body = body.split("\n## ").next().unwrap();
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in body.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some((_, text)), None) => *text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    found
}

#[test]
fn every_code_in_the_source_has_a_page_and_every_page_a_code() {
    let mut used = BTreeSet::new();
    for path in files_below(Path::new("src"), "rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for part in code.split('"') {
            let is_code = part.len() == 5 && part.starts_with('E') && part[1..].bytes().all(|b| b.is_ascii_digit());
            if is_code {
                used.insert(part.to_owned());
            }
        }
    }
    let pages: BTreeSet<String> = heng::diag::codes::pages().map(|page| page.code.to_owned()).collect();
    let missing: Vec<_> = used.difference(&pages).collect();
    let idle: Vec<_> = pages.difference(&used).collect();
    assert!(missing.is_empty(), "codes without a page: {missing:?}");
    assert!(idle.is_empty(), "pages whose code is never given: {idle:?}");
}

#[test]
fn wrong_examples_give_the_code_and_right_ones_nothing() {
    let mut failures = Vec::new();
    let mut executed = 0;
    for path in files_below(Path::new("src/diag/pages"), "md") {
        let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let page = std::fs::read_to_string(&path).unwrap();
        for (kind, text) in blocks(&page, "错误").iter().filter(|(kind, _)| kind == "heng") {
            executed += 1;
            let found: Vec<_> = diagnostics("tests/suite/page.heng", text).iter().map(|d| d.code).collect();
            if !found.contains(&code.as_str()) || (found.iter().any(|found| *found != code) && code != "E0115") {
                failures.push(format!("{code}: the wrong example ({kind}) gives {found:?}"));
            }
        }
        for (_, text) in blocks(&page, "正确").iter().filter(|(kind, _)| kind == "heng") {
            let found: Vec<_> = diagnostics("tests/suite/page.heng", text)
                .iter()
                .map(|d| format!("{} {}", d.code, d.message))
                .collect();
            if !found.is_empty() {
                failures.push(format!("{code}: the right example gives {found:?}"));
            }
        }
    }
    assert!(executed > 30, "only {executed} pages were executed");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
