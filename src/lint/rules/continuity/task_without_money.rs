//! L605: some tasks say what they take, this one does not.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L605",
    name: "task-without-money",
    title: "任务没有写资金",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "别的任务写了资金，这一项没有写，看不出是不花钱还是漏填。不花钱的写 `资金 0.00 万元`。",
    wrong: &[
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    任务 集中授课 {
        资金 50.00 万元
    }
    任务 跟岗实习 {
        内容 "进企业跟岗两周。"
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
}"#,
            finds: &["跟岗实习"],
        },
    ],
    right: &[
        "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    任务 集中授课 {
        资金 50.00 万元
    }
    任务 跟岗实习 {
        资金 40.00 万元
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
        "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    任务 集中授课 {
        资金 90.00 万元
    }
    任务 跟岗实习 {
        资金 0.00 万元
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
    basis: "申报表年度重点工作任务一栏要求填写拟投入的资金（以财政部门正式文本为准）。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if declaration.tasks.iter().all(|task| task.funds.is_none()) {
        return;
    }
    for task in declaration.tasks.iter().filter(|task| task.funds.is_none()) {
        let finding = cx.finding(declaration.at(task.span), format!("任务 `{}` 没有写资金，别的任务写了", task.name));
        cx.report(finding.help("写上拟投入的资金，例如 `资金 30.00 万元`；不花钱的写 `资金 0.00 万元`"));
    }
}
