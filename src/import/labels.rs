//! The words that forms print: level names, labels of facts, names of columns.
//!
//! What differs by place is data here. A label is compared without blanks, line breaks, stars
//! and the question marks that a damaged font leaves behind.

use crate::reading::normal::normalised;
use crate::table::columns::{self, Role};

/// Level 1 or level 2 of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Level {
    One,
    Two,
}

/// A level name as a form prints it, with the weight in its brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LevelName {
    /// The name in full: `产出指标`.
    pub name: String,
    /// `50` of `产出指标（50分）`.
    pub weight: Option<String>,
    /// Whether it is a name of level 1.
    pub one: bool,
    /// Whether it is a name of level 2.
    pub two: bool,
}

/// Level-1 names: what they are called in full, and how else they are printed.
const LEVEL1: &[(&str, &[&str])] = &[
    ("产出指标", &["产出", "产出值", "产出目标", "项目产出", "项目产出指标"]),
    ("成本指标", &["成本", "成本值", "项目成本指标"]),
    ("效益指标", &["效益", "效益值", "效果指标", "项目效益", "项目效益指标", "效益目标"]),
    ("可持续影响指标", &["可持续影响", "可持续发展指标"]),
    ("满意度指标", &["满意度值", "满意度目标", "项目满意度指标"]),
    ("管理效率", &["管理效率指标"]),
    ("履职效能", &["履职效能指标", "履职效益指标"]),
    ("运行成本", &["运行成本指标"]),
    ("社会效应", &["社会效应指标"]),
    ("可持续发展", &[]),
    ("项目完成指标", &["项目完成", "完成指标"]),
    ("债券资金管理指标", &["资金管理指标"]),
];

/// Level-2 names.
const LEVEL2: &[(&str, &[&str])] = &[
    ("数量指标", &["数量", "数量值"]),
    ("质量指标", &["质量", "质量值"]),
    ("时效指标", &["时效", "时效值", "产出进度指标", "进度指标"]),
    ("成本指标", &["成本", "成本值"]),
    ("经济成本指标", &["经济成本"]),
    ("社会成本指标", &["社会成本"]),
    ("生态环境成本指标", &["生态环境成本", "生态成本指标"]),
    ("经济效益指标", &["经济效益", "经济效益值"]),
    ("社会效益指标", &["社会效益", "社会效益值"]),
    ("生态效益指标", &["生态效益", "生态效益值", "环境效益指标"]),
    ("可持续影响指标", &["可持续影响", "可持续影响值", "可持续发展指标"]),
    (
        "服务对象满意度指标",
        &["服务对象满意度", "社会公众或服务对象满意度指标", "社会公众或服务对象满意度", "满意度指标"],
    ),
];

/// Reads a level name.
pub(super) fn level(text: &str) -> Option<LevelName> {
    let name = plain(text);
    let (bare, weight) = without_weight(unnumbered(&name));
    let find = |table: &[(&'static str, &[&str])]| {
        table.iter().find(|(full, others)| *full == bare || others.contains(&bare)).map(|(full, _)| *full)
    };
    let (one, two) = (find(LEVEL1), find(LEVEL2));
    let full = one.or(two)?;
    // 社会公众或服务对象满意度指标 and the like are names of their own right; a framework knows them.
    let name = if bare.ends_with("指标") && one.is_none() { bare.to_owned() } else { full.to_owned() };
    Some(LevelName { name, weight, one: one.is_some(), two: two.is_some() })
}

/// `一、产出指标`, `（二）效益指标`, `1.数量指标`, `①数量指标` without the number in front.
pub(super) fn unnumbered(name: &str) -> &str {
    let is_count = |letter: char| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter);
    let bracketed = |rest: &'_ str| -> Option<usize> {
        let inner = rest.strip_prefix(['(', '（'])?;
        let after = inner.trim_start_matches(is_count);
        let tail = after.strip_prefix([')', '）']).filter(|_| after.len() < inner.len())?;
        Some(rest.len() - tail.len())
    };
    let listed = |rest: &'_ str| -> Option<usize> {
        let after = rest.trim_start_matches(is_count);
        let tail = after.strip_prefix(['、', '.', '．', ',', '，']).filter(|_| after.len() < rest.len())?;
        Some(rest.len() - tail.len())
    };
    let circled =
        |rest: &'_ str| rest.strip_prefix(|letter| ('①'..='⑳').contains(&letter)).map(|tail| rest.len() - tail.len());
    let cut = bracketed(name).or_else(|| listed(name)).or_else(|| circled(name));
    cut.and_then(|cut| name.get(cut..)).map(str::trim_start).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// Names that only their column tells from the name of an indicator.
pub(super) fn level_in_column(text: &str, level: Level) -> Option<LevelName> {
    let name = plain(text);
    let (bare, weight) = without_weight(unnumbered(&name));
    let (one, two) = (level == Level::One, level == Level::Two);
    let full = match (bare, level) {
        ("满意度" | "满意", Level::One) => "满意度指标",
        ("满意度" | "满意", Level::Two) => "服务对象满意度指标",
        ("经济", Level::Two) => "经济效益指标",
        ("社会", Level::Two) => "社会效益指标",
        ("生态", Level::Two) => "生态效益指标",
        ("可持续", Level::Two) => "可持续影响指标",
        _ => return None,
    };
    Some(LevelName { name: full.to_owned(), weight, one, two })
}

/// A level name in full where it stands at a level, for names that both levels have.
pub(super) fn full_name(name: &LevelName, level: Level) -> String {
    let table = match level {
        Level::One => LEVEL1,
        Level::Two => LEVEL2,
    };
    let known = table.iter().find(|(full, others)| *full == name.name || others.contains(&&*name.name));
    match known {
        Some((full, _)) if !name.name.ends_with("指标") || level == Level::One => (*full).to_owned(),
        Some(_) | None => name.name.clone(),
    }
}

/// The level 1 that a level-2 name belongs to where a form prints none.
pub(super) fn parent(two: &str) -> Option<&'static str> {
    match two {
        "数量指标" | "质量指标" | "时效指标" | "成本指标" => Some("产出指标"),
        "经济成本指标" | "社会成本指标" | "生态环境成本指标" => Some("成本指标"),
        "经济效益指标" | "社会效益指标" | "生态效益指标" | "可持续影响指标" => {
            Some("效益指标")
        }
        "服务对象满意度指标" | "社会公众或服务对象满意度指标" | "满意度指标" => {
            Some("满意度指标")
        }
        _ => None,
    }
}

/// `产出指标(50分)`, `产出指标(50)`, `产出指标50分` without the weight.
pub(super) fn without_weight(name: &str) -> (&str, Option<String>) {
    let Some((bare, rest)) = name.split_once(['(', '[']) else {
        let bare = name.trim_end_matches('分');
        let digits: usize = bare.chars().rev().take_while(|letter| letter.is_ascii_digit() || *letter == '.').count();
        let split = bare.len() - digits;
        return match (bare.get(..split), bare.get(split..)) {
            (Some(text), Some(number)) if digits > 0 && digits < 4 && text.ends_with("指标") && name != bare => {
                (text, Some(number.to_owned()))
            }
            _ => (name, None),
        };
    };
    let inner = rest.trim_end_matches([')', ']']).trim_end_matches(['分', '%']);
    let inner = ["权重", "分值", "共", "满分"].iter().fold(inner, |inner, word| inner.trim_start_matches(word));
    let inner = inner.trim_start_matches(':');
    let is_number = !inner.is_empty() && inner.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    if is_number && !bare.is_empty() { (bare, Some(inner.to_owned())) } else { (name, None) }
}

/// What a column of indicators holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Level1,
    Level2,
    Name,
    /// 指标性质, 指标方向: a sign or 正向/反向, whichever its cells hold.
    Sign,
    Direction,
    Cycle,
    Target,
    Unit,
    Actual,
    Weight,
    /// The points of a group beside its name, where each level has a column of its own.
    GroupWeight(Level),
    Score,
    Reason,
    /// 指标解释, 评分标准, 备注: kept as a text.
    Note(&'static str),
    /// 是否核心指标.
    Core,
    /// 上年值.
    Previous,
    /// What says which of several tables a row belongs to.
    Table,
    /// Numbers that follow from others.
    Ignored,
}

/// Columns that only forms have; the others are those of a table of values.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Level1, &["一级", "类别"]),
    (Column::Level2, &["二级"]),
    (Column::Name, &["三级", "level3", "level3_name", "四级指标", "细化指标", "明细指标"]),
    (Column::Sign, &["指标符号", "符号及目标值", "计算方式"]),
    (Column::Direction, &["指标方向", "指标方向性", "指标属性", "指标类型"]),
    (
        Column::Cycle,
        &["实施周期指标值", "周期指标值", "实施期指标值", "中期指标值", "总体指标值", "实施期目标值", "实施周期目标值"],
    ),
    (
        Column::Target,
        &[
            "target_text",
            "raw_target",
            "年度指标",
            "目标",
            "指标目标",
            "当年指标值",
            "预期完成值",
            "年度预期值",
            "指标值及单位",
            "绩效目标值",
            "当年度指标值",
            "年初设定值",
            "计划指标值",
        ],
    ),
    (
        Column::Actual,
        &[
            "actual_text",
            "1-7月执行情况",
            "1-6月执行情况",
            "1-8月执行情况",
            "1-9月执行情况",
            "1月执行情况",
            "1-2月执行情况",
            "1-3月执行情况",
            "1-4月执行情况",
            "1-5月执行情况",
            "1-10月执行情况",
            "1-11月执行情况",
            "1-12月执行情况",
            "执行情况",
            "目前完成值",
            "监控完成值",
        ],
    ),
    (
        Column::Weight,
        &["三级指标分值", "三级指标权重", "三级分值", "三级权重", "权重分值", "指标权重", "权重分", "自评分值", "分数"],
    ),
    (Column::GroupWeight(Level::One), &["一级指标分值", "一级指标权重", "一级分值", "一级权重"]),
    (Column::GroupWeight(Level::Two), &["二级指标分值", "二级指标权重", "二级分值", "二级权重"]),
    (Column::Score, &["自评得分(分)", "最终得分", "评分", "折算得分", "自评分数"]),
    (
        Column::Reason,
        &[
            "未完成原因",
            "原因及措施",
            "偏差说明及改进措施",
            "偏离原因",
            "偏差原因分析及整改措施",
            "原因说明",
            "扣分原因",
            "存在问题及改进措施",
        ],
    ),
    (Column::Note("指标解释"), &["指标解释", "指标说明", "指标内涵", "指标含义"]),
    (Column::Note("评分标准"), &["评分标准", "评分规则", "计分方法", "评分方法", "评价标准", "计算公式"]),
    (Column::Note("数据来源"), &["数据来源", "指标值来源", "佐证材料", "指标依据", "设定依据", "指标值设定依据"]),
    (Column::Note("下达额度"), &["下达额度", "项目当年下达额度"]),
    (Column::Note("实际支出金额"), &["实际支出金额", "当年实际支出金额"]),
    (Column::Note("备注"), &["备注", "说明", "remark"]),
    (Column::Core, &["是否核心指标", "核心指标", "是否核心", "是否为核心指标"]),
    (
        Column::Previous,
        &[
            "上年度指标值",
            "上年指标值",
            "上年值",
            "上年实际值",
            "上年完成值",
            "上年实际完成值",
            "上年度实际完成值",
            "上年度完成值",
            "上年度实际值",
            "历史值",
        ],
    ),
    (Column::Note("全年预计完成情况"), &["全年预计完成情况", "全年预计完成值", "预计完成情况"]),
    (Column::Note("完成目标可能性"), &["完成目标可能性", "目标完成可能性", "确定能", "有可能", "完全不可能"]),
    (Column::Note("偏差原因"), &["经费保障", "制度保障", "人员保障", "硬件条件保障", "原因说明及措施"]),
    (Column::Table, &["table_id", "表号"]),
    (
        Column::Ignored,
        &[
            "序号",
            "完成率",
            "完成率(%)",
            "执行率",
            "row_no",
            "verdict",
            "proportional_score",
            "折算分",
            "偏差率",
            "偏差度",
        ],
    ),
];

/// Notes of the values that a form gives for other years than its own.
const OTHER_YEARS: &str = "其他年度的值";

/// `2025年目标值`, `2026年度指标值`, `2024年完成值`: the year that a column names, and what it holds in a form
/// of the year `own`: the target of that year, the value of the year before, or a note.
pub(super) fn column_of_year(header: &str, own: i16) -> Option<Column> {
    let name = plain(header);
    let digits: usize = name.chars().take_while(char::is_ascii_digit).map(char::len_utf8).sum();
    let (year, rest) = name.split_at_checked(digits).filter(|_| digits == 4)?;
    let year: i16 = year.parse().ok()?;
    let rest = rest.strip_prefix('年')?.trim_start_matches('度');
    let (column, _) = column(rest)?;
    match column {
        Column::Target | Column::Actual if year == own => Some(column),
        Column::Target | Column::Actual if year + 1 == own => Some(Column::Previous),
        Column::Target | Column::Actual => Some(Column::Note(OTHER_YEARS)),
        _ => None,
    }
}

/// What a header cell says that its column holds, and how sure that is: the lower the surer.
pub(super) fn column(header: &str) -> Option<(Column, usize)> {
    let name = plain(header);
    let (bare, _) = name.split_once(['(', '[']).unwrap_or((&name, ""));
    for name in [name.as_str(), bare] {
        if let Some(found) = own_column(name) {
            return Some(found);
        }
    }
    let (role, rank) = columns::role_and_rank(&name)?;
    let column = match role {
        Role::Level1 => Column::Level1,
        Role::Level2 => Column::Level2,
        Role::Name => Column::Name,
        Role::Sign => Column::Sign,
        Role::Target => Column::Target,
        Role::Unit => Column::Unit,
        Role::Actual => Column::Actual,
        Role::Weight => Column::Weight,
        Role::Score => Column::Score,
        Role::Reason => Column::Reason,
        Role::Owner => Column::Note("部门、项目"),
        Role::Aside => Column::Ignored,
    };
    Some((column, rank))
}

fn own_column(name: &str) -> Option<(Column, usize)> {
    COLUMNS.iter().find_map(|(column, names)| names.iter().position(|known| *known == name).map(|rank| (*column, rank)))
}

/// Facts in the head of a form: `项目名称` and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Department,
    Project,
    Code,
    Year,
    /// 实施单位.
    Owner,
    /// Kept with its label.
    Other,
}

const FACTS: &[(Fact, &[&str])] = &[
    (
        Fact::Department,
        &[
            "部门名称",
            "预算部门",
            "部门(单位)名称",
            "预算单位",
            "填报单位",
            "单位名称",
            "部门",
            "单位",
            "填报部门",
            "编制部门",
            "预算单位名称",
            "org",
        ],
    ),
    (Fact::Project, &["项目名称", "项目支出名称", "专项名称", "专项(项目)名称", "资金名称", "政策名称", "project"]),
    (Fact::Code, &["项目编码", "项目代码", "项目编号"]),
    (Fact::Year, &["年度", "预算年度", "评价年度", "自评年度", "填报年度", "year"]),
    (Fact::Owner, &["实施单位", "实施单位名称", "项目实施单位"]),
    (
        Fact::Other,
        &[
            "主管部门",
            "主管部门及代码",
            "项目单位",
            "编制单位",
            "编报单位",
            "项目负责人",
            "负责人",
            "联系人",
            "联系电话",
            "项目属性",
            "项目类型",
            "项目期限",
            "项目起止时间",
            "项目期",
            "填报人",
            "填报日期",
            "填表人",
            "审核人",
            "项目类别",
            "项目概况",
            "立项依据",
            "项目实施期",
            "资金用途",
            "自评等级",
            "评价等级",
            "主管部门名称",
            "项目分类",
            "起止时间",
            "项目周期",
            "其他需要说明事项",
            "其他需要说明的事项",
            "其他需完成的任务",
            "其他说明",
            "备注",
            "部门职能",
            "部门职责",
            "单位职能",
            "年度主要任务",
            "预算执行进度",
            "province",
            "form",
            "remark",
            "公开14表",
        ],
    ),
];

/// A label below the indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foot {
    /// The score of the whole.
    Score,
    /// A grade or words about the whole.
    Text,
}

const SCORES: &[&str] =
    &["自评得分", "自评总分", "评价得分", "评价总分", "综合得分", "最终得分", "总得分", "自评总得分"];

const FEET: &[&str] = &[
    "自评等级",
    "评价等级",
    "等级",
    "自评等次",
    "评价等次",
    "绩效等级",
    "绩效评价等级",
    "绩效评价等次",
    "自评结论",
    "评价结论",
    "自评结果",
    "评价结果",
    "自评结论及等级",
    "其他需要说明的问题",
    "其他需要说明的情况",
    "需要说明的问题",
];

/// What a label below the indicators names.
pub(super) fn foot(text: &str) -> Option<Foot> {
    let name = plain(text);
    let (bare, _) = name.split_once(['(', '[']).unwrap_or((&name, ""));
    if SCORES.contains(&bare) {
        Some(Foot::Score)
    } else if FEET.contains(&bare) {
        Some(Foot::Text)
    } else {
        None
    }
}

/// `90` of `本项目自评得分90分，等级为优。`
pub(super) fn score_in(text: &str) -> Option<&str> {
    let rest = SCORES.iter().find_map(|name| text.split_once(name)).map(|(_, rest)| rest)?;
    let rest = rest.trim_start_matches(['：', ':', '为', '是', ' ']);
    let (number, _) = rest.split_once('分')?;
    let number = number.trim();
    (!number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit() || letter == '.')).then_some(number)
}

/// What a label of the head names.
pub(super) fn fact(text: &str) -> Option<Fact> {
    let name = plain(text);
    let (bare, _) = name.split_once(['(', '[']).unwrap_or((&name, ""));
    FACTS
        .iter()
        .find(|(_, names)| names.iter().any(|known| *known == name || (*known == bare && !bare.is_empty())))
        .map(|(fact, _)| *fact)
}

/// Labels of a whole block, which say nothing by themselves.
const MARGINS: &[&str] = &[
    "预算整体情况",
    "年度重点工作任务",
    "绩效指标",
    "年度绩效指标",
    "项目资金",
    "资金情况",
    "项目资金情况",
    "年度主要任务",
    "当年绩效指标",
    "项目绩效指标",
    "预算执行情况",
    "年度总体目标",
    "总体目标",
    "年度绩效目标",
    "总体绩效目标",
    "年度目标",
    "年度预算申请",
    "项目支出绩效指标",
    "部门预算整体情况",
    "年度预期目标",
    "指标",
    "绩效目标",
    "预算资金",
    "项目资金预算执行情况",
    "资金总额",
];

/// Whether a text is the label of a block.
pub(super) fn is_margin(text: &str) -> bool {
    let name = plain(text);
    let (bare, _) = without_weight(&name);
    let (bare, _) = bare.split_once(['(', '[']).unwrap_or((bare, ""));
    MARGINS.contains(&bare)
}

const GOALS: &[&str] = &[
    "总体绩效目标",
    "年度总体目标",
    "总体目标",
    "年度绩效目标",
    "预期目标",
    "年初设定目标",
    "年度目标",
    "绩效目标",
    "年度预期目标",
    "项目总体目标",
    "年初预期目标",
    "年度绩效总体目标",
    "整体绩效目标",
    "总体绩效目标情况",
    "年度总体绩效目标",
    "项目绩效目标",
    "年初设定的绩效目标",
];
const GOALS_DONE: &[&str] = &[
    "实际完成情况",
    "年度总体目标完成情况",
    "目标实际完成情况",
    "总体目标完成情况",
    "全年实际完成情况",
    "年度目标完成情况",
    "年度总体目标完成情况综述",
    "目标完成情况",
    "全年完成情况",
    "完成情况",
];
const LONG_GOALS: &[&str] = &["中期目标", "实施期目标", "实施期总目标", "长期目标", "中长期目标", "实施周期总体目标"];

/// Whether a label is of the medium term: `中期资金总额`.
pub(super) fn is_of_medium(text: &str) -> bool {
    let name = plain(text);
    ["中期", "实施期", "中长期", "周期"].iter().any(|word| name.starts_with(word))
}

/// What a label of the goals names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Annual,
    Long,
    Done,
}

/// Reads a label of the goals.
pub(super) fn goal(text: &str) -> Option<Goal> {
    let name = plain(text);
    let (bare, _) = name.split_once(['(', '[']).unwrap_or((&name, ""));
    if GOALS.contains(&bare) {
        Some(Goal::Annual)
    } else if LONG_GOALS.contains(&bare) {
        Some(Goal::Long)
    } else if GOALS_DONE.contains(&bare) {
        Some(Goal::Done)
    } else {
        None
    }
}

/// The columns of the table of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskColumn {
    Name,
    Content,
    Funds,
    Aim,
}

/// Reads a header of the table of tasks.
pub(super) fn task_column(text: &str) -> Option<TaskColumn> {
    let name = plain(text);
    let (bare, _) = name.split_once(['(', '[']).unwrap_or((&name, ""));
    match bare {
        "名称" | "任务名称" | "重点工作任务" | "工作任务" | "主要任务" => Some(TaskColumn::Name),
        "主要实施内容" | "主要内容" | "实施内容" | "工作内容" | "任务内容" => {
            Some(TaskColumn::Content)
        }
        "拟投入的资金" | "拟投入资金" | "预算金额" | "投入资金" | "金额" | "资金" | "预算资金" => {
            Some(TaskColumn::Funds)
        }
        "期望达到的目标" | "预期目标" | "达到的目标" | "期望达到目标" | "完成目标" => {
            Some(TaskColumn::Aim)
        }
        _ => None,
    }
}

/// Titles of forms, the longest first, and whether a form of the title is for a whole department.
const TITLES: &[&str] =
    &["申报表", "自评表", "监控表", "目标表", "评价表", "监控情况表", "评分表", "绩效表", "目标批复表", "自评报告"];

/// Whether a text is the title of a form.
pub(super) fn is_title(text: &str) -> bool {
    let name = plain(text);
    let (bare, _) = name.split_once(['(', '[']).unwrap_or((&name, ""));
    name.chars().count() < 60 && TITLES.iter().any(|title| bare.ends_with(title) || name.ends_with(title))
}

/// Whether a name only keeps a place: `指标2`, `……`.
pub(super) fn is_place_holder(text: &str) -> bool {
    let name = plain(text);
    let rest = name.strip_prefix("指标").map_or(name.as_str(), |rest| rest);
    rest.chars().all(|letter| letter.is_ascii_digit() || ".…:-—/*·".contains(letter) || "一二三四五六".contains(letter))
}

/// A label without blanks, line breaks, stars, colons and the marks of damaged fonts.
pub(super) fn plain(label: &str) -> String {
    let is_mark = |letter: char| " *★☆※▲△●\"?\u{fffd}".contains(letter);
    let mut text = normalised(label);
    if text.contains(is_mark) || text.contains('項') {
        text = text.replace(is_mark, "").replace('項', "项");
    }
    if text.starts_with([':', '。', '|']) || text.ends_with([':', '。', '|']) {
        text = text.trim_matches([':', '。', '|']).to_owned();
    }
    if text.chars().any(char::is_uppercase) {
        text = text.to_lowercase();
    }
    text
}
