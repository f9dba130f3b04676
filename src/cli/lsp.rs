//! `heng lsp`: the language server over standard input and output.

use std::path::{Path, PathBuf};

use lsp_server::Connection;

use super::check::RuleArgs;
use super::input::Input;
use super::shell::Shell;
use super::{Exit, Failure, usage};
use crate::lint::{Config, Settings};
use crate::lsp::{Ended, Host, serve};

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
    let settings = move |path: &str| -> Settings {
        let path = Path::new(path);
        configs.of(path).map_or_else(|_| plain.of(""), |found| found.settings(path))
    };
    let read = |path: &str| {
        Input::File(PathBuf::from(path)).source().map_err(|failure| match failure {
            Failure::Told { message, .. } => message,
            Failure::Closed => String::new(),
        })
    };
    // The messages go out from a thread of their own, which needs the lock on the stream.
    shell.out = Box::new(std::io::sink());
    let (connection, threads) = Connection::stdio();
    let ended = serve(&connection, Host { read: Box::new(read), settings: Box::new(settings) });
    drop(connection);
    // The threads end with the streams; what they report then concerns nobody.
    let _ = threads.join();
    match ended {
        Ended::Shutdown => Ok(Exit::Clean),
        Ended::Lost(why) => Err(Failure::new(format!("编辑器断开了：{why}"))),
    }
}
