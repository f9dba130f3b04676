//! Quantities, dates and targets: what stands right of a sign, read and checked.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::diag::{Diagnostic, Safety};
use crate::exact::Exact;
use crate::model::context::Context;
use crate::model::measures::unit_text;
use crate::model::unit::{Dimension, UnitId};
use crate::source::{Place, Span, half_width as half_width_char};
use crate::syntax::ast::{self, DateLiteral};
use crate::syntax::{half_width, phrase};
use crate::terms::Sign;

/// A number in a unit of the compilation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// As written.
    pub number: Decimal,
    /// Its unit; [`UnitId::NONE`] for a plain number.
    pub unit: UnitId,
}

/// What an indicator is held to.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// `>= 800 件`.
    Quantity { sign: Sign, value: Quantity },
    /// `= 100 ~ 120 人次`.
    Range { low: Quantity, high: Quantity },
    /// `<= 2024-12-31`; the sign is one of `<= < = >= >`.
    Date { sign: Sign, date: Date },
    /// `= 是`.
    YesNo(bool),
    /// `>= 上年 * 105%`, `>= 上年 + 20 家`: last year's value, times `factor`, plus `plus`.
    Previous { sign: Sign, factor: Box<Exact>, plus: Option<Quantity> },
    /// `同比 >= 5%`: the growth over last year's value, as a ratio (0.05).
    Growth { sign: Sign, rate: Box<Exact> },
    /// `定性 "显著提升"`.
    Qualitative(String),
    /// `不适用 "理由"`.
    NotApplicable(Option<String>),
}

/// The years that a budget can belong to; anything else is a slip of the finger.
pub const YEARS: std::ops::RangeInclusive<i16> = 1949..=2149;

/// Years between a date and the budget's year from which on one of them is a slip; plans
/// of ten years exist.
const FAR_YEARS: u16 = 10;

impl Context<'_> {
    /// The unit at a span; a plain number without one.
    pub fn unit(&mut self, span: Option<Span>) -> Option<UnitId> {
        let Some(span) = span else { return Some(UnitId::NONE) };
        let text = unit_text(self.slice(span));
        match self.units.intern(&text) {
            Ok(unit) => Some(unit),
            Err(unknown) => {
                let place = self.factor_span(span, &unknown.factor);
                let message = format!("没有声明过单位 `{}`", unknown.factor);
                let declare = match unknown.factor.chars().next() {
                    Some('年' | '月') => {
                        let year = phrase::year_before(&self.parsed.source.text, span.start).unwrap_or(2024);
                        format!("日期写作 `{year}-12-31`、`12月31日` 或 `{year}年12月`")
                    }
                    _ => {
                        let unit = self.units.without_prefix(&unknown.factor);
                        format!("确有这个单位时，在文件开头声明：`单位 {unit}`")
                    }
                };
                if let Some((at, word)) = self.approximate(place, &unknown.factor) {
                    let message = format!("`{word}` 是约数，没有说明差多少算完成");
                    let diagnostic = Diagnostic::error("E0301", self.place(at), message).label("写一个确切的数");
                    self.report(diagnostic.fix(Safety::Unsafe, at, "", format!("删去 `{word}`")));
                    return None;
                }
                if let Some((at, digits)) = self.letters(place, &unknown.factor) {
                    let letters = self.slice(at);
                    let diagnostic = Diagnostic::error("E0107", self.place(at), format!("数里有字母 `{letters}`"));
                    self.report(diagnostic.fix(Safety::Unsafe, at, digits, "写成"));
                    return None;
                }
                let dated = unknown.factor.starts_with(['年', '月']);
                if let Some((unit, word)) = said_by_sign(&unknown.factor).filter(|_| !dated) {
                    let at = Span { start: place.start + unit.len() as u32, end: place.end };
                    let diagnostic = Diagnostic::error("E0301", self.place(at), format!("单位后面不写 `{word}`"));
                    let diagnostic = diagnostic.label("由符号表示，如 `>=`、`<=`");
                    self.report(diagnostic.fix(Safety::Unsafe, at, "", format!("删去 `{word}`")));
                    return None;
                }
                self.unknown("E0301", place, message, unknown.nearest.as_deref(), Some(declare));
                None
            }
        }
    }

    /// `余` of `300余人`, when the rest is a unit.
    fn approximate(&mut self, place: Span, factor: &str) -> Option<(Span, &'static str)> {
        const WORDS: [&str; 3] = ["余", "多", "来"];
        let (at, word) = WORDS.into_iter().find_map(|word| Some((factor.find(word)?, word)))?;
        let unit = factor.replacen(word, "", 1);
        let start = place.start + at as u32;
        let known = !unit.is_empty() && self.units.intern(&unit_text(&unit)).is_ok();
        known.then(|| (Span { start, end: start + word.len() as u32 }, word))
    }

    /// `O` of `25O万元`, when the rest is a unit: letters that were meant as digits, or as 万.
    fn letters(&mut self, place: Span, factor: &str) -> Option<(Span, String)> {
        // `5w元`, as chats write it.
        let short = [('w', "万"), ('W', "万"), ('k', "千"), ('K', "千")];
        if let Some((rest, meant)) =
            short.iter().find_map(|(letter, word)| Some((factor.strip_prefix(*letter)?, *word)))
            && self.units.intern(&unit_text(&format!("{meant}{rest}"))).is_ok()
        {
            return Some((Span { start: place.start, end: place.start + 1 }, meant.to_owned()));
        }
        let unit = factor.trim_start_matches(['O', 'o', 'l', 'I']);
        let length = factor.len() - unit.len();
        let letters = factor.get(..length).filter(|letters| !letters.is_empty())?;
        self.units.intern(&unit_text(unit)).ok()?;
        let digits = letters.chars().map(|letter| if matches!(letter, 'O' | 'o') { '0' } else { '1' }).collect();
        Some((Span { start: place.start, end: place.start + length as u32 }, digits))
    }

    /// `2640万元` in an expression, which the grammar takes for a name, when the unit is one.
    pub fn glued(&mut self, expr: &ast::Expr) -> Option<ast::Quantity> {
        let ast::ExprKind::Path(names) = &expr.kind else { return None };
        let [ast::Name { span, quoted: false }] = names[..] else { return None };
        let text = self.slice(span);
        let digits = text.find(|letter: char| !half_width_char(letter).is_ascii_digit()).filter(|at| *at > 0)?;
        let (number, unit) = text.split_at_checked(digits)?;
        self.units.intern(&unit_text(unit)).ok()?;
        let number_span = Span { start: span.start, end: span.start + digits as u32 };
        let unit = Some(Span { start: number_span.end, end: span.end });
        Some(ast::Quantity { number: half_width(number).parse().ok()?, number_span, unit })
    }

    fn factor_span(&self, unit: Span, factor: &str) -> Span {
        let text = self.slice(unit);
        let found = text.find(factor).map(|at| unit.start as usize + at);
        found.map_or(unit, |start| Span::new(start, start + factor.len()))
    }

    /// A quantity with its unit resolved.
    pub fn quantity(&mut self, written: ast::Quantity) -> Option<Quantity> {
        let unit = self.unit(written.unit)?;
        Some(Quantity { number: written.number, unit })
    }

    /// Its value in base units.
    pub fn in_base(&self, quantity: Quantity) -> Exact {
        self.units.in_base(quantity.number, quantity.unit)
    }

    /// Whether a unit measures nothing: plain numbers and percentages.
    pub fn is_ratio(&self, unit: UnitId) -> bool {
        self.units.get(unit).dimension.is_empty()
    }

    /// A ratio such as `60%`; `what` names it in the message.
    pub fn ratio(&mut self, written: ast::Quantity, what: &str) -> Option<Exact> {
        let quantity = self.quantity(written)?;
        if self.is_ratio(quantity.unit) {
            return Some(self.in_base(quantity));
        }
        let message = format!("{what}要写比率，如 `{}%`，这里写的是 `{}`", written.number, self.slice(written.span()));
        self.error("E0313", written.span(), message);
        None
    }

    /// Points such as `10 分`; `what` names them in the message.
    pub fn points(&mut self, written: ast::Quantity, what: &str) -> Option<Exact> {
        let quantity = self.quantity(written)?;
        if self.units.same_dimension(quantity.unit, self.known.points) && quantity.unit != UnitId::NONE {
            return Some(self.in_base(quantity));
        }
        let place = self.place(written.span());
        let message = format!("{what}的单位是 `分`，这里写的是 `{}`", self.slice(written.span()));
        let diagnostic = Diagnostic::error("E0313", place, message);
        self.report(if written.unit.is_none() {
            diagnostic.help(format!("写成 `{} 分`", written.number)).fix(
                Safety::Safe,
                written.number_span.after(),
                " 分",
                "补上单位",
            )
        } else {
            diagnostic.help(format!("写成 `{} 分`", written.number))
        });
        None
    }

    /// An amount of money; `what` names it in the message.
    pub fn money(&mut self, written: ast::Quantity, what: &str) -> Option<Quantity> {
        let quantity = self.quantity(written)?;
        if self.units.same_dimension(quantity.unit, self.known.money) {
            return Some(quantity);
        }
        let place = self.place(written.span());
        let diagnostic =
            Diagnostic::error("E0314", place, format!("{what}是金额，这里写的是 `{}`", self.slice(written.span())));
        self.report(if written.unit.is_none() {
            diagnostic.help(format!("写成 `{} 万元`", written.number)).fix(
                Safety::Shown,
                written.number_span.after(),
                " 万元",
                "补上单位",
            )
        } else {
            diagnostic.help(format!("写成 `{} 万元`", written.number))
        });
        None
    }

    /// A date; one without a year lies in the fiscal year.
    pub fn date(&mut self, written: DateLiteral, fiscal: Option<i16>) -> Option<Date> {
        let Some(year) = written.year.or(fiscal) else {
            self.no_year(written.span);
            return None;
        };
        if !YEARS.contains(&year) {
            let message = format!("日期 `{}` 的年份不对", self.slice(written.span));
            let diagnostic = Diagnostic::error("E0304", self.place(written.span), message);
            self.report(diagnostic.help("年份写成四位数，如 `2024-12-31`"));
            return None;
        }
        self.far_off(written, year, fiscal);
        let month = i8::try_from(written.month).unwrap_or(0);
        let first = Date::new(year, month, 1).ok();
        let date = match (first, written.day) {
            (Some(first), None) => Some(first.last_of_month()),
            (Some(_), Some(day)) => Date::new(year, month, i8::try_from(day).unwrap_or(0)).ok(),
            (None, _) => None,
        };
        if date.is_none() {
            let text = self.slice(written.span);
            let place = self.place(written.span);
            let why = match first {
                None => format!("一年只有 12 个月，没有 {} 月", written.month),
                Some(first) => format!("{year} 年 {} 月只有 {} 天", written.month, first.days_in_month()),
            };
            self.report(Diagnostic::error("E0304", place, format!("没有 `{text}` 这一天")).label(why));
        }
        date
    }

    /// Warns of a year that no plan reaches: `2042` for `2024`.
    fn far_off(&mut self, written: DateLiteral, year: i16, fiscal: Option<i16>) {
        let Some(fiscal) = fiscal.filter(|fiscal| year.abs_diff(*fiscal) > FAR_YEARS) else { return };
        let message = format!("日期 `{}` 和年度 {fiscal} 相差 {} 年", self.slice(written.span), year.abs_diff(fiscal));
        self.report(Diagnostic::warning("E0304", self.place(written.span), message).help("检查年份有没有写错"));
    }

    /// Reports a date without a year, once a file: one 年度 mends them all.
    fn no_year(&mut self, date: Span) {
        if self.said.insert(format!("年度 {}", self.parsed.file.0)) {
            let message = format!("日期 `{}` 没有年份，也没有写 `年度`", self.slice(date));
            let diagnostic = Diagnostic::error("E0316", self.place(date), message);
            self.report(diagnostic.help("写全日期，如 `2024-12-31`，或写明 `年度 2024`"));
        }
    }

    /// Reports that two values that have to be of one kind are not.
    pub fn mismatch(&mut self, found: Found<'_>, expected: Expected<'_>) {
        if (found.unit == UnitId::NONE) != (expected.unit == UnitId::NONE) {
            return self.unit_missing(found, expected);
        }
        let (found_text, expected_text) = (self.unit_name(found.unit), self.unit_name(expected.unit));
        let message =
            format!("{}的单位是 {found_text}，{}的单位是 {expected_text}，两者不是一回事", found.what, expected.what);
        let place = self.place(found.span);
        let mut diagnostic = Diagnostic::error("E0302", place, message)
            .label(format!("这里是 {found_text}"))
            .related(expected.place, format!("这里是 {expected_text}"));
        let wanted = self.units.get(expected.unit).text.to_string();
        let help = stacked(&[(found.what, &found_text), (expected.what, &expected_text)]);
        let mends = self.one_factor_apart(found.unit, expected.unit);
        diagnostic = match found.unit_span {
            Some(span) if mends && !wanted.is_empty() => {
                let number = self.slice(Span { start: found.span.start, end: span.start });
                let help = format!("{help}\n写成 `{} {wanted}`", number.trim_end());
                diagnostic.help(help).fix(Safety::Unsafe, span, wanted.clone(), format!("改为 `{wanted}`"))
            }
            _ => diagnostic.help(help),
        };
        self.report(diagnostic);
    }

    /// Of two values that have to be of one kind, one has no unit: that is the wrong one.
    fn unit_missing(&mut self, found: Found<'_>, expected: Expected<'_>) {
        let (found_place, unit) = (self.place(found.span), found.unit);
        let (bare, bare_place, other, other_place, unit) = match unit {
            UnitId::NONE => (found.what, found_place, expected.what, expected.place, expected.unit),
            _ => (expected.what, expected.place, found.what, found_place, unit),
        };
        let text = self.units.get(unit).text.to_string();
        let shown = self.unit_name(unit);
        let message = format!("{bare}没有写单位，{other}的单位是 {shown}");
        let diagnostic = Diagnostic::error("E0302", bare_place, message).label("没有单位");
        let diagnostic = diagnostic.related(other_place, format!("这里是 {shown}"));
        let blank = if text.starts_with(['%', '‰']) { "" } else { " " };
        let written = format!("{}{blank}{text}", self.slice(bare_place.span));
        let diagnostic = diagnostic.help(format!("写成 `{written}`"));
        self.report(diagnostic.fix(Safety::Unsafe, bare_place.span.after(), format!("{blank}{text}"), "补上单位"));
    }

    /// How messages call a unit.
    pub fn unit_name(&self, unit: UnitId) -> String {
        match &*self.units.get(unit).text {
            "" => "（无单位）".to_owned(),
            text => format!("`{text}`"),
        }
    }

    /// Whether one factor mends the difference between two units.
    fn one_factor_apart(&self, a: UnitId, b: UnitId) -> bool {
        difference(&self.units.get(a).dimension, &self.units.get(b).dimension).len() == 1
    }
}

/// A unit with a word behind it for what the sign of a target says: `件以上`.
fn said_by_sign(factor: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 9] = ["及以上", "及以下", "及以内", "以上", "以下", "以内", "之内", "左右", "内"];
    let word = WORDS.into_iter().find(|word| factor.ends_with(word))?;
    let unit = factor.strip_suffix(word).filter(|unit| !unit.is_empty())?;
    Some((unit, word))
}

/// What is left when one dimension is divided by another.
pub(crate) fn difference(a: &Dimension, b: &Dimension) -> Dimension {
    let mut left = a.clone();
    crate::model::unit::multiply(&mut left, b, -1);
    left
}

/// Two or more values under each other, their names padded to one width.
pub(crate) fn stacked(rows: &[(&str, &str)]) -> String {
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let lines = rows.iter().map(|(name, value)| {
        let padding = "\u{3000}".repeat(width - name.chars().count());
        format!("{name}{padding}  {value}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The value that is wrong.
pub(crate) struct Found<'t> {
    /// What it is: `周期指标值`.
    pub what: &'t str,
    /// Number and unit.
    pub span: Span,
    /// Its unit, when written.
    pub unit_span: Option<Span>,
    pub unit: UnitId,
}

/// The value it has to agree with.
pub(crate) struct Expected<'t> {
    pub what: &'t str,
    pub place: Place,
    pub unit: UnitId,
}

#[cfg(test)]
mod tests {
    use super::stacked;

    #[test]
    fn values_stand_under_each_other() {
        assert_eq!(stacked(&[("公式", "`件/万人`"), ("指标值", "`件`")]), "公式\u{3000}  `件/万人`\n指标值  `件`");
    }
}
