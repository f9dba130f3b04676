//! The streams of a run: where to write, in what width and colours.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstream::ColorChoice;
use clap::ValueEnum;

use super::usage;
use crate::diag::render::Look;
use crate::diag::wrap::hang;

/// Without a terminal to ask.
const DEFAULT_WIDTH: usize = 80;
/// Below this a frame has no room for its text, above it the eye loses the line.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

/// The options that every command has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = usage::COMMON)]
pub struct Global {
    /// 是否用颜色：auto（在终端上用，默认）、always、never
    #[arg(
        long,
        global = true,
        value_name = "何时",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        display_order = 100
    )]
    pub color: ColourWish,
    /// 安静：不写小结和进度
    #[arg(short, long, global = true, display_order = 101)]
    pub quiet: bool,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, display_order = 102)]
    pub help: Option<bool>,
}

/// When colours are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColourWish {
    /// On a terminal, unless `NO_COLOR` or the like says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where a command writes.
pub struct Shell {
    /// Standard output.
    pub out: Box<dyn Write>,
    /// How things look there.
    pub look: Look,
    /// How things look on standard error.
    pub error_look: Look,
    /// Whether to leave out what only accompanies the result.
    pub quiet: bool,
}

impl Shell {
    /// As the options ask for.
    pub fn new(global: &Global) -> Self {
        Self { quiet: global.quiet, ..Self::for_clap(global.color) }
    }

    /// Before there are options: for clap's own answers.
    pub fn for_clap(wish: ColourWish) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let colour = |auto: ColorChoice| match wish {
            ColourWish::Always => true,
            ColourWish::Never => false,
            ColourWish::Auto => auto != ColorChoice::Never,
        };
        let look = |colour, terminal: bool| Look {
            colour,
            width: if terminal { width() } else { DEFAULT_WIDTH },
            unicode: unicode(),
        };
        Self {
            look: look(colour(anstream::AutoStream::choice(&out)), out.is_terminal()),
            error_look: look(colour(anstream::AutoStream::choice(&err)), err.is_terminal()),
            out: Box::new(BufWriter::new(out.lock())),
            quiet: false,
        }
    }

    /// How a result looks that goes to a file, or to standard output: a file is read at any width, and
    /// never in colour.
    pub fn look_of(&self, target: Option<&Path>) -> Look {
        if target.is_some_and(|path| path.as_os_str() != "-") { Look::default() } else { self.look }
    }

    /// Writes to standard error. Whether that succeeds changes nothing.
    pub fn say(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Says that something failed, and what to do.
    pub fn complain(&mut self, message: &str, help: Option<&str>) {
        let width = self.error_look.width;
        let mut text = self.coloured(&hang("错误: ", message, width), "错误:", "1;31");
        if let Some(help) = help {
            text.push_str(&self.coloured(&hang("  帮助: ", help, width), "帮助:", "1;36"));
        }
        self.say(text.trim_end());
    }

    /// What only accompanies the result.
    pub fn remark(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    fn coloured(&self, text: &str, word: &str, style: &str) -> String {
        if !self.error_look.colour {
            return text.to_owned();
        }
        text.replacen(word, &format!("\u{1b}[{style}m{word}\u{1b}[0m"), 1)
    }
}

fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
    columns.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Everything written is Chinese, so the characters of a frame are there too; but a terminal
/// that calls itself dumb is often one that measures them wrongly.
fn unicode() -> bool {
    std::env::var_os("TERM").is_none_or(|name| name != "dumb")
}
