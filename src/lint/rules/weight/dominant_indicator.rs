//! L504: one of four or more indicators has more than half of the weight.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L504",
    name: "dominant-indicator",
    title: "一条指标占了一级指标一半以上的分",
    level: Level::Off,
    certainty: Certainty::Possible,
    fix: None,
    why: "一条指标占去一大半分，其余几条加起来也影响不了结果，写它们就没有多少意义。",
    wrong: &[
        Wrong {
            text: "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 35 分
        培训期数 >= 12 期, 5 分
        教材印制数量 >= 600 册, 5 分
        师资人数 >= 20 人, 5 分
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
            finds: &["培训人次"],
        },
    ],
    right: &[
        "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 20 分
        培训期数 >= 12 期, 10 分
        教材印制数量 >= 600 册, 10 分
        师资人数 >= 20 人, 10 分
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
    ],
    words: &[],
    basis: "指标分值应当与重要程度相称（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

/// Fewer indicators than these cannot share a group evenly enough to complain.
const FEWEST: usize = 4;

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    for (at, group) in declaration.groups.iter().enumerate().filter(|(_, group)| group.level == 1) {
        let inside = || {
            declaration.indicators.iter().filter(move |indicator| {
                let own = indicator.group as usize;
                own == at || declaration.groups.get(own).is_some_and(|own| own.parent == Some(at))
            })
        };
        let whole = &group.weight.value;
        let assessed = inside().filter(|indicator| indicator.weight.value.is_positive()).count();
        if assessed < FEWEST {
            continue;
        }
        let heavy = inside().find(|indicator| &indicator.weight.value + &indicator.weight.value > *whole);
        let Some(heavy) = heavy else { continue };
        let message = format!(
            "`{}` 一条占 {} 分，超过 `{}` {whole} 分的一半，其余 {} 条分余下的",
            heavy.name, heavy.weight.value, group.name, assessed - 1
        );
        cx.report(cx.finding(declaration.at(heavy.name_span), message).help("按重要程度重新分配分值"));
    }
}
