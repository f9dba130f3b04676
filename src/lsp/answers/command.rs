//! Commands of the lenses: 评价, 解释, 运行测试. Each answers with a text in Markdown.

use std::sync::Arc;

use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::diag::codes;
use crate::ide::{self, Analysis, Outcome};
use crate::lint;
use crate::lsp::convert;
use crate::lsp::server::{Answer, Refused, Server};
use crate::score::actuals::RawActuals;

/// The commands, as the server announces them.
pub(in crate::lsp) const COMMANDS: [&str; 3] = ["heng.score", "heng.explain", "heng.test"];

pub(super) fn execute(server: &mut Server<'_>, params: Value) -> Answer {
    let argument = |at: usize| params.pointer(&format!("/arguments/{at}")).and_then(Value::as_str);
    let command = params.get("command").and_then(Value::as_str).unwrap_or_default();
    if !COMMANDS.contains(&command) {
        return Err(Refused(ErrorCode::InvalidParams, format!("没有命令 {command}")));
    }
    let Some(uri) = argument(0) else {
        return Err(Refused(ErrorCode::InvalidParams, "缺少文件的 URI".to_owned()));
    };
    let text = match command {
        // What is explained may be a code instead of a score.
        "heng.explain" if page(uri).is_some() => page(uri).unwrap_or_default(),
        "heng.score" | "heng.explain" => {
            let (scored, outcomes) = server.outcomes(uri)?;
            ide::scorecard(&scored.model, &outcomes, argument(1), command == "heng.explain")
        }
        _ => ide::trials(&*server.analysis(uri)?, argument(1)),
    };
    Ok(json!({ "kind": "markdown", "value": text }))
}

/// The page of an error or of a rule, by its code or name.
fn page(code: &str) -> Option<String> {
    let rule = lint::find(code).map(lint::markdown);
    rule.or_else(|| codes::page(code).map(|page| page.text.to_owned()))
}

impl Server<'_> {
    /// The scores of a document, and the compilation they are of: with the 实际 in it, else
    /// with the file of actual values that the client named or that stands beside it.
    pub fn outcomes(&mut self, uri: &str) -> Result<(Arc<Analysis>, Vec<Outcome>), Refused> {
        let analysis = self.analysis(uri)?;
        let own = ide::outcomes(&analysis.model, &[]);
        if !own.is_empty() || analysis.model.has_errors() {
            return Ok((analysis, own));
        }
        let path = convert::path(uri);
        let named = self.client.actuals.as_ref().map(|named| match path.rsplit_once('/') {
            Some((folder, _)) if !named.starts_with('/') => format!("{folder}/{named}"),
            _ => named.clone(),
        });
        for beside in named.into_iter().chain((self.host.beside)(&path)) {
            if beside.ends_with(".heng") {
                let Ok(source) = self.source(&beside) else { continue };
                let with_values = Arc::new(ide::compiled(source, &mut |path| self.source(path)));
                let outcomes = ide::outcomes(&with_values.model, &[]);
                if !outcomes.is_empty() {
                    return Ok((with_values, outcomes));
                }
                continue;
            }
            let year = analysis.model.declarations.iter().find_map(|declaration| declaration.year);
            let Ok(table): Result<RawActuals, String> = (self.host.table)(&beside, year) else { continue };
            let outcomes = ide::outcomes(&analysis.model, &[table]);
            if !outcomes.is_empty() {
                return Ok((analysis, outcomes));
            }
        }
        Ok((analysis, Vec::new()))
    }
}
