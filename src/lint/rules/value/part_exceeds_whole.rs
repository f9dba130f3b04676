//! L340: a part that is larger than its whole.

use crate::exact::Exact;
use crate::lint::cx::{Cx, Line};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::expr::Expr;
use crate::model::value::{Goal, Quantity};
use crate::score::actuals::{RawActual, RawValue};
use crate::source::Place;
use crate::syntax::ast::BinaryOp;
use crate::terms::Sign;

pub const RULE: Rule = Rule {
    code: "L340",
    name: "part-exceeds-whole",
    title: "部分大于全部",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "合格批次不会多于抽检批次，`其中` 的人数不会多于总人数。两个数里必有一个写错，\
          由它们算出的比率也会超过 100%。指标值和填报的实际值都照此核对。",
    wrong: &[
        Wrong { text: "培训人数 >= 500 人\n\"其中：培训党员人数\" >= 600 人", finds: &["600 人"] },
        Wrong {
            text: "培训人数 >= 2,000 人\n其中线上培训人数 >= 1,500 人\n其中线下培训人数 >= 1,500 人",
            finds: &["其中线下培训人数"],
        },
        Wrong {
            text: "年度 2024\n产出指标 {\n    数量指标 {\n        抽检批次数 >= 200 批次\n        合格批次数 >= 260 批次\n    }\n    质量指标 {\n        抽检合格率 >= 97% {\n            公式 合格批次数 / 抽检批次数\n        }\n    }\n}",
            finds: &["260 批次"],
        },
        Wrong {
            text: "项目 抽检 {\n    年度 2024\n    产出指标 {\n        质量指标 {\n            抽检合格率 >= 97% {\n                公式 合格批次 / 抽检批次\n            }\n        }\n    }\n    效益指标 {\n        社会效益指标 {\n            受益居民人数 >= 300 人\n        }\n    }\n    满意度指标 {\n        服务对象满意度指标 {\n            受益居民满意度 >= 90%\n        }\n    }\n    数据 {\n        合格批次 批次\n        抽检批次 批次\n    }\n}\n\n实际 抽检 2024 {\n    合格批次 = 210 批次\n    抽检批次 = 200 批次\n}",
            finds: &["210 批次"],
        },
    ],
    right: &[
        "培训人数 >= 2,000 人\n其中女学员人数 >= 1,500 人\n其中党员人数 >= 1,500 人",
        "培训人数 >= 2,000 人\n其中线上培训人数 >= 1,500 人\n其中线下培训人数 >= 500 人",
        "新建充电站数量 >= 5 个\n\"其中：充电桩\" >= 20 个",
        "培训人数 >= 600 人\n\"其中：培训党员人数\" >= 500 人",
        "年度 2024\n产出指标 {\n    数量指标 {\n        合格批次数 >= 195 批次\n        抽检批次数 >= 200 批次\n    }\n    质量指标 {\n        抽检合格率 >= 97% {\n            公式 合格批次数 / 抽检批次数\n        }\n        任务完成率 >= 100% {\n            公式 抽检批次数 / 合格批次数\n        }\n    }\n}",
    ],
    words: &["capped-rate"],
    basis: "部分不大于全部。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    of_which(cx, declaration);
    let with_formula = declaration.indicators.iter().enumerate().filter(|(_, indicator)| {
        indicator.extras.as_ref().is_some_and(|extras| extras.formula.is_some())
    });
    let with_formula: Vec<usize> = with_formula.map(|(at, _)| at).collect();
    for at in with_formula {
        formula(cx, declaration, at);
    }
}

/// Words that begin the name of a part of the line above.
const OF_WHICH: [&str; 3] = ["其中：", "其中:", "其中"];

fn of_which(cx: &mut Cx<'_>, declaration: &Declaration) {
    let mut whole: Option<usize> = None;
    let mut parts: Vec<&Indicator> = Vec::new();
    for (at, indicator) in declaration.indicators.iter().enumerate() {
        if !OF_WHICH.iter().any(|word| indicator.name.starts_with(word)) {
            whole = Some(at);
            parts.clear();
            continue;
        }
        let Some(whole) = whole.and_then(|at| declaration.indicators.get(at)) else { continue };
        if whole.group == indicator.group && same_things(cx, whole, indicator) {
            compare(cx, declaration, (indicator, whole), "其中一项");
            parts.push(indicator);
            if parts.len() == 2 {
                both_parts(cx, declaration, whole, &parts);
            }
        }
    }
}

/// Parts that have nothing in common, so that together they are no more than the whole.
const APART: [(&str, &str); 7] = [
    ("线上", "线下"), ("男", "女"), ("城镇", "农村"), ("城市", "农村"), ("省内", "省外"), ("国内", "国外"), ("新建", "改建"),
];

/// Two parts that exclude each other and together exceed the whole: 线上 1,500 and 线下 1,500 of 2,000.
fn both_parts(cx: &mut Cx<'_>, declaration: &Declaration, whole: &Indicator, parts: &[&Indicator]) {
    let Some((left, right)) = parts.iter().enumerate().find_map(|(at, one)| {
        let other = parts.get(at + 1..)?.iter().find(|other| {
            APART.iter().any(|(a, b)| {
                one.name.contains(a) && other.name.contains(b) || one.name.contains(b) && other.name.contains(a)
            })
        })?;
        Some((*one, *other))
    }) else {
        return;
    };
    let amount = |line: &Indicator| match &line.goal {
        Some(Goal::Quantity { sign: Sign::Ge | Sign::Gt | Sign::Eq, value }) => Some(*value),
        _ => None,
    };
    let (Some(one), Some(other), Some(all)) = (amount(left), amount(right), amount(whole)) else { return };
    let like = |value: Quantity| cx.unit(value.unit).dimension == cx.unit(all.unit).dimension && !cx.is_ratio(value.unit);
    let (first, second, total) = (cx.in_base(one), cx.in_base(other), cx.in_base(all));
    // A part that is itself too large is reported as such.
    if !like(one) || !like(other) || first > total || second > total || &first + &second <= total {
        return;
    }
    let message = format!(
        "`{}` {} 与 `{}` {} 合起来多于 `{}` 的 {}",
        left.name, cx.show(one), right.name, cx.show(other), whole.name, cx.show(all)
    );
    let finding = cx.finding(declaration.at(right.name_span), message);
    let finding = finding.related(declaration.at(left.name_span), "另一部分").related(declaration.at(whole.name_span), "全部");
    cx.report(finding.help("核对几个指标值，各部分合起来不多于全部"));
}

/// Whether a count of things in a word that counts anything (个, 项, 处) counts the same things:
/// the names end alike.
fn same_things(cx: &Cx<'_>, whole: &Indicator, part: &Indicator) -> bool {
    let Some(Goal::Quantity { value, .. }) = part.goal else { return false };
    if !cx.unit(value.unit).text.ends_with(['个', '项', '处']) {
        return true;
    }
    let ending = |name: &'_ str| name.chars().rev().take(2).collect::<String>();
    ending(&whole.name) == ending(&part.name)
}

type Pair<'p> = (&'p Indicator, &'p Indicator);

/// Reports the target of a part above that of its whole.
fn compare(cx: &mut Cx<'_>, declaration: &Declaration, (part, whole): Pair<'_>, what: &str) {
    let at_least = |goal: &Option<Goal>| match goal {
        Some(Goal::Quantity { sign: Sign::Ge | Sign::Gt | Sign::Eq, value }) => Some(*value),
        _ => None,
    };
    let (Some(small), Some(large)) = (at_least(&part.goal), at_least(&whole.goal)) else { return };
    if cx.unit(small.unit).dimension != cx.unit(large.unit).dimension || cx.is_ratio(small.unit) {
        return;
    }
    if cx.in_base(small) <= cx.in_base(large) {
        return;
    }
    let words = cx.model;
    let (Some(part_line), Some(whole_line)) =
        (Line::new(words, cx.words, declaration, part), Line::new(words, cx.words, declaration, whole))
    else {
        return;
    };
    let message = format!(
        "`{}` 是 `{}` 的{what}，指标值却多 {}",
        part.name,
        whole.name,
        cx.show(Quantity { number: difference(cx, small, large), unit: small.unit })
    );
    let (place, other) = (cx.value_place(&part_line), cx.value_place(&whole_line));
    let finding = cx.finding(place, message).label("部分").related(other, "全部");
    cx.report(finding.help("核对两个指标值，部分不大于全部"));
}

/// How much more, in the unit of the first.
fn difference(cx: &Cx<'_>, small: Quantity, large: Quantity) -> rust_decimal::Decimal {
    let scale = &cx.unit(small.unit).scale;
    let left = (&cx.in_base(small) - &cx.in_base(large)).div(scale);
    left.and_then(|left| left.to_decimal(8)?.parse().ok()).unwrap_or(small.number)
}

/// Two sides of a share: `合格批次 / 抽检批次`.
fn formula(cx: &mut Cx<'_>, declaration: &Declaration, at: usize) {
    let Some(indicator) = declaration.indicators.get(at) else { return };
    let Some(line) = Line::new(cx.model, cx.words, declaration, indicator).filter(Line::is_share) else { return };
    let Some(formula) = indicator.extras.as_ref().and_then(|extras| extras.formula.clone()) else { return };
    let Expr::Binary { op: BinaryOp::Div, left, right } = &*formula else { return };
    if let (Expr::Line(part), Expr::Line(whole)) = (&**left, &**right)
        && let (Some(part), Some(whole)) = (declaration.indicators.get(*part), declaration.indicators.get(*whole))
    {
        compare(cx, declaration, (part, whole), "一部分");
    }
    let (Some(part), Some(whole)) = (name_of(declaration, left), name_of(declaration, right)) else { return };
    actuals(cx, declaration, &line, (part, whole));
}

fn name_of<'d>(declaration: &'d Declaration, expr: &Expr) -> Option<&'d str> {
    match expr {
        Expr::Data(at) => declaration.data.get(*at).map(|item| &*item.name),
        Expr::Line(at) => declaration.indicators.get(*at).map(|line| &*line.name),
        Expr::Quantity(_) | Expr::Word(_) | Expr::Negate(_) | Expr::Binary { .. } => None,
    }
}

/// The same in the actual values.
fn actuals(cx: &mut Cx<'_>, declaration: &Declaration, line: &Line<'_>, (part, whole): (&str, &str)) {
    let model = cx.model;
    let about = |block: &&crate::model::actuals::Block| {
        let at = block.declaration.and_then(|at| model.declarations.get(at));
        at.is_some_and(|other| std::ptr::eq(other, declaration))
    };
    for block in model.actuals.iter().filter(about) {
        let find = |name: &str| block.raw.rows.iter().find(|value| value.name == name);
        let (Some(small), Some(large)) = (find(part), find(whole)) else { continue };
        let (Some(less), Some(more)) = (amount(cx, small), amount(cx, large)) else { continue };
        if less.1 != more.1 || less.0 <= more.0 {
            continue;
        }
        let (Some(place), Some(other)) = (place(small), place(large)) else { continue };
        let message = format!("`{part}` 的实际值大于 `{whole}`，`{}` 超过 100%", line.name());
        let finding = cx.finding(place, message).label("部分").related(other, "全部");
        cx.report(finding.help("核对填报的两个数，部分不大于全部"));
    }
}

/// A number in base units, and of which dimension.
fn amount(cx: &Cx<'_>, value: &RawActual) -> Option<(Exact, crate::model::unit::Dimension)> {
    let RawValue::Number { number, unit, .. } = &value.value else { return None };
    let unit = cx.model.units.read(unit.as_deref().unwrap_or_default()).ok()?;
    Some((&Exact::from(*number) * &unit.scale, unit.dimension))
}

fn place(value: &RawActual) -> Option<Place> {
    match value.origin {
        crate::score::actuals::Origin::Heng(place) => Some(place),
        _ => None,
    }
}
