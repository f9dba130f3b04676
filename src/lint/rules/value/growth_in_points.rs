//! L314: a rate of growth in points.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};

pub const RULE: Rule = Rule {
    code: "L314",
    name: "growth-in-points",
    title: "增长率写成了百分点",
    level: Level::Off,
    certainty: Certainty::Possible,
    fix: Some(Safety::Unsafe),
    why: "增长率说的是比上年多百分之几，单位是 `%`；两个比率相减才是百分点。\
          收入增长 5% 和增速提高 5 个百分点不是一回事。",
    wrong: &[Wrong { text: "税收收入增长率 >= 5 个百分点", finds: &["个百分点"] }],
    right: &["税收收入增长率 >= 5%", "知晓率提高幅度 >= 5 个百分点"],
    words: &[],
    basis: "百分点是两个百分比之差。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    if line.noun != Noun::Rate || !line.ends(&["增长率", "增速"]) || !cx.unit(value.unit).text.contains('点') {
        return;
    }
    let Some(place) = cx.unit_place(line) else { return };
    let message = format!("`{}` 是增长率，单位 `{}` 说的是两个比率之差", line.name(), cx.slice(place));
    let value = cx.value_place(line).span;
    let finding = cx.finding(place, message).help("比上年增长百分之几，写成 `%`");
    let number = line.amount().map(|(_, value)| value.number).unwrap_or_default();
    cx.report(finding.fix(Safety::Unsafe, value, format!("{number}%"), format!("改为 `{number}%`")));
}
