//! Indicators in running text: `示例活动场次，年初目标值≥20场，实际完成值18场，扣1分。`
//!
//! A heading names the group, a sentence is an indicator: its first words are the name, the
//! words 目标值, 完成值, 分值, 得分 and 原因 say what follows them. A sentence that is neither
//! stays as it is, as a note.

use super::form::{Form, Found, Fund, Kind, Row};
use super::labels::{self, Fact, Level};
use super::repair::{Certainty, Repair};
use super::rows::{self, Inherited};
use super::sheet::{short, year_in};
use super::text;
use crate::reading::normal::normalised;
use crate::table::columns::{self, Figure};

/// What the words in front of a value say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Target,
    Actual,
    Weight,
    Score,
    Deducted,
    Reason,
    Rate,
    Figure(Figure),
}

/// The words; of two that fit at a place the earlier is taken, so longer ones come first.
const WORDS: &[(&str, Said)] = &[
    ("年初设定目标值", Said::Target),
    ("年初目标值", Said::Target),
    ("年初指标值", Said::Target),
    ("年度目标值", Said::Target),
    ("年度指标值", Said::Target),
    ("绩效目标值", Said::Target),
    ("预期目标值", Said::Target),
    ("预期指标值", Said::Target),
    ("计划完成值", Said::Target),
    ("年初目标", Said::Target),
    ("目标值", Said::Target),
    ("指标值", Said::Target),
    ("预期值", Said::Target),
    ("计划值", Said::Target),
    ("全年实际完成值", Said::Actual),
    ("全年实际值", Said::Actual),
    ("全年完成值", Said::Actual),
    ("实际完成值", Said::Actual),
    ("实际完成情况", Said::Actual),
    ("实际完成", Said::Actual),
    ("实际值", Said::Actual),
    ("完成值", Said::Actual),
    ("全年完成", Said::Actual),
    ("年初预算数", Said::Figure(Figure::Initial)),
    ("年初预算", Said::Figure(Figure::Initial)),
    ("全年预算数", Said::Figure(Figure::Budget)),
    ("全年预算", Said::Figure(Figure::Budget)),
    ("调整预算数", Said::Figure(Figure::Budget)),
    ("全年执行数", Said::Figure(Figure::Executed)),
    ("全年执行", Said::Figure(Figure::Executed)),
    ("实际支出", Said::Figure(Figure::Executed)),
    ("实际执行", Said::Figure(Figure::Executed)),
    ("预算执行率", Said::Rate),
    ("执行率", Said::Rate),
    ("指标分值", Said::Weight),
    ("分值", Said::Weight),
    ("权重", Said::Weight),
    ("自评得分", Said::Score),
    ("自评分", Said::Score),
    ("实际得分", Said::Score),
    ("得分", Said::Score),
    ("扣分", Said::Deducted),
    ("扣", Said::Deducted),
    ("偏差原因", Said::Reason),
    ("未完成原因", Said::Reason),
    ("主要原因", Said::Reason),
    ("原因", Said::Reason),
];

/// So many sentences with a target and an actual value make a text a narrative.
const FEWEST: usize = 2;

/// Reads the form in running text; nothing where the text is none.
pub(super) fn form(text: &str, repairs: &mut Vec<Repair>) -> Option<Form> {
    let told = sentences(text).filter(|(_, sentence)| is_indicator(&clauses(sentence))).count();
    if told < FEWEST {
        return None;
    }
    let mut reader = Reader { form: Form::default(), inherited: Inherited::default(), repairs };
    for (line, sentence) in sentences(text) {
        reader.sentence(line, &sentence);
    }
    let mut form = reader.form;
    super::settle::shares(&mut form, repairs);
    Some(form)
}

/// The sentences with their lines, from 1.
fn sentences(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    text.lines().enumerate().flat_map(|(at, line)| {
        let parts = line.split(['。', '；', ';']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(move |part| (at + 1, part.to_owned())).collect::<Vec<_>>()
    })
}

/// A piece between commas: the word in front of it, where there is one, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Clause {
    said: Option<Said>,
    text: String,
}

/// Cuts a sentence at its commas and in front of the words of [`WORDS`].
fn clauses(sentence: &str) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    for piece in pieces(sentence) {
        let (mut said, mut rest) = (None, piece.trim());
        let mut own = String::new();
        while !rest.is_empty() {
            // A word inside a name (`得分率`) has no value behind it.
            let found = WORDS.iter().find_map(|(word, said)| {
                let value = rest.strip_prefix(word)?.trim_start_matches(['为', '是', ':', '：', ' ']);
                is_value_of(*said, value).then_some((*said, value))
            });
            match found {
                Some((next, value)) => {
                    push(&mut out, said, &own);
                    own.clear();
                    (said, rest) = (Some(next), value);
                }
                None => {
                    let letter = rest.chars().next().unwrap_or(' ');
                    own.push(letter);
                    rest = rest.get(letter.len_utf8()..).unwrap_or_default();
                }
            }
        }
        push(&mut out, said, &own);
    }
    out
}

/// Whether a text begins as a value of its kind does.
fn is_value_of(said: Said, value: &str) -> bool {
    let starts_number =
        |text: &str| normalised(text).starts_with(|letter: char| letter.is_ascii_digit() || letter == '-');
    match said {
        Said::Target | Said::Actual => {
            starts_number(value)
                || rows::has_sign(value)
                || value.chars().next().is_some_and(|letter| {
                    // 明显提升, 达到, 完成: words, but no more of a name.
                    !"率数值情的".contains(letter) && letter.is_alphabetic()
                })
        }
        Said::Weight | Said::Score | Said::Deducted | Said::Rate | Said::Figure(_) => starts_number(value),
        Said::Reason => !value.is_empty(),
    }
}

fn push(out: &mut Vec<Clause>, said: Option<Said>, text: &str) {
    let text = text.trim().trim_matches(['，', ',', '：', ':']).trim();
    // What follows a reason belongs to it.
    if said.is_none()
        && let Some(last) = out.last_mut().filter(|last| last.said == Some(Said::Reason))
        && !text.is_empty()
    {
        last.text = format!("{}，{text}", last.text);
        return;
    }
    if !text.is_empty() {
        out.push(Clause { said, text: text.to_owned() });
    }
}

/// The pieces between commas; a comma between digits belongs to a number.
fn pieces(sentence: &str) -> Vec<String> {
    let letters: Vec<char> = sentence.chars().collect();
    let mut out = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let groups = *letter == ',' && digit(at.checked_sub(1)) && (1..=3).all(|by| digit(Some(at + by)));
        if matches!(letter, ',' | '，') && !groups {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(*letter);
        }
    }
    out
}

fn is_indicator(clauses: &[Clause]) -> bool {
    let has = |wanted| clauses.iter().any(|clause| clause.said == Some(wanted));
    clauses.first().is_some_and(|first| first.said.is_none()) && has(Said::Target) && has(Said::Actual)
}

struct Reader<'r> {
    form: Form,
    inherited: Inherited,
    repairs: &'r mut Vec<Repair>,
}

impl Reader<'_> {
    fn sentence(&mut self, line: usize, sentence: &str) {
        let at = format!("第 {line} 行");
        let rest = match self.heading(sentence, &at) {
            Some(rest) if rest.is_empty() => return,
            Some(rest) => rest,
            None => sentence.to_owned(),
        };
        let clauses = clauses(&rest);
        if self.funds(&clauses, &at) {
            return;
        }
        let has = |wanted| clauses.iter().any(|clause| clause.said == Some(wanted));
        let named = clauses.first().is_some_and(|first| first.said.is_none());
        if named && (has(Said::Target) || has(Said::Actual)) && self.inherited.index(&mut self.form).is_some()
            || is_indicator(&clauses)
        {
            self.indicator(&clauses, &rest, &at);
            return;
        }
        self.other(&rest, &at);
    }

    /// `2.产出指标（自评分39分）：` in front of a sentence or alone: what is left behind it.
    fn heading(&mut self, sentence: &str, at: &str) -> Option<String> {
        let bare = labels::unnumbered(sentence).trim();
        let ends = bare.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let is_end = |end: &usize| {
            bare.get(*end..).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', '(', '（', ' ', '，']))
        };
        let (end, level) = ends
            .take_while(|end| *end < 64)
            .filter(is_end)
            .filter_map(|end| Some((end, labels::level(bare.get(..end)?)?)))
            .next()?;
        let (label, mut rest) = bare.split_at_checked(end)?;
        let mut said = Vec::new();
        if rest.starts_with(['(', '（'])
            && let Some(close) = rest.find([')', '）'])
        {
            let inner = rest.get(..close)?.trim_start_matches(['(', '（']);
            said = clauses(inner);
            rest = rest.get(close..)?.trim_start_matches([')', '）']);
        }
        let found = Found { text: label.to_owned(), at: at.to_owned() };
        let one = self.inherited.one().map(str::to_owned);
        let here = match (level.one, level.two) {
            (true, false) => Level::One,
            (false, _) => Level::Two,
            (true, true) if one.as_deref() == Some("产出指标") && level.name == "成本指标" => Level::Two,
            (true, true) if one.as_deref() == Some("效益指标") && level.name == "可持续影响指标" => {
                Level::Two
            }
            (true, true) => Level::One,
        };
        if here == Level::Two
            && one.is_none()
            && let Some(parent) = labels::parent(&level.name)
        {
            self.inherited.enter(Level::One, Found { text: parent.to_owned(), at: at.to_owned() });
        }
        self.inherited.enter(here, found);
        self.inherited.index(&mut self.form);
        for clause in said {
            let what = if clause.said == Some(Said::Score) { "自评分" } else { "说明" };
            let found = Found { text: clause.text, at: at.to_owned() };
            self.form.others.push((format!("{}的{what}", level.name), found));
        }
        Some(rest.trim_start_matches([':', '：', ' ', '，']).to_owned())
    }

    /// `年初预算30万元，全年执行28.5万元，执行率95%，自评分19分`.
    fn funds(&mut self, clauses: &[Clause], at: &str) -> bool {
        let figures = clauses.iter().filter(|clause| matches!(clause.said, Some(Said::Figure(_)))).count();
        if figures < 2 {
            return false;
        }
        let found = |clause: &Clause| Some(Found { text: clause.text.clone(), at: at.to_owned() });
        let mut fund =
            Fund { name: Found { text: "年度资金总额".to_owned(), at: at.to_owned() }, ..Fund::default() };
        for clause in clauses {
            match clause.said {
                Some(Said::Figure(Figure::Initial)) => fund.initial = found(clause),
                Some(Said::Figure(Figure::Budget)) => fund.budget = found(clause),
                Some(Said::Figure(Figure::Executed)) => fund.executed = found(clause),
                Some(Said::Rate) => fund.rate = found(clause),
                Some(Said::Score) => fund.score = points(&clause.text, at),
                Some(Said::Weight) => fund.weight = points(&clause.text, at),
                Some(Said::Target | Said::Actual | Said::Deducted | Said::Reason) | None => {
                    self.form.others.extend(found(clause).map(|found| ("项目资金".to_owned(), found)));
                }
            }
        }
        self.form.funds.push(fund);
        true
    }

    fn indicator(&mut self, clauses: &[Clause], sentence: &str, at: &str) {
        let mut row = Row { group: self.inherited.index(&mut self.form), ..Row::default() };
        let found = |text: &str| Found { text: text.to_owned(), at: at.to_owned() };
        for (place, clause) in clauses.iter().enumerate() {
            match clause.said {
                None if place == 0 => {
                    rows::fill(&mut row, labels::Column::Name, found(labels::unnumbered(&clause.text)), "")
                }
                None => row.notes.push(("叙述".to_owned(), found(&clause.text))),
                Some(Said::Target) => row.target = Some(found(&clause.text)),
                Some(Said::Actual) => row.actual = Some(found(&clause.text)),
                Some(Said::Weight) => row.weight = points(&clause.text, at),
                Some(Said::Score) => row.score = points(&clause.text, at),
                Some(Said::Deducted) => row.notes.push(("扣分".to_owned(), found(&clause.text))),
                Some(Said::Reason) => row.reason = Some(found(&clause.text)),
                Some(Said::Rate) => row.notes.push(("执行率".to_owned(), found(&clause.text))),
                Some(Said::Figure(_)) => row.notes.push(("金额".to_owned(), found(&clause.text))),
            }
        }
        let whole = Found { text: sentence.to_owned(), at: at.to_owned() };
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        let both = row.target.is_some() && row.actual.is_some();
        let certainty = if both { Certainty::Supposed } else { Certainty::Doubtful };
        let message = match (&row.target, both) {
            (_, true) => format!("`{}` 的目标值和完成值是从句子里取的", short(&row.name.text)),
            (None, false) => format!("`{}` 的句子里没有找到目标值", short(&row.name.text)),
            (Some(_), false) => format!("`{}` 的句子里没有找到完成值", short(&row.name.text)),
        };
        let line = Repair::sure("一句话", &whole, texts.join("｜")).because(certainty, "E0819", message);
        self.repairs.push(line.help("照原文核对名称、目标值和完成值"));
        rows::push(row, Vec::new(), &mut self.form, self.repairs);
    }

    /// A title, a year, a fact, or a sentence that is none of these.
    fn other(&mut self, sentence: &str, at: &str) {
        let found = Found { text: sentence.to_owned(), at: at.to_owned() };
        if let Some((label, value)) = sentence.split_once(['：', ':'])
            && let Some(fact) = labels::fact(label)
            && !value.trim().is_empty()
        {
            let value = Found { text: value.trim().to_owned(), at: at.to_owned() };
            match fact {
                Fact::Project => self.form.name = Some(value),
                Fact::Department if labels::plain(label) == "部门名称" && self.form.name.is_none() => {
                    self.form.kind = Kind::Department;
                    self.form.name = Some(value);
                }
                Fact::Owner => self.form.owner = Some(value),
                Fact::Code => self.form.code = Some(value),
                Fact::Year if year_in(&value.text).is_some() => self.form.year = year_in(&value.text),
                Fact::Department | Fact::Year | Fact::Other => self.form.others.push((label.trim().to_owned(), value)),
            }
            return;
        }
        if labels::is_title(sentence) && self.form.title.is_none() {
            self.form.year = self.form.year.or_else(|| year_in(sentence));
            self.form.title = Some(found);
            return;
        }
        let is_heading = sentence.chars().count() < 24 && labels::unnumbered(sentence).len() < sentence.len();
        let mut line = Repair::sure("其他文字", &found, "说明");
        if !is_heading && !columns::is_sum(sentence) {
            let message = format!("`{}` 没有归入任何一栏，写进了说明", short(sentence));
            line = line
                .because(Certainty::Kept, "E0805", message)
                .help("看一遍说明，该是指标、目标或资金的，改到应在的地方");
        }
        self.repairs.push(line);
        self.form.others.push(("其他文字".to_owned(), found));
    }
}

/// `19分` as a number.
fn points(text: &str, at: &str) -> Option<Found> {
    let (digits, ..) = text::number(text)?;
    Some(Found { text: digits, at: at.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_come_apart_at_commas_and_words() {
        let shown = |sentence: &str| -> Vec<String> {
            clauses(sentence).iter().map(|clause| format!("{:?} {}", clause.said, clause.text)).collect()
        };
        assert_eq!(
            shown("配置图书数量，年初目标值≥4,000册,实际完成值为3,900册，扣0.25分，原因是采购延迟，次年补齐"),
            [
                "None 配置图书数量",
                "Some(Target) ≥4,000册",
                "Some(Actual) 3,900册",
                "Some(Deducted) 0.25分",
                "Some(Reason) 采购延迟，次年补齐"
            ]
        );
        // Words of the form inside a name say nothing.
        assert_eq!(shown("得分率目标值95%完成值96%"), ["None 得分率", "Some(Target) 95%", "Some(Actual) 96%"]);
        assert_eq!(shown("服务能力，目标值明显提升，实际完成值明显提升").len(), 3);
    }
}
