//! L705: every indicator has full marks.

use crate::lint::cx::{Cx, Filled};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L705",
    name: "all-full-marks",
    title: "所有指标都是满分",
    level: Level::Off,
    certainty: Certainty::Possible,
    fix: None,
    why: "五个以上的指标全部满分，目标可能定得太低。默认关闭，“财政审核”预设里作为提示，供复核时参考。",
    wrong: &[Wrong {
        text: "甲类宣传次数 >= 10 次\n乙类宣传次数 >= 20 次\n宣传册印刷数量 >= 4000 册\n\n\
               实际 示例 2024 {\n    甲类宣传次数 = 11 次\n    乙类宣传次数 = 22 次\n    宣传册印刷数量 = 4100 册\n    \
               受益居民人数 = 310 人\n    受益居民满意度 = 92%\n}",
        finds: &["示例"],
    }],
    right: &["甲类宣传次数 >= 10 次\n乙类宣传次数 >= 20 次\n宣传册印刷数量 >= 4000 册\n\n\
              实际 示例 2024 {\n    甲类宣传次数 = 9 次, 原因 \"一次改为线上\"\n    乙类宣传次数 = 22 次\n    \
              宣传册印刷数量 = 4100 册\n    受益居民人数 = 310 人\n    受益居民满意度 = 92%\n}"],
    words: &[],
    basis: "复核时的参考线索，没有文件规定。",
    check: Check::Scored(check),
};

/// With fewer indicators full marks are nothing special.
const LEAST: usize = 5;

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    let scored = || filled.lines().filter(|(line, ..)| !line.weight.is_zero());
    let full = scored().all(|(line, _, score)| score.rounded.decided() == Some(&line.weight));
    let count = scored().count();
    if !full || count < LEAST {
        return;
    }
    let message = format!("{count} 个指标全部满分");
    cx.report(cx.finding(filled.place, message).help("看一看目标是不是定低了"));
}
