//! The house itself: headers, sizes, left-overs.

use crate::compile::files_below;
use std::path::Path;

/// Lines of a source file beyond which it must be looked at again.
const MOST_LINES: usize = 700;

/// Files that are one table of data, which reads no better in two.
const TABLES: [&str; 1] = ["src/reading/words.rs"];

#[test]
fn source_files_say_what_they_are_and_stay_readable() {
    let mut wrong = Vec::new();
    for path in files_below(Path::new("src"), "rs").into_iter().chain(files_below(Path::new("tests"), "rs")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.display();
        if !text.starts_with("//!") {
            wrong.push(format!("{name}: no `//!` header"));
        }
        if text.lines().count() > MOST_LINES && !TABLES.contains(&path.to_str().unwrap()) {
            wrong.push(format!("{name}: {} lines", text.lines().count()));
        }
        for left in ["to".to_owned() + "do!(", "FIX".to_owned() + "ME", "TO".to_owned() + "DO", "dbg".to_owned() + "!("]
        {
            if text.contains(&left) {
                wrong.push(format!("{name}: {left}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn comments_are_english() {
    // Chinese in a comment is fine where it names a term of the field; a comment without any
    // Latin letter is a translation left behind. Doc comments of the command line and of
    // the JSON shapes are help texts, hence Chinese.
    let mut wrong = Vec::new();
    for path in files_below(Path::new("src"), "rs") {
        for (number, line) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
            let Some(comment) = line.trim_start().strip_prefix("// ") else { continue };
            let chinese = comment.chars().filter(|c| ('一'..='鿿').contains(c)).count();
            let latin = comment.chars().filter(char::is_ascii_alphabetic).count();
            if chinese > 12 && latin < 6 {
                wrong.push(format!("{}:{}: {comment}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
