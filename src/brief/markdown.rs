//! The report in Markdown, for notes and pull requests.

use super::blocks::{Block, EXPLAINED, account_lines, blocks};
use super::{Bars, Brief};
use crate::report::escape::text;
use crate::report::provenance::Provenance;
use crate::report::rows::{Kind, Row};
use crate::terms::Verdict;

/// The report, headed by what it was made from where that is known; every derivation when `explain` is set.
pub fn markdown(briefs: &[Brief], provenance: Option<&Provenance>, explain: bool) -> String {
    let mut out = String::new();
    for block in blocks(briefs, provenance) {
        match block {
            Block::Heading(heading) => {
                if explain || heading != EXPLAINED {
                    out.push_str(&format!("## {heading}\n\n"));
                }
            }
            Block::Title(title) => out.push_str(&format!("# {}\n\n", text(&title))),
            Block::Facts(facts) => out.push_str(&headline(&facts)),
            Block::Text(sentence) | Block::Small(sentence) => out.push_str(&format!("{}\n\n", text(&sentence))),
            Block::List { numbered, items } => {
                for (at, item) in items.iter().enumerate() {
                    let mark = if numbered { format!("{}.", at + 1) } else { "-".to_owned() };
                    out.push_str(&format!("{mark} {}\n", text(item)));
                }
                out.push('\n');
            }
            Block::Table(table) => {
                let heads: Vec<&str> = table.heads.iter().map(|(head, _)| *head).collect();
                out.push_str(&format!("| {} |\n|{}\n", heads.join(" | "), ":---|".repeat(heads.len())));
                for row in &table.rows {
                    let cells: Vec<String> = row.iter().map(|cell| text(cell)).collect();
                    out.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
                out.push('\n');
            }
            Block::Bars(groups) => out.push_str(&rates(groups)),
            Block::Form(brief) => out.push_str(&form(&brief.rows)),
            Block::Account(account) if explain => {
                out.push_str(&format!("### {} {} / {}\n\n", text(&account.name), account.score, account.weight));
                for line in account_lines(account) {
                    out.push_str(&format!("- {}\n", text(&line)));
                }
                out.push('\n');
            }
            Block::Account(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// `**总分 98.88（满分 100）**，**等级 优**（…）`.
fn headline(facts: &[[String; 3]]) -> String {
    let facts = facts.iter().map(|[what, value, words]| format!("- **{what} {}**（{}）\n", text(value), text(words)));
    facts.collect::<String>() + "\n"
}

/// The level-1 groups; the indicators stand in the form.
fn rates(groups: &[Bars]) -> String {
    let mut out = "| 一级指标 | 得分 | 分值 | 得分率 |\n|:---|---:|---:|---:|\n".to_owned();
    for group in groups {
        let share = group.share.as_ref().map_or("", |(_, share)| share);
        out.push_str(&format!("| {} | {} | {} | {share} |\n", text(&group.name), group.score, group.weight));
    }
    out + "\n"
}

fn form(rows: &[Row]) -> String {
    let mut out = "| 指标 | 指标值 | 实际完成值 | 分值 | 得分 | 结论 |\n".to_owned();
    out.push_str("|:---|:---|:---|---:|---:|:---|\n");
    for row in rows {
        let name = text(&row.name);
        let name = match row.kind {
            Kind::Group(_) | Kind::Execution => format!("**{name}**"),
            Kind::Line(_) => name,
        };
        let (target, actual) = (text(&row.target), text(&row.actual));
        let verdict = row.verdict.map_or("", Verdict::word);
        out.push_str(&format!("| {name} | {target} | {actual} | {} | {} | {verdict} |\n", row.weight, row.score));
    }
    out + "\n"
}
