//! Tests of the whole of model building, on small files.

use super::*;
use crate::source::Source;

/// Builds one file.
pub(crate) fn model(text: &str) -> Model {
    let files = load(Source::new("test.heng", text), &mut |path| Err(format!("没有 {path}")));
    build(files)
}

/// The diagnostics as `code 'underlined' message` lines.
pub(crate) fn findings(model: &Model) -> String {
    let lines = model.diagnostics.iter().map(|diagnostic| {
        let under = model.files.slice(diagnostic.primary.place);
        format!("{} `{under}` {}", diagnostic.code, diagnostic.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_prelude_is_sound() {
    let model = model("");
    assert_eq!(findings(&model), "");
    let mut text = String::new();
    for framework in &model.frameworks {
        print::print_framework(&mut text, &model.units, framework);
    }
    insta::assert_snapshot!(text);
}

/// A probe for developing: prints what `HENG_PROBE` names.
#[test]
fn probe() {
    let Ok(path) = std::env::var("HENG_PROBE") else { return };
    let text = std::fs::read_to_string(&path).unwrap();
    let mut read = |path: &str| match std::fs::read_to_string(path) {
        Ok(text) => Ok(Source::new(path, text)),
        Err(e) => Err(e.to_string()),
    };
    let model = build(load(Source::new(path, text), &mut read));
    for diagnostic in &model.diagnostics {
        println!("{} `{}` {}", diagnostic.code, model.files.slice(diagnostic.primary.place), diagnostic.message);
        println!("      [{}]", diagnostic.primary.text);
        for label in &diagnostic.related {
            println!("      @ `{}` {}", model.files.slice(label.place), label.text);
        }
        if let Some(help) = &diagnostic.help {
            println!("      ? {}", help.replace('\n', "\n        "));
        }
        if let Some(fix) = &diagnostic.fix {
            println!("      > `{}` → `{}`", model.files.slice(fix.place), fix.replacement);
        }
    }
    println!("{}", print::print(&model));
    if let Some(plan) = crate::plan::plan(&model, 0) {
        println!("{}", crate::plan::print(&plan));
    }
}
