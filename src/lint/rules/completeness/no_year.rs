//! L116: no fiscal year.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L116",
    name: "no-year",
    title: "没有写年度",
    level: Level::Note,
    certainty: Certainty::Certain,
    fix: None,
    why: "年度说明这是哪一年的目标。没有它，`12月31日` 这样的日期读不出年份，实际完成值也对不上是哪一年的。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
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
    basis: "绩效目标按预算年度申报（以财政部门正式文本为准）。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if declaration.year.is_some() || declaration.indicators.is_empty() {
        return;
    }
    let finding = cx.finding(declaration.place, format!("`{}` 没有写年度", declaration.name));
    cx.report(finding.help("在开头写上，例如 `年度 2024`"));
}
