//! `heng explain`: the page of an error or a rule, or the list of all; the score of an indicator,
//! drawn.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::scoring::{Given, gather};
use super::shell::Shell;
use super::{Exit, Failure, usage};
use crate::diag::codes::{self, Page};
use crate::diag::render::Look;
use crate::diag::suggest::nearest;
use crate::diag::wrap::{columns, hang, pad, wrap};
use crate::lint;
use crate::model::name::normal;
use crate::outlook::Subject;
use crate::plan::Plan;
use crate::report::drawn;
use crate::source::half_width;

/// 说明一个错误代码或规则，或者一个得分怎么算出来的
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng explain [选项] [代码]\n      heng explain --indicator <名称> [选项] <文件>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng explain E0301         说明 E0301
  heng explain vague-target  说明一条规则，写 L203 也行
  heng explain               列出所有代码
  heng explain --indicator 群众满意度 局.heng -a 自评.xlsx"
)]
pub struct Args {
    /// 代码、规则的名称或题目、一类规则（L2）；有 --indicator 时是指标文件
    #[arg(value_name = "代码", help_heading = usage::ARGUMENTS)]
    code: Option<String>,
    /// 画出哪个指标的得分怎么来的，预算执行率 也可以
    #[arg(long, value_name = "名称")]
    indicator: Option<String>,
    /// 实际完成值的表格，可以写几次；不写就用文件里的 实际
    #[arg(short, long, value_name = "表格", requires = "indicator")]
    actuals: Vec<PathBuf>,
    /// 哪一个部门或项目的指标
    #[arg(long, value_name = "名称", requires = "indicator")]
    name: Option<String>,
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

/// A page, of an error or of a rule.
#[derive(Debug, Serialize)]
struct Explained {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    stage: &'static str,
    title: &'static str,
    markdown: Cow<'static, str>,
}

impl From<Page> for Explained {
    fn from(page: Page) -> Self {
        let stage = codes::stage(page.code);
        Self { code: page.code, name: None, stage, title: page.title, markdown: Cow::Borrowed(page.text) }
    }
}

impl From<&lint::Rule> for Explained {
    fn from(rule: &lint::Rule) -> Self {
        Self {
            code: rule.code,
            name: Some(rule.name),
            stage: lint::family(rule).map_or("", |family| family.title),
            title: rule.title,
            markdown: Cow::Owned(lint::markdown(rule)),
        }
    }
}

/// Every page: errors in the order of the stages, then rules.
fn pages() -> impl Iterator<Item = Explained> {
    codes::pages().map(Explained::from).chain(lint::all().map(Explained::from))
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    if let Some(indicator) = &args.indicator {
        return drawing(args, indicator, shell);
    }
    let text = match &args.code {
        Some(code) => match family(code) {
            Some(pages) => all(pages, args.format, shell.look),
            None => one(find(code)?, args.format, shell.look),
        },
        None => all(pages().collect(), args.format, shell.look),
    };
    shell.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// How the score of an indicator came about.
fn drawing(args: &Args, indicator: &str, shell: &mut Shell) -> Result<Exit, Failure> {
    let Some(plan) = &args.code else {
        return Err(Failure::new("没有写指标文件").help("如 heng explain --indicator 群众满意度 局.heng -a 自评.xlsx"));
    };
    let given = Given { plan: Path::new(plan), actuals: &args.actuals, name: args.name.as_deref(), output: None };
    let Some(gathered) = gather(&given, shell)? else { return Ok(Exit::Findings) };
    let look = shell.look;
    let drawn: Vec<String> = gathered.reported(|reports| {
        let each =
            reports.iter().flat_map(|report| subjects(report.plan, indicator).into_iter().map(move |of| (report, of)));
        let each = each.map(|(report, subject)| match args.format {
            Format::Text => drawn::text(report, subject, look.width, look.unicode),
            Format::Md => drawn::markdown(report, subject),
            Format::Json => drawn::json(report, subject),
        });
        each.collect()
    });
    if drawn.is_empty() {
        let names = gathered.scored.iter().flat_map(|scored| scored.plan.lines.iter().map(|line| &*line.name));
        let failure = Failure::new(format!("没有指标 `{indicator}`"));
        return Err(match nearest(indicator.trim(), names.chain([EXECUTION])) {
            Some(near) => failure.help(format!("您是想写 `{near}` 吗？")),
            None => failure.help("heng score 列出所有指标"),
        });
    }
    let text = match (args.format, drawn.as_slice()) {
        (Format::Json, [_, _, ..]) => format!("[\n{}]\n", drawn.join(",\n")),
        _ => drawn.join("\n"),
    };
    shell.out.write_all(text.as_bytes())?;
    Ok(gathered.exit())
}

/// What the form calls the execution of the budget.
const EXECUTION: &str = "预算执行率";

/// The lines of a name; several groups may have one each.
fn subjects(plan: &Plan, name: &str) -> Vec<Subject> {
    let wanted = normal(name.trim());
    let lines = plan.lines.iter().enumerate().filter(|(_, line)| normal(&line.name) == wanted);
    let mut subjects: Vec<Subject> = lines.map(|(at, _)| Subject::Line(at)).collect();
    if subjects.is_empty() && *wanted == *EXECUTION && plan.framework.execution.is_some() {
        subjects.push(Subject::Execution);
    }
    subjects
}

fn find(code: &str) -> Result<Explained, Failure> {
    let plain: String = code.trim().trim_matches(['[', ']']).chars().map(half_width).collect();
    if let Some(rule) = lint::find(&plain) {
        return Ok(Explained::from(rule));
    }
    if let Some(page) = codes::page(code) {
        return Ok(Explained::from(page));
    }
    if let Some(rule) = lint::all().find(|rule| rule.title == code.trim()) {
        return Ok(Explained::from(rule));
    }
    let upper = plain.to_ascii_uppercase();
    let of_rules = || {
        let by_code = nearest(&upper, lint::all().map(|rule| rule.code));
        by_code.or_else(|| nearest(&plain, lint::all().map(|rule| rule.name))).or_else(|| by_word(&plain))
    };
    let near = if upper.starts_with('L') { of_rules() } else { codes::similar(code).or_else(of_rules) };
    let help = match near {
        Some(near) => format!("您是想看 `{near}` 吗？"),
        None => "`heng explain` 列出所有代码".to_owned(),
    };
    Err(Failure::new(format!("没有代码 `{code}`")).help(help))
}

/// The only rule one of whose words is near: `vauge` is of vague-target.
fn by_word(word: &str) -> Option<&'static str> {
    let words = || lint::all().flat_map(|rule| rule.name.split('-').map(move |word| (word, rule.name)));
    let word = match words().find(|(known, _)| *known == word) {
        Some((known, _)) => known,
        None => nearest(word, words().map(|(word, _)| word))?,
    };
    let mut named = words().filter(|(known, _)| *known == word).map(|(_, name)| name);
    named.next().filter(|_| named.next().is_none())
}

fn one(page: Explained, format: Format, look: Look) -> String {
    match format {
        Format::Text => laid_out(&page.markdown, look),
        Format::Md => page.markdown.into_owned(),
        Format::Json => json(&page),
    }
}

/// The rules of a family: `L2`, `可衡量`.
fn family(word: &str) -> Option<Vec<Explained>> {
    let plain: String = word.trim().chars().map(half_width).collect();
    let upper = plain.to_ascii_uppercase();
    let family = lint::FAMILIES.iter().find(|family| family.prefix == upper || family.title == plain)?;
    Some(family.rules.iter().map(|rule| Explained::from(*rule)).collect())
}

fn all(pages: Vec<Explained>, format: Format, look: Look) -> String {
    match format {
        Format::Text => list(pages, look),
        Format::Md => {
            pages.iter().map(|page| page.markdown.trim_end().to_owned()).collect::<Vec<_>>().join("\n\n") + "\n"
        }
        Format::Json => json(&pages),
    }
}

fn json(value: &impl Serialize) -> String {
    // Plain structs of strings always serialise.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn list(pages: Vec<Explained>, look: Look) -> String {
    let mut out = String::new();
    let mut stage = "";
    for page in pages {
        if page.stage != stage {
            let gap = if stage.is_empty() { "" } else { "\n" };
            stage = page.stage;
            let _ = writeln!(out, "{gap}{}", heading(stage, look));
        }
        let title = page.name.map_or_else(|| page.title.to_owned(), |name| format!("{}（{name}）", page.title));
        out.push_str(&hang(&format!("  {}  ", page.code), &title, look.width));
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
