//! L305: the name says per so many, the unit does not.

use super::guess;
use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L305",
    name: "per-unit-missing",
    title: "“每……”的单位少了分母",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "名称说的是每万人、每千户多少，单位却只有 `件`、`张`：自评时容易拿总数来比，\
          公式算出来的量纲也对不上。把分母写进单位，程序就能替你核对。",
    wrong: &[
        Wrong { text: "每万人口发明专利拥有量 >= 240 件", finds: &["件"] },
        Wrong { text: "每千人口执业医师数 >= 3.2 人", finds: &["人"] },
    ],
    right: &[
        "每万人口发明专利拥有量 >= 240 件/万人",
        "每年举办活动次数 >= 4 次\n每村配备村医人数 >= 1 人\n每万人次投诉率 <= 0.5%",
    ],
    words: &[],
    basis: "每若干人、若干户平均的量，单位应当是复合单位（本工具的约定）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    let Some((_, rest)) = line.name().split_once('每') else { return };
    if !rest.starts_with(['万', '千', '百', '十', '亿']) {
        return;
    }
    let counted = cx.measure(value.unit).is_count() && !cx.is_quotient(value.unit);
    let Some(per) = guess::denominator(cx, line.name()).filter(|_| counted) else { return };
    let Some(place) = cx.unit_place(line) else { return };
    let unit = cx.slice(place);
    let message = format!("`{}` 是每 `{per}` 的量，单位 `{unit}` 没有分母", line.name());
    let finding = cx.finding(place, message).related(cx.within(line.name_place(), per), "名称里的分母");
    let finding = finding.help(format!("写成 `{} {unit}/{per}`", value.number));
    let safety = if line.indicator.extras.is_some() { Safety::Shown } else { Safety::Unsafe };
    cx.report(finding.fix(safety, place.span.after(), format!("/{per}"), format!("单位写成 `{unit}/{per}`")));
}
