//! From pest pairs to the syntax tree; only this file and its part see a `Pair`.
//!
//! Works on one chunk of a source at a time and yields flat events; [`super::tree`] puts
//! them into blocks. A pair's children are read in the order the grammar fixes, so a
//! missing child means that the grammar and this file disagree; it reads as a broken line
//! rather than a panic.

mod expr;

use pest::Parser;
use pest::iterators::{Pair, Pairs};
use rust_decimal::Decimal;

use super::Comment;
use super::ast::*;
use super::grammar::{HengParser, Rule};
use super::{habits, is_comment_mark, literal, quoting, recover};
use crate::diag::Diagnostic;
use crate::source::{FileId, Place, Span};
use crate::terms::Sign;
use expr::binary_op;
pub(crate) use expr::precedence;

/// What a chunk consists of, in order.
#[derive(Debug)]
pub(super) enum Event {
    Stmt(Stmt),
    Open(Span),
    Close(Span),
    /// A `"""` that is never closed: its mark, and all it swallowed.
    OpenText {
        mark: Span,
        swallowed: Span,
    },
}

/// All events of a chunk, with its comments and its mistakes.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    pub events: Vec<Event>,
    pub comments: Vec<Comment>,
    pub diagnostics: Vec<Diagnostic>,
    /// How many mistakes there was no room for.
    pub dropped: usize,
}

impl Lowered {
    /// Keeps a mistake while there is room; beyond, it is not even worded.
    pub fn report(&mut self, room: usize, word: impl FnOnce() -> Diagnostic) {
        if self.diagnostics.len() < room {
            self.diagnostics.push(word());
        } else {
            self.dropped += 1;
        }
    }
}

/// Lowers the pairs of the chunk that starts at byte `base` of `text`; `room` is how many
/// mistakes are still listed.
pub(super) fn lower(text: &str, file: FileId, base: usize, room: usize, pairs: Pairs<'_, Rule>) -> Lowered {
    let mut lowerer = Lowerer { text, file, base, room, swallowed: 0, out: Lowered::default() };
    for pair in pairs.flat_map(Pair::into_inner) {
        lowerer.item(pair);
    }
    lowerer.out
}

pub(super) struct Lowerer<'a> {
    pub text: &'a str,
    pub file: FileId,
    base: usize,
    pub room: usize,
    /// Where a text without quotation marks ends that was read as something else.
    swallowed: u32,
    pub out: Lowered,
}

pub(super) type Children<'i> = std::iter::Peekable<Pairs<'i, Rule>>;

impl Lowerer<'_> {
    fn item(&mut self, pair: Pair<'_, Rule>) {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::statement => {
                if let Some(stmt) = self.statement(pair) {
                    self.out.events.push(Event::Stmt(stmt));
                }
            }
            Rule::open => self.out.events.push(Event::Open(span)),
            Rule::close => self.out.events.push(Event::Close(span)),
            Rule::comment => {
                self.sign_in_name(span);
                self.comment(span, pair.as_str());
            }
            Rule::broken => {
                let span = trim_end(span, pair.as_str());
                self.out.report(self.room, || recover::broken_line(self.text, self.file, span));
                self.out.events.push(Event::Stmt(broken(span)));
            }
            Rule::open_text => {
                let mark = quoting::text_mark(self.text, span);
                self.out.events.push(Event::OpenText { mark, swallowed: span });
            }
            _ => {}
        }
    }

    /// `3#锅炉改造面积 >= 100 平方米`: what looks like a comment is the rest of a name.
    fn sign_in_name(&mut self, comment: Span) {
        let (text, file) = (self.text, self.file);
        let Some(Event::Stmt(stmt)) = self.out.events.last_mut() else { return };
        let found = habits::sign_in_name(text, file, stmt, comment);
        if let Some(found) = found {
            *stmt = broken(stmt.span.to(comment));
            self.out.report(self.room, || found);
        }
    }

    fn comment(&mut self, span: Span, text: &str) {
        let marks = text.chars().take_while(|c| is_comment_mark(*c)).take(3).count();
        let doc = marks == 2;
        self.out.comments.push(Comment { span: trim_end(span, text), doc });
    }

    fn statement(&mut self, pair: Pair<'_, Rule>) -> Option<Stmt> {
        let mut stmt: Option<Stmt> = None;
        for child in pair.into_inner() {
            let child_span = self.extent(&child);
            match (child.as_rule(), &mut stmt) {
                (Rule::comment, _) => self.comment(child_span, child.as_str()),
                (_, Some(stmt)) if child_span.start < self.swallowed => stmt.span = stmt.span.to(child_span),
                (Rule::worth, Some(stmt)) if stmt.attrs.is_empty() => {
                    let clause = std::mem::replace(&mut stmt.clause, Clause::Broken);
                    match self.subject_band(clause, child) {
                        Some(band) => stmt.clause = band,
                        None => {
                            self.out.report(self.room, || habits::not_a_band(self.text, self.file, stmt.span));
                        }
                    }
                    stmt.span = stmt.span.to(child_span);
                }
                (Rule::junk | Rule::worth, Some(stmt)) => {
                    let junk = child_span;
                    if let Some(found) = habits::colon_for_brace(self.text, self.file, stmt, junk) {
                        self.out.report(self.room, || found);
                        stmt.span = stmt.span.to(junk);
                        continue;
                    }
                    if self.unsigned(stmt, junk) || self.quote_without_start(stmt, junk) {
                        continue;
                    }
                    self.out.report(self.room, || recover::junk(self.text, self.file, stmt, junk));
                    // A value or an expression that was cut short says nothing certain.
                    let last = stmt.attrs.last_mut().map_or(&mut stmt.clause, |attr| &mut attr.clause);
                    if recover::is_cut_short(self.text, last, junk) {
                        *last = habits::declared(self.text, last, junk).unwrap_or(Clause::Broken);
                    }
                    stmt.span = stmt.span.to(junk);
                }
                (_, None) => {
                    let clause = self.clause(child).unwrap_or(Clause::Broken);
                    stmt = Some(Stmt { span: child_span, clause, attrs: Vec::new(), block: None });
                }
                (_, Some(stmt)) => {
                    let clause = self.clause(child).unwrap_or(Clause::Broken);
                    if let Some(span) = recover::split_number(self.text, stmt, &clause) {
                        let problem = literal::NumberProblem::Grouping;
                        let text = self.text.get(span.range()).unwrap_or_default();
                        self.out.report(self.room, || recover::bad_number(self.file, span, text, problem));
                        stmt.clause = Clause::Broken;
                        stmt.attrs.clear();
                        continue;
                    }
                    // Most lines have one attribute; the usual growth would hold four.
                    if stmt.attrs.is_empty() {
                        stmt.attrs.reserve_exact(1);
                    }
                    stmt.attrs.push(Attr { span: child_span, clause });
                    stmt.span = stmt.span.to(child_span);
                }
            }
        }
        if let Some(Stmt { clause, attrs, .. }) = &mut stmt
            && let Clause::Item { name, value: None, .. } = clause
            && attrs.is_empty()
            && self.takes_text(*name)
            && !quoting::quote_follows(self.text, name.span)
        {
            self.out.report(self.room, || quoting::missing_text(self.text, self.file, *name));
            *clause = Clause::Broken;
        }
        self.never_silent(stmt.as_ref()?);
        stmt
    }

    /// Reads one production from a place on, and where it ends.
    pub(super) fn part<T>(
        &mut self,
        rule: Rule,
        start: u32,
        end: u32,
        read: impl Fn(&mut Self, &mut Children<'_>) -> Option<T>,
    ) -> Option<(T, u32)> {
        let text = self.text.get(start as usize..end as usize)?;
        let pairs = HengParser::parse(rule, text).ok()?;
        let last = pairs.clone().map(|pair| pair.as_str().trim_end().len() + pair.as_span().start()).max()?;
        let base = std::mem::replace(&mut self.base, start as usize);
        let found = read(self, &mut pairs.peekable());
        self.base = base;
        Some((found?, start + last as u32))
    }

    pub(super) fn clause(&mut self, pair: Pair<'_, Rule>) -> Option<Clause> {
        let rule = pair.as_rule();
        let mut inner = pair.into_inner().peekable();
        let clause = match rule {
            Rule::entry => return self.entry(inner),
            Rule::weight => Clause::Weight(self.quantity(&mut inner)?),
            Rule::item_clause => {
                let clause = self.item_clause(inner)?;
                return Some(self.mistaken_item(clause));
            }
            Rule::band => Clause::Band(Box::new(self.band(&mut inner)?)),
            Rule::text_clause => {
                let word = inner.next()?;
                let text = self.any_text(&inner.next()?);
                Clause::Text { kind: text_kind(word.as_str())?, keyword: self.span(&word), text }
            }
            Rule::amount => {
                let word = inner.next()?;
                let quantity = self.quantity(&mut inner)?;
                Clause::Amount { kind: amount_kind(word.as_str())?, keyword: self.span(&word), quantity }
            }
            Rule::word_clause => {
                let word = inner.next()?;
                let name = self.any_name(&inner.next()?);
                Clause::Word { kind: word_kind(word.as_str())?, keyword: self.span(&word), word: name }
            }
            Rule::core => Clause::Core { keyword: self.next_span(&mut inner)? },
            Rule::section => {
                let word = inner.next()?;
                Clause::Section { kind: section_kind(word.as_str())?, keyword: self.span(&word) }
            }
            Rule::declaration => {
                let word = inner.next()?;
                let department = word.as_str() == "部门";
                let kind = if department { DeclarationKind::Department } else { DeclarationKind::Project };
                Clause::Declaration { kind, keyword: self.span(&word), name: self.next_name(&mut inner)? }
            }
            Rule::framework => Clause::Framework {
                keyword: self.next_span(&mut inner)?,
                name: self.next_name(&mut inner)?,
                parent: self.next_name(&mut inner),
            },
            Rule::task => Clause::Task { keyword: self.next_span(&mut inner)?, name: self.next_name(&mut inner)? },
            Rule::year => Clause::Year { keyword: self.next_span(&mut inner)?, year: self.quantity(&mut inner)? },
            Rule::rounding => Clause::Rounding {
                keyword: self.next_span(&mut inner)?,
                places: self.quantity(&mut inner)?,
                mode: self.next_name(&mut inner),
            },
            Rule::over => Clause::Over {
                keyword: self.next_span(&mut inner)?,
                threshold: self.quantity(&mut inner)?,
                word: self.next_name(&mut inner),
            },
            Rule::vacant => Clause::Vacant {
                keyword: self.next_span(&mut inner)?,
                from: self.next_name(&mut inner)?,
                to: self.next_name(&mut inner)?,
            },
            Rule::import => {
                let keyword = self.next_span(&mut inner)?;
                Clause::Import { keyword, path: self.any_text(&inner.next()?) }
            }
            Rule::reconcile => {
                let keyword = self.next_span(&mut inner)?;
                let title = self.any_text(&inner.next()?);
                Clause::Reconcile { keyword, title, expr: self.expr(inner.next()?, 0)? }
            }
            Rule::house_rule => {
                let keyword = self.next_span(&mut inner)?;
                let title = self.any_text(&inner.next()?);
                let severity = inner.next_if(|pair| pair.as_rule() == Rule::severity);
                let severity = severity.map(|pair| self.any_name(&pair));
                Clause::HouseRule { keyword, title, severity, expr: Box::new(self.expr(inner.next()?, 0)?) }
            }
            Rule::test => {
                let keyword = self.next_span(&mut inner)?;
                Clause::Test { keyword, title: self.any_text(&inner.next()?) }
            }
            Rule::expect => {
                let keyword = self.next_span(&mut inner)?;
                Clause::Expect { keyword, expr: self.expr(inner.next()?, 0)? }
            }
            Rule::actuals => {
                let keyword = self.next_span(&mut inner)?;
                let name = self.next_name(&mut inner)?;
                let year = if inner.peek().is_some() { Some(self.quantity(&mut inner)?) } else { None };
                Clause::Actuals { keyword, name, year }
            }
            Rule::unit_clause => self.unit_clause(inner)?,
            Rule::prefix_clause => {
                let keyword = self.next_span(&mut inner)?;
                let name = self.next_unit(&mut inner)?;
                inner.next()?; // the sign
                Clause::Prefix { keyword, name, value: self.quantity(&mut inner)? }
            }
            Rule::scoring => self.scoring(inner)?,
            Rule::formula => {
                let keyword = self.next_span(&mut inner)?;
                Clause::Formula { keyword, expr: self.expr(inner.next()?, 0)? }
            }
            _ => return None,
        };
        Some(clause)
    }

    fn entry(&mut self, mut inner: Children<'_>) -> Option<Clause> {
        let name = self.next_name(&mut inner)?;
        let target = self.target(&mut inner)?;
        let is_cycle = !name.quoted && name.span.len() == "周期".len() && self.slice(name.span) == "周期";
        Some(if is_cycle { Clause::Cycle { keyword: name.span, target } } else { Clause::Entry { name, target } })
    }

    fn target(&mut self, inner: &mut Children<'_>) -> Option<Target> {
        let first = inner.next()?;
        if let Some(sign) = sign(first.as_rule()) {
            let sign_span = self.span(&first);
            return Some(Target::Compare { sign, sign_span, value: self.value(inner)? });
        }
        let mut parts = first.clone().into_inner().peekable();
        match first.as_rule() {
            Rule::growth => {
                let keyword = self.next_span(&mut parts)?;
                let pair = parts.next()?;
                let (sign, sign_span) = (sign(pair.as_rule())?, self.span(&pair));
                Some(Target::Growth { keyword, sign, sign_span, value: self.quantity(&mut parts)? })
            }
            Rule::qualitative => {
                let keyword = self.next_span(&mut parts)?;
                Some(Target::Qualitative { keyword, text: self.any_text(&parts.next()?) })
            }
            Rule::not_applicable => {
                let keyword = self.next_span(&mut parts)?;
                let reason = parts.next().map(|pair| self.any_text(&pair));
                Some(Target::NotApplicable { keyword, reason })
            }
            _ => None,
        }
    }

    pub(super) fn value(&mut self, inner: &mut Children<'_>) -> Option<Value> {
        match inner.peek()?.as_rule() {
            Rule::number => {
                let low = self.quantity(inner)?;
                match inner.peek().map(Pair::as_rule) {
                    Some(Rule::number) => {
                        Some(Value::Range(Box::new(RangeLiteral { low, high: self.quantity(inner)? })))
                    }
                    Some(Rule::date_tail) => {
                        let span = low.number_span.to(self.next_span(inner)?);
                        Some(Value::Date(literal::date(span, self.slice(span))))
                    }
                    _ => Some(Value::Quantity(low)),
                }
            }
            _ => {
                let pair = inner.next()?;
                self.single_value(pair)
            }
        }
    }

    fn single_value(&mut self, pair: Pair<'_, Rule>) -> Option<Value> {
        let span = self.extent(&pair);
        Some(match pair.as_rule() {
            Rule::yes => Value::YesNo { yes: true, span },
            Rule::no => Value::YesNo { yes: false, span },
            Rule::quoted | Rule::block_text => Value::Text(self.any_text(&pair)),
            Rule::previous => {
                let mut parts = pair.into_inner().peekable();
                parts.next()?;
                let change = match parts.next() {
                    Some(op) => Some(Box::new((binary_op(op.as_rule())?, self.quantity(&mut parts)?))),
                    None => None,
                };
                Value::Previous { span, change }
            }
            Rule::word_value => {
                let mut parts = pair.into_inner().peekable();
                let span = self.next_unit(&mut parts)?;
                let has_quantity = parts.peek().is_some();
                let quantity = if has_quantity { Some(Box::new(self.quantity(&mut parts)?)) } else { None };
                Value::Word { span, quantity }
            }
            Rule::deduct | Rule::formula => Value::Method(Box::new(self.method(pair)?)),
            _ => return None,
        })
    }

    fn item_clause(&mut self, mut inner: Children<'_>) -> Option<Clause> {
        let name = self.next_name(&mut inner)?;
        let value = match inner.peek().map(Pair::as_rule) {
            None | Some(Rule::aliases) => None,
            Some(Rule::number) => Some(Value::Quantity(self.quantity(&mut inner)?)),
            Some(_) => {
                let pair = inner.next()?;
                Some(self.single_value(pair)?)
            }
        };
        let aliases = match inner.next() {
            Some(pair) => pair.into_inner().map(|name| self.any_name(&name)).collect(),
            None => Box::default(),
        };
        Some(Clause::Item { name, value, aliases })
    }

    /// `来源 政策系统`: a keyword that takes a text, with the quotation marks forgotten.
    ///
    /// 目标 and 内容 are left alone: as names of data items they may stand before a unit.
    fn mistaken_item(&mut self, clause: Clause) -> Clause {
        let Clause::Item { name, value: Some(Value::Word { span, .. }), .. } = &clause else { return clause };
        if !self.takes_text(*name) {
            return clause;
        }
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let line = rest.split(['\n', '{', '｛', '}', '｝', ';', '；', '#', '＃']).next().unwrap_or_default();
        let part = quoting::text_part(line);
        // A quotation mark at its end lacks the one in front.
        let whole = Span { start: span.start, end: span.start + part.len() as u32 };
        let value = if part.contains(quoting::is_quote) { *span } else { whole };
        self.swallowed = value.end;
        self.out.report(self.room, || quoting::unquoted_text(self.text, self.file, *name, value));
        Clause::Broken
    }

    fn takes_text(&self, name: Name) -> bool {
        let kind = text_kind(self.slice(name.span));
        !name.quoted && kind.is_some_and(|kind| !matches!(kind, TextKind::Aim | TextKind::Content | TextKind::Code))
    }

    fn band(&mut self, inner: &mut Children<'_>) -> Option<Band> {
        let subject = self.next_name(inner);
        let sign = match inner.next_if(|pair| sign(pair.as_rule()).is_some()) {
            Some(pair) => Some((sign(pair.as_rule())?, self.span(&pair))),
            None => None,
        };
        let rest = inner.next_if(|pair| pair.as_rule() == Rule::rest).is_some();
        let bound = if rest { None } else { Some(self.quantity(inner)?) };
        let points = self.quantity(&mut inner.next()?.into_inner().peekable())?;
        Some(Band { subject, sign, bound, points })
    }

    /// `完成率 >= 90%`, read as an entry, with its `得 100%`.
    fn subject_band(&mut self, entry: Clause, worth: Pair<'_, Rule>) -> Option<Clause> {
        let Clause::Entry { name, target: Target::Compare { sign, sign_span, value: Value::Quantity(bound) } } = entry
        else {
            return None;
        };
        let points = self.quantity(&mut worth.into_inner().peekable())?;
        let sign = Some((sign, sign_span));
        Some(Clause::Band(Box::new(Band { subject: Some(name), sign, bound: Some(bound), points })))
    }

    fn unit_clause(&mut self, mut inner: Children<'_>) -> Option<Clause> {
        let keyword = self.next_span(&mut inner)?;
        let name = self.next_unit(&mut inner)?;
        let value = match inner.next_if(|pair| pair.as_rule() == Rule::eq) {
            Some(_) => Some(self.unit_value(&mut inner)?),
            None => None,
        };
        let aliases = inner.next().map(|aliases| aliases.into_inner().map(|pair| self.extent(&pair)).collect());
        let aliases = aliases.unwrap_or_default();
        Some(Clause::Unit { keyword, name, value, aliases })
    }

    /// The quantity of a unit declaration: a unit after 又名 is an alias, not its unit.
    fn unit_value(&mut self, inner: &mut Children<'_>) -> Option<Quantity> {
        let number_span = inner.peek().map(|pair| self.span(pair))?;
        let unit_span = inner.clone().nth(1).map(|pair| self.span(&pair));
        let gap = unit_span.map_or("", |unit| self.slice(Span { start: number_span.end, end: unit.start }));
        if gap.contains("又名") {
            let pair = inner.next()?;
            let number = self.number(number_span, pair.as_str());
            return Some(Quantity { number, number_span, unit: None });
        }
        self.quantity(inner)
    }

    fn scoring(&mut self, mut inner: Children<'_>) -> Option<Clause> {
        let keyword = self.next_span(&mut inner)?;
        let name = self.next_name(&mut inner);
        if name.is_some() {
            inner.next()?; // the sign
        }
        let pair = inner.next()?;
        Some(Clause::Scoring { keyword, name, method: Box::new(self.method(pair)?) })
    }

    fn method(&mut self, pair: Pair<'_, Rule>) -> Option<Method> {
        let rule = pair.as_rule();
        let mut inner = pair.into_inner().peekable();
        Some(match rule {
            Rule::named_method => {
                let name = self.next_name(&mut inner)?;
                let quantity = if inner.peek().is_some() { Some(self.quantity(&mut inner)?) } else { None };
                Method::Named { name, quantity }
            }
            Rule::formula => {
                Method::Formula { keyword: self.next_span(&mut inner)?, expr: self.expr(inner.next()?, 0)? }
            }
            Rule::deduct => {
                let keyword = self.next_span(&mut inner)?;
                let side = inner.next()?;
                let side_span = self.span(&side);
                let side = match side.as_rule() {
                    Rule::below => Side::Below,
                    Rule::above => Side::Above,
                    _ => Side::Late,
                };
                let step = self.quantity(&mut inner.next()?.into_inner().peekable())?;
                Method::Deduct { keyword, side, side_span, step, points: self.quantity(&mut inner)? }
            }
            _ => return None,
        })
    }

    /// A number and the unit that may follow it.
    fn quantity(&mut self, inner: &mut Children<'_>) -> Option<Quantity> {
        let pair = inner.next()?;
        if pair.as_rule() != Rule::number {
            return None;
        }
        let number_span = self.span(&pair);
        let number = self.number(number_span, pair.as_str());
        let unit = inner.next_if(|pair| matches!(pair.as_rule(), Rule::unit | Rule::step_unit));
        Some(Quantity { number, number_span, unit: unit.map(|pair| self.extent(&pair)) })
    }

    fn number(&mut self, span: Span, text: &str) -> Decimal {
        literal::number(text).unwrap_or_else(|problem| {
            self.out.report(self.room, || recover::bad_number(self.file, span, text, problem));
            Decimal::ZERO
        })
    }

    fn next_unit(&self, inner: &mut Children<'_>) -> Option<Span> {
        inner.next().map(|pair| self.extent(&pair))
    }

    fn next_span(&self, inner: &mut Children<'_>) -> Option<Span> {
        inner.next().map(|pair| self.span(&pair))
    }

    /// The name that comes next, if one does.
    fn next_name(&self, inner: &mut Children<'_>) -> Option<Name> {
        let pair = inner.next_if(|pair| matches!(pair.as_rule(), Rule::bare | Rule::quoted))?;
        Some(self.any_name(&pair))
    }

    fn any_name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { span: self.span(pair), quoted: pair.as_rule() == Rule::quoted }
    }

    fn any_text(&self, pair: &Pair<'_, Rule>) -> Text {
        Text { span: self.span(pair), block: pair.as_rule() == Rule::block_text }
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.base + span.start(), self.base + span.end())
    }

    /// Like [`Self::span`], without the blanks that a rule took along.
    fn extent(&self, pair: &Pair<'_, Rule>) -> Span {
        trim_end(self.span(pair), pair.as_str())
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// A statement that could not be read.
pub(super) fn broken(span: Span) -> Stmt {
    Stmt { span, clause: Clause::Broken, attrs: Vec::new(), block: None }
}

/// A place in the file being lowered.
pub(super) fn place(file: FileId, span: Span) -> Place {
    Place { file, span }
}

/// Without the blanks at its end; a place that is nothing but blanks stays as it is, so that it
/// can be shown.
fn trim_end(span: Span, text: &str) -> Span {
    match text.trim_end().len() {
        0 => span,
        kept => Span { start: span.start, end: span.end - (text.len() - kept) as u32 },
    }
}

fn sign(rule: Rule) -> Option<Sign> {
    match rule {
        Rule::ge => Some(Sign::Ge),
        Rule::gt => Some(Sign::Gt),
        Rule::eq => Some(Sign::Eq),
        Rule::lt => Some(Sign::Lt),
        Rule::le => Some(Sign::Le),
        _ => None,
    }
}

fn text_kind(word: &str) -> Option<TextKind> {
    TextKind::ALL.into_iter().find(|kind| kind.word() == word)
}

fn amount_kind(word: &str) -> Option<AmountKind> {
    AmountKind::ALL.into_iter().find(|kind| kind.word() == word)
}

fn word_kind(word: &str) -> Option<WordKind> {
    WordKind::ALL.into_iter().find(|kind| kind.word() == word)
}

fn section_kind(word: &str) -> Option<SectionKind> {
    SectionKind::ALL.into_iter().find(|kind| kind.word() == word)
}
