//! `heng man`: the manual page, in Chinese.

use clap_mangen::Man;

use super::shell::Shell;
use super::{Exit, Failure, command, usage};

/// Headings that the generator writes, and ours.
const HEADINGS: &[(&str, &str)] = &[
    (".SH NAME", ".SH 名称"),
    (".SH SYNOPSIS", ".SH 用法"),
    (".SH DESCRIPTION", ".SH 说明"),
    (".SH OPTIONS", ".SH 选项"),
    (".SH SUBCOMMANDS", ".SH 命令"),
    (".SH EXTRA", ".SH 补充"), // see EXAMPLES
    (".SH VERSION", ".SH 版本"),
];

/// The heading of what stands under a help page.
const EXAMPLES: &str = ".SH 补充\n";

/// 生成手册页（man）
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng man [命令]",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng man > ~/.local/share/man/man1/heng.1
  heng man score > ~/.local/share/man/man1/heng-score.1"
)]
pub struct Args {
    /// 哪个命令的手册；不写就是总的手册
    #[arg(value_name = "命令", help_heading = usage::ARGUMENTS)]
    of: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let mut whole = command();
    whole.build();
    let wanted = match &args.of {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            found.ok_or_else(|| Failure::new(format!("没有命令 `{name}`")).help("`heng --help` 列出所有命令"))?
        }
    };
    let mut page = Vec::new();
    Man::new(wanted).manual("heng 手册").render(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    for (theirs, ours) in HEADINGS {
        text = text.replace(&format!("{theirs}\n"), &format!("{ours}\n"));
    }
    shell.out.write_all(unfilled(&text).as_bytes())?;
    Ok(Exit::Clean)
}

/// The examples line by line: without these requests the manual would run them together.
fn unfilled(text: &str) -> String {
    let Some((before, after)) = text.split_once(EXAMPLES) else { return text.to_owned() };
    let end = after.find("\n.SH ").unwrap_or(after.len());
    let (examples, rest) = after.split_at(end);
    format!("{before}{EXAMPLES}.nf\n{}\n.fi{rest}", examples.trim_end())
}
