//! What the benches measure: a generated declaration, and scoring without this crate.

#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use heng::model::{self, Model};
use heng::plan::{self, Plan};
use heng::score::actuals::{Actual, Actuals, Measure, Value};
use heng::source::{FileId, Source};
use heng::syntax::{self, Parsed};
use rust_decimal::{Decimal, RoundingStrategy};

/// Indicators of the large declaration.
pub const INDICATORS: usize = 100_000;

/// A declaration with as many indicators, one line each plus a weight, and nothing wrong.
/// `count` is a power of ten.
pub fn declaration(count: usize) -> String {
    let digits = count.ilog10() as usize;
    let mut text = String::from(
        "部门 某局 {\n  年度 2024\n  框架 财政部2020\n  效益指标 30 分 { 社会效益指标 { 服务企业家数 >= 400 家 } }\n  \
         满意度指标 10 分 { 服务对象满意度指标 { 扶持单位满意度 >= 95% } }\n  产出指标 50 分 {\n    数量指标 {\n",
    );
    let weight = (Decimal::from(50) / Decimal::from(count)).normalize();
    for number in 0..count {
        text.push_str(&format!("      年度专利授权量{number:0digits$} >= 18000 件, {weight} 分\n"));
    }
    text.push_str("    }\n  }\n}\n");
    text
}

/// The grammar alone over pieces of 32 KB, as the program cuts them: pest's tokens then stay
/// in the cache, which makes this floor harder to come near than one call for all.
pub fn recognize_pieces(text: &str) -> usize {
    let (mut rest, mut count) = (text, 0);
    while !rest.is_empty() {
        let end = rest.as_bytes().iter().skip(32 * 1024).position(|&byte| byte == b'\n');
        let (piece, after) = rest.split_at(end.map_or(rest.len(), |end| 32 * 1024 + end + 1));
        count += syntax::recognize(piece);
        rest = after;
    }
    count
}

/// From text to tree, on one core or as the program does it.
pub fn parse(source: &Source, cores: usize) -> Parsed {
    syntax::parse_on(cores, source.clone(), FileId(0))
}

/// From text to checked model.
pub fn check(source: &Source) -> Model {
    model::build(model::load(source.clone(), &mut |path| Err(path.to_owned())))
}

/// A plan with an actual value for each line.
pub fn to_score(count: usize) -> (Plan, Actuals) {
    let model = check(&Source::new("bench.heng", declaration(count)));
    let plan = plan::plan(&model, 0).unwrap();
    let lines = (0..plan.lines.len()).map(|at| Actual {
        value: Value::Number(Measure::plain(Decimal::from(16_000 + at % 4_000))),
        ..Actual::default()
    });
    let actuals = Actuals { lines: lines.collect(), ..Actuals::default() };
    (plan, actuals)
}

/// Target, actual value and weight of each line, for [`straight`].
pub fn numbers(count: usize) -> Vec<[Decimal; 3]> {
    let weight = (Decimal::from(50) / Decimal::from(count)).normalize();
    (0..count).map(|at| [Decimal::from(18_000), Decimal::from(16_000 + at % 4_000), weight]).collect()
}

/// What somebody would write who has the numbers already: share of the target, capped,
/// times the weight, rounded.
pub fn straight(numbers: &[[Decimal; 3]]) -> Decimal {
    let mut total = Decimal::ZERO;
    for [target, actual, weight] in numbers {
        let share = (actual / target).min(Decimal::ONE);
        total += (share * weight).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    }
    total
}

/// A file of fifty lines, somewhere the program can read it.
pub fn small_file() -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("heng-bench-{}.heng", std::process::id()));
    let mut lines: Vec<String> = declaration(100).lines().map(str::to_owned).collect();
    // Fifty lines in all; the weights of those left out are shared out among the rest.
    lines.drain(7..7 + (lines.len() - 50));
    let text = lines.join("\n").replace(", 0.5 分", "");
    std::fs::write(&path, text + "\n").unwrap();
    path
}

/// What the projects of the folder are made of: names, units and a share of each file.
const NAMES: [(&str, &str); 10] = [
    ("养护里程", "公里"),
    ("修缮面积", "平方米"),
    ("购置设备数量", "台"),
    ("培训人次", "人次"),
    ("发放补贴人数", "人"),
    ("扶持企业数量", "家"),
    ("检测样品数量", "个"),
    ("整治河道长度", "公里"),
    ("改造户数", "户"),
    ("编制报告数量", "份"),
];

/// A folder of so many files of a hundred lines, most of them without a finding.
pub fn folder(files: usize) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::with_capacity(files);
    for number in 0..files {
        let path = folder.path().join(format!("{:02}", number / 500));
        std::fs::create_dir_all(&path).unwrap();
        let path = path.join(format!("{number:05}.heng"));
        std::fs::write(&path, department(number)).unwrap();
        paths.push(path);
    }
    (folder, paths)
}

fn department(number: usize) -> String {
    let mut text = format!("部门 第{number}局 {{\n    年度 2024\n    框架 财政部2020\n");
    let lasting =
        if number.is_multiple_of(7) { "长期发挥效益 定性 \"较好\"" } else { "设施正常运行率 >= 95%" };
    for project in 0..3 {
        let amounts =
            NAMES.iter().cycle().skip(number + project * 3).take(4).enumerate().map(|(at, (name, unit))| {
                format!("                {name} >= {} {unit}, 5 分\n", number % 90 + at * 7 + 3)
            });
        text.push_str(&format!(
            "    项目 \"第{number}局第{project}期建设项目\" {{
        年度 2024
        总体目标 \"按计划完成建设任务，改善群众生活条件\"
        产出指标 50 分 {{
            数量指标 {{
{}            }}
            质量指标 {{
                工程验收合格率 >= 95%, 8 分
                设备完好率 >= 90%, 7 分 {{ 来源 \"设备台账\" }}
            }}
            时效指标 {{
                项目按期完成率 >= 98%, 10 分
            }}
            成本指标 {{
                项目总成本 <= {} 万元, 5 分
            }}
        }}
        效益指标 30 分 {{
            社会效益指标 {{
                受益群众人数 >= 12000 人, 20 分
            }}
            可持续影响指标 {{
                {lasting}, 10 分
            }}
        }}
        满意度指标 10 分 {{
            服务对象满意度指标 {{
                群众满意度 >= 90%
            }}
        }}
    }}
",
            amounts.collect::<String>(),
            number % 700 + 100,
        ));
    }
    text.push_str("}\n");
    text
}

/// Reads every file and does something with its text, on two cores.
pub fn on_two_cores(paths: &[PathBuf], one: impl Fn(&str) -> usize + Sync) -> usize {
    let (first, second) = paths.split_at(paths.len() / 2);
    let all = |part: &[PathBuf]| part.iter().map(|path| one(&std::fs::read_to_string(path).unwrap())).sum::<usize>();
    std::thread::scope(|scope| {
        let later = scope.spawn(|| all(second));
        all(first) + later.join().unwrap()
    })
}

/// Runs `heng check --quiet` on a folder, without a cache or with the one in a folder.
pub fn run_on(folder: &Path, cache: Option<&Path>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
    command.args(["check", "--quiet", "--exit-zero"]).arg(folder);
    match cache {
        Some(cache) => command.arg("--cache-dir").arg(cache),
        None => command.arg("--no-cache"),
    };
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success());
}

/// Runs `heng check` on a file, from the start of the process to its end.
pub fn run(file: &std::path::Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
    // The file has findings of the linter: no cost, and one group for all.
    let status = command
        .args(["check", "--no-cache", "--exit-zero"])
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}
