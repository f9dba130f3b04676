//! `heng completions`: what a shell needs to complete commands and options.

use clap_complete::{Shell as Target, generate};

use super::shell::Shell;
use super::{Exit, Failure, command, usage};

/// 生成命令行补全脚本
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng completions <外壳>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng completions bash > ~/.local/share/bash-completion/completions/heng
  heng completions zsh > ~/.zfunc/_heng
  heng completions fish > ~/.config/fish/completions/heng.fish
  heng completions powershell >> $PROFILE"
)]
pub struct Args {
    /// 哪种外壳：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "外壳", help_heading = usage::ARGUMENTS, hide_possible_values = true)]
    target: Target,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    // clap_complete panics when it cannot write, so it writes into memory.
    let mut script = Vec::new();
    generate(args.target, &mut command(), "heng", &mut script);
    shell.out.write_all(&script)?;
    Ok(Exit::Clean)
}
