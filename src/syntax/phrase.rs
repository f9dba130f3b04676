//! Targets as people say them, in heng: `比上年增长10%` is `同比 >= 10%`, `350户以上` is
//! `>= 350 户`, `2025年底前` is `<= 2025-12-31`.
//!
//! Only for suggestions; what is not certain is left alone, and what comes out is read by
//! the grammar before it is shown.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::half_width;
use super::recover::{SIGN_CHARS, reads};
use crate::reading::{self, TargetKind, TargetValue};
use crate::terms::Sign;

/// Bytes beyond which a text is no target that was written in words.
const LONGEST: usize = 120;

/// What a target in words says, without what follows after a comma. `sign` is the sign in
/// front of it, `usual` the one its indicator would have.
pub(crate) fn target(text: &str, sign: Option<&str>, usual: &str, year: Option<i16>) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let words = half_width(text);
    let words = words.trim().trim_end_matches('。');
    let found = relative(words, sign)
        .or_else(|| deadline(words, year).map(|date| format!("{} {date}", upper(sign))))
        .or_else(|| range(words))
        .or_else(|| plain(words, sign, usual))
        .or_else(|| published(words, sign, usual, year))?;
    reads(&format!("甲 {found}")).then_some(found)
}

/// What the reader of published targets makes of it: `三百人`, `零事故`, `万分之五以下`.
fn published(text: &str, sign: Option<&str>, usual: &str, year: Option<i16>) -> Option<String> {
    /// What may be supposed for a suggestion: no sign, no unit, an approximate number, a
    /// date's missing year, words that mean a number.
    const SUPPOSED: [&str; 6] = ["E0701", "E0702", "E0704", "E0705", "E0708", "E0715"];
    /// Grades count downwards as often as upwards: 一级 is the best or the least.
    const GRADES: [&str; 4] = ["级", "等", "类", "星"];
    // `每月15日`: a day of every month is no date and no rate.
    if text.starts_with('每') && text.contains(['日', '号']) {
        return None;
    }
    // Signs and marks inside have messages of their own.
    let marked = |c: char| SIGN_CHARS.contains(c) || matches!(c, '/' | '(' | ')' | '约' | '近' | '左');
    if text.contains(marked) || text.starts_with("年均") {
        return None;
    }
    let reading = reading::read(text, None, year);
    let unit = reading.unit.as_deref().unwrap_or_default();
    if reading.diagnostics.iter().any(|note| !SUPPOSED.contains(&note.code)) || GRADES.contains(&unit) {
        return None;
    }
    let amount = |number: &str| {
        let blank = if unit.is_empty() || unit.starts_with(['%', '‰']) { "" } else { " " };
        format!("{number}{blank}{unit}")
    };
    let own = reading.op.map(Sign::ascii);
    match (reading.kind, reading.value?) {
        (TargetKind::Quantity, TargetValue::One(number)) if unit.is_empty() && number == "0" => {
            Some(format!("{} 0 {}", own.or(sign)?, counted(text)))
        }
        (TargetKind::Quantity, TargetValue::One(number)) => {
            Some(format!("{} {}", own.or(sign).unwrap_or(usual), amount(&number)))
        }
        (TargetKind::Range, TargetValue::Range { low, high }) if !low.contains('-') => {
            Some(format!("= {low} ~ {}", amount(&high)))
        }
        (TargetKind::Range, TargetValue::Range { high, .. }) => {
            let last = match high.split('-').collect::<Vec<_>>()[..] {
                [year, month] => format!("{year}年{month}月"),
                [year, month, day] => format!("{year}年{month}月{day}日"),
                _ => return None,
            };
            deadline(&last, year).map(|date| format!("<= {date}"))
        }
        (TargetKind::Date, TargetValue::One(date)) => Some(format!("{} {date}", upper(sign))),
        _ => None,
    }
}

/// The unit of what there shall be none of: `零伤亡`.
fn counted(text: &str) -> &'static str {
    if text.contains(['亡', '伤']) { "人" } else { "起" }
}

/// The first part of a line's rest, up to the comma before an attribute.
pub(crate) fn part(rest: &str) -> &str {
    let comma = rest.char_indices().find(|(at, letter)| {
        let after = rest.get(at + letter.len_utf8()..).unwrap_or_default();
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        matches!(letter, ',' | '，') && digits != 3
    });
    rest.get(..comma.map_or(rest.len(), |(at, _)| at)).unwrap_or_default().trim_end()
}

/// The 年度 that is written last before a place.
pub(crate) fn year_before(text: &str, at: u32) -> Option<i16> {
    let head = text.get(..at as usize)?;
    let after = head.get(head.rfind("年度")? + "年度".len()..)?;
    let year: String = half_width(after).trim_start_matches([' ', ':']).chars().take(4).collect();
    year.parse().ok().filter(|year| (1949..2150).contains(year))
}

fn upper(sign: Option<&str>) -> &str {
    match sign {
        Some("<") => "<",
        _ => "<=",
    }
}

fn strip<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word)).map(str::trim_start)
}

/// A number with its unit, and the word behind it that a sign says.
fn amount(text: &str) -> Option<(String, &'static str)> {
    const WORDS: [&str; 10] = ["及以上", "及以下", "及以内", "以上", "以下", "以内", "之间", "之内", "左右", "内"];
    let text = text.trim();
    let number_end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(number_end)?;
    let rest = rest.trim_start();
    let word = WORDS.into_iter().find(|word| rest.ends_with(word)).unwrap_or("");
    let unit = rest.strip_suffix(word)?.trim_end();
    let sound = unit.chars().count() <= 12
        && !unit.starts_with(['年', '月', '日', '余', '多', '来'])
        && unit.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '/' | '·' | '℃' | '²' | '³'));
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) || !sound || word == "左右" {
        return None;
    }
    let blank = if unit.is_empty() || unit.starts_with(['%', '‰']) { "" } else { " " };
    Some((format!("{number}{blank}{unit}"), word))
}

/// `比上年增长10%`, `上年的105%`, `去年`.
fn relative(text: &str, sign: Option<&str>) -> Option<String> {
    const THAN: [&str; 10] =
        ["与上年相比", "与去年相比", "比上年度", "较上年度", "比上年", "较上年", "比去年", "较去年", "同比", "年均"];
    const MORE: [&str; 8] = ["增长率", "增长", "增加", "提高", "提升", "上升", "增幅", "增"];
    const LESS: [&str; 5] = ["下降", "降低", "减少", "降", "减"];
    const AT_LEAST: [&str; 7] = ["不低于", "不少于", "达到", "达", ">=", "≥", "超过"];
    if let Some(rest) = strip(text, &THAN).filter(|_| !text.starts_with("年均")) {
        let (down, rest) = match strip(rest, &MORE) {
            Some(rest) => (false, rest),
            None => (true, strip(rest, &LESS)?),
        };
        let rest = strip(rest, &AT_LEAST).unwrap_or(rest);
        let (amount, word) = amount(rest)?;
        if !matches!(word, "" | "以上" | "及以上") {
            return None;
        }
        return Some(match (amount.ends_with('%'), down) {
            (true, false) => format!("同比 >= {amount}"),
            (true, true) => format!("同比 <= -{amount}"),
            (false, false) => format!(">= 上年 + {amount}"),
            (false, true) => format!("<= 上年 - {amount}"),
        });
    }
    let rest = strip(text, &["上年度", "上年", "去年"])?;
    let sign = sign.unwrap_or(">=");
    if matches!(rest, "" | "水平" | "实际" | "完成值" | "实际值") {
        return Some(format!("{sign} 上年"));
    }
    if let Some(rest) = strip(rest, &["的", "*", "×"]) {
        let (times, _) = amount(strip(rest, &["*", "×"]).unwrap_or(rest))?;
        let times = times.strip_suffix(" 倍").unwrap_or(&times);
        return Some(format!("{sign} 上年 * {times}"));
    }
    let less = rest.starts_with('-');
    let (change, _) = amount(strip(rest, &["+", "-"])?)?;
    let Some(percent) = change.strip_suffix('%') else {
        return Some(format!("{sign} 上年 {} {change}", if less { "-" } else { "+" }));
    };
    let percent: Decimal = percent.parse().ok()?;
    let whole =
        if less { Decimal::ONE_HUNDRED.checked_sub(percent)? } else { Decimal::ONE_HUNDRED.checked_add(percent)? };
    Some(format!("{sign} 上年 * {whole}%"))
}

/// The last day of a time limit in words: `12月底前`, `2025年第四季度`, `年底`.
fn deadline(text: &str, year: Option<i16>) -> Option<Date> {
    let text = strip(text, &["当年", "本年", "在"]).unwrap_or(text);
    let words = ["之前", "以前", "前", "止"];
    let text = words.into_iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim_end();
    let (year, rest) = match text.split_once('年') {
        Some((digits, rest)) if digits.len() == 4 => (digits.parse().ok()?, rest),
        Some(("" | "当" | "本", rest)) => (year?, rest),
        Some(("上半", "")) => (year?, "上半年"),
        _ => (year?, text),
    };
    let rest = strip(rest, &["度"]).unwrap_or(rest).trim();
    let last = |month: i8| Date::new(year, month, 1).ok().map(Date::last_of_month);
    match rest.trim_end_matches(['底', '末']) {
        // Only `年底`, not a bare year.
        "" | "终" if !rest.is_empty() => return last(12),
        "第一季度" | "一季度" | "1季度" => return last(3),
        "第二季度" | "二季度" | "2季度" | "上半年" => return last(6),
        "第三季度" | "三季度" | "3季度" => return last(9),
        "第四季度" | "四季度" | "4季度" | "下半年" => return last(12),
        _ => {}
    }
    let (month, day) = rest.split_once('月')?;
    let month: i8 = month.trim().parse().ok()?;
    if matches!(day, "底" | "末" | "" | "份" | "份底") {
        return last(month);
    }
    let day = day.strip_suffix(['日', '号'])?;
    Date::new(year, month, day.parse().ok()?).ok()
}

/// `100-120人次`, `100至120人次之间`.
fn range(text: &str) -> Option<String> {
    let at = text.find(['-', '–', '—', '~', '至', '到'])?;
    let (low, rest) = text.split_at_checked(at)?;
    let high = rest.trim_start_matches(['-', '–', '—', '~', '至', '到']);
    let (low, _) = amount(low)?;
    let (high, word) = amount(high)?;
    matches!(word, "" | "之间").then(|| format!("= {low} ~ {high}"))
}

/// `350户以上`, `达到350户`, `100%`.
fn plain(text: &str, sign: Option<&str>, usual: &str) -> Option<String> {
    const REACH: [&str; 6] = ["达到", "完成", "实现", "保持在", "达", "为"];
    const MOST: [&str; 3] = ["控制在", "控制", "限于"];
    let (most, rest) = match (strip(text, &REACH), strip(text, &MOST)) {
        (_, Some(rest)) => (true, rest),
        (Some(rest), None) => (false, rest),
        (None, None) => (false, text),
    };
    let (amount, word) = amount(rest)?;
    let own = match word {
        "以上" | "及以上" => ">=",
        "" if !most => usual,
        "之间" => return None,
        _ => "<=",
    };
    // No rate can be more than whole.
    let own = if amount == "100%" && own == ">=" { "=" } else { own };
    Some(format!("{} {amount}", sign.unwrap_or(own)))
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn targets_in_words_become_heng() {
        let cases = [
            ("比上年增长10%", "同比 >= 10%"),
            ("同比增长 5%", "同比 >= 5%"),
            ("较上年下降３％以上", "同比 <= -3%"),
            ("比上年增加 20 家", ">= 上年 + 20 家"),
            ("上年的105%", ">= 上年 * 105%"),
            ("去年 * 105%", ">= 上年 * 105%"),
            ("上年+5%", ">= 上年 * 105%"),
            ("去年", ">= 上年"),
            ("达到350户", ">= 350 户"),
            ("350户以上", ">= 350 户"),
            ("30天以内", "<= 30 天"),
            ("100-120人次", "= 100 ~ 120 人次"),
            ("100％", "= 100%"),
            ("2025年12月31日前", "<= 2025-12-31"),
            ("12月底前", "<= 2025-12-31"),
            ("2025年第四季度", "<= 2025-12-31"),
            ("年底", "<= 2025-12-31"),
            ("6月末", "<= 2025-06-30"),
        ];
        for (words, heng) in cases {
            assert_eq!(target(words, None, ">=", Some(2025)).as_deref(), Some(heng), "{words}");
        }
        for (words, heng) in [
            ("三百人", ">= 300 人"),
            ("零事故", "= 0 起"),
            ("零伤亡", "= 0 人"),
            ("百分之九十五以上", ">= 95%"),
            ("万分之五以下", "<= 0.05%"),
            ("八成以上", ">= 80%"),
            ("300余人", ">= 300 人"),
            ("2024年3月至2024年11月", "<= 2024-11-30"),
            ("三个月内", "<= 3 个月"),
        ] {
            assert_eq!(target(words, None, ">=", Some(2025)).as_deref(), Some(heng), "{words}");
        }
        for words in ["二级以上", "好", "约 5 件", "2025年", "比上年明显提升", "80 件左右", "年均 5%"]
        {
            assert_eq!(target(words, None, ">=", Some(2025)), None, "{words}");
        }
    }
}
