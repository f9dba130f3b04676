//! “Did you mean”: the nearest of the names that exist, or none.

/// What names of classes of indicators end with, and people leave out.
const CLASS_WORD: &str = "指标";

/// The candidate nearest to `found`, if near enough to be meant.
///
/// The distance is relative to the length, because names of two to four characters are
/// normal here: one edit in two characters is a guess, one in three is a slip. No guess is
/// better than a bad guess, so two equally near candidates give none.
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(found, candidates, 0)
}

/// Like [`nearest`] among the few words of a closed list, where one edit is a slip even in
/// a word of two characters.
pub fn nearest_keyword<'a>(found: &str, keywords: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(found, keywords, 1)
}

fn nearest_within<'a>(
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    least_limit: usize,
) -> Option<&'a str> {
    let wanted: Vec<char> = found.chars().collect();
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().collect();
        // `数量` for `数量指标`.
        if candidate.strip_suffix(CLASS_WORD) == Some(found) {
            return Some(candidate);
        }
        let limit = (wanted.len().max(letters.len()) / 3).max(least_limit);
        if letters.len().abs_diff(wanted.len()) > limit || candidate == found {
            continue;
        }
        let distance = edit_distance(&wanted, &letters);
        if distance > limit {
            continue;
        }
        match best {
            Some((least, name)) if distance > least || name == candidate => {}
            Some((least, _)) if distance == least => tied = true,
            Some(_) | None => {
                best = Some((distance, candidate));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, candidate)| candidate)
}

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
#[expect(clippy::indexing_slicing, reason = "all indices are bounded by the row and text lengths")]
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replace = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_keyword};

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["数量指标", "质量指标", "时效指标", "服务对象满意度指标"];
        assert_eq!(nearest("数两指标", names), Some("数量指标"));
        assert_eq!(nearest("服务对像满意度指标", names), Some("服务对象满意度指标"));
        assert_eq!(nearest("产出", names), None);
        // As near to 数量指标 as to 质量指标: no guess.
        assert_eq!(nearest("重量指标", names), None);
        assert_eq!(nearest("亿万", ["亿元"]), None);
        assert_eq!(nearest_keyword("来原", ["来源", "负责"]), Some("来源"));
    }
}
