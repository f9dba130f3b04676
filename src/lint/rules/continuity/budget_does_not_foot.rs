//! L601: the views of the budget do not come to the same sum.

use crate::diag::Diagnostic;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{gap, line_place, money_unit, shown, views};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L601",
    name: "budget-does-not-foot",
    title: "预算各口径合计不等",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "支出、收入来源、预算级次是同一笔钱的不同算法，合计应当相等。不等就是有一处填错或漏填。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    预算 {
        支出 {
            师资费 60.00 万元
            场地费 30.00 万元
        }
        收入来源 {
            财政拨款 90.50 万元
        }
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
            finds: &["收入来源"],
        },
    ],
    right: &[
        "项目 技能培训 {
    年度 2024
    预算 {
        支出 {
            师资费 60.00 万元
            场地费 30.00 万元
        }
        收入来源 {
            财政拨款 90.00 万元
        }
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
    basis: "申报表预算整体情况一栏：支出、收入来源、预算级次各自的合计应当相等（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let file = declaration.place.file;
    // A 核对 that does not hold says it already.
    let said = |found: &Diagnostic| found.code == "E0603" && found.primary.place.file == file;
    if declaration.budget.is_empty() || cx.model.diagnostics.iter().any(said) {
        return;
    }
    let views = views(cx, declaration);
    let (Some(((_, first), others)), Some(unit)) = (views.split_first(), money_unit(cx, declaration)) else { return };
    let name = |line: usize| declaration.budget.get(line).map_or("", |line| &*line.name);
    for (_, other) in others.iter().filter(|(_, other)| other.total != first.total) {
        let message = format!(
            "`{}` 合计 {}，`{}` 合计 {}，{}",
            name(other.line),
            shown(&other.total, unit),
            name(first.line),
            shown(&first.total, unit),
            gap(&other.total, &first.total, unit)
        );
        let finding = cx.finding(line_place(declaration, other.line), message);
        let finding = finding.related(line_place(declaration, first.line), format!("合计 {}", shown(&first.total, unit)));
        cx.report(finding.help("核对各项金额，使两边合计相等"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn project(budget: &str) -> String {
        format!("项目 甲 {{\n年度 2024\n预算 {{\n{budget}\n}}\n产出指标 80 分 {{\n数量指标 {{\n演出 >= 9 场\n}}\n}}\n满意度指标 10 分 {{\n服务对象满意度指标 {{\n观众满意度 >= 90%\n}}\n}}\n}}")
    }

    #[test]
    fn only_views_of_the_same_money_have_to_agree() {
        for (budget, wanted) in [
            ("财政拨款 90 万元\n自筹资金 10 万元", &[][..]),
            ("基本支出 {\n人员 60 万元\n}\n项目支出 {\n演出 40 万元\n}", &[]),
            ("支出 100 万元\n收入来源 {\n财政拨款 1000000 元\n}", &[]),
            ("支出 100 万元\n收入来源 90 万元\n按预算级次 110 万元", &["收入来源", "按预算级次"]),
        ] {
            assert_eq!(found(&RULE, &project(budget)), wanted, "{budget}");
        }
    }
}
