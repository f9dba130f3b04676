//! L333: work that ends before it begins.

use jiff::civil::Date;

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::words::without_brackets;
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L333",
    name: "dates-out-of-order",
    title: "几个日期的先后颠倒了",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "同一项工程先开工、再完工、后验收。要求完工的日期早于要求开工的日期，两处必有一处写错。",
    wrong: &[
        Wrong {
            text: "年度 2025\n产出指标 {\n    时效指标 {\n        开工时间 <= 2025-11-30\n        竣工时间 <= 2025-06-30\n    }\n}",
            finds: &["竣工时间"],
        },
        Wrong {
            text: "年度 2025\n产出指标 {\n    时效指标 {\n        泵站完工时间 <= 2025-11-30\n        泵站验收时间 <= 2025-10-31\n    }\n}",
            finds: &["泵站验收时间"],
        },
        Wrong {
            text: "年度 2025\n产出指标 {\n    时效指标 {\n        项目开始时间 <= 2025-10-01\n        项目完成时间 <= 2025-06-30\n    }\n}",
            finds: &["项目完成时间"],
        },
    ],
    right: &[
        "年度 2025\n产出指标 {\n    时效指标 {\n        项目完成时间 <= 2025-12-31\n        项目验收时间 <= 2025-10-31\n    }\n}",
        "年度 2025\n产出指标 {\n    时效指标 {\n        报名开始时间 <= 2025-10-01\n        教材编印完成时间 <= 2025-06-30\n    }\n}",
        "年度 2025\n产出指标 {\n    时效指标 {\n        开工时间 <= 2025-03-31\n        竣工时间 <= 2025-10-31\n        竣工验收时间 <= 2025-11-30\n    }\n}",
        "年度 2025\n产出指标 {\n    时效指标 {\n        二期开工时间 <= 2025-11-30\n        一期竣工时间 <= 2025-06-30\n    }\n}",
    ],
    words: &[],
    basis: "工程建设的程序：开工、完工、验收、交付使用依次进行（通行要求，以正式文本为准）。",
    check: Check::Declaration(check),
};

/// The stages of a piece of work in their order, each by its words; longer words first.
const STAGES: [&[&str]; 4] =
    [&["开工", "动工", "启动", "开始"], &["竣工验收", "完工验收"], &["验收"], &["交付使用", "投入使用", "投用"]];

/// The end of the work itself, which comes after 开工 and before 验收.
const DONE: [&str; 3] = ["完工", "竣工", "建成"];

/// The end of work in words that may take in its papers and its accounts: after 开工, but not
/// certainly before 验收.
const OVER: [&str; 2] = ["完成", "结束"];

/// Words of a name that only say that it is about a day.
const DAY: [&str; 4] = ["时间", "日期", "时限", "期限"];

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let dated = |indicator: &Indicator| matches!(indicator.goal, Some(Goal::Date { .. }));
    if declaration.indicators.iter().filter(|indicator| dated(indicator)).count() < 2 {
        return;
    }
    let stages: Vec<(&Indicator, Date, &str, usize)> = declaration
        .indicators
        .iter()
        .filter_map(|indicator| {
            let Some(Goal::Date { date, .. }) = indicator.goal else { return None };
            let (of, stage) = stage(&indicator.name)?;
            Some((indicator, date, of, stage))
        })
        .collect();
    for (later, end, of, stage) in &stages {
        let before = stages.iter().find(|(indicator, start, other, earlier)| {
            other == of && earlier < stage && start > end && !OVER.iter().any(|word| day_of(&indicator.name).ends_with(word))
        });
        let Some((earlier, start, ..)) = before else { continue };
        let message = format!("`{}` 是 {end}，早于 `{}` 的 {start}", later.name, earlier.name);
        let finding = cx.finding(declaration.at(later.name_span), message);
        let finding = finding.related(declaration.at(earlier.name_span), "在它之后");
        cx.report(finding.help("核对两个日期"));
    }
}

/// What is to be done by a day.
fn day_of(name: &str) -> &str {
    let name = without_brackets(name);
    DAY.iter().find_map(|day| name.strip_suffix(day)).unwrap_or(name)
}

/// Of what a name says which stage: 泵站完工时间 is the second stage of 泵站.
fn stage(name: &str) -> Option<(&str, usize)> {
    let name = day_of(name);
    let found = STAGES.iter().enumerate().find_map(|(at, words)| {
        let of = words.iter().find_map(|word| name.strip_suffix(word))?;
        // What stands before 完工 is the first stage, the others come after it.
        Some((of, if at == 0 { 0 } else { at + 1 }))
    });
    let (of, stage) = found.or_else(|| Some((DONE.iter().chain(&OVER).find_map(|word| name.strip_suffix(word))?, 1)))?;
    let of = ["工程", "项目"].iter().find_map(|word| of.strip_suffix(word)).unwrap_or(of);
    Some((of, stage))
}
