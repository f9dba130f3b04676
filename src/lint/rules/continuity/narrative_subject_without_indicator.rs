//! L609: a text wants something to grow that no indicator counts.

use crate::lint::cx::Cx;
use crate::lint::narrative;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{texts, word};
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::source::{Place, Span};
use crate::syntax::ast::TextKind;
use std::ops::Range;

pub const RULE: Rule = Rule {
    code: "L609",
    name: "narrative-subject-without-indicator",
    title: "叙述要求增减的事没有对应的指标",
    level: Level::Note,
    certainty: Certainty::Possible,
    fix: None,
    why: "目标里说某个量要增加或减少，指标表里没有这一行，或只有其中一部分，年底无从判断是不是增减了。",
    wrong: &[
        Wrong {
            text: r#"项目 专利资助 {
    年度 2024
    总体目标 "专利申请量和授权量随之增加。"
    产出指标 {
        数量指标 {
            PCT国际专利申请量 >= 800 件
        }
    }
    效益指标 {
        经济效益指标 {
            知识产权质押融资金额 >= 80 亿元
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            企业满意度 >= 90%
        }
    }
}"#,
            finds: &["专利申请量"],
        },
    ],
    right: &[
        r#"项目 专利资助 {
    年度 2024
    总体目标 "专利申请量随之增加。"
    产出指标 {
        数量指标 {
            专利申请量 >= 800 件
        }
    }
    效益指标 {
        经济效益指标 {
            知识产权质押融资金额 >= 80 亿元
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            企业满意度 >= 90%
        }
    }
}"#,
        r#"项目 技能培训 {
    年度 2024
    总体目标 "学员满意度不断提高。"
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
    }
    效益指标 {
        社会效益指标 {
            受训居民就业人数 >= 120 人
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}"#,
    ],
    words: &["lead-ins", "growth", "narrowing"],
    basis: "总体目标、年度任务应当与绩效指标一致（绩效目标审核的通行要求，以财政部门正式文本为准）。",
    check: Check::Whole(check),
};

/// The endings of what can be counted and grow.
const ENDINGS: [&str; 7] = ["申请量", "授权量", "注册量", "拥有量", "产量", "接待量", "交易额"];

/// Longer words before an ending are a phrase, not a name.
const LONGEST: usize = 12;

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if declaration.indicators.is_empty() {
        return;
    }
    let mut said: Vec<String> = Vec::new();
    for (kind, place, task) in texts(declaration).filter(|(kind, ..)| *kind != TextKind::Content) {
        let mut start = 0;
        for clause in cx.slice(place).split_inclusive(['，', ',', '。', '；', ';', '：', '“', '”', '"']) {
            let from = start;
            start += clause.len();
            if cx.words.find("growth", clause).is_none() {
                continue;
            }
            let Some((range, subject)) = subject(cx, clause) else { continue };
            let name = narrative::core(subject);
            if said.contains(&name) {
                continue;
            }
            let Some(narrower) = unanswered(cx, declaration, &name) else { continue };
            let at = Place { file: place.file, span: Span::new(
                place.span.start as usize + from + range.start,
                place.span.start as usize + from + range.end,
            ) };
            let shown = narrower.map(|indicator| format!("，`{}` 只是其中一部分", indicator.name)).unwrap_or_default();
            let message = format!("{}说 `{subject}` 要有增减，没有这一条指标{shown}", word(kind, task));
            cx.report(cx.finding(at, message).help(format!("加上一条，例如 `{subject} >= 上年`，或改用指标表里的名称")));
            said.push(name);
        }
    }
}

/// What a clause says is to grow, with its place in the clause.
fn subject<'t>(cx: &Cx<'_>, clause: &'t str) -> Option<(Range<usize>, &'t str)> {
    let (at, ending) = ENDINGS.iter().filter_map(|ending| Some((clause.find(ending)?, ending))).min()?;
    let end = at + ending.len();
    let mut start = clause.get(..at)?.rfind(['、', '和', '与', '及', '（', '(']).unwrap_or(0);
    let mut rest = clause.get(start..end)?.trim_start_matches(|letter: char| letter.is_whitespace() || "、和与及（(".contains(letter));
    while let Some(word) = cx.words.starts("lead-ins", rest).or_else(|| cx.words.starts("growth", rest)) {
        rest = rest.strip_prefix(word)?.trim_start();
    }
    start = end - rest.len();
    let long = rest.chars().count();
    // `申请量` alone takes its noun from the words before.
    (long <= LONGEST && rest.len() >= ending.len() + 2 * '专'.len_utf8()).then_some((start..end, rest))
}

/// None when an indicator is about it; else the one that is about a part of it, if any.
fn unanswered<'d>(cx: &Cx<'_>, declaration: &'d Declaration, name: &str) -> Option<Option<&'d Indicator>> {
    let mut narrower = None;
    for indicator in &declaration.indicators {
        let core = narrative::core(&indicator.name);
        match core.strip_suffix(name) {
            Some(before) if cx.words.find("narrowing", before).is_some() => narrower = Some(indicator),
            Some(_) => return None,
            None => {
                let mut letters = core.chars();
                if name.chars().all(|letter| letters.any(|other| other == letter)) {
                    return None;
                }
            }
        }
    }
    Some(narrower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn project(goal: &str) -> String {
        format!(
            "项目 甲 {{\n年度 2024\n总体目标 \"{goal}\"\n产出指标 {{\n数量指标 {{\n\
             PCT国际专利申请量 >= 800 件\n年度专利授权量 >= 900 件\n\n}}\n}}\n\
             效益指标 {{\n社会效益指标 {{\n全县粮食产量 >= 300 吨\n}}\n}}\n\
             满意度指标 {{\n服务对象满意度指标 {{\n群众满意度 >= 90%\n}}\n}}\n}}"
        )
    }

    #[test]
    fn only_what_no_indicator_counts_is_found() {
        for (goal, wanted) in [
            ("专利的申请量、授权量上升。", &["专利的申请量"][..]),
            ("专利授权量大幅增长，粮食产量稳步提高。", &[]),
            ("商标注册量增加，商标注册量再增加。", &["商标注册量"]),
            ("专利申请与授权等各项数据要有突破。", &[]),
            ("专利申请量位居全市前列。", &[]),
            ("群众满意度不断提高。", &[]),
        ] {
            assert_eq!(found(&RULE, &project(goal)), wanted, "{goal}");
        }
    }
}
