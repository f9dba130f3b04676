//! L604: the tasks take more money than there is.

use crate::diag::{Diagnostic, Severity};
use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{amount, gap, line_place, money_unit, shown, whole_budget};
use crate::model::Declaration;
use crate::model::declaration::Task;
use crate::model::name::normal;

pub const RULE: Rule = Rule {
    code: "L604",
    name: "tasks-exceed-budget",
    title: "任务资金超过预算",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "各项任务的资金加起来不能多于预算，多出来的钱没有来处。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    任务 集中授课 {
        资金 60.00 万元
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
            finds: &["集中授课"],
        },
        Wrong {
            text: "部门 技能培训中心 {
    年度 2024
    预算 {
        支出 {
            基本支出 1,000.00 万元
            项目支出 90.00 万元
        }
    }
    任务 集中授课 {
        资金 300.00 万元
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
            finds: &["集中授课"],
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
    basis: "申报表年度重点工作任务的资金出自本年预算（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    inside(cx, declaration);
    let file = declaration.place.file;
    // A 核对 that does not hold says it already.
    let said = |found: &Diagnostic| found.code == "E0603" && found.primary.place.file == file;
    let Some(first) = declaration.tasks.first() else { return };
    if cx.model.diagnostics.iter().any(said) {
        return;
    }
    let money = declaration.tasks.iter().filter_map(|task| task.funds).map(|(funds, _)| cx.in_base(funds));
    let tasks: Exact = money.fold(Exact::ZERO, |sum, funds| &sum + &funds);
    let (Some(budget), Some(unit)) = (whole_budget(cx, declaration), money_unit(cx, declaration)) else { return };
    if tasks <= budget.total {
        return beyond_projects(cx, declaration, &tasks);
    }
    let message = format!(
        "{} 项任务的资金合计 {}，预算是 {}，{}",
        declaration.tasks.len(),
        shown(&tasks, unit),
        shown(&budget.total, unit),
        gap(&tasks, &budget.total, unit)
    );
    let finding = cx.finding(declaration.at(first.span), message);
    let finding = finding.related(line_place(declaration, budget.line), format!("预算是 {}", shown(&budget.total, unit)));
    cx.report(finding.help("核对任务的 `资金` 和预算"));
}

/// Words of tasks that are paid for from 基本支出.
const BASIC: [&str; 12] =
    ["人员", "工资", "薪", "社保", "公用", "运转", "运行", "履职", "日常", "机关", "基本支出", "保障"];

/// The tasks of a department against what it has for its projects, unless one of them is about its
/// own running.
fn beyond_projects(cx: &mut Cx<'_>, declaration: &Declaration, tasks: &Exact) {
    let line = declaration.budget.iter().position(|line| normal(&line.name) == "项目支出");
    let Some((line, total)) = line.and_then(|line| Some((line, amount(cx, declaration, line)?))) else { return };
    let basic = |task: &Task| BASIC.iter().any(|word| task.name.contains(word));
    let (Some(first), Some(unit)) = (declaration.tasks.first(), money_unit(cx, declaration)) else { return };
    if *tasks <= total || total.is_zero() || declaration.tasks.iter().any(basic) {
        return;
    }
    let message = format!(
        "{} 项任务的资金合计 {}，项目支出是 {}，{}",
        declaration.tasks.len(),
        shown(tasks, unit),
        shown(&total, unit),
        gap(tasks, &total, unit)
    );
    let finding = cx.finding(declaration.at(first.span), message);
    let mut finding = finding.related(line_place(declaration, line), format!("项目支出是 {}", shown(&total, unit)));
    // A task may be paid for from both.
    finding.severity = finding.severity.min(Severity::Warning);
    cx.report(finding.help("核对任务的 `资金` 和项目支出；有用基本支出开支的任务时，在任务名称里写明"));
}

/// The budget of a project inside a department, against what that has for its projects.
fn inside(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(outer) = declaration.parent.and_then(|at| cx.model.declarations.get(at)) else { return };
    let (Some(own), Some(unit)) = (whole_budget(cx, declaration), money_unit(cx, declaration)) else { return };
    let projects = outer.budget.iter().position(|line| line.name.contains("项目支出"));
    let projects = projects.and_then(|line| Some((line, amount(cx, outer, line)?)));
    let Some((line, total)) = projects.or_else(|| whole_budget(cx, outer).map(|whole| (whole.line, whole.total))) else {
        return;
    };
    if own.total <= total {
        return;
    }
    let message = format!(
        "项目 `{}` 的预算是 {}，部门 `{}` 的项目支出是 {}，{}",
        declaration.name,
        shown(&own.total, unit),
        outer.name,
        shown(&total, unit),
        gap(&own.total, &total, unit)
    );
    let finding = cx.finding(line_place(declaration, own.line), message);
    let finding = finding.related(line_place(outer, line), "部门的预算在这里");
    cx.report(finding.help("核对项目的预算和部门的项目支出"));
}
