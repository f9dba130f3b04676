//! A score as a function of one value: pieces between breaks, each a quotient `(px + q) ÷ (rx + s)`.
//!
//! The pieces are found by asking at a few points of each stretch and proved by asking at as many
//! more as its degree demands: a quotient of polynomials of degree `d` that meets another of
//! degree one at `d + 2` points is that one. So the rules of scoring are written down once, where
//! they are applied, and what is solved here is exact.

use crate::exact::{Exact, Rounding};

/// `(p·x + q) ÷ (r·x + s)`.
#[derive(Debug, Clone, PartialEq)]
struct Quotient {
    p: Exact,
    q: Exact,
    r: Exact,
    s: Exact,
}

/// Where a piece lies and what it is there. Breaks themselves are pieces of one point.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    At { x: Exact, value: Exact },
    Between { low: Option<Exact>, high: Option<Exact>, quotient: Quotient },
}

/// A function of one value, in pieces over the whole line of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    pieces: Vec<Piece>,
}

/// An end of a stretch, and whether it belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct End {
    pub at: Exact,
    pub included: bool,
}

/// Values without a gap; no end where it goes on for ever.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub low: Option<End>,
    pub high: Option<End>,
}

/// The least points, before rounding, that are rounded to a score.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar {
    pub at: Exact,
    /// Whether it has to be exceeded.
    pub above: bool,
}

impl Bar {
    /// The bar of a score that has so many places.
    pub(super) fn of(score: &Exact, places: u32, mode: Rounding) -> Bar {
        let unit = unit(places);
        let half = &unit * &halved();
        match mode {
            Rounding::HalfUp => Bar { at: score - &half, above: false },
            Rounding::HalfEven => {
                // A tie goes to the even digit.
                let at = score - &half;
                let above = at.round(places, mode) < *score;
                Bar { at, above }
            }
            Rounding::Down => Bar { at: score.clone(), above: false },
            Rounding::Up => Bar { at: score - &unit, above: true },
        }
    }
}

/// One in the last of so many places.
pub(super) fn unit(places: u32) -> Exact {
    let tenth = Exact::ratio(1, 10).unwrap_or(Exact::ONE);
    (0..places).fold(Exact::ONE, |unit, _| &unit * &tenth)
}

fn halved() -> Exact {
    Exact::ratio(1, 2).unwrap_or(Exact::ONE)
}

impl Curve {
    /// The curve of a function whose shape changes at no other places than `breaks`, and is a
    /// quotient of polynomials of at most that degree between them. None where one of the pieces
    /// is no quotient of the first degree, or has no value.
    pub(super) fn of(
        breaks: impl IntoIterator<Item = Exact>,
        degree: usize,
        value: &dyn Fn(&Exact) -> Option<Exact>,
    ) -> Option<Curve> {
        let mut breaks: Vec<Exact> = breaks.into_iter().collect();
        breaks.sort();
        breaks.dedup();
        let mut pieces = Vec::with_capacity(breaks.len() * 2 + 1);
        let mut before: Option<&Exact> = None;
        for x in &breaks {
            pieces.push(between(before, Some(x), degree, value)?);
            // A point without a value, as of a division by zero, cannot be aimed at.
            pieces.extend(value(x).map(|value| Piece::At { x: x.clone(), value }));
            before = Some(x);
        }
        pieces.push(between(before, None, degree, value)?);
        Some(Curve { pieces })
    }

    /// The curve of a function that is one quotient of polynomials of at most that degree, wherever
    /// it has a value.
    pub(super) fn quotient(degree: usize, value: &dyn Fn(&Exact) -> Option<Exact>) -> Option<Curve> {
        let count = 3 + degree + 2;
        // A few of the points may have no value.
        let points: Vec<(Exact, Exact)> = inside(Some(&Exact::ZERO), None, count * 2)
            .into_iter()
            .filter_map(|x| value(&x).map(|y| (x, y)))
            .take(count)
            .collect();
        let quotient = Quotient::through(&points).filter(|_| points.len() == count)?;
        if !points.iter().all(|(x, y)| quotient.at(x).as_ref() == Some(y)) {
            return None;
        }
        let pole = quotient.pole();
        let piece = |low, high| Piece::Between { low, high, quotient: quotient.clone() };
        let pieces = match pole {
            Some(pole) => vec![piece(None, Some(pole.clone())), piece(Some(pole), None)],
            None => vec![piece(None, None)],
        };
        Some(Curve { pieces })
    }

    /// Where the pieces meet.
    pub(super) fn breaks(&self) -> Vec<Exact> {
        let lows = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Between { low, .. } => low.clone(),
            Piece::At { x, .. } => Some(x.clone()),
        });
        lows.collect()
    }

    /// Where the function reaches a bar.
    pub(super) fn reaching(&self, bar: &Bar) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for next in self.pieces.iter().filter_map(|piece| piece.reaching(bar)) {
            match stretches.last_mut() {
                Some(last) if last.meets(&next) => last.high = next.high,
                _ => stretches.push(next),
            }
        }
        stretches
    }

    /// The values at and towards the ends of the pieces; between them the function rises or falls
    /// without turning. None of a piece that grows beyond all bounds.
    pub(super) fn ends(&self) -> Vec<Exact> {
        let mut ends = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::At { value, .. } => ends.push(value.clone()),
                Piece::Between { low, high, quotient } => {
                    ends.extend(low.as_ref().and_then(|x| quotient.at(x)));
                    ends.extend(high.as_ref().and_then(|x| quotient.at(x)));
                    if low.is_none() || high.is_none() {
                        ends.extend(quotient.p.div(&quotient.r).or_else(|| quotient.flat()));
                    }
                }
            }
        }
        ends
    }

    /// The places where a function of the first degree takes a value.
    pub(super) fn where_equal(&self, wanted: &Exact) -> Vec<Exact> {
        let quotients = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Between { quotient, .. } => Some(quotient),
            Piece::At { .. } => None,
        });
        quotients.filter_map(|quotient| quotient.solved(wanted)).collect()
    }
}

/// The piece of an open stretch.
fn between(
    low: Option<&Exact>,
    high: Option<&Exact>,
    degree: usize,
    value: &dyn Fn(&Exact) -> Option<Exact>,
) -> Option<Piece> {
    // Three points for the quotient, and the proof.
    let count = 3 + degree + 2;
    let mut points = Vec::with_capacity(count);
    for x in inside(low, high, count) {
        let y = value(&x)?;
        points.push((x, y));
    }
    let quotient = Quotient::through(&points)?;
    let meets = |(x, y): &(Exact, Exact)| quotient.at(x).as_ref() == Some(y);
    let has_pole =
        quotient.pole().is_some_and(|pole| low.is_none_or(|low| *low < pole) && high.is_none_or(|high| pole < *high));
    (points.iter().all(meets) && !has_pole).then(|| Piece::Between { low: low.cloned(), high: high.cloned(), quotient })
}

/// Different points inside an open stretch.
fn inside(low: Option<&Exact>, high: Option<&Exact>, count: usize) -> Vec<Exact> {
    let steps = (1..=count).map(|step| Exact::int(i128::try_from(step).unwrap_or(i128::MAX)));
    let all = Exact::int(i128::try_from(count + 1).unwrap_or(i128::MAX));
    let place = |step: Exact| match (low, high) {
        (Some(low), Some(high)) => {
            let part = step.div(&all).unwrap_or(Exact::ONE);
            low + &(&(high - low) * &part)
        }
        (Some(low), None) => low + &step,
        (None, Some(high)) => high - &step,
        (None, None) => step,
    };
    steps.map(place).collect()
}

impl Quotient {
    /// Through the first three of the points; a line or a level where they lie on one.
    fn through(points: &[(Exact, Exact)]) -> Option<Quotient> {
        let [(x1, y1), (x2, y2), (x3, y3), ..] = points else { return None };
        let slope = (y2 - y1).div(&(x2 - x1))?;
        if slope == (y3 - y2).div(&(x3 - x2))? {
            let q = y1 - &(&slope * x1);
            return Some(Quotient { p: slope, q, r: Exact::ZERO, s: Exact::ONE });
        }
        // With r = 1: p·x + q − s·y = x·y at each point; the differences of neighbours leave p and s.
        let row = |(x, y): (&Exact, &Exact), (u, v): (&Exact, &Exact)| (x - u, v - y, &(x * y) - &(u * v));
        let (a, b, m) = row((x1, y1), (x2, y2));
        let (c, d, n) = row((x2, y2), (x3, y3));
        let determinant = &(&a * &d) - &(&b * &c);
        let p = (&(&m * &d) - &(&b * &n)).div(&determinant)?;
        let s = (&(&a * &n) - &(&m * &c)).div(&determinant)?;
        let q = &(&(x1 * y1) + &(&s * y1)) - &(&p * x1);
        Some(Quotient { p, q, r: Exact::ONE, s })
    }

    fn at(&self, x: &Exact) -> Option<Exact> {
        (&(&self.p * x) + &self.q).div(&(&(&self.r * x) + &self.s))
    }

    /// Where it has no value.
    fn pole(&self) -> Option<Exact> {
        self.s.div(&self.r).map(|at| -&at)
    }

    /// The value of one that is level.
    fn flat(&self) -> Option<Exact> {
        (self.p.is_zero() && self.r.is_zero()).then(|| self.q.div(&self.s)).flatten()
    }

    /// Where it takes a value; nowhere where it is level.
    fn solved(&self, wanted: &Exact) -> Option<Exact> {
        (&(wanted * &self.s) - &self.q).div(&(&self.p - &(wanted * &self.r)))
    }
}

impl Piece {
    fn reaching(&self, bar: &Bar) -> Option<Stretch> {
        match self {
            Piece::At { x, value } => {
                let reached = if bar.above { *value > bar.at } else { *value >= bar.at };
                let end = End { at: x.clone(), included: true };
                reached.then(|| Stretch { low: Some(end.clone()), high: Some(end) })
            }
            Piece::Between { low, high, quotient } => between_reaching(low.as_ref(), high.as_ref(), quotient, bar),
        }
    }
}

/// `(px + q) ÷ (rx + s) ≥ c`: the denominator has one sign on the whole piece, so that this is an
/// inequality of the first degree.
fn between_reaching(low: Option<&Exact>, high: Option<&Exact>, of: &Quotient, bar: &Bar) -> Option<Stretch> {
    let sample = inside(low, high, 1).into_iter().next()?;
    let turned = (&(&of.r * &sample) + &of.s).is_negative();
    let (a, b) = (&of.p - &(&bar.at * &of.r), &of.q - &(&bar.at * &of.s));
    let (a, b) = if turned { (-&a, -&b) } else { (a, b) };
    let open = |at: Option<&Exact>| at.map(|at| End { at: at.clone(), included: false });
    let (mut from, mut to) = (open(low), open(high));
    match b.div(&a) {
        // Level against the bar.
        None if b.is_positive() || (b.is_zero() && !bar.above) => {}
        None => return None,
        Some(quotient) => {
            let end = End { at: -&quotient, included: !bar.above };
            if a.is_positive() {
                if from.as_ref().is_none_or(|from| from.at < end.at) {
                    from = Some(end);
                }
            } else if to.as_ref().is_none_or(|to| end.at < to.at) {
                to = Some(end);
            }
        }
    }
    if let (Some(from), Some(to)) = (&from, &to)
        && (from.at > to.at || (from.at == to.at && !(from.included && to.included)))
    {
        return None;
    }
    Some(Stretch { low: from, high: to })
}

impl Stretch {
    /// Whether another begins where it ends.
    fn meets(&self, next: &Stretch) -> bool {
        match (&self.high, &next.low) {
            (Some(end), Some(start)) => end.at == start.at && (end.included || start.included),
            _ => false,
        }
    }

    /// Whether it goes on for ever downwards.
    pub(super) fn has_no_low(&self) -> bool {
        self.low.is_none()
    }

    fn holds(&self, x: &Exact) -> bool {
        let above = self.low.as_ref().is_none_or(|low| if low.included { low.at <= *x } else { low.at < *x });
        above && self.high.as_ref().is_none_or(|high| if high.included { *x <= high.at } else { *x < high.at })
    }
}

/// The least multiple of a step in one of the stretches that is above a value.
pub(super) fn least_above(stretches: &[Stretch], than: Option<&Exact>, step: &Exact) -> Option<Exact> {
    let candidates = stretches.iter().filter_map(|stretch| {
        let low = stretch.low.as_ref();
        let from = match (low, than) {
            (Some(low), Some(than)) if low.at > *than => (&low.at, !low.included),
            (_, Some(than)) => (than, true),
            (Some(low), None) => (&low.at, !low.included),
            (None, None) => return None,
        };
        Some(multiple(from.0, step, from.1, Towards::More)?).filter(|x| stretch.holds(x))
    });
    candidates.min()
}

/// The greatest multiple of a step in one of the stretches that is below a value.
pub(super) fn greatest_below(stretches: &[Stretch], than: Option<&Exact>, step: &Exact) -> Option<Exact> {
    let candidates = stretches.iter().filter_map(|stretch| {
        let high = stretch.high.as_ref();
        let from = match (high, than) {
            (Some(high), Some(than)) if high.at < *than => (&high.at, !high.included),
            (_, Some(than)) => (than, true),
            (Some(high), None) => (&high.at, !high.included),
            (None, None) => return None,
        };
        Some(multiple(from.0, step, from.1, Towards::Less)?).filter(|x| stretch.holds(x))
    });
    candidates.max()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Towards {
    More,
    Less,
}

/// The nearest multiple of a step on one side of a value, itself unless it has to be passed.
fn multiple(of: &Exact, step: &Exact, pass: bool, towards: Towards) -> Option<Exact> {
    let steps = of.div(step)?;
    let whole = steps.round(0, Rounding::Down);
    // Down is towards zero; the floor and the ceiling are the same or one beside it.
    let floor = if steps < whole { &whole - &Exact::ONE } else { whole.clone() };
    let count = match towards {
        Towards::More if floor == steps && !pass => floor,
        Towards::More => &floor + &Exact::ONE,
        Towards::Less if floor == steps && pass => &floor - &Exact::ONE,
        Towards::Less => floor,
    };
    Some(&count * step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::testing::exact;

    fn curve(text: &dyn Fn(&Exact) -> Option<Exact>, breaks: &[&str], degree: usize) -> Option<Curve> {
        Curve::of(breaks.iter().map(|at| exact(at)), degree, text)
    }

    #[test]
    fn bars_of_every_rounding() {
        for (mode, at, above) in [
            (Rounding::HalfUp, "9.495", false),
            (Rounding::HalfEven, "9.495", false),
            (Rounding::Down, "9.5", false),
            (Rounding::Up, "9.49", true),
        ] {
            assert_eq!(Bar::of(&exact("9.5"), 2, mode), Bar { at: exact(at), above }, "{mode:?}");
        }
        assert!(Bar::of(&exact("9.51"), 2, Rounding::HalfEven).above, "9.505 goes to 9.50");
    }

    #[test]
    fn pieces_are_found_and_proved() {
        let ratio = |x: &Exact| if *x <= exact("100") { Some(exact("10")) } else { exact("1000").div(x) };
        let found = curve(&ratio, &["100"], 1).unwrap();
        let bar = Bar { at: exact("8"), above: false };
        assert_eq!(greatest_below(&found.reaching(&bar), Some(&exact("150")), &exact("1")), Some(exact("125")));
        assert_eq!(greatest_below(&found.reaching(&bar), Some(&exact("150")), &exact("2")), Some(exact("124")));
        let square = |x: &Exact| Some(x * x);
        assert_eq!(curve(&square, &[], 2), None);
        let hidden_break = |x: &Exact| Some(if *x < exact("3.5") { exact("0") } else { exact("1") });
        assert_eq!(curve(&hidden_break, &[], 1), None);
    }

    #[test]
    fn multiples_on_either_side() {
        let line = |x: &Exact| Some(x.clone());
        let found = curve(&line, &["0"], 1).unwrap();
        let reach = |at: &str, above| found.reaching(&Bar { at: exact(at), above });
        assert_eq!(least_above(&reach("2.5", false), Some(&exact("-7")), &Exact::ONE), Some(exact("3")));
        assert_eq!(least_above(&reach("3", false), Some(&exact("-7")), &Exact::ONE), Some(exact("3")));
        assert_eq!(least_above(&reach("3", true), Some(&exact("-7")), &Exact::ONE), Some(exact("4")));
        assert_eq!(least_above(&reach("-2.5", false), None, &Exact::ONE), Some(exact("-2")));
        assert_eq!(least_above(&reach("3", false), Some(&exact("5")), &Exact::ONE), Some(exact("6")));
    }
}
