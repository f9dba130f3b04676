//! The report from top to bottom, as blocks that a page of paper or a text can hold.
//!
//! What a page for the screen links and folds, these say one after the other, in the same words.

use super::facts::{LISTED, NAMED};
use super::{Account, Bars, Brief, Deviation, Mark};
use crate::report::provenance::{ALGORITHM, Provenance};

/// One block.
#[derive(Debug, Clone)]
pub(super) enum Block<'a> {
    /// What is reported; begins a page.
    Title(String),
    /// What follows.
    Heading(&'static str),
    /// The headline: what, how much, and a few words.
    Facts(Vec<[String; 3]>),
    /// A sentence.
    Text(String),
    /// What only accompanies.
    Small(String),
    /// Items, numbered where their order counts.
    List { numbered: bool, items: Vec<String> },
    /// Rows of texts under their heads.
    Table(Table),
    /// Attainment by group.
    Bars(&'a [Bars]),
    /// The official form.
    Form(&'a Brief),
    /// How one score came about.
    Account(&'a Account),
}

/// A table of texts.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The heads, each with how wide its column is, in parts of the whole.
    pub heads: Vec<(&'static str, u16)>,
    /// The rows; the first cell is what a row is about.
    pub rows: Vec<Vec<String>>,
}

/// The heading above the accounts.
pub(super) const EXPLAINED: &str = "每个得分怎么算出来";

/// The blocks of some scorecards.
pub(super) fn blocks<'a>(briefs: &'a [Brief], provenance: Option<&Provenance>) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for brief in briefs {
        head(brief, provenance, &mut blocks);
        result(brief, &mut blocks);
        blocks.extend([Block::Heading("各类指标的完成率"), Block::Bars(&brief.groups)]);
        open(brief, &mut blocks);
        since(brief, &mut blocks);
        blocks.extend([Block::Heading("自评表"), Block::Form(brief)]);
        blocks.push(Block::Heading(EXPLAINED));
        blocks.extend(brief.accounts.iter().map(Block::Account));
        if !brief.assumptions.is_empty() {
            blocks.push(Block::Heading("框架的说明"));
            blocks.extend(brief.assumptions.iter().cloned().map(Block::Small));
        }
    }
    blocks
}

/// What it is, and what it was made from.
fn head(brief: &Brief, provenance: Option<&Provenance>, blocks: &mut Vec<Block<'_>>) {
    blocks.push(Block::Title(brief.title.clone()));
    blocks.push(Block::Small(brief.framework.clone()));
    let Some(provenance) = provenance else { return };
    blocks.push(Block::Small(format!("heng {}，由下列文件算出（{ALGORITHM} 校验值）：", provenance.version)));
    for input in &provenance.inputs {
        blocks.push(Block::Small(format!("{} {} {}", input.role, input.name, input.sha256)));
    }
}

/// The headline, why, and what to do.
fn result(brief: &Brief, blocks: &mut Vec<Block<'_>>) {
    let mut facts = vec![["总分".to_owned(), brief.total.clone(), format!("满分 {}", brief.full)]];
    if let Some(grade) = &brief.grade {
        let open = if brief.decided { "" } else { "补齐缺少的值后确定；" };
        facts.push(["等级".to_owned(), grade.clone(), format!("{open}{}", brief.grades)]);
    }
    if let Some(execution) = &brief.execution {
        let rate = execution.rate.clone().unwrap_or_else(|| "缺".to_owned());
        let score = format!("得 {} 分，共 {} 分", execution.score, execution.weight);
        facts.push(["预算执行率".to_owned(), rate, score]);
    }
    facts.push(["达成的指标".to_owned(), brief.met.clone(), brief.tally.clone()]);
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Heading("为什么是这个分"));
    blocks.push(Block::Text(format!("{}。", brief.why)));
    if let Some(open) = &brief.open {
        blocks.push(Block::Text(format!("{open}。")));
    }
    if brief.losses.len() > NAMED {
        let items = brief.losses.iter().take(LISTED);
        let items = items.map(|loss| format!("{} 少得 {} 分（{}）", loss.name, loss.points, loss.gap));
        let mut items: Vec<String> = items.collect();
        if brief.losses.len() > LISTED {
            items.push(format!("其余 {} 处少得不多，见下面的图和算式", brief.losses.len() - LISTED));
        }
        blocks.push(Block::List { numbered: false, items });
    }
    blocks.push(Block::Heading("现在要做什么"));
    if brief.tasks.is_empty() {
        blocks.push(Block::Text(NOTHING_TO_DO.to_owned()));
    }
    let items = brief.tasks.iter().map(|task| match &*task.name {
        "" => format!("{}，见下面（{}）", task.what, task.why),
        name => format!("{}：{name}（{}）", task.what, task.why),
    });
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        blocks.push(Block::List { numbered: true, items });
    }
}

/// What the page says who has nothing to do.
pub(super) const NOTHING_TO_DO: &str = "没有缺少的值，没有欠写的偏差原因，实际值里没有问题：核对以后可以签字上报。";

/// What is missing, what needs words, and what came up.
fn open(brief: &Brief, blocks: &mut Vec<Block<'_>>) {
    if !brief.missing.is_empty() {
        blocks.push(Block::Heading("缺少的值和它们的影响"));
        let row = |one: &super::Missing| {
            let range = format!("{} – {}", one.low, one.high);
            vec![one.name.clone(), one.why.clone(), range, format!("{} 分", one.swing)]
        };
        blocks.push(Block::Table(Table {
            heads: vec![("指标", 36), ("缺什么", 34), ("得分", 17), ("影响总分", 13)],
            rows: brief.missing.iter().map(row).collect(),
        }));
    }
    if !brief.deviations.is_empty() {
        blocks.push(Block::Heading("偏差原因"));
        let items = brief.deviations.iter().map(deviation).collect();
        blocks.push(Block::List { numbered: false, items });
    }
    if !brief.findings.is_empty() {
        blocks.push(Block::Heading("实际值中的问题"));
        let items = brief.findings.iter().map(|found| {
            let help = found.help.as_ref().map_or_else(String::new, |help| format!("。{help}"));
            format!("{} {} {}（{}）{help}", found.word, found.code, found.message, found.place)
        });
        blocks.push(Block::List { numbered: false, items: items.collect() });
    }
}

fn deviation(one: &Deviation) -> String {
    let Mark { sign, word, .. } = one.verdict;
    let gap = if one.gap.is_empty() { String::new() } else { format!("，{}", one.gap) };
    let reason = one.reason.as_deref().unwrap_or("还没有写原因");
    format!("{} {sign} {word}{gap}：{reason}", one.name)
}

fn since(brief: &Brief, blocks: &mut Vec<Block<'_>>) {
    if brief.since.is_empty() {
        return;
    }
    blocks.push(Block::Heading("和上年比"));
    let row = |one: &super::Since| {
        let growth = if one.growth.is_empty() { String::new() } else { format!("（{}）", one.growth) };
        let actual = if one.actual.is_empty() { "缺" } else { &one.actual };
        let change = format!("{}{growth} {}", one.change, one.word);
        vec![one.name.clone(), one.previous.clone(), actual.to_owned(), change.trim().to_owned()]
    };
    blocks.push(Block::Table(Table {
        heads: vec![("指标", 36), ("上年", 17), ("本年", 17), ("变动", 30)],
        rows: brief.since.iter().map(row).collect(),
    }));
}

/// The lines below the name of an account.
pub(super) fn account_lines(account: &Account) -> Vec<String> {
    let mut lines = account.steps.clone();
    lines.push(format!("计分规则 {}，依据 {}", account.rule, account.basis));
    lines.extend(account.inputs.iter().map(|input| {
        let place = if input.place.is_empty() { String::new() } else { format!("（{}）", input.place) };
        format!("{} {}{place}", input.name, input.value)
    }));
    lines.extend(account.notes.iter().cloned());
    lines
}

/// What is quoted between backticks, between the marks that people write.
pub(super) fn quoted(text: &str) -> String {
    let mut open = false;
    let mark = |letter| match letter {
        '`' => {
            open = !open;
            if open { '“' } else { '”' }
        }
        other => other,
    };
    text.chars().map(mark).collect()
}
