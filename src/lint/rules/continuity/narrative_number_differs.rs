//! L606: a text and an indicator say different numbers.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{Rows, Told, adds_up, number, told, value, written};
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

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let told = told(cx, declaration);
    if told.is_empty() {
        return;
    }
    let rows = Rows::of(declaration);
    let mut found: Vec<(&Indicator, Quantity, &Told<'_>, Exact)> = Vec::new();
    for told in told.iter().filter(|told| told.counts(declaration) && !told.mention.approximate) {
        let Some((indicator, wanted)) = rows.named(cx, &told.mention) else { continue };
        let Some((value, dimension)) = value(cx, &told.mention) else { continue };
        let unit = cx.unit(wanted.unit);
        let written = !told.mention.unit.is_empty() || unit.text.is_empty();
        if written && dimension == unit.dimension {
            found.push((indicator, wanted, told, value));
        }
    }
    for (indicator, wanted, told, value) in &found {
        let same = || found.iter().filter(|(other, ..)| std::ptr::eq(*other, *indicator));
        let (target, sum) = (cx.in_base(*wanted), same().map(|(.., value)| value).sum::<Exact>());
        // One of the places agrees, or they are parts of the whole.
        if sum == target || same().any(|(.., value)| *value == target) || is_other_value(cx, indicator, value) {
            continue;
        }
        // What is to be done for one task may be a part of it.
        if told.kind == TextKind::Content && *value < target && adds_up(cx, indicator, wanted.unit) {
            continue;
        }
        // Several different numbers are parts of something that cannot be told.
        if same().any(|(.., other)| other != value) {
            continue;
        }
        let place = told.at(&told.mention.range);
        let (word, target) = (written(cx, place), cx.show(*wanted));
        let message = format!("{}写的是 `{word}`，指标 `{}` 的指标值是 `{target}`", told.kind.word(), indicator.name);
        let finding = cx.finding(place, message).related(declaration.at(indicator.name_span), format!("指标值是 {target}"));
        cx.report(finding.help("改成同一个数"));
    }
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
        ] {
            assert_eq!(found(&RULE, &project(goal)), wanted, "{goal}");
        }
    }
}
