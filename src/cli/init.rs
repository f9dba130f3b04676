//! `heng init`: a starter file that explains itself.

use std::io;
use std::path::PathBuf;

use super::shell::Shell;
use super::{Exit, Failure, output, usage};

/// The file that is written. Checked by a test: it compiles without a finding.
pub const STARTER: &str = include_str!("starter.heng");

/// Its name when none is given.
const DEFAULT_NAME: &str = "项目.heng";

/// 写一个带说明的起步文件，不会覆盖已有的文件
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng init [文件]",
    next_help_heading = usage::OPTIONS,
    after_help = "\
例子:
  heng init                写 项目.heng
  heng init 道路养护.heng  写 道路养护.heng
  heng init -              写到标准输出"
)]
pub struct Args {
    /// 写到哪个文件（没有后缀就加 .heng），- 是标准输出；不写就是 项目.heng
    #[arg(value_name = "文件", help_heading = usage::ARGUMENTS)]
    path: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let path = args.path.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_NAME));
    if path.as_os_str() == "-" {
        shell.out.write_all(STARTER.as_bytes())?;
        return Ok(Exit::Clean);
    }
    // A folder is searched for files by their extension.
    let path = if path.extension().is_none() && !path.exists() { path.with_extension("heng") } else { path };
    let name = path.display();
    output::create_new(&path, STARTER.as_bytes()).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::new(format!("`{name}` 已经存在，没有改动")).help("换一个文件名：heng init 新名字.heng")
        }
        _ => Failure::new(format!("不能写文件 `{name}`：{}", output::reason(&error))),
    })?;
    shell.remark(&format!("写好了 `{name}`，下一步：heng check {name}"));
    Ok(Exit::Clean)
}
