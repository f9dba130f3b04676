//! L402: 培训人数 among the qualities.

use super::group::{Group, of, written};
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L402",
    name: "count-under-quality",
    title: "数量放在质量指标里",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "质量指标写做得怎样：合格率、达标率、优良率。培训了多少人、购置了多少台是数量，\
          放在质量指标里，质量就没有人考核了。",
    wrong: &[Wrong {
        text: "产出指标 {\n    质量指标 {\n        培训人数 >= 300 人\n        绿化面积 >= 2000 平方米\n        铺设管道 >= 3 公里\n    }\n}",
        finds: &["培训人数", "绿化面积", "铺设管道"],
    }],
    right: &[
        "产出指标 {\n    质量指标 {\n        培训合格率 >= 95%\n        优质课程数量 >= 6 门\n        质量问题数量 <= 2 个\n        系统并发用户数 >= 500 个\n        获奖作品数量 >= 2 件\n        路面宽度 >= 4.5 米\n    }\n}",
    ],
    words: &["people", "times", "count", "area", "length"],
    basis: "数量指标反映提供产品或服务的数量，质量指标反映达到的标准和水平（项目支出绩效管理的通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Counts of what is good or bad tell how well something was done.
const OF_QUALITY: &[&str] = &[
    "优", "合格", "达标", "获奖", "奖", "问题", "缺陷", "差错", "错", "故障", "返工", "整改", "质量", "高级", "高质", "证书", "取证", "获证", "持证",
    "精品", "示范", "标准", "认证", "认定", "星级", "等级", "级", "以上", "通过", "验收", "转化", "录用", "收录",
    "发表", "被引", "引用", "引文", "转载", "违", "投诉", "专利", "重大", "平均", "人均", "每", "高标准", "并发", "吞吐", "容量",
];

/// Verbs that begin the name of what was done, without how many.
pub(super) const DOING: &[&str] = &[
    "新建", "改建", "扩建", "修建", "建设", "铺设", "安装", "购置", "采购", "购买", "维修", "修缮", "改造", "举办", "开展",
    "组织", "召开", "印制", "印刷", "发放", "培训", "巡查", "走访", "种植", "栽植", "新增床位", "更换", "清淤", "疏浚",
    "印发", "编印", "编制", "制作", "张贴",
];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let done = line.noun == Noun::Unknown && DOING.iter().any(|verb| line.name().starts_with(verb));
    let counted = line.noun.is_count() || matches!(line.noun, Noun::Area | Noun::Length) || done;
    if !counted || of(line) != Some(Group::Quality) || line.says(OF_QUALITY) {
        return;
    }
    // How often something went wrong tells how well it was done.
    if cx.words.find("harmful", line.name()).is_some() {
        return;
    }
    // How wide or thick something has to be is a requirement on it.
    if line.noun == Noun::Length && line.ends(&["宽度", "高度", "深度", "厚度"]) {
        return;
    }
    let Some((Sign::Ge | Sign::Gt | Sign::Eq, value)) = line.amount() else { return };
    let measure = cx.measure(value.unit);
    let sized = matches!(measure, Measure::Area | Measure::Length);
    if !(measure.is_count() || sized) || cx.is_quotient(value.unit) || value.number.is_zero() {
        return;
    }
    let Some((group, place)) = written(line) else { return };
    let message = format!("`{}` 是数量，放在了 `{group}` 里", line.name());
    let finding = cx.finding(line.name_place(), message).related(place, "写做得怎样的一类");
    cx.report(finding.help("移到 `数量指标`；这里另写合格率、达标率一类的指标"));
}
