//! `heng compare`: the scores of two years, and what rose and fell.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::input::Input;
use super::score::many::{Cards, Problem, cards};
use super::shell::Shell;
use super::{Exit, Failure, output, paths, usage};
use crate::brief::ranking::Failed;
use crate::brief::years::{self, Scored};

/// 比较两年的得分：总分、等级、指标的升降
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng compare [选项] <原来> <现在>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
每个文件用自己的 实际 或旁边的表格，和 heng score 几个文件时一样；
部门、项目和指标按代码、名称对应，和 heng diff 一样。升降按得分率。
退出状态: 0 比较了，1 有指标文件有错，2 没能比较

例子:
  heng compare 2023/ 2024/
  heng compare 2023.heng 2024.heng -o 两年.html"
)]
pub struct Args {
    /// 原来的文件或文件夹
    #[arg(value_name = "原来", help_heading = usage::ARGUMENTS)]
    old: PathBuf,
    /// 现在的文件或文件夹
    #[arg(value_name = "现在", help_heading = usage::ARGUMENTS)]
    new: PathBuf,
    /// 怎么写：table、json、html、md；不写就看 -o 的后缀
    #[arg(long, value_name = "写法", hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件，- 是标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Html,
    Md,
}

/// What files are called that hold a comparison.
const SUFFIXES: [(&str, Format); 6] = [
    ("txt", Format::Table),
    ("json", Format::Json),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("md", Format::Md),
    ("markdown", Format::Md),
];

/// The form that is asked for, else the one that the name of the result says.
fn format(args: &Args) -> Result<Format, Failure> {
    let suffix = args.output.as_deref().and_then(Path::extension).unwrap_or_default();
    let by_suffix = SUFFIXES.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known)).map(|(_, format)| *format);
    match args.format.or(by_suffix) {
        Some(format) => Ok(format),
        None if suffix.is_empty() => Ok(Format::Table),
        None => {
            let failure = Failure::new(format!("不知道 .{} 文件写成什么，什么也没有写", suffix.display()));
            Err(failure.help("可以写 .html、.md、.json、.txt"))
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let format = format(args)?;
    let (mut failed, mut exit) = (Vec::new(), Exit::Clean);
    let sides = [&args.old, &args.new].map(|path| side(path, args, &mut failed, &mut exit));
    let [old, new] = sides;
    let (old, new) = (old?, new?);
    let (before, after) = (scored(&old), scored(&new));
    if before.is_empty() && after.is_empty() {
        failed.iter().for_each(|failed| shell.complain(&format!("{}：{}", failed.file, failed.why), None));
        return match exit {
            Exit::Clean => Err(Failure::new("这些文件里没有带指标的部门或项目")),
            _ => Ok(exit),
        };
    }
    let years = years::years(env!("CARGO_PKG_VERSION"), &before, &after, failed);
    let to_file = args.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
    let width = if to_file { crate::diag::render::Look::default().width } else { shell.look.width };
    let text = match format {
        Format::Table => years::text::text(&years, width),
        Format::Json => years::json(&years),
        Format::Html => years::html::html(&years),
        Format::Md => years::text::markdown(&years),
    };
    output::write(args.output.as_deref(), text.as_bytes(), shell)?;
    Ok(exit)
}

/// The scorecards of one side; what cannot be scored is kept aside.
fn side(path: &PathBuf, args: &Args, failed: &mut Vec<Failed>, exit: &mut Exit) -> Result<Vec<Cards>, Failure> {
    let inputs = paths::inputs(std::slice::from_ref(path))?;
    let names: Vec<String> = inputs.iter().map(Input::name).collect();
    output::spare(args.output.as_deref(), names.iter().map(Path::new))?;
    let mut all = Vec::new();
    for input in &inputs {
        match cards(input) {
            Ok(cards) => all.extend(cards),
            Err(Problem::Errors(why)) => {
                *exit = (*exit).max(Exit::Findings);
                failed.push(Failed { file: input.name(), why });
            }
            Err(Problem::Unread(Failure::Told { message, .. })) => {
                *exit = Exit::Failed;
                failed.push(Failed { file: input.name(), why: message });
            }
            Err(Problem::Unread(Failure::Closed)) => return Err(Failure::Closed),
        }
    }
    Ok(all)
}

fn scored(side: &[Cards]) -> Vec<Scored<'_>> {
    let of = |cards| {
        let cards: &Cards = cards;
        cards.scored.iter().filter_map(move |scored| {
            let own = |declaration: &&crate::model::Declaration| declaration.place == scored.plan.place;
            Some(Scored {
                model: &cards.model,
                declaration: cards.model.declarations.iter().find(own)?,
                plan: &scored.plan,
                actuals: &scored.bound.actuals,
                card: &scored.card,
            })
        })
    };
    side.iter().flat_map(of).collect()
}
