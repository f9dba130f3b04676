//! The examples: each checks clean and is in canonical form.

use crate::compile::{diagnostics, heng_files};
use heng::source::{FileId, Source};
use heng::{format, syntax};

#[test]
fn examples_check_clean() {
    let mut failures = Vec::new();
    for path in heng_files("examples") {
        let (name, text) = (path.display().to_string(), std::fs::read_to_string(&path).unwrap());
        for found in diagnostics(&name, &text) {
            failures.push(format!("{name}: {} {}", found.code, found.message));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn examples_are_formatted() {
    for path in heng_files("examples") {
        let text = std::fs::read_to_string(&path).unwrap();
        let parsed = syntax::parse(Source::new(path.display().to_string(), text.as_str()), FileId(0));
        let formatted = format::format(&parsed).unwrap();
        if std::env::var_os("HENG_BLESS").is_some() {
            std::fs::write(&path, &formatted).unwrap();
        } else {
            assert_eq!(formatted, text, "{} is not in canonical form", path.display());
        }
    }
}
