//! L201: an indicator that says nowhere what is counted.

use crate::lint::cx::{Cx, Line};
use crate::model::Declaration;
use crate::lint::rules::measurability::lacking;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L201",
    name: "no-definition",
    title: "指标没有说明口径",
    level: Level::Off,
    certainty: Certainty::Possible,
    fix: None,
    why: "同一个名称，各处室统计的口径可能不同。写明怎么算、算哪些，年底的数才对得上。\
          名称本身已经清楚的指标不必写，所以这条规则默认关闭，“财政审核”预设里作为提示。",
    wrong: &[Wrong { text: "高价值发明专利数量 >= 300 件", finds: &["高价值发明专利数量"] }],
    right: &["高价值发明专利数量 >= 300 件 {\n    说明 \"按国家知识产权局的五类口径统计，以年末有效量为准\"\n}"],
    words: &[],
    basis: "绩效指标体系的填报内容包括指标解释和计算方法（通行的指标说明表，以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let help = "在指标后面写 `{ 说明 \"统计哪些、怎么算\" }`，能由数据算出的写 `公式`";
    lacking(cx, declaration, lacks_definition, "没有说明统计口径", help);
}

fn lacks_definition(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    !(line.is_defined(cx.words) || matches!(line.goal, Goal::NotApplicable(_)))
}
