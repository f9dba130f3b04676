//! L804: two tests of one title.

use rustc_hash::FxHashMap;

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::source::{Place, Span};
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Stmt};

pub const RULE: Rule = Rule {
    code: "L804",
    name: "duplicate-test-title",
    title: "两个测试或检查的标题相同",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "标题是报告里认出一条测试、核对或检查的唯一线索。标题相同，出了问题就不知道说的是哪一条，\
          `# 忽略 检查 \"标题\"` 也会同时忽略两条。",
    wrong: &[Wrong {
        text: "产出指标 {\n    数量指标 { 培训人数 >= 90 人 }\n}\n检查 \"至少一条\" 个数(产出指标) >= 1\n检查 \"至少一条\" 个数(产出指标.数量指标) >= 1",
        finds: &["\"至少一条\""],
    }],
    right: &["产出指标 {\n    数量指标 { 培训人数 >= 90 人 }\n}\n检查 \"产出至少一条\" 个数(产出指标) >= 1\n检查 \"数量至少一条\" 个数(产出指标.数量指标) >= 1"],
    words: &[],
    basis: "heng 自己的规定。",
    check: Check::File(check),
};

fn check(cx: &mut Cx<'_>, parsed: &Parsed) {
    let mut seen = FxHashMap::default();
    block(cx, parsed, &parsed.stmts, &mut seen);
}

fn block(cx: &mut Cx<'_>, parsed: &Parsed, stmts: &[Stmt], seen: &mut FxHashMap<String, Span>) {
    for stmt in stmts {
        match &stmt.clause {
            Clause::Test { title, .. } | Clause::Reconcile { title, .. } | Clause::HouseRule { title, .. } => {
                let text = parsed.text(*title);
                match seen.get(&text) {
                    Some(first) => {
                        let place = |span| Place { file: parsed.file, span };
                        let finding = cx.finding(place(title.span), format!("标题 `{text}` 用了两次"));
                        cx.report(finding.related(place(*first), "第一次在这里").help("改成说得清区别的标题"));
                    }
                    None => {
                        seen.insert(text, title.span);
                    }
                }
            }
            Clause::Declaration { .. } => {
                // Each declaration has titles of its own.
                block(cx, parsed, stmt.children(), &mut FxHashMap::default());
            }
            _ => {}
        }
    }
}
