//! L307: half a person.

use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::exact::Exact;

pub const RULE: Rule = Rule {
    code: "L307",
    name: "fractional-count",
    title: "按个数计的量有小数",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "人、户、家、件、场只能是整数。出现小数，多半是单位少了“万”“百”，或把平均数、比率写成了个数。",
    wrong: &[
        Wrong { text: "新建养老服务站 >= 2.5 个", finds: &["2.5"] },
        Wrong { text: "培训人数 >= 1.2 人", finds: &["1.2"] },
    ],
    right: &["培训人数 >= 1.2 万人", "新建养老服务站 >= 3 个", "耕地质量等级提升 >= 0.5 个\n人均参训次数 >= 2.5 次\n培训时长 >= 1.5 天"],
    words: &[],
    basis: "计数单位的数应当是整数（以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Units that only come whole.
const WHOLE: &[&str] = &[
    "人", "名", "位", "人次", "户", "家", "个", "件", "项", "次", "场", "场次", "期", "台", "套", "辆", "座", "栋",
    "所", "册", "本", "株", "份", "村", "社区", "例", "起", "宗", "篇", "批次",
];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Some((_, value)) = line.amount() else { return };
    if value.number.fract().is_zero() {
        return;
    }
    let unit = cx.unit(value.unit);
    // An average need not be whole.
    if unit.scale != Exact::ONE || !WHOLE.contains(&&*unit.text) || line.says(&["均", "每", "率", "比", "密度", "频", "等级", "星级", "地力"]) {
        return;
    }
    let place = cx.value_place(line);
    let message = format!("`{}` 按 `{}` 计数，指标值 `{}` 不是整数", line.name(), unit.text, value.number);
    let text = value.number.to_string();
    let place = cx.within(place, &text);
    cx.report(cx.finding(place, message).help(format!(
        "写成整数，如 `{} {}`；单位漏了“万”“百”的补上，写的是平均数的在名称里写明",
        value.number.ceil(),
        unit.text
    )));
}
