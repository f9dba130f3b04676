//! The score of a line as a spreadsheet formula that is exact at its boundaries.
//!
//! Spreadsheets compute in doubles, so everything that can be decided beforehand is decided
//! here, exactly: a bound is brought into the terms of the cell that holds the actual value,
//! so that the cell is compared with one constant and no arithmetic stands between. What
//! remains is one product or quotient, wrong in its last bits; [`NUDGE`] is far above those
//! and far below any difference that decimals of a form can make, and lifts a tie over the
//! edge, so that ties are rounded away from zero as forms round them.

use super::expression::{Cells, Ref, expression, refs, times};
use super::judged::{judged, unless_out_of_band};
use super::literal::{literal, whole_digits};
use crate::exact::{Exact, Rounding};
use crate::model::unit::UnitId;
use crate::plan::{
    Band, Expr, Framework, JudgedBand, Line, Method, Plan, Point, Quantity, Remainder, Rule, ScoringWord,
};
use crate::plan::{Goal, Side, Subject, Worth};
use crate::score::{Measured, subject_for};
use crate::terms::{Judgement, Sign};

/// What is added before rounding: the error of a score below 1000 is under `4E-13`, and two
/// scores that differ do so by more than `1E-11` while targets have fewer than nine digits.
const NUDGE: &str = "1E-12";

/// Spreadsheets nest no deeper than 64 functions; some of them are around the branches.
const MAX_BRANCHES: usize = 40;

/// What stands where a score is not known.
pub(super) const OPEN: &str = "待定";

/// A number in the cell of the actual value, and what it means.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    /// `F12`.
    pub cell: String,
    /// What the number is multiplied with to be in the unit of the line.
    pub factor: Exact,
    /// Last year's value in the unit of the line, where the target is a growth over it and
    /// the number is not that growth itself.
    pub previous: Option<Exact>,
    /// Whether the cell computes its number, whose last bits may be wrong.
    pub computed: bool,
}

/// The formulas of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Formulas {
    pub score: String,
    pub verdict: String,
    pub attainment: Option<String>,
    /// Whether a number is met, where a person's points may contradict the verdict.
    pub met: Option<String>,
}

/// What a formula comes to in one case.
#[derive(Debug, Clone, PartialEq)]
enum Body {
    /// Known points.
    Points(Exact),
    /// An expression, to be rounded.
    Computed(String),
    /// A text or an expression as it stands.
    Verbatim(String),
    /// One or the other.
    Either(String, Box<Body>, Box<Body>),
}

/// A comparison with a constant, decided beforehand where it can be.
#[derive(Debug, Clone, PartialEq)]
enum Cond {
    Always,
    Never,
    If(String),
}

/// 完成率 on one stretch of the number line.
#[derive(Debug, Clone, PartialEq)]
enum Attainment {
    /// Actual over this; nothing below zero.
    Up(Exact),
    /// This over actual.
    Down(Exact),
    /// Whatever the actual value is.
    Fixed(Exact),
    /// Above any bound.
    Boundless,
}

/// A stretch of the number line on which verdict and standing are the same.
#[derive(Debug, Clone, PartialEq)]
struct Zone {
    attainment: Attainment,
    met: bool,
    /// Whether the target counts as reached.
    reached: bool,
    /// Whether it is missed from above.
    above: bool,
}

/// Zones in order, each but the last with its condition; where `nested`, a condition
/// includes those before it.
struct Zones {
    list: Vec<(Cond, Zone)>,
    last: Zone,
    nested: bool,
}

/// The formulas of a line, or of the execution, that is measured by a number; none where
/// the target has no meaning.
pub(super) fn measured(
    plan: &Plan,
    rule: &Rule,
    weight: &Exact,
    measured: &Measured,
    scale: &Scale,
    points: Option<&str>,
    cells: &Cells<'_>,
) -> Option<Formulas> {
    let number = Number::new(scale)?;
    let case = Case { plan, rule, weight, measured, number, points, cells };
    let zones = case.zones();
    let guard = |formula: String| format!("IF(ISNUMBER({}),{formula},\"{OPEN}\")", scale.cell);
    let mut needed = Vec::new();
    if let Method::Formula(expr) = &rule.method {
        refs(expr, &mut needed);
    }
    let mut score = case.render(&zones.fold(|zone| case.body(zone)));
    if let Method::Formula(_) = &rule.method {
        score = format!("IFERROR({score},\"{OPEN}\")");
        let refs: Vec<String> = needed
            .iter()
            .filter_map(|leaf| match leaf {
                Ref::Data(item) => (cells.data)(*item),
                Ref::Line(line) => (cells.line)(*line),
            })
            .map(|(cell, _)| cell)
            .collect();
        if refs.len() < needed.len() {
            score = format!("\"{OPEN}\"");
        } else if !refs.is_empty() {
            score = format!("IF(COUNT({})={},{score},\"{OPEN}\")", refs.join(","), refs.len());
        }
    }
    let verdict = case.render(&zones.fold(|zone| case.verdict(zone)));
    let met = matches!(rule.method, Method::Judged(_)).then(|| {
        let truth = |zone: &Zone| Body::Verbatim(if zone.met { "TRUE" } else { "FALSE" }.to_owned());
        format!("IF(ISNUMBER({}),{},FALSE)", scale.cell, case.render(&zones.fold(truth)))
    });
    let attainment = case.render(&zones.fold(|zone| case.attainment(zone)));
    Some(Formulas {
        score: guard(score),
        verdict: format!("IF(ISNUMBER({}),{verdict},\"无法判定\")", scale.cell),
        attainment: (attainment != "\"\"").then(|| format!("IF(ISNUMBER({}),{attainment},\"\")", scale.cell)),
        met,
    })
}

impl Zones {
    /// One body for all zones, those that say the same drawn together.
    fn fold(&self, body: impl Fn(&Zone) -> Body) -> Body {
        let mut folded = body(&self.last);
        let mut next_is_last = true;
        let mut next = folded.clone();
        for (cond, zone) in self.list.iter().rev() {
            let own = body(zone);
            if own == next && (self.nested || next_is_last) {
                continue;
            }
            next.clone_from(&own);
            next_is_last = false;
            folded = either(cond.clone(), own, folded);
        }
        folded
    }
}

/// The cell in the terms of the line: `measure = scale × (cell − zero)`.
struct Number {
    /// The cell, for comparisons.
    compared: String,
    /// The cell less its zero.
    from_zero: String,
    scale: Exact,
    zero: Exact,
    computed: bool,
}

impl Number {
    fn new(scale: &Scale) -> Option<Number> {
        let (factor, zero) = match &scale.previous {
            // `(value − previous) ÷ previous`.
            Some(previous) => (scale.factor.div(previous)?, previous.div(&scale.factor)?),
            None => (scale.factor.clone(), Exact::ZERO),
        };
        let cell = scale.cell.clone();
        let from_zero = if zero.is_zero() { cell.clone() } else { format!("({cell}-{})", literal(&zero)) };
        Some(Number { compared: cell, from_zero, scale: factor, zero, computed: scale.computed })
    }

    /// A measure as a distance from zero in the cell.
    fn sized(&self, measure: &Exact) -> Exact {
        measure.div(&self.scale).unwrap_or(Exact::ZERO)
    }

    /// `F12>=800`. Both sides are the doubles nearest to their numbers, unless the cell
    /// computes its own: then it is rounded to the digits that are sure.
    fn compare(&self, sign: Sign, measure: &Exact) -> String {
        let bound = &self.sized(measure) + &self.zero;
        let cell = match self.computed {
            true => format!("ROUND({},{})", self.compared, 14_usize.saturating_sub(whole_digits(&bound).max(1))),
            false => self.compared.clone(),
        };
        let sign = match sign {
            Sign::Ge => ">=",
            Sign::Gt => ">",
            Sign::Eq => "=",
            Sign::Lt => "<",
            Sign::Le => "<=",
        };
        format!("{cell}{sign}{}", literal(&bound))
    }

    fn test(&self, sign: Sign, measure: &Exact) -> Cond {
        Cond::If(self.compare(sign, measure))
    }
}

struct Case<'a> {
    plan: &'a Plan,
    rule: &'a Rule,
    weight: &'a Exact,
    measured: &'a Measured,
    number: Number,
    /// The cell with a person's points.
    points: Option<&'a str>,
    cells: &'a Cells<'a>,
}

impl Case<'_> {
    fn zones(&self) -> Zones {
        let (target, number) = (&self.measured.target, &self.number);
        let zone = |attainment, met, reached, above| Zone { attainment, met, reached, above };
        if let Some(high) = &self.measured.high {
            let nothing = || Attainment::Fixed(Exact::ZERO);
            let below = if target.is_positive() { Attainment::Up(target.clone()) } else { nothing() };
            let above = if high.is_positive() { Attainment::Down(high.clone()) } else { nothing() };
            return Zones {
                list: vec![
                    (number.test(Sign::Lt, target), zone(below, false, false, false)),
                    (number.test(Sign::Gt, high), zone(above, false, false, true)),
                ],
                last: zone(Attainment::Fixed(Exact::ONE), true, true, false),
                nested: false,
            };
        }
        if !target.is_positive() {
            let met = zone(Attainment::Fixed(Exact::ONE), true, true, false);
            let missed = zone(Attainment::Fixed(Exact::ZERO), false, false, self.measured.reverse);
            return Zones { list: vec![(number.test(self.measured.sign, target), met)], last: missed, nested: true };
        }
        let (up, down) = (Attainment::Up(target.clone()), Attainment::Down(target.clone()));
        let (list, last) = if self.measured.reverse {
            let mut list = vec![(number.test(Sign::Le, &Exact::ZERO), zone(Attainment::Boundless, true, true, false))];
            if self.measured.sign == Sign::Lt {
                list.push((number.test(Sign::Lt, target), zone(down.clone(), true, true, false)));
            }
            let met = self.measured.sign != Sign::Lt;
            list.push((number.test(Sign::Le, target), zone(down.clone(), met, true, false)));
            (list, zone(down, false, false, true))
        } else {
            let mut list = Vec::new();
            if self.measured.sign == Sign::Gt {
                list.push((number.test(Sign::Gt, target), zone(up.clone(), true, true, false)));
            }
            let met = self.measured.sign != Sign::Gt;
            list.push((number.test(Sign::Ge, target), zone(up.clone(), met, true, false)));
            (list, zone(up, false, false, false))
        };
        Zones { list, last, nested: true }
    }

    /// The points on one stretch, by the method.
    fn body(&self, zone: &Zone) -> Body {
        match &self.rule.method {
            Method::AllOrNothing => self.by_verdict(zone),
            Method::Proportional => self.proportional(zone),
            Method::Threshold(bar) => self.threshold(zone, bar),
            Method::Linear => self.linear(zone),
            Method::Bands(bands) => self.bands(zone, bands, 0),
            Method::Interpolate(points) => self.interpolate(zone, points, 0, None),
            Method::Deduct { side, step, points, remainder } => self.deduct(zone, *side, *step, points, *remainder),
            Method::Judged(bands) => self.judged(zone, bands),
            Method::Formula(expr) => self.formula(zone, expr),
        }
    }

    fn attainment(&self, zone: &Zone) -> Body {
        let from_zero = &self.number.from_zero;
        Body::Verbatim(match &zone.attainment {
            Attainment::Up(target) => format!("MAX({from_zero},0)/{}", literal(&self.number.sized(target))),
            Attainment::Down(target) => format!("{}/{from_zero}", literal(&self.number.sized(target))),
            Attainment::Fixed(share) => literal(share),
            Attainment::Boundless => "\"\"".to_owned(),
        })
    }

    fn verdict(&self, zone: &Zone) -> Body {
        let word = quoted(if zone.met { "达成" } else { "未达成" });
        let Method::Judged(bands) = &self.rule.method else { return Body::Verbatim(word) };
        let met = zone.met.then_some(Judgement::Met);
        Body::Verbatim(match self.points {
            Some(points) => unless_out_of_band(self.weight, bands, met, points, word),
            None => word,
        })
    }

    fn full(&self) -> Body {
        Body::Points(self.weight.clone())
    }

    fn by_verdict(&self, zone: &Zone) -> Body {
        if zone.met { self.full() } else { Body::Points(Exact::ZERO) }
    }

    /// How 完成率 compares with a bound; none where there is no 完成率.
    fn attains(&self, zone: &Zone, sign: Sign, bound: &Exact) -> Option<Cond> {
        let decided = |holds| if holds { Cond::Always } else { Cond::Never };
        Some(match &zone.attainment {
            Attainment::Boundless => decided(matches!(sign, Sign::Ge | Sign::Gt)),
            Attainment::Fixed(share) => decided(sign.holds(share.cmp(bound))),
            Attainment::Up(target) if bound.is_positive() => self.number.test(sign, &(bound * target)),
            Attainment::Up(_) if bound.is_zero() => match sign {
                Sign::Ge => Cond::Always,
                Sign::Lt => Cond::Never,
                Sign::Gt => self.number.test(Sign::Gt, bound),
                Sign::Eq | Sign::Le => self.number.test(Sign::Le, bound),
            },
            Attainment::Down(target) if bound.is_positive() => {
                let at = target.div(bound)?;
                self.number.test(sign.turned(), &at)
            }
            // 完成率 is above any bound below zero.
            Attainment::Up(_) | Attainment::Down(_) => decided(matches!(sign, Sign::Ge | Sign::Gt)),
        })
    }

    /// 及格 for the methods that do not score by a ratio.
    fn passing(&self, zone: &Zone, body: Body) -> Body {
        let Some(pass) = &self.rule.pass else { return body };
        match self.attains(zone, Sign::Lt, pass) {
            Some(cond) => either(cond, Body::Points(Exact::ZERO), body),
            None => body,
        }
    }

    /// `MAX(F12,0)`, or the cell alone where a condition before has seen to it.
    fn not_below_zero(&self) -> String {
        match &self.rule.pass {
            Some(pass) if pass.is_positive() => self.number.from_zero.clone(),
            Some(_) | None => format!("MAX({},0)", self.number.from_zero),
        }
    }

    fn proportional(&self, zone: &Zone) -> Body {
        if zone.reached {
            return self.full();
        }
        let weight = literal(self.weight);
        let computed = match &zone.attainment {
            Attainment::Up(target) => {
                format!("{}*{weight}/{}", self.not_below_zero(), literal(&self.number.sized(target)))
            }
            Attainment::Down(target) => {
                format!("{}*{weight}/{}", literal(&self.number.sized(target)), self.number.from_zero)
            }
            Attainment::Fixed(_) | Attainment::Boundless => return self.by_verdict(zone),
        };
        self.passing(zone, Body::Computed(computed))
    }

    fn threshold(&self, zone: &Zone, bar: &Exact) -> Body {
        if zone.reached || matches!(zone.attainment, Attainment::Fixed(_) | Attainment::Boundless) {
            return self.proportional(zone);
        }
        let rest = &Exact::ONE - bar;
        let weight = literal(self.weight);
        let computed = match &zone.attainment {
            Attainment::Up(target) => {
                let target = self.number.sized(target);
                let (from, over) = (literal(&(&target * bar)), literal(&(&target * &rest)));
                format!("({}-{from})*{weight}/{over}", self.number.from_zero)
            }
            Attainment::Down(target) => {
                let target = literal(&self.number.sized(target));
                format!("({target}/{}-{})*{weight}/{}", self.number.from_zero, literal(bar), literal(&rest))
            }
            Attainment::Fixed(_) | Attainment::Boundless => return self.by_verdict(zone),
        };
        if !rest.is_positive() {
            return Body::Points(Exact::ZERO);
        }
        let above = match self.attains(zone, Sign::Le, bar) {
            Some(cond) => either(cond, Body::Points(Exact::ZERO), Body::Computed(computed)),
            None => Body::Computed(computed),
        };
        self.passing(zone, above)
    }

    fn linear(&self, zone: &Zone) -> Body {
        if zone.reached || !zone.above || matches!(zone.attainment, Attainment::Fixed(_) | Attainment::Boundless) {
            return self.proportional(zone);
        }
        let bound = self.measured.upper();
        let twice = bound + bound;
        let (sized, weight) = (literal(&self.number.sized(bound)), literal(self.weight));
        let computed = format!("({}-{})*{weight}/{sized}", literal(&self.number.sized(&twice)), self.number.from_zero);
        // 及格 is compared with what is left of the weight: `2 − measure ÷ bound < 及格`.
        let passed = match &self.rule.pass {
            Some(pass) => {
                let at = &twice - &(pass * bound);
                either(self.number.test(Sign::Gt, &at), Body::Points(Exact::ZERO), Body::Computed(computed))
            }
            None => Body::Computed(computed),
        };
        either(self.number.test(Sign::Ge, &twice), Body::Points(Exact::ZERO), passed)
    }

    /// What a bound is compared with, and the bound in the same terms; as the score does it.
    fn subject(&self, explicit: Option<Subject>, bound: Quantity) -> Option<(Subject, Exact)> {
        let (units, own) = (&*self.plan.units, self.measured.unit);
        let number = Exact::from(bound.number);
        let subject = subject_for(units, explicit, bound.unit, own, self.measured.is_rate(units))?;
        let factor = match subject {
            Subject::Attainment => units.factor_between(bound.unit, UnitId::NONE)?,
            Subject::Actual if bound.unit == UnitId::NONE => Exact::ONE,
            Subject::Actual => units.factor_between(bound.unit, own)?,
        };
        Some((subject, &number * &factor))
    }

    /// How what a bound is compared with compares with it.
    fn compares(&self, zone: &Zone, subject: Subject, sign: Sign, bound: &Exact) -> Option<Cond> {
        match subject {
            Subject::Actual => Some(self.number.test(sign, bound)),
            Subject::Attainment => self.attains(zone, sign, bound),
        }
    }

    fn worth(&self, worth: &Worth) -> Exact {
        let points = match worth {
            Worth::Share(share) => self.weight * share,
            Worth::Points(points) => points.clone(),
        };
        points.max(Exact::ZERO).min(self.weight.clone())
    }

    fn bands(&self, zone: &Zone, bands: &[Band], depth: usize) -> Body {
        let Some((band, rest)) = bands.split_first() else { return Body::Points(Exact::ZERO) };
        let own = self.passing(zone, Body::Points(self.worth(&band.worth)));
        let Some((sign, bound)) = &band.bound else { return own };
        let Some((subject, bound)) = self.subject(band.subject, *bound).filter(|_| depth < MAX_BRANCHES) else {
            return open();
        };
        match self.compares(zone, subject, *sign, &bound) {
            Some(cond) => either(cond, own, self.bands(zone, rest, depth + 1)),
            None => self.by_verdict(zone),
        }
    }

    fn interpolate(&self, zone: &Zone, points: &[Point], depth: usize, before: Option<(Exact, Exact)>) -> Body {
        let Some((point, rest)) = points.split_first() else { return Body::Points(Exact::ZERO) };
        let Some((subject, at)) = self.subject(point.subject, point.at).filter(|_| depth < MAX_BRANCHES) else {
            return open();
        };
        let worth = self.worth(&point.worth);
        let level = self.passing(zone, Body::Points(worth.clone()));
        let sign = if rest.is_empty() { Sign::Lt } else { Sign::Le };
        let Some(up_to) = self.compares(zone, subject, sign, &at) else { return self.by_verdict(zone) };
        let own = match &before {
            Some((from, base)) => {
                let rising = self.rising(zone, subject, (from, base), (&at, &worth));
                self.passing(zone, rising)
            }
            None => level.clone(),
        };
        if rest.is_empty() {
            return either(up_to, own, level);
        }
        either(up_to, own, self.interpolate(zone, rest, depth + 1, Some((at, worth))))
    }

    /// The line from one point to the next.
    fn rising(&self, zone: &Zone, subject: Subject, from: (&Exact, &Exact), to: (&Exact, &Exact)) -> Body {
        let (rise, run) = (to.1 - from.1, to.0 - from.0);
        let base = literal(from.1);
        let along = |scaled: &Exact| {
            let (start, run) = (self.number.sized(&(from.0 * scaled)), self.number.sized(&(&run * scaled)));
            let value = if from.0.is_negative() && subject == Subject::Attainment {
                format!("MAX({},0)", self.number.from_zero)
            } else {
                self.number.from_zero.clone()
            };
            Body::Computed(format!("{base}+({value}-{})*{}/{}", literal(&start), literal(&rise), literal(&run)))
        };
        match (subject, &zone.attainment) {
            (Subject::Actual, _) => along(&Exact::ONE),
            (Subject::Attainment, Attainment::Up(target)) => along(target),
            (Subject::Attainment, Attainment::Down(target)) => {
                let ratio = format!("{}/{}", literal(&self.number.sized(target)), self.number.from_zero);
                Body::Computed(format!("{base}+({ratio}-{})*{}/{}", literal(from.0), literal(&rise), literal(&run)))
            }
            (Subject::Attainment, Attainment::Fixed(share)) => match (share - from.0).div(&run) {
                Some(part) => Body::Points(from.1 + &(&rise * &part)),
                None => open(),
            },
            // Above the last point, so that the line is never asked for.
            (Subject::Attainment, Attainment::Boundless) => self.by_verdict(zone),
        }
    }

    fn deduct(&self, zone: &Zone, side: Side, step: Quantity, points: &Exact, remainder: Remainder) -> Body {
        let Some((subject, step)) = self.subject(None, step) else { return open() };
        let below = side == Side::Below;
        let bound = if below { &self.measured.target } else { self.measured.upper() };
        let step = match subject {
            Subject::Actual => step.abs(),
            Subject::Attainment if bound.is_positive() => &step.abs() * bound,
            Subject::Attainment => return self.by_verdict(zone),
        };
        if step.is_zero() {
            return open();
        }
        let (sized, step) = (literal(&self.number.sized(bound)), literal(&self.number.sized(&step)));
        let from_zero = &self.number.from_zero;
        let distance = if below { format!("{sized}-{from_zero}") } else { format!("{from_zero}-{sized}") };
        let steps = format!("({distance})/{step}");
        // The doubles of a whole number of steps may fall short of it.
        let steps = match remainder {
            Remainder::Proportional => format!("MAX(0,{steps})"),
            Remainder::Drop => format!("ROUNDDOWN(MAX(0,ROUND({steps},9)),0)"),
            Remainder::Whole => format!("ROUNDUP(MAX(0,ROUND({steps},9)),0)"),
        };
        let left = format!("MAX(0,MIN({0},{0}-{steps}*{1}))", literal(self.weight), literal(points));
        let on_the_good_side = zone.reached && (below != self.measured.reverse || self.measured.high.is_some());
        let body = if on_the_good_side { self.full() } else { Body::Computed(left) };
        self.passing(zone, body)
    }

    /// 等级 for a number: reached is 达成; a missed target needs a person's points.
    fn judged(&self, zone: &Zone, bands: &[JudgedBand]) -> Body {
        let met = zone.met.then_some(Judgement::Met);
        Body::Verbatim(judged(self.plan, self.weight, bands, met, self.points))
    }

    fn formula(&self, zone: &Zone, expr: &Expr) -> Body {
        match self.expression(zone, expr, 0) {
            Some(value) => {
                let held = format!("MAX(0,MIN({},{value}))", literal(self.weight));
                self.passing(zone, Body::Computed(held))
            }
            None => open(),
        }
    }

    fn expression(&self, zone: &Zone, expr: &Expr, depth: usize) -> Option<String> {
        let scale = &self.plan.units.get(self.measured.unit).scale;
        expression(self.plan, self.cells, expr, depth, &|word| match word {
            ScoringWord::Actual => Some(times(&self.number.from_zero, &(&self.number.scale * scale))),
            ScoringWord::Target if self.measured.high.is_some() => None,
            ScoringWord::Target => Some(literal(&(&self.measured.target * scale))),
            ScoringWord::Attainment => match self.attainment(zone) {
                Body::Verbatim(text) if text != "\"\"" => Some(format!("({text})")),
                // As the score has it: a product with what has no bound is none.
                _ => Some("1".to_owned()),
            },
            ScoringWord::Weight => Some(literal(self.weight)),
        })
    }

    fn render(&self, body: &Body) -> String {
        render(&self.plan.framework, body)
    }
}

/// The score of a date; all or nothing, unless points are taken off for each day.
pub(super) fn date(plan: &Plan, line: &Line, cell: &str) -> Option<Formulas> {
    let Goal::Date { sign, date } = &line.goal else { return None };
    let framework = &plan.framework;
    let day = format!("DATE({},{},{})", date.year(), date.month(), date.day());
    let sign = sign.ascii();
    let full = points_literal(framework, &line.weight);
    let score = match &line.rule.method {
        Method::Deduct { side: Side::Late, step, points, remainder } => {
            let step = match step.unit {
                UnitId::NONE => Exact::from(step.number),
                unit => {
                    let day = plan.units.read("天").ok()?.scale;
                    (&Exact::from(step.number) * &plan.units.get(unit).scale).div(&day)?
                }
            };
            if step.is_zero() {
                return None;
            }
            let steps = format!("MAX(0,{cell}-{day})/{}", literal(&step.abs()));
            let steps = match remainder {
                Remainder::Proportional => steps,
                Remainder::Drop => format!("ROUNDDOWN(ROUND({steps},9),0)"),
                Remainder::Whole => format!("ROUNDUP(ROUND({steps},9),0)"),
            };
            round(framework, &format!("MAX(0,MIN({0},{0}-{steps}*{1}))", literal(&line.weight), literal(points)))
        }
        _ => format!("IF({cell}{sign}{day},{full},0)"),
    };
    Some(Formulas {
        score: format!("IF(ISNUMBER({cell}),{score},\"{OPEN}\")"),
        verdict: format!("IF(ISNUMBER({cell}),IF({cell}{sign}{day},\"达成\",\"未达成\"),\"无法判定\")"),
        attainment: None,
        met: None,
    })
}

/// Points that are known, rounded as the framework rounds.
pub(super) fn points_literal(framework: &Framework, points: &Exact) -> String {
    literal(&points.round(framework.places, framework.rounding))
}

/// An expression that is never negative, rounded as the framework rounds.
pub(super) fn round(framework: &Framework, expression: &str) -> String {
    let places = framework.places;
    match framework.rounding {
        Rounding::HalfUp => format!("ROUND({expression}+{NUDGE},{places})"),
        Rounding::Down => format!("ROUNDDOWN({expression}+{NUDGE},{places})"),
        Rounding::Up => format!("ROUNDUP(MAX(0,{expression}-{NUDGE}),{places})"),
        Rounding::HalfEven => {
            let scaled = format!("({expression})*1{}", "0".repeat(places as usize));
            let floor = format!("INT({scaled}+1E-9)");
            format!(
                "IF(ABS({scaled}-{floor}-0.5)<1E-9,{floor}+MOD({floor},2),ROUND({scaled},0))/1{}",
                "0".repeat(places as usize)
            )
        }
    }
}

fn render(framework: &Framework, body: &Body) -> String {
    match body {
        Body::Points(points) => points_literal(framework, points),
        Body::Computed(expression) => round(framework, expression),
        Body::Verbatim(text) => text.clone(),
        Body::Either(cond, yes, no) => {
            format!("IF({cond},{},{})", render(framework, yes), render(framework, no))
        }
    }
}

fn either(cond: Cond, yes: Body, no: Body) -> Body {
    match cond {
        Cond::Always => yes,
        Cond::Never => no,
        Cond::If(_) if yes == no => yes,
        Cond::If(test) => Body::Either(test, Box::new(yes), Box::new(no)),
    }
}

fn open() -> Body {
    Body::Verbatim(quoted(OPEN))
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
