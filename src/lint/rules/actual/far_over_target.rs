//! L703: an attainment of several times the target.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Filled};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Verdict;

pub const RULE: Rule = Rule {
    code: "L703",
    name: "far-over-target",
    title: "实际值是目标的几倍",
    level: Level::Note,
    certainty: Certainty::Likely,
    fix: None,
    why: "实际值达到目标的三倍以上，不是目标定得太低，就是单位填错了（元和万元、人和人次）。",
    wrong: &[Wrong {
        text: "培训人数 >= 100 人\n\n实际 示例 2024 {\n    培训人数 = 2500 人, 原因 \"扩大了范围\"\n}",
        finds: &["2500 人"],
    }],
    right: &["培训人数 >= 100 人\n\n实际 示例 2024 {\n    培训人数 = 130 人, 原因 \"扩大了范围\"\n}"],
    words: &[],
    basis: "已公布的自评表中，超额到几倍的行多是目标偏低或单位有误（heng 的统计，三倍是 heng 定的界限）。",
    check: Check::Scored(check),
};

/// From how many times the target on.
const TIMES: i64 = 3;

fn check(cx: &mut Cx<'_>, filled: &Filled<'_>) {
    for (line, actual, score) in filled.lines() {
        let Some(rate) = score.attainment.as_ref().filter(|rate| **rate >= Exact::int(TIMES.into())) else { continue };
        if score.verdict != Verdict::Met {
            continue;
        }
        let message = format!("`{}` 的实际值是目标的 {}", line.name, cx.percent(rate));
        let finding = cx.finding(filled.actual_place(actual), message).related(line.place, "指标在这里");
        cx.report(finding.help("核对单位；没有填错的话，明年把目标定得切合实际"));
    }
}
