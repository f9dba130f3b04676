//! Finding an indicator by the name a table uses for it.
//!
//! A name in a form carries what a name in a declaration does not: full-width letters,
//! blanks, `指标1：`, `★`, other brackets, its unit in brackets. All of it is folded away;
//! the name itself is never guessed at. Group names tell apart indicators of the same name.

use rustc_hash::FxHashMap;

use crate::plan::Plan;
use crate::source::half_width;

/// How many candidate names all did-you-mean searches of one run may look at. Distances
/// cost about 0.1 µs a name, so this bounds them at a fraction of a second.
const SUGGESTION_BUDGET: usize = 2_000_000;

/// Marks and numbers in front of a name nest this deep at most: `★（1）指标1：`.
const MAX_PREFIXES: usize = 4;

/// The line and the data item a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// An index into the plan's lines.
    pub line: Option<usize>,
    /// An index into the plan's data items.
    pub data: Option<usize>,
    /// Whether it was found only without its trailing bracket.
    pub without_bracket: bool,
}

/// What a search ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Search {
    /// One meaning.
    Found(Found),
    /// Several lines of that name, and the group does not tell which.
    Ambiguous(Vec<usize>),
    /// No such name; a similar one, when there is.
    Unknown(Option<String>),
}

#[derive(Debug, Default)]
struct Entry {
    lines: Vec<usize>,
    data: Option<usize>,
}

/// Every name of a plan.
pub(super) struct Names<'a> {
    plan: &'a Plan,
    by_key: FxHashMap<String, Entry>,
    /// By the name without trailing brackets; made on the first miss.
    by_stem: Option<FxHashMap<String, Entry>>,
    budget: usize,
}

impl<'a> Names<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Names { plan, by_key: index(plan, key), by_stem: None, budget: SUGGESTION_BUDGET }
    }

    /// What a row's name stands for.
    pub(super) fn find(&mut self, name: &str, group: &[String]) -> Search {
        let wanted = key(name);
        if let Some(entry) = self.by_key.get(&wanted) {
            return self.choose(entry, name, group, false);
        }
        let by_stem = self.by_stem.get_or_insert_with(|| index(self.plan, |name| stem(&key(name)).to_owned()));
        if let Some(entry) = by_stem.get(stem(&wanted)) {
            let entry = Entry { lines: entry.lines.clone(), data: entry.data };
            return self.choose(&entry, name, group, true);
        }
        Search::Unknown(self.suggest(&wanted))
    }

    fn choose(&self, entry: &Entry, name: &str, group: &[String], without_bracket: bool) -> Search {
        let found = |line| Search::Found(Found { line, data: entry.data, without_bracket });
        let lines = match entry.lines.as_slice() {
            [] => return found(None),
            [only] => return found(Some(*only)),
            several => several,
        };
        if let Some(line) = the_best(lines, |line| self.group_matches(line, group)) {
            return found(Some(line));
        }
        // Names that only folding makes equal are told apart by their letters.
        let literal = |line: usize| usize::from(self.plan.lines.get(line).is_some_and(|line| &*line.name == name));
        match the_best(lines, literal) {
            Some(line) => found(Some(line)),
            None => Search::Ambiguous(lines.to_vec()),
        }
    }

    /// How many of the row's group names are groups of the line.
    fn group_matches(&self, line: usize, group: &[String]) -> usize {
        let own = ancestors(self.plan, line);
        group.iter().filter(|name| own.iter().any(|own| level_key(own) == level_key(name))).count()
    }

    fn suggest(&mut self, wanted: &str) -> Option<String> {
        let count = self.plan.lines.len() + self.plan.data.len();
        self.budget = self.budget.checked_sub(count)?;
        let lines = self.plan.lines.iter().map(|line| &*line.name);
        let names: Vec<&str> = lines.chain(self.plan.data.iter().map(|item| &*item.name)).collect();
        // Folded like what is wanted: `PCT` is no three slips from `pct`.
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let near = crate::diag::suggest::nearest(wanted, keys.iter().map(String::as_str))?;
        let at = keys.iter().position(|key| key == near)?;
        names.get(at).map(|name| (*name).to_owned())
    }
}

/// The one element with the highest positive score; none when two share it.
fn the_best(lines: &[usize], score: impl Fn(usize) -> usize) -> Option<usize> {
    let scores: Vec<(usize, usize)> = lines.iter().map(|&line| (score(line), line)).collect();
    let best = scores.iter().map(|(score, _)| *score).max().filter(|best| *best > 0)?;
    let mut of_best = scores.iter().filter(|(score, _)| *score == best);
    match (of_best.next(), of_best.next()) {
        (Some((_, line)), None) => Some(*line),
        _ => None,
    }
}

fn index(plan: &Plan, key: impl Fn(&str) -> String) -> FxHashMap<String, Entry> {
    let mut map: FxHashMap<String, Entry> = FxHashMap::default();
    for (at, line) in plan.lines.iter().enumerate() {
        map.entry(key(&line.name)).or_default().lines.push(at);
    }
    for (at, item) in plan.data.iter().enumerate() {
        map.entry(key(&item.name)).or_default().data.get_or_insert(at);
    }
    map
}

/// The names of a line's groups, the innermost first.
pub(super) fn ancestors(plan: &Plan, line: usize) -> Vec<&str> {
    let mut names = Vec::new();
    let mut at = plan.lines.get(line).map(|line| line.group);
    while let Some(group) = at.and_then(|at| plan.groups.get(at)) {
        names.push(group.name.as_str());
        // A parent stands before its children, so the walk ends.
        at = group.parent.filter(|parent| Some(*parent) < at);
    }
    names
}

/// 数量 and 数量指标 are the same level.
fn level_key(name: &str) -> String {
    let name = key(name);
    name.strip_suffix("指标").unwrap_or(&name).to_owned()
}

/// A name folded for comparison.
pub(super) fn key(name: &str) -> String {
    let folded: String = name.chars().filter_map(fold).collect();
    without_prefixes(&folded).trim_end_matches(':').to_owned()
}

/// The text in a trailing bracket of a name: the unit, as often as not.
pub(super) fn bracket(name: &str) -> Option<String> {
    let folded: String = name.chars().filter_map(fold).collect();
    let (_, inner) = folded.strip_suffix(')')?.rsplit_once('(')?;
    let inner = inner.strip_prefix("单位:").unwrap_or(inner);
    (!inner.is_empty()).then(|| inner.to_owned())
}

/// A key without its trailing bracket and without quotation marks.
fn stem(key: &str) -> &str {
    let rest = key.strip_suffix(')').and_then(|head| head.rsplit_once('(')).map_or(key, |(head, _)| head);
    let rest = rest.trim_matches('"');
    if rest.is_empty() { key } else { rest }
}

/// One character as it is compared; blanks and invisible characters vanish.
pub(super) fn fold(c: char) -> Option<char> {
    let half = match c {
        '【' | '〔' | '﹝' | '〖' => '(',
        '】' | '〕' | '﹞' | '〗' => ')',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => '"',
        '—' | '–' | '‐' | '−' | '―' => '-',
        '•' | '・' | '‧' | '∙' | '⋅' => '·',
        '﹪' => '%',
        '〈' => '《',
        '〉' => '》',
        _ => half_width(c),
    };
    let half = match half {
        '[' => '(',
        ']' => ')',
        '\'' => '"',
        _ => half,
    };
    let invisible = half.is_whitespace() || half.is_control() || matches!(half, '\u{200b}'..='\u{200d}' | '\u{feff}');
    (!invisible).then(|| half.to_ascii_lowercase())
}

fn without_prefixes(name: &str) -> &str {
    let mut rest = name;
    for _ in 0..MAX_PREFIXES {
        let marks = rest.trim_start_matches(['★', '☆', '※', '▲', '△', '●', '◆', '■', '*', '·', '-']);
        let next = without_ordinal(marks).unwrap_or(marks);
        if next.is_empty() || next.len() == rest.len() {
            break;
        }
        rest = next;
    }
    rest
}

/// The rest after `指标1:`, `1.`, `(1)`, `一、`, `①`.
fn without_ordinal(name: &str) -> Option<&str> {
    if let Some(rest) = name.strip_prefix(|c| ('①'..='⑳').contains(&c)) {
        return Some(rest);
    }
    let word = name.strip_prefix("三级").unwrap_or(name);
    let (labelled, numbered) = match word.strip_prefix("指标") {
        Some(rest) => (true, rest),
        None => (false, name),
    };
    let (open, numbered) = match numbered.strip_prefix('(') {
        Some(rest) if !labelled => (true, rest),
        _ => (false, numbered),
    };
    let digits = numbered.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let has_digits = digits.len() < numbered.len();
    if !has_digits && !labelled {
        return None;
    }
    let ends: &[char] = match (open, labelled) {
        (true, _) => &[')'],
        (false, true) => &[':', '、', '.'],
        (false, false) => &['.', '、', ')', ':'],
    };
    let rest = digits.strip_prefix(ends)?;
    // `1.5米以上` is a name with a number, not the first of a list.
    if rest.starts_with(|c: char| c.is_ascii_digit()) && digits.starts_with('.') { None } else { Some(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::PlanMaker;

    #[test]
    fn what_forms_add_to_a_name_is_folded_away() {
        for found in [
            "PCT国际专利申请量",
            " ＰＣＴ 国际专利申请量 ",
            "指标1：PCT国际专利申请量",
            "三级指标2:PCT国际专利申请量",
            "1.PCT国际专利申请量",
            "12、pct国际专利申请量：",
            "（3）PCT国际专利申请量",
            "★①PCT国际专利申请量",
            "一、PCT国际专利\n申请量",
        ] {
            assert_eq!(key(found), "pct国际专利申请量", "{found}");
        }
    }

    #[test]
    fn numbers_that_belong_to_the_name_stay() {
        assert_eq!(key("12345热线接通率"), "12345热线接通率");
        assert_eq!(key("1.5米以上护栏长度"), "1.5米以上护栏长度");
        assert_eq!(key("★"), "★");
        assert_eq!(key("一次性补助人数"), "一次性补助人数");
        assert_eq!(key("指标完成率"), "指标完成率");
    }

    #[test]
    fn brackets_quotes_and_units() {
        assert_eq!(key("“四项制度”健全程度（％）"), key("\"四项制度\"健全程度(%)"));
        assert_eq!(bracket("融资金额（万元）").as_deref(), Some("万元"));
        assert_eq!(bracket("融资金额（单位：万元）").as_deref(), Some("万元"));
        assert_eq!(bracket("融资金额"), None);
    }

    #[test]
    fn groups_tell_apart_and_near_names_are_offered() {
        let mut maker = PlanMaker::new();
        maker.group("产出指标", None);
        maker.group("数量指标", Some(0));
        maker.group("质量指标", Some(0));
        maker.line_in(1, "完成率", ">= 90 %", "10");
        maker.line_in(2, "完成率", ">= 90 %", "10");
        maker.line_in(2, "项目验收合格率", ">= 90 %", "10");
        let plan = maker.plan();
        let mut names = Names::new(&plan);
        let found = |line| Search::Found(Found { line: Some(line), data: None, without_bracket: false });
        assert_eq!(names.find("完成率", &["产出指标".into(), "质量".into()]), found(1));
        assert_eq!(names.find("完成率", &[]), Search::Ambiguous(vec![0, 1]));
        assert_eq!(names.find("项目验收合格律", &[]), Search::Unknown(Some("项目验收合格率".into())));
        let Search::Found(by_stem) = names.find("项目验收合格率（%）", &[]) else { panic!("not found") };
        assert!(by_stem.without_bracket);
    }
}
