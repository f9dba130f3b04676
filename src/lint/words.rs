//! Word lists: data that rules look words up in. The shipped ones are the files of
//! `src/lint/words`; `heng.toml` adds to them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::lint::noun::Noun;

/// A shipped list.
struct List {
    /// As `heng.toml` calls it.
    key: &'static str,
    /// What it holds, in Chinese.
    title: &'static str,
    /// One word a line; `#` begins a comment.
    text: &'static str,
}

/// The lists that rules search texts for.
macro_rules! lists {
    ($($key:literal $title:literal),* $(,)?) => {
        const LISTS: &[List] = &[
            $(List { key: $key, title: $title, text: include_str!(concat!("words/", $key, ".txt")) }),*
        ];
    };
}

lists! {
    "vague" "含糊的指标值",
    "empty" "单独写出来等于没说的指标值",
    "empty-notes" "等于没写的说明和来源",
    "verbs" "不该放在指标名称开头的动词",
    "abstract" "不能直接计量的对象",
    "placeholders" "占位的指标值",
    "broad" "范围不明的名称",
    "construction" "建设、修缮、采购类项目的用词",
    "soft" "谈建设、采购而本身不建不买的项目的用词",
    "service" "有服务对象的项目的用词",
    "narrowing" "缩小范围的限定词",
    "lead-ins" "叙述里数字前面的引导词",
    "growth" "叙述里表示增减的动词",
    "process" "属于过程而不是产出的用词",
    "input" "属于投入而不是目标的用词",
    "outcomes" "属于效益而不是产出的用词",
    "unwanted" "不希望发生的事",
    "harmful" "不好的事，加上“率”“数”越少越好",
    "outputs" "属于产出而不是效益的用词",
}

/// The lists, shipped and configured.
#[derive(Debug)]
pub struct Words {
    lists: FxHashMap<&'static str, Finder>,
    nouns: FxHashMap<Word, Noun>,
    longest_noun: usize,
}

type Word = Cow<'static, str>;

/// The words of a list. Texts are names and targets of a dozen characters, of which hardly any
/// begins a word: looking each of them up takes less than an automaton would, and that would
/// take milliseconds to build.
#[derive(Debug, Default)]
struct Finder {
    /// By their first character, the longest first.
    by_start: FxHashMap<char, Vec<Word>>,
    /// By their last character, the longest first.
    by_end: FxHashMap<char, Vec<Word>>,
}

impl Finder {
    fn new(words: impl Iterator<Item = Word>) -> Finder {
        let mut finder = Finder::default();
        for word in words {
            let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) else { continue };
            finder.by_start.entry(first).or_default().push(word.clone());
            finder.by_end.entry(last).or_default().push(word);
        }
        for words in finder.by_start.values_mut().chain(finder.by_end.values_mut()) {
            words.sort_by_key(|word| Reverse(word.len()));
        }
        finder
    }

    /// The longest word that a text begins with.
    fn starts<'t>(&self, text: &'t str) -> Option<&'t str> {
        let words = self.by_start.get(&text.chars().next()?)?;
        let word = words.iter().find(|word| text.starts_with(&***word))?;
        text.get(..word.len())
    }

    /// The longest word that a text ends with.
    fn ends<'t>(&self, text: &'t str) -> Option<&'t str> {
        let words = self.by_end.get(&text.chars().next_back()?)?;
        let word = words.iter().find(|word| text.ends_with(&***word))?;
        text.get(text.len() - word.len()..)
    }
}

impl Words {
    /// The shipped lists with additions; those without any are built once in a process.
    ///
    /// # Errors
    ///
    /// The key of an addition that is no list.
    pub fn shared(more: &BTreeMap<String, Vec<String>>) -> Result<Arc<Words>, String> {
        static SHIPPED: OnceLock<Arc<Words>> = OnceLock::new();
        if !more.is_empty() {
            return Words::new(more).map(Arc::new);
        }
        if let Some(words) = SHIPPED.get() {
            return Ok(Arc::clone(words));
        }
        let words = Arc::new(Words::new(more)?);
        Ok(Arc::clone(SHIPPED.get_or_init(|| words)))
    }

    /// The shipped lists with additions.
    ///
    /// # Errors
    ///
    /// The key of an addition that is no list.
    pub fn new(more: &BTreeMap<String, Vec<String>>) -> Result<Words, String> {
        if let Some(unknown) = more.keys().find(|key| !Words::keys().any(|(known, _)| known == key.as_str())) {
            return Err(unknown.clone());
        }
        let mut lists = FxHashMap::default();
        for list in LISTS {
            let added = more.get(list.key).into_iter().flatten().cloned().map(Cow::Owned);
            lists.insert(list.key, Finder::new(entries(list.text).map(Cow::Borrowed).chain(added)));
        }
        let mut nouns: FxHashMap<Word, Noun> = FxHashMap::default();
        for line in entries(include_str!("words/nouns.txt")) {
            let mut parts = line.split_whitespace();
            let Some(noun) = parts.next().and_then(Noun::from_word) else { continue };
            nouns.extend(parts.map(|ending| (Cow::Borrowed(ending), noun)));
        }
        for (key, _) in Noun::KEYS {
            let noun = Noun::from_key(key);
            let added = more.get(*key).into_iter().flatten();
            nouns.extend(added.filter_map(|ending| Some((Cow::Owned(ending.clone()), noun?))));
        }
        let longest_noun = nouns.keys().map(|ending| ending.chars().count()).max().unwrap_or(0);
        Ok(Words { lists, nouns, longest_noun })
    }

    /// The lists that can be extended, with what they hold.
    pub fn keys() -> impl Iterator<Item = (&'static str, &'static str)> {
        LISTS.iter().map(|list| (list.key, list.title)).chain(Noun::KEYS.iter().copied())
    }

    /// The first word of a list in a text, the longest of those that begin there.
    pub fn find<'t>(&self, list: &str, text: &'t str) -> Option<&'t str> {
        let finder = self.lists.get(list)?;
        text.char_indices().find_map(|(at, _)| finder.starts(text.get(at..)?))
    }

    /// Whether a text, without the marks around it, is one of the words of a list.
    pub fn is(&self, list: &str, text: &str) -> bool {
        self.lists.get(list).is_some_and(|finder| {
            let words = text.chars().next().and_then(|first| finder.by_start.get(&first));
            words.is_some_and(|words| words.iter().any(|word| **word == *text))
        })
    }

    /// The longest word of a list that a text begins with.
    pub fn starts<'t>(&self, list: &str, text: &'t str) -> Option<&'t str> {
        self.lists.get(list)?.starts(text)
    }

    /// The longest word of a list that a text ends with.
    pub fn ends<'t>(&self, list: &str, text: &'t str) -> Option<&'t str> {
        self.lists.get(list)?.ends(text)
    }

    /// What the name of an indicator says is measured: decided by the longest ending of the
    /// name, without what stands in brackets at its end.
    pub fn noun(&self, name: &str) -> Noun {
        let core = without_brackets(name);
        let endings = core.char_indices().rev().take(self.longest_noun).filter_map(|(at, _)| core.get(at..));
        endings.filter_map(|ending| self.nouns.get(ending)).last().copied().unwrap_or(Noun::Unknown)
    }
}

impl Words {
    /// Whether a name is that of a part of a whole, which cannot exceed 100%: 合格率, 满意度.
    pub fn is_share(&self, name: &str) -> bool {
        self.noun(name).is_share(without_brackets(name))
    }

    /// Whether a name is that of things counted one by one: 人次, 户数.
    pub fn is_count(&self, name: &str) -> bool {
        self.noun(name).is_count()
    }
}

/// A name without the brackets at its end: `健全程度（%）` → `健全程度`.
pub fn without_brackets(name: &str) -> &str {
    let mark = |letter: char| matches!(letter, '★' | '*' | '☆' | '▲' | '●' | '“' | '”' | '"');
    let name = name.trim_matches(|letter: char| mark(letter) || letter.is_whitespace());
    let Some(inside) = name.strip_suffix(['）', ')']) else { return name };
    match inside.rfind(['（', '(']) {
        Some(open) if open > 0 => name.get(..open).unwrap_or(name).trim_end(),
        _ => name,
    }
}

fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::new(&BTreeMap::new()).unwrap()
    }

    #[test]
    fn lists_hold_each_word_once_and_no_blank() {
        for list in LISTS {
            let mut seen = std::collections::BTreeSet::new();
            for word in entries(list.text) {
                assert!(!word.contains(char::is_whitespace), "{}: `{word}` holds a blank", list.key);
                assert!(seen.insert(word), "{}: `{word}` twice", list.key);
            }
            assert!(!seen.is_empty(), "{} is empty", list.key);
        }
        let mut seen = std::collections::BTreeSet::new();
        for line in entries(include_str!("words/nouns.txt")) {
            let mut parts = line.split_whitespace();
            let noun = parts.next().unwrap();
            assert!(Noun::from_word(noun).is_some(), "`{noun}` is no kind of noun");
            for ending in parts {
                assert!(seen.insert(ending), "`{ending}` twice");
            }
        }
    }

    #[test]
    fn the_longest_ending_of_a_name_decides() {
        let words = words();
        for (name, noun) in [
            ("验收合格率", Noun::CappedRate),
            ("收入增长率", Noun::Rate),
            ("项目完成率", Noun::Rate),
            ("群众满意度", Noun::Satisfaction),
            ("扶持单位满意度（%）", Noun::Satisfaction),
            ("培训人数", Noun::People),
            ("获奖数量", Noun::Count),
            ("项目总成本", Noun::Cost),
            ("年度知识产权质押融资金额", Noun::Money),
            ("绿化面积", Noun::Area),
            ("道路长度", Noun::Length),
            ("完成时限", Noun::Timeliness),
            ("发放及时率", Noun::Timeliness),
            ("完成时间", Noun::Timeliness),
            ("创新能力", Noun::Unknown),
        ] {
            assert_eq!(words.noun(name), noun, "{name}");
        }
    }

    #[test]
    fn brackets_at_the_end_do_not_count() {
        for (name, core) in [("健全程度（%）", "健全程度"), ("（甲）", "（甲）"), ("★村(社区)数量", "村(社区)数量")]
        {
            assert_eq!(without_brackets(name), core);
        }
    }
}
