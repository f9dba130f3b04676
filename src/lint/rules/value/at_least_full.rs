//! L323: at least 100% of what cannot be more.

use crate::diag::Safety;
use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L323",
    name: "at-least-full",
    title: "`>= 100%` 应写成 `= 100%`",
    level: Level::Note,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "合格率、覆盖率、及时率最多 100%，`>= 100%` 等于要求 `= 100%`，写成后者读的人不会误以为还能超额。",
    wrong: &[
        Wrong { text: "委托业务报告合格率 >= 100%", finds: &[">="] },
        Wrong { text: "工程完成及时率 >= 100%", finds: &[">="] },
    ],
    right: &["委托业务报告合格率 = 100%\n工程完成及时率 >= 98%", "年度任务完成率 >= 100%"],
    words: &["satisfaction", "capped-rate"],
    basis: "部分占全部的比率不超过 100%。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if !line.is_share() {
        return;
    }
    let Some((Sign::Ge, value)) = line.amount() else { return };
    if cx.percentage(value) != Some(Exact::ONE) {
        return;
    }
    let place = cx.sign_place(line);
    let message = format!("`{}` 最多 100%，`{}` 就是 `= 100%`", line.name(), cx.slice(cx.target_place(line)));
    cx.report(cx.finding(place, message).fix(Safety::Unsafe, place.span, "=", "超不过 100%，`>=` 会让人以为还能超额，改为"));
}
