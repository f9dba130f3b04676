//! `heng verify`: a published result against what its own record comes to.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::Value;

use super::input::{Input, is_heng};
use super::shell::Shell;
use super::{Exit, Failure, output, usage};
use crate::report::provenance::{InputFile, sha256};
use crate::report::verify::{Checked, Difference, verify};

/// 按得分 JSON 里的记录重算一遍，和写着的比对
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "heng verify [选项] <得分.json>",
    next_help_heading = usage::OPTIONS,
    after_help = "\
重算每个得分、合计、完成率、执行率和等级，逐处比对；再比对输入文件的校验值：
没写 --plan、--actuals 的在记录的路径和得分旁边找，找不到的说一声。
退出状态: 0 对得上，1 有对不上的，2 没能核对

例子:
  heng verify 得分.json
  heng verify 得分.json --plan 局.heng --actuals 2024.xlsx
  heng verify 得分.json --format json"
)]
pub struct Args {
    /// heng score 写的 JSON，- 是标准输入
    #[arg(value_name = "得分", help_heading = usage::ARGUMENTS)]
    result: PathBuf,
    /// 当时的指标文件，可以写几次
    #[arg(long, value_name = "文件")]
    plan: Vec<PathBuf>,
    /// 当时的实际完成值，可以写几次
    #[arg(short, long, value_name = "表格")]
    actuals: Vec<PathBuf>,
    /// 怎么写：text（默认）、json
    #[arg(long, value_name = "写法", default_value = "text", hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the command.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    let input = Input::from_arg(&args.result);
    let name = input.name();
    let value: Value = serde_json::from_slice(&input.bytes()?).map_err(|error| {
        Failure::new(format!("`{name}` 不是 JSON：第 {} 行断了", error.line()))
            .help("给 `heng score -o 得分.json` 写出的文件")
    })?;
    let results = value.as_array().cloned().unwrap_or_else(|| vec![value]);
    if results.is_empty() {
        return Err(Failure::new(format!("`{name}` 里没有得分")));
    }
    let checked = results.iter().map(|result| {
        verify(result).map_err(|why| {
            let failure = Failure::new(format!("`{name}` 没法核对：{why}"));
            failure.help("用现在的 `heng score … -o 得分.json` 重新写出，里面有重算所需的记录")
        })
    });
    let checked = checked.collect::<Result<Vec<Checked>, Failure>>()?;
    let files = files(args, &checked)?;
    let text = match args.format {
        Format::Text => text(&checked, &files),
        Format::Json => json(&checked, &files),
    };
    output::write(None, text.as_bytes(), shell)?;
    let agrees = checked.iter().all(|checked| checked.differences.is_empty()) && files.iter().all(File::agrees);
    Ok(if agrees { Exit::Clean } else { Exit::Findings })
}

/// One of the files that a result was computed from.
struct File {
    name: String,
    recorded: String,
    /// Where it was found and its hash there.
    found: Option<(String, String)>,
}

impl File {
    fn agrees(&self) -> bool {
        self.found.as_ref().is_none_or(|(_, hash)| *hash == self.recorded)
    }
}

/// Each recorded file once, with the hash of the file that is there now.
fn files(args: &Args, checked: &[Checked]) -> Result<Vec<File>, Failure> {
    let mut inputs: Vec<&InputFile> = Vec::new();
    for input in checked.iter().flat_map(|checked| &checked.record.inputs) {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    let given = || args.plan.iter().chain(&args.actuals);
    let mut taken: Vec<&PathBuf> = Vec::new();
    let mut files = Vec::new();
    for input in &inputs {
        let named = given().find(|path| path.file_name() == Path::new(&input.name).file_name());
        // A file that has another name now, where it can only be this one.
        let of_role = match &*input.role {
            "指标文件" => args.plan.as_slice(),
            "实际完成值" => args.actuals.as_slice(),
            _ => &[],
        };
        let only = || match of_role {
            [one] if inputs.iter().filter(|other| other.role == input.role).count() == 1 => Some(one),
            _ => None,
        };
        let stated = named.or_else(only);
        taken.extend(stated);
        let path = stated.cloned().or_else(|| beside(&args.result, &input.name));
        let found = path.map(|path| Ok::<_, Failure>((path.display().to_string(), hash(&path)?))).transpose()?;
        files.push(File { name: input.name.clone(), recorded: input.sha256.clone(), found });
    }
    match given().find(|path| !taken.contains(path)) {
        Some(path) => {
            let names: Vec<String> = inputs.iter().map(|input| format!("`{}`", input.name)).collect();
            let failure = Failure::new(format!("`{}` 不是算出这个得分的文件", path.display()));
            Err(failure.help(format!("记录的是：{}", names.join("、"))))
        }
        None => Ok(files),
    }
}

/// A recorded file where it was, or beside the result.
fn beside(result: &Path, name: &str) -> Option<PathBuf> {
    let folder = result.parent().unwrap_or(Path::new(""));
    let alone = Path::new(name).file_name().map(|name| folder.join(name));
    let places = [Some(PathBuf::from(name)), Some(folder.join(name)), alone];
    places.into_iter().flatten().find(|path| path.is_file())
}

/// The hash as it was recorded: of a text as it is compiled, of anything else as it lies there.
fn hash(path: &Path) -> Result<String, Failure> {
    let input = Input::File(path.to_owned());
    let bytes = if is_heng(path) { input.source()?.text.as_bytes().to_vec() } else { input.bytes()? };
    Ok(sha256(&bytes))
}

fn text(checked: &[Checked], files: &[File]) -> String {
    let mut out = String::new();
    for one in checked {
        let Checked { name, total, compared, differences, record } = one;
        if differences.is_empty() {
            out.push_str(&format!("{name}：对得上，重算总分 {total}，比对了 {compared} 处\n"));
        } else {
            out.push_str(&format!("{name}：{} 处对不上，重算总分 {total}，比对了 {compared} 处\n", differences.len()));
        }
        if record.heng != env!("CARGO_PKG_VERSION") {
            out.push_str(&format!("  由 heng {} 写出，现在是 {}\n", record.heng, env!("CARGO_PKG_VERSION")));
        }
        for Difference { what, recorded, computed } in differences {
            out.push_str(&format!("  · {what}：写的是 {recorded}，重算是 {computed}\n"));
        }
    }
    for file in files {
        let File { name, recorded, found } = file;
        match found {
            None => out.push_str(&format!("没有找到 `{name}`，没有比对它的校验值\n")),
            Some(_) if file.agrees() => out.push_str(&format!("`{name}` 校验值一致\n")),
            Some((path, hash)) => {
                out.push_str(&format!("`{path}` 改过：记录的校验值是 {recorded}，现在是 {hash}\n"));
            }
        }
    }
    out
}

fn json(checked: &[Checked], files: &[File]) -> String {
    let results: Vec<Value> = checked
        .iter()
        .map(|one| {
            serde_json::json!({
                "name": one.name, "total": one.total, "compared": one.compared, "differences": one.differences,
            })
        })
        .collect();
    let files: Vec<Value> = files
        .iter()
        .map(|file| {
            serde_json::json!({
                "name": file.name, "recorded": file.recorded,
                "path": file.found.as_ref().map(|(path, _)| path), "found": file.found.as_ref().map(|(_, hash)| hash),
            })
        })
        .collect();
    let document = serde_json::json!({ "schema_version": 1, "results": results, "files": files });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
