//! L104: a project that builds, repairs or buys has no indicator of costs.

use crate::lint::cx::Cx;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, construction, missing, named};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L104",
    name: "no-cost-indicator-for-construction",
    title: "建设、修缮、采购类项目没有成本指标",
    level: Level::Error,
    certainty: Certainty::Likely,
    fix: None,
    why: "建设、修缮、购置项目花的是成笔的钱，造价、单价是绩效目标里必须交代的一条：没有成本指标，超概算、高价购置都不会在绩效上反映出来。",
    wrong: &[
        Wrong {
            text: "项目 校舍维修改造 {
    年度 2024
    产出指标 {
        数量指标 {
            维修面积 >= 5,200 平方米
        }
    }
    效益指标 {
        社会效益指标 {
            受益学生人数 >= 1,800 人
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            师生满意度 >= 90%
        }
    }
}",
            finds: &["校舍维修改造"],
        },
    ],
    right: &[
        "项目 校舍维修改造 {
    年度 2024
    产出指标 {
        数量指标 {
            维修面积 >= 5,200 平方米
        }
        成本指标 {
            维修总成本 <= 286 万元
        }
    }
    效益指标 {
        社会效益指标 {
            受益学生人数 >= 1,800 人
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            师生满意度 >= 90%
        }
    }
}",
        "项目 维修资金监管 {
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
    words: &["construction", "soft"],
    basis: "项目支出绩效目标通行的指标体系（产出、效益、满意度等一级指标及其下的二级指标），以财政部门正式文本为准。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(word) = construction(cx, declaration) else { return };
    if named(cx, declaration, |noun, name| noun == Noun::Cost || name.contains("成本")) {
        return;
    }
    let Some(missing) = missing(cx, declaration, Part::Cost) else { return };
    let message = format!("`{}` 涉及`{word}`，没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("按总造价或单位造价写一条，例如 `工程总成本 <= 286 万元`、`单位里程造价 <= 1,100 万元/公里`"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn project(name: &str, output: &str) -> String {
        format!(
            "项目 {name} {{\n年度 2024\n产出指标 {{\n数量指标 {{\n{output}\n}}\n}}\n\
             效益指标 {{\n社会效益指标 {{\n受益居民人数 >= 300 人\n}}\n}}\n\
             满意度指标 {{\n服务对象满意度指标 {{\n居民满意度 >= 90%\n}}\n}}\n}}"
        )
    }

    #[test]
    fn the_name_of_the_project_decides() {
        for (name, output, wanted) in [
            ("老旧小区改造", "改造户数 >= 300 户", 1),
            ("办公设备购置", "购置数量 >= 30 台", 1),
            ("执法车辆采购", "采购单价 <= 12 万元/辆", 0),
            ("政府采购监督管理", "检查次数 >= 6 次", 0),
            ("人才安居工程", "安居人数 >= 60 人", 0),
            ("农村危房改造补助", "补助户数 >= 60 户", 0),
            ("群众文化活动", "演出场次 >= 60 场", 0),
        ] {
            assert_eq!(found(&RULE, &project(name, output)).len(), wanted, "{name}");
        }
    }
}
