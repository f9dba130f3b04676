//! L608: a text counts something that no indicator does.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{Told, number, told, value, written};
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::unit::Dimension;
use crate::model::value::Quantity;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L608",
    name: "narrative-number-without-indicator",
    title: "叙述里的数没有对应的指标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "总体目标或任务目标里写明了数，指标表里没有这一行，年底就没有人核对它。定为指标，或从目标里去掉。",
    wrong: &[
        Wrong {
            text: r#"项目 技能培训 {
    年度 2024
    总体目标 "培训 600 人次，新建停车场 5 座。"
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
            finds: &["新建停车场 5 座"],
        },
    ],
    right: &[
        r#"项目 技能培训 {
    年度 2024
    总体目标 "培训 600 人次，学员满意度达到 90%以上。"
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
    总体目标 "按照财预〔2020〕10号文件，于2024年12月31日前完成。"
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
    check: Check::Whole(check),
};

/// Verbs that stand before what is counted and are common to many things.
const VERBS: [&str; 20] = [
    "新建", "建成", "建设", "改造", "购置", "采购", "举办", "开展", "完成", "发放", "安装", "修建", "组织", "新增",
    "惠及", "覆盖", "涉及", "服务", "受益", "带动",
];

/// Words before a number of places that a project reaches: they say where, not what.
const REACHES: [&str; 6] = ["覆盖", "惠及", "涉及", "下辖", "辖", "包括"];

/// What begins a way of working, of which there are so many points: 坚持1个中心.
const SLOGANS: [&str; 12] =
    ["坚持", "围绕", "突出", "聚焦", "紧扣", "抓实", "锚定", "推行", "形成", "建立", "做实", "把握"];

/// Where something is, not what.
const WHERE: [&str; 8] = ["全县", "全市", "全区", "全省", "全镇", "全乡", "全域", "全线"];

/// Words of what there is before anything is done.
const BACKGROUND: [&str; 17] = [
    "总库容", "总人口", "户籍人口", "常住人口", "总户数", "耕地", "辖区", "在职", "在编", "在岗", "编制", "职工", "内设",
    "下属", "所属", "退休", "公务用车",
];

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if declaration.indicators.is_empty() {
        return;
    }
    let told = told(cx, declaration);
    let shares = shares(cx, declaration, &told);
    for told in told.iter().filter(|told| matches!(told.kind, TextKind::Goal | TextKind::Aim) && told.counts(declaration)) {
        let mention = &told.mention;
        let subject = VERBS.iter().find_map(|verb| mention.subject.strip_prefix(verb)).unwrap_or(mention.subject);
        let bare = REACHES.iter().any(|word| subject.ends_with(word)) || cx.words.is("verbs", subject) || WHERE.contains(&subject) || SLOGANS.contains(&subject);
        if bare || BACKGROUND.iter().any(|word| subject.contains(word) || mention.after.starts_with(word)) {
            continue;
        }
        // Without a noun before the number, it cannot be told what is counted.
        if mention.unit.is_empty() || subject.chars().filter(|letter| letter.is_alphabetic()).count() < 2 {
            continue;
        }
        let Some((value, dimension)) = value(cx, mention) else { continue };
        if is_ignored(cx, mention.unit, &dimension) {
            continue;
        }
        if told.task.is_some() && shares.contains(&dimension) {
            continue;
        }
        let known = |quantity: Quantity| cx.in_base(quantity) == value && cx.unit(quantity.unit).dimension == dimension;
        let answered = declaration.indicators.iter().any(|indicator| {
            let extras = indicator.extras.as_ref();
            let cycle = extras.and_then(|extras| number(extras.cycle.as_ref()));
            let previous = extras.and_then(|extras| extras.previous);
            let own = number(indicator.goal.as_ref());
            let as_written = own.is_some_and(|own| own.number == mention.number);
            as_written || [own, cycle, previous].into_iter().flatten().any(known) || is_about(&indicator.name, subject)
        });
        if answered {
            continue;
        }
        let place = told.at(&mention.whole);
        let message = format!("{}写了 `{}`，没有对应的指标", told.word(), written(cx, place));
        cx.report(cx.finding(place, message).help("加上一条指标，或从目标里去掉这个数"));
    }
}

/// The dimensions in which the tasks together count as much as one indicator: 30 期 of one and
/// 10 期 of the other are 40 期.
fn shares(cx: &Cx<'_>, declaration: &Declaration, told: &[Told<'_>]) -> Vec<Dimension> {
    let mut sums: Vec<(Dimension, Exact)> = Vec::new();
    for told in told.iter().filter(|told| told.task.is_some() && told.counts(declaration)) {
        let Some((value, dimension)) = value(cx, &told.mention) else { continue };
        match sums.iter_mut().find(|(known, _)| *known == dimension) {
            Some((_, sum)) => *sum = &*sum + &value,
            None => sums.push((dimension, value)),
        }
    }
    let own = |indicator: &Indicator| number(indicator.goal.as_ref());
    let met = |dimension: &Dimension, sum: &Exact| {
        declaration.indicators.iter().filter_map(own).any(|own| cx.in_base(own) == *sum && cx.unit(own.unit).dimension == *dimension)
    };
    sums.into_iter().filter(|(dimension, sum)| met(dimension, sum)).map(|(dimension, _)| dimension).collect()
}

/// Money is what is put in, and time says how long: neither needs an indicator.
fn is_ignored(cx: &Cx<'_>, unit: &str, dimension: &Dimension) -> bool {
    let like = |known: &str| cx.model.units.read(known).is_ok_and(|known| known.dimension == *dimension);
    let magnitude = dimension.is_empty() && !unit.starts_with(['%', '％', '‰']);
    magnitude || ["元", "天", "年", "小时", "工作日"].into_iter().any(like)
}

/// Whether a name shares two letters in a row with what a text speaks of.
fn is_about(name: &str, subject: &str) -> bool {
    let letters: Vec<char> = subject.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let mut pair = String::new();
    letters.windows(2).any(|two| {
        pair.clear();
        pair.extend(two);
        name.contains(&pair)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    fn project(goal: &str) -> String {
        format!(
            "项目 甲 {{\n年度 2024\n总体目标 \"{goal}\"\n产出指标 {{\n数量指标 {{\n县道养护里程 >= 120 公里\n}}\n}}\n\
             效益指标 {{\n社会效益指标 {{\n受益人口数 >= 15 万人\n}}\n}}\n\
             满意度指标 {{\n服务对象满意度指标 {{\n群众满意度 >= 90%\n}}\n}}\n}}"
        )
    }

    #[test]
    fn tasks_share_an_indicator() {
        let text = |second: u32| {
            project("养护县道。").replace(
                "产出指标 {\n数量指标 {",
                &format!(
                    "任务 甲 {{\n目标 \"举办讲座 30 期。\"\n}}\n任务 乙 {{\n目标 \"送教下乡 {second} 期。\"\n}}\n\
                     产出指标 {{\n数量指标 {{\n办班期数 >= 40 期"
                ),
            )
        };
        assert_eq!(found(&RULE, &text(10)), [""; 0]);
        assert_eq!(found(&RULE, &text(20)), ["讲座 30 期", "送教下乡 20 期"]);
    }

    #[test]
    fn what_is_counted_has_an_indicator() {
        for (goal, wanted) in [
            ("危桥改造 3 座。", &["危桥改造 3 座"][..]),
            ("养护县道 120 公里，惠及 12 个乡镇、约 15 万人。", &[]),
            ("争取上级资金 1200 万元，工期 90 天。", &[]),
            ("与去年相比，事故下降 20%。", &[]),
            ("贯彻中央1号文件，落实“3+2”机制。", &[]),
            ("按照第14届全运会要求，2024年12月底前完工。", &[]),
            ("到2026年危桥改造 30 座。", &[]),
            ("全线覆盖6个乡镇48个行政村，总人口6.8万人，耕地面积9.6万亩。", &[]),
            ("保障单位56名在职人员正常运转，推进2个示范点建设。", &[]),
            ("坚持1个中心，宣讲4期，每期50人次。", &["宣讲4期"]),
            ("危桥改造3座小型桥梁。", &["危桥改造3座小型桥梁"]),
        ] {
            assert_eq!(found(&RULE, &project(goal)), wanted, "{goal}");
        }
    }
}
