//! What may be written where the cursor stands.
//!
//! Asks the characters before the cursor where it stands ([`super::scan`]) and the model for
//! names, so that it answers on a line that is half typed, in a file that does not compile,
//! and from a model that is a version behind.

mod names;
mod pinyin;
mod place;
mod units;
mod words;

use super::Analysis;
use super::scan::{Inside, last_part, spot, word_before};
use crate::model::placement::Site;
use crate::source::Span;
pub(super) use pinyin::fits;
pub(super) use place::{Place, ends_with_sign};
pub(super) use units::likeliest;
pub(super) use words::{METHODS, keyword};

/// How many names are offered at once. Nobody reads more; typing on narrows them down.
const MAX_NAMES: usize = 200;

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What stands behind it in the list.
    pub detail: String,
    /// The text to insert.
    pub insert: String,
    /// The same with places to fill in, `$1` and `${1:word}`.
    pub snippet: Option<String>,
    /// The letters it replaces.
    pub replaces: Span,
    /// What the editor compares with what is typed: the label and its pinyin.
    pub filter: String,
}

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// A level-1 or level-2 name.
    Group,
    /// A unit.
    Unit,
    /// An indicator or data item.
    Name,
    /// A scoring method or rule.
    Method,
    /// A framework.
    Framework,
    /// A sign or a value.
    Value,
}

/// What is offered, the likeliest first, and whether more may come when typing goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// In the order to be shown.
    pub items: Vec<Completion>,
    /// Whether the list depends on the letters typed.
    pub incomplete: bool,
}

/// What is wanted at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted<'t> {
    /// The beginning of a line or of an attribute.
    Start,
    /// A unit behind a number; of what, when the line says it.
    Unit(Amount<'t>),
    /// A method behind 计分, or a kind of default.
    Method,
    Framework,
    /// Names and functions of an expression.
    Expression,
    /// The severity of a 检查, or the beginning of its expression.
    Rule,
    /// What a deduction counts.
    Side,
    /// A grade of the framework.
    Grade,
    /// A sign behind a name.
    Sign,
    /// A value behind a sign.
    Value,
    /// A level-1 name behind 空缺 and 归.
    Level1,
    /// A declaration behind 实际.
    Declaration,
    /// One of a few words.
    Words(&'static [&'static str]),
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount<'t> {
    /// The target, last year's value or the like of an indicator of this name.
    Target(&'t str),
    /// The factor below the line of such a unit.
    Below,
    Points,
    PointsOrShare,
    Money,
    /// A data item of this name.
    Item(&'t str),
}

/// What may be written at an offset of a text. The analysis may be of an earlier version of it.
pub fn completions(analysis: &Analysis, text: &str, offset: usize) -> Completions {
    let spot = spot(text, offset);
    if spot.inside != Inside::Code {
        return Completions::default();
    }
    let place = Place::new(analysis, text, &spot.frames);
    let head = text.get(spot.start..offset).unwrap_or_default();
    let (part, first) = last_part(head);
    let mut typed = word_before(text, offset);
    typed.start = typed.start.max((offset - part.len()) as u32);
    let before = text.get(offset - part.len()..typed.start as usize).unwrap_or_default();
    let (body, typed) = without_number(before, part, typed, text);
    let Some(wanted) = wanted(&place, head, body.trim(), first) else { return Completions::default() };
    let letters = text.get(typed.range()).unwrap_or_default();
    let mut offer = Offer { typed, letters, items: Vec::new(), incomplete: letters.is_ascii() };
    match wanted {
        Wanted::Start => words::start(&place, head, first, &mut offer),
        Wanted::Unit(amount) => units::units(&place, amount, &mut offer),
        Wanted::Method => words::methods(&place, &mut offer),
        Wanted::Framework => names::frameworks(&place, &mut offer),
        Wanted::Expression => names::expression(&place, text, &mut offer),
        Wanted::Rule => {
            [("错误", "不合就不能评价"), ("警告", "不写时如此"), ("提示", "只是提醒")]
                .iter()
                .for_each(|(word, about)| offer.word(word, CompletionKind::Keyword, about));
            names::expression(&place, text, &mut offer);
        }
        Wanted::Side => words::sides(&mut offer),
        Wanted::Grade => place
            .framework
            .iter()
            .flat_map(|framework| &framework.grades)
            .for_each(|grade| offer.word(&grade.name, CompletionKind::Value, "等级")),
        Wanted::Sign => words::signs(&mut offer),
        Wanted::Value => words::values(&place, head, &mut offer),
        Wanted::Level1 => names::level1(&place, &mut offer),
        Wanted::Declaration => names::declarations(&place, &mut offer),
        Wanted::Words(list) => list.iter().for_each(|word| offer.word(word, CompletionKind::Keyword, "")),
    }
    Completions { items: offer.items, incomplete: offer.incomplete }
}

/// The letters before an offset that are the path behind 引用, when it stands in one.
pub fn import_path(text: &str, offset: usize) -> Option<Span> {
    let spot = spot(text, offset);
    let Inside::Text(open) = spot.inside else { return None };
    let mark = text.get(open..)?.chars().next()?;
    let keyword = text.get(spot.start..open)?.trim();
    let path = Span::new(open + mark.len_utf8(), offset);
    (spot.frames.is_empty() && keyword == "引用" && path.start <= path.end).then_some(path)
}

/// Letters glued to a number are a unit: `800件`. A name may begin with digits, though.
fn without_number<'t>(before: &'t str, part: &'t str, typed: Span, text: &'t str) -> (&'t str, Span) {
    let word = text.get(typed.range()).unwrap_or_default();
    let digits = word.len() - word.trim_start_matches(|letter: char| letter.is_numeric()).len();
    if digits == 0 || before.trim().is_empty() && word.len() > digits {
        return (before, typed);
    }
    let body = part.get(..before.len() + digits).unwrap_or(before);
    (body, Span { start: typed.start + digits as u32, end: typed.end })
}

fn wanted<'t>(place: &Place<'t>, head: &'t str, body: &'t str, first: bool) -> Option<Wanted<'t>> {
    if body.is_empty() {
        return Some(Wanted::Start);
    }
    let mut words = body.split_whitespace();
    let keyword = words.next().unwrap_or_default().trim_end_matches([':', '：']);
    let alone = words.next().is_none();
    let last = body.chars().next_back().unwrap_or(' ');
    let number = last.is_ascii_digit() || ('０'..='９').contains(&last);
    let is_name = first && matches!(place.site, Site::Group | Site::Actuals | Site::Test);
    match keyword {
        "期望" if place::ends_with_sign(body) => {
            let subject = body.trim_end_matches(place::SIGNS).trim_end();
            return Some(match subject.rsplit(['.', '。', ' ']).next() {
                Some("结论") => Wanted::Words(&["达成", "未达成", "无法判定"]),
                Some("等级") => Wanted::Grade,
                _ => Wanted::Expression,
            });
        }
        "检查" if !is_name && body.ends_with(['"', '”']) && body.matches(['"', '“', '”']).count() == 2 => {
            return Some(Wanted::Rule);
        }
        "公式" | "核对" | "检查" | "期望" if !is_name || keyword == "期望" => {
            return Some(Wanted::Expression);
        }
        "框架" if alone || body.ends_with("继承") => return Some(Wanted::Framework),
        "框架" if place.site == Site::File => return Some(Wanted::Words(&["继承"])),
        "方向" => return alone.then_some(Wanted::Words(&["正向", "反向"])),
        "零头" => return alone.then_some(Wanted::Words(&["按比例", "舍去", "进位"])),
        "空缺" if alone || body.ends_with('归') => return Some(Wanted::Level1),
        "空缺" => return Some(Wanted::Words(&["归"])),
        "实际" => return alone.then_some(Wanted::Declaration),
        "舍入" => return number.then_some(Wanted::Words(&["位"])),
        "计分" => return scoring(place, body, alone, number),
        "部门" | "项目" | "任务" | "测试" | "单位" | "量级" | "引用" | "年度" => return None,
        _ => {}
    }
    if place.site == Site::Defaults {
        return scoring(place, body, alone, number);
    }
    if matches!(last, '/' | '／') {
        return Some(Wanted::Unit(Amount::Below));
    }
    if number {
        return Some(Wanted::Unit(place.amount(head, body, keyword, first)));
    }
    if alone && place.site == Site::Data {
        return Some(Wanted::Unit(Amount::Item(keyword)));
    }
    if place::ends_with_sign(body) {
        return Some(Wanted::Value);
    }
    let named = first && place.site == Site::Group || keyword == "周期" || keyword == "同比";
    (named && alone && !place::has_sign(body)).then_some(Wanted::Sign)
}

fn scoring<'t>(place: &Place<'t>, body: &'t str, alone: bool, number: bool) -> Option<Wanted<'t>> {
    if alone || body.ends_with(['=', '＝']) {
        return Some(Wanted::Method);
    }
    if body.contains("公式") {
        return Some(Wanted::Expression);
    }
    if body.ends_with("扣分") {
        return Some(Wanted::Side);
    }
    let after = |word: &str| body.rfind(word).map(|at| body.get(at..).unwrap_or_default());
    match after("扣") {
        Some(deducted) if number && deducted.starts_with("扣分") => {
            Some(Wanted::Unit(Amount::Target(place.indicator.unwrap_or_default())))
        }
        Some(_) if number => Some(Wanted::Unit(Amount::Points)),
        _ if number => Some(Wanted::Unit(Amount::PointsOrShare)),
        _ => None,
    }
}

/// The list being made.
struct Offer<'t> {
    typed: Span,
    letters: &'t str,
    items: Vec<Completion>,
    incomplete: bool,
}

impl Offer<'_> {
    fn word(&mut self, label: &str, kind: CompletionKind, detail: &str) {
        self.item(label, kind, detail, label, None);
    }

    fn item(&mut self, label: &str, kind: CompletionKind, detail: &str, insert: &str, snippet: Option<String>) {
        if self.items.iter().any(|item| item.label == label) {
            return;
        }
        self.items.push(Completion {
            label: label.to_owned(),
            kind,
            detail: detail.to_owned(),
            insert: insert.to_owned(),
            snippet,
            replaces: self.typed,
            filter: pinyin::filter(label, self.letters),
        });
    }

    /// Whether a name is worth sending: it holds what is typed, in letters or in pinyin.
    fn fits(&self, name: &str) -> bool {
        pinyin::fits(name, self.letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{at_cursor, project};

    fn offered(text: &str) -> Vec<Completion> {
        let (analysis, offset) = at_cursor(text);
        let text = analysis.text().to_owned();
        completions(&analysis, &text, offset as usize).items
    }

    fn labels(text: &str) -> Vec<String> {
        offered(text).into_iter().map(|item| item.label).collect()
    }

    fn begins(text: &str, wanted: &[&str]) {
        let labels = labels(text);
        assert_eq!(labels.get(..wanted.len()).unwrap_or(&labels), wanted, "{text}: {labels:?}");
    }

    fn holds(text: &str, wanted: &[&str]) {
        let labels = labels(text);
        for word in wanted {
            assert!(labels.iter().any(|label| label == word), "{word} at {text}: {labels:?}");
        }
    }

    #[test]
    fn keywords_follow_the_block() {
        holds("‸", &["部门", "项目", "框架", "引用", "实际", "测试"]);
        holds("项目 甲 {\n‸\n}", &["年度", "总体目标", "任务", "产出指标", "满意度指标", "数据"]);
        holds("项目 甲 {\n任务 乙 {\n‸\n}\n}", &["资金", "内容", "目标"]);
        holds(&project("甲量 >= 1 件, ‸"), &["上年", "周期", "核心", "计分", "来源"]);
        holds(&project("甲量 >= 1 件 {\n‸\n}"), &["上年", "公式", "佐证"]);
        holds("框架 甲 {\n‸\n}", &["满分", "依据", "默认计分", "等级", "舍入", "空缺"]);
        holds("框架 甲 {\n默认计分 {\n‸", &["正向", "定性"]);
        assert!(!labels(&project("甲量 >= 1 件, ‸")).contains(&"年度".to_owned()));
        // A whole file where one may begin, and nowhere else.
        holds("‸", &["部门 整个文件", "项目 整个文件"]);
        for text in ["项目 甲 {\n年度 2024\n框架　部‸", "项目 甲 {\n‸\n}", "项目 甲 {\n产出指标 {\n‸\n}\n}"]
        {
            let labels = labels(text);
            assert!(
                !labels.iter().any(|label| label.contains("整个文件") || label == "测试" && text.contains("产出")),
                "{labels:?}"
            );
        }
    }

    #[test]
    fn level_names_follow_the_framework_and_what_is_there_comes_last() {
        let of = |framework: &str| labels(&format!("项目 甲 {{\n框架 {framework}\n产出指标 {{\n‸\n}}\n}}"));
        assert_eq!(of("财政部2020")[..4], ["数量指标", "质量指标", "时效指标", "成本指标"]);
        assert!(!of("财政部2021").contains(&"成本指标".to_owned()));
        begins("项目 甲 {\n产出指标 {\n数量指标 {\n}\n‸", &["质量指标", "时效指标", "成本指标", "数量指标"]);
    }

    #[test]
    fn units_follow_the_noun() {
        begins(&project("服务企业数量 >= 400 ‸"), &["家"]);
        begins(&project("年度专利授权量 >= 400 ‸"), &["件"]);
        begins(&project("融资额 >= 80 ‸"), &["万元", "亿元"]);
        begins(&project("居民满意度 >= 95‸"), &["%"]);
        begins(&project("培训人次 >= 3‸"), &["人次"]);
        begins(&project("甲量 >= 80 辆, 上年 70 ‸"), &["辆"]);
        begins(&project("甲量 >= 80 辆 {\n周期 >= 70 ‸\n}"), &["辆"]);
        begins(&project("密度 >= 240 件/‸"), &["万人", "人"]);
        begins(&project("甲量 >= 80 辆, 10 ‸"), &["分"]);
        begins("项目 甲 {\n任务 乙 {\n资金 300 ‸", &["万元"]);
        holds(&project("道路 >= 80 平‸"), &["平方米", "平方公里"]);
    }

    #[test]
    fn formulas_know_indicators_and_data() {
        let text = project("千人床位 >= 5 张/千人 { 公式 病‸ }")
            .replace("年度 2024\n", "年度 2024\n数据 {\n病床数 张\n人口 万人\n}\n");
        begins(&text, &["病床数"]);
        let functions = "项目 甲 {\n}\n检查 \"一\" ‸";
        holds(functions, &["个数", "合计", "预算"]);
        let values = format!("{}实际 示例 2024 {{\n‸\n}}", project("甲量 >= 1 件"));
        holds(&values, &["甲量", "受益居民人数", "预算"]);
    }

    #[test]
    fn methods_come_with_places_to_fill_in() {
        let items = offered(&project("甲量 >= 80 辆, 计分 ‸"));
        let banded = items.iter().find(|item| item.label == "分档").unwrap();
        assert!(banded.snippet.as_ref().unwrap().contains("${1:90%}"), "{banded:?}");
        assert!(!banded.insert.contains('$'), "{banded:?}");
        assert!(items.iter().any(|item| item.label == "财政部满意度"), "a rule of the prelude");
        holds("框架 甲 {\n默认计分 {\n正向 ‸", &["比例", "门槛"]);
    }

    #[test]
    fn the_few_words_that_fit_come_first() {
        let tested = |line: &str| format!("{}测试 \"一\" {{\n{line}\n}}", project("甲量 >= 1 件"));
        begins(&tested("期望 甲量.结论 = ‸"), &["达成", "未达成", "无法判定"]);
        begins(&tested("期望 等级 = ‸"), &["优", "良"]);
        begins("检查 \"一\" ‸", &["错误", "警告", "提示"]);
        begins(&project("完成时间 <= ‸"), &["2024-12-31"]);
        begins(&project("项目成本 <= 3 万‸"), &["万元"]);
        begins(&project("甲量 >= 3 件, 计分 比例, ‸"), &["及格"]);
        begins(&project("甲量 >= 3 件, 计分 扣分 ‸"), &["每低", "每少"]);
        begins(&project("甲量 >= 3 件, 计分 扣分 每低 1 件 扣 1 分, ‸"), &["零头"]);
    }

    #[test]
    fn pinyin_finds_chinese() {
        let items = offered("项目 甲 {\nzt‸\n}");
        let item = items.iter().find(|item| item.label == "总体目标").unwrap();
        assert!(item.filter.starts_with("ztmb"), "{}", item.filter);
        let items = offered("项目 甲 {\nchanchu‸\n}");
        let item = items.iter().find(|item| item.label == "产出指标").unwrap();
        assert!(item.filter.starts_with("chanchuzhibiao"), "{}", item.filter);
        begins(&project("融资额 >= 80 wy‸"), &["万元"]);
    }

    #[test]
    fn nothing_is_offered_in_texts_comments_and_new_names() {
        for text in ["# 部‸", "项目 ‸", "总体目标 \"部‸\"", "年度 ‸"] {
            assert_eq!(labels(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_path_is_completed_behind_its_keyword_alone() {
        let at = |marked: &str| {
            let offset = marked.find('‸').unwrap();
            let text = marked.replace('‸', "");
            import_path(&text, offset).map(|span| text.get(span.range()).unwrap().to_owned())
        };
        assert_eq!(at("引用 \"../公共/‸计分.heng\""), Some("../公共/".to_owned()));
        assert_eq!(at("年度 2024\n引用 “‸"), Some(String::new()));
        assert_eq!(at("项目 甲 {\n来源 \"‸\""), None);
        assert_eq!(at("引用 ‸\"甲\""), None);
    }

    #[test]
    fn a_broken_file_is_no_obstacle() {
        let text = "项目 甲 {\n年度 2024\n产出指标 {\n数量指标 {\n!!! ??\n融资额 >= 80 ‸\n效益指标 {\n";
        begins(text, &["万元"]);
        holds("项目 甲 {\n产出指标 {\n数量指标 {\n甲量 ‸", &[">=", "定性", "不适用"]);
        holds("项目 甲 {\n框架 ‸", &["财政部2020", "部门整体"]);
        holds("项目 甲 {\n框架　‸", &["财政部2020", "部门整体"]);
    }
}
