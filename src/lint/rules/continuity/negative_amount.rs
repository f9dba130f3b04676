//! L616: money that is less than none.

use crate::lint::cx::Cx;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L616",
    name: "negative-amount",
    title: "预算或任务的金额是负数",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "安排的钱不会少于 0。负数多半是多打了一个减号，合计和预算执行率都会跟着错。",
    wrong: &[
        Wrong {
            text: "预算 {
    财政拨款 -5 万元
}
产出指标 {
    数量指标 {
        培训人次 >= 600 人次
    }
}",
            finds: &["财政拨款"],
        },
    ],
    right: &["预算 {
    财政拨款 5 万元
    自筹资金 0 万元
}
产出指标 {
    数量指标 {
        培训人次 >= 600 人次
    }
}"],
    words: &[],
    basis: "预算和任务的金额是安排的资金，不小于 0（申报表样式）。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let lines = declaration.budget.iter().filter_map(|line| Some((&line.name, line.amount?, line.span)));
    let tasks = declaration.tasks.iter().filter_map(|task| task.funds.map(|(funds, span)| (&task.name, funds, span)));
    for (name, amount, span) in lines.chain(tasks) {
        if amount.number.is_sign_negative() && !amount.number.is_zero() {
            let message = format!("`{name}` 的金额 {} 是负数", cx.show(amount));
            let finding = cx.finding(declaration.at(span), message);
            cx.report(finding.help("核对是不是多打了减号"));
        }
    }
}
