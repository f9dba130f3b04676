//! Numbers as targets: a quantity, a range, a ratio, a length of time, words for none and all.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{ReadNote, Scope, TargetKind, TargetReading, TargetValue};
use crate::reading::measure::{self, Measure};
use crate::reading::numeral;
use crate::reading::scan::{self, Cursor, Numeral};
use crate::reading::words;
use crate::terms::{Direction, Sign};

/// Units of time, for deadlines.
const TIME_UNITS: &[&str] = &[
    "日",
    "天",
    "个工作日",
    "工作日",
    "个自然日",
    "自然日",
    "个日历天",
    "日历天",
    "月",
    "个月",
    "周",
    "小时",
    "个小时",
    "分钟",
    "年",
    "时",
];

/// Behind a Chinese numeral a class and no count: `一类`, `三级`.
const GRADES: &[&str] = &["类", "级", "等", "流", "档"];

/// What a tolerance is said of: `误差不超过±5%`.
const DEVIATIONS: &[&str] = &["误差", "偏差", "允许", "率"];

/// Figures that are typed to fill a cell.
const FILLED_IN: &[&str] = &["0", "0.00", "00", "88", "888", "8888", "99", "999", "9999"];

/// `≥800件`, `90%以上`, `不超过550元/人·天`.
pub(super) fn quantity(scope: &Scope) -> Option<TargetReading> {
    let found = measure::measure(scope.text)?;
    if !is_a_value(scope, &found) {
        return None;
    }
    if found.number.decimal().is_none() {
        return Some(too_long(scope, &found.number));
    }
    if let Some(lead) = found.lead.clone().filter(|lead| is_negated(scope, lead)) {
        let message = format!("`{}` 里有否定的词，读不准是多于还是少于", scope.written(lead.clone()));
        let note = scope.note("E0713", lead, message).help("用符号写，如 `>= 95%`、`<= 5%`");
        return Some(TargetReading::new(TargetKind::Unreadable).noted(note));
    }
    let sign = found.sign.as_ref().or(found.suffix.as_ref()).map(|(sign, _)| *sign);
    let mut reading = TargetReading::one(TargetKind::Quantity, sign, found.number.value.clone());
    reading.unit = unit(scope, &found, &mut reading.diagnostics);
    sign_notes(scope, &found, &mut reading);
    if let Some(range) = &found.each {
        let note = scope.note(
            "E0720",
            range.clone(),
            format!("`{}` 是对几件事说的，要和名称一起看", scope.written(range.clone())),
        );
        reading.diagnostics.push(note.help("一件事写一条指标，各有各的指标值"));
    }
    let bracket = found.bracket.as_ref().filter(|range| demands(scope.text.get((*range).clone()).unwrap_or_default()));
    for range in [&found.lead, &found.tail, &bracket.cloned()].into_iter().flatten() {
        let note = scope.note("E0718", range.clone(), format!("`{}` 没有读进指标值", scope.written(range.clone())));
        reading.diagnostics.push(note.help("说明写到 `说明`，指标值只写符号、数和单位"));
    }
    Some(reading)
}

/// Whether a note in brackets holds a demand or a tolerance of its own: `（其中省级≥3个）`, `（±5%）`;
/// `（含3家）` and a year say nothing new.
fn demands(bracket: &str) -> bool {
    let inner = bracket.trim_matches(['(', ')', '[', ']']);
    let counted = inner.contains(|letter: char| letter.is_ascii_digit());
    let year = inner.strip_suffix('年').or_else(|| inner.strip_suffix("年度")).unwrap_or(inner);
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let against_last_year = words::PREVIOUS.iter().any(|word| inner.contains(word));
    (counted && !is_year && !inner.starts_with('含') && !inner.starts_with("不含")) || against_last_year
}

/// Whether words that were not understood end in one that turns around what follows.
fn is_negated(scope: &Scope, lead: &Range<usize>) -> bool {
    let words_before = scope.text.get(lead.clone()).unwrap_or_default();
    words::NEGATIONS.iter().any(|word| words_before.ends_with(word))
}

/// `收到指标文件后30日内`.
pub(super) fn deadline(scope: &Scope) -> Option<TargetReading> {
    let marks = ["之日起", "起", "之后", "以后", "后"];
    let (at, mark) = marks.iter().find_map(|mark| scope.text.find(mark).filter(|at| *at > 0).map(|at| (at, mark)))?;
    let start = at + mark.len();
    let found = measure::measure(scope.text.get(start..)?)?;
    let unit = found.unit_text()?;
    if found.lead.is_some() || found.tail.is_some() || !TIME_UNITS.contains(&unit.as_str()) {
        return None;
    }
    let (sign, _) = found.sign.or(found.suffix)?;
    let event = scope.written(0..at);
    let note = scope.note("E0710", 0..start, format!("期限从 `{event}` 算起，那一天要另有记录才能判定")).help(format!(
        "把 `{event}` 到完成的天数作为实际值，指标值写 `{} {} {unit}`",
        sign.ascii(),
        found.number.value
    ));
    let mut reading = TargetReading::one(TargetKind::Quantity, Some(sign), found.number.value).noted(note);
    reading.unit = Some(unit);
    Some(reading)
}

/// `100-120人次`, `90%-95%`, `3至5次`, `100±5分`.
pub(super) fn range(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    while cursor.eat_any(DEVIATIONS).is_some() {}
    let sign = scan::sign(&mut cursor);
    while cursor.eat_any(words::FILLERS).is_some() {}
    let (low, high, low_unit, high_unit) = ends(&mut cursor)?;
    cursor.eat_any(&["之间", "以内", "区间", "范围内"]);
    if !scan::is_trailing(cursor.rest()) || sign.is_some_and(|sign| sign != Sign::Eq && sign != Sign::Le) {
        return None;
    }
    let unit = match (low_unit, high_unit) {
        (Some(low), Some(high)) if low == high || high.starts_with(&low) => Some(high),
        (Some(_), Some(_)) => return None,
        (low, high) => high.or(low),
    };
    if low.is_sign_negative()
        && !high.is_sign_negative()
        && scope.text.starts_with('-')
        && !scope.text.contains('~')
        && unit.is_none()
    {
        return None;
    }
    let value = TargetValue::Range { low: low.to_string(), high: high.to_string() };
    let mut reading = TargetReading { value: Some(value), unit, ..TargetReading::new(TargetKind::Range) };
    if high < low {
        let note = scope.note("E0721", scope.all(), format!("区间的下限 {low} 大于上限 {high}"));
        reading.diagnostics.push(note.help(format!("写成 `= {high} ~ {low}`")));
    }
    if reading.unit.is_none() {
        reading.unit =
            unit_of_name(scope, scope.all(), &mut reading.diagnostics, |unit| format!("= {low} ~ {high} {unit}"));
    }
    Some(reading)
}

/// The two ends of a range with the unit after each.
fn ends(cursor: &mut Cursor) -> Option<(Decimal, Decimal, Option<String>, Option<String>)> {
    let mut ahead = *cursor;
    let around = spread(&mut ahead);
    let first = match around {
        true => Decimal::ZERO,
        false => scan::number(&mut ahead)?.decimal()?,
    };
    let first_unit = scan::unit(&mut ahead).map(|unit| unit.text);
    let around = around || spread(&mut ahead);
    if !around && ahead.eat_any(&["--", "-", "~", "至", "到"]).is_none() {
        between(&mut ahead)?;
    }
    let second = scan::number(&mut ahead)?.decimal()?;
    let second_unit = scan::unit(&mut ahead).map(|unit| unit.text);
    *cursor = ahead;
    let (low, high) = if around { (first.checked_sub(second)?, first.checked_add(second)?) } else { (first, second) };
    Some((low, high, first_unit, second_unit))
}

fn spread(cursor: &mut Cursor) -> bool {
    cursor.eat_any(&["±", "+-", "+/-", "正负"]).is_some()
}

/// The middle of `90%≤x≤95%`.
fn between(cursor: &mut Cursor) -> Option<()> {
    let at_most =
        |cursor: &mut Cursor| scan::sign(cursor).filter(|sign| matches!(sign, Sign::Le | Sign::Lt)).map(|_| ());
    at_most(cursor)?;
    cursor.eat_any(&["x", "X", "n", "N", "指标值", "实际值", "完成值", "完成率", "满意度"])?;
    at_most(cursor)
}

/// `1:3`, `3比1`, `三分之二以上`.
pub(super) fn ratio(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    let mut sign = scan::sign(&mut cursor);
    while cursor.eat_any(words::FILLERS).is_some() {}
    sign = sign.or_else(|| scan::sign(&mut cursor));
    let value = colon_ratio(&mut cursor)
        .or_else(|| sign.and_then(|_| part_of_whole(&mut cursor)))
        .or_else(|| numeral::fraction(&mut cursor).map(|(part, whole, _)| format!("{part}:{whole}")))?;
    let suffix = cursor.eat_key(words::SIGN_SUFFIXES);
    if !scan::is_trailing(cursor.rest()) {
        return None;
    }
    let op = sign.or(suffix);
    let mut reading = TargetReading::one(TargetKind::Ratio, op, value.clone());
    if op.is_none() {
        reading.diagnostics.push(sign_missing(scope, scope.all(), &value));
    }
    Some(reading)
}

/// `≥1/3`; without a sign it may be a day.
fn part_of_whole(cursor: &mut Cursor) -> Option<String> {
    let mut ahead = *cursor;
    let part = ahead.digits(3)?;
    let whole = ahead.eat("/").then(|| ahead.digits(3))??;
    (ahead.is_done() && !whole.trim_matches('0').is_empty()).then(|| {
        *cursor = ahead;
        format!("{part}:{whole}")
    })
}

fn colon_ratio(cursor: &mut Cursor) -> Option<String> {
    let mut ahead = *cursor;
    let left = scan::arabic(&mut ahead).or_else(|| numeral::number(&mut ahead))?;
    ahead.eat_any(&[":", "比"])?;
    let right = scan::arabic(&mut ahead).or_else(|| numeral::number(&mut ahead))?;
    let mut value = format!("{}:{}", left.value, right.value);
    while ahead.eat(":") {
        value = format!("{value}:{}", scan::arabic(&mut ahead)?.value);
    }
    *cursor = ahead;
    Some(value)
}

/// Beginnings of a text that says that something is not to happen.
const NONE_HAPPENED: &[&str] = &["未发生", "不发生", "无发生", "杜绝"];

/// `零发生` is = 0, `全覆盖` is = 100%.
pub(super) fn in_words(scope: &Scope) -> Option<TargetReading> {
    let text = scope.text.strip_prefix("实现").or_else(|| scope.text.strip_prefix("确保")).unwrap_or(scope.text);
    let spelled = text.strip_prefix('0').map(|rest| format!("零{rest}"));
    let none_happened = NONE_HAPPENED.iter().any(|word| text.starts_with(word)) && !text.contains(['率', '比'])
        || ["为0", "为零", "0发生", "零发生"].iter().any(|end| text.ends_with(end) && text.len() > end.len())
            && !text.contains("不为");
    let none_happened = none_happened && !text.trim_end_matches('0').contains(|letter: char| letter.is_ascii_digit());
    let zero_word = words::ZERO_WORDS.contains(&spelled.as_deref().filter(|word| *word != "零").unwrap_or(text));
    let (value, unit) = if none_happened || zero_word {
        ("0", scope.name.unit.as_deref())
    } else if words::FULL_WORDS.contains(&text) {
        ("100", Some("%"))
    } else {
        return None;
    };
    let meant = format!("= {value}{}", unit.unwrap_or_default());
    let note = scope
        .note("E0715", scope.all(), format!("`{}` 按意思读作 `{meant}`", scope.written(scope.all())))
        .help(if value == "0" { "写成数和单位，如 `= 0 起`".to_owned() } else { format!("写成 `{meant}`") });
    let mut reading = TargetReading::one(TargetKind::Quantity, Some(Sign::Eq), value).noted(note);
    reading.unit = unit.map(str::to_owned);
    Some(reading)
}

/// Whether a phrase with a number is a value, not a sentence that happens to hold one.
fn is_a_value(scope: &Scope, found: &Measure) -> bool {
    let signed = found.sign.is_some() || found.suffix.is_some();
    let unit = found.unit.as_ref().map(|unit| unit.text.as_str()).or(found.number.unit);
    let known = unit
        .is_some_and(|unit| scan::is_known_unit(unit) || words::MAGNITUDES.contains(&unit) || unit.starts_with('/'));
    // `3A级` is a class, too.
    if !signed && found.lead.is_none() && unit == Some("A级") {
        return false;
    }
    // 一流, 一致, 百姓: numerals are the first letter of many words.
    if found.number.chinese && !signed && found.unit.as_ref().is_some_and(|unit| GRADES.contains(&unit.text.as_str())) {
        return false;
    }
    if found.number.chinese && found.number.unit.is_none() {
        let alone = found.unit.is_none() && found.tail.is_none();
        return found.lead.is_none() && found.tail.is_none() && (known || alone);
    }
    // `2023年工作总结`
    let year = !signed && unit == Some("年") && found.number.value.len() == 4;
    match (&found.lead, &found.tail) {
        (None, None) => !year,
        _ if year => false,
        (None, Some(tail)) => {
            signed || (unit.is_some() && scope.text.get(tail.clone()).is_some_and(|tail| tail.chars().count() <= 12))
        }
        (Some(_), None) => signed || known,
        (Some(_), Some(_)) => signed && unit.is_some(),
    }
}

/// The unit of a phrase, and notes where it is not all there.
fn unit(scope: &Scope, found: &Measure, notes: &mut Vec<ReadNote>) -> Option<String> {
    let value = &found.number.value;
    let Some(unit) = found.unit_text() else {
        return unit_of_name(scope, found.core(), notes, |unit| {
            format!("{value}{}{unit}", if unit == "%" { "" } else { " " })
        });
    };
    let core = found.core();
    if let Some(per) = unit.strip_prefix('/') {
        let money = scope.name.money || value.split_once('.').is_some_and(|(_, cents)| cents.len() == 2);
        let note = scope.note("E0703", core, format!("`{}` 少写了“/”前面的单位", scope.written(found.core())));
        let (note, unit) = if money {
            (note.help(format!("是金额的，写成 `{value} 元/{per}`")), Some(format!("元/{per}")))
        } else {
            (note.help(format!("写出单位，如 `{value} 元/{per}`")), None)
        };
        notes.push(note);
        return unit;
    }
    if unit.starts_with(['%', '‰']) && unit.chars().nth(1).is_some_and(|letter| letter != '/') {
        let note = scope.note("E0703", core, format!("`{}` 的单位 `{unit}` 看不懂", scope.written(found.core())));
        notes.push(note.help(format!("是百分数的，写成 `{value}%`")));
        return None;
    }
    if words::MAGNITUDES.contains(&unit.as_str()) {
        let note = scope.note("E0703", core, format!("`{}` 只有“{unit}”，没有写是什么", scope.written(found.core())));
        notes.push(note.help(format!("写出单位，如 `{value} {unit}元`")));
    }
    Some(unit)
}

/// The unit that the name gives, else the note that there is none.
fn unit_of_name(
    scope: &Scope,
    range: Range<usize>,
    notes: &mut Vec<ReadNote>,
    paste: impl Fn(&str) -> String,
) -> Option<String> {
    let written = scope.written(range.clone());
    if let Some(unit) = &scope.name.unit {
        let note = scope.note("E0704", range, format!("`{written}` 没有写单位，按名称里的 `{unit}` 读"));
        notes.push(note.help(format!("写成 `{}`", paste(unit))));
        return Some(unit.clone());
    }
    let note = scope.note("E0702", range.clone(), format!("`{written}` 没有写单位"));
    let percentage = scope.text.get(range).and_then(|text| Decimal::from_str_exact(text).ok());
    if scope.name.percentage && percentage.is_some_and(|value| Decimal::ONE < value && value <= Decimal::ONE_HUNDRED) {
        notes.push(
            ReadNote { message: format!("`{written}` 没有写单位，名称是比率，按 % 读"), ..note }
                .help(format!("写成 `{}`", paste("%"))),
        );
        return Some("%".to_owned());
    }
    notes.push(note.help(match (scope.name.rate, scope.name.money) {
        (true, _) => format!("名称是比率，若是百分数，写成 `{}`", paste("%")),
        (false, true) => format!("写上金额的单位，如 `{}`", paste("万元")),
        (false, false) => format!("写上单位，如 `{}`", paste("个")),
    }));
    None
}

/// Notes on the sign: none, two that differ, approximate, misread. One mistake, one note.
fn sign_notes(scope: &Scope, found: &Measure, reading: &mut TargetReading) {
    let written = scope.written(found.core());
    let paste = paste(&found.number.value, reading.unit.as_deref());
    if let (Some((sign, at)), Some(against)) = (&found.sign, &found.against) {
        let both = scope.written(at.start..against.end);
        let note = scope.note("E0716", at.start..against.end, format!("`{both}` 里的两个符号互相矛盾"));
        reading.diagnostics.push(note.help(format!("只留一个，如 `{} {paste}`", sign.ascii())));
        return;
    }
    if let (Some((before, _)), Some((after, at))) = (&found.sign, &found.suffix)
        && !agree(*before, *after)
    {
        let note = scope.note(
            "E0716",
            at.clone(),
            format!("前面的“{}”和后面的“{}”互相矛盾", before.word(), scope.written(at.clone())),
        );
        reading.diagnostics.push(note.help(format!("只留一个，如 `{} {paste}`", before.ascii())));
    }
    if let Some(at) = &found.approximate {
        let note =
            scope.note("E0705", at.clone(), format!("`{}` 是约数，没有说明差多少算完成", scope.written(at.clone())));
        reading
            .diagnostics
            .push(note.help(format!("写出界限，如 `{} {paste}`，或写区间", expected_sign(scope).ascii())));
        return;
    }
    if reading.op.is_some() {
        return;
    }
    if let Some(at) = &found.misread {
        let note = scope.note("E0706", at.clone(), format!("`{}` 像是 ≥ 或 ＝ 认错了", scope.written(at.clone())));
        reading.diagnostics.push(note.help(format!("核对原件，若是 ≥，写成 `>= {paste}`")));
    } else if let Some(meant) = misread_two(scope, found) {
        let note = scope.note("E0706", found.core(), format!("`{written}` 超过 100%，开头的 2 像是 ≥ 认错了"));
        reading.diagnostics.push(note.help(format!("核对原件，若是 ≥，写成 `>= {meant}%`")));
    } else if is_filled_in(scope, found) {
        let note = scope.note("E0711", found.core(), format!("`{written}` 没有符号，像是占位的数"));
        reading.diagnostics.retain(|note| note.code != "E0702");
        reading.diagnostics.push(note.help(format!("是目标的，写成 `= {paste}`；不考核的，写 `不适用`")));
    } else {
        reading.diagnostics.push(sign_missing(scope, found.core(), &paste));
    }
}

/// `0`, `88`: no sign, no unit, and nothing in the name that makes zero a demand.
fn is_filled_in(scope: &Scope, found: &Measure) -> bool {
    let bare = found.unit.as_ref().is_none_or(|unit| unit.text == "%");
    let zero_wanted = scope.name.question || scope.name.direction() == Direction::Negative;
    FILLED_IN.contains(&found.number.value.as_str()) && bare && !zero_wanted
}

pub(super) fn sign_missing(scope: &Scope, range: Range<usize>, paste: &str) -> ReadNote {
    let note = scope.note("E0701", range, format!("`{}` 前面没有比较符号", scope.written(scope.all())));
    if paste.starts_with("0 ") || paste == "0" || paste == "0%" {
        return note.help(format!("一个也不能有的，写成 `= {paste}`"));
    }
    let sign = expected_sign(scope);
    let why = match scope.name.direction() {
        Direction::Positive => "越多越好的",
        Direction::Negative => "越少越好的",
    };
    note.help(format!("{why}，写成 `{} {paste}`", sign.ascii()))
}

/// The sign that a name's direction suggests.
fn expected_sign(scope: &Scope) -> Sign {
    match scope.name.direction() {
        Direction::Positive => Sign::Ge,
        Direction::Negative => Sign::Le,
    }
}

fn paste(value: &str, unit: Option<&str>) -> String {
    match unit {
        None => value.to_owned(),
        Some(unit @ ("%" | "‰")) => format!("{value}{unit}"),
        Some(unit) => format!("{value} {unit}"),
    }
}

/// `292%` for a rate: what is left without the 2, when that is a likely percentage.
fn misread_two<'m>(scope: &Scope, found: &'m Measure) -> Option<&'m str> {
    let percent = found.unit.as_ref().is_some_and(|unit| unit.text == "%");
    let rest = found.number.value.strip_prefix('2').filter(|_| scope.name.rate && percent)?;
    let rest_value = Decimal::from_str_exact(rest).ok()?;
    let likely = Decimal::from(50) <= rest_value && rest_value <= Decimal::ONE_HUNDRED && !rest.starts_with('0');
    likely.then_some(rest)
}

fn agree(before: Sign, after: Sign) -> bool {
    match before {
        Sign::Ge | Sign::Gt => after == Sign::Ge,
        Sign::Le | Sign::Lt => after == Sign::Le,
        Sign::Eq => false,
    }
}

fn too_long(scope: &Scope, number: &Numeral) -> TargetReading {
    let note =
        scope.note("E0713", number.range.clone(), format!("数有 {} 位，多过能准确计算的 28 位", number.value.len()));
    TargetReading::new(TargetKind::Unreadable).noted(note.help("核对这个数"))
}
