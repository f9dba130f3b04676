//! Files that are no indicator files: whatever they hold, they are read in time and memory
//! that grow with their size, and something is said about them.

use crate::compile::diagnostics;

/// Pieces of noise; each repeated, on one line and on many.
const PIECES: [&str; 24] = [
    "x",
    "指",
    "、",
    "\"",
    "“",
    "“”",
    "\"\"\"",
    "“““",
    "'",
    "(",
    "{",
    "}",
    "{}",
    "1",
    "x.",
    "x ",
    "-",
    "x >= 1, ",
    "a 又名 b, ",
    "公式 1+",
    "#",
    "@",
    "\u{0}",
    "𠮷",
];

fn says_something(name: &str, text: &str) {
    let found = diagnostics("tests/suite/noise.heng", text);
    assert!(!found.is_empty(), "nothing is said about {name}");
    assert!(found.len() < 1000, "{name}: {} diagnostics", found.len());
}

/// Refused without a look at what it says; the size would take hours otherwise.
#[test]
fn one_line_of_many_megabytes() {
    for piece in PIECES.into_iter().filter(|&piece| piece != "#") {
        says_something(piece, &piece.repeat(20_000_000 / piece.len()));
    }
    says_something("a comment", &format!("#{}", "x".repeat(20_000_000)));
    says_something("a name", &format!("{} >= 1 件\n", "指标".repeat(3_000_000)));
    says_something("a number", &format!("x >= {} 件\n", "9".repeat(20_000_000)));
    says_something("a text", &format!("说明 \"{}\"\n", "字".repeat(6_000_000)));
}

/// As long as a line may be.
#[test]
fn one_line_of_sixty_kilobytes() {
    for piece in PIECES.into_iter().filter(|&piece| piece != "#") {
        says_something(piece, &piece.repeat(60_000 / piece.len()));
    }
}

/// A text of nothing but openers is one mistake for each line, or one for all.
#[test]
fn thirty_thousand_lines() {
    for piece in ["\"\"\"", "“““", "(", "{", "}", "@", "x,", "“"] {
        says_something(piece, &format!("{piece}\n").repeat(30_000));
    }
}

/// What stands around a line that is not read is read.
#[test]
fn a_long_line_hides_nothing() {
    let text = format!("部门 甲 {{\n{}\n  坏 >=\n}}\n", "、".repeat(1_000_000));
    let found = diagnostics("tests/suite/noise.heng", &text);
    let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(codes.contains(&"E0101") && codes.contains(&"E0107"), "{codes:?}");
    assert!(!codes.contains(&"E0102") && !codes.contains(&"E0103"), "{codes:?}");
}
