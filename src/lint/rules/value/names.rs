//! What names say beyond the kind of their noun; several rules of the family ask it.

use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::reading::leaning;
use crate::terms::Direction;

/// Endings of capped rates of which more is not always better: a share may be held down, and
/// what is found or rebuilt depends on what there was.
const NEUTRAL_RATES: &[&str] = &[
    "占比",
    "所占比例",
    "比重",
    "检出率",
    "检测率",
    "检查率",
    "抽检率",
    "抽查率",
    "中标率",
    "拆除率",
    "改造率",
    "录用率",
    "执行率",
    "支付率",
    "招标率",
    "采购率",
    "立案率",
    "走访率",
    "绿化率",
    "运行率",
];

/// Other names of which more is certainly better.
const GOOD: &[&str] = &[
    "安全感",
    "幸福感",
    "获得感",
    "收入",
    "产值",
    "增加值",
    "利润",
    "利税",
    "税收",
    "销售额",
    "交易额",
    "营业额",
    "产量",
    "使用年限",
    "使用寿命",
    "服务年限",
    "存活量",
    "蓄积量",
    "拥有量",
    "综合利用率",
    "回收利用率",
    "再利用率",
    "有效利用率",
    "造林面积",
    "绿化面积",
    "复垦面积",
    "修复面积",
    "就业人数",
    "就业岗位",
    "受益人口",
    "受益人数",
    "受益户数",
    "受益农户",
    "受益群众",
    "取证人数",
    "获证人数",
    "持证人数",
    "脱贫人数",
    "脱贫户数",
    "参保人数",
    "外借册次",
    "借阅量",
    "借阅册次",
    "阅读量",
    "游客量",
    "游客人次",
    "接待人次",
    "观众人次",
    "志愿者人数",
    "学位数",
    "覆盖人口",
    "供水人口",
    "优良天数",
    "零售额",
    "出口额",
    "交易量",
    "存栏量",
    "出栏量",
];

/// What grows to the good of somebody: 税收增长率, but not 债务增长率.
const GROWING: &[&str] = &["收入", "产值", "税收", "利润", "就业", "旅游", "销售", "产量", "消费", "出口"];

/// Verbs that begin the name of what is built; whoever builds more does not fall short.
const BUILDING: &[&str] = &[
    "新建",
    "改建",
    "扩建",
    "修建",
    "建成",
    "铺设",
    "衬砌",
    "安装",
    "栽植",
    "种植",
    "新增就业",
    "带动",
    "惠及",
    "受益",
    "服务企业",
    "服务群众",
    "扶持",
    "节约",
];

/// Words that turn such a name around.
const NOT: &[&str] = &[
    "不", "未", "非", "无", "误", "超标", "违", "罚", "废", "垃圾", "污", "尘", "控制", "限额", "限制", "上限", "编",
    "差距", "债", "楼堂", "库存", "负", "成本", "费用", "用地", "占用", "占地",
];

/// Endings of names of a span of time; 时效 and 及时性 may be anything.
const DURATIONS: &[&str] = &[
    "时限",
    "期限",
    "工期",
    "周期",
    "时长",
    "天数",
    "年限",
    "响应时间",
    "办理时间",
    "持续时间",
    "办结时间",
    "使用寿命",
];

/// Words of less cost or less harm, of which more is better again.
const LESS: &[&str] = &[
    "节约", "节省", "压减", "降低", "减少", "下降", "减免", "减轻", "避免", "挽回", "缩短", "压降", "核减", "审减",
    "削减", "压缩",
];

/// What is done about harm: of it, more may well be better.
const HANDLING: &[&str] = &[
    "受理", "处理", "查处", "办理", "办结", "调解", "化解", "整治", "处置", "打击", "破获", "排查", "预防", "防范",
    "消除", "查办", "接收", "接到", "立案", "纠正", "查明", "整改", "修复", "维修", "救助", "救治", "抢修", "接听",
    "追缴", "追收", "追回", "追讨", "追偿", "催缴", "催收", "清收", "清缴", "清欠", "清退", "补缴", "收回", "讨回",
    "挽损", "回复", "答复", "解决", "演练", "宣传", "应对", "排除", "检修", "维护", "巡检", "诊断",
];

/// Whether more of a rate is certainly better: 满意度, 合格率.
pub(super) fn is_good_rate(line: &Line<'_>) -> bool {
    let timely =
        line.noun == Noun::Timeliness && line.ends(&["及时率", "按时率", "按期率", "准时率", "完成率", "办结率"]);
    let capped = line.noun == Noun::CappedRate && !line.ends(NEUTRAL_RATES);
    (line.noun == Noun::Satisfaction || timely || capped) && !turns(line)
}

/// Whether more of anything else is certainly better: 新增就业人数, 粮食产量.
pub(super) fn is_good(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let grows = line.ends(&["增长率", "增速", "增幅"]) && line.says(GROWING);
    let builds = BUILDING.iter().any(|verb| line.name().starts_with(verb));
    let counted = builds && !line.noun.is_rate() && !matches!(line.noun, Noun::Cost | Noun::Harm | Noun::Timeliness);
    if let Some(stem) = LOWERED.iter().find_map(|ending| line.core_name().strip_suffix(ending)) {
        return leaning(stem).certain() == Some(Direction::Negative) || cx.words.ends("harmful", stem).is_some();
    }
    // 控制 holds down what is named, and a limit is none of its own.
    if line.ends(GAINED) && !line.says(&["控制", "不", "未", "限", "上限"]) {
        return true;
    }
    (line.ends(GOOD) || grows || counted) && !turns(line) && (counted || !is_saving(line))
}

/// Endings of names of what is saved or earned more; whatever they were saved from.
const GAINED: &[&str] =
    &["减排量", "节约率", "节能量", "节水量", "节约资金", "节约金额", "节约额", "增收", "增收额", "增收金额", "削减量"];

/// Endings of names of how far something was lowered: of what should be low, more of it is better.
const LOWERED: &[&str] = &["下降率", "降低率", "减少率", "压减率", "下降幅度", "降低幅度", "减少幅度", "降幅"];

/// Endings of names of what was done about what nobody wants.
const TREATED: &[&str] =
    &["处理率", "处置率", "利用率", "回收率", "收集率", "清运率", "转运率", "资源化率", "无害化率", "治理率", "消纳率"];

/// Whether a name begins with a verb of building, and nothing in it says that it should not be.
pub(super) fn is_built(line: &Line<'_>) -> bool {
    let verbs = ["新建", "改建", "扩建", "修建", "建成", "铺设", "衬砌", "安装", "栽植", "种植"];
    verbs.iter().any(|verb| line.name().starts_with(verb)) && !turns(line) && !line.ends(&["事故", "起数", "率"])
}

/// Whether a name says the contrary somewhere; 无害化 and 无障碍 do not.
fn turns(line: &Line<'_>) -> bool {
    let mut name = line.name().replace("无害化", "").replace("无障碍", "").replace("污水", "").replace("垃圾分类", "");
    if line.ends(TREATED) {
        for unwanted in ["垃圾", "废", "污", "尘"] {
            name = name.replace(unwanted, "");
        }
    }
    NOT.iter().any(|word| name.contains(word))
}

/// Words that say how often or how much at the end of a name; longer ones first.
const MEASURES: &[&str] = &[
    "事件发生率",
    "事件发生数",
    "发生次数",
    "发生起数",
    "发生件数",
    "发生数量",
    "事件起数",
    "事件次数",
    "事件数量",
    "发生率",
    "发生数",
    "事件数",
    "资金占比",
    "资金比例",
    "总时长",
    "总人数",
    "总件数",
    "总次数",
    "增长率",
    "人数",
    "户数",
    "起数",
    "件数",
    "次数",
    "批次",
    "人次",
    "数量",
    "总量",
    "天数",
    "面积",
    "时长",
    "比例",
    "占比",
    "浓度",
    "强度",
    "指数",
    "事件",
    "事项",
    "情况",
    "总数",
    "量",
    "数",
    "率",
    "点位数",
    "点数",
    "处数",
    "份数",
    "家数",
    "路段数",
    "面数",
    "时间",
];

/// Spans of time of which less is certainly better.
const WAITING: &[&str] = &[
    "等待时间",
    "等候时间",
    "排队时间",
    "响应时间",
    "到场时间",
    "到达时间",
    "办理时间",
    "办结时间",
    "办理时限",
    "办结时限",
    "审批时限",
    "审批时间",
    "处理时限",
    "处理时间",
    "处置时间",
    "修复时间",
    "恢复时间",
    "等待时长",
    "排队时长",
    "办理时长",
    "办理用时",
    "平均用时",
    "平均耗时",
    "工期",
    "住院日",
    "候诊时间",
    "候车时间",
    "通勤时间",
    "滞留时间",
    "停水时间",
    "停电时间",
    "中断时间",
    "拨付时限",
    "发放时限",
    "兑现时限",
    "支付时限",
    "到账时限",
    "响应时限",
    "修复时限",
    "反馈时限",
    "答复时限",
    "拨付用时",
    "发放用时",
    "兑现用时",
    "处理用时",
    "办结用时",
    "审批用时",
    "开办用时",
    "响应用时",
];

/// Spending of which less is certainly better, wherever it stands.
const SPENDING: &[&str] = &["次均费用", "均次费用", "三公经费", "三公经费支出", "办公费", "差旅费", "接待费"];

/// What is in air or water against the wish of everybody.
const POLLUTANTS: &[&str] = &[
    "PM",
    "二氧化硫",
    "氮氧化物",
    "化学需氧量",
    "氨氮",
    "总磷",
    "总氮",
    "颗粒物",
    "臭氧",
    "污染物",
    "粉尘",
    "甲醛",
    "排放",
    "重金属",
    "悬浮物",
];

/// What an office deals with: the more of it, the more it has done.
const CASELOAD: &[&str] =
    &["信访", "上访", "投诉", "举报", "纠纷", "矛盾", "立案", "险情", "故障", "火警", "隐患", "受灾", "灾害"];

/// Before a bad thing they make it a good one: 平均无故障时间, 零投诉, 防火灾.
const TURNED: [char; 12] = ['无', '零', '防', '抗', '反', '治', '除', '灭', '控', '避', '免', '拒'];

/// Whether less of something is certainly better, by what the name ends with before the word
/// for how many: 安全事故发生率, 水事纠纷起数. 事故处理率 ends with 处理, 能耗下降率 with 下降.
pub(super) fn is_bad(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let name = line.core_name();
    if is_saving(line) || line.says(HANDLING) && !line.ends(WAITING) || line.says(&["救援", "修复", "治理", "接待"])
    {
        return false;
    }
    if line.ends(WAITING) || line.ends(SPENDING) {
        return true;
    }
    if name.ends_with("浓度") {
        return POLLUTANTS.iter().any(|word| name.contains(word));
    }
    let at_quantity = line.level2 == Some("数量指标");
    let stems = MEASURES.iter().filter_map(|word| name.strip_suffix(word)).chain([name]);
    let stems = stems.filter(|stem| !stem.is_empty()).flat_map(|stem| [stem, stem.trim_end_matches("发生")]);
    let word = stems.into_iter().find_map(|stem| {
        let word = cx.words.ends("harmful", stem)?;
        let turned = stem.strip_suffix(word).is_some_and(|before| before.ends_with(TURNED));
        (!turned).then_some(word)
    });
    let poor = name.ends_with("贫困发生率");
    let dealt_with = |word: &str| at_quantity && CASELOAD.contains(&word);
    poor || word.is_some_and(|word| !dealt_with(word))
}

/// Whether a rate of how far money was kept in check is meant: 成本控制率, but not 血压控制率.
pub(super) fn is_kept_down(line: &Line<'_>) -> bool {
    line.ends(&["控制率"]) && line.says(&["成本", "预算", "经费", "费用", "支出", "投资", "造价"])
}

/// Whether the name is that of a span of time: 工期, 响应时间.
pub(super) fn is_duration(line: &Line<'_>) -> bool {
    line.noun == Noun::Timeliness && line.ends(DURATIONS)
}

/// What is kept for some time, the longer the better.
const KEPT: &[&str] = &["保管", "保存", "保修", "质保", "追溯", "缓冲", "公示", "养护"];

/// Whether a span of time is meant of which less is better: 响应时间 = 30 分钟.
pub(super) fn is_wait(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let time = line.amount().is_some_and(|(_, value)| cx.measure(value.unit) == Measure::Time);
    let short = line.ends(WAITING) || leaning(line.core_name()).certain() == Some(Direction::Negative);
    time && short && !is_saving(line) && !line.says(KEPT)
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
