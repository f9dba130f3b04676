//! What the columns of a table hold, by the names people give them.

use crate::reading::normal::normalised;
use crate::reading::scan::{self, Cursor};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The department or project whose a row is.
    Owner,
    Level1,
    Level2,
    Name,
    Sign,
    Target,
    Unit,
    Actual,
    Weight,
    Score,
    Reason,
    /// Known, and of no use here.
    Aside,
}

/// Column names by role, the surest first: where two columns claim a role, the earlier name has it.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Owner,
        &[
            "部门、项目",
            "部门,项目",
            "部门/项目",
            "部门或项目",
            "部门和项目",
            "部门项目",
            "项目名称",
            "部门名称",
            "项目",
            "部门",
            "预算单位",
            "单位名称",
        ],
    ),
    (Role::Level1, &["一级指标", "一级指标名称", "level1"]),
    (Role::Level2, &["二级指标", "二级指标名称", "level2"]),
    (
        Role::Name,
        &[
            "三级指标",
            "三级指标名称",
            "指标名称",
            "指标",
            "绩效指标名称",
            "绩效指标",
            "指标内容",
            "三级指标内容",
            "考核指标",
            "具体指标",
            "评价指标",
            "indicator",
            "name",
            "名称",
        ],
    ),
    (Role::Sign, &["指标性质", "符号", "比较符号", "运算符", "关系", "计算符号", "指标关系"]),
    (
        Role::Target,
        &[
            "年度指标值",
            "年度目标值",
            "指标值",
            "目标值",
            "年初目标值",
            "年初指标值",
            "年度绩效指标值",
            "预期指标值",
            "预期目标值",
            "计划值",
            "年度指标值(a)",
            "绩效指标值",
            "指标目标值",
            "预期值",
            "target",
            "年度数值",
        ],
    ),
    (Role::Unit, &["计量单位", "度量单位", "单位", "指标单位", "unit"]),
    (
        Role::Actual,
        &[
            "实际完成值",
            "全年实际完成值",
            "全年实际值",
            "全年完成值",
            "实际值",
            "完成值",
            "实际完成",
            "完成数",
            "年末完成值",
            "年末实际完成值",
            "实际指标值",
            "指标实际值",
            "指标实际完成值",
            "全年实际完成指标值",
            "实际达到值",
            "年度实际完成值",
            "年度完成值",
            "年终完成值",
            "实际完成值(b)",
            "实际完成数",
            "实际完成指标值",
            "实际完成情况",
            "全年实际完成情况",
            "全年完成情况",
            "指标完成值",
            "指标完成情况",
            "完成情况",
            "自评完成值",
            "自评完成情况",
            "全年执行情况",
            "1-12月执行情况",
            "年度执行情况",
            "实现值",
            "实绩",
            "actual",
            "value",
            "值",
            "实际",
        ],
    ),
    (Role::Weight, &["分值", "权重", "指标分值", "分值(权重)", "权重(%)", "标准分", "满分", "weight", "分值权重"]),
    (
        Role::Score,
        &["得分", "自评得分", "自评分", "指标得分", "评价得分", "单位自评得分", "实际得分", "score", "judged"],
    ),
    (
        Role::Reason,
        &[
            "偏差原因分析及改进措施",
            "偏差原因分析",
            "偏差原因",
            "未完成原因分析",
            "未完成原因",
            "未完成原因及拟采取的改进措施",
            "未完成原因和改进措施",
            "偏差原因及改进措施",
            "偏差分析及改进措施",
            "未完成原因分析及改进措施",
            "偏差原因和改进措施",
            "未达标原因",
            "未完成原因分析与改进措施",
            "原因",
            "原因分析",
            "偏差分析",
            "偏差说明",
            "未完成原因及改进措施",
            "reason",
            "deviation",
        ],
    ),
    (
        Role::Aside,
        &[
            "序号",
            "备注",
            "说明",
            "完成率",
            "完成率(%)",
            "指标方向",
            "指标方向性",
            "评分标准",
            "评分规则",
            "计分方法",
            "指标解释",
            "数据来源",
            "实施周期指标值",
            "周期指标值",
            "上年值",
            "上年实际值",
            "执行率",
            "verdict",
            "attainment",
            "exact",
            "derivation",
            "basis",
        ],
    ),
];

/// Words of which a text from this field has some.
const FIELD_WORDS: &[&str] = &["指标", "完成", "绩效", "预算", "实际", "得分", "产出", "效益", "满意度", "数量"];

/// Budget figures, which stand in a block of their own or among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Figure {
    /// 年初预算数.
    Initial,
    /// 全年预算数.
    Budget,
    /// 全年执行数.
    Executed,
}

const FIGURES: &[(Figure, &[&str])] = &[
    (Figure::Initial, &["年初预算数", "年初预算", "年初预算金额", "年初批复预算数"]),
    (
        Figure::Budget,
        &["全年预算数", "全年预算", "全年预算金额", "调整预算数", "调整后预算数", "预算数", "全年预算数(a)"],
    ),
    (
        Figure::Executed,
        &[
            "全年执行数",
            "全年执行",
            "全年执行金额",
            "执行数",
            "实际执行数",
            "全年支出数",
            "全年执行数(b)",
            "实际支出数",
            "预算执行数",
        ],
    ),
];

/// Rows that sum up or fill a form and are no indicator.
const SUMS: &[&str] = &[
    "合计",
    "总分",
    "小计",
    "总计",
    "得分合计",
    "自评总分",
    "总得分",
    "合计得分",
    "...",
    "......",
    "其他需要说明事项",
    "其他需要说明的事项",
    "自评等级",
    "备注",
];

/// The role and rank of a header cell; the lower rank has the better claim.
pub(crate) fn role_and_rank(header: &str) -> Option<(Role, usize)> {
    let name = plain(header);
    let find = |name: &str| {
        NAMES.iter().find_map(|(role, names)| names.iter().position(|known| *known == name).map(|rank| (*role, rank)))
    };
    find(&name).or_else(|| find(without_brackets(&name)))
}

/// Whether a column that may hold owners is one of those that hold other names as often.
pub(crate) fn is_any_name(header: &str) -> bool {
    let name = plain(header);
    !(name.contains("部门") && name.contains("项目"))
}

/// The role of a header cell.
pub(crate) fn role(header: &str) -> Option<Role> {
    role_and_rank(header).map(|(role, _)| role)
}

/// The budget figure that a label names, and the unit in its brackets.
pub(crate) fn figure(label: &str) -> Option<(Figure, Option<String>)> {
    let name = plain(label);
    let bare = without_brackets(&name);
    let found = FIGURES
        .iter()
        .find(|(_, names)| names.iter().any(|known| *known == name || *known == bare))
        .map(|(figure, _)| *figure)?;
    Some((found, unit_in_brackets(&name)))
}

/// `（万元）` in a label.
pub(crate) fn unit_in_brackets(label: &str) -> Option<String> {
    let name = plain(label);
    let found = ["万元", "亿元", "千元", "百万元", "元"].into_iter().find(|unit| {
        name.contains(&format!("({unit})"))
            || name.ends_with(&format!("单位:{unit}"))
            || name.contains(&format!("单位:{unit})"))
    });
    found.map(str::to_owned)
}

/// The unit in the brackets of a heading, `实际完成值（万元）`, or behind `单位：`. One letter is the
/// name of a column: `实际完成值（B）`.
pub(crate) fn heading_unit(label: &str) -> Option<String> {
    let name = normalised(label);
    let inner = match name.trim_end_matches([')', ']']).rsplit_once(['(', '[']) {
        Some((_, inner)) => inner,
        None => name.split_once("单位:")?.1,
    };
    let text = inner.trim().trim_start_matches("单位").trim_start_matches(':').trim();
    let mut cursor = Cursor::new(text);
    let unit = scan::unit(&mut cursor).filter(|_| cursor.is_done())?;
    let is_letter = text.len() == 1 && text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    (!is_letter).then_some(unit.text)
}

/// Whether a row's label says that it sums up.
pub(crate) fn is_sum(label: &str) -> bool {
    let name = plain(label);
    let bare = without_brackets(&name);
    SUMS.iter().any(|known| *known == name || *known == bare)
        || (!name.is_empty() && name.chars().all(|letter| letter == '.'))
}

/// Whether a text is of this field at all.
pub(crate) fn has_field_words(text: &str) -> bool {
    FIELD_WORDS.iter().filter(|word| text.contains(**word)).count() >= 2
}

/// The surest name of a role, for messages.
pub(crate) fn usual_name(role: Role) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == role).and_then(|(_, names)| names.first()).copied().unwrap_or_default()
}

/// A label without blanks, line breaks, stars and colons.
fn plain(label: &str) -> String {
    let is_mark = |letter: char| " *★☆※\"".contains(letter);
    let mut text = normalised(label);
    if text.contains(is_mark) {
        text = text.replace(is_mark, "");
    }
    text.truncate(text.trim_end_matches([':', '。']).len());
    if text.chars().any(char::is_uppercase) { text.to_lowercase() } else { text }
}

/// `得分（20分）` is 得分.
fn without_brackets(name: &str) -> &str {
    match name.split_once(['(', '[']) {
        Some((head, _)) if !head.is_empty() => head,
        Some(_) | None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_as_forms_print_them() {
        for (header, expected) in [
            ("三级\n指标", Some(Role::Name)),
            ("年度 指标值", Some(Role::Target)),
            ("实际完成值（B）", Some(Role::Actual)),
            ("偏差原因分析\n及改进措施", Some(Role::Reason)),
            ("得分（90分）", Some(Role::Score)),
            ("计量单位", Some(Role::Unit)),
            ("PCT国际专利申请量", None),
            ("数量指标", None),
        ] {
            assert_eq!(role(header), expected, "{header}");
        }
        assert_eq!(figure("全年预算数（万元）"), Some((Figure::Budget, Some("万元".into()))));
        for (heading, unit) in [
            ("实际完成值（万元）", Some("万元")),
            ("完成值（单位：万 元）", Some("万元")),
            ("实际值（%）", Some("%")),
            ("实际完成值（B）", None),
            ("实际完成值", None),
            ("实际完成值（截至12月底）", None),
        ] {
            assert_eq!(heading_unit(heading).as_deref(), unit, "{heading}");
        }
        assert!(is_sum("总 分") && is_sum("……") && !is_sum("总分率"));
        // A name is listed once, so that no column has two roles.
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
