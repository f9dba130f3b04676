//! 等级: qualitative lines, which a person judges. The points a person gives are checked
//! against the band of the judgement; without points the band says what is known.

use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::plan::JudgedBand;
use crate::score::card::{Points, Problem};
use crate::terms::{Judgement, Verdict};

/// What a judgement comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    pub verdict: Verdict,
    pub points: Points,
    /// The judgement, given or derived from the points.
    pub judgement: Option<Judgement>,
    /// Whether 达成 was given without points, and full points are assumed.
    pub assumed: bool,
    pub problem: Option<Problem>,
}

/// Scores a judged line: by the points a person gave, else by the share that stands beside
/// the judgement, else by the judgement alone.
pub(super) fn judge(
    bands: &[JudgedBand],
    weight: &Exact,
    judgement: Option<Judgement>,
    share: Option<&Exact>,
    stated: Option<Decimal>,
) -> Judged {
    let by_share = share.map(|share| weight * share);
    let by_points = stated.map(Exact::from);
    let given = match (by_points, by_share) {
        (Some(points), Some(share)) if points != share => return contradiction(bands, weight, judgement, &points),
        (Some(points), _) | (None, Some(points)) => Some(points),
        (None, None) => None,
    };
    match (judgement, given) {
        (None, None) => undecided(Points::between(Exact::ZERO, weight.clone()), None, Problem::Unjudged),
        (None, Some(points)) => match bands.iter().find(|band| holds(band, weight, &points)) {
            Some(band) => decided(band, points),
            None => contradiction(bands, weight, None, &points),
        },
        (Some(judgement), given) => {
            let Some(band) = bands.iter().find(|band| band.judgement == judgement) else {
                let all = Points::between(Exact::ZERO, weight.clone());
                return undecided(all, Some(judgement), Problem::Unjudged);
            };
            match given {
                Some(points) if holds(band, weight, &points) => decided(band, points),
                Some(points) => contradiction(bands, weight, Some(judgement), &points),
                None => unscored(band, weight),
            }
        }
    }
}

fn verdict(judgement: Judgement) -> Verdict {
    match judgement {
        Judgement::Met => Verdict::Met,
        Judgement::Partly | Judgement::Missed => Verdict::Missed,
    }
}

fn decided(band: &JudgedBand, points: Exact) -> Judged {
    Judged {
        verdict: verdict(band.judgement),
        points: Points::Exactly(points),
        judgement: Some(band.judgement),
        assumed: false,
        problem: None,
    }
}

/// 达成 without points is what nearly every form means by full points; any other judgement
/// leaves its whole band open.
fn unscored(band: &JudgedBand, weight: &Exact) -> Judged {
    let high = weight * &band.high;
    if band.judgement == Judgement::Met {
        return Judged { assumed: true, ..decided(band, high) };
    }
    let points = Points::between(weight * &band.low, high);
    let problem = points.decided().is_none().then_some(Problem::BandOnly);
    Judged { points, problem, ..decided(band, Exact::ZERO) }
}

fn undecided(points: Points, judgement: Option<Judgement>, problem: Problem) -> Judged {
    Judged { verdict: Verdict::Undecided, points, judgement, assumed: false, problem: Some(problem) }
}

/// Judgement and points do not go together, and which of them is right is not known: the
/// score lies anywhere between the points and the band.
fn contradiction(bands: &[JudgedBand], weight: &Exact, judgement: Option<Judgement>, points: &Exact) -> Judged {
    let all = || (Exact::ZERO, weight.clone());
    let band = judgement.and_then(|judgement| bands.iter().find(|band| band.judgement == judgement));
    let (low, high) = band.map_or_else(all, |band| (weight * &band.low, weight * &band.high));
    let held = points.clone().max(Exact::ZERO).min(weight.clone());
    let points = Points::between(low.min(held.clone()), high.max(held));
    undecided(points, judgement, Problem::OutOfBand)
}

/// Whether points lie in a band.
fn holds(band: &JudgedBand, weight: &Exact, points: &Exact) -> bool {
    let (low, high) = (weight * &band.low, weight * &band.high);
    // A line without weight has all bands at zero.
    let at_top = *points == high && (band.high_included || weight.is_zero());
    *points >= low && (*points < high || at_top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::{decimal, exact, judged_bands};

    fn of(judgement: Option<Judgement>, share: Option<&str>, stated: Option<&str>) -> Judged {
        let share = share.map(exact);
        judge(&judged_bands(), &Exact::int(10), judgement, share.as_ref(), stated.map(decimal))
    }

    fn bounds(judged: &Judged) -> (String, String) {
        (judged.points.low().to_string(), judged.points.high().to_string())
    }

    #[test]
    fn points_are_checked_against_the_band() {
        for (judgement, points, fits) in [
            (Judgement::Met, "10", true),
            (Judgement::Met, "8", true),
            (Judgement::Met, "7.99", false),
            (Judgement::Partly, "8", false),
            (Judgement::Partly, "7.99", true),
            (Judgement::Partly, "6", true),
            (Judgement::Missed, "6", false),
            (Judgement::Missed, "0", true),
            (Judgement::Met, "10.01", false),
            (Judgement::Missed, "-1", false),
        ] {
            let judged = of(Some(judgement), None, Some(points));
            assert_eq!(judged.problem.is_none(), fits, "{judgement:?} {points}");
            assert_eq!(judged.verdict == Verdict::Undecided, !fits);
        }
    }

    #[test]
    fn without_points_the_band_says_what_is_known() {
        let met = of(Some(Judgement::Met), None, None);
        assert!(met.assumed);
        assert_eq!(bounds(&met), ("10".into(), "10".into()));
        let partly = of(Some(Judgement::Partly), None, None);
        assert_eq!((partly.verdict, bounds(&partly)), (Verdict::Missed, ("6".into(), "8".into())));
        assert_eq!(of(None, None, None).problem, Some(Problem::Unjudged));
    }

    #[test]
    fn points_alone_tell_the_judgement() {
        assert_eq!(of(None, None, Some("9")).judgement, Some(Judgement::Met));
        assert_eq!(of(None, None, Some("7")).verdict, Verdict::Missed);
        assert_eq!(of(None, None, Some("11")).problem, Some(Problem::OutOfBand));
    }

    #[test]
    fn share_and_points_must_agree() {
        assert_eq!(of(Some(Judgement::Met), Some("90%"), Some("9")).problem, None);
        let torn = of(Some(Judgement::Met), Some("90%"), Some("7"));
        assert_eq!((torn.problem, bounds(&torn)), (Some(Problem::OutOfBand), ("7".into(), "10".into())));
    }
}
