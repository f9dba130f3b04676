//! L105: people are served and not asked.

use crate::lint::cx::Cx;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, missing, named};
use crate::model::Declaration;
use crate::syntax::ast::DeclarationKind;

pub const RULE: Rule = Rule {
    code: "L105",
    name: "no-satisfaction-indicator",
    title: "没有满意度指标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "为群众、企业办事的项目，办得好不好要问他们。没有满意度指标，服务对象的评价就不进得分。没有明确的服务对象时，可以在满意度指标里写一条 `不适用` 并说明理由。",
    wrong: &[
        Wrong {
            text: "部门 技能培训中心 {
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
}",
            finds: &["技能培训中心"],
        },
    ],
    right: &[
        "部门 技能培训中心 {
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
        "项目 机房设备更新 {
    年度 2024
    框架 财政部2021
    产出指标 {
        数量指标 {
            更新服务器 >= 12 台
        }
    }
    效益指标 {
        社会效益指标 {
            业务系统中断次数 <= 2 次
        }
    }
}",
    ],
    words: &["service"],
    basis: "项目支出绩效目标通行的指标体系（产出、效益、满意度等一级指标及其下的二级指标），以财政部门正式文本为准。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if !serves(cx, declaration) || named(cx, declaration, |noun, _| noun == Noun::Satisfaction) {
        return;
    }
    let Some(missing) = missing(cx, declaration, Part::Satisfaction) else { return };
    let message = format!("`{}` 没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("写明问谁，例如在 `服务对象满意度指标` 里写 `参训居民满意度 >= 90%`"));
}

/// Whether somebody is served: departments always serve, projects when their names or those
/// of their indicators say so.
fn serves(cx: &Cx<'_>, declaration: &Declaration) -> bool {
    let served = |name: &str| cx.words.find("service", name).is_some();
    declaration.kind == DeclarationKind::Department
        || served(&declaration.name)
        || declaration.indicators.iter().any(|indicator| served(&indicator.name))
}
