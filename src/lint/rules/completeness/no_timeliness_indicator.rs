//! L107: no indicator of when outputs are due.

use crate::lint::cx::Cx;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, in_outputs, missing, outputs_are_divided};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L107",
    name: "no-timeliness-indicator",
    title: "没有时效指标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "时效指标说的是什么时候办完。没有它，拖到下一年才办成也看不出来。",
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
        时效指标 {
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
            finds: &["时效指标"],
        },
    ],
    right: &[
        "项目 技能培训 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        时效指标 {
            培训完成时间 <= 11月30日
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
    if !outputs_are_divided(cx, declaration) || in_outputs(cx, declaration, |noun, _| noun == Noun::Timeliness) {
        return;
    }
    let Some(missing) = missing(cx, declaration, Part::Timeliness) else { return };
    let message = format!("`{}` 没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("写明期限，例如 `培训完成时间 <= 11月30日`，或写 `按时完成率 = 100%`"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    #[test]
    fn a_framework_without_such_a_group_and_a_misplaced_indicator_say_nothing() {
        let rest = "效益指标 {\n社会效益指标 {\n受益居民人数 >= 300 人\n}\n}\n\
                    满意度指标 {\n服务对象满意度指标 {\n居民满意度 >= 90%\n}\n}\n}";
        let misplaced = format!("项目 甲 {{\n年度 2024\n产出指标 {{\n数量指标 {{\n发放及时率 >= 95%\n}}\n}}\n{rest}");
        assert_eq!(found(&RULE, &misplaced), [""; 0]);
        let excused =
            format!("项目 甲 {{\n年度 2024\n产出指标 {{\n数量指标 {{\n演出 >= 9 场\n}}\n时效指标 {{\n工期 不适用 \"常年开展\"\n}}\n}}\n{rest}");
        assert_eq!(found(&RULE, &excused), [""; 0]);
    }
}
