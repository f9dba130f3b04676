//! What the text tests share: compiling a text, and where a diagnostic stands in it.

use heng::diag::Diagnostic;
use heng::model::{self, Model};
use heng::source::Source;

/// The model of one text; `引用` finds the files next to `name` under `tests/` or `examples/`.
pub fn model(name: &str, text: &str) -> Model {
    let mut read = |path: &str| {
        let path = path.strip_prefix("./").unwrap_or(path);
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Source::new(path, text.as_str())),
            Err(_) => Err("找不到文件".to_owned()),
        }
    };
    model::build(model::load(Source::new(name, text), &mut read))
}

/// The diagnostics of the text itself, in order.
pub fn diagnostics(name: &str, text: &str) -> Vec<Diagnostic> {
    let model = model(name, text);
    let entry = model.files.entry();
    model.diagnostics.into_iter().filter(|diagnostic| diagnostic.primary.place.file == entry).collect()
}

/// Every `.heng` file below a folder, sorted.
pub fn heng_files(folder: &str) -> Vec<std::path::PathBuf> {
    files_below(std::path::Path::new(folder), "heng")
}

/// Every file below a folder with an extension, sorted.
pub fn files_below(folder: &std::path::Path, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{} is missing", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
