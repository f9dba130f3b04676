//! What leads out of a file: 引用, and the documents that texts name by their address.

use super::Analysis;
use crate::source::Span;
use crate::syntax::ast::{Clause, Stmt, TextKind};

/// A part of the text that opens something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where, without quotation marks.
    pub span: Span,
    /// What it opens.
    pub leads_to: LinkTarget,
}

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A file of the compilation, by its path.
    File(String),
    /// A document beside the file, by the path as written.
    Document(String),
    /// An address on the web.
    Address(String),
}

/// Suffixes by which a text is known to be the name of a file.
const SUFFIXES: [&str; 10] = [".pdf", ".docx", ".doc", ".xlsx", ".xls", ".ofd", ".html", ".md", ".txt", ".wps"];

/// The links of a file.
pub fn links(analysis: &Analysis) -> Vec<Link> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let files = &analysis.model.files;
    let own = files.imports().iter().filter(|import| import.place.file == files.entry());
    let mut links: Vec<Link> = own
        .filter_map(|import| {
            let path = files.get(import.file)?.source.name.to_string();
            Some(Link {
                span: inner(parsed.slice(import.place.span), import.place.span),
                leads_to: LinkTarget::File(path),
            })
        })
        .collect();
    for stmt in &parsed.stmts {
        of_texts(analysis, stmt, &mut links);
    }
    links.sort_by_key(|link| link.span);
    links
}

fn of_texts(analysis: &Analysis, stmt: &Stmt, links: &mut Vec<Link>) {
    let Some(parsed) = analysis.parsed() else { return };
    for clause in stmt.clauses() {
        let Clause::Text { kind, text, .. } = clause else { continue };
        let written = parsed.slice(text.span);
        addresses(written, text.span.start, links);
        let documents = matches!(kind, TextKind::Basis | TextKind::Evidence | TextKind::Source);
        let plain = parsed.text(*text);
        if documents && !text.block && SUFFIXES.iter().any(|suffix| plain.ends_with(suffix)) && !plain.contains("://") {
            links.push(Link { span: inner(written, text.span), leads_to: LinkTarget::Document(plain) });
        }
    }
    for child in stmt.children() {
        of_texts(analysis, child, links);
    }
}

/// The addresses in a text. Chinese signs end one.
fn addresses(text: &str, start: u32, links: &mut Vec<Link>) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("http")).map(|at| at + from) {
        let rest = text.get(at..).unwrap_or_default();
        let ends =
            |letter: char| letter.is_whitespace() || !letter.is_ascii() || matches!(letter, '"' | '<' | '>' | ')');
        let address = rest.split(ends).next().unwrap_or_default();
        from = at + address.len().max(1);
        if address.starts_with("http://") || address.starts_with("https://") {
            let span = Span::new(start as usize + at, start as usize + at + address.len());
            links.push(Link { span, leads_to: LinkTarget::Address(address.to_owned()) });
        }
    }
}

/// A text without its quotation marks.
fn inner(written: &str, span: Span) -> Span {
    let first = written.chars().next().map_or(0, char::len_utf8);
    let last = written.chars().next_back().map_or(0, char::len_utf8);
    Span::new(span.start as usize + first, (span.end as usize).saturating_sub(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::at_cursor;

    #[test]
    fn addresses_and_documents_are_links() {
        let text = "框架 甲 继承 财政部2020 {\n依据 \"见 https://www.mof.gov.cn/a?b=1，第三条\"\n}\n\
                    框架 乙 继承 财政部2020 {\n依据 \"办法.pdf\"\n}\n框架 丙 继承 财政部2020 {\n依据 \"财预〔2020〕10号\"\n}\n‸";
        let (analysis, _) = at_cursor(text);
        let shown: Vec<_> = links(&analysis)
            .into_iter()
            .map(|link| (analysis.text().get(link.span.range()).unwrap().to_owned(), link.leads_to))
            .collect();
        let address = "https://www.mof.gov.cn/a?b=1".to_owned();
        assert_eq!(
            shown,
            [
                (address.clone(), LinkTarget::Address(address)),
                ("办法.pdf".into(), LinkTarget::Document("办法.pdf".into()))
            ]
        );
    }
}
