//! The binary as people use it: real processes in temporary folders.
//!
//! `cli_help` holds what the help says, `cli_files` what happens to files.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A declaration that compiles, of three indicators so that its scores can be seen at once.
pub const PLAN: &str = "\
项目 道路养护 {
    年度 2025
    框架 财政部2020

    产出指标 {
        数量指标 {
            养护里程 >= 120 公里
        }
    }
    效益指标 {
        社会效益指标 {
            平均通行时间缩短 >= 10 分钟
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            群众满意度 >= 90%
        }
    }
}
";

/// A declaration without a finding.
pub const GOOD: &str = "\
项目 道路养护 {
    年度 2025
    框架 财政部2021

    产出指标 {
        数量指标 {
            养护里程 >= 120 公里
        }
        质量指标 {
            养护验收合格率 >= 95%
        }
        时效指标 {
            养护完成时间 <= 2025-11-30
        }
    }
    成本指标 {
        经济成本指标 {
            单位里程养护成本 <= 1.2 万元/公里
        }
    }
    效益指标 {
        社会效益指标 {
            平均通行时间缩短 >= 10 分钟
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            群众满意度 >= 90%
        }
    }
}
";

/// One with a mistake of form.
pub const BAD: &str = "项目 道路养护 {\n    产出指标 {\n        养护里程 >=\n    }\n}\n";

/// What a run left behind.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `heng` in a folder.
pub fn heng(folder: &Path, args: &[&str]) -> Ran {
    heng_with(folder, args, b"", &[])
}

/// Runs `heng` with something on standard input and in the environment.
pub fn heng_with(folder: &Path, args: &[&str], input: &[u8], env: &[(&str, &str)]) -> Ran {
    let mut child = command(folder, args)
        .envs(env.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may end without reading all of it.
    let _ = child.stdin.take().unwrap().write_all(input);
    ran(&child.wait_with_output().unwrap())
}

pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
    command.current_dir(folder).args(args);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// A folder with files in it.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn the_exit_status_says_how_a_check_ended() {
    let here = folder(&[("好.heng", GOOD), ("坏.heng", BAD)]);
    let good = heng(here.path(), &["check", "好.heng"]);
    assert_eq!((good.code, good.out.as_str()), (0, ""), "{}", good.err);
    assert_eq!(good.err, "检查了 1 个文件：没有发现问题\n");
    let bad = heng(here.path(), &["check", "坏.heng"]);
    assert_eq!(bad.code, 1);
    assert!(bad.out.contains("坏.heng:3:14"), "{}", bad.out);
    let both = heng(here.path(), &["check", "好.heng", "坏.heng", "没有.heng"]);
    assert_eq!(both.code, 2, "a file that cannot be read outweighs findings");
    assert!(both.out.contains("坏.heng") && both.err.contains("`没有.heng`"));
    assert_eq!(heng(here.path(), &["check", "-q", "好.heng"]).err, "");
}

#[test]
fn many_files_show_no_progress_outside_a_terminal() {
    let names: Vec<String> = (0..40).map(|at| format!("{at}.heng")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), GOOD)).collect();
    let here = folder(&files);
    let ran = heng(here.path(), &["check", "--color", "always"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "检查了 40 个文件：没有发现问题\n"));
}

#[test]
fn one_line_for_each_finding() {
    let here = folder(&[("坏.heng", BAD)]);
    let ran = heng(here.path(), &["check", "--format", "concise", "坏.heng"]);
    let first = ran.out.lines().next().unwrap();
    assert!(first.starts_with("坏.heng:3:14: 错误[E0107] "), "{first}");
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let here = folder(&[]);
    let ran = heng_with(here.path(), &["check", "-"], BAD.as_bytes(), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("<标准输入>:3:14"), "{}", ran.out);
    assert_eq!(heng_with(here.path(), &["check", "-"], GOOD.as_bytes(), &[]).code, 0);
    let tree = heng_with(here.path(), &["debug", "ast", "-"], GOOD.as_bytes(), &[]);
    assert!(tree.code == 0 && tree.out.contains("道路养护"));
}

#[test]
fn folders_and_patterns_name_files() {
    let here = folder(&[
        ("甲/一.heng", BAD),
        ("甲/乙/二.heng", BAD),
        ("甲/说明.txt", "x"),
        ("三.heng", BAD),
        ("空/x.txt", ""),
    ]);
    let files = |args: &[&str]| {
        let ran = heng(here.path(), &[&["check", "--format", "concise"], args].concat());
        let mut names: Vec<String> =
            ran.out.lines().map(|line| line.split(':').next().unwrap().replace('\\', "/")).collect();
        names.dedup();
        names
    };
    assert_eq!(files(&[]), ["三.heng", "甲/一.heng", "甲/乙/二.heng"]);
    assert_eq!(files(&["甲"]), ["甲/一.heng", "甲/乙/二.heng"]);
    assert_eq!(files(&["甲/*.heng"]), ["甲/一.heng"]);
    assert_eq!(files(&["**/*.heng"]), ["三.heng", "甲/一.heng", "甲/乙/二.heng"]);
    assert_eq!(files(&["甲", "甲/一.heng", "三.heng"]), ["甲/一.heng", "甲/乙/二.heng", "三.heng"]);
    let none = heng(here.path(), &["check", "空"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("没有 .heng 文件"), "{}", none.err);
    assert!(heng(here.path(), &["check", "*.hong"]).err.contains("没有文件符合 `*.hong`"));
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let here = folder(&[("坏.heng", BAD)]);
    let coloured = |args: &[&str], env: &[(&str, &str)]| {
        heng_with(here.path(), &[&["check", "坏.heng"], args].concat(), b"", env).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "the option is nearer than the environment");
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    let links = heng(here.path(), &["check", "坏.heng", "--color", "always"]).out;
    assert!(!links.contains("\u{1b}]8"), "no terminal links");
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_error() {
    let here = folder(&[("坏.heng", &"坏 >=\n".repeat(20_000))]);
    for args in [
        &["check", "坏.heng"][..],
        &["debug", "ast", "坏.heng"],
        &["init", "-"],
        &["--help"],
        &["man"],
        &["explain"],
        &["debug", "target", "≥3件"],
        &["completions", "zsh"],
    ] {
        let mut child = command(here.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {:?}", output.status);
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!err.contains("错误:") && !err.contains("panic"), "{args:?}: {err}");
    }
}

#[test]
fn pages_of_codes() {
    let here = folder(&[]);
    let list = heng(here.path(), &["explain"]);
    assert!(list.code == 0 && list.out.contains("E0101"), "{}", list.out);
    let page = heng(here.path(), &["explain", "e0101"]);
    assert!(page.code == 0 && page.out.contains("原因") && !page.out.contains("##"), "{}", page.out);
    assert!(heng(here.path(), &["explain", "E0101", "--format", "md"]).out.starts_with("# E0101 "));
    let json = heng(here.path(), &["explain", "E0101", "--format", "json"]).out;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["code"], "E0101");
    let near = heng(here.path(), &["explain", "E101"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("您是想看 `E0101` 吗？"), "{}", near.err);
}

#[test]
fn the_model_as_json_fits_its_schema() {
    let here = folder(&[("坏.heng", BAD)]);
    let schema = heng(here.path(), &["compile", "--emit", "schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let starter = heng(here.path(), &["init", "-"]).out;
    for text in [GOOD, &starter] {
        let ran = heng_with(here.path(), &["compile", "-"], text.as_bytes(), &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let model: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&model).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(model["declarations"][0]["indicators"][0]["target"]["op"], ">=");
    }
    let bad = heng(here.path(), &["compile", "坏.heng", "-o", "坏.json"]);
    assert_eq!((bad.code, bad.out.as_str()), (1, ""));
    assert!(bad.err.contains("E0107") && !here.path().join("坏.json").exists());
    assert!(heng(here.path(), &["compile"]).err.contains("缺少 `<文件>`"));
}

#[test]
fn what_is_imported_is_read_from_beside_the_file() {
    let here = folder(&[
        ("子/甲.heng", "引用 \"../公共/单位.heng\"\n引用 \"没有.heng\"\n"),
        ("公共/单位.heng", "单位 驿站\n单位 驿站\n"),
    ]);
    let ran = heng(here.path(), &["check", "--format", "concise", "子/甲.heng"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(ran.code, 1);
    assert!(lines.iter().any(|line| line.starts_with("子/甲.heng:2:4: 错误[E0601]")), "{}", ran.out);
    assert!(lines.iter().any(|line| line.starts_with("公共/单位.heng:2:4: ")), "{}", ran.out);
    // Reached twice, told once.
    let both = heng(here.path(), &["check", "--format", "concise", "子/甲.heng", "公共/单位.heng"]);
    assert_eq!(both.out.matches("公共/单位.heng:2:4").count(), 1, "{}", both.out);
}

#[test]
fn targets_models_and_plans_can_be_looked_at() {
    let here = folder(&[("好.heng", GOOD), ("坏.heng", BAD)]);
    let target = heng(here.path(), &["debug", "target", "≥800件", "--name", "PCT国际专利申请量"]);
    let json: serde_json::Value = serde_json::from_str(&target.out).unwrap();
    assert_eq!(
        (&json["kind"], &json["op"], &json["value"], &json["unit"]),
        (&"quantity".into(), &">=".into(), &"800".into(), &"件".into())
    );
    let about = heng(here.path(), &["debug", "target", "约800—900件左右，（抽样）"]);
    let about: serde_json::Value = serde_json::from_str(&about.out).unwrap();
    assert_eq!(about["diagnostics"][0]["range"], serde_json::json!({"start": 1, "end": 4}), "in characters");
    assert_eq!(heng(here.path(), &["debug", "target", "-3"]).code, 0, "a text that looks like an option");
    for what in ["model", "plan"] {
        let ran = heng(here.path(), &["debug", what, "好.heng"]);
        assert!(ran.code == 0 && ran.out.contains("养护里程"), "{what}: {}{}", ran.out, ran.err);
        assert_eq!(heng(here.path(), &["debug", what, "坏.heng"]).code, 1);
    }
}
