//! Reasons (调整): where they are given, and whether they say why.

use std::sync::OnceLock;

use crate::model::Declaration;
use crate::model::declaration::{Indicator, TextAttr};
use crate::model::name::normal;
use crate::syntax::ast::TextKind;

/// Letters that a reason has beside the names of what it is about and words that say nothing.
const SHORTEST: usize = 2;

/// Words that go on behind a name without making another of it.
const BEHIND_A_NAME: [&str; 23] = [
    "因", "由", "不", "已", "改", "取消", "删", "并", "和", "与", "等", "下调", "上调", "调", "的", "为", "从", "在",
    "按", "停", "暂", "没", "未",
];

/// The reason in a declaration's 调整 texts that names something, without that name.
pub(super) fn naming(declaration: &Declaration, name: &str) -> Option<String> {
    let name = normal(name);
    let says = |text: &&str| {
        let text = normal(text);
        let Some((_, behind)) = text.split_once(&*name) else { return false };
        // 带动消费金额增幅 is another indicator than 带动消费金额.
        let another = behind.starts_with(|letter: char| letter.is_alphanumeric())
            && !BEHIND_A_NAME.iter().any(|word| behind.starts_with(word));
        !another && says_why(&text, &[&name])
    };
    let text = given(&declaration.texts).find(says)?;
    let reason = match text.split_once(['：', ':']) {
        Some((subject, reason)) if normal(subject) == name && !reason.trim().is_empty() => reason.trim(),
        Some(_) | None => text,
    };
    Some(reason.to_owned())
}

/// Whether a text says more than the names of what it is about, and more than that something
/// is changed because it has to be.
pub(super) fn says_why(text: &str, names: &[&str]) -> bool {
    let mut text = normal(text).into_owned();
    for name in names.iter().filter(|name| !name.is_empty()) {
        text = text.replace(&*normal(name), " ");
    }
    let mut left = 0;
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        let empty = empty_words().iter().find(|word| rest.starts_with(**word));
        left += usize::from(empty.is_none() && letter.is_alphanumeric());
        rest = rest.get(empty.map_or(letter.len_utf8(), |word| word.len())..).unwrap_or_default();
    }
    left >= SHORTEST
}

/// The words that say nothing, the longest first.
fn empty_words() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = include_str!("empty-reasons.txt").lines().map(str::trim);
        let mut words: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    })
}

/// A text without blanks and marks.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The text on an indicator.
pub(super) fn own(indicator: &Indicator) -> Option<&str> {
    given(&indicator.extras.as_ref()?.texts).next()
}

/// The 调整 among some texts.
pub(super) fn given(texts: &[TextAttr]) -> impl Iterator<Item = &str> {
    let given = texts.iter().filter(|text| text.kind == TextKind::Adjustment);
    given.map(|text| text.text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_why() {
        for text in [
            "人手不足",
            "停办",
            "外部环境变化",
            "汛期提前",
            "财政压减资金",
            "两处塌方路段改到下年",
            "并入县级项目",
            "走访企业因迁出两家取消",
            "上级下达任务数调减",
            "疫情影响",
            "合同终止",
        ] {
            assert!(says_why(text, &["走访企业"]), "{text}");
        }
        for text in [
            "",
            "无",
            "略",
            "-",
            "——",
            "调整",
            "走访企业调整",
            "走访企业：",
            "工作需要",
            "根据工作需要进行调整",
            "见附件",
            "详见附件2",
            "因实际情况变化",
            "按上级要求调整指标值",
            "原名编印教材",
            "客观原因",
            "年中调整",
        ] {
            assert!(!says_why(text, &["走访企业", "编印教材"]), "{text}");
        }
    }
}
