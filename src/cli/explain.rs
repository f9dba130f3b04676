//! `heng explain`: the page of a code, or the list of all.

use std::fmt::Write;

use clap::ValueEnum;
use serde::Serialize;

use super::shell::Shell;
use super::{Exit, Failure, usage};
use crate::diag::codes::{self, Page};
use crate::diag::render::Look;
use crate::diag::wrap::{columns, hang, pad, wrap};

/// 说明一个错误代码：原因、错误的写法、正确的写法
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng explain [选项] [代码]",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng explain E0301  说明 E0301
  heng explain        列出所有代码"
)]
pub struct Args {
    /// 代码，例如 E0301；不写就列出所有代码
    #[arg(value_name = "代码", help_heading = usage::ARGUMENTS)]
    code: Option<String>,
    /// 怎么写：text（默认）、md（Markdown）、json
    #[arg(long, value_name = "写法", default_value = "text", hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

/// How pages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
}

/// The published shape of a page.
#[derive(Debug, Serialize)]
struct PageJson {
    code: &'static str,
    stage: &'static str,
    title: &'static str,
    markdown: &'static str,
}

impl From<Page> for PageJson {
    fn from(page: Page) -> Self {
        Self { code: page.code, stage: codes::stage(page.code), title: page.title, markdown: page.text }
    }
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let text = match &args.code {
        Some(code) => one(find(code)?, args.format, shell.look),
        None => all(args.format, shell.look),
    };
    shell.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn find(code: &str) -> Result<Page, Failure> {
    codes::page(code).ok_or_else(|| {
        let help = match codes::similar(code) {
            Some(near) => format!("您是想看 `{near}` 吗？"),
            None => "`heng explain` 列出所有代码".to_owned(),
        };
        Failure::new(format!("没有代码 `{code}`")).help(help)
    })
}

fn one(page: Page, format: Format, look: Look) -> String {
    match format {
        Format::Text => laid_out(page.text, look),
        Format::Md => page.text.to_owned(),
        Format::Json => json(&PageJson::from(page)),
    }
}

fn all(format: Format, look: Look) -> String {
    match format {
        Format::Text => list(look),
        Format::Md => codes::pages().map(|page| page.text.trim_end()).collect::<Vec<_>>().join("\n\n") + "\n",
        Format::Json => json(&codes::pages().map(PageJson::from).collect::<Vec<_>>()),
    }
}

fn json(value: &impl Serialize) -> String {
    // Plain structs of strings always serialise.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn list(look: Look) -> String {
    let mut out = String::new();
    let mut stage = "";
    for page in codes::pages() {
        if codes::stage(page.code) != stage {
            let gap = if stage.is_empty() { "" } else { "\n" };
            stage = codes::stage(page.code);
            let _ = writeln!(out, "{gap}{}", heading(stage, look));
        }
        out.push_str(&hang(&format!("  {}  ", page.code), page.title, look.width));
    }
    out
}

fn heading(text: &str, look: Look) -> String {
    if look.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A page of Markdown for the terminal: headings, paragraphs, lists and fenced examples are
/// all that pages use.
fn laid_out(text: &str, look: Look) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            flush(&mut paragraph, look, &mut out);
            fenced = !fenced;
        } else if fenced {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        } else if let Some(title) = line.strip_prefix('#') {
            flush(&mut paragraph, look, &mut out);
            let title = title.trim_start_matches('#').trim();
            let _ = writeln!(out, "{}", heading(title, look));
            if line.starts_with("# ") {
                let rule = if look.unicode { "─" } else { "-" };
                let _ = writeln!(out, "{}", rule.repeat(columns(title).min(look.width)));
            }
        } else if line.trim().is_empty() {
            flush(&mut paragraph, look, &mut out);
            out.push('\n');
        } else if let Some(row) = line.strip_prefix("- ") {
            flush(&mut paragraph, look, &mut out);
            out.push_str(&hang("  · ", row, look.width));
        } else if line.starts_with('|') {
            flush(&mut paragraph, look, &mut out);
            let _ = writeln!(out, "  {}", pad(line, 0));
        } else {
            join(&mut paragraph, line.trim());
        }
    }
    flush(&mut paragraph, look, &mut out);
    out
}

/// Lines of a paragraph run on; a blank goes between only where both sides are Latin.
fn join(paragraph: &mut String, line: &str) {
    let latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    if latin(paragraph.chars().next_back()) && latin(line.chars().next()) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

fn flush(paragraph: &mut String, look: Look, out: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    for line in wrap(paragraph, look.width.saturating_sub(2)) {
        let _ = writeln!(out, "  {line}");
    }
    paragraph.clear();
}
