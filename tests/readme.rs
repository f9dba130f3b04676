//! The READMEs: their pages check clean and pass their own tests, the first command prints
//! what they show, and both name the commands that `.ci/run` and the binary have.

use std::process::Command;

use crate::compile::{diagnostics, model};

const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

fn fenced<'a>(text: &'a str, kind: &str) -> Vec<&'a str> {
    let open = format!("```{kind}\n");
    text.split(&open).skip(1).map(|part| part.split("\n```").next().unwrap()).collect()
}

#[test]
fn the_page_of_the_language_is_clean_and_its_test_is_there() {
    for readme in READMES {
        let text = std::fs::read_to_string(readme).unwrap();
        let pages = fenced(&text, "heng");
        assert_eq!(pages.len(), 1, "{readme}");
        assert_eq!(diagnostics(readme, pages[0]), [], "{readme}");
        assert_eq!(model(readme, pages[0]).tests.len(), 1, "{readme}");
    }
}

#[test]
fn the_first_command_prints_what_is_shown() {
    let args = ["score", "examples/知识产权局/2024.heng", "--actuals", "examples/知识产权局/2024实际.xlsx"];
    let output = Command::new(env!("CARGO_BIN_EXE_heng")).args(args).args(["--color", "never"]).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{printed}");
    for readme in READMES {
        let text = std::fs::read_to_string(readme).unwrap();
        assert!(text.contains(&format!("cargo run --release -- {}", args.join(" "))), "{readme}");
        for line in fenced(&text, "text")[0].lines() {
            assert!(printed.contains(line), "{readme}: {line}");
        }
    }
}

#[test]
fn the_check_prints_what_is_shown() {
    let args = ["check", "examples/知识产权局/2024.heng", "--format", "concise"];
    let output = Command::new(env!("CARGO_BIN_EXE_heng")).args(args).args(["--color", "never"]).output().unwrap();
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    for readme in READMES {
        let text = std::fs::read_to_string(readme).unwrap();
        assert!(text.contains(&format!("cargo run --release -- {}", args.join(" "))), "{readme}");
        for line in fenced(&text, "text").last().unwrap().lines() {
            assert!(printed.lines().any(|printed| printed == line), "{readme}: {line}\n{printed}");
        }
    }
}

#[test]
fn the_test_command_is_what_ci_runs() {
    let ci = std::fs::read_to_string(".ci/run").unwrap();
    for readme in READMES {
        assert!(std::fs::read_to_string(readme).unwrap().contains("```sh\ncargo test --locked\n```"), "{readme}");
    }
    assert!(ci.lines().any(|line| line == "cargo test --locked"));
}
