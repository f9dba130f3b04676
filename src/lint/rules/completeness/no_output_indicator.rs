//! L101: no indicator of outputs.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, missing};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L101",
    name: "no-output-indicator",
    title: "没有产出指标",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "产出指标说的是这笔钱办了哪些事、办到什么程度。没有它，年底就说不清钱花在了哪里，得分也只剩下效益和满意度。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    效益指标 80 分 {
        社会效益指标 {
            受训居民就业人数 >= 120 人
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

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(missing) = missing(cx, declaration, Part::Output) else { return };
    let message = format!("`{}` 没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("写明办了多少事，例如在 `产出指标` 的 `数量指标` 里写 `培训人次 >= 600 人次`"));
}
