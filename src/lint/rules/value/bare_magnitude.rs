//! L306: 250 万 of what?

use super::guess;
use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L306",
    name: "bare-magnitude",
    title: "只有“万”“亿”，没有单位",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "`250 万` 只说了数有多大，没有说是多少什么：万元、万人次还是万亩，读的人只能猜。",
    wrong: &[
        Wrong { text: "受益群众人数 >= 250 万", finds: &["万"] },
        Wrong { text: "带动社会投资 >= 3 亿", finds: &["亿"] },
    ],
    right: &["受益群众人数 >= 250 万人", "带动社会投资 >= 3 亿元"],
    words: &[],
    basis: "万、亿是数量级，不是计量单位（以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let unit = match line.goal {
        Goal::Quantity { value, .. } => value.unit,
        Goal::Range { high, .. } => high.unit,
        _ => return,
    };
    if cx.measure(unit) != Measure::Magnitude || line.noun == Noun::Index {
        return;
    }
    let Some(place) = cx.unit_place(line).filter(|_| !cx.is_half_read(line)) else { return };
    let magnitude = cx.slice(place);
    let guessed = guess::unit(cx, line).unit;
    let bare = guessed.strip_prefix('万').unwrap_or(&guessed).to_owned();
    // Nothing in the name says what is counted.
    let unknown = line.noun == Noun::Unknown && bare == "个" && !line.ends(&["个数", "村", "社区", "项目"]);
    let message = format!("`{}` 的指标值 `{}` 只有数量级 `{magnitude}`，没有单位", line.name(), cx.slice(cx.value_place(line)));
    let finding = cx.finding(place, message).label(format!("{magnitude}什么？"));
    if unknown {
        return cx.report(finding.help(format!("把单位写全，如 `{magnitude}元`、`{magnitude}人次`")));
    }
    let finding = finding.help(format!("把单位写全，如 `{magnitude}{bare}`"));
    if bare.starts_with(['%', '‰']) {
        return cx.report(finding);
    }
    let safe = line.noun != Noun::Unknown && line.indicator.extras.is_none();
    let safety = if safe { Safety::Unsafe } else { Safety::Shown };
    cx.report(finding.fix(safety, place.span.after(), bare.clone(), format!("补上 `{bare}`")));
}
