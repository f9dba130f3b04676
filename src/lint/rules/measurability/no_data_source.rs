//! L211: an indicator that does not say where its actual value will come from.

use crate::lint::cx::{Cx, Line};
use crate::model::Declaration;
use crate::lint::rules::measurability::lacking;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;
use crate::syntax::ast::TextKind;

pub const RULE: Rule = Rule {
    code: "L211",
    name: "no-data-source",
    title: "指标没有数据来源",
    level: Level::Off,
    certainty: Certainty::Certain,
    fix: None,
    why: "年底要有材料证明完成了多少。先写好从哪里取数，就不会到时候才发现没有记录。\
          默认关闭，“提交前”和“财政审核”预设里作为警告。",
    wrong: &[Wrong { text: "年度专利授权量 >= 18000 件", finds: &["年度专利授权量"] }],
    right: &[
        "年度专利授权量 >= 18000 件 {\n    来源 \"国家知识产权局年度统计\"\n}",
        "年度专利授权量 >= 18000 件 {\n    佐证 \"授权公告清单\"\n}",
    ],
    words: &[],
    basis: "指标要注明数据来源和佐证材料（自评工作的通行要求，以财政部门正式文本为准）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let help = "在指标后面写 `{ 来源 \"……系统\" }` 或 `{ 佐证 \"……清单\" }`";
    lacking(cx, declaration, lacks_source, "没有写数据来源", help);
}

fn lacks_source(cx: &Cx<'_>, line: &Line<'_>) -> bool {
    let formula = line.indicator.extras.as_ref().is_some_and(|extras| extras.formula.is_some());
    let sourced = [TextKind::Source, TextKind::Evidence].into_iter().any(|kind| line.said(kind, cx.words).is_some());
    !(formula || sourced || matches!(line.goal, Goal::NotApplicable(_)))
}
