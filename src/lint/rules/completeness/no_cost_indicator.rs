//! L103: no indicator of costs.

use crate::lint::cx::Cx;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::{Part, construction, missing, named};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L103",
    name: "no-cost-indicator",
    title: "没有成本指标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "成本指标说的是花多少钱办成事。没有它，只要把钱花完就算完成，无从判断花得贵不贵。确实无法核定成本的，可以在成本指标里写一条 `不适用` 并说明理由。",
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
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}",
            finds: &["技能培训中心"],
        },
        Wrong {
            text: "部门 技能培训中心 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
    }
    成本指标 {
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
            finds: &["成本指标"],
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
    成本指标 {
        经济成本指标 {
            人均培训成本 <= 550 元/人·天
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
        "项目 技能培训 {
    年度 2024
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        成本指标 {
            项目总成本 <= 90 万元
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
    if construction(cx, declaration).is_some() || named(cx, declaration, |noun, name| noun == Noun::Cost || name.contains("成本")) {
        return;
    }
    let Some(missing) = missing(cx, declaration, Part::Cost) else { return };
    let message = format!("`{}` 没有{}", declaration.name, missing.group);
    let finding = cx.finding(missing.place, message);
    cx.report(finding.help("按总额或单位成本写一条，例如 `项目总成本 <= 90 万元`、`人均培训成本 <= 550 元/人·天`"));
}
