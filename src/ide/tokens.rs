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
        self::stmt(parsed, stmt, None, span, &mut tokens);
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

fn stmt(parsed: &Parsed, stmt: &Stmt, parent: Option<&Clause>, span: Span, tokens: &mut Vec<Token>) {
    if stmt.span.end < span.start || span.end < stmt.span.start {
        return;
    }
    let own = tokens.len();
    bits(stmt, &mut |bit| bit_token(bit, stmt, parent, tokens));
    joining(parsed, stmt, own, tokens);
    for child in stmt.children() {
        self::stmt(parsed, child, Some(&stmt.clause), span, tokens);
    }
}

/// Words that join the parts of a statement. The tree does not keep where they stand.
const JOINING: [&str; 9] = ["又名", "继承", "归", "得", "其余", "扣", "非", "上年", "上年实际"];

/// The words between the tokens of a statement, which are those from `own` on.
fn joining(parsed: &Parsed, stmt: &Stmt, own: usize, tokens: &mut Vec<Token>) {
    let mut seen: Vec<Span> = tokens.iter().skip(own).map(|token| token.span).collect();
    seen.sort();
    let mut start = stmt.span.start;
    for next in seen {
        let gap = Span { start, end: next.start.max(start) };
        start = next.end.max(start);
        let text = parsed.slice(gap);
        let mut at = 0;
        for piece in text.split_inclusive(|letter: char| !letter.is_alphabetic()) {
            let word = piece.trim_end_matches(|letter: char| !letter.is_alphabetic());
            // What stands behind a comment sign is no word of the statement.
            if JOINING.contains(&word) && !text.get(..at).is_some_and(|before| before.contains(['#', '＃'])) {
                let from = gap.start as usize + at;
                // 非 is one of 且 and 或.
                let kind = if word == "非" { TokenKind::Operator } else { TokenKind::Keyword };
                tokens.push(Token { span: Span::new(from, from + word.len()), kind, modifiers: 0 });
            }
            at += piece.len();
        }
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
        Role::Entry if matches!(section, Some(SectionKind::Grades | SectionKind::Lights)) => {
            (TokenKind::Word, DECLARATION)
        }
        Role::Entry if matches!(parent, Some(Clause::Actuals { .. } | Clause::Test { .. })) => (TokenKind::Property, 0),
        Role::Entry => (TokenKind::Property, DECLARATION),
        Role::Item => match section {
            Some(SectionKind::Data) => (TokenKind::Variable, DECLARATION),
            Some(SectionKind::Defaults | SectionKind::Grades | SectionKind::Lights) => (TokenKind::Word, 0),
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
    fn words_that_join_are_words_of_the_language() {
        let text = "框架 甲 继承 财政部2020 {\n产出指标 50 分 { 数量指标 又名 归口 }\n空缺 满意度指标 归 产出指标\n}\n\
                    计分 档 = 分档 {\n>= 90% 得 100%\n其余 得 0% # 又名\n}\n检查 \"甲\" 警告 个数(产出指标) >= 3 且 非 否\n‸";
        let (analysis, _) = at_cursor(text);
        let parsed = analysis.parsed().unwrap();
        let all = tokens(&analysis, Span::new(0, parsed.source.text.len()));
        let words = all.iter().filter(|token| token.kind == TokenKind::Keyword).map(|token| parsed.slice(token.span));
        let words: Vec<&str> = words.collect();
        let wanted = ["框架", "继承", "又名", "空缺", "归", "计分", "得", "其余", "得", "检查", "否"];
        assert_eq!(words, wanted);
        let operators = all.iter().filter(|token| token.kind == TokenKind::Operator);
        assert_eq!(operators.filter(|token| parsed.slice(token.span) == "非").count(), 1);
    }

    #[test]
    fn a_text_over_lines_is_a_token_a_line() {
        let (analysis, _) = at_cursor("项目 甲 {\n总体目标 \"\"\"\n  做好\n\"\"\"\n}\n‸");
        let all = tokens(&analysis, Span::new(0, 100));
        assert_eq!(all.iter().filter(|token| token.kind == TokenKind::Text).count(), 3);
        assert_eq!(TOKEN_KINDS[TokenKind::Word as usize], "enumMember");
    }
}
