//! L310: 覆盖率 >= 0.95, 合格率 >= 95 件.

use super::guess;
use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::unit::UnitId;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "L310",
    name: "rate-not-in-percent",
    title: "比率没有写成百分比",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "比率写成 `95` 会被当作 9500%，写成 `95 件` 则不是比率。\
          写成 `95%`，目标、实际完成值和公式才是同一种量。",
    wrong: &[
        Wrong { text: "路面覆盖率 >= 0.95", finds: &["0.95"] },
        Wrong { text: "验收合格率 >= 95 件", finds: &["95 件"] },
        Wrong { text: "村民满意度 >= 90\n资金发放及时率 = 100", finds: &["90", "100"] },
    ],
    right: &[
        "路面覆盖率 >= 95%\n验收合格率 >= 95%\n增长率 >= 2 个百分点",
        "建筑容积率 <= 2.5\n工作频率 >= 2 次/月\n孕产妇死亡率 <= 9 人/十万人\n资金周转率 >= 3 次",
        "读者满意度评分 >= 4.5",
    ],
    words: &["satisfaction", "capped-rate", "rate"],
    basis: "比率、满意度以百分比表示（通行写法，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Rates that are not a share of a hundred, or may be something else.
const OTHER_SCALES: &[&str] =
    &["死亡率", "发病率", "患病率", "出生率", "发案率", "案发率", "周转率", "事故率", "杠杆率", "比", "倍数", "倍", "幅"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    let measure = cx.measure(value.unit);
    if matches!(measure, Measure::Percent | Measure::Ratio | Measure::Other | Measure::Magnitude) {
        return;
    }
    let rate = line.noun.is_rate() || matches!(line.noun, Noun::Timeliness | Noun::Harm) && line.ends(&["率"]);
    if !rate || !value.number.is_sign_positive() || value.number.is_zero() || cx.is_quotient(value.unit) {
        return;
    }
    if line.ends(OTHER_SCALES) && !line.ends(&["占比"]) || line.says(&["师生", "生师", "男女", "配比"]) {
        return;
    }
    if line.noun == Noun::Satisfaction {
        // A scale of five or ten points has no unit, one of a hundred may have.
        let scale = value.number > Decimal::ONE && value.number <= Decimal::TEN;
        if measure == Measure::Points || measure == Measure::Plain && scale {
            return;
        }
    }
    if guess::unit_in_brackets(cx, line.name()).is_some() {
        return;
    }
    let percent = if value.unit == UnitId::NONE && value.number <= Decimal::ONE {
        // A formula of equal units gives the ratio itself, which is then as good.
        let formula = line.indicator.extras.as_ref().is_some_and(|extras| extras.formula.is_some());
        if formula {
            return;
        }
        value.number.checked_mul(Decimal::ONE_HUNDRED).map(|percent| percent.normalize())
    } else {
        (value.number <= Decimal::ONE_HUNDRED).then_some(value.number)
    };
    let place = cx.value_place(line);
    let message = format!("`{}` 是比率，指标值 `{}` 不是百分比", line.name(), cx.slice(place));
    let finding = cx.finding(place, message);
    let Some(percent) = percent else {
        return cx.report(finding.help("写成百分比，如 `95%`"));
    };
    let finding = finding.help(format!("写成 `{percent}%`"));
    let alone = line.indicator.extras.is_none();
    let safety = if alone { Safety::Unsafe } else { Safety::Shown };
    cx.report(finding.fix(safety, place.span, format!("{percent}%"), format!("改为 `{percent}%`")));
}
