//! The scorecard in Markdown, for notes and pull requests.

use crate::report::rows::{Kind, Row, rows};
use crate::report::{Report, sections};
use crate::terms::Verdict;

/// The table, the total and the lists; every derivation when `explain` is set.
pub fn markdown(report: &Report<'_>, explain: bool) -> String {
    let plan = report.plan;
    let year = plan.year.map_or_else(String::new, |year| format!("{year} 年"));
    let mut out = format!("# {} {}绩效得分\n\n", text(&plan.name), year);
    out.push_str("| 指标 | 指标值 | 实际完成值 | 分值 | 得分 | 结论 |\n");
    out.push_str("|:---|:---|:---|---:|---:|:---|\n");
    for row in rows(report) {
        out.push_str(&line(&row));
    }
    let grade = sections::grade(report).map_or_else(String::new, |grade| format!("，{grade}"));
    out.push_str(&format!("\n**{}{}**\n\n", text(&sections::total(report)), text(&grade)));
    for line in sections::framework(report) {
        out.push_str(&format!("{}\n\n", text(&line)));
    }
    list("缺少的值", &sections::missing(report), &mut out);
    list("需要说明偏差原因", &sections::reasons(report), &mut out);
    let findings: Vec<String> = sections::findings(report).into_iter().map(|(_, text)| text).collect();
    list("实际值中的问题", &findings, &mut out);
    if explain {
        out.push_str("## 得分是怎么算出来的\n\n");
        for explained in sections::derivations(report) {
            out.push_str(&format!("### {} {}\n\n", text(&explained.name), explained.score));
            for line in sections::derivation_lines(report, &explained.derivation) {
                out.push_str(&format!("- {}\n", text(&line)));
            }
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn line(row: &Row) -> String {
    let name = text(&row.name);
    let name = match row.kind {
        Kind::Group(_) | Kind::Execution => format!("**{name}**"),
        Kind::Line(_) => name,
    };
    let (target, actual) = (text(&row.target), text(&row.actual));
    let verdict = row.verdict.map_or("", Verdict::word);
    format!("| {name} | {target} | {actual} | {} | {} | {verdict} |\n", row.weight, row.score)
}

fn list(title: &str, items: &[String], out: &mut String) {
    if items.is_empty() {
        return;
    }
    out.push_str(&format!("## {title}\n\n"));
    for item in items {
        out.push_str(&format!("- {}\n", text(item)));
    }
    out.push('\n');
}

/// A text that means itself in a cell; names may hold any character.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '<' | '>' | '\\' | '[' | ']' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;

    #[test]
    fn shows_the_same_rows() {
        let (plan, bound, card) = example();
        let locate = |_| "局.heng".to_owned();
        let report =
            Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &bound.findings, locate: &locate };
        insta::assert_snapshot!(markdown(&report, false));
    }

    #[test]
    fn names_cannot_break_the_table() {
        assert_eq!(text("a|b\n*c*"), "a\\|b \\*c\\*");
    }
}
