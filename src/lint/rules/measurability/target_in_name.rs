//! L207: a name that holds its own target.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::words::without_brackets;
use crate::model::value::{Goal, Quantity};

pub const RULE: Rule = Rule {
    code: "L207",
    name: "target-in-name",
    title: "目标数写进了指标名称",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "目标数写在名称里，改一次目标就要改名称，跨年也比不了；名称里的数和指标值还可能不一样。",
    wrong: &[
        Wrong { text: "村组干部230人 >= 230 人", finds: &["230人"] },
        Wrong { text: "寨山石坪村新建水泥路1条 >= 2 公里", finds: &["1条"] },
        Wrong { text: "举办3场招聘会 >= 3 场\n培训20名骨干教师 >= 20 名", finds: &["3场", "20名"] },
        Wrong { text: "带动300名群众就业 >= 300 人\n举办培训班3期以上 = 是", finds: &["300名", "3期以上"] },
        Wrong { text: "2022年底之前 <= 2022-12-31", finds: &["2022年底之前"] },
    ],
    right: &["村组干部人数 >= 230 人", "12345热线接通率 >= 98%", "7岁以下儿童健康管理率 >= 85%"],
    words: &[],
    basis: "指标名称和指标值是申报表的两栏，分开填写（申报表样式）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let name = without_brackets(line.name());
    let found = match line.goal {
        Goal::Quantity { value, .. } => amount_at_end(cx, name).or_else(|| same_amount(cx, name, *value)),
        Goal::Range { .. } => amount_at_end(cx, name),
        Goal::Date { .. } => is_only_a_date(name).then_some(name),
        Goal::YesNo(true) => bounded_at_end(cx, name),
        _ => None,
    };
    let Some(found) = found else { return };
    let message = format!("指标名称 `{}` 里写着目标 `{found}`", line.name());
    let finding = cx.finding(cx.within(line.name_place(), found), message).related(cx.value_place(line), "指标值在这里");
    cx.report(finding.help("名称只写数的是什么，例如“……人数”“……完成时间”；数写在指标值里"));
}

/// The number with a declared unit that a name ends with.
fn amount_at_end<'n>(cx: &Cx<'_>, name: &'n str) -> Option<&'n str> {
    let unit_start = name.char_indices().rev().find(|(_, letter)| letter.is_ascii_digit())?.0 + 1;
    let unit = name.get(unit_start..)?;
    // A unit is short; 12345热线 is no amount, and neither is a year.
    if unit.is_empty() || unit.chars().count() > 3 || unit.starts_with('年') || !cx.model.units.can_read(unit) {
        return None;
    }
    let head = name.get(..unit_start)?;
    let start = head.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',').len();
    (start > 0).then(|| name.get(start..)).flatten()
}

/// The very number and unit of the target anywhere in a name: `3场` of 举办3场招聘会 >= 3 场.
fn same_amount<'n>(cx: &Cx<'_>, name: &'n str, value: Quantity) -> Option<&'n str> {
    let unit = &cx.unit(value.unit).text;
    let start = name.find(|letter: char| letter.is_ascii_digit())?;
    let rest = name.get(start..)?;
    let digits = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))?;
    let number: rust_decimal::Decimal = rest.get(..digits)?.parse().ok()?;
    let behind = rest.get(digits..)?;
    if start == 0 || unit.is_empty() || number != value.number {
        return None;
    }
    if behind.starts_with(&**unit) {
        return rest.get(..digits + unit.len());
    }
    // 300名 in the name is 300 人 in the target.
    let people = PEOPLE.into_iter().find(|word| behind.starts_with(*word))?;
    PEOPLE.contains(&&**unit).then(|| rest.get(..digits + people.len())).flatten()
}

/// Words that people are counted with.
const PEOPLE: [&str; 3] = ["人", "名", "位"];

/// `3期以上` at the end of the name of what is done or not: the target is in the name.
fn bounded_at_end<'n>(cx: &Cx<'_>, name: &'n str) -> Option<&'n str> {
    let bound = ["及以上", "以上", "以内", "以下", "左右"].into_iter().find(|bound| name.ends_with(bound))?;
    let head = name.strip_suffix(bound)?;
    let amount = amount_at_end(cx, head)?;
    let start = head.len() - amount.len();
    // 第3期以上 is no amount, and 省级以上 has no number.
    (!head.get(..start)?.ends_with('第')).then(|| name.get(start..)).flatten()
}

/// `2022年底之前`: a date and nothing that is done by it.
fn is_only_a_date(name: &str) -> bool {
    let mut rest = name;
    let words = ["之前", "以前", "前", "内", "完成", "年度", "年", "底", "末"];
    while let Some(shorter) = words.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    rest != name && digits >= 4 && rest.chars().all(|letter| letter.is_ascii_digit() || "年月日-.".contains(letter))
}
