//! L501: the written weight of a group is not that of the framework.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::Origin;
use crate::model::framework::Level as FrameworkLevel;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L501",
    name: "group-weight-off-framework",
    title: "类别分值与框架不同",
    level: Level::Note,
    certainty: Certainty::Certain,
    fix: None,
    why: "框架给每类指标规定了分值。确有需要可以调整，但要知道自己调了，并说明依据：各单位分值不一，得分就不好比。",
    wrong: &[
        Wrong {
            text: "产出指标 60 分 {
    数量指标 {
        培训人次 >= 600 人次
    }
}
效益指标 20 分 {
    社会效益指标 {
        受训居民就业人数 >= 120 人
    }
}
满意度指标 10 分 {
    服务对象满意度指标 {
        学员满意度 >= 90%
    }
}",
            finds: &["60 分", "20 分"],
        },
    ],
    right: &[
        "产出指标 50 分 {
    数量指标 {
        培训人次 >= 600 人次
    }
}
效益指标 30 分 {
    社会效益指标 {
        受训居民就业人数 >= 120 人
    }
}
满意度指标 10 分 {
    服务对象满意度指标 {
        学员满意度 >= 90%
    }
}",
        "产出指标 {
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
}",
    ],
    words: &[],
    basis: "各框架 `依据` 所列的文件，以财政部门正式文本为准。",
    check: Check::Declaration(check),
};

/// Frameworks whose weights no document prescribes.
const NOT_PRESCRIBED: [&str; 1] = ["部门整体"];

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(framework) = cx.model.framework_of(declaration) else { return };
    // Where a group is empty, the others have to take its weight.
    let used = |level: usize| {
        let mut groups = declaration.groups.iter().filter(|group| group.level == 1);
        groups.any(|group| group.of_framework == Some(level) && group.weight.value.is_positive())
    };
    let weighs = |level: &FrameworkLevel| level.weight.as_ref().is_some_and(Exact::is_positive);
    let vacant = framework.groups.iter().enumerate().any(|(at, level)| weighs(level) && !used(at));
    let explained = declaration.texts.iter().any(|text| text.kind == TextKind::Basis);
    if vacant || explained || NOT_PRESCRIBED.contains(&&*framework.name) {
        return;
    }
    for group in &declaration.groups {
        let Origin::Written(span) = group.weight.origin else { continue };
        let level = match group.parent.and_then(|parent| declaration.groups.get(parent)) {
            None => group.of_framework.and_then(|of| framework.groups.get(of)),
            Some(parent) => parent
                .of_framework
                .zip(group.of_framework)
                .and_then(|(of, child)| framework.groups.get(of)?.children.get(child)),
        };
        let Some((level, wanted)) = level.and_then(|level| Some((level, level.weight.as_ref()?))) else { continue };
        let found = &group.weight.value;
        if found == wanted || found.is_zero() {
            continue;
        }
        let (word, gap) = if found < wanted { ("少", wanted - found) } else { ("多", found - wanted) };
        let message = format!(
            "`{}` 写的是 {found} 分，框架 `{}` 是 {wanted} 分，{word} {gap} 分",
            group.name, framework.name
        );
        let mut finding = cx.finding(declaration.at(span), message);
        if level.place.file == declaration.place.file {
            finding = finding.related(level.place, format!("框架里是 {wanted} 分"));
        }
        cx.report(finding.help("不是有意调整的，就去掉分值，由框架给出；有意调整的，在 `依据` 里写明文件"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    #[test]
    fn the_weight_of_an_empty_group_goes_somewhere() {
        let text = "项目 甲 {\n年度 2024\n产出指标 50 分 {\n数量指标 {\n演出 >= 9 场\n}\n}\n\
                    效益指标 40 分 {\n社会效益指标 {\n观众人次 >= 900 人次\n}\n}\n}";
        assert_eq!(found(&RULE, text), [""; 0]);
    }
}
