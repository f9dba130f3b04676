//! Names as they are compared: full-width letters and blanks make no difference.

use std::borrow::Cow;

use crate::source::half_width;

/// The form in which two names are the same name. Borrowed unless the name holds a
/// full-width sign or a blank, which one scan of its bytes tells.
pub fn normal(name: &str) -> Cow<'_, str> {
    // 0xEF leads U+F000–U+FFFF, where the full-width forms are; 0xE3 leads U+3000.
    let suspicious = memchr::memchr3(0xEF, b' ', 0xE3, name.as_bytes()).is_some();
    if !suspicious {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().filter(|letter| !letter.is_whitespace()).map(half_width).collect())
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn full_width_and_blanks_do_not_matter() {
        assert_eq!(normal("ＰＣＴ 申请量（％）"), "PCT申请量(%)");
        assert!(matches!(normal("专利授权量"), std::borrow::Cow::Borrowed(_)));
    }
}
