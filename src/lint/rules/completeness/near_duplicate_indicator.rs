//! L113: the same indicator under two names.

use crate::lint::cx::Cx;
use crate::lint::words::without_brackets;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::value::Goal;
use crate::source::half_width;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

pub const RULE: Rule = Rule {
    code: "L113",
    name: "near-duplicate-indicator",
    title: "两条指标是同一条",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "名称只差“年度”“数量”或标点的两条指标，考核的是同一件事：重复计分；指标值不同时，年底不知道以哪一条为准。",
    wrong: &[
        Wrong {
            text: "培训人次 >= 600 人次
年度培训人次 >= 600 人次",
            finds: &["年度培训人次"],
        },
        Wrong {
            text: "培训人数 >= 600 人
参加培训人数 >= 600 人",
            finds: &["参加培训人数"],
        },
        Wrong {
            text: "获奖数量 >= 40 项
获奖数 >= 20 项",
            finds: &["获奖数"],
        },
        Wrong {
            text: "维持时间 >= 1 年
项目维持时间 >= 2 年",
            finds: &["项目维持时间"],
        },
    ],
    right: &[
        "培训人次 >= 600 人次
培训期数 >= 12 期",
        r#""雨水管（DN300）长度" >= 2 公里
"雨水管（DN600）长度" >= 3 公里"#,
        "新增床位数量 >= 40 张
年末床位数量 >= 400 张",
    ],
    words: &[],
    basis: "绩效指标应当互不重复（绩效目标审核的通行要求，以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    let mut orders: FxHashMap<Vec<char>, usize> = FxHashMap::default();
    for (at, indicator) in declaration.indicators.iter().enumerate() {
        let mut hasher = FxHasher::default();
        let mut length = 0;
        for letter in letters(&indicator.name) {
            letter.hash(&mut hasher);
            length += 1;
        }
        // What is left of a name of one character says nothing.
        if length < 2 {
            continue;
        }
        let key = sorted(&indicator.name);
        let same = seen.insert(hasher.finish(), at).and_then(|first| declaration.indicators.get(first));
        let same = same.filter(|first| letters(&first.name).eq(letters(&indicator.name)));
        let turned = || key.as_ref().and_then(|key| orders.get(key)).and_then(|first| declaration.indicators.get(*first));
        let found = same.or_else(|| turned().filter(|first| same_kind(cx, first, indicator)));
        if let Some(key) = key {
            orders.entry(key).or_insert(at);
        }
        let Some(first) = found else { continue };
        let place = declaration.at(indicator.name_span);
        let same = first.name == indicator.name;
        let message = if same && first.goal == indicator.goal && first.group != indicator.group {
            let group = |at: u32| declaration.groups.get(at as usize).map_or("", |group| &*group.name);
            let (own, other) = (group(indicator.group), group(first.group));
            format!("`{}` 在 `{other}` 里已经写了一次，`{own}` 里又写了一次", indicator.name)
        } else if first.goal == indicator.goal {
            format!("`{}` 和 `{}` 是同一条指标，重复了", indicator.name, first.name)
        } else if same {
            format!("`{}` 写了两次，指标值不同", indicator.name)
        } else {
            format!("`{}` 和 `{}` 像是同一条指标，指标值不同", indicator.name, first.name)
        };
        let finding = cx.finding(place, message).related(declaration.at(first.name_span), "先写的一条");
        cx.report(finding.help("留下一条；确实不是一回事，就在名称里写出差别"));
    }
}

/// Fewer letters may well stand in another order and mean something else.
const LEAST_TURNED: usize = 4;

/// Words that two names of the same thing may differ in, with what stands for them.
const SPARE: [(&str, &str); 8] = [
    ("公里数", "长度"),
    ("里程", "长度"),
    ("工程", ""),
    ("项目", ""),
    ("竣工", ""),
    ("完成", ""),
    ("总", ""),
    ("的", ""),
];

/// The letters of a name in whatever order they stand: 渠道维修里程 is 维修渠道总长度.
fn sorted(name: &str) -> Option<Vec<char>> {
    let name = SPARE.iter().fold(without_brackets(name).to_owned(), |name, (word, other)| name.replace(word, other));
    let mut key: Vec<char> = letters(&name).collect();
    // Numbers and letters tell sizes and models apart: 7岁以下, DN300.
    if key.len() < LEAST_TURNED || key.iter().any(char::is_ascii_alphanumeric) {
        return None;
    }
    key.sort_unstable();
    Some(key)
}

/// Whether two targets are amounts of the same dimension.
fn same_kind(cx: &Cx<'_>, one: &Indicator, other: &Indicator) -> bool {
    let unit = |goal: &Option<Goal>| match goal {
        Some(Goal::Quantity { value, .. }) => Some(value.unit),
        _ => None,
    };
    let (Some(one), Some(other)) = (unit(&one.goal), unit(&other.goal)) else { return false };
    cx.unit(one).dimension == cx.unit(other).dimension
}

/// The characters of a name that tell it from another one.
fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    let name = name.trim_matches(|letter: char| !letter.is_alphanumeric() && !"）)%％".contains(letter));
    let name = ["本项目", "项目", "本年度", "年度", "本年", "全年", "当年", "参加", "参训"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let name = name.strip_suffix("数量").or_else(|| name.strip_suffix('数')).unwrap_or(name);
    name.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '%' | '％')).map(half_width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    #[test]
    fn names_that_differ_in_more_are_different() {
        for (pair, count) in [
            (["\"培训、宣传次数\" >= 6 次", "培训宣传次数 >= 6 次"], 1),
            (["项目完成时间 <= 2024-06-30", "完成时间 <= 2024-12-31"], 1),
            (["培训人次 >= 600 人次", "培训人数 >= 500 人"], 0),
            (["设备数量 >= 6 台", "设备合格率 >= 95%"], 0),
            (["项目数量 >= 6 个", "年度数量 >= 6 个"], 0),
            (["维修渠道长度 >= 24 公里", "渠道维修里程 >= 24 公里"], 1),
            (["维修渠道长度 >= 24 公里", "\"完成维修渠道总长度（公里）\" >= 30 公里"], 1),
            (["工程验收合格率 = 100%", "项目竣工验收合格率 >= 95%"], 1),
            (["入库道路长度 >= 6 公里", "出库道路长度 >= 6 公里"], 0),
            (["男女教师人数 >= 6 人", "教师男女比例 >= 40%"], 0),
            (["A区面积 >= 6 亩", "B区面积 >= 6 亩"], 0),
            (["\"7岁以下儿童管理率\" >= 85%", "\"3岁以下儿童管理率\" >= 85%"], 0),
        ] {
            assert_eq!(found(&RULE, &pair.join("\n")).len(), count, "{pair:?}");
        }
    }
}
