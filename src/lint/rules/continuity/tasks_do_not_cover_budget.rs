//! L603: the tasks take less money than there is.

use crate::diag::Severity;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{Amount, amount, line_place, money_unit, shown, task_money, whole_budget};
use crate::model::Declaration;
use crate::model::name::normal;
use crate::syntax::ast::DeclarationKind;

pub const RULE: Rule = Rule {
    code: "L603",
    name: "tasks-do-not-cover-budget",
    title: "任务资金没有覆盖预算",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "年度重点工作任务说明项目支出花在哪里。任务资金合计比项目支出少，少的那一块就没有任务、也没有目标。\
          部门只列重点任务，不必覆盖全部项目支出，所以对部门只作提示。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    任务 集中授课 {
        资金 50.00 万元
    }
    任务 跟岗实习 {
        资金 30.00 万元
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
            finds: &["财政拨款"],
        },
        Wrong {
            text: "部门 技能培训中心 {
    年度 2024
    预算 {
        支出 {
            基本支出 100.00 万元
            项目支出 90.00 万元
        }
    }
    任务 集中授课 {
        资金 50.00 万元
    }
    任务 跟岗实习 {
        资金 30.00 万元
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
            finds: &["项目支出"],
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
    ],
    words: &[],
    basis: "申报表年度重点工作任务一栏要求填写拟投入的资金（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let (Some(tasks), Some(unit)) = (task_money(cx, declaration), money_unit(cx, declaration)) else { return };
    let projects = declaration.budget.iter().position(|line| normal(&line.name) == "项目支出");
    let wanted = match (projects, declaration.kind) {
        (Some(line), _) => amount(cx, declaration, line).map(|total| Amount { line, total }),
        (None, DeclarationKind::Project) => whole_budget(cx, declaration),
        (None, DeclarationKind::Department) => None,
    };
    let Some(wanted) = wanted.filter(|wanted| tasks < wanted.total) else { return };
    let name = match (projects, declaration.budget.get(wanted.line)) {
        (Some(_), Some(line)) => &*line.name,
        _ => "预算",
    };
    let message = format!(
        "{} 项任务的资金合计 {}，`{name}` 是 {}，{}没有任务",
        declaration.tasks.len(),
        shown(&tasks, unit),
        shown(&wanted.total, unit),
        shown(&(&wanted.total - &tasks), unit)
    );
    let mut finding = cx.finding(line_place(declaration, wanted.line), message);
    if let Some(task) = declaration.tasks.first() {
        finding = finding.related(declaration.at(task.span), "任务从这里开始");
    }
    let help = match declaration.kind {
        DeclarationKind::Project => "补上其余的任务，或核对任务的 `资金`",
        // A department lists the tasks that matter most, not all it spends money on.
        DeclarationKind::Department => {
            finding.severity = finding.severity.min(Severity::Note);
            "年度重点任务不必覆盖全部项目支出；有漏列的补上，没有的不用改"
        }
    };
    cx.report(finding.help(help));
}
