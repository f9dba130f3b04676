//! L304: the name holds a unit, and the target another or none.

use super::guess;
use crate::diag::Safety;
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::{Measure, measure};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::unit::UnitId;

pub const RULE: Rule = Rule {
    code: "L304",
    name: "unit-in-name-differs",
    title: "名称里的单位和指标值的单位不同",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "名称里写着一个单位，指标值又是另一个单位，或者没有单位，读的人不知道以哪个为准。\
          单位写在指标值后面就够了，名称里不必再写。",
    wrong: &[
        Wrong { text: "\"培训人数（人）\" >= 3 场", finds: &["场"] },
        Wrong { text: "\"四项制度健全程度（%）\" >= 90", finds: &["90"] },
        Wrong { text: "村组干部230人 >= 230 个", finds: &["个"] },
        Wrong { text: "\"渠道长度（公里）\" >= 24 米", finds: &["米"] },
        Wrong { text: "\"项目资金（万元）\" <= 3000 元", finds: &["元"] },
    ],
    right: &[
        "培训人数 >= 300 人",
        "\"四项制度健全程度（%）\" >= 90%",
        "\"创建示范点（村）\" >= 5 个",
        "\"产值（万元）\" >= 0.8 亿元\n\"总产值（亿元）\" >= 8000 万元\n\"户均增收（万元）\" >= 2000 元/户\n\"设备成本（万元）\" <= 80000 元",
        "新建水泥路1条 >= 2 公里",
    ],
    words: &[],
    basis: "同一个量只有一个单位（通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    let Some(named) = guess::unit_in_brackets(cx, line.name()).or_else(|| people_at_the_end(line.name())) else {
        return;
    };
    let Ok(unit) = cx.model.units.read(named) else { return };
    let (of_name, of_target) = (measure(&cx.model.units, &unit), cx.measure(value.unit));
    let same = unit.dimension == cx.unit(value.unit).dimension && value.unit != UnitId::NONE;
    // Money is written in several sizes; 万 before the same unit is one, too.
    let magnitude = cx.unit(value.unit).text.ends_with(named) || of_target == Measure::Money;
    let sizes = same && !magnitude && of_name != Measure::Time && !cx.is_quotient(value.unit);
    // 3000 元 under a heading of 万元 were 3000 万元 in the form.
    let slipped = same
        && of_target == Measure::Money
        && !cx.is_quotient(value.unit)
        && cx.unit(value.unit).scale == Exact::ONE
        && cx.unit(value.unit).scale < unit.scale
        && cx.in_base(value) < unit.scale;
    let differs = slipped || sizes && cx.unit(value.unit).scale != unit.scale;
    // 户均增收（万元） >= 2000 元/户 says the other half of its unit in the name.
    let per = of_name == of_target && cx.is_quotient(value.unit) && line.says(&["均", "每", "单位", "标准"]);
    if same && !differs || per || of_target == Measure::Other {
        return;
    }
    // 个 counts anything, and a place in brackets (村) says what.
    if of_name == Measure::Things && of_target == Measure::Things || value.number.is_zero() {
        return;
    }
    let place = cx.unit_place(line).filter(|place| !place.span.is_empty()).unwrap_or_else(|| cx.value_place(line));
    let blank = if named.starts_with(['%', '‰']) { "" } else { " " };
    let (message, help) = if value.unit == UnitId::NONE {
        let message = format!("`{}` 的名称里写着单位 `{named}`，指标值没有单位", line.name());
        (message, format!("写成 `{}{blank}{named}`", value.number))
    } else {
        let message =
            format!("`{}` 的名称里写着单位 `{named}`，指标值的单位是 `{}`", line.name(), cx.slice(place));
        (message, "单位只写在指标值后面，并与名称所指的量一致".to_owned())
    };
    let name = cx.within(line.name_place(), named);
    let finding = cx.finding(place, message).related(name, "名称里的单位").help(help);
    if same {
        // Which of the two sizes is meant, only the author knows.
        let finding = finding.fix(Safety::Shown, place.span, named, format!("改为 `{named}`"));
        return cx.report(finding);
    }
    if value.unit == UnitId::NONE && line.indicator.extras.is_none() {
        let after = place.span.after();
        cx.report(finding.fix(Safety::Unsafe, after, format!("{blank}{named}"), format!("补上 `{named}`")));
    } else {
        cx.report(finding);
    }
}

/// `人` of 村组干部230人; `户` likewise. Things at the end (新建水泥路1条) may be measured in
/// many ways.
fn people_at_the_end(name: &str) -> Option<&str> {
    let stem = name.strip_suffix('人').or_else(|| name.strip_suffix('户'))?;
    if !stem.ends_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    name.get(stem.len()..)
}
