//! L110: a framework has the level names of two editions.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L110",
    name: "mixed-editions",
    title: "框架混用了两版指标体系",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "成本指标在一版体系里是产出指标下的二级指标，在另一版里是一级指标，下分经济、社会、生态环境成本。两处都留着，同一条成本指标放哪里都行，各单位放法不一，分值也重复计。把成本列为一级指标的一版，效益指标下不再单列可持续影响指标。",
    wrong: &[
        Wrong {
            text: "框架 青禾区 {
    满分 100 分
    预算执行率 10 分, 计分 比例
    成本指标 20 分 {
        经济成本指标
    }
    产出指标 40 分 {
        数量指标
        质量指标
        时效指标
        成本指标
    }
    效益指标 20 分 {
        经济效益指标
        社会效益指标
    }
    满意度指标 10 分 {
        服务对象满意度指标
    }
    默认计分 {
        正向 比例
        反向 比例
        区间 比例
        日期 达标
        是否 达标
        定性 等级
    }
    等级 {
        优 >= 90 分
        差 其余
    }
    舍入 2 位
}",
            finds: &["成本指标"],
        },
        Wrong {
            text: "框架 青禾区 {
    满分 100 分
    预算执行率 10 分, 计分 比例
    成本指标 20 分 {
        经济成本指标
    }
    产出指标 40 分 {
        数量指标
        质量指标
        时效指标
    }
    效益指标 20 分 {
        经济效益指标
        社会效益指标
        可持续影响指标
    }
    满意度指标 10 分 {
        服务对象满意度指标
    }
    默认计分 {
        正向 比例
        反向 比例
        区间 比例
        日期 达标
        是否 达标
        定性 等级
    }
    等级 {
        优 >= 90 分
        差 其余
    }
    舍入 2 位
}",
            finds: &["可持续影响指标"],
        },
    ],
    right: &[
        "框架 青禾区 {
    满分 100 分
    预算执行率 10 分, 计分 比例
    成本指标 20 分 {
        经济成本指标
    }
    产出指标 40 分 {
        数量指标
        质量指标
        时效指标
    }
    效益指标 20 分 {
        经济效益指标
        社会效益指标
    }
    满意度指标 10 分 {
        服务对象满意度指标
    }
    默认计分 {
        正向 比例
        反向 比例
        区间 比例
        日期 达标
        是否 达标
        定性 等级
    }
    等级 {
        优 >= 90 分
        差 其余
    }
    舍入 2 位
}",
    ],
    words: &[],
    basis: "项目支出绩效目标通行的指标体系（产出、效益、满意度等一级指标及其下的二级指标），以财政部门正式文本为准。",
    check: Check::Model(check),
};

fn check(cx: &mut Cx<'_>) {
    let entry = cx.model.files.entry();
    for framework in cx.model.frameworks.iter().filter(|framework| framework.place.file == entry) {
        let Some(cost) = framework.groups.iter().find(|level| &*level.name == "成本指标") else { continue };
        let inner = framework.groups.iter().flat_map(|level| level.children.iter().map(move |child| (level, child)));
        for (level, child) in inner {
            let mixed = match &*child.name {
                "成本指标" => level.name.contains("产出"),
                "可持续影响指标" => level.name.contains("效益"),
                _ => false,
            };
            // What was inherited is the business of the framework it comes from.
            if !mixed || (child.place.file != entry && cost.place.file != entry) {
                continue;
            }
            let place = if child.place.file == entry { child.place } else { framework.place };
            let message = match &*child.name {
                "成本指标" => format!("框架 `{}` 的 `成本指标` 既是一级指标，又是 `{}` 的二级指标", framework.name, level.name),
                name => format!("框架 `{}` 把成本列为一级指标，又保留了另一版的 `{name}`", framework.name),
            };
            let mut finding = cx.finding(place, message);
            if cost.place.file == entry {
                finding = finding.related(cost.place, "成本指标在这里是一级指标");
            }
            cx.report(finding.help(format!("只用一版：去掉 `{}` 下的 `{}`，或去掉一级的 `成本指标`", level.name, child.name)));
        }
    }
}
