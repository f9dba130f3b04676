//! `heng rules`: the rules by family, with their level under the configuration at hand.

use std::fmt::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::check::RuleArgs;
use super::compilation::compile_under;
use super::shell::Shell;
use super::{Exit, Failure, paths, usage};
use crate::diag::Safety;
use crate::diag::render::Look;
use crate::diag::wrap::{columns, hang, pad};
use crate::lint::{self, Rule, Settings};
use crate::syntax::ast::Clause;

/// 列出所有规则：级别、能不能自动改正
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng rules [选项] [文件|文件夹|模式]...",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng rules                      所有规则和现在的级别
  heng rules --preset 财政审核    在这个预设下的级别
  heng rules 公共/                另外列出这些文件里的 检查
  heng explain L203               一条规则的说明"
)]
pub struct Args {
    /// 也列出这些文件里自定的 检查
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    /// 怎么写：text（默认）、md（Markdown）、json
    #[arg(long, value_name = "写法", default_value = "text", hide_default_value = true, hide_possible_values = true)]
    format: Format,
    #[command(flatten)]
    rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
}

/// What stands in the place of the code of a 检查.
const HOUSE: &str = "检查";

/// A rule as the list shows it.
#[derive(Debug, Serialize)]
struct Row {
    code: String,
    name: String,
    title: String,
    family: String,
    level: &'static str,
    default_level: &'static str,
    certainty: &'static str,
    fix: Option<&'static str>,
    #[serde(skip)]
    words: [&'static str; 2],
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let here = PathBuf::from("x.heng");
    let mut configs = args.rules.configs()?;
    let found = configs.of(&here)?;
    let settings = found.settings(&here);
    let mut rows: Vec<Row> = lint::all().map(|rule| row(rule, &settings)).collect();
    if !args.paths.is_empty() {
        for input in paths::inputs(&args.paths)? {
            rows.extend(house_rules(&compile_under(input.source()?, &found)?));
        }
    }
    let text = match args.format {
        Format::Text => table(&rows, shell.look),
        Format::Md => markdown(&rows),
        // Plain structs of strings always serialise.
        Format::Json => serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n",
    };
    shell.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn row(rule: &Rule, settings: &Settings) -> Row {
    let level = settings.level(rule);
    Row {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        title: rule.title.to_owned(),
        family: lint::family(rule).map_or("", |family| family.title).to_owned(),
        level: level.key(),
        default_level: rule.level.key(),
        certainty: rule.certainty.word(),
        fix: rule.fix.map(|safety| match safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::Shown => "shown",
        }),
        words: [level.word(), fix_word(rule.fix)],
    }
}

fn fix_word(fix: Option<Safety>) -> &'static str {
    match fix {
        None => "",
        Some(Safety::Safe) => "可改正",
        Some(Safety::Unsafe) => "看过再改正",
        Some(Safety::Shown) => "给出改法",
    }
}

/// The 检查 of a file, as rules.
fn house_rules(model: &crate::model::Model) -> Vec<Row> {
    let Some(parsed) = model.files.get(model.files.entry()) else { return Vec::new() };
    let nested = parsed.stmts.iter().flat_map(|stmt| stmt.children());
    let rows = parsed.stmts.iter().chain(nested).filter_map(|stmt| {
        let Clause::HouseRule { title, severity, .. } = &stmt.clause else { return None };
        let level = severity.and_then(|word| lint::Level::from_word(parsed.name(word))).unwrap_or(lint::Level::Warning);
        Some(Row {
            code: HOUSE.to_owned(),
            name: parsed.text(*title),
            title: parsed.text(*title),
            family: format!("自定（{}）", parsed.source.name),
            level: level.key(),
            default_level: level.key(),
            certainty: "确定",
            fix: None,
            words: [level.word(), ""],
        })
    });
    rows.collect()
}

fn table(rows: &[Row], look: Look) -> String {
    let mut out = String::new();
    let width = rows.iter().filter(|row| row.code != HOUSE).map(|row| columns(&row.name)).max().unwrap_or(0);
    let mut family = "";
    for row in rows {
        if row.family != family {
            let gap = if family.is_empty() { "" } else { "\n" };
            family = &row.family;
            let heading = if look.colour { format!("\u{1b}[1m{family}\u{1b}[0m") } else { family.to_owned() };
            let _ = writeln!(out, "{gap}{heading}");
        }
        let [level, fix] = row.words;
        // A 检查 has no other name than its title.
        let name = if row.code == HOUSE { String::new() } else { format!("{}  ", pad(&row.name, width)) };
        let fix = if fix.is_empty() { String::new() } else { format!("（{fix}）") };
        let first = format!("  {}  {}  {name}", pad(&row.code, 4), pad(level, 4));
        out.push_str(&hang(&first, &format!("{}{fix}", row.title), look.width));
    }
    let on = rows.iter().filter(|row| row.level != "off").count();
    let _ = writeln!(out, "\n共 {} 条规则，现在查 {on} 条。heng explain <代码> 看一条规则的说明", rows.len());
    out
}

fn markdown(rows: &[Row]) -> String {
    let mut out = String::from("| 代码 | 名称 | 说的是什么 | 级别 | 把握 | 自动改正 |\n|---|---|---|---|---|---|\n");
    for row in rows {
        let [level, fix] = row.words;
        let _ =
            writeln!(out, "| {} | `{}` | {} | {level} | {} | {fix} |", row.code, row.name, row.title, row.certainty);
    }
    out
}
