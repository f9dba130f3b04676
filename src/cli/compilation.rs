//! Compiling one input: reads it and what it imports.

use super::Failure;
use super::input::Input;
use crate::diag::Diagnostic;
use crate::source::{FileId, Source};
use crate::syntax::{self, Parsed};

/// One input, compiled.
pub struct Compilation {
    parsed: Parsed,
}

/// Reads and compiles an input.
pub fn compile(input: &Input) -> Result<Compilation, Failure> {
    Ok(Compilation { parsed: syntax::parse(input.source()?, FileId(0)) })
}

impl Compilation {
    /// Its sources, in the order of their ids.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.parsed.source)
    }

    /// Everything that is wrong.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.parsed.diagnostics
    }
}
