//! L114: no overall goal.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::TextAttr;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L114",
    name: "no-overall-goal",
    title: "没有总体目标",
    level: Level::Off,
    certainty: Certainty::Certain,
    fix: None,
    why: "总体目标用几句话说清这一年要办成什么。指标是从它分解出来的，没有它，指标齐不齐就无从对照。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
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
}",
            finds: &["技能培训"],
        },
    ],
    right: &[
        r#"项目 技能培训 {
    年度 2024
    总体目标 "培训 600 人次，120 人当年就业。"
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
    words: &[],
    basis: "申报表设有总体目标一栏（以财政部门正式文本为准）。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let written = |text: &TextAttr| text.kind == TextKind::Goal && !text.text.trim().is_empty();
    if declaration.indicators.is_empty() || declaration.texts.iter().any(written) {
        return;
    }
    let finding = cx.finding(declaration.place, format!("`{}` 没有写总体目标", declaration.name));
    cx.report(finding.help("用几句话写明这一年要办成什么：`总体目标 \"…\"`"));
}
