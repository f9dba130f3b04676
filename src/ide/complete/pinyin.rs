//! Chinese by its pinyin.
//!
//! Who types Chinese all day need not switch the input method for a keyword: `zb` and
//! `zhibiao` find 指标. An editor compares what is typed with one text alone. Some look for
//! the letters anywhere in it, others only at its start, so that the spelling that fits what
//! is typed stands first. Characters with several readings have their most usual one.

use pinyin::ToPinyin;

/// What an editor compares with the letters typed.
pub(super) fn filter(label: &str, letters: &str) -> String {
    let (initials, full) = spelled(label);
    if initials == label {
        return label.to_owned();
    }
    let typed = letters.to_ascii_lowercase();
    let pinyin = !typed.is_empty() && typed.is_ascii();
    if pinyin && initials.starts_with(&typed) {
        format!("{initials} {full} {label}")
    } else if pinyin && full.starts_with(&typed) {
        format!("{full} {initials} {label}")
    } else {
        format!("{label} {full} {initials}")
    }
}

/// Whether a name holds what is typed, as it is, by its pinyin or by its initials.
pub(in crate::ide) fn fits(name: &str, letters: &str) -> bool {
    if letters.is_empty() || name.contains(letters) {
        return true;
    }
    if !letters.is_ascii() {
        // `专授` finds 年度专利授权量.
        let mut rest = name.chars();
        return letters.chars().all(|letter| rest.any(|other| other == letter));
    }
    let typed = letters.to_ascii_lowercase();
    let (initials, full) = spelled(name);
    initials.contains(&typed) || full.contains(&typed)
}

/// The initials and the whole pinyin; other characters as they are, in lower case.
fn spelled(label: &str) -> (String, String) {
    let (mut initials, mut full) = (String::new(), String::new());
    for letter in label.chars() {
        match letter.to_pinyin() {
            Some(read) => {
                initials.push_str(read.first_letter());
                full.push_str(read.plain());
            }
            None => {
                initials.extend(letter.to_lowercase());
                full.extend(letter.to_lowercase());
            }
        }
    }
    (initials, full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_that_fits_stands_first() {
        assert_eq!(filter("指标", "z"), "zb zhibiao 指标");
        assert_eq!(filter("指标", "zhi"), "zhibiao zb 指标");
        assert_eq!(filter("指标", ""), "指标 zhibiao zb");
        assert_eq!(filter("km", "k"), "km");
        assert!(fits("年度专利授权量", "专授") && fits("PCT申请量", "pct") && fits("融资额", "rze"));
        assert!(!fits("融资额", "zl"));
    }
}
