//! What is said about lines that cannot be decided, and about values that disagree with
//! what is computed. Which of them occurs is decided elsewhere.

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::{Line, Method, Plan};
use crate::score::actuals::{Actual, Measure, Origin, Unusable};
use crate::score::card::{Gap, LineScore, Problem};
use crate::score::finding::Finding;
use crate::score::measure::own_unit;
use crate::score::show;

/// Why a line is not decided, in a few words.
pub fn reason(plan: &Plan, problem: Problem) -> String {
    match problem {
        Problem::NoValue => "缺少实际完成值".to_owned(),
        Problem::Unusable(why) => unusable(why).to_owned(),
        Problem::NoPrevious => "缺少上年值".to_owned(),
        Problem::PreviousNotPositive => "上年值不大于零，不能计算同比".to_owned(),
        Problem::Gap(gap) => gap_text(plan, gap),
        Problem::NotApplicable => "不适用的指标仍有分值".to_owned(),
        Problem::OutOfBand => "评判得分与评判等级、分值不符".to_owned(),
        Problem::BandOnly => "评判等级没有给出得分".to_owned(),
        Problem::Unjudged => "没有评判等级或得分".to_owned(),
    }
}

fn unusable(why: Unusable) -> &'static str {
    match why {
        Unusable::OtherUnit => "实际完成值的单位与指标值不是同一种量",
        Unusable::UnknownUnit => "实际完成值的单位不认识",
        Unusable::OtherKind => "实际完成值的类型与指标值不符",
        Unusable::Claim => "只写了是否达成，没有实际数值",
        Unusable::Conflict => "重复填报的值不一致",
        Unusable::Unreadable => "实际完成值无法读取",
        Unusable::Fraction => "不能确定实际完成值是小数还是百分数",
        Unusable::Growth => "不能确定实际完成值是数值还是同比增幅",
        Unusable::Magnitude => "不能确定实际完成值是哪个单位",
        Unusable::Bound => "没有说实际是多少",
        Unusable::Impossible => "实际完成值不可能",
        Unusable::NoDay => "日期没有写到日",
        Unusable::Unjudged => "没有评判等级或得分",
    }
}

fn gap_text(plan: &Plan, gap: Gap) -> String {
    match gap {
        Gap::Data(item) => {
            let name = plan.data.get(item).map_or("", |item| &*item.name);
            format!("缺少数据项 `{name}` 的值")
        }
        Gap::Line(line) => {
            let name = plan.lines.get(line).map_or("", |line| &*line.name);
            format!("缺少所依据的指标 `{name}` 的实际完成值")
        }
        Gap::ByZero => "计算中除数为零".to_owned(),
        Gap::Word => "公式用到的目标或完成率在这里没有意义".to_owned(),
        Gap::RuleUnit => "计分规则的单位与指标值不是同一种量".to_owned(),
        Gap::Depth => "公式互相引用，或引用层次过深".to_owned(),
        Gap::Operator => "公式中的运算不产生数值".to_owned(),
    }
}

/// The finding for a problem that only shows while scoring; missing and unusable values
/// are reported where they are matched.
pub(super) fn finding(plan: &Plan, line: &Line, actual: &Actual, problem: Problem, origin: Origin) -> Option<Finding> {
    let name = &line.name;
    match problem {
        Problem::NoValue | Problem::Unusable(_) | Problem::Gap(Gap::Data(_)) => None,
        Problem::NoPrevious => Some(
            Finding::error("E0542", origin, format!("指标 `{name}` 与上年比较，但没有上年值"))
                .help("在指标中写明上年值，例如 `上年 385 家`"),
        ),
        Problem::PreviousNotPositive => Some(
            Finding::error("E0542", origin, format!("指标 `{name}` 的上年值不大于零，不能计算同比"))
                .help("核对上年值；确为零时改用 `>= 上年 + …` 的写法"),
        ),
        Problem::Gap(gap @ Gap::Line(_)) => {
            Some(Finding::error("E0508", origin, format!("指标 `{name}` 无法计算：{}", gap_text(plan, gap))))
        }
        Problem::Gap(gap) => {
            Some(Finding::error("E0544", origin, format!("指标 `{name}` 无法计算：{}", gap_text(plan, gap))))
        }
        Problem::NotApplicable => Some(
            Finding::warning(
                "E0541",
                origin,
                format!("指标 `{name}` 不适用，但仍有 {} 分，得分无法确定", show::number(&line.weight)),
            )
            .help("把分值写为 `0 分`，分给其他指标"),
        ),
        Problem::OutOfBand => {
            let stated = actual.stated.map_or_else(String::new, |stated| format!(" {stated} 分"));
            let weight = show::number(&line.weight);
            Some(
                Finding::error(
                    "E0517",
                    origin,
                    format!("指标 `{name}` 的评判得分{stated}与评判等级或分值 {weight} 不符"),
                )
                .help(format!("核对评判等级和得分：{}", bands_text(line))),
            )
        }
        Problem::BandOnly => Some(
            Finding::warning("E0547", origin, format!("指标 `{name}` 只有评判等级，没有得分，只能给出得分区间"))
                .help("在得分一栏写明评判得分"),
        ),
        Problem::Unjudged => Some(
            Finding::error("E0516", origin, format!("指标 `{name}` 按等级计分，但没有评判等级或得分"))
                .help("写明 `达成`、`部分达成` 或 `未达成`，并给出得分"),
        ),
    }
}

/// The points of each judgement: `达成 8–10 分，部分达成 6–8 分，…`.
fn bands_text(line: &Line) -> String {
    let Method::Judged(bands) = &line.rule.method else { return String::new() };
    let points = |share: &Exact| show::number(&(&line.weight * share));
    let texts = bands.iter().map(|band| {
        let below = if band.high_included { "" } else { "（不含）" };
        format!("{} {}–{} 分{below}", band.judgement.word(), points(&band.low), points(&band.high))
    });
    texts.collect::<Vec<_>>().join("，")
}

/// The value that was filled in is not the computed one, which counts.
pub(super) fn computed_differs(
    plan: &Plan,
    line: &Line,
    computed: &Exact,
    filled_in: &Measure,
    origin: Origin,
) -> Finding {
    let own = own_unit(line);
    let show = |value: &Exact| own.map_or_else(|| show::number(value), |unit| show::value(value, unit, &plan.units));
    let message = format!(
        "指标 `{}` 填报的 {} 与公式算出的 {} 不一致，以公式为准",
        line.name,
        show(&filled_in.value),
        show(computed)
    );
    Finding::warning("E0543", origin, message).help("核对数据项和填报值；由公式计算的指标可以不填实际完成值")
}

/// The form states another score than the rule gives.
pub(super) fn stated_differs(plan: &Plan, line: &Line, scored: &LineScore, stated: Decimal, origin: Origin) -> Finding {
    let computed = show::points(&scored.rounded, plan);
    let message = format!("指标 `{}` 填报得分 {stated}，按规则 `{}` 应为 {computed}", line.name, line.rule.name);
    Finding::warning("E0545", origin, message).help("核对计分规则和填报得分；得分以计算为准")
}

/// Why the execution of the budget is not decided.
pub(super) fn execution_finding(problem: Problem, origin: Origin) -> Option<Finding> {
    match problem {
        Problem::Gap(Gap::ByZero) => Some(
            Finding::error("E0519", origin, "全年预算数不大于零，不能计算预算执行率")
                .help("核对全年预算数（调整后）与全年执行数"),
        ),
        Problem::Gap(_) => Some(Finding::error("E0544", origin, "预算执行率的计分规则无法计算")),
        Problem::NoValue
        | Problem::Unusable(_)
        | Problem::NoPrevious
        | Problem::PreviousNotPositive
        | Problem::NotApplicable
        | Problem::OutOfBand
        | Problem::BandOnly
        | Problem::Unjudged => None,
    }
}
