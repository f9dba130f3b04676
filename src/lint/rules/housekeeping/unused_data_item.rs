//! L801: a data item that no formula uses.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::usage::usage;
use crate::model::Declaration;
use crate::model::name::normal;

pub const RULE: Rule = Rule {
    code: "L801",
    name: "unused-data-item",
    title: "数据没有用到",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "`数据` 里的每一项年底都要填。没有公式用到它，填了也没有作用，多半是公式漏写了。",
    wrong: &[Wrong { text: "数据 {\n    常住人口 万人\n}", finds: &["常住人口"] }],
    right: &["数据 {\n    发明专利有效量 件\n    常住人口 万人\n}\n产出指标 {\n    数量指标 {\n        \
              每万人口发明专利拥有量 >= 240 件/万人 { 公式 发明专利有效量 / 常住人口 }\n    }\n}\n\
              效益指标 { 社会效益指标 { 受益居民人数 >= 300 人 } }\n满意度指标 { 服务对象满意度指标 { 居民满意度 >= 90% } }"],
    words: &[],
    basis: "heng 自己的规定。",
    check: Check::Whole(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    if declaration.data.is_empty() {
        return;
    }
    let Some(parsed) = cx.model.files.get(declaration.place.file) else { return };
    let used = usage(parsed).in_expressions;
    for item in declaration.data.iter().filter(|item| !used.contains(&*normal(&item.name))) {
        let message = format!("数据 `{}` 没有公式用到", item.name);
        let finding = cx.finding(declaration.at(item.span), message);
        cx.report(finding.help("在用它计算的指标后面写 `公式 ……`；不用的话，删去这一行"));
    }
}
