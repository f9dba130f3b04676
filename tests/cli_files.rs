//! What the commands do to files: replaced whole or left alone, and what is said of files
//! that are no UTF-8 text.

use std::fs;

use crate::cli::{BAD, GOOD, PLAN, folder, heng, heng_with};

/// The same declaration, written carelessly.
const CARELESS: &str = "项目 道路养护｛\n年度 2025\n产出指标 {\n  数量指标 {\n养护里程  》= 120 公里，10 分\n}\n}\n}\n";

#[test]
fn files_are_formatted_in_place() {
    let here = folder(&[("甲.heng", CARELESS)]);
    let check = heng(here.path(), &["fmt", "--check", "甲.heng"]);
    assert_eq!((check.code, check.out.as_str()), (1, "甲.heng\n"));
    let diff = heng(here.path(), &["fmt", "--diff", "甲.heng"]);
    assert_eq!(diff.code, 1);
    assert!(
        diff.out.contains("--- 甲.heng\n+++ 甲.heng\n")
            && diff.out.contains("+            养护里程 >= 120 公里, 10 分"),
        "{}",
        diff.out
    );
    assert_eq!(fs::read_to_string(here.path().join("甲.heng")).unwrap(), CARELESS, "--check and --diff only look");
    assert_eq!(heng(here.path(), &["fmt", "甲.heng"]).code, 0);
    assert_eq!(heng(here.path(), &["fmt", "--check", "甲.heng"]).code, 0);
    let piped = heng_with(here.path(), &["fmt", "-"], CARELESS.as_bytes(), &[]);
    assert_eq!(piped.out, fs::read_to_string(here.path().join("甲.heng")).unwrap());
    let names: Vec<_> = fs::read_dir(here.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["甲.heng"], "nothing is left beside the file");
}

#[test]
fn line_ends_of_windows_stay() {
    let windows = GOOD.replace('\n', "\r\n");
    let here = folder(&[("好.heng", &windows), ("乱.heng", &windows.replace("    年度", "  年度"))]);
    let ran = heng(here.path(), &["fmt", "--check", "好.heng"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(heng(here.path(), &["fmt", "乱.heng"]).code, 0);
    assert_eq!(fs::read_to_string(here.path().join("乱.heng")).unwrap(), windows);
}

#[test]
fn a_name_much_like_that_of_a_file_is_offered() {
    let here = folder(&[("甲局2024年度指标.heng", GOOD), ("自评.csv", "指标,实际完成值\n"), ("好.heng", GOOD)]);
    for (asked, meant) in
        [("好", Some("好.heng")), ("甲局2024年度目标.heng", Some("甲局2024年度指标.heng")), ("丙.heng", None)]
    {
        let err = heng(here.path(), &["check", asked]).err;
        match meant {
            Some(meant) => assert!(err.contains(&format!("您是想写 `{meant}` 吗？")), "{err}"),
            None => assert!(err.contains("后缀有没有漏写"), "{err}"),
        }
    }
}

#[test]
fn a_file_with_mistakes_of_form_is_left_alone() {
    let here = folder(&[("坏.heng", BAD), ("甲.heng", CARELESS)]);
    let ran = heng(here.path(), &["fmt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("E0107") && ran.err.contains("没有改动"), "{}", ran.err);
    assert_eq!(fs::read_to_string(here.path().join("坏.heng")).unwrap(), BAD);
    assert_ne!(fs::read_to_string(here.path().join("甲.heng")).unwrap(), CARELESS, "the others are formatted");
    let piped = heng_with(here.path(), &["fmt", "-"], BAD.as_bytes(), &[]);
    assert_eq!((piped.code, piped.out.as_str()), (2, ""));
}

#[test]
#[cfg(unix)]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let here = folder(&[("真/甲.heng", CARELESS), ("只读.heng", CARELESS)]);
    let (real, link, locked) =
        (here.path().join("真/甲.heng"), here.path().join("链.heng"), here.path().join("只读.heng"));
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("真/甲.heng", &link).unwrap();
    assert_eq!(heng(here.path(), &["fmt", "链.heng"]).code, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(fs::read_to_string(&real).unwrap(), CARELESS);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).unwrap();
    let ran = heng(here.path(), &["fmt", "只读.heng"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("只读"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&locked).unwrap(), CARELESS);
}

#[test]
fn a_starter_file_is_clean_and_never_overwrites() {
    let here = folder(&[]);
    assert_eq!(heng(here.path(), &["init"]).code, 0);
    let check = heng(here.path(), &["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    assert_eq!(heng(here.path(), &["fmt", "--check"]).code, 0, "it is written as heng fmt writes");
    fs::write(here.path().join("项目.heng"), "我的").unwrap();
    let again = heng(here.path(), &["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("已经存在"), "{}", again.err);
    assert_eq!(fs::read_to_string(here.path().join("项目.heng")).unwrap(), "我的");
    assert_eq!(heng(here.path(), &["init", "道路"]).err, "写好了 `道路.heng`，下一步：heng check 道路.heng\n");
    assert_eq!(heng(here.path(), &["init", "道路"]).code, 2, "never over what is there");
    assert!(here.path().join("道路.heng").exists());
}

#[test]
fn texts_in_other_encodings_are_named_and_how_to_convert_them() {
    let here = folder(&[]);
    let (gbk, _, _) = encoding_rs::GB18030.encode(GOOD);
    fs::write(here.path().join("国标 文本.heng"), &gbk).unwrap();
    let ran = heng(here.path(), &["check", "国标 文本.heng"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err, @r"
    错误: `国标 文本.heng` 的编码是 GB18030（也叫 GBK、ANSI），heng 文件要用 UTF-8
      帮助: 在终端里转换：iconv -f GB18030 -t UTF-8 '国标 文本.heng' > 新文件.heng
            或者用记事本、WPS 打开，“另存为”时把“编码”选成 UTF-8
    ");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(GOOD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(heng_with(here.path(), &["check", "-"], &utf16, &[]).err.contains("UTF-16"));
    assert!(heng_with(here.path(), &["check", "-"], b"PK\x03\x04....", &[]).err.contains("Excel"));
    let noise: Vec<u8> = (0..50_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let ran = heng_with(here.path(), &["check", "-"], &noise, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("不是 UTF-8 文本"), "{}", ran.err);
    let bom = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
    assert_eq!(heng_with(here.path(), &["check", "-"], bom.as_bytes(), &[]).code, 0);
}

#[test]
fn a_fix_that_only_moves_an_error_is_left() {
    let text = PLAN.replace("    产出指标 {", "    目标：“新建助餐点20个”\n    产出指标 {");
    let here = folder(&[("甲.heng", &text)]);
    let ran = heng(here.path(), &["check", "--fix", "甲.heng"]);
    assert_eq!(ran.code, 1);
    assert!(fs::read_to_string(here.path().join("甲.heng")).unwrap() == text, "{}{}", ran.out, ran.err);
    // One that mends does, though the other stays.
    let both = text.replace(">= 120 公里", ">= 120 公里\n            雨水管（DN600）长度 >= 3 公里");
    fs::write(here.path().join("甲.heng"), &both).unwrap();
    heng(here.path(), &["check", "--fix", "甲.heng"]);
    let fixed = fs::read_to_string(here.path().join("甲.heng")).unwrap();
    assert!(fixed.contains("\"雨水管（DN600）长度\" >=") && fixed.contains("    目标：“新建"), "{fixed}");
}

#[test]
fn only_files_of_the_language_are_mended() {
    let here = folder(&[("自评.csv", "指标，值\n养护里程，3\n"), ("说明.txt", "养护里程 》= 3 公里\n")]);
    for file in ["自评.csv", "说明.txt"] {
        for option in ["--fix", "--unsafe-fixes"] {
            let before = fs::read(here.path().join(file)).unwrap();
            let ran = heng(here.path(), &["check", option, file]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
            assert!(ran.err.contains("不是 .heng 文件"), "{}", ran.err);
            assert_eq!(fs::read(here.path().join(file)).unwrap(), before);
        }
    }
}
