//! L112: an indicator is not assessed, and nobody says why.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L112",
    name: "not-applicable-without-reason",
    title: "“不适用”没有写理由",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "不适用的指标不计分，它的分值会分给别的指标。审核的人要知道为什么不考核，所以理由要写在后面。",
    wrong: &[
        Wrong {
            text: "造林面积 >= 600 亩
生态修复面积 不适用",
            finds: &["不适用"],
        },
        Wrong {
            text: r#"造林面积 >= 600 亩
生态修复面积 不适用 "无""#,
            finds: &["不适用"],
        },
    ],
    right: &[
        r#"造林面积 >= 600 亩
生态修复面积 不适用 "本年没有开工项目""#,
        r#"造林面积 >= 600 亩
生态修复面积 不适用 { 说明 "本年没有开工项目" }"#,
    ],
    words: &[],
    basis: "不考核的指标应当说明原因（绩效目标审核的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::NotApplicable(reason) = line.goal else { return };
    let given = reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty() && !cx.words.is("placeholders", reason));
    if given.is_some() || line.text(TextKind::Note).is_some() {
        return;
    }
    let place = cx.value_place(line);
    let finding = cx.finding(place, format!("`{}` 不适用，没有说明理由", line.name()));
    cx.report(finding.help("在后面写上理由，例如 `不适用 \"本年没有开工项目\"`"));
}
