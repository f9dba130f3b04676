//! L503: some weights of a group are written, others shared out.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::Origin;

pub const RULE: Rule = Rule {
    code: "L503",
    name: "mixed-weights",
    title: "同一组里有的写了分值，有的没写",
    level: Level::Off,
    certainty: Certainty::Certain,
    fix: None,
    why: "没有写分值的指标平分余下的分。改动其中一条的分值，别的也跟着变，看表的人不容易发现。",
    wrong: &[
        Wrong {
            text: "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 30 分
        培训期数 >= 12 期
        教材印制数量 >= 600 册
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
            finds: &["培训期数"],
        },
    ],
    right: &[
        "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 30 分
        培训期数 >= 12 期, 20 分
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
        培训期数 >= 12 期
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
    basis: "heng 的分摊规则：没有写的平均分摊。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    for (at, group) in declaration.groups.iter().enumerate() {
        let inside = || declaration.indicators.iter().filter(|indicator| indicator.group as usize == at);
        let Some(written) = inside().find(|indicator| indicator.weight.written().is_some()) else { continue };
        let mut shared = inside().filter(|indicator| matches!(indicator.weight.origin, Origin::Shared { .. }));
        let Some(first) = shared.next() else { continue };
        let others = shared.count();
        let which = if others == 0 { String::new() } else { format!("等 {} 条", others + 1) };
        let message = format!("`{}` 里 `{}`{which}没有写分值，别的写了", group.name, first.name);
        let place = declaration.at(written.name_span);
        let finding = cx.finding(declaration.at(first.name_span), message).related(place, "这一条写了分值");
        cx.report(finding.help(format!("写明分值，例如 `{} 分`，或一条都不写", first.weight.value)));
    }
}
