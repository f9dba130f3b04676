//! L502: an indicator or a group that weighs nothing.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::{Indicator, Origin};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L502",
    name: "zero-weight",
    title: "分值是 0",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "0 分的指标完不完成都不影响得分，等于没有考核。不考核的写 `不适用` 和理由。",
    wrong: &[
        Wrong {
            text: "产出指标 50 分 {
    数量指标 {
        培训人次 >= 600 人次, 50 分
        培训期数 >= 12 期, 0 分
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
            finds: &["0 分"],
        },
    ],
    right: &[
        r#"产出指标 50 分 {
    数量指标 {
        培训人次 >= 600 人次, 50 分
        培训期数 不适用 "本年不分期"
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
}"#,
    ],
    words: &[],
    basis: "列入绩效目标的指标都要考核，分值合计 100 分（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    for (at, group) in declaration.groups.iter().enumerate() {
        let Origin::Written(span) = group.weight.origin else { continue };
        let inside = |indicator: &Indicator| {
            let own = indicator.group as usize;
            own == at || declaration.groups.get(own).is_some_and(|own| own.parent == Some(at))
        };
        if group.weight.value.is_zero() && declaration.indicators.iter().any(inside) {
            let message = format!("`{}` 是 0 分，里面的指标都不影响得分", group.name);
            let finding = cx.finding(declaration.at(span), message);
            cx.report(finding.help("写上分值，或去掉 `0 分`，由框架给出"));
        }
    }
    for indicator in &declaration.indicators {
        let Origin::Written(span) = indicator.weight.origin else { continue };
        if !indicator.weight.value.is_zero() || matches!(indicator.goal, Some(Goal::NotApplicable(_))) {
            continue;
        }
        let group = declaration.groups.get(indicator.group as usize);
        let parent = group.and_then(|group| group.parent).and_then(|parent| declaration.groups.get(parent));
        // The group says it already.
        if [group, parent].into_iter().flatten().any(|group| group.weight.written().is_some_and(Exact::is_zero)) {
            continue;
        }
        let message = format!("`{}` 是 0 分，完不完成都不影响得分", indicator.name);
        let finding = cx.finding(declaration.at(span), message);
        cx.report(finding.help("写上分值；不考核的，写 `不适用 \"理由\"`"));
    }
}
