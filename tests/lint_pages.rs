//! The pages of the rules, the page on configuration and what the READMEs say of checking.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::{folder, heng};
use crate::compile::files_below;

/// Compares a generated file with the one in the repository, or writes it.
fn same(path: &Path, text: &str) {
    if std::env::var_os("HENG_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == text, "{} is not what the program writes; HENG_BLESS=1 rewrites it", path.display());
}

#[test]
fn every_rule_has_its_page() {
    let here = folder(&[]);
    let pages = Path::new("docs/rules");
    let mut wanted: BTreeSet<String> = BTreeSet::from(["README.md".to_owned()]);
    same(&pages.join("README.md"), &heng(here.path(), &["rules", "--isolated", "--format", "md"]).out);
    for rule in heng::lint::all() {
        let name = format!("{}.md", rule.code);
        same(&pages.join(&name), &heng::lint::markdown(rule));
        wanted.insert(name);
    }
    for path in files_below(pages, "md") {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !wanted.contains(&name) {
            assert!(std::env::var_os("HENG_BLESS").is_some(), "{name} is the page of no rule");
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn explain_prints_the_same_page() {
    let here = folder(&[]);
    for rule in heng::lint::all().step_by(17) {
        for word in [rule.code, rule.name, &rule.code.to_lowercase()] {
            let ran = heng(here.path(), &["explain", word, "--format", "md"]);
            assert_eq!(ran.out, heng::lint::markdown(rule), "{word}");
        }
    }
}

/// The fenced blocks of a page, with the word after the fence.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("```").skip(1).step_by(2);
    parts.map(|part| part.split_once('\n').unwrap_or((part, ""))).collect()
}

#[test]
fn the_page_on_configuration_says_what_is_read() {
    let page = std::fs::read_to_string("docs/检查配置.md").unwrap();
    let mut keys = BTreeSet::new();
    for (kind, text) in blocks(&page) {
        match kind {
            "toml" => {
                let config =
                    heng::lint::Config::read(text).unwrap_or_else(|problem| panic!("{}\n{text}", problem.message));
                config.settings().unwrap_or_else(|problem| panic!("{}\n{text}", problem.message));
                let table: toml::Table = toml::from_str(text).unwrap();
                keys.extend(table.keys().cloned());
            }
            "heng" => {
                let model = crate::compile::model("页.heng", &heng::lint::whole_example(text));
                let errors: Vec<_> = model.diagnostics.iter().filter(|found| found.code.starts_with("E01")).collect();
                assert!(errors.is_empty(), "{errors:?}\n{text}");
            }
            _ => {}
        }
    }
    let schema = heng::lint::config_schema();
    let known: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, known, "every key stands in an example");
    // Every list of words is named.
    for (key, _) in heng::lint::Words::keys() {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
    for preset in heng::lint::PRESETS {
        assert!(page.contains(&format!("`{}`", preset.name)), "{}", preset.name);
    }
}

#[test]
fn links_of_the_pages_lead_somewhere() {
    let mut wrong = Vec::new();
    for path in [
        Path::new("docs/检查配置.md"),
        Path::new("docs/rules/README.md"),
        Path::new("README.md"),
        Path::new("README.zh-CN.md"),
    ] {
        let page = std::fs::read_to_string(path).unwrap();
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap();
            let here = path.parent().unwrap().join(file);
            if !file.is_empty() && !link.starts_with("http") && !here.exists() {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
