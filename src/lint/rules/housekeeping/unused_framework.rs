//! L803: a framework that nothing uses.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::housekeeping::unused_scoring_rule::declares;
use crate::lint::usage::usage;
use crate::model::name::normal;
use crate::source::Place;
use crate::syntax::Parsed;
use crate::syntax::ast::Clause;

pub const RULE: Rule = Rule {
    code: "L803",
    name: "unused-framework",
    title: "框架没有用到",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "声明了本地的框架，部门和项目却没有写 `框架 名称`，实际上还是按默认的框架计分。\
          只放框架的文件（没有部门和项目）不查。",
    wrong: &[Wrong {
        text: "框架 本区 继承 财政部2020 {\n    舍入 1 位\n}\n\
               项目 示例 {\n    年度 2024\n    产出指标 { 数量指标 { 培训人数 >= 90 人 } }\n    \
               效益指标 { 社会效益指标 { 就业人数 >= 30 人 } }\n    满意度指标 { 服务对象满意度指标 { 学员满意度 >= 90% } }\n}",
        finds: &["本区"],
    }],
    right: &["框架 本区 继承 财政部2020 {\n    舍入 1 位\n}\n\
              项目 示例 {\n    年度 2024\n    框架 本区\n    产出指标 { 数量指标 { 培训人数 >= 90 人 } }\n    \
              效益指标 { 社会效益指标 { 就业人数 >= 30 人 } }\n    满意度指标 { 服务对象满意度指标 { 学员满意度 >= 90% } }\n}"],
    words: &[],
    basis: "heng 自己的规定。",
    check: Check::File(check),
};

fn check(cx: &mut Cx<'_>, parsed: &Parsed) {
    let declared = parsed.stmts.iter().filter_map(|stmt| match &stmt.clause {
        Clause::Framework { name, .. } if stmt.block.is_some() => Some(*name),
        _ => None,
    });
    let declared: Vec<_> = declared.collect();
    if declared.is_empty() || !declares(parsed) {
        return;
    }
    let used = usage(parsed).frameworks;
    for name in declared.into_iter().filter(|name| !used.contains(&*normal(parsed.name(*name)))) {
        let text = parsed.name(name);
        let finding = cx.finding(Place { file: parsed.file, span: name.span }, format!("框架 `{text}` 没有用到"));
        cx.report(finding.help(format!("在部门或项目里写 `框架 {text}`；不用的话，删去这个框架")));
    }
}
