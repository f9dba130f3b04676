//! L606: a text and an indicator say different numbers.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::measure::{Measure, is_quotient, measure};
use crate::lint::narrative::Mention;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::narrative;
use crate::lint::rules::continuity::{
    Rows, Told, adds_up, line_place, money_unit, number, said_date, shown, told, value, whole_budget, written,
};
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::value::Quantity;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L606",
    name: "narrative-number-differs",
    title: "叙述里的数与指标值不同",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "同一件事，总体目标或任务里写一个数，指标表里写另一个数，年底不知道以哪一个为准。",
    wrong: &[
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    总体目标 "全年完成培训 800 人次。"
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
            finds: &["800 人次"],
        },
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    总体目标 "知识产权质押金额达到 70 亿，培训 900 人，新建实训点 12 处。"
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
            新建实训点 >= 15
        }
    }
    效益指标 {
        经济效益指标 {
            知识产权质押融资金额 >= 80 亿元
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            学员满意度 >= 90%
        }
    }
}"#,
            finds: &["70 亿", "900 人", "12 处"],
        },
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    总体目标 "学员满意度达到 95%以上。"
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
            finds: &["95%"],
        },
    ],
    right: &[
        r#"项目 技能培训 {
    年度 2024
    总体目标 "全年完成培训 600 人次，学员满意度达到90%以上。"
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
        r#"项目 技能培训 {
    年度 2024
    总体目标 "去年培训 500 人次，今年再上台阶。"
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
        r#"项目 技能培训 {
    年度 2024
    任务 春季班 {
        目标 "培训 200 人次。"
    }
    任务 秋季班 {
        目标 "培训 400 人次。"
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
    ],
    words: &[],
    basis: "总体目标、年度任务应当与绩效指标一致（绩效目标审核的通行要求，以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

/// A number in a text, and the indicator that it is about.
struct About<'a, 'd> {
    indicator: &'d Indicator,
    wanted: Quantity,
    told: &'a Told<'d>,
    value: Exact,
}

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    said_date::check(cx, declaration);
    let told = told(cx, declaration);
    if told.is_empty() {
        return;
    }
    let rows = Rows::of(declaration);
    let mut found: Vec<About<'_, '_>> = Vec::new();
    for told in told.iter().filter(|told| told.counts(declaration) && !told.mention.approximate) {
        // 质押金额 80 亿, without a unit, is 质押融资金额 whatever the number.
        let bare = cx.model.units.read(told.mention.unit).is_ok_and(|unit| measure(&cx.model.units, &unit) == Measure::Magnitude);
        let like = || rows.like(&told.mention).filter(|_| bare);
        let Some((indicator, wanted)) = rows.named(cx, &told.mention).or_else(like) else {
            budget(cx, declaration, told);
            continue;
        };
        if let Some(value) = comparable(cx, &told.mention, wanted) {
            found.push(About { indicator, wanted, told, value });
        }
    }
    for about in &found {
        let same: Vec<&About<'_, '_>> =
            found.iter().filter(|other| std::ptr::eq(other.indicator, about.indicator)).collect();
        if !contradicts(cx, about, &same) {
            continue;
        }
        let place = about.told.at(&about.told.mention.range);
        let (word, target, name) = (written(cx, place), cx.show(about.wanted), &about.indicator.name);
        let message = format!("{}写的是 `{word}`，指标 `{name}` 的指标值是 `{target}`", about.told.word());
        let row = declaration.at(about.indicator.name_span);
        let finding = cx.finding(place, message).related(row, format!("指标值是 {target}"));
        cx.report(finding.help("改成同一个数"));
    }
}

/// The value of a number in a text as the unit of a target counts it; none where the two count
/// different things.
fn comparable(cx: &Cx<'_>, mention: &Mention<'_>, wanted: Quantity) -> Option<Exact> {
    let said = cx.model.units.read(mention.unit).ok()?;
    let target = cx.unit(wanted.unit);
    let value = &Exact::from(mention.number) * &said.scale;
    if said.dimension == target.dimension && (!mention.unit.is_empty() || target.text.is_empty()) {
        return Some(value);
    }
    // 12 个小区 counts something else, 70 亿以上 does not.
    if !matches!(mention.after, "" | "以上" | "及以上" | "以内" | "左右") {
        return None;
    }
    let (kind, of_target) = (measure(&cx.model.units, &said), cx.measure(wanted.unit));
    let anything = |unit: &str| matches!(unit, "个" | "处");
    match (kind, of_target) {
        // 90 is 90%, and 70 is 70 家: the unit was left out.
        (Measure::Plain, _) if !cx.is_quotient(wanted.unit) => Some(&value * &target.scale),
        // 70 亿 is 70 亿元, for units that 亿 goes before.
        (Measure::Magnitude, Measure::Money) => Some(value),
        (Measure::Magnitude, other) if other.is_count() && !cx.is_quotient(wanted.unit) => Some(value),
        // It is the target that has no unit.
        (_, Measure::Plain) if (kind.is_count() || is_size(kind)) && !is_quotient(&said) => Some(value),
        // 300 种 are not 3000 册, but 个 counts anything.
        (Measure::Things, Measure::Things) if anything(mention.unit) || anything(&target.text) => Some(value),
        // Everybody who was trained came at least once, and a household has somebody in it.
        (Measure::People, Measure::Attendance) | (Measure::Households, Measure::People | Measure::Attendance) => {
            (value > cx.in_base(wanted)).then_some(value)
        }
        _ => None,
    }
}

/// Whether something measured is meant: an area, a length, a weight.
fn is_size(measure: Measure) -> bool {
    matches!(measure, Measure::Area | Measure::Length | Measure::Volume | Measure::Mass | Measure::Money)
}

/// Whether a number is another one than the target and no part of it.
fn contradicts(cx: &Cx<'_>, about: &About<'_, '_>, same: &[&About<'_, '_>]) -> bool {
    let (target, value, indicator) = (cx.in_base(about.wanted), &about.value, about.indicator);
    if *value == target || is_other_value(cx, indicator, value) {
        return false;
    }
    // No share and no price is a part of another one.
    if !adds_up(cx, indicator, about.wanted.unit) {
        return true;
    }
    let agreed = same.iter().any(|other| other.value == target);
    if *value > target {
        // So much in all, together with the years before.
        return !(agreed && about.told.mention.total);
    }
    let sum = |parts: &mut dyn Iterator<Item = &&About<'_, '_>>| parts.map(|part| &part.value).sum::<Exact>();
    let beside: Vec<_> = same.iter().copied().filter(|other| other.told.task.is_some() == about.told.task.is_some()).collect();
    if sum(&mut same.iter()) == target || sum(&mut beside.iter()) == target {
        return false;
    }
    // What is to be done for one task may be a part of it.
    let (content, alone) = (about.told.kind == TextKind::Content, beside.len() == 1);
    let own = || about.told.task.is_some_and(|task| is_own(task, &narrative::core(&indicator.name)));
    if content && !(agreed && alone && own()) {
        return false;
    }
    // Several different numbers are parts of something that cannot be told.
    alone || same.iter().all(|other| other.value == *value)
}

/// Whether a task is about nothing but an indicator: 渠道维修 for 维修渠道.
fn is_own(task: &str, core: &str) -> bool {
    task.chars().count() >= 2 && task.chars().all(|letter| core.contains(letter))
}

/// Names of the money of the whole declaration. 总投资 may cover several years and other
/// sources; of a project with no period to come it is the budget.
const MONEY: [&str; 13] =
    ["投入财政资金", "财政资金投入", "安排财政资金", "财政拨款", "使用财政资金", "项目总投资", "总投资", "项目总资金", "项目资金总额", "项目总成本", "总成本", "项目预算", "项目总预算"];

/// Words of work that takes more than the year of the budget, or other money than that.
const SEVERAL_YEARS: [&str; 14] = [
    "两年", "二年", "三年", "四年", "五年", "分年", "跨年", "分期", "一期", "二期", "年安排", "年度安排", "已完成投资", "自筹",
];

/// The money of a declaration in a text, where no indicator says how much it is.
fn budget(cx: &mut Cx<'_>, declaration: &Declaration, told: &Told<'_>) {
    let of_years = declaration.indicators.iter().any(|indicator| {
        indicator.extras.as_ref().is_some_and(|extras| extras.cycle.is_some())
    });
    if told.task.is_some() || of_years || told.mention.total || !MONEY.contains(&told.mention.subject) {
        return;
    }
    if SEVERAL_YEARS.iter().any(|word| cx.slice(told.text).contains(word)) {
        return;
    }
    let (Some(whole), Some(unit)) = (whole_budget(cx, declaration), money_unit(cx, declaration)) else { return };
    let Some((value, dimension)) = value(cx, &told.mention) else { return };
    if dimension != unit.dimension || value <= whole.total {
        return;
    }
    let place = told.at(&told.mention.range);
    let message = format!(
        "{}写的 `{}` 是 `{}`，预算是 {}",
        told.word(),
        told.mention.subject,
        written(cx, place),
        shown(&whole.total, unit)
    );
    let finding = cx.finding(place, message).related(line_place(declaration, whole.line), "预算在这里");
    cx.report(finding.help("改成同一个数；总投资里有别的年度、别的来源的钱时，写明本年的数"));
}

/// Whether a number is that of the whole period or of last year.
fn is_other_value(cx: &Cx<'_>, indicator: &Indicator, value: &Exact) -> bool {
    let Some(extras) = &indicator.extras else { return false };
    let cycle = number(extras.cycle.as_ref());
    cycle.into_iter().chain(extras.previous).any(|other| cx.in_base(other) == *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn project(goal: &str) -> String {
        format!(
            "项目 甲 {{\n年度 2024\n总体目标 \"{goal}\"\n产出指标 {{\n数量指标 {{\n\
             县道养护里程 >= 120 公里\n年度培训人次 >= 600 人次 {{\n周期 >= 1,800 人次\n上年 550 人次\n}}\n\
             投入资金 >= 80 亿元\n}}\n}}\n\
             效益指标 {{\n社会效益指标 {{\n农村居民人均可支配收入 同比 >= 6% {{\n上年 21,500 元\n}}\n}}\n}}\n\
             满意度指标 {{\n服务对象满意度指标 {{\n群众满意度 >= 90%\n}}\n}}\n}}"
        )
    }

    #[test]
    fn the_same_thing_has_one_number() {
        for (goal, wanted) in [
            ("养护县道。培训 800 人次。", &["800 人次"][..]),
            ("县道养护 110 公里、培训 600 人次。", &["110 公里"]),
            ("县道养护 120000 米，投入资金 800000 万元。", &[]),
            ("三年累计培训 1800 人次，今年培训 600 人次。", &[]),
            ("培训超过 500 人次。", &[]),
            ("培训 500 余人次。", &[]),
            ("上半年培训 300 人次。", &[]),
            ("2025年培训 900 人次。", &[]),
            ("春季培训 200 人次，秋季培训 400 人次。", &[]),
            ("群众满意度提高到 92%。", &["92%"]),
            ("群众满意度提高 2 个百分点。", &[]),
            ("群众满意度达90%以上，农村居民人均可支配收入增长 6%。", &[]),
            ("学生满意度达到 95%。", &[]),
            ("投入资金 70 亿。", &["70 亿"]),
            ("投入资金 80 亿，群众满意度 90。", &[]),
            ("群众满意度 95。", &["95"]),
            ("培训 700 人。", &["700 人"]),
            ("培训 500 人。", &[]),
            ("县道养护 24 次。", &[]),
            ("投入资金 3 个批次。", &[]),
        ] {
            assert_eq!(found(&RULE, &project(goal)), wanted, "{goal}");
        }
    }

    #[test]
    fn a_verb_before_what_is_held_is_no_part_of_its_name() {
        for (name, goal, wanted) in [
            ("举办培训班期数 >= 40 期", "举办培训班期数不少于 50 期。", &["50 期"][..]),
            ("举办培训班 >= 40 期", "举办培训班 50 期。", &["50 期"]),
            ("举办讲座场次 >= 4 场", "举办讲座 6 场。", &["6 场"]),
            ("开展培训班期数 >= 40 期", "开展培训班期数 50 期。", &["50 期"]),
            ("带动就业人数 >= 100 人", "全县就业 500 人。", &[]),
        ] {
            let text = project(goal).replace("县道养护里程 >= 120 公里", name);
            assert_eq!(found(&RULE, &text), wanted, "{goal}");
        }
    }

    #[test]
    fn one_mention_that_agrees_hides_no_other() {
        let project = |goal: &str, task: &str, rows: &str| {
            format!(
                "项目 甲 {{\n年度 2024\n预算 {{\n财政拨款 320 万元\n}}\n总体目标 \"{goal}\"\n\
                 任务 养护 {{\n资金 320 万元\n{task}\n}}\n产出指标 {{\n数量指标 {{\n{rows}\n}}\n}}\n\
                 效益指标 {{\n社会效益指标 {{\n受益农户数 >= 1600 户\n}}\n}}\n\
                 满意度指标 {{\n服务对象满意度指标 {{\n受益群众满意度 >= 90%\n}}\n}}\n}}"
            )
        };
        let rows = "县道养护里程 >= 120 公里";
        for (goal, task, wanted) in [
            ("县道养护 130 公里。", "目标 \"县道养护 120 公里。\"", &["130 公里"][..]),
            ("县道养护 120 公里。", "目标 \"县道养护 180 公里。\"", &["180 公里"]),
            ("县道养护 12 公里。", "目标 \"县道养护 120 公里。\"", &["12 公里"]),
            ("县道养护 120 公里。", "内容 \"县道养护 180 公里。\"", &["180 公里"]),
            ("县道养护 120 公里。", "内容 \"县道养护 80 公里。\"", &["80 公里"]),
            ("县道养护 120 公里。", "内容 \"一标段县道养护 80 公里，二标段县道养护 40 公里。\"", &[]),
            ("县道养护 120 公里，累计完成县道养护 360 公里。", "", &[]),
            ("群众满意度达到 95%。", "目标 \"受益群众满意度达到 90%。\"", &["95%"]),
            ("受益群众满意率达到 95%。", "", &["95%"]),
            ("学员满意度达到 95%。", "", &[]),
            ("受益农户 2000 户。", "", &["2000 户"]),
            ("项目总投资 380 万元。", "", &["380 万元"]),
            ("投入财政资金 380 万元养护县道。", "", &["380 万元"]),
            ("投入财政资金 300 万元养护县道。", "", &[]),
            ("项目总投资 960 万元，分三年实施，2024年安排 320 万元。", "", &[]),
            ("项目总投资 300 万元，上级补助资金 260 万元。", "", &[]),
        ] {
            assert_eq!(found(&RULE, &project(goal, task, rows)), wanted, "{goal} {task}");
        }
    }
}
