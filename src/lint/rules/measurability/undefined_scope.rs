//! L210: a count of things of which nobody has said which of them count.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::words::without_brackets;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L210",
    name: "undefined-scope",
    title: "范围不明的计数",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“获奖数量 40 项”里，什么级别的奖、谁得的奖、哪一年的奖都没有写，年底怎么数都行。",
    wrong: &[
        Wrong { text: "获奖数量 >= 40 项", finds: &["获奖"] },
        Wrong { text: "数量 >= 30 个", finds: &["数量"] },
        Wrong { text: "完成相关工作数量 >= 12 项", finds: &["完成相关工作数量"] },
        Wrong { text: "获奖数量 >= 40 项 { 说明 \"略\" }", finds: &["获奖"] },
    ],
    right: &[
        "获奖数量 >= 40 项 {\n    说明 \"区内企业本年获得的中国专利奖、广东专利奖，以公布文件为准\"\n}",
        "省级以上专利奖获奖数量 >= 40 项",
        "规模以上企业数量 >= 40 家",
        "成果转化数量 >= 3 项",
    ],
    words: &["broad"],
    basis: "指标要有明确的内涵和统计口径（指标设置的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

/// What is counted: the name without the word for a number at its end.
fn counted(name: &str) -> &str {
    let endings = ["总数量", "数量", "总数", "项数", "个数", "次数", "人次", "人数", "数"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// Things of which everybody does some: which ones is not said.
const NOTHING: [&str; 11] = [
    "活动", "任务", "工作任务", "完成项目", "完成任务", "相关工作", "完成相关工作", "有关工作", "各项工作", "完成各项工作", "完成工作",
];

/// Verbs before what was won: 获得荣誉 >= 3 项 counts as 荣誉数量 does.
const WON: [&str; 4] = ["获得", "荣获", "取得", "获"];

/// What a name says of the level or the kind, so that it is clear which of them count.
const SCOPES: [&str; 12] =
    ["国家级", "省级", "市级", "区级", "县级", "部级", "省部级", "以上", "国际", "全国", "专利奖", "国家"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let won = || {
        let counted = line.amount().is_some_and(|(_, value)| cx.measure(value.unit).is_count());
        line.noun == Noun::Unknown && counted && WON.iter().any(|verb| line.name().starts_with(verb))
    };
    if !(line.noun.is_count() || won()) || line.is_defined(cx.words) {
        return;
    }
    let name = line.name();
    let what = counted(without_brackets(name));
    if what.is_empty() || NOTHING.contains(&what) {
        let finding = cx.finding(line.name_place(), format!("`{name}` 没有写数的是什么"));
        return cx.report(finding.help("在名称里写明，例如 `新建充电桩数量`"));
    }
    // 成果转化数量 counts transfers; 优秀成果数量 counts what nobody has delimited.
    let Some(word) = cx.words.ends("broad", counted(without_brackets(name))) else { return };
    if SCOPES.iter().any(|scope| name.contains(scope)) {
        return;
    }
    let message = format!("`{name}` 没有写哪些{word}算数");
    let finding = cx.finding(cx.within(line.name_place(), word), message).label("什么级别、谁的、哪一年？");
    cx.report(finding.help(format!("在名称里写明范围，例如 `省级以上{name}`；或者加 `{{ 说明 \"……，以公布文件为准\" }}`")));
}
