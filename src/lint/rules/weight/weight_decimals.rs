//! L506: a weight has more decimals than scores are rounded to.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::Origin;

pub const RULE: Rule = Rule {
    code: "L506",
    name: "weight-decimals",
    title: "分值的小数位数多于框架",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "框架规定得分保留几位小数。分值写得更细，得分舍入以后就凑不成满分，合计对不上。",
    wrong: &[
        Wrong {
            text: "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 33.335 分
        培训期数 >= 12 期, 16.665 分
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
            finds: &["33.335 分"],
        },
    ],
    right: &[
        "产出指标 {
    数量指标 {
        培训人次 >= 600 人次, 33.33 分
        培训期数 >= 12 期, 16.67 分
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
    basis: "框架的 `舍入`：每条指标的得分保留的小数位数。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(framework) = cx.model.framework_of(declaration) else { return };
    let of_groups = declaration.groups.iter().map(|group| (&group.name, &group.weight));
    let of_indicators = declaration.indicators.iter().map(|indicator| (&indicator.name, &indicator.weight));
    let too_fine = of_groups.chain(of_indicators).filter_map(|(name, weight)| {
        let Origin::Written(span) = weight.origin else { return None };
        let rounded = weight.value.round(framework.places, framework.rounding);
        (rounded != weight.value).then_some((name, &weight.value, span))
    });
    let mut too_fine = too_fine.peekable();
    // One slip of the hand repeats itself; the first place tells it all.
    let Some(&(name, value, span)) = too_fine.peek() else { return };
    let others = match too_fine.count() {
        1 => String::new(),
        count => format!("，共 {count} 处"),
    };
    let places = framework.places;
    let message = format!("`{name}` 的分值 {value} 分，小数多于框架 `{}` 的 {places} 位{others}", framework.name);
    let finding = cx.finding(declaration.at(span), message);
    let rounded = value.to_fixed(places, framework.rounding);
    cx.report(finding.help(format!("改为 {places} 位小数，例如 `{rounded} 分`，并使合计不变")));
}
