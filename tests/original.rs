//! The original declaration, stage by stage: what is committed is what comes out.
//!
//! `HENG_BLESS=1 cargo test original` writes the expected scorecards anew.

use std::path::Path;

use crate::cli::heng;

const FOLDER: &str = "examples/知识产权局";

fn example(args: &[&str]) -> String {
    let ran = heng(Path::new(FOLDER), args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    ran.out
}

#[test]
fn its_tree() {
    insta::assert_snapshot!(example(&["debug", "ast", "2024.heng"]));
}

#[test]
fn its_model() {
    insta::assert_snapshot!(example(&["debug", "model", "2024.heng"]));
}

#[test]
fn its_plan() {
    insta::assert_snapshot!(example(&["debug", "plan", "2024.heng"]));
}

#[test]
fn its_scorecard_is_the_one_beside_it() {
    for (file, args) in [
        ("2024得分.txt", &["score", "2024.heng", "-a", "2024实际.xlsx", "--explain"][..]),
        ("2024得分.json", &["score", "2024.heng", "-a", "2024实际.xlsx", "--format", "json"]),
    ] {
        let printed = example(args);
        let path = Path::new(FOLDER).join(file);
        if std::env::var_os("HENG_BLESS").is_some() {
            std::fs::write(&path, &printed).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap();
        assert_eq!(printed, expected, "heng {} no longer prints {}", args.join(" "), path.display());
        let readme = std::fs::read_to_string("examples/README.md").unwrap();
        assert!(readme.contains(&format!("heng {} -o {file}", args.join(" "))), "README: {file}");
    }
}

#[test]
fn its_values_say_the_same_in_every_form() {
    let totals = ["2024实际.xlsx", "2024实际.csv", "2024实际.heng"].map(|values| {
        let json = example(&["score", "2024.heng", "-a", values, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let scores = json["indicators"].as_array().unwrap().iter().map(|line| line["score"].to_string());
        (json["total"].clone(), scores.collect::<Vec<_>>())
    });
    assert_eq!(totals[0], totals[1]);
    assert_eq!(totals[0], totals[2]);
}
