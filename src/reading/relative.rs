//! Targets by last year's value: `不低于上年`, `同比增长≥5%`, `较上年下降3个百分点`.

use rust_decimal::Decimal;

use super::{Scope, TargetKind, TargetReading};
use crate::reading::measure;
use crate::reading::scan::{self, Cursor, Numeral};
use crate::reading::words;
use crate::terms::Sign;

/// Words that lead to what is compared with.
const COMPARED: &[&str] =
    &["较", "比", "与", "同", "和", "在", "对比", "相比", "相较", "相较于", "相对", "比较", "较之"];
/// Unchanged.
const SAME: &[&str] = &["持平", "相当", "一致", "保持不变", "不变", "保持一致", "基本持平"];
/// Not worse, in words: what it may not do, and the sign that says so.
const NOT: &[(&str, Sign)] = &[
    ("不下降", Sign::Ge),
    ("不降低", Sign::Ge),
    ("不减少", Sign::Ge),
    ("未下降", Sign::Ge),
    ("不下滑", Sign::Ge),
    ("不上升", Sign::Le),
    ("不增加", Sign::Le),
    ("不增长", Sign::Le),
    ("不提高", Sign::Le),
    ("只减不增", Sign::Le),
    ("只增不减", Sign::Ge),
    ("零增长", Sign::Le),
];
/// Words that soften a verb and say nothing.
const SOFTENERS: &[&str] = &[
    "有所",
    "明显",
    "显著",
    "稳步",
    "持续",
    "进一步",
    "有效",
    "大幅",
    "年度",
    "实现",
    "均",
    "逐步",
    "年均",
    "平均",
    "每年",
    ",",
];

/// A target that leans on last year's value.
pub(super) fn relative(scope: &Scope) -> Option<TargetReading> {
    against_last_year(scope).or_else(|| change(scope))
}

/// `不低于上年`, `≥上年的105%`, `与上年持平`.
fn against_last_year(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    cursor.eat_any(SOFTENERS);
    let mut sign = scan::sign(&mut cursor);
    if sign.is_none() && cursor.eat_any(&["保持在", "保持", "维持在", "维持"]).is_some() {
        sign = Some(Sign::Eq);
    }
    if sign.is_none() {
        cursor.eat_any(COMPARED);
    }
    cursor.eat_any(words::PREVIOUS)?;
    while cursor.eat_any(words::PREVIOUS_TAIL).is_some() {}
    let of_it = sign.is_none() && is_part(scope, cursor);
    if sign.is_none() && !of_it {
        cursor.eat_any(&["保持", "基本"]);
        cursor.eat_any(SAME)?;
        sign = Some(Sign::Eq);
    }
    if let Some(added) = added(scope, sign, &mut cursor) {
        return Some(added);
    }
    let joined = cursor.eat_any(&["*", "×"]).is_some() || is_part(scope, cursor);
    let mut value = "上年".to_owned();
    if let Some(number) = scan::number(&mut cursor) {
        let unit = number.unit.map(str::to_owned).or_else(|| scan::unit(&mut cursor).map(|unit| unit.text))?;
        sign = sign.or_else(|| cursor.eat_key(words::SIGN_SUFFIXES));
        let factor = match unit.as_str() {
            "%" if !joined && !is_plainly_a_part(sign, &number) => return Some(above_or_below(scope, sign?, &number)),
            "%" => format!("{}%", number.value),
            "倍" => number.value,
            _ => return None,
        };
        value = format!("上年 * {factor}");
    }
    if !scan::is_trailing(cursor.rest()) {
        return None;
    }
    let reading = TargetReading::one(TargetKind::Relative, sign, &*value);
    Some(match sign {
        Some(_) => reading,
        None => reading.noted(super::quantity::sign_missing(scope, scope.all(), &value)),
    })
}

/// `不低于上年95%`, where half and more can only be a part of last year's value.
fn is_plainly_a_part(sign: Option<Sign>, number: &Numeral) -> bool {
    let half_or_more = number.decimal().is_some_and(|percent| percent >= Decimal::from(50));
    match sign {
        Some(Sign::Ge | Sign::Le | Sign::Eq) | None => half_or_more,
        Some(Sign::Gt | Sign::Lt) => false,
    }
}

/// `高于上年10%` is a growth of more than a tenth; `不低于上年10%` may be that or a tenth of it.
fn above_or_below(scope: &Scope, sign: Sign, number: &Numeral) -> TargetReading {
    let (written, percent) = (scope.written(scope.all()), &number.value);
    let growth = match sign {
        Sign::Lt | Sign::Le if percent != "0" => format!("-{percent}"),
        _ => percent.clone(),
    };
    let below_all = number.decimal().is_some_and(|percent| percent < Decimal::ONE_HUNDRED);
    if matches!(sign, Sign::Gt | Sign::Lt) && below_all {
        let paste = format!("同比 {} {growth}%", sign.ascii());
        let note = scope.note("E0715", scope.all(), format!("`{written}` 按和上年比的增减读作 `{paste}`"));
        let mut reading = TargetReading::one(TargetKind::Relative, Some(sign), growth);
        reading.unit = Some("%".to_owned());
        return reading.noted(note.help(format!("写成 `{paste}`；是上年的 {percent}%，写成 `上年 * {percent}%`")));
    }
    let message = format!("`{written}` 说不清是上年的 {percent}%，还是比上年增减 {percent}%");
    let help = format!("前者写成 `{0} 上年 * {percent}%`，后者写成 `同比 {0} {growth}%`", sign.ascii());
    TargetReading::new(TargetKind::Unreadable).noted(scope.note("E0713", scope.all(), message).help(help))
}

/// `≥上年+2个`, `≥上年+5%`.
fn added(scope: &Scope, sign: Option<Sign>, cursor: &mut Cursor) -> Option<TargetReading> {
    let mut ahead = *cursor;
    let word = ahead.eat_any(&["+", "-", "加", "减"])?;
    let number = scan::arabic(&mut ahead).filter(|number| !number.value.starts_with('-'))?;
    let unit = scan::unit(&mut ahead)?.text;
    let operator = if matches!(word, "+" | "加") { '+' } else { '-' };
    let value = match (unit.as_str(), number.decimal()) {
        ("%", Some(percent)) => {
            let all = Decimal::ONE_HUNDRED;
            let factor = if operator == '+' { all.checked_add(percent)? } else { all.checked_sub(percent)? };
            format!("上年 * {}%", factor.normalize())
        }
        _ => format!("上年 {operator} {} {unit}", number.value),
    };
    if !scan::is_trailing(ahead.rest()) {
        return None;
    }
    let reading = TargetReading::one(TargetKind::Relative, sign, &*value);
    let written = scope.written(scope.all());
    let note = scope.note("E0715", scope.all(), format!("`{written}` 按 `{value}` 读"));
    Some(if unit == "%" {
        reading.noted(note.help("上年值本来是百分数、要加几个点的，写成 `上年 + 5 个百分点`"))
    } else {
        reading
    })
}

/// `上年的110%`: a part of last year's value, not a growth.
fn is_part(scope: &Scope, at: Cursor) -> bool {
    let before = scope.text.get(..at.offset()).unwrap_or_default();
    before.ends_with('的') && scan::number(&mut at.clone()).is_some()
}

/// `同比增长≥5%`, `较上年增长5%以上`, `同比不下降`, `较上年有所提高`.
fn change(scope: &Scope) -> Option<TargetReading> {
    if matches!(scope.text, "零增长" | "实现零增长" | "保持零增长") {
        if scope.name.leans_up() {
            let message = format!("`{}` 说不清是不增加，还是至少不减少", scope.written(scope.all()));
            let help = "不能减少的写成 `>= 上年`，不能增加的写成 `<= 上年`";
            return Some(
                TargetReading::new(TargetKind::Unreadable).noted(scope.note("E0713", scope.all(), message).help(help)),
            );
        }
        return Some(TargetReading::one(TargetKind::Relative, Some(Sign::Le), "上年"));
    }
    let after = after_base(scope).or_else(|| after_bare_verb(scope))?;
    let mut cursor = after;
    while cursor.eat_any(SOFTENERS).is_some() {}
    if let Some(sign) = cursor.eat_key(NOT).or_else(|| cursor.eat_any(SAME).map(|_| Sign::Eq)) {
        return scan::is_trailing(cursor.rest()).then(|| TargetReading::one(TargetKind::Relative, Some(sign), "上年"));
    }
    let up = cursor.eat_any(words::GROWTH_UP).is_some();
    let down = !up && cursor.eat_any(words::GROWTH_DOWN).is_some();
    cursor.eat_any(&["率", "幅度", "了"]);
    if scan::is_trailing(cursor.rest()) {
        let sign = if down { Sign::Lt } else { Sign::Gt };
        // 同比 alone is not a demand.
        return (up || down).then(|| TargetReading::one(TargetKind::Relative, Some(sign), "上年"));
    }
    let inner = scope.part(cursor.offset()..scope.text.len());
    if let Some(range) = super::quantity::range(&inner) {
        let message = format!("`{}` 是增长的区间，一条指标只有一个界限", scope.written(scope.all()));
        let note = scope.note("E0712", scope.all(), message).help("写成一头，如 `同比 >= 5%`");
        return Some(TargetReading { kind: TargetKind::Unreadable, value: None, unit: None, ..range }.noted(note));
    }
    let found = measure::measure(inner.text).filter(|found| found.lead.is_none() && found.tail.is_none())?;
    let growth = super::quantity::quantity(&inner)?;
    let mut reading = TargetReading { kind: TargetKind::Relative, ..growth };
    let mut value = found.number.value.clone();
    if down {
        // A fall of at least 5% is a growth of at most -5%.
        reading.op = reading.op.map(Sign::turned);
        value = if value == "0" { value } else { format!("-{value}") };
        reading.value = Some(super::TargetValue::One(value.clone()));
    }
    let sign = reading.op.unwrap_or(if down { Sign::Le } else { Sign::Ge }).ascii();
    let paste = format!("同比 {sign} {value}{}", reading.unit.as_deref().unwrap_or_default());
    match reading.diagnostics.iter_mut().find(|note| note.code == "E0701") {
        Some(note) => note.help = Some(format!("写成 `{paste}`")),
        None if down => {
            let note = scope.note("E0715", scope.all(), format!("下降按负的增长读作 `{paste}`"));
            reading.diagnostics.push(note.help(format!("写成 `{paste}`")));
        }
        None => {}
    }
    Some(reading)
}

/// After `同比`, `较上年`, `在去年基础上`.
fn after_base<'a>(scope: &Scope<'a>) -> Option<Cursor<'a>> {
    let mut cursor = scope.cursor();
    while cursor.eat_any(SOFTENERS).is_some() {}
    if cursor.eat_any(&["同比", "环比"]).is_some() {
        return Some(cursor);
    }
    let compared = cursor.eat_any(COMPARED).is_some();
    cursor.eat_any(words::PREVIOUS)?;
    let mut tail = false;
    while cursor.eat_any(words::PREVIOUS_TAIL).is_some() {
        tail = true;
    }
    cursor.eat_any(&["同比", ","]);
    (compared || tail).then_some(cursor)
}

/// `增长5%以上`: growth by what is not said; the fiscal year's form means last year.
fn after_bare_verb<'a>(scope: &Scope<'a>) -> Option<Cursor<'a>> {
    let mut cursor = scope.cursor();
    while cursor.eat_any(SOFTENERS).is_some() {}
    let mut verb = cursor;
    verb.eat_any(words::GROWTH_UP).or_else(|| verb.eat_any(words::GROWTH_DOWN))?;
    let mut ahead = verb;
    scan::sign(&mut ahead);
    let number = scan::number(&mut ahead)?;
    let unit = number.unit.map(str::to_owned).or_else(|| scan::unit(&mut ahead).map(|unit| unit.text))?;
    // 增加 20 家 is a count: only shares are growth.
    matches!(unit.as_str(), "%" | "个百分点" | "‰").then_some(cursor)
}
