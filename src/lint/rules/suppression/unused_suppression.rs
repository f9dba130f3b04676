//! L901: a comment that suppresses nothing.

use crate::diag::Safety;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L901",
    name: "unused-suppression",
    title: "忽略的问题并不存在",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: Some(Safety::Safe),
    why: "指标改好以后，原来的“忽略”注释就没有用了。留着它，以后同一处再出问题时不会有人看到。",
    wrong: &[Wrong { text: "年度专利授权量 >= 18000 件 # 忽略 L203: 上级文件要求原文", finds: &["L203"] }],
    right: &["年度专利授权量 >= 18000 件", "营商环境改善情况 定性 \"明显改善\" # 忽略 L203: 上级文件要求原文"],
    words: &[],
    basis: "heng 自己的规定：每条“忽略”都要有它忽略的问题。",
    check: Check::Engine,
};
