//! Numbers with their nouns in Chinese prose: `知识产权质押金额 80 亿`, `满意度达到 95% 以上`.
//!
//! It reads clause by clause and leaves out what is no quantity of the year: dates, numbers of
//! documents, model numbers, ranges. Chinese numerals are not read.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::lint::words::Words;
use crate::model::unit::Units;
use crate::source::half_width;

/// A number in a text and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'t> {
    /// What stands before the number in its clause, without lead-ins and comparing words.
    pub subject: &'t str,
    /// What stands after number and unit, to the end of the clause.
    pub after: &'t str,
    /// The number.
    pub number: Decimal,
    /// Its unit, which may be a bare magnitude (`亿`); empty when none is written.
    pub unit: &'t str,
    /// Number and unit, in bytes of the text.
    pub range: Range<usize>,
    /// From the beginning of the subject to the end of what stands after the unit.
    pub whole: Range<usize>,
    /// Whether it is only about so much (约, 近, 余, 超过).
    pub approximate: bool,
    /// Whether it is by how much something changes (增长 5%).
    pub change: bool,
    /// Whether it is about another time, about a part or about each of several.
    pub aside: bool,
    /// Whether it is a total over several years or of a larger whole (累计, 总规模).
    pub total: bool,
    /// The year its sentence speaks of.
    pub year: Option<i16>,
}

/// Comparing words before a number, with whether the number is then only a rough one.
const COMPARING: [(&str, bool); 32] = [
    ("不低于", false),
    ("不少于", false),
    ("不小于", false),
    ("不超过", false),
    ("不高于", false),
    ("不大于", false),
    ("大于等于", false),
    ("小于等于", false),
    ("控制在", false),
    ("保持在", false),
    ("稳定在", false),
    ("维持在", false),
    ("达到", false),
    ("分别为", false),
    ("超过", true),
    ("突破", true),
    ("大于", true),
    ("高于", true),
    ("低于", true),
    ("小于", true),
    ("少于", true),
    ("至少", false),
    ("至多", false),
    ("左右", true),
    ("大约", true),
    ("均为", false),
    ("约", true),
    ("近", true),
    ("超", true),
    ("达", false),
    ("为", false),
    ("均", false),
];

/// Words that point at another time, at a part or at each of several.
const ASIDE: [&str; 18] = [
    "去年",
    "上年",
    "上一年",
    "截至",
    "截止",
    "目前",
    "现有",
    "原有",
    "以来",
    "历年",
    "其中",
    "每个",
    "每家",
    "每村",
    "每月",
    "每季度",
    "人均",
    "上半年",
];

/// Words of who pays which part: 市级承担 30%、县级承担 70%.
const SHARED_OUT: [&str; 7] = ["承担", "分担", "负担", "分摊", "出资", "配套", "按比例"];

/// What there are several of: so much is said of one of them.
const EACH: [&str; 10] = ["每期", "每次", "每场", "每人", "每户", "每班", "每天", "每周", "每批", "每校"];

/// Words of a total over several years.
const TOTAL: [&str; 4] = ["累计", "总规模", "总量达", "三年"];

/// What may follow a number that is part of a date, of a document's number or of an order.
const NO_UNITS: [char; 9] = ['年', '月', '日', '号', '时', '点', '届', '级', '大'];

/// More letters than the longest unit has.
const LONGEST_UNIT: usize = 8;

/// Every quantity in a text.
pub fn mentions<'t>(text: &'t str, units: &Units, words: &Words) -> Vec<Mention<'t>> {
    let mut out = Vec::new();
    if !text.chars().any(is_digit) {
        return out;
    }
    let (mut at, mut clause, mut sentence) = (0, 0, 0);
    let (mut year, mut parts_of) = (None, None);
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at + letter.len_utf8();
        if is_digit(letter) {
            let (end, number) = number(text, at);
            let found = number.and_then(|number| {
                let sentence = text.get(sentence..at).unwrap_or_default();
                read(text, clause, at..end, number, sentence, units, words)
            });
            match found {
                Some(mention) => {
                    at = mention.range.end;
                    clause = at;
                    // 24公里（一季度6公里，二季度8公里，…）
                    let aside = mention.aside || parts_of.is_some_and(|whole| whole == mention.unit);
                    out.push(Mention { year, aside, ..mention });
                }
                None => {
                    if let Some(found) = year_at(text, end, number) {
                        year = Some(found);
                    }
                    at = after_date(text, end);
                    if at > end {
                        clause = at;
                    }
                }
            }
            continue;
        }
        at = match letter {
            '《' => closing(text, next, '》'),
            '〔' => closing(text, next, '〕'),
            '。' | '；' | ';' | '！' | '？' => {
                (clause, sentence, year) = (next, next, None);
                next
            }
            '（' | '(' if opens_number(text, next) => next,
            '（' | '(' => {
                let last = out.last().filter(|last| text.get(last.range.end..at).is_some_and(is_blank));
                parts_of = last.map(|last| last.unit).filter(|unit| !unit.is_empty());
                clause = next;
                next
            }
            '）' | ')' => {
                parts_of = None;
                clause = next;
                next
            }
            '，' | ',' | '：' | ':' | '、' | '“' | '”' | '"' => {
                clause = next;
                next
            }
            _ => next,
        };
    }
    out
}

/// Whether nothing stands between a number and a bracket but how exact it is.
fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "以上" | "左右" | "以内")
}

/// The letters of a subject or of an indicator's name that tell it from another one: without
/// blanks, marks, 的, the year and the word for how many.
pub fn core(text: &str) -> String {
    let letters = text.chars().map(half_width).filter(|letter| letter.is_alphanumeric() && *letter != '的');
    let letters: String = letters.collect();
    let mut rest = letters.as_str();
    for word in ["本年度", "年度", "本年", "全年", "当年", "年内"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let tails = [
        "数量", "人次", "人数", "次数", "件数", "户数", "场次", "总量", "总数", "面积", "长度", "里程", "金额", "数",
        "量", "额",
    ];
    let kept = tails.iter().find_map(|tail| rest.strip_suffix(tail)).filter(|kept| !kept.is_empty());
    kept.unwrap_or(rest).to_owned()
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('０'..='９').contains(&letter)
}

/// The number at a place, and where it ends. None for what is part of a longer word.
fn number(text: &str, start: usize) -> (usize, Option<Decimal>) {
    let rest = text.get(start..).unwrap_or_default();
    let mut digits = String::new();
    let mut end = start;
    for (at, letter) in rest.char_indices() {
        let following = || rest.get(at + letter.len_utf8()..).unwrap_or_default();
        let keep = is_digit(letter)
            || (matches!(letter, '.' | '．') && !digits.contains('.') && following().starts_with(is_digit))
            || (letter == ',' && thousands(following()))
            // Typed with a Chinese keyboard: 5，000户. A year before the comma is no number of thousands.
            || (letter == '，' && digits.len() <= MAX_BEFORE_THOUSANDS && thousands(following()));
        if !keep {
            break;
        }
        if !matches!(letter, ',' | '，') {
            digits.push(half_width(letter));
        }
        end = start + at + letter.len_utf8();
    }
    // 第 3 期 is an order, with a blank too.
    let before =
        text.get(..start).map(|before| before.strip_suffix(' ').filter(|rest| rest.ends_with('第')).unwrap_or(before));
    let before = before.and_then(|before| before.chars().next_back());
    let glued = before.is_some_and(|letter| letter.is_ascii_alphabetic() || "-—~～－第+#".contains(letter));
    (end, digits.parse().ok().filter(|_| !glued))
}

/// Digits that may stand before a separator of thousands.
const MAX_BEFORE_THOUSANDS: usize = 3;

/// Whether exactly three digits follow.
fn thousands(rest: &str) -> bool {
    rest.chars().take_while(|letter| is_digit(*letter)).count() == 3
}

fn read<'t>(
    text: &'t str,
    clause: usize,
    digits: Range<usize>,
    number: Decimal,
    sentence: &str,
    units: &Units,
    words: &Words,
) -> Option<Mention<'t>> {
    let mut rest = text.get(digits.end..)?;
    let mut approximate = false;
    let blanks = |text: &str| text.len() - text.trim_start().len();
    // A range, a sum (`3+2`) or a fraction is no single number.
    let next = rest.trim_start().chars().next();
    if next.is_some_and(|letter| "-—~～－+/×至".contains(letter)) {
        return None;
    }
    if let Some(more) = ['余', '多', '几'].iter().find_map(|word| rest.trim_start().strip_prefix(*word)) {
        approximate = true;
        rest = more;
    }
    let start = text.len() - rest.len() + blanks(rest);
    let (unit, length) = unit(text.get(start..)?, units);
    let following = text.get(start + length..)?.chars().next();
    if unit.is_empty() {
        // `2024年`, `14号`, `5G`, `第3届`.
        let date = next.is_some_and(|letter| NO_UNITS.contains(&letter) || letter.is_ascii_alphabetic());
        if date {
            return None;
        }
    }
    if matches!(unit, "年" | "年度" | "月" | "日" | "时" | "点" | "级")
        || following.is_some_and(|letter| letter == '级' || (unit.is_empty() && letter.is_ascii_alphabetic()))
    {
        return None;
    }
    // `1.2万余亩` is about so much, `前3名` a place in a row.
    let rough = ["万", "亿", "千", "百"].contains(&unit) && following.is_some_and(|letter| "余多几".contains(letter));
    let rank = matches!(unit, "名" | "位" | "强") && text.get(..digits.start)?.ends_with('前');
    if rough || rank {
        return None;
    }
    let end = if unit.is_empty() { digits.end } else { start + length };
    let tail = text.get(end..)?;
    let after = tail.find(|letter: char| "，,。；;：:、（(）)！？“”\"".contains(letter) || is_digit(letter));
    let after = tail.get(..after.unwrap_or(tail.len()))?.trim();
    approximate |= after.starts_with("左右") || after.starts_with("上下") || after.starts_with("余");
    let clause_text = text.get(clause..digits.start)?;
    let before = Before::of(clause_text, words);
    let subject = clause + clause_text.rfind(before.subject)?;
    Some(Mention {
        subject: before.subject,
        after,
        number,
        unit,
        range: digits.start..end,
        whole: if before.subject.is_empty() { digits.start } else { subject }..end + blanks(tail) + after.len(),
        approximate: approximate || before.approximate,
        change: before.change,
        total: TOTAL.iter().any(|word| clause_text.contains(word)),
        aside: ASIDE.iter().any(|word| sentence.contains(word))
            || before.each
            || unit == "%" && is_shared_out(sentence, tail),
        year: None,
    })
}

/// Whether a sentence says who pays which part of something.
fn is_shared_out(before: &str, after: &str) -> bool {
    let end = after.find(['。', '；', ';', '\n']).unwrap_or(after.len());
    let after = after.get(..end).unwrap_or_default();
    SHARED_OUT.iter().any(|word| before.contains(word) || after.contains(word))
}

/// The longest unit that a text begins with, and how many bytes it takes there.
fn unit<'t>(text: &'t str, units: &Units) -> (&'t str, usize) {
    if text.starts_with('％') {
        return ("%", '％'.len_utf8());
    }
    let ends: Vec<usize> = text
        .char_indices()
        .take(LONGEST_UNIT)
        .take_while(|(_, letter)| !letter.is_whitespace() && !"，,。；;：:、（(）)！？\"”".contains(*letter))
        .map(|(at, letter)| at + letter.len_utf8())
        .collect();
    let candidates = ends.iter().rev().filter_map(|end| text.get(..*end));
    let unit = candidates.into_iter().find(|unit| units.can_read(unit)).unwrap_or_default();
    (unit, unit.len())
}

/// What stands before a number.
struct Before<'t> {
    subject: &'t str,
    approximate: bool,
    change: bool,
    each: bool,
}

impl<'t> Before<'t> {
    fn of(text: &'t str, words: &Words) -> Before<'t> {
        let mut rest = text.trim();
        let (mut approximate, mut reached) = (false, false);
        let marks = |letter: char| letter.is_whitespace() || "≥≤＞＜＝><=（(".contains(letter);
        loop {
            let trimmed = rest.trim_end_matches(marks);
            if let Some((word, rough)) = COMPARING.iter().find(|(word, _)| trimmed.ends_with(word)) {
                approximate |= *rough;
                reached |= matches!(*word, "达到" | "达" | "为");
                rest = trimmed.strip_suffix(word).unwrap_or(trimmed);
            } else if let Some(shorter) = trimmed.strip_suffix('到').or_else(|| trimmed.strip_suffix('至')) {
                reached = true;
                rest = shorter;
            } else if trimmed.len() < rest.len() {
                rest = trimmed;
            } else {
                break;
            }
        }
        let rest_before = rest.strip_suffix('了').unwrap_or(rest);
        let mut change = false;
        if let Some(verb) = words.ends("growth", rest_before) {
            let shorter = rest_before.strip_suffix(verb).unwrap_or(rest_before);
            change = !reached;
            rest = shorter.trim_end_matches("同比").trim_end_matches("比上年");
        }
        let start = rest.trim_start();
        let mut each =
            rest.contains('每') && !start.starts_with('每') || EACH.iter().any(|word| start.starts_with(word));
        loop {
            let trimmed = rest.trim_start_matches(|letter: char| letter.is_whitespace() || "和与及并".contains(letter));
            match words.starts("lead-ins", trimmed) {
                Some(word) => rest = trimmed.strip_prefix(word).unwrap_or(trimmed),
                None if trimmed.len() < rest.len() => rest = trimmed,
                None => break,
            }
        }
        let subject = rest.trim();
        each |= subject.starts_with('各');
        Before { subject, approximate, change, each }
    }
}

fn year_at(text: &str, end: usize, number: Option<Decimal>) -> Option<i16> {
    let year = i16::try_from(number?).ok().filter(|year| (1990..=2100).contains(year))?;
    text.get(end..)?.trim_start().starts_with('年').then_some(year)
}

/// Past the words of a date: `年底前`, `月`, `日之前`.
fn after_date(text: &str, end: usize) -> usize {
    let mut rest = text.get(end..).unwrap_or_default();
    let Some(after) = rest.trim_start().strip_prefix(['年', '月', '日']) else { return end };
    rest = after;
    while let Some(after) = rest.strip_prefix(['底', '末', '初', '度', '内', '之', '以', '前', '年']) {
        rest = after;
    }
    text.len() - rest.len()
}

fn closing(text: &str, from: usize, mark: char) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(mark).map_or(from, |at| from + at + mark.len_utf8())
}

/// Whether a bracket begins with a number: `（80 亿）` says how much what precedes it is.
fn opens_number(text: &str, from: usize) -> bool {
    let rest = text.get(from..).unwrap_or_default();
    rest.trim_start_matches(|letter: char| letter.is_whitespace() || "≥≤＞＜＝><=".contains(letter))
        .starts_with(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::model;

    /// What is read: `subject|number unit`, with `~` for rough ones, `+` for changes, `!` for
    /// what is aside.
    fn read(text: &str) -> Vec<String> {
        let model = model("单位 灯杆");
        let words = Words::new(&Default::default()).unwrap();
        let found = mentions(text, &model.units, &words);
        let shown = found.iter().map(|mention| {
            let subject: String = mention.subject.split_whitespace().collect();
            let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
            let (rough, change, aside) =
                (mark(mention.approximate, "~"), mark(mention.change, "+"), mark(mention.aside, "!"));
            let year = mention.year.map(|year| format!("@{year}")).unwrap_or_default();
            format!("{subject}|{rough}{change}{aside}{}{}{year}", mention.number, mention.unit)
        });
        shown.collect()
    }

    #[test]
    fn numbers_are_read_with_their_nouns() {
        for (text, wanted) in [
            ("知识产权质押金额 80 亿", &["知识产权质押金额|80亿"][..]),
            ("知识产权质押金额（80亿）", &["知识产权质押金额|80亿"]),
            ("商标申请 18000 件，专利授权 18,000 件，", &["商标申请|18000件", "专利授权|18000件"]),
            ("每万人口发明专利拥有量 240 件", &["每万人口发明专利拥有量|240件"]),
            ("PCT 国际专利申请量\n            800 件。", &["PCT国际专利申请量|800件"]),
            ("服务对象满意度达到95%以上", &["服务对象满意度|95%"]),
            ("群众满意度不低于９０％", &["群众满意度|90%"]),
            ("全年完成培训 600 人次、举办培训班 12 期", &["培训|600人次", "培训班|12期"]),
            ("新建停车场5座和充电桩 120 个", &["新建停车场|5座", "充电桩|120个"]),
            ("新增就业5，000户，", &["新增就业|5000户"]),
            ("建成 3.5 万亩，当年建成、当年上图入库。", &["建成|3.5万亩"]),
            ("确保单位里程造价控制在1,100万元/公里以内", &["单位里程造价|1100万元/公里"]),
            ("走访企业200余家", &["走访企业|~200家"]),
            ("接待游客约30万人次", &["接待游客|~30万人次"]),
            ("合格率提高到98%", &["合格率|98%"]),
            ("灌溉面积1.2万余亩，考核进入前3名", &[]),
            ("渠道24公里（一季度10公里，二季度14公里）", &["渠道|24公里", "一季度|!10公里", "二季度|!14公里"]),
            ("粮食产量同比增长 5%", &["粮食产量|+5%"]),
            ("合格率提高 2 个百分点", &["合格率|+2个百分点"]),
            ("截至目前，已建成服务点 40 个", &["已建成服务点|!40个"]),
            ("2025年建成服务点 60 个", &["建成服务点|60个@2025"]),
            ("2024年底前新装路灯 120 灯杆", &["新装路灯|120灯杆@2024"]),
            ("其中脱贫户 30 户", &["脱贫户|!30户"]),
            ("资金由市级承担 30%、县级承担 70%", &["资金由市级承担|!30%", "县级承担|!70%"]),
            ("按市 30%、县 70% 的比例分担", &["按市|!30%", "县|!70%"]),
            ("每个乡镇演出不少于 2 场", &["每个乡镇演出|!2场"]),
            ("12345热线接通率98%", &["|12345", "热线接通率|98%"]),
            ("投诉率≤0.5‰", &["投诉率|0.5‰"]),
            ("雨水管道 2.6 公里的改造", &["雨水管道|2.6公里"]),
            ("专利申请量800", &["专利申请量|800"]),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn dates_documents_and_models_are_no_quantities() {
        for text in [
            "《广州市知识产权工作专项资金管理办法》（穗埔府规〔2021〕14号）",
            "按照财预〔2020〕10号文件要求",
            "2024年12月31日前完成",
            "2023年至2025年",
            "铺设DN600管道",
            "推广5G应用",
            "第3届运动会",
            "抓好第 3 期养护工程",
            "落实1+N政策体系",
            "培训 100-120 人次",
            "没有数字的一句话",
            "《“十四五”规划（2021—2025年）》",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn cores_leave_out_the_year_and_the_counting_word() {
        for (a, b) in [
            ("年度商标申请量", "商标申请"),
            ("PCT国际专利申请量", "PCT 国际专利申请量"),
            ("获奖数量", "获奖"),
            ("专利的申请量", "专利申请量"),
            ("高标准农田建设面积", "高标准农田建设"),
        ] {
            assert_eq!(core(a), core(b), "{a} {b}");
        }
        assert_ne!(core("培训期数"), core("培训人次"));
    }
}
