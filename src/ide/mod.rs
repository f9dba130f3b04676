//! What an editor asks about a file: offsets in, plain structs out. Knows no protocol.

mod actions;
mod calls;
mod change;
mod complete;
mod definition;
mod frameworks;
mod hints;
mod hover;
mod links;
mod named;
mod names;
mod outline;
mod reformat;
mod rename;
mod scan;
mod scored;
mod selection;
mod signature;
mod tokens;
mod touched;
mod typing;
mod visit;
mod worded;

pub use actions::{Action, ActionKind, actions, fix_all, rewrites};
pub use calls::{Called, callable, callees, callers, imports};
pub use change::Change;
pub use complete::{Completion, CompletionKind, Completions, completions, import_path};
pub use definition::definition;
pub use hints::{Hint, Lens, LensAction, Own, hints, lenses};
pub use hover::{Hover, hover, hover_since};
pub use links::{Link, LinkTarget, links};
pub use names::{NameKind, Occurrence, name_at, occurrences, spelled};
pub use outline::{Fold, Symbol, SymbolKind, folds, symbols};
pub use reformat::reformatted;
pub use rename::{Made, broken, references, renameable, renamed};
pub use scored::{Outcome, outcomes, scorecard, trials};
pub use selection::selections;
pub use signature::{Signature, signature};
pub use tokens::{TOKEN_KINDS, TOKEN_MODIFIERS, Token, TokenKind, tokens};
pub use touched::{Known, Since, touched};
pub use typing::{TYPED, applied, canonical_signs, lines_between, typed};

use crate::lint::{self, Linted, Settings};
use crate::model::{self, Model};
use crate::source::{Source, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::Stmt;

/// A file, compiled and linted.
#[derive(Debug)]
pub struct Analysis {
    /// The compilation; its entry is the file.
    pub model: Model,
    /// What is wrong with it.
    pub linted: Linted,
}

/// What is configured for a file.
#[derive(Debug, Clone)]
pub struct Configured {
    /// The rules that run.
    pub settings: Settings,
    /// The framework of declarations that name none, where one is configured.
    pub framework: Option<String>,
    /// The files that belong to every compilation.
    pub house_rules: Vec<Source>,
}

/// Compiles and lints a text; `read` gives the files that it imports.
pub fn analyse(
    source: Source,
    configured: &Configured,
    read: &mut dyn FnMut(&str) -> Result<Source, String>,
) -> Analysis {
    let files = model::files::load_with(source, configured.house_rules.clone(), read);
    let model = model::build_under(files, configured.framework.as_deref());
    let linted = lint::lint(&model, &configured.settings);
    Analysis { model, linted }
}

/// Compiles a text and lints nothing, for what only asks for its names.
pub fn compiled(source: Source, read: &mut dyn FnMut(&str) -> Result<Source, String>) -> Analysis {
    Analysis { model: model::build(model::load(source, read)), linted: Linted::default() }
}

/// A file of the prelude by its name, `<heng>/units.heng`.
pub fn shipped(name: &str) -> Option<Source> {
    let found = model::files::PRELUDE.iter().find(|(known, _)| *known == name)?;
    Some(Source::new(found.0, found.1))
}

/// Whether a name holds what is typed, in its letters, its pinyin or its initials.
pub fn resembles(name: &str, typed: &str) -> bool {
    complete::fits(name, typed)
}

impl Analysis {
    /// The file itself.
    pub fn parsed(&self) -> Option<&Parsed> {
        self.model.files.get(self.model.files.entry())
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.parsed().map_or("", |parsed| &parsed.source.text)
    }
}

/// The statements that hold an offset, the outermost first.
fn path(stmts: &[Stmt], offset: u32) -> Vec<&Stmt> {
    let mut found = Vec::new();
    let mut stmts = stmts;
    while let Some(stmt) = stmts.iter().find(|stmt| holds(stmt.span, offset)) {
        found.push(stmt);
        stmts = stmt.children();
    }
    found
}

/// Whether an offset lies in a span or at its end, where the cursor stands after typing.
fn holds(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::lint::Config;

    /// A text with `‸` where the cursor stands.
    pub fn at_cursor(text: &str) -> (Analysis, u32) {
        let offset = text.find('‸').expect("a cursor");
        let source = Source::new("示例.heng", text.replace('‸', ""));
        (analyse(source, &settings(), &mut |path| Err(format!("没有 {path}"))), offset as u32)
    }

    /// The rules without any configuration.
    pub fn settings() -> Configured {
        let settings = Config::default().settings().expect("the default configuration").of("示例.heng");
        Configured { settings, framework: None, house_rules: Vec::new() }
    }

    /// Indicators in a project that has all else.
    pub fn project(lines: &str) -> String {
        format!(
            "项目 示例 {{\n年度 2024\n产出指标 {{ 数量指标 {{\n{lines}\n}} }}\n效益指标 {{ 社会效益指标 {{ 受益居民人数 >= 300 人 }} }}\n\
             满意度指标 {{ 服务对象满意度指标 {{ 受益居民满意度 >= 90% }} }}\n}}\n"
        )
    }
}
