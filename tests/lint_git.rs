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
    // A file that git knows to be gone is no mistake; one that never was is.
    for (args, code) in [(["--since", "HEAD~1", "处/乙.heng"], 0), (["--since", "HEAD~1", "处/无.heng"], 2)] {
        assert_eq!(heng(path, &[&["check"], &args[..]].concat()).code, code, "{args:?}");
    }
    assert_eq!(heng(path, &["check", "--staged", "处/无.heng"]).code, 2);
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
    let cases: [(&Path, &[&str]); 5] = [
        (outside.path(), &["--changed"]),
        (inside.path(), &["--since", "没有"]),
        (inside.path(), &["--since", "--output=x"]),
        (inside.path(), &["--changed", "--staged"]),
        (inside.path(), &["--staged", "--watch"]),
    ];
    let said = cases.map(|(folder, args)| {
        let ran = heng(folder, &[&["check"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
        format!("$ heng check {}\n{}", args.join(" "), ran.err)
    });
    insta::assert_snapshot!("git_mistakes", said.join("\n"));
}

/// A file whose finding is about what it imports.
const IMPORTER: &str = "引用 \"../公共/共用.heng\"\n项目 丙 {\n    年度 2025\n    产出指标 {\n        数量指标 {\n            样品 >= 3 箱子\n        }\n    }\n}\n";

#[test]
fn staged_content_is_checked_and_not_the_working_copy() {
    let here = repository();
    let path = here.path();
    let file = path.join("处/乙.heng");
    let good = DRAFT.replace("\"显著提升\"", "\"企业评价为好\"");
    let none: [&str; 0] = [];
    // Bad in the index, good in the folder.
    std::fs::write(&file, format!("# 说明\n{DRAFT}")).unwrap();
    git(path, &["add", "."]);
    std::fs::write(&file, &good).unwrap();
    let ran = heng(path, &["check", "--staged", "--format", "concise"]);
    let line = DRAFT.lines().position(|line| line.contains("显著提升")).unwrap() + 2;
    assert!(ran.code == 1 && ran.out.starts_with(&format!("处/乙.heng:{line}:")), "{}{}", ran.out, ran.err);
    let full = heng(&path.join("处"), &["check", "--staged"]);
    assert!(full.out.contains("乙.heng:") && full.out.contains("显著提升"), "{}", full.out);
    assert_eq!(heng(path, &["check", "处/乙.heng"]).code, 0, "the working copy is good");
    // Gone from the folder.
    std::fs::remove_file(&file).unwrap();
    let ran = &mut None;
    assert_eq!(check(path, &["--staged"], ran), ["处/乙.heng"]);
    assert_eq!(check(&path.join("局"), &["--staged", ".."], ran), ["../处/乙.heng"]);
    assert_eq!(check(path, &["--staged", "处"], ran), ["处/乙.heng"], "the folder is empty now");
    assert_eq!(check(path, &["--changed", "处"], ran), none);
    // Good in the index, bad in the folder; a file git does not know of is no part of a commit.
    std::fs::write(&file, &good).unwrap();
    git(path, &["add", "."]);
    std::fs::write(&file, DRAFT).unwrap();
    std::fs::write(path.join("新.heng"), DRAFT).unwrap();
    for _ in 0..2 {
        assert_eq!(check(path, &["--staged"], ran), none);
        assert_eq!(ran.as_ref().unwrap().err, "检查了 1 个文件：没有发现问题\n");
        assert_eq!(check(path, &["处/乙.heng"], ran), ["处/乙.heng"], "the cache keeps both apart");
    }
}

#[test]
fn imports_are_read_as_they_are_staged() {
    let here = repository();
    let path = here.path();
    let shared = path.join("公共/共用.heng");
    std::fs::create_dir(path.join("公共")).unwrap();
    std::fs::write(path.join("处/丙.heng"), IMPORTER).unwrap();
    std::fs::write(&shared, "单位 盒子\n").unwrap();
    git(path, &["add", "."]);
    std::fs::write(&shared, "单位 箱子\n").unwrap();
    let said = |args: &[&str]| heng(path, &[&["check", "--format", "concise", "处/丙.heng"], args].concat()).out;
    assert!(!said(&[]).contains("E0301"), "{}", said(&[]));
    assert!(said(&["--staged"]).contains("处/丙.heng:6:21: 错误[E0301]"), "{}", said(&["--staged"]));
    git(path, &["add", "."]);
    assert!(!said(&["--staged"]).contains("E0301"), "{}", said(&["--staged"]));
    // Removed for the commit, though it still lies there; then unknown to git altogether.
    git(path, &["commit", "-q", "-m", "共用"]);
    git(path, &["rm", "-q", "--cached", "公共/共用.heng"]);
    assert!(said(&["--staged"]).contains("暂存区里已经删去"), "{}", said(&["--staged"]));
    git(path, &["commit", "-q", "-m", "删去"]);
    std::fs::write(path.join("处/丙.heng"), format!("# 说明\n{IMPORTER}")).unwrap();
    git(path, &["add", "处"]);
    let last = said(&["--staged"]);
    assert!(last.contains("E0407") && !last.contains("E0601") && !last.contains("E0301"), "{last}");
}

#[test]
fn a_fix_never_takes_staged_text_for_the_working_copy() {
    let here = repository();
    let path = here.path();
    std::fs::write(path.join("heng.toml"), "select = [\"L310\"]\n").unwrap();
    let bad = DRAFT.replace("培训人次 >= 300 人次", "培训合格率 >= 0.9");
    let (file, other) = (path.join("处/乙.heng"), path.join("局/甲 一.heng"));
    std::fs::write(&file, &bad).unwrap();
    std::fs::write(&other, &bad).unwrap();
    git(path, &["add", "."]);
    let edited = bad.replace("0.9", "0.8");
    std::fs::write(&file, &edited).unwrap();
    let read = |file| std::fs::read_to_string(file).unwrap();
    let refused = heng(path, &["check", "--staged", "--unsafe-fixes"]);
    assert_eq!((refused.code, read(&file), read(&other)), (2, edited, bad.clone()));
    insta::assert_snapshot!("git_staged_fix", refused.err);
    let diff = heng(path, &["check", "--staged", "--unsafe-fixes", "--diff"]);
    assert!(diff.code == 1 && diff.out.matches("+            培训合格率 >= 90%").count() == 2, "{}", diff.out);
    // Both the same: mended, and said that a commit would not take it yet.
    std::fs::write(&file, &bad).unwrap();
    let mended = heng(path, &["check", "--staged", "--unsafe-fixes"]);
    assert!(read(&file).contains(">= 90%") && read(&other).contains(">= 90%"));
    assert!(mended.code == 1 && mended.err.contains("git add"), "{}", mended.err);
    git(path, &["add", "."]);
    assert_eq!(heng(path, &["check", "--staged", "--unsafe-fixes"]).code, 0);
}

#[test]
fn who_imports_what_differs_is_checked_too() {
    let none: [&str; 0] = [];
    let here = folder(&[
        ("heng.toml", "select = [\"L203\"]\nhouse-rules = [\"公共/检查.heng\"]\n"),
        ("公共/检查.heng", "检查 \"有指标\" 个数(产出指标) > 0\n"),
        ("公共/单位.heng", "单位 箱子\n"),
        ("公共/共用.heng", "引用 \"单位.heng\"\n"),
        ("处/丙.heng", IMPORTER),
        ("处/丁.heng", &IMPORTER.replace("../公共/共用", "丙")),
        ("乙.heng", DRAFT),
    ]);
    let path = here.path();
    git(path, &["init", "-q", "-b", "main"]);
    git(path, &["add", "."]);
    git(path, &["commit", "-q", "-m", "初稿"]);
    let seen = |args: &[&str]| {
        let ran = heng(path, &[&["check", "--format", "junit", "--exit-zero"], args].concat());
        let names = ran.out.split("<testsuite name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(seen(&["--changed"]), none);
    // Two files away, in the folder and staged.
    std::fs::write(path.join("公共/单位.heng"), "单位 箱子\n单位 盒子\n").unwrap();
    let all = ["公共/共用.heng", "公共/单位.heng", "处/丁.heng", "处/丙.heng"];
    assert_eq!(seen(&["--changed"]), all);
    assert_eq!(seen(&["--changed", "处"]), all[2..]);
    assert_eq!(seen(&["--staged"]), none);
    git(path, &["add", "."]);
    assert_eq!(seen(&["--staged"]), all);
    git(path, &["commit", "-q", "-m", "单位"]);
    assert_eq!(seen(&["--since", "HEAD~1"]), all);
    // Gone, and under another name.
    std::fs::rename(path.join("公共/单位.heng"), path.join("公共/新单位.heng")).unwrap();
    let renamed = ["公共/共用.heng", "公共/新单位.heng", "处/丁.heng", "处/丙.heng"];
    assert_eq!(seen(&["--changed"]), renamed);
    git(path, &["add", "."]);
    assert_eq!(seen(&["--staged"]), renamed);
    git(path, &["commit", "-q", "-m", "改名"]);
    assert_eq!(seen(&["--since", "HEAD~1"]), renamed);
    std::fs::remove_file(path.join("公共/新单位.heng")).unwrap();
    assert_eq!(seen(&["--changed"]), none, "nobody imports the new name");
    // Every file is compiled with the house rules.
    std::fs::write(path.join("公共/检查.heng"), "检查 \"有两个指标\" 个数(产出指标) > 1\n").unwrap();
    assert_eq!(seen(&["--changed"]), ["乙.heng", "公共/共用.heng", "公共/检查.heng", "处/丁.heng", "处/丙.heng"]);
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
