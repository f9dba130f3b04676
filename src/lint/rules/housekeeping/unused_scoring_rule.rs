//! L802: a named scoring rule that nothing uses.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::usage::usage;
use crate::model::name::normal;
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, DeclarationKind};

pub const RULE: Rule = Rule {
    code: "L802",
    name: "unused-scoring-rule",
    title: "计分规则没有用到",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "声明了计分规则，却没有指标用它，实际上还是按框架默认的方法计分。\
          只放公共规则的文件（没有部门和项目）不查。",
    wrong: &[Wrong {
        text: "计分 分三档 = 分档 {\n    >= 90% 得 100%\n    >= 60% 得 60%\n    其余 得 0%\n}\n\
               项目 示例 {\n    年度 2024\n    产出指标 { 数量指标 { 培训人数 >= 90 人 } }\n    \
               效益指标 { 社会效益指标 { 就业人数 >= 30 人 } }\n    满意度指标 { 服务对象满意度指标 { 学员满意度 >= 90% } }\n}",
        finds: &["分三档"],
    }],
    right: &["计分 分三档 = 分档 {\n    >= 90% 得 100%\n    >= 60% 得 60%\n    其余 得 0%\n}\n\
              项目 示例 {\n    年度 2024\n    产出指标 { 数量指标 { 培训人数 >= 90 人, 计分 分三档 } }\n    \
              效益指标 { 社会效益指标 { 就业人数 >= 30 人 } }\n    满意度指标 { 服务对象满意度指标 { 学员满意度 >= 90% } }\n}"],
    words: &[],
    basis: "heng 自己的规定。",
    check: Check::File(check),
};

/// Whether a file declares a department or a project; a file without one is there to be
/// imported.
pub(super) fn declares(parsed: &Parsed) -> bool {
    let is_declaration = |kind: &DeclarationKind| DeclarationKind::ALL.contains(kind);
    parsed.stmts.iter().any(|stmt| matches!(&stmt.clause, Clause::Declaration { kind, .. } if is_declaration(kind)))
}

fn check(cx: &mut Cx<'_>, parsed: &Parsed) {
    let declared = parsed.stmts.iter().filter_map(|stmt| match &stmt.clause {
        Clause::Scoring { name: Some(name), .. } => Some(*name),
        _ => None,
    });
    let declared: Vec<_> = declared.collect();
    if declared.is_empty() || !declares(parsed) {
        return;
    }
    let used = usage(parsed).methods;
    for name in declared.into_iter().filter(|name| !used.contains(&*normal(parsed.name(*name)))) {
        let text = parsed.name(name);
        let place = crate::source::Place { file: parsed.file, span: name.span };
        let finding = cx.finding(place, format!("计分规则 `{text}` 没有指标用到"));
        cx.report(finding.help(format!("在指标后面写 `, 计分 {text}`；不用的话，删去这条规则")));
    }
}
