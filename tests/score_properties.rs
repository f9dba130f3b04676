//! Scores against an independent evaluator: plain big rationals, one `if` a rule, written
//! from the rule table and not from the code.

use heng::exact::{Exact, Rounding};
use heng::score::score;
use heng::terms::{Direction, Verdict};
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

use crate::plan_maker::{PlanMaker, actuals, number};

type BigRational = Ratio<BigInt>;

fn rational(text: &str) -> BigRational {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{part}").parse().unwrap();
    BigRational::new(digits, BigInt::from(10).pow(part.len() as u32))
}

/// The score before rounding and the verdict of one numeric line.
fn naive(rule: &str, sign: &str, reverse_eq: bool, a: &str, t: &str, w: &str) -> (BigRational, bool) {
    let (a, t, w) = (rational(a), rational(t), rational(w));
    let (zero, one) = (BigRational::zero(), BigRational::one());
    let reverse = sign == "<=" || sign == "<" || (sign == "=" && reverse_eq);
    let met = match sign {
        ">=" => a >= t,
        ">" => a > t,
        "<" => a < t,
        "<=" => a <= t,
        _ if t <= zero => a == t,
        _ if reverse => a <= t,
        _ => a >= t,
    };
    let all_or_nothing = || if met { w.clone() } else { zero.clone() };
    if rule == "达标" || t <= zero {
        return (all_or_nothing(), met);
    }
    let reached = if reverse { a <= t } else { a >= t };
    if reached {
        return (w, met);
    }
    let positive = if a < zero { zero.clone() } else { a.clone() };
    let proportion = if reverse { &t / &a } else { &positive / &t };
    let sixty = rational("0.6");
    let share = match rule {
        "比例" => proportion,
        "比例 及格60%" => {
            if proportion < sixty {
                zero.clone()
            } else {
                proportion
            }
        }
        "门槛 60%" => {
            if proportion <= sixty {
                zero.clone()
            } else {
                (proportion - &sixty) / (&one - &sixty)
            }
        }
        "线性" if reverse => {
            let left = &one - (&a - &t) / &t;
            if left < zero { zero.clone() } else { left }
        }
        _ => proportion,
    };
    (w * share, met)
}

/// Half-up to two places, as text.
fn half_up(value: &BigRational) -> String {
    let cents = value * BigRational::from(BigInt::from(100));
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let units = (cents.abs() + half).floor().to_integer();
    let text = format!("{units:0>3}");
    let (whole, part) = text.split_at(text.len() - 2);
    format!("{whole}.{part}")
}

const RULES: [&str; 5] = ["比例", "比例 及格60%", "门槛 60%", "线性", "达标"];
const SIGNS: [&str; 5] = [">=", ">", "=", "<", "<="];

fn decimal_text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0i64..2_000_000, 0u32..4).prop_map(|(digits, places)| with_places(digits, places)),
        1 => (-500_000i64..500_000, 0u32..4).prop_map(|(digits, places)| with_places(digits, places)),
        1 => (0i64..i64::MAX, 0u32..18).prop_map(|(digits, places)| with_places(digits, places)),
        1 => Just("0".to_owned()),
    ]
}

fn with_places(digits: i64, places: u32) -> String {
    rust_decimal::Decimal::new(digits, places).to_string()
}

/// Actual values near the target as often as anywhere.
fn near(target: &str, anywhere: &str, choice: u8) -> String {
    let target: rust_decimal::Decimal = target.parse().unwrap();
    let cent = rust_decimal::Decimal::new(1, 2);
    let two = rust_decimal::Decimal::TWO;
    match choice {
        0 => target.to_string(),
        1 => (target + cent).to_string(),
        2 => (target - cent).to_string(),
        3 => (target * two).to_string(),
        4 => (target * two - cent).to_string(),
        5 => (target * rust_decimal::Decimal::new(6, 1)).to_string(),
        _ => anywhere.to_owned(),
    }
}

struct Result {
    exact: Exact,
    rounded: String,
    met: bool,
}

fn ours(rule: &str, sign: &str, reverse_eq: bool, a: &str, t: &str, w: &str) -> Result {
    let mut maker = PlanMaker::new();
    maker.line("指标", &format!("{sign} {t} 件"), w);
    let rule = maker.rule(rule);
    let line = maker.first_line();
    line.rule = rule;
    if sign == "=" && reverse_eq {
        line.direction = Some(Direction::Negative);
    }
    let card = score(&maker.plan(), &actuals(vec![number(a)]));
    let line = &card.lines[0];
    let rounded = line.rounded.decided().unwrap().to_fixed(2, Rounding::HalfUp);
    Result { exact: line.exact.decided().unwrap().clone(), rounded, met: line.verdict == Verdict::Met }
}

proptest! {
    #![proptest_config(crate::chance::cases(4000))]

    #[test]
    fn agrees_with_the_naive_evaluator(
        rule in 0usize..5, sign in 0usize..5, reverse_eq in any::<bool>(),
        t in decimal_text(), anywhere in decimal_text(), choice in 0u8..12, w in 0i64..10_000,
    ) {
        let (rule, sign, w) = (RULES[rule], SIGNS[sign], with_places(w, 2));
        let a = near(&t, &anywhere, choice);
        let (exact, met) = naive(rule, sign, reverse_eq, &a, &t, &w);
        let ours = ours(rule, sign, reverse_eq, &a, &t, &w);
        prop_assert_eq!(ours.exact.to_fraction(), exact.to_string());
        prop_assert_eq!(ours.rounded, half_up(&exact));
        prop_assert_eq!(ours.met, met);
        prop_assert!(!exact.is_negative() && exact <= rational(&w));
    }

    #[test]
    fn more_is_never_worse_where_more_is_better(
        rule in 0usize..5, less in any::<bool>(), t in decimal_text(), a in decimal_text(), b in decimal_text(),
    ) {
        let sign = if less { "<=" } else { ">=" };
        let (rule, low, high) = (RULES[rule], a.parse::<rust_decimal::Decimal>().unwrap(), b.parse().unwrap());
        let (low, high) = (low.min(high), low.max(high));
        let of = |a: rust_decimal::Decimal| ours(rule, sign, false, &a.to_string(), &t, "10").exact;
        let (worse, better) = if less { (of(high), of(low)) } else { (of(low), of(high)) };
        prop_assert!(worse <= better, "{worse} {better}");
    }

    #[test]
    fn totals_are_the_sums_of_the_printed_scores(values in prop::collection::vec((0i64..3000, 1i64..1000), 1..30)) {
        let mut maker = PlanMaker::new();
        maker.group("产出指标", None);
        maker.group("数量指标", Some(0));
        maker.group("质量指标", Some(0));
        let mut cells = Vec::new();
        for (index, (actual, target)) in values.iter().enumerate() {
            maker.line_in(index % 3, &format!("指标{index}"), &format!(">= {target} 件"), "3.33");
            cells.push(number(&actual.to_string()));
        }
        let card = score(&maker.plan(), &actuals(cells));
        let printed: Vec<rust_decimal::Decimal> = card.lines.iter()
            .map(|line| line.rounded.decided().unwrap().to_fixed(2, Rounding::HalfUp).parse().unwrap()).collect();
        let sum: rust_decimal::Decimal = printed.iter().sum();
        prop_assert_eq!(card.total.decided().unwrap(), &Exact::from(sum));
        prop_assert_eq!(card.groups[0].score.decided().unwrap(), &Exact::from(sum));
    }
}
