//! L602: the total cost is not what the budget says.

use crate::diag::Severity;
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{gap, line_place, money_unit, shown, whole_budget};
use crate::lint::words::without_brackets;
use crate::model::value::{Goal, Quantity};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L602",
    name: "cost-differs-from-budget",
    title: "总成本与预算不一致",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "总成本的指标值就是这个项目准备花的钱，应当与预算相等。高于预算，没有钱可花；低于预算，多出来的钱没有说法。低于预算只作提示。",
    wrong: &[
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        成本指标 {
            项目总成本 <= 95 万元
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
            finds: &["95 万元"],
        },
        Wrong {
            text: "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        成本指标 {
            项目总成本 <= 85 万元
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
            finds: &["85 万元"],
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
        "项目 技能培训 {
    年度 2024
    预算 {
        财政拨款 90.00 万元
    }
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
        }
        成本指标 {
            项目总成本 <= 900000 元
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
    basis: "成本指标应当与预算衔接（以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

/// Names of the cost of the whole declaration in the budget year. 总投资 is not among them:
/// it may cover several years.
const WHOLE: [&str; 8] =
    ["项目总成本", "总成本", "项目成本", "项目总费用", "年度总成本", "项目总支出", "预算总成本", "项目预算总成本"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Quantity { sign: Sign::Le | Sign::Lt | Sign::Eq, value } = line.goal else { return };
    let declaration = line.declaration;
    if line.noun == Noun::Cost && !declaration.budget.is_empty() && cx.is_quotient(value.unit) && cx.measure(value.unit) == Measure::Money {
        return each(cx, line, *value);
    }
    if declaration.budget.is_empty() || !cx.measures(value.unit, "元") {
        return;
    }
    if !WHOLE.contains(&without_brackets(line.name())) {
        return part(cx, line, *value);
    }
    let (Some(budget), Some(unit)) = (whole_budget(cx, declaration), money_unit(cx, declaration)) else { return };
    let cost = cx.in_base(*value);
    if cost == budget.total {
        return;
    }
    let message = format!(
        "`{}` 的指标值是 {}，预算是 {}，{}",
        line.name(),
        shown(&cost, unit),
        shown(&budget.total, unit),
        gap(&cost, &budget.total, unit)
    );
    let place = cx.value_place(line);
    let mut finding = cx.finding(place, message).related(line_place(declaration, budget.line), "预算在这里");
    if cost < budget.total {
        finding.severity = Severity::Note;
    }
    cx.report(finding.help(format!("核对两处金额；一致时写 `<= {}`", shown(&budget.total, unit))));
}

/// What one of something costs, which cannot be more than the whole budget.
fn each(cx: &mut Cx<'_>, line: &Line<'_>, value: Quantity) {
    let declaration = line.declaration;
    let (Some(budget), Some(unit)) = (whole_budget(cx, declaration), money_unit(cx, declaration)) else { return };
    if line.says(&["投资", "周期", "企业", "群众", "社会"]) || cx.in_base(value) <= budget.total {
        return;
    }
    let message = format!("`{}` 是 {}，比全部预算 {} 还多", line.name(), cx.show(value), shown(&budget.total, unit));
    let finding = cx.finding(cx.value_place(line), message).related(line_place(declaration, budget.line), "预算在这里");
    cx.report(finding.help("核对金额的单位，像是把 `元` 写成了 `万元`"));
}

/// Names of what is spent on each of something, or over more than the year.
const OTHER_COSTS: [&str; 14] = [
    "每", "均", "单位", "单价", "标准", "单方", "次均", "投资", "周期", "全周期", "三年", "企业", "群众", "社会",
];

/// So many times less than the budget, 元 was probably written for 万元.
const SLIP: i128 = 1000;

/// A cost of part of the work, which cannot be more than the whole; nor can the whole be a few
/// hundred 元 of millions.
fn part(cx: &mut Cx<'_>, line: &Line<'_>, value: Quantity) {
    let declaration = line.declaration;
    let at_cost = line.level2.unwrap_or(line.level1).contains("成本");
    if !(line.noun == Noun::Cost || line.noun == Noun::Unknown && at_cost) || line.says(&OTHER_COSTS) || !line.ends(&["成本", "费用", "费", "经费", "造价", "支出"]) {
        return;
    }
    let (Some(budget), Some(unit)) = (whole_budget(cx, declaration), money_unit(cx, declaration)) else { return };
    let cost = cx.in_base(value);
    let small = &cost * &Exact::int(SLIP) < budget.total && cost > Exact::ZERO;
    let slip = small && unit.text.starts_with('万') && &*cx.unit(value.unit).text == "元" && line.says(&["总"]);
    let message = if cost > budget.total {
        let more = gap(&cost, &budget.total, unit);
        format!("`{}` 是 {}，全部预算是 {}，{more}", line.name(), shown(&cost, unit), shown(&budget.total, unit))
    } else if slip {
        format!("`{}` 是 {}，全部预算是 {}，像是把 `万元` 写成了 `元`", line.name(), cx.show(value), shown(&budget.total, unit))
    } else {
        return;
    };
    let finding = cx.finding(cx.value_place(line), message).related(line_place(declaration, budget.line), "预算在这里");
    cx.report(finding.help("核对两处金额和它们的单位：一部分的成本不超过全部预算"));
}
