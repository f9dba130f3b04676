//! Two years for the terminal and in Markdown: what moved, and how many did not.

use super::{Line, Moved, Pair, Years};
use crate::diag::wrap::hang;

/// For the terminal.
pub fn text(years: &Years, width: usize) -> String {
    let mut out = String::new();
    for pair in &years.pairs {
        out.push_str(&hang("", &title(pair), width));
        for said in [total(pair), execution(pair), tally(pair)].into_iter().filter(|said| !said.is_empty()) {
            out.push_str(&hang("  ", &said, width));
        }
        for moved in [Moved::Down, Moved::Up, Moved::Open] {
            for line in pair.lines.iter().filter(|line| line.moved == moved) {
                out.push_str(&hang(&format!("  {} ", moved.sign()), &sentence(line), width));
            }
        }
        for (word, names) in [("新增", &pair.fresh), ("删去", &pair.gone)] {
            if !names.is_empty() {
                out.push_str(&hang("  ", &format!("{word}：{}", names.join("、")), width));
            }
        }
        out.push('\n');
    }
    for said in rest(years) {
        out.push_str(&hang("", &said, width));
    }
    out.push_str(&hang("", &summary(years), width));
    out
}

/// In Markdown.
pub fn markdown(years: &Years) -> String {
    let mut out = format!("# 两年的得分\n\n{}\n", escaped(&summary(years)));
    for pair in &years.pairs {
        out.push_str(&format!("\n## {}\n\n", escaped(&title(pair))));
        for said in [total(pair), execution(pair), tally(pair)].into_iter().filter(|said| !said.is_empty()) {
            out.push_str(&format!("- {}\n", escaped(&said)));
        }
        for (word, names) in [("新增", &pair.fresh), ("删去", &pair.gone)] {
            if !names.is_empty() {
                out.push_str(&format!("- {word}：{}\n", escaped(&names.join("、"))));
            }
        }
        out.push_str("\n| | 指标 | 指标值 | 实际完成值 | 得分 | 得分率 |\n|---|---|---|---|---|---|\n");
        for moved in Moved::ALL {
            for line in pair.lines.iter().filter(|line| line.moved == moved) {
                let cells = [name(line), both(&line.targets), both(&line.actuals), both(&line.scores), rates(line)];
                let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
                out.push_str(&format!("| {} {} | {} |\n", moved.sign(), moved.word(), cells.join(" | ")));
            }
        }
    }
    for said in rest(years) {
        out.push_str(&format!("\n{}\n", escaped(&said)));
    }
    out
}

pub(super) fn title(pair: &Pair) -> String {
    let was = pair.was.as_ref().map_or_else(String::new, |was| format!("（原名 {was}）"));
    let year = |year: Option<i16>| year.map_or_else(|| "？".to_owned(), |year| year.to_string());
    let [before, after] = pair.years.map(year);
    format!("{}{was} {before} → {after}", pair.name)
}

/// `总分 97.30 → 98.88，升 1.58；等级 优 → 优`.
pub(super) fn total(pair: &Pair) -> String {
    let change = pair.change.as_ref().map_or_else(String::new, |change| format!("，{change}"));
    let grade = |grade: &Option<String>| grade.clone().unwrap_or_else(|| "—".to_owned());
    let [before, after] = &pair.grades;
    let grades = if pair.grades.iter().any(Option::is_some) {
        format!("；等级 {}", moved(&grade(before), &grade(after)))
    } else {
        String::new()
    };
    let [before, after] = &pair.frameworks;
    let frameworks = if before == after {
        String::new()
    } else {
        format!("；框架 {before} → {after}，得分不能直接相比")
    };
    format!("总分 {}{change}{grades}{frameworks}", both(&pair.totals))
}

pub(super) fn execution(pair: &Pair) -> String {
    match &pair.execution {
        [None, None] => String::new(),
        [before, after] => {
            let shown = |rate: &Option<String>| rate.clone().unwrap_or_else(|| "缺".to_owned());
            format!("预算执行率 {}", moved(&shown(before), &shown(after)))
        }
    }
}

pub(super) fn tally(pair: &Pair) -> String {
    let tally = pair.tally();
    if tally.is_empty() { String::new() } else { format!("指标 {tally}") }
}

pub(super) fn name(line: &Line) -> String {
    let was = line.was.as_ref().map_or_else(String::new, |was| format!("（原名 {was}）"));
    format!("{}{was}", line.name)
}

fn moved(before: &str, after: &str) -> String {
    if before == after { before.to_owned() } else { format!("{before} → {after}") }
}

pub(super) fn both(values: &[String; 2]) -> String {
    let [before, after] = values;
    moved(before, after)
}

pub(super) fn rates(line: &Line) -> String {
    let [before, after] = line
        .rates
        .clone()
        .map(|rate| rate.unwrap_or_else(|| (if line.moved == Moved::Open { "未定" } else { "—" }).to_owned()));
    moved(&before, &after)
}

fn sentence(line: &Line) -> String {
    format!(
        "{}：得分率 {}；得分 {}；实际 {}；指标值 {}",
        name(line),
        rates(line),
        both(&line.scores),
        both(&line.actuals),
        both(&line.targets)
    )
}

/// What is there in one year only, and what could not be scored.
pub(super) fn rest(years: &Years) -> Vec<String> {
    let mut said = Vec::new();
    for (word, names) in [("只有现在有", &years.fresh), ("只有原来有", &years.gone)] {
        if !names.is_empty() {
            said.push(format!("{word}：{}", names.join("、")));
        }
    }
    said.extend(years.failed.iter().map(|failed| format!("没能计分：{}：{}", failed.file, failed.why)));
    said
}

/// `比较了 5 个：升 3、降 1、平 1`.
pub(super) fn summary(years: &Years) -> String {
    let counts = Moved::ALL.iter().filter_map(|moved| {
        let count = years.pairs.iter().filter(|pair| pair.moved == *moved).count();
        (count > 0).then(|| format!("{} {count}", moved.word()))
    });
    let counts = counts.collect::<Vec<_>>().join("、");
    match years.pairs.len() {
        0 => "没有两年都有的部门、项目".to_owned(),
        pairs => format!("比较了 {pairs} 个：总分{counts}"),
    }
}

fn escaped(text: &str) -> String {
    crate::report::escape::text(text)
}
