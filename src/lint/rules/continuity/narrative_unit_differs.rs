//! L607: a text and an indicator say the same number under different units.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::measure::{Measure, measure};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{Rows, told, written};
use crate::model::Declaration;
use crate::model::unit::Unit;

pub const RULE: Rule = Rule {
    code: "L607",
    name: "narrative-unit-differs",
    title: "叙述里的单位与指标值不同",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "“80 亿”没有写单位，可以是元，也可以是美元；“600 人”和“600 人次”不是一回事。叙述和指标表要用同一个单位。",
    wrong: &[
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    总体目标 "知识产权质押金额达到 80 亿。"
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
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
            finds: &["80 亿"],
        },
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    总体目标 "全年完成培训 600 人。"
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
            finds: &["600 人"],
        },
    ],
    right: &[
        r#"项目 技能培训 {
    年度 2024
    总体目标 "知识产权质押金额达到 80 亿元。"
    产出指标 {
        数量指标 {
            培训人次 >= 600 人次
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
        r#"项目 技能培训 {
    年度 2024
    总体目标 "全年完成培训 600 人次。"
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
    for told in told.iter().filter(|told| told.counts(declaration)) {
        let mention = &told.mention;
        let Some((indicator, wanted)) = rows.named(cx, mention).or_else(|| rows.like(mention)) else { continue };
        let Ok(unit) = cx.model.units.read(mention.unit) else { continue };
        let target = cx.unit(wanted.unit);
        // The same number under another unit.
        let number = &Exact::from(mention.number) * &unit.scale;
        let as_written = Exact::from(mention.number) == Exact::from(wanted.number);
        let place = told.at(&mention.range);
        let said = written(cx, place);
        let message = if unit.dimension == target.dimension && (target.text.is_empty() || !mention.unit.is_empty()) {
            continue;
        } else if target.text.is_empty() {
            // A rank, an index and a grade have no unit.
            if !as_written || !counts_things(cx, &unit) || cx.words.noun(&indicator.name) == Noun::Index {
                continue;
            }
            format!("{}写的 `{said}` 带单位", told.word())
        } else if unit.dimension.is_empty() && !mention.unit.starts_with(['%', '％', '‰', '个']) {
            // A bare number, or a bare magnitude: 80 亿.
            let bare = if mention.unit.is_empty() { as_written } else { is_magnitude(&number, target, cx.in_base(wanted)) };
            if !bare {
                continue;
            }
            format!("{}写的 `{said}` 没有单位", told.word())
        } else if as_written && differs(cx, &unit, target) {
            format!("{}写的 `{said}` 用的单位是 `{}`", told.word(), mention.unit)
        } else {
            continue;
        };
        let wanted = cx.show(wanted);
        let none = if target.text.is_empty() { "，没写单位" } else { "" };
        let message = format!("{message}，指标 `{}` 的指标值是 `{wanted}`{none}", indicator.name);
        let finding = cx.finding(place, message).related(declaration.at(indicator.name_span), format!("指标值是 {wanted}"));
        cx.report(finding.help(format!("两处写成一样，例如 `{}`", if none.is_empty() { &wanted } else { &said })));
    }
}

/// Whether a unit counts or measures something, rather than gives a share or points.
fn counts_things(cx: &Cx<'_>, unit: &Unit) -> bool {
    use Measure as M;
    let kind = measure(&cx.model.units, unit);
    kind.is_count() || matches!(kind, M::Money | M::Area | M::Length | M::Volume | M::Mass)
}

/// Whether a number with a bare magnitude is the target but for the base unit.
fn is_magnitude(number: &Exact, target: &Unit, wanted: Exact) -> bool {
    // 80 亿 against 80 亿元: the scale of 元 is 1, that of 公里 is not.
    target.dimension.iter().all(|(_, power)| *power == 1) && *number == wanted
}

/// Whether two units count different things: people are not visits, money is no number of
/// things. Which counting word a thing takes is a matter of taste.
fn differs(cx: &Cx<'_>, unit: &Unit, target: &Unit) -> bool {
    // `每万人口 … 240 件` says the other half of `件/万人` in its name.
    if target.dimension.iter().any(|(_, power)| *power < 0) {
        return false;
    }
    let kind = |unit: &Unit| match unit.dimension.as_slice() {
        [] => Some("比率"),
        [(base, 1)] => {
            let base = cx.model.units.bases().get(*base as usize)?;
            match &*base.name {
                "人" | "名" | "位" => Some("人"),
                "人次" => Some("人次"),
                "户" => Some("户"),
                _ => base.measures.as_deref(),
            }
        }
        _ => None,
    };
    match (kind(unit), kind(target)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn project(goal: &str) -> String {
        format!(
            "项目 甲 {{\n年度 2024\n总体目标 \"{goal}\"\n产出指标 {{\n数量指标 {{\n\
             每万人口发明专利拥有量 >= 240 件/万人\n培训人次 >= 600 人次\n书刊借阅量 >= 240\n书刊排名 <= 5\n获奖数量 >= 40 项\n\
             年度知识产权质押融资金额 >= 80 亿元\n质押融资参与企业数量 >= 200 家\n}}\n}}\n\
             效益指标 {{\n社会效益指标 {{\n受益居民人数 >= 300 人\n}}\n}}\n\
             满意度指标 {{\n服务对象满意度指标 {{\n群众满意度 >= 90%\n}}\n}}\n}}"
        )
    }

    #[test]
    fn a_number_keeps_its_unit() {
        for (goal, wanted) in [
            ("知识产权质押金额（80亿）。", &["80亿"][..]),
            ("知识产权质押融资金额达 80 亿以上。", &["80 亿"]),
            ("知识产权质押融资金额 80 亿元，每万人口发明专利拥有量 240 件。", &[]),
            ("培训 600 人、获奖 40 个。", &["600 人"]),
            ("群众满意度 90。", &["90"]),
            ("群众满意度 90%，参与企业 200 家。", &[]),
            ("书刊借阅量 240 册，书刊排名 5 位。", &["240 册"]),
        ] {
            assert_eq!(found(&RULE, &project(goal)), wanted, "{goal}");
        }
    }
}
