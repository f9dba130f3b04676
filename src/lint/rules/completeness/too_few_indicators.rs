//! L108: fewer indicators than groups that need one.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::syntax::ast::DeclarationKind;

pub const RULE: Rule = Rule {
    code: "L108",
    name: "too-few-indicators",
    title: "三级指标太少",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "一两条指标撑不起一个项目：一条没有完成就丢掉一大半分，其余的事做没做也看不出来。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    产出指标 80 分 {
        数量指标 {
            培训人次 >= 600 人次
        }
    }
    满意度指标 10 分 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}",
            finds: &["技能培训"],
        },
    ],
    right: &[
        "项目 技能培训 {
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

/// Output, benefit and satisfaction take one each.
const FEWEST: usize = 3;

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let count = declaration.indicators.len();
    // A department may do nothing but hold its projects.
    if count >= FEWEST || (count == 0 && declaration.kind == DeclarationKind::Department) {
        return;
    }
    let message = match count {
        0 => format!("`{}` 没有一条三级指标", declaration.name),
        _ => format!("`{}` 只有 {count} 条三级指标，至少要 {FEWEST} 条", declaration.name),
    };
    let finding = cx.finding(declaration.place, message);
    cx.report(finding.help("产出、效益、满意度各写上主要的几条"));
}
