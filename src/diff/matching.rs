//! Which declaration and which indicator of the new version is which of the old: by code, by
//! name, then by similarity.

use std::collections::BTreeSet;

use crate::diff::Version;
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::name::normal;
use crate::syntax::ast::TextKind;

/// From which share of common letter pairs on two names are taken for one, in percent.
const ALIKE: usize = 60;

/// What belongs together; indices into the two versions.
#[derive(Debug, Default)]
pub struct Pairs {
    /// In both, the old one first.
    pub both: Vec<(usize, usize)>,
    /// In the old one only.
    pub gone: Vec<usize>,
    /// In the new one only.
    pub fresh: Vec<usize>,
}

/// The declarations of two versions. One of a kind on either side is the same one, whatever
/// it is called.
pub fn declarations(old: &Version<'_>, new: &Version<'_>) -> Pairs {
    let mut open = Open::new(old.len(), new.len());
    open.join(|before, after| match (old.get(before), new.get(after)) {
        (Some((_, old)), Some((_, new))) => old.kind == new.kind && normal(&old.name) == normal(&new.name),
        _ => false,
    });
    if open.old.len() == 1 && open.new.len() == 1 {
        open.join(|before, after| match (old.get(before), new.get(after)) {
            (Some((_, old)), Some((_, new))) => old.kind == new.kind,
            _ => false,
        });
    }
    open.done()
}

/// The indicators of a declaration in two versions.
pub fn indicators(old: &Declaration, new: &Declaration) -> Pairs {
    let mut open = Open::new(old.indicators.len(), new.indicators.len());
    let at = |before: usize, after: usize| Some((old.indicators.get(before)?, new.indicators.get(after)?));
    let group = |declaration: &Declaration, line: &Indicator| {
        declaration.groups.get(line.group as usize).map(|group| group.name.to_string())
    };
    let same_group = |a: &Indicator, b: &Indicator| group(old, a) == group(new, b);
    open.join(|before, after| at(before, after).is_some_and(|(a, b)| code(a).is_some() && code(a) == code(b)));
    let same_name = |a: &Indicator, b: &Indicator| normal(&a.name) == normal(&b.name);
    open.join(|before, after| at(before, after).is_some_and(|(a, b)| same_name(a, b) && same_group(a, b)));
    open.join(|before, after| at(before, after).is_some_and(|(a, b)| same_name(a, b)));
    // The most alike first, so that one renamed indicator does not take another's place.
    let mut alike: Vec<(usize, usize, usize)> = Vec::new();
    for &before in &open.old {
        for &after in &open.new {
            let Some((a, b)) = at(before, after) else { continue };
            let likeness = likeness(&normal(&a.name), &normal(&b.name));
            let same = names_alike(&a.name, &b.name) || scope(&a.name, &b.name).is_some();
            if (same || said_renamed(new, &a.name, b)) && same_group(a, b) && code(a).is_none_or(|_| code(b).is_none())
            {
                alike.push((100 - likeness, before, after));
            }
        }
    }
    alike.sort_unstable();
    for (_, before, after) in alike {
        open.take(before, after);
    }
    open.done()
}

/// Words that stand for each other in names: one in the place of the other is a new wording. Any
/// other word in the place of one is another job: 发放教材 for 编印教材.
const SYNONYMS: &[&[&str]] = &[
    &["人数", "人次", "人员数量", "人员数"],
    &["数", "数量", "总数", "个数", "总量"],
    &["率", "比例", "程度", "度"],
    &["群众", "居民", "村民", "市民", "公众", "百姓"],
    &["完工", "竣工", "完成", "建成"],
    &["时间", "日期", "时限", "期限"],
    &["培训", "办班", "培训班"],
    &["举办", "开展", "组织", "实施"],
    &["新建", "建设", "建成"],
    &["购置", "采购", "购买"],
    &["维修", "修缮", "维护"],
];

/// Words that turn a name around: 不合格率 is no other name of 合格率.
const TURNING: [char; 6] = ['不', '未', '非', '无', '零', '超'];

/// Words that make of what a name counts a part: 发明专利 of 专利, 重点企业 of 企业.
const NARROWING: &[&str] = &[
    "发明",
    "实用新型",
    "外观设计",
    "PCT",
    "国际",
    "国外",
    "境外",
    "涉外",
    "高价值",
    "有效",
    "重点",
    "重大",
    "较大",
    "特大",
    "主要",
    "优秀",
    "优质",
    "特色",
    "典型",
    "国家级",
    "省级",
    "市级",
    "县级",
    "区级",
    "新增",
    "首次",
    "部分",
    "规模以上",
    "规上",
    "限额以上",
    "困难",
    "贫困",
    "脱贫",
    "低收入",
    "残疾",
    "重度",
    "老年",
    "独居",
    "失能",
    "留守",
    "妇女",
    "青年",
    "适龄",
    "农村",
    "城镇",
    "城乡",
    "农业",
    "工业",
    "一类",
    "一级",
    "甲级",
    "高级",
    "中级",
    "初级",
    "专职",
    "持证",
    "骨干",
    "乡村",
    "公办",
    "民办",
    "本地",
    "外地",
    "线下",
    "线上",
    "集中",
    "专题",
    "免费",
    "大型",
    "中型",
    "小型",
    "危险",
    "高危",
    "核心",
    "关键",
    "责任",
    "有责",
    "死亡",
    "生产安全",
    "安全生产",
];

/// What a new name counts of what the old one did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Wider,
    Narrower,
}

/// Whether a name differs from another one only by words that make a part of it.
pub(super) fn scope(old: &str, new: &str) -> Option<Scope> {
    let (old, new) = (normal(old), normal(new));
    if narrows(&old, &new, 0) {
        return Some(Scope::Wider);
    }
    narrows(&new, &old, 0).then_some(Scope::Narrower)
}

/// More words before one noun are no name.
const MOST_NARROWING: usize = 3;

fn narrows(long: &str, short: &str, removed: usize) -> bool {
    if long.len() <= short.len() || removed == MOST_NARROWING {
        return long == short && removed > 0;
    }
    NARROWING
        .iter()
        .filter(|word| long.contains(**word))
        .any(|word| narrows(&long.replacen(word, "", 1), short, removed + 1))
}

/// Whether one name says what the other does in more words, or with a synonym.
pub(super) fn names_alike(a: &str, b: &str) -> bool {
    let (a, b) = (normal(a), normal(b));
    let (short, long) = if a.chars().count() <= b.chars().count() { (&a, &b) } else { (&b, &a) };
    let mut wanted = short.chars().peekable();
    let more: Vec<char> = long.chars().filter(|letter| wanted.next_if_eq(letter).is_none()).collect();
    if wanted.peek().is_none() {
        return likeness(&a, &b) >= ALIKE && !more.iter().any(|letter| TURNING.contains(letter));
    }
    let swaps =
        SYNONYMS.iter().flat_map(|words| words.iter().flat_map(|one| words.iter().map(move |other| (one, other))));
    swaps.into_iter().any(|(one, other)| one != other && a.contains(one) && a.replacen(one, other, 1) == b)
}

/// Whether a 调整 says that an indicator is the other one under a new name.
fn said_renamed(declaration: &Declaration, was: &str, is: &Indicator) -> bool {
    let own = is.extras.iter().flat_map(|extras| &extras.texts);
    let names = |text: &str, name: &str| normal(text).contains(&*normal(name));
    let given = |kind: TextKind| kind == TextKind::Adjustment;
    own.filter(|text| given(text.kind)).any(|text| names(&text.text, was))
        || declaration
            .texts
            .iter()
            .any(|text| given(text.kind) && names(&text.text, was) && names(&text.text, &is.name))
}

fn code(indicator: &Indicator) -> Option<&str> {
    let texts = &indicator.extras.as_ref()?.texts;
    texts.iter().find(|text| text.kind == TextKind::Code).map(|text| text.text.trim())
}

/// The share of letter pairs that two names have in common, in percent (Dice).
fn likeness(a: &str, b: &str) -> usize {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    if total == 0 {
        return 0;
    }
    let mut common = 0;
    for pair in left {
        if let Some(at) = right.iter().position(|other| *other == pair) {
            right.swap_remove(at);
            common += 1;
        }
    }
    common * 200 / total
}

/// What is not matched yet.
struct Open {
    old: BTreeSet<usize>,
    new: BTreeSet<usize>,
    both: Vec<(usize, usize)>,
}

impl Open {
    fn new(old: usize, new: usize) -> Self {
        Open { old: (0..old).collect(), new: (0..new).collect(), both: Vec::new() }
    }

    /// Takes every pair that fits, each side once, in order.
    fn join(&mut self, fits: impl Fn(usize, usize) -> bool) {
        for before in self.old.clone() {
            if let Some(after) = self.new.iter().copied().find(|after| fits(before, *after)) {
                self.take(before, after);
            }
        }
    }

    fn take(&mut self, before: usize, after: usize) {
        if self.old.contains(&before) && self.new.contains(&after) {
            self.old.remove(&before);
            self.new.remove(&after);
            self.both.push((before, after));
        }
    }

    fn done(mut self) -> Pairs {
        self.both.sort_unstable_by_key(|pair| pair.1);
        Pairs { both: self.both, gone: self.old.into_iter().collect(), fresh: self.new.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, likeness, names_alike, scope};

    #[test]
    fn a_narrowing_word_makes_a_part() {
        for (old, new, wanted) in [
            ("发明专利授权量", "专利授权量", Some(Scope::Wider)),
            ("PCT国际专利申请量", "专利申请量", Some(Scope::Wider)),
            ("培训教师人数", "培训骨干教师人数", Some(Scope::Narrower)),
            ("年度专利授权量", "专利授权量", None),
            ("培训人数", "参训人数", None),
            ("重点企业", "重点企业", None),
        ] {
            assert_eq!(scope(old, new), wanted, "{old} {new}");
        }
    }

    #[test]
    fn names_that_differ_in_a_word_are_alike() {
        assert!(likeness("年度专利授权量", "专利授权量") >= 60);
        assert!(likeness("商标申请量", "专利申请量") < 60);
        assert!(likeness("培训人数", "培训人次") >= 60);
    }

    #[test]
    fn another_job_is_no_other_name() {
        for (a, b, wanted) in [
            ("年度专利授权量", "专利授权量", true),
            ("培训人数", "参训培训人数", true),
            ("培训期数", "办班期数", true),
            ("群众满意度", "居民满意度", true),
            ("编印教材册数", "发放教材册数", false),
            ("产品合格率", "产品不合格率", false),
            ("商标申请量", "专利申请量", false),
        ] {
            assert_eq!(names_alike(a, b), wanted, "{a} {b}");
            assert_eq!(names_alike(b, a), wanted, "{b} {a}");
        }
    }
}
