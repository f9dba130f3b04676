//! The cache of `heng check`: the same output with it as without, and never an old result.

use std::fs;
use std::path::Path;

use crate::cli::{BAD, GOOD, folder, heng};

const FORMATS: &[&str] =
    &["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "html"];

/// A file whose findings depend on what it imports and on the rules that run.
const IMPORTS: &str = r#"引用 "共用.heng"
项目 甲 {
    年度 2025
    产出指标 {
        数量指标 {
            样品 >= 3 箱子
            加强管理 定性 "较好"
        }
    }
}
"#;

fn check(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let ran = heng(folder, &[&["check", "甲.heng"], more].concat());
    (ran.code, ran.out, ran.err)
}

/// Checks with the cache and without; both have to say the same.
fn agree(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let fresh = check(folder, &[more, &["--no-cache"]].concat());
    assert_eq!(check(folder, more), fresh, "filling the cache");
    assert_eq!(check(folder, more), fresh, "from the cache");
    fresh
}

#[test]
fn every_format_is_the_same_from_the_cache() {
    let here = folder(&[("甲.heng", IMPORTS), ("共用.heng", "单位 盒\n"), ("乙.heng", BAD), ("丙.heng", GOOD)]);
    for format in FORMATS {
        let run = |more: &[&str]| {
            let ran = heng(here.path(), &[&["check", "--format", format], more].concat());
            (ran.code, ran.out, ran.err)
        };
        let fresh = run(&["--no-cache"]);
        assert!(fresh.1.contains("箱子"), "{format}: {}", fresh.1);
        assert_eq!(run(&[]), fresh, "{format}, cold");
        assert_eq!(run(&[]), fresh, "{format}, cached");
    }
}

#[test]
fn a_result_is_never_out_of_date() {
    let here = folder(&[("甲.heng", IMPORTS)]);
    let path = |name: &str| here.path().join(name);
    assert!(agree(here.path(), &[]).1.contains("读不到引用的文件"));
    fs::write(path("共用.heng"), "单位 盒\n").unwrap();
    assert!(agree(here.path(), &[]).1.contains("E0301"), "an import appears");
    fs::write(path("共用.heng"), "单位 箱子\n").unwrap();
    assert!(!agree(here.path(), &[]).1.contains("E0301"), "an import changes");
    let before = agree(here.path(), &[]).1;
    fs::write(path("heng.toml"), "ignore = [\"all\"]\n").unwrap();
    let after = agree(here.path(), &[]).1;
    assert!(before.contains("L203") && !after.contains("L203"), "a configuration appears: {before}{after}");
    assert_eq!(agree(here.path(), &["--isolated"]).1, before, "and is not used");
    fs::remove_file(path("共用.heng")).unwrap();
    assert!(agree(here.path(), &[]).1.contains("读不到引用的文件"), "an import goes");
    fs::write(path("甲.heng"), BAD).unwrap();
    assert!(agree(here.path(), &["--isolated"]).1.contains("甲.heng:3:14"), "the file changes");
    fs::rename(path("甲.heng"), path("乙.heng")).unwrap();
    let renamed = heng(here.path(), &["check", "--isolated", "乙.heng"]);
    assert!(renamed.out.contains("乙.heng:3:14"), "{}", renamed.out);
}

#[test]
fn the_folder_keeps_itself_out_of_version_control() {
    let here = folder(&[("甲.heng", GOOD)]);
    check(here.path(), &["--no-cache"]);
    assert!(!here.path().join(".heng_cache").exists());
    check(here.path(), &["--cache-dir", "别处"]);
    assert!(!here.path().join(".heng_cache").exists());
    assert_eq!(fs::read_to_string(here.path().join("别处/.gitignore")).unwrap(), "*\n");
    check(here.path(), &[]);
    assert_eq!(fs::read_to_string(here.path().join(".heng_cache/.gitignore")).unwrap(), "*\n");
}

#[test]
fn a_damaged_or_foreign_cache_is_written_anew() {
    let here = folder(&[("甲.heng", BAD)]);
    let fresh = agree(here.path(), &[]);
    let results = || {
        let files = fs::read_dir(here.path().join(".heng_cache")).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_none() && path.file_name().unwrap() != ".gitignore").collect::<Vec<_>>()
    };
    let file = results().pop().unwrap();
    let sound = fs::read(&file).unwrap();
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x20;
        // Each process costs some milliseconds.
        if at % 61 == 0 {
            fs::write(&file, &bytes).unwrap();
            assert_eq!(check(here.path(), &[]), fresh, "byte {at}");
            assert_eq!(fs::read(&file).unwrap(), sound, "byte {at}");
        }
    }
    for bytes in [&b""[..], b"heng-1\r\n", &sound[..sound.len() / 2], b"something else altogether"] {
        fs::write(&file, bytes).unwrap();
        assert_eq!(check(here.path(), &[]), fresh);
        assert_eq!(fs::read(&file).unwrap(), sound);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let here = folder(&[("甲.heng", BAD), (".heng_cache", "a file")]);
    let fresh = check(here.path(), &["--no-cache"]);
    assert_eq!(check(here.path(), &[]), fresh);
    assert_eq!(check(here.path(), &["--cache-dir", "甲.heng/下面"]), fresh);
}

#[test]
fn many_at_once_do_not_disturb_each_other() {
    let here = folder(&[("甲.heng", BAD), ("乙.heng", BAD), ("丙.heng", GOOD)]);
    let run = |more: &[&str]| {
        let ran = heng(here.path(), &[&["check"], more].concat());
        (ran.code, ran.out, ran.err)
    };
    let fresh = run(&["--no-cache"]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..5).for_each(|_| assert_eq!(run(&[]), fresh)));
        }
    });
}
