//! What each part of the text is, for colours that follow the meaning.

use super::Analysis;
use super::visit::{Bit, Role, bits};
use crate::source::Span;
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Name, SectionKind, Stmt};

/// The kinds, as the protocol names them; a token holds an index.
pub const TOKEN_KINDS: [&str; 13] = [
    "keyword",
    "class",
    "namespace",
    "property",
    "variable",
    "type",
    "number",
    "string",
    "operator",
    "comment",
    "function",
    "struct",
    "enumMember",
];

/// The modifiers, one bit each.
pub const TOKEN_MODIFIERS: [&str; 2] = ["declaration", "documentation"];

/// What a token is; in the order of [`TOKEN_KINDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// A department, project or task.
    Class,
    /// A level-1 or level-2 name.
    Namespace,
    /// An indicator or a line of 预算.
    Property,
    /// A data item, a name in an expression.
    Variable,
    /// A unit.
    Type,
    /// A number or date.
    Number,
    /// A text.
    Text,
    /// A sign.
    Operator,
    /// A comment.
    Comment,
    /// A method, rule or function.
    Function,
    /// A framework.
    Struct,
    /// One of a few words: 正向, 优.
    Word,
}

/// A coloured part of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where; never over a line end.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Bits of [`TOKEN_MODIFIERS`].
    pub modifiers: u32,
}

const DECLARATION: u32 = 1;
const DOCUMENTATION: u32 = 2;

/// The tokens that touch a span, in the order of the text.
pub fn tokens(analysis: &Analysis, span: Span) -> Vec<Token> {
    let Some(parsed) = analysis.parsed() else { return Vec::new() };
    let mut tokens = Vec::new();
    for stmt in &parsed.stmts {
        self::stmt(stmt, None, span, &mut tokens);
    }
    for comment in &parsed.comments {
        let modifiers = if comment.doc { DOCUMENTATION } else { 0 };
        tokens.push(Token { span: comment.span, kind: TokenKind::Comment, modifiers });
    }
    let touches = |token: &Token| token.span.start <= span.end && span.start <= token.span.end;
    tokens.retain(|token| touches(token) && !token.span.is_empty());
    let mut lines: Vec<Token> = tokens.into_iter().flat_map(|token| split(parsed, token)).collect();
    lines.sort_by_key(|token| token.span);
    // Where the tree says two things of one place, the first is kept.
    lines.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    lines
}

fn stmt(stmt: &Stmt, parent: Option<&Clause>, span: Span, tokens: &mut Vec<Token>) {
    if stmt.span.end < span.start || span.end < stmt.span.start {
        return;
    }
    bits(stmt, &mut |bit| bit_token(bit, stmt, parent, tokens));
    for child in stmt.children() {
        self::stmt(child, Some(&stmt.clause), span, tokens);
    }
}

fn bit_token(bit: Bit<'_>, stmt: &Stmt, parent: Option<&Clause>, tokens: &mut Vec<Token>) {
    let mut push = |span: Span, kind: TokenKind, modifiers: u32| tokens.push(Token { span, kind, modifiers });
    match bit {
        Bit::Keyword(span) => push(span, TokenKind::Keyword, 0),
        Bit::Sign(span) => push(span, TokenKind::Operator, 0),
        Bit::Number(span) => push(span, TokenKind::Number, 0),
        Bit::Unit(span) | Bit::Bare(span) => push(span, TokenKind::Type, 0),
        Bit::NewUnit(span) => push(span, TokenKind::Type, DECLARATION),
        Bit::Text(text) => push(text.span, TokenKind::Text, 0),
        Bit::Path(names) => names.iter().for_each(|name| push(name.span, TokenKind::Variable, 0)),
        Bit::Name(Name { span, .. }, role) => {
            let (kind, modifiers) = named(role, stmt, parent);
            push(span, kind, modifiers);
        }
    }
}

fn named(role: Role, stmt: &Stmt, parent: Option<&Clause>) -> (TokenKind, u32) {
    let section = match parent {
        Some(Clause::Section { kind, .. }) => Some(*kind),
        _ => None,
    };
    match role {
        Role::Declaration | Role::Task => (TokenKind::Class, DECLARATION),
        Role::OfActuals => (TokenKind::Class, 0),
        Role::Entry if section == Some(SectionKind::Grades) => (TokenKind::Word, DECLARATION),
        Role::Entry if matches!(parent, Some(Clause::Actuals { .. } | Clause::Test { .. })) => (TokenKind::Property, 0),
        Role::Entry => (TokenKind::Property, DECLARATION),
        Role::Item => match section {
            Some(SectionKind::Data) => (TokenKind::Variable, DECLARATION),
            Some(SectionKind::Defaults | SectionKind::Grades) => (TokenKind::Word, 0),
            Some(SectionKind::Budget) => (TokenKind::Property, DECLARATION),
            None if stmt.block.is_some() => (TokenKind::Namespace, 0),
            None => (TokenKind::Property, 0),
        },
        Role::Alias | Role::Level1 => (TokenKind::Namespace, 0),
        Role::NewFramework => (TokenKind::Struct, DECLARATION),
        Role::Framework => (TokenKind::Struct, 0),
        Role::NewRule => (TokenKind::Function, DECLARATION),
        Role::Method | Role::Function => (TokenKind::Function, 0),
        Role::Word => (TokenKind::Word, 0),
    }
}

/// A token line by line: editors take none that goes over a line end.
fn split(parsed: &Parsed, token: Token) -> Vec<Token> {
    let mut lines = Vec::new();
    let mut at = token.span.start as usize;
    for line in parsed.slice(token.span).split('\n') {
        let kept = line.trim_end().len();
        let skipped = line.len() - line.trim_start().len();
        if kept > skipped {
            lines.push(Token { span: Span::new(at + skipped, at + kept), ..token });
        }
        at += line.len() + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    #[test]
    fn parts_are_told_apart() {
        let (analysis, _) = at_cursor(&project("## 说明\n专利授权量 >= 100 件, 来源 \"统计\" # 注‸"));
        let parsed = analysis.parsed().unwrap();
        let all = tokens(&analysis, Span::new(0, parsed.source.text.len()));
        let shown: Vec<_> = all.iter().map(|token| (parsed.slice(token.span), token.kind)).collect();
        for wanted in [
            ("项目", TokenKind::Keyword),
            ("示例", TokenKind::Class),
            ("数量指标", TokenKind::Namespace),
            ("专利授权量", TokenKind::Property),
            (">=", TokenKind::Operator),
            ("100", TokenKind::Number),
            ("件", TokenKind::Type),
            ("\"统计\"", TokenKind::Text),
            ("# 注", TokenKind::Comment),
        ] {
            assert!(shown.contains(&wanted), "{wanted:?} in {shown:?}");
        }
        assert!(all.is_sorted_by(|a, b| a.span.end <= b.span.start), "{shown:?}");
    }

    #[test]
    fn a_text_over_lines_is_a_token_a_line() {
        let (analysis, _) = at_cursor("项目 甲 {\n总体目标 \"\"\"\n  做好\n\"\"\"\n}\n‸");
        let all = tokens(&analysis, Span::new(0, 100));
        assert_eq!(all.iter().filter(|token| token.kind == TokenKind::Text).count(), 3);
        assert_eq!(TOKEN_KINDS[TokenKind::Word as usize], "enumMember");
    }
}
