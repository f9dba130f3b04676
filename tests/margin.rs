//! What is missing: the promise of every solved value is kept by scoring with it, and one step less
//! does not earn as much; sets are as small as trying all of them makes them.

use heng::exact::{Exact, Rounding};
use heng::outlook::margin::with_move;
use heng::outlook::{Fewest, Margin, Room, Subject, To, Wanted, Way, margin};
use heng::plan::{Method, Plan};
use heng::score::actuals::{Actuals, Value};
use heng::score::{Scorecard, score};
use proptest::prelude::*;

use crate::plan_maker::{PlanMaker, actuals, exact, number, rule_of, value};

fn of(plan: &Plan, actuals: &Actuals, wanted: &Wanted) -> (Scorecard, Margin) {
    let card = score(plan, actuals);
    let margin = margin(plan, actuals, &card, wanted).unwrap();
    (card, margin)
}

fn score_of(card: &Scorecard, subject: Subject) -> Exact {
    match subject {
        Subject::Line(index) => card.lines[index].rounded.low().clone(),
        Subject::Execution => card.execution.as_ref().unwrap().rounded.low().clone(),
    }
}

/// Scores with every move that was promised, and with one step less.
fn holds(plan: &Plan, actuals: &Actuals, room: &Room) -> Result<(), TestCaseError> {
    let Way::To(change) = &room.full else { return Ok(()) };
    let before = change.moves[0].clone();
    for step in &change.moves {
        let after = score(plan, &with_move(plan, actuals, room.subject, step).unwrap());
        let scored = score_of(&after, room.subject);
        prop_assert!(scored >= change.score, "{scored} of {change:?}");
        if *step == before {
            prop_assert_eq!(&scored, &change.score);
            prop_assert_eq!(&after.total, &change.total);
        }
        let (to, less): (&Exact, fn(Exact) -> To) = match &step.to {
            To::Least(to) => (to, To::Least),
            To::Most(to) => (to, To::Most),
            To::YesNo(_) | To::Judged(_) => continue,
        };
        let nearer = match step.to {
            To::Least(_) => to - &step.step,
            _ => to + &step.step,
        };
        let short = match &step.from {
            Some(from) if matches!(step.to, To::Least(_)) => nearer >= *from,
            Some(from) => nearer <= *from,
            None => false,
        };
        if short {
            let less = heng::outlook::Move { to: less(nearer), ..step.clone() };
            let after = score(plan, &with_move(plan, actuals, room.subject, &less).unwrap());
            let scored = score_of(&after, room.subject);
            prop_assert!(scored < change.score, "{scored} with one step less than {step:?}");
        }
    }
    Ok(())
}

const RULES: [&str; 11] = [
    "比例",
    "比例 及格60%",
    "门槛 60%",
    "门槛 50% 及格70%",
    "线性",
    "线性 及格60%",
    "达标",
    "扣分 每低 3 件 扣 0.7",
    "扣分 每低 2 % 扣 0.35 舍去",
    "扣分 每高 7 件 扣 0.9 进位",
    "扣分 每高 4 % 扣 0.3",
];

fn roundings() -> impl Strategy<Value = (u32, Rounding)> {
    let modes = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up];
    (0u32..4, prop::sample::select(modes.to_vec()))
}

fn signs() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![">=", ">", "=", "<", "<="])
}

proptest! {
    #![proptest_config(crate::chance::cases(400))]

    #[test]
    fn full_marks_are_solved_exactly(
        rule in 0usize..RULES.len(), sign in signs(), t in 1i64..4000, a in 0i64..8000, w in 1i64..3000,
        tenths in any::<bool>(), rounding in roundings(),
    ) {
        let mut maker = PlanMaker::new();
        // 件 are counted, 米 are not.
        let unit = if tenths { "米" } else { "件" };
        let rule = maker.rule(&RULES[rule].replace('件', unit));
        let part = if tenths { ".5" } else { "" };
        maker.line("指标", &format!("{sign} {t}{part} {unit}"), &format!("{}", rust_decimal::Decimal::new(w, 2))).rule = rule;
        (maker.framework().places, maker.framework().rounding) = rounding;
        let (plan, values) = (maker.plan(), actuals(vec![number(&a.to_string())]));
        let (card, margin) = of(&plan, &values, &Wanted::NextGrade);
        let room = &margin.rooms[0];
        holds(&plan, &values, room)?;
        if let Way::Closed(barrier) = &room.full {
            prop_assert!(score_of(&card, room.subject) < room.most);
            // Only what was counted cannot be undone.
            prop_assert_eq!((tenths, barrier), (false, &heng::outlook::Barrier::CountedAlready));
        }
    }

    #[test]
    fn bands_and_points_are_solved_exactly(
        a in 0i64..1200, w in 1i64..3000, by_points in any::<bool>(), rounding in roundings(), target in 1i64..100,
    ) {
        let mut maker = PlanMaker::new();
        maker.line("合格率", &format!(">= {target} %"), &format!("{}", rust_decimal::Decimal::new(w, 2)));
        let rule = if by_points {
            maker.points("20% 0%; 60% 35%; 85.5% 80%; 97% 100%")
        } else {
            maker.bands("完成率 >= 100% 100%; >= 80% 85%; > 60% 50%; >= 15% 3; 其余 0%")
        };
        maker.first_line().rule = rule;
        (maker.framework().places, maker.framework().rounding) = rounding;
        let (plan, values) = (maker.plan(), actuals(vec![number(&rust_decimal::Decimal::new(a, 1).to_string())]));
        let (_, margin) = of(&plan, &values, &Wanted::NextGrade);
        holds(&plan, &values, &margin.rooms[0])?;
    }

    #[test]
    fn formulas_over_data_are_solved_exactly(
        cases in (1i64..5000, 1i64..500), target in 1i64..40, turned in any::<bool>(), w in 100i64..2000,
    ) {
        let mut maker = PlanMaker::new();
        let (sum, heads) = (maker.data("总收入", "元"), maker.data("人数", "人"));
        maker.line("人均", &format!("{} {target} 元/人", if turned { "<=" } else { ">=" }), &format!("{}", rust_decimal::Decimal::new(w, 2)));
        use heng::plan::{BinaryOp, Expr};
        let formula = Expr::Binary { op: BinaryOp::Div, left: Box::new(Expr::Data(sum)), right: Box::new(Expr::Data(heads)) };
        maker.first_line().formula = Some(std::sync::Arc::new(formula));
        let plan = maker.plan();
        let data = vec![number(&cases.0.to_string()), number(&cases.1.to_string())];
        let values = Actuals { lines: vec![Default::default()], data, budget: None };
        let (card, margin) = of(&plan, &values, &Wanted::NextGrade);
        let room = &margin.rooms[0];
        if score_of(&card, room.subject) < room.most {
            prop_assert!(matches!(room.full, Way::To(_)), "{room:?}");
        }
        holds(&plan, &values, room)?;
    }

    #[test]
    fn no_smaller_set_is_enough(
        lines in prop::collection::vec((1i64..40, 40i64..60, 1i64..6), 1..5), aim in 1i64..22,
    ) {
        let mut maker = PlanMaker::new();
        maker.framework().places = 0;
        for (at, (_, target, weight)) in lines.iter().enumerate() {
            maker.line(&format!("指标{at}"), &format!(">= {target} 件"), &weight.to_string());
        }
        let plan = maker.plan();
        let values = actuals(lines.iter().map(|(actual, ..)| number(&actual.to_string())).collect());
        let (card, margin) = of(&plan, &values, &Wanted::Total(Exact::int(i128::from(aim))));
        let short = &Exact::int(i128::from(aim)) - card.total.low();
        let tried = by_trying(&lines, &card, &short);
        match (&margin.aim.as_ref().unwrap().fewest, tried) {
            (Fewest::Reached, _) => prop_assert!(!short.is_positive()),
            (Fewest::OutOfReach(_), tried) => prop_assert_eq!(tried, None),
            (Fewest::By(set), tried) => {
                prop_assert!(set.is_least);
                prop_assert_eq!(Some((set.changes.len(), set.effort.clone())), tried);
                prop_assert!(set.total >= Exact::int(i128::from(aim)));
                let mut changed = values.clone();
                for (at, change) in &set.changes {
                    changed = with_move(&plan, &changed, margin.rooms[*at].subject, change.first().unwrap()).unwrap();
                }
                let after = score(&plan, &changed);
                prop_assert_eq!(after.total.low(), &set.total);
            }
        }
    }
}

/// The fewest changes and their least effort, by trying every number of pieces of every line.
fn by_trying(lines: &[(i64, i64, i64)], card: &Scorecard, short: &Exact) -> Option<(usize, Exact)> {
    let mut best: Vec<(usize, Exact, Exact)> = vec![(0, Exact::ZERO, Exact::ZERO)];
    for (at, (actual, target, weight)) in lines.iter().enumerate() {
        let mut next = best.clone();
        for (count, effort, gain) in &best {
            for more in (actual + 1)..=*target {
                let points =
                    Exact::ratio(i128::from(more * weight), i128::from(*target)).unwrap().round(0, Rounding::HalfUp);
                let gained = &points - card.lines[at].rounded.low();
                if gained.is_positive() {
                    let taken = Exact::ratio(i128::from(more - actual), i128::from(*target)).unwrap();
                    next.push((count + 1, effort + &taken, gain + &gained));
                }
            }
        }
        // Only what no other beats is worth going on with.
        let mut kept: Vec<(usize, Exact, Exact)> = Vec::new();
        next.sort();
        for one in next {
            if !kept.iter().any(|known| known.0 == one.0 && known.1 <= one.1 && known.2 >= one.2) {
                kept.push(one);
            }
        }
        best = kept;
    }
    best.into_iter().filter(|(_, _, gain)| gain >= short).map(|(count, effort, _)| (count, effort)).min()
}

#[test]
fn growth_dates_and_the_budget_are_solved_too() {
    let mut maker = PlanMaker::new();
    let previous = maker.quantity("800 元");
    maker.line("收入", "同比 >= 5%", "10").previous = Some(previous);
    maker.line("完工时间", "<= 2024-11-30", "10");
    let late = maker.rule("扣分 每晚 1 天 扣 0.5");
    maker.last_line().rule = late;
    maker.line("区间", "100 ~ 120 人次", "10");
    maker.framework().execution =
        Some(heng::plan::Execution { weight: exact("10"), rule: rule_of("比例", Method::Proportional) });
    let plan = maker.plan();
    let mut values = actuals(vec![number("820"), value(Value::Missing), number("130")]);
    values.budget = Some(heng::score::actuals::Budget { planned: number("100"), executed: number("80") });
    let (_, margin) = of(&plan, &values, &Wanted::Total(exact("39")));
    let to = |at: usize| match &margin.rooms[at].full {
        Way::To(change) => change.moves[0].to.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(to(0), To::Least(exact("99.95")), "money executed, from 80 up to what rounds to full marks");
    assert_eq!(to(1), To::Least(exact("839.98")));
    assert_eq!(to(2), To::Most(exact("0")), "days after the date");
    assert!(matches!(margin.rooms[3].full, Way::Closed(heng::outlook::Barrier::CountedAlready)));
    assert_eq!(margin.missing, [2]);
    for room in &margin.rooms {
        holds(&plan, &values, room).unwrap();
    }
}

#[test]
fn what_shares_its_data_is_in_no_set_and_counted_whole() {
    use heng::plan::{BinaryOp, Expr};
    let mut maker = PlanMaker::new();
    let (sum, heads) = (maker.data("总收入", "元"), maker.data("人数", "人"));
    maker.line("人均", ">= 20 元/人", "10");
    let (left, right) = (Box::new(Expr::Data(sum)), Box::new(Expr::Data(heads)));
    maker.last_line().formula = Some(std::sync::Arc::new(Expr::Binary { op: BinaryOp::Div, left, right }));
    maker.line("总额", ">= 1000 元", "10").formula = Some(std::sync::Arc::new(Expr::Data(sum)));
    let plan = maker.plan();
    let values = Actuals {
        lines: vec![Default::default(), Default::default()],
        data: vec![number("500"), number("50")],
        budget: None,
    };
    let (card, margin) = of(&plan, &values, &Wanted::Total(exact("20")));
    assert_eq!(card.total.low(), &exact("10"), "half of both");
    assert_eq!(margin.shared, [0, 1]);
    let aim = margin.aim.unwrap();
    assert_eq!(aim.fewest, Fewest::OutOfReach(exact("10")));
    // One change of the sum fills both, and that is what its total says.
    let totals: Vec<&Exact> = aim.alone.iter().map(|(_, change)| change.total.low()).collect();
    assert_eq!(totals, [&exact("20"); 2]);
}

#[test]
fn what_cannot_be_solved_is_said() {
    use heng::plan::{BinaryOp, Expr, ScoringWord};
    let word = |word| Box::new(Expr::Word(word));
    let times = |left, right| Expr::Binary { op: BinaryOp::Mul, left, right };
    let square = times(word(ScoringWord::Attainment), word(ScoringWord::Attainment));
    let line = |formula: Expr| {
        let mut maker = PlanMaker::new();
        maker.line("指标", ">= 50 件", "10").rule = rule_of("公式", Method::Formula(formula));
        let (plan, values) = (maker.plan(), actuals(vec![number("40")]));
        of(&plan, &values, &Wanted::NextGrade).1.rooms[0].full.clone()
    };
    let squared = line(times(Box::new(square), word(ScoringWord::Weight)));
    assert_eq!(squared, Way::Closed(heng::outlook::Barrier::Unsolvable));
    let Way::To(plain) = line(times(word(ScoringWord::Attainment), word(ScoringWord::Weight))) else { panic!() };
    assert_eq!(plain.moves[0].to, To::Least(exact("50")));
}
