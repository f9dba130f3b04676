//! L903: a comment that names no rule.

use crate::diag::Safety;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L903",
    name: "unknown-suppressed-rule",
    title: "“忽略”的规则不存在",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "规则的代码或名称写错了，这条“忽略”就什么也忽略不了。编译错误（E 开头）不能忽略，只能改正。",
    wrong: &[Wrong { text: "年度专利授权量 >= 18000 件 # 忽略 vague-targt: 上级文件要求原文", finds: &["vague-targt"] }],
    right: &["营商环境改善情况 定性 \"明显改善\" # 忽略 L203: 上级文件要求原文"],
    words: &[],
    basis: "heng 自己的规定。",
    check: Check::Engine,
};
