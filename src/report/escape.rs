//! Text that means itself in Markdown.

/// A text that means itself in a cell; names may hold any character.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '<' | '>' | '\\' | '[' | ']' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_cannot_break_the_table() {
        assert_eq!(super::text("a|b\n*c*"), "a\\|b \\*c\\*");
    }
}
