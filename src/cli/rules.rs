//! `heng rules`: the rules by family, with their level under the configuration at hand.

use std::fmt::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::check::RuleArgs;
use super::compilation::compile_under;
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, paths, usage};
use crate::diag::Safety;
use crate::diag::render::Look;
use crate::diag::wrap::{columns, hang, pad};
use crate::lint::{self, Rule, Settings};
use crate::report::findings;
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
    /// 也列出这些文件里自定的 检查；heng.toml 里 house-rules 的总是列出
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    paths: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "写法",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help = "怎么写：text（默认）、md（Markdown）、json；\nschema 是 heng.toml 的 JSON Schema，\n\
                findings-schema 是 heng check --format json 的"
    )]
    format: Format,
    #[command(flatten)]
    rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
    /// The JSON Schema of `heng.toml`.
    Schema,
    /// The JSON Schema of what `heng check --format json` writes.
    FindingsSchema,
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
    // Those that the configuration names are in force everywhere.
    let configured: Vec<PathBuf> = found.config.house_rules.iter().map(|path| found.beside(path)).collect();
    for input in configured.iter().map(|path| Input::from_arg(path)) {
        rows.extend(house_rules(&compile_under(input.source()?, &found, None)?));
    }
    if !args.paths.is_empty() {
        let more = paths::inputs(&args.paths)?;
        for input in more.into_iter().filter(|input| !configured.iter().any(|path| Input::from_arg(path) == *input)) {
            rows.extend(house_rules(&compile_under(input.source()?, &found, None)?));
        }
    }
    let text = match args.format {
        Format::Text => table(&rows, shell.look),
        Format::Md => markdown(&rows),
        Format::Json => json(&rows),
        Format::Schema => json(&lint::config_schema()),
        Format::FindingsSchema => json(&findings::schema()),
    };
    shell.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn json(value: &impl Serialize) -> String {
    // Plain structs of strings always serialise.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
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
        fix: rule.fix.map(Safety::key),
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

/// The index of the pages in `docs/rules/`, as it stands there.
fn markdown(rows: &[Row]) -> String {
    let mut out = String::from("# 规则\n");
    let mut family = "";
    for row in rows {
        if row.family != family {
            family = &row.family;
            let _ = writeln!(out, "\n## {family}\n");
            out.push_str("| 代码 | 名称 | 说的是什么 | 级别 | 把握 | 自动改正 |\n|---|---|---|---|---|---|\n");
        }
        let [level, fix] = row.words;
        let code = match row.code.strip_prefix('L') {
            Some(_) => format!("[{0}]({0}.md)", row.code),
            None => row.code.clone(),
        };
        let name = if row.name == row.title { String::new() } else { format!("`{}`", row.name) };
        let _ = writeln!(out, "| {code} | {name} | {} | {level} | {} | {fix} |", row.title, row.certainty);
    }
    out
}
