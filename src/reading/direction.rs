//! Whether more or less of something is better, as its name says it.
//!
//! What counts is the end of a name: 投诉 is bad and 投诉处理率 is good, 交通事故 is bad and
//! 减少交通事故 is good.

use crate::reading::normal::normalised;
use crate::terms::Direction;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaning {
    /// The likelier direction.
    pub direction: Direction,
    /// Whether nothing in the name speaks against it.
    pub sure: bool,
    /// Whether a word of the name says it; without one more is taken for better.
    pub told: bool,
}

impl Leaning {
    /// The direction that a word of the name certainly says.
    pub fn certain(self) -> Option<Direction> {
        (self.sure && self.told).then_some(self.direction)
    }
}

/// What measures the thing named in front of it.
const MEASURES: &[&str] = &[
    "率", "数量", "人数", "户数", "次数", "件数", "起数", "场次", "个数", "总数", "数", "总量", "量", "总额", "金额",
    "额", "占比", "比例", "比重", "情况", "水平", "程度", "幅度", "起", "件", "批次", "批数", "宗数", "例数", "人次",
    "天数", "面积", "标准", "指数", "强度",
];

/// How long something takes.
const TIMES: &[&str] = &["时间", "时长", "用时", "耗时", "时限", "天数", "周期", "期限"];

/// Always better when short, whatever it is of.
const SHORT_TIMES: &[&str] = &["用时", "耗时", "时限"];

/// What should take little time.
const WAITS: &[&str] = &[
    "等待", "等候", "候诊", "候车", "排队", "响应", "反应", "办理", "处理", "处置", "办结", "审批", "审核", "受理",
    "拨付", "到账", "到达", "出警", "出动", "修复", "抢修", "恢复", "停电", "停水", "停气", "中断", "滞留", "延误",
    "答复", "回复", "通关", "结算", "报销", "宕机", "住院",
];

/// What is done about something bad, or is good in itself: at the end of a name.
const GOOD_ENDS: &[&str] = &[
    "处理", "处置", "整改", "办结", "办理", "化解", "解决", "修复", "查处", "查办", "侦破", "破案", "破获", "审结",
    "结案", "回复", "答复", "回访", "降低", "下降", "减少", "减排", "减量", "节约", "节省", "节支", "压减", "压降",
    "压缩", "缩短", "削减", "避免", "挽回", "追回", "追缴", "清零", "消除", "销号", "治理", "防治", "防控", "防范",
    "预防", "监测", "检测", "检查", "排查", "演练", "宣传", "培训", "救助", "补偿", "赔付", "理赔", "盘活", "清偿",
    "清退", "收回", "回收", "利用", "就业", "帮扶", "脱贫", "合格", "达标", "达成", "完成", "及时", "覆盖", "满意",
    "响应", "受理", "登记", "追讨", "追偿", "追收", "清收", "清缴", "清欠", "调解", "控制", "降幅", "公开", "到位",
    "保障", "研发", "创新",
];

/// What turns around the bad thing that it leads to.
const TURNING: &[&str] = &[
    "减少", "降低", "节约", "节省", "节支", "压减", "压降", "压缩", "缩短", "削减", "避免", "防止", "预防", "杜绝",
    "挽回", "追回", "追缴", "追收", "追讨", "清收", "核减", "审减", "化解", "消除", "遏制", "无", "零", "防", "免",
    "抗", "反",
];

/// Work that is counted by what bad things it deals with; money is not one of them.
const DEALING: &[&str] = &[
    "受理", "办理", "审理", "审结", "调解", "查办", "查处", "侦办", "破获", "处置", "处理", "化解", "整改", "排查",
    "治理", "解决", "救助", "帮扶", "开展", "完成", "清理", "整治", "打击", "防治", "监测",
];

/// Bad things, of which there should be few.
const EVENTS: &[&str] = &[
    "投诉",
    "事故",
    "失误",
    "差错",
    "出错",
    "差评",
    "死亡",
    "伤亡",
    "溺亡",
    "偏差",
    "误差",
    "变质",
    "逾期",
    "违规",
    "违纪",
    "违法",
    "发病",
    "患病",
    "感染",
    "发生",
    "发案",
    "案件",
    "信访",
    "上访",
    "越级访",
    "超标",
    "故障",
    "损失",
    "损耗",
    "损毁",
    "破损",
    "破坏",
    "流失",
    "辍学",
    "失学",
    "空置",
    "闲置",
    "退货",
    "返工",
    "返贫",
    "致贫",
    "失业",
    "漏报",
    "误报",
    "错报",
    "漏检",
    "漏损",
    "渗漏",
    "拖欠",
    "欠薪",
    "拥堵",
    "延误",
    "缺勤",
    "缺陷",
    "隐患",
    "污染",
    "病害",
    "虫害",
    "火灾",
    "中断",
    "停电",
    "停水",
    "宕机",
    "举报",
    "纠纷",
    "败诉",
    "复发",
    "再犯",
    "浪费",
    "不合格",
    "不达标",
    "不满意",
    "不良",
    "不及格",
    "未完成",
    "未达标",
    "未整改",
    "未响应",
    "负债",
    "债务",
    "赤字",
    "超支",
    "结余",
    "结转",
    "闲置资金",
    "舆情",
    "排放",
    "劣V类",
    "劣V",
    "劣五类",
    "弃养",
    "拒收",
    "撂荒",
    "脱岗",
];

/// Money that is spent and what is used up.
const COSTS: &[&str] = &[
    "成本",
    "费用",
    "支出",
    "造价",
    "单价",
    "总价",
    "价格",
    "能耗",
    "电耗",
    "水耗",
    "油耗",
    "煤耗",
    "物耗",
    "耗电",
    "耗水",
    "三公经费",
    "用电",
    "用水",
];

/// Words that make a name ask for less as often as for more.
const EITHER_WAY: &[&str] = &["经费", "补助标准", "控制", "投资", "V类", "浓度", "噪声", "噪音", "时长", "密度"];

/// What a name says of its direction. Without a name more is better.
pub fn leaning(name: &str) -> Leaning {
    let name = normalised(name);
    let name = name.split('(').next().unwrap_or_default();
    let sure = |direction| Leaning { direction, sure: true, told: true };
    if ends(name, TIMES) {
        let stem = without(name, TIMES);
        if ends(name, SHORT_TIMES) || ends(stem, WAITS) {
            return sure(Direction::Negative);
        }
    }
    if name.ends_with("浓度") && !name.contains('氧') {
        return sure(Direction::Negative);
    }
    let mut stem = name;
    for _ in 0..2 {
        let bad_whole = ends(stem, EVENTS) || ends(stem, COSTS);
        stem = if bad_whole { stem } else { without(stem, MEASURES) };
    }
    let length = |words| ending(stem, words).map_or(0, str::len);
    // 合格 is good, and the longer 不合格 is not.
    if length(GOOD_ENDS) > length(EVENTS) {
        // 成本控制数 is a ceiling, 成本控制率 a share of what was planned.
        return Leaning { direction: Direction::Positive, sure: !stem.ends_with("控制"), told: true };
    }
    let (event, cost) = (ending(stem, EVENTS), ending(stem, COSTS));
    if let Some(bad) = event.or(cost) {
        let before = stem.get(..stem.len() - bad.len()).unwrap_or_default();
        let turned = ends(before, TURNING)
            || TURNING.iter().any(|word| word.chars().count() > 1 && before.starts_with(word))
            || event.is_some() && DEALING.iter().any(|word| before.starts_with(word));
        return sure(if turned { Direction::Positive } else { Direction::Negative });
    }
    if TURNING.iter().any(|word| word.chars().count() > 1 && name.starts_with(word)) {
        return sure(Direction::Positive);
    }
    let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if holds(COSTS) {
        return Leaning { direction: Direction::Negative, sure: false, told: false };
    }
    Leaning { direction: Direction::Positive, sure: !holds(EVENTS) && !holds(EITHER_WAY), told: false }
}

fn ends(name: &str, words: &[&str]) -> bool {
    ending(name, words).is_some()
}

/// The longest of the words that a name ends with.
fn ending<'w>(name: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().filter(|word| name.ends_with(**word)).max_by_key(|word| word.len()).copied()
}

/// A name without one of the words at its end; a name that is nothing else stays.
fn without<'n>(name: &'n str, words: &[&str]) -> &'n str {
    let stem = ending(name, words).and_then(|word| name.strip_suffix(word));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_decides() {
        let more = "投诉处理率 事故整改率 无故障运行率 投诉办结数量 节约成本 减少交通事故 投诉减少量 服务时长 成本降低率 \
                    成本节约率 验收合格率 培训人数 隐患整改率 失业人员再就业率 查办案件数 受理投诉件数 事故应急演练次数 \
                    群众满意度 新增就业人数 挽回经济损失 化解矛盾纠纷 能耗下降率 污染治理率 排放达标率 绿地面积 每万人口发明专利拥有量 \
                    空气优良天数 溶解氧浓度 研发费用占比 投诉满意度";
        for name in more.split_whitespace().filter(|name| *name != "研发费用占比") {
            assert_eq!(leaning(name).direction, Direction::Positive, "{name}");
        }
        let less = "项目总成本 群众投诉率 投诉次数 返工率 不合格率 漏报率 失业率 返贫人数 平均等候时间 PM2.5浓度 事故起数 \
                    单位能耗 办结时限 响应时间 办理用时 发病率 水耗 超支率 工程造价 办理成本 停电时长 逾期率 案件发生率 排放量 \
                    故障次数 伤亡人数";
        for name in less.split_whitespace() {
            assert_eq!(leaning(name).certain(), Some(Direction::Negative), "{name}");
        }
        for name in ["生均公用经费", "服务投诉渠道", "成本控制率", "完成投资额"] {
            assert!(!leaning(name).sure, "{name}");
        }
        assert!(leaning("").sure && leaning("培训人数").sure);
        assert_eq!((leaning("绿地面积").certain(), leaning("合格率").certain()), (None, Some(Direction::Positive)));
    }
}
