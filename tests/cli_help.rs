//! What the help and the errors of the command line say: in Chinese, aligned, in 80 columns.

use unicode_width::UnicodeWidthStr;

use crate::cli::{folder, heng};

const COMMANDS: &[&str] = &[
    "",
    "check",
    "rules",
    "baseline",
    "baseline create",
    "baseline prune",
    "diff",
    "import",
    "audit",
    "score",
    "margin",
    "whatif",
    "monitor",
    "verify",
    "compare",
    "template",
    "test",
    "fmt",
    "explain",
    "export",
    "init",
    "compile",
    "debug",
    "debug target",
    "debug ast",
    "debug model",
    "debug plan",
    "completions",
    "man",
];

fn help(command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
    let ran = heng(folder(&[]).path(), &words);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command}");
    ran.out
}

#[test]
fn help_of_every_command() {
    let pages: Vec<String> = COMMANDS.iter().map(|command| format!("$ heng {command}\n{}", help(command))).collect();
    insta::assert_snapshot!("help", pages.join("\n"));
}

#[test]
fn help_fits_80_columns_and_is_chinese() {
    for command in COMMANDS {
        let page = help(command);
        for line in page.lines() {
            assert!(line.width() <= 80, "{command}: {} columns: {line}", line.width());
        }
        for english in ["Usage", "Options", "Arguments", "Commands", "default:", "possible values", "Print help"] {
            assert!(!page.contains(english), "{command}: {english}");
        }
    }
}

#[test]
fn notes_of_examples_stand_under_each_other() {
    for command in COMMANDS {
        let page = help(command);
        let examples = page.split_once("例子:\n").map_or("", |(_, rest)| rest);
        let columns: Vec<usize> = examples
            .lines()
            .take_while(|line| line.starts_with("  "))
            .filter_map(|line| {
                let gap = line.trim_start().find("  ")? + 2;
                let note = line[gap..].trim_start();
                Some(line.width() - note.width())
            })
            .collect();
        assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{command}: {columns:?}\n{examples}");
    }
}

#[test]
fn mistakes_in_the_command_line() {
    let here = folder(&[]);
    let cases = [
        "chek",
        "check --fromat full",
        "check --format ful",
        "check --format",
        "score",
        "score 甲 乙",
        "check --color=有时",
        "fmt --check --check",
        "completions",
        "completions bsh",
        "explain E9999",
        "man chek",
        "check 没有.heng",
        "check —format json",
        "score －－actuals＝甲.csv",
        "check -format json",
        "help chek",
        "check [",
        "check {甲",
        "score - -a -",
        "debug aast",
        "debug 甲",
        "debug target",
        "debug target ≥3 --year 今年",
    ];
    let said = cases.map(|case| {
        let ran = heng(here.path(), &case.split(' ').collect::<Vec<_>>());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{case}");
        format!("$ heng {case}\n{}", ran.err)
    });
    insta::assert_snapshot!("mistakes", said.join("\n"));
    assert_eq!(heng(here.path(), &[]).code, 2);
    for (asked, same) in [(&["help"][..], &["--help"][..]), (&["help", "score"], &["score", "--help"])] {
        let ran = heng(here.path(), asked);
        assert_eq!((ran.code, ran.out), (0, heng(here.path(), same).out));
    }
    assert!(heng(here.path(), &["--version"]).out.starts_with("heng "));
}

#[test]
fn completions_and_manual_are_written() {
    let here = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = heng(here.path(), &["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("check") && ran.out.contains("color"), "{shell}");
    }
    let page = heng(here.path(), &["man", "score"]).out;
    assert!(page.contains(".SH 名称") && page.contains(".nf\n") && !page.contains(".SH OPTIONS"), "{page}");
}
