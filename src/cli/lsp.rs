//! `heng lsp`: the language server over standard input and output.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::beside;
use super::check::RuleArgs;
use super::compilation::{house_rules, import, missing_house_rule};
use super::config::{Found, Wrong};
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, usage};
use crate::ide::Configured;
use crate::lint::Config;
use crate::lsp::{Configuration, Ended, Host, Mistake, connect, serve};
use crate::score::actuals::RawActuals;
use crate::source::Span;
use crate::table::actuals;

/// How many files of a folder are looked through for names: more than any office keeps.
const MAX_FILES: usize = 2000;

/// 编辑器服务（LSP），由编辑器启动
#[derive(Debug, clap::Args)]
#[command(override_usage = "heng lsp [选项]", next_help_heading = usage::OPTIONS)]
pub struct Args {
    /// 用标准输入和输出通信，一直如此；有的编辑器要写它
    #[arg(long)]
    stdio: bool,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let mut configs = args.rules.configs()?;
    // A configuration that is wrong must not keep the editor without any help.
    let plain = Config::default().settings().map_err(|problem| Failure::new(problem.message))?;
    let configured = move |path: &str| -> Configuration {
        let path = Path::new(path);
        match configs.now(path) {
            Ok(found) => usable(&found, path),
            Err(wrong) => Configuration {
                stamp: xxh3_64(format!("{wrong:?}").as_bytes()),
                file: wrong.path.as_deref().map(|path| path.display().to_string()),
                mistake: Some(mistake(wrong)),
                configured: Configured { settings: plain.of(""), framework: None, house_rules: Vec::new() },
            },
        }
    };
    let host = Host {
        read: Arc::new(|path: &str| import(path, None)),
        configured: Box::new(configured),
        files,
        beside: beside::beside,
        table,
    };
    // The messages go out from a thread of their own, which needs the lock on the stream.
    shell.out = Box::new(std::io::sink());
    let (connection, threads) = connect(|| Box::new(std::io::stdin().lock()), std::io::stdout());
    let ended = serve(&connection, host);
    drop(connection);
    // The threads end with the streams.
    threads.join();
    match ended {
        Ended::Shutdown => Ok(Exit::Clean),
        Ended::Lost(why) => Err(Failure::new(format!("编辑器断开了：{why}"))),
    }
}

/// What a configuration comes to for a file.
fn usable(found: &Found, path: &Path) -> Configuration {
    let house_rules = house_rules(found, None).unwrap_or_default();
    let mut read = found.text.clone();
    for source in &house_rules {
        read.push('\0');
        read.push_str(&source.text);
    }
    Configuration {
        stamp: xxh3_64(read.as_bytes()),
        file: found.path().map(|path| path.display().to_string()),
        mistake: missing_house_rule(found).map(mistake),
        configured: Configured {
            settings: found.settings(path),
            framework: found.config.framework.clone(),
            house_rules,
        },
    }
}

fn mistake(wrong: Wrong) -> Mistake {
    let span = wrong.span.map_or_else(Span::default, |span| Span::new(span.start, span.end));
    let help = wrong.help.map_or_else(String::new, |help| format!("\n{help}"));
    Mistake { message: format!("{}{help}", wrong.message), text: wrong.text.into(), span }
}

/// The heng files below a folder, those that are ignored left out.
fn files(folder: &str) -> Vec<String> {
    let walk = ignore::WalkBuilder::new(folder).build().filter_map(Result::ok);
    let heng = walk.filter(|entry| entry.path().extension().is_some_and(|suffix| suffix == "heng"));
    heng.take(MAX_FILES).map(|entry| entry.path().display().to_string()).collect()
}

/// Reads a table of actual values.
fn table(path: &str, year: Option<i16>) -> Result<RawActuals, String> {
    let bytes = Input::File(PathBuf::from(path)).bytes().map_err(|failure| match failure {
        Failure::Told { message, .. } => message,
        Failure::Closed => String::new(),
    })?;
    Ok(actuals::read(&bytes, path, year).actuals)
}
