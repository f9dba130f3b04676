//! L404: 覆盖率 among the satisfactions.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L404",
    name: "not-satisfaction-under-satisfaction",
    title: "满意度指标里不是满意度",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "满意度指标考核服务对象满不满意，要由他们来评。把合格率、人数放在这里，等于没有考核满意度。",
    wrong: &[Wrong {
        text: "满意度指标 {\n    服务对象满意度指标 {\n        政策覆盖率 >= 90%\n        受益群众人数 >= 300 人\n    }\n}",
        finds: &["政策覆盖率", "受益群众人数"],
    },
    Wrong {
        text: "满意度指标 {\n    服务对象满意度指标 {\n        投诉处理率 = 100%\n    }\n}",
        finds: &["投诉处理率"],
    }],
    right: &[
        "满意度指标 {\n    服务对象满意度指标 {\n        群众满意度 >= 90%\n        群众投诉次数 <= 3 次\n        群众认可度 >= 90%\n        居民认同度 >= 90%\n        政务差评整改率 = 100%\n        师生评价 定性 \"普遍满意\"\n    }\n}",
    ],
    words: &["satisfaction"],
    basis: "满意度指标反映服务对象的认可程度（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Words of what people think of a service.
const OPINION: &[&str] =
    &["满意", "好评", "差评", "认可", "认同", "评价", "评议", "测评", "投诉", "信访", "反馈", "幸福", "获得感", "安全感", "意见", "回头", "复购", "续约", "推荐", "信任", "支持"];

/// How many complaints were dealt with is work that was done; how many bad reviews were made up
/// for, beside what people say, may tell what they think.
fn is_handling(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let handled = line.ends(&["处理率", "办结率", "整改率", "回复率", "回访率", "处置率", "答复率", "受理率"]);
    let asked = || {
        line.declaration.indicators.iter().any(|other| {
            cx.words.noun(&other.name) == Noun::Satisfaction || other.name.contains("满意") || other.name.contains("评价")
        })
    };
    handled && (line.says(&["投诉", "信访", "举报"]) || !asked())
}

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if matches!(line.noun, Noun::Satisfaction | Noun::Harm | Noun::Unknown | Noun::Index) {
        return;
    }
    if of(line) != Some(Group::Satisfaction) {
        return;
    }
    if line.says(OPINION) && !is_handling(cx, line) {
        return;
    }
    match line.goal {
        Goal::NotApplicable(_) => return,
        Goal::Qualitative(text) if OPINION.iter().any(|word| text.contains(word)) => return,
        _ => {}
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 不是满意度，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "只放满意度的一类");
    cx.report(finding.help("移到产出或效益指标；这里写服务对象的满意度，如 `群众满意度 >= 90%`"));
}
