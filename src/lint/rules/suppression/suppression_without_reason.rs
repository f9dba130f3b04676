//! L902: a comment that suppresses without saying why.

use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L902",
    name: "suppression-without-reason",
    title: "“忽略”没有写理由",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "审核的人要知道为什么可以不改。没有理由的“忽略”不起作用，问题照常报告。",
    wrong: &[Wrong {
        text: "营商环境改善情况 定性 \"明显改善\" # 忽略 L203",
        finds: &["# 忽略 L203"],
    }],
    right: &["营商环境改善情况 定性 \"明显改善\" # 忽略 L203: 上级文件要求原文"],
    words: &[],
    basis: "heng 自己的规定：忽略一个问题要说明理由。",
    check: Check::Engine,
};
