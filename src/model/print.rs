//! The model as stable text, for `heng debug model` and snapshot tests.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::model::Model;
use crate::model::declaration::{Declaration, Extras, Group, Indicator, Origin, Weight};
use crate::model::expect::Expected;
use crate::model::expr::Expr;
use crate::model::framework::{Framework, TargetKind};
use crate::model::rule::{Method, Remainder, Rule, Side, Subject, Worth};
use crate::model::unit::Units;
use crate::model::value::{Goal, Quantity};
use crate::score::actuals::RawActuals;
use crate::syntax::ast::BinaryOp;
use crate::terms::{Direction, Sign};

/// The declarations of a model and what the user's own files add to the prelude.
pub fn print(model: &Model) -> String {
    let mut out = String::new();
    let own = |file| !model.files.is_prelude(file);
    for rule in model.rules.iter().filter(|rule| own(rule.place.file)) {
        let _ = writeln!(out, "计分 {}", self::rule(&model.units, rule));
    }
    for framework in model.frameworks.iter().filter(|framework| own(framework.place.file)) {
        print_framework(&mut out, &model.units, framework);
    }
    for declaration in &model.declarations {
        print_declaration(&mut out, model, declaration);
    }
    for block in &model.actuals {
        print_actuals(&mut out, &block.raw);
    }
    for test in &model.tests {
        print_actuals(&mut out, &test.inputs);
        for expectation in &test.expectations {
            let sign = expectation.sign.map_or("!=", Sign::ascii);
            let _ = writeln!(out, "  期望 {:?} {sign} {}", expectation.subject, expected(&expectation.expected));
        }
    }
    out
}

fn print_actuals(out: &mut String, raw: &RawActuals) {
    let _ = writeln!(out, "{}", raw.title);
    for row in &raw.rows {
        let reason = row.reason.as_ref().map(|reason| format!(" 原因 {reason:?}")).unwrap_or_default();
        let judged = row.judged.map(|judged| format!(" 得分 {judged}")).unwrap_or_default();
        let _ = writeln!(out, "  {} = {}{judged}{reason}", row.name, row.text);
    }
    if let Some(budget) = &raw.budget {
        let _ = writeln!(out, "  预算 {} 执行 {}", budget.budget.text, budget.executed.text);
    }
}

fn expected(expected: &Expected) -> String {
    match expected {
        Expected::Number(number) => number.to_string(),
        Expected::Verdict(verdict) => verdict.word().to_owned(),
        Expected::Grade(grade) => grade.clone(),
    }
}

/// A framework in full.
pub fn print_framework(out: &mut String, units: &Units, framework: &Framework) {
    let _ = writeln!(
        out,
        "框架 {} 满分 {} 舍入 {} 位 {}",
        framework.name,
        framework.full,
        framework.places,
        framework.rounding.word()
    );
    if let Some(basis) = &framework.basis {
        let _ = writeln!(out, "  依据 {basis}");
    }
    for note in &framework.assumptions {
        let _ = writeln!(out, "  说明 {note}");
    }
    if let Some(execution) = &framework.execution {
        let _ = writeln!(out, "  预算执行率 {} 分 {}", execution.weight, rule(units, &execution.rule));
    }
    for group in &framework.groups {
        let weight = group.weight.as_ref().map_or("—".to_owned(), Exact::to_string);
        let children: Vec<String> =
            group.children.iter().map(|child| child.names().collect::<Vec<_>>().join("/")).collect();
        let _ = writeln!(out, "  {} {weight} 分 [{}]", group.names().collect::<Vec<_>>().join("/"), children.join(" "));
    }
    for kind in TargetKind::ALL {
        if let Some(stated) = framework.default_rule(kind) {
            let _ = writeln!(out, "  默认 {} {}", kind.word(), rule(units, stated));
        }
    }
    for grade in &framework.grades {
        let bound = grade.at_least.as_ref().map_or("其余".to_owned(), |bound| format!(">= {bound}"));
        let _ = writeln!(out, "  等级 {} {bound}", grade.name);
    }
    for vacancy in &framework.vacancies {
        let name = |at: usize| framework.groups.get(at).map_or("?", |group| &*group.name);
        let _ = writeln!(out, "  空缺 {} 归 {}", name(vacancy.from), name(vacancy.to));
    }
}

fn print_declaration(out: &mut String, model: &Model, declaration: &Declaration) {
    let framework = model.framework_of(declaration).map_or("?", |framework| &*framework.name);
    let year = declaration.year.map_or("?".to_owned(), |year| year.to_string());
    let assumed = if declaration.framework_span.is_none() { "（默认）" } else { "" };
    let _ = writeln!(out, "{} {} {year} 框架 {framework}{assumed}", declaration.kind.word(), declaration.name);
    if let Some((weight, _)) = &declaration.execution {
        let _ = writeln!(out, "  预算执行率 {weight} 分");
    }
    for text in &declaration.texts {
        let _ = writeln!(out, "  {} {:?}", text.kind.word(), text.text);
    }
    print_budget(out, &model.units, declaration, None, 1);
    for task in &declaration.tasks {
        let funds = task.funds.map_or("—".to_owned(), |(funds, _)| quantity(&model.units, funds));
        let _ = writeln!(out, "  任务 {} {funds}", task.name);
        for text in &task.texts {
            let _ = writeln!(out, "    {} {:?}", text.kind.word(), text.text);
        }
    }
    for item in &declaration.data {
        let _ = writeln!(out, "  数据 {} {}", item.name, model.units.get(item.unit).text);
    }
    for (at, group) in declaration.groups.iter().enumerate().filter(|(_, group)| group.level == 1) {
        print_group(out, model, declaration, at, group);
        for (at, inner) in declaration.groups.iter().enumerate().filter(|(_, inner)| inner.parent == Some(at)) {
            print_group(out, model, declaration, at, inner);
        }
    }
}

fn print_budget(out: &mut String, units: &Units, declaration: &Declaration, parent: Option<usize>, depth: usize) {
    for (at, line) in declaration.budget_under(parent) {
        let amount = line.amount.map_or("—".to_owned(), |amount| quantity(units, amount));
        let _ = writeln!(out, "{}预算 {} {amount}", "  ".repeat(depth), line.name);
        print_budget(out, units, declaration, Some(at), depth + 1);
    }
}

fn print_group(out: &mut String, model: &Model, declaration: &Declaration, at: usize, group: &Group) {
    let indent = "  ".repeat(usize::from(group.level));
    let _ = writeln!(out, "{indent}{} {}", group.name, weight(&group.weight));
    for indicator in declaration.indicators.iter().filter(|indicator| indicator.group as usize == at) {
        print_indicator(out, model, declaration, indicator, &indent);
    }
}

fn print_indicator(out: &mut String, model: &Model, declaration: &Declaration, indicator: &Indicator, indent: &str) {
    let units = &model.units;
    let goal = indicator.goal.as_ref().map_or("?".to_owned(), |goal| self::goal(units, goal));
    let core = if indicator.core { " 核心" } else { "" };
    let direction = match indicator.direction {
        Some(Direction::Positive) => " 正向",
        Some(Direction::Negative) => " 反向",
        None => "",
    };
    let _ = writeln!(
        out,
        "{indent}  {} {goal} | {} | {}{direction}{core}",
        indicator.name,
        weight(&indicator.weight),
        rule(units, &indicator.rule)
    );
    let Some(Extras { cycle, previous, formula, texts, .. }) = indicator.extras.as_deref() else { return };
    if let Some(cycle) = cycle {
        let _ = writeln!(out, "{indent}    周期 {}", self::goal(units, cycle));
    }
    if let Some(previous) = previous {
        let _ = writeln!(out, "{indent}    上年 {}", quantity(units, *previous));
    }
    if let Some(formula) = formula {
        let data = |at: usize| declaration.data.get(at).map_or("?".to_owned(), |item| item.name.to_string());
        let line = |at: usize| declaration.indicators.get(at).map_or("?".to_owned(), |line| line.name.to_string());
        let _ = writeln!(out, "{indent}    公式 {}", expr(units, formula, &data, &line));
    }
    for text in texts {
        let _ = writeln!(out, "{indent}    {} {:?}", text.kind.word(), text.text);
    }
}

fn weight(weight: &Weight) -> String {
    let how = match weight.origin {
        Origin::Written(_) => "写明".to_owned(),
        Origin::Sum => "各项之和".to_owned(),
        Origin::Framework => "按框架".to_owned(),
        Origin::Received => "按框架，含空缺".to_owned(),
        Origin::Shared { among, last: false } => format!("{among} 项均分"),
        Origin::Shared { among, last: true } => format!("{among} 项均分之末"),
        Origin::Nothing => "不计分".to_owned(),
    };
    format!("{} 分（{how}）", weight.value)
}

/// A number with its unit, as heng writes it.
pub fn quantity(units: &Units, quantity: Quantity) -> String {
    with_unit(quantity.number, &units.get(quantity.unit).text)
}

fn with_unit(number: Decimal, unit: &str) -> String {
    match unit {
        "" => number.to_string(),
        "%" | "‰" => format!("{number}{unit}"),
        unit => format!("{number} {unit}"),
    }
}

/// A target, as heng writes it.
pub fn goal(units: &Units, goal: &Goal) -> String {
    let signed = |sign: &Sign, text: String| format!("{} {text}", sign.ascii());
    match goal {
        Goal::Quantity { sign, value } => signed(sign, quantity(units, *value)),
        Goal::Range { low, high } => format!("= {} ~ {}", quantity(units, *low), quantity(units, *high)),
        Goal::Date { sign, date } => signed(sign, date.to_string()),
        Goal::YesNo(yes) => signed(&Sign::Eq, if *yes { "是" } else { "否" }.to_owned()),
        Goal::Previous { sign, factor, plus } => {
            let factor = if **factor == Exact::ONE { String::new() } else { format!(" * {factor}") };
            let plus = plus.map(|plus| format!(" + {}", quantity(units, plus))).unwrap_or_default();
            signed(sign, format!("上年{factor}{plus}"))
        }
        Goal::Growth { sign, rate } => format!("同比 {}", signed(sign, share(rate))),
        Goal::Qualitative(text) => format!("定性 {text:?}"),
        Goal::NotApplicable(Some(reason)) => format!("不适用 {reason:?}"),
        Goal::NotApplicable(None) => "不适用".to_owned(),
    }
}

/// A ratio in percent.
fn share(ratio: &Exact) -> String {
    format!("{}%", ratio * &Exact::int(100))
}

/// A rule: its name, what it computes, and the document it rests on.
pub fn rule(units: &Units, rule: &Rule) -> String {
    let method = method(units, &rule.method);
    // A rule that is written in place is named after itself.
    let own =
        method.starts_with(rule.name.as_str()) || matches!(rule.method, Method::Formula(_)) && !is_word(&rule.name);
    let stepwise = matches!(rule.method, Method::Deduct { .. }) && rule.name.starts_with('每');
    let mut text = if own || stepwise { method } else { format!("{}：{method}", rule.name) };
    if let Some(pass) = &rule.pass {
        let _ = write!(text, ", 及格 {}", share(pass));
    }
    if let Some(basis) = &rule.basis {
        let _ = write!(text, "〔{basis}〕");
    }
    text
}

/// Whether a text is one name rather than an expression.
fn is_word(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric)
}

/// A method, as heng writes it on one line.
pub fn method(units: &Units, method: &Method) -> String {
    let subject = |subject: &Option<Subject>| match subject {
        Some(Subject::Attainment) => "完成率 ",
        Some(Subject::Actual) => "实际 ",
        None => "",
    };
    let worth = |worth: &Worth| match worth {
        Worth::Share(ratio) => share(ratio),
        Worth::Points(points) => format!("{points} 分"),
    };
    match method {
        Method::AllOrNothing => "达标".to_owned(),
        Method::Proportional => "比例".to_owned(),
        Method::Threshold(ratio) => format!("门槛 {}", share(ratio)),
        Method::Linear => "线性".to_owned(),
        Method::Bands(bands) => {
            let lines = bands.iter().map(|band| match &band.bound {
                Some((sign, bound)) => {
                    format!(
                        "{}{} {} 得 {}",
                        subject(&band.subject),
                        sign.ascii(),
                        quantity(units, *bound),
                        worth(&band.worth)
                    )
                }
                None => format!("其余 得 {}", worth(&band.worth)),
            });
            format!("分档 {{ {} }}", lines.collect::<Vec<_>>().join("; "))
        }
        Method::Interpolate(points) => {
            let lines = points.iter().map(|point| {
                format!("{}{} 得 {}", subject(&point.subject), quantity(units, point.at), worth(&point.worth))
            });
            format!("插值 {{ {} }}", lines.collect::<Vec<_>>().join("; "))
        }
        Method::Deduct { side, step, points, remainder } => {
            let side = match side {
                Side::Below => "每低",
                Side::Above => "每高",
                Side::Late => "每晚",
            };
            let remainder = match remainder {
                Remainder::Proportional => "",
                Remainder::Drop => ", 零头 舍去",
                Remainder::Whole => ", 零头 进位",
            };
            format!("扣分 {side} {} 扣 {points} 分{remainder}", quantity(units, *step))
        }
        Method::Judged(bands) => {
            let lines = bands.iter().map(|band| format!("{} {}", band.judgement.word(), share(&band.low)));
            format!("等级 {{ {} }}", lines.collect::<Vec<_>>().join("; "))
        }
        Method::Formula(formula) => {
            let none = |_: usize| "?".to_owned();
            format!("公式 {}", expr(units, formula, &none, &none))
        }
    }
}

/// An expression in full parentheses.
pub fn expr(units: &Units, formula: &Expr, data: &dyn Fn(usize) -> String, line: &dyn Fn(usize) -> String) -> String {
    match formula {
        Expr::Quantity(value) => quantity(units, *value),
        Expr::Data(at) => data(*at),
        Expr::Line(at) => line(*at),
        Expr::Word(word) => word.word().to_owned(),
        Expr::Negate(inner) => format!("-({})", expr(units, inner, data, line)),
        Expr::Binary { op, left, right } => {
            let sign = match op {
                BinaryOp::Add => "+",
                BinaryOp::Sub => "-",
                BinaryOp::Mul => "*",
                BinaryOp::Div => "/",
                BinaryOp::Ne | BinaryOp::Compare(_) | BinaryOp::And | BinaryOp::Or => "?",
            };
            format!("({} {sign} {})", expr(units, left, data, line), expr(units, right, data, line))
        }
    }
}
