//! L102: no indicator of benefits.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, missing};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L102",
    name: "no-benefit-indicator",
    title: "没有效益指标",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "效益指标说的是办完事以后带来了什么变化。只有产出，看得出做了，看不出有没有用。",
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
    }
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}",
            finds: &["效益指标"],
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
    ],
    words: &[],
    basis: "项目支出绩效目标通行的指标体系（产出、效益、满意度等一级指标及其下的二级指标），以财政部门正式文本为准。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(missing) = missing(cx, declaration, Part::Benefit) else { return };
    let message = format!("`{}` 没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("写明带来的变化，例如在 `效益指标` 的 `社会效益指标` 里写 `受训居民就业人数 >= 120 人`"));
}
