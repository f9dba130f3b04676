//! Exact numbers: rationals between decimal in and decimal out.
//!
//! A fraction lives in two `i128` as long as it fits and in big integers when it does not,
//! so that no operation here can overflow, lose a digit or round. The only rounding is
//! [`Exact::round`]. There are no floats.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZero;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// An exact rational number.
///
/// Invariant: the denominator of `Small` is positive. Fractions need not be in lowest
/// terms; comparison and equality cross-multiply.
#[derive(Debug, Clone)]
pub struct Exact(Repr);

#[derive(Debug, Clone)]
enum Repr {
    /// That the denominator is not zero lets both variants share 32 bytes.
    Small {
        num: i128,
        den: NonZero<i128>,
    },
    Big(Box<Ratio<BigInt>>),
}

/// How the one rounding step decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub enum Rounding {
    /// 四舍五入: ties away from zero; what forms use.
    #[default]
    HalfUp,
    /// 四舍六入五成双: ties to the even digit.
    HalfEven,
    /// 截断: towards zero.
    Down,
    /// 进位: away from zero.
    Up,
}

impl Rounding {
    /// As the language and its reports name it: `四舍五入`.
    pub fn word(self) -> &'static str {
        match self {
            Rounding::HalfUp => "四舍五入",
            Rounding::HalfEven => "四舍六入五成双",
            Rounding::Down => "截断",
            Rounding::Up => "进位",
        }
    }
}

/// The denominator of whole numbers.
const WHOLE: NonZero<i128> = match NonZero::new(1) {
    Some(one) => one,
    None => NonZero::<i128>::MIN,
};

/// What denominators of decimals are powers of.
const TEN: NonZero<i128> = match NonZero::new(10) {
    Some(ten) => ten,
    None => NonZero::<i128>::MAX,
};

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact(Repr::Small { num: 0, den: WHOLE });
    /// One.
    pub const ONE: Exact = Exact(Repr::Small { num: 1, den: WHOLE });

    /// A whole number.
    pub const fn int(value: i128) -> Self {
        Exact(Repr::Small { num: value, den: WHOLE })
    }

    /// `num / den`; nothing when `den` is zero.
    pub fn ratio(num: i128, den: i128) -> Option<Self> {
        if den == 0 {
            return None;
        }
        if den > 0 {
            return Self::small(num, den);
        }
        match (num.checked_neg(), den.checked_neg()) {
            (Some(num), Some(den)) => Self::small(num, den),
            _ => Some(Self::from_big(Ratio::new(BigInt::from(num), BigInt::from(den)))),
        }
    }

    /// The quotient; nothing when `other` is zero.
    pub fn div(&self, other: &Exact) -> Option<Exact> {
        if other.is_zero() {
            return None;
        }
        let inverse = match &other.0 {
            Repr::Small { num, den } => Self::ratio(den.get(), *num)?,
            Repr::Big(ratio) => Self::from_big(ratio.recip()),
        };
        Some(self * &inverse)
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Repr::Small { num, .. } => *num == 0,
            Repr::Big(ratio) => ratio.is_zero(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { num, .. } => *num < 0,
            Repr::Big(ratio) => ratio.is_negative(),
        }
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        !self.is_zero() && !self.is_negative()
    }

    /// The value without its sign.
    pub fn abs(&self) -> Exact {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The smaller of two.
    pub fn min(self, other: Exact) -> Exact {
        if other < self { other } else { self }
    }

    /// The larger of two.
    pub fn max(self, other: Exact) -> Exact {
        if other > self { other } else { self }
    }

    /// Rounded to `places` decimal places: the one rounding step of the whole program.
    pub fn round(&self, places: u32, mode: Rounding) -> Exact {
        if let Repr::Small { num, den } = &self.0
            && let Some(scale) = TEN.checked_pow(places)
            && let Some(scaled) = product(*num, scale.get())
            && let Some(units) = round_quotient_small(scaled, den.get(), mode)
        {
            return Exact(Repr::Small { num: units, den: scale });
        }
        let scale = BigInt::from(10).pow(places);
        let ratio = self.to_big();
        let units = round_quotient_big(&(ratio.numer() * &scale), ratio.denom(), mode);
        Self::from_big(Ratio::new(units, scale))
    }

    /// As a decimal string with exactly `places` places, rounded by `mode`.
    pub fn to_fixed(&self, places: u32, mode: Rounding) -> String {
        let rounded = self.round(places, mode);
        let scale = BigInt::from(10).pow(places);
        let ratio = rounded.to_big();
        let units = ratio.numer() * (&scale / ratio.denom());
        let digits = format!("{:0>width$}", units.abs().to_string(), width = places as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - places as usize);
        let sign = if units.is_negative() { "-" } else { "" };
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }

    /// As a decimal string when it has a finite one of at most `max_places` places.
    pub fn to_decimal(&self, max_places: u32) -> Option<String> {
        let ratio = self.to_big();
        let mut scale = BigInt::from(1);
        for places in 0..=max_places {
            if (&scale % ratio.denom()).is_zero() {
                return Some(self.to_fixed(places, Rounding::HalfUp));
            }
            scale *= 10;
        }
        None
    }

    /// As a fraction in lowest terms: `19/2`, or `9` when whole.
    pub fn to_fraction(&self) -> String {
        let ratio = self.to_big();
        if ratio.is_integer() { ratio.numer().to_string() } else { format!("{}/{}", ratio.numer(), ratio.denom()) }
    }

    /// A fraction as [`Exact::to_fraction`] writes it; nothing for any other text.
    pub fn from_fraction(text: &str) -> Option<Exact> {
        let (num, den) = text.split_once('/').unwrap_or((text, "1"));
        let (num, den) = (num.parse::<BigInt>().ok()?, den.parse::<BigInt>().ok()?);
        (!den.is_zero()).then(|| Self::from_big(Ratio::new(num, den)))
    }

    /// Numerator and denominator in lowest terms, when both fit.
    pub fn as_pair(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Repr::Small { num, den } => Self::reduced(*num, den.get()),
            Repr::Big(ratio) => Some((ratio.numer().to_i128()?, ratio.denom().to_i128()?)),
        }
    }

    /// Raised to a small whole power; nothing for zero to a negative power.
    pub fn pow(&self, exponent: i32) -> Option<Exact> {
        let mut result = Exact::ONE;
        for _ in 0..exponent.unsigned_abs() {
            result = &result * self;
        }
        if exponent < 0 { Exact::ONE.div(&result) } else { Some(result) }
    }

    fn to_big(&self) -> Ratio<BigInt> {
        match &self.0 {
            Repr::Small { num, den } => Ratio::new(BigInt::from(*num), BigInt::from(den.get())),
            Repr::Big(ratio) => (**ratio).clone(),
        }
    }

    fn from_big(ratio: Ratio<BigInt>) -> Self {
        let small = ratio.numer().to_i128().zip(ratio.denom().to_i128());
        let small = small.and_then(|(num, den)| Self::small(num, den));
        small.unwrap_or_else(|| Exact(Repr::Big(Box::new(ratio))))
    }

    /// From two parts that fit; nothing when `den` is zero.
    fn small(num: i128, den: i128) -> Option<Self> {
        NonZero::new(den).map(|den| Exact(Repr::Small { num, den }))
    }

    fn reduced(num: i128, den: i128) -> Option<(i128, i128)> {
        let divisor = gcd(num, den)?;
        Some((num / divisor, den / divisor))
    }
}

/// The greatest common divisor of a numerator and a positive denominator.
fn gcd(num: i128, den: i128) -> Option<i128> {
    if num == i128::MIN { None } else { Some(num.gcd(&den)) }
}

fn round_quotient_small(num: i128, den: i128, mode: Rounding) -> Option<i128> {
    let (whole, rest) = (num / den, num % den);
    if rest == 0 {
        return Some(whole);
    }
    let twice = rest.checked_abs()?.checked_mul(2)?;
    let away = match mode {
        Rounding::HalfUp => twice >= den,
        Rounding::HalfEven => twice > den || (twice == den && whole % 2 != 0),
        Rounding::Down => false,
        Rounding::Up => true,
    };
    whole.checked_add(if away { num.signum() } else { 0 })
}

fn round_quotient_big(num: &BigInt, den: &BigInt, mode: Rounding) -> BigInt {
    let (whole, rest) = num.div_rem(den);
    if rest.is_zero() {
        return whole;
    }
    let tie = (rest.abs() * 2u32).cmp(den);
    let away = match mode {
        Rounding::HalfUp => tie != Ordering::Less,
        Rounding::HalfEven => tie == Ordering::Greater || (tie == Ordering::Equal && whole.is_odd()),
        Rounding::Down => false,
        Rounding::Up => true,
    };
    if away { whole + num.signum() } else { whole }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        // A Decimal's scale is at most 28, and 10^28 fits.
        Exact(Repr::Small { num: value.mantissa(), den: TEN.saturating_pow(value.scale()) })
    }
}

/// The product of two factors that each fit 64 bits: one machine multiplication, which
/// cannot overflow. Nearly every number of a declaration is that short.
fn short_product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a) * i128::from(b)),
        _ => None,
    }
}

/// The product, unless it overflows.
fn product(a: i128, b: i128) -> Option<i128> {
    short_product(a, b).or_else(|| a.checked_mul(b))
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: &Exact) -> Exact {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) {
            if let (Some(num), Some(den)) = (product(*a, *c), product(b.get(), d.get()))
                && let Some(exact) = Exact::small(num, den)
            {
                return exact;
            }
            // Crosswise reduction keeps most products small.
            if let (Some((a, d)), Some((c, b))) = (Exact::reduced(*a, d.get()), Exact::reduced(*c, b.get()))
                && let (Some(num), Some(den)) = (a.checked_mul(c), b.checked_mul(d))
                && let Some(exact) = Exact::small(num, den)
            {
                return exact;
            }
        }
        Exact::from_big(self.to_big() * other.to_big())
    }
}

impl Add for &Exact {
    type Output = Exact;

    fn add(self, other: &Exact) -> Exact {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0) {
            if b == d
                && let Some(num) = a.checked_add(*c)
            {
                return Exact(Repr::Small { num, den: *b });
            }
            let (b, d) = (b.get(), d.get());
            if let (Some(left), Some(right), Some(den)) = (product(*a, d), product(*c, b), product(b, d))
                && let Some(num) = left.checked_add(right)
                && let Some(exact) = Exact::small(num, den)
            {
                return exact;
            }
        }
        Exact::from_big(self.to_big() + other.to_big())
    }
}

impl Neg for &Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        if let Repr::Small { num, den } = &self.0
            && let Some(num) = num.checked_neg()
        {
            return Exact(Repr::Small { num, den: *den });
        }
        Exact::from_big(-self.to_big())
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: &Exact) -> Exact {
        self + &-other
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        if let (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) = (&self.0, &other.0)
            && let (Some(left), Some(right)) = (product(*a, d.get()), product(*c, b.get()))
        {
            return left.cmp(&right);
        }
        self.to_big().cmp(&other.to_big())
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl<'a> std::iter::Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(values: I) -> Exact {
        values.fold(Exact::ZERO, |total, value| &total + value)
    }
}

/// The finite decimal when there is a short one, else the fraction in lowest terms.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal(12) {
            Some(decimal) => f.write_str(&decimal),
            None => f.write_str(&self.to_fraction()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn big(num: i128, den: i128) -> Ratio<BigInt> {
        Ratio::new(BigInt::from(num), BigInt::from(den))
    }

    #[test]
    fn rounds_ties_by_mode() {
        let tie = Exact::ratio(25, 1000).unwrap();
        assert_eq!(tie.to_fixed(2, Rounding::HalfUp), "0.03");
        assert_eq!(tie.to_fixed(2, Rounding::HalfEven), "0.02");
        assert_eq!(tie.to_fixed(2, Rounding::Down), "0.02");
        assert_eq!((-&tie).to_fixed(2, Rounding::HalfUp), "-0.03");
        assert_eq!(Exact::ratio(19, 2).unwrap().to_fixed(2, Rounding::HalfUp), "9.50");
        assert_eq!(Exact::int(7).to_fixed(0, Rounding::HalfUp), "7");
    }

    #[test]
    fn shows_decimals_and_fractions() {
        assert_eq!(Exact::ratio(6, 8).unwrap().to_string(), "0.75");
        assert_eq!(Exact::ratio(-2, 6).unwrap().to_string(), "-1/3");
        assert_eq!(Exact::ratio(4, 2).unwrap().to_fraction(), "2");
    }

    proptest! {
        #[test]
        fn agrees_with_big_integers(
            a in any::<i128>(), b in 1..i128::MAX, c in any::<i128>(), d in 1..i128::MAX, places in 0u32..6
        ) {
            let (x, y) = (Exact::ratio(a, b).unwrap(), Exact::ratio(c, d).unwrap());
            prop_assert_eq!((&x + &y).to_big(), big(a, b) + big(c, d));
            prop_assert_eq!((&x - &y).to_big(), big(a, b) - big(c, d));
            prop_assert_eq!((&x * &y).to_big(), big(a, b) * big(c, d));
            prop_assert_eq!(x.cmp(&y), big(a, b).cmp(&big(c, d)));
            if c != 0 {
                prop_assert_eq!(x.div(&y).unwrap().to_big(), big(a, b) / big(c, d));
            }
            let scale = BigInt::from(10).pow(places);
            let expected = round_quotient_big(&(big(a, b).numer() * &scale), big(a, b).denom(), Rounding::HalfEven);
            prop_assert_eq!(x.round(places, Rounding::HalfEven).to_big(), Ratio::new(expected, scale));
        }
    }
}
