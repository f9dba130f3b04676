//! Compiling one input: reads it and what it imports, builds the model.

use std::path::Path;

use super::Failure;
use super::input::Input;
use crate::model::files::{self, Files};
use crate::model::{self, Model};
use crate::source::Source;

/// Reads and compiles an input.
pub fn compile(input: &Input) -> Result<Model, Failure> {
    Ok(model::build(load(input)?))
}

/// Reads an input and everything it imports.
fn load(input: &Input) -> Result<Files, Failure> {
    let mut read = |path: &str| match Input::from_arg(Path::new(path)) {
        // Whoever imports `-` means a file of that name.
        Input::Stdin => Input::File(path.into()).source(),
        file => file.source(),
    };
    let entry = input.source()?;
    Ok(files::load(entry, &mut |path| {
        read(path).map_err(|failure| match failure {
            Failure::Told { message, .. } => message,
            Failure::Closed => String::new(),
        })
    }))
}

/// The sources of a compilation, in the order of their ids.
pub fn sources(model: &Model) -> impl Iterator<Item = &Source> {
    model.files.iter().map(|parsed| &parsed.source)
}
