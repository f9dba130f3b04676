//! What names say beyond the kind of their noun; several rules of the family ask it.

use crate::lint::cx::Line;
use crate::lint::noun::Noun;

/// Endings of rates of which more is certainly better.
const GOOD_RATES: &[&str] = &[
    "合格率",
    "优良率",
    "优秀率",
    "达标率",
    "覆盖率",
    "准确率",
    "正确率",
    "知晓率",
    "及时率",
    "通过率",
    "成活率",
    "完好率",
    "入学率",
    "巩固率",
    "就业率",
    "办结率",
    "公开率",
    "完整率",
    "到位率",
    "按时率",
    "按期率",
    "准时率",
];

/// Words that turn such a rate around.
const NOT: &[&str] = &["不", "未", "非", "无", "误", "超标", "违"];

/// Endings of names of a span of time; 时效 and 及时性 may be anything.
const DURATIONS: &[&str] =
    &["时限", "期限", "工期", "时长", "天数", "年限", "响应时间", "办理时间", "持续时间", "办结时间", "使用寿命"];

/// Words of less cost or less harm, of which more is better again.
const LESS: &[&str] = &["节约", "节省", "压减", "降低", "减少", "下降", "减免", "减轻", "避免", "挽回", "缩短", "压降"];

/// What is done about harm: of it, more may well be better.
const HANDLING: &[&str] = &[
    "受理", "处理", "查处", "办理", "办结", "调解", "化解", "整治", "处置", "打击", "破获", "排查", "预防", "防范",
    "消除", "查办", "接收", "接到", "立案", "纠正", "查明", "整改", "修复", "维修", "救助", "救治", "抢修", "接听",
    "回复", "答复", "解决", "演练", "宣传", "应对", "排除", "检修", "维护", "巡检", "诊断",
];

/// Whether more of a rate is certainly better: 满意度, 合格率.
pub(super) fn is_good_rate(line: &Line<'_>) -> bool {
    let good = line.noun == Noun::Satisfaction || line.ends(GOOD_RATES);
    good && !line.says(NOT)
}

/// Whether the name is that of a span of time: 工期, 响应时间.
pub(super) fn is_duration(line: &Line<'_>) -> bool {
    line.noun == Noun::Timeliness && line.ends(DURATIONS)
}

/// Whether it is certain that less is better.
pub(super) fn is_harm(line: &Line<'_>) -> bool {
    line.noun == Noun::Harm && !line.says(LESS) && !line.says(HANDLING)
}

/// Whether a cost is meant of which less is better: no standard of subsidies, no saving.
pub(super) fn is_cost(line: &Line<'_>) -> bool {
    line.noun == Noun::Cost && line.ends(&["成本", "造价", "成本费用", "成本控制数"]) && !line.says(LESS)
}

/// Whether the name speaks of saving or lowering something.
pub(super) fn is_saving(line: &Line<'_>) -> bool {
    line.says(LESS)
}

/// Whether the indicator stands among the costs.
pub(super) fn is_among_costs(line: &Line<'_>) -> bool {
    matches!(line.level2.unwrap_or(line.level1), "成本指标" | "经济成本指标")
}
