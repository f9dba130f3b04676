//! L611: the target is worse than what was reached last year.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::{Goal, Quantity};
use crate::syntax::ast::TextKind;
use crate::terms::Direction;

pub const RULE: Rule = Rule {
    code: "L611",
    name: "below-last-year",
    title: "指标值不如上年",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "目标定得比上年已经做到的还低，完成了也是退步。确有原因的（任务减少、政策调整），在 `说明` 里写清。",
    wrong: &[
        Wrong {
            text: "培训人次 >= 500 人次 {
    上年 600 人次
}",
            finds: &["500 人次"],
        },
        Wrong {
            text: "工单办理时限 <= 5 天 {
    上年 3 天
}",
            finds: &["5 天"],
        },
        Wrong {
            text: "服务企业家数 >= 上年 * 80% {
    上年 400 家
}",
            finds: &[">= 上年 * 80%"],
        },
    ],
    right: &[
        "单位能耗 <= 上年 * 95% {
    上年 40 千瓦时
}",
        "培训人次 >= 660 人次 {
    上年 600 人次
}",
        r#"培训人次 >= 500 人次 {
    上年 600 人次
    说明 "今年由五期减为四期"
}"#,
    ],
    words: &[],
    basis: "绩效目标应当参照上年完成情况合理确定（以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if let Goal::Growth { rate, .. } = line.goal {
        let planned = line.said(TextKind::Note, cx.words).is_some();
        if rate.is_negative() && line.indicator.direction == Some(Direction::Positive) && !planned {
            let place = cx.target_place(line);
            let message = format!("`{}` 的指标值 `{}` 不如上年", line.name(), cx.slice(place));
            cx.report(cx.finding(place, message).help("不低于上年已经做到的；确有原因的，用 `说明` 写清"));
        }
        return;
    }
    if let Goal::Previous { factor, plus, .. } = line.goal {
        return share_of_last_year(cx, line, factor, *plus);
    }
    let Goal::Quantity { value, .. } = line.goal else { return };
    let Some(previous) = line.indicator.extras.as_ref().and_then(|extras| extras.previous) else { return };
    let (target, last) = (cx.in_base(*value), cx.in_base(previous));
    let worse = match line.indicator.direction {
        Some(Direction::Negative) => target > last,
        Some(Direction::Positive) => target < last,
        None => false,
    };
    if !worse || line.said(TextKind::Note, cx.words).is_some() {
        return;
    }
    let unit = cx.unit(value.unit);
    let gap = if target < last { &last - &target } else { &target - &last };
    let gap = gap.div(&unit.scale).unwrap_or(Exact::ZERO);
    let share = unit.text.starts_with('%');
    let word = match (share, target < last) {
        (true, true) => "低",
        (true, false) => "高",
        (false, true) => "少",
        (false, false) => "多",
    };
    let gap = format!("{gap} {}", if share { "个百分点" } else { &*unit.text });
    let message = format!(
        "`{}` 的指标值 {} 不如上年的 {}，{word} {}",
        line.name(),
        cx.show(*value),
        cx.show(previous),
        gap.trim_end()
    );
    let finding = cx.finding(cx.value_place(line), message);
    cx.report(finding.help("不低于上年已经做到的；确有原因的，用 `说明` 写清"));
}

/// `上年 * 80%` is less than last year, whatever that was.
fn share_of_last_year(cx: &mut Cx<'_>, line: &Line<'_>, factor: &Exact, plus: Option<Quantity>) {
    let added = plus.map_or(Exact::ZERO, |plus| cx.in_base(plus));
    let less = *factor <= Exact::ONE && !added.is_positive();
    let more = *factor >= Exact::ONE && !added.is_negative();
    let worse = match line.indicator.direction {
        Some(Direction::Negative) => more && !less,
        Some(Direction::Positive) => less && !more,
        None => false,
    };
    if !worse || line.said(TextKind::Note, cx.words).is_some() {
        return;
    }
    let place = cx.target_place(line);
    let message = format!("`{}` 的指标值 `{}` 不如上年", line.name(), cx.slice(place));
    cx.report(cx.finding(place, message).help("不低于上年已经做到的；确有原因的，用 `说明` 写清"));
}
