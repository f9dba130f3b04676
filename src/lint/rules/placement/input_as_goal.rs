//! L411: the money spent, as what was to be reached.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L411",
    name: "input-as-goal",
    title: "投入写成了目标",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "投入多少资金、多少人是办事的条件，不是办成的事：把投入当作产出或效益，花得越多成绩越大。\
          带动的社会资本是效益，不在此列。",
    wrong: &[
        Wrong { text: "项目投入资金 >= 200 万元", finds: &["项目投入资金"] },
        Wrong {
            text: "效益指标 {\n    经济效益指标 {\n        争取上级资金 >= 300 万元\n        完成投资额 >= 280 万元\n    }\n}",
            finds: &["争取上级资金", "完成投资额"],
        },
        Wrong {
            text: "效益指标 {\n    经济效益指标 {\n        财政资金投入 >= 500 万元\n    }\n}",
            finds: &["财政资金投入"],
        },
    ],
    right: &[
        "产出指标 {\n    成本指标 {\n        项目投入资金 <= 200 万元\n    }\n}\n效益指标 {\n    经济效益指标 {\n        带动社会资金投入 >= 500 万元\n    }\n}",
    ],
    words: &["input"],
    basis: "产出、效益指标反映资金办成的事，不是资金本身（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Money that others bring because of the project.
const ATTRACTED: &[&str] =
    &["带动", "撬动", "引导", "社会资本", "社会资金", "拉动", "吸引", "节约", "减少", "争取", "引进", "招商", "企业", "研发"];

/// Endings of names of money that was spent or came in, where an effect should stand.
const SPENT: &[&str] = &[
    "完成投资额", "完成投资", "项目投资额", "项目总投资", "资金使用金额", "资金使用额", "使用资金", "资金到位", "配套资金", 
    "上级资金", "中央资金", "省级资金", "市级资金", "专项资金", "补助资金", "财政资金", "资金总额",
];

/// Investments of others, which are effects.
const INVESTED: &[&str] = &["固定资产", "产业", "民间", "外资", "减免", "发放"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let group = of(line);
    if !matches!(group, Some(Group::Quantity | Group::Quality | Group::Timeliness | Group::Benefit)) {
        return;
    }
    let Some((Sign::Ge | Sign::Gt | Sign::Eq, _)) = line.amount() else { return };
    let spent = group == Some(Group::Benefit) && line.ends(SPENT) && !line.says(INVESTED);
    let sought = line.says(&["争取上级", "争取中央", "争取省级", "争取财政", "向上争取"]);
    let input = cx.words.ends("input", line.core_name()).is_some() && !line.says(ATTRACTED);
    if !(input || spent && (sought || !line.says(ATTRACTED))) {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 是投入，不是办成的事，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "写办成什么的一类");
    cx.report(finding.help("改写用这些投入办成了什么；要控制花费时移到 `成本指标`，写 `<=`"));
}
