//! The word lists of the readers, in the one spelling of [`super::normal`]. Data only.

use crate::terms::Sign;

/// A decimal holds 28 digits; a number with more is no figure of a budget.
pub(crate) const MAX_DIGITS: usize = 28;

/// A word after a number that is longer and not in [`UNITS`] is no unit.
pub(crate) const MAX_UNIT_LETTERS: usize = 4;

/// Signs as printed, typed and mistyped.
pub(crate) const SIGN_GLYPHS: &[(&str, Sign)] = &[
    (">=", Sign::Ge),
    ("=>", Sign::Ge),
    ("≥=", Sign::Ge),
    ("≥", Sign::Ge),
    ("≮", Sign::Ge),
    (">", Sign::Gt),
    ("≯", Sign::Le),
    ("==", Sign::Eq),
    ("=", Sign::Eq),
    ("<", Sign::Lt),
    ("<=", Sign::Le),
    ("=<", Sign::Le),
    ("≤=", Sign::Le),
    ("≤", Sign::Le),
];

/// Signs in words, in front of the value.
pub(crate) const SIGN_WORDS: &[(&str, Sign)] = &[
    ("不低于", Sign::Ge),
    ("不得低于", Sign::Ge),
    ("不应低于", Sign::Ge),
    ("不少于", Sign::Ge),
    ("不得少于", Sign::Ge),
    ("不小于", Sign::Ge),
    ("不短于", Sign::Ge),
    ("不亚于", Sign::Ge),
    ("大于等于", Sign::Ge),
    ("大于或等于", Sign::Ge),
    ("高于等于", Sign::Ge),
    ("高于或等于", Sign::Ge),
    ("多于等于", Sign::Ge),
    ("多于或等于", Sign::Ge),
    ("至少", Sign::Ge),
    ("最少", Sign::Ge),
    ("最低", Sign::Ge),
    ("起码", Sign::Ge),
    ("达到", Sign::Ge),
    ("达到或超过", Sign::Ge),
    ("达到和超过", Sign::Ge),
    ("超过或达到", Sign::Ge),
    ("达", Sign::Ge),
    ("大于", Sign::Gt),
    ("高于", Sign::Gt),
    ("超过", Sign::Gt),
    ("多于", Sign::Gt),
    ("优于", Sign::Gt),
    ("等于", Sign::Eq),
    ("小于", Sign::Lt),
    ("低于", Sign::Lt),
    ("少于", Sign::Lt),
    ("短于", Sign::Lt),
    ("不足", Sign::Lt),
    ("不满", Sign::Lt),
    ("不高于", Sign::Le),
    ("不得高于", Sign::Le),
    ("不应高于", Sign::Le),
    ("不超过", Sign::Le),
    ("不得超过", Sign::Le),
    ("不应超过", Sign::Le),
    ("不大于", Sign::Le),
    ("不多于", Sign::Le),
    ("不得多于", Sign::Le),
    ("不长于", Sign::Le),
    ("不超出", Sign::Le),
    ("不突破", Sign::Le),
    ("小于等于", Sign::Le),
    ("小于或等于", Sign::Le),
    ("低于等于", Sign::Le),
    ("低于或等于", Sign::Le),
    ("少于等于", Sign::Le),
    ("少于或等于", Sign::Le),
    ("至多", Sign::Le),
    ("最多", Sign::Le),
    ("最高", Sign::Le),
    ("控制", Sign::Le),
    ("降至", Sign::Le),
    ("降到", Sign::Le),
    ("减至", Sign::Le),
    ("压减至", Sign::Le),
    ("下降至", Sign::Le),
    ("下降到", Sign::Le),
    ("不晚于", Sign::Le),
    ("不迟于", Sign::Le),
];

/// Signs in words, after the unit. 以上 and 以内 include the figure, as the Civil Code has it.
pub(crate) const SIGN_SUFFIXES: &[(&str, Sign)] = &[
    ("及以上", Sign::Ge),
    ("或以上", Sign::Ge),
    ("(含)以上", Sign::Ge),
    ("以上", Sign::Ge),
    ("之上", Sign::Ge),
    ("及以内", Sign::Le),
    ("以内", Sign::Le),
    ("之内", Sign::Le),
    ("内", Sign::Le),
    ("及以下", Sign::Le),
    ("或以下", Sign::Le),
    ("(含)以下", Sign::Le),
    ("以下", Sign::Le),
    ("之下", Sign::Le),
    ("封顶", Sign::Le),
];

/// Words that make a number approximate, in front of it and after it.
pub(crate) const APPROXIMATE_BEFORE: &[&str] = &["约", "大约", "大概", "约为", "将近", "接近", "近", "≈"];
/// See [`APPROXIMATE_BEFORE`].
pub(crate) const APPROXIMATE_AFTER: &[&str] = &["左右", "上下", "附近"];
/// Between number and unit: `500余人`.
pub(crate) const APPROXIMATE_BETWEEN: &[&str] = &["余", "多"];

/// Words in front of a value that say nothing about it.
pub(crate) const FILLERS: &[&str] = &[
    "完成", "实现", "确保", "保证", "力争", "预计", "预期", "计划", "共", "共计", "合计", "总计", "累计", "总数", "新增", "新建",
    "建成", "建设", "开展", "举办", "组织", "培训", "发放", "采购", "购置", "保持", "保持在", "维持在", "为", "均", "均为", "在",
    "覆盖", "提供", "服务", "制定", "编制", "印发", "出台", "报送", "接待", "支持", "扶持", "引进", "培养", "受益", "惠及", "带动", "配备",
    "目标", "目标值", "指标值", "年度指标值", "年初目标值", "全年", "年度", "年", ":", "比例", "比率", "覆盖率", "满意度", "完成率",
];

/// Words that spread a value over several things, which then must be read with the name.
pub(crate) const EACH: &[&str] = &["各", "分别", "各自"];

/// `每月1次`: what may follow 每 in front of a number, and what it becomes in the unit.
pub(crate) const PERIODS: &[(&str, &str)] = &[
    ("年度", "年"),
    ("年", "年"),
    ("季度", "季度"),
    ("季", "季度"),
    ("月", "月"),
    ("个月", "月"),
    ("周", "周"),
    ("日", "日"),
    ("天", "天"),
    ("人", "人"),
    ("户", "户"),
    ("村", "村"),
    ("校", "校"),
    ("亩", "亩"),
    ("次", "次"),
    ("场", "场"),
    ("期", "期"),
    ("台", "台"),
    ("公里", "公里"),
    ("平方米", "平方米"),
    ("学期", "学期"),
    ("学年", "学年"),
    ("班", "班"),
    ("家", "家"),
    ("万人", "万人"),
];

/// Words after a value that say nothing about it.
pub(crate) const TRAILING: &[&str] = &[
    "完成", "完工", "竣工", "开工", "验收", "办结", "到位", "支付", "发放", "拨付", "下达", "结束", "交付", "投入使用", "投用",
    "全部", "全部完成", "完毕", "处理", "处置", "响应", "反馈", "回复", "解决", "报送", "上报", "提交", "达标", "合格", "的",
    "发生", "事故", "投诉", "实施", "执行", "到账", "兑现", "审核", "公示", "送达", "修复", "恢复", "为优秀", "建成", "落实",
    "标准", "水平", "目标", "前完成", "之内",
];

/// Magnitudes that join a unit, the longest first.
pub(crate) const MAGNITUDES: &[&str] = &["万亿", "千万", "百万", "十万", "亿", "万", "千", "百"];

/// Other spellings of a unit.
pub(crate) const UNIT_SPELLINGS: &[(&str, &str)] = &[
    ("百分比", "%"),
    ("百分号", "%"),
    ("个百分比", "%"),
    ("个百分点", "个百分点"),
    ("百分点", "个百分点"),
    ("％", "%"),
    ("人民币", "元"),
    ("圆", "元"),
    ("㎡", "平方米"),
    ("㎥", "立方米"),
];

/// Units that are told from the words after them. A unit that is missing here is still
/// read when nothing follows it.
pub(crate) const UNITS: &[&str] = &[
    "%", "‰", "百分比", "百分点", "个百分点", "百分号", "个百分比", "元", "角", "分", "美元", "欧元", "港元", "圆", "人民币", "人", "名", "位",
    "人次", "人数", "人天", "人日", "户", "户次", "家", "家次", "个", "件", "件次", "项", "项次", "次", "起", "宗", "例", "批",
    "批次", "场", "场次", "期", "班", "班次", "班期", "届", "轮", "轮次", "种", "种次", "类", "台", "台套", "套", "套次", "部",
    "辆", "辆次", "艘", "架", "架次", "座", "栋", "幢", "间", "处", "所", "站", "条", "段", "根", "株", "棵", "头", "只",
    "匹", "羽", "尾", "苗", "穴", "本", "册", "份", "篇", "幅", "张", "页", "字", "首", "集", "盘", "枚", "块", "片", "面",
    "盏", "支", "枝", "瓶", "桶", "袋", "箱", "盒", "包", "捆", "卷", "组", "队", "支队", "村", "村次", "镇", "乡", "县", "区", "市",
    "省", "社区", "小区", "街道", "校", "学校", "床", "床位", "张床", "席", "岗", "岗位", "课", "课时", "学时", "节", "讲", "门",
    "单", "笔", "票", "证", "码", "点", "点位", "路口", "线", "网", "级", "层", "度", "格", "步", "遍", "趟", "回", "餐", "顿", "倍", "成",
    "年", "个年", "季度", "个季度", "季", "月", "个月", "旬", "周", "个周", "星期", "日", "天", "个工作日", "工作日", "个自然日",
    "自然日", "时", "小时", "个小时", "分钟", "秒", "秒钟", "毫秒", "米", "公里", "千米", "厘米", "毫米", "里", "延米", "海里",
    "平方米", "平方公里", "平方千米", "平米", "公顷", "亩", "平方厘米", "立方米", "立方", "方", "升", "毫升", "吨", "公斤", "千克", "克", "毫克", "微克",
    "斤", "担", "吨公里", "千瓦", "千瓦时", "兆瓦", "瓦", "度电", "吨标准煤", "标准煤", "吨标煤", "分贝", "℃", "摄氏度", "帧", "位数", "字节",
    "km", "m", "cm", "mm", "m2", "m3", "km2", "m²", "m³", "km²", "hm²", "kg", "g", "mg", "t", "L", "ml", "kW", "kWh", "MW", "M", "G", "T", "GB",
    "MB", "TB", "Mbps", "ha", "h", "min", "s", "ms", "dB", "人/次",
];

/// Spellings that leave a value open: nothing was decided, or the template was left as it is.
pub(crate) const PLACEHOLDERS: &[&str] = &[
    "-", "--", "---", "/", "//", "\\", "*", "**", "***", "......", "...", "?", "??", "xx", "xxx", "XX", "XXX", "×", "××", "×××",
    "x", "X", "待定", "暂定", "暂无", "未定", "待补充", "待填", "空", "略", "~", "_", "__", "___", "#", "一", "是/否", "是否", "有/无", "有无",
];

/// The row is there and not assessed.
pub(crate) const NOT_APPLICABLE: &[&str] =
    &["不适用", "不涉及", "不考核", "无此项", "无此指标", "不适用此指标", "不参与考核", "N/A", "NA", "n/a", "na"];

/// Answers to a yes-or-no question.
pub(crate) const YES_NO: &[(&str, bool)] = &[
    ("是", true),
    ("有", true),
    ("√", true),
    ("✓", true),
    ("✔", true),
    ("☑", true),
    ("否", false),
    ("无", false),
    ("没有", false),
    ("✗", false),
    ("✘", false),
];

/// Words that mean none happened.
pub(crate) const ZERO_WORDS: &[&str] = &[
    "零", "零发生", "零事故", "零投诉", "零伤亡", "零死亡", "零差错", "零失误", "零违规", "零上访", "零感染", "零缺陷", "零污染",
    "零报告", "零增长", "不发生", "未发生", "无发生", "无事故", "无投诉", "无伤亡", "无差错", "无安全事故", "无重大安全事故",
    "无责任事故", "无违规", "无违纪", "无上访", "不发生安全事故", "不发生重大安全事故", "不发生安全责任事故", "无安全责任事故",
    "无重大安全责任事故", "零安全事故", "杜绝发生",
];

/// Words that mean all of it.
pub(crate) const FULL_WORDS: &[&str] = &[
    "全覆盖", "全部覆盖", "全面覆盖", "实现全覆盖", "应保尽保", "应发尽发", "应助尽助", "应享尽享", "应收尽收", "应缴尽缴",
    "应检尽检", "应种尽种", "应救尽救", "应付尽付", "应报尽报", "应补尽补", "应兑尽兑", "全部完成", "全额到位", "全额发放", "全额支付", "全额拨付", "全部到位", "全部合格",
    "全部发放", "全部达标", "全部办结", "全部支付", "全额", "足额发放", "足额到位", "足额支付", "足额拨付",
];

/// A scale of grades from which none was chosen.
pub(crate) const GRADE_SCALES: &[&str] = &[
    "优良", "好坏", "高中低", "优良中差", "优良中低差", "优良中", "优中差", "好中差", "高低", "强弱", "强中弱", "大小", "优秀良好合格不合格",
    "好一般差", "好较好一般差", "有无", "是否",
];

/// Last year, and other words for what is compared with.
pub(crate) const PREVIOUS: &[&str] = &[
    "上年", "上年度", "上一年", "上一年度", "去年", "往年", "前一年", "前一年度", "上年同期", "去年同期", "上一年同期", "上年度同期",
    "同期", "往年同期", "上年水平", "上年实际", "上年数", "历年",
];

/// Level words that may follow a [`PREVIOUS`] word.
pub(crate) const PREVIOUS_TAIL: &[&str] = &["水平", "实际", "实际数", "实际值", "数", "数量", "数据", "值", "同期", "同期水平", "的", "基础上", "相比", "比"];

/// Words that ask for growth.
pub(crate) const GROWTH_UP: &[&str] =
    &["增长", "增长率", "增加", "提高", "提升", "上升", "增幅", "增速", "上涨", "递增", "增", "增长幅度", "提升幅度", "增长速度", "净增"];
/// Words that ask for decline.
pub(crate) const GROWTH_DOWN: &[&str] =
    &["下降", "降低", "减少", "降幅", "下降率", "压减", "下调", "削减", "递减", "降", "减", "下降幅度", "压缩", "缩短"];

/// Names of which less is better.
pub(crate) const NEGATIVE_NAMES: &[&str] = &[
    "成本", "投诉", "事故", "失误", "差错", "死亡", "伤亡", "能耗", "耗电", "耗水", "偏差", "变质", "逾期", "违规", "违纪", "超支", "结余",
    "费用", "支出", "经费", "投资", "金额控制", "补助标准", "造价", "单价", "等待", "时长", "时限", "响应时间", "劣V", "V类", "排放", "发病率", "发生数",
    "发生率", "发案", "案件数", "信访", "上访", "超标", "故障", "损失", "损耗", "流失", "辍学", "负债", "债务", "空置", "闲置", "退货", "耗时", "资金控制",
];

/// Names that are answered in percent.
pub(crate) const RATE_NAMES: &[&str] = &["率", "满意度", "比例", "占比", "比重", "程度", "覆盖面", "满意程度", "知晓度", "达标情况"];

/// Names that are answered with a date.
pub(crate) const TIME_NAMES: &[&str] = &["时间", "时限", "日期", "期限", "截止", "工期", "进度", "时点"];

/// Names that are answered with money.
pub(crate) const MONEY_NAMES: &[&str] =
    &["成本", "补助", "单价", "价", "费", "标准", "元", "资金", "金额", "投资", "造价", "经费", "支出", "收入", "产值", "税收", "总额"];
