//! L614: a sum among its own parts.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::continuity::{amount, line_place, money_unit, shown};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L614",
    name: "total-beside-parts",
    title: "合计与各项并列，重复计算",
    level: Level::Warning,
    certainty: Certainty::Certain,
    fix: None,
    why: "预算里带块的一项等于块内各项之和。把 `合计` 与各项并列写，同一笔钱就算了两次。",
    wrong: &[Wrong {
        text: "预算 {
    合计 100.00 万元
    财政拨款 80.00 万元
    自筹资金 20.00 万元
}
产出指标 {
    数量指标 {
        培训人次 >= 600 人次
    }
}",
        finds: &["合计"],
    }],
    right: &[
        "预算 {
    财政拨款 80.00 万元
    自筹资金 20.00 万元
}
产出指标 {
    数量指标 {
        培训人次 >= 600 人次
    }
}",
    ],
    words: &[],
    basis: "带块的一项等于块内各项之和（语言参考“预算”）。",
    check: Check::Declaration(check),
};

/// What sums are called.
const TOTALS: [&str; 5] = ["合计", "总计", "小计", "总额", "共计"];

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let Some(unit) = money_unit(cx, declaration) else { return };
    for (at, line) in declaration.budget.iter().enumerate() {
        if !TOTALS.contains(&&*line.name) {
            continue;
        }
        let Some(total) = amount(cx, declaration, at) else { continue };
        let parts: Vec<Exact> = declaration
            .budget_under(line.parent)
            .filter(|(other, _)| *other != at)
            .filter_map(|(other, _)| amount(cx, declaration, other))
            .collect();
        let sum = parts.iter().fold(Exact::ZERO, |sum, part| &sum + part);
        if parts.len() > 1 && sum == total {
            let message = format!("`{}` {} 与它的 {} 项并列，算了两次", line.name, shown(&total, unit), parts.len());
            let finding = cx.finding(line_place(declaration, at), message);
            cx.report(finding.help("删去这一行；要写出合计时，把各项放进它的 `{ }` 块里"));
        }
    }
}
