//! What a form says, as plain data: texts with the cells they stood in, nothing computed.

/// A text of the form and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// As found, without the blanks around it.
    pub text: String,
    /// `E12` or `第 3 行`.
    pub at: String,
}

impl Found {
    /// Whether there is nothing, or a dash that stands for nothing.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(|letter| "—-–－/\\ \u{a0}\u{3000}".contains(letter))
    }
}

/// Whether the form is of a department as a whole or of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// 部门整体.
    Department,
    /// 项目支出.
    #[default]
    Project,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// The sheet it stands on.
    pub sheet: Option<String>,
    /// The words above the table.
    pub title: Option<Found>,
    /// Department or project.
    pub kind: Kind,
    /// The name of the department or project.
    pub name: Option<Found>,
    /// 项目编码.
    pub code: Option<Found>,
    /// 实施单位.
    pub owner: Option<Found>,
    /// The fiscal year.
    pub year: Option<i16>,
    /// The framework that a form of heng's own names below the table.
    pub framework: Option<Found>,
    /// 总体目标.
    pub goal: Option<Found>,
    /// 总体目标的实际完成情况.
    pub goal_done: Option<Found>,
    /// 预算整体情况.
    pub budget: Vec<Budget>,
    /// 项目资金: the figures of 年初预算数, 全年预算数, 全年执行数.
    pub funds: Vec<Fund>,
    /// 年度重点工作任务.
    pub tasks: Vec<Task>,
    /// The indicators, in the order of the form.
    pub rows: Vec<Row>,
    /// Groups in the order of the form, those without an indicator too.
    pub groups: Vec<[Option<Group>; 2]>,
    /// 总分: its weight and its score.
    pub total: Option<[Option<Found>; 2]>,
    /// Facts that heng has no word for, and texts that no column claimed.
    pub others: Vec<(String, Found)>,
    /// Cells of columns that follow from others: 序号, 完成率.
    pub passed: Vec<String>,
}

/// A level-1 or level-2 name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// In full.
    pub name: String,
    /// As printed: `产出指标（50分）`.
    pub found: Found,
    /// The weight in its brackets, or on a row of its own.
    pub weight: Option<String>,
    /// The cells of its weight and its score, where the group has a row of its own.
    pub own: [Option<Found>; 2],
}

/// One figure of the budget, or a group of figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Budget {
    /// The label.
    pub name: String,
    /// The label as printed.
    pub found: Found,
    /// Its own figure; none of a group.
    pub amount: Option<Found>,
    /// The unit that the header gives.
    pub unit: Option<String>,
    /// The figures of the group.
    pub parts: Vec<Budget>,
}

/// One row of 项目资金.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fund {
    /// 年度资金总额, 财政拨款, …
    pub name: Found,
    /// 年初预算数.
    pub initial: Option<Found>,
    /// 全年预算数.
    pub budget: Option<Found>,
    /// 全年执行数.
    pub executed: Option<Found>,
    /// 分值 of 预算执行率.
    pub weight: Option<Found>,
    /// 执行率.
    pub rate: Option<Found>,
    /// 得分.
    pub score: Option<Found>,
    /// The unit of the amounts.
    pub unit: Option<String>,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Task {
    /// 名称.
    pub name: Found,
    /// 主要实施内容.
    pub content: Option<Found>,
    /// 拟投入的资金.
    pub funds: Option<Found>,
    /// The unit that the header gives.
    pub unit: Option<String>,
    /// 期望达到的目标.
    pub aim: Option<Found>,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// An index into [`Form::groups`].
    pub group: Option<usize>,
    /// 三级指标, without `指标1：` and stars.
    pub name: Found,
    /// Whether a star marks it.
    pub core: bool,
    /// 指标性质.
    pub sign: Option<Found>,
    /// 正向, 反向.
    pub direction: Option<Found>,
    /// 年度指标值, without sign and unit where those stand apart.
    pub target: Option<Found>,
    /// 计量单位.
    pub unit: Option<Found>,
    /// 上年值.
    pub previous: Option<Found>,
    /// 实施周期指标值.
    pub cycle: Option<Found>,
    /// 实际完成值.
    pub actual: Option<Found>,
    /// 分值.
    pub weight: Option<Found>,
    /// 得分.
    pub score: Option<Found>,
    /// 偏差原因.
    pub reason: Option<Found>,
    /// Other columns, with their names.
    pub notes: Vec<(String, Found)>,
    /// Which of several tables the row belongs to.
    pub table: Option<String>,
}
