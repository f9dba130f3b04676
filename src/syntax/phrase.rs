//! Targets as people say them, in heng: `比上年增长10%` is `同比 >= 10%`, `350户以上` is
//! `>= 350 户`, `2025年底前` is `<= 2025-12-31`.
//!
//! Only for suggestions; what is not certain is left alone, and what comes out is read by
//! the grammar before it is shown.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::half_width;
use super::recover::{SIGN_CHARS, reads};
use crate::reading::words;
use crate::reading::{self, TargetKind, TargetValue};
use crate::terms::Sign;

/// Bytes beyond which a text is no target that was written in words.
const LONGEST: usize = 120;

/// What is known of a target that was written in words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The name of its indicator; empty when that says nothing.
    pub name: &'a str,
    /// The sign in front of the words.
    pub sign: Option<&'a str>,
    /// The sign that its indicator would have.
    pub usual: &'a str,
    /// The fiscal year.
    pub year: Option<i16>,
}

/// What a target in words says, without what follows after a comma.
pub(crate) fn target(text: &str, known: Known<'_>) -> Option<String> {
    let Known { name, sign, year, .. } = known;
    if text.len() > LONGEST {
        return None;
    }
    // `100%（含）以上`: both signs include the figure.
    let words = half_width(text).replace("(含)", "");
    let words = words.trim().trim_end_matches('。');
    let found = match change(words) {
        // `增长率 增长5%`: the name says already what the words say again.
        Some(change) if !change.based && names_a_change(name) => plain(change.rest, known)?,
        Some(change) => change.heng(sign)?,
        None => against_previous(words, sign)
            .or_else(|| deadline(words, year).map(|date| format!("{} {date}", upper(sign))))
            .or_else(|| range(words))
            .or_else(|| plain(words, known))
            .or_else(|| published(words, known))?,
    };
    reads(&format!("甲 {found}")).then_some(found)
}

/// Whether words set a target by a change, so that the number in them is no level.
pub(crate) fn says_change(text: &str) -> bool {
    change(half_width(text).trim()).is_some()
}

/// `提升 >= 90%`: a verb and a sign, of which the verb may be the end of the name.
pub(super) fn may_end_a_name(text: &str) -> bool {
    change(text).is_some_and(|change| !change.based && change.rest.starts_with(|c: char| SIGN_CHARS.contains(c)))
}

/// `演出场次不少于100场`: the name that a line begins with, and its target.
pub(crate) fn glued<'l>(line: &'l str, usual: &str, year: Option<i16>) -> Option<(&'l str, String)> {
    let word = |rest: &str| GLUED.iter().find_map(|word| rest.strip_prefix(word)).is_some_and(starts_with_number);
    let at = line.char_indices().skip(1).map(|(at, _)| at).find(|at| line.get(*at..).is_some_and(word))?;
    let (name, rest) = line.split_at_checked(at)?;
    let known = Known { name, sign: None, usual, year };
    Some((name, target(rest, known)?))
}

/// `演出场次 100场`: a name and its target with nothing but a blank between them.
pub(crate) fn glued_words(line: &str, usual: &str, year: Option<i16>) -> Option<String> {
    let (name, rest) = line.split_once([' ', '\u{3000}'])?;
    let meant = target(rest.trim_start(), Known { name, sign: None, usual, year })?;
    Some(format!("{name} {meant}"))
}

fn starts_with_number(text: &str) -> bool {
    text.trim_start_matches(['到', '至', '在']).starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// Words between a name and its number that belong to the number, the longer ones first.
const GLUED: [&str; 27] = [
    "大于等于",
    "大于或等于",
    "小于等于",
    "小于或等于",
    "不少于",
    "不低于",
    "不小于",
    "不高于",
    "不超过",
    "不多于",
    "不大于",
    "达到",
    "控制",
    "至少",
    "至多",
    "超过",
    "高于",
    "低于",
    "大于",
    "小于",
    "等于",
    "同比增长",
    "同比下降",
    "提高",
    "提升",
    "降低",
    "达",
];

/// What the reader of published targets makes of it: `三百人`, `零事故`, `万分之五以下`.
fn published(text: &str, Known { name, sign, usual, year }: Known<'_>) -> Option<String> {
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
    let marked =
        |c: char| SIGN_CHARS.contains(c) || matches!(c, '/' | '(' | ')' | '[' | ']' | '【' | '〔' | '约' | '近' | '左');
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
            Some(format!("{} 0{}", own.or(sign)?, counted(&format!("{name}{text}"))))
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
    match text {
        _ if text.ends_with(['率', '例']) => "%",
        _ if text.contains(['亡', '伤', '人']) => " 人",
        _ => " 起",
    }
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

/// A change that a target asks for: `较上年增长5%`, `减少 10 件`, `较上年 <= -1 个百分点`.
struct Change<'t> {
    /// Whether it says what is compared with.
    based: bool,
    /// Whether it says the direction, and then whether that is down.
    down: Option<bool>,
    /// Its own sign and amount.
    rest: &'t str,
}

/// Words that soften a verb and say nothing.
const SOFTENERS: [&str; 8] = ["有所", "明显", "显著", "稳步", "持续", "进一步", "有效", "大幅"];

/// The change that a text begins with; a verb with 到 or 至 behind it gives a level.
fn change(text: &str) -> Option<Change<'_>> {
    let (based, rest) = match than_previous(text) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = strip(rest, &SOFTENERS).unwrap_or(rest);
    let verb = |verbs| strip_longest(rest, verbs).map(|rest| strip(rest, &["率", "幅度", "了", "约"]).unwrap_or(rest));
    let (down, rest) = match (verb(words::GROWTH_UP), verb(words::GROWTH_DOWN)) {
        (Some(rest), _) => (Some(false), rest),
        (None, Some(rest)) => (Some(true), rest),
        (None, None) => (None, rest),
    };
    let counts = rest.contains(|c: char| c.is_ascii_digit());
    let level = rest.starts_with(['到', '至', '为']);
    let said = match down {
        Some(_) => counts && (based || !level),
        // `较上年 <= -1 个百分点`.
        None => based && rest.starts_with(|c: char| SIGN_CHARS.contains(c)),
    };
    said.then_some(Change { based, down, rest })
}

/// What follows `较上年`, `与去年同期相比`, `在上年基础上`, `同比`.
fn than_previous(text: &str) -> Option<&str> {
    if let Some(rest) = strip(text, &["同比"]) {
        return Some(rest);
    }
    let rest = strip_longest(text, &["较", "比", "与", "同", "和", "在", "对比", "相比", "相较", "相较于", "较之"])?;
    let mut rest = strip_longest(rest, words::PREVIOUS)?;
    while let Some(more) = strip_longest(rest, words::PREVIOUS_TAIL) {
        rest = more;
    }
    Some(strip(rest, &["同比", ",", "，"]).unwrap_or(rest))
}

impl Change<'_> {
    /// In heng; `sign` is the one in front of it.
    fn heng(&self, sign: Option<&str>) -> Option<String> {
        const SIGNS: [(&[&str], Sign); 4] = [
            (&["不低于", "不少于", "不小于", "至少", "达到", "达", ">=", "≥"], Sign::Ge),
            (&["不高于", "不超过", "不大于", "不多于", "至多", "<=", "≤"], Sign::Le),
            (&["超过", "高于", "大于", ">"], Sign::Gt),
            (&["低于", "少于", "小于", "<"], Sign::Lt),
        ];
        let own = SIGNS.iter().find_map(|(words, sign)| Some((*sign, strip(self.rest, words)?)));
        let (own, rest) = own.map_or((None, self.rest), |(own, rest)| (Some(own), rest));
        let negative = rest.starts_with(['-', '−']);
        let (amount, word) = amount(rest.trim_start_matches(['-', '−', '+']))?;
        let behind = match word {
            "" => None,
            "以上" | "及以上" => Some(Sign::Ge),
            "以下" | "及以下" | "以内" | "及以内" | "之内" | "内" => Some(Sign::Le),
            _ => return None,
        };
        let front = sign.and_then(|sign| Sign::ALL.into_iter().find(|known| known.ascii() == sign));
        let mut signs = [front, own, behind].into_iter().flatten();
        let size = signs.next().unwrap_or(Sign::Ge);
        if signs.any(|other| other != size) {
            return None;
        }
        // A fall of at least 5% is a growth of at most -5%.
        let (sign, negative) = match self.down {
            Some(true) if negative => return None,
            Some(true) => (size.turned(), true),
            Some(false) | None => (size, negative),
        };
        let (sign, mark) = (sign.ascii(), if negative { "-" } else { "" });
        Some(match amount.ends_with('%') {
            true => format!("同比 {sign} {mark}{amount}"),
            false => format!("{sign} 上年 {} {amount}", if negative { "-" } else { "+" }),
        })
    }
}

/// Whether an indicator measures a change, so that its target is one without saying so.
fn names_a_change(name: &str) -> bool {
    const BEHIND: [&str; 12] = ["百分比", "百分点", "比例", "幅度", "程度", "人数", "率", "幅", "值", "量", "额", "数"];
    const BEFORE: [&str; 8] = ["新增", "净增", "增加", "减少", "压减", "节约", "降低", "提高"];
    let name = name.trim_end_matches(['）', ')', '%', '％', '（', '(']);
    let stem = BEHIND.into_iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
    let verbs = words::GROWTH_UP.iter().chain(words::GROWTH_DOWN).filter(|verb| verb.chars().count() > 1);
    BEFORE.into_iter().any(|word| name.starts_with(word))
        || verbs.clone().any(|verb| stem.ends_with(verb))
        || verbs.clone().any(|verb| name.ends_with(verb))
}

/// Without the longest of some words, and the blanks behind it.
fn strip_longest<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let rest = words.iter().filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())?;
    Some(rest.trim_start())
}

/// `上年的105%`, `去年`, `上年+5%`.
fn against_previous(text: &str, sign: Option<&str>) -> Option<String> {
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
fn plain(text: &str, Known { name, sign, usual, .. }: Known<'_>) -> Option<String> {
    const REACH: [&str; 20] = [
        "达到",
        "完成",
        "实现",
        "保持在",
        "达",
        "为",
        "提升到",
        "提升至",
        "提高到",
        "提高至",
        "增加到",
        "增加至",
        "增长到",
        "增长至",
        "上升到",
        "上升至",
        "扩大到",
        "扩大至",
        "增至",
        "升至",
    ];
    const MOST: [&str; 17] = [
        "控制在",
        "控制",
        "限于",
        "下降到",
        "下降至",
        "降低到",
        "降低至",
        "减少到",
        "减少至",
        "压减到",
        "压减至",
        "压缩到",
        "压缩至",
        "缩短到",
        "缩短至",
        "降到",
        "降至",
    ];
    let (most, rest) = match (strip_longest(text, &REACH), strip_longest(text, &MOST)) {
        (_, Some(rest)) => (true, rest),
        (Some(rest), None) => (false, rest),
        (None, None) => (false, text),
    };
    let (amount, word) = amount(rest)?;
    if amount == "0" {
        return Some(format!("{} 0{}", sign.unwrap_or("="), counted(name)));
    }
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
    use super::Known;

    fn target(text: &str, sign: Option<&str>, usual: &str, year: Option<i16>) -> Option<String> {
        super::target(text, Known { name: "", sign, usual, year })
    }

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
            ("增长5%", "同比 >= 5%"),
            ("减少10%", "同比 <= -10%"),
            ("增加5万人次", ">= 上年 + 5 万人次"),
            ("提高2个百分点", ">= 上年 + 2 个百分点"),
            ("缩短3天以上", "<= 上年 - 3 天"),
            ("增幅不超过3%", "同比 <= 3%"),
            ("下降幅度≥5%", "同比 <= -5%"),
            ("与去年同期相比，增长5%以内", "同比 <= 5%"),
            ("在上年基础上提高2个百分点", ">= 上年 + 2 个百分点"),
            ("较上年 <= -1个百分点", "<= 上年 - 1 个百分点"),
            ("提升到95%", ">= 95%"),
            ("降至3天以内", "<= 3 天"),
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
        for (name, words, heng) in [
            ("旅游收入增长率", "增长5%", ">= 5%"),
            ("新增就业", "增加5万人", ">= 5 万人"),
            ("能耗降低率", "降低3%以上", ">= 3%"),
            ("旅游收入增长率", "较上年增长5%", "同比 >= 5%"),
        ] {
            let known = Known { name, sign: None, usual: ">=", year: None };
            assert_eq!(super::target(words, known).as_deref(), Some(heng), "{name} {words}");
        }
        for (sign, words, heng) in
            [(">=", "增长5%", "同比 >= 5%"), ("<=", "增长5%", "同比 <= 5%"), (">=", "下降5%", "同比 <= -5%")]
        {
            assert_eq!(target(words, Some(sign), ">=", None).as_deref(), Some(heng), "{sign} {words}");
        }
        for words in [
            "增长5%左右",
            "环比增长5%",
            "增长5%至8%",
            "下降-5%",
            "二级以上",
            "好",
            "约 5 件",
            "2025年",
            "比上年明显提升",
            "80 件左右",
            "年均 5%",
        ] {
            assert_eq!(target(words, None, ">=", Some(2025)), None, "{words}");
        }
    }
}
