//! L115: no budget.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L115",
    name: "no-budget",
    title: "没有预算",
    level: Level::Off,
    certainty: Certainty::Certain,
    fix: None,
    why: "绩效目标要和预算一起看：花多少钱、办多少事。没有预算，成本和资金一类的核对都做不了。",
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
        "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
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
    basis: "绩效目标与预算同步申报（以财政部门正式文本为准）。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if declaration.indicators.is_empty() || !declaration.budget.is_empty() {
        return;
    }
    let finding = cx.finding(declaration.place, format!("`{}` 没有写预算", declaration.name));
    cx.report(finding.help("例如 `预算 { 财政拨款 90.00 万元 }`"));
}
