//! A ranking for the terminal: names wrap, numbers stand under each other.

use super::{Entry, Ranking};
use crate::diag::wrap::{columns, hang, pad, wrap};

const HEADS: [&str; 7] = ["名次", "部门、项目", "总分", "等级", "执行率", "达成", "要看"];
/// The column of the names, which gives way.
const NAME: usize = 1;
const GAP: usize = 2;
/// A name is never narrower.
const NARROWEST: usize = 12;

/// The ranking in so many columns.
pub fn text(ranking: &Ranking, width: usize) -> String {
    let mut out = String::new();
    let rows: Vec<[String; 7]> = ranking.entries.iter().map(cells).collect();
    let mut widths = HEADS.map(columns);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(cell));
        }
    }
    let others: usize =
        widths.iter().enumerate().filter(|(at, _)| *at != NAME).map(|(_, width)| width + GAP).sum::<usize>();
    if let Some(name) = widths.get_mut(NAME) {
        *name = (*name).min(width.saturating_sub(others).max(NARROWEST));
    }
    push(&HEADS.map(str::to_owned), &widths, &mut out);
    let rule = widths.map(|width| "─".repeat(width));
    out.push_str(&(rule.join(&" ".repeat(GAP)) + "\n"));
    for row in &rows {
        push(row, &widths, &mut out);
    }
    out.push('\n');
    let grades: Vec<String> = ranking.grades.iter().map(|(grade, count)| format!("{grade} {count}")).collect();
    let (full, of) = ranking.full_marks;
    let rate = ranking.full_rate.as_deref().map_or_else(String::new, |rate| format!("，满分率 {rate}（{full}/{of}）"));
    let grades = if grades.is_empty() { String::new() } else { format!("，等级 {}", grades.join("、")) };
    out.push_str(&hang("", &format!("共 {} 个{grades}{rate}", ranking.entries.len()), width));
    let missed = ranking
        .missed
        .iter()
        .map(|one| format!("{}：{} 个中 {} 个未达成，少得 {} 分", one.name, one.of, one.missed, one.lost));
    section("未达成最多的指标", missed.collect(), width, &mut out);
    let looks = ranking.to_look_at().map(|entry| format!("{}：{}", entry.name, entry.look.join("；")));
    section("需要看一看", looks.collect(), width, &mut out);
    let failed = ranking.failed.iter().map(|failed| format!("{}：{}", failed.file, failed.why));
    section("没能计分", failed.collect(), width, &mut out);
    out
}

fn cells(entry: &Entry) -> [String; 7] {
    let (met, of) = entry.met;
    [
        entry.rank.to_string(),
        entry.name.clone(),
        entry.total.clone(),
        entry.grade.clone().unwrap_or_default(),
        entry.execution.clone().unwrap_or_default(),
        format!("{met}/{of}"),
        if entry.look.is_empty() { String::new() } else { entry.look.len().to_string() },
    ]
}

fn push(cells: &[String; 7], widths: &[usize; 7], out: &mut String) {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    for at in 0..wrapped.iter().map(Vec::len).max().unwrap_or(1) {
        let mut line = String::new();
        for (column, (lines, width)) in wrapped.iter().zip(widths).enumerate() {
            let text = lines.get(at).map_or("", String::as_str);
            let is_word = matches!(column, 1 | 3);
            let blanks = " ".repeat(width.saturating_sub(columns(text)));
            line.push_str(&if is_word { pad(text, *width) } else { blanks + text });
            line.push_str(&" ".repeat(GAP));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn section(title: &str, items: Vec<String>, width: usize, out: &mut String) {
    if items.is_empty() {
        return;
    }
    out.push_str(&format!("\n{title}（{} 项）\n", items.len()));
    for item in items {
        out.push_str(&hang("  · ", &item, width));
    }
}
