//! L106: no indicator of the quality of outputs.

use crate::lint::cx::Cx;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, in_outputs, missing, outputs_are_divided};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L106",
    name: "no-quality-indicator",
    title: "没有质量指标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "数量指标只说做了多少，质量指标说做得合不合格。没有质量指标，走过场和做得好得分一样。",
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
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        质量指标 {
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
            finds: &["质量指标"],
        },
    ],
    right: &[
        "项目 技能培训 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        质量指标 {
            培训合格率 >= 95%
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
    let quality = |noun, name: &str| noun == Noun::CappedRate || name.contains("质量") || name.contains("合格");
    if !outputs_are_divided(cx, declaration) || in_outputs(cx, declaration, quality) {
        return;
    }
    let Some(missing) = missing(cx, declaration, Part::Quality) else { return };
    let message = format!("`{}` 没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("写明合格的标准，例如 `培训合格率 >= 95%`、`竣工验收合格率 = 100%`"));
}
