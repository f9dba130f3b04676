//! clap in Chinese: the shape of the help, and its errors in our own words.
//!
//! clap's own sentences are English and cannot be replaced one by one. So no sentence of its
//! errors is used, only what they hold.

use std::ffi::OsString;
use std::io::Write;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::shell::{ColourWish, Shell};
use super::{Exit, command};

/// The shape of every help page.
pub const TEMPLATE: &str = "{about}\n\n用法: {usage}\n\n{all-args}{after-help}\n";

/// Heading of a command's positional arguments.
pub const ARGUMENTS: &str = "参数";
/// Heading of a command's own options.
pub const OPTIONS: &str = "选项";
/// Heading of the options that every command has.
pub const COMMON: &str = "通用选项";

/// What stands under the list of commands.
pub const AFTER: &str = "\
例子:
  heng init 我的项目.heng                       写一个带说明的起步文件
  heng check 我的项目.heng                      检查写得对不对
  heng score 我的项目.heng --actuals 自评.xlsx  按实际完成值计分
  heng explain E0301                            看错误代码的说明

每个命令的细节见 heng <命令> --help";

/// An option whose dashes are not two of ASCII: an input method makes `—format` of `--format`,
/// and `-format` is one too few. What to say of it, and what to do.
pub fn mistyped(args: &[OsString]) -> Option<(String, String)> {
    let words = args.iter().skip(1).filter_map(|arg| arg.to_str()).take_while(|word| *word != "--");
    let (path, command) = named_command(args);
    let whole = super::command();
    let is_long = |name: &str| {
        let known = command.get_arguments().chain(whole.get_arguments());
        known.filter_map(clap::Arg::get_long).any(|long| long == name)
    };
    for word in words {
        let bare = word.trim_start_matches(['-', '—', '–', '－', '−', '‐', '―', '─']);
        let name = bare.split(['=', '＝']).next().unwrap_or_default();
        let dashes = word.strip_suffix(bare).unwrap_or_default();
        if !dashes.is_empty() && dashes != "--" && name.len() > 1 && is_long(name) {
            let message = format!("`{word}` 的开头不是两个半角减号");
            return Some((message, format!("您是想写 `--{}` 吗？\n用法见 {path} --help", bare.replace('＝', "="))));
        }
    }
    None
}

/// `heng help check` is what others write for `heng check --help`.
pub fn with_help_as_option(args: &[OsString]) -> Vec<OsString> {
    match args {
        [program, first, rest @ ..] if first == "help" => {
            std::iter::once(program).chain(rest).cloned().chain([OsString::from("--help")]).collect()
        }
        _ => args.to_vec(),
    }
}

/// Says what clap has to say, in Chinese, on the stream it belongs on.
pub fn answer(error: &Error, args: &[OsString]) -> Exit {
    let mut shell = Shell::for_clap(wish(args));
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = styled(&error.render(), shell.look.colour);
            // A closed pipe is no error, and there is no other stream to tell.
            let _ = shell.out.write_all(text.as_bytes()).and_then(|()| shell.out.flush());
            Exit::Clean
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = styled(&error.render(), shell.error_look.colour);
            shell.say(text.trim_end());
            Exit::Failed
        }
        _ => {
            let (path, command) = named_command(args);
            let (message, help) = explain(error, &command);
            let manual = format!("用法见 {path} --help");
            let help = help.map_or_else(|| manual.clone(), |help| format!("{help}\n{manual}"));
            shell.complain(&message, Some(&help));
            Exit::Failed
        }
    }
}

fn styled(text: &StyledStr, colour: bool) -> String {
    if colour { text.ansi().to_string() } else { text.to_string() }
}

/// What is wrong with the arguments, and what was likely meant.
fn explain(error: &Error, command: &clap::Command) -> (String, Option<String>) {
    let arg = one(error, ContextKind::InvalidArg);
    let arg = arg.as_deref().unwrap_or("?");
    let value = one(error, ContextKind::InvalidValue).unwrap_or_default();
    let meant = |kind| one(error, kind).map(|name| format!("您是想写 `{name}` 吗？"));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = one(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            let all: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
            let word = command.get_subcommand_help_heading().unwrap_or("命令");
            let help =
                meant(ContextKind::SuggestedSubcommand).unwrap_or_else(|| format!("{word}有：{}", all.join("、")));
            (format!("没有{word} `{name}`"), Some(help))
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            (format!("没有选项 `{arg}`"), meant(ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => (format!("多出了 `{arg}`"), None),
        ErrorKind::InvalidValue if value.is_empty() && arg.starts_with(['[', '<']) => {
            (format!("`{}` 不能是空的", arg.trim_matches(['[', ']', '<', '>'])), None)
        }
        ErrorKind::InvalidValue if value.is_empty() => (format!("`{arg}` 后面缺少值"), valid(error)),
        ErrorKind::InvalidValue => {
            let help = meant(ContextKind::SuggestedValue).or_else(|| valid(error));
            (format!("`{arg}` 的值不能是 `{value}`"), help)
        }
        ErrorKind::ValueValidation => (format!("`{arg}` 的值 `{value}` 不合要求"), None),
        ErrorKind::NoEquals => (format!("`{arg}` 和它的值之间要写 `=`"), None),
        ErrorKind::TooManyValues => (format!("`{arg}` 不能再有值 `{value}`"), None),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => (format!("`{arg}` 的值个数不对"), None),
        ErrorKind::ArgumentConflict => {
            let prior = one(error, ContextKind::PriorArg).unwrap_or_default();
            if prior == arg || prior.is_empty() {
                (format!("`{arg}` 只能写一次"), None)
            } else {
                (format!("`{arg}` 不能和 `{prior}` 一起用"), None)
            }
        }
        ErrorKind::MissingRequiredArgument => (format!("缺少 `{arg}`"), None),
        ErrorKind::MissingSubcommand => ("缺少命令".to_owned(), None),
        ErrorKind::InvalidUtf8 => ("参数里有不是 UTF-8 的字符".to_owned(), None),
        _ => ("命令行写得不对".to_owned(), None),
    }
}

fn valid(error: &Error) -> Option<String> {
    let ContextValue::Strings(values) = error.get(ContextKind::ValidValue)? else { return None };
    (!values.is_empty()).then(|| format!("可以是：{}", values.join("、")))
}

/// A piece of the error's context as one text.
fn one(error: &Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => return None,
    };
    // `--color <WHEN>` is about `--color`; `<文件>...` about `<文件>`.
    let text = text.trim_end_matches("...");
    Some(match text.split_once(" <").or_else(|| text.split_once(" [")) {
        Some((option, _)) if option.starts_with('-') => option.to_owned(),
        _ => text.to_owned(),
    })
}

/// `heng check`, as far as the arguments got with naming a command, and that command.
fn named_command(args: &[OsString]) -> (String, clap::Command) {
    let (mut path, mut known) = ("heng".to_owned(), command());
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(found) = known.find_subcommand(word).cloned() {
            path = format!("{path} {word}");
            known = found;
        }
    }
    (path, known)
}

/// What `--color` says, read without clap because clap has just failed.
pub fn wish(args: &[OsString]) -> ColourWish {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let named = |value: &str| {
        words.iter().any(|word| word.strip_prefix("--color=") == Some(value))
            || words.windows(2).any(|pair| pair == ["--color", value])
    };
    if named("always") {
        ColourWish::Always
    } else if named("never") {
        ColourWish::Never
    } else {
        ColourWish::Auto
    }
}
