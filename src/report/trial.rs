//! 测试 blocks: scores the values a test gives and says which of its 期望 do not hold.

use std::cmp::Ordering;

use crate::diag::{Diagnostic, Severity};
use crate::exact::Exact;
use crate::plan::{Expected, Fact, Plan, Test, Watched};
use crate::score::actuals::Origin;
use crate::score::{Finding, Points, Scorecard, bind, score, show};
use crate::source::Place;
use crate::terms::{Sign, Verdict};

/// What was found where something was expected.
enum Found {
    /// Points, known or between bounds.
    Points(Points),
    /// A ratio such as 完成率.
    Ratio(Exact),
    /// 结论.
    Verdict(Verdict),
    /// 等级, at the lowest and at the highest total.
    Grade(String, String),
    /// Nothing of the kind.
    Nothing,
}

/// Runs one test of a plan: a diagnostic for each expectation that does not hold.
pub fn run(plan: &Plan, test: &Test) -> Vec<Diagnostic> {
    let bound = bind(plan, std::slice::from_ref(&test.inputs));
    let card = score(plan, &bound.actuals);
    let unusable: Vec<Diagnostic> = bound.findings.iter().filter_map(|finding| unusable(test, finding)).collect();
    let failed = test.expectations.iter().filter_map(|expectation| {
        let found = look(plan, &card, expectation.subject);
        if holds(&found, expectation.sign, &expectation.expected) {
            return None;
        }
        // Why it is open has been said.
        if !unusable.is_empty() && matches!(&found, Found::Points(points) if points.decided().is_none()) {
            return None;
        }
        Some(failure(plan, test, expectation.place, &found, &expectation.expected))
    });
    let failed: Vec<Diagnostic> = failed.collect();
    // A value that cannot be used is why an expectation fails, or that one is met by chance.
    unusable.iter().cloned().chain(failed).collect()
}

/// A value of the test that cannot be used, at its place.
fn unusable(test: &Test, finding: &Finding) -> Option<Diagnostic> {
    let (Severity::Error, Origin::Heng(place)) = (finding.severity, &finding.origin) else { return None };
    let given = test.inputs.rows.iter().any(|row| row.origin == finding.origin);
    let found = Diagnostic::error(finding.code, *place, finding.message.clone()).related(test.place, "在这个测试里");
    given.then(|| match &finding.help {
        Some(help) => found.help(help.clone()),
        None => found,
    })
}

fn look(plan: &Plan, card: &Scorecard, subject: Watched) -> Found {
    let ratio = |ratio: Option<&Exact>| ratio.map_or(Found::Nothing, |ratio| Found::Ratio(ratio.clone()));
    match subject {
        Watched::Line(at, fact) => {
            let (Some(line), Some(scored)) = (plan.lines.get(at), card.lines.get(at)) else { return Found::Nothing };
            match fact {
                Fact::Score => Found::Points(scored.rounded.clone()),
                Fact::Attainment => ratio(scored.attainment.as_ref()),
                Fact::Verdict => Found::Verdict(scored.verdict),
                Fact::Weight => Found::Points(Points::Exactly(line.weight.clone())),
            }
        }
        Watched::Group(at) => card.groups.get(at).map_or(Found::Nothing, |group| Found::Points(group.score.clone())),
        Watched::Execution(fact) => {
            let (Some(execution), Some(scored)) = (&plan.framework.execution, &card.execution) else {
                return Found::Nothing;
            };
            match fact {
                Fact::Score => Found::Points(scored.rounded.clone()),
                Fact::Attainment => ratio(scored.rate.as_ref()),
                Fact::Verdict => Found::Verdict(scored.verdict),
                Fact::Weight => Found::Points(Points::Exactly(execution.weight.clone())),
            }
        }
        Watched::Total => Found::Points(card.total.clone()),
        Watched::Grade => card.grade.as_ref().map_or(Found::Nothing, |grade| {
            let (low, high) = grade.names(&plan.framework.grades);
            Found::Grade(low.to_owned(), high.to_owned())
        }),
    }
}

/// Whether what was found is as expected; what is not decided never is. No sign is `!=`.
fn holds(found: &Found, sign: Option<Sign>, expected: &Expected) -> bool {
    let order = match (found, expected) {
        (Found::Points(Points::Exactly(found)) | Found::Ratio(found), Expected::Number(expected)) => {
            found.cmp(expected)
        }
        (Found::Verdict(found), Expected::Verdict(expected)) => same(found == expected),
        (Found::Grade(low, high), Expected::Grade(expected)) if low == high => same(low == expected),
        _ => return false,
    };
    sign.map_or(order != Ordering::Equal, |sign| sign.holds(order))
}

/// Things without an order are equal or not.
fn same(equal: bool) -> Ordering {
    if equal { Ordering::Equal } else { Ordering::Less }
}

fn failure(plan: &Plan, test: &Test, place: Place, found: &Found, expected: &Expected) -> Diagnostic {
    let message = format!("测试“{}”的期望没有达到", test.title);
    let diagnostic = Diagnostic::error("E0620", place, message).related(test.place, "在这个测试里");
    match (found, expected) {
        (Found::Points(Points::Exactly(points)), Expected::Number(expected)) => {
            diagnostic.label(format!("算得 {}{}", show::number(points), apart(points, expected, show::number)))
        }
        (Found::Ratio(ratio), Expected::Number(expected)) => {
            diagnostic.label(format!("算得 {}{}", show::percent(ratio), apart(ratio, expected, show::percent)))
        }
        (Found::Points(points), _) => {
            diagnostic.label(format!("还不能确定：{}", show::points(points, plan))).help("在测试里写出所有用到的值")
        }
        (Found::Ratio(ratio), _) => diagnostic.label(format!("算得 {}", show::percent(ratio))),
        (Found::Verdict(verdict), _) => diagnostic.label(format!("算得 `{}`", verdict.word())),
        (Found::Grade(low, high), _) if low == high => diagnostic.label(format!("算得 `{low}`")),
        (Found::Grade(low, high), _) => {
            diagnostic.label(format!("还不能确定：{low} 至 {high}")).help("在测试里写出所有用到的值")
        }
        (Found::Nothing, _) => diagnostic.label("没有这个值"),
    }
}

/// How far apart two numbers are, in words: `，少 0.5`.
fn apart(found: &Exact, expected: &Exact, word: fn(&Exact) -> String) -> String {
    let difference = found - expected;
    if difference.is_zero() {
        return String::new();
    }
    let side = if difference.is_negative() { "少" } else { "多" };
    format!("，比期望{side} {}", word(&difference.abs()))
}
