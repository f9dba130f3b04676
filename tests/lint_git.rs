//! What git says differs, and the hooks and pipelines that call the check: real repositories in
//! temporary folders, every command of the examples run as it stands.

use std::path::Path;
use std::process::Command;

use crate::cli::{Ran, folder, heng};
use crate::lint_config::DRAFT;

const CONFIG: &str = "select = [\"L203\"]\n";

fn git(folder: &Path, args: &[&str]) {
    let who = [
        "-c",
        "user.name=甲",
        "-c",
        "user.email=a@example.com",
        "-c",
        "core.hooksPath=.hooks",
        "-c",
        "core.quotePath=true",
    ];
    let output = Command::new("git").current_dir(folder).args(who).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a draft in two folders, both committed on `main`.
fn repository() -> tempfile::TempDir {
    let here = folder(&[("heng.toml", CONFIG), ("局/甲 一.heng", DRAFT), ("处/乙.heng", DRAFT)]);
    git(here.path(), &["init", "-q", "-b", "main"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-q", "-m", "初稿"]);
    here
}

fn files(ran: &Ran) -> Vec<&str> {
    assert!(ran.code < 2, "{}", ran.err);
    ran.out.lines().filter_map(|line| line.split(':').next()).collect()
}

fn check<'r>(folder: &Path, args: &[&str], ran: &'r mut Option<Ran>) -> Vec<&'r str> {
    files(ran.insert(heng(folder, &[&["check", "--format", "concise"], args].concat())))
}

#[test]
fn only_what_git_says_differs_is_checked() {
    let here = repository();
    let ran = &mut None;
    let none: [&str; 0] = [];
    let path = here.path();
    assert_eq!(check(path, &["--changed"], ran), none);
    assert_eq!(ran.as_ref().unwrap().err, "检查了 0 个文件：没有发现问题\n");
    // Changed, new, staged, deleted.
    std::fs::write(path.join("局/甲 一.heng"), DRAFT.replace("300", "400")).unwrap();
    std::fs::write(path.join("新.heng"), DRAFT).unwrap();
    assert_eq!(check(path, &["--changed"], ran), ["局/甲 一.heng", "新.heng"]);
    assert_eq!(check(&path.join("局"), &["--changed"], ran), ["甲 一.heng"], "from a folder below");
    assert_eq!(check(path, &["--staged"], ran), none);
    git(path, &["add", "新.heng"]);
    assert_eq!(check(path, &["--staged"], ran), ["新.heng"]);
    git(path, &["rm", "-q", "处/乙.heng"]);
    assert_eq!(check(path, &["--changed"], ran), ["局/甲 一.heng", "新.heng"]);
    git(path, &["add", "."]);
    git(path, &["commit", "-q", "-m", "改动"]);
    assert_eq!(check(path, &["--changed"], ran), none);
    assert_eq!(check(path, &["--since", "HEAD~1"], ran), ["局/甲 一.heng", "新.heng"]);
    assert_eq!(check(path, &["--since", "HEAD~1", "局"], ran), ["局/甲 一.heng"]);
}

#[test]
fn what_others_did_on_the_branch_since_does_not_count() {
    let here = repository();
    let path = here.path();
    git(path, &["checkout", "-q", "-b", "改稿"]);
    std::fs::write(path.join("局/甲 一.heng"), DRAFT.replace("300", "400")).unwrap();
    git(path, &["commit", "-q", "-a", "-m", "改稿"]);
    git(path, &["checkout", "-q", "main"]);
    std::fs::write(path.join("处/乙.heng"), DRAFT.replace("300", "500")).unwrap();
    git(path, &["commit", "-q", "-a", "-m", "别人的"]);
    git(path, &["checkout", "-q", "改稿"]);
    assert_eq!(check(path, &["--since", "main"], &mut None), ["局/甲 一.heng"]);
}

#[test]
fn a_repository_without_a_commit_is_all_new() {
    let here = folder(&[("heng.toml", CONFIG), ("甲.heng", DRAFT)]);
    git(here.path(), &["init", "-q"]);
    assert_eq!(check(here.path(), &["--changed"], &mut None), ["甲.heng"]);
    git(here.path(), &["add", "."]);
    assert_eq!(check(here.path(), &["--staged"], &mut None), ["甲.heng"]);
}

#[test]
fn where_git_cannot_say_the_check_says_so() {
    let outside = folder(&[("甲.heng", DRAFT)]);
    let inside = repository();
    let cases: [(&Path, &[&str]); 4] = [
        (outside.path(), &["--changed"]),
        (inside.path(), &["--since", "没有"]),
        (inside.path(), &["--since", "--output=x"]),
        (inside.path(), &["--changed", "--staged"]),
    ];
    let said = cases.map(|(folder, args)| {
        let ran = heng(folder, &[&["check"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
        format!("$ heng check {}\n{}", args.join(" "), ran.err)
    });
    insta::assert_snapshot!("git_mistakes", said.join("\n"));
}

/// The values of a key in a YAML text that is as plain as those of the examples.
fn values<'t>(yaml: &'t str, key: &str) -> Vec<&'t str> {
    let key = format!("{key}: ");
    yaml.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix(&key)).collect()
}

#[test]
fn hooks_run_on_the_files_they_are_given() {
    let hooks = std::fs::read_to_string(".pre-commit-hooks.yaml").unwrap();
    assert_eq!(values(&hooks, "id"), ["heng-check", "heng-fmt"]);
    for key in ["name", "description", "entry", "language", "files"] {
        assert_eq!(values(&hooks, key).len(), 2, "{key} is mandatory");
    }
    let here = repository();
    for (entry, code) in values(&hooks, "entry").into_iter().zip([1, 0]) {
        let words: Vec<&str> = entry.split(' ').skip(1).chain(["局/甲 一.heng", "处/乙.heng"]).collect();
        let ran = heng(here.path(), &words);
        assert_eq!(ran.code, code, "{entry}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn what_is_excluded_stays_out_of_a_hook() {
    let here = repository();
    std::fs::write(here.path().join("heng.toml"), format!("exclude = [\"处/**\"]\n{CONFIG}")).unwrap();
    let path = here.path();
    assert_eq!(check(path, &["处/乙.heng"], &mut None), ["处/乙.heng"], "what is named is meant");
    let none: [&str; 0] = [];
    assert_eq!(check(path, &["--force-exclude", "处/乙.heng"], &mut None), none);
    let spared = heng(path, &["check", "局/甲 一.heng", "-o", "局/甲 一.heng"]);
    assert!(spared.code == 2 && spared.err.contains("没有改动"), "{}", spared.err);
}

/// Runs the lines of an example that call heng, with the binary of this build first in PATH.
fn pipeline(commands: &[String], config: &str) -> (Vec<i32>, tempfile::TempDir) {
    let here = repository();
    std::fs::write(here.path().join("heng.toml"), config).unwrap();
    let folder = Path::new(env!("CARGO_BIN_EXE_heng")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let path = path.unwrap();
    let run = |line: &String| {
        let output =
            Command::new("sh").arg("-c").arg(line).current_dir(here.path()).env("PATH", &path).output().unwrap();
        output.status.code().unwrap()
    };
    (commands.iter().map(run).collect(), here)
}

#[test]
#[cfg(unix)]
fn the_pipelines_of_the_examples_run() {
    let github = std::fs::read_to_string("docs/ci/github.yml").unwrap();
    let runs: Vec<String> =
        values(&github, "run").into_iter().filter(|line| line.starts_with("heng ")).map(str::to_owned).collect();
    let (codes, here) = pipeline(&runs, CONFIG);
    assert_eq!(codes, [1, 0], "{runs:?}");
    assert!(here.path().join(values(&github, "path")[0]).is_file());
    assert_eq!(pipeline(&runs, "select = []\n").0, [0, 0]);

    let gitlab = std::fs::read_to_string("docs/ci/gitlab.yml").unwrap();
    let lines = gitlab.lines().filter_map(|line| line.trim().strip_prefix("- "));
    let runs: Vec<String> = lines.filter(|line| line.starts_with("heng ")).map(str::to_owned).collect();
    let (codes, here) = pipeline(&runs, CONFIG);
    assert_eq!(codes, [0, 0, 1], "{runs:?}");
    for key in ["codequality", "junit"] {
        assert!(here.path().join(values(&gitlab, key)[0]).is_file(), "{key}");
    }
}
