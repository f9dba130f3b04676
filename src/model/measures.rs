//! 单位 and 量级 declarations of all files → [`Units`].
//!
//! Base units first, then magnitude words, then derived units in whatever order they can
//! be worked out: a unit may be declared before the one it is measured by.

use crate::diag::Diagnostic;
use crate::exact::Exact;
use crate::model::context::Context;
use crate::source::{Place, Span, half_width};
use crate::syntax::Parsed;
use crate::syntax::ast::{Clause, Quantity, Stmt, WordKind};

struct Derived<'a> {
    parsed: &'a Parsed,
    name: Span,
    value: Quantity,
    aliases: &'a [Span],
}

/// Reads every unit declaration into the context's units.
pub(crate) fn declare<'a>(cx: &mut Context<'a>) {
    let mut waiting = Vec::new();
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            match &stmt.clause {
                Clause::Unit { name, value: None, aliases, .. } => base(cx, stmt, *name, aliases),
                Clause::Unit { name, value: Some(value), aliases, .. } => {
                    waiting.push(Derived { parsed, name: *name, value: *value, aliases });
                }
                Clause::Prefix { name, value, .. } => prefix(cx, *name, *value),
                _ => {}
            }
        }
    }
    derive(cx, waiting);
    shadowing(cx);
}

/// The text of a unit with full-width signs made half-width and blanks removed.
pub(crate) fn unit_text(text: &str) -> std::borrow::Cow<'_, str> {
    if memchr::memchr2(0xEF, b' ', text.as_bytes()).is_none() {
        return std::borrow::Cow::Borrowed(text);
    }
    text.chars().map(half_width).filter(|letter| !letter.is_whitespace()).collect::<String>().into()
}

fn base(cx: &mut Context<'_>, stmt: &Stmt, name: Span, aliases: &[Span]) {
    let measures = stmt.attrs.iter().find_map(|attr| match attr.clause {
        Clause::Word { kind: WordKind::Dimension, word, .. } => Some(cx.name(word)),
        _ => None,
    });
    let text = unit_text(cx.slice(name));
    let place = cx.place(name);
    if let Err(first) = cx.units.declare_base(&text, measures, place) {
        return doubled(cx, name, first);
    }
    declare_aliases(cx, &text, aliases);
}

fn declare_aliases(cx: &mut Context<'_>, name: &str, aliases: &[Span]) {
    for &alias in aliases {
        let text = unit_text(cx.slice(alias));
        let place = cx.place(alias);
        if let Err(first) = cx.units.declare_alias(&text, name, place) {
            doubled(cx, alias, first);
        }
    }
}

fn prefix(cx: &mut Context<'_>, name: Span, value: Quantity) {
    let factor = Exact::from(value.number);
    if !factor.is_positive() || value.unit.is_some() {
        return cx.error("E0315", value.span(), "量级等于一个大于 0 的数，不带单位");
    }
    let text = unit_text(cx.slice(name));
    let place = cx.place(name);
    if let Err(first) = cx.units.declare_prefix(&text, factor, place) {
        let message = match cx.units.declared_at(&text) {
            Some(unit) if unit == first => format!("`{text}` 已经是单位，量级要另取名称"),
            _ => format!("量级 `{text}` 声明了两次"),
        };
        report_doubled(cx, name, message, first);
    }
}

/// Reports units that take the place of a magnitude word with a unit.
fn shadowing(cx: &mut Context<'_>) {
    for parsed in cx.own_files() {
        cx.parsed = parsed;
        for stmt in &parsed.stmts {
            let Clause::Unit { name, aliases, .. } = &stmt.clause else { continue };
            for span in std::iter::once(*name).chain(aliases.iter().copied()) {
                let text = unit_text(cx.slice(span));
                let place = cx.place(span);
                if cx.units.declared_at(&text) != Some(place) {
                    continue;
                }
                let Some((prefix, unit)) = cx.units.shadowed(&text) else { continue };
                let message = format!("`{text}` 已经是量级 `{prefix}` 和单位 `{unit}`，不能另外声明");
                let diagnostic = Diagnostic::error("E0209", place, message);
                let help = format!("量级和单位自动相连，删去这一行，`{text}` 可以直接用");
                cx.report(diagnostic.help(help));
            }
        }
    }
}

fn derive(cx: &mut Context<'_>, mut waiting: Vec<Derived<'_>>) {
    loop {
        let before = waiting.len();
        waiting.retain(|derived| !try_derive(cx, derived));
        if waiting.len() == before {
            break;
        }
    }
    unsettled(cx, &waiting);
}

/// Units that cannot be worked out: by one that is not known, or by each other. Told once, and
/// known from then on, so that their uses say nothing more.
fn unsettled(cx: &mut Context<'_>, waiting: &[Derived<'_>]) {
    let name_of = |derived: &Derived<'_>| unit_text(slice(derived.parsed, derived.name)).into_owned();
    let names: Vec<String> = waiting.iter().map(name_of).collect();
    let by = |derived: &Derived<'_>| derived.value.unit.map(|unit| unit_text(slice(derived.parsed, unit)).into_owned());
    let mut circle: Vec<&Derived<'_>> = Vec::new();
    for derived in waiting {
        cx.parsed = cx.files.get(derived.parsed.file).unwrap_or(cx.parsed);
        if by(derived).is_some_and(|by| names.contains(&by)) {
            circle.push(derived);
        } else {
            cx.unit(derived.value.unit);
        }
    }
    if let (Some((first, rest)), true) = (circle.split_first(), circle.len() == waiting.len()) {
        cx.parsed = cx.files.get(first.parsed.file).unwrap_or(cx.parsed);
        let message = format!(
            "单位 {} 互相定义，没有一个说得出有多大",
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、")
        );
        let mut diagnostic = Diagnostic::error("E0315", cx.place(first.value.span()), message);
        for derived in rest {
            let place = Place { file: derived.parsed.file, span: derived.value.span() };
            diagnostic = diagnostic.related(place, "这里也在其中");
        }
        cx.report(diagnostic.help("其中一个不写 `=`，作为基本单位"));
    }
    for (derived, name) in waiting.iter().zip(&names) {
        cx.parsed = cx.files.get(derived.parsed.file).unwrap_or(cx.parsed);
        let place = cx.place(derived.name);
        match cx.units.declare_base(name, None, place) {
            Ok(()) => declare_aliases(cx, name, derived.aliases),
            Err(first) => doubled(cx, derived.name, first),
        }
    }
}

fn slice(parsed: &Parsed, span: Span) -> &str {
    parsed.source.text.get(span.range()).unwrap_or_default()
}

/// Whether the declaration is settled, well or badly; not yet when its unit is unknown.
fn try_derive(cx: &mut Context<'_>, derived: &Derived<'_>) -> bool {
    cx.parsed = cx.files.get(derived.parsed.file).unwrap_or(cx.parsed);
    let factor = Exact::from(derived.value.number);
    if !factor.is_positive() {
        cx.error("E0315", derived.value.number_span, "单位的换算数要大于 0");
        return true;
    }
    let measured_by = derived.value.unit.map_or("".into(), |unit| unit_text(cx.slice(unit)));
    if !cx.units.can_read(&measured_by) {
        return false;
    }
    let Ok(unit) = cx.units.read(&measured_by) else { return false };
    let name = unit_text(cx.slice(derived.name));
    let place = cx.place(derived.name);
    match cx.units.declare_derived(&name, &factor, unit, place) {
        Ok(()) => declare_aliases(cx, &name, derived.aliases),
        Err(first) => doubled(cx, derived.name, first),
    }
    true
}

fn doubled(cx: &mut Context<'_>, name: Span, first: Place) {
    let text = unit_text(cx.slice(name));
    let message = match cx.units.declared_at(&text) {
        Some(_) => format!("单位 `{text}` 声明了两次"),
        None => format!("`{text}` 已经是量级，单位要另取名称"),
    };
    report_doubled(cx, name, message, first);
}

fn report_doubled(cx: &mut Context<'_>, name: Span, message: String, first: Place) {
    let diagnostic = Diagnostic::error("E0209", cx.place(name), message).label("第二次");
    let diagnostic = diagnostic.related(first, "第一次在这里");
    // What the reader cannot see in the files at hand.
    let supplied = cx.files.is_prelude(first.file) && !cx.files.is_prelude(cx.parsed.file);
    cx.report(if supplied {
        diagnostic.help("随程序提供，删去这一行就可以直接用")
    } else {
        diagnostic
    });
}
