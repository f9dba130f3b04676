//! Golden tables of scores: `tests/golden/*.tsv`, one case a line, `#` for comments.

use heng::exact::{Exact, Rounding};
use heng::plan::{Line, Plan};
use heng::score::actuals::{Actual, Actuals, RawActuals};
use heng::score::{Scorecard, bind, explain, score};
use heng::terms::Direction;

use crate::plan_maker::{PlanMaker, actuals, exact, number, raw, row};

/// The cells of each case of a table, with its text for messages.
fn cases<const N: usize>(table: &'static str) -> impl Iterator<Item = (&'static str, [&'static str; N])> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (line, cells.try_into().unwrap_or_else(|cells| panic!("{N} cells in {cells:?}")))
    })
}

/// A plan of one line, scored.
fn scored(target: &str, weight: &str, actual: Actual, set: impl FnOnce(&mut PlanMaker)) -> (Plan, Actuals, Scorecard) {
    let mut maker = PlanMaker::new();
    maker.line("指标", target, weight);
    set(&mut maker);
    let (plan, actuals) = (maker.plan(), actuals(vec![actual]));
    let card = score(&plan, &actuals);
    (plan, actuals, card)
}

fn points(card: &Scorecard) -> String {
    card.lines[0].rounded.decided().map_or("undecided".into(), |points| points.to_fixed(2, Rounding::HalfUp))
}

fn edit(maker: &mut PlanMaker, edit: impl FnOnce(&mut Line)) {
    edit(maker.first_line());
}

#[test]
fn methods() {
    for (case, [rule, direction, target, actual, weight, wanted, verdict, attainment]) in
        cases(include_str!("golden/methods.tsv"))
    {
        let (plan, actuals, card) = scored(target, weight, number(actual), |maker| {
            let rule = maker.rule(rule);
            edit(maker, |line| line.rule = rule);
            if direction == "反向" {
                edit(maker, |line| line.direction = Some(Direction::Negative));
            }
        });
        let line = &card.lines[0];
        assert_eq!(points(&card), wanted, "{case}");
        assert_eq!(line.verdict.word(), verdict, "{case}");
        let found = line.attainment.as_ref().map_or("-".into(), Exact::to_fraction);
        let attainment = if attainment == "-" { "-".into() } else { exact(attainment).to_fraction() };
        assert_eq!(found, attainment, "{case}");
        let text = explain(&plan, &actuals, &card, 0).text;
        assert!(text.contains(wanted), "{case}: {text}");
    }
}

#[test]
fn bands() {
    for (case, [rule, target, actual, weight, wanted]) in cases(include_str!("golden/bands.tsv")) {
        let (_, _, card) = scored(target, weight, number(actual), |maker| {
            let rule = maker.bands(rule);
            edit(maker, |line| line.rule = rule);
        });
        assert_eq!(points(&card), wanted, "{case}");
    }
}

#[test]
fn interpolation() {
    for (case, [rule, target, actual, weight, wanted]) in cases(include_str!("golden/points.tsv")) {
        let (_, _, card) = scored(target, weight, number(actual), |maker| {
            let rule = maker.points(rule);
            edit(maker, |line| line.rule = rule);
        });
        assert_eq!(points(&card), wanted, "{case}");
    }
}

#[test]
fn amounts_in_other_units() {
    for (case, [target, number, unit, weight, wanted, conversion]) in cases(include_str!("golden/amounts.tsv")) {
        let mut maker = PlanMaker::new();
        maker.line("指标", target, weight);
        let plan = maker.plan();
        let rows = vec![row("指标", raw(number, unit))];
        let bound = bind(&plan, &[RawActuals { title: "表".into(), rows, budget: None }]);
        let card = score(&plan, &bound.actuals);
        assert_eq!(points(&card), wanted, "{case}");
        let steps = explain(&plan, &bound.actuals, &card, 0).steps;
        assert_eq!(steps.first().map_or("-", String::as_str), conversion, "{case}");
    }
}
