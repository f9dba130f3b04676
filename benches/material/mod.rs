//! What the benches measure: a generated declaration, and scoring without this crate.

#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

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

/// Runs `heng check` on a file, from the start of the process to its end.
pub fn run(file: &std::path::Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
    let status = command.arg("check").arg(file).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success());
}
