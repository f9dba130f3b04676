//! L408: 培训人次 among the costs.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L408",
    name: "not-cost-under-cost",
    title: "成本指标里不是成本",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "成本指标写花多少钱。培训了多少人次、验收合不合格放在这里，成本就没有人考核了。",
    wrong: &[Wrong {
        text: "产出指标 {\n    成本指标 {\n        培训人次 >= 300 人次\n        设备验收合格率 = 100%\n    }\n}",
        finds: &["培训人次", "设备验收合格率"],
    }],
    right: &[
        "产出指标 {\n    成本指标 {\n        项目总成本 <= 90 万元\n        成本控制率 <= 100%\n        聘用人数 <= 12 人\n        单位工程量成本 <= 30 元/平方米\n        资金足额到位率 = 100%\n    }\n}",
    ],
    words: &["cost"],
    basis: "成本指标反映提供产品或服务所需的成本（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Words of money; an indicator that has one may well be about costs.
const OF_MONEY: &[&str] = &["成本", "费", "资金", "预算", "支出", "节约", "控制", "价", "补助", "补贴", "投资", "标准", "经费"];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    if of(line) != Some(Group::Cost) || line.says(OF_MONEY) {
        return;
    }
    let Some((Sign::Ge | Sign::Gt | Sign::Eq, value)) = line.amount() else { return };
    let measure = cx.measure(value.unit);
    let elsewhere = match line.noun {
        Noun::People | Noun::Households | Noun::Times | Noun::Count => measure.is_count(),
        Noun::Area | Noun::Length => matches!(measure, Measure::Area | Measure::Length),
        Noun::CappedRate => measure == Measure::Percent && line.ends(&["合格率", "达标率", "优良率", "覆盖率", "知晓率"]),
        Noun::Timeliness => measure == Measure::Percent && line.ends(&["及时率"]),
        Noun::Money => measure == Measure::Money && line.ends(&["产值", "收入", "利润", "税收", "增加值", "销售额", "经济效益"]),
        _ => false,
    };
    if !elsewhere || cx.is_quotient(value.unit) {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 不是成本，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "写花多少钱的一类");
    cx.report(finding.help("移到数量、质量或时效指标；这里写总成本、单位成本，如 `项目总成本 <= 90 万元`"));
}
