//! L505: a core indicator weighs less than the others of its group.

use crate::exact::{Exact, Rounding};
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L505",
    name: "core-indicator-below-average",
    title: "核心指标的分值低于平均",
    level: Level::Off,
    certainty: Certainty::Possible,
    fix: None,
    why: "标为核心的指标应当更重。分值比同组的平均数还低，不是标错了核心，就是分值没有跟上。",
    wrong: &[
        Wrong {
            text: "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 10 分, 核心
        培训期数 >= 12 期, 40 分
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
        培训人次 >= 600 人次, 40 分, 核心
        培训期数 >= 12 期, 10 分
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
    basis: "核心指标应当突出（以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    for core in declaration.indicators.iter().filter(|indicator| indicator.core) {
        let assessed = || {
            let same = declaration.indicators.iter().filter(|indicator| indicator.group == core.group);
            same.map(|indicator| &indicator.weight.value).filter(|weight| weight.is_positive())
        };
        let (sum, count) = (assessed().sum::<Exact>(), assessed().count() as i128);
        let own = &core.weight.value;
        if !own.is_positive() || own * &Exact::int(count) >= sum {
            continue;
        }
        let average = sum.div(&Exact::int(count)).unwrap_or(Exact::ZERO).to_fixed(2, Rounding::HalfUp);
        let message = format!("核心指标 `{}` 是 {own} 分，低于同组的平均 {average} 分", core.name);
        cx.report(cx.finding(declaration.at(core.name_span), message).help("提高它的分值，或去掉 `核心`"));
    }
}
