//! The published shape of the model.
//!
//! These structs are the file format; internal types may change without it. Doc comments here
//! become the descriptions of the schema, hence Chinese.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::terms::{Direction, Judgement, Sign};

/// heng 编译得到的模型
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "heng 模型")]
pub struct ModelJson {
    /// 固定为 heng-model
    pub format: &'static str,
    /// 格式的版本
    pub version: u32,
    /// 部门和项目，按文件中的顺序
    pub declarations: Vec<DeclarationJson>,
}

/// 一个部门或项目
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeclarationJson {
    /// 部门 或 项目
    pub kind: &'static str,
    /// 名称
    pub name: String,
    /// 所属部门的名称
    pub parent: Option<String>,
    /// 年度
    pub year: Option<i16>,
    /// 所依据的框架
    pub framework: Option<FrameworkJson>,
    /// 总体目标、说明、负责、代码、依据等文字
    pub texts: BTreeMap<&'static str, String>,
    /// 预算的各行，每行在它的上级之后
    pub budget: Vec<BudgetJson>,
    /// 年度重点工作任务
    pub tasks: Vec<TaskJson>,
    /// 一级、二级指标，每个在它的上级之后
    pub groups: Vec<GroupJson>,
    /// 三级指标，按文件中的顺序
    pub indicators: Vec<IndicatorJson>,
    /// 公式用到的数据
    pub data: Vec<DataJson>,
}

/// 框架中与计分有关的部分
#[derive(Debug, Serialize, JsonSchema)]
pub struct FrameworkJson {
    /// 名称
    pub name: String,
    /// 依据的文件
    pub basis: Option<String>,
    /// 使用这个框架时的假定
    pub assumptions: Vec<String>,
    /// 满分
    pub full: String,
    /// 得分保留的小数位数
    pub places: u32,
    /// 舍入方式
    pub rounding: &'static str,
    /// 预算执行率的分值和计分规则
    pub execution: Option<ExecutionJson>,
    /// 评价等级，从高到低
    pub grades: Vec<GradeJson>,
    /// 监控灯，从最差的起
    pub lights: Vec<LightJson>,
    /// 监控灯的依据
    pub lights_basis: Option<String>,
    /// 完成率达到多少需要说明原因
    pub over: Option<String>,
}

/// 一种监控灯
#[derive(Debug, Serialize, JsonSchema)]
pub struct LightJson {
    /// 名称
    pub name: String,
    /// 完成进度与时间进度之比低于多少；没有就是其余
    pub below: Option<String>,
}

/// 预算执行率怎样计分
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExecutionJson {
    /// 分值
    pub weight: String,
    /// 计分规则
    pub rule: RuleJson,
}

/// 一个评价等级
#[derive(Debug, Serialize, JsonSchema)]
pub struct GradeJson {
    /// 名称
    pub name: String,
    /// 总分不低于多少；没有就是其余
    pub at_least: Option<String>,
}

/// 预算的一行
#[derive(Debug, Serialize, JsonSchema)]
pub struct BudgetJson {
    /// 名称
    pub name: String,
    /// 上级在 budget 中的序号（从 0 起）
    pub parent: Option<usize>,
    /// 金额
    pub amount: Option<QuantityJson>,
}

/// 一项任务
#[derive(Debug, Serialize, JsonSchema)]
pub struct TaskJson {
    /// 名称
    pub name: String,
    /// 资金
    pub funds: Option<QuantityJson>,
    /// 内容、目标等文字
    pub texts: BTreeMap<&'static str, String>,
}

/// 一个一级或二级指标
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupJson {
    /// 名称
    pub name: String,
    /// 1 是一级，2 是二级
    pub level: u8,
    /// 一级指标在 groups 中的序号（从 0 起）
    pub parent: Option<usize>,
    /// 分值
    pub weight: WeightJson,
}

/// 一个三级指标
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndicatorJson {
    /// 名称
    pub name: String,
    /// 所属的最内一级指标，在 groups 中的序号（从 0 起）
    pub group: u32,
    /// 分值
    pub weight: WeightJson,
    /// 是否核心指标
    pub core: bool,
    /// 正向 或 反向
    pub direction: Option<Direction>,
    /// 年度指标值
    pub target: Option<TargetJson>,
    /// 实施周期指标值
    pub cycle: Option<TargetJson>,
    /// 上年值
    pub previous: Option<QuantityJson>,
    /// 实际值怎样算出
    pub formula: Option<ExprJson>,
    /// 计分规则
    pub rule: RuleJson,
    /// 来源、佐证、说明、负责、代码等文字
    pub texts: BTreeMap<&'static str, String>,
}

/// 公式用到的一项数据
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataJson {
    /// 名称
    pub name: String,
    /// 单位
    pub unit: String,
    /// 来源、说明
    pub texts: BTreeMap<&'static str, String>,
}

/// 数和单位
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuantityJson {
    /// 数，与写的一样
    pub value: String,
    /// 单位；空的是没有单位的数
    pub unit: String,
}

/// 分值
#[derive(Debug, Serialize, JsonSchema)]
pub struct WeightJson {
    /// 多少分
    pub value: String,
    /// 从哪里来
    pub origin: OriginJson,
}

/// 分值从哪里来
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginJson {
    /// 写明的
    Written,
    /// 由下级相加
    Sum,
    /// 框架规定的
    Framework,
    /// 框架规定的，加上空缺的一级指标转来的
    Received,
    /// 由上级平分
    Shared,
    /// 不计分
    Nothing,
}

/// 一个指标值
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TargetJson {
    /// 与一个数比较
    Quantity {
        /// 符号
        op: Sign,
        /// 数
        value: String,
        /// 单位
        unit: String,
    },
    /// 在两个数之间，两端都算
    Range {
        /// 低端
        low: QuantityJson,
        /// 高端
        high: QuantityJson,
    },
    /// 与一个日期比较
    Date {
        /// 符号
        op: Sign,
        /// 日期，如 2024-12-31
        value: String,
    },
    /// 是或否
    YesNo {
        /// 是 或 否
        value: &'static str,
    },
    /// 上年值乘 factor，再加 plus
    Previous {
        /// 符号
        op: Sign,
        /// 乘数，1.05 是 105%
        factor: String,
        /// 加数
        plus: Option<QuantityJson>,
    },
    /// 比上年的增长
    Growth {
        /// 符号
        op: Sign,
        /// 增长率，0.05 是 5%
        rate: String,
    },
    /// 定性
    Qualitative {
        /// 文字
        value: String,
    },
    /// 不适用
    NotApplicable {
        /// 理由
        reason: Option<String>,
    },
}

/// 一条计分规则
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleJson {
    /// 名称
    pub name: String,
    /// 依据的文件
    pub basis: Option<String>,
    /// 及格：完成率低于它不得分
    pub pass: Option<String>,
    /// 方法
    pub method: MethodJson,
}

/// 计分方法；share 是占分值的比例
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MethodJson {
    /// 达标
    AllOrNothing,
    /// 比例
    Proportional,
    /// 门槛
    Threshold {
        /// 从多少完成率起得分
        from: String,
    },
    /// 线性
    Linear,
    /// 分档，取第一个成立的
    Bands {
        /// 各档
        bands: Vec<BandJson>,
    },
    /// 插值
    Interpolate {
        /// 各点，从低到高
        points: Vec<PointJson>,
    },
    /// 扣分
    Deduct {
        /// 低于（below）、高于（above）还是晚于（late）目标
        side: &'static str,
        /// 每多少
        step: QuantityJson,
        /// 扣多少分
        points: String,
        /// 不满一步的零头：按比例、舍去、进位
        remainder: &'static str,
    },
    /// 等级，由人评定
    Judged {
        /// 各等级的比例范围
        bands: Vec<JudgedJson>,
    },
    /// 公式
    Formula {
        /// 算式
        expression: ExprJson,
    },
}

/// 分档的一档
#[derive(Debug, Serialize, JsonSchema)]
pub struct BandJson {
    /// 完成率 或 实际；没有就由单位决定
    pub subject: Option<&'static str>,
    /// 符号；没有就是其余
    pub op: Option<Sign>,
    /// 界限
    pub bound: Option<QuantityJson>,
    /// 得多少
    pub worth: WorthJson,
}

/// 插值的一点
#[derive(Debug, Serialize, JsonSchema)]
pub struct PointJson {
    /// 完成率 或 实际；没有就由单位决定
    pub subject: Option<&'static str>,
    /// 在哪里
    pub at: QuantityJson,
    /// 得多少
    pub worth: WorthJson,
}

/// 得多少
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorthJson {
    /// 分值的一部分，0.8 是 80%
    Share(String),
    /// 分数
    Points(String),
}

/// 一个评定等级的范围
#[derive(Debug, Serialize, JsonSchema)]
pub struct JudgedJson {
    /// 达成、部分达成、未达成
    pub judgement: Judgement,
    /// 最低比例（含）
    pub low: String,
    /// 最高比例
    pub high: String,
    /// 是否含最高比例
    pub high_included: bool,
}

/// 算式
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExprJson {
    /// 常数
    Quantity(QuantityJson),
    /// 一项数据
    Data {
        /// 名称
        name: String,
    },
    /// 另一个指标的实际值
    Indicator {
        /// 名称
        name: String,
    },
    /// 计分公式中的词：实际、目标、完成率、分值
    Word {
        /// 词
        word: &'static str,
    },
    /// 取负
    Negate {
        /// 被取负的
        operand: Box<ExprJson>,
    },
    /// 加减乘除
    Binary {
        /// + - * /
        op: &'static str,
        /// 左边
        left: Box<ExprJson>,
        /// 右边
        right: Box<ExprJson>,
    },
}
