//! What a result was made from: the files that were read, each with its hash.

use std::path::PathBuf;

use super::Failure;
use super::compilation::{COMMAND_LINE, config_of};
use super::input::{Input, is_heng};
use crate::model::Model;
use crate::report::provenance::{InputFile, Provenance};

/// The texts that were compiled, the configuration where it counts, and the tables, which were
/// hashed when they were read.
pub(super) fn provenance(
    model: &Model,
    plan: &Input,
    actuals: &[PathBuf],
    tables: Vec<InputFile>,
) -> Result<Provenance, Failure> {
    let entry = plan.name();
    let given = |name: &str| actuals.iter().any(|path| is_heng(path) && Input::from_arg(path).name() == name);
    let texts = model.files.own().map(|parsed| &parsed.source).filter(|source| *source.name != *COMMAND_LINE);
    let mut inputs: Vec<InputFile> = texts
        .map(|source| {
            let role = match &*source.name {
                name if name == entry => "指标文件",
                name if given(name) => "实际完成值",
                _ => "引用的文件",
            };
            InputFile::new(role, &source.name, source.text.as_bytes())
        })
        .collect();
    let found = config_of(plan)?;
    let framework = found.config.framework.clone();
    let house_rules = found.config.house_rules.iter().map(|path| Input::File(found.beside(path)).name());
    let house_rules: Vec<String> = house_rules.collect();
    if let Some(name) = found.name().filter(|_| framework.is_some() || !house_rules.is_empty()) {
        inputs.push(InputFile::new("配置", &name, found.text.as_bytes()));
    }
    inputs.extend(tables);
    Ok(Provenance { version: env!("CARGO_PKG_VERSION").to_owned(), inputs, framework, house_rules })
}
